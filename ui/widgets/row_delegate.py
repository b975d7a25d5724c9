"""Paints a cell of a table of rows: two lines, a tag, or a shape with a word. It decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.appearance import colour, points
from ui.widgets.row_cells import CELL_ROLE, Cell

ROW_HEIGHT = 56
MARGIN = 10


class RowDelegate(QStyledItemDelegate):
    """Colours and sizes come from the theme in use."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: fixed height."""
        return QSize(80, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw one cell."""
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "selection" if selected else "surface_hover" if hovered else "surface"
        painter.fillRect(option.rect, colour(ground))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if selected and index.column() == 0:
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), colour("accent"))
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_cell(painter, option.rect.adjusted(MARGIN, 6, -MARGIN, -7), cell, option.font)
        painter.restore()


def row_height() -> int:
    """Height of a row: two lines of text at the size in use, and room to breathe."""
    return max(ROW_HEIGHT, round((points("body") + points("caption")) * 96 / 72 * 1.35) + 18)


def _draw_cell(painter: QPainter, rect: QRect, cell: Cell, font: QFont) -> None:
    if cell.look == "tag":
        _draw_tag(painter, rect, cell, font)
    elif cell.look == "shape":
        _draw_shape(painter, rect, cell, font)
    else:
        _draw_lines(painter, rect, cell, font)


def _draw_lines(painter: QPainter, rect: QRect, cell: Cell, font: QFont) -> None:
    first = rect if not cell.below else rect.adjusted(0, 0, 0, -rect.height() // 2)
    painter.setFont(_bold(font) if cell.look == "strong" else font)
    painter.setPen(colour(f"{cell.tone}_text") if cell.tone else colour("text"))
    _elided(painter, first, cell.text)
    if cell.below:
        small = QFont(font)
        small.setPointSizeF(points("caption"))
        painter.setFont(small)
        painter.setPen(colour("text_muted"))
        _elided(painter, rect.adjusted(0, rect.height() // 2, 0, 0), cell.below)


def _draw_tag(painter: QPainter, rect: QRect, cell: Cell, font: QFont) -> None:
    bold = _bold(font)
    metrics = QFontMetrics(bold)
    width = min(rect.width(), metrics.horizontalAdvance(cell.text) + 18)
    box = QRectF(rect.left(), rect.center().y() - metrics.height() / 2 - 2, width, metrics.height() + 5)
    painter.setBrush(colour(f"{cell.tone}_soft"))
    painter.setPen(QPen(colour(f"{cell.tone}_line"), 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(bold)
    painter.setPen(colour(f"{cell.tone}_text"))
    shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(width) - 12)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)


def _draw_shape(painter: QPainter, rect: QRect, cell: Cell, font: QFont) -> None:
    """A filled triangle for urgent, an open circle for normal: shape and word, not colour alone."""
    middle = QPointF(rect.left() + 8, rect.center().y() + 1)
    ink: QColor = colour("danger_text") if cell.tone == "danger" else colour("text_muted")
    painter.setPen(QPen(ink, 1.6))
    if cell.tone == "danger":
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([middle + QPointF(0, -7), middle + QPointF(8, 6), middle + QPointF(-8, 6)]))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 5, 5)
    painter.setFont(_bold(font) if cell.tone else font)
    painter.setPen(ink)
    _elided(painter, rect.adjusted(24, 0, 0, 0), cell.text)


def _elided(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
