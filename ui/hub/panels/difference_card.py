"""One disagreement: what it is about, its four stages as steps in words, and the ways on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.hub_work import STAGES, load_escalation
from enquiry_app.enquiry.escalation_rules import stage_lines, stage_text
from ui.formatting import day, day_and_time
from ui.hub.panels.difference_forms import SettleForm, TakeBackForm, TalkForm
from ui.hub.panels.form_card import FormCard
from ui.hub.panels.prepared_text import PreparedText
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.layouts import column, panels
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

STEP_WORDS = {
    "done": ("✓", "Done"), "now": ("●", "Now"), "to_come": ("○", "If it is not settled"), "not_used": ("–", "Not used"),
}  # fmt: skip
STATUS_TAGS = {
    "open": ("● Open", "info"),
    "settled": ("✓ Settled", "success"),
    "withdrawn": ("– Taken back", "neutral"),
}


class DifferenceCard(FormCard):
    """Each signal gives (disagreement, what was typed)."""

    said = Signal(object, object)
    next_stage_wanted = Signal(object, object)
    settled = Signal(object, object)
    withdrawn = Signal(object, object)

    def __init__(self, case: Any, application: Any, one: Any, guard: Callable[[], bool]) -> None:
        super().__init__(case, application, one.id, guard)
        self.one = one
        self.ways = {"talk": self.open_talk, "next": self.open_next, "settle": self.open_settle, "back": self.open_back}
        self._head()
        self.steps: list[_Step] = []
        hub, now = application.hub, application.clock.now()
        for line in stage_lines(one, load_escalation(), hub, now):
            if one.status == "open" or line.state == "done":
                step = _Step(line, case)
                self.steps.append(step)
                self.add(step)
        if one.status == "open":
            self._prepared()
            self._ways_on()
        else:
            self._ending()

    def first_focus(self) -> QWidget:
        """The way on that is used most."""
        return self.talk

    def _head(self) -> None:
        one, escalation = self.one, load_escalation()
        reason = escalation.reason(one.reason)
        self.add(WrappingLabel(reason.label if reason else one.reason, "strong"))
        tags = FlowLayout(gap=4)
        tags.addWidget(StatusTag(*STATUS_TAGS[one.status]))
        if one.immediate_risk:
            tags.addWidget(StatusTag(self.tr("▲ A child may be at risk meanwhile"), "danger"))
        self.add_layout(tags)
        by = self.case.name_of(one.raised_by)
        who = f"{by}, {one.raised_for}" if one.raised_for else by
        self.add(
            WrappingLabel(self.tr("Raised by {who}, {at}").format(who=who, at=day_and_time(one.raised_at)), "caption")
        )
        self.add(WrappingLabel(one.about))

    def _prepared(self) -> None:
        """The letter for the stage it stands at and for the next one."""
        person = self.application.person
        hub, now, enquiry = self.application.hub, self.application.clock.now(), self.case.enquiry
        for stage in (self.one.stage, self.one.stage + 1):
            if stage <= STAGES:
                words = stage_text(self.one, stage, enquiry, hub, now, person)
                holder = Expander(self.tr("Prepared text for stage {n}").format(n=stage))
                holder.add(PreparedText(words, self.tr("Prepared text for stage {n}").format(n=stage)))
                self.add(holder)

    def _ways_on(self) -> None:
        one = self.one
        self.talk = secondary_button(self.tr("Record a conversation…"), self)
        self.next = secondary_button(self.tr("Take it to stage {n}…").format(n=one.stage + 1), self)
        self.settle = secondary_button(self.tr("Settled…"), self)
        self.back = link_button(self.tr("Take it back…"), self)
        self.talk.clicked.connect(self.open_talk)
        self.next.clicked.connect(self.open_next)
        self.settle.clicked.connect(self.open_settle)
        self.back.clicked.connect(self.open_back)
        self.add_buttons(self.talk, self.next, self.settle, self.back)
        self.next.setVisible(one.stage < STAGES)
        self.settle.setVisible(self.application.may("settle_disagreement", self.case.enquiry))
        self.back.setVisible(one.raised_by == self.application.person.id)

    def _ending(self) -> None:
        one = self.one
        by, at = self.case.name_of(one.settled_by), day(one.settled_at)
        if one.status == "withdrawn":
            self.add(
                WrappingLabel(
                    self.tr("Taken back, {at}, {name}: {why}").format(at=at, name=by, why=one.withdrawn_because)
                )
            )
            return
        self.add(WrappingLabel(f"{load_escalation().outcome_words(one.outcome)} ({at}, {by})", "strong"))
        self.add(WrappingLabel(self.tr("For the child: {words}").format(words=one.changed_for_child)))
        if one.learning:
            self.add(WrappingLabel(self.tr("Learning: {words}").format(words=one.learning)))

    @Slot()
    def open_talk(self) -> None:
        """Record who spoke and what was said."""
        form = TalkForm(self.tr("Record it"), self.tr("With whom did you speak?"), self.tr("What was said or agreed?"),
                        self.one.with_whom)  # fmt: skip
        form.given.connect(self._on_said)
        self.open_form("talk", form, self.talk)

    @Slot()
    def open_next(self) -> None:
        """Name who it goes to, and what was tried."""
        line = stage_lines(
            self.one, load_escalation(), self.application.hub, self.application.clock.now()
        )[self.one.stage]  # fmt: skip
        form = TalkForm(self.tr("Take it to stage {n}").format(n=line.number), self.tr("To whom is it taken?"),
                        self.tr("What has been tried?"), line.who)  # fmt: skip
        form.given.connect(self._on_next)
        self.open_form("next", form, self.next)

    @Slot()
    def open_settle(self) -> None:
        """Record how it ended."""
        form = SettleForm(self.tr("Record that it is settled"))
        form.given.connect(self._on_settled)
        self.open_form("settle", form, self.settle)

    @Slot()
    def open_back(self) -> None:
        """Ask why it is taken back."""
        form = TakeBackForm(self.tr("Take it back"))
        form.given.connect(self._on_back)
        self.open_form("back", form, self.back)

    @Slot(object)
    def _on_said(self, given: Any) -> None:
        self.said.emit(self.one, given)

    @Slot(object)
    def _on_next(self, given: Any) -> None:
        self.next_stage_wanted.emit(self.one, given)

    @Slot(object)
    def _on_settled(self, given: Any) -> None:
        self.settled.emit(self.one, given)

    @Slot(object)
    def _on_back(self, given: Any) -> None:
        self.withdrawn.emit(self.one, given)


class _Step(QWidget):
    """One stage: its state in a word, its name, who, by when, and what was recorded there."""

    def __init__(self, line: Any, case: Any) -> None:
        super().__init__()
        across = panels(self, "tight")
        shape, state = STEP_WORDS[line.state]
        mark = WrappingLabel(shape, "strong")
        mark.setFixedWidth(mark.fontMetrics().height())
        mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        across.addWidget(mark)
        text = column(gap="")
        text.addWidget(WrappingLabel(f"{line.number}. {line.name}", "strong" if line.state == "now" else "body"))
        whom = f": {line.who}, {line.phone}" if line.state in ("now", "to_come") else ""
        text.addWidget(WrappingLabel(f"{state}{whom}", "caption"))
        if line.due:
            words, tone = (f"▲ {line.due}", "danger") if line.overdue else (f"● {line.due}", "info")
            text.addWidget(StatusTag(words, tone), 0, Qt.AlignmentFlag.AlignLeft)
        for each in line.said:
            if each.get("note"):
                at = day(dt.datetime.fromisoformat(each["at"]))
                said = f"{at}, {case.name_of(each['by'])} with {each['with_whom']}: {each['note']}"
                text.addWidget(WrappingLabel(said, "hint"))
        across.addLayout(text, 1)
        self.words = f"{state}: {line.number}. {line.name}"
        if line.due:
            self.words += f", {line.due}"
