"""What a referrer reads of an enquiry they sent: what the Hub owes them and by when, what has happened, what is new, and
what to do if nothing is heard. Pure; times come in as arguments.

Only what was meant for the referrer stands here: nothing other agencies answered, nothing of the Hub's own notes.
Source: domain notes 1b (F1–F3), 5c; Working Together to safeguard children (referrers chase, and challenge).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.enquiry.hub_clock import arrived_at, next_due
from enquiry_app.enquiry.hub_records import Letter, Message, Step
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.enquiry.statuses import FINISHED, WITH_THE_HUB
from enquiry_app.enquiry.working_time import due_at, is_open, london, moment_words, opening_words, time_left_words

# Whose turn it is: the Hub owes an answer (in time, late), the agency has to act, or nobody owes anything now.
STATES = ("running", "overdue", "yours", "none")


@dataclass(frozen=True)
class DutyClock:
    """The Hub's duty to answer in words. `short` is for a list, without a full stop."""

    state: str  # STATES
    text: str
    short: str
    due_at: dt.datetime | None = None


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened. `words` are somebody's own, meant for the referrer; `who` a name or ""."""

    at: dt.datetime
    what: str
    who: str = ""
    words: str = ""

    def __repr__(self) -> str:
        return f"StoryLine({self.at:%Y-%m-%d %H:%M})"


@dataclass(frozen=True)
class Advice:
    """One thing to do. `now` if its time has come; `by` is when it comes, in words."""

    text: str
    by: str = ""
    now: bool = False


def clock_of(enquiry: Enquiry, hub: HubDefinition, now: dt.datetime, questions: Sequence[Message] = ()) -> DutyClock:
    """Who owes whom an answer at this instant. `questions`: those of the Hub that are not answered."""
    status = enquiry.status
    if status == "ready_to_hand_over":
        return DutyClock("yours", "The Hub does not have this yet: hand it over, then record how, to whom and when.",
                         "the Hub does not have it")  # fmt: skip
    if status not in WITH_THE_HUB and status not in FINISHED:
        return DutyClock("none", "", "")
    if status == "returned":
        return DutyClock("yours", "The Hub cannot go on with what it has: add what is missing and send it again.",
                         "send it again with what is missing")  # fmt: skip
    if questions:
        return _question_clock(questions, hub, now)
    due = enquiry.due_at or next_due(enquiry, hub)[0]
    if due is None or (status in FINISHED and enquiry.feedback_at):
        return DutyClock("none", "", "")
    by = moment_words(hub.hours, due, now)
    if now >= due:
        what = "told you what was decided" if enquiry.decided_at else "answered"
        return DutyClock("overdue", f"The Hub should have {what} by {by}. Here is what to do.",
                         f"overdue: an answer was due by {by}", due)  # fmt: skip
    left = time_left_words(hub.hours, due, now)
    rest = "" if left.startswith("due ") else f"; {left}"
    owed = "tell you what was decided" if enquiry.decided_at else "answer"
    return DutyClock("running", f"The Hub should {owed} by {by}{rest}.", f"answer due by {by}{rest}", due)


def _question_clock(questions: Sequence[Message], hub: HubDefinition, now: dt.datetime) -> DutyClock:
    dues = [question.due_at for question in questions if question.due_at]
    many = f"{len(questions)} questions" if len(questions) > 1 else "a question"
    if not dues:
        return DutyClock("yours", f"The Hub has {many} for you and waits for your answer.", f"the Hub has {many}")
    due = min(dues)
    by = moment_words(hub.hours, due, now)
    if now >= due:
        return DutyClock("yours", f"The Hub has {many} for you. The answer was wanted by {by}: answer now.",
                         f"the Hub has {many}, answer wanted by {by}", due)  # fmt: skip
    return DutyClock("yours", f"The Hub has {many} for you. Answer by {by}; {time_left_words(hub.hours, due, now)}.",
                     f"the Hub has {many}, answer by {by}", due)  # fmt: skip


