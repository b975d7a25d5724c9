"""The other half: what a school sends goes through the hands of a hub worker, the police and two managers, and the school
hears what was decided, disagrees, is heard, and it is closed. Each acts in a window of their own, on one real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ui import unsent_words
from ui.audit.trail_model import BLOCK
from ui.hub.case_page import CasePage
from ui.widgets.row_cells import CELL_ROLE

pytestmark = pytest.mark.timeout(400)

WHY = "Both children are cold, hungry and missing school; help since May has not lasted and their mother is unwell."

# Made beside the window, or looked at as often as a screen is shown: in the trail, but not at one certain place in it.
LOOKED_AND_MADE = {"Made a document", "Looked at its progress", "Looked whether the child is known"}
TEACHER, LEAD, WORKER, POLICE = "Teacher One", "Lead One", "Worker One", "Checker One"
MANAGER, SECOND = "Manager One", "Second One"
TRAIL = [
    (TEACHER, "Began an enquiry"), (TEACHER, "Asked for sign-off"), (LEAD, "Opened the enquiry"),
    (LEAD, "Previewed the document"), (LEAD, "Signed it off"), (TEACHER, "Sent it"),
    (WORKER, "Opened it at the Hub for the first time"), (WORKER, "The referrer was told that it had arrived"),
    (WORKER, "Counted the enquiries of twelve months"), (WORKER, "Opened the enquiry"),
    (WORKER, "Moved it on: Received → In triage"), (WORKER, "Gave it to somebody"), (WORKER, "Rated it"),
    (WORKER, "Linked an enquiry about the same child or household"), (WORKER, "Asked an agency for a check"),
    (WORKER, "Moved it on: In triage → Information checks"), (POLICE, "Opened a check"),
    (POLICE, "Answered a check"), (POLICE, "Moved it on: Information checks → In triage"),
    (WORKER, "Drafted the decision"), (WORKER, "Moved it on: In triage → Manager decision"),
    (WORKER, "Put the decision to a manager"), (MANAGER, "Opened the enquiry"), (MANAGER, "Decided"),
    (SECOND, "Opened the enquiry"), (SECOND, "Moved it on: Manager decision → Feedback due"),
    (SECOND, "Agreed to the decision as the second person"), (WORKER, "Composed the letter"),
    (WORKER, "Sent the letter"), (TEACHER, "Disagreed"), (MANAGER, "Settled a disagreement"),
    (WORKER, "Moved it on: Feedback due → Closed"), (WORKER, "Added a task"), (WORKER, "Closed it"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_words_left():
    unsent_words.forget_all()
    yield
    unsent_words.forget_all()


class Town:
    """Everybody's windows on one store; `at` gives somebody's, opened when first needed."""

    def __init__(self, qtbot, application_as, window_of, settle) -> None:
        self.qtbot, self._application_as, self._window_of, self._settle = qtbot, application_as, window_of, settle
        self.apps, self.windows = {}, {}

    def app(self, who: str):
        if who not in self.apps:
            self.apps[who] = self._application_as(who)
        return self.apps[who]

    def at(self, who: str):
        if who not in self.windows:
            self.windows[who] = self._window_of(self.app(who), 1440, 900)
        window = self.windows[who]
        window.activateWindow()
        self.settle()
        return window

    def settle(self) -> None:
        for _ in range(3):  # an answer may ask for more
            self._settle()
            QApplication.processEvents()

    def press(self, button) -> None:
        self.qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, box, words: str) -> None:
        box.setFocus()
        self.qtbot.keyClicks(box, words)

    def case(self, who: str, enquiry_id: str, panel: str = ""):
        """The hub's screen of an enquiry as somebody sees it now, at a panel."""
        window = self.at(who)
        if not (isinstance(window.page, CasePage) and window.page.enquiry_id == enquiry_id):
            window.navigator.go("queue")
            self.settle()
            window.page.table.row_opened.emit(enquiry_id)
        else:
            window.page.refresh()
        self.settle()
        if panel:
            window.page.panels.choose(panel)
            self.settle()
        return window.page

    def home(self, who: str):
        window = self.at(who)
        window.navigator.go("home")
        self.settle()
        return window.page

    def follow(self, who: str, enquiry_id: str):
        """The page of a sent enquiry as its agency sees it."""
        window = self.at(who)
        window.navigator.go("home")
        self.settle()
        window.navigator.open_enquiry(enquiry_id)
        self.settle()
        self.qtbot.waitUntil(lambda: "What has happened" in words_of(window.page))
        return window.page

    def trail(self, who: str, reference: str) -> list[tuple[str, str]]:
        """Who did what to an enquiry, oldest first, as the audit trail shows it; a move with from and to."""
        window = self.at(who)
        window.navigator.go("audit")
        self.settle()
        self.type(window.page.search, reference)
        self.qtbot.wait(400)  # typing narrows after a pause
        self.settle()
        model = window.page.model
        self.qtbot.waitUntil(lambda: model.rowCount() > 0 and model.index(0, 2).data() is not None)
        assert model.rowCount() <= BLOCK
        said = []
        for row in reversed(range(model.rowCount())):
            who, what = (model.index(row, column).data(CELL_ROLE) for column in (1, 2))
            said.append((who.text, f"{what.text}: {what.below}" if "→" in what.below else what.text))
        return said

    def tags(self, enquiry_id: str) -> list[str]:
        with self.app("worker").store.read() as read:
            return [event.tag for event in read.events(enquiry_id)]


