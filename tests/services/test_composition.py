"""The application as a whole: set up, sign in, practise, close; and quick to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from enquiry_app import composition
from enquiry_app.errors import NotAllowed, SignInRefused
from enquiry_app.security.profile import NewPerson, ProfileSetup
from tests.fixtures_store import ADMINISTRATOR, PASSWORD, SteppingClock
from tests.services.conftest import example

SLOW = ("sqlalchemy", "alembic", "reportlab", "pikepdf", "holidays", "pyrage", "PIL", "PySide6")


def test_importing_the_composition_imports_nothing_slow() -> None:
    code = f"import sys, enquiry_app.composition; print([m for m in {SLOW!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_default_folder_is_the_accounts_own() -> None:
    folder = composition.default_profile_folder()
    assert folder.name == "profile"
    assert "enquiry-app" in folder.parts


def test_set_up_then_sign_in_as_the_administrator(tmp_path) -> None:
    administrator = NewPerson(ADMINISTRATOR, "Ada Admin", "Office", "administrator", PASSWORD)
    setup = ProfileSetup("partner", "Torview School", "school", administrator, hub_contacts={"hub": "01632 960000"})
    assert composition.create_profile(tmp_path / "p", setup).fingerprint
    with pytest.raises(SignInRefused):
        composition.sign_in(tmp_path / "p", ADMINISTRATOR, "not the password", SteppingClock())
    clock = SteppingClock()
    clock.move(minutes=5)
    app = composition.sign_in(tmp_path / "p", ADMINISTRATOR, PASSWORD, clock)
    try:
        assert app.hub.phone == "01632 960000"
        assert app.may("manage_people")
        assert not app.may("start_enquiry")
        assert app.permissions["start_enquiry"].keys() == {"practitioner", "safeguarding_lead"}
        assert app.form.question("worry")
        assert app.matrix.indicators
        with pytest.raises(NotAllowed, match="Only the practice profile"):
            app.switch_person(app.person.id)
    finally:
        app.close()


@pytest.fixture(scope="module")
def practising():
    app = composition.practice(clock=SteppingClock(), seed=2)
    yield app
    app.close()


def switch(app, role: str):
    user = {"practitioner": "teacher", "hub_worker": "hubworker"}[role]
    return app.switch_person(next(p.id for p in app.accounts.people() if p.user_name == user))


def test_practice_opens_as_a_practitioner_among_fictional_enquiries(practising) -> None:
    switch(practising, "practitioner")
    assert practising.store_info.practice
    assert practising.drafting.of_my_agency() is not None
    switch(practising, "hub_worker")
    assert practising.queue.page().total > 20


def test_a_whole_story_in_practice_from_start_to_the_hubs_copy(practising) -> None:
    app = switch(practising, "practitioner")
    draft = app.drafting.start(example("two-children").with_answer("sign_off", (), "ask"))
    for child in ("amira", "sami", "unborn"):
        app.drafting.reveal(draft.enquiry.id, child)
    lead = next(
        p for p in app.accounts.people() if p.role == "safeguarding_lead" and p.agency_id == app.person.agency_id
    )
    app.submitting.ask_sign_off(draft.enquiry.id, lead.id)
    author = app.person.id
    app.switch_person(lead.id)
    assert draft.enquiry.id in [waiting.id for waiting in app.submitting.awaiting_me()]
    signed = app.submitting.sign_off(draft.enquiry.id, "Agreed.")
    app.switch_person(author)
    sent = app.submitting.send(signed.id, signed.version)
    assert sent.confirmation.handed_over
    assert not sent.document_missing
    app = switch(app, "hub_worker")
    found = app.queue.page().rows
    assert sent.enquiry.id in [row.enquiry.id for row in found]
    opened = app.queue.open(sent.enquiry.id)
    assert opened.enquiry.status == "received"
    assert opened.sent.revealed.keys() == {"amira", "sami", "unborn"}
    assert app.documents.referral(sent.enquiry.id).page_count > 3


def test_switching_carries_out_what_was_waiting_to_be_deleted(practising) -> None:
    app = switch(practising, "practitioner")
    draft = app.drafting.start()
    app.drafting.delete(draft.enquiry.id)
    switch(app, "hub_worker")
    with app.store.read() as read:
        assert "enquiry:deleted" in [event.tag for event in read.events(draft.enquiry.id)]


def test_a_practice_in_a_folder_of_ones_own_stays_there(tmp_path) -> None:
    app = composition.practice(tmp_path / "mine", clock=SteppingClock(), seed=2)
    app.close()
    assert (tmp_path / "mine" / "store.db").is_file()


def test_a_practice_without_a_folder_is_gone_when_it_is_closed() -> None:
    app = composition.practice(clock=SteppingClock(), seed=2)
    place = app.profile.folder
    assert place.is_dir()
    app.close()
    assert not place.exists()
    assert not place.parent.exists()
