"""The Hub's particulars: shipped ones are whole, settings override part of them, faults are named all at once."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.definitions.hub_definition import TARGET_KINDS, hours_from, load_hub
from enquiry_app.errors import DefinitionError

ONE_DAY = {"days": {"monday": ["09:00", "17:00"]}}


def test_the_shipped_hub_has_whom_to_ring_and_what_is_due():
    hub = load_hub()
    assert {"emergency", "hub", "out_of_hours", "lado", "police", "nspcc"} <= set(hub.contacts)
    assert all(contact.phone for contact in hub.contacts.values())
    assert {"acknowledge", "next_step", "rating_red", "rating_amber", "rating_green"} <= set(hub.targets)
    assert all(target.kind in TARGET_KINDS and target.amount > 0 for target in hub.targets.values())
    assert hub.hours.days[0] == (dt.time(9), dt.time(17))
    assert 5 not in hub.hours.days


def test_settings_change_what_they_name_and_nothing_else():
    hub = load_hub({"contacts": {"hub": "01632 960000", "lado": {"name": "Designated officer"}}})
    assert hub.phone == "01632 960000"
    assert hub.contacts["lado"].name == "Designated officer"
    assert hub.contacts["lado"].phone == load_hub().contacts["lado"].phone
    assert hub.hours == load_hub().hours


def test_settings_may_add_a_contact_and_own_hours():
    hours = {**ONE_DAY, "closures": [{"date": "2026-12-24", "reason": "Training"}], "cut_off": "15:00"}
    hub = load_hub({"contacts": {"marac": {"name": "MARAC", "phone": "01632 960001"}}, "hours": hours})
    assert hub.contacts["marac"].phone == "01632 960001"
    assert hub.hours.closures == {dt.date(2026, 12, 24): "Training"}
    assert hub.hours.cut_off == dt.time(15)
    assert set(hub.hours.days) == {0}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"days": {"mondag": ["09:00", "17:00"]}}, "days.mondag"),
        ({"days": {"monday": ["17:00", "09:00"]}}, "days.monday"),
        ({"days": {"monday": "09:00"}}, "days.monday"),
        ({"days": {}}, "days"),
        ({**ONE_DAY, "closures": [{"reason": "no date"}]}, "closures[0]"),
        ({**ONE_DAY, "closures": [{"date": "2026-12-24T09:00"}]}, "closures[0]"),
        ({**ONE_DAY, "cut_off": "four"}, "cut_off"),
        ({**ONE_DAY, "zone": "Europe/Torquay"}, "zone"),
    ],
)
def test_a_fault_in_the_hours_is_named(wrong, where):
    with pytest.raises(DefinitionError) as told:
        hours_from(wrong)
    assert [fault.key for fault in told.value.faults] == [where]


def test_every_fault_is_named_at_once():
    with pytest.raises(DefinitionError) as told:
        hours_from({"days": {"x": ["1", "2"]}, "cut_off": "?", "zone": "nowhere", "closures": [{}]})
    assert len(told.value.faults) == 4
