"""The store behind `services/ports.py`: blocks of reading and writing over the encrypted file (or PostgreSQL)."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection

from enquiry_app.enquiry.answers import Answers, Change, ItemsChange
from enquiry_app.enquiry.audit_trail import AuditVerdict, TrailQuery
from enquiry_app.enquiry.case_list_reading import CaseEntry
from enquiry_app.enquiry.hub_records import HubRecord
from enquiry_app.enquiry.kept_records import AccessRule, RetentionItem
from enquiry_app.enquiry.look_up_rules import CaseMatch
from enquiry_app.enquiry.records import Agency, Draft, Enquiry, Event, Person, SentVersion, StoreInfo, Suggested, Team
from enquiry_app.errors import NotFound, StoreUnavailable
from enquiry_app.services.ports import IndexedPerson, QueueFilter, SimilarChild, StoredAttachment, Summary
from enquiry_app.storage import (
    answer_rows,
    attachment_rows,
    audit_chain,
    audit_search,
    case_list_rows,
    enquiry_rows,
    erasing,
    hub_rows,
    person_index,
    queue_queries,
    sent_rows,
    store_rows,
)
from enquiry_app.storage.anchor import Anchor, Anchors
from enquiry_app.storage.driver_errors import plain_errors
from enquiry_app.storage.engine import Engines
from enquiry_app.storage.person_store import PersonStore
from enquiry_app.storage.summary_rows import write_summary
from enquiry_app.storage.veil import Veil, check_access

T = TypeVar("T", bound=HubRecord)

CLOSED = "The screen is locked, so nothing can be read or written. Unlock it, then try again."


class SqlReadable:
    """What can be asked inside a block, by one person or by the app itself. `connection` is for `storage` alone."""

    def __init__(self, connection: Connection, person: Person | None = None) -> None:
        self.connection = connection
        self.veil = Veil(connection, person)

    def store_info(self) -> StoreInfo:
        return store_rows.read_info(self.connection)

    def person(self, person_id: str) -> Person:
        return store_rows.read_person(self.connection, person_id)

    def person_by_user_name(self, user_name: str) -> Person | None:
        return store_rows.read_person_by_user_name(self.connection, user_name)

    def people(self) -> tuple[Person, ...]:
        return store_rows.read_people(self.connection)

    def agencies(self) -> tuple[Agency, ...]:
        return store_rows.read_agencies(self.connection)

    def teams(self) -> tuple[Team, ...]:
        return store_rows.read_teams(self.connection)

    def confidential(self) -> frozenset[str]:
        """Ids of confidential enquiries, whoever asks: what is worked out for everybody leaves them out."""
        rules = hub_rows.find(self.connection, AccessRule, kind=("confidential", "subject"), status="open")
        return frozenset(rule.of_enquiry for rule in rules)

    def unseen(self) -> frozenset[str]:
        """Ids of enquiries that are not there for the person of this block."""
        return self.veil.hidden.access.unseen

    def enquiry(self, enquiry_id: str) -> Enquiry:
        found = self.veil.one(enquiry_rows.read_by_id(self.connection, enquiry_id))
        if found is None:
            raise NotFound(enquiry_rows.NO_ENQUIRY)
        return found

    def enquiry_by_reference(self, reference: str) -> Enquiry | None:
        return self.veil.one(enquiry_rows.read_by_reference(self.connection, reference))

    def enquiry_by_seq(self, seq: int) -> Enquiry | None:
        return self.veil.one(enquiry_rows.read_by_seq(self.connection, seq))

    def draft(self, enquiry_id: str) -> Draft:
        self.veil.open_content(enquiry_id)
        enquiry = self.enquiry(enquiry_id)
        return Draft(enquiry, answer_rows.read_answers(self.connection, enquiry.seq), self.revealed(enquiry_id))

    def answers(self, enquiry_id: str) -> Answers:
        self.veil.open_content(enquiry_id)
        return answer_rows.read_answers(self.connection, enquiry_rows.seq_of(self.connection, enquiry_id))

    def answer_changes(self, enquiry_id: str) -> tuple[tuple[dt.datetime, str, Change | ItemsChange], ...]:
        """The log of changes, for replay: when, by whom (person id), what; the last of each minute and address."""
        self.veil.open_content(enquiry_id)
        return answer_rows.read_changes(self.connection, enquiry_rows.seq_of(self.connection, enquiry_id))

    def revealed(self, enquiry_id: str) -> Mapping[str, Suggested]:
        self.veil.open_content(enquiry_id)
        return sent_rows.read_choices(self.connection, enquiry_id)

    def sent_version(self, enquiry_id: str, number: int = 0) -> SentVersion:
        self.veil.open_content(enquiry_id)
        return sent_rows.read_sent_version(self.connection, enquiry_id, number)

    def indexed_people(self, enquiry_id: str) -> tuple[IndexedPerson, ...]:
        """Children and household as indexed."""
        self.veil.open_content(enquiry_id)
        return person_index.of_enquiry(self.connection, enquiry_rows.seq_of(self.connection, enquiry_id))

    def enquiries(self, wanted: QueueFilter, sort: str, limit: int, offset: int = 0) -> tuple[Enquiry, ...]:
        hidden = self.veil.hidden
        return hidden.shown_all(
            queue_queries.list_enquiries(self.connection, wanted, sort, limit, offset, hidden.left_out(wanted))
        )

    def page_and_count(
        self, wanted: QueueFilter, sort: str, limit: int, offset: int = 0
    ) -> tuple[tuple[Enquiry, ...], int, bool]:
        hidden = self.veil.hidden
        page, total, cut = queue_queries.page_and_count(
            self.connection, wanted, sort, limit, offset, hidden.left_out(wanted)
        )
        return hidden.shown_all(page), total, cut

    def count(self, wanted: QueueFilter) -> int:
        return queue_queries.count(self.connection, wanted, self.veil.hidden.left_out(wanted))

    def counts_by_status(self, wanted: QueueFilter) -> Mapping[str, int]:
        return queue_queries.counts_by_status(self.connection, wanted, self.veil.hidden.left_out(wanted))

    def similar(
        self, person: IndexedPerson, agency_id: str, excluding: str, statuses: Sequence[str] = ()
    ) -> tuple[SimilarChild, ...]:
        hidden = self.veil.hidden
        found = person_index.similar(
            self.connection, person, agency_id, excluding, statuses, without=hidden.unseen_seqs
        )
        return tuple(hidden.shown_child(like) for like in found)

    def definition(self, kind: str, id_and_version: str) -> str:
        return store_rows.read_definition(self.connection, kind, id_and_version)

    def events(self, subject_id: str = "", limit: int = 0) -> tuple[Event, ...]:
        unseen = self.veil.hidden.access.unseen
        if subject_id and subject_id in unseen:
            return ()
        found = audit_chain.read_events(self.connection, subject_id, limit)
        return tuple(event for event in found if event.subject_id not in unseen) if unseen else found

    def event_numbers(self, wanted: TrailQuery) -> Sequence[int]:
        unseen = self.veil.hidden.access.unseen
        if unseen:
            wanted = replace(wanted, without=frozenset(wanted.without) | unseen)
        return audit_search.numbers(self.connection, wanted)

    def events_numbered(self, numbers: Sequence[int]) -> tuple[Event, ...]:
        unseen = self.veil.hidden.access.unseen
        found = audit_search.events_of(self.connection, numbers)
        return tuple(event for event in found if event.subject_id not in unseen) if unseen else found

    def enquiry_names(self, ids: Sequence[str]) -> Mapping[str, str]:
        unseen = self.veil.hidden.access.unseen
        return audit_search.enquiry_names(self.connection, [each for each in ids if each not in unseen])

    def event_tags(self, after: int = 0) -> tuple[str, ...]:
        return audit_search.tags(self.connection, after)

    def newest_event(self, tag: str) -> Event | None:
        return audit_search.newest(self.connection, tag)

    def trail_head(self) -> tuple[int, str]:
        return audit_chain.head(self.connection)

    def trail_hash(self, number: int) -> str:
        return audit_chain.hash_at(self.connection, number)

    def document(self, enquiry_id: str, copy: str) -> bytes | None:
        self.veil.open_content(enquiry_id)
        return sent_rows.read_document(self.connection, enquiry_id, copy)

    def attachment(self, attachment_id: str) -> tuple[str, str, bytes]:
        if self.veil.hidden:
            self.veil.open_content(attachment_rows.enquiry_of(self.connection, attachment_id))
        return attachment_rows.read(self.connection, attachment_id)

    def attachments(self, enquiry_id: str) -> tuple[StoredAttachment, ...]:
        self.veil.open_content(enquiry_id)
        return attachment_rows.of_enquiry(self.connection, enquiry_id)

    def attachment_sizes(self, enquiry_id: str) -> tuple[tuple[str, int], ...]:
        return attachment_rows.sizes(self.connection, enquiry_id)

    def hub_records(self, kind: type[T], /, enquiry_id: str = "", **where: Any) -> tuple[T, ...]:
        return hub_rows.find(self.connection, kind, enquiry_id, self.veil.conditions(kind), **where)

    def count_hub_records(self, kind: type[HubRecord], /, enquiry_id: str = "", **where: Any) -> int:
        return hub_rows.count(self.connection, kind, enquiry_id, self.veil.conditions(kind), **where)

    def newest_hub_records(self, kind: type[T], most: int) -> tuple[T, ...]:
        return hub_rows.newest(self.connection, kind, most, self.veil.conditions(kind))

    def hub_record(self, kind: type[T], record_id: str) -> T:
        return self.veil.record(hub_rows.get(self.connection, kind, record_id))

    def untouched_since(
        self, conditions: Sequence[tuple[Sequence[str], Sequence[str], dt.datetime]], after_seq: int, limit: int
    ) -> tuple[Enquiry, ...]:
        hidden = self.veil.hidden
        found = erasing.untouched_since(self.connection, conditions, after_seq, limit, hidden.unseen_seqs)
        return hidden.shown_all(found)

    def births(self, enquiry_seqs: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        return erasing.births(self.connection, enquiry_seqs)

    def tombstones(self) -> tuple[tuple[str, str], ...]:
        """Id and kind of everything deleted here."""
        return erasing.tombstones(self.connection)

    def deleted(self) -> tuple[str, ...]:
        """Ids of what was deleted here."""
        return store_rows.read_deleted(self.connection)

    def case_entries_like(self, person: IndexedPerson) -> tuple[CaseMatch, ...]:
        """Children of the imported case list who may be this one, best first."""
        return case_list_rows.like(self.connection, person)

    def case_entry(self, entry_id: str) -> CaseEntry | None:
        """One child of the imported case list, if in the list now."""
        return case_list_rows.get(self.connection, entry_id)

    def keyed_case_entries(
        self, entries: Sequence[CaseEntry], on_progress: Callable[[int], None] | None = None
    ) -> case_list_rows.KeyedEntries:
        """What `put_case_entries` writes, made ready while nobody has to wait."""
        return case_list_rows.keyed(self.connection, entries, on_progress)

    def secret(self, name: str) -> bytes | None:
        """A key kept inside the encrypted file; for `security` alone."""
        return store_rows.read_secret(self.connection, name)

    def public_keys(self) -> tuple[str, ...]:
        """The age recipients of everybody who may sign in."""
        return store_rows.read_public_keys(self.connection)


class SqlWork(SqlReadable):
    """A write transaction: nothing happened until `commit()`."""

    def __init__(
        self, connection: Connection, store_id: str, anchors: Anchors | None, person: Person | None = None
    ) -> None:
        super().__init__(connection, person)
        self._store_id = store_id
        self._anchors = anchors
        self._head: tuple[int, str] | None = None

    def commit(self) -> None:
        number, head = self._head or audit_chain.head(self.connection)
        commits = store_rows.count_commit(self.connection)
        self.connection.commit()
        if self._anchors is not None:
            self._anchors.note(Anchor(self._store_id, commits, number, head))

    def record(self, tag: str, *, subject: str, actor: str, at: dt.datetime, **details: str) -> None:
        self._head = audit_chain.append(self.connection, at=at, actor=actor, tag=tag, subject=subject, details=details)

    def put_store_info(self, info: StoreInfo) -> None:
        store_rows.put_info(self.connection, info)

    def put_agency(self, agency: Agency) -> None:
        store_rows.put_agency(self.connection, agency)

    def put_team(self, team: Team) -> None:
        store_rows.put_team(self.connection, team)

    def put_person(self, person: Person) -> None:
        store_rows.put_person(self.connection, person)

    def put_public_key(self, person_id: str, public_key: str) -> None:
        """The age recipient that keys are sealed to for this person."""
        store_rows.put_public_key(self.connection, person_id, public_key)

    def put_secret(self, name: str, value: bytes) -> None:
        """Keep a key inside the encrypted file; for `security` alone."""
        store_rows.put_secret(self.connection, name, value)

    def put_definition(self, kind: str, id_and_version: str, canonical_json: str) -> None:
        store_rows.put_definition(self.connection, kind, id_and_version, canonical_json)

    def add_enquiry(self, enquiry: Enquiry) -> Enquiry:
        self.veil.not_kept_back(enquiry.id)
        added = enquiry_rows.add(self.connection, enquiry)
        if added.reference:
            person_index.write_words(self.connection, added.seq)
        return added

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
    ) -> int:
        seq, digest = enquiry_rows.touch(self.connection, enquiry_id, version, at, place)
        answer_rows.write_changes(self.connection, seq, changes, at, by)
        write_summary(self.connection, seq, summary, digest)
        return version + 1

    def change_enquiry(self, enquiry_id: str, *, version: int, at: dt.datetime, **columns: Any) -> Enquiry:
        changed = enquiry_rows.change(self.connection, enquiry_id, version, at, columns)
        if "reference" in columns:
            person_index.write_words(self.connection, changed.seq)
        return changed

    def add_hub_record(self, record: T) -> T:
        return hub_rows.add(self.connection, record)

    def change_hub_record(self, record: T, version: int) -> T:
        return hub_rows.change(self.connection, record, version)

    def remove_hub_record(self, kind: type[HubRecord], record_id: str) -> None:
        hub_rows.remove(self.connection, kind, record_id)

    def put_case_entries(
        self, list_id: str, entries: case_list_rows.KeyedEntries, on_progress: Callable[[int], None] | None = None
    ) -> None:
        case_list_rows.put(self.connection, list_id, entries, on_progress)

    def next_reference_number(self) -> int:
        return store_rows.next_reference_number(self.connection)

    def add_sent_version(self, sent: SentVersion) -> None:
        sent_rows.add_sent_version(self.connection, sent)
        person_index.write_words(self.connection, enquiry_rows.seq_of(self.connection, sent.enquiry_id))

    def add_revealed(self, enquiry_id: str, revealed: Suggested) -> None:
        sent_rows.add_choice(self.connection, enquiry_id, revealed)

    def put_document(self, enquiry_id: str, copy: str, data: bytes, sha256: str, at: dt.datetime) -> None:
        sent_rows.put_document(self.connection, enquiry_id, copy, data, sha256, at)

    def add_attachment(
        self, enquiry_id: str, attachment_id: str, file_name: str, media_type: str, content: bytes
    ) -> StoredAttachment:
        return attachment_rows.add(self.connection, enquiry_id, attachment_id, file_name, content)

    def remove_attachment(self, enquiry_id: str, attachment_id: str) -> None:
        attachment_rows.remove(self.connection, enquiry_id, attachment_id)

    def erase_enquiry(self, enquiry_id: str) -> Mapping[str, Any]:
        return erasing.erase(self.connection, enquiry_id)

    def carry_over(self, items: Sequence[RetentionItem]) -> None:
        """In a restored backup: holds, reviews and certificates as they stood since. For `security` alone."""
        erasing.carry_over(self.connection, items)

    def bury_again(self, enquiry_id: str) -> bool:
        """In a restored backup: destroy what was destroyed since. Whether it was there. For `security` alone."""
        try:
            erasing.erase(self.connection, enquiry_id, despite_holds=True)
        except NotFound:
            erasing.bury(self.connection, enquiry_id)
            return False
        return True

    def delete_enquiry(self, enquiry_id: str) -> None:
        erasing.check_not_held(self.connection, enquiry_id)
        enquiry_rows.remove(self.connection, enquiry_id, person_index.remove)


class SqlStore:
    """An opened, unlocked store. Made by `opening.open_store` or `opening.create_store`."""

    def __init__(self, engines: Engines, store_id: str, anchors: Anchors, data_key: bytes = b"") -> None:
        self._engines: Engines | None = engines
        self.anchors = anchors
        self._data_key = data_key
        self.upgraded_from = ""  # the schema it had before it was opened, if that was older
        self._store_id = store_id

    @property
    def engines(self) -> Engines:
        """The connections. Raises StoreUnavailable once the store is closed: what comes late finds no key any more."""
        if self._engines is None:
            raise StoreUnavailable(CLOSED)
        return self._engines

    @property
    def data_key(self) -> bytes:
        """For sealing keys and for copies. Raises StoreUnavailable once the store is closed."""
        if self._engines is None:
            raise StoreUnavailable(CLOSED)
        return self._data_key

    def for_person(self, person: Person) -> PersonStore:
        """The same store as this person may see it."""
        return PersonStore(self, person)

    @contextlib.contextmanager
    def write(self, person: Person | None = None) -> Iterator[SqlWork]:
        """A transaction begun IMMEDIATE, of the app itself or of this person. Leaving without `commit()` rolls back."""
        with plain_errors(), self.engines.writer.connect() as connection:
            connection.begin()
            if person is not None:
                check_access(connection, person)
            yield SqlWork(connection, self._store_id, self.anchors, person)

    @contextlib.contextmanager
    def write_many(self) -> Iterator[SqlWork]:
        """A transaction for many new enquiries at once; only those can be changed in it."""
        from enquiry_app.storage.bulk_work import BulkWork

        with plain_errors(), self.engines.writer.connect() as connection:
            connection.begin()
            yield BulkWork(connection, self._store_id, self.anchors)

    @contextlib.contextmanager
    def read(self, person: Person | None = None) -> Iterator[SqlReadable]:
        """A snapshot, of the app itself or of this person; nothing can be changed in it."""
        with plain_errors(), self.engines.reader.connect() as connection:
            connection.begin()
            if person is not None:
                check_access(connection, person)
            yield SqlReadable(connection, person)

    def position(self) -> Anchor:
        """How far the store has got, as an anchor."""
        with self.read() as reading:
            number, head = audit_chain.head(reading.connection)
            return Anchor(self._store_id, store_rows.read_commits(reading.connection), number, head)

    def verify_trail(self, on_progress: Callable[[int, int], None] | None = None) -> AuditVerdict:
        """Walk the audit trail and compare it with what was noted outside the store."""
        return audit_chain.verify(self, on_progress)

    def tidy(self) -> None:
        """Copy the write-ahead log back into the main file. For idle moments: saves then never have to."""
        if self.engines.writer.dialect.name != "sqlite":
            return
        with plain_errors(), self.engines.writer.connect() as connection:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchall()

    def close(self) -> None:
        """Empty the write-ahead log, write the anchor through to the disk, close every connection, let go of the key."""
        if self._engines is None:
            return
        anchor = self.anchors.read()
        with contextlib.suppress(Exception):
            self.tidy()  # another process may be using the store: then it does this when it closes
        self.engines.dispose()
        self._engines, self._data_key = None, b""
        if anchor is not None:
            self.anchors.note(anchor, sync=True)
