"""Choices on the form: radio buttons, searchable lists, check boxes, ways not to answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from enquiry_app.enquiry.answers import Absent
from tests.form_screens import CHILD


def value(writer, question, *items):
    return writer.form.editor.answers.get(question, items)


def test_a_radio_button_by_mouse_and_by_keyboard(at_stop):
    writer = at_stop("danger")
    writer.answer("danger_now", "yes")
    assert value(writer, "danger_now") == "yes"
    buttons = writer.row("danger_now").field.field._buttons
    buttons["no"].setFocus()
    QTest.keyClick(buttons["no"], Qt.Key.Key_Space)
    assert value(writer, "danger_now") == "no"


def test_a_long_list_takes_what_was_typed_in_full(at_stop):
    writer = at_stop("children", "child_identity")
    writer.answer("child_ethnicity", "White British")
    assert value(writer, "child_ethnicity", CHILD) == "WBRI"


def test_a_long_list_finds_any_part_of_a_label_and_takes_it_with_enter(at_stop):
    writer = at_stop("children", "child_identity")
    combo = writer.row("child_ethnicity").field.field.combo
    line = combo.lineEdit()
    line.setFocus()
    QTest.keyClicks(line, "white brit")
    popup = combo.completer().popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert value(writer, "child_ethnicity", CHILD) == "WBRI"
    assert line.text() == "White British"


def test_a_long_list_puts_words_it_does_not_have_back(at_stop):
    writer = at_stop("children", "child_identity")
    combo = writer.row("child_ethnicity").field.field.combo
    writer.answer("child_ethnicity", "White British")
    line = combo.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "zzz")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert value(writer, "child_ethnicity", CHILD) == "WBRI"
    assert line.text() == "White British"


def test_none_of_these_clears_the_others_and_the_other_way_round(at_stop):
    writer = at_stop("children", "child_disability_page")
    writer.answer("child_disability", ("HEAR", "VIS"))
    assert value(writer, "child_disability", CHILD) == ("HEAR", "VIS")
    writer.answer("child_disability", ("NONE",))
    assert value(writer, "child_disability", CHILD) == ("NONE",)
    writer.answer("child_disability", ("AUT",))
    assert value(writer, "child_disability", CHILD) == ("AUT",)


def test_not_known_is_an_answer_with_a_reason_and_typing_takes_it_back(at_stop):
    writer = at_stop("children", "child_who")
    writer.answer("child_given_names", ("absent", "not_known"))
    assert value(writer, "child_given_names", CHILD) == Absent("not_known")
    row = writer.row("child_given_names")
    assert row.field.field.line.text() == ""
    writer.answer("child_given_names", "Tamsin")
    assert value(writer, "child_given_names", CHILD) == "Tamsin"
    assert not row.field._chips["not_known"].isChecked()


def test_a_reason_can_be_given_for_not_known(at_stop):
    writer = at_stop("children", "child_disability_page")
    reasoned = [row for row in writer.screen.rows.rows.values() if row.field.question.absence_reason]
    assert reasoned
    question = reasoned[0].field.question.id
    code = reasoned[0].field.question.absences[0]
    writer.answer(question, ("absent", code, "The school nurse may know"))
    assert value(writer, question, CHILD) == Absent(code, "The school nurse may know")


def test_pressing_not_known_again_takes_it_back(at_stop):
    writer = at_stop("children", "child_who")
    for expected in (Absent("not_known"), None):
        writer.answer("child_given_names", ("absent", "not_known"))
        assert value(writer, "child_given_names", CHILD) == expected


def test_a_declaration_is_ticked_and_unticked(at_stop):
    writer = at_stop("referrer", "declaration_page")
    writer.answer("declaration", "yes")
    assert value(writer, "declaration") == "yes"
    writer.answer("declaration", "no")
    assert value(writer, "declaration") is None


def test_a_relationship_is_said_for_each_child(at_stop):
    writer = at_stop("household", "member_who")
    writer.answer("member_relationship", ("Mother", "Mother"))
    relationships = value(writer, "member_relationship", "m1")
    assert set(relationships.values()) == {"PAM"}
    assert set(relationships) == {"c1", "c2"}


def test_which_children_an_event_was_about(at_stop):
    writer = at_stop("chronology")
    writer.answer("chronology", ({"event_date": "3 nov 2026", "event_what": "She fell", "event_children": (CHILD,)},))
    (event,) = writer.form.editor.answers.items_of("chronology")
    assert value(writer, "event_children", event) == (CHILD,)


def test_a_reason_for_another_level_is_found_by_typing(at_stop, family):
    """The list stands above a text box: leaving it by Tab counts as choosing."""
    signs = {"observations": [{"indicator": "BAS3a", "when": "now", "source": "seen", "duration": "3_months"}]}
    answers = family.with_answer("matrix", (CHILD,), signs).with_answer("level_chosen", (CHILD,), "4-S17")
    answers = answers.with_answer(
        "level_rationale", (CHILD,), "It has gone on for a year, and the help given so far did not change it."
    )
    writer = at_stop("matrix", "matrix_level", answers)
    editor = writer.form.editor
    editor.reveal(editor.application.drafting.reveal(editor.enquiry.id, CHILD))
    writer.go_on()
    writer.go_on()
    writer.answer("override_reason", "The history taken together")
    assert value(writer, "override_reason", CHILD) == "cumulative"
