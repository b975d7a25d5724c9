"""A page in the hand: which record, copy and version it is from, and whether it is as it was made."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.reference import make_reference, read_reference
from enquiry_app.errors import AppError, NotAllowed, NotFound
from tests.fixtures_store import NOON
from tests.services.test_amending import write


def test_a_page_is_known_again_by_reference_number_and_code(teacher, sent):
    made = teacher.documents.referral(sent.id, "own")
    for number, code in enumerate(made.page_codes, start=1):
        verdict = teacher.page_checking.check(sent.reference, number, code)
        assert (verdict.genuine, verdict.newest) == (True, True)
        assert f"page {number} of the agency's own copy of {sent.reference}, version 1" in verdict.words
    assert "document:page_checked" in teacher.tags(sent.id)


def test_slips_in_typing_are_put_right_and_others_said(teacher, sent):
    code = teacher.documents.referral(sent.id, "own").page_codes[0]
    spoken = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert teacher.page_checking.check(sent.reference.lower(), 1, f" {spoken} ").genuine
    with pytest.raises(AppError, match="12 letters and digits"):
        teacher.page_checking.check(sent.reference, 1, code[:-1])
    with pytest.raises(NotFound):
        teacher.page_checking.check(_another(sent.reference), 1, code)


def _another(reference: str) -> str:
    """A sound reference of this store that was never given."""
    return make_reference(read_reference(reference).prefix, 999_999, NOON)


def test_a_code_of_another_page_or_of_none_is_told_apart(teacher, sent):
    first, second = teacher.documents.referral(sent.id, "own").page_codes[:2]
    verdict = teacher.page_checking.check(sent.reference, 1, second)
    assert not verdict.genuine
    assert "belongs to page 2" in verdict.words
    changed = first[:-1] + ("2" if first[-1] != "2" else "3")
    verdict = teacher.page_checking.check(sent.reference, 1, changed)
    assert not verdict.genuine
    assert "No page with this code" in verdict.words


def test_an_older_version_is_genuine_but_overtaken(teacher, sent):
    made = teacher.documents.referral(sent.id, "own")
    teacher.amending.begin(sent.id)
    version = write(teacher, sent.id, "worry_in_short", "It has become worse since.")
    teacher.amending.send(sent.id, version)
    verdict = teacher.page_checking.check(sent.reference, 1, made.page_codes[0])
    assert (verdict.genuine, verdict.newest) == (True, False)
    assert "version 2 is the newest" in verdict.words
    fresh = teacher.documents.referral(sent.id, "own")
    assert teacher.page_checking.check(sent.reference, 1, fresh.page_codes[0]).newest


def test_a_file_is_known_to_the_last_byte_and_only_by_those_who_may(teacher, desks, sent):
    made = teacher.documents.referral(sent.id, "own")
    assert teacher.page_checking.check_file(made.data).genuine
    assert not teacher.page_checking.check_file(made.data[:-2] + b" \n").genuine
    assert not desks("visitor").page_checking.check_file(made.data).genuine
    with pytest.raises((NotFound, NotAllowed)):
        desks("visitor").page_checking.check(sent.reference, 1, made.page_codes[0])
    with pytest.raises(NotAllowed):
        desks("admin").page_checking.check_file(made.data)
