"""What services ask of the outside: store, clock, documents. Implemented in `storage`, `documents`, `clock`; wired in
`composition`.

One use case = one transaction: `with store.write() as work: …; work.commit()`. Leaving the block without `commit()`
rolls back. `write()` begins IMMEDIATE; `read()` is a snapshot on a read-only connection. Nothing with a session leaves
the block. Every method that changes something is followed, in the same transaction, by `work.record(...)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from enquiry_app.enquiry.answers import Answers, Change, ItemsChange
from enquiry_app.enquiry.audit_trail import AuditVerdict, TrailQuery
from enquiry_app.enquiry.case_list_reading import CaseEntry
from enquiry_app.enquiry.hub_records import HubRecord
from enquiry_app.enquiry.look_up_rules import CaseMatch
from enquiry_app.enquiry.records import Agency, Draft, Enquiry, Event, Person, SentVersion, StoreInfo, Suggested, Team

T = TypeVar("T", bound=HubRecord)


class Clock(Protocol):
    """Tells the time; tests bring their own."""

    def now(self) -> dt.datetime:
        """The instant, aware UTC."""


@dataclass(frozen=True)
class Summary:
    """The narrow columns of an enquiry, worked out from its answers by `services/summarising.py` at each save."""

    title: str = ""
    initials: str = ""
    area: str = ""
    youngest: str = ""
    level: str = ""
    urgent: bool = False
    flags: tuple[str, ...] = ()
    seen: str = ""  # of the children, the least: seen_alone, seen, not_seen; "" not said
    people: tuple[IndexedPerson, ...] = ()


@dataclass(frozen=True)
class IndexedPerson:
    """A child or household member as indexed for "is this child known?". `part` is subject, sibling, household."""

    item: str
    part: str
    given_names: str
    family_name: str
    known_as: str = ""
    birth: str = ""  # ISO, perhaps partial; or due date with part `unborn`
    unborn: bool = False
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    postcode: str = ""
    address: str = ""
    phone: str = ""
    school: str = ""


@dataclass(frozen=True)
class SimilarChild:
    """An enquiry that may be about the same child, with the facts that match in words."""

    enquiry: Enquiry
    strength: str  # strong, possible
    child: str
    matched: tuple[str, ...]
    differing: tuple[str, ...] = ()
    relation: str = "same_child"  # same_child, sibling, household: what the facts speak for
    known: IndexedPerson | None = None  # who there


@dataclass(frozen=True)
class StoredAttachment:
    """A file of an enquiry as the store keeps it, without its content: `size` in bytes, `sha256` in hexadecimal."""

    id: str
    file_name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added, with the password they sign in with first. Never printed, never stored."""

    user_name: str
    display_name: str
    job_title: str
    role: str
    password: str
    phone: str = ""
    email: str = ""
    agency_id: str = ""
    team_id: str = ""

    def __repr__(self) -> str:
        return f"NewPerson({self.role})"


@dataclass(frozen=True)
class RecoverySheets:
    """What is printed, each for another senior person to keep. `fingerprint` stands on both and is no secret."""

    sheet_one: str = field(repr=False)
    sheet_two: str = field(repr=False)
    fingerprint: str


MOST_FOUND = 1_000  # by text among everything: more is no answer, and takes longer than people wait


@dataclass(frozen=True)
class QueueFilter:
    """What the list asks for. Empty means any."""

    statuses: tuple[str, ...] = ()
    owner_id: str = ""
    agency_id: str = ""
    lead_id: str = ""
    urgent_only: bool = False
    level: str = ""
    text: str = ""  # name, reference, postcode, telephone number, words of what was sent; prefix as typed
    assigned_to: str = ""
    rating: str = ""
    overdue_at: dt.datetime | None = None  # only what was due before this instant
    team_of: str = ""  # person id: only what people of their team work on, also those whose access has ended
    below_protection: bool = False  # only where a level was chosen or decided below a sign of significant harm

    @property
    def among_all(self) -> bool:
        """Whether text is looked for among closed ones too: then the newest MOST_FOUND that hold it are enough."""
        return bool(self.text.strip()) and (not self.statuses or "closed" in self.statuses)


# The first is what the queue opens with: urgent before everything, then what is due first.
SORTS = ("urgent_first", "due", "newest", "oldest", "level", "area", "agency")


