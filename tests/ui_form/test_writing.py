"""Text, dates, addresses, tables and lists of items, written by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from enquiry_app.enquiry.answers import CivilTime, FlexDate, Postal, Typed
from tests.form_screens import BABY, CHILD
from ui.form.items_list_page import ItemsListPage
from ui.form.route import LIST


def value(writer, question, *items):
    return writer.form.editor.answers.get(question, items)


def test_a_long_text_with_lines_and_signs_of_other_keyboards(at_stop):
    writer = at_stop("worry")
    writer.answer("worry", "She is hungry.\nShe said “I make my own tea” – every day.")
    assert value(writer, "worry") == "She is hungry.\nShe said “I make my own tea” – every day."


def test_tab_leaves_a_text_box(at_stop):
    writer = at_stop("worry")
    box = writer.row("worry").field.field.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert not box.hasFocus()
    assert value(writer, "worry") is None


@pytest.mark.parametrize(
    ("typed", "iso"),
    [("3 jan 2019", "2019-01-03"), ("3 11 2019", "2019-11-03"), ("3 November 2019", "2019-11-03")],
)
def test_a_date_as_people_write_it(at_stop, typed, iso):
    writer = at_stop("children", "child_birth")
    writer.answer("child_birth_date", typed)
    assert value(writer, "child_birth_date", CHILD) == FlexDate(iso)


def test_a_year_alone_and_an_estimate(at_stop):
    writer = at_stop("children", "child_birth")
    field = writer.row("child_birth_date").field.field
    writer.write(field.year, "2019")
    writer.click(field.about, 14)
    assert value(writer, "child_birth_date", CHILD) == FlexDate("2019", estimated=True)


def test_a_date_that_cannot_be_read_stays_as_typed_and_is_pointed_out_once(at_stop):
    writer = at_stop("children", "child_birth")
    writer.answer("child_birth_date", "41 jam 2019")
    assert isinstance(value(writer, "child_birth_date", CHILD), Typed)
    before = writer.screen
    writer.press("Continue", before)
    assert writer.screen is before
    assert before.summary.isVisible()
    assert writer.row("child_birth_date").problem
    assert before.summary.isAncestorOf(writer.form.window().focusWidget()) or before.summary.hasFocus()
    before.summary.problem_chosen.emit(next(iter(before.rows.rows)))
    writer.press("Continue", before)
    assert writer.screen is not before


def test_a_problem_goes_away_once_it_is_put_right(at_stop):
    writer = at_stop("children", "child_birth")
    writer.answer("child_birth_date", "41 jam 2019")
    writer.press("Continue", writer.screen)
    row = writer.row("child_birth_date")
    assert row.problem
    writer.answer("child_birth_date", "3 jan 2019")
    writer.form.editor.look_again()
    assert not row.problem


def test_a_time_now_and_a_time_typed(at_stop, clock):
    writer = at_stop("worry", "when_page")
    field = writer.row("known_at").field.field
    writer.press("Now", field)
    assert value(writer, "known_at") == CivilTime("2026-11-23T12:00")
    writer.answer("known_at", "22 nov 2026 15:20")
    assert value(writer, "known_at") == CivilTime("2026-11-22T15:20")


def test_an_address_is_tidied_and_carried_to_the_next_child(at_stop, family):
    writer = at_stop("children", "child_address_page")
    writer.answer("child_address", {"lines": "7 Ropewalk Hill", "postcode": "tq19zz"})
    kept = value(writer, "child_address", CHILD)
    assert kept == Postal("7 Ropewalk Hill", "TQ1 9ZZ", "", kept.kind)
    from ui.form.route import Stop

    writer.form.show_stop(Stop("children", BABY, "child_address_page"))
    writer.settle()
    writer.answer("child_address", {"same_as": "Tamsin Loveridge"})
    assert value(writer, "child_address", BABY) == kept
    assert writer.row("child_address").field.field.postcode.text() == "TQ1 9ZZ"


def test_numbers_are_read_as_written(at_stop):
    writer = at_stop("children", "child_health_page")
    writer.answer("child_nhs_number", "999 000 0018")
    assert value(writer, "child_nhs_number", CHILD) == "9990000018"


def test_rows_of_a_table_are_added_changed_removed_and_brought_back(at_stop):
    writer = at_stop("chronology")
    writer.answer(
        "chronology",
        ({"event_date": "3 nov 2026", "event_what": "She fell"}, {"event_date": "4 nov 2026", "event_what": "Late"}),
    )
    events = writer.form.editor.answers.items_of("chronology")
    assert [value(writer, "event_what", e) for e in events] == ["She fell", "Late"]
    field = writer.row("chronology").field.field
    writer.press("Remove", field)
    assert writer.form.editor.answers.items_of("chronology") == events[1:]
    writer.press("Undo", field)
    assert writer.form.editor.answers.items_of("chronology") == events
    assert value(writer, "event_what", events[0]) == "She fell"


def test_a_child_is_added_removed_and_brought_back(at_stop):
    writer = at_stop("children", LIST, item="")
    assert isinstance(writer.screen, ItemsListPage)
    editor = writer.form.editor
    writer.press("Remove", writer.screen)
    assert editor.answers.items_of("children") == (BABY,)
    writer.press("Undo", writer.screen)
    assert editor.answers.items_of("children") == (CHILD, BABY)
    assert value(writer, "child_given_names", CHILD) == "Tamsin"
    writer.press("Add another child", writer.screen)
    assert len(editor.answers.items_of("children")) == 3
    assert writer.asks("child_given_names")


def test_an_answer_brings_up_and_hides_questions(at_stop):
    writer = at_stop("danger")
    assert not writer.asks("danger_what")
    writer.answer("danger_now", "yes")
    assert writer.asks("danger_what")
    assert writer.screen.notice.isVisible()
    assert "999" in writer.read(writer.screen.notice)
    writer.answer("danger_now", "no")
    assert not writer.asks("danger_what")
