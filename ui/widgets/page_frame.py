"""The frame of every page: title, back link, a readable column that scrolls, and a footer of buttons that stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.appearance import size, space
from ui.widgets.buttons import link_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column, panels, row
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class PageFrame(QWidget):
    """Add content with `add`. `wide` uses the whole container (1040) instead of the reading column (760)."""

    back_requested = Signal()

    def __init__(
        self, title: str = "", back: str = "", intro: str = "", wide: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        outer = column(self, "")
        self.scroll = _scroll_area(self)
        outer.addWidget(self.scroll, 1)
        holder = styled(QWidget(), "clear")
        self.scroll.setWidget(holder)
        self._container = QWidget(holder)
        self._container.setMaximumWidth(size("container"))
        centring = panels(holder)
        centring.setContentsMargins(space("page"), space("broad"), space("page"), space("page"))
        centring.addStretch(1)
        centring.addWidget(self._container, 1000)
        centring.addStretch(1)
        across = panels(self._container)
        self._column = QWidget(self._container)
        if not wide:
            self._column.setMaximumWidth(size("column"))
        across.addWidget(self._column, 1000)
        across.addStretch(1)
        self.body: QVBoxLayout = column(self._column, "wide")
        self._back = link_button(back or self.tr("Back"), self._column, "back")
        self._back.setVisible(bool(back))
        self._back.clicked.connect(self._on_back)
        add_to(self.body, self._back)
        self.heading = Heading(title, 1)
        self.body.addWidget(self.heading)
        self.heading.setVisible(bool(title))
        self._intro = WrappingLabel(intro)
        self.body.addWidget(self._intro)
        self._intro.setVisible(bool(intro))
        self._content: QVBoxLayout = column(gap="wide")
        self.body.addLayout(self._content)
        self.body.addStretch(1)
        self._footer, self.footer = _footer(self)
        outer.addWidget(self._footer)

    def add(self, widget: QWidget) -> QWidget:
        """Add a widget below the others; returns it."""
        return add_to(self._content, widget)

    @property
    def content(self) -> QVBoxLayout:
        """The layout `add` adds to."""
        return self._content

    def add_buttons(self, *buttons: QWidget) -> None:
        """Put buttons into the footer, from the left."""
        for button in buttons:
            self.footer.insertWidget(self.footer.count() - 1, button)
        self._footer.show()

    def add_footer_end(self, widget: QWidget) -> None:
        """Put a widget at the right end of the footer."""
        self.footer.addWidget(widget)
        self._footer.show()

    def show_title(self, title: str, intro: str | None = None) -> None:
        """Change the page's title, and its intro if given."""
        self.heading.show_heading(title)
        self.heading.setVisible(bool(title))
        if intro is not None:
            self._intro.show_text(intro)

    def show_back(self, text: str) -> None:
        """Change or (with "") hide the back link."""
        self._back.setText(text)
        self._back.setVisible(bool(text))

    def scroll_to_top(self) -> None:
        """Show the top of the page."""
        self.scroll.verticalScrollBar().setValue(0)

    def reveal(self, widget: QWidget) -> None:
        """Scroll until the widget is in sight."""
        self.scroll.ensureWidgetVisible(widget, 0, space("page"))

    @Slot()
    def _on_back(self) -> None:
        self.back_requested.emit()


def _scroll_area(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _footer(parent: QWidget) -> tuple[QFrame, QHBoxLayout]:
    bar = styled(QFrame(parent), "bar")
    outer = panels(bar)
    outer.setContentsMargins(space("page"), space("snug"), space("page"), space("snug"))
    inside = QWidget(bar)
    inside.setMaximumWidth(size("container"))
    outer.addStretch(1)
    outer.addWidget(inside, 1000)
    outer.addStretch(1)
    layout = row(inside, "snug")
    layout.addStretch(1)
    bar.hide()
    return bar, layout
