"""Who looked at one child's record: name, role, when, and what they did, on one screen. It names no child."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from enquiry_app.enquiry.audit_trail import LOOK_WORDS, LOOKS
from ui.appearance import space
from ui.background import Background
from ui.formatting import count, day_and_time
from ui.messages import sentence_of
from ui.page import Page
from ui.widgets.buttons import chip_button, secondary_button
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

HEADS = ("When", "Who", "Role", "Organisation", "What")


class WhoLookedPage(Page):
    """Of an enquiry that is known (`enquiry_id`), or of one asked for by its reference."""

    page_title = "Who looked"
    wants_width = True

    def __init__(
        self, application: Any, background: Background, back: str, enquiry_id: str = "", reference: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            self.tr("Who looked at this record"), back,
            self.tr("Everybody who opened it, searched for the child, made a document, gave it out or worked on it."),
            wide=True, parent=parent,
        )  # fmt: skip
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        self._looks: tuple[Any, ...] = ()
        self.reference = QLineEdit(reference, self)
        text_width(self.reference, 20)
        self.ask = secondary_button(self.tr("Show who looked"), self, "search")
        self.asking = LabelledRow(
            self.tr("Reference"), self.reference, self.tr("As it stands on the referral; a draft is D and its number."),
        )  # fmt: skip
        self.add(self.asking)
        self.ask_row = QWidget(self)
        self.ask_row.setLayout(button_row((self.ask,)))
        self.add(self.ask_row)
        self.asking.setVisible(not enquiry_id)
        self.ask_row.setVisible(not enquiry_id)
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.add(self.problem)
        self._build_list()
        self.ask.clicked.connect(self.refresh)
        self.reference.returnPressed.connect(self.refresh)
        if enquiry_id or reference:
            self.refresh()

    def first_focus(self) -> QWidget:
        """The reference, or the list."""
        return self.table if self._enquiry_id else self.reference

    @Slot()
    def refresh(self) -> None:
        """Ask again. Asking is noted in the trail."""
        audit = self._application.audit
        if self._enquiry_id:
            work = partial(audit.who_looked, self._enquiry_id)
        elif self.reference.text().strip():
            work = partial(audit.who_looked_at, self.reference.text())
        else:
            self.asking.show_problem(self.tr("Write the reference first"))
            return
        self.asking.show_problem(None)
        self._background.run(work, self._show, self._on_failed, self)

    def _build_list(self) -> None:
        self.about = WrappingLabel("", "strong")
        self.add(self.about)
        self.chips = {kind: chip_button(self.tr(LOOK_WORDS[kind]), self, checkable=True) for kind in LOOKS}
        self.chip_row = QWidget(self)
        self.chip_row.setLayout(button_row(self.chips.values()))
        for kind, chip in self.chips.items():
            chip.setChecked(kind != "changed")
            chip.toggled.connect(self._fill)
        self.add(self.chip_row)
        self.table = QTableWidget(0, len(HEADS), self)
        self.table.setHorizontalHeaderLabels([self.tr(head) for head in HEADS])
        self.table.setAccessibleName(self.tr("Who looked"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(round(self.table.fontMetrics().lineSpacing() * 1.8))
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setMinimumHeight(320)
        self.add(self.table)
        self.empty = WrappingLabel("", "hint")
        self.add(self.empty)
        for widget in (self.chip_row, self.table):
            widget.hide()

    def _show(self, found: Any) -> None:
        self.problem.hide()
        self._looks = found.looks
        people = len({look.person_id for look in found.looks})
        self.about.show_text(
            self.tr("{reference}: {times} by {people}").format(
                reference=found.reference, times=count(len(found.looks), "event"),
                people=count(people, "person", "people"),
            )
        )  # fmt: skip
        self.chip_row.show()
        self._fill()

    @Slot()
    def _fill(self) -> None:
        shown = [look for look in self._looks if self.chips[look.kind].isChecked()]
        self.table.setRowCount(len(shown))
        for place, look in enumerate(shown):
            words = (day_and_time(look.at), look.who, look.role, look.agency, look.what)
            for number, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, number, item)
        self.table.resizeColumnsToContents()
        for number in range(len(HEADS) - 1):
            self.table.setColumnWidth(number, self.table.columnWidth(number) + space("wide"))
        self.table.setVisible(bool(shown))
        nothing = self.tr("Nothing of this kind. Choose other kinds above.") if self._looks else self.tr("Nobody yet.")
        self.empty.show_text("" if shown else nothing)

    def _on_failed(self, error: BaseException) -> None:
        self.problem.show_notice(sentence_of(error))
        self.problem.show()
        self.about.show_text("")
        for widget in (self.chip_row, self.table):
            widget.hide()
