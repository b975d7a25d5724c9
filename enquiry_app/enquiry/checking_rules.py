"""What must stand before another agency is asked, what an answer must say, and where an enquiry stands after. Pure.

Source: domain notes 5d. R (AB and CD) v Haringey (2013): before asking, the record says why the family's agreement is
or is not needed; only what the decision needs is asked; sensitive police intelligence is never disclosed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enquiry_app.definitions.checks_definition import ChecksDefinition, load_checks
from enquiry_app.definitions.hub_definition import HubHours
from enquiry_app.enquiry.hub_records import InformationCheck, Message
from enquiry_app.enquiry.working_time import due_at, moment_words, time_left_words

LEAST_WORDS = 15  # characters of a reason that says something
MAY_SHARE = ("yes", "no", "ask")
# Statuses in which the Hub may ask anybody anything: it has the enquiry and has not decided.
UNDECIDED = frozenset(
    {"sent", "received", "in_triage", "waiting_for_referrer", "information_checks", "manager_decision"}
)
EVENTS = ("check_asked", "question_asked", "check_done", "question_answered")


@dataclass(frozen=True)
class CheckInput:
    """What is asked of one agency. One of `agency_id` (an agency of this store) and `agency_name` is given.

    `children` are item ids of the sent enquiry; `due` None means by the rating.
    """

    agency_id: str = ""
    agency_name: str = ""
    source: str = ""
    children: tuple[str, ...] = ()
    question: str = ""
    lawful_basis: str = ""
    necessity: str = ""  # why this agency, and why now
    agreement: str = ""  # why agreement is or is not needed, in words
    due: dt.datetime | None = None
    agreement_code: str = ""  # code of `checks.toml` agreements

    def __repr__(self) -> str:
        return f"CheckInput({self.source})"


@dataclass(frozen=True)
class CheckAnswer:
    """What an agency answers. `told_by` and `told_at`: who gave it to the Hub, where the Hub records it for them."""

    answer: str = ""
    nothing_known: bool = False
    reliability: str = ""
    may_share: str = ""  # with the family: yes, no, ask
    police_only: bool = False
    told_by: str = ""
    told_at: dt.datetime | None = None

    def __repr__(self) -> str:
        return f"CheckAnswer({'nothing known' if self.nothing_known else 'words'})"


@dataclass(frozen=True)
class Missing:
    """A field and the sentence to show beside it."""

    field: str
    sentence: str


def missing_before_asking(asked: CheckInput, children: Sequence[str], now: dt.datetime) -> tuple[Missing, ...]:
    """Everything that must be put right before this is asked, in the order of the form; empty if nothing.

    `children` are the item ids of the enquiry.
    """
    found: list[Missing] = []

    def need(holds: bool, field: str, sentence: str) -> None:
        if not holds:
            found.append(Missing(field, sentence))

    known = load_checks()
    need(bool(asked.agency_id or asked.agency_name.strip()), "agency", "Say which agency is asked")
    need(known.source(asked.source) is not None, "source", "Choose what kind of knowledge is asked for")
    need(
        bool(asked.children) and set(asked.children) <= set(children), "children",
        "Choose at least one child of this enquiry",
    )  # fmt: skip
    need(_says(asked.question), "question", "Write the question: only what the decision needs")
    need(
        _says(asked.necessity), "necessity",
        "Say why this agency is needed, and why now. It is recorded before anybody is asked",
    )  # fmt: skip
    need(bool(asked.lawful_basis), "lawful_basis", "Choose the lawful basis for asking")
    need(
        bool(known.agreement_words(asked.agreement_code)), "agreement_code",
        "Say whether the family's agreement is needed. It is recorded before anybody is asked",
    )  # fmt: skip
    need(_says(asked.agreement), "agreement", "Say in your own words why agreement is or is not needed here")
    need(asked.due is None or asked.due > now, "due", "Choose a time that is still to come")
    return tuple(found)


def missing_in_answer(answer: CheckAnswer, *, for_them: bool, now: dt.datetime) -> tuple[Missing, ...]:
    """Everything an answer lacks. `for_them`: the Hub writes down what it was told."""
    found: list[Missing] = []
    known = load_checks()
    if not answer.nothing_known:
        if not answer.answer.strip():
            found.append(Missing("answer", "Write what you know, or say that nothing is known"))
        elif not known.reliability_words(answer.reliability):
            found.append(Missing("reliability", "Say how reliable this is"))
        if answer.answer.strip() and not answer.police_only and answer.may_share not in MAY_SHARE:
            found.append(Missing("may_share", "Say whether the family may be told"))
    elif answer.answer.strip():
        found.append(Missing("answer", "You wrote something, and said that nothing is known. Keep one of them"))
    if for_them and len(answer.told_by.strip()) < 2:
        found.append(Missing("told_by", "Say who told you: name and role"))
    if for_them and (answer.told_at is None or answer.told_at > now):
        found.append(Missing("told_at", "Say when you were told, for example 23 11 2026 14:05"))
    return tuple(found)


def sharing(answer: CheckAnswer) -> str:
    """What may be told to the family: sensitive police material never, whatever else was ticked."""
    return "no" if answer.police_only else "" if answer.nothing_known else answer.may_share


def suggested_due(
    rating: str, *, urgent: bool, now: dt.datetime, hours: HubHours, definition: ChecksDefinition | None = None
) -> dt.datetime:
    """When an answer asked for now is due at this rating, in the Hub's working time."""
    return due_at((definition or load_checks()).target(rating, urgent=urgent), now, hours)


