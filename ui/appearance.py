"""Palette, font and style sheet of the whole app, built from the theme; the only place that calls setStyleSheet.

Follows the system's scheme and contrast unless the person chose a theme. Delegates and icons ask `colour(role)`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.style_sheet import style_sheet
from ui.theme import Theme, load_theme, resource_path

FONT_FAMILY = "Noto Sans"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_THEME_PROPERTY = "theme_in_use"


class Appearance(QObject):
    """Owns the look of the application. `choice` is `system`, `light`, `dark` or `high_contrast`."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system", text_size: str = "standard") -> None:
        super().__init__(application)
        self._application = application
        self.choice = choice
        self.text_size = text_size
        application.setStyle("Fusion")
        _add_fonts()
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    def choose(self, choice: str, text_size: str) -> None:
        """Use this theme and text size from now on."""
        if (choice, text_size) == (self.choice, self.text_size):
            return
        self.choice, self.text_size = choice, text_size
        self._apply()

    def scheme(self) -> str:
        """The theme in use: `light`, `dark` or `high_contrast`."""
        return _system_scheme() if self.choice == "system" else self.choice

    @Slot()
    def _on_system_changed(self) -> None:
        if self.choice == "system":
            self._apply()

    def _apply(self) -> None:
        theme = load_theme(self.scheme(), self.text_size)
        self._application.setProperty(_THEME_PROPERTY, theme)
        font = QFont(FONT_FAMILY)
        font.setPointSizeF(theme.points("body"))
        self._application.setFont(font)
        self._application.setPalette(_palette(theme))
        self._application.setStyleSheet(style_sheet(theme))
        self.changed.emit()


def theme_in_use() -> Theme:
    """The theme of the running application; light before one was applied."""
    application = QApplication.instance()
    theme = application.property(_THEME_PROPERTY) if application else None
    return theme if isinstance(theme, Theme) else load_theme("light")


def colour(role: str) -> QColor:
    """The colour of a role in the theme in use, for delegates and icons."""
    return QColor(theme_in_use().colour(role))


def points(name: str) -> float:
    """A type size of the theme in use, for delegates."""
    return theme_in_use().points(name)


def space(name: str) -> int:
    """A spacing of the 4-pixel grid: hair 4, tight 8, snug 12, normal 16, wide 24, broad 32, page 40."""
    return theme_in_use().measures.spacing[name]


def size(name: str) -> int:
    """A size in pixels: target, control, radius, column, container, rail, icon, focus."""
    return theme_in_use().measures.size[name]


def _system_scheme() -> str:
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility() if hasattr(hints, "accessibility") else None
    if accessibility is not None and accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _add_fonts() -> None:
    for name in FONT_FILES:
        path: Path = resource_path(f"fonts/{name}")
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: "window", role.WindowText: "text", role.Base: "field", role.AlternateBase: "surface_sunk",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "on_danger",
        role.Highlight: "accent", role.HighlightedText: "on_accent", role.Link: "link", role.LinkVisited: "link",
        role.PlaceholderText: "text_muted", role.ToolTipBase: "surface", role.ToolTipText: "text", role.Mid: "line",
        role.Dark: "neutral_soft",
        role.Accent: "accent",
    }  # fmt: skip
    for each, name in pairs.items():
        palette.setColor(each, QColor(theme.colour(name)))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.colour("text_muted")))
    return palette
