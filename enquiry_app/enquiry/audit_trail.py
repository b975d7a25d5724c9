"""The audit trail as people read it: groups and words of its tags, what can be asked of it, what a check found. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from enquiry_app.enquiry.records import Event

# An event a little before the one before it is no jump: two windows take their time, then wait up to ten seconds for
# one another's turn to write.
EARLIER_ALLOWED = dt.timedelta(seconds=30)

# Refused sign-ins wait in a log of their own for the next sign-in: they stand in the trail later than they happened.
REFUSED = "person:sign_in_refused"
REFUSED_ACT = "person:refused"

LOOKS = ("opened", "searched", "printed", "exported", "changed")
LOOK_WORDS: Mapping[str, str] = {
    "opened": "Opened", "searched": "Searched", "printed": "Made as a document", "exported": "Given out",
    "changed": "Worked on",
}  # fmt: skip

GROUPS: Mapping[str, str] = {
    "opened": "Opened and read",
    "searched": "Searches and look-ups",
    "printed": "Documents made",
    "exported": "Given out and exported",
    "changed": "Work on enquiries",
    "people": "People and sign-in",
    "store": "The store, backups, settings",
    "trail": "The trail and the clock",
    "retention": "Retention and destruction",
}

_BY_TAG: Mapping[str, str] = {
    "enquiry:opened": "opened", "progress:opened": "opened", "letter:opened": "opened", "check:opened": "opened",
    "not_referred:opened": "opened", "enquiry:amending_opened": "opened", "enquiry:received": "opened",
    "message:read": "opened", "replay:opened": "opened", "look_up:listed": "searched", "look_up:answered": "searched",
    "child:searched": "searched", "child:looked_for": "searched", "document:made": "printed",
    "document:previewed": "printed", "letter:previewed": "printed", "handover:made": "printed",
    "visibility:printed": "printed", "replay:printed": "printed", "document:protected": "exported",
    "parcel:sealed": "exported", "visibility:changed": "store", "case_list:imported": "store", "hub:hours": "store",
    "hub:contacts": "store", "mail:settings": "store", "mail:tested": "store", "mail:password_forgotten": "store",
}  # fmt: skip
_BY_SUBJECT: Mapping[str, str] = {
    "person": "people", "agency": "people", "team": "people", "store": "store", "key": "store", "settings": "store",
    "backup": "store", "audit": "trail", "clock": "trail", "retention": "retention", "mail": "exported",
    "disclosure": "exported", "family_copy": "exported", "subject_access": "exported",
}  # fmt: skip
_BY_ACTION: Mapping[str, str] = {
    "opened": "opened", "read": "opened", "looked_at": "opened", "searched": "searched", "printed": "printed",
    "made": "printed", "exported": "exported", "given": "exported", "disclosed": "exported",
}  # fmt: skip

ROLE_WORDS: Mapping[str, str] = {
    "practitioner": "Practitioner", "safeguarding_lead": "Safeguarding lead", "hub_worker": "Hub worker",
    "hub_manager": "Hub manager", "checking_agency": "Checking agency", "auditor": "Auditor",
    "administrator": "Administrator",
}  # fmt: skip


@dataclass(frozen=True)
class TrailFilter:
    """What is asked of the trail. Empty means any. `group` is one of GROUPS; `subject_id` an enquiry's or person's id;
    `since` and `until` are instants (`until` itself is out). `text` is what was typed into the search."""

    person_id: str = ""
    group: str = ""
    subject_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    text: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is narrowed."""
        return self == TrailFilter()


@dataclass(frozen=True)
class TrailQuery:
    """A filter as the store understands it: exact tags and ids, any of each; None is no condition."""

    actors: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    either: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None = None  # actors, tags, subjects: one fits
    without: frozenset[str] = frozenset()  # subjects that must not be shown