def words_of(widget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def button(page, words: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.text() == words and each.isVisible())


def tags_shown(page: CasePage) -> list[str]:
    return [page.tags.itemAt(place).widget().text() for place in range(page.tags.count())]


@pytest.fixture
def town(qtbot, application_as, window_of, settle):
    return Town(qtbot, application_as, window_of, settle)


def choose(town, combo, code) -> None:
    combo.setFocus()
    while combo.code != code:
        before = combo.currentIndex()
        town.qtbot.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() > before, code


def test_from_arrival_to_a_decision_the_referrer_hears_about_and_disagrees_with(
    town, clock, example_answers, monkeypatch
):
    asked_before_sending = []
    monkeypatch.setattr(
        "ui.hub.panels.letter.ask", lambda _p, title, text, *_: asked_before_sending.append(text) or True
    )

    # the teacher has written; the lead signs off on her own screen; the teacher sends
    teacher = town.app("teacher")
    earlier = teacher.drafting.start(example_answers("two-children"))
    earlier = teacher.submitting.send(earlier.enquiry.id, earlier.enquiry.version).enquiry
    clock.move(days=3)
    draft = teacher.drafting.start(example_answers("two-children")).enquiry
    teacher.submitting.ask_sign_off(draft.id, town.app("lead").person.id)
    lead = town.at("lead")
    lead.navigator._open_sign_off(draft.id)
    town.settle()
    town.type(lead.page.comment, "Agreed; the picture is clear.")
    town.press(button(lead.page, "Sign off"))
    with teacher.store.read() as read:
        version = read.enquiry(draft.id).version
    enquiry = teacher.submitting.send(draft.id, version).enquiry
    page = town.follow("teacher", enquiry.id)
    assert "Sent to the Hub" in words_of(page)
    assert "Answer due" in words_of(page) or "should answer by" in words_of(page)

    # the hub worker opens it: received, acknowledged; takes it; rates it
    case = town.case("worker", enquiry.id, "triage")
    assert tags_shown(case) == ["8 h left", "Received", "Level 3"]
    assert "letter:acknowledged" in town.tags(enquiry.id)
    clock.move(hours=1, minutes=20)
    town.press(case.take)
    assert tags_shown(case) == ["6 h 40 min left", "In triage", "Level 3"]
    page = town.follow("teacher", enquiry.id)
    assert "The Hub confirmed that it has it" in words_of(page)
    assert "Being looked at by the Hub" in words_of(page)
    case = town.case("worker", enquiry.id, "triage")
    triage = case.panels.panel
    town.press(triage.rating.button("amber"))
    town.press(triage.rate)
    assert tags_shown(case) == ["◆ Amber", "6 h 40 min left", "In triage", "Level 3"]
    assert "Rated amber" in case.history.words

    # known: the earlier enquiry about the same children is found and linked
    known = town.case("worker", enquiry.id, "known").panels.panel
    town.qtbot.waitUntil(lambda: bool(known.cards))
    assert earlier.reference in words_of(known)
    town.press(known.cards[0].buttons["same_child"])
    assert "Linked an enquiry" in case.history.words
    assert town.case("worker", enquiry.id).case.others[0].id == earlier.id

    # the police are asked, with reasons, and answer in their own window
    checks = town.case("worker", enquiry.id, "checks").panels.panel
    town.press(checks.ask)
    form = checks.form
    police = next(block for key, block in form.blocks.items() if block.tick.text().startswith("Bay Police"))
    town.press(police.tick)
    town.type(police.necessity, "They alone hold the calls; we decide today.")
    town.press(form.basis.button("public_task"))
    town.press(form.agreement.button("not_safe"))
    town.type(form.agreement_words, "She would be at risk if he learned of it.")
    town.press(form.send)
    clock.move(hours=2)
    case = town.case("worker", enquiry.id, "checks")
    assert tags_shown(case) == ["◆ Amber", "4 h 40 min left", "Information checks", "Level 3"]  # asking stops no clock
    checker = town.at("checker")
    checker.navigator.go("checks")
    town.settle()
    town.press(checker.page.rows[0])
    asked = checker.page.view
    town.type(asked.form.box, "Two calls in May, both verbal.")
    town.press(asked.form.reliability.button("own_record"))
    town.press(asked.form.may_share.button("no"))
    town.press(asked.send)
    case = town.case("worker", enquiry.id, "checks")
    assert "Two calls in May, both verbal." in words_of(case.panels.panel)
    assert tags_shown(case) == ["◆ Amber", "4 h 40 min left", "In triage", "Level 3"]

    # the worker drafts no further action on an amber rating: the manager decides, a second has to agree
    decision = town.case("worker", enquiry.id, "decision").panels.panel
    for card in decision.editor.cards:
        choose(town, card.level, "2")
        choose(town, card.outcome, "D1")
    again_if = decision.editor.fields.row_of("contact_again_if").field
    town.type(again_if, "the children are left alone again")
    town.type(decision.editor.rationale.field, WHY)
    town.type(decision.editor.siblings.field, "All three were looked at together.")
    town.press(decision.editor.told.button("yes"))
    town.press(decision.main)
    clock.move(hours=29)
    assert tags_shown(town.case("worker", enquiry.id)) == [
        "◆ Amber",
        "overdue since 12:00 today",
        "Manager decision",
        "Level 3",
    ]
    first = town.case("manager", enquiry.id, "decision").panels.panel
    town.press(first.main)
    assert "Manager decision" in tags_shown(town.case("manager", enquiry.id, "decision"))
    assert town.case("manager", enquiry.id, "decision").panels.panel.main is None
    second = town.case("second", enquiry.id, "decision").panels.panel
    town.press(second.main)
    case = town.case("second", enquiry.id)
    assert tags_shown(case) == ["◆ Amber", "2 working days left", "Feedback due", "Level 3"]
    assert {"decision:submitted", "decision:made", "decision:seconded"} <= set(town.tags(enquiry.id))

    # the letter is composed from the decision, looked through, and sent to the referrer by name
    letter = town.case("worker", enquiry.id, "letter").panels.panel
    assert any("has not been told" in sentence for sentence in letter.closing.sentences)
    assert "No further action" in letter.editor.words["outcome"]
    assert "verbal" not in " ".join(letter.editor.words.values())  # what the police said never comes in
    town.press(letter.send)
    assert "It goes to Hannah Whitfield" in asked_before_sending[0]
    page = town.follow("teacher", enquiry.id)
    assert "No further action" in words_of(page)

    # the teacher disagrees; nothing is closed before that is settled
    raising = page.differences.raising
    raising.form.open_up()
    raising.reason.setCurrentIndex(raising.reason.findData("threshold"))
    raising.about.moveCursor(raising.about.textCursor().MoveOperation.End)
    town.type(raising.about, "hungry most days for five weeks, and alone at night.")
    town.press(raising.raise_button)
    assert "You disagree" in words_of(town.follow("teacher", enquiry.id))
    letter = town.case("worker", enquiry.id, "letter").panels.panel
    assert any("disagreement" in sentence for sentence in letter.closing.sentences)
    assert not letter.closing.button.isVisible()
    card = town.case("manager", enquiry.id, "disagreements").panels.panel.cards[0]
    town.press(card.settle)
    town.press(card.form.outcome.button("partly"))
    town.type(card.form.changed, "The health visitor sees both on Thursday.")
    town.press(card.form.accept)
    assert "The health visitor sees both on Thursday." in words_of(town.follow("teacher", enquiry.id))

    # now it can be closed, and the child is asked after in three months
    letter = town.case("worker", enquiry.id, "letter").panels.panel
    assert letter.closing.sentences == [
        "The referrer has been told. In three months somebody looks whether the child is safer."
    ]
    town.press(letter.closing.button)
    case = town.case("worker", enquiry.id)
    assert tags_shown(case) == ["◆ Amber", "Closed", "Level 3"]
    assert "Closed" in words_of(town.follow("teacher", enquiry.id))
    assert {"letter:sent", "disagreement:raised", "disagreement:settled", "check:asked", "check:answered"} <= set(
        town.tags(enquiry.id)
    )
    (later,) = [task for task in town.app("worker").tasks.of(enquiry.id) if task.kind == "follow_up"]
    assert (later.due_at - clock.now()).days in range(85, 97)
    with town.app("worker").store.read() as read:
        assert town.app("worker").store.verify_trail().ok
        assert read.enquiry(enquiry.id).status == "closed"
    said = [line for line in town.trail("manager", enquiry.reference) if line[1] not in LOOKED_AND_MADE]
    assert said == TRAIL
