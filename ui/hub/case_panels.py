"""The tabs of work on one enquiry. A panel is made when its tab is first chosen; words typed and not saved survive."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QStackedWidget, QWidget

from ui.background import Background
from ui.hub.panel_place import go_to, place_in
from ui.hub.panels import PANELS, PanelPlace
from ui.hub.panels.panel import CasePanel
from ui.widgets.buttons import Button, chip_button
from ui.widgets.flow import FlowLayout
from ui.widgets.layouts import column
from ui.widgets.style import styled


class CasePanels(QFrame):
    """One tab is always chosen. Alt and a digit choose one."""

    changed = Signal()
    newest_wanted = Signal()
    enquiry_asked = Signal(str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "side")
        self.setMinimumWidth(380)
        self._application, self._background = application, background
        self._case: Any = None
        self._kinds: dict[str, type[CasePanel]] = {}
        self._tabs: dict[str, Button] = {}
        self._made: dict[str, tuple[QScrollArea, CasePanel]] = {}
        self._key, self._saved = "", False
        outer = column(self, "")
        head = styled(QFrame(self), "clear")
        self._flow = FlowLayout(column_host(head), 4)
        outer.addWidget(head)
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        outer.addWidget(self._stack, 1)

    @property
    def panel(self) -> CasePanel | None:
        """The panel shown."""
        made = self._made.get(self._key)
        return made[1] if made else None

    @property
    def key(self) -> str:
        """The tab chosen."""
        return self._key

    @property
    def made(self) -> dict[str, CasePanel]:
        """The panels made so far, by tab."""
        return {key: panel for key, (_, panel) in self._made.items()}

    @property
    def keys(self) -> tuple[str, ...]:
        """The tabs there are, in order."""
        return tuple(self._tabs)

    def tab(self, key: str) -> Button:
        """The button of a tab. Raises KeyError."""
        return self._tabs[key]

    def begin_with(self, key: str) -> None:
        """The panel shown first once the case is there, instead of the first one."""
        self._key = key

    def first_focus(self) -> QWidget | None:
        """Where work begins in the panel shown."""
        return self.panel.first_focus() if self.panel else None

    def flush(self) -> bool:
        """Save what can be saved in every panel. False, and the panel shown, if one could not."""
        for key, (_, panel) in self._made.items():
            if not panel.flush():
                self.choose(key)
                return False
        return True

    def show_case(self, case: Any) -> None:
        """Show how the case stands now, keeping the tab and anything typed."""
        self._case = case
        if not self._tabs:
            self._make_tabs(case)
        for key, button in self._tabs.items():
            kind = self._kinds[key]
            badge = kind.badge(case)
            button.setText(f"{kind.title}  {badge}" if badge else kind.title)
        for key in list(self._made):
            self._show_anew(key)
        self.choose(self._key if self._key in self._tabs else next(iter(self._tabs), ""))

    @Slot()
    def choose(self, key: str) -> None:
        """Show the panel of a tab."""
        if key not in self._tabs or self._case is None:
            return
        self._key = key
        self._tabs[key].setChecked(True)
        if key not in self._made:
            self._make(key)
        self._stack.setCurrentWidget(self._made[key][0])

    def _make_tabs(self, case: Any) -> None:
        for place in PANELS:
            module = f"ui.hub.panels.{place.module}"
            if find_spec(module) is None or not self._application.may(place.action, case.enquiry):
                continue
            self._add_tab(place, getattr(import_module(module), place.kind))

    def _add_tab(self, place: PanelPlace, kind: type[CasePanel]) -> None:
        button = chip_button(kind.title, self, checkable=True)
        self._group.addButton(button)
        self._tabs[place.key], self._kinds[place.key] = button, kind
        self._flow.addWidget(button)
        button.clicked.connect(partial(_choose, self, place.key))
        number = len(self._tabs)
        keys = QShortcut(QKeySequence(f"Alt+{number}"), self)
        keys.activated.connect(partial(_choose, self, place.key))
        button.setToolTip(f"{kind.title} (Alt+{number})")

    def _make(self, key: str) -> None:
        panel = self._kinds[key](self._case, self._application, self._background)
        panel.changed.connect(partial(_saved, self, key))
        panel.newest_wanted.connect(self.newest_wanted)
        panel.enquiry_asked.connect(self.enquiry_asked)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(panel)
        self._made[key] = (area, panel)
        self._stack.addWidget(area)

    def _show_anew(self, key: str) -> None:
        area, panel = self._made[key]
        if panel.dirty():
            panel.take_case(self._case)
            return
        place = place_in(area)
        self._drop(key)
        if key != self._key:
            return
        self._make(key)
        made, panel = self._made[key]
        self._stack.setCurrentWidget(made)
        lost = self._saved and place.focus is None  # a panel being saved is switched off, and lets its focus go
        self._saved = False
        if (not go_to(made, place) or lost) and (wanted := panel.first_focus()) is not None:
            wanted.setFocus()

    def _drop(self, key: str) -> None:
        area, _ = self._made.pop(key)
        self._stack.removeWidget(area)
        area.hide()
        area.deleteLater()

    def saved(self, key: str) -> None:
        """A panel saved: it is made anew from the newest case."""
        self._saved = True
        if key in self._made:
            for each in self._made[key][1].findChildren(QWidget):
                document = getattr(each, "document", None)
                if document is not None:
                    document().setModified(False)
                elif hasattr(each, "setModified"):
                    each.setModified(False)
        self.changed.emit()


def column_host(frame: QFrame) -> QWidget:
    """A widget with the margins of the side, for the tabs."""
    outer = column(frame, "", "normal")
    inside = QWidget(frame)
    outer.addWidget(inside)
    return inside


def _choose(panels: CasePanels, key: str, *_: object) -> None:
    panels.choose(key)


def _saved(panels: CasePanels, key: str) -> None:
    panels.saved(key)
