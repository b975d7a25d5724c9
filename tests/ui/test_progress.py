"""Following a sent enquiry through the screen: whose turn it is, answering, silence, changing, disagreeing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from screen_walking import assert_usable

from enquiry_app.enquiry.answers import Address, Change
from tests.builders import urgent_answers
from ui import unsent_words
from ui.form.form_page import FormPage
from ui.form.review_page import ReviewPage
from ui.home.amendment_page import AmendmentPage
from ui.home.home_page import HomePage
from ui.home.progress_page import ProgressPage


@pytest.fixture(autouse=True)
def no_words_left():
    unsent_words.forget_all()
    yield
    unsent_words.forget_all()


def click(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def words_of(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


@pytest.fixture
def enquiry(application_as, example_answers):
    """The two-child example, sent by the teacher, not urgent."""
    teacher = application_as("teacher")
    draft = teacher.drafting.start(example_answers("two-children"))
    return teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry


@pytest.fixture
def asked(application_as, enquiry, clock):
    """The Hub took it and asked a question."""
    worker = application_as("worker")
    clock.move(minutes=30)
    worker.queue.open(enquiry.id)
    worker.triage.take(enquiry.id)
    return worker.conversation.ask(enquiry.id, "Which school does she go to now?")


@pytest.fixture
def open_progress(qtbot, application_as, window_of, settle):
    """Opens the first row of one of home's lists."""

    def go(which: str = "with_hub", who: str = "teacher"):
        window = window_of(application_as(who))
        if who == "lead":
            window.page.whole_agency.setChecked(True)
            settle()
        click(qtbot, getattr(window.page, which).rows()[0])
        settle()
        qtbot.waitUntil(lambda: isinstance(window.page, ProgressPage))
        settle()
        qtbot.waitUntil(lambda: "What has happened" in words_of(window.page))
        return window

    return go


def test_home_says_whose_turn_it_is_and_what_is_new(qtbot, application_as, window_of, asked):
    page = window_of(application_as("teacher")).page
    assert not page.with_hub.rows()
    (row,) = page.your_turn.rows()
    assert "question from the hub" in row.accessibleName()
    assert "answer by" in row.caption.whole_text()
    assert_usable(qtbot, page)


def test_home_marks_what_is_overdue(application_as, window_of, enquiry, clock):
    clock.move(days=2)
    (row,) = window_of(application_as("teacher")).page.with_hub.rows()
    assert "overdue" in row.accessibleName()
    assert row.caption.whole_text().startswith("Overdue: an answer was due by")


def test_what_is_late_stands_first_and_a_change_begun_is_not_forgotten(
    qtbot, application_as, window_of, example_answers, clock
):  # fmt: skip
    teacher = application_as("teacher")
    sent = []
    for days in (0, 2):
        clock.move(days=days)
        draft = teacher.drafting.start(example_answers("two-children"))
        sent.append(teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry.id)
    teacher.amending.begin(sent[1])
    page = window_of(teacher).page
    assert [row.key for row in page.with_hub.rows()] == sent
    assert "overdue" in page.with_hub.rows()[0].accessibleName()
    assert "change not sent" in page.with_hub.rows()[1].accessibleName()


def test_a_question_is_answered_and_the_hub_has_it(qtbot, open_progress, asked, settle, application_as):
    window = open_progress("your_turn")
    page = window.page
    assert "Which school does she go to now?" in words_of(page)
    assert_usable(qtbot, window)
    (part,) = page._questions
    click(qtbot, part.button)
    assert "Write the answer first" in part.row.problem
    qtbot.keyClicks(part.box, "Meadfoot School.")
    click(qtbot, part.button)
    settle()
    qtbot.waitUntil(lambda: not page._questions)
    messages = application_as("worker").conversation.of(asked.enquiry_id)
    assert [(m.kind, m.text, m.answers) for m in messages][1:] == [("answer", "Meadfoot School.", asked.id)]
    assert application_as("teacher").progress.mine()[0].enquiry.status == "in_triage"
    assert "Meadfoot School." in words_of(page)


