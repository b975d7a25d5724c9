"""What a person reads after sending: what happens next, by when, whom to ring, what to do if nothing is heard. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from enquiry_app.definitions.hub_definition import HubDefinition, HubHours
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.enquiry.statuses import WITH_THE_HUB, WORDS
from enquiry_app.enquiry.working_time import bank_holidays, due_at, is_open, moment_words, opening_words

LOOK_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """One thing that happens next. `by` is when, in words; empty where there is no time for it."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class Confirmation:
    """The page after sending."""

    reference: str
    headline: str
    steps: tuple[Step, ...]
    hub_open_words: str
    hub_phone: str
    out_of_hours_phone: str
    if_nothing_heard: str
    handed_over: bool


def confirmation(enquiry: Enquiry, hub: HubDefinition, now: dt.datetime) -> Confirmation:
    """The confirmation of a sent enquiry, as it reads at this instant."""
    handed_over = enquiry.status in WITH_THE_HUB
    sent_at = enquiry.sent_at or enquiry.received_at or now  # the clock does not wait for somebody to open it
    return Confirmation(
        reference=enquiry.reference,
        headline=_headline(enquiry, handed_over),
        steps=_steps(enquiry, hub, sent_at, now, handed_over),
        hub_open_words=open_words(hub, now),
        hub_phone=hub.phone,
        out_of_hours_phone=hub.out_of_hours_phone,
        if_nothing_heard=_if_nothing_heard(hub, sent_at, now),
        handed_over=handed_over,
    )


def open_words(hub: HubDefinition, now: dt.datetime) -> str:
    """Whether the Hub is open now, when it opens next, and any bank holiday in the coming week."""
    days = holidays_ahead(hub.hours, now)
    words = opening_words(hub.hours, now) + "."
    if not days:
        return words
    named = " and ".join(f"{day:%A} {day.day} {day:%B}" for day in days)
    return f"{words} It is closed on {named} ({'bank holidays' if len(days) > 1 else 'bank holiday'})."


def holidays_ahead(hours: HubHours, now: dt.datetime) -> tuple[dt.date, ...]:
    """Bank holidays of the coming seven days that fall on days the Hub would otherwise work."""
    today = now.astimezone(LONDON).date()
    days = (today + dt.timedelta(days=n) for n in range(LOOK_AHEAD.days + 1))
    return tuple(day for day in days if day.weekday() in hours.days and day in bank_holidays(day.year))


def _headline(enquiry: Enquiry, handed_over: bool) -> str:
    if enquiry.status == "withdrawn":
        return "Withdrawn. The Hub will not act on this enquiry."
    if not handed_over:
        return "Ready to hand over. The Hub does not have this yet."
    return "Sent as urgent. The Hub has it." if enquiry.urgent else "Sent. The Hub has it."


def _steps(
    enquiry: Enquiry, hub: HubDefinition, sent_at: dt.datetime, now: dt.datetime, handed_over: bool
) -> tuple[Step, ...]:
    if enquiry.status in ("withdrawn", "closed"):
        return (Step(WORDS[enquiry.status].meaning),)
    steps: list[Step] = []
    if enquiry.urgent or {"immediate_danger", "protection"} & set(enquiry.flags):
        number = hub.phone if is_open(hub.hours, now) else hub.out_of_hours_phone
        steps.append(
            Step(f"If you have not spoken to the Hub, ring {number} now. If a child is in danger now, ring 999.")
        )
    if not handed_over:
        steps.append(
            Step("Hand it over: print it, or send it by a secure way. Then record how, to whom and when.", "now")
        )
    return (*steps, *_hub_steps(enquiry, hub, sent_at, now))


def _hub_steps(enquiry: Enquiry, hub: HubDefinition, sent_at: dt.datetime, now: dt.datetime) -> tuple[Step, ...]:
    hours, targets = hub.hours, hub.targets
    decide = targets["rating_red"] if enquiry.urgent else targets["next_step"]
    acknowledged = due_at(targets["acknowledge"], sent_at, hours)
    told = due_at(targets["feedback"], due_at(targets["next_step"], sent_at, hours), hours)
    known = Step("The Hub tells you that it has your enquiry, and who to speak to.", _by(hours, acknowledged, now))
    return (
        *(() if enquiry.acknowledged_at else (known,)),
        Step("A social worker decides what should happen first.", _by(hours, due_at(decide, sent_at, hours), now)),
        Step("You are told what was decided and why.", _by(hours, told, now)),
    )


def _by(hours: HubHours, due: dt.datetime, now: dt.datetime) -> str:
    return f"by {moment_words(hours, due, now)}"


def _if_nothing_heard(hub: HubDefinition, sent_at: dt.datetime, now: dt.datetime) -> str:
    acknowledged = due_at(hub.targets["acknowledge"], sent_at, hub.hours)
    chase = due_at(hub.targets["chase"], sent_at, hub.hours)
    return (
        f"If you have heard nothing by {moment_words(hub.hours, acknowledged, now)}, ring the Hub on {hub.phone}"
        f" and give the reference. If there is still no answer by {moment_words(hub.hours, chase, now)}, tell your"
        " safeguarding lead: you have the right to challenge, and the child must stay safe meanwhile."
    )
