"""Nothing typed is lost: autosave, page changes, a store that fails, two windows on one draft, coming back."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

import ui.form.overtaken
from enquiry_app.enquiry.answers import ItemsChange, ItemsKey
from enquiry_app.errors import StoreUnavailable
from scripts.acting import Writer
from tests.form_screens import CHILD
from ui.form.section_page import SectionPage
from ui.form.task_list_page import TaskListPage


def stored(teacher, writer, question, *items):
    draft = teacher.drafting.open(writer.form.enquiry_id)
    return draft.answers.get(question, items)


def test_what_is_typed_is_in_the_store_without_any_press(qtbot, at_stop, teacher):
    writer = at_stop("worry")
    writer.answer("worry", "She is hungry.")
    qtbot.waitUntil(lambda: not writer.form.editor.unsaved, timeout=5000)
    assert stored(teacher, writer, "worry") == "She is hungry."
    assert writer.form.autosave._line.text.startswith("Saved")


def test_the_wait_begins_with_the_first_key_and_is_under_a_second(at_stop):
    writer = at_stop("worry")
    timer = writer.form.autosave._timer
    box = writer.row("worry").field.field.box
    box.setFocus()
    box.insertPlainText("S")
    assert timer.isActive()
    assert timer.interval() < 1000
    left = timer.remainingTime()
    box.insertPlainText("he")
    assert timer.remainingTime() <= left  # more typing does not put it off


def test_changing_the_page_saves_at_once(at_stop, teacher, settle):
    writer = at_stop("worry")
    writer.answer("worry", "She is hungry.")
    writer.form.show_tasks()
    settle()
    assert stored(teacher, writer, "worry") == "She is hungry."


def test_leaving_takes_the_last_word_of_the_field_in_use(at_stop, teacher):
    writer = at_stop("children", "child_who")
    line = writer.row("child_given_names").field.field.line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Tamsin May")
    assert writer.form.flush()
    assert stored(teacher, writer, "child_given_names", CHILD) == "Tamsin May"


def test_a_store_that_fails_is_said_and_the_words_are_saved_once_it_is_back(qtbot, at_stop, teacher, monkeypatch):
    writer = at_stop("worry")
    autosave = writer.form.autosave
    real = autosave._drafting.save_changes

    def broken(*_):
        raise StoreUnavailable("The store cannot be written at the moment.")

    monkeypatch.setattr(autosave._drafting, "save_changes", broken)
    writer.answer("worry", "She is hungry.")
    assert not writer.form.flush()
    assert autosave._line.text.startswith("Not saved")
    assert writer.form.editor.unsaved
    monkeypatch.setattr(autosave._drafting, "save_changes", real)
    assert writer.form.flush()
    assert stored(teacher, writer, "worry") == "She is hungry."


@pytest.fixture
def two_windows(at_stop, teacher, background, window_of, settle):
    """The same draft in two windows, both at the worry page."""
    first = at_stop("worry")
    first.form.flush()
    window = window_of(teacher)
    window.navigator.show_draft(teacher.drafting.open(first.form.enquiry_id))
    settle()
    page = window.page
    second = Writer(background, lambda: page)
    return first, second


def test_two_windows_bring_their_answers_together(qtbot, two_windows, teacher):
    first, second = two_windows
    first.answer("worry", "She is hungry.")
    assert first.form.flush()
    second.form.editor.set_answer("working_well", (), "Her aunt helps.")
    qtbot.waitUntil(lambda: not second.form.editor.unsaved, timeout=10_000)
    assert stored(teacher, first, "worry") == "She is hungry."
    assert stored(teacher, first, "working_well") == "Her aunt helps."


@pytest.mark.parametrize(("mine", "kept"), [(True, "Mine"), (False, "Theirs")])
def test_where_both_changed_one_answer_the_person_chooses(qtbot, two_windows, teacher, monkeypatch, mine, kept):
    first, second = two_windows
    shown = []

    def ask(_parent, title, text, *_):
        shown.append(f"{title}\n{text}")
        return mine

    monkeypatch.setattr(ui.form.overtaken, "ask", ask)
    first.answer("worry", "Theirs")
    assert first.form.flush()
    second.form.editor.set_answer("worry", (), "Mine")
    qtbot.waitUntil(lambda: bool(shown) and not second.form.editor.unsaved, timeout=10_000)
    assert stored(teacher, first, "worry") == kept
    assert "Theirs" in shown[0]
    assert "Mine" in shown[0]


def test_opening_again_returns_to_the_place(at_stop, teacher, window_of, settle):
    writer = at_stop("children", "child_health_page")
    assert writer.form.flush()
    window = window_of(teacher)
    window.navigator.show_draft(teacher.drafting.open(writer.form.enquiry_id))
    settle()
    assert isinstance(window.page.screen, SectionPage)
    assert window.page.editor.place == f"children|{CHILD}|child_health_page"


def test_a_place_that_is_gone_opens_the_task_list(at_stop, teacher, window_of, settle):
    writer = at_stop("children", "child_health_page")
    assert writer.form.flush()
    editor = writer.form.editor
    draft = teacher.drafting.open(editor.enquiry.id)
    change = ItemsChange(ItemsKey("children", ()), ("c2",))
    teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, (change,), draft.enquiry.place)
    window = window_of(teacher)
    window.navigator.show_draft(teacher.drafting.open(editor.enquiry.id))
    settle()
    assert isinstance(window.page.screen, TaskListPage)
