"""Paints a cell of the matrix: a tick box with wrapped words, a state, or a dimension's name. It decides nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.appearance import colour, points
from ui.matrix.cells import Cell
from ui.matrix.indicator_model import CELL_ROLE, COMPLETE_ROLE

BOX, MARGIN = 16, 8
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
PHONE = "Phone the Hub"
Index = QModelIndex | QPersistentModelIndex


class IndicatorDelegate(QStyledItemDelegate):
    """Colours and sizes come from the theme in use."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: as high as the words need at the column's width."""
        return QSize(option.rect.width(), height_for(index.data(CELL_ROLE), option.rect.width()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw one cell."""
        cell: Cell = index.data(CELL_ROLE)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        heading = cell.kind in ("name", "state")
        ground = "surface_sunk" if heading else "accent_soft" if checked else "surface"
        painter.fillRect(rect, colour(ground))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if cell.kind == "name":
            self._name(painter, rect, cell)
        elif cell.kind == "state":
            self._state(painter, rect, cell, checked)
        elif cell.kind == "sign":
            self._sign(painter, rect, cell, checked, bool(index.data(COMPLETE_ROLE)))
        if option.state & QStyle.StateFlag.State_HasFocus and cell.kind != "empty":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -3, -3), 4, 4)
        painter.restore()

    def _name(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        painter.setFont(_font(bold=True))
        painter.setPen(colour("accent"))
        painter.drawText(rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN), WRAP, _named(cell))

    def _state(self, painter: QPainter, rect: QRect, cell: Cell, checked: bool) -> None:
        middle = QRect(rect.left() + MARGIN, rect.center().y() - 7, 14, 14)
        painter.setPen(QPen(colour("accent" if checked else "field_line"), 1.6))
        painter.setBrush(colour("field"))
        painter.drawEllipse(middle)
        if checked:
            painter.setBrush(colour("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(middle.adjusted(4, 4, -4, -4))
        painter.setFont(_font(bold=checked))
        painter.setPen(colour("text" if checked else "text_muted"))
        words = rect.adjusted(MARGIN + 22, 0, -MARGIN, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cell.text)

    def _sign(self, painter: QPainter, rect: QRect, cell: Cell, checked: bool, complete: bool) -> None:
        box = QRect(rect.left() + MARGIN, rect.top() + MARGIN + 1, BOX, BOX)
        painter.setPen(QPen(colour("accent" if checked else "field_line"), 1.6))
        painter.setBrush(colour("accent" if checked else "field"))
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(colour("on_accent"), 2))
            painter.drawPolyline(_tick(box))
        painter.setFont(_font())
        painter.setPen(colour("text"))
        words = _words_rect(rect)
        used = painter.drawText(words, WRAP, cell.text)
        lines = [(PHONE, "danger_text")] if cell.flagged else []
        if checked and not complete:
            lines.append(("When and how known?", "warning_text"))
        top = used.height() if isinstance(used, QRect) else _text_height(cell.text, words.width())
        for text, role in lines:
            painter.setFont(_font(bold=True, small=True))
            painter.setPen(colour(role))
            painter.drawText(words.adjusted(0, top + 2, 0, 20), WRAP, text)
            top += _small_line()


def height_for(cell: Any, width: int) -> int:
    """Height in pixels a cell wants at this width."""
    if not isinstance(cell, Cell) or cell.kind == "empty":
        return 0
    if cell.kind != "sign":
        return _text_height(_named(cell), max(width - 2 * MARGIN, 40), bold=True) + 2 * MARGIN
    extra = _small_line() + 4 if cell.flagged else 0
    return _text_height(cell.text, _words_rect(QRect(0, 0, width, 10)).width()) + extra + 2 * MARGIN


def _named(cell: Cell) -> str:
    return f"▸ {cell.text}" if cell.state == "closed" else cell.text


def _words_rect(rect: QRect) -> QRect:
    return rect.adjusted(MARGIN + BOX + 8, MARGIN, -MARGIN, -2)


def _text_height(text: str, width: int, bold: bool = False) -> int:
    return _measured(text, max(width, 40), bold, points("body") - 0.5)


@lru_cache(maxsize=4096)
def _measured(text: str, width: int, bold: bool, size: float) -> int:
    """The same signs are measured again at every tab, tick and search: remembered by width and size of letters."""
    return _made(size, bold)[1].boundingRect(QRect(0, 0, width, 10_000), WRAP, text).height()


def _small_line() -> int:
    return _metrics(bold=True, small=True).height() + 2


def _font(bold: bool = False, small: bool = False) -> QFont:
    return _made(points("caption") if small else points("body") - 0.5, bold)[0]


def _metrics(bold: bool = False, small: bool = False) -> QFontMetrics:
    return _made(points("caption") if small else points("body") - 0.5, bold)[1]


@lru_cache(maxsize=16)
def _made(size: float, bold: bool) -> tuple[QFont, QFontMetrics]:
    """A font of this size with its measures; hundreds of cells ask for the same few."""
    font = QFont("Noto Sans")
    font.setPointSizeF(size)
    font.setBold(bold)
    return font, QFontMetrics(font)


def _tick(box: QRect) -> list[Any]:
    from PySide6.QtCore import QPointF

    left, top = box.left(), box.top()
    return [QPointF(left + 3.5, top + 8.5), QPointF(left + 7, top + 12), QPointF(left + 13, top + 4.5)]
