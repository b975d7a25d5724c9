"""What a school and the Hub do with one enquiry, act by act: for robots that are stopped in the midst of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enquiry_app.enquiry.deciding_rules import DecisionInput
from enquiry_app.enquiry.hub_records import ChildDecision, Decision, Letter
from tests.services.conftest import Desks, example
from tests.services.deciding.conftest import DETAILS, WHY, children_of

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    + b"% a long remark " * 3000
    + b"\n%%EOF\n"
)


class HubDay:
    """One enquiry from its first words to the letter. Each act finds out by itself how far things have got."""

    def __init__(self, desks: Desks) -> None:
        self.teacher, self.worker, self.manager = desks("teacher"), desks("worker"), desks("manager")
        self.enquiry_id = ""

    def acts(self) -> Iterator[Callable[[], object]]:
        """All acts in their order."""
        return iter(
            (self.start, self.attach, self.send, self.take, self.rate, self.ask, self.answer, self.task, self.draft,
             self.submit, self.decide, self.compose, self.edit_letter, self.send_letter, self.close)
        )  # fmt: skip

    def start(self) -> object:
        draft = self.teacher.drafting.start(example("two-children"))
        self.enquiry_id = draft.enquiry.id
        return draft

    def attach(self) -> object:
        return self.teacher.drafting.add_attachment(self.enquiry_id, "notes.pdf", PDF)

    def send(self) -> object:
        return self.teacher.submitting.send(self.enquiry_id, self.teacher.version(self.enquiry_id))

    def take(self) -> object:
        self.worker.queue.open(self.enquiry_id)
        return self.worker.triage.take(self.enquiry_id)

    def rate(self) -> object:
        return self.worker.triage.rate(self.enquiry_id, "green", "", self.worker.version(self.enquiry_id))

    def ask(self) -> object:
        return self.worker.conversation.ask(self.enquiry_id, "Who fetches the children from school?")

    def answer(self) -> object:
        return self.teacher.conversation.write(self.enquiry_id, "information", "Their aunt does.")

    def task(self) -> object:
        due = self.worker.conversation.default_due()
        return self.worker.tasks.add(self.enquiry_id, "Ring the health visitor", "Jo Reed", due=due)

    def draft(self) -> object:
        made = tuple(ChildDecision(each, "D5", "4-S17", "N1") for each in children_of(self.worker, self.enquiry_id))
        given = DecisionInput(made, WHY, "The unborn baby too.", "yes", "", dict(DETAILS["D5"]))
        return self.worker.decisions.draft(self.enquiry_id, given, 0)

    def submit(self) -> object:
        decision = self._one(Decision)
        return self.worker.decisions.submit(decision.id, decision.version)

    def decide(self) -> object:
        decision = self._one(Decision)
        return self.manager.decisions.decide(decision.id, decision.version)

    def compose(self) -> object:
        return self.worker.letters.compose(self.enquiry_id)

    def edit_letter(self) -> object:
        letter = self._one(Letter, status="draft")
        return self.worker.letters.save(letter.id, {"ask": "Please ring us on Friday."}, letter.version)

    def send_letter(self) -> object:
        letter = self._one(Letter, status="draft")
        return self.worker.letters.send(letter.id, "app", letter.version)

    def close(self) -> object:
        return self.manager.closing.close(self.enquiry_id, self.manager.version(self.enquiry_id))

    def _one(self, kind, **where):
        with self.worker.seat.store.read() as read:
            return read.hub_records(kind, self.enquiry_id, **where)[-1]
