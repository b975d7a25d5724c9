"""The history of an enquiry at the Hub, as lines anybody can read: who did what, when, and why. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enquiry_app.definitions.hub_work import load_pathway_tasks
from enquiry_app.enquiry.hub_records import (
    Decision,
    Disagreement,
    InformationCheck,
    Letter,
    Link,
    Message,
    Step,
    Task,
)
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import status_words
from enquiry_app.enquiry.task_rules import result_words

RATING_WORDS = {"red": "Red", "amber": "Amber", "green": "Green", "blue": "Blue"}
_MESSAGE_WORDS = {
    "question": "Asked the referrer", "answer": "The referrer answered", "information": "Added information",
    "disagreement": "Said they disagree", "chase": "Asked what has happened",
}  # fmt: skip
_SETTLED_WORDS = {"upheld": "upheld", "partly": "partly upheld", "not_upheld": "not upheld"}
_LETTER_WORDS = {"acknowledgement": "Acknowledged", "outcome": "Told the referrer the outcome"}


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened. `who` is a name, or "" where nobody in particular did it; `why` words of a person."""

    at: dt.datetime
    who: str
    what: str
    why: str = ""

    def __repr__(self) -> str:
        return f"HistoryLine({self.at:%Y-%m-%d %H:%M})"


@dataclass(frozen=True)
class HubWork:
    """All that the Hub has on one enquiry, each kind oldest first."""

    steps: Sequence[Step] = ()
    checks: Sequence[InformationCheck] = ()
    decisions: Sequence[Decision] = ()
    messages: Sequence[Message] = ()
    letters: Sequence[Letter] = ()
    tasks: Sequence[Task] = ()
    disagreements: Sequence[Disagreement] = ()
    links: Sequence[Link] = ()

    def __repr__(self) -> str:
        return f"HubWork({len(self.steps)} steps)"


def history_of(enquiry: Enquiry, work: HubWork, names: Mapping[str, str]) -> tuple[HistoryLine, ...]:
    """Everything that happened, newest first. `names`: person id -> display name."""
    lines = [*_arrival(enquiry), *_steps(work.steps, names), *_checks(work.checks, names)]
    lines += [*_decisions(work.decisions, names), *_said(work, names), *_tasks(work.tasks, names)]
    lines += [*_differences(work.disagreements, names), *_links(work.links, names)]
    return newest_first(lines)


def newest_first(lines: Iterable[HistoryLine]) -> tuple[HistoryLine, ...]:
    """In order; of what happened at the same moment, what is told last comes first."""
    return tuple(sorted(lines, key=lambda line: line.at)[::-1])


def _arrival(enquiry: Enquiry) -> Iterable[HistoryLine]:
    if enquiry.sent_at:
        yield HistoryLine(enquiry.sent_at, enquiry.owner_name, f"Sent from {enquiry.agency_name}")
    if enquiry.received_at:
        yield HistoryLine(enquiry.received_at, "", "Opened at the Hub for the first time")


