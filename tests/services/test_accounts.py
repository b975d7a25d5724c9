"""People and agencies: who may change them, and that their keys follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.errors import AppError, NotAllowed, PasswordRefused, SignInRefused
from enquiry_app.services.accounts import Accounts
from enquiry_app.services.ports import NewPerson

FIRST, LATER = "first words chosen here", "later words chosen here"


@pytest.fixture
def accounts(store, profile, clock, people):
    def of(who):
        return Accounts(store, profile, clock, people[who])

    return of


def newcomer(agencies, **changes):
    values = {
        "user_name": "Nell.New", "display_name": " Nell  New ", "job_title": "", "role": "practitioner",
        "password": FIRST, "agency_id": agencies["school"].id,
    }  # fmt: skip
    return NewPerson(**{**values, **changes})


def test_somebody_added_can_sign_in_and_somebody_disabled_cannot(accounts, agencies, profile, store, clock):
    office = accounts("admin")
    added = office.add_person(newcomer(agencies))
    assert (added.user_name, added.display_name) == ("nell.new", "Nell New")
    unlocked = profile.unlock("nell.new", FIRST, clock)
    assert unlocked.person.id == added.id
    Accounts(unlocked.store, profile, clock, unlocked.person).change_own_password(FIRST, LATER)
    unlocked.store.close()
    key = profile.keys.read_person("nell.new", LATER)
    assert profile.keys.read_data_key(key) == store.data_key
    office.disable(added.id)
    with pytest.raises(SignInRefused):
        profile.unlock("nell.new", LATER, clock)
    with pytest.raises(AppError):  # also not with a copy of their key
        profile.keys.read_data_key(key)
    with store.read() as reading:
        tags = [event.tag for event in reading.events(added.id)]
    assert tags == ["person:added", "person:signed_in", "person:password_changed", "person:disabled"]


def test_a_reset_password_opens(accounts, agencies, profile, store):
    office = accounts("admin")
    added = office.add_person(newcomer(agencies))
    office.reset_password(added.id, LATER)
    assert profile.keys.read_data_key(profile.keys.read_person("nell.new", LATER)) == store.data_key


@pytest.mark.parametrize(
    "changes",
    [
        {"display_name": " "},
        {"role": "king"},
        {"agency_id": "nowhere"},
        {"user_name": "teacher.one"},
        {"user_name": "a b"},
    ],
)
def test_a_newcomer_without_what_is_needed_is_refused_and_leaves_no_key(accounts, agencies, profile, changes):
    before = profile.user_names()
    with pytest.raises(AppError):
        accounts("admin").add_person(newcomer(agencies, **changes))
    assert profile.user_names() == before


def test_a_poor_password_is_refused_for_a_newcomer(accounts, agencies):
    with pytest.raises(PasswordRefused):
        accounts("admin").add_person(newcomer(agencies, password="password2026"))


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "manager"])
def test_only_an_administrator_changes_people(accounts, agencies, people, who):
    office = accounts(who)
    for act in (
        lambda: office.add_person(newcomer(agencies)),
        lambda: office.add_agency("New", "school"),
        lambda: office.disable(people["visitor"].id),
        lambda: office.enable(people["visitor"].id, FIRST),
        lambda: office.reset_password(people["visitor"].id, FIRST),
        lambda: office.change_person(people["visitor"]),
        office.new_recovery_sheets,
    ):
        with pytest.raises(NotAllowed):
            act()
    assert len(office.people()) == len(people)


def test_somebody_who_can_add_people_always_stays(accounts, people):
    office = accounts("admin")
    with pytest.raises(AppError):
        office.disable(people["admin"].id)
    with pytest.raises(AppError, match="only administrator"):
        office.change_person(replace(people["admin"], role="practitioner"))
    office.change_person(replace(people["manager"], role="administrator"))
    assert office.change_person(replace(people["admin"], role="auditor")).role == "auditor"


def test_changing_a_person_keeps_their_user_name_and_activity(accounts, people, agencies):
    changed = replace(
        people["teacher"], user_name="other", active=False, job_title="SENCo", agency_id=agencies["hub"].id
    )
    stored = accounts("admin").change_person(changed)
    assert (stored.user_name, stored.active, stored.job_title) == ("teacher.one", True, "SENCo")
    assert stored.agency_name == "Safeguarding Hub"


def test_agencies_have_names_of_their_own(accounts):
    office = accounts("admin")
    office.add_agency(" Bay  Nursery ", "early_years")
    assert "Bay Nursery" in [agency.name for agency in office.agencies()]
    for name, kind in (("bay nursery", "early_years"), ("", "school"), ("Other", "")):
        with pytest.raises(AppError):
            office.add_agency(name, kind)


def test_an_interrupted_addition_is_finished_at_the_next_sign_in(
    accounts, agencies, profile, store, clock, monkeypatch
):
    """Killed between the row and the sealing: the newcomer cannot open the store until an administrator has."""
    from tests.fixtures_store import ADMINISTRATOR, PASSWORD

    monkeypatch.setattr(type(profile), "seal_pending", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        accounts("admin").add_person(newcomer(agencies))
    monkeypatch.undo()
    key = profile.keys.read_person("nell.new", FIRST)
    with pytest.raises(AppError):
        profile.keys.read_data_key(key)
    profile.unlock(ADMINISTRATOR, PASSWORD, clock).store.close()
    assert profile.keys.read_data_key(key) == store.data_key
