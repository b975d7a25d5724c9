"""The Hub's numbers, hours and closures after set-up, on the real store."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import DAYS, Contact, load_hub, load_hub_of
from enquiry_app.errors import NotAllowed
from enquiry_app.services.setting_hub import HubSettingsRefused, _closure_faults, _hours_faults

WEEK = dict.fromkeys(DAYS[:5], ("09:00", "17:00"))


@pytest.fixture
def office(desks):
    return desks("admin").hub_settings


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "manager", "checker"])
def test_only_the_administrator_changes_them(desks, who) -> None:
    service = desks(who).hub_settings
    for call in (service.current, lambda: service.set_contacts(()), lambda: service.set_hours(WEEK, "16:00", ())):
        with pytest.raises(NotAllowed):
            call()


def test_a_number_is_changed_and_the_others_stay(desks, office) -> None:
    hub = Contact("hub", "  Bay Safeguarding   Hub ", "01632 960500", "Monday to Friday")
    made = office.set_contacts([hub, load_hub().contacts["lado"]])
    assert made.phone == "01632 960500"
    assert made.contacts["hub"].name == "Bay Safeguarding Hub"
    assert made.contacts["lado"] == load_hub().contacts["lado"]
    assert office.current() == made
    (event,) = [event for event in desks("admin").events() if event.tag == "hub:contacts"]
    assert event.details == {"changed": "hub"}


def test_nobody_changes_999(office) -> None:
    made = office.set_contacts([Contact("emergency", "Somebody else", "01632 960000")])
    assert made.contacts["emergency"].phone == "999"


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        (Contact("hub", "Hub", ""), "phone.hub"),
        (Contact("hub", "", "01632 960500"), "name.hub"),
        (Contact("out_of_hours", "Duty", "ask at the desk"), "phone.out_of_hours"),
        (Contact("nspcc", "x" * 200, "0808 800 5000"), "name.nspcc"),
    ],
)
def test_a_contact_nobody_could_ring_is_refused(desks, office, contact, field) -> None:
    with pytest.raises(HubSettingsRefused) as refused:
        office.set_contacts([contact])
    assert list(refused.value.faults) == [field]
    assert office.current() == load_hub()


def test_a_contact_that_is_optional_may_lose_its_number(office) -> None:
    assert office.set_contacts([Contact("nspcc", "NSPCC", "")]).contacts["nspcc"].phone == ""


def test_hours_and_closures_are_kept_for_the_next_start(desks, office) -> None:
    days = {**WEEK, "saturday": ("10:00", "13:00")}
    made = office.set_hours(days, "15:30", [(dt.date(2026, 12, 24), "Training day"), (dt.date(2026, 12, 1), "Move")])
    with desks("admin").seat.store.read() as read:
        again = load_hub_of(read.store_info().settings)
    assert again.hours == made.hours
    assert made.hours.days[5] == (dt.time(10), dt.time(13))
    assert made.hours.cut_off == dt.time(15, 30)
    assert list(made.hours.closures.items()) == [
        (dt.date(2026, 12, 1), "Move"), (dt.date(2026, 12, 24), "Training day"),
    ]  # fmt: skip


def test_a_closure_moves_what_is_due_and_says_how_much_it_moved(desks, office, sent) -> None:
    worker = desks("worker")
    worker.triage.take(sent.id)
    with worker.seat.store.read() as read:
        before = read.enquiry(sent.id)
    tomorrow = dt.date(2026, 11, 24)
    office.set_hours(WEEK, "16:00", [(tomorrow, "Training day")])
    with worker.seat.store.read() as read:
        after = read.enquiry(sent.id)
    assert before.due_at.date() == tomorrow
    assert after.due_at == before.due_at + dt.timedelta(days=1)
    assert after.due_for == before.due_for
    (event,) = [event for event in desks("admin").events() if event.tag == "hub:hours"]
    assert event.details == {"closures": "1", "open_days": "5", "due_times_changed": "1"}


def test_saving_what_is_there_already_moves_nothing(desks, office, sent) -> None:
    taken = desks("worker").triage.take(sent.id)
    office.set_hours(WEEK, "16:00", ())
    assert desks("worker").version(sent.id) == taken.version
    assert "hub:hours" not in desks("admin").tags()


@pytest.mark.parametrize(
    ("days", "cut_off", "closures", "field"),
    [
        ({}, "16:00", (), "days"),
        ({"monday": ("17:00", "09:00")}, "16:00", (), "days.monday"),
        ({"monday": ("9", "half past")}, "16:00", (), "days.monday"),
        (WEEK, "teatime", (), "cut_off"),
        (WEEK, "18:00", (), "cut_off"),
        (WEEK, "16:00", ((dt.date(2026, 12, 24), " "),), "closures.0"),
        (WEEK, "16:00", ((dt.date(2026, 12, 24), "A"), (dt.date(2026, 12, 24), "B")), "closures.1"),
    ],
)
def test_hours_that_cannot_be_are_refused_by_field(office, days, cut_off, closures, field) -> None:
    with pytest.raises(HubSettingsRefused) as refused:
        office.set_hours(days, cut_off, closures)
    assert field in refused.value.faults
    assert office.current() == load_hub()


@given(
    days=st.dictionaries(st.sampled_from(DAYS), st.tuples(st.text(max_size=6), st.text(max_size=6))),
    cut_off=st.text(max_size=6),
    closures=st.lists(st.tuples(st.dates(), st.text(max_size=120)), max_size=4),
)
def test_whatever_is_typed_there_are_only_sentences(days, cut_off, closures) -> None:
    faults = _hours_faults({"days": {day: list(span) for day, span in days.items()}, "cut_off": cut_off})
    assert all(words.endswith(".") for words in (faults | _closure_faults(closures)).values())
