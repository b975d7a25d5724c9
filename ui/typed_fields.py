"""Text fields of a page by their number: read before the page goes, filled again once it has been made anew.

A field is named by its kind and its number among such fields, never by words: the name may be kept while the screen is
locked. Passwords are never read.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

Box = QLineEdit | QPlainTextEdit | QTextEdit


@dataclass(frozen=True)
class FieldPlace:
    """Which widget of a page: kind, number among `of` of that kind."""

    kind: str
    number: int
    of: int


@dataclass(frozen=True)
class Cursor:
    """The focus in a page, the selection in its field (anchor, position; -1 where there is none) and the scrolling."""

    field: FieldPlace
    anchor: int
    position: int
    scrolled: tuple[int, ...]


def texts_typed(page: QWidget) -> list[tuple[FieldPlace, str]]:
    """Every text somebody has typed and that is not marked as saved, in the order of the page."""
    return [(place_of(page, box), text_of(box)) for box in _boxes(page) if _is_typed(box)]


def put_text(page: QWidget, place: FieldPlace, text: str) -> bool:
    """Write the text into its field if that is there and empty. False if it found no place; words there win."""
    box = _widget(page, place)
    if not isinstance(box, Box):
        return False
    if text_of(box) == text:
        return True
    if text_of(box).strip() or not box.isEnabled() or box.isReadOnly():
        return False
    if isinstance(box, QLineEdit):
        box.setText(text)
        box.setModified(True)
    else:
        box.setPlainText(text)
        box.document().setModified(True)
    return True


def cursor_in(page: QWidget) -> Cursor | None:
    """Where the person is in this page."""
    focused = QApplication.focusWidget()
    if focused is None or not page.isAncestorOf(focused):
        return None
    anchor, position = _selection(focused)
    scrolled = tuple(area.verticalScrollBar().value() for area in page.findChildren(QScrollArea))
    return Cursor(place_of(page, focused), anchor, position, scrolled)


def go_to_cursor(page: QWidget, cursor: Cursor) -> bool:
    """Put the focus back. False as long as the widget is not there."""
    widget = _widget(page, cursor.field)
    if widget is None or not widget.isEnabled():
        return False
    widget.setFocus()
    _select(widget, cursor.anchor, cursor.position)
    areas = page.findChildren(QScrollArea)
    if len(areas) == len(cursor.scrolled):
        for area, value in zip(areas, cursor.scrolled, strict=True):
            area.verticalScrollBar().setValue(value)
    return True


def place_of(page: QWidget, widget: QWidget) -> FieldPlace:
    """Which of its kind a widget is."""
    alike = _alike(page, type(widget).__name__)
    return FieldPlace(type(widget).__name__, alike.index(widget), len(alike))


def text_of(box: Box) -> str:
    """What stands in a field."""
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


def _widget(page: QWidget, place: FieldPlace) -> QWidget | None:
    alike = _alike(page, place.kind)
    return alike[place.number] if len(alike) == place.of and 0 <= place.number < place.of else None


def _alike(page: QWidget, kind: str) -> list[QWidget]:
    return [each for each in page.findChildren(QWidget) if type(each).__name__ == kind]


def _boxes(page: QWidget) -> list[Box]:
    return [each for each in page.findChildren(QWidget) if isinstance(each, Box)]


def _is_typed(box: Box) -> bool:
    if not text_of(box).strip() or box.isReadOnly():
        return False
    if not isinstance(box, QLineEdit):
        return box.document().isModified()
    inside = isinstance(box.parentWidget(), QComboBox | QAbstractSpinBox)
    return box.isModified() and box.echoMode() == QLineEdit.EchoMode.Normal and not inside


def _selection(widget: QWidget) -> tuple[int, int]:
    if isinstance(widget, QLineEdit):
        length, position = len(widget.selectedText()), widget.cursorPosition()
        start = widget.selectionStart()
        return (position if start < 0 else start + length if position == start else start), position
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.textCursor().anchor(), widget.textCursor().position()
    return -1, -1


def _select(widget: QWidget, anchor: int, position: int) -> None:
    if position < 0:
        return
    if isinstance(widget, QLineEdit):
        if position == anchor:
            widget.setCursorPosition(position)
        else:
            widget.setSelection(anchor, position - anchor)
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor, last = widget.textCursor(), widget.document().characterCount() - 1
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), QTextCursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
