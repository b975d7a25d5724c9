"""The short forms of a disagreement: raise it, record a conversation, take it on, settle it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy

from enquiry_app.definitions.hub_work import load_escalation
from enquiry_app.enquiry.escalation_rules import LEAST_WORDS
from ui.form.fields.text_fields import GrowingBox
from ui.hub.panels.task_forms import InlineForm, in_two
from ui.widgets.radio_group import RadioGroup
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel


class RaiseForm(InlineForm):
    """What it is about, in neutral words. Gives keyword arguments of `Disagreements.raise_`."""

    def build(self) -> None:
        """Reason, the words with their prepared beginning, whether a child is at risk meanwhile."""
        reasons = [(reason.code, reason.label) for reason in load_escalation().reasons]
        self.reason = SteadyCombo(reasons, self.tr("Choose one"))
        self.reason.activated.connect(self._on_reason)
        self.add_row("reason", self.tr("What is the difference about?"), self.reason)
        self.about = GrowingBox(3, 12)
        hint = self.tr("What you have seen, what it means for the child, and what you ask for. No blame.")
        self.add_row("about", self.tr("In your words"), self.about, hint)
        self._opening = ""
        self.at_risk = QCheckBox(self.tr("A child may be at risk meanwhile"))
        self.at_risk.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.at_risk.toggled.connect(self._on_risk)
        self._layout.addWidget(self.at_risk)
        self.risk = WrappingLabel("", "strong")
        self.risk.hide()
        self._layout.addWidget(self.risk)

    def problems(self) -> Mapping[str, str]:
        """What is missing; the prepared beginning alone says nothing."""
        found = {}
        if not self.reason.code:
            found["reason"] = self.tr("Choose what the difference is about.")
        typed = self.about.toPlainText().strip().removeprefix(self._opening)
        if len(typed.strip()) < LEAST_WORDS:
            found["about"] = self.tr("Say what you see differently, and what the child needs.")
        return found

    def value(self) -> dict[str, Any]:
        """Keyword arguments of `Disagreements.raise_`."""
        return {
            "reason": self.reason.code, "about": self.about.toPlainText(), "immediate_risk": self.at_risk.isChecked(),
        }  # fmt: skip

    @Slot()
    def _on_reason(self) -> None:
        """Begin the words neutrally; what somebody typed stays."""
        reason, typed = load_escalation().reason(self.reason.code), self.about.toPlainText().strip()
        if typed in ("", self._opening):
            self._opening = reason.opening if reason else ""
            self.about.setPlainText(f"{self._opening} " if self._opening else "")

    @Slot(bool)
    def _on_risk(self, at_risk: bool) -> None:
        escalation = load_escalation()
        name = escalation.stage(escalation.immediate_risk_stage).name
        words = self.tr("In danger now: ring 999. It goes at once to stage {n}: {name}.").format(
            n=escalation.immediate_risk_stage, name=name[0].lower() + name[1:]
        )
        self.risk.show_text(words if at_risk else "")


class TalkForm(InlineForm):
    """Whom it was or is taken to, and what was tried or said. Gives `with_whom` and `note`."""

    def __init__(self, button: str, who_label: str, note_label: str, who: str = "") -> None:
        self._labels, self._who = (who_label, note_label), who
        super().__init__(button)

    def build(self) -> None:
        """Person and words."""
        self.with_whom = QLineEdit(self._who)
        self.add_row("with_whom", self._labels[0], self.with_whom, self.tr("Name and role."))
        self.note = GrowingBox(2, 10)
        self.add_row("note", self._labels[1], self.note)

    def problems(self) -> Mapping[str, str]:
        """What is missing."""
        found = {}
        if len(self.with_whom.text().strip()) < 2:
            found["with_whom"] = self.tr("Name the person: name and role.")
        if len(self.note.toPlainText().strip()) < LEAST_WORDS:
            found["note"] = self.tr("Say in a sentence what was tried, or what was said.")
        return found

    def value(self) -> dict[str, Any]:
        """Keyword arguments of `note` and `next_stage`."""
        return {"with_whom": self.with_whom.text(), "note": self.note.toPlainText()}


class SettleForm(InlineForm):
    """How it ended, and what changed for the child. Gives keyword arguments of `Disagreements.settle`."""

    def build(self) -> None:
        """Outcome, change, learning."""
        self.outcome = RadioGroup([(choice.code, *in_two(choice.label)) for choice in load_escalation().outcomes])
        self.add_row("outcome", self.tr("How was it settled?"), self.outcome)
        self.changed = GrowingBox(2, 10)
        hint = self.tr("If nothing changed, say that and why.")
        self.add_row("changed_for_child", self.tr("What changed for the child?"), self.changed, hint)
        self.learning = GrowingBox(1, 8)
        hint = self.tr("For the partnership; no names.")
        self.add_row("learning", self.tr("What can be learnt?"), self.learning, hint, optional=True)

    def problems(self) -> Mapping[str, str]:
        """What is missing."""
        found = {}
        if not self.outcome.code:
            found["outcome"] = self.tr("Choose how it was settled.")
        if len(self.changed.toPlainText().strip()) < LEAST_WORDS:
            found["changed_for_child"] = self.tr("Say what changed for the child. If nothing did, say that and why.")
        return found

    def value(self) -> dict[str, Any]:
        """Keyword arguments of `Disagreements.settle`."""
        return {
            "outcome": self.outcome.code, "changed_for_child": self.changed.toPlainText(),
            "learning": self.learning.toPlainText(),
        }  # fmt: skip


class TakeBackForm(InlineForm):
    """Why a difference is taken back. Gives the words."""

    def build(self) -> None:
        """One box."""
        self.reason = GrowingBox(2, 6)
        hint = self.tr("For example what was agreed. It stays on the record.")
        self.add_row("because", self.tr("Why is it taken back?"), self.reason, hint)

    def problems(self) -> Mapping[str, str]:
        """Too short to be a reason."""
        short = len(self.reason.toPlainText().strip()) < LEAST_WORDS
        return {"because": self.tr("Say why it is taken back, for example what was agreed.")} if short else {}

    def value(self) -> str:
        """The words."""
        return self.reason.toPlainText()
