"""One task, and one thing the matrix asks about, as cards with their short forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal, Slot

from enquiry_app.definitions.hub_work import load_pathway_tasks
from enquiry_app.enquiry.task_rules import due_of, result_words
from ui.formatting import day, day_and_time, joined
from ui.hub.panels.form_card import FormCard
from ui.hub.panels.task_forms import AcceptForm, ActionForm, DoneForm, ReasonForm
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

KIND_WORDS = {
    "pathway": "Pathway", "clock": "Time limit", "follow_up": "Follow-up", "repeat_review": "Review of repeats",
}  # fmt: skip


class TaskCard(FormCard):
    """`finished` gives (task, keyword arguments), `changed_to` the same, `dropped` (task, reason)."""

    finished = Signal(object, object)
    changed_to = Signal(object, object)
    dropped = Signal(object, str)

    def __init__(self, case: Any, application: Any, task: Any, children: Any, guard: Callable[[], bool]) -> None:
        super().__init__(case, application, task.id, guard)
        self.task, self._children = task, children
        self.ways = {"done": self.open_done, "change": self.open_change, "drop": self.open_drop}
        self.add(WrappingLabel(task.what, "strong"))
        self.add(WrappingLabel(self._who(), "body"))
        tags = FlowLayout(gap=4)
        due = due_of(task, application.hub.hours, application.clock.now())
        if due.words:
            shape = "▲" if due.overdue else "●"
            tags.addWidget(StatusTag(f"{shape} {due.words}", "danger" if due.overdue else "info"))
        if task.kind in KIND_WORDS:
            tags.addWidget(StatusTag(self.tr(KIND_WORDS[task.kind]), "neutral"))
        if tags.count():
            self.add_layout(tags)
        self._notes()
        self._ways_on()

    def _who(self) -> str:
        task = self.task
        name = next((child.title for child in self._children if child.item == task.child), "")
        words = [task.who or self.case.name_of(task.assigned_to) or self.tr("Nobody yet")]
        if name:
            words.append(self.tr("for {name}").format(name=name))
        if task.due_at is not None:
            words.append(self.tr("by {day}").format(day=day(task.due_at)))
        return ", ".join(words)

    def _notes(self) -> None:
        pathways = load_pathway_tasks()
        pathway = pathways.of(self.task.code) if self.task.kind == "pathway" else None
        if pathway is None:
            return
        variant = pathway.variant(self.task.details.get("variant", ""))
        self.add(WrappingLabel(" ".join(filter(None, (pathway.note, variant.note if variant else ""))), "hint"))

    def _ways_on(self) -> None:
        what = self.task.what
        self.done = link_button(self.tr("Done…"), self)
        self.change = link_button(self.tr("Change…"), self)
        self.drop = link_button(self.tr("Not needed…"), self)
        for button in (self.done, self.change, self.drop):
            button.setAccessibleName(f"{button.text().rstrip('…')}: {what}")
        self.done.clicked.connect(self.open_done)
        self.change.clicked.connect(self.open_change)
        self.drop.clicked.connect(self.open_drop)
        self.add_buttons(self.done, self.change, self.drop)
        self.drop.setVisible(self.task.kind != "clock")

    @Slot()
    def open_done(self) -> None:
        """Ask what came of it."""
        form = DoneForm(self.task, self.application, self.tr("Record that it is done"))
        form.given.connect(self._on_done)
        self.open_form("done", form, self.done)

    @Slot()
    def open_change(self) -> None:
        """Show what, who and by when to be changed."""
        form = ActionForm(self.case, self.application, self._children, self.task, self.tr("Save the change"))
        form.given.connect(self._on_changed)
        self.open_form("change", form, self.change)

    @Slot()
    def open_drop(self) -> None:
        """Ask why it is not needed."""
        form = ReasonForm(self.tr("It is not needed"))
        form.given.connect(self._on_dropped)
        self.open_form("drop", form, self.drop)

    @Slot(object)
    def _on_done(self, given: Any) -> None:
        self.finished.emit(self.task, given)

    @Slot(object)
    def _on_changed(self, given: Any) -> None:
        self.changed_to.emit(self.task, given)

    @Slot(object)
    def _on_dropped(self, because: Any) -> None:
        self.dropped.emit(self.task, because)


class ProposalCard(FormCard):
    """`accepted` gives (proposal, keyword arguments), `refused` (proposal, reason)."""

    accepted = Signal(object, object)
    refused = Signal(object, str)

    def __init__(self, case: Any, application: Any, proposal: Any, children: Any, guard: Callable[[], bool]) -> None:
        super().__init__(case, application, f"{proposal.pathway.flag}/{proposal.child}", guard)
        self.proposal, self._children = proposal, children
        self.ways = {"accept": self.open_accept, "refuse": self.open_refuse}
        pathway = proposal.pathway
        names = [child.title for child in children if child.item in proposal.children]
        self.add(WrappingLabel(pathway.title, "strong"))
        self.add(WrappingLabel(self.tr("For {names}. {ask}").format(names=joined(names), ask=pathway.ask)))
        self.add(WrappingLabel(pathway.note, "hint"))
        if proposal.task is not None:
            words = self.tr("Not needed, said {name}, {at}: {why}").format(
                name=case.name_of(proposal.task.done_by), at=day_and_time(proposal.task.done_at),
                why=proposal.task.evidence,
            )  # fmt: skip
            self.add(WrappingLabel(words))
        self.take = secondary_button(self.tr("Make it a task"), self)
        self.take.setAccessibleName(self.tr("Make it a task: {title}").format(title=pathway.title))
        self.take.clicked.connect(self.open_accept)
        self.refuse = link_button(self.tr("Not needed…"), self)
        self.refuse.setAccessibleName(self.tr("Not needed: {title}").format(title=pathway.title))
        self.refuse.clicked.connect(self.open_refuse)
        self.add_buttons(self.take, self.refuse)
        self.refuse.setVisible(proposal.task is None)

    @Slot()
    def open_accept(self) -> None:
        """Ask who does it, and by when."""
        form = AcceptForm(self.proposal, self.case, self.application, self._children, self.tr("Make it a task"))
        form.given.connect(self._on_accepted)
        self.open_form("accept", form, self.take)

    @Slot()
    def open_refuse(self) -> None:
        """Ask why it is not needed."""
        form = ReasonForm(self.tr("It is not needed"))
        form.given.connect(self._on_refused)
        self.open_form("refuse", form, self.refuse)

    @Slot(object)
    def _on_accepted(self, given: Any) -> None:
        self.accepted.emit(self.proposal, given)

    @Slot(object)
    def _on_refused(self, because: Any) -> None:
        self.refused.emit(self.proposal, because)


def finished_words(case: Any, task: Any) -> tuple[str, str]:
    """(what, how it ended) of a finished task."""
    who, at = case.name_of(task.done_by), day(task.done_at) if task.done_at else ""
    if task.status == "dropped":
        return task.what, f"Not needed, {at}, {who}: {task.evidence}"
    came = result_words(task, load_pathway_tasks())
    pathway = load_pathway_tasks().of(task.code) if task.kind == "pathway" else None
    recorded = [fact for fact in (pathway.facts if pathway else ()) if task.details.get(fact.id)]
    facts = [f"{fact.label}: {_fact_words(fact.kind, task.details[fact.id])}" for fact in recorded]
    words = [f"Done {at}, {who}", came, task.evidence, f"Reference {task.reference}" if task.reference else "", *facts]
    return task.what, ". ".join(word.rstrip(".") for word in words if word) + "."


def _fact_words(kind: str, text: str) -> str:
    return day(dt.date.fromisoformat(text)) if kind == "day" else text