def open_questions(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The Hub's questions nobody has answered, oldest first."""
    said = tuple(messages)
    answered = {message.answers for message in said if message.answers}
    return tuple(m for m in said if m.kind == "question" and m.from_hub and m.id not in answered)


def told_to_the_referrer(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """The letters that were sent, oldest first."""
    return tuple(letter for letter in letters if letter.status == "sent" and letter.kind != "none")


def news_of(enquiry: Enquiry, messages: Iterable[Message], letters: Iterable[Letter]) -> tuple[str, ...]:
    """What is new since somebody of the agency last looked, most pressing first, each in a few words."""
    said = tuple(messages)
    asked = open_questions(said)
    new = ["Question from the Hub"] if asked else []
    if enquiry.status == "returned":
        new.append("The Hub needs more")
    unread = [letter for letter in told_to_the_referrer(letters) if not letter.read_at]
    if any(letter.kind == "outcome" for letter in unread):
        new.append("Letter arrived")
    elif enquiry.decided_at and not enquiry.feedback_at and enquiry.status not in FINISHED:
        new.append("Decided")
    if unread and all(letter.kind == "acknowledgement" for letter in unread):
        new.append("The Hub has it")
    if any(m.from_hub and not m.read_at and m.kind != "question" for m in said):
        new.append("Message from the Hub")
    return tuple(new)


def story_of(
    enquiry: Enquiry, steps: Iterable[Step], messages: Iterable[Message], letters: Iterable[Letter],
    versions: Iterable[tuple[dt.datetime, str]] = (),
) -> tuple[StoryLine, ...]:  # fmt: skip
    """What happened, oldest first, as far as it concerns the referrer.

    `versions`: when and by whom (a name) each change after sending was sent.
    """
    lines = [StoryLine(enquiry.sent_at, "Sent to the Hub", enquiry.owner_name)] if enquiry.sent_at else []
    if enquiry.received_at:
        lines.append(StoryLine(enquiry.received_at, "The Hub opened it"))
    lines += [StoryLine(at, f"A change was sent: version {number}", who)
              for number, (at, who) in enumerate(versions, 2)]  # fmt: skip
    lines += [line for step in steps for line in _step_line(step)]
    lines += [line for message in messages for line in _message_line(message)]
    for letter in told_to_the_referrer(letters):
        at = letter.sent_at or letter.drafted_at
        words = "The Hub confirmed that it has it" if letter.kind == "acknowledgement" else "The Hub’s letter arrived"
        lines.append(StoryLine(at, words))
    if enquiry.decided_at:
        lines.append(StoryLine(enquiry.decided_at, "The Hub decided"))
    if enquiry.closed_at:
        lines.append(StoryLine(enquiry.closed_at, "The Hub closed it"))
    return tuple(sorted(lines, key=lambda line: line.at))


_STEPS = {
    "in_triage": "A social worker began to look at it",
    "returned": "The Hub sent it back: it needs more",
    "withdrawn": "Withdrawn",
    "transferred": "Passed to another authority",
    "linked_to_open_case": "Passed to the worker who knows the child",
}
_FOR_THE_REFERRER = frozenset({"returned"})  # their reason was written to the referrer


def _step_line(step: Step) -> Iterable[StoryLine]:
    again = step.to_code == "in_triage" and step.from_code != "received"  # from checks, or answered: nothing began
    if step.kind == "status" and step.to_code in _STEPS and not again:
        yield StoryLine(step.at, _STEPS[step.to_code], words=step.reason if step.to_code in _FOR_THE_REFERRER else "")


_MESSAGES = {
    ("question", True): "The Hub asked", ("information", True): "The Hub wrote",
    ("answer", False): "Answered", ("information", False): "Information added",
    ("disagreement", False): "Disagreement written", ("chase", False): "Asked what has happened",
}  # fmt: skip


def _message_line(message: Message) -> Iterable[StoryLine]:
    if what := _MESSAGES.get((message.kind, message.from_hub)):
        yield StoryLine(message.written_at, what, words=message.text)


def if_nothing_is_heard(enquiry: Enquiry, hub: HubDefinition, now: dt.datetime) -> tuple[Advice, ...]:
    """What to do, in order, each with its time; what is due now is marked. Empty where the Hub owes nothing."""
    clock = clock_of(enquiry, hub, now)
    if clock.state not in ("running", "overdue") or clock.due_at is None:
        return ()
    chase = max(due_at(hub.targets["chase"], arrived_at(enquiry), hub.hours), clock.due_at)
    late, long_late = now >= clock.due_at, now >= chase
    ring = f"Ring the Hub on {hub.phone} and give the reference {enquiry.reference}."
    if not is_open(hub.hours, now):
        ring += f" {opening_words(hub.hours, now)}; if it cannot wait, ring {hub.out_of_hours_phone}."
    by, chased = (f"from {moment_words(hub.hours, at, now)}" for at in (clock.due_at, chase))
    return (
        Advice("If you are more worried, or the child is not safe meanwhile, ring now. In danger now: ring 999.",
               now=True),
        Advice(ring, by, late),
        Advice("Ask in writing with the text below, and record that you sent it.", by, late),
        Advice("Still nothing: tell your safeguarding lead, and challenge. It is your right and your duty; the child has"
               " to be safe meanwhile.", chased, long_late),
    )  # fmt: skip


def chase_text(enquiry: Enquiry, hub: HubDefinition, now: dt.datetime, person: Person) -> str:
    """A letter that asks what has happened: reference and dates, no name of a child. Plain text, lines kept."""
    clock = clock_of(enquiry, hub, now)
    arrived = arrived_at(enquiry)
    due = f"An answer was due by {_long(hub, clock.due_at)}." if clock.due_at else ""
    heard = (
        f"You confirmed on {_long(hub, enquiry.acknowledged_at)} that you have it. We have not heard what was decided."
        if enquiry.acknowledged_at
        else "We have not heard from you."
    )
    if enquiry.decided_at:
        heard = "We understand that it was decided, but we have not been told what was decided and why."
    sender = ", ".join(filter(None, (person.display_name, person.job_title, person.agency_name, person.phone)))
    return "\n".join((
        f"To: {hub.contacts['hub'].name}, {hub.phone}",
        f"Our enquiry {enquiry.reference}, sent {_long(hub, arrived)}",
        f"Written {_long(hub, now)}",
        "",
        " ".join(filter(None, (f"We sent you this enquiry on {_long(hub, arrived)}.", due, heard))),
        "",
        "Please tell us by the end of the next working day:",
        "– who is working on it and how to reach them;",
        "– what has been decided and why, or by when it will be;",
        "– what we should do meanwhile so that the child is safe.",
        "",
        "If we do not hear from you we shall ask for it to be looked at by the next person, as agreed for differences"
        " between professionals. If anything changes for the child we shall ring you at once.",
        "",
        sender,
    ))  # fmt: skip


def _long(hub: HubDefinition, at: dt.datetime | None) -> str:
    """ "23 November 2026 at 14:05" in the Hub's civil time."""
    if at is None:
        return ""
    local = london(hub.hours, at)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"
