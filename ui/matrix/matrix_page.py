"""The matrix screen of one child: tabs for the parts of life, a table of signs, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QWidget

from enquiry_app.definitions.form_definition import Page as FormScreen
from enquiry_app.enquiry import findings as change
from enquiry_app.enquiry.ages import child_age, is_unborn, written_on
from enquiry_app.enquiry.matrix_search import search_indicators
from ui.appearance import space
from ui.form.danger_notice import DangerNotice
from ui.form.draft_editor import DraftEditor
from ui.matrix.around_panel import AroundPanel
from ui.matrix.cells import Cell, pointed_to, rows_for
from ui.matrix.finding_panel import FindingPanel
from ui.matrix.indicator_model import IndicatorModel
from ui.matrix.matrix_table import MatrixTable
from ui.widgets.buttons import link_button, primary_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column, row
from ui.widgets.search_box import SearchBox
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

BESIDE = 50  # times the height of a line: from this width on the evidence stands beside the table, not below
PANEL_MOST = 340  # pixels of width of the evidence beside the table


class MatrixPage(QWidget):
    """`done` to go on; signs are kept in the `matrix` answer of this child."""

    done = Signal()
    back_requested = Signal()
    left = Signal()
    urgent_requested = Signal()
    wants_width = True

    def __init__(self, editor: DraftEditor, child: str, screen: FormScreen, caption: str) -> None:
        super().__init__()
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.page_title = editor.form.title
        self.editor, self.child = editor, child
        self.matrix = editor.application.matrix
        self._opened: frozenset[str] = frozenset()
        self._fitting = self._fitting_signs()
        self._model = IndicatorModel(self.matrix, self)
        self._build(screen, caption)
        self._connect()
        self._show_rows()

    @property
    def findings(self) -> Mapping[str, Any]:
        """What is recorded for this child."""
        value = self.editor.answers.get("matrix", (self.child,))
        return value if isinstance(value, Mapping) else {}

    def first_focus(self) -> QWidget:
        """The search box: typing finds."""
        return self.search

    def _build(self, screen: FormScreen, caption: str) -> None:
        layout = column(self, "tight")
        layout.setContentsMargins(space("wide"), space("normal"), space("wide"), space("tight"))
        self._back = link_button(caption, self, "back")
        add_to(layout, self._back)
        head = row(gap="normal")
        head.addWidget(Heading(screen.title, 1), 1)
        self.search = SearchBox(self.tr("Find a sign"), self.tr("Find a sign: bruise, weed, county lines…"), self)
        head.addWidget(self.search)
        layout.addLayout(head)
        self._intro = screen.intro
        self._hint = WrappingLabel(screen.intro, "hint")
        layout.addWidget(self._hint)
        self.notice = DangerNotice(self.editor, self)
        layout.addWidget(self.notice)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Parts of the child's life"))
        for domain in self.matrix.domains:
            self.tabs.addTab(domain.name)
        self.tabs.addTab(self.tr("What adds, what protects"))
        layout.addWidget(self.tabs)
        self._stack = QStackedWidget(self)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.table = MatrixTable(self._model, self.split)
        self.panel = FindingPanel(self.matrix, self.split)
        self.split.addWidget(self.table)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        self.around: AroundPanel | None = None
        self._stack.addWidget(self.split)
        layout.addWidget(self._stack, 1)
        foot = row(gap="normal")
        self.continue_button = primary_button(self.tr("Continue"))
        self.list_button = link_button(self.tr("Save and go to the task list"))
        self._summary = WrappingLabel("", "caption")
        foot.addWidget(self.continue_button)
        foot.addWidget(self.list_button)
        foot.addWidget(self._summary, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._back.clicked.connect(self.back_requested)
        self.search.searched.connect(self._on_search)
        self.tabs.currentChanged.connect(self._on_tab)
        self.table.pressed_cell.connect(self._on_pressed)
        self.table.cell_entered.connect(self._on_entered)
        self.table.typed.connect(self._on_typed)
        self.panel.detail_changed.connect(self._on_detail)
        self.panel.left.connect(self._on_panel_left)
        self.continue_button.clicked.connect(self.done)
        self.list_button.clicked.connect(self.left)
        self.notice.urgent_requested.connect(self.urgent_requested)

    def _fitting_signs(self) -> frozenset[str]:
        answers = self.editor.answers
        unborn = is_unborn(answers, self.child)
        years = child_age(answers, self.child, written_on(answers, self.editor.today()))
        fitting = self.matrix.indicators_for(unborn=unborn, age_years=years)
        return frozenset(i.id for i in fitting) | frozenset(change.ticked(self.findings))

    def _show_rows(self, only: frozenset[str] | None = None) -> None:
        tab = self.tabs.currentIndex()
        if only is None:
            code = self.matrix.domains[min(tab, len(self.matrix.domains) - 1)].code
            dimensions = [d for d in self.matrix.dimensions if d.domain == code]
        else:
            dimensions = list(self.matrix.dimensions)
        opened = self._opened | pointed_to(self.matrix, self.findings)
        self._model.show_rows(rows_for(self.matrix, dimensions, self._fitting, opened, only), self.findings)
        self._leave_hidden_sign()
        self._show_around()
        self._show_summary()

    def _leave_hidden_sign(self) -> None:
        """Evidence of a sign that this tab or search does not show would be read as that of another."""
        if self.panel.sign and not self._model.index_of(self.panel.sign).isValid():
            self.panel.show_sign(None, None)
            self._give_room()

    def _show_around(self) -> None:
        if self.around is not None:
            self.around.show_findings(self.findings)

    def _change(self, findings: Mapping[str, Any]) -> None:
        self.editor.set_answer("matrix", (self.child,), findings or None)
        self.editor.look_again()
        self._model.show_findings(self.findings)
        self._show_around()
        self._show_summary()

    def _show_summary(self) -> None:
        ticks, lacking = len(change.ticked(self.findings)), len(change.incomplete(self.findings))
        words = self.tr("{n} ticked").format(n=ticks) if ticks else self.tr("Nothing ticked yet; that is fine")
        if lacking:
            words += self.tr(", {n} without when or how known").format(n=lacking)
        self._summary.show_text(words)

    @Slot(object)
    def _on_pressed(self, cell: Cell) -> None:
        if cell.kind == "name":
            if self.matrix.dimension(cell.code).specialist and not self.search.text():
                self._opened = self._opened ^ {cell.code}
                self._show_rows()
                self.table.go_to(cell.code)
            return
        if cell.kind == "state":
            self._press_state(cell)
            return
        indicator = self.matrix.indicator(cell.code)
        if change.observation(self.findings, cell.code):
            self._change(change.untick(self.findings, cell.code))
            self.panel.show_sign(indicator, None)
            self._give_room()
        else:
            self._change(change.tick(self.findings, indicator))
            self.panel.show_sign(indicator, change.observation(self.findings, cell.code))
            self._give_room()
            self.panel.focus_first()

    def _press_state(self, cell: Cell) -> None:
        changed = change.set_dimension(self.matrix, self.findings, cell.code, cell.state)
        if changed == self.findings and cell.state == "no_worry":
            self._hint.show_text(self.tr("A sign of level 2 or above is ticked there. Take it off first."), "error")
            return
        self._change(changed)

    @Slot(object)
    def _on_entered(self, cell: Cell) -> None:
        if cell.kind == "sign":
            self.panel.show_sign(self.matrix.indicator(cell.code), change.observation(self.findings, cell.code))
            self._give_room()

    @Slot()
    def _on_panel_left(self) -> None:
        self.table.setFocus()
        self.table.go_to(self.panel.sign)

    @Slot(str, str, object)
    def _on_detail(self, indicator: str, key: str, value: object) -> None:
        if not indicator or change.observation(self.findings, indicator) is None:
            return
        self._change(change.with_detail(self.findings, indicator, key, value))

    @Slot(str, object)
    def _on_value(self, key: str, value: object) -> None:
        self._change(change.with_value(self.findings, key, value))

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        with QSignalBlocker(self.search):
            self.search.clear()
        if tab == len(self.matrix.domains):
            if self.around is None:
                self.around = AroundPanel(self.matrix, self)
                self.around.value_changed.connect(self._on_value)
                self._stack.addWidget(self.around)
            self._stack.setCurrentWidget(self.around)
        else:
            self._stack.setCurrentWidget(self.split)
        self._show_rows()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._hint.show_text(self._intro, "hint")
        if not text:
            self._go_to_tab_of(self.panel.sign)
            return
        found = frozenset(i.id for i in search_indicators(self.matrix, text)) & self._fitting
        self._stack.setCurrentIndex(0)
        self._show_rows(found)
        if not found:
            self._hint.show_text(
                self.tr("No sign has these words. Try another word, or look through the tabs."), "hint"
            )

    def _go_to_tab_of(self, sign: str) -> None:
        """After a search: all signs again, with the one that was found still in sight."""
        if sign:
            domain = self.matrix.dimension(self.matrix.indicator(sign).dimension).domain
            with QSignalBlocker(self.tabs):
                self.tabs.setCurrentIndex([each.code for each in self.matrix.domains].index(domain))
        on_signs = self.tabs.currentIndex() < len(self.matrix.domains)
        self._stack.setCurrentWidget(self.split if on_signs else self.around)
        self._show_rows()
        self.table.go_to(sign)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Evidence beside the table where there is room, below it where there is not."""
        super().resizeEvent(event)
        beside = event.size().width() >= BESIDE * self.fontMetrics().height()
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.split.orientation() != wanted or not event.oldSize().isValid():
            self.split.setOrientation(wanted)
            if beside:
                panel = min(PANEL_MOST, self.width() // 3)
                self.split.setSizes([self.width() - panel, panel])
            else:
                self._give_room()

    def _give_room(self) -> None:
        """Below the table the evidence takes half the height while there is evidence to give, else one line."""
        if self.split.orientation() == Qt.Orientation.Vertical:
            total = self.split.height()
            part = 0.56 if self.panel.asks else 0.2
            self.split.setSizes([round(total * (1 - part)), round(total * part)])
            self.table.scrollTo(self.table.currentIndex())
