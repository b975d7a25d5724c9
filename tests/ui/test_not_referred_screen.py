"""Considered, not referred, through the screen: recorded from the form, listed, reviewed, printed, opened again."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from screen_walking import assert_usable

from enquiry_app.enquiry.not_referred import NotReferredInput
from tests.builders import ready_answers
from ui.form.form_page import FormPage
from ui.home.considered_page import ConsideredPage
from ui.home.home_page import HomePage
from ui.home.not_referred_dialog import DayLine, NotReferredDialog, ReviewDialog

TODAY = dt.date(2026, 11, 23)
GIVEN = NotReferredInput(
    "Our safeguarding lead", "Offer early help and look again.", "The family has accepted help at school.",
    "Sam meets Robin weekly; mother comes on Friday.", dt.date(2026, 12, 14),
)  # fmt: skip


def click(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def words_of(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


@pytest.fixture
def draft(application_as):
    return application_as("teacher").drafting.start(ready_answers()).enquiry


@pytest.fixture
def recorded(application_as, draft):
    return application_as("teacher").not_referring.record(draft.id, GIVEN, draft.version)


@pytest.fixture
def considered(qtbot, application_as, window_of, recorded, settle):
    """Its page, opened from home."""

    def go():
        window = window_of(application_as("teacher"))
        click(qtbot, window.page.considered.rows()[0])
        settle()
        qtbot.waitUntil(lambda: isinstance(window.page, ConsideredPage))
        qtbot.waitUntil(window.page.reopen_button.isEnabled)
        return window

    return go


def fill(dialog: NotReferredDialog) -> None:
    dialog.advice_from.setText(GIVEN.advice_from)
    dialog.advice.setPlainText(GIVEN.advice)
    dialog.reason.setPlainText(GIVEN.reason)
    dialog.plan.setPlainText(GIVEN.plan)
    dialog.review_on.line.setText("14 12 2026")


def test_it_is_recorded_from_the_task_list_and_stands_on_home(
    qtbot, application_as, window_of, draft, settle, monkeypatch
):  # fmt: skip
    window = window_of(application_as("teacher"))
    click(qtbot, window.page.drafts.rows()[0])
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    window.page.show_tasks()
    shown = []

    def run(dialog: NotReferredDialog) -> int:
        dialog.show()
        dialog.try_to_accept()
        assert dialog.rows["reason"].problem
        assert_usable(qtbot, dialog)
        fill(dialog)
        dialog.try_to_accept()
        shown.append(dialog.result())
        return dialog.result()

    monkeypatch.setattr(NotReferredDialog, "exec", run)
    click(qtbot, window.page.screen.not_referred_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, HomePage))
    settle()
    assert shown == [QDialog.DialogCode.Accepted]
    assert not window.page.drafts.rows()
    (row,) = window.page.considered.rows()
    assert row.caption.whole_text().startswith("Review on 14 December 2026")
    assert_usable(qtbot, window)


def test_it_is_offered_on_check_answers_too_and_cancelling_records_nothing(
    qtbot, application_as, window_of, draft, settle, monkeypatch
):  # fmt: skip
    window = window_of(application_as("teacher"))
    window.navigator.open_draft(draft.id)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    window.page.show_review()
    qtbot.waitUntil(lambda: window.page.screen.complete, timeout=30_000)
    asked = []
    monkeypatch.setattr(NotReferredDialog, "exec", lambda dialog: asked.append(dialog) or 0)
    click(qtbot, window.page.screen.not_referred_button)
    settle()
    qtbot.waitUntil(lambda: bool(asked))
    assert application_as("teacher").not_referring.mine() == ()
    assert isinstance(window.page, FormPage)


def test_where_danger_is_marked_the_number_comes_first_and_a_reason_is_asked(
    qtbot, application_as, example_answers
):  # fmt: skip
    application = application_as("teacher")
    urgent = application.drafting.start(example_answers("urgent")).enquiry
    prepared = application.not_referring.prepare(urgent.id)
    dialog = NotReferredDialog(prepared, TODAY, application.hub, "Teacher One")
    qtbot.addWidget(dialog)
    dialog.show()
    assert f"phone the Hub now on {application.hub.phone}" in words_of(dialog)
    fill(dialog)
    dialog.try_to_accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog.rows["danger_reason"].problem
    dialog.danger_reason.setPlainText("Phoned the Hub at 10:00; the police are with the family.")
    dialog.try_to_accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.given().danger_reason.startswith("Phoned")


def test_without_danger_nothing_of_danger_is_asked(qtbot, application_as, draft):
    application = application_as("teacher")
    dialog = NotReferredDialog(application.not_referring.prepare(draft.id), TODAY, application.hub, "Teacher One")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.rows["danger_reason"].isVisible()
    assert "Danger" not in words_of(dialog)


def test_a_day_is_typed_or_chosen(qtbot):
    line = DayLine(TODAY)
    qtbot.addWidget(line)
    line.show()
    assert line.day() is None
    click(qtbot, line.chips[1])
    assert line.day() == dt.date(2026, 12, 21)
    line.line.setText("soon")
    assert line.day() is None


def test_the_page_says_it_all(qtbot, considered):
    window = considered()
    words = words_of(window.page)
    for needed in (GIVEN.advice, GIVEN.reason, GIVEN.plan, "Signed by Teacher One", "Review on 14 December 2026"):
        assert needed in words
    assert "Robin" not in window.page.page_title
    assert_usable(qtbot, window)


def test_it_is_opened_again_as_an_enquiry_in_one_click(qtbot, considered, settle, application_as, draft):
    window = considered()
    click(qtbot, window.page.reopen_button)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    assert window.page.enquiry_id == draft.id
    assert application_as("teacher").drafting.mine()[0].status == "draft"
    window.close_page()
    settle()
    assert len(window.page.drafts.rows()) == 1
    assert not window.page.considered.rows()


def test_an_overdue_review_is_marked_and_recorded(
    qtbot, application_as, window_of, recorded, considered, clock, settle, monkeypatch
):  # fmt: skip
    clock.move(days=30)
    window = considered()
    assert "overdue since 14 December 2026" in words_of(window.page)
    assert window.page.review_notice.kind == "danger"

    def run(dialog: ReviewDialog) -> int:
        dialog.show()
        dialog.try_to_accept()
        assert dialog.rows["note"].problem
        assert dialog.rows["review_on"].problem
        dialog.note.setPlainText("Robin eats breakfast at school now; mother came twice.")
        dialog.last.setChecked(True)
        dialog.try_to_accept()
        return dialog.result()

    monkeypatch.setattr(ReviewDialog, "exec", run)
    click(qtbot, window.page.review_button)
    settle()
    qtbot.waitUntil(lambda: "Robin eats breakfast" in words_of(window.page))
    assert "No further review" in words_of(window.page)


def test_home_marks_an_overdue_review(application_as, window_of, recorded, clock):
    clock.move(days=30)
    (row,) = window_of(application_as("teacher")).page.considered.rows()
    assert "review overdue" in row.accessibleName()


def test_the_record_is_saved_under_a_name_that_names_nobody(qtbot, considered, settle, monkeypatch, tmp_path, draft):
    window = considered()
    offered = []

    def choose(_page, _title, name, _kinds):
        offered.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr("ui.home.document_actions.QFileDialog.getSaveFileName", choose)
    click(qtbot, window.page.save_button)
    settle()
    qtbot.waitUntil(lambda: bool(offered))
    assert offered == [f"enquiry-D{draft.seq}-not-referred.pdf"]
    assert (tmp_path / offered[0]).read_bytes().startswith(b"%PDF")


def test_what_was_sent_does_not_offer_it(application_as, window_of, sent, settle, qtbot):
    enquiry = sent()
    application = application_as("teacher")
    application.amending.begin(enquiry.id)
    window = window_of(application)
    window.navigator._amend(enquiry.id)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    assert not window.page.screen.not_referred_button.isVisible()
