"""The work on one enquiry as items held about the person: decisions, letters, messages, tasks, checks, disagreements and
records of what was not referred. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from enquiry_app.definitions.outcomes import Outcomes
from enquiry_app.enquiry.disclosing import AccessItem, Mark
from enquiry_app.enquiry.hub_records import (
    Decision,
    Disagreement,
    HubRecord,
    InformationCheck,
    Letter,
    Message,
    NotReferred,
    Task,
)
from enquiry_app.enquiry.reference import LONDON

# What each side of an enquiry holds in the store it may be sharing with the other.
OF_BOTH: tuple[type[HubRecord], ...] = (Letter, Message, Disagreement)
OF_THE_HUB: tuple[type[HubRecord], ...] = (Decision, InformationCheck, Task)
OF_THE_AGENCY: tuple[type[HubRecord], ...] = (NotReferred,)

_POLICE_ONLY = "Police-only: sensitive information"
_NOT_SHARED = "The agency said: not to be shared with the family"
_ASK_FIRST = "The agency wants to be asked before it is shared"
_NOT_SAFE = "The decision says that it is not safe to tell the family"
_OTHERS = "About brothers and sisters"


@dataclass(frozen=True)
class _Line:
    """One text of a record, and what is suggested for it."""

    name: str
    label: str
    text: str
    code: str = ""
    because: str = ""


def work_items(enquiry_id: str, records: Iterable[HubRecord], outcomes: Outcomes) -> Iterator[AccessItem]:
    """Every text of these records, in the order they come. Drafts are not there: they say nothing yet."""
    for record in records:
        heading, lines = _read(record, outcomes)
        for line in lines:
            if line.text.strip():
                yield AccessItem(
                    f"{enquiry_id}/{type(record).__name__.lower()}/{record.id}/{line.name}", enquiry_id, heading,
                    line.label, line.text.strip(), suggested=Mark(line.code), because=line.because,
                )  # fmt: skip


def _read(record: HubRecord, outcomes: Outcomes) -> tuple[str, Iterable[_Line]]:
    match record:
        case Decision():
            return "Decisions", _decision(record, outcomes)
        case Letter():
            return "Letters", _letter(record)
        case Message():
            return "Messages", _message(record)
        case Task():
            return "Who is doing what", _task(record)
        case InformationCheck():
            return "What other agencies answered", _check(record)
        case Disagreement():
            return "Disagreements", _disagreement(record)
        case NotReferred():
            return "Considered, not referred", _not_referred(record)
    return "", ()


def _decision(record: Decision, outcomes: Outcomes) -> Iterator[_Line]:
    if record.status not in ("final", "replaced"):
        return
    code, why = ("serious_harm", _NOT_SAFE) if record.family_told == "not_safe" else ("", "")
    outcome = outcomes.by_id.get(record.outcome)
    when = _day(record.decided_at)
    yield _Line("outcome", f"Decided {when}".strip(), outcome.label if outcome else record.outcome, code, why)
    yield _Line("rationale", "Why", record.rationale, code, why)
    yield _Line("siblings", "Brothers and sisters", record.siblings, "third_party", _OTHERS)
    yield _Line("told", "Telling the family", record.family_told_words, code, why)
    names = {each.id: each.label for each in outcome.fields} if outcome else {}
    for name, words in record.details.items():
        yield _Line(f"details.{name}", names.get(name, name.replace("_", " ").capitalize()), words, code, why)


def _letter(record: Letter) -> Iterator[_Line]:
    if record.status == "sent":
        words = "\n".join(part for part in record.parts.values() if part.strip()) or record.reason_words
        yield _Line("words", f"Letter of {_day(record.sent_at)} to {record.addressee or 'the referrer'}", words)
        yield _Line("useful", "What the referrer said of it", record.useful_words)


def _message(record: Message) -> Iterator[_Line]:
    who = "The Hub" if record.from_hub else "The agency"
    yield _Line("text", f"{who} wrote on {_day(record.written_at)}", record.text)


def _task(record: Task) -> Iterator[_Line]:
    yield _Line("what", "To do", ", ".join(filter(None, (record.what, record.who))))
    yield _Line("result", "What came of it", "\n".join(filter(None, (record.result, record.evidence))))


def _check(record: InformationCheck) -> Iterator[_Line]:
    if record.status not in ("answered", "nothing_known"):
        return
    code, why = "", ""
    if record.police_only:
        code, why = "police_only", _POLICE_ONLY
    elif record.may_share == "no":
        code, why = "serious_harm", _NOT_SHARED
    elif record.may_share == "ask":
        code, why = "third_party", _ASK_FIRST
    yield _Line("question", f"Asked of {record.agency_name} on {_day(record.asked_at)}", record.question, code, why)
    words = record.answer or "Nothing is known."
    yield _Line("answer", f"{record.agency_name} answered on {_day(record.answered_at)}", words, code, why)
    for number, earlier in enumerate(record.earlier):
        sensitive = bool(earlier.get("police_only"))
        before = ("police_only", _POLICE_ONLY) if sensitive else (code, why)
        yield _Line(f"earlier.{number}", f"{record.agency_name} answered before", _text(earlier, "answer"), *before)


def _disagreement(record: Disagreement) -> Iterator[_Line]:
    yield _Line("about", f"Raised on {_day(record.raised_at)}", record.about)
    for number, stage in enumerate(record.stages):
        yield _Line(f"stage.{number}", f"Stage {stage.get('stage', '')}", _text(stage, "note"))
    yield _Line("changed", "What changed for the child", record.changed_for_child)
    yield _Line("learning", "What was learnt", record.learning)


def _not_referred(record: NotReferred) -> Iterator[_Line]:
    yield _Line("reason", f"Why it was not referred, {_day(record.signed_at)}", record.reason)
    yield _Line("danger", "Why not although there was a sign of harm", record.danger_reason)
    yield _Line("advice", f"Advice from {record.advice_from or 'somebody'}", record.advice)
    yield _Line("plan", "Plan", record.plan)
    for number, review in enumerate(record.reviews):
        yield _Line(f"review.{number}", "Review", _text(review, "note"))


def _text(part: Mapping[str, object], name: str) -> str:
    return str(part.get(name, "") or "")


def _day(at: object) -> str:
    local = at.astimezone(LONDON) if hasattr(at, "astimezone") else None
    return f"{local.day} {local:%B %Y}" if local else ""
