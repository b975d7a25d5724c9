"""Who may do what, tried: every role at every public service method, for its own and another agency's enquiries, plain,
restricted, confidential and with a declared conflict, and for people who were disabled while they were signed in."""

from __future__ import annotations

import dataclasses

import pytest

from enquiry_app.enquiry.access_rules import CONFLICT
from enquiry_app.enquiry.audit_trail import REFUSED_ACT
from enquiry_app.enquiry.permissions import PERMISSIONS, REFUSALS
from enquiry_app.enquiry.records import ROLES
from enquiry_app.errors import AccessEnded, AppError, NotAllowed, NotFound, Refused
from enquiry_app.storage.sql_store import SqlWork
from tests.promises.permission_world import (
    MORE_THAN_MARKED,
    PEOPLE,
    STATES,
    WITHOUT_STORE,
    Base,
    Door,
    World,
    doors,
    expected,
    make_base,
    texts_in,
)

DOORS = tuple(doors())


@pytest.fixture(scope="module")
def base(template_profile, tmp_path_factory) -> Base:
    return make_base(template_profile, tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module", params=STATES)
def built(request, base, tmp_path_factory):
    world = base.world(tmp_path_factory.mktemp("world"), request.param)
    yield world
    world.desks.store.close()


@pytest.fixture
def world(built, monkeypatch) -> World:
    """A commit is not made, only what its last event says kept: each call meets the same store."""

    def instead(work: SqlWork) -> None:
        built.commits.append(next((event.tag for event in work.events(limit=1)), ""))

    monkeypatch.setattr(SqlWork, "commit", instead)
    return built


def is_refusal(fault: BaseException | None) -> bool:
    """Whether this says that somebody may not, rather than that it is not the moment."""
    words = str(fault)
    told = words in REFUSALS.values() or words == CONFLICT or words.startswith("Restricted. ")
    return isinstance(fault, AccessEnded) or (isinstance(fault, NotAllowed) and told)


def knock(world: World, door: Door, who: str, which: str) -> tuple[object, BaseException | None, bool]:
    """What came back, what was raised, and whether every argument was real."""
    given, whole = door.arguments(world.ids[which])
    try:
        return getattr(world.service(who, door.service), door.name)(**given), None, whole
    except Exception as fault:
        return None, fault, whole


def fault_at(world: World, door: Door, who: str, which: str) -> str:
    """What is wrong with how this door answered; "" if nothing."""
    scope = PERMISSIONS[door.permission].get(world.person(who).role, "")
    wanted = expected(scope, world, who, door.bound, which)
    if (door.service, door.name) in MORE_THAN_MARKED and not world.hides(who):
        wanted = "either"
    del world.commits[:]
    came, fault, whole = knock(world, door, who, which)
    if wanted == "refused":
        if not isinstance(fault, (NotAllowed, NotFound)):
            hint = "" if whole else " (give it its arguments in permission_world.py)"
            return f"was not refused but {type(fault).__name__ if fault else 'answered'}{hint}"
        noted = [REFUSED_ACT] if isinstance(fault, Refused) else []
        return "" if world.commits == noted else f"refused, and committed {world.commits} where {noted} was right"
    if wanted == "allowed" and is_refusal(fault):
        return f"was refused: {fault}"
    if fault is not None and not isinstance(fault, AppError) and whole:
        return f"broke: {type(fault).__name__}: {fault}"
    hidden = world.hides(who)
    kept = world.secret if hidden == "unseen" else world.names if hidden else ()
    told = " ".join(texts_in(came)) if kept else ""
    return next((f"told of {secret!r}" for secret in kept if secret in told), "")


def cases(world: World):
    for door in DOORS:
        for which in ("case", "draft") if door.bound == "enquiry_id" else ("case",):
            yield door, which


@pytest.mark.parametrize("who", PEOPLE)
def test_every_door_opens_for_those_and_only_those_of_the_table(world, who) -> None:
    wrong = [
        f"{door.service}.{door.name} ({which}): {fault}"
        for door, which in cases(world)
        if (fault := fault_at(world, door, who, which))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_role_and_most_services_are_among_those_tried(world) -> None:
    assert {world.person(who).role for who in PEOPLE} == set(ROLES)
    assert len(DOORS) > 150
    assert {"queue", "known", "handover", "audit", "retention", "guarding", "accounts"} <= {d.service for d in DOORS}


@pytest.mark.parametrize("changed", ["disabled", "moved"])
def test_a_session_ends_for_somebody_disabled_or_moved_at_every_door(base, tmp_path, monkeypatch, changed) -> None:
    world = base.world(tmp_path, "plain")
    other = {"practitioner": "auditor"}
    with world.desks.store.write() as work:
        for who in PEOPLE:
            person = world.person(who)
            role = other.get(person.role, "practitioner")
            after = {"active": False} if changed == "disabled" else {"role": role}
            work.put_person(dataclasses.replace(person, **after))
        work.commit()
    commits: list[int] = []
    monkeypatch.setattr(SqlWork, "commit", lambda _: commits.append(1))
    answered = [
        f"{who} {door.service}.{door.name}"
        for who in PEOPLE
        for door in DOORS
        if knock(world, door, who, "case")[1] is None and not (door.name in WITHOUT_STORE and not door.bound)
    ]
    world.desks.store.close()
    assert not answered, "\n".join(answered)
    assert not commits
