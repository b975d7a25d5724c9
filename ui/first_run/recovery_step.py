"""Last step: two recovery sheets, to be kept by two people, proved to be in hand before going on."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from ui.first_run.step import Problems, Step
from ui.messages import tell
from ui.printing import print_text
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar

PROOF_LENGTH = 4


class RecoveryStep(Step):
    """Shows `RecoverySheets` once; they are not kept anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Recovery sheets"), "", parent)
        self.body.addWidget(NoticeBar(
            "warning",
            self.tr("If every password is lost, only these two sheets together open the enquiries again."),
            self.tr("Give them to two different people to keep in two safe places. They are shown only now."),
        ))  # fmt: skip
        self._proofs: list[tuple[LabelledRow, QLineEdit, str]] = []

    def show_sheets(self, sheet_one: str, sheet_two: str, fingerprint: str) -> None:
        """Show both sheets with their buttons and the question that proves they were kept."""
        for number, sheet in enumerate((sheet_one, sheet_two), start=1):
            self.body.addWidget(self._sheet(number, sheet, fingerprint))

    def problems(self) -> Problems:
        """The characters typed must be those on the sheets."""
        wrong = self.tr("These are not the last {n} characters of the sheet").format(n=PROOF_LENGTH)
        return [(wrong, row) for row, box, proof in self._proofs if _plain(box.text()) != proof]

    def _sheet(self, number: int, sheet: str, fingerprint: str) -> Card:
        name = self.tr("Sheet {number}").format(number=number)
        card = Card(name, self)
        text = QPlainTextEdit(sheet, card)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(name)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setFixedHeight(108)
        card.add(text)
        page = _page(name, sheet, fingerprint)
        to_print = secondary_button(self.tr("Print"), card, "print")
        to_print.setAccessibleName(self.tr("Print {name}").format(name=name))
        to_print.clicked.connect(partial(print_text, self, page))
        to_save = secondary_button(self.tr("Save to a file"), card, "save")
        to_save.setAccessibleName(self.tr("Save {name} to a file").format(name=name))
        to_save.clicked.connect(partial(_save, self, number, page))
        card.add_layout(button_row((to_print, to_save)))
        box = text_width(QLineEdit(card), 10)
        row = LabelledRow(
            self.tr("Last {n} characters of sheet {number}").format(n=PROOF_LENGTH, number=number),
            box,
            self.tr("Type them from the sheet you printed or saved."),
        )
        card.add(row)
        self._proofs.append((row, box, proof_of(sheet)))
        return card


def proof_of(sheet: str) -> str:
    """The characters that prove somebody has the sheet in hand."""
    return _plain(sheet)[-PROOF_LENGTH:]


def _plain(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()


def _page(name: str, sheet: str, fingerprint: str) -> str:
    return (
        f"Recovery {name.lower()}\n\n{sheet}\n\nBelongs to the store with the fingerprint {fingerprint}.\n"
        "Keep it away from the other sheet and from the computer. Both sheets together open every enquiry."
    )


def _save(parent: QWidget, number: int, page: str, *_: object) -> None:
    name, _filter = QFileDialog.getSaveFileName(parent, parent.tr("Save the sheet"), f"recovery-sheet-{number}.txt")
    if not name:
        return
    try:
        Path(name).write_text(page, encoding="utf-8")
        Path(name).chmod(0o600)
    except OSError:
        tell(parent, parent.tr("The sheet could not be saved"), parent.tr("Choose another place, or print it."))
