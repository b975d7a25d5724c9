"""Both recovery sheets: typed in to try them, and new ones shown once until somebody has them in hand."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.first_run.recovery_step import RecoveryStep
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow


class TrySheetsDialog(FormDialog):
    """`sheets` after both were typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        intro = self.tr("Type both sheets as they stand on the paper. Nothing is changed, and nothing of it is kept.")
        super().__init__(self.tr("Try the recovery sheets"), self.tr("Try them"), intro, parent=parent)
        self.boxes = (self._box(), self._box())
        self.rows = tuple(
            LabelledRow(self.tr("Sheet {n}").format(n=number), box, self.tr("Spaces and capitals do not matter."))
            for number, box in enumerate(self.boxes, start=1)
        )
        for row in self.rows:
            self.body.addWidget(row)

    @property
    def sheets(self) -> tuple[str, str]:
        """Both, as typed."""
        return self.boxes[0].toPlainText(), self.boxes[1].toPlainText()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """Both are needed."""
        words = self.tr("Type what stands on this sheet")
        return [(words, row) for row, typed in zip(self.rows, self.sheets, strict=True) if not typed.strip()]

    def _box(self) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setTabChangesFocus(True)
        box.setFixedHeight(84)
        return box


class NewSheetsDialog(FormDialog):
    """Closes by its button only when the ends of both were typed from the paper."""

    def __init__(self, sheets: Any, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New recovery sheets"), self.tr("I have both sheets"), parent=parent)
        self.step = RecoveryStep(self)
        self.step.show_sheets(sheets.sheet_one, sheets.sheet_two, sheets.fingerprint)
        self.body.addWidget(self.step)
        self.cancel_button.setText(self.tr("Close without them"))

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """The characters typed must be those on the sheets."""
        return self.step.problems()
