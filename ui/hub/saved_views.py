"""A button with the views of the queue a person keeps: choose one, keep this one, remove one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from ui.background import Background
from ui.messages import report_error
from ui.widgets.buttons import Button


class SavedViews(Button):
    """`chosen(view)` and `keep_asked(name)`; the page knows what its view is."""

    chosen = Signal(object)
    keep_asked = Signal(str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__("", "chip", parent)
        self.setText(self.tr("Views"))
        self._application, self._background = application, background
        self._views: tuple[Any, ...] = ()
        self.menu_shown = QMenu(self)
        self.setMenu(self.menu_shown)
        self._fill()
        self.look()

    def look(self) -> None:
        """Ask which views there are."""
        self._background.read(self._application.saved_filters.mine, self._show, partial(report_error, self), self)

    def keep(self, name: str, wanted: Mapping[str, Any], sort: str) -> None:
        """Keep a view under this name."""
        work = partial(self._application.saved_filters.keep, name, wanted, sort)
        self._background.run(work, self._on_changed, partial(report_error, self), self)

    def _show(self, views: Any) -> None:
        self._views = tuple(views)
        self._fill()

    def _fill(self) -> None:
        menu = self.menu_shown
        menu.clear()
        for view in self._views:
            menu.addAction(view.name).triggered.connect(partial(_choose, self, view))
        if self._views:
            menu.addSeparator()
        menu.addAction(self.tr("Keep this view…")).triggered.connect(self._ask)
        if self._views:
            removing = menu.addMenu(self.tr("Remove a view"))
            for view in self._views:
                removing.addAction(view.name).triggered.connect(partial(_remove, self, view))

    @Slot()
    def _ask(self) -> None:
        name, accepted = QInputDialog.getText(self, self.tr("Keep this view"), self.tr("Name of the view"))
        if accepted:
            self.keep_asked.emit(name)

    def remove(self, view: Any) -> None:
        """Let a view go."""
        work = partial(self._application.saved_filters.remove, view.id)
        self._background.run(work, self._on_changed, partial(report_error, self), self)

    def _on_changed(self, _: object) -> None:
        self.look()


def _choose(button: SavedViews, view: Any, *_: object) -> None:
    button.chosen.emit(view)


def _remove(button: SavedViews, view: Any, *_: object) -> None:
    button.remove(view)
