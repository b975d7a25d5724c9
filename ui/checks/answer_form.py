"""The form of an answer to a check: what is known, how reliable it is, what the family may be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QWidget

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.enquiry.checking_rules import CheckAnswer, Missing, missing_in_answer
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import LONDON
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.moment_line import MomentLine
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

LEAST_LINES, MOST_LINES = 4, 14


class AnswerForm(QWidget):
    """`for_them`: the Hub writes down what it was told, so it also says by whom and when."""

    edited = Signal()

    def __init__(self, now: dt.datetime, for_them: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._for_them = for_them
        self._rows: dict[str, LabelledRow] = {}
        self._layout = column(self, "normal")
        self.box = GrowingBox(LEAST_LINES, MOST_LINES, self)
        self._add("answer", self.tr("What is known"), self.box, self._hint())
        self.nothing = self._tick(self.tr("Nothing is known"))
        self.reliability = RadioGroup([(c.code, c.label, "") for c in load_checks().reliability], self)
        self._add("reliability", self.tr("How reliable is it?"), self.reliability)
        first = self.tr("Ask them first") if for_them else self.tr("Ask us first")
        self.may_share = RadioGroup([("yes", self.tr("Yes"), ""), ("no", self.tr("No"), ""), ("ask", first, "")], self)
        self._add("may_share", self.tr("May the family be told this?"), self.may_share)
        self.police = self._tick(self.tr("Sensitive: not to be disclosed"))
        self._police_hint = WrappingLabel(
            self.tr("The Hub sees it. It never stands in a letter or in the family’s copy."), "hint"
        )
        self._police_hint.setContentsMargins(34, 0, 0, 0)
        self._layout.addWidget(self._police_hint)
        if for_them:
            self.told_by = QLineEdit(self)
            self._add("told_by", self.tr("Who told you?"), self.told_by, self.tr("Name and role."))
            self.told_at = MomentLine(now.astimezone(LONDON).date(), now, self)
            self._add("told_at", self.tr("When?"), self.told_at)
        self.nothing.toggled.connect(self._fit)
        self.police.toggled.connect(self._fit)
        for changed in (self.box.textChanged, self.nothing.toggled, self.police.toggled, self.may_share.chosen):
            changed.connect(self._on_edited)
        self.reliability.chosen.connect(self._on_edited)
        self._fit()

    def given(self) -> CheckAnswer:
        """The answer as it stands."""
        return CheckAnswer(
            answer=self.box.toPlainText(),
            nothing_known=self.nothing.isChecked(),
            reliability=self.reliability.code,
            may_share=self.may_share.code,
            police_only=self.police.isChecked(),
            told_by=self.told_by.text() if self._for_them else "",
            told_at=self.told_at.moment() if self._for_them else None,
        )

    def show_given(self, given: CheckAnswer) -> None:
        """Put an answer into the form, for a further one that corrects it."""
        self.show_words(
            {
                "answer": given.answer,
                "nothing": given.nothing_known,
                "reliability": given.reliability,
                "may_share": given.may_share,
                "police": given.police_only,
            }
        )

    def words(self) -> Mapping[str, Any]:
        """What is typed and chosen, as plain values; all empty if nothing is."""
        found = self.given()
        return {
            "answer": found.answer, "nothing": found.nothing_known, "reliability": found.reliability,
            "may_share": found.may_share, "police": found.police_only, "told_by": found.told_by,
        }  # fmt: skip

    def show_words(self, words: Mapping[str, Any]) -> None:
        """Put back what `words` gave."""
        self.box.setPlainText(words.get("answer", ""))
        self.nothing.setChecked(bool(words.get("nothing")))
        self.police.setChecked(bool(words.get("police")))
        self.reliability.choose(words.get("reliability", ""))
        self.may_share.choose(words.get("may_share", ""))
        if self._for_them:
            self.told_by.setText(words.get("told_by", ""))

    def problems(self, now: dt.datetime) -> Sequence[Missing]:
        """What is missing, shown beside each field; the first of them takes the focus."""
        found = missing_in_answer(self.given(), for_them=self._for_them, now=now)
        for name, row in self._rows.items():
            row.show_problem(next((missing.sentence for missing in found if missing.field == name), None))
        if found:
            self._rows[found[0].field].focus_field()
        return found

    def row(self, field: str) -> LabelledRow:
        """The row of a field. Raises KeyError."""
        return self._rows[field]

    def _hint(self) -> str:
        return self.tr("Only what bears on the question: facts with dates. Say what is opinion.")

    def _add(self, field: str, label: str, widget: QWidget, hint: str = "") -> None:
        self._rows[field] = LabelledRow(label, widget, hint)
        self._layout.addWidget(self._rows[field])

    def _tick(self, words: str) -> QCheckBox:
        made = QCheckBox(words, self)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)  # ends where its words end
        self._layout.addWidget(made)
        return made

    @Slot()
    def _fit(self) -> None:
        nothing, police = self.nothing.isChecked(), self.police.isChecked()
        self._rows["reliability"].setVisible(not nothing)
        self._rows["may_share"].setVisible(not nothing and not police)
        self.police.setVisible(not nothing)
        self._police_hint.setVisible(not nothing)

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()
