"""The store as one person may see it: what is confidential is not there, what is closed to them has no content.

Each block begins by reading the person anew: somebody disabled or moved since they signed in is refused at their next
step. The access rules are read once a block, when first asked for; there are few, and usually none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, select

from enquiry_app.enquiry.access_rules import EVERYTHING, Access, access_of, covered
from enquiry_app.enquiry.hub_records import HubRecord
from enquiry_app.enquiry.kept_records import AccessRule, RetentionItem
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.errors import AccessEnded, NotFound, Refused
from enquiry_app.services.ports import QueueFilter, SimilarChild
from enquiry_app.storage import hub_rows, store_rows
from enquiry_app.storage.enquiry_rows import NO_ENQUIRY, enquiries

R = TypeVar("R", bound=HubRecord)

ENDED = "Your access to this store has ended. Please speak to an administrator."
MOVED = "Your role or agency was changed. Please sign in again to go on."
NOT_TO_TAKE_IN = "This file is not one you can take in. Please ask a hub manager to open it."
# Kept for those who settle access and retention although the enquiry is closed to them.
_SHOWN_WHEN_CLOSED = (AccessRule, RetentionItem)


def check_access(connection: Connection, person: Person) -> None:
    """Raise AccessEnded unless this person may still sign in, with the role and agency they signed in with."""
    row = store_rows.standing_of(connection, person.id)
    if row is None or not row.active:
        raise AccessEnded(ENDED)
    if (row.role, row.agency_id) != (person.role, person.agency_id):
        raise AccessEnded(MOVED)


@dataclass(frozen=True)
class Hidden:
    """Row numbers and ids of what a list leaves out, and what it shows without content."""

    access: Access = EVERYTHING
    unseen_seqs: tuple[int, ...] = ()
    closed_seqs: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.access.unseen or self.access.closed)

    def left_out(self, wanted: QueueFilter) -> tuple[int, ...]:
        """Row numbers a list leaves out: the unseen; also the closed where being found would tell what is in them."""
        telling = wanted.text.strip() or wanted.level or wanted.rating
        return (*self.unseen_seqs, *(self.closed_seqs if telling else ()))

    def shown(self, enquiry: Enquiry) -> Enquiry:
        """The record as this person may see it; it must not be one of the unseen."""
        words = self.access.closed.get(enquiry.id)
        return covered(enquiry, words) if words else enquiry

    def shown_child(self, like: SimilarChild) -> SimilarChild:
        """What is known of a child: only that there is something, where it is closed to this person."""
        if like.enquiry.id not in self.access.closed:
            return like
        enquiry = self.shown(like.enquiry)
        return SimilarChild(enquiry, like.strength, enquiry.title, (), (), like.relation, None)

    def shown_all(self, found: Iterable[Enquiry]) -> tuple[Enquiry, ...]:
        """The same for a list, without the unseen."""
        return tuple(self.shown(each) for each in found if each.id not in self.access.unseen)


NOTHING = Hidden()


@dataclass(frozen=True)
class Veil:
    """What is hidden from one person in one block; nothing without a person."""

    connection: Connection
    person: Person | None = None

    @cached_property
    def hidden(self) -> Hidden:
        """Read once a block."""
        if self.person is None:
            return NOTHING
        rules = hub_rows.find(self.connection, AccessRule, status="open")
        if not rules:
            return NOTHING
        access = access_of(self.person, rules, store_rows.read_people(self.connection))
        wanted = (*access.unseen, *access.closed)
        query = select(enquiries.c.id, enquiries.c.seq).where(enquiries.c.id.in_(wanted))
        seqs = {row.id: row.seq for row in self.connection.execute(query)} if wanted else {}
        return Hidden(
            access,
            tuple(seqs[each] for each in access.unseen if each in seqs),
            tuple(seqs[each] for each in access.closed if each in seqs),
        )

    def one(self, enquiry: Enquiry | None) -> Enquiry | None:
        """The record, without content if closed; None if it is not there for this person."""
        if enquiry is None or enquiry.id in self.hidden.access.unseen:
            return None
        return self.hidden.shown(enquiry)

    def open_content(self, enquiry_id: str) -> None:
        """Raise NotFound or Refused if this person may not read what stands in this enquiry."""
        if self.person is None:
            return
        if enquiry_id in self.hidden.access.unseen:
            raise NotFound(NO_ENQUIRY)
        if words := self.hidden.access.closed.get(enquiry_id):
            raise Refused(words, enquiry_id=enquiry_id)

    def not_kept_back(self, enquiry_id: str) -> None:
        """Raise Refused if this comes from elsewhere and is here already, but not for this person."""
        access = self.hidden.access
        if enquiry_id in access.unseen or enquiry_id in access.closed:
            raise Refused(NOT_TO_TAKE_IN, enquiry_id=enquiry_id)

    def conditions(self, kind: type[HubRecord]) -> list[ColumnElement[bool]]:
        """What keeps records of hidden enquiries out of a list of them."""
        hidden, table = self.hidden, hub_rows.TABLES[kind]
        if not hidden:
            return []
        closed_too = kind not in _SHOWN_WHEN_CLOSED
        access = hidden.access
        ids = (*access.unseen, *(access.closed if closed_too else ()))
        seqs = (*hidden.unseen_seqs, *(hidden.closed_seqs if closed_too else ()))
        found: list[ColumnElement[bool]] = []
        if "enquiry_seq" in table.c and seqs:
            found.append(table.c.enquiry_seq.not_in(seqs))
        if "of_enquiry" in table.c and ids:
            found.append(table.c.of_enquiry.not_in(ids))
        if "other_id" in table.c and access.unseen:
            found.append(table.c.other_id.not_in(access.unseen))
        return found

    def record(self, record: R) -> R:
        """One record, unless it is of an enquiry hidden from this person. Raises NotFound, NotAllowed."""
        of = getattr(record, "enquiry_id", "") or getattr(record, "of_enquiry", "")
        if self.hidden and of and not isinstance(record, _SHOWN_WHEN_CLOSED):
            if of in self.hidden.access.unseen or getattr(record, "other_id", "") in self.hidden.access.unseen:
                raise NotFound(hub_rows.GONE)
            self.open_content(of)
        elif of in self.hidden.access.unseen:
            raise NotFound(hub_rows.GONE)
        return record
