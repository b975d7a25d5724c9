"""An address: its kind, lines and postcode, with one click to take over one already given in the family."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from enquiry_app.enquiry.answers import Postal
from enquiry_app.enquiry.identifiers import tidy_postcode
from ui.form.fields.field import Field
from ui.form.fields.text_fields import GrowingBox
from ui.widgets.buttons import chip_button
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import clear, column


class AddressField(Field):
    """Lines as people write them; county and the like are nobody's business."""

    def build(self) -> None:
        """Offers, lines, postcode, kind."""
        layout = column(self, "tight")
        self._offers = QWidget(self)
        self._offers_row = FlowLayout(self._offers)
        layout.addWidget(self._offers)
        self.lines = GrowingBox(3, 6, self)
        self.postcode = text_width(QLineEdit(self), 12)
        layout.addWidget(LabelledRow(self.tr("Lines"), self.lines, parent=self))
        layout.addWidget(LabelledRow(self.tr("Postcode"), self.postcode, parent=self))
        self.kinds = QComboBox(self)
        self._kind_row = LabelledRow(self.tr("Kind of address"), text_width(self.kinds, 30), parent=self)
        layout.addWidget(self._kind_row)
        self.kinds.addItem(self.tr("Not said"), "")
        for choice in self.editor.form.choices_of(self.question):
            self.kinds.addItem(choice.label, choice.code)
        self._kind_row.setVisible(self.kinds.count() > 1)
        self._uprn, self._showing = "", False
        self.lines.textChanged.connect(self._on_edited)
        self.postcode.textEdited.connect(self._on_edited)
        self.postcode.editingFinished.connect(self._tidy)
        self.kinds.activated.connect(self._on_edited)
        self._offer()

    def show_value(self, value: Any) -> None:
        """Put an address into the boxes."""
        given = value if isinstance(value, Postal) else Postal()
        if given == self._value() or self.lines.hasFocus() or self.postcode.hasFocus():
            return
        self._showing = True
        self.lines.setPlainText(given.lines)
        self.postcode.setText(given.postcode)
        self.kinds.setCurrentIndex(max(self.kinds.findData(given.kind), 0))
        self._uprn = given.uprn
        self._showing = False

    def focus_field(self) -> QWidget:
        """The lines."""
        return self.lines

    def set_accessible(self, name: str, description: str) -> None:
        """Name every part with the question."""
        for widget, part in ((self.lines, self.tr("lines")), (self.postcode, self.tr("postcode"))):
            widget.setAccessibleName(f"{name}: {part}")
            widget.setAccessibleDescription(description)
        self.kinds.setAccessibleName(f"{name}: {self.tr('kind of address')}")

    def _offer(self) -> None:
        clear(self._offers_row)
        offers = self.editor.carried(self.question.id, self.items)[:4]
        for title, address in offers:
            chip = chip_button(self.tr("Same as {name}").format(name=title), self)
            chip.clicked.connect(partial(_take, self, address))
            self._offers_row.addWidget(chip)
        self._offers.setVisible(bool(offers))

    def take(self, address: Postal) -> None:
        """Use an address given elsewhere."""
        self.edited.emit(address)
        self.lines.clearFocus()
        self.show_value(address)

    def _value(self) -> Postal:
        return Postal(
            self.lines.toPlainText().strip(), self.postcode.text().strip(), self._uprn, self.kinds.currentData()
        )

    @Slot()
    def _on_edited(self) -> None:
        if not self._showing:
            value = self._value()
            self.edited.emit(value if value != Postal() else None)

    @Slot()
    def _tidy(self) -> None:
        tidied = tidy_postcode(self.postcode.text())
        if tidied and tidied != self.postcode.text():
            self.postcode.setText(tidied)
            self._on_edited()


def _take(field: AddressField, address: Postal, *_: object) -> None:
    field.take(address)
