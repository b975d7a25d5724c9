"""`audit`: check the chain of events, and show it."""

from __future__ import annotations

import click

from enquiry_app.commands.shared import common_options, emit
from enquiry_app.commands.store import unlocked_profile
from enquiry_app.enquiry.permissions import require
from enquiry_app.enquiry.records import Event
from enquiry_app.errors import StoreDamaged


@click.group("audit")
def audit_group() -> None:
    """The audit trail."""


@audit_group.command("verify")
@common_options
@click.pass_context
def verify_command(ctx: click.Context) -> None:
    """Check that no event was changed, removed or put elsewhere. Exit 1 naming the first that was."""
    from enquiry_app.storage.audit_chain import verify

    with unlocked_profile(ctx) as (_, unlocked):
        require(unlocked.person, "see_audit_trail")
        verdict = verify(unlocked.store)
    if not verdict.ok:
        raise StoreDamaged(verdict.sentence)
    emit(ctx, {"ok": True, "events": verdict.events, "first_bad": None}, verdict.sentence)


@audit_group.command("show")
@common_options
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many of the newest.")
@click.option("--subject", default="", help="Only events about the enquiry or person with this id.")
@click.pass_context
def show_command(ctx: click.Context, limit: int, subject: str) -> None:
    """Show the newest events, oldest first. Looking is noted too."""
    from enquiry_app.clock import SystemClock

    with unlocked_profile(ctx) as (_, unlocked):
        person = unlocked.person
        require(person, "see_audit_trail")
        with unlocked.store.write() as work:
            work.record("audit:shown", subject=subject, actor=person.id, at=SystemClock().now())
            work.commit()
        with unlocked.store.read() as reading:
            events = reading.events(subject, limit)
            names = {one.id: one.user_name for one in reading.people()}
    emit(ctx, [_plain(event, names) for event in events], "\n".join(_line(event, names) for event in events))


def _plain(event: Event, names: dict[str, str]) -> dict[str, object]:
    return {
        "number": event.number,
        "at": event.at.isoformat(),
        "actor": names.get(event.actor_id, event.actor_id),
        "tag": event.tag,
        "subject": event.subject_id,
        "details": dict(event.details),
    }


def _line(event: Event, names: dict[str, str]) -> str:
    details = " ".join(f"{name}={value}" for name, value in sorted(event.details.items()))
    actor = names.get(event.actor_id, event.actor_id) or "-"
    return f"{event.number:>6}  {event.at:%Y-%m-%d %H:%M:%S}Z  {actor:<20} {event.tag:<28} {details}".rstrip()
