"""Who to ring and when, as rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.widgets.card import Line
from ui.widgets.layouts import column, row
from ui.widgets.wrapping_label import WrappingLabel


class ContactList(QWidget):
    """`hub` is the HubDefinition."""

    def __init__(self, hub: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, "tight")
        for number, contact in enumerate(hub.to_ring):
            if number:
                layout.addWidget(Line())
            line = row(gap="normal")
            words = column(gap="")
            words.addWidget(WrappingLabel(contact.name))
            if contact.when:
                words.addWidget(WrappingLabel(contact.when, "hint"))
            line.addLayout(words, 1)
            phone = WrappingLabel(contact.phone, "strong")
            phone.setWordWrap(False)
            phone.setAccessibleName(f"{contact.name}: {contact.phone}")
            line.addWidget(phone)
            layout.addLayout(line)
