"""The permission table: whose enquiry it is, and that the administrator sees no case content."""

from __future__ import annotations

import datetime as dt

import pytest

from enquiry_app.enquiry.permissions import CASE_CONTENT, PERMISSIONS, REFUSALS, may, require
from enquiry_app.enquiry.records import ROLES, Enquiry, Person
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.errors import NotAllowed

AT = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)


def a_person(role: str, person_id: str = "p1", agency: str = "school", active: bool = True) -> Person:
    return Person(person_id, person_id, "A Person", "Teacher", role, agency, "A School", active=active)


def an_enquiry(status: str = "draft", owner: str = "p1", agency: str = "school", lead: str = "") -> Enquiry:
    return Enquiry(
        "e1", 1, "", status, 1, owner, "A Person", agency, "A School", "school", "form/1", "matrix/1", False, AT, AT,
        lead_id=lead,
    )  # fmt: skip


def test_the_table_speaks_of_known_roles_and_has_a_sentence_for_each_refusal() -> None:
    assert {role for roles in PERMISSIONS.values() for role in roles} == set(ROLES)
    assert set(REFUSALS) == set(PERMISSIONS)
    assert all(sentence.endswith(".") for sentence in REFUSALS.values())


def test_a_practitioner_works_on_their_own_enquiries_only() -> None:
    me, colleague = a_person("practitioner"), a_person("practitioner", "p2")
    assert may(me, "edit_draft", an_enquiry())
    assert not may(colleague, "edit_draft", an_enquiry())


def test_a_lead_sees_the_agencys_enquiries_but_no_other_agencys() -> None:
    lead = a_person("safeguarding_lead", "lead")
    assert may(lead, "sign_off", an_enquiry())
    assert not may(lead, "sign_off", an_enquiry(agency="clinic"))
    assert not may(lead, "delete_draft", an_enquiry())


def test_somebody_asked_to_sign_off_was_given_the_enquiry() -> None:
    assert may(a_person("practitioner", "p2"), "open_draft", an_enquiry(lead="p2"))
    assert not may(a_person("practitioner", "p2", agency="clinic"), "open_draft", an_enquiry(lead="p2"))


@pytest.mark.parametrize("status", ["draft", "awaiting_sign_off", "ready_to_hand_over", "withdrawn", "sent", "closed"])
def test_the_hub_sees_what_was_handed_over(status: str) -> None:
    worker = a_person("hub_worker", "h1", agency="hub")
    assert may(worker, "open_received", an_enquiry(status)) == (status in WITH_THE_HUB)
    assert may(worker, "make_document", an_enquiry(status)) == (status in WITH_THE_HUB)


@pytest.mark.parametrize("action", sorted(CASE_CONTENT | {"search_similar", "see_queue", "list_own_enquiries"}))
def test_the_administrator_has_no_case_content(action: str) -> None:
    admin = a_person("administrator")
    assert not may(admin, action)
    with pytest.raises(NotAllowed):
        require(admin, action, an_enquiry("sent"))


@pytest.mark.parametrize("action", sorted(PERMISSIONS))
def test_somebody_removed_may_do_nothing(action: str) -> None:
    assert not any(may(a_person(role, active=False), action) for role in ROLES)


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotAllowed, match="Only an administrator can add"):
        require(a_person("practitioner"), "manage_people")
    require(a_person("administrator"), "manage_people")
