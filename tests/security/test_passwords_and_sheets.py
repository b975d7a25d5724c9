"""Passwords that are guessed first are refused; recovery sheets survive typing and say nothing alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.errors import AppError, PasswordRefused
from enquiry_app.security import passwords
from enquiry_app.security.key_files import new_person_key
from enquiry_app.security.private_files import PRIVATE, write_atomically
from enquiry_app.security.recovery_sheets import ALPHABET, fingerprint_of, join_sheets, split_key
from enquiry_app.security.sign_in_log import SignInLog, delay_after
from tests.fixtures_store import NOON

KEY = new_person_key()


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elevenchars",
        "password1234",
        "Password2026!",
        "Safeguarding1!",
        "p4ssw0rdp4ssw0rd",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "abcdefghijklmnop",
        "qwertyuiop123456",
        "123456789012345",
        "Let me in please",
        "correct horse battery staple",
        "Torbay Council 2026",
        "x" * 300,
        "ada.admin.1234",
        "AdaAdmin12345",
    ],
)
def test_passwords_guessed_first_are_refused(password):
    with pytest.raises(PasswordRefused) as told:
        passwords.check_new_password(password, "ada.admin")
    assert not password or password not in told.value.sentence


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet herons wait",
        "Vq9$kkpW2z-mn",
        "gorse tide lantern",
        "пароль для проверки",
        "adagio under rainclouds",
    ],
)
def test_other_long_passwords_are_taken_as_they_are(password):
    passwords.check_new_password(password, "ada.admin")


def test_sheets_join_in_any_order_and_however_they_are_typed():
    sheets = split_key(KEY)
    assert sheets.fingerprint == fingerprint_of(KEY.public)
    typed = sheets.sheet_one.lower().replace("0", "o").replace("1", "l").replace(" ", "-")
    assert join_sheets(typed, sheets.sheet_two).secret == KEY.secret
    assert join_sheets(sheets.sheet_two, "\n".join(sheets.sheet_one.split())).secret == KEY.secret


@given(st.integers(0, 69), st.sampled_from(ALPHABET))
def test_any_one_slip_in_a_sheet_is_noticed(place, symbol):
    sheets = split_key(KEY)
    plain = sheets.sheet_one.replace(" ", "")
    slipped = plain[:place] + symbol + plain[place + 1 :]
    if slipped == plain:
        return
    with pytest.raises(AppError):
        join_sheets(slipped, sheets.sheet_two)


def test_sheets_of_different_pairs_or_twice_the_same_are_refused():
    one, other = split_key(KEY), split_key(KEY)
    for pair in ((one.sheet_one, other.sheet_two), (one.sheet_one, one.sheet_one), (one.sheet_one, "")):
        with pytest.raises(AppError):
            join_sheets(*pair)


def test_a_sheet_alone_is_as_good_as_random():
    """Every symbol of either sheet takes every value about equally often, whatever the secret is."""
    for number in (1, 2):
        counts = Counter()
        for _ in range(400):
            sheets = split_key(KEY)
            counts.update((sheets.sheet_one, sheets.sheet_two)[number - 1].replace(" ", "")[5:63])
        assert set(counts) == set(ALPHABET)
        assert max(counts.values()) < 1.4 * min(counts.values())


def test_the_delay_grows_and_has_an_end():
    delays = [delay_after(failures) for failures in range(40)]
    assert delays[:7] == [0, 0, 0, 0, 5, 10, 20]
    assert delays == sorted(delays)
    assert delays[-1] == 300


def test_a_clock_put_back_does_not_lock_anybody_out(tmp_path):
    log = SignInLog(tmp_path / "log", PRIVATE)
    for _ in range(5):
        log.note_refusal("ada", NOON)
    assert log.wait_seconds("ada", NOON - dt.timedelta(days=400)) == 10
    assert log.wait_seconds("ada", NOON + dt.timedelta(seconds=10)) == 0
    assert log.wait_seconds("bea", NOON) == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"counts": {"a": 3}, "refused": []}', '{"counts": 1}'])
def test_a_damaged_log_does_not_keep_people_out(tmp_path, content):
    path = tmp_path / "log"
    path.write_text(content)
    assert SignInLog(path, PRIVATE).wait_seconds("a", NOON) == 0
    assert SignInLog(path, PRIVATE).note_refusal("a", NOON) == 0


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_atomically(path, b"old")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_process_with_keys_leaves_no_memory_dump(profile, template_profile):
    import ctypes
    import os
    import resource
    import sys

    if sys.platform != "linux":
        pytest.skip("asked of Linux")
    child = os.fork()
    if child == 0:
        code = 9
        try:
            profile.open_store(template_profile.data_key)[0].close()
            dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE
            code = 0 if (dumpable, resource.getrlimit(resource.RLIMIT_CORE)) == (0, (0, 0)) else 1
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
