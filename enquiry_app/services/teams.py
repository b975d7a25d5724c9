"""Teams within an agency: people who work together, so that work and lists can be seen by team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enquiry_app.enquiry.people_rules import fault_in_team_name
from enquiry_app.enquiry.records import Person, Team
from enquiry_app.errors import AppError, NotFound
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

NO_TEAM = "There is no such team here, or it was closed."
NO_AGENCY = "Please choose the agency this team is of."
OTHER_AGENCY = "A team has people of one agency only. Move the person to that agency first."
ITSELF = "The people of a team that closes cannot be moved into it. Choose another team, or none."


class Teams:
    """Use cases of the administrator; everybody may see who is in which team."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_people", unaudited="names of teams, no record of a child")
    def open_teams(self, agency_id: str = "") -> tuple[Team, ...]:
        """The teams there are, by name: of one agency, or of all."""
        self._seat.require("see_people")
        with self._seat.store.read() as read:
            return tuple(team for team in read.teams() if is_open_in(team, agency_id))

    @use_case("manage_teams", "team:added")
    def add(self, agency_id: str, name: str) -> Team:
        """Add a team to an agency. Raises AppError for a name that will not do."""
        seat = self._seat
        seat.require("manage_teams")
        with seat.store.write() as work:
            if all(agency.id != agency_id for agency in work.agencies()):
                raise AppError(NO_AGENCY)
            team = Team(new_id(seat.now()), agency_id, _checked(work, agency_id, name))
            work.put_team(team)
            seat.record(work, "team:added", team.id, agency=agency_id)
            work.commit()
        return team

    @use_case("manage_teams", "team:renamed")
    def rename(self, team_id: str, name: str) -> Team:
        """Give a team another name. What was done before is shown with the new one."""
        seat = self._seat
        seat.require("manage_teams")
        with seat.store.write() as work:
            team = open_team(work, team_id)
            plain = _checked(work, team.agency_id, name, but=team.id)
            if plain == team.name:
                return team
            work.put_team(replace(team, name=plain))
            seat.record(work, "team:renamed", team.id)
            work.commit()
        return replace(team, name=plain)

    @use_case("manage_teams", "person:team")
    def move(self, person_ids: Sequence[str], team_id: str) -> None:
        """Put people into a team of their agency, or with "" into none. What they work on goes with them."""
        seat = self._seat
        seat.require("manage_teams")
        with seat.store.write() as work:
            team = open_team(work, team_id) if team_id else None
            people = [work.person(person_id) for person_id in person_ids]
            if team is not None and any(person.agency_id != team.agency_id for person in people):
                raise AppError(OTHER_AGENCY)
            if self._moved(work, people, team_id):
                work.commit()

    @use_case("manage_teams", "person:team")
    def set_members(self, team_id: str, person_ids: Sequence[str]) -> None:
        """Say who is in a team: these people of its agency, and nobody else. Those who leave are in none."""
        seat = self._seat
        seat.require("manage_teams")
        with seat.store.write() as work:
            team, wanted = open_team(work, team_id), set(person_ids)
            joining = [work.person(person_id) for person_id in person_ids]
            if any(person.agency_id != team.agency_id for person in joining):
                raise AppError(OTHER_AGENCY)
            leaving = [each for each in work.people() if each.team_id == team_id and each.id not in wanted]
            if self._moved(work, joining, team_id) + self._moved(work, leaving, ""):
                work.commit()

    @use_case("manage_teams", "team:closed", "person:team")
    def close(self, team_id: str, move_to: str = "") -> int:
        """Close a team. Its people go to another team of the agency, or to none; gives how many."""
        seat = self._seat
        seat.require("manage_teams")
        if team_id == move_to:
            raise AppError(ITSELF)
        with seat.store.write() as work:
            team = open_team(work, team_id)
            if move_to and open_team(work, move_to).agency_id != team.agency_id:
                raise AppError(OTHER_AGENCY)
            people = [person for person in work.people() if person.team_id == team_id]
            moved = self._moved(work, people, move_to)
            work.put_team(replace(team, closed_at=seat.now()))
            seat.record(work, "team:closed", team.id, people=str(moved), moved_to=move_to or "none")
            work.commit()
        return moved

    def _moved(self, work: Work, people: Sequence[Person], team_id: str) -> int:
        """Write who is in which team now, and record it; gives how many were somewhere else before."""
        changed = [person for person in people if person.team_id != team_id]
        for person in changed:
            work.put_person(replace(person, team_id=team_id))
            self._seat.record(work, "person:team", person.id, before=person.team_id, after=team_id)
        return len(changed)


def is_open_in(team: Team, agency_id: str) -> bool:
    """Whether this team is there, and of this agency where one is asked for."""
    return team.closed_at is None and agency_id in ("", team.agency_id)


def open_team(read: Readable, team_id: str) -> Team:
    """The team with this id. Raises NotFound if there is none or it was closed."""
    found = next((team for team in read.teams() if team.id == team_id and team.closed_at is None), None)
    if found is None:
        raise NotFound(NO_TEAM)
    return found


def team_in(read: Readable, agency_id: str, team_id: str) -> str:
    """The team of somebody who is of this agency now: theirs if it is of that agency and open, else "" for none."""
    return next((team.id for team in read.teams() if team.id == team_id and is_open_in(team, agency_id)), "")


def _checked(work: Work, agency_id: str, name: str, but: str = "") -> str:
    """The name as it is kept. Raises AppError with the fault in it."""
    plain = " ".join(name.split())
    others = [team.name for team in work.teams() if is_open_in(team, agency_id) and team.id != but]
    if fault := fault_in_team_name(plain, others):
        raise AppError(fault)
    return plain
