"""Changes after sending, as sentences the Hub reads instead of comparing two documents."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answer_changes import LONGEST_QUOTE, changes_between
from enquiry_app.enquiry.answers import Absent, Answers, FlexDate
from enquiry_app.enquiry.findings import tick
from tests.builders import CHILD, a_child, random_answers, ready_answers, rows

FORM, MATRIX = load_form(), load_matrix()


def told(older: Answers, newer: Answers) -> tuple[str, ...]:
    return changes_between(FORM, MATRIX, older, newer)


BASE = ready_answers()


@pytest.mark.parametrize(
    ("question", "items", "before", "now", "sentence"),
    [
        ("child_school", (CHILD,), "Cliff Road Primary", "Meadfoot School",
         "Robin Example: School or setting changed from “Cliff Road Primary” to “Meadfoot School”."),
        ("child_school", (CHILD,), None, "Meadfoot School",
         "Robin Example: School or setting was added: “Meadfoot School”."),
        ("child_school", (CHILD,), "Meadfoot School", None,
         "Robin Example: School or setting was taken away; it was “Meadfoot School”."),
        ("child_school", (CHILD,), "Meadfoot School", Absent("not_known", "moved"),
         "Robin Example: School or setting changed from “Meadfoot School” to “Not known – moved”."),
        ("danger_now", (), "no", "yes", "Danger right now changed from “No” to “Yes”."),
        ("worry", (), "Hungry.", "Hungry.\nToday a bruise.",
         "What we are worried about: these words were added: “Today a bruise.”"),
        ("worry", (), "Hungry.", "Cold.",
         "What we are worried about was rewritten. It was “Hungry.” It is now “Cold.”"),
        ("child_birth_date", (CHILD,), FlexDate("2017-03-02"), FlexDate("2017-03-12"),
         "Robin Example: Date of birth changed from “2 March 2017” to “12 March 2017”."),
    ],
)  # fmt: skip
def test_one_changed_answer_is_one_sentence(question, items, before, now, sentence) -> None:
    assert told(BASE.with_answer(question, items, before), BASE.with_answer(question, items, now)) == (sentence,)


def test_a_child_that_came_is_named_once_and_its_answers_are_not_told_one_by_one() -> None:
    newer = a_child(BASE, "child-2", child_given_names="Wren", child_school="Meadfoot School")
    assert told(BASE, newer) == ("A child was added: Wren Example.",)
    assert told(newer, BASE) == ("A child was taken out: Wren Example.",)


def test_rows_inside_a_child_say_whose_they_are() -> None:
    newer = rows(BASE, "body_marks", {"mark_where": "Left arm"}, within=(CHILD,))
    (sentence,) = told(BASE, newer)
    assert sentence.startswith("Robin Example: A mark was added: Left arm")


def test_signs_are_told_by_their_words() -> None:
    sign = MATRIX.indicators["BAS2a"]
    newer = BASE.with_answer("matrix", (CHILD,), tick({}, sign))
    assert told(BASE, newer) == (f"Robin Example: Sign added: “{sign.text}”.",)
    seen = BASE.with_answer("matrix", (CHILD,), {"observations": [{"indicator": sign.id, "when": "now"}]})
    assert told(newer, seen) == (f"Robin Example: Sign “{sign.text}”: changed when.",)
    assert told(newer, BASE) == (f"Robin Example: Sign taken away: “{sign.text}”.",)


def test_files_are_told_by_name() -> None:
    file = {"id": "f1", "file_name": "body map.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0"}
    newer = BASE.with_answer("attachments", (), (file,))
    assert told(BASE, newer) == ("A file was added: “body map.pdf”.",)
    assert told(newer, BASE) == ("A file was taken away: “body map.pdf”.",)


def test_that_a_section_is_finished_is_no_news() -> None:
    assert told(BASE.with_answer("worry_finished", (), "no"), BASE.with_answer("worry_finished", (), "yes")) == ()


def test_children_in_another_order_are_said_to_be() -> None:
    both = a_child(BASE, "child-2", child_given_names="Wren")
    turned = both.with_items("children", (), ("child-2", CHILD))
    assert told(both, turned) == ("The children are in another order.",)


def test_a_very_long_answer_is_not_quoted_whole() -> None:
    (sentence,) = told(BASE.with_answer("worry", (), None), BASE.with_answer("worry", (), "word " * 1000))
    assert len(sentence) < LONGEST_QUOTE + 80


def test_a_question_this_form_no_longer_asks_is_passed_over() -> None:
    assert told(BASE, replace(BASE, values={**BASE.values}).with_answer("gone_long_ago", (), "x")) == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_any_two_enquiries_can_be_compared_and_the_same_one_has_not_changed(first: int, second: int) -> None:
    older, newer = random_answers(FORM, Random(first)), random_answers(FORM, Random(second))
    sentences = told(older, newer)
    assert all(sentence.rstrip("”").endswith((".", "!", "?", "…")) for sentence in sentences)
    assert "\n" not in "".join(sentences)
    assert told(older, older) == ()
    assert bool(sentences) or older.items == newer.items