def test_words_typed_and_not_sent_are_there_again(qtbot, open_progress, asked, settle):
    window = open_progress("your_turn")
    qtbot.keyClicks(window.page._questions[0].box, "Half an ans")
    qtbot.keyClicks(window.page.information.box, "News")
    window.close_page()
    settle()
    click(qtbot, window.page.your_turn.rows()[0])
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, ProgressPage) and bool(window.page._questions))
    assert window.page._questions[0].text == "Half an ans"
    assert window.page.information.text == "News"


def test_information_is_added(qtbot, open_progress, enquiry, settle, application_as):
    page = open_progress().page
    click(qtbot, page.information.button)
    assert page.information.row.problem
    qtbot.keyClicks(page.information.box, "Grandmother has taken both children home.")
    click(qtbot, page.information.button)
    settle()
    qtbot.waitUntil(lambda: page.information.text == "")
    (message,) = application_as("worker").conversation.of(enquiry.id)
    assert (message.kind, message.text) == ("information", "Grandmother has taken both children home.")
    qtbot.waitUntil(lambda: "Information added" in words_of(page))


def test_silence_has_its_text_to_copy_and_is_recorded(qtbot, open_progress, enquiry, clock, settle, application_as):
    clock.move(days=2)
    window = open_progress()
    page = window.page
    assert "The Hub should have answered by" in words_of(page)
    assert_usable(qtbot, window)
    silence = next(part for part in page.findChildren(QWidget) if hasattr(part, "chased"))
    assert enquiry.reference in silence.text_box.toPlainText()
    copy = next(b for b in silence.findChildren(QWidget) if b.accessibleName() == "Copy the text")
    click(qtbot, copy)
    assert QGuiApplication.clipboard().text() == silence.text_box.toPlainText()
    click(qtbot, silence.record)
    settle()
    qtbot.waitUntil(lambda: "Asked what has happened" in words_of(page))
    (message,) = application_as("worker").conversation.of(enquiry.id)
    assert message.kind == "chase"
    assert enquiry.reference in message.text


def test_the_clock_on_the_page_goes_on(open_progress, enquiry, clock):
    page = open_progress().page
    assert "left" in page.clock.accessibleName()
    clock.move(days=2)
    page._tick.timeout.emit()
    assert "should have answered" in page.clock.accessibleName()
    assert page.clock.kind == "danger"


def change_answer(window, settle, question: str, value: str) -> None:
    """As typing does, through the editor of the form on screen."""
    window.page.editor.set_answer(question, (), value)
    assert window.page.flush()
    settle()


def test_what_was_sent_is_changed_looked_through_and_sent(
    qtbot, open_progress, enquiry, settle, application_as
):  # fmt: skip
    window = open_progress()
    click(qtbot, window.page.change)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    form = window.page
    assert "The Hub sees what was sent before" in words_of(form)
    assert not form.screen.urgent_button.isVisible()
    assert not form.screen.not_referred_button.isVisible()
    change_answer(window, settle, "worry_in_short", "A new bruise was seen this morning.")
    form.show_review()
    assert isinstance(form.screen, ReviewPage)
    qtbot.waitUntil(lambda: form.screen.complete, timeout=30_000)
    assert form.screen.send_button.text() == "Look through the changes"
    click(qtbot, form.screen.send_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(form.screen, AmendmentPage))
    assert "A new bruise was seen this morning." in words_of(form.screen)
    assert_usable(qtbot, window)
    click(qtbot, form.screen.send_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, ProgressPage))
    settle()
    qtbot.waitUntil(lambda: "A change was sent: version 2" in words_of(window.page))
    opened = application_as("worker").queue.open(enquiry.id)
    assert opened.sent.number == 2
    assert opened.sent.answers.get("worry_in_short") == "A new bruise was seen this morning."


