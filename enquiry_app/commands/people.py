"""`people`: who may sign in, and their teams, for the administrator without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from enquiry_app.commands.shared import common_options, emit, signed_in
from enquiry_app.errors import NotFound

if TYPE_CHECKING:
    from enquiry_app.composition import Application
    from enquiry_app.enquiry.records import Agency, Person, Team

NO_AGENCY = "There is no agency with this name in this store."
NO_TEAM = "There is no team with this name in this agency."
NO_PERSON = "There is nobody with this user name in this store."


@click.group("people")
@common_options
def people_group() -> None:
    """People, and the teams of an agency."""


@people_group.command("list")
@common_options
@click.pass_context
def list_command(ctx: click.Context) -> None:
    """Everybody, by agency, with team and role."""
    with signed_in(ctx) as app:
        people = app.accounts.people()
    rows = [
        {
            "user": each.user_name, "name": each.display_name, "role": each.role, "agency": each.agency_name,
            "team": each.team_name, "active": each.active,
        }
        for each in sorted(people, key=lambda each: (each.agency_name.casefold(), each.display_name.casefold()))
    ]  # fmt: skip
    lines = (
        f"{row['user']}  {row['name']}  {row['role']}  {row['agency']}"
        f"{'  team ' + str(row['team']) if row['team'] else ''}{'' if row['active'] else '  disabled'}"
        for row in rows
    )
    emit(ctx, rows, "\n".join(lines))


@people_group.command("team-add")
@common_options
@click.argument("agency")
@click.argument("name")
@click.pass_context
def team_add_command(ctx: click.Context, agency: str, name: str) -> None:
    """Add a team NAME to AGENCY."""
    with signed_in(ctx) as app:
        made = app.teams.add(_agency(app, agency).id, name)
    emit(ctx, {"id": made.id, "name": made.name}, f"Added the team {made.name}.")


@people_group.command("team-rename")
@common_options
@click.argument("agency")
@click.argument("name")
@click.argument("new_name")
@click.pass_context
def team_rename_command(ctx: click.Context, agency: str, name: str, new_name: str) -> None:
    """Give the team NAME of AGENCY the name NEW_NAME."""
    with signed_in(ctx) as app:
        made = app.teams.rename(_team(app, agency, name).id, new_name)
    emit(ctx, {"id": made.id, "name": made.name}, f"The team is called {made.name} now.")


@people_group.command("team-move")
@common_options
@click.argument("users", nargs=-1, required=True)
@click.option("--to", "name", default="", help="The team they go to; without it they are in none.")
@click.pass_context
def team_move_command(ctx: click.Context, users: tuple[str, ...], name: str) -> None:
    """Put USERS (user names) into a team of their agency, or into none."""
    with signed_in(ctx) as app:
        people = [_person(app, user) for user in users]
        team_id = _team(app, people[0].agency_name, name).id if name else ""
        app.teams.move(tuple(person.id for person in people), team_id)
    emit(ctx, {"moved": list(users), "team": name}, f"In {name} now." if name else "In no team now.")


@people_group.command("team-close")
@common_options
@click.argument("agency")
@click.argument("name")
@click.option("--move-to", "other", default="", help="The team its people go to; without it they are in none.")
@click.pass_context
def team_close_command(ctx: click.Context, agency: str, name: str, other: str) -> None:
    """Close the team NAME of AGENCY."""
    with signed_in(ctx) as app:
        target = _team(app, agency, other).id if other else ""
        moved = app.teams.close(_team(app, agency, name).id, target)
    emit(ctx, {"closed": name, "moved": moved, "to": other}, f"The team {name} is closed; {moved} went elsewhere.")


def _agency(app: Application, name: str) -> Agency:
    found = next((each for each in app.accounts.agencies() if each.name.casefold() == name.casefold()), None)
    if found is None:
        raise NotFound(NO_AGENCY)
    return found


def _team(app: Application, agency: str, name: str) -> Team:
    teams: tuple[Team, ...] = app.teams.open_teams(_agency(app, agency).id)
    found = next((each for each in teams if each.name.casefold() == name.casefold()), None)
    if found is None:
        raise NotFound(NO_TEAM)
    return found


def _person(app: Application, user_name: str) -> Person:
    found = next((each for each in app.accounts.people() if each.user_name == user_name.strip().lower()), None)
    if found is None:
        raise NotFound(NO_PERSON)
    return found
