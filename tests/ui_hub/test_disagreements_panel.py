"""The disagreements panel as worker and manager use it: raising, the steps in words, going on, settling, taking back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from tests.ui.screen_walking import assert_usable, clipped
from ui.hub.panels.disagreements import DisagreementsPanel

ABOUT = "We see the child's needs at a different level: cold and hungry every Monday."
TRIED = "Two calls on Monday; the facts are agreed, what follows is not."


@pytest.fixture
def enquiry(sent):
    return sent("two-children")


@pytest.fixture
def raised(application_as, enquiry):
    return application_as("teacher").disagreements.raise_(enquiry.id, "threshold", ABOUT)


@pytest.fixture
def look_at(qtbot, application_as, background, enquiry):
    """The panel in a column of this width; it follows its case as the page makes it follow."""
    kept = []

    def make(who: str = "worker", width: int = 460) -> DisagreementsPanel:
        application = application_as(who)
        panel = DisagreementsPanel(application.cases.again(enquiry.id), application, background)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(panel)
        qtbot.addWidget(area)
        kept.append(area)
        area.resize(width, 900)
        area.show()
        qtbot.waitExposed(area)
        area.activateWindow()
        qtbot.waitUntil(area.isActiveWindow)
        panel.newest_wanted.connect(lambda: panel.take_case(application.cases.again(enquiry.id)))
        return panel

    return make


@pytest.fixture
def press(qtbot, settle):
    def click(button) -> None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    return click


def ones(application_as, enquiry):
    return application_as("worker").disagreements.of(enquiry.id)


def words_of(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_raising_begins_neutrally_and_needs_own_words(qtbot, application_as, look_at, enquiry, press):
    panel = look_at()
    press(panel.raise_it)
    press(panel.form.accept)
    assert panel.form.rows["reason"].problem
    panel.form.reason.choose("threshold")
    panel.form.reason.activated.emit(panel.form.reason.currentIndex())
    assert panel.form.about.toPlainText().startswith("We see the child's needs at a different level.")
    press(panel.form.accept)  # the prepared beginning alone says nothing
    assert panel.form.rows["about"].problem
    assert ones(application_as, enquiry) == ()
    panel.form.about.moveCursor(panel.form.about.textCursor().MoveOperation.End)
    qtbot.keyClicks(panel.form.about, "cold and hungry every Monday.")
    panel.form.reason.choose("roles")
    panel.form.reason.activated.emit(panel.form.reason.currentIndex())
    assert panel.form.about.toPlainText().endswith("cold and hungry every Monday.")  # what was typed stays
    press(panel.form.accept)
    (one,) = ones(application_as, enquiry)
    assert (one.reason, one.stage) == ("roles", 1)


def test_a_child_at_risk_is_told_what_happens(application_as, look_at, enquiry, press, qtbot):
    panel = look_at()
    press(panel.raise_it)
    press(panel.form.at_risk)
    assert "ring 999" in panel.form.risk.text()
    assert "stage 3" in panel.form.risk.text()
    panel.form.reason.choose("outcome")
    qtbot.keyClicks(panel.form.about, "Nobody has seen the baby since Friday.")
    press(panel.form.accept)
    (one,) = ones(application_as, enquiry)
    assert (one.stage, one.immediate_risk) == (3, True)
    (card,) = look_at().cards
    assert [step.words for step in card.steps][:2] == [
        "Not used: 1. Between the two practitioners", "Not used: 2. Safeguarding lead and hub manager",
    ]  # fmt: skip


def test_the_stages_stand_as_steps_in_words(look_at, raised):
    panel = look_at()
    assert DisagreementsPanel.badge(panel.case) == "1 open"
    (card,) = panel.cards
    assert card.steps[0].words == "Now: 1. Between the two practitioners, 5 h left"
    assert [step.words.split(":")[0] for step in card.steps[1:]] == ["If it is not settled"] * 3
    assert ABOUT in words_of(card)
    assert "does not replace a complaint" in words_of(panel)


def test_on_to_the_next_stage_by_keyboard(qtbot, application_as, look_at, enquiry, raised, settle):
    card = look_at().cards[0]
    card.next.setFocus()
    qtbot.keyClick(card.next, Qt.Key.Key_Return)
    line = QApplication.focusWidget()
    assert line.text() == "Hub manager"
    line.selectAll()
    qtbot.keyClicks(line, "Manager One")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), TRIED)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    (one,) = ones(application_as, enquiry)
    assert (one.stage, one.with_whom) == (2, "Manager One")
    again = look_at()
    assert again.cards[0].steps[1].words.startswith("Now: 2.")
    assert TRIED in words_of(again.cards[0])


def test_a_conversation_is_recorded_at_its_stage(qtbot, application_as, look_at, enquiry, raised, press):
    card = look_at().cards[0]
    press(card.talk)
    press(card.form.accept)
    assert card.form.rows["with_whom"].problem
    assert card.form.rows["note"].problem
    qtbot.keyClicks(card.form.with_whom, "Teacher One")
    qtbot.keyClicks(card.form.note, TRIED)
    press(card.form.accept)
    (one,) = ones(application_as, enquiry)
    assert (one.stage, one.stages[-1]["note"]) == (1, TRIED)


def test_a_worker_has_no_button_to_settle_and_a_manager_says_what_changed(
    qtbot, application_as, look_at, enquiry, raised, press
):
    assert look_at("worker").cards[0].settle.isHidden()
    card = look_at("manager").cards[0]
    press(card.settle)
    press(card.form.outcome.button("partly"))
    press(card.form.accept)
    assert "What changed" in card.form.rows["changed_for_child"].label.text()
    assert card.form.rows["changed_for_child"].problem
    qtbot.keyClicks(card.form.changed, "The health visitor sees both on Thursday.")
    qtbot.keyClicks(card.form.learning, "Ring on the first day.")
    press(card.form.accept)
    (one,) = ones(application_as, enquiry)
    assert (one.status, one.outcome) == ("settled", "partly")
    panel = look_at()
    assert DisagreementsPanel.badge(panel.case) == ""
    assert "The health visitor sees both on Thursday." in words_of(panel.cards[0])
    assert "Ring on the first day." in words_of(panel.cards[0])


def test_only_who_raised_it_can_take_it_back(qtbot, application_as, look_at, enquiry, press):
    worker = application_as("worker")
    worker.disagreements.raise_(enquiry.id, "roles", ABOUT)
    assert look_at("manager").cards[0].back.isHidden()
    card = look_at("worker").cards[0]
    press(card.back)
    qtbot.keyClicks(card.form.reason, "We agreed who visits on Friday")
    press(card.form.accept)
    assert ones(application_as, enquiry)[0].withdrawn_because == "We agreed who visits on Friday"
    assert "We agreed who visits on Friday" in words_of(look_at().cards[0])


def test_the_prepared_text_is_copied(qtbot, look_at, raised, press):
    from ui.hub.panels.prepared_text import PreparedText

    card = look_at("manager").cards[0]
    first, second = card.findChildren(PreparedText)
    first.copy.click()
    copied = QApplication.clipboard().text()
    assert "stage 1 of 4" in copied
    assert ABOUT in copied
    second.copy.click()
    assert "stage 2 of 4" in QApplication.clipboard().text()
    assert second.copy.text() == "Copied"


def test_the_later_of_two_is_told_and_keeps_the_words(qtbot, application_as, look_at, enquiry, raised, press):
    panel = look_at("worker")
    card = panel.cards[0]
    press(card.talk)
    qtbot.keyClicks(card.form.with_whom, "Teacher One")
    qtbot.keyClicks(card.form.note, TRIED)
    application_as("manager").disagreements.note(
        raised.id, "Teacher One", "They rang me at ten o'clock.", raised.version
    )
    press(card.form.accept)
    assert "Somebody else saved first" in panel.problem.accessibleName()
    assert card.form.note.toPlainText() == TRIED
    press(card.form.accept)
    assert [each["note"] for each in ones(application_as, enquiry)[0].stages] == [
        "",
        "They rang me at ten o'clock.",
        TRIED,
    ]


def test_one_form_at_a_time(qtbot, look_at, raised, press):
    panel = look_at("manager")
    press(panel.raise_it)
    qtbot.keyClicks(panel.form.about, "Half a sentence")
    press(panel.cards[0].settle)
    assert panel.cards[0].form is None
    assert panel.form.about.toPlainText() == "Half a sentence"


@pytest.mark.parametrize("width", [380, 560])
def test_nothing_is_cut_off(qtbot, application_as, look_at, raised, width):
    application_as("lead").disagreements.next_stage(raised.id, "Manager One, hub manager", TRIED, raised.version)
    panel = look_at("manager", width)
    card = panel.cards[0]
    for open_one in (card.open_talk, card.open_next, card.open_settle, panel.open_form):
        open_one()
        qtbot.waitUntil(lambda: clipped(panel) == [])
        assert panel.width() <= panel.parentWidget().width()
        assert_usable(qtbot, panel)
        (panel.form or card.form).left.emit()