def _steps(steps: Iterable[Step], names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for step in steps:
        yield HistoryLine(step.at, names.get(step.by, ""), _step_words(step, names), step.reason)


def _step_words(step: Step, names: Mapping[str, str]) -> str:
    if step.kind == "assigned":
        to = names.get(step.to_code, "somebody else")
        if step.by == step.to_code and not step.from_code:
            return "Took it"
        return f"Given to {to}" + (f", had been {names.get(step.from_code, 'somebody')}'s" if step.from_code else "")
    if step.kind == "rating":
        now, before = RATING_WORDS.get(step.to_code, step.to_code), RATING_WORDS.get(step.from_code, "")
        return f"Rated {now.lower()}" + (f", had been {before.lower()}" if before else "")
    if step.kind == "status":
        return f"Now “{status_words(step.to_code, 'hub_worker')}”"
    if step.kind == "disagreement":
        return "On the disagreement" if step.to_code == "said" else f"Took the disagreement to stage {step.to_code}"
    return step.kind.replace("_", " ").capitalize()


def _checks(checks: Iterable[InformationCheck], names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for check in checks:
        agency = check.agency_name or "another agency"
        yield HistoryLine(check.asked_at, names.get(check.asked_by, ""), f"Asked {agency}", check.necessity)
        if check.answered_at:
            words = {"nothing_known": "knows nothing", "cancelled": "need not answer"}.get(check.status, "answered")
            why = check.cancelled_because if check.status == "cancelled" else ""
            yield HistoryLine(check.answered_at, names.get(check.answered_by, ""), f"{agency} {words}", why)


def _decisions(decisions: Iterable[Decision], names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for each in decisions:
        drafted = "Drafted a change of the decision" if each.replaces else "Drafted the decision"
        yield HistoryLine(each.drafted_at, names.get(each.drafted_by, ""), drafted)
        what = f"{'Changed the decision to' if each.replaces else 'Decided'} {each.outcome}"
        why = "\n".join(filter(None, (each.changed_because, each.rationale)))
        first = names.get(each.decided_by, "")
        if each.first_at:
            moment = dt.datetime.fromisoformat(each.first_at)
            yield HistoryLine(moment, first, f"{what}; a second manager has to agree", why)
        if each.decided_at and each.first_at:
            yield HistoryLine(each.decided_at, names.get(each.seconded_by, ""), f"Agreed to {each.outcome}")
        elif each.decided_at:
            yield HistoryLine(each.decided_at, first, what, why)


def _said(work: HubWork, names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for message in work.messages:
        words = _MESSAGE_WORDS[message.kind]
        if message.from_hub and message.kind != "question":
            words = "Wrote to the referrer"
        yield HistoryLine(message.written_at, names.get(message.written_by, ""), words, message.text)
    for letter in work.letters:
        if letter.sent_at:
            words = _LETTER_WORDS.get(letter.kind, "Nobody could be told")
            yield HistoryLine(letter.sent_at, names.get(letter.sent_by, ""), words, letter.reason_words)


def _tasks(tasks: Iterable[Task], names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for task in tasks:
        refused = task.status == "dropped" and task.done_at == task.made_at  # never was a task
        if not refused:
            yield HistoryLine(task.made_at, names.get(task.made_by, ""), f"To do: {task.what}", task.who)
        if task.done_at:
            done = "Done" if task.status == "done" else "Not needed" if refused else "Not needed any more"
            came = ". ".join(filter(None, (result_words(task, load_pathway_tasks()), task.evidence)))
            yield HistoryLine(task.done_at, names.get(task.done_by, ""), f"{done}: {task.what}", came)


def _differences(differences: Iterable[Disagreement], names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for one in differences:
        yield HistoryLine(one.raised_at, names.get(one.raised_by, ""), "Raised a disagreement", one.about)
        if one.settled_at:
            settled = one.status == "settled"
            words = (
                f"Settled the disagreement: {_SETTLED_WORDS[one.outcome]}" if settled else "Took the disagreement back"
            )
            why = one.changed_for_child if settled else one.withdrawn_because
            yield HistoryLine(one.settled_at, names.get(one.settled_by, ""), words, why)


def _links(links: Iterable[Link], names: Mapping[str, str]) -> Iterable[HistoryLine]:
    for link in links:
        if link.undone_at == link.made_at:  # nothing was linked: it was said that these are two people
            said = "Said that a child of another enquiry is somebody else"
            yield HistoryLine(link.made_at, names.get(link.made_by, ""), said, link.undone_because)
            continue
        yield HistoryLine(link.made_at, names.get(link.made_by, ""), "Linked an enquiry or an entry of the case list")
        if link.undone_at:
            yield HistoryLine(link.undone_at, names.get(link.undone_by, ""), "Undid a link", link.undone_because)
