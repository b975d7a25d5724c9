"""Years later, without the app: two recovery sheets on paper, the exported key, the program `age` and a sealed file."""

from __future__ import annotations

import subprocess
import sys

import pytest

from enquiry_app.command_line import main
from enquiry_app.errors import NotAllowed
from enquiry_app.exchange.sealed.hub_card import HubCard
from enquiry_app.security.recovery_sheets import join_sheets
from tests.fixtures_store import ADMINISTRATOR, PASSWORD
from tests.services.conftest import example


def shell(*words, given: bytes = b"") -> bytes:
    made = subprocess.run([str(word) for word in words], input=given, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    return made.stdout


def sealed_for_itself(desks) -> bytes:
    """An enquiry sealed for a hub whose keys are this very store's: what its exported key has to open."""
    teacher = desks("teacher", kind="partner")
    content, fingerprint = desks("lead").stores.own_card()
    seen = teacher.stores.read(content)
    card = HubCard("another", "Bay Hub", "hub", seen.card.keys, False, "")
    peer = teacher.stores.confirm(card, fingerprint)
    draft = teacher.drafting.start(example("two-children")).enquiry
    sent = teacher.submitting.send(draft.id, draft.version).enquiry
    return teacher.exchange.seal_enquiry(sent.id, peer.id).content


def test_both_sheets_age_and_tar_open_a_sealed_file(desks, template_profile, tmp_path) -> None:
    export = desks("admin").stores.export_identity()
    sheets = template_profile.sheets
    assert export.sheets == sheets.fingerprint
    (tmp_path / "x-identity.age").write_bytes(export.content)
    (tmp_path / export.helper_name).write_bytes(export.helper)
    (tmp_path / "e.enquiry").write_bytes(sealed_for_itself(desks))
    typed = f"{sheets.sheet_one.lower()}\n{sheets.sheet_two}\n".encode()
    recovery = shell(sys.executable, "-I", tmp_path / export.helper_name, given=typed)
    assert recovery.decode().strip() == join_sheets(sheets.sheet_one, sheets.sheet_two).secret
    (tmp_path / "recovery.txt").write_bytes(recovery)
    identity = shell("age", "-d", "-i", tmp_path / "recovery.txt", tmp_path / "x-identity.age")
    (tmp_path / "store.txt").write_bytes(identity)
    inside = shell("age", "-d", "-i", tmp_path / "store.txt", tmp_path / "e.enquiry")
    (tmp_path / "out").mkdir()
    shell("tar", "x", "-C", tmp_path / "out", given=inside)
    assert (tmp_path / "out" / "referral.pdf").read_bytes().startswith(b"%PDF")
    assert "Safeguarding" in (tmp_path / "out" / "referral.txt").read_text()
    assert (tmp_path / "out" / "referral.html").read_text().startswith("<!DOCTYPE html>")


def test_one_sheet_twice_or_of_two_pairs_opens_nothing(desks, template_profile, tmp_path) -> None:
    export = desks("admin").stores.export_identity()
    (tmp_path / export.helper_name).write_bytes(export.helper)
    one, two = template_profile.sheets.sheet_one, template_profile.sheets.sheet_two
    other = two[:2] + ("0" if two[2] != "0" else "1") + two[3:]
    for first, second in ((one, one), (one, other), (one, "short")):
        made = subprocess.run(
            [sys.executable, "-I", str(tmp_path / export.helper_name)], input=f"{first}\n{second}\n".encode(),
            capture_output=True, check=False,
        )  # fmt: skip
        assert (made.returncode, made.stdout) == (1, b"")


def test_the_exported_key_is_sealed_and_nobody_but_the_administrator_exports_it(desks) -> None:
    export = desks("admin").stores.export_identity()
    assert b"AGE-SECRET-KEY" not in export.content
    assert desks("admin").tags()[-1] == "store:identity_exported"
    for who in ("teacher", "lead", "worker", "manager", "checker"):
        with pytest.raises(NotAllowed):
            desks(who).stores.export_identity()


def test_the_command_writes_the_key_and_how_to_use_it(profile, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("ENQUIRY_APP_PROFILE", str(profile.folder))
    monkeypatch.setenv("ENQUIRY_APP_USER", ADMINISTRATOR)
    monkeypatch.setenv("ENQUIRY_APP_PASSWORD", PASSWORD)
    assert main(["store", "identity-export", "--out", str(tmp_path / "school-identity.age")]) == 0
    assert "both together" in capsys.readouterr().out
    assert (tmp_path / "school-identity.age").read_bytes().startswith(b"age-encryption.org/v1")
    assert "age -d -i" in (tmp_path / "open_without_the_app.py").read_text()
