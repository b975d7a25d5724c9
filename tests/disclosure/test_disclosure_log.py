"""What was given to whom: copies for families and requests in one list, for those who answer for the records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.enquiry.disclosing import Mark
from enquiry_app.enquiry.kept_records import AccessRule, Disclosure
from enquiry_app.errors import NotFound
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.producing_documents import SafeToGive
from tests.disclosure.test_subject_access import person_in
from tests.fixtures_store import NOON

SAFE = SafeToGive(True, "Both parents know", "Their mother")


def test_copies_for_the_family_stand_in_it_with_who_gave_them(teacher, lead, manager, sent) -> None:
    teacher.documents.for_the_family(sent.id, SAFE)
    for desk in (lead, manager):
        (line,) = desk.disclosures.all()
        assert line.disclosure.kind == "family_copy"
        assert line.disclosure.to_whom == "Their mother"
        assert line.about == (sent.reference,)
        assert line.by_name == "Teacher One"
    assert "disclosure:listed" in manager.tags()


def test_the_newest_stands_first(teacher, manager, sent, clock) -> None:
    teacher.documents.for_the_family(sent.id, SAFE)
    clock.move(hours=1)
    sought, item = person_in(manager, sent)
    manager.subject_access.begin(sought, {sent.id: item})
    assert [line.disclosure.kind for line in manager.disclosures.all()] == ["subject_access", "family_copy"]


def test_what_is_confidential_is_in_nobody_elses_list(teacher, lead, manager, sent) -> None:
    teacher.documents.for_the_family(sent.id, SAFE)
    sought, item = person_in(manager, sent)
    manager.subject_access.begin(sought, {sent.id: item})
    with manager.seat.store.write() as work:
        for kind, person in (("confidential", ""), ("named", manager.seat.person.id)):
            rule = AccessRule(new_id(), 1, sent.id, kind, "open", NOON, "", person_id=person, reason="An allegation")
            work.add_hub_record(rule)
        work.commit()
    assert lead.disclosures.all() == ()
    assert len(manager.disclosures.all()) == 2


def test_that_something_was_given_is_told_after_the_record_is_destroyed(manager, desks, sent) -> None:
    sought, item = person_in(manager, sent)
    begun = manager.subject_access.begin(sought, {sent.id: item})
    manager.subject_access.give(begun.id, "Her", "She asked", begun.version)
    with manager.seat.store.write() as work:
        work.erase_enquiry(sent.id)
        work.commit()
    (line,) = manager.disclosures.all()
    assert line.about == ("a record destroyed since",)
    assert desks("lead").disclosures.all() == ()


def test_a_request_whose_record_was_destroyed_can_still_be_given_up_by_its_own_side(manager, desks, sent) -> None:
    sought, item = person_in(manager, sent)
    begun = manager.subject_access.begin(sought, {sent.id: item})
    with manager.seat.store.write() as work:
        work.erase_enquiry(sent.id)
        work.commit()
    with pytest.raises(NotFound):
        manager.subject_access.open(begun.id)
    with pytest.raises(NotFound):
        desks("lead").subject_access.drop(begun.id, begun.version)
    manager.subject_access.drop(begun.id, begun.version)
    assert manager.disclosures.all() == ()


def test_once_given_or_given_up_no_words_of_the_record_are_kept_with_it(manager, sent) -> None:
    sought, item = person_in(manager, sent)
    for end in ("give", "drop"):
        begun = manager.subject_access.begin(sought, {sent.id: item})
        key = manager.subject_access.open(begun.id).items[0].key
        kept = manager.subject_access.mark(begun.id, {key: Mark(parts=(("Quillword", "crime"),))}, begun.version)
        if end == "give":
            manager.subject_access.give(begun.id, "Her", "She asked", kept.version)
        else:
            manager.subject_access.drop(begun.id, kept.version)
        with manager.seat.store.read() as read:
            assert "Quillword" not in str(read.hub_record(Disclosure, begun.id).details)


def test_another_agencys_lead_sees_nothing_of_it(manager, lead, teacher, sent, desks) -> None:
    teacher.documents.for_the_family(sent.id, SAFE)
    visiting = replace(
        desks.people["lead"], id=new_id(), user_name="lead.two", agency_id=desks.people["visitor"].agency_id
    )
    with manager.seat.store.write() as work:
        work.put_person(visiting)
        work.commit()
    desks.people = {**desks.people, "visiting": visiting}
    assert desks("visiting").disclosures.all() == ()
    sought, _ = person_in(manager, sent)
    assert desks("visiting").subject_access.find(sought).records == ()


def test_printed_as_an_id_only(manager, sent) -> None:
    sought, item = person_in(manager, sent)
    begun = manager.subject_access.begin(sought, {sent.id: item})
    opened = manager.subject_access.open(begun.id)
    for shown in (
        sought,
        begun,
        opened,
        opened.items[0],
        manager.disclosures.all()[0],
        manager.subject_access.find(sought),
    ):
        assert sought.family_name not in repr(shown)
    assert isinstance(begun, Disclosure)
