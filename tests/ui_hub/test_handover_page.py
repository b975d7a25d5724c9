"""The handover sheet: what must not wait, who has it and whom it waits for; on paper; given to somebody who is in."""

from __future__ import annotations

import subprocess

import pytest
from PySide6.QtCore import Qt

from enquiry_app.errors import NotAllowed
from tests.ui.screen_walking import assert_usable
from ui.hub.handover_page import HandoverPage


@pytest.fixture
def sheet_page(qtbot, application_as, window_of, settle):
    def make(who: str = "manager") -> HandoverPage:
        window = window_of(application_as(who), 1024, 700)
        qtbot.mouseClick(window.page.handover, Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, HandoverPage)
        return window.page

    return make


def test_what_must_not_wait_stands_first_with_who_has_it(application_as, sent, clock):
    urgent, plain = sent(), sent("two-children")
    worker = application_as("worker")
    worker.triage.take(plain.id)
    worker.conversation.ask(plain.id, "Which school does he go to?")
    clock.move(days=3)
    sheet = application_as("manager").handover.sheet()
    assert {line.enquiry_id for line in sheet.soon} == {urgent.id, plain.id}
    line = next(each for each in sheet.lines if each.enquiry_id == plain.id)
    assert (line.holder, line.waits_for) == ("Worker One", "the referrer")
    assert line.overdue
    assert plain.title.split()[0] not in repr(sheet.lines)
    with pytest.raises(NotAllowed):
        application_as("teacher").handover.sheet()


def test_the_sheet_on_paper_names_nobody_it_need_not(application_as, sent):
    enquiry = sent("two-children")
    data = application_as("worker").handover.pdf().data
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    assert "Handover sheet" in text
    assert enquiry.initials.split(",")[0] in text
    assert enquiry.title.split()[0] not in text


def test_two_are_given_to_somebody_who_is_in(qtbot, sheet_page, application_as, sent, settle):
    first, second = sent(), sent("two-children")
    application_as("worker").triage.take(first.id)
    page = sheet_page()
    assert_usable(qtbot, page)
    for tick, _ in page.ticks.values():
        tick.setChecked(True)
    qtbot.mouseClick(page.give, Qt.MouseButton.LeftButton)
    assert page._person_row.problem
    page.person.setCurrentIndex(page.person.findText("Second One"))
    qtbot.keyClicks(page.note, "Police still to answer; ring the school first.")
    qtbot.mouseClick(page.give, Qt.MouseButton.LeftButton)
    settle()
    settle()
    holders = {row.enquiry.id: row.holder for row in application_as("worker").queue.page().rows}
    assert holders == {first.id: "Second One", second.id: "Second One"}
    assert all(line.holder == "Second One" for _, line in page.ticks.values())