def test_a_change_begun_is_said_and_can_be_thrown_away(
    qtbot, open_progress, enquiry, settle, application_as, monkeypatch
):  # fmt: skip
    teacher = application_as("teacher")
    draft = teacher.amending.begin(enquiry.id)
    teacher.drafting.save_changes(enquiry.id, draft.enquiry.version, (Change(Address("worry_in_short"), "New"),))
    window = open_progress()
    page = window.page
    assert page.amending.isVisible()
    assert not page.change.isVisible()
    assert_usable(qtbot, window)
    monkeypatch.setattr("ui.home.progress_page.ask", lambda *_, **__: True)
    throw = next(b for b in page.amending.findChildren(QWidget) if getattr(b, "text", str)() == "Throw the change away")
    click(qtbot, throw)
    settle()
    qtbot.waitUntil(lambda: not page.amending.isVisible())
    assert page.change.isVisible()
    assert not application_as("teacher").progress.mine()[0].enquiry.amending


def test_one_the_hub_returned_is_changed_and_sent_again(qtbot, open_progress, enquiry, settle, application_as):
    worker = application_as("worker")
    version = worker.queue.open(enquiry.id).enquiry.version
    worker.triage.return_to_referrer(enquiry.id, "Please say which school she goes to.", version)
    window = open_progress("your_turn")
    assert "Please say which school she goes to." in words_of(window.page)
    click(qtbot, window.page.change)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    change_answer(window, settle, "worry_in_short", "She goes to Meadfoot School.")
    window.page._show_send()
    settle()
    qtbot.waitUntil(lambda: window.page.screen.send_button.isEnabled())
    click(qtbot, window.page.screen.send_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, ProgressPage))
    assert application_as("teacher").progress.mine()[0].enquiry.status == "sent"


def test_a_disagreement_is_raised_with_a_reason_and_shows_its_stages(
    qtbot, open_progress, enquiry, settle, application_as
):  # fmt: skip
    application_as("worker").queue.open(enquiry.id)
    window = open_progress()
    raising = window.page.differences.raising
    raising.form.open_up()
    click(qtbot, raising.raise_button)
    assert raising.reason_row.problem
    assert raising.about_row.problem
    raising.reason.setCurrentIndex(raising.reason.findData("threshold"))
    assert raising.about.toPlainText().startswith("We see the child")
    click(qtbot, raising.raise_button)
    assert raising.about_row.problem
    raising.about.moveCursor(raising.about.textCursor().MoveOperation.End)
    qtbot.keyClicks(raising.about, "hungry most days for five weeks, and alone at night.")
    click(qtbot, raising.raise_button)
    settle()
    qtbot.waitUntil(lambda: bool(window.page.differences._shown))
    (one,) = application_as("lead").disagreements.of(enquiry.id)
    assert (one.reason, one.stage) == ("threshold", 1)
    qtbot.waitUntil(lambda: "You disagree: the level of need" in words_of(window.page))
    assert "Hub manager" in words_of(window.page)
    assert raising.about.toPlainText() == ""
    assert_usable(qtbot, window)


def accept(dialogs: list) -> object:
    """A stand-in for `exec` that keeps the dialog, after filling its boxes."""

    def run(dialog: QDialog) -> int:
        dialogs.append(dialog)
        for name, text in (("with_whom", "Pat Green, hub manager"), ("note", "We spoke twice and did not agree."),
                           ("because", "Agreed to meet the family together.")):  # fmt: skip
            field = getattr(dialog, name, None)
            if field is not None:
                getattr(field, "setPlainText", getattr(field, "setText", None))(text)
        if hasattr(dialog, "try_to_accept"):
            dialog.try_to_accept()
        return dialog.result() or 1

    return run


