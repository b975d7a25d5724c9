"""Searching the audit trail: the numbers of the events that fit, and the events of some numbers.

A trail only ever grows, so a list of numbers stays right while somebody scrolls through it: a million of them are eight
megabytes, and any screenful is then read by its keys at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, or_, select

from enquiry_app.enquiry.audit_trail import TrailQuery
from enquiry_app.enquiry.records import Event
from enquiry_app.storage.enquiry_rows import enquiries
from enquiry_app.storage.tables import EventDetailRow, EventRow, table_of

AT_ONCE = 5000  # values in one condition

_events = table_of(EventRow)
_details = table_of(EventDetailRow)


def numbers(connection: Connection, wanted: TrailQuery) -> Sequence[int]:
    """The numbers of every event that fits, newest first. A trail without conditions is not read at all."""
    conditions = _conditions(wanted)
    if not conditions:
        newest = connection.execute(select(_events.c.number).order_by(_events.c.number.desc()).limit(1)).scalar() or 0
        return range(newest, 0, -1)
    query = select(_events.c.number).where(*conditions).order_by(_events.c.number.desc())
    found = array("q")
    for (number,) in connection.execute(query.execution_options(yield_per=5000)):
        found.append(number)
    return found


def events_of(connection: Connection, wanted: Sequence[int]) -> tuple[Event, ...]:
    """The events with these numbers, in the order asked; one that is not there is left out."""
    query = (
        select(_events, _details.c.details)
        .outerjoin(_details, _details.c.number == _events.c.number)
        .where(_events.c.number.in_(tuple(wanted)))
    )
    found = {
        row.number: Event(row.number, row.at, row.actor_id, row.tag, row.subject_id, row.details or {})
        for row in connection.execute(query)
    }
    return tuple(found[number] for number in wanted if number in found)


def enquiry_names(connection: Connection, ids: Sequence[str]) -> Mapping[str, str]:
    """What enquiries are called where no child may be named: the reference, or a draft's number; those that are here."""
    found = {}
    for begin in range(0, len(ids), AT_ONCE):
        query = select(enquiries.c.id, enquiries.c.reference, enquiries.c.seq).where(
            enquiries.c.id.in_(tuple(ids[begin : begin + AT_ONCE]))
        )
        found.update({row.id: row.reference or f"D{row.seq}" for row in connection.execute(query)})
    return found


def tags(connection: Connection, after: int = 0) -> tuple[str, ...]:
    """Every tag of the events after this number."""
    query = select(_events.c.tag).where(_events.c.number > after).distinct().order_by(_events.c.tag)
    return tuple(connection.execute(query).scalars())


def newest(connection: Connection, tag: str) -> Event | None:
    """The newest event with this tag, or None."""
    query = select(_events.c.number).where(_events.c.tag == tag).order_by(_events.c.number.desc()).limit(1)
    number = connection.execute(query).scalar()
    return events_of(connection, (number,))[0] if number else None


def _conditions(wanted: TrailQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, values in (
        (_events.c.actor_id, wanted.actors), (_events.c.tag, wanted.tags), (_events.c.subject_id, wanted.subjects),
    ):  # fmt: skip
        if values is not None:
            found.append(column.in_(values))
    if wanted.since is not None:
        found.append(_events.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(_events.c.at < wanted.until)
    if wanted.either is not None:
        actors, named, subjects = wanted.either
        found.append(or_(_events.c.actor_id.in_(actors), _events.c.tag.in_(named), _events.c.subject_id.in_(subjects)))
    if wanted.without:
        found.append(_events.c.subject_id.not_in(tuple(wanted.without)))
    return found
