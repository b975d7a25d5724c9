"""First contact with another store: its fingerprint is compared by telephone, once."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.exchange.sealed.store_keys import same_fingerprint
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.notice_bar import NoticeBar


class FingerprintDialog(FormDialog):
    """What was heard is typed in, never just clicked: `heard` holds it. The right one is not shown, so that comparing
    cannot be skipped."""

    def __init__(self, name: str, fingerprint: str, changed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Is this really {name}?").format(name=name),
            self.tr("It is the same: go on"),
            self.tr(
                "Ring them on a number you know, not one from the message that brought the file. Ask them to read out"
                " the fingerprint of their store (Settings, Sealed files) and type it here. You do this once."
            ),
            parent=parent,
        )
        self._fingerprint = fingerprint
        if changed:
            self.body.addWidget(
                NoticeBar(
                    "danger",
                    self.tr("This store has another key than the one you confirmed"),
                    self.tr("Go on only if they tell you themselves that they have a new key, and why."),
                )
            )
        self.line = QLineEdit(self)
        self.line_row = LabelledRow(
            self.tr("Fingerprint as they read it"), self.line, self.tr("Six groups of four letters and digits.")
        )
        self.body.addWidget(self.line_row)

    @property
    def heard(self) -> str:
        """What was typed."""
        return self.line.text()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """It must be the fingerprint of the file."""
        if same_fingerprint(self.heard, self._fingerprint):
            return []
        words = self.tr(
            "This is not the fingerprint of this file. Check each sign with them; if it stays so, do not go on."
        )
        return [(words, self.line_row)]
