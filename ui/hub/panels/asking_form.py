"""The form to ask several agencies at once: what and why for each, the basis and the agreement for all, before asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.enquiry.checking_rules import CheckInput, missing_before_asking
from enquiry_app.enquiry.item_titles import child_summaries
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import LONDON
from ui.hub.panels.agency_block import AgencyBlock
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, column
from ui.widgets.moment_line import MomentLine
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

OTHER = "other"  # key of the block for an agency that is not in the store
_OF_AN_AGENCY = ("agency", "source", "question", "necessity")


class AskingForm(QWidget):
    """`agencies` are Askables; `due` is when an answer would be due by the rating."""

    asked = Signal(object)
    left = Signal()

    def __init__(
        self, case: Any, agencies: Sequence[Any], bases: Sequence[Any], due: dt.datetime, clock: Any,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._case, self._clock = case, clock
        self.blocks: dict[str, AgencyBlock] = {}
        self.children_ticks: dict[str, QCheckBox] = {}
        self._rows: dict[str, LabelledRow] = {}
        self._layout = column(self, "normal")
        self._layout.addWidget(Heading(self.tr("Ask agencies"), 3))
        self.summary = ErrorSummary(self)
        self.summary.problem_chosen.connect(_go_to)
        self._layout.addWidget(self.summary)
        self._layout.addWidget(
            WrappingLabel(
                self.tr("Ask only what the decision needs. The reasons are recorded before anybody is asked.")
            )
        )
        self._agencies(agencies)
        self._children()
        self._basis(bases)
        self.due = MomentLine(clock.now().astimezone(LONDON).date(), due, self)
        target = load_checks().target(case.enquiry.rating, urgent=case.enquiry.urgent)
        hint = self.tr("{n} working hours, by the rating. To change it: today 14:05, or 23 11 2026 9.30.").format(
            n=target.amount
        )
        self._add("due", self.tr("Answer due"), self.due, hint)
        self.send = primary_button(self.tr("Ask"), self)
        self.cancel = secondary_button(self.tr("Do not ask"), self)
        self._layout.addLayout(button_row((self.send, self.cancel)))
        self.send.clicked.connect(self._on_send)
        self.cancel.clicked.connect(self.left)

    def first_focus(self) -> QWidget:
        """The first agency."""
        return next(iter(self.blocks.values())).tick

    def inputs(self) -> tuple[CheckInput, ...]:
        """What is asked of each agency ticked."""
        shared = {
            "children": tuple(child for child, tick in self.children_ticks.items() if tick.isChecked()),
            "lawful_basis": self.basis.code,
            "agreement_code": self.agreement.code,
            "agreement": self.agreement_words.toPlainText(),
            "due": self.due.moment(),
        }
        return tuple(block.given(shared) for block in self.blocks.values() if block.tick.isChecked())

    def words(self) -> Mapping[str, Any]:
        """What is typed and chosen, as plain values; all empty if nothing is typed."""
        blocks = {key: block.words() for key, block in self.blocks.items() if block.tick.isChecked()}
        typed = self.agreement_words.toPlainText()
        if not typed and not blocks and not self.basis.code and not self.agreement.code:
            return {}
        children = [child for child, tick in self.children_ticks.items() if tick.isChecked()]
        return {
            "blocks": blocks, "basis": self.basis.code, "agreement": self.agreement.code, "words": typed,
            "due": self.due.text() if self.due.isModified() else "", "children": children,
        }  # fmt: skip

    def show_words(self, words: Mapping[str, Any]) -> None:
        """Put back what `words` gave."""
        for key, inside in words.get("blocks", {}).items():
            if key in self.blocks:
                self.blocks[key].show_words(inside)
        for child, tick in self.children_ticks.items():
            tick.setChecked(child in words.get("children", ()))
        self.basis.choose(words.get("basis", ""))
        self.agreement.choose(words.get("agreement", ""))
        self.agreement_words.setPlainText(words.get("words", ""))
        if words.get("due"):
            self.due.setText(words["due"])
            self.due.setModified(True)

    def problems(self, now: dt.datetime) -> list[tuple[str, LabelledRow]]:
        """Every sentence with the row it belongs to, each shown beside its field too."""
        found: list[tuple[str, LabelledRow]] = []
        asked = [block for block in self.blocks.values() if block.tick.isChecked()]
        if not asked:
            found.append((self.tr("Choose at least one agency"), self._rows["agencies"]))
        shared: dict[str, str] = {}
        for block, one in zip(asked, self.inputs(), strict=True):
            for missing in missing_before_asking(one, tuple(self.children_ticks), now):
                if missing.field in _OF_AN_AGENCY:
                    found.append((f"{block.name}: {missing.sentence}", block.row(missing.field)))
                else:
                    shared[missing.field] = missing.sentence
        if self.due.moment() is None:
            shared["due"] = self.tr("Enter the date and time, for example 23 11 2026 14:05")
        found += [(shared[name], row) for name, row in self._rows.items() if name in shared]
        self._show(found)
        return found

    def row(self, field: str) -> LabelledRow:
        """The row of a field that is the same for all agencies. Raises KeyError."""
        return self._rows[field]

    def _show(self, found: list[tuple[str, LabelledRow]]) -> None:
        own = {id(row): sentence for sentence, row in found}
        for row in self.findChildren(LabelledRow):
            sentence = own.get(id(row))
            row.show_problem(sentence.split(": ", 1)[-1] if sentence else None)
        self.summary.show_problems(found)

    def _agencies(self, agencies: Sequence[Any]) -> None:
        holder = QWidget(self)
        inside = column(holder, "tight")
        known = load_checks()
        for each in agencies:
            hint = "" if each.answers_here else self.tr("Answers by telephone or e-mail; you write it down.")
            self.blocks[each.id] = AgencyBlock(each.name, known.source_for(each.kind), hint, each.id, holder)
        words = self.tr("You write down what they answer.")
        self.blocks[OTHER] = AgencyBlock(self.tr("Another agency"), "", words, "", holder)
        for block in self.blocks.values():
            inside.addWidget(block)
        self._add("agencies", self.tr("Whom do you ask?"), holder)

    def _children(self) -> None:
        sent = self._case.opened.sent
        holder = QWidget(self)
        inside = column(holder, "hair")
        for child in child_summaries(self._case.opened.form, sent.answers):
            tick = QCheckBox(child.title, holder)
            tick.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            tick.setChecked(child.part in ("", "subject"))
            tick.setAccessibleName(self.tr("About which children? {name}").format(name=child.title))
            self.children_ticks[child.item] = tick
            inside.addWidget(tick)
        hint = self.tr("The agency is told their names, dates of birth and addresses, and nothing else.")
        self._add("children", self.tr("About which children?"), holder, hint)

    def _basis(self, bases: Sequence[Any]) -> None:
        self.basis = RadioGroup([(choice.code, *_in_two(choice.label)) for choice in bases], self)
        self._add("lawful_basis", self.tr("Lawful basis for asking"), self.basis)
        choices = [(choice.code, choice.label, choice.hint) for choice in load_checks().agreements]
        self.agreement = RadioGroup(choices, self)
        self._add("agreement_code", self.tr("Have parents or the young person agreed?"), self.agreement)
        self.agreement_words = GrowingBox(2, 8, self)
        hint = self.tr("In your own words: why agreement is or is not needed here.")
        self._add("agreement", self.tr("Why"), self.agreement_words, hint)

    def _add(self, field: str, label: str, widget: QWidget, hint: str = "") -> None:
        self._rows[field] = LabelledRow(label, widget, hint)
        self._layout.addWidget(self._rows[field])

    @Slot()
    def _on_send(self) -> None:
        if not self.problems(self._clock.now()):
            self.asked.emit(self.inputs())


def _in_two(label: str) -> tuple[str, str]:
    """A long label as its first words and the explanation, which wraps: "Legal obligation", "Consent" and "seldom …"."""
    for mark in (": ", " ("):
        first, found, rest = label.partition(mark)
        if found:
            return first, rest.removesuffix(")")[:1].upper() + rest.removesuffix(")")[1:]
    return label, ""


def _go_to(row: LabelledRow) -> None:
    row.focus_field()
