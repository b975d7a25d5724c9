"""Where somebody is in a panel: the field or button with the focus, what is opened, how far it is scrolled."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from ui.widgets.expander import Expander


@dataclass(frozen=True)
class PlaceInPanel:
    """Taken before a panel is made anew with the newest facts, given to the new one."""

    scrolled: int
    focus: tuple[str, str] | None  # kind of widget and its name
    opened: frozenset[str]  # titles of what was opened


def place_in(area: QScrollArea) -> PlaceInPanel:
    """Where somebody is in the panel of this area."""
    focused = area.focusWidget()
    inside = focused is not None and focused.hasFocus() and area.isAncestorOf(focused)
    opened = (each.button.text() for each in area.findChildren(Expander) if each.button.isChecked())
    return PlaceInPanel(area.verticalScrollBar().value(), _name(focused) if inside else None, frozenset(opened))


def go_to(area: QScrollArea, place: PlaceInPanel) -> bool:
    """Open what was opened and put the focus where it was. False if it was inside and that is not there any more."""
    for each in area.findChildren(Expander):
        if each.button.text() in place.opened:
            each.open_up()
    area.verticalScrollBar().setValue(place.scrolled)
    if place.focus is None:
        return True
    found = next((each for each in area.findChildren(QWidget) if _name(each) == place.focus and each.isEnabled()), None)
    if found is not None:
        found.setFocus()
    return found is not None


def _name(widget: QWidget | None) -> tuple[str, str]:
    if widget is None:
        return "", ""
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return type(widget).__name__, words