def open_checks(checks: Iterable[InformationCheck]) -> tuple[InformationCheck, ...]:
    """Those not answered yet."""
    return tuple(check for check in checks if check.status == "asked")


def open_questions(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Questions of the Hub that nobody has answered yet, oldest first."""
    found = list(messages)
    answered = {message.answers for message in found if message.answers}
    return tuple(m for m in found if m.kind == "question" and m.from_hub and m.id not in answered)


def tries(messages: Iterable[Message]) -> int:
    """How often the Hub has asked in vain since the referrer last wrote: two make a referrer out of reach (D12). What is
    asked before an earlier question was due belongs to the same try."""
    number, waits_until = 0, None
    for message in messages:
        if not message.from_hub:
            number, waits_until = 0, None
        elif message.kind == "question" and (waits_until is None or message.written_at >= waits_until):
            number, waits_until = number + 1, message.due_at or message.written_at
    return number


def stage_after(event: str, status: str, *, questions: int, checks: int) -> str:
    """Where an enquiry stands after one of `EVENTS`, with so many questions and checks still open.

    The referrer's question comes before checks: it is their turn and the status tells them so. Where the Hub has gone
    on without waiting, or a manager is deciding, answers are kept and move nothing.
    """
    if event == "check_asked":
        return "information_checks" if status == "in_triage" else status
    if event == "question_asked":
        return "waiting_for_referrer" if status in ("in_triage", "information_checks") else status
    if event == "check_done":
        return "in_triage" if status == "information_checks" and not checks else status
    if event == "question_answered" and status == "waiting_for_referrer" and not questions:
        return "information_checks" if checks else "in_triage"
    return status


def check_words(check: InformationCheck, hours: HubHours, now: dt.datetime) -> str:
    """Where a check stands: "2 h left", "overdue since 10:05 today", "answered Tuesday 14:10" …"""
    if check.status == "asked":
        return time_left_words(hours, check.due_at, now)
    when = moment_words(hours, check.answered_at, now) if check.answered_at else ""
    words = {"answered": "answered", "nothing_known": "nothing known,", "cancelled": "cancelled"}[check.status]
    return f"{words} {when}".strip()


def is_late(check: InformationCheck, now: dt.datetime) -> bool:
    """Whether it is still open past its time."""
    return check.status == "asked" and now >= check.due_at


def _says(words: str) -> bool:
    return len(" ".join(words.split())) >= LEAST_WORDS
