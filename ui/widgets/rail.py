"""The side bar: product name, places to go, and the person at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.appearance import size, space
from ui.icons import icon, pixmap
from ui.widgets.buttons import Button
from ui.widgets.layouts import Row, column, row
from ui.widgets.style import styled


@dataclass(frozen=True)
class Place:
    """Somewhere to go: key, words and icon."""

    key: str
    text: str
    icon_name: str


class Rail(QFrame):
    """Buttons for places, each reached by Tab; moving the focus does not go anywhere yet."""

    place_chosen = Signal(str)

    def __init__(self, name: str, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "rail")
        layout = column(self, "hair", "snug")
        layout.addLayout(self._mark(name))
        layout.addSpacing(space("normal"))
        self._buttons: dict[str, Button] = {}
        self._icons = {place.key: place.icon_name for place in places}
        self._words = {place.key: place.text for place in places}
        self._compact = False
        self._current = ""
        for place in places:
            button = Button(place.text, "rail", self)
            button.setCheckable(True)
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            button.clicked.connect(partial(_choose, self, place.key))
            self._buttons[place.key] = button
            button.setObjectName(place.key)
            button.setAccessibleName(place.text)
            layout.addWidget(button)
        layout.addStretch(1)
        self.foot: QVBoxLayout = column(gap="tight")
        layout.addLayout(self.foot)
        self._draw()
        self._fit()

    @property
    def current(self) -> str:
        """The place we are at, "" for none."""
        return self._current

    def show_place(self, key: str) -> None:
        """Mark a place as the one we are at; "" marks none."""
        self._current = key
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._draw()

    def show_compact(self, compact: bool) -> None:
        """Icons only, with the words as tips; or icons and words."""
        if compact == self._compact:
            return
        self._compact = compact
        self._name.setVisible(not compact)
        for key, button in self._buttons.items():
            button.setText("" if compact else self._words[key])
            button.setToolTip(self._words[key] if compact else "")
        self._fit()

    def focus_current(self) -> None:
        """Put the focus on the place we are at."""
        (self._buttons.get(self._current) or next(iter(self._buttons.values()))).setFocus()

    def button(self, key: str) -> Button:
        """The button of a place. Raises KeyError."""
        return self._buttons[key]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_buttons"):
            self._draw()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "foot"):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the look of the app is known to the buttons."""
        super().showEvent(event)
        self._fit()

    def _mark(self, name: str) -> Row:
        line = row(gap="tight")
        line.setContentsMargins(space("hair"), space("hair"), 0, 0)
        self._picture = QLabel()
        self._picture.setFixedSize(26, 26)
        line.addWidget(self._picture)
        self._name = styled(QLabel(name), "heading_3")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        line.addWidget(self._name, 1)
        return line

    def choose(self, key: str) -> None:
        """Ask to go somewhere; the mark stays until it has happened."""
        self.show_place(self._current)
        self.place_chosen.emit(key)

    def _fit(self) -> None:
        """As wide as usual, or as the longest place wants in large text."""
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=0) + 2 * space("snug")
        self.setFixedWidth(size("target") + 44 if self._compact else max(size("rail"), widest))

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap("mark", "accent", 26))
        for key, button in self._buttons.items():
            button.setIcon(icon(self._icons[key], "accent" if button.isChecked() else "text_muted"))


def _choose(rail: Rail, key: str, *_: object) -> None:
    rail.choose(key)