def test_a_disagreement_goes_to_the_next_stage_and_is_taken_back(
    qtbot, open_progress, enquiry, settle, application_as, monkeypatch
):  # fmt: skip
    teacher = application_as("teacher")
    application_as("worker").queue.open(enquiry.id)
    teacher.disagreements.raise_(enquiry.id, "threshold", "We see the child's needs at a different level.")
    window = open_progress()
    qtbot.waitUntil(lambda: "You disagree" in words_of(window.page))
    dialogs: list = []
    for name in ("NextStageDialog", "TakeBackDialog", "TextDialog"):
        monkeypatch.setattr(f"ui.home.differences_part.{name}.exec", accept(dialogs))
    part = find_part(window.page)
    click(qtbot, part.text_button)
    settle()
    qtbot.waitUntil(lambda: len(dialogs) == 1)
    assert enquiry.reference in dialogs[0].box.toPlainText()
    assert enquiry.title.split()[0] not in dialogs[0].box.toPlainText()
    click(qtbot, part.next_button)
    settle()
    qtbot.waitUntil(lambda: window.page.differences._shown[0].stage == 2)
    qtbot.waitUntil(lambda: "Pat Green, hub manager" in words_of(window.page))
    click(qtbot, find_part(window.page).withdraw_button)
    settle()
    qtbot.waitUntil(lambda: window.page.differences._shown[0].status == "withdrawn")
    qtbot.waitUntil(lambda: "Taken back." in words_of(window.page))


def find_part(page: QWidget) -> QWidget:
    return next(p for p in page.findChildren(QWidget) if hasattr(p, "text_button") and p.isVisibleTo(page))


def test_a_lead_follows_what_a_colleague_sent(qtbot, open_progress, asked):
    window = open_progress("your_turn", "lead")
    assert "Which school does she go to now?" in words_of(window.page)
    assert isinstance(window.page, ProgressPage)


def test_no_answer_of_another_agency_is_on_the_page(
    qtbot, open_progress, enquiry, application_as, store, clock, people, agencies
):  # fmt: skip
    from enquiry_app.enquiry.hub_records import InformationCheck
    from enquiry_app.services.new_ids import new_id

    worker = application_as("worker")
    version = worker.queue.open(enquiry.id).enquiry.version
    worker.triage.rate(enquiry.id, "amber", "SECRET reason of the Hub", version)
    check = InformationCheck(
        new_id(clock.now()), 1, enquiry.id, agencies["clinic"].id, "answered", clock.now(), people["worker"].id,
        clock.now(), clock.now(), answer="SECRET answer", police_only=True,
    )  # fmt: skip
    with store.write() as work:
        work.add_hub_record(check)
        work.commit()
    assert "SECRET" not in words_of(open_progress().page)


def test_home_comes_back_fresh(qtbot, open_progress, enquiry, settle):
    window = open_progress()
    window.close_page()
    settle()
    assert isinstance(window.page, HomePage)
    assert len(window.page.with_hub.rows()) == 1


def test_a_change_overtaken_by_the_decision_goes_as_information(
    qtbot, open_progress, enquiry, settle, application_as, store, clock
):  # fmt: skip
    teacher = application_as("teacher")
    draft = teacher.amending.begin(enquiry.id)
    change = Change(Address("worry_in_short"), "A new bruise.")
    teacher.drafting.save_changes(enquiry.id, draft.enquiry.version, (change,))
    with store.write() as work:
        found = work.enquiry(enquiry.id)
        work.change_enquiry(
            enquiry.id, version=found.version, at=clock.now(), status="feedback_due", decided_at=clock.now()
        )
        work.commit()
    window = open_progress()
    window.page.look_through_asked.emit(enquiry.id)
    settle()
    page = window.page
    qtbot.waitUntil(lambda: "The Hub has decided meanwhile" in words_of(page))
    assert_usable(qtbot, window)
    click(qtbot, page.send_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, ProgressPage))
    (message,) = application_as("worker").conversation.of(enquiry.id)
    assert message.kind == "information"
    assert "A new bruise." in message.text
    assert not application_as("teacher").progress.mine()[0].enquiry.amending


