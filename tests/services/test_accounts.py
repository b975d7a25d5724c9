"""People and agencies: who may change them, and that their keys follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.errors import AppError, NotAllowed, PasswordRefused, SignInRefused
from enquiry_app.services.accounts import ASK_FOR_RESET, CONFIRM_RESET, SET_ALONE, WAIT_FOR_SECOND, Accounts
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


def test_whoever_had_their_password_set_by_somebody_else_is_known_until_they_change_it(
    accounts, agencies, profile, store, clock, people
):
    office = accounts("admin")
    assert not office.password_given(), "whoever made the store chose it themselves"
    added = office.add_person(newcomer(agencies))
    own = Accounts(store, profile, clock, added)
    assert own.password_given()
    with pytest.raises(PasswordRefused, match="the password you have now"):
        own.change_own_password(FIRST, FIRST)
    assert own.password_given()
    own.change_own_password(FIRST, LATER)
    assert not own.password_given()
    office.reset_password(added.id, FIRST)
    assert own.password_given()
    own.change_own_password(FIRST, LATER)
    office.disable(added.id)
    back = Accounts(store, profile, clock, office.enable(added.id, FIRST))
    assert back.password_given()


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


# --- two administrators, and the recovery sheets


@pytest.fixture
def second_administrator(accounts, agencies):
    """Another administrator."""
    return accounts("admin").add_person(newcomer(agencies, user_name="ola.other", role="administrator"))


def test_of_two_administrators_one_asks_and_the_other_sets(
    accounts, people, second_administrator, store, profile, clock
):
    one = accounts("admin")
    two = Accounts(store, profile, clock, second_administrator)
    visitor = people["visitor"].id
    assert one.reset_steps()[visitor] == ASK_FOR_RESET
    with pytest.raises(AppError, match="Another administrator has to ask"):
        one.reset_password(visitor, FIRST)
    one.ask_reset(visitor)
    assert (one.reset_steps()[visitor], two.reset_steps()[visitor]) == (WAIT_FOR_SECOND, CONFIRM_RESET)
    with pytest.raises(AppError, match="You asked"):
        one.reset_password(visitor, FIRST)
    two.reset_password(visitor, FIRST)
    name = people["visitor"].user_name
    assert profile.keys.read_data_key(profile.keys.read_person(name, FIRST)) == store.data_key
    with store.read() as reading:
        events = [event for event in reading.events(visitor) if event.tag.startswith(("person:reset", "person:pass"))]
    assert [(each.tag, each.actor_id) for each in events] == [
        ("person:reset_asked", people["admin"].id), ("person:password_reset", second_administrator.id),
    ]  # fmt: skip
    assert dict(events[1].details) == {"asked_by": people["admin"].id}
    assert one.reset_steps()[visitor] == ASK_FOR_RESET, "a wish is used up"


def test_a_wish_ends_after_a_week_and_with_the_office_of_who_asked(
    accounts, people, second_administrator, store, profile, clock
):
    one, two = accounts("admin"), Accounts(store, profile, clock, second_administrator)
    visitor = people["visitor"].id
    one.ask_reset(visitor)
    clock.move(days=7)
    assert two.reset_steps()[visitor] == ASK_FOR_RESET
    two.ask_reset(visitor)
    one.disable(second_administrator.id)
    assert one.reset_steps()[visitor] == SET_ALONE, "nobody else is left"
    one.reset_password(visitor, FIRST)


def test_sheets_are_tried_without_changing_anything(accounts, profile, template_profile, store, clock, people):
    office, sheets = accounts("admin"), template_profile.sheets
    made = office.sheets_state()
    assert (made.fingerprint, made.tried, made.due) == (sheets.fingerprint, False, False)
    before = {path.name: path.read_bytes() for path in (profile.folder / "keys").iterdir()}
    clock.move(days=366)
    assert office.sheets_state().due
    office.try_sheets(sheets.sheet_one.lower(), f" {sheets.sheet_two} ")
    state = office.sheets_state()
    assert (state.seen_at, state.tried, state.due) == (clock.now(), True, False)
    assert {path.name: path.read_bytes() for path in (profile.folder / "keys").iterdir()} == before
    newer = office.new_recovery_sheets()
    assert not office.sheets_state().tried
    with pytest.raises(AppError, match="replaced by newer ones"):
        office.try_sheets(sheets.sheet_one, sheets.sheet_two)
    with pytest.raises(AppError):
        office.try_sheets(newer.sheet_one, sheets.sheet_two)
    assert not office.sheets_state().tried
    office.try_sheets(newer.sheet_one, newer.sheet_two)
    assert office.sheets_state().tried


@pytest.mark.parametrize("who", ["teacher", "lead", "worker", "manager"])
def test_keys_are_the_administrators(accounts, people, who):
    office = accounts(who)
    for act in (
        office.reset_steps, office.sheets_state, office.confirm_new_key, lambda: office.ask_reset(people["visitor"].id),
        lambda: office.try_sheets("", ""),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
