"""Conditions said in words for people who read the form on paper."""

from __future__ import annotations

import pytest

from enquiry_app.definitions.form_definition import Condition
from enquiry_app.definitions.load_form import load_form
from enquiry_app.enquiry.condition_words import condition_words

FACTS = {"unborn=yes": "the child is not yet born"}
URGENT = Condition("is", question="urgent", values=("yes",))
UNBORN = Condition("is", fact="unborn", values=("yes",))
UNSAID = Condition("is", fact="agency_kind", values=("school",))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        (URGENT, "“Urgent today” is Yes"),
        (Condition("is", question="danger_now", values=("absent:not_known",)), "“Danger right now” is Not known"),
        (Condition("any_of", question="child_social_care", values=("now", "past")), "“Known to social care” is Yes, now or In the past"),
        (Condition("answered", question="paper_original"), "“Written on paper by” is answered"),
        (Condition("not", conditions=(Condition("answered", question="child_given_names"),)), "“Given names” is left empty"),
        (Condition("not", conditions=(Condition("is", question="child_born", values=("unborn",)),)), "“Born or unborn” is not Not yet born"),
        (UNBORN, "the child is not yet born"),
        (Condition("any", conditions=(URGENT, UNBORN)), "“Urgent today” is Yes or the child is not yet born"),
        (Condition("all", conditions=(URGENT, UNBORN)), "“Urgent today” is Yes and the child is not yet born"),
    ],
)  # fmt: skip
def test_a_condition_in_words(condition, words):
    assert condition_words(load_form(), condition, FACTS) == words


@pytest.mark.parametrize(
    "condition",
    [
        UNSAID, Condition("all", conditions=(URGENT, UNSAID)), Condition("any", conditions=(UNSAID, URGENT)),
        Condition("not", conditions=(UNBORN,)), Condition("is_not", fact="unborn", values=("yes",)),
        Condition("not", conditions=(Condition("all", conditions=(URGENT,)),)),
    ],
)  # fmt: skip
def test_what_cannot_be_said_whole_is_not_said_at_all(condition):
    assert condition_words(load_form(), condition, FACTS) == ""
