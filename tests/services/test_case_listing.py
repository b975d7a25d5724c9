"""Importing the list of the case system and looking children up in it, on the real encrypted store."""

from __future__ import annotations

import datetime as dt
import io
from itertools import product

import pytest

from enquiry_app.enquiry.case_list_reading import CaseListRefused
from enquiry_app.enquiry.hub_records import CaseList, LookUp
from enquiry_app.enquiry.look_up_rules import REASONS
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.services.case_listing import Asked, ImportStopped
from enquiry_app.storage.case_list_rows import BATCH
from tests.fixtures_case_list import AMIRA, LUCJA, MAPPING, OWEN, TODAY, TWINS, csv_of

PURPOSE = "considering_enquiry"


@pytest.fixture
def listing(desks):
    """The lists as the manager has imported one true on this day."""

    def make(*rows, as_of=TODAY):
        return desks("manager").case_list.import_list(
            csv_of(*(rows or (AMIRA, OWEN, LUCJA, *TWINS))), MAPPING, as_of, "PARIS"
        )

    return make


def asked(given="Amira", family="Sorenson", birth="2019-11-03") -> Asked:
    return Asked(given, family, birth)


def rows_of(desk, table: str) -> int:
    with desk.seat.store.read() as read:
        return read.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()


def test_columns_are_guessed_and_the_first_rows_shown(desks) -> None:
    table = desks("manager").case_list.preview(csv_of(AMIRA, OWEN))
    assert dict(table.guessed) == MAPPING
    assert table.first_rows()[0] == AMIRA


def test_an_import_is_all_there_dated_and_in_the_trail(desks, listing) -> None:
    made = listing(as_of=dt.date(2026, 11, 3))
    manager = desks("manager")
    assert (made.rows, made.as_of, made.status, made.name) == (5, "2026-11-03", "current", "PARIS")
    in_use = manager.case_list.current()
    assert (in_use.days_old, in_use.stale) == (20, False)
    event = next(event for event in manager.events(made.id) if event.tag == "case_list:imported")
    assert event.details == {"rows": "5", "as_of": "2026-11-03"}
    assert rows_of(manager, "case_entry") == 5


def test_a_new_list_takes_the_place_of_the_one_before(desks, listing) -> None:
    former, manager = listing(), desks("manager")
    with manager.seat.store.read() as read:
        (ids_before,) = read.connection.exec_driver_sql("SELECT id FROM case_entry WHERE given_names = 'Owen'").all()
    now = listing(OWEN)
    with manager.seat.store.read() as read:
        status = {each.id: each.status for each in read.hub_records(CaseList)}
        (ids_now,) = read.connection.exec_driver_sql("SELECT id FROM case_entry").all()
    assert status == {former.id: "replaced", now.id: "current"}
    assert ids_now == ids_before, "a link to this child would last"
    assert desks("lead").case_list.look_up(asked(), PURPOSE).result == "not_known"
    assert rows_of(manager, "case_entry_key") < 20


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "checker"])
def test_only_administrator_and_manager_import(desks, who) -> None:
    with pytest.raises(NotAllowed):
        desks(who).case_list.import_list(csv_of(AMIRA), MAPPING, TODAY, "")
    with pytest.raises(NotAllowed):
        desks(who).case_list.preview(csv_of(AMIRA))


def test_one_bad_line_and_nothing_is_imported(desks, listing) -> None:
    listing()
    manager = desks("manager")
    before = rows_of(manager, "case_entry"), rows_of(manager, "case_list"), len(manager.events())
    with pytest.raises(CaseListRefused, match="Line 3: the date of birth is not a date"):
        listing(AMIRA, ("Byrne", "Kit", "32/01/2015", "yes", "", "", ""))
    assert (rows_of(manager, "case_entry"), rows_of(manager, "case_list"), len(manager.events())) == before


@pytest.mark.parametrize("stop_at", [0, 20, 60, 99])
def test_a_stopped_import_leaves_the_list_before(desks, listing, stop_at) -> None:
    listing(AMIRA)
    many = [("Reed", f"Child{i}", "01/02/2015", "yes", "", "", "") for i in range(BATCH)]
    with pytest.raises(ImportStopped):
        desks("manager").case_list.import_list(
            csv_of(*many), MAPPING, TODAY, "", on_progress=lambda done, total: done < stop_at
        )
    assert rows_of(desks("manager"), "case_entry") == 1
    assert desks("lead").case_list.look_up(asked(), PURPOSE).result == "known"


