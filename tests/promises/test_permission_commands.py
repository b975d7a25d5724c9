"""The table of roles through the command line: the same refusals, in the same words, as exit codes."""

from __future__ import annotations

import pytest

from enquiry_app.command_line import main
from enquiry_app.composition import Application
from enquiry_app.security.profile import KEYS_PENDING
from tests.promises.permission_world import copy_of, make_people
from tests.services.conftest import Desks, example

PASSWORD = "seven quiet herons wait"
PEOPLE = ("teacher", "lead", "visitor", "worker", "second", "checker", "admin")
NOT_HERE = "There is no such enquiry here, or it is not one you can open."


@pytest.fixture(scope="module")
def made(template_profile, tmp_path_factory):
    """Three enquiries of one school: plain, restricted, and confidential about the second manager."""
    from tests.fixtures_store import SteppingClock

    profile = copy_of(template_profile, tmp_path_factory.mktemp("commands"))
    store, _ = profile.open_store(template_profile.data_key)
    desks = Desks(store, SteppingClock(), make_people(store, template_profile.people, template_profile.agencies))
    teacher, manager = desks("teacher"), desks("manager")
    references = {}
    for state in ("plain", "restricted", "confidential"):
        begun = teacher.drafting.start(example("two-children")).enquiry
        enquiry = teacher.submitting.send(begun.id, begun.version).enquiry
        references[state] = enquiry.reference
        if state == "restricted":
            manager.guarding.restrict(enquiry.id, (), "A colleague’s family")
        if state == "confidential":
            second = desks.people["second"].id
            manager.guarding.mark_confidential(enquiry.id, (), (second,), "An allegation was made")
    with store.write() as work:
        for who in PEOPLE[:-1]:
            work.put_public_key(desks.people[who].id, profile.give_key(desks.people[who].user_name, PASSWORD))
        work.put_secret(KEYS_PENDING, b"1")
        work.commit()
    profile.seal_pending(store)
    yield profile, store, references, desks
    store.close()


@pytest.fixture
def command(made, capsys, monkeypatch):
    profile, _, _, desks = made

    def call(who: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("ENQUIRY_APP_PASSWORD", PASSWORD)
        user = desks.people[who].user_name
        code = main(["--profile", str(profile.folder), "--user", user, *arguments])
        out, err = capsys.readouterr()
        return code, out + err

    return call


def test_the_command_line_refuses_whom_the_window_refuses(command, made) -> None:
    _, store, references, _ = made
    plain, restricted, confidential = (references[state] for state in ("plain", "restricted", "confidential"))
    for who in ("visitor", "checker", "admin"):
        for reference in references.values():
            code, said = command(who, "enquiry", "show", reference)
            assert code, who
            assert NOT_HERE in said or "Please ask" in said
    for who in ("worker", "second"):
        assert command(who, "enquiry", "show", plain)[0] == 0
        code, said = command(who, "enquiry", "show", restricted)
        assert (bool(code), "Please ask Manager One" in said) == (True, True)
        code, said = command(who, "enquiry", "show", confidential)
        assert (bool(code), NOT_HERE in said) == (True, True)
        listed = command(who, "enquiry", "list")[1]
        assert plain in listed
        assert confidential not in listed
    code, said = command("teacher", "enquiry", "show", confidential)
    assert code == 0, said
    code, said = command("second", "audit", "who-looked", confidential)
    assert (bool(code), "no enquiry with this reference" in said) == (True, True)
    assert command("worker", "audit", "verify")[0] != 0
    said = command("admin", "audit", "show", "--limit", "200", "--json")[1]
    with store.read() as read:
        assert read.enquiry_by_reference(confidential).id not in said
        assert read.enquiry_by_reference(plain).id in said


def test_somebody_disabled_cannot_sign_in_there(command, made) -> None:
    profile, store, _, desks = made
    admin = Application(profile, store, desks.people["admin"], b"k" * 32, desks.clock)
    admin.seat.held.confirmed_at = desks.clock.now()
    assert command("lead", "enquiry", "list")[0] == 0
    admin.accounts.disable(desks.people["lead"].id)
    assert command("lead", "enquiry", "list")[0] != 0