def test_what_was_sent_as_urgent_is_completed_later_without_filling_everything(
    qtbot, open_progress, settle, application_as
):  # fmt: skip
    teacher = application_as("teacher")
    draft = teacher.drafting.start(urgent_answers())
    short = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version, urgent=True).enquiry
    window = open_progress()
    window.page.change_asked.emit(short.id)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    form = window.page
    change_answer(window, settle, "worry_in_short", "Seen at noon with a bruise.")
    form.show_review()
    assert any(problem.blocks for problem in form.editor.state.problems)
    click(qtbot, form.screen.send_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(form.screen, AmendmentPage))
    qtbot.waitUntil(form.screen.send_button.isEnabled)
    click(qtbot, form.screen.send_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, ProgressPage))
    assert application_as("worker").queue.open(short.id).sent.number == 2


@pytest.fixture
def letter(application_as, enquiry, store, clock, people):
    """The Hub's letter, sent, as its own service leaves it."""
    from enquiry_app.enquiry.hub_records import Letter
    from enquiry_app.services.new_ids import new_id

    application_as("worker").queue.open(enquiry.id)
    me, now = people["worker"].id, clock.now()
    parts = {
        "received": "On Monday.",
        "outcome": "A social worker will assess.",
        "ask": "Please keep seeing her daily.",
    }
    made = Letter(
        new_id(now), 1, enquiry.id, "outcome", "sent", now, me, sent_at=now, sent_by=me, variant="professional",
        how="app", parts=parts,
    )  # fmt: skip
    with store.write() as work:
        work.add_hub_record(made)
        work.commit()
    return made


def letter_part(page: QWidget, kind: str = "outcome") -> QWidget:
    parts = [part for part in page.findChildren(QWidget) if hasattr(part, "useful_said") and part.isVisibleTo(page)]
    return next(part for part in parts if part.letter.kind == kind)


def test_the_letter_says_what_was_decided_and_is_read_saved_and_printed(
    qtbot, open_progress, enquiry, letter, settle, monkeypatch, tmp_path
):  # fmt: skip
    window = open_progress()
    part = letter_part(window.page)
    words = words_of(part)
    assert "A social worker will assess." in words
    assert "Please keep seeing her daily." in words
    assert "New" in words
    assert_usable(qtbot, window)
    shown = []
    monkeypatch.setattr("ui.home.letter_dialog.LetterDialog.exec", lambda dialog: shown.append(dialog.pdf.page_count))
    click(qtbot, part.read_button)
    settle()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0] > 0
    target = tmp_path / "letter.pdf"
    offered = []

    def choose(_page, _title, name, _kinds):
        offered.append(name)
        return str(target), ""

    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", choose)
    click(qtbot, part.save_button)
    settle()
    qtbot.waitUntil(target.exists)
    assert offered == [f"{enquiry.reference}-letter.pdf"]
    assert target.read_bytes().startswith(b"%PDF")
    printed = []
    monkeypatch.setattr(
        "ui.home.progress_page.print_pdfs", lambda _page, papers, name: printed.append((len(papers), name))
    )
    click(qtbot, part.print_button)
    settle()
    qtbot.waitUntil(lambda: printed == [(1, enquiry.reference)])


def test_whether_the_letter_was_useful_is_asked_once(qtbot, open_progress, letter, settle, store):
    window = open_progress()
    part = letter_part(window.page)
    click(qtbot, part.useful_button)
    assert part.useful_row.problem
    part.useful.choose("partly")
    qtbot.keyClicks(part.useful_words, "Who leads was not said.")
    click(qtbot, part.useful_button)
    settle()
    qtbot.waitUntil(lambda: "You said this was useful: partly" in words_of(window.page))
    with store.read() as read:
        kept = read.hub_record(type(letter), letter.id)
    assert (kept.useful, kept.useful_words) == ("partly", "Who leads was not said.")


def test_a_letter_is_new_on_home_until_it_was_seen(qtbot, open_progress, letter, settle):
    window = open_progress()
    window.close_page()
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, HomePage) and bool(window.page.with_hub.rows()))
    assert "letter arrived" not in window.page.with_hub.rows()[0].accessibleName()