class Readable(Protocol):
    """What can be asked of a store inside a block."""

    def store_info(self) -> StoreInfo: ...
    def person(self, person_id: str) -> Person: ...
    def person_by_user_name(self, user_name: str) -> Person | None: ...
    def people(self) -> tuple[Person, ...]: ...
    def agencies(self) -> tuple[Agency, ...]: ...
    def teams(self) -> tuple[Team, ...]: ...  # also closed ones, by name
    def confidential(self) -> frozenset[str]: ...  # ids, whoever asks: left out of what is worked out for everybody
    def unseen(self) -> frozenset[str]: ...  # ids the person of this block may not even know of
    def indexed_people(self, enquiry_id: str) -> tuple[IndexedPerson, ...]: ...
    def enquiry(self, enquiry_id: str) -> Enquiry: ...  # without content, and `closed` set, if closed to this person
    def enquiry_by_reference(self, reference: str) -> Enquiry | None: ...
    def enquiry_by_seq(self, seq: int) -> Enquiry | None: ...  # a draft has no reference; people name it D1, D2 …
    def draft(self, enquiry_id: str) -> Draft: ...
    def answers(self, enquiry_id: str) -> Answers: ...
    def revealed(self, enquiry_id: str) -> Mapping[str, Suggested]: ...
    def sent_version(self, enquiry_id: str, number: int = 0) -> SentVersion: ...  # 0: newest
    def enquiries(self, wanted: QueueFilter, sort: str, limit: int, offset: int = 0) -> tuple[Enquiry, ...]: ...
    def count(self, wanted: QueueFilter) -> int: ...
    def page_and_count(
        self, wanted: QueueFilter, sort: str, limit: int, offset: int = 0
    ) -> tuple[tuple[Enquiry, ...], int, bool]: ...
    def counts_by_status(self, wanted: QueueFilter) -> Mapping[str, int]: ...
    def similar(
        self, person: IndexedPerson, agency_id: str, excluding: str, statuses: Sequence[str] = ()
    ) -> tuple[SimilarChild, ...]: ...  # best first; no statuses: any
    def definition(self, kind: str, id_and_version: str) -> str: ...  # canonical JSON of a stored form or matrix
    def events(self, subject_id: str = "", limit: int = 0) -> tuple[Event, ...]: ...
    def event_numbers(self, wanted: TrailQuery) -> Sequence[int]: ...  # newest first
    def events_numbered(self, numbers: Sequence[int]) -> tuple[Event, ...]: ...  # in the order asked
    def enquiry_names(self, ids: Sequence[str]) -> Mapping[str, str]: ...  # reference or draft's number, never a child
    def event_tags(self, after: int = 0) -> tuple[str, ...]: ...  # of the events after this number
    def newest_event(self, tag: str) -> Event | None: ...
    def trail_head(self) -> tuple[int, str]: ...  # number and hash of the last event
    def trail_hash(self, number: int) -> str: ...  # of the event with this number, "" if there is none
    def document(self, enquiry_id: str, copy: str) -> bytes | None: ...
    def untouched_since(
        self, conditions: Sequence[tuple[Sequence[str], Sequence[str], dt.datetime]], after_seq: int, limit: int
    ) -> tuple[Enquiry, ...]: ...  # (statuses, outcomes or none, not changed since), in order of their number
    def births(self, enquiry_seqs: Sequence[int]) -> Mapping[int, tuple[str, ...]]: ...  # of the children
    def attachment_sizes(self, enquiry_id: str) -> tuple[tuple[str, int], ...]: ...  # (attachment id, bytes)
    def attachment(self, attachment_id: str) -> tuple[str, str, bytes]: ...  # file name, media type, content
    def attachments(self, enquiry_id: str) -> tuple[StoredAttachment, ...]: ...
    def answer_changes(self, enquiry_id: str) -> tuple[tuple[dt.datetime, str, Change | ItemsChange], ...]: ...
    def hub_records(self, kind: type[T], /, enquiry_id: str = "", **where: Any) -> tuple[T, ...]: ...  # oldest first
    def count_hub_records(self, kind: type[HubRecord], /, enquiry_id: str = "", **where: Any) -> int: ...
    def newest_hub_records(self, kind: type[T], most: int) -> tuple[T, ...]: ...  # newest first
    def hub_record(self, kind: type[T], record_id: str) -> T: ...  # raises NotFound
    def case_entries_like(self, person: IndexedPerson) -> tuple[CaseMatch, ...]: ...  # best first
    def case_entry(self, entry_id: str) -> CaseEntry | None: ...
    def keyed_case_entries(
        self, entries: Sequence[CaseEntry], on_progress: Callable[[int], None] | None = None
    ) -> Any: ...  # for `put_case_entries`, made ready before the store is locked
    def secret(self, name: str) -> bytes | None: ...  # for `security` alone
    def public_keys(self) -> tuple[str, ...]: ...  # of everybody who may sign in


