"""Who may do what: the table the app enforces, for one role at a time, and as a page for partners."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QWidget

from enquiry_app.enquiry.audit_trail import role_words
from enquiry_app.enquiry.permission_words import BEYOND, SCOPES_EXPLAINED, PermissionGroup
from enquiry_app.enquiry.records import ROLES
from enquiry_app.errors import AppError
from ui.appearance import space
from ui.background import Background
from ui.messages import report_error
from ui.page import Page
from ui.printing import print_pdfs
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

FILE_NAME = "who-may-do-what.pdf"


class RolesPage(Page):
    """Everybody may read it."""

    page_title = "Who may do what"

    def __init__(self, application: Any, background: Background, back: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who may do what"), back,
            self.tr("Everybody has one role. The app refuses what is not here, whatever the screen shows."),
            wide=True, parent=parent,
        )  # fmt: skip
        self._application, self._background = application, background
        self._groups: tuple[PermissionGroup, ...] = ()
        self.role = QComboBox(self)
        for role in ROLES:
            self.role.addItem(role_words(role).capitalize(), role)
        self.role.setCurrentIndex(ROLES.index(application.person.role))
        self.add(LabelledRow(self.tr("Role"), self.role))
        self.save_pdf = secondary_button(self.tr("Save the whole table as PDF"), self, "save")
        self.print_pdf = secondary_button(self.tr("Print it"), self, "print")
        self.content.addLayout(button_row((self.save_pdf, self.print_pdf)))
        self.saved = NoticeBar("success", self.tr("The table is saved"))
        self.saved.hide()
        self.add(self.saved)
        self._cards = column(gap="normal")
        self.content.addLayout(self._cards)
        self.add(self._explained())
        self.role.currentIndexChanged.connect(self._on_role)
        self.save_pdf.clicked.connect(self._on_save)
        self.print_pdf.clicked.connect(self._on_print)
        self.refresh()

    def first_focus(self) -> QWidget:
        """The choice of the role."""
        return self.role

    @Slot()
    def refresh(self) -> None:
        """Read the table."""
        self._background.read(self._application.roles.table, self._show, partial(report_error, self), self)

    def _show(self, groups: tuple[PermissionGroup, ...]) -> None:
        self._groups = groups
        clear(self._cards)
        number = self.role.currentIndex()
        for group in groups:
            card = Card(self.tr(group.heading), gap="tight")
            grid = QGridLayout()
            grid.setHorizontalSpacing(space("normal"))
            grid.setVerticalSpacing(space("tight"))
            grid.setColumnStretch(0, 3)
            grid.setColumnStretch(1, 1)
            for line, each in enumerate(group.lines):
                scope = each.roles[number]
                allowed = scope != "No"
                grid.addWidget(WrappingLabel(self.tr(each.words), "body" if allowed else "hint"), line, 0)
                words = WrappingLabel(self.tr(scope), "strong" if allowed else "hint")
                grid.addWidget(words, line, 1, Qt.AlignmentFlag.AlignTop)
            card.add_layout(grid)
            self._cards.addWidget(card)

    def _explained(self) -> Card:
        card = Card(self.tr("What the words mean"), gap="tight")
        for word, meaning in SCOPES_EXPLAINED:
            card.add(WrappingLabel(f"{self.tr(word)}: {self.tr(meaning)}."))
        for words in BEYOND:
            card.add(WrappingLabel(self.tr(words), "hint"))
        return card

    @Slot(int)
    def _on_role(self, _: int) -> None:
        self._show(self._groups)

    @Slot()
    def _on_save(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.tr("Save the table"), FILE_NAME, self.tr("PDF (*.pdf)")
        )
        if chosen:
            work = partial(_save, self._application.roles, Path(chosen))
            self._background.run(work, self._on_saved, partial(report_error, self), self)

    def _on_saved(self, _: object) -> None:
        self.saved.show()

    @Slot()
    def _on_print(self) -> None:
        self._background.run(self._application.roles.pdf, self._print, partial(report_error, self), self)

    def _print(self, made: Any) -> None:
        print_pdfs(self, [made.data], "Who may do what")


def _save(roles: Any, path: Path) -> None:
    data = roles.pdf().data
    try:
        path.write_bytes(data)
    except OSError as error:
        raise AppError("The table could not be saved there. Choose another folder.") from error