def test_a_list_of_tomorrow_is_refused(listing) -> None:
    with pytest.raises(CaseListRefused, match="has not come"):
        listing(as_of=TODAY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("child", "result", "reason"),
    [
        (("Amira", "Sorenson", "2019-11-03"), "known", ""),
        (("AMIRA", "sorenson", "2019-11-03"), "known", ""),
        (("Lucja", "Wisniewska", "2015-02-02"), "known", ""),
        (("Owen", "Sorenson", "2016-05-17"), "not_known", ""),
        (("Noel", "Quist", "2012-12-24"), "not_known", ""),
        (("Jory", "Pascoe", "2020-09-09"), "known", ""),
        (("Amyra", "Sorensen", "2019-11-03"), "ask", "unsure"),
        (("Amira", "Sorenson", "2019-03-11"), "ask", "unsure"),
        (("Sorenson", "Amira", "2019-11-03"), "ask", "unsure"),
        (("Amira", "Sorenson", "2019"), "ask", "unsure"),
        (("Jorja", "Pascoe", "2020-09-09"), "ask", "several"),
    ],
)  # fmt: skip
def test_the_three_answers(listing, desks, child, result, reason) -> None:
    listing()
    told = desks("lead").case_list.look_up(Asked(*child), PURPOSE)
    assert (told.result, told.reason) == (result, reason)
    assert (told.worker == "") == (result != "known")


def test_two_workers_for_one_child_means_ask(listing, desks) -> None:
    listing(AMIRA, (*AMIRA[:4], "Somebody Else", "Bay Team 9", "2"))
    told = desks("lead").case_list.look_up(asked(), PURPOSE)
    assert (told.result, told.reason, told.worker) == ("ask", "several", "")


def test_without_a_list_the_hub_is_asked(desks) -> None:
    told = desks("teacher").case_list.look_up(asked(), PURPOSE)
    assert (told.result, told.reason, told.as_of) == ("ask", "no_list", "")
    assert told.reason_words == REASONS["no_list"]


def test_an_old_list_no_longer_says_not_known(desks, listing, clock) -> None:
    listing(as_of=TODAY)
    clock.move(days=30)
    assert desks("lead").case_list.look_up(asked("Noel", "Quist", "2012-12-24"), PURPOSE).result == "not_known"
    clock.move(days=1)
    told = desks("lead").case_list.look_up(asked("Noel", "Quist", "2012-12-24"), PURPOSE)
    assert (told.result, told.reason, told.stale, told.days_old) == ("ask", "stale", True, 31)
    still = desks("lead").case_list.look_up(asked(), PURPOSE)
    assert (still.result, still.stale) == ("known", True)


def test_every_look_up_is_kept_with_its_purpose(desks, listing) -> None:
    listing()
    lead = desks("lead")
    lead.case_list.look_up(asked(), "other", "A neighbour asked me at the gate")
    with lead.seat.store.read() as read:
        (kept,) = read.hub_records(LookUp)
    assert (kept.by, kept.result, kept.purpose, kept.as_of) == (lead.seat.person.id, "known", "other", "2026-11-23")
    assert kept.purpose_words == "A neighbour asked me at the gate"
    assert kept.asked == {"given_names": "Amira", "family_name": "Sorenson", "birth": "2019-11-03"}
    (event,) = [event for event in lead.events(kept.id) if event.tag == "look_up:answered"]
    assert event.details == {"purpose": "other", "result": "known"}


@pytest.mark.parametrize(
    ("child", "purpose", "words"),
    [
        (asked(given=" "), PURPOSE, ""),
        (asked(family=""), PURPOSE, ""),
        (asked(birth=""), PURPOSE, ""),
        (asked(), "", ""),
        (asked(), "curiosity", ""),
        (asked(), "other", "because"),
    ],
)
def test_an_incomplete_question_is_refused_and_leaves_nothing(desks, listing, child, purpose, words) -> None:
    listing()
    with pytest.raises(AppError):
        desks("lead").case_list.look_up(child, purpose, words)
    assert rows_of(desks("lead"), "look_up") == 0


def test_the_administrator_may_not_look_up(desks, listing) -> None:
    listing()
    with pytest.raises(NotAllowed):
        desks("admin").case_list.look_up(asked(), PURPOSE)


