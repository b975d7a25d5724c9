"""Making a profile, signing in, changing passwords, recovering with two sheets."""

from __future__ import annotations

import os
import shutil

import pytest

from enquiry_app.errors import AppError, PasswordRefused, SignInRefused, StoreDamaged, StoreUnavailable
from enquiry_app.security.private_files import PRIVATE, SHARED
from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup
from enquiry_app.security.sign_in_log import SignInLog
from enquiry_app.storage.audit_chain import verify
from tests.fixtures_store import ADMINISTRATOR, PASSWORD

OTHER = "eight loud geese leave"


def setup(kind="partner", password=PASSWORD, user=ADMINISTRATOR, **more):
    return ProfileSetup(
        kind, "Torview Primary School", "school", NewPerson(user, "Ada Admin", "", "administrator", password), **more
    )


def test_signing_in_opens_the_store_and_is_noted(profile, clock):
    unlocked = profile.unlock(ADMINISTRATOR.upper() + " ", PASSWORD, clock)
    assert (unlocked.person.user_name, unlocked.person.role) == (ADMINISTRATOR, "administrator")
    assert len(unlocked.check_key) == 32
    assert unlocked.identity.open_sealed(unlocked.identity.seal_to_self(b"pending")) == b"pending"
    with unlocked.store.read() as reading:
        last = reading.events(limit=1)[0]
    assert (last.tag, last.actor_id) == ("person:signed_in", unlocked.person.id)
    assert not unlocked.anchor_was_missing
    assert PASSWORD not in repr(unlocked)
    unlocked.store.close()


def test_a_wrong_password_slows_the_next_try_down_and_a_restart_does_not_help(profile, clock):
    folder = profile.folder
    log = SignInLog(folder / "sign-in.log", PRIVATE)
    for wait in (0, 0, 0, 5, 10):
        assert log.note_refusal(ADMINISTRATOR, clock.now()) == wait
    with pytest.raises(SignInRefused) as told:  # the right one is not even looked at
        profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    assert told.value.wait_seconds == 10
    clock.move(seconds=10)
    with pytest.raises(SignInRefused) as told:
        Profile(folder).unlock(ADMINISTRATOR, "wrong " + PASSWORD, clock)
    assert told.value.wait_seconds == 20
    clock.move(seconds=20)
    unlocked = profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    with unlocked.store.read() as reading:
        tags = [event.tag for event in reading.events()]
    assert tags.count("person:sign_in_refused") == 6
    assert log.waiting() == ()
    unlocked.store.close()


def test_a_name_that_does_not_exist_is_refused_in_the_same_words(profile, clock):
    with pytest.raises(SignInRefused) as nobody:
        profile.unlock("nobody.here", PASSWORD, clock)
    with pytest.raises(SignInRefused) as wrong:
        profile.unlock(ADMINISTRATOR, "wrong " + PASSWORD, clock)
    assert nobody.value.sentence == wrong.value.sentence
    assert "nobody.here" not in (profile.folder / "sign-in.log").read_text()  # could be a password typed too early


@pytest.mark.parametrize("name", ["../store", "store", "", "a/b", "store.next", "ada admin"])
def test_names_that_are_no_user_names_open_no_file(profile, clock, name):
    with pytest.raises(SignInRefused):
        profile.unlock(name, PASSWORD, clock)


def test_a_person_disabled_may_not_sign_in_with_a_key_they_kept(profile, store, people, clock):
    from dataclasses import replace

    with store.write() as work:
        work.put_person(replace(people["admin"], active=False))
        work.commit()
    store.close()
    with pytest.raises(SignInRefused) as told:
        profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    assert "administrator" in told.value.sentence


def test_a_changed_password_opens_and_the_old_one_does_not(profile, clock):
    with pytest.raises(PasswordRefused):
        profile.change_password(ADMINISTRATOR, PASSWORD, "short", clock)
    with pytest.raises(SignInRefused):
        profile.change_password(ADMINISTRATOR, "wrong " + PASSWORD, OTHER, clock)
    profile.change_password(ADMINISTRATOR, PASSWORD, OTHER, clock)
    profile.unlock(ADMINISTRATOR, OTHER, clock).store.close()
    with pytest.raises(SignInRefused):
        profile.unlock(ADMINISTRATOR, PASSWORD, clock)


