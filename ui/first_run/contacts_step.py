"""Third step: who to ring, prefilled with what is shipped and open to change."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.hub_definition import load_hub
from ui.first_run.step import Problems, Step
from ui.widgets.labelled_row import LabelledRow, text_width

NEEDED = ("hub", "out_of_hours")


class ContactsStep(Step):
    """`contacts` gives id -> phone of those that were changed or kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who to ring"),
            self.tr("Please ring or check each number before you go on. They can be changed later."),
            parent,
        )
        self.boxes: dict[str, QLineEdit] = {}
        self._rows: dict[str, LabelledRow] = {}
        for contact in load_hub().to_ring:
            if contact.id == "emergency":
                continue
            box = text_width(QLineEdit(contact.phone, self), 22)
            row = LabelledRow(contact.name, box, contact.when, optional=contact.id not in NEEDED)
            self.boxes[contact.id] = box
            self._rows[contact.id] = row
            self.body.addWidget(row)

    @property
    def contacts(self) -> dict[str, str]:
        """Phone numbers by contact id."""
        return {key: box.text().strip() for key, box in self.boxes.items() if box.text().strip()}

    def problems(self) -> Problems:
        """The Hub's two numbers are needed."""
        return [
            (self.tr("Enter a phone number"), self._rows[key])
            for key in NEEDED
            if not any(c.isdigit() for c in self.boxes[key].text())
        ]
