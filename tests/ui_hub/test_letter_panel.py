"""The letter panel as worker and manager use it: composed, typed, saved, previewed, sent, closed, opened again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from enquiry_app.enquiry.deciding_rules import levels_of
from enquiry_app.enquiry.hub_records import ChildDecision
from enquiry_app.services.deciding import DecisionInput, input_of
from tests.ui.screen_walking import assert_usable
from ui.hub.panels import letter as module
from ui.hub.panels.letter import LetterPanel
from ui.widgets.notice_bar import NoticeBar

WHY = "Both children are cold, hungry and missing school; help since May has not lasted and it is getting worse."


class Room:
    """One decided enquiry and the panel of whoever looks."""

    def __init__(self, qtbot, application_as, background, settle, enquiry_id) -> None:
        self.qtbot, self.settle, self.enquiry_id = qtbot, settle, enquiry_id
        self.app, self._background, self._kept = application_as, background, []

    def look(self, who="worker", width=460) -> LetterPanel:
        application = self.app(who)
        panel = LetterPanel(application.cases.again(self.enquiry_id), application, self._background)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(panel)
        self.qtbot.addWidget(area)
        self._kept.append(area)
        area.resize(width, 900)
        area.show()
        self.qtbot.waitExposed(area)
        area.activateWindow()
        self.qtbot.waitUntil(area.isActiveWindow)
        panel.newest_wanted.connect(lambda: panel.take_case(application.cases.again(self.enquiry_id)))
        self.settle()
        return panel

    def click(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def enquiry(self):
        with self.app("worker").store.read() as read:
            return read.enquiry(self.enquiry_id)

    @property
    def letters(self):
        return self.app("worker").letters.of(self.enquiry_id)

    def decide(self, outcome="D5", level="4-S17", **fields):
        with self.app("worker").store.read() as read:
            children = [each.child for each in levels_of(read.sent_version(self.enquiry_id))]
        made = tuple(ChildDecision(child, outcome, level, "N1") for child in children)
        fields = fields or {"assessment_team": "Team 2", "assessment_worker": "Jo Reed"}
        decisions = self.app("worker").decisions
        drafted = decisions.draft(self.enquiry_id, DecisionInput(made, WHY, "The baby.", "yes", "", fields), 0)
        handed = decisions.submit(drafted.id, drafted.version)
        return self.app("manager").decisions.decide(handed.id, handed.version)


@pytest.fixture
def room(qtbot, application_as, background, settle, sent):
    enquiry = sent("two-children")
    triage = application_as("worker").triage
    taken = triage.take(enquiry.id)
    triage.rate(enquiry.id, "green", "The children are safe today", taken.version)
    return Room(qtbot, application_as, background, settle, enquiry.id)


@pytest.fixture
def decided(room):
    room.decide()
    return room


@pytest.fixture
def says_yes(monkeypatch):
    """The person reads what is asked and agrees; what was asked is kept."""
    asked = []

    def answer(_parent, title, text, *_rest, **_more):
        asked.append(f"{title} {text}")
        return True

    monkeypatch.setattr(module, "ask", answer)
    return asked


def shown(panel) -> str:
    return " | ".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())


def test_before_a_decision_it_says_so_and_shows_the_acknowledgement(room) -> None:
    panel = room.look()
    assert panel.editor is None
    assert "Acknowledged" in shown(panel)
    assert LetterPanel.badge(panel.case) == ""


def test_the_letter_is_there_composed_and_saved_as_one_types(decided, qtbot) -> None:
    panel = decided.look()
    assert LetterPanel.badge(panel.case) == "due"
    assert "section 17" in panel.editor.words["outcome"]
    box = panel.editor.rows["ask"].field
    with qtbot.waitSignal(panel._timer.timeout, timeout=10_000):
        qtbot.keyClicks(box, "Ring Jo. ")
    decided.settle()
    assert decided.letters[-1].parts["ask"].startswith("Ring Jo. ")
    assert "Saved at" in panel.saved_words.text()
    assert not panel._unsaved
    qtbot.keyClicks(box, "Today. ")
    assert panel._unsaved
    assert panel.flush()
    assert "Today. " in decided.letters[-1].parts["ask"]
    assert decided.look().editor.words["ask"] == box.toPlainText()


def test_sending_reads_back_whom_it_goes_to_and_then_it_can_be_closed(decided, qtbot, says_yes) -> None:
    panel = decided.look()
    assert "has not been told" in " ".join(panel.closing.sentences)
    assert not panel.closing.button.isVisible()
    qtbot.keyClicks(panel.editor.rows["ask"].field, "Last words. ")
    decided.click(panel.send)
    decided.settle()
    assert panel.editor.letter.addressee in says_yes[0]
    assert "in this app" in says_yes[0]
    letter = decided.letters[-1]
    assert (letter.status, letter.how) == ("sent", "app")
    assert letter.parts["ask"].startswith("Last words. ")
    after = decided.look()
    assert "Not answered yet" in shown(after)
    decided.click(after.closing.button)
    assert decided.enquiry.status == "closed"
    manager = decided.look("manager")
    assert "Closed" in shown(manager)
    manager.reopening.open_up()
    decided.click(manager.reopening.button)
    assert decided.enquiry.status == "closed"
    qtbot.keyClicks(manager.reopening.words, "The father has come back")
    decided.click(manager.reopening.button)
    assert decided.enquiry.status == "in_triage"


def test_not_yet_sends_nothing(decided, monkeypatch) -> None:
    monkeypatch.setattr(module, "ask", lambda *_: False)
    panel = decided.look()
    decided.click(panel.send)
    assert decided.letters[-1].status == "draft"


def test_an_empty_part_is_said_beside_its_box(decided, says_yes) -> None:
    panel = decided.look()
    panel.editor.rows["next"].field.setPlainText("")
    decided.click(panel.send)
    decided.settle()
    assert panel.editor.rows["next"].problem == "“What happens next” is empty"
    assert says_yes == []
    assert QApplication.focusWidget() is panel.editor.rows["next"].field


def test_somebody_named_is_asked_about(decided, says_yes) -> None:
    application = decided.app("worker")
    with application.store.read() as read:
        answers = read.sent_version(decided.enquiry_id).answers
    name = str(answers.get("member_given_names", answers.items_of("household")[:1])).split()[0]
    panel = decided.look()
    panel.editor.rows["ask"].field.setPlainText(f"Please help {name}.")
    decided.click(panel.send)
    decided.settle()
    assert panel.editor.names.isVisible()
    panel.editor.names_allowed.setChecked(True)
    decided.click(panel.send)
    decided.settle()
    assert decided.letters[-1].status == "sent"


def test_another_variant_asks_why(decided, qtbot) -> None:
    panel = decided.look()
    editor = panel.editor
    editor.variant_part.open_up()
    editor.variants.choose("public")
    decided.click(editor.change_variant)
    assert editor.reason_row.problem
    qtbot.keyClicks(editor.reason, "It is the grandmother")
    decided.click(editor.change_variant)
    public = decided.look()
    assert public.editor.variant.code == "public"
    assert "section 17" not in " ".join(public.editor.words.values())


def test_nobody_can_be_told_needs_a_code_and_words(decided, qtbot) -> None:
    panel = decided.look()
    panel.nobody.open_up()
    decided.click(panel.nobody.button)
    assert panel.nobody.reason_row.problem == "Choose why"
    panel.nobody.reason.button("unsafe").click()
    decided.click(panel.nobody.button)
    assert panel.nobody.words_row.problem
    qtbot.keyClicks(panel.nobody.words, "She lives with him and he reads everything")
    assert panel.dirty()
    decided.click(panel.nobody.button)
    assert decided.letters[-1].reason == "unsafe"
    after = decided.look()
    assert "It would put somebody at risk" in shown(after)
    assert after.closing.button.isVisible()


def test_the_later_of_two_writers_keeps_their_words(decided, qtbot) -> None:
    mine, theirs = decided.look(), decided.look("manager")
    theirs.editor.rows["ask"].field.setPlainText("Theirs")
    assert theirs.flush()
    mine.editor.rows["ask"].field.setPlainText("Mine")
    mine.save_words()
    decided.settle()
    assert mine._overtaken.isVisible()
    assert mine.editor.words["ask"] == "Mine"
    assert decided.letters[-1].parts["ask"] == "Theirs"
    assert not mine.flush()
    mine._on_mine()
    decided.settle()
    assert decided.letters[-1].parts["ask"] == "Mine"


def test_a_changed_decision_composes_anew_and_shows_the_earlier_words(decided, clock) -> None:
    panel = decided.look()
    panel.editor.rows["ask"].field.setPlainText("Words about the first decision")
    assert panel.flush()
    panel.parentWidget().setFocus()
    clock.move(minutes=5)
    manager = decided.app("manager").decisions
    (final,) = manager.of(decided.enquiry_id)
    waiting = manager.change(final.id, input_of(final), "The need is another one", final.version)
    decided.app("second").decisions.decide(waiting.id, waiting.version)
    panel.take_case(decided.app("worker").cases.again(decided.enquiry_id))
    decided.settle()
    assert panel.editor.words["ask"] != "Words about the first decision"
    panel.editor.earlier.open_up()
    assert "Words about the first decision" in shown(panel)


def test_told_by_somebody_else_meanwhile_is_said(decided) -> None:
    application = decided.app("worker")
    stale = application.cases.again(decided.enquiry_id)
    draft = application.letters.compose(decided.enquiry_id)
    application.letters.send(draft.id, "app", draft.version)
    panel = decided.look()
    panel.case = stale
    panel._show()
    decided.settle()
    assert panel.editor is None
    assert panel.problem.isVisible()
    assert "has been told" in panel.problem.accessibleName()
    assert "Composing" not in shown(panel)


def test_an_anonymous_enquiry_offers_only_the_reason(decided) -> None:
    letters = decided.app("worker").letters
    draft = letters.compose(decided.enquiry_id)
    letters.choose_variant(draft.id, "anonymous", "Nobody gave a name", draft.version)
    panel = decided.look()
    assert not panel.send.isVisible()
    assert "There is nobody to write to" in [each.accessibleName() for each in panel.findChildren(NoticeBar)]
    panel.nobody.reason.button("anonymous").click()
    decided.click(panel.nobody.button)
    assert decided.letters[-1].kind == "none"


def test_minimal_letters_have_neither_reasons_nor_a_table(room) -> None:
    room.decide("D6", "4-S47", protection_contact="Duty team", protection_phone="01632 960111")
    panel = room.look()
    said = " ".join(panel.editor.words.values())
    assert "cold, hungry" not in said
    assert "Strategy" not in shown(panel) + said
    assert "01632 960111" in said


@pytest.mark.parametrize("width", [380, 560])
def test_it_fits_its_column(decided, qtbot, look, width) -> None:
    for theme in ("light", "dark"):
        look.choose(theme, "standard")
        panel = decided.look(width=width)
        panel.nobody.open_up()
        panel.editor.variant_part.open_up()
        decided.settle()
        assert_usable(qtbot, panel)
        assert panel.width() <= panel.parentWidget().width(), "nothing is cut off at the right"
