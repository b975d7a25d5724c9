"""Every enquiry whose level lies below a sign of significant harm is found by a manager, and by nobody else."""

from __future__ import annotations

import pytest

from enquiry_app.errors import NotAllowed
from enquiry_app.services.lowered_levels import A_YEAR
from tests.services.deciding.conftest import decision_for, taken  # noqa: F401


def flag(store, enquiry_id: str, *flags: str, level: str) -> None:
    with store.write() as work:
        found = work.enquiry(enquiry_id)
        work.change_enquiry(found.id, version=found.version, at=found.updated_at, flags=flags, level=level)
        work.commit()


@pytest.fixture
def manager(desks):
    return desks("manager")


def found(desk) -> list[tuple[str, str]]:
    return [(each.enquiry.id, each.words) for each in desk.lowered_levels.of_a_year()]


@pytest.mark.parametrize(("flags", "level", "words"), [
    (("protection",), "3", "The referrer chose Level 3"), (("immediate_danger", "unborn"), "", "The referrer chose no level"),
    (("protection",), "4-S47", ""), (("immediate_danger",), "emergency", ""), (("unborn",), "2", ""),
])  # fmt: skip
def test_what_the_referrer_chose_below_a_sign_of_harm(manager, sent, store, flags, level, words) -> None:
    flag(store, sent.id, *flags, level=level)
    assert found(manager) == ([(sent.id, words)] if words else [])


def test_what_two_managers_decided_below_it(worker, manager, desks, taken, store, decision_for) -> None:  # noqa: F811
    flag(store, taken.id, "protection", level="4-S47")
    assert found(manager) == []
    drafted = worker.decisions.draft(taken.id, decision_for(), 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    waiting = manager.decisions.decide(handed.id, handed.version)
    assert found(manager) == [], "not decided yet"
    second = desks("second")
    second.decisions.decide(waiting.id, waiting.version)
    both = f"{manager.seat.person.display_name} and {second.seat.person.display_name}"
    assert found(manager) == [(taken.id, f"The Hub decided Level 4 (section 17): {both}")]


def test_after_a_year_it_is_no_longer_listed(manager, sent, store, clock) -> None:
    flag(store, sent.id, "protection", level="2")
    clock.move(days=A_YEAR.days)
    assert len(found(manager)) == 1
    clock.move(days=1)
    assert found(manager) == []


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "checker", "admin"])
def test_for_managers_only(desks, sent, who) -> None:
    with pytest.raises(NotAllowed):
        desks(who).lowered_levels.of_a_year()
