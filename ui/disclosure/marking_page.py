"""Going through everything held about a person: what is given, what is withheld and why. Kept as one goes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from enquiry_app.enquiry.disclosing import Mark
from enquiry_app.errors import EnquiryChangedElsewhere
from ui.appearance import space
from ui.background import Background
from ui.disclosure.check_dialog import CheckDialog
from ui.disclosure.item_model import ItemModel
from ui.disclosure.item_panel import ItemPanel
from ui.disclosure.item_table import ItemTable
from ui.messages import report_error
from ui.widgets.buttons import link_button, primary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column, panels, row
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class MarkingPage(QWidget):
    """`given(handed_out)` once both copies are made."""

    page_title = "Subject access"
    wants_width = True
    back_requested = Signal()
    given = Signal(object)

    def __init__(
        self, application: Any, background: Background, disclosure_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background, self._id = application, background, disclosure_id
        self._service = application.subject_access
        self._version = 0
        reasons = self._service.reasons()
        self.model = ItemModel({reason.id: reason.label for reason in reasons}, self)
        self.panel = ItemPanel(reasons, self)
        self._build()
        self._connect()
        work = partial(self._service.open, disclosure_id)
        background.run(work, self._show, partial(report_error, self), self)

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def _build(self) -> None:
        layout = column(self, "snug")
        layout.setContentsMargins(space("wide"), space("wide"), space("wide"), space("normal"))
        self.back = link_button(self.tr("What was given to whom"), self, "back")
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head = row(gap="normal")
        title = Heading(self.tr("What may be given?"), 1)
        title.setWordWrap(False)
        head.addWidget(title)
        self.total = styled(QLabel(""), "caption")
        head.addWidget(self.total, 1)
        self.check = primary_button(self.tr("Look at the copy…"), self, "forward")
        head.addWidget(self.check)
        layout.addLayout(head)
        self.shown = SteadyCombo(
            (("withheld", self.tr("Withheld only")), ("given", self.tr("Given only")),
             ("changed", self.tr("Not as suggested"))), self.tr("Everything"), self,
        )  # fmt: skip
        self.table = ItemTable(self.model, self)
        left = column(gap="snug")
        left.addWidget(LabelledRow(self.tr("Show"), self.shown))
        left.addWidget(self.table, 1)
        hint = self.tr("The space bar gives a row, or withholds it as suggested.")
        left.addWidget(WrappingLabel(hint, "hint"))
        across = panels(gap="wide")
        across.addLayout(left, 5)
        across.addWidget(_scrolling(self.panel), 4)
        layout.addLayout(across, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_requested)
        self.check.clicked.connect(self._on_check)
        self.shown.currentIndexChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.turned.connect(self._on_turned)
        self.model.modelReset.connect(self._on_reset)
        self.panel.marked.connect(self._on_marked)

    def _show(self, opened: Any) -> None:
        self._version = opened.disclosure.version
        self._opened = opened
        self.model.show_work(opened.items, opened.marks, opened.records)
        self._count()

    def _count(self) -> None:
        withheld, every = self.model.counts
        self.total.setText(
            self.tr("{withheld} of {all} withheld, whole or in part").format(withheld=withheld, all=every)
        )

    @Slot()
    def _on_reset(self) -> None:
        if self.model.rowCount():
            self.table.go_to(0)
        else:
            self.panel.show_item(None, Mark())

    @Slot(int)
    def _on_filter(self, _: int) -> None:
        self.model.filter(self.shown.code or "all")

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        item = self.model.item_at(index.row())
        self.panel.show_item(item, self.model.marks[item.key] if item else Mark())

    @Slot(int)
    def _on_turned(self, number: int) -> None:
        item = self.model.item_at(number)
        if item is not None:
            withheld = item.suggested or Mark(self._service.reasons()[0].id)
            mark = Mark() if self.model.marks[item.key] else withheld
            self.panel.show_item(item, mark)
            self._on_marked(item.key, mark)

    @Slot(str, object)
    def _on_marked(self, key: str, mark: Mark) -> None:
        self.model.set_mark(key, mark)
        self._count()
        work = partial(self._keep, {key: mark})
        self._background.run(work, self._on_kept, self._on_failed, self)

    # Keeping. The one writer keeps them in order, so each finds the version the one before made

    def _keep(self, marks: dict[str, Mark]) -> None:
        self._version = self._service.mark(self._id, marks, self._version).version

    def _on_kept(self, _: object) -> None:
        """Nothing to say: what is marked stands in the table already."""

    def _on_failed(self, error: BaseException) -> None:
        report_error(self, error)
        if isinstance(error, EnquiryChangedElsewhere):
            work = partial(self._service.open, self._id)
            self._background.run(work, self._show, partial(report_error, self), self)

    # Giving

    @Slot()
    def _on_check(self) -> None:
        self.check.setEnabled(False)
        work = partial(self._service.preview, self._id)
        self._background.run(work, self._on_preview, self._on_not_made, self)

    def _on_preview(self, rendered: Any) -> None:
        self.check.setEnabled(True)
        dialog = CheckDialog(rendered.data, self._opened.disclosure, self)
        if dialog.exec():
            work = partial(self._give, dialog.to_whom.text(), dialog.purpose.text(), dialog.large.isChecked())
            self.check.setEnabled(False)
            self._background.run(work, self._on_given, self._on_not_made, self)

    def _give(self, to_whom: str, purpose: str, large: bool) -> Any:
        return self._service.give(self._id, to_whom, purpose, self._version, large)

    def _on_given(self, handed_out: Any) -> None:
        self.given.emit(handed_out)

    def _on_not_made(self, error: BaseException) -> None:
        self.check.setEnabled(True)
        report_error(self, error)


def _scrolling(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(styled(panel, "clear"))
    return area
