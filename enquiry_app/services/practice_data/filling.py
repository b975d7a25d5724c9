"""Fills an empty practice store: agencies, people, and made-up enquiries with their lives."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol

from enquiry_app.enquiry.records import Agency, Person, Team
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import NewPerson
from enquiry_app.services.practice_data.asking_around import ask_around
from enquiry_app.services.practice_data.bulk_loading import load_in_bulk
from enquiry_app.services.practice_data.listing_children import list_children
from enquiry_app.services.practice_data.lives import plan_enquiries
from enquiry_app.services.practice_data.story_files import PracticePerson, practice_agencies, practice_people
from enquiry_app.services.seat import Seat

HUB_AGENCY = "hub"
ADMINISTRATOR_ROLE = "administrator"
PASSWORD_WORDS = (
    "anchor", "beacon", "cobble", "drizzle", "ember", "fathom", "gannet", "harbour", "inlet", "jetty", "kelp",
    "lantern", "mussel", "nettle", "osprey", "pebble", "quarry", "ripple", "samphire", "thimble", "umber",
    "vessel", "willow", "yarrow", "acorn", "bramble", "clover", "dapple", "eider", "foxglove", "gorse", "hazel",
    "ivory", "juniper",
)  # fmt: skip


class PeopleOffice(Protocol):
    """The part of `Accounts` that gives a person a key and a password."""

    def add_person(self, new: NewPerson) -> Person: ...


@dataclass(frozen=True)
class Made:
    """What was put into the store: people with their first passwords (none without keys), enquiries with status."""

    people: tuple[tuple[Person, str], ...]
    enquiries: tuple[tuple[str, str, str], ...]  # id, reference, status


def administrator_entry() -> PracticePerson:
    """The person a practice profile is set up with."""
    return next(person for person in practice_people() if person.role == ADMINISTRATOR_ROLE)


def hub_name() -> str:
    """The organisation a practice profile is set up with."""
    return next(agency.name for agency in practice_agencies() if agency.id == HUB_AGENCY)


def random_password() -> str:
    """Four words and a number, from the system's own randomness: never the same, never from the seed."""
    words = "-".join(secrets.choice(PASSWORD_WORDS) for _ in range(4))
    return f"{words}-{secrets.randbelow(90) + 10}"


def as_new_person(entry: PracticePerson, password: str, agency_id: str = "") -> NewPerson:
    """Somebody of the file as an account to add."""
    return NewPerson(
        entry.user, entry.name, entry.job, entry.role, password, phone=entry.phone, email=entry.email,
        agency_id=agency_id,
    )  # fmt: skip


def fill(seat: Seat, *, enquiries: int, seed: int, office: PeopleOffice | None) -> Made:
    """Fill the store of this seat (its administrator's). With an `office` everybody gets a password of their own;
    without, people can only be switched to."""
    agency_ids = _add_agencies(seat)
    people = _in_teams(seat, _add_people(seat, agency_ids, office))
    everybody = [person for person, _ in people]
    kinds = {agency_ids[agency.id]: agency.kind for agency in practice_agencies()}
    lives, ids = Random(seed), Random(f"ids of {seed}")  # noqa: S311 - made-up lives, no secrets
    plans = plan_enquiries(lives, enquiries, everybody, kinds, seat.definitions, seat.now())
    written = tuple(load_in_bulk(seat, plans, kinds, ids))
    ask_around(seat, everybody, written)
    list_children(seat, everybody, written)
    return Made(tuple(people), written)


def _add_agencies(seat: Seat) -> Mapping[str, str]:
    """Short id in the file -> id in the store; the Hub is there already."""
    ids: dict[str, str] = {HUB_AGENCY: seat.person.agency_id}
    with seat.store.write() as work:
        for agency in practice_agencies():
            if agency.id != HUB_AGENCY:
                made = Agency(new_id(seat.now()), agency.name, agency.kind)
                work.put_agency(made)
                seat.record(work, "agency:added", made.id, kind=agency.kind)
                ids[agency.id] = made.id
        work.commit()
    return ids


def _add_people(seat: Seat, agency_ids: Mapping[str, str], office: PeopleOffice | None) -> list[tuple[Person, str]]:
    entries = [entry for entry in practice_people() if entry.role != ADMINISTRATOR_ROLE]
    if office is None:
        return [(person, "") for person in _add_without_keys(seat, entries, agency_ids)]
    added = []
    for entry in entries:
        password = random_password()
        added.append((office.add_person(as_new_person(entry, password, agency_ids[entry.agency])), password))
    return added


def _add_without_keys(seat: Seat, entries: Sequence[PracticePerson], agency_ids: Mapping[str, str]) -> list[Person]:
    names = {agency.id: agency.name for agency in practice_agencies()}
    added = []
    with seat.store.write() as work:
        for entry in entries:
            person = Person(
                id=new_id(seat.now()), user_name=entry.user, display_name=entry.name, job_title=entry.job,
                role=entry.role, agency_id=agency_ids[entry.agency], agency_name=names[entry.agency],
                phone=entry.phone, email=entry.email,
            )  # fmt: skip
            work.put_person(person)
            seat.record(work, "person:added", person.id, role=person.role)
            added.append(person)
        work.commit()
    return added


def _in_teams(seat: Seat, people: Sequence[tuple[Person, str]]) -> list[tuple[Person, str]]:
    """Everybody in the team the file names, the teams added."""
    named = {entry.user: entry.team for entry in practice_people() if entry.team}
    teams: dict[tuple[str, str], Team] = {}
    settled = []
    with seat.store.write() as work:
        for person, password in people:
            name = named.get(person.user_name, "")
            if name:
                key = (person.agency_id, name)
                if key not in teams:
                    teams[key] = Team(new_id(seat.now()), person.agency_id, name)
                    work.put_team(teams[key])
                    seat.record(work, "team:added", teams[key].id, agency=person.agency_id)
                person = replace(work.person(person.id), team_id=teams[key].id)
                work.put_person(person)
                seat.record(work, "person:team", person.id, before="", after=teams[key].id)
            settled.append((person, password))
        work.commit()
    return settled