def test_both_sheets_together_give_access_again(profile, template_profile, clock):
    sheets = template_profile.sheets
    unlocked = profile.recover(sheets.sheet_two.lower(), sheets.sheet_one, ADMINISTRATOR, OTHER, clock)
    with unlocked.store.read() as reading:
        assert "person:recovered_with_sheets" in [event.tag for event in reading.events()]
    assert profile.recovery_fingerprint(unlocked.store) == sheets.fingerprint
    newer = profile.new_recovery_sheets(unlocked.store)
    unlocked.store.close()
    with pytest.raises(AppError) as told:
        profile.recover(sheets.sheet_one, sheets.sheet_two, ADMINISTRATOR, OTHER, clock)
    assert "newer" in told.value.sentence
    with pytest.raises(AppError, match="nobody"):
        profile.recover(newer.sheet_one, newer.sheet_two, "nobody.here", OTHER, clock)


def test_making_a_profile_is_all_or_nothing(tmp_path):
    profile = Profile(tmp_path / "new" / "profile", tmp_path / "config")
    with pytest.raises(PasswordRefused):
        profile.create(setup(password="short"))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "profile").mkdir()
    (tmp_path / "new" / "profile" / "letter.txt").write_text("mine")
    with pytest.raises(StoreUnavailable):
        profile.create(setup())
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["profile"]
    assert not profile.exists


def test_a_folder_that_is_no_profile_says_so(tmp_path, clock):
    with pytest.raises(StoreUnavailable) as told:
        _ = Profile(tmp_path).kind
    assert told.value.reason == "gone"


def test_settings_that_are_not_ours_are_refused(profile):
    settings = profile.folder / "settings.toml"
    assert profile.kind == "shared"
    for text in ("kind = 3", "not toml [", settings.read_text().replace('"shared"', '"elsewhere"')):
        settings.write_text(text)
        with pytest.raises(StoreDamaged):
            _ = profile.settings


def test_a_shared_profile_is_open_to_its_group_and_a_practice_profile_stays_one(tmp_path, clock):
    """One profile for both: making one costs seconds."""
    profile = Profile(tmp_path / "profile", tmp_path / "config")
    profile.create(setup("practice", shared_account=True))
    assert profile.practice
    assert not (tmp_path / "config").exists()  # nothing of a practice profile is left behind elsewhere
    unlocked = profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    with unlocked.store.write() as work:
        assert work.store_info().practice
        work.record("x:y", subject="", actor="", at=clock.now())
        work.commit()
    modes = {path: path.stat().st_mode & 0o7777 for path in [profile.folder, *profile.folder.rglob("*")]}
    unlocked.store.close()
    if os.name == "posix":
        for path, mode in modes.items():
            assert mode == (SHARED.folder if path.is_dir() else SHARED.file) or not path.exists(), path.name


def test_a_missing_anchor_is_noted_and_made_again(profile, clock):
    shutil.rmtree(profile.folder.parent / "config")
    unlocked = profile.unlock(ADMINISTRATOR, PASSWORD, clock)
    assert unlocked.anchor_was_missing
    with unlocked.store.read() as reading:
        assert "store:anchor_missing" in [event.tag for event in reading.events()]
    assert verify(unlocked.store).ok
    unlocked.store.close()
    assert profile.anchors().missing() == 0


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ("admin", "Ada Admin"),
        ("school.office2", "Ada Admin"),
        ("ada.admin", "Administrator"),
        ("ada.admin", "Hub Office"),
    ],
)
def test_the_first_account_is_one_persons_too(tmp_path, user, name):
    profile = Profile(tmp_path / "new", tmp_path / "config")
    person = NewPerson(user, name, "", "administrator", PASSWORD)
    with pytest.raises(AppError):
        profile.create(ProfileSetup("partner", "Torview Primary School", "school", person))
    assert not profile.folder.exists()
