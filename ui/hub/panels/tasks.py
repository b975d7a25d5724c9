"""Tasks: what the matrix asks about, who is doing what by when, the clocks of the decision, the follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.hub_work import load_pathway_tasks
from enquiry_app.enquiry.item_titles import child_summaries
from enquiry_app.enquiry.pathway_tasks import Proposal, proposals
from enquiry_app.enquiry.task_rules import in_order, rule_due
from enquiry_app.services.doing_tasks import TaskInput
from ui.hub.panels.form_card import FormCard
from ui.hub.panels.forms_panel import FormsPanel
from ui.hub.panels.task_cards import ProposalCard, TaskCard, finished_words
from ui.hub.panels.task_forms import ActionForm
from ui.widgets.buttons import primary_button
from ui.widgets.expander import Expander
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, column
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel


class TasksPanel(FormsPanel):
    """Everything saves at once; words typed in an open form are kept when saving is refused."""

    title = "Tasks"
    key = "tasks"

    @staticmethod
    def badge(case: Any) -> str:
        """How many are open."""
        waiting = sum(task.status == "open" for task in case.work.tasks)
        return f"{waiting} open" if waiting else ""

    def build(self) -> None:
        """What is asked, what is to do, what is finished."""
        opened = self.case.opened
        self.form = None
        self._children = child_summaries(opened.form, opened.sent.answers)
        self.proposal_cards: list[ProposalCard] = []
        self.cards: list[TaskCard] = []
        tasks = in_order(self.case.work.tasks)
        self._asked()
        self.content.addWidget(Heading(self.tr("Who is doing what"), 3))
        self._open_ones([task for task in tasks if task.status == "open"])
        self.add = self.opener = primary_button(self.tr("Add an action"), self)
        self.add.clicked.connect(self.open_form)
        self.content.addLayout(button_row((self.add,)))
        self.form_place = column(gap="")
        self.content.addLayout(self.form_place)
        self._finished([task for task in tasks if task.status != "open"])
        self._other_pathway()
        self.give_back()

    def first_focus(self) -> QWidget | None:
        """The first thing asked, else the button to add an action."""
        return self.proposal_cards[0].take if self.proposal_cards else self.add

    def all_cards(self) -> Sequence[FormCard]:
        """Tasks and proposals."""
        return (*self.cards, *self.proposal_cards)

    @Slot()
    def open_form(self) -> None:
        """Ask what, who and by when."""
        if self.may_open():
            form = ActionForm(self.case, self.application, self._children, button=self.tr("Add it"))
            form.given.connect(self._on_add)
            self.show_form(form)

    def _asked(self) -> None:
        sent, enquiry, hub = self.case.opened.sent, self.case.enquiry, self.application.hub
        found = proposals(
            load_pathway_tasks(), sent.suggestions, self.case.work.tasks, enquiry.agency_kind, hub.hours,
            self.application.clock.now(),
        )  # fmt: skip
        asked = [each for each in found if each.state == "proposed"]
        self._refused = [each for each in found if each.state == "not_needed"]
        if not asked:
            return
        self.content.addWidget(Heading(self.tr("The signs ticked ask about"), 3))
        self.content.addWidget(
            WrappingLabel(self.tr("Prompts, not decisions: make each a task, or say why not."), "hint")
        )
        for proposal in asked:
            self.content.addWidget(self._proposal_card(proposal))

    def _proposal_card(self, proposal: Any) -> ProposalCard:
        card = ProposalCard(self.case, self.application, proposal, self._children, self.may_open)
        card.accepted.connect(self._on_accepted)
        card.refused.connect(self._on_refused)
        self.proposal_cards.append(card)
        return card

    def _open_ones(self, tasks: list[Any]) -> None:
        if not tasks:
            self.content.addWidget(WrappingLabel(self.tr("Nothing is to be done yet."), "hint"))
        for task in tasks:
            card = TaskCard(self.case, self.application, task, self._children, self.may_open)
            card.finished.connect(self._on_finished)
            card.changed_to.connect(self._on_changed_to)
            card.dropped.connect(self._on_dropped)
            self.cards.append(card)
            self.content.addWidget(card)

    def _finished(self, tasks: list[Any]) -> None:
        if not tasks:
            return
        self.finished = Expander(self.tr("Done or not needed ({n})").format(n=len(tasks)))
        for task in tasks:
            what, how = finished_words(self.case, task)
            self.finished.add(WrappingLabel(what, "strong"))
            self.finished.add(WrappingLabel(how))
        self.content.addWidget(self.finished)

    def _other_pathway(self) -> None:
        """What nobody ticked, or was said not to be needed, can still be asked for."""
        other = Expander(self.tr("Another pathway"))
        standing = {(each.code, each.child) for each in self.case.work.tasks if each.status == "open"}
        for proposal in self._refused:
            other.add(self._proposal_card(proposal))
        known = {each.pathway.flag for each in self._refused} | {
            card.proposal.pathway.flag for card in self.proposal_cards
        }
        choices = [(each.flag, each.title) for each in load_pathway_tasks().tasks
                   if each.flag not in known and not any(code == each.flag for code, _ in standing)]  # fmt: skip
        self.other = SteadyCombo(choices, self.tr("Choose one"))
        self.other.setAccessibleName(self.tr("Another pathway"))
        self.other.activated.connect(self._on_other)
        label = WrappingLabel(self.tr("Known from somewhere else, not from the signs ticked:"))
        label.setBuddy(self.other)
        other.add(label)
        other.add(self.other)
        self._other_place = column(gap="")
        other.body.addLayout(self._other_place)
        self.content.addWidget(other)
        self.more = other

    @Slot()
    def _on_other(self) -> None:
        pathway = load_pathway_tasks().of(self.other.code)
        if pathway is None or not self.may_open():
            return
        due = rule_due(pathway.due, self.application.clock.now(), self.application.hub.hours)
        everybody = tuple(child.item for child in self._children)
        duty = pathway.duty_of(self.case.enquiry.agency_kind)
        card = self._proposal_card(Proposal(pathway, "", everybody, due, "proposed", duty))
        self._other_place.addWidget(card)
        card.open_accept()

    @Slot(object)
    def _on_add(self, given: Any) -> None:
        self.save(partial(self.application.tasks.add, self.case.enquiry.id, **given), self.put_away)

    @Slot(object, object)
    def _on_finished(self, task: Any, given: Any) -> None:
        work = partial(self.application.tasks.done, task.id, version=self._version(task), **given)
        self.save(work, self.put_away)

    @Slot(object, object)
    def _on_changed_to(self, task: Any, given: Any) -> None:
        work = partial(self.application.tasks.change, task.id, TaskInput(**given), self._version(task))
        self.save(work, self.put_away)

    @Slot(object, str)
    def _on_dropped(self, task: Any, because: str) -> None:
        self.save(partial(self.application.tasks.drop, task.id, because, self._version(task)), self.put_away)

    @Slot(object, object)
    def _on_accepted(self, proposal: Any, given: Any) -> None:
        tasks, pathway = self.application.tasks, proposal.pathway
        work = partial(tasks.accept, self.case.enquiry.id, pathway.flag, **given)
        self.save(work, self.put_away)

    @Slot(object, str)
    def _on_refused(self, proposal: Any, because: str) -> None:
        tasks, flag = self.application.tasks, proposal.pathway.flag
        self.save(partial(tasks.not_needed, self.case.enquiry.id, flag, because, proposal.child), self.put_away)

    def _version(self, task: Any) -> int:
        """The version last seen: after somebody else saved first, saving again is meant."""
        newest = next((each for each in self.case.work.tasks if each.id == task.id), task)
        return newest.version
