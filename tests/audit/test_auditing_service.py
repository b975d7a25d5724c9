"""The audit trail for those who may see it: what is found, shown, checked and exported; who looked at a record."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from enquiry_app.enquiry.audit_trail import GROUPS, TrailFilter
from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.errors import NotAllowed, NotFound, PassphraseNeeded
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.held_secrets import HeldSecrets
from tests.fixtures_store import NOON
from tests.services.conftest import example

CHILDREN = ("Amira", "Khan", "Yusuf")  # of the two-child example


def tags(desk, **wanted) -> list[str]:
    return [row.event.tag for row in desk.audit.rows(desk.audit.find(TrailFilter(**wanted)))]


def test_newest_first_with_names_references_and_no_child(admin, worker, sent) -> None:
    worker.cases.open(sent.id)
    rows = admin.audit.rows(admin.audit.find())
    assert [row.event.number for row in rows] == sorted((row.event.number for row in rows), reverse=True)
    opened = next(row for row in rows if row.event.tag == "enquiry:opened")
    assert (opened.who, opened.role, opened.about) == ("Worker One", "Hub worker", sent.reference)
    everything = "\n".join(f"{row.who} {row.what} {row.about} {row.details}" for row in rows)
    assert not [name for name in CHILDREN if name in everything]
    assert rows[0].event.tag == "audit:shown", "looking is noted too"


def test_filters_narrow_and_agree_with_each_other(manager, worker, teacher, sent, people, clock) -> None:
    clock.move(days=1)
    worker.cases.open(sent.id)
    clock.move(days=1)
    teacher.drafting.start(example("urgent"))
    everything = set(tags(manager))
    by_group = [set(tags(manager, group=group)) for group in GROUPS]
    assert set().union(*by_group) >= everything - {"audit:searched"}
    assert sum(len(each & everything) for each in by_group) == len(set().union(*by_group) & everything), (
        "one group each"
    )
    mine = manager.audit.rows(manager.audit.find(TrailFilter(person_id=people["worker"].id)))
    assert {row.event.actor_id for row in mine} == {people["worker"].id}
    about = manager.audit.rows(manager.audit.find(TrailFilter(subject_id=sent.id)))
    assert {row.event.subject_id for row in about} == {sent.id}
    day = NOON + dt.timedelta(days=1)
    that_day = manager.audit.rows(
        manager.audit.find(TrailFilter(since=day - dt.timedelta(hours=1), until=day + dt.timedelta(hours=1)))
    )
    assert {row.event.actor_id for row in that_day} == {people["worker"].id}
    assert set(tags(manager, person_id=people["worker"].id, group="opened")) <= set(tags(manager, group="opened"))


@pytest.mark.parametrize("typed", ["reference", "lower", "id"])
def test_search_finds_an_enquiry_by_its_reference(manager, sent, typed) -> None:
    text = {"reference": sent.reference, "lower": f" {sent.reference.lower()} ", "id": sent.id}[typed]
    rows = manager.audit.rows(manager.audit.find(TrailFilter(text=text)))
    assert {row.event.subject_id for row in rows} == {sent.id}


def test_search_finds_people_and_what_was_done_never_a_child(manager, worker, sent) -> None:
    worker.cases.open(sent.id)
    rows = manager.audit.rows(manager.audit.find(TrailFilter(text="worker one")))
    assert {row.who for row in rows} == {"Worker One"}
    assert set(tags(manager, text="opened it at the hub")) == {"enquiry:received"}
    for name in CHILDREN:
        assert len(manager.audit.find(TrailFilter(text=name))) == 0


def test_an_unnarrowed_trail_costs_nothing_to_number(manager) -> None:
    assert isinstance(manager.audit.find(), range)
    assert manager.audit.rows(()) == ()
    assert manager.audit.rows((10**9,)) == ()


def test_verifying_says_how_far_and_is_noted(manager) -> None:
    verdict = manager.audit.verify()
    assert verdict.ok
    assert manager.events()[-1].tag == "audit:verified"
    assert manager.events()[-1].details["ok"] == "yes"


def test_progress_is_told_while_checking(manager, store, monkeypatch) -> None:
    monkeypatch.setattr("enquiry_app.storage.audit_chain.PROGRESS_EVERY", 1)
    told: list[tuple[int, int]] = []
    verdict = manager.audit.verify(lambda done, total: told.append((done, total)))
    assert told[-1] == (verdict.events, verdict.events)


def test_an_export_is_a_table_of_all_that_fits(manager, worker, sent, people) -> None:
    worker.cases.open(sent.id)
    wanted = TrailFilter(subject_id=sent.id)
    content = manager.audit.export(wanted)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(lines) == len(manager.events(sent.id)) - 1, "the export itself came after"
    assert {line["id"] for line in lines} == {sent.id}
    assert lines[0]["when (UTC)"].endswith("Z")
    assert manager.events(sent.id)[-1].tag == "audit:exported"


def test_who_looked_with_role_time_and_what(manager, worker, teacher, lead, sent, clock) -> None:
    clock.move(hours=2)
    worker.cases.open(sent.id)
    worker.documents.referral(sent.id)
    worker.known.of(sent.id)
    found = manager.audit.who_looked(sent.id)
    assert found.reference == sent.reference
    by_worker = [(look.kind, look.role, look.at) for look in found.looks if look.who == "Worker One"]
    later = NOON + dt.timedelta(hours=2)
    assert {
        ("opened", "Hub worker", later),
        ("printed", "Hub worker", later),
        ("searched", "Hub worker", later),
    } <= set(by_worker)
    assert found.looks[0].at >= found.looks[-1].at
    assert "audit:who_looked" in manager.tags(sent.id), "asking is noted"
    assert [look.what for look in lead.audit.who_looked(sent.id).looks] == [look.what for look in found.looks]


def test_who_looked_by_reference_for_those_without_content(admin, sent) -> None:
    found = admin.audit.who_looked_at(f" {sent.reference.lower()}")
    assert found.enquiry_id == sent.id
    with pytest.raises(NotFound):
        admin.audit.who_looked_at("TSH-2026-NONE-000001-X")
    with pytest.raises(NotAllowed):
        admin.audit.who_looked(sent.id)


@pytest.mark.parametrize("who", ["teacher", "lead", "visitor", "worker", "checker"])
def test_others_do_not_see_the_trail(desks, who) -> None:
    audit = desks(who).audit
    for call in (audit.find, audit.verify, audit.export, audit.people, lambda: audit.rows((1,))):
        with pytest.raises(NotAllowed):
            call()


def test_a_colleague_of_another_agency_does_not_see_who_looked(desks, sent) -> None:
    for who in ("visitor", "teacher", "checker"):
        with pytest.raises(NotAllowed):
            desks(who).audit.who_looked(sent.id)


def test_what_is_confidential_is_not_in_the_trail_of_others(manager, admin, sent, store, people) -> None:
    rule = AccessRule(new_id(), 1, sent.id, "confidential", "open", NOON, people["manager"].id)
    named = AccessRule(
        new_id(), 1, sent.id, "named", "open", NOON, people["manager"].id, person_id=people["manager"].id
    )
    with store.write() as work:
        work.add_hub_record(rule)
        work.add_hub_record(named)
        work.commit()
    assert sent.id in {row.event.subject_id for row in manager.audit.rows(manager.audit.find())}
    numbers = admin.audit.find()
    assert sent.id not in {row.event.subject_id for row in admin.audit.rows(numbers)}
    every = range(1, numbers[0] + 1)
    assert sent.id not in {row.event.subject_id for row in admin.audit.rows(every)}, "nor by asking for its number"
    assert len(admin.audit.find(TrailFilter(text=sent.reference))) == 0
    assert sent.reference.encode() not in admin.audit.export()
    with pytest.raises(NotFound):
        admin.audit.who_looked_at(sent.reference)


def test_without_a_fresh_passphrase_nothing_is_exported(manager) -> None:
    object.__setattr__(manager.seat, "held", HeldSecrets())  # signed in long ago
    with pytest.raises(PassphraseNeeded):
        manager.audit.export()
    assert "audit:exported" not in manager.tags()
