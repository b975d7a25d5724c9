"""The tasks panel as people use it: what the signs ask about, adding, finishing, changing, the follow-up."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from enquiry_app.enquiry.hub_records import Task
from enquiry_app.services.doing_tasks import TaskInput
from tests.flagged import with_signs
from tests.ui.screen_walking import assert_usable, clipped
from ui import unsent_words
from ui.hub.panels.tasks import TasksPanel
from ui.widgets.tag import StatusTag

FRIDAY = dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)


@pytest.fixture
def flagged(application_as, example_answers):
    """An enquiry whose signs ask about DASH, FGM and a return interview."""
    application = application_as("teacher")
    draft = application.drafting.start(with_signs(example_answers("two-children"), "DVA3a", "FGM3a", "MIS3b"))
    return application.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry


@pytest.fixture
def look_at(qtbot, application_as, background):
    """The panel of an enquiry in a column of this width; it follows its case as the page makes it follow."""
    kept = []

    def make(enquiry_id: str, who: str = "worker", width: int = 460) -> TasksPanel:
        application = application_as(who)
        panel = TasksPanel(application.cases.again(enquiry_id), application, background)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(panel)
        qtbot.addWidget(area)
        kept.append(area)
        area.resize(width, 800)
        area.show()
        qtbot.waitExposed(area)
        area.activateWindow()
        qtbot.waitUntil(area.isActiveWindow)
        panel.newest_wanted.connect(lambda: panel.take_case(application.cases.again(enquiry_id)))
        return panel

    return make


@pytest.fixture
def press(qtbot, settle):
    def click(button) -> None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    return click


def card_of(panel, flag):
    return next(card for card in panel.proposal_cards if card.proposal.pathway.flag == flag)


def tasks_of(application_as, enquiry_id):
    return application_as("worker").tasks.of(enquiry_id)


def test_an_action_is_added_by_keyboard_alone(qtbot, application_as, look_at, sent, settle):
    enquiry = sent("two-children")
    panel = look_at(enquiry.id)
    panel.add.setFocus()
    qtbot.keyClick(panel.add, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "Visit the family")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "Ines Alder, health visiting")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "27 11 2026")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    (task,) = tasks_of(application_as, enquiry.id)
    assert (task.what, task.who, task.due_at) == ("Visit the family", "Ines Alder, health visiting", FRIDAY)
    assert panel.form is None
    assert QApplication.focusWidget() is panel.add


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(qtbot, application_as, look_at, sent, press):
    enquiry = sent("two-children")
    panel = look_at(enquiry.id)
    press(panel.add)
    qtbot.keyClicks(panel.form.what, "Visit the family")
    press(panel.form.accept)
    assert panel.form.rows["what"].problem == ""
    assert "who" in panel.form.rows["who"].problem.casefold()
    assert "27 November" in panel.form.rows["due"].problem
    assert panel.form.what.toPlainText() == "Visit the family"
    assert QApplication.focusWidget() is panel.form.who
    assert tasks_of(application_as, enquiry.id) == ()


def test_a_span_is_one_press_away(application_as, look_at, sent, press, qtbot):
    panel = look_at(sent("two-children").id)
    press(panel.add)
    press(panel.form.due.chips[0])
    assert panel.form.due.moment() == dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
    assert QApplication.focusWidget() is panel.form.due.line


def test_the_panel_asks_and_a_person_makes_it_a_task(qtbot, application_as, look_at, flagged, press):
    panel = look_at(flagged.id)
    assert {card.proposal.pathway.flag for card in panel.proposal_cards} >= {"DASH", "FGM", "RHI"}
    assert tasks_of(application_as, flagged.id) == ()
    card = card_of(panel, "FGM")
    press(card.take)
    press(card.form.accept)
    assert card.form.rows["variant"].problem == "Answer this first."
    press(card.form.variant.button("known"))
    card.form.who.selectAll()
    qtbot.keyClicks(card.form.who, "A. Teacher, Torview Primary School")
    press(card.form.accept)
    (task,) = tasks_of(application_as, flagged.id)
    assert (task.kind, task.code, task.who) == ("pathway", "FGM", "A. Teacher, Torview Primary School")
    assert task.details == {"variant": "known"}
    again = look_at(flagged.id)
    assert "FGM" not in {each.proposal.pathway.flag for each in again.proposal_cards}
    words = " ".join(label.text() for label in again.cards[0].findChildren(QLabel))
    assert "The duty is personal" in words


def test_not_needed_is_said_with_a_reason_and_can_be_undone(qtbot, application_as, look_at, flagged, press):
    panel = look_at(flagged.id)
    card = card_of(panel, "DASH")
    press(card.refuse)
    press(card.form.accept)
    assert card.form.rows["because"].problem
    qtbot.keyClicks(card.form.reason, "MARAC heard them last week")
    press(card.form.accept)
    (task,) = tasks_of(application_as, flagged.id)
    assert (task.status, task.evidence) == ("dropped", "MARAC heard them last week")
    again = look_at(flagged.id)
    assert TasksPanel.badge(again.case) == ""
    again.more.open_up()
    press(card_of(again, "DASH").take)
    press(card_of(again, "DASH").form.accept)
    assert [each.status for each in tasks_of(application_as, flagged.id)] == ["dropped", "open"]


def test_another_pathway_known_from_somewhere_else(qtbot, application_as, look_at, sent, press):
    enquiry = sent("two-children")
    panel = look_at(enquiry.id)
    assert panel.proposal_cards == []
    panel.more.open_up()
    panel.other.choose("PREV")
    panel.other.activated.emit(panel.other.currentIndex())
    form = panel.proposal_cards[0].form
    form.child.setCurrentIndex(2)
    press(form.accept)
    (task,) = tasks_of(application_as, enquiry.id)
    assert (task.code, task.child) == ("PREV", panel.case.opened.sent.answers.items_of("children")[1])


def test_done_records_what_the_pathway_asks(qtbot, application_as, look_at, flagged, press):
    application_as("worker").tasks.accept(flagged.id, "DASH", "Worker One")
    panel = look_at(flagged.id)
    card = panel.cards[0]
    press(card.done)
    press(card.form.accept)
    assert card.form.rows["result"].problem == "Say what came of it."
    press(card.form.result.button("referred"))
    qtbot.keyClicks(card.form.facts["done_on"], "the day before")
    press(card.form.accept)
    assert "day" in card.form.rows["done_on"].problem
    card.form.facts["done_on"].clear()
    qtbot.keyClicks(card.form.facts["done_on"], "22 11 2026")
    qtbot.keyClicks(card.form.facts["count"], "15")
    qtbot.keyClicks(card.form.on, "today")
    qtbot.keyClicks(card.form.reference, "M-12")
    press(card.form.accept)
    (task,) = tasks_of(application_as, flagged.id)
    assert (task.status, task.result, task.reference, task.on) == ("done", "referred", "M-12", "2026-11-23")
    assert task.details == {"done_on": "2026-11-22", "count": "15"}


def test_the_follow_up_asks_for_evidence_also_after_closing(qtbot, application_as, look_at, sent, press, clock):
    enquiry, worker = sent("two-children"), application_as("worker")
    with worker.store.write() as work:
        made = Task("f", 1, enquiry.id, "follow_up", "", "open", clock.now(), "", due_at=clock.now(), what="Safer?")
        work.add_hub_record(made)
        work.change_enquiry(enquiry.id, version=enquiry.version, at=clock.now(), status="closed")
        work.commit()
    panel = look_at(enquiry.id)
    card = panel.cards[0]
    press(card.done)
    press(card.form.result.button("safer"))
    press(card.form.accept)
    assert card.form.rows["evidence"].problem
    qtbot.keyClicks(card.form.evidence, "Seen alone at school, sleeps and eats")
    press(card.form.accept)
    (task,) = tasks_of(application_as, enquiry.id)
    assert (task.result, task.evidence) == ("safer", "Seen alone at school, sleeps and eats")


def test_a_clock_shows_its_time_and_cannot_be_dropped(application_as, look_at, sent, clock):
    enquiry, worker = sent("two-children"), application_as("worker")
    me = worker.person.id
    with worker.store.write() as work:
        made = Task(
            "c", 1, enquiry.id, "clock", "strategy", "open", clock.now(), "", assigned_to=me, due_at=FRIDAY,
            what="Strategy discussion",
        )  # fmt: skip
        work.add_hub_record(made)
        work.commit()
    card = look_at(enquiry.id).cards[0]
    assert card.drop.isHidden()
    assert "● 4 working days left" in [tag.text() for tag in card.findChildren(StatusTag)]
    assert "Worker One, by 27 November 2026" in [label.text() for label in card.findChildren(QLabel)]


def test_one_form_at_a_time_and_words_stay(qtbot, application_as, look_at, flagged, press):
    panel = look_at(flagged.id)
    press(panel.add)
    qtbot.keyClicks(panel.form.what, "Half a sentence")
    press(card_of(panel, "DASH").take)
    assert card_of(panel, "DASH").form is None
    assert panel.form.what.toPlainText() == "Half a sentence"
    assert QApplication.focusWidget() is panel.form.what
    assert panel.dirty()


def test_the_later_of_two_is_told_and_keeps_the_words(qtbot, application_as, look_at, sent, press):
    enquiry = sent("two-children")
    task = application_as("worker").tasks.add(enquiry.id, "Ring the school", "Worker One", "", FRIDAY)
    panel = look_at(enquiry.id)
    card = panel.cards[0]
    press(card.drop)
    qtbot.keyClicks(card.form.reason, "The school rang us")
    application_as("manager").tasks.change(task.id, TaskInput("Ring the head", "Worker One", FRIDAY), task.version)
    press(card.form.accept)
    assert "Somebody else saved first" in panel.problem.accessibleName()
    assert card.form.reason.toPlainText() == "The school rang us"
    press(card.form.accept)  # the newest is known now
    assert tasks_of(application_as, enquiry.id)[0].status == "dropped"


@pytest.mark.parametrize("width", [380, 560])
def test_nothing_is_cut_off(qtbot, application_as, look_at, flagged, width, press):
    worker = application_as("worker")
    worker.tasks.accept(flagged.id, "RHI", "Return home interview service")
    worker.tasks.add(flagged.id, "Ring the school nurse", "", worker.person.id, FRIDAY)
    panel = look_at(flagged.id, width=width)
    for open_one in (
        panel.cards[0].open_done,
        panel.cards[1].open_change,
        card_of(panel, "FGM").open_accept,
        panel.open_form,
    ):
        open_one()
        qtbot.waitUntil(lambda: clipped(panel) == [])
        assert panel.width() <= panel.parentWidget().width()
        form = panel.form or next(c.form for c in (*panel.cards, *panel.proposal_cards) if c.form)
        assert_usable(qtbot, panel)
        form.left.emit()


def test_words_not_saved_come_back_with_the_panel(qtbot, application_as, look_at, flagged, press):
    panel = look_at(flagged.id)
    press(card_of(panel, "DASH").refuse)
    qtbot.keyClicks(card_of(panel, "DASH").form.reason, "MARAC heard them")
    assert panel.flush()
    again = look_at(flagged.id)
    form = card_of(again, "DASH").form
    assert form.reason.toPlainText() == "MARAC heard them"
    press(form.cancel)
    assert again.flush()
    assert card_of(look_at(flagged.id), "DASH").form is None


def test_an_action_half_typed_comes_back_and_is_forgotten_once_added(qtbot, application_as, look_at, sent, press):
    enquiry = sent("two-children")
    panel = look_at(enquiry.id)
    press(panel.add)
    qtbot.keyClicks(panel.form.what, "Visit the family")
    qtbot.keyClicks(panel.form.who, "Ines Alder")
    panel.flush()
    again = look_at(enquiry.id)
    assert (again.form.what.toPlainText(), again.form.who.text()) == ("Visit the family", "Ines Alder")
    press(again.form.due.chips[1])
    press(again.form.accept)
    assert [task.what for task in tasks_of(application_as, enquiry.id)] == ["Visit the family"]
    assert look_at(enquiry.id).form is None


@pytest.fixture(autouse=True)
def forget_words():
    yield
    unsent_words.forget_all()
