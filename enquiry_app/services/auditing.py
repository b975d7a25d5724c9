"""The audit trail for those who may see it: search, look, check, export; and who looked at one child's record.

The trail holds ids, codes and counts; here they are given people's names and references, never a child's name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry_app.enquiry.audit_trail import (
    CSV_HEADS,
    AuditVerdict,
    Look,
    TrailFilter,
    TrailQuery,
    TrailRow,
    clock_words,
    csv_lines,
    details_words,
    group_of,
    look_of,
    role_words,
    tags_of_group,
)
from enquiry_app.enquiry.event_words import tag_words
from enquiry_app.enquiry.permissions import PERMISSIONS
from enquiry_app.enquiry.records import Event, Person
from enquiry_app.enquiry.statuses import WORDS as STATUS_WORDS
from enquiry_app.errors import NotFound
from enquiry_app.services.confirmation import require_confirmation
from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat
from enquiry_app.services.unseen import unseen_subjects
from enquiry_app.services.use_case import use_case

AT_ONCE = 4000  # events read together while a file is written
NOBODY = "The app itself"
NO_REFERENCE = "There is no enquiry with this reference here. Check the letters and numbers."


@dataclass(frozen=True)
class WhoLooked:
    """Who looked at one record, newest first. `reference` names it, never the child."""

    enquiry_id: str
    reference: str
    looks: tuple[Look, ...]

    def __repr__(self) -> str:
        return f"WhoLooked({self.enquiry_id})"


class Auditing:
    """Use cases around the audit trail. Looking at it is noted in it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._tags: tuple[int, frozenset[str]] = (0, frozenset())  # up to which event, and the tags until there

    @use_case("see_audit_trail", "audit:shown", "audit:searched")
    def find(self, wanted: TrailFilter | None = None) -> Sequence[int]:
        """Numbers of the events that fit, newest first. May read the whole trail: not for the thread of the window."""
        seat, asked = self._seat, wanted or TrailFilter()
        seat.require("see_audit_trail")
        with seat.store.write() as work:
            tag = "audit:shown" if asked.everything else "audit:searched"
            seat.record(work, tag, asked.subject_id, person=asked.person_id, group=asked.group)
            work.commit()
        with seat.store.read() as read:
            return read.event_numbers(self._query(read, asked))

    @use_case("see_audit_trail", unaudited="reads on in what was asked for a moment ago")
    def rows(self, numbers: Sequence[int]) -> tuple[TrailRow, ...]:
        """These events in words. What this person may not know of is left out, whoever asks for its number."""
        self._seat.require("see_audit_trail")
        with self._seat.store.read() as read:
            return self._rows(read, numbers)

    @use_case("see_audit_trail", unaudited="names of people of the store, for the filter")
    def people(self) -> tuple[Person, ...]:
        """Everybody who can stand in the trail, by name."""
        self._seat.require("see_audit_trail")
        with self._seat.store.read() as read:
            return read.people()

    @use_case("see_audit_trail", "audit:verified")
    def verify(self, on_progress: Callable[[int, int], None] | None = None) -> AuditVerdict:
        """Check every event, and the end of the trail against what was noted outside the store."""
        seat = self._seat
        seat.require("see_audit_trail")
        verdict = seat.store.verify_trail(on_progress)
        if seat.info.practice:  # its stories are told one after the other, each from its beginning
            verdict = replace(verdict, clock_jumps=())
        with seat.store.write() as work:
            bad = str(verdict.first_bad or "")
            seat.record(
                work, "audit:verified", "", ok="yes" if verdict.ok else "no", events=str(verdict.events), bad=bad
            )
            work.commit()
        return verdict

    @use_case("see_audit_trail", unaudited="compares one hash with one event")
    def compare(self, event: int, head: str) -> AuditVerdict:
        """Whether the trail had this hash at this event, as somebody noted elsewhere: in a sealed file, on paper."""
        seat = self._seat
        seat.require("see_audit_trail")
        with seat.store.read() as read:
            reached, there = read.trail_head()[0], read.trail_hash(event)
        if reached < event:
            return AuditVerdict(False, reached, reached + 1, f"Event {reached + 1}: missing; event {event} was noted.")
        if there != head.strip().lower():
            return AuditVerdict(False, reached, event, f"Event {event}: its hash is not the one that was noted.")
        return AuditVerdict(True, reached, None, f"Event {event} is as it was noted; there are {reached} events.")

    @use_case("see_audit_trail", unaudited="an id for a reference; what is done with it is noted")
    def subject_of(self, reference: str) -> str:
        """The id of the enquiry with this reference, `D12` or id. Raises NotFound."""
        seat = self._seat
        seat.require("see_audit_trail")
        with seat.store.read() as read:
            found = subjects_named(read, reference) - unseen_subjects(seat, read)
        if not found:
            raise NotFound(NO_REFERENCE)
        return next(iter(found))

    @use_case("export_audit_trail", "audit:exported")
    def export(self, wanted: TrailFilter | None = None, on_progress: Callable[[int, int], None] | None = None) -> bytes:
        """The events that fit as a CSV file in UTF-8, newest first. Raises PassphraseNeeded."""
        seat, asked = self._seat, wanted or TrailFilter()
        seat.require("export_audit_trail")
        require_confirmation(seat)
        with seat.store.read() as read:
            numbers = read.event_numbers(self._query(read, asked))
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\r\n")
        writer.writerow(CSV_HEADS)
        names: dict[str, str] = {}
        for begin in range(0, len(numbers), AT_ONCE):
            with seat.store.read() as read:
                writer.writerows(csv_lines(self._rows(read, numbers[begin : begin + AT_ONCE], names)))
            if on_progress is not None:
                on_progress(min(begin + AT_ONCE, len(numbers)), len(numbers))
        with seat.store.write() as work:
            seat.record(work, "audit:exported", asked.subject_id, events=str(len(numbers)), group=asked.group)
            work.commit()
        return written.getvalue().encode("utf-8-sig")

    @use_case("see_who_looked", "audit:who_looked")
    def who_looked(self, enquiry_id: str) -> WhoLooked:
        """Who looked at this record: in which role, when, and what they did."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "see_who_looked")
        return self._who_looked(enquiry_id)

    @use_case("see_audit_trail", "audit:who_looked")
    def who_looked_at(self, reference: str) -> WhoLooked:
        """The same by reference (or `D12`, or the id), for those who see the trail but no case content.

        Raises NotFound.
        """
        return self._who_looked(self.subject_of(reference))

    def _who_looked(self, enquiry_id: str) -> WhoLooked:
        seat = self._seat
        with seat.store.write() as work:
            events = work.events(enquiry_id)
            people = {person.id: person for person in work.people()}
            reference = work.enquiry_names((enquiry_id,)).get(enquiry_id, enquiry_id)
            seat.record(work, "audit:who_looked", enquiry_id)
            work.commit()
        looks = (_look(event, people) for event in reversed(events) if look_of(event.tag))
        return WhoLooked(enquiry_id, reference, tuple(looks))

    def _query(self, read: Readable, wanted: TrailFilter) -> TrailQuery:
        """The filter in exact ids and tags."""
        known = self._known_tags(read) if wanted.group or wanted.text else ()
        return TrailQuery(
            actors=(wanted.person_id,) if wanted.person_id else None,
            tags=tags_of_group(wanted.group, known) if wanted.group else None,
            subjects=(wanted.subject_id,) if wanted.subject_id else None,
            since=wanted.since,
            until=wanted.until,
            either=_either(read, wanted.text.strip(), known) if wanted.text.strip() else None,
            without=unseen_subjects(self._seat, read),
        )

    def _known_tags(self, read: Readable) -> tuple[str, ...]:
        """Every tag there is; only what came since the last time is looked through."""
        upto, known = self._tags
        self._tags = (read.trail_head()[0], known | set(read.event_tags(upto)))
        return tuple(sorted(self._tags[1]))

    def _rows(
        self, read: Readable, numbers: Sequence[int], names: dict[str, str] | None = None
    ) -> tuple[TrailRow, ...]:
        """Events in words; `names` remembers from block to block what an id is called."""
        people = {person.id: person for person in read.people()}
        unseen = unseen_subjects(self._seat, read)
        with_before = sorted({*numbers, *(number - 1 for number in numbers)} - {0})
        events = {event.number: event for event in read.events_numbered(with_before)}
        called = dict(_CODES) | {person.id: person.display_name for person in people.values()}
        known = {} if names is None else names
        _learn_names(read, (event.subject_id for event in events.values()), people, known)
        rows = []
        for number in numbers:
            event = events.get(number)
            if event is None or event.subject_id in unseen:
                continue
            before = None if self._seat.info.practice else events.get(number - 1)
            who = people.get(event.actor_id)
            rows.append(
                TrailRow(
                    event, who.display_name if who else event.actor_id or NOBODY, role_words(who.role) if who else "",
                    tag_words(event.tag), known.get(event.subject_id, ""), details_words(event.details, called),
                    clock_words(event, before),
                )
            )  # fmt: skip
        return tuple(rows)


# What the codes of details are called, people's ids beside them.
_CODES: Mapping[str, str] = {
    **{action: action.replace("_", " ") for action in PERMISSIONS},
    **{status: words.hub for status, words in STATUS_WORDS.items()},
}


def subjects_named(read: Readable, text: str) -> set[str]:
    """Ids of the enquiry or person somebody means by exactly this: a reference, `D12`, or the id itself."""
    typed = text.strip()
    found = read.enquiry_by_reference(typed.upper())
    if found is None and typed[:1].upper() == "D" and typed[1:].isdigit():
        found = read.enquiry_by_seq(int(typed[1:]))
    if found is not None:
        return {found.id}
    return {typed.lower()} if len(typed) == 36 and read.events(typed.lower(), 1) else set()


def _learn_names(read: Readable, ids: Iterable[str], people: Mapping[str, Person], names: dict[str, str]) -> None:
    """What events are about: a person's name, a reference, a draft's number, or the bare id. Never a child."""
    new = [each for each in dict.fromkeys(ids) if each and each not in names]
    called = read.enquiry_names([each for each in new if each not in people])
    for each in new:
        names[each] = people[each].display_name if each in people else called.get(each, each)


def _either(
    read: Readable, text: str, known: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What typed words may mean: people by name, tags by their words or code, something by its reference or id."""
    wanted = text.casefold()
    people = tuple(p.id for p in read.people() if wanted in f"{p.display_name} {p.user_name}".casefold())
    tags = tuple(tag for tag in known if wanted in f"{tag} {tag_words(tag)}".casefold())
    return people, tags, (*subjects_named(read, text), *people)


def _look(event: Event, people: Mapping[str, Person]) -> Look:
    person = people.get(event.actor_id)
    if person is None:
        return Look(event.at, event.actor_id, NOBODY, "", "", group_of(event.tag), tag_words(event.tag))
    role = role_words(person.role)
    return Look(
        event.at, person.id, person.display_name, role, person.agency_name, group_of(event.tag), tag_words(event.tag)
    )
