"""Chooses the hub an enquiry is sealed for, and says what sealing means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.wrapping_label import WrappingLabel


class SealDialog(FormDialog):
    """`peer_id` is the hub chosen."""

    def __init__(self, hubs: Sequence[Any], reference: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Seal for the Hub"),
            self.tr("Save the sealed file"),
            self.tr(
                "Only the Hub you choose can open the file. Send it as you like: as an attachment, on a stick, through a"
                " portal. Then record how, to whom and when: until then the Hub does not have it."
            ),
            parent=parent,
        )
        self.hub = QComboBox(self)
        for each in hubs:
            self.hub.addItem(each.name, each.id)
        self.body.addWidget(LabelledRow(self.tr("For which Hub"), self.hub))
        words = self.tr("{ref}: the answers, the matrix, the referral as PDF and every file you added.")
        self.body.addWidget(WrappingLabel(words.format(ref=reference), "hint"))

    @property
    def peer_id(self) -> str:
        """The store to seal for."""
        return str(self.hub.currentData())
