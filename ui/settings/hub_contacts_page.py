"""Who to ring: names, numbers, and when each is the right one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.hub_definition import Contact
from ui.background import Background
from ui.settings.hub_page import HubPage
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import panels
from ui.widgets.wrapping_label import WrappingLabel

FIXED = "emergency"


class HubContactsPage(HubPage):
    """A card for each contact."""

    page_title = "Who to ring"

    def __init__(self, application: Any, background: Background) -> None:
        self._boxes: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        self._rows: dict[str, LabelledRow] = {}
        super().__init__(
            application, background, self.tr("Who to ring"),
            self.tr("These names and numbers stand on every screen and in every document. Ring each one before you save."),
        )  # fmt: skip

    def first_focus(self) -> QWidget | None:
        """The first number."""
        return next((boxes[1] for boxes in self._boxes.values()), None)

    def show_hub(self, hub: Any) -> None:
        """A card for each contact that may be changed."""
        for contact in hub.contacts.values():
            if contact.id == FIXED:
                self.add(WrappingLabel(self.tr("{name}: {phone} always stays.").format(
                    name=contact.name, phone=contact.phone), "hint"))  # fmt: skip
            else:
                self.add(self._card(contact))

    def saving(self) -> Callable[[], Any]:
        """All contacts as typed."""
        typed = [Contact(key, *(box.text() for box in boxes)) for key, boxes in self._boxes.items()]
        return partial(self._application.hub_settings.set_contacts, typed)

    def row_of(self, field: str) -> LabelledRow | None:
        """Fields are `name.hub`, `phone.hub`, `when.hub`."""
        return self._rows.get(field)

    def box(self, contact_id: str, field: str) -> QLineEdit:
        """The box of `name`, `phone` or `when` of a contact. Raises KeyError."""
        return self._boxes[contact_id][("name", "phone", "when").index(field)]

    def _card(self, contact: Contact) -> Card:
        card = Card(contact.name, gap="snug")
        name = QLineEdit(contact.name, self)
        phone = text_width(QLineEdit(contact.phone, self), 22)
        when = QLineEdit(contact.when, self)
        self._boxes[contact.id] = (name, phone, when)
        line = panels(gap="normal")
        for field, label, box in (
            ("name", self.tr("Name"), name), ("phone", self.tr("Telephone"), phone), ("when", self.tr("When to ring"), when),
        ):  # fmt: skip
            box.textEdited.connect(self.note_edit)
            box.returnPressed.connect(self.save.click)
            row = LabelledRow(label, box)
            box.setAccessibleName(f"{label}: {contact.name}")
            self._rows[f"{field}.{contact.id}"] = row
            if field == "when":
                card.add_layout(line)
                card.add(row)
            else:
                line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        return card
