"""The evidence of one sign: when and how known, then what else is known, beside the table and without leaving it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from enquiry_app.definitions.matrix_definition import Indicator, Matrix
from ui.matrix.chips import ChipChoice
from ui.widgets.character_guide import CharacterGuide
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

NOTE = 300  # characters, as the field list asks


class FindingPanel(QScrollArea):
    """`detail_changed(indicator id, key, value)`; `left` by Escape, back to the table."""

    detail_changed = Signal(str, str, object)
    left = Signal()

    def __init__(self, matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self._indicator = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = styled(QFrame(), "side")
        self.setWidget(inner)
        self._layout = column(inner, "snug", "normal")
        self.heading = Heading(self.tr("What you know about it"), 3)
        self._layout.addWidget(self.heading)
        self.words = WrappingLabel(self.tr("Tick a sign, then say here when it was and how you know."), "hint")
        self._layout.addWidget(self.words)
        self.notice = NoticeBar("danger", "")
        self.notice.hide()
        self._layout.addWidget(self.notice)
        self._body = QWidget(inner)
        self._layout.addWidget(self._body)
        self._layout.addStretch(1)
        self._chips: dict[str, ChipChoice] = {}
        self._body.hide()

    def show_sign(self, indicator: Indicator | None, found: Mapping[str, Any] | None) -> None:
        """Show what is recorded of a sign; with nothing recorded only its words."""
        self._indicator = indicator.id if indicator else ""
        if found is not None and not self._chips:  # made when first needed: the page opens sooner
            self._build(column(self._body, "snug"))
        self._body.setVisible(found is not None)
        if indicator is None:
            self.heading.show_heading(self.tr("What you know about it"))
            self.words.show_text(self.tr("Tick a sign, then say here when it was and how you know."), "hint")
            self.notice.hide()
            return
        dimension = self._matrix.dimension(indicator.dimension)
        self.heading.show_heading(indicator.text)
        self.words.show_text(
            self.tr("{part}, level {level}").format(part=dimension.name, level=indicator.level), "hint"
        )
        prompts = [p for flag in indicator.flags if (p := self._matrix.pathway(flag))]
        self.notice.setVisible(bool(prompts))
        if prompts:
            kind = "danger" if any(p.kind == "danger" for p in prompts) else "info"
            first = next((p for p in prompts if p.kind == "danger"), prompts[0])
            rest = [p.prompt for p in prompts]
            self.notice.show_notice(first.title, " ".join(rest), kind)
        if found is not None:
            self._fill(found)

    @property
    def sign(self) -> str:
        """Id of the sign it speaks of, or ""."""
        return self._indicator

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @property
    def asks(self) -> bool:
        """Whether it shows the evidence of a ticked sign."""
        return self._body.isVisibleTo(self)

    def focus_first(self) -> None:
        """Put the focus on *when*, or on *how known* if when is said."""
        key = "source" if any(c.isChecked() for c in self._chips["when"].chips.values()) else "when"
        self._chips[key].focus_field().setFocus()

    def _build(self, layout: Any) -> None:
        matrix = self._matrix
        needed = (("when", self.tr("When?"), matrix.when), ("source", self.tr("How do you know?"), matrix.source))
        more = (
            ("how_often", self.tr("How often?"), matrix.how_often),
            ("duration", self.tr("For how long?"), matrix.duration),
            ("effect", self.tr("Effect on this child"), matrix.effect),
        )
        for optional, group in ((False, needed), (True, more)):
            for key, label, choices in group:
                chips = ChipChoice(choices)
                chips.chosen.connect(partial(_tell, self, key))
                self._chips[key] = chips
                layout.addWidget(LabelledRow(label, chips, optional=optional))
        self.continuing = QCheckBox(self.tr("Going on, or likely again"))
        self.continuing.clicked[bool].connect(partial(_tell, self, "continuing"))
        self.dealt_with = QCheckBox(self.tr("Dealt with and closed by a service"))
        self.dealt_with.clicked.connect(self._on_dealt_with)
        layout.addWidget(self.continuing)
        layout.addWidget(self.dealt_with)
        self._service, self._date = QLineEdit(), QLineEdit()
        self._service.textEdited.connect(partial(_tell, self, "dealt_by"))
        self._date.textEdited.connect(partial(_tell, self, "dealt_on"))
        self._service_row = LabelledRow(self.tr("Which service?"), self._service)
        self._date_row = LabelledRow(self.tr("When was it closed?"), self._date)
        layout.addWidget(self._service_row)
        layout.addWidget(self._date_row)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(76)
        self.note.textChanged.connect(self._on_note)
        self._guide = CharacterGuide(NOTE)
        layout.addWidget(LabelledRow(self.tr("Short note"), self.note, optional=True))
        layout.addWidget(self._guide)
        self._filling = False

    def _fill(self, found: Mapping[str, Any]) -> None:
        self._filling = True
        for key, chips in self._chips.items():
            chips.choose(str(found.get(key) or ""))
        self.continuing.setChecked(bool(found.get("continuing")))
        self.dealt_with.setChecked(bool(found.get("dealt_with")))
        for line, key in ((self._service, "dealt_by"), (self._date, "dealt_on")):
            if not line.hasFocus():
                line.setText(str(found.get(key) or ""))
        if not self.note.hasFocus():
            self.note.setPlainText(str(found.get("note") or ""))
        self._show_dealt()
        self._filling = False

    def _show_dealt(self) -> None:
        for row in (self._service_row, self._date_row):
            row.setVisible(self.dealt_with.isChecked())

    @Slot(bool)
    def _on_dealt_with(self, checked: bool) -> None:
        self._show_dealt()
        self.detail_changed.emit(self._indicator, "dealt_with", checked)

    @Slot()
    def _on_note(self) -> None:
        text = self.note.toPlainText()
        self._guide.show_used(len(text))
        if not self._filling:
            self.detail_changed.emit(self._indicator, "note", text.strip())

    def tell(self, key: str, value: object) -> None:
        """A detail was changed by the person."""
        self.detail_changed.emit(self._indicator, key, value)


def _tell(panel: FindingPanel, key: str, value: object = None, *_: object) -> None:
    panel.tell(key, value)
