"""The table of the audit trail: reading only."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.audit.trail_model import STRETCHES, WIDTHS, TrailModel
from ui.widgets.row_table import RowTable


class TrailTable(RowTable):
    """Events, newest first."""

    def __init__(self, model: TrailModel, parent: QWidget | None = None) -> None:
        super().__init__(model, self.tr("Audit trail"), parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self.share_width(WIDTHS, STRETCHES)
