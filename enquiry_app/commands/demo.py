"""`demo`: makes a practice profile with fictional agencies, people and enquiries."""

from __future__ import annotations

import click

from enquiry_app.commands.shared import calling, common_options, emit
from enquiry_app.errors import AppError

MOST = 1_000_000


@click.command("demo")
@common_options
@click.option("--enquiries", type=click.IntRange(0, MOST), default=40, show_default=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same enquiries.")
@click.pass_context
def demo_command(ctx: click.Context, enquiries: int, seed: int) -> None:
    """Make a practice profile in an empty folder. Passwords are random and are shown once, here."""
    folder = calling(ctx).profile
    if folder is None:
        raise AppError("Say where the practice profile goes: --profile DIR.")
    from enquiry_app.composition import make_practice_profile

    made = make_practice_profile(folder, enquiries=enquiries, seed=seed)
    try:
        people = [
            {"user": person.user_name, "password": password, "role": person.role, "agency": person.agency_name}
            for person, password in made.people
        ]
        rows = [{"ref": reference, "status": status} for _, reference, status in made.enquiries]
    finally:
        made.application.close()
    lines = [f"{p['user']:<14}{p['password']:<40}{p['role']:<20}{p['agency']}" for p in people]
    lines.append(f"{len(rows)} enquiries in {folder}. Write the passwords down: they are not shown again.")
    emit(ctx, {"people": people, "enquiries": rows}, "\n".join(lines))
