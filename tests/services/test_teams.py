"""Teams of an agency: added, renamed, moved into, closed; what the queue and the list to assign from make of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.enquiry.people_rules import by_team
from enquiry_app.errors import AppError, NotAllowed, NotFound
from enquiry_app.services.accounts import Accounts
from enquiry_app.services.ports import NewPerson, QueueFilter
from tests.services.conftest import example


@pytest.fixture
def office(desks):
    return desks("admin").teams


@pytest.fixture
def hub(agencies):
    return agencies["hub"].id


def now(store, person_id):
    with store.read() as read:
        return read.person(person_id)


def test_a_team_is_added_renamed_and_seen_on_its_people(office, hub, people, store, worker) -> None:
    team = office.add(hub, "  Front   door ")
    assert [each.name for each in worker.teams.open_teams(hub)] == ["Front door"]
    office.move((people["worker"].id,), team.id)
    assert now(store, people["worker"].id).team_name == "Front door"
    office.rename(team.id, "First contact")
    assert now(store, people["worker"].id).team_name == "First contact"
    tags = worker.tags(team.id)
    assert tags == ["team:added", "team:renamed"]
    moved = worker.events(people["worker"].id)[-1]
    assert (moved.tag, moved.details["after"], moved.actor_id) == ("person:team", team.id, people["admin"].id)


def test_names_are_one_of_each_in_an_agency(office, hub, agencies) -> None:
    team = office.add(hub, "Front door")
    for name in ("front  DOOR", "", "   ", "x" * 61):
        with pytest.raises(AppError):
            office.add(hub, name)
    other = office.add(hub, "Night")
    with pytest.raises(AppError, match="already"):
        office.rename(other.id, "Front Door")
    assert office.rename(team.id, "front door").name == "front door"  # its own name in other letters
    office.add(agencies["school"].id, "Front door")
    office.close(team.id)
    office.add(hub, "Front door")  # the name of a closed one may be used again
    with pytest.raises(AppError, match="agency"):
        office.add("none", "Somewhere")


def test_only_people_of_its_agency_are_in_a_team(office, hub, people, store) -> None:
    team = office.add(hub, "Front door")
    with pytest.raises(AppError, match="one agency"):
        office.move((people["worker"].id, people["teacher"].id), team.id)
    assert not now(store, people["worker"].id).team_id


def test_who_is_in_a_team_is_said_at_once(office, hub, people, store) -> None:
    team, worker, manager = office.add(hub, "Front door"), people["worker"].id, people["manager"].id
    office.set_members(team.id, (worker,))
    office.set_members(team.id, (manager,))
    assert (now(store, worker).team_id, now(store, manager).team_id) == ("", team.id)
    with pytest.raises(AppError, match="one agency"):
        office.set_members(team.id, (worker, people["teacher"].id))
    assert (now(store, worker).team_id, now(store, manager).team_id) == ("", team.id)  # all of it or nothing
    office.set_members(team.id, ())
    assert now(store, manager).team_id == ""


def test_a_closed_team_gives_its_people_to_another_or_to_none(office, hub, people, store, agencies, worker) -> None:
    first, second = office.add(hub, "Front door"), office.add(hub, "Night")
    both = (people["worker"].id, people["manager"].id)
    office.move(both, first.id)
    with pytest.raises(AppError, match="another team"):
        office.close(first.id, first.id)
    with pytest.raises(AppError, match="one agency"):
        office.close(first.id, office.add(agencies["school"].id, "Year 6").id)
    assert office.close(first.id, second.id) == 2
    assert {now(store, each).team_id for each in both} == {second.id}
    with pytest.raises(NotFound):
        office.move(both, first.id)
    with pytest.raises(NotFound):
        office.close(first.id)
    office.close(second.id)
    assert {now(store, each).team_name for each in both} == {""}
    closed = worker.events(second.id)[-1]
    assert (closed.tag, closed.details["people"]) == ("team:closed", "2")


def test_nothing_is_written_where_nothing_changes(office, hub, people, store) -> None:
    team = office.add(hub, "Front door")
    office.move((people["worker"].id,), team.id)
    with store.read() as read:
        before = read.trail_head()
    office.move((people["worker"].id,), team.id)
    office.rename(team.id, "Front door")
    with store.read() as read:
        assert read.trail_head() == before


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "manager", "checker"])
def test_others_see_teams_and_change_none(desks, office, hub, people, who) -> None:
    team, own = office.add(hub, "Front door"), desks(who).teams
    assert own.open_teams() == (team,)
    for act in (
        lambda: own.add(hub, "Mine"), lambda: own.rename(team.id, "Mine"), lambda: own.close(team.id),
        lambda: own.move((people["worker"].id,), team.id), lambda: own.set_members(team.id, (people["worker"].id,)),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_somebody_who_goes_to_another_agency_leaves_the_team(office, hub, people, store, desks, agencies, profile):
    team = office.add(hub, "Front door")
    worker = people["worker"].id
    office.move((worker,), team.id)
    accounts = Accounts(store, profile, desks.clock, people["admin"])
    accounts.change_person(replace(now(store, worker), job_title="Senior"))
    assert now(store, worker).team_id == team.id
    accounts.change_person(replace(now(store, worker), agency_id=agencies["school"].id))
    assert now(store, worker).team_id == ""
    assert desks("admin").tags(worker)[-2:] == ["person:changed", "person:team"]


def test_somebody_new_begins_in_a_team_of_their_agency(office, hub, store, desks, people, agencies, profile) -> None:
    team = office.add(hub, "Front door")
    accounts = Accounts(store, profile, desks.clock, people["admin"])
    words = ("Head of first contact", "hub_worker", "nine brown otters swim")
    added = accounts.add_person(NewPerson("merryn.hale", "Merryn Hale", *words, agency_id=hub, team_id=team.id))
    school = agencies["school"].id
    other = accounts.add_person(NewPerson("jago.hale", "Jago Hale", *words, agency_id=school, team_id=team.id))
    assert (now(store, added.id).team_name, now(store, other.id).team_name) == ("Front door", "")


def test_the_queue_shows_what_my_team_works_on_now(office, hub, people, desks, worker, teacher, sent, store) -> None:
    manager = desks("manager")
    mine = QueueFilter(team_of=people["manager"].id)
    assert "team" not in manager.queue.own_counts()
    assert manager.queue.page(mine).total == 0  # of no team: nothing, and not what everybody without a team has
    team = office.add(hub, "Front door")
    office.move((people["manager"].id, people["worker"].id), team.id)
    begun = teacher.drafting.start(example("urgent")).enquiry
    teacher.submitting.send(begun.id, begun.version, urgent=True)
    assert manager.queue.own_counts()["team"] == 0  # nobody has any yet
    worker.triage.take(sent.id)
    assert [row.enquiry.id for row in manager.queue.page(mine).rows] == [sent.id]
    assert manager.queue.own_counts()["team"] == 1
    with store.write() as work:  # somebody whose access ended leaves their work to the team
        work.put_person(replace(work.person(people["worker"].id), active=False))
        work.commit()
    assert manager.queue.page(mine).total == 1
    office.move((people["worker"].id,), "")
    assert manager.queue.page(mine).total == 0


def test_people_to_assign_to_stand_under_their_teams(people) -> None:
    one, two, three, four = (
        replace(people["worker"], id=str(number), display_name=name, team_id=team, team_name=words)
        for number, (name, team, words) in enumerate(
            (("Zoe A", "n", "Night"), ("Ann B", "", ""), ("Bea C", "f", "Front door"), ("Abe D", "n", "Night"))
        )
    )
    given = (one, two, three, four)
    assert by_team(given) == (("Front door", (three,)), ("Night", (four, one)), ("", (two,)))
    assert by_team(given, "n") == (("Night", (four, one)), ("Front door", (three,)), ("", (two,)))
    assert by_team((two,)) == (("", (two,)),)
