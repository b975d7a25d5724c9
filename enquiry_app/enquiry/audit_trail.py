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

_WORDS: Mapping[str, str] = {
    "enquiry:opened": "Opened the enquiry", "enquiry:received": "Opened it at the Hub for the first time",
    "progress:opened": "Looked at its progress", "letter:opened": "Read a letter", "check:opened": "Opened a check",
    "enquiry:started": "Began an enquiry", "enquiry:edited": "Wrote in a section", "enquiry:sent": "Sent it",
    "enquiry:status": "Moved it on", "enquiry:assigned": "Gave it to somebody", "enquiry:rating": "Rated it",
    "enquiry:deleted": "Deleted a draft", "enquiry:deletion_asked": "Asked to delete a draft",
    "enquiry:deletion_undone": "Kept the draft after all", "enquiry:handed_over": "Recorded how it was handed over",
    "enquiry:withdrawn": "Withdrew it", "enquiry:closed": "Closed it", "enquiry:reopened": "Reopened it",
    "enquiry:amended": "Sent a change", "enquiry:amending_begun": "Began to change what was sent",
    "enquiry:amending_opened": "Opened the change again", "enquiry:amending_undone": "Threw the change away",
    "child:searched": "Searched for the child", "child:looked_for": "Looked whether the child is known",
    "look_up:answered": "Looked up a child", "look_up:listed": "Listed look-ups",
    "document:made": "Made a document", "document:previewed": "Previewed the document",
    "document:protected": "Made a document with a passphrase", "document:missing": "A document could not be made",
    "letter:previewed": "Previewed a letter", "parcel:sealed": "Sealed it into a file",
    "mail:waiting": "Began to send it by mail", "mail:sent": "Sent it by mail", "mail:failed": "Could not mail it",
    "mail:given_to_program": "Gave it to a mail program", "mail:given_up": "Gave a message up",
    "mail:sent_elsewhere": "Said that a mail program sent it", "mail:settings": "Changed the mail settings",
    "mail:tested": "Tried the mail settings", "mail:password_forgotten": "Took the mail password out",
    "conflict:declared": "Said that they know the family", "conflict:none": "Said that they do not know the family",
    "conflict:lifted": "Settled that this is no conflict", "access:restricted": "Restricted it to named people",
    "access:confidential": "Made it confidential", "access:opened_to_all": "Opened it to everybody again",
    "access:listed": "Looked at restrictions and conflicts", "roles:printed": "Made the table of roles",
    "statement:printed": "Made a page about the app as a document",
    "parcel:taken": "Took in a sealed file", "parcel:repeated": "Opened a sealed file again",
    "suggestion:revealed": "Saw the matrix suggestion", "not_referred:opened": "Read why it was not referred",
    "person:signed_in": "Signed in", "person:sign_in_refused": "Sign-in refused", "person:added": "Added a person",
    "person:switched": "Went on as another person", "person:disabled": "Ended a person's access",
    "team:added": "Added a team", "team:renamed": "Gave a team another name", "team:closed": "Closed a team",
    "person:team": "Put somebody into another team, or out of theirs",
    "store:upgraded": "Brought the store to this version, a whole backup first",
    "store:created": "Made the store", "store:backed_up": "Made a backup", "store:restored": "Restored a backup",
    "store:backup_removed": "Removed an old backup", "store:backup_tried": "Tried a backup out",
    "store:second_place": "Chose a second place for backups",
    "store:recovery_sheets_tried": "Tried the recovery sheets", "person:reset_asked": "Asked for a new password",
    "store:rekeyed": "Gave the store a new key", "store:rekey_dropped": "A change of the key was interrupted and dropped",
    "person:confirmed": "Typed their password again", "person:password_changed": "Changed their own password",
    "person:recovered_with_sheets": "Got in again with the recovery sheets",
    "store:anchor_missing": "The note outside the store was missing",
    "audit:shown": "Looked at the audit trail", "audit:searched": "Searched the audit trail",
    "audit:verified": "Checked the audit trail", "audit:exported": "Exported the audit trail",
    "audit:contradicted": "Another store knows a later state of this trail",
    "audit:who_looked": "Asked who looked at the record", "clock:jumped": "The computer's clock jumped",
    "replay:opened": "Looked at what was known when", "replay:printed": "Made “what was known when” as a document",
    "disclosure:searched": "Looked for what is held about somebody", "disclosure:begun": "Began a subject access request",
    "disclosure:opened": "Opened a subject access request", "disclosure:marked": "Marked what is withheld",
    "disclosure:previewed": "Looked at the copy before giving it", "disclosure:given": "Gave what is held to the person",
    "disclosure:dropped": "Gave up a subject access request", "disclosure:listed": "Looked at what was given to whom",
    "retention:held": "Put on hold", "retention:released": "Lifted a hold", "retention:kept": "Kept for longer",
    "retention:proposed": "Proposed destruction", "retention:declined": "Declined destruction",
    "retention:destroyed": "Destroyed the record", "retention:listed": "Looked at the review list",
    "retention:tidied": "Removed what is kept no longer",
    "retention:certificate": "Made a certificate of destruction",
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


def tag_words(tag: str) -> str:
    """What a tag says, in words."""
    if tag in _WORDS:
        return _WORDS[tag]
    subject, _, action = tag.partition(":")
    return f"{subject.replace('_', ' ').capitalize()}: {action.replace('_', ' ')}"


def look_of(tag: str) -> str:
    """Which of LOOKS an event about an enquiry is; "" for one that is none (retention, the store)."""
    group = group_of(tag)
    return group if group in LOOKS else ""


def details_words(details: Mapping[str, str]) -> str:
    """Codes and counts of an event on one line."""
    return " · ".join(f"{name.replace('_', ' ')} {value}" for name, value in sorted(details.items()) if value)


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
