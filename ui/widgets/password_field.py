"""A password box with a button that shows what was typed. Pasting is allowed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.buttons import secondary_button
from ui.widgets.layouts import row


class PasswordField(QWidget):
    """Composite field for a LabelledRow."""

    entered = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(self, "tight")
        self.box = QLineEdit(self)
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.returnPressed.connect(self.entered)
        self.box.textEdited.connect(self._on_edited)
        layout.addWidget(self.box, 1)
        self._show = secondary_button(self.tr("Show"), self)
        self._show.setCheckable(True)
        self._show.toggled.connect(self._on_toggled)
        layout.addWidget(self._show)

    def text(self) -> str:
        """What was typed."""
        return self.box.text()

    def clear(self) -> None:
        """Empty the box and hide its letters again."""
        self.box.clear()
        self._show.setChecked(False)

    def focus_field(self) -> QWidget:
        """The box takes the focus."""
        return self.box

    def set_accessible(self, name: str, description: str) -> None:
        """Name the box and its button."""
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(description)
        self._name = name
        self._tell_state()

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self.box.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._show.setText(self.tr("Hide") if shown else self.tr("Show"))
        self._tell_state()

    def _tell_state(self) -> None:
        self._show.setAccessibleName(f"{self._show.text()} {getattr(self, '_name', '').lower()}")