@dataclass(frozen=True)
class TrailRow:
    """One event as a screen or a file shows it. `about` is a reference, a person's name or an id; never a child."""

    event: Event
    who: str
    role: str
    what: str
    about: str
    details: str
    clock: str = ""  # what is odd about its time, in words

    def __repr__(self) -> str:
        return f"TrailRow({self.event.number})"


@dataclass(frozen=True)
class Look:
    """Somebody looked at a record: one of LOOKS. Moments are in the order they were written."""

    at: dt.datetime
    person_id: str
    who: str
    role: str
    agency: str
    kind: str
    what: str

    def __repr__(self) -> str:
        return f"Look({self.kind}, {self.at:%Y-%m-%d %H:%M})"


@dataclass(frozen=True)
class AuditVerdict:
    """`first_bad` is the number of the first event that is missing or not as it was written."""

    ok: bool
    events: int
    first_bad: int | None
    sentence: str
    way_forward: str = ""
    clock_jumps: tuple[int, ...] = field(default=())  # numbers of events earlier than the one before them


def role_words(role: str) -> str:
    """What a role is called."""
    return ROLE_WORDS.get(role, role)


def group_of(tag: str) -> str:
    """The group of a tag, one of GROUPS; also of a tag not named here."""
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    subject, _, action = tag.partition(":")
    return _BY_SUBJECT.get(subject) or _BY_ACTION.get(action) or "changed"


def look_of(tag: str) -> str:
    """Which of LOOKS an event about an enquiry is; "" for one that is none (retention, the store)."""
    group = group_of(tag)
    return group if group in LOOKS else ""


def details_words(details: Mapping[str, str], called: Mapping[str, str] | None = None) -> str:
    """Codes and counts of an event on one line, a change as "from → to"; `called` says what a code is called."""
    called = called or {}
    words = [
        f"{name.replace('_', ' ')} {called.get(value, value)}"
        for name, value in sorted(details.items())
        if value and not (name in _CHANGE and "after" in details)
    ]
    if details.get("after"):
        before, after = (called.get(details.get(name, ""), details.get(name, "")) for name in _CHANGE)
        words.insert(0, f"{before} → {after}" if before else after)
    return " · ".join(words)


_CHANGE = ("before", "after")


def set_back(event_tag: str, at: dt.datetime, before: dt.datetime | None) -> bool:
    """Whether an event is earlier than the one before it (at `before`), so that the clock must have been set back."""
    return before is not None and event_tag != REFUSED and at < before - EARLIER_ALLOWED


def clock_words(event: Event, before: Event | None) -> str:
    """What is odd about the time of an event; "" if nothing."""
    if event.tag == "clock:jumped":
        seconds = int(event.details.get("seconds", "0"))
        length = _length(dt.timedelta(seconds=abs(seconds)))
        return f"The clock had jumped {length} {'back' if seconds < 0 else 'ahead'}."
    if before is None or before.tag == REFUSED or not set_back(event.tag, event.at, before.at):
        return ""
    return f"The clock was set back: this is {_length(before.at - event.at)} before the event before it."


def _length(span: dt.timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = round(minutes / size)
            return f"{number:,} {word}{'' if number == 1 else 's'}"
    return f"{round(span.total_seconds())} seconds"


def tags_of_group(group: str, known: Iterable[str]) -> tuple[str, ...]:
    """Those of the known tags that belong to a group."""
    return tuple(tag for tag in known if group_of(tag) == group)


def csv_lines(rows: Sequence[TrailRow]) -> list[list[str]]:
    """The rows of a file to be read elsewhere: text that begins like a formula is made harmless."""
    lines = []
    for row in rows:
        event = row.event
        at = event.at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        values = [
            str(event.number),
            at,
            row.who,
            row.role,
            event.tag,
            row.what,
            row.about,
            event.subject_id,
            row.details,
        ]
        lines.append([_harmless(value) for value in (*values, row.clock)])
    return lines


CSV_HEADS = ("number", "when (UTC)", "who", "role", "tag", "what", "about", "id", "details", "clock")


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
