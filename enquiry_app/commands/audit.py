"""`audit`: check the chain of events, and show it."""

from __future__ import annotations

from pathlib import Path

import click

from enquiry_app.commands.shared import common_options, emit, signed_in
from enquiry_app.enquiry.audit_trail import GROUPS, TrailFilter
from enquiry_app.enquiry.records import Event
from enquiry_app.errors import AppError, StoreDamaged


@click.group("audit")
def audit_group() -> None:
    """The audit trail."""


@audit_group.command("verify")
@common_options
@click.option("--event", type=click.IntRange(min=1), help="Number of an event noted elsewhere, e.g. in a sealed file.")
@click.option("--head", default="", help="The hash noted with it.")
@click.pass_context
def verify_command(ctx: click.Context, event: int | None, head: str) -> None:
    """Check that no event was changed, removed or put elsewhere. Exit 1 naming the first that was.

    With --event and --head also that the trail had this hash at this event: then nothing before it was written anew.
    """
    if (event is None) != (not head):
        raise AppError("Give both --event and --head, as they were noted together.")
    with signed_in(ctx) as app:
        verdict = app.audit.verify()
        if verdict.ok and event is not None:
            verdict = app.audit.compare(event, head)
    if not verdict.ok:
        raise StoreDamaged(f"{verdict.sentence} {verdict.way_forward}".strip())
    jumps = list(verdict.clock_jumps)
    data = {"ok": True, "events": verdict.events, "first_bad": None, "clock_set_back_at": jumps}
    said = f" The clock was set back at event {', '.join(map(str, jumps[:5]))}." if jumps else ""
    emit(ctx, data, verdict.sentence + said)


@audit_group.command("export")
@common_options
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV file to write.")
@click.option("--group", type=click.Choice(tuple(GROUPS)), default=None, help="Only events of this group.")
@click.option("--about", default="", help="Only events about the enquiry with this reference or id.")
@click.pass_context
def export_command(ctx: click.Context, out: Path, group: str | None, about: str) -> None:
    """Write the events to a CSV file, newest first. The file is not encrypted."""
    with signed_in(ctx) as app:
        subject = app.audit.subject_of(about) if about else ""
        content = app.audit.export(TrailFilter(group=group or "", subject_id=subject))
    try:
        out.write_bytes(content)
        out.chmod(0o600)
    except OSError:
        raise AppError("The file cannot be written there.") from None
    emit(ctx, {"file": str(out), "bytes": len(content)}, f"Exported: {out}")


@audit_group.command("who-looked")
@common_options
@click.argument("reference")
@click.pass_context
def who_looked_command(ctx: click.Context, reference: str) -> None:
    """Show who looked at the record with this REFERENCE (or D and a draft's number). It names no child."""
    with signed_in(ctx) as app:
        found = app.audit.who_looked_at(reference)
    data = [
        {"at": look.at.isoformat(), "who": look.who, "role": look.role, "agency": look.agency, "what": look.what}
        for look in found.looks
    ]
    lines = (f"{look.at:%Y-%m-%d %H:%M:%S}Z  {look.who:<24} {look.role:<18} {look.what}" for look in found.looks)
    emit(ctx, data, "\n".join(lines))


@audit_group.command("show")
@common_options
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many of the newest.")
@click.option("--subject", default="", help="Only events about the enquiry or person with this id.")
@click.pass_context
def show_command(ctx: click.Context, limit: int, subject: str) -> None:
    """Show the newest events, oldest first. Looking is noted too."""
    with signed_in(ctx) as app:
        seat = app.seat
        seat.require("see_audit_trail")
        with seat.store.write() as work:
            seat.record(work, "audit:shown", subject)
            work.commit()
        with seat.store.read() as reading:
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
