"""Walks what a screen reader sees of a widget: which inputs have a name, how large targets are, in which order Tab goes."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QWidget

_INNER = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")
SMALLEST_TARGET = 24


def inputs_of(page: QWidget) -> list[QWidget]:
    """Visible widgets that take the focus by Tab."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(page)
        and widget.isEnabled()
        and widget.objectName() not in _INNER
        and not isinstance(widget.parentWidget(), QComboBox)
    ]


def spoken_name(widget: QWidget) -> str:
    """What is said for a widget: its accessible name; for combos, which say their value, the name set or the label."""
    if isinstance(widget, QComboBox):
        buddies = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
        return widget.accessibleName() if buddies else ""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else widget.accessibleName()


def unnamed(page: QWidget) -> list[str]:
    """Inputs without a name."""
    return [f"{type(widget).__name__} {widget.objectName()}" for widget in inputs_of(page) if not spoken_name(widget)]


def too_small(page: QWidget) -> list[str]:
    """Inputs lower or narrower than a finger or an unsteady mouse needs."""
    return [
        f"{type(widget).__name__} {spoken_name(widget)} {widget.width()}x{widget.height()}"
        for widget in inputs_of(page)
        if not isinstance(widget, QAbstractScrollArea) and min(widget.width(), widget.height()) < SMALLEST_TARGET
    ]


def clipped(page: QWidget) -> list[str]:
    """Labels whose words do not fit into the room they got."""
    found = []
    for label in page.findChildren(QLabel):
        if not label.isVisibleTo(page) or not label.text() or label.width() == 0:
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if needed > label.height() + 2:
            found.append(f"{label.text()[:40]!r} needs {needed}, has {label.height()}")
    return found


def tab_order(page: QWidget, start: QWidget) -> list[QWidget]:
    """The inputs in the order Tab visits them, beginning at `start`."""
    order, widget = [start], start.nextInFocusChain()
    inputs = set(inputs_of(page))
    while widget is not start:
        if widget in inputs:
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def assert_usable(qtbot, page: QWidget) -> None:
    """Every input is named and large enough, and no words are cut off once the layout has come to rest."""
    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not clipped(page) and not too_small(page), timeout=1500)
    assert clipped(page) == []
    assert too_small(page) == []
    assert unnamed(page) == []
