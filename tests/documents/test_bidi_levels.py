"""Reading direction, against an independent implementation of the same standard."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import example, given
from hypothesis import strategies as st

from enquiry_app.documents.bidi_levels import base_level, levels_of, mirrored, visual_runs

_LETTERS = "abZé אבגמرحñ"
_SIGNS = "019٣()[]«».,:/-+%£ \"'!–\u05b0\u0651"


def seen(text: str, mirror: bool = False) -> str:
    """The characters from left to right as they stand on the page."""
    base, levels = base_level(text), levels_of(text)
    pieces = []
    for start, end, level in visual_runs(text, levels, base):
        piece = text[start:end]
        turned = "".join(mirrored(c) for c in reversed(piece)) if mirror else piece[::-1]
        pieces.append(turned if level % 2 else piece)
    return "".join(pieces)


@given(st.text(alphabet=_LETTERS + _SIGNS, max_size=40))
@example("אב told (Year 3) גד on 3 N.")
@example("(قالت [مرحبا] 12/3/2026, 50%)")
def test_order_is_that_of_the_standard(text):
    assert seen(text) == get_display(text, base_dir="R" if base_level(text) else "L")


@given(st.text(alphabet=_LETTERS + _SIGNS + "\u200d\u200c", max_size=40))
def test_every_character_is_in_one_run(text):
    runs = visual_runs(text, levels_of(text), base_level(text))
    assert sorted(place for start, end, _ in runs for place in range(start, end)) == list(range(len(text)))


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("Amira (אב) said", "Amira (בא) said"),
        ("אב (בת 9).", ".(9 תב) בא"),
        ("אב told Miss Dawe (Year 3) גד", "בא told Miss Dawe (Year 3) דג"),
        ("אבגדהו Year (3) גד", "דג Year (3) והדגבא"),
        ("50% of אב", "50% of בא"),
    ],
)
def test_brackets_and_numbers_stand_right(text, on_paper):
    assert seen(text, mirror=True) == on_paper


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("12 (אב) then english", 0),
        ("Amira אב גד הו זח", 1),
        ("ab אב", 0),
        ("אב ab", 1),
        ("12 …", 0),
        ("", 0),
    ],
)
def test_most_letters_decide_the_direction_of_a_paragraph(text, level):
    assert base_level(text) == level
