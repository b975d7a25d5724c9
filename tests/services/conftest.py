"""Services over a real encrypted store, one set for each person of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import import_module

import pytest

from enquiry_app.composition import SERVICES, WITH_DOCUMENTS, paper_maker, protect, referral_maker
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.answers_json import answers_from_json
from enquiry_app.enquiry.records import Event, Person
from enquiry_app.resource_files import resource_text
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.drafting import Drafting
from enquiry_app.services.held_secrets import HeldSecrets
from enquiry_app.services.hub_queue import HubQueue
from enquiry_app.services.producing_documents import Documents
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import Submitting


def example(name: str) -> Answers:
    """The answers of a committed example enquiry."""
    data = json.loads(resource_text("examples", "enquiries", f"{name}.json"))
    return answers_from_json(load_form(), load_matrix(), data)


@dataclass
class Desk:
    """The services of one person."""

    seat: Seat
    documents: Documents
    drafting: Drafting
    submitting: Submitting
    queue: HubQueue

    def __getattr__(self, name: str):
        """Any other service, as the application builds it."""
        if name not in SERVICES:
            raise AttributeError(name)
        module, kind = SERVICES[name]
        made = getattr(import_module(f"enquiry_app.services.{module}"), kind)
        return made(self.seat, self.documents) if name in WITH_DOCUMENTS else made(self.seat)

    def version(self, enquiry_id: str) -> int:
        with self.seat.store.read() as read:
            return read.enquiry(enquiry_id).version

    def status(self, enquiry_id: str) -> str:
        with self.seat.store.read() as read:
            return read.enquiry(enquiry_id).status

    def events(self, subject: str = "") -> tuple[Event, ...]:
        with self.seat.store.read() as read:
            return read.events(subject)

    def tags(self, subject: str = "") -> list[str]:
        return [event.tag for event in self.events(subject)]


class JustSignedIn(HeldSecrets):
    """Whoever sits at a desk has typed their passphrase this moment (`tests/ui/test_passphrase_asking.py` has others)."""

    def __init__(self, clock) -> None:
        self._clock = clock
        super().__init__()

    @property
    def confirmed_at(self):
        return self._clock.now()

    @confirmed_at.setter
    def confirmed_at(self, _) -> None:
        """It is always now."""


class Desks:
    """Makes the desk of somebody of the store: `desks("teacher")`."""

    def __init__(self, store, clock, people: dict[str, Person], papers=None, referral=None) -> None:
        """`papers` and `referral` make the documents; by default as the application makes them."""
        self.store, self.clock, self.people = store, clock, people
        self._papers, self._referral = papers or paper_maker(b"k" * 32), referral or referral_maker(b"k" * 32)
        self._definitions = DefinitionsInUse(load_form(), load_matrix())

    def __call__(self, who: str, kind: str = "") -> Desk:
        with self.store.read() as read:
            info = read.store_info()
        if kind:
            info = replace(info, kind=kind)
        papers = self._papers
        held = JustSignedIn(self.clock)
        seat = Seat(
            self.store, self.clock, self.people[who], self._definitions, load_hub(), info, papers, protect, held
        )
        documents = Documents(seat, self._referral)
        return Desk(seat, documents, Drafting(seat), Submitting(seat, documents), HubQueue(seat))


@pytest.fixture
def desks(store, clock, people) -> Desks:
    return Desks(store, clock, people)


@pytest.fixture
def teacher(desks) -> Desk:
    return desks("teacher")


@pytest.fixture
def lead(desks) -> Desk:
    return desks("lead")


@pytest.fixture
def worker(desks) -> Desk:
    return desks("worker")


@pytest.fixture
def sent(teacher):
    """The two-child example, sent by the teacher into a store shared with the Hub."""
    draft = teacher.drafting.start(example("two-children"))
    return teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
