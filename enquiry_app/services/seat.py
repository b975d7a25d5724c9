"""What every service works with: who is signed in, the store, the clock and the definitions in use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.enquiry.permissions import may, require
from enquiry_app.enquiry.records import Enquiry, Person, StoreInfo
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.errors import DocumentError, NotFound
from enquiry_app.services.clock_watch import ClockWatch, note_jump
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.held_secrets import HeldSecrets
from enquiry_app.services.ports import Clock, MakeDocument, Protect, Readable, RenderedPdf, Store, Work


def _no_documents(kind: str, content: object) -> RenderedPdf:
    raise DocumentError("Documents cannot be made here.")


def _no_protection(data: bytes, passphrase: str) -> bytes:
    raise DocumentError("Documents cannot be protected here.")


@dataclass(frozen=True)
class Seat:
    """One person at one opened store. Services of the same person share one."""

    store: Store
    clock: Clock
    person: Person
    definitions: DefinitionsInUse
    hub: HubDefinition
    info: StoreInfo
    make_document: MakeDocument = field(default=_no_documents, compare=False)  # kind of paper, what it is made of
    protect: Protect = field(default=_no_protection, compare=False)
    held: HeldSecrets = field(default_factory=HeldSecrets, compare=False, repr=False)
    clock_watch: ClockWatch = field(default_factory=ClockWatch, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "store", self.store.for_person(self.person))

    def now(self) -> dt.datetime:
        """The instant, aware UTC."""
        return self.clock.now()

    def today(self) -> dt.date:
        """The day in London."""
        return self.now().astimezone(LONDON).date()

    def require(self, action: str, enquiry: Enquiry | None = None) -> None:
        """Raise NotAllowed unless the person signed in may do this."""
        require(self.person, action, enquiry)

    def may(self, action: str, enquiry: Enquiry | None = None) -> bool:
        """Whether the person signed in may do this."""
        return may(self.person, action, enquiry)

    def enquiry(self, read: Readable, enquiry_id: str, action: str) -> Enquiry:
        """The enquiry, if there is one and this person may do `action` to it.

        Raises NotFound, NotAllowed.
        """
        self.require(action)
        found = read.enquiry(enquiry_id)
        self.require(action, found)
        return found

    def record(self, work: Work, tag: str, subject: str, **details: str) -> None:
        """Write an audit event of this person in the running transaction. Details hold codes and counts, no words."""
        jumped = 0 if self.info.practice else self.clock_watch.jumped(self.clock)  # practice tells stories of the past
        if jumped:
            note_jump(work, self.person.id, self.now(), jumped)
        work.record(tag, subject=subject, actor=self.person.id, at=self.now(), **details)


def not_found() -> NotFound:
    """The one sentence for an enquiry that is not here, or not for this person."""
    return NotFound("There is no such enquiry here, or it is not one you can open.")
