"""What is kept beside enquiries: look-ups, views of people who left, replaced lists; due, removed, never in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.definitions.retention_schedule import OTHERS, read_retention
from enquiry_app.enquiry.hub_records import CaseList, LookUp, SavedFilter
from enquiry_app.enquiry.records import PROFILE_KINDS, STATUSES
from enquiry_app.enquiry.retention_rules import shipped_schedule
from enquiry_app.errors import DefinitionError, NotAllowed
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.case_listing import Asked
from enquiry_app.services.moving import WrongMoment


@pytest.fixture
def kept(desks, store, clock, people):
    """One of each kind: a look-up, a view of somebody who has left, a replaced list beside the one in use."""
    desks("teacher").case_list.look_up(Asked("Zebedee", "Quillfeather", "2015"), "considering_enquiry")
    desks("worker").saved_filters.keep("Quillfeather", {"text": "Quillfeather"}, "due")
    desks("manager").saved_filters.keep("Mine", {"tab": "mine"}, "due")
    with store.write() as work:
        for status in ("replaced", "current"):
            work.add_hub_record(CaseList(new_id(), 1, status, clock.now(), people["admin"].id, "2026-11-20"))
        work.put_person(replace(work.person(people["worker"].id), active=False))
        work.record("person:disabled", subject=people["worker"].id, actor=people["admin"].id, at=clock.now())
        work.commit()


def due(desk) -> dict[str, int]:
    return {line.rule.id: line.due for line in desk.tidying.lines()}


def numbers(store) -> tuple[int, ...]:
    with store.read() as read:
        return tuple(len(read.hub_records(kind)) for kind in (LookUp, SavedFilter, CaseList))


def test_each_is_due_when_its_time_is_over_and_not_a_day_before(kept, admin, clock) -> None:
    assert due(admin) == dict.fromkeys(OTHERS, 0)
    past = 0
    for rule in sorted(shipped_schedule().others, key=lambda each: each.days):
        clock.move(days=rule.days - past - 1)
        assert due(admin)[rule.id] == 0
        clock.move(days=1.1)
        past = rule.days + 0.1
        assert due(admin)[rule.id] == 1


def test_what_is_due_goes_with_a_line_in_the_trail_and_nothing_else_goes(kept, admin, manager, clock, store, people):
    clock.move(days=3000)
    assert numbers(store) == (1, 2, 2)
    assert [manager.tidying.remove_due(rule.id) for rule in shipped_schedule().others] == [1, 1, 1]
    assert numbers(store) == (0, 1, 1)
    with store.read() as read:
        assert [each.name for each in read.hub_records(SavedFilter)] == ["Mine"]  # its owner still works here
        assert [each.status for each in read.hub_records(CaseList)] == ["current"]
    removed = manager.events("look_ups")[-1]
    assert (removed.tag, removed.details["count"], removed.actor_id) == ("retention:tidied", "1", people["manager"].id)
    assert "Quillfeather" not in str([event.details for event in manager.events()])
    line = next(each for each in admin.tidying.lines() if each.rule.id == "look_ups")
    assert (line.due, line.removed, line.removed_by) == (0, 1, people["manager"].display_name)
    with pytest.raises(WrongMoment):
        manager.tidying.remove_due("look_ups")


def test_nothing_goes_while_everything_is_on_hold(kept, admin, manager, clock, store) -> None:
    clock.move(days=3000)
    hold = admin.retention.hold_everything("A public inquiry")
    with pytest.raises(WrongMoment, match="on hold"):
        manager.tidying.remove_due("look_ups")
    assert numbers(store) == (1, 2, 2)
    admin.retention.lift(hold.id, "It is over", hold.version)
    assert manager.tidying.remove_due("look_ups") == 1


@pytest.mark.parametrize("who", ["teacher", "lead", "checker"])
def test_others_remove_nothing(kept, desks, clock, store, who) -> None:
    clock.move(days=3000)
    with pytest.raises(NotAllowed):
        desks(who).tidying.remove_due("look_ups")
    assert numbers(store) == (1, 2, 2)


def test_a_schedule_that_says_nothing_of_one_of_them_is_refused(tmp_path) -> None:
    (tmp_path / "retention.toml").write_text('source = "x"\n[[others]]\nid = "look_ups"\nlabel = "x"\nbecause = "x"\n')
    with pytest.raises(DefinitionError) as refused:
        read_retention(tmp_path, PROFILE_KINDS, STATUSES)
    told = str(refused.value.faults if hasattr(refused.value, "faults") else refused.value)
    assert "left_views" in told
    assert "days" in told