class Work(Readable, Protocol):
    """A write transaction."""

    def commit(self) -> None: ...
    def record(self, tag: str, *, subject: str, actor: str, at: dt.datetime, **details: str) -> None: ...
    def put_store_info(self, info: StoreInfo) -> None: ...
    def put_agency(self, agency: Agency) -> None: ...
    def put_team(self, team: Team) -> None: ...
    def put_person(self, person: Person) -> None: ...
    def put_definition(self, kind: str, id_and_version: str, canonical_json: str) -> None: ...
    def add_enquiry(self, enquiry: Enquiry) -> Enquiry: ...  # returns it with its seq
    def save_answers(
        self,
        enquiry_id: str,
        *,
        version: int,
        changes: Sequence[Change | ItemsChange],
        summary: Summary,
        place: str | None,
        at: dt.datetime,
        by: str,
    ) -> int: ...  # new version; raises EnquiryChangedElsewhere
    def change_enquiry(self, enquiry_id: str, *, version: int, at: dt.datetime, **columns: Any) -> Enquiry: ...
    def add_hub_record(self, record: T) -> T: ...
    def change_hub_record(self, record: T, version: int) -> T: ...  # as version + 1; raises EnquiryChangedElsewhere
    def remove_hub_record(self, kind: type[HubRecord], record_id: str) -> None: ...  # views people keep, nothing else
    def put_case_entries(
        self, list_id: str, entries: Any, on_progress: Callable[[int], None] | None = None
    ) -> None: ...  # in place of those of every list before
    def next_reference_number(self) -> int: ...
    def add_sent_version(self, sent: SentVersion) -> None: ...
    def add_revealed(self, enquiry_id: str, revealed: Suggested) -> None: ...
    def put_document(self, enquiry_id: str, copy: str, data: bytes, sha256: str, at: dt.datetime) -> None: ...
    def add_attachment(
        self, enquiry_id: str, attachment_id: str, file_name: str, media_type: str, content: bytes
    ) -> StoredAttachment: ...  # known by content, image metadata taken away; raises AttachmentRefused
    def put_public_key(self, person_id: str, public_key: str) -> None: ...
    def put_secret(self, name: str, value: bytes) -> None: ...
    def remove_attachment(self, enquiry_id: str, attachment_id: str) -> None: ...
    def delete_enquiry(self, enquiry_id: str) -> None: ...  # a draft; raises AppError while a hold is in force
    def erase_enquiry(self, enquiry_id: str) -> Mapping[str, Any]: ...  # counts, hashes; raises AppError on hold


class Store(Protocol):
    """An opened, unlocked store."""

    def for_person(self, person: Person) -> Store: ...  # as they may see it; refuses them once disabled or moved
    def write(self) -> AbstractContextManager[Work]: ...
    def write_many(self) -> AbstractContextManager[Work]: ...  # many new enquiries at once, only those
    def read(self) -> AbstractContextManager[Readable]: ...
    def tidy(self) -> None: ...  # the write-ahead log back into the main file
    def verify_trail(self, on_progress: Callable[[int, int], None] | None = None) -> AuditVerdict: ...
    def close(self) -> None: ...


class KeyRing(Protocol):
    """The keys beside a store: who can open it."""

    def give_key(self, user_name: str, password: str) -> str: ...  # public part; raises PasswordRefused
    def take_key(self, user_name: str) -> None: ...
    def seal_pending(self, store: Any) -> None: ...  # after people changed
    def change_password(self, user_name: str, old: str, new: str, clock: Clock) -> None: ...
    def new_recovery_sheets(self, store: Any) -> RecoverySheets: ...
    def recovery_fingerprint(self, store: Any) -> str: ...
    def try_sheets(self, store: Any, sheet_one: str, sheet_two: str) -> None: ...  # raises AppError


class RenderedPdf(Protocol):
    """A finished PDF as the documents layer gives it."""

    @property
    def data(self) -> bytes: ...
    @property
    def page_count(self) -> int: ...
    @property
    def page_codes(self) -> tuple[str, ...]:
        """The check code of each page, in order; none of a paper that has no codes."""

    @property
    def sha256(self) -> str: ...


# Kind of paper (a key of `composition.PAPERS`) and the record it is made of -> the PDF. Raises DocumentError.
MakeDocument = Callable[[str, object], RenderedPdf]

# A PDF and the passphrase it is to open with -> the same PDF, encrypted.
Protect = Callable[[bytes, str], bytes]

KEYS_PENDING = "keys_pending"  # secret that is set while people were changed but the keys not sealed anew
