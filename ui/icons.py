"""Our own line icons from `resources/icons`, drawn in a colour of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from ui.appearance import theme_in_use
from ui.theme import resource_path


def icon(name: str, role: str = "text") -> QIcon:
    """The icon in the colour of a role of the theme in use. Raises FileNotFoundError for an unknown name."""
    return QIcon(pixmap(name, role, 20, 2.0))


def pixmap(name: str, role: str = "text", side: int = 20, ratio: float = 2.0) -> QPixmap:
    """The icon as a picture `side` logical pixels wide."""
    return _drawn(name, theme_in_use().colour(role), side, ratio)


@cache
def _drawn(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # costs start-up time; first icon pays

    text = resource_path(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    drawn = QPixmap(int(side * ratio), int(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return drawn
