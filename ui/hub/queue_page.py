"""The Hub's queue: tabs with counts, search as you type, sorts, a table of any length, printing of one or many."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from enquiry_app.services.ports import QueueFilter
from ui.appearance import space
from ui.background import Background
from ui.formatting import count
from ui.hub.queue_model import BLOCK, QueueModel
from ui.hub.queue_printing import QueuePrinting
from ui.hub.queue_table import QueueTable
from ui.hub.queue_tabs import QueueTabs
from ui.hub.saved_views import SavedViews
from ui.messages import report_error, tell
from ui.shortcuts import shortcut
from ui.widgets.buttons import chip_button, icon_button, primary_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.heading import Heading
from ui.widgets.layouts import column, row
from ui.widgets.search_box import SearchBox
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

LEVELS = (("", "Any level"), ("emergency", "Emergency"), ("4-S47", "4 – section 47"), ("4-S17", "4 – section 17"),
          ("3", "Level 3"), ("2", "Level 2"), ("1", "Level 1"))  # fmt: skip
RATINGS = (("", "Any rating"), ("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("blue", "Blue"))
SORT_WORDS = {
    "urgent_first": "Urgent first, then due",
    "due": "Due first",
    "oldest": "Oldest first",
    "newest": "Newest first",
    "level": "Highest level first",
    "area": "By area",
    "agency": "By agency",
}


class QueuePage(QWidget):
    """Stays alive while an enquiry is open, so that the queue never loses its place."""

    page_title = "Queue"
    wants_width = True
    enquiry_chosen = Signal(str)
    handover_requested = Signal()
    sealed_file_requested = Signal()

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background = application, background
        self._asked = 0
        self._keep = ""
        self._waiting = None
        self._build()
        self._connect()
        self.refresh()

    def first_focus(self) -> QWidget:
        """The table: Enter takes the first."""
        return self.table

    @property
    def wanted(self) -> QueueFilter:
        """The filter as chosen on screen."""
        tab = self.tabs.key
        return QueueFilter(
            statuses=self.tabs.statuses,
            urgent_only=self.urgent_only.isChecked(),
            level=self.level.currentData(),
            rating=self.rating.currentData(),
            assigned_to=self._application.person.id if tab == "mine" else "",
            team_of=self._application.person.id if tab == "team" else "",
            overdue_at=self._application.clock.now() if tab == "overdue" else None,
            text=self.search.text().strip(),
        )

    def next_after(self, enquiry_id: str) -> str:
        """The enquiry in the row below this one, or ""."""
        row_below = self.model.row_at(self.model.number_of(enquiry_id) + 1)
        return row_below.enquiry.id if row_below is not None else ""

    @Slot()
    def refresh(self) -> None:
        """Ask for the first block and the counts; an answer that was overtaken is dropped."""
        self._keep = self.table.current_id()
        self._asked += 1
        if self._waiting is not None:
            self._waiting.cancel()
        queue, sort = self._application.queue, self.sort.currentData()
        work = partial(_first_block, queue, self.wanted, sort, self._asked)
        self._waiting = self._background.read(work, self._show, partial(report_error, self), self)

    def _build(self) -> None:
        layout: QVBoxLayout = column(self, "snug")
        layout.setContentsMargins(space("wide"), space("wide"), space("wide"), space("normal"))
        head = row(gap="normal")
        title = Heading(self.tr("Queue"), 1)
        title.setWordWrap(False)
        head.addWidget(title)
        self.total = styled(QLabel(""), "caption")
        head.addWidget(self.total, 1)
        self.next_one = primary_button(self.tr("Take the next"), self, "forward")
        self.next_one.setToolTip(self.tr("Takes the most urgent one nobody has, and opens it (Ctrl+Return)"))
        self.open_sealed = icon_button("lock", self.tr("Open a sealed file"), self)
        self.open_sealed.setVisible(self._application.store_info.kind != "shared" and self._application.may("exchange"))
        head.addWidget(self.open_sealed)
        self.handover = secondary_button(self.tr("Handover sheet"), self, "document")
        head.addWidget(self.handover)
        self.print_chosen = secondary_button(self.tr("Print chosen"), self, "print")
        self.print_chosen.setEnabled(False)
        head.addWidget(self.print_chosen)
        head.addWidget(self.next_one)
        layout.addLayout(head)
        self.tabs = QueueTabs(self)
        layout.addWidget(self.tabs)
        tools = FlowLayout(gap=space("snug"))
        self.search = SearchBox(self.tr("Search the queue"), self.tr("Name, reference, postcode, phone, words"), self)
        self.search.setMaximumWidth(340)
        tools.addWidget(self.search)
        self.urgent_only = chip_button(self.tr("Urgent only"), self, checkable=True)
        tools.addWidget(self.urgent_only)
        self.rating, self.level = _combo(self, self.tr("Rating"), RATINGS), _combo(self, self.tr("Level"), LEVELS)
        tools.addWidget(self.rating)
        tools.addWidget(self.level)
        self.views = SavedViews(self._application, self._background, self)
        tools.addWidget(self.views)
        label = QLabel(self.tr("&Order"))
        self.sort = QComboBox(self)
        label.setBuddy(self.sort)
        self.sort.setAccessibleName(self.tr("Order"))
        for key, words in SORT_WORDS.items():
            self.sort.addItem(self.tr(words), key)
        ordering = QWidget(self)
        together = row(ordering, "tight")
        together.addWidget(label)
        together.addWidget(self.sort)
        tools.addWidget(ordering)
        self.names = chip_button(self.tr("Names"), self, checkable=True)
        self.names.setChecked(True)
        self.names.setToolTip(self.tr("Show children's names, or initials only where others may look on"))
        tools.addWidget(self.names)
        layout.addLayout(tools)
        self.model = QueueModel(self._application.person.role, self)
        self.table = QueueTable(self.model, self)
        layout.addWidget(self.table, 1)
        self.empty = WrappingLabel("", "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        layout.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.table.row_opened.connect(self.enquiry_chosen)
        self.model.block_wanted.connect(self._fetch)
        self.tabs.tab_chosen.connect(self.refresh)
        self.search.searched.connect(self.refresh)
        self.urgent_only.toggled.connect(self.refresh)
        self.rating.currentIndexChanged.connect(self.refresh)
        self.level.currentIndexChanged.connect(self.refresh)
        self.names.toggled.connect(self.model.show_names)
        self.views.chosen.connect(self._on_view)
        self.views.keep_asked.connect(self._on_keep_view)
        self.next_one.clicked.connect(self._take_next)
        self.handover.clicked.connect(self.handover_requested)
        self.open_sealed.clicked.connect(self.sealed_file_requested)
        shortcut("take_next", self, self._take_next)
        self.sort.currentIndexChanged.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self._printing = QueuePrinting(self, self._application, self._background)
        self.print_chosen.clicked.connect(self._print)
        shortcut("print", self, self._print)
        shortcut("save_copy", self, self._save)
        shortcut("search", self, self.search.setFocus)

    @Slot(int)
    def _fetch(self, block: int) -> None:
        queue, sort = self._application.queue, self.sort.currentData()
        work = partial(_block, queue, self.wanted, sort, block, self._asked)
        self._background.read(work, self._show_block, partial(report_error, self), self)

    def _show(self, answer: Any) -> None:
        asked, page, counts = answer
        if asked != self._asked:
            return
        self.model.show_first(page.rows, page.total)
        self.tabs.show_counts(counts)
        found = count(page.total, "enquiry", "enquiries")
        self.total.setText(self.tr("{found}, the newest that hold these words. Type more to find older ones.").format(
            found=found) if page.cut else found)  # fmt: skip
        self.table.setVisible(page.total > 0)
        wanted = self.wanted
        searched = bool(wanted.text or wanted.urgent_only or wanted.level or wanted.rating)
        self.empty.show_text(
            "" if page.total else self.tr("Nothing matches. Try fewer letters, or another tab.") if searched
            else self.tr("Nothing here. New enquiries appear as soon as they arrive.")
        )  # fmt: skip
        if page.total:
            self.table.go_to(max(0, self.model.number_of(self._keep)))

    @Slot()
    def _take_next(self) -> None:
        self._background.run(self._application.triage.take_next, self._on_taken, partial(report_error, self), self)

    def _on_taken(self, taken: Any) -> None:
        if taken is None:
            tell(self, self.tr("Nothing is waiting"), self.tr("Every open enquiry has somebody who works on it."))
            return
        self.enquiry_chosen.emit(taken.id)

    def _on_view(self, view: Any) -> None:
        """Show the queue as a kept view has it."""
        wanted = view.wanted
        self.tabs.choose(wanted.get("tab", "open"))
        for combo, key in ((self.rating, "rating"), (self.level, "level")):
            combo.setCurrentIndex(max(0, combo.findData(wanted.get(key, ""))))
        self.urgent_only.setChecked(bool(wanted.get("urgent_only")))
        self.search.setText(wanted.get("text", ""))
        self.sort.setCurrentIndex(max(0, self.sort.findData(view.sort)))
        self.refresh()

    @Slot(str)
    def _on_keep_view(self, name: str) -> None:
        wanted = self.wanted
        kept = {
            "tab": self.tabs.key, "urgent_only": wanted.urgent_only, "level": wanted.level, "rating": wanted.rating,
            "text": wanted.text,
        }  # fmt: skip
        self.views.keep(name, kept, self.sort.currentData())

    def _show_block(self, answer: Any) -> None:
        asked, block, rows = answer
        if asked == self._asked:
            self.model.put_block(block, rows)

    @Slot()
    def _on_selection(self) -> None:
        number = len(self.table.selectionModel().selectedRows())
        self.print_chosen.setEnabled(number > 0)
        self.print_chosen.setText(self.tr("Print") if number < 2 else self.tr("Print {number}").format(number=number))

    @Slot()
    def _print(self) -> None:
        self._printing.print_these(self._chosen_rows())

    @Slot()
    def _save(self) -> None:
        self._printing.save_these(self._chosen_rows())

    def _chosen_rows(self) -> list[Any]:
        """The rows chosen, as far as they are here."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for row in map(self.model.row_at, numbers) if row is not None]


def _first_block(queue: Any, wanted: QueueFilter, sort: str, asked: int) -> tuple[Any, ...]:
    return asked, queue.page(wanted, sort, 0, BLOCK), {**queue.counts(), **queue.own_counts()}


def _combo(parent: QWidget, name: str, choices: tuple[tuple[str, str], ...]) -> SteadyCombo:
    made = SteadyCombo(choices[1:], choices[0][1], parent)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setAccessibleName(name)
    label = QLabel(name, parent)
    label.setBuddy(made)
    label.hide()
    return made


def _block(queue: Any, wanted: QueueFilter, sort: str, block: int, asked: int) -> tuple[Any, ...]:
    return asked, block, queue.page(wanted, sort, block * BLOCK, BLOCK).rows
