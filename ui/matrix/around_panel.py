"""What adds to the worry and what protects: amplifiers, earlier help, agreement, tested protective factors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QScrollArea, QWidget

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.findings import ticked
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import clear, column
from ui.widgets.wrapping_label import WrappingLabel


class AroundPanel(QScrollArea):
    """`value_changed(key, value)` for one top-level value of the findings."""

    value_changed = Signal(str, object)

    def __init__(self, matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self._findings: Mapping[str, Any] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.setWidget(inner)
        layout = column(inner, "normal", "normal")
        layout.addWidget(Heading(self.tr("What makes it weigh more for this child?"), 3))
        self._amplifiers: dict[str, QCheckBox] = {}
        for amplifier in matrix.amplifiers:
            if not amplifier.by_age:
                box = QCheckBox(amplifier.label)
                box.clicked.connect(self._on_amplifier)
                self._amplifiers[amplifier.code] = box
                layout.addWidget(box)
        layout.addWidget(Heading(self.tr("Help already tried"), 3))
        self.months = text_width(QLineEdit(), 5)
        self.months.textEdited.connect(self._on_help)
        layout.addWidget(LabelledRow(self.tr("For how many months?"), self.months, optional=True))
        self.changed = QComboBox()
        for label, code in ((self.tr("Nothing changed"), False), (self.tr("Things got better"), True)):
            self.changed.addItem(label, code)
        self.changed.activated.connect(self._on_help)
        layout.addWidget(LabelledRow(self.tr("Did it help?"), text_width(self.changed, 24)))
        layout.addWidget(Heading(self.tr("Agreement"), 3))
        self.refused = QCheckBox(self.tr("The family refuses help"))
        self.at_risk = QCheckBox(self.tr("Without help the child's development is likely to suffer"))
        self.refused.clicked[bool].connect(partial(_tell, self, "agreement_refused"))
        self.at_risk.clicked[bool].connect(partial(_tell, self, "development_at_risk"))
        layout.addWidget(self.refused)
        layout.addWidget(self.at_risk)
        layout.addWidget(Heading(self.tr("What protects the child?"), 3))
        hint = self.tr("It counts once it has been tested and you write what was seen. A promise is a hope.")
        layout.addWidget(WrappingLabel(hint, "hint"))
        self._factors = column(gap="snug")
        layout.addLayout(self._factors)
        self.add_button = secondary_button(self.tr("Add something that protects"), inner, "add")
        self.add_button.clicked.connect(self._on_add)
        layout.addWidget(self.add_button)
        layout.addStretch(1)

    def show_findings(self, findings: Mapping[str, Any]) -> None:
        """Show what is recorded."""
        before = self._findings
        self._findings = findings
        codes = findings.get("amplifiers") or ()
        for code, box in self._amplifiers.items():
            box.setChecked(code in codes)
        helped = findings.get("earlier_help") or {}
        if not self.months.hasFocus():
            self.months.setText(str(helped.get("months", "")) if helped else "")
        self.changed.setCurrentIndex(1 if helped.get("changed") else 0)
        self.refused.setChecked(bool(findings.get("agreement_refused")))
        self.at_risk.setChecked(bool(findings.get("development_at_risk")))
        counts = (len(before.get("protective") or ()), ticked(before))
        if counts != (len(findings.get("protective") or ()), ticked(findings)) or self._factors.count() == 0:
            self._show_factors()

    def _show_factors(self) -> None:
        clear(self._factors)
        for place, factor in enumerate(self._findings.get("protective") or ()):
            self._factors.addWidget(self._card(place, factor))

    def _card(self, place: int, factor: Mapping[str, Any]) -> Card:
        card = Card()
        what = QComboBox(card)
        what.setEditable(True)
        for known in self._matrix.protective_factors:
            what.addItem(known.text)
        what.setCurrentText(str(factor.get("text") or ""))
        what.editTextChanged.connect(partial(_change, self, place, "text"))
        card.add(LabelledRow(self.tr("What protects?"), what))
        evidence = QLineEdit(str(factor.get("evidence") or ""))
        evidence.textEdited.connect(partial(_change, self, place, "evidence"))
        card.add(LabelledRow(self.tr("What was seen, and when?"), evidence))
        tested = QCheckBox(self.tr("It has been tested: it really worked"))
        tested.setChecked(bool(factor.get("tested")))
        tested.clicked[bool].connect(partial(_change, self, place, "tested"))
        card.add(tested)
        card.add(WrappingLabel(self.tr("Which of the signs does it answer?"), "label"))
        for sign in ticked(self._findings):
            indicator = self._matrix.indicators.get(sign)
            if indicator is not None and indicator.level > 1:
                box = QCheckBox(indicator.text)
                box.setChecked(sign in (factor.get("answers") or ()))
                box.clicked[bool].connect(partial(_answer, self, place, sign))
                card.add(box)
        remove = link_button(self.tr("Remove"), card)
        remove.setAccessibleName(self.tr("Remove what protects, number {n}").format(n=place + 1))
        remove.clicked.connect(partial(_drop, self, place))
        card.add(remove)
        return card

    @Slot()
    def _on_amplifier(self) -> None:
        codes = [code for code, box in self._amplifiers.items() if box.isChecked()]
        self.value_changed.emit("amplifiers", codes)

    @Slot()
    def _on_help(self) -> None:
        text = self.months.text().strip()
        value = {"months": int(text), "changed": bool(self.changed.currentData())} if text.isdecimal() else None
        self.value_changed.emit("earlier_help", value)

    @Slot()
    def _on_add(self) -> None:
        self.value_changed.emit("protective", [*(self._findings.get("protective") or ()), {"text": "", "answers": []}])

    def change(self, place: int, key: str, value: object) -> None:
        """One thing about a protective factor was changed."""
        factors = [dict(f) for f in self._findings.get("protective") or ()]
        factors[place][key] = value
        self.value_changed.emit("protective", factors)

    def answer(self, place: int, sign: str, chosen: bool) -> None:
        """A factor answers a sign, or no longer."""
        answers = [a for a in (self._findings["protective"][place].get("answers") or ()) if a != sign]
        self.change(place, "answers", [*answers, sign] if chosen else answers)

    def drop(self, place: int) -> None:
        """Take a factor away."""
        factors = [f for number, f in enumerate(self._findings.get("protective") or ()) if number != place]
        self.value_changed.emit("protective", factors)


def _tell(panel: AroundPanel, key: str, value: object = None, *_: object) -> None:
    panel.value_changed.emit(key, value)


def _change(panel: AroundPanel, place: int, key: str, value: object = None, *_: object) -> None:
    panel.change(place, key, value)


def _answer(panel: AroundPanel, place: int, sign: str, chosen: bool = False, *_: object) -> None:
    panel.answer(place, sign, chosen)


def _drop(panel: AroundPanel, place: int, *_: object) -> None:
    panel.drop(place)