FACTS = ("known", "as_of", "worker", "team", "phone")
PEOPLE = {
    "practitioner": "teacher", "safeguarding_lead": "lead", "checking_agency": "checker", "hub_worker": "worker",
    "hub_manager": "manager",
}  # fmt: skip


@pytest.mark.parametrize(("role", "fact"), list(product(PEOPLE, ("worker", "team", "phone"))))
def test_what_is_kept_back_never_leaves_the_service(desks, listing, role, fact) -> None:
    listing()
    everything = dict.fromkeys(PEOPLE, FACTS)
    desks("admin").case_list.set_visibility({**everything, role: [each for each in FACTS if each != fact]})
    for each, who in PEOPLE.items():
        told = desks(who).case_list.look_up(asked(), PURPOSE)
        assert told.result == "known"
        assert bool(getattr(told, fact)) == (each != role)
        assert all(getattr(told, other) for other in {"worker", "team", "phone"} - {fact})


def test_who_sees_nothing_is_told_to_ask_the_hub_whatever_the_answer(desks, listing) -> None:
    listing()
    table = dict(desks("admin").case_list.visibility().table)
    desks("admin").case_list.set_visibility({**table, "practitioner": ()})
    known, unknown = (
        desks("teacher").case_list.look_up(child, PURPOSE) for child in (asked(), asked("Noel", "Quist", "2012-12-24"))
    )
    assert known == unknown
    assert (known.result, known.reason, known.as_of, known.days_old, known.worker) == ("ask", "kept_back", "", None, "")


def test_by_default_practitioners_see_known_and_date_alone(desks, listing) -> None:
    listing()
    told = desks("teacher").case_list.look_up(asked(), PURPOSE)
    assert (told.result, told.as_of, told.worker, told.team, told.phone) == ("known", "2026-11-23", "", "", "")


def test_changing_the_table_is_the_administrators_and_in_the_trail(desks) -> None:
    admin = desks("admin")
    before = admin.case_list.visibility()
    assert not before.changed
    for who in PEOPLE.values():
        with pytest.raises(NotAllowed):
            desks(who).case_list.set_visibility(before.table)
    after = admin.case_list.set_visibility({**before.table, "practitioner": ("worker", "as_of", "known")})
    assert after.changed
    assert desks("teacher").case_list.visibility().table["practitioner"] == ("known", "as_of", "worker")
    (event,) = [event for event in admin.events() if event.tag == "visibility:changed"]
    assert event.details == {"practitioner": "known as_of worker"}


@pytest.mark.parametrize("seen", [("worker",), ("known",), ("known", "as_of", "narrative")])
def test_a_table_that_misleads_is_refused(desks, seen) -> None:
    admin = desks("admin")
    with pytest.raises(AppError):
        admin.case_list.set_visibility({**admin.case_list.visibility().table, "practitioner": seen})
    assert not admin.case_list.visibility().changed


def test_past_look_ups_show_the_child_to_the_hub_manager_alone(desks, listing) -> None:
    listing()
    desks("teacher").case_list.look_up(asked(), "other", "Amira told me something")
    (seen,) = desks("admin").case_list.past_look_ups()
    assert (seen.who, seen.agency, seen.result) == ("Teacher One", "Torview Primary School", "known")
    assert seen.child == ""
    assert seen.words == ""
    (by_manager,) = desks("manager").case_list.past_look_ups()
    assert by_manager.child == "Amira Sorenson, born 2019-11-03"
    with pytest.raises(NotAllowed):
        desks("lead").case_list.past_look_ups()
    assert desks("admin").tags().count("look_up:listed") == 2


def test_the_statement_is_one_tagged_page_with_the_table_and_no_child(desks, listing) -> None:
    from pikepdf import Pdf
    from pypdf import PdfReader

    listing()
    rendered = desks("checker").case_list.visibility_pdf()
    assert rendered.page_count == 1
    with Pdf.open(io.BytesIO(rendered.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
    text = PdfReader(io.BytesIO(rendered.data)).pages[0].extract_text()
    assert "Safeguarding leads" in text
    assert "23 November 2026" in text
    assert "ring 999" in text
    assert "Amira" not in text
    assert "Sorenson" not in text
    assert "visibility:printed" in desks("admin").tags()
