"""The shared widgets, used as a person uses them."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from screen_walking import clipped, spoken_name, unnamed

from ui.widgets.buttons import chip_button, icon_button, link_button, primary_button
from ui.widgets.card import Card
from ui.widgets.character_guide import CharacterGuide
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import clear, column, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.page_frame import PageFrame
from ui.widgets.password_field import PasswordField
from ui.widgets.radio_group import RadioGroup
from ui.widgets.row_button import RowButton
from ui.widgets.search_box import SearchBox
from ui.widgets.status_line import StatusLine
from ui.widgets.tag import StatusTag
from ui.widgets.undo_bar import UndoBar

pytestmark = pytest.mark.usefixtures("look")


def show(qtbot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_a_row_names_and_describes_its_field(qtbot):
    made = show(qtbot, LabelledRow("Family name", QLineEdit(), "As on records", optional=True))
    assert spoken_name(made.field) == "Family name"
    assert made.field.accessibleDescription() == "As on records"
    assert made.label.text() == "Family name (optional)"
    assert made.label.buddy() is made.field


def test_a_problem_is_shown_beside_the_field_and_spoken_first(qtbot):
    made = show(qtbot, LabelledRow("Family name", QLineEdit(), "As on records"))
    made.show_problem("Enter the family name")
    assert made.field.accessibleDescription() == "Enter the family name As on records"
    assert made.field.property("faulty") == "true"
    made.show_problem(None)
    assert made.field.accessibleDescription() == "As on records"
    assert made.problem == ""


def test_combos_and_composites_in_a_row_are_named(qtbot):
    page = QWidget()
    layout = column(page)
    combo = QComboBox()
    combo.addItems(["One", "Two"])
    layout.addWidget(LabelledRow("Ethnicity", combo))
    layout.addWidget(LabelledRow("Password", PasswordField()))
    layout.addWidget(LabelledRow("Safe tonight?", RadioGroup((("yes", "Yes", ""), ("no", "No", "")))))
    show(qtbot, page)
    assert unnamed(page) == []


def test_the_radio_group_tells_only_of_choices_a_person_made(qtbot):
    group = show(qtbot, RadioGroup((("yes", "Yes", ""), ("no", "No", "hint"))))
    told = []
    group.chosen.connect(told.append)
    assert group.code == ""
    group.choose("no")
    assert (group.code, told) == ("no", [])
    group.button("yes").setFocus()
    qtbot.keyClick(group.button("yes"), Qt.Key.Key_Space)
    assert (group.code, told) == ("yes", ["yes"])


def test_each_line_of_the_error_summary_gives_its_key_back(qtbot):
    page = QWidget()
    summary = ErrorSummary()
    column(page).addWidget(summary)
    show(qtbot, page)
    page.activateWindow()
    summary.show_problems([("Enter a name", "name"), ("Enter a date", ("date", 2))])
    qtbot.waitUntil(summary.hasFocus)
    buttons = [button for button in summary.findChildren(QWidget) if button.property("role") == "link"]
    with qtbot.waitSignal(summary.problem_chosen) as heard:
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert heard.args == [("date", 2)]
    summary.show_problems([])
    assert not summary.isVisible()


def test_enter_presses_the_button_that_has_the_focus(qtbot):
    button = show(qtbot, primary_button("Go on"))
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_a_whole_row_can_be_pressed_and_says_what_it_holds(qtbot):
    button = RowButton("e1", "Mia Penrose", "Changed today")
    button.add_end(StatusTag("Draft"), "Draft")
    show(qtbot, button)
    assert spoken_name(button) == "Mia Penrose, Draft"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_rows_keep_their_height_beside_lower_buttons(qtbot):
    page = QWidget()
    layout = column(page)
    for _ in range(3):
        line = row()
        line.addWidget(RowButton("e", "Mia Penrose", "Changed today"), 1)
        line.addWidget(icon_button("delete", "Delete"))
        layout.addLayout(line)
    show(qtbot, page)
    assert clipped(page) == []


def test_a_button_in_a_card_does_not_narrow_the_words_beside_it(qtbot):
    card = Card()
    words = NoticeBar(
        "info", "A title that is somewhat longer than the button", "And a text that is longer still, by far."
    )
    words.add(primary_button("Go"))
    card.add(words)
    card.resize(700, 200)
    show(qtbot, card)
    assert words.width() > 600
    assert clipped(card) == []


def test_the_guide_is_silent_until_three_quarters_and_never_cuts(qtbot):
    guide = CharacterGuide(100)
    show(qtbot, guide)
    guide.show_used(74)
    assert guide.text() == ""
    guide.show_used(75)
    assert guide.text() == "You have 25 characters left"
    guide.show_used(101)
    assert guide.text() == "1 character more than fit"


def test_the_status_line_says_where_the_words_are(qtbot):
    line = show(qtbot, StatusLine())
    line.show_saving()
    assert line.text == "Saving…"
    line.show_saved(dt.datetime(2026, 11, 3, 10, 42, 7, tzinfo=dt.UTC))
    assert line.text == "Saved 10:42:07"
    line.show_not_saved("the disk is full. Free some room.")
    assert line.text == "Not saved – the disk is full. Free some room."
    line.show_nothing()
    assert line.text == ""


def test_the_undo_bar_counts_down_and_gives_back(qtbot):
    bar = UndoBar()
    qtbot.addWidget(bar)
    bar.offer("The draft is deleted.", 10)
    with qtbot.waitSignal(bar.undo_requested):
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_the_search_asks_once_for_quick_typing_and_at_once_on_enter(qtbot):
    box = show(qtbot, SearchBox("Search"))
    asked = []
    box.searched.connect(asked.append)
    qtbot.keyClicks(box, "pen")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["pen"]
    qtbot.keyClicks(box, " rose ")
    qtbot.waitUntil(lambda: asked == ["pen", "pen rose"])


def test_the_password_can_be_shown_and_hidden_again(qtbot):
    field = show(qtbot, PasswordField())
    field.set_accessible("New password", "")
    qtbot.keyClicks(field.box, "correct horse")
    assert field.box.echoMode() == QLineEdit.EchoMode.Password
    button = next(each for each in field.findChildren(QWidget) if each.accessibleName() == "Show new password")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.box.echoMode() == QLineEdit.EchoMode.Normal
    field.clear()
    assert field.text() == ""
    assert field.box.echoMode() == QLineEdit.EchoMode.Password


def test_an_expander_opens_with_the_keyboard(qtbot):
    expander = show(qtbot, Expander("Help with this", "First.\nSecond."))
    inside = expander.body.itemAt(0).widget()
    assert not inside.isVisible()
    expander.button.setFocus()
    qtbot.keyClick(expander.button, Qt.Key.Key_Space)
    assert inside.isVisible()


def test_chips_break_the_line_when_full(qtbot):
    page = QWidget()
    flow = FlowLayout(page)
    chips = [chip_button(f"Choice {number}", page, checkable=True) for number in range(8)]
    for chip in chips:
        flow.addWidget(chip)
    page.resize(260, 300)
    show(qtbot, page)
    assert max(chip.geometry().right() for chip in chips) <= page.width()
    assert len({chip.y() for chip in chips}) > 1


def test_elided_words_are_whole_for_readers_and_in_the_tip(qtbot):
    long = "Unborn baby Tregenza, Kai Tregenza and Lowenna Tregenza-Montgomery"
    label = ElidedLabel(long)
    label.resize(120, 24)
    show(qtbot, label)
    assert label.text().endswith("…")
    assert (label.accessibleName(), label.toolTip()) == (long, long)


def test_what_people_typed_is_never_read_as_markup(qtbot):
    label = show(qtbot, ElidedLabel("<b>Mia</b>"))
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert NoticeBar("info", "<i>x</i>").findChildren(QWidget)


def test_clearing_a_layout_lets_its_widgets_go(qtbot):
    page = QWidget()
    layout = column(page)
    inner = row()
    inner.addWidget(link_button("One"))
    layout.addLayout(inner)
    layout.addWidget(link_button("Two"))
    show(qtbot, page)
    clear(layout)
    qtbot.waitUntil(lambda: not page.findChildren(QWidget))


def test_a_page_keeps_its_text_in_a_readable_column(qtbot):
    page = PageFrame("Title", "Back", "Intro")
    field = page.add(LabelledRow("Name", QLineEdit()))
    page.resize(1400, 700)
    show(qtbot, page)
    assert field.width() <= 760
    with qtbot.waitSignal(page.back_requested):
        page.findChildren(QWidget)
        back = next(each for each in page.findChildren(QWidget) if each.property("role") == "link")
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)


def test_an_icon_button_has_a_name(qtbot):
    button = show(qtbot, icon_button("lock", "Lock the screen"))
    assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name) == "Lock the screen"
