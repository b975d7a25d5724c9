"""Asks why an enquiry is taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow

SHORTEST_REASON = 5


class WithdrawDialog(FormDialog):
    """`reason` after it was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Withdraw this enquiry"),
            self.tr("Withdraw"),
            self.tr(
                "The reason is kept with the enquiry. If you are still worried, leave it as it is and ring the Hub."
            ),
            dangerous=True,
            parent=parent,
        )
        self.box = QLineEdit(self)
        self.row = LabelledRow(self.tr("Why are you withdrawing it?"), self.box)
        self.body.addWidget(self.row)

    @property
    def reason(self) -> str:
        """The reason as typed."""
        return self.box.text().strip()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A few words are needed."""
        return [] if len(self.reason) >= SHORTEST_REASON else [(self.tr("Say in a few words why"), self.row)]
