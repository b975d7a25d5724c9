"""One agency in the form of checks: ticking it opens what is asked of it and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QSizePolicy, QWidget

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.enquiry.checking_rules import CheckInput
from ui.form.fields.text_fields import GrowingBox
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

COMBO_LETTERS = 18  # the combo may become as narrow as this; its list shows the whole words


class AgencyBlock(QWidget):
    """`agency_id` "" is an agency of no store, whose name is typed."""

    def __init__(self, title: str, source: str, hint: str, agency_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._agency_id = title, agency_id
        self._rows: dict[str, LabelledRow] = {}
        outer = column(self, "hair")
        self.tick = QCheckBox(title, self)
        self.tick.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.tick.setAccessibleDescription(hint)
        outer.addWidget(self.tick)
        self._inside = styled(QFrame(self), "quote")
        self._layout = column(self._inside, "snug", "snug")
        outer.addWidget(self._inside)
        if hint:
            self._layout.addWidget(WrappingLabel(hint, "hint"))
        self.agency = QLineEdit(self)
        self._add("agency", self.tr("Name of the agency"), self.agency)
        self._rows["agency"].setVisible(not agency_id)
        self.source = _source_combo(self)
        self._add("source", self.tr("What kind of knowledge"), self.source)
        self.question = GrowingBox(3, 10, self)
        self._add("question", self.tr("What you ask"), self.question, self.tr("Begun for you: change it."))
        self.necessity = GrowingBox(2, 8, self)
        self._add("necessity", self.tr("Why this agency, and why now?"), self.necessity)
        self._begun = ""
        self.source.currentIndexChanged.connect(self._on_source)
        self.source.setCurrentIndex(max(0, self.source.findData(source)))
        self.tick.toggled.connect(self._inside.setVisible)
        self._inside.hide()

    @property
    def name(self) -> str:
        """What the agency is called."""
        return self._title if self._agency_id else self.agency.text().strip() or self._title

    def row(self, field: str) -> LabelledRow:
        """The row of a field. Raises KeyError."""
        return self._rows[field]

    def given(self, shared: Mapping[str, Any]) -> CheckInput:
        """What is asked of this agency; `shared` is what is the same for all."""
        return CheckInput(
            agency_id=self._agency_id,
            agency_name="" if self._agency_id else self.agency.text().strip(),
            source=self.source.currentData() or "",
            question=self.question.toPlainText(),
            necessity=self.necessity.toPlainText(),
            **shared,
        )

    def words(self) -> Mapping[str, str]:
        """What is typed and chosen."""
        return {
            "agency": self.agency.text(), "source": self.source.currentData() or "",
            "question": self.question.toPlainText(), "necessity": self.necessity.toPlainText(),
        }  # fmt: skip

    def show_words(self, words: Mapping[str, str]) -> None:
        """Put back what `words` gave, ticked."""
        self.tick.setChecked(True)
        self.agency.setText(words.get("agency", ""))
        self.source.setCurrentIndex(max(0, self.source.findData(words.get("source", ""))))
        self.question.setPlainText(words.get("question", ""))
        self.necessity.setPlainText(words.get("necessity", ""))

    def _add(self, field: str, label: str, widget: QWidget, hint: str = "") -> None:
        self._rows[field] = LabelledRow(label, widget, hint)
        self._rows[field].show_label(label)
        self._layout.addWidget(self._rows[field])

    @Slot()
    def _on_source(self) -> None:
        """Begin the question anew, unless somebody wrote in it."""
        if self.question.toPlainText() != self._begun:
            return
        found = load_checks().source(self.source.currentData() or "")
        self._begun = found.question if found else ""
        self.question.setPlainText(self._begun)


def _source_combo(parent: QWidget) -> QComboBox:
    combo = QComboBox(parent)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(COMBO_LETTERS)
    combo.addItem("", "")
    for source in load_checks().sources:
        combo.addItem(source.label, source.code)
    return combo
