"""The decision panel as worker and managers use it: typing, tabbing, saving as one types, sending, deciding, changing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from enquiry_app.enquiry.deciding_rules import levels_of
from enquiry_app.enquiry.hub_records import ChildDecision
from enquiry_app.services.deciding import DecisionInput
from tests.ui.screen_walking import assert_usable
from ui.hub.panels.decision import DecisionPanel
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.notice_bar import NoticeBar

WHY = "Both children are cold, hungry and missing school; help since May has not lasted and mother is unwell."


class Room:
    """One enquiry, several people, and the panel of whoever looks."""

    def __init__(self, qtbot, application_as, background, settle, enquiry_id) -> None:
        self.qtbot, self.settle, self.enquiry_id = qtbot, settle, enquiry_id
        self._as, self._background, self._kept = application_as, background, []

    def app(self, who):
        return self._as(who)

    def look(self, who, width=460) -> DecisionPanel:
        application = self.app(who)
        panel = DecisionPanel(application.cases.again(self.enquiry_id), application, self._background)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(panel)
        self.qtbot.addWidget(area)
        self._kept.append(area)
        area.resize(width, 800)
        area.show()
        self.qtbot.waitExposed(area)
        area.activateWindow()
        self.qtbot.waitUntil(area.isActiveWindow)
        panel.newest_wanted.connect(lambda: panel.take_case(application.cases.again(self.enquiry_id)))
        return panel

    @property
    def decisions(self):
        return self.app("worker").decisions.of(self.enquiry_id)

    def status(self):
        with self.app("worker").store.read() as read:
            return read.enquiry(self.enquiry_id).status

    def click(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def wanted(self, outcome="D5", level="4-S17", need="N1", **details) -> DecisionInput:
        with self.app("worker").store.read() as read:
            children = [each.child for each in levels_of(read.sent_version(self.enquiry_id))]
        made = tuple(ChildDecision(child, outcome, level, need) for child in children)
        fields = {"assessment_team": "Team 2", "assessment_worker": "Jo Reed", **details}
        return DecisionInput(made, WHY, "The baby too.", "yes", "", fields)

    def submitted(self, **given):
        decisions = self.app("worker").decisions
        drafted = decisions.draft(self.enquiry_id, self.wanted(**given), 0)
        return decisions.submit(drafted.id, drafted.version)

    def final(self):
        handed = self.submitted()
        return self.app("manager").decisions.decide(handed.id, handed.version)


@pytest.fixture
def room(qtbot, application_as, background, settle, sent):
    enquiry = sent("two-children")
    triage = application_as("worker").triage
    taken = triage.take(enquiry.id)
    triage.rate(enquiry.id, "green", "The children are safe today", taken.version)
    return Room(qtbot, application_as, background, settle, enquiry.id)


def choose(room, combo, code) -> None:
    """Choose with the keyboard as a person does: arrow keys in the closed list."""
    combo.setFocus()
    while combo.code != code:
        before = combo.currentIndex()
        room.qtbot.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() > before, code


def notices(panel) -> str:
    shown = [each for each in panel.findChildren(NoticeBar) if each.isVisible()]
    return " | ".join(f"{each.accessibleName()}: {each.accessibleDescription()}" for each in shown)


def test_a_whole_decision_by_keyboard_alone(room, qtbot) -> None:
    panel = room.look("worker", 380)
    editor = panel.editor
    first = editor.cards[0]
    assert panel.first_focus() is first.level
    choose(room, first.level, "4-S17")
    qtbot.keyClick(first.level, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is first.outcome
    choose(room, first.outcome, "D5")
    qtbot.keyClick(first.outcome, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is first.need
    choose(room, first.need, "N1")
    editor.same.setFocus()
    qtbot.keyClick(editor.same, Qt.Key.Key_Return)
    assert {card.decision.outcome for card in editor.cards} == {"D5"}
    for field, words in (("assessment_team", "Team 2"), ("assessment_worker", "Jo Reed")):
        qtbot.keyClicks(editor.fields.row_of(field).field, words)
    qtbot.keyClicks(editor.rationale.field, WHY)
    assert editor.count.text() == "Long enough"
    qtbot.keyClick(editor.rationale.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is editor.siblings.field
    qtbot.keyClicks(editor.siblings.field, "The baby too.")
    qtbot.keyClick(editor.siblings.field, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    panel.main.setFocus()
    qtbot.keyClick(panel.main, Qt.Key.Key_Return)
    room.settle()
    (made,) = room.decisions
    assert room.status() == "manager_decision"
    assert (made.outcome, made.level, made.rationale, made.family_told) == ("D5", "4-S17", WHY, "yes")
    assert {each.primary_need for each in made.children} == {"N1"}


def test_what_is_typed_is_saved_when_one_stops_and_nothing_jumps(room, qtbot) -> None:
    panel = room.look("worker")
    with qtbot.waitSignal(panel._timer.timeout, timeout=10_000):
        qtbot.keyClicks(panel.editor.rationale.field, "Seen by the school")
    room.settle()
    (draft,) = room.decisions
    assert draft.rationale == "Seen by the school"
    assert "Draft saved" in panel.saved_words.text()
    qtbot.keyClicks(panel.editor.rationale.field, " and more")
    assert panel.dirty()
    assert panel.flush()
    assert room.decisions[0].rationale == "Seen by the school and more"
    again = room.look("worker")
    assert again.editor.rationale.field.toPlainText() == "Seen by the school and more"


def test_everything_missing_is_listed_and_a_line_leads_to_its_field(room, qtbot) -> None:
    panel = room.look("worker", 380)
    room.click(panel.main)
    summary = panel.editor.summary
    assert summary.isVisible()
    assert QApplication.focusWidget() is summary
    assert "Amira Pengelly-Khan: Choose the Hub's level" in summary.accessibleDescription()
    line = next(b for b in summary.findChildren(QWidget) if "Write the rationale" in b.accessibleName())
    room.click(line)
    assert QApplication.focusWidget() is panel.editor.rationale.field
    assert panel.editor.rationale.problem.startswith("Write the rationale")
    assert room.decisions == ()
    assert panel.minimumSizeHint().width() <= 380


def test_fields_follow_the_outcome_and_keep_what_was_typed(room, qtbot) -> None:
    panel = room.look("worker")
    editor, card = panel.editor, panel.editor.cards[0]
    choose(room, card.outcome, "D3")
    help_by = editor.fields.row_of("help_by")
    assert help_by.isVisible()
    help_by.field.setFocus()
    qtbot.keyClicks(help_by.field, "30/11/26")
    qtbot.keyClick(help_by.field, Qt.Key.Key_Tab)
    assert help_by.field.text() == "30 November 2026"
    assert editor.wanted.details["help_by"] == "2026-11-30"
    choose(room, card.outcome, "D6")
    assert not help_by.isVisible()
    assert card.need_row.isVisible()
    assert editor.fields.row_of("protection_phone").isVisible()
    assert editor.wanted.details["help_by"] == "2026-11-30"


def test_what_the_referrer_will_be_told_stands_beside_the_decision(room, qtbot) -> None:
    panel = room.look("worker")
    panel.editor.show_input(room.wanted())
    panel.editor.edited.emit()
    told = words_of(panel.told)
    assert "A social work assessment under section 17" in told
    assert "28 January 2027" in told
    choose(room, panel.editor.cards[0].outcome, "D6")
    told = words_of(panel.told)
    assert "acting on this together with other agencies" in told
    assert "section 17" not in told


def test_the_three_levels_stand_side_by_side_and_differences_are_said(room) -> None:
    panel = room.look("worker")
    card = panel.editor.cards[0]
    choose(room, card.level, "2")
    assert card.three.hub.text() == "Level 2"
    assert card.three.difference.text() == "Lower than the referrer chose · Lower than the matrix suggests"


def test_what_happens_next_is_said_before_the_button_is_pressed(room) -> None:
    triage = room.app("worker").triage
    with room.app("worker").store.read() as read:
        version = read.enquiry(room.enquiry_id).version
    triage.rate(room.enquiry_id, "amber", "New facts from the midwife", version)
    panel = room.look("worker")
    assert panel.next.accessibleDescription() == "Goes to a manager."
    for card in panel.editor.cards:
        choose(room, card.outcome, "D1")
    assert "A second manager has to agree because it is rated amber" in panel.next.accessibleDescription()


def test_whoever_decides_is_told_who_has_not_answered_yet(room) -> None:
    room.app("worker").conversation.ask(room.enquiry_id, "Has the health visitor seen the baby since May?")
    panel = room.look("worker")
    assert "Not answered yet: the referrer." in panel.next.accessibleDescription()


def test_a_manager_decides_and_a_worker_may_only_read_meanwhile(room) -> None:
    room.submitted()
    waiting = room.look("worker")
    assert waiting.editor is None
    assert "A manager has this decision now" in notices(waiting)
    panel = room.look("manager")
    assert panel.main.text() == "Decide"
    assert panel.next.accessibleDescription() == "Counts at once. Then the referrer has to be told."
    room.click(panel.main)
    assert room.status() == "feedback_due"
    read = room.look("worker")
    assert read.editor is None
    assert read.main is None
    assert "Decided by Manager One" in words_of(read)


def words_of(panel) -> str:
    QApplication.processEvents()  # what was just added is shown, what was taken away is gone
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if not label.isHidden())


def test_a_manager_gives_it_back_with_words(room, qtbot) -> None:
    room.submitted()
    panel = room.look("manager")
    panel.back_part.open_up()
    room.click(panel.back)
    assert panel.back_row.problem
    qtbot.keyClicks(panel.back_words, "Ask the midwife first, then decide")
    room.click(panel.back)
    assert room.status() == "in_triage"
    assert "Given back by Manager One: Ask the midwife first" in notices(room.look("worker"))


def test_the_first_manager_cannot_agree_and_the_second_can(room) -> None:
    room.submitted()
    first = room.look("manager")
    room.click(first.ask)
    assert room.decisions[0].status == "awaiting_second"
    own = room.look("manager")
    assert own.main is None
    assert "Another manager has to agree" in notices(own)
    second = room.look("second")
    assert second.main.text() == "Agree"
    room.click(second.main)
    assert room.decisions[0].status == "final"


def test_a_decision_that_was_made_is_changed_and_both_are_shown(room, qtbot) -> None:
    room.final()
    panel = room.look("second")
    room.click(panel.main)
    editor = panel.editor
    assert editor.rationale.field.toPlainText() == WHY
    room.click(panel.main)
    assert [p.field for p in _shown_problems(editor)] == ["because"]
    qtbot.keyClicks(editor.because.field, "The police have told us more")
    for card in editor.cards:
        choose(room, card.level, "4-S47")
        choose(room, card.outcome, "D6")
    qtbot.keyClicks(editor.fields.row_of("protection_contact").field, "Duty team")
    qtbot.keyClicks(editor.fields.row_of("protection_phone").field, "01632 960111")
    room.click(panel.main)
    assert [each.status for each in room.decisions] == ["final", "awaiting_second"]
    agreed = room.look("manager")
    room.click(agreed.main)
    assert [each.status for each in room.decisions] == ["replaced", "final"]
    both = words_of(room.look("worker"))
    assert "Strategy discussion" in both
    assert "Assessment as a child in need" in both
    assert "The police have told us more" in both


def _shown_problems(editor):
    from enquiry_app.enquiry.deciding_rules import DecisionProblem

    rows = {"because": editor.because, "rationale": editor.rationale, "siblings": editor.siblings}
    return [DecisionProblem(name, row.problem) for name, row in rows.items() if row.problem]


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_of_two_writers_the_later_chooses_and_loses_nothing_unasked(room, qtbot, keep) -> None:
    panel = room.look("worker")
    qtbot.keyClicks(panel.editor.siblings.field, "None known")
    assert panel.flush()
    other = room.app("manager").decisions
    other.draft(room.enquiry_id, DecisionInput(siblings="A cousin"), room.decisions[0].version)
    qtbot.keyClicks(panel.editor.siblings.field, " to us")
    panel.save_draft()
    room.settle()
    qtbot.waitUntil(lambda: "Somebody else changed this decision" in notices(panel))
    assert panel.editor.siblings.field.toPlainText() == "None known to us"
    assert room.decisions[0].siblings == "A cousin"
    button = next(b for b in panel._overtaken.findChildren(QWidget) if b.property("role") == "secondary" and
                  ("mine" in b.text()) == (keep == "mine"))  # fmt: skip
    room.click(button)
    expected = "None known to us" if keep == "mine" else "A cousin"
    assert room.decisions[0].siblings == expected
    assert panel.editor.siblings.field.toPlainText() == expected


def test_a_submission_by_somebody_else_meanwhile_is_seen(room, qtbot) -> None:
    panel = room.look("worker")
    room.submitted()
    panel.take_case(room.app("worker").cases.again(room.enquiry_id))
    assert panel.editor is None
    qtbot.waitUntil(lambda: "A manager has this decision now" in notices(panel))


def test_scrolling_past_a_list_never_changes_it(room, qtbot) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    combo = room.look("worker").editor.cards[0].level
    down = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, down)
    assert combo.code == ""
    assert not down.isAccepted()


def test_a_word_without_end_breaks_and_widens_nothing(room) -> None:
    room.submitted(assessment_worker="x" * 300)
    assert room.look("worker", 380).minimumSizeHint().width() <= 380


@pytest.mark.parametrize("width", [380, 560])
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_the_panel_is_usable_at_every_width(room, qtbot, who, width) -> None:
    room.submitted()
    panel = room.look(who, width)
    assert panel.minimumSizeHint().width() <= width
    assert_usable(qtbot, panel)


def test_every_row_of_the_editor_says_what_it_is(room) -> None:
    panel = room.look("worker")
    for row in panel.editor.findChildren(LabelledRow):
        assert row.field.accessibleName()


@pytest.fixture
def page_of(room, application_as, window_of, settle):
    """The whole screen of the enquiry, at the tab of the decision."""

    def make(who, width=1440, height=900):
        window = window_of(application_as(who), width, height)
        window.page.table.row_opened.emit(room.enquiry_id)
        settle()
        window.page.panels.choose("decision")
        return window.page

    return make


def test_looking_again_takes_no_word_and_no_place_from_whoever_writes(room, qtbot, page_of, settle) -> None:
    page = page_of("worker")
    panel = page.panels.panel
    box = panel.editor.rationale.field
    box.setFocus()
    qtbot.keyClicks(box, "Typed while")
    panel.save_draft()
    settle()
    page.refresh()
    settle()
    assert page.panels.panel is panel
    assert QApplication.focusWidget() is box
    qtbot.keyClicks(box, " looking")
    assert page.flush()
    assert room.decisions[0].rationale == "Typed while looking"


def test_sending_it_shows_the_new_state_of_the_whole_page(room, qtbot, page_of, settle) -> None:
    page = page_of("worker")
    editor = page.panels.panel.editor
    editor.show_input(room.wanted())
    room.click(page.panels.panel.main)
    settle()
    assert page.panels.panel.editor is None
    assert page.panels.tab("decision").text() == "Decision  to decide"
    assert "Drafted the decision" in page.history.words


@pytest.mark.parametrize("size", ["large", "largest"])
def test_large_letters_fit_the_narrowest_column(room, look, size) -> None:
    look.choose("dark", size)
    panel = room.look("worker", 380)
    panel.editor.show_input(room.wanted("D7", "4-S47"))
    room.click(panel.main)
    assert panel.editor.summary.isVisible()
    assert panel.minimumSizeHint().width() <= 366  # beside a scroll bar
