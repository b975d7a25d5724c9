"""The repeat radar: when the Hub first opens an enquiry, and when children are linked, it counts the enquiries before it
about the same child in twelve months, sees worries piling up, and asks a manager to look at them together.

Three in twelve months at any level (domain notes 5g); or signs that pile up from one enquiry to the next, though none
alone was much.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.enquiry.findings import ticked
from enquiry_app.enquiry.hub_records import Link, Task
from enquiry_app.enquiry.records import Enquiry, SentVersion
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.enquiry.threshold_rules import RANK
from enquiry_app.enquiry.working_time import add_working_days
from enquiry_app.services.moving import change
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import IndexedPerson, Readable, SimilarChild, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.summarising import summarise

YEAR = dt.timedelta(days=365)
REPEATED = 3  # enquiries in twelve months, this one counted
NEW_SIGNS, ALL_SIGNS = 3, 6  # so many signs not ticked before, and so many in all, are piling up
REVIEW_DAYS = 5  # working days until a manager should have looked
HUB_STATUSES = tuple(sorted(WITH_THE_HUB))

REASONS: Mapping[str, str] = {
    "number": "{n} enquiries about the same child or family in twelve months: review them together",
    "signs": "Worries are piling up over {n} enquiries in twelve months: review them together",
    "level": "The level rose over {n} enquiries in twelve months: review them together",
}


@dataclass(frozen=True)
class Repeats:
    """Enquiries of the twelve months before, oldest first, and why a manager should look (a key of REASONS, or "")."""

    earlier: tuple[Enquiry, ...]
    reason: str = ""


def children_of(sent: SentVersion, today: dt.date) -> tuple[IndexedPerson, ...]:
    """The children of what was sent, as indexed."""
    children = set(sent.answers.items_of("children"))
    people = summarise(sent.answers, today=today, facts={}).people
    return tuple(person for person in people if person.item in children)


def standing_links(read: Readable, enquiry_id: str) -> tuple[Link, ...]:
    """Links made from this enquiry or to it and not undone."""
    found = (*read.hub_records(Link, enquiry_id), *read.hub_records(Link, other_id=enquiry_id))
    return tuple(link for link in found if link.undone_at is None)


def set_apart(read: Readable, enquiry_id: str) -> Mapping[tuple[str, str, str], Link]:
    """Who was said to be somebody else: item here, the other enquiry, item there -> who said so and why."""
    found = (*read.hub_records(Link, enquiry_id), *read.hub_records(Link, other_id=enquiry_id))
    return {apart_key(link, enquiry_id): link for link in found if link.apart}


def apart_key(link: Link, enquiry_id: str) -> tuple[str, str, str]:
    """Item here, the other enquiry, item there, seen from one end."""
    items = (link.child, link.other_child)
    ours, theirs = items if link.enquiry_id == enquiry_id else items[::-1]
    return (ours, other_end(link, enquiry_id), theirs)


def other_end(link: Link, enquiry_id: str) -> str:
    """The id of the enquiry at the other end; "" for an entry of the case list."""
    return link.other_id if link.enquiry_id == enquiry_id else link.enquiry_id if link.other_id else ""


def repeats_in(read: Readable, enquiry: Enquiry, today: dt.date) -> Repeats:
    """Enquiries linked to this one, or surely of the same child, sent in the twelve months before it."""
    sent = read.sent_version(enquiry.id)
    found: dict[str, Enquiry] = {}
    apart, secret = set_apart(read, enquiry.id), _kept_from(read, enquiry)
    for child in children_of(sent, today):
        for like in read.similar(child, "", enquiry.id, HUB_STATUSES):
            if _sure(like) and pair_of(child, like) not in apart and like.enquiry.id not in secret:
                found[like.enquiry.id] = like.enquiry
    for link in standing_links(read, enquiry.id):
        other = other_end(link, enquiry.id)
        if (
            other
            and other not in found | dict.fromkeys(secret)
            and (linked := read.enquiry(other)).status in WITH_THE_HUB
        ):
            found[other] = linked
    earlier = sorted((each for each in found.values() if _in_the_year_before(each, enquiry)), key=_sent)
    return Repeats(tuple(earlier), _reason(read, sent, enquiry, earlier))


def sure_not_linked(read: Readable, enquiry: Enquiry, today: dt.date) -> int:
    """How many other enquiries are surely about one of these children and not linked to this one."""
    linked = {other_end(link, enquiry.id) for link in standing_links(read, enquiry.id)} | _kept_from(read, enquiry)
    apart = set_apart(read, enquiry.id)
    found = {
        like.enquiry.id
        for child in children_of(read.sent_version(enquiry.id), today)
        for like in read.similar(child, "", enquiry.id, HUB_STATUSES)
        if _sure(like) and pair_of(child, like) not in apart
    }
    return len(found - linked)


def watch(seat: Seat, work: Work, enquiry: Enquiry) -> Enquiry:
    """Count anew in the running transaction; make one review for managers where there is a reason for it."""
    found = repeats_in(work, enquiry, seat.today())
    if len(found.earlier) != enquiry.repeats:
        enquiry = change(seat, work, enquiry, repeats=len(found.earlier))
        seat.record(work, "enquiry:repeats", enquiry.id, count=str(len(found.earlier)))
    if found.reason and not work.count_hub_records(Task, enquiry.id, kind="repeat_review"):
        what = REASONS[found.reason].format(n=len(found.earlier) + 1)
        due = add_working_days(seat.hub.hours, seat.now(), REVIEW_DAYS)
        task = Task(
            new_id(seat.now()), 1, enquiry.id, "repeat_review", "repeats", "open", seat.now(), seat.person.id,
            due_at=due, what=what, in_letter=False,
        )  # fmt: skip
        work.add_hub_record(task)
        seat.record(work, "task:added", enquiry.id, kind="repeat_review", code=found.reason)
    return enquiry


def _kept_from(read: Readable, enquiry: Enquiry) -> frozenset[str]:
    """Confidential enquiries, of which the count kept with one that everybody may open must not tell."""
    secret = read.confidential()
    return frozenset() if enquiry.id in secret else secret


def pair_of(child: IndexedPerson, like: SimilarChild) -> tuple[str, str, str]:
    """Item here, the other enquiry, item there."""
    return (child.item, like.enquiry.id, like.known.item if like.known else "")


def _sure(like: SimilarChild) -> bool:
    return like.strength == "strong" and like.relation == "same_child"


def _sent(enquiry: Enquiry) -> dt.datetime:
    return enquiry.sent_at or enquiry.created_at


def _in_the_year_before(other: Enquiry, enquiry: Enquiry) -> bool:
    return _sent(enquiry) - YEAR <= _sent(other) < _sent(enquiry)


def _reason(read: Readable, sent: SentVersion, enquiry: Enquiry, earlier: list[Enquiry]) -> str:
    if not earlier:
        return ""
    if len(earlier) + 1 >= REPEATED:
        return "number"
    before = {sign for each in earlier for sign in _signs(read.sent_version(each.id))}
    now = _signs(sent)
    if before and len(now - before) >= NEW_SIGNS and len(now | before) >= ALL_SIGNS:
        return "signs"
    highest = max((RANK.get(each.level, -1) for each in earlier), default=-1)
    return "level" if 0 <= highest < RANK.get(enquiry.level, -1) else ""


def _signs(sent: SentVersion) -> set[str]:
    findings = (sent.answers.get("matrix", (child,)) for child in sent.answers.items_of("children"))
    return {sign for found in findings if isinstance(found, Mapping) for sign in ticked(found)}
