"""Fixtures for tests of the form's and the matrix's screens: a person writing in a real window on a real store."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.answers import Answers
from scripts.acting import Writer
from tests.ui.conftest import (
    appearance,
    application_as,
    background,
    example_answers,
    look,
    no_garbage_left,
    sent,
    settle,
    window_of,
)  # fmt: skip
from ui.form.form_page import FormPage
from ui.form.route import Stop, stops_of

__all__ = [
    "appearance", "application_as", "at_stop", "background", "example_answers", "family", "look", "no_garbage_left",
    "open_draft", "sent", "settle", "teacher", "window_of", "writing",
]  # fmt: skip

CHILD, BABY, MOTHER = "c1", "c2", "m1"


@pytest.fixture
def family() -> Answers:
    """Two children, the second unborn, and their mother: enough for every screen to have somebody to ask about."""
    answers = Answers().with_items("children", (), (CHILD, BABY)).with_items("household", (), (MOTHER,))
    for question, item, value in (
        ("child_part", CHILD, "subject"), ("child_born", CHILD, "born"), ("child_given_names", CHILD, "Tamsin"),
        ("child_family_name", CHILD, "Loveridge"), ("child_part", BABY, "subject"), ("child_born", BABY, "unborn"),
        ("child_family_name", BABY, "Loveridge"), ("member_given_names", MOTHER, "Jo"),
    ):  # fmt: skip
        answers = answers.with_answer(question, (item,), value)
    return answers


@pytest.fixture
def teacher(application_as):
    """The app as the teacher uses it."""
    return application_as("teacher")


@pytest.fixture
def open_draft(teacher, window_of, background, settle):
    """Opens a new draft with these answers in the form; gives the page."""

    def make(answers: Answers, width: int = 1280, height: int = 860) -> FormPage:
        draft = teacher.drafting.start(answers)
        window = window_of(teacher, width, height)
        window.navigator.show_draft(draft)
        settle()
        return window.page

    return make


@pytest.fixture
def writing(open_draft, background):
    """A person writing in a draft with these answers."""

    def make(answers: Answers, **size: int) -> Writer:
        page = open_draft(answers, **size)
        return Writer(background, lambda: page)

    return make


@pytest.fixture
def at_stop(writing, family):
    """A person writing at one screen of a section: of its first item, if it has items."""

    def make(section: str, page: str = "", answers: Answers | None = None, item: str | None = None) -> Writer:
        writer = writing(family if answers is None else answers)
        editor = writer.form.editor
        known = editor.form.section(section)
        if item is None:
            item = editor.answers.items_of(known.collection)[0] if known.collection else ""
        writer.form.show_stop(Stop(section, item, page) if page else stops_of(editor, known, item)[0])
        writer.settle()
        return writer

    return make
