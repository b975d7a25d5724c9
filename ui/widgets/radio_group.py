"""Radio buttons under one question, each with an optional line of explanation. None is chosen at first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QWidget

from ui.widgets.layouts import column
from ui.widgets.wrapping_label import WrappingLabel


class RadioGroup(QWidget):
    """Choices are `(code, label, hint)`. Composite field for a LabelledRow."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, "hair")
        self._group = QButtonGroup(self)
        self._codes: dict[QAbstractButton, str] = {}
        for code, label, hint in choices:
            button = QRadioButton(label, self)
            button.setAccessibleDescription(hint)
            # As wide as its words: the focus ring and the place to click end where they end.
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            self._codes[button] = code
            layout.addWidget(button)
            if hint:
                words = WrappingLabel(hint, "hint")
                words.setContentsMargins(34, 0, 0, 6)
                layout.addWidget(words)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def code(self) -> str:
        """The chosen code, or ""."""
        checked = self._group.checkedButton()
        return self._codes[checked] if checked is not None else ""

    def choose(self, code: str) -> None:
        """Choose without telling anybody."""
        self._group.setExclusive(False)  # an exclusive group lets no button go
        for button, each in self._codes.items():
            button.setChecked(each == code)
        self._group.setExclusive(True)

    def button(self, code: str) -> QAbstractButton:
        """The radio button of a code. Raises StopIteration for an unknown one."""
        return next(button for button, each in self._codes.items() if each == code)

    def focus_field(self) -> QWidget:
        """The chosen button, else the first."""
        return self._group.checkedButton() or next(iter(self._codes))

    def set_accessible(self, name: str, description: str) -> None:
        """Name each button with the question, so that it is understood on its own."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for button in self._codes:
            button.setAccessibleName(f"{name}: {button.text()}")

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(self._codes[button])
