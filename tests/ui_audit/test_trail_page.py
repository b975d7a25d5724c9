"""The audit trail on screen: filters, a million rows, checking with its verdict in words, exporting, who looked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from enquiry_app.enquiry.audit_trail import AuditVerdict
from ui.audit.trail_model import BLOCK, TrailModel
from ui.audit.trail_page import TrailPage
from ui.audit.trail_table import TrailTable
from ui.audit.who_looked_page import WhoLookedPage


@pytest.fixture
def page(qtbot, application_as, background, settle, sent):
    sent()
    made = TrailPage(application_as("manager"), background)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    settle()
    settle()
    return made


def shown(page) -> list[str]:
    return [page.model.index(row, 2).data() for row in range(page.model.rowCount())]


def test_the_newest_is_on_top_with_who_and_what(qtbot, page) -> None:
    qtbot.waitUntil(lambda: shown(page)[0] is not None)
    assert shown(page)[0] == "Looked at the audit trail"
    assert page.model.index(0, 1).data() == "Manager One"
    assert page.total.text().endswith("events")


def test_filters_narrow_and_an_empty_result_says_so(qtbot, page, settle) -> None:
    everything = page.model.rowCount()
    page.group.choose("people")
    settle()
    settle()
    assert 0 < page.model.rowCount() < everything or page.empty.text()
    page.group.choose("")
    page.search.setText("no such thing")
    page.search.search_now()
    settle()
    assert page.model.rowCount() == 0
    assert page.table.isHidden()
    assert "No event fits" in page.empty.text()


def test_a_day_that_cannot_be_read_is_marked(page, settle) -> None:
    page.since.setText("the day before")
    page.refresh()
    settle()
    assert page.since.property("faulty") == "true"
    assert "23/11/2026" in page.since.toolTip()
    page.since.setText("23 November 2026")
    page.refresh()
    settle()
    assert page.since.property("faulty") == "false"
    assert page.wanted.since is not None


def test_checking_says_in_words_that_all_is_well(qtbot, page, settle) -> None:
    qtbot.mouseClick(page.verify, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert "events are as they were written" in page.verdict.accessibleName()
    assert page.verdict.kind in ("success", "warning")
    assert page.verify.isEnabled()


def test_a_bad_trail_is_named_with_the_way_forward(page) -> None:
    page._on_verified(AuditVerdict(False, 40, 17, "Event 17: missing.", "Restore the newest backup."))
    assert page.verdict.kind == "danger"
    assert page.verdict.accessibleName() == "Event 17: missing."
    assert "Restore the newest backup" in page.verdict.accessibleDescription()


def test_a_clock_set_back_is_said_beside_a_good_verdict(page) -> None:
    page._on_verified(AuditVerdict(True, 40, None, "All 40 events are as they were written.", "", (12, 1300)))
    assert page.verdict.kind == "warning"
    assert "2 times (event 12, 1,300)" in page.verdict.accessibleDescription()


def test_a_million_events_are_shown_a_screenful_at_a_time(qtbot, look) -> None:
    model = TrailModel()
    asked: list[int] = []
    model.block_wanted.connect(asked.append)
    table = TrailTable(model)
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show()
    model.show_numbers(range(1_000_000, 0, -1))
    qtbot.waitUntil(lambda: bool(asked))
    assert model.rowCount() == 1_000_000
    assert asked == [0]
    table.scrollToBottom()
    qtbot.waitUntil(lambda: len(asked) > 1)
    assert set(asked) <= {0, 1_000_000 // BLOCK - 1}
    assert model.numbers_of(1_000_000 // BLOCK - 1)[-1] == 1
    assert model.index(999_999, 0).data() == "Event 1"


def test_an_answer_that_was_overtaken_is_dropped(page) -> None:
    before = page.model.rowCount()
    page._show((page._asked - 1, range(5, 0, -1)))
    assert page.model.rowCount() == before


def done(page) -> list[str]:
    return [page.table.item(row, 4).text() for row in range(page.table.rowCount())]


def test_from_the_trail_to_who_looked(qtbot, application_as, window_of, settle, sent) -> None:
    enquiry = sent()
    application_as("worker").cases.open(enquiry.id)
    window = window_of(application_as("admin"))
    window.navigator.go("audit")
    settle()
    with qtbot.waitSignal(window.page.looks_requested):
        window.page.looks.click()
    page = window.page
    assert isinstance(page, WhoLookedPage)
    page.refresh()
    assert page.asking.problem == "Write the reference first"
    page.reference.setText("nothing")
    page.refresh()
    settle()
    assert "no enquiry with this reference" in page.problem.accessibleName()
    page.reference.setText(enquiry.reference)
    page.refresh()
    settle()
    words = [page.table.item(row, 1).text() for row in range(page.table.rowCount())]
    assert "Worker One" in words
    assert "Began an enquiry" not in done(page), "work on it is shown when asked for"
    page.chips["changed"].click()
    assert "Began an enquiry" in done(page)


def test_from_a_case_to_who_looked_and_what_was_known_when(application_as, window_of, settle, sent) -> None:
    enquiry = sent()
    window = window_of(application_as("manager"))
    window.navigator.open_received(enquiry.id)
    settle()
    doors = window.page.doors
    assert doors.looks.isVisible()
    assert doors.hold.isVisible()
    doors.looks.trigger()
    settle()
    assert enquiry.reference in window.page.about.text()
    window.navigator.open_replay(enquiry.id)
    settle()
    assert enquiry.reference in window.page.heading.text()


def test_the_referrer_finds_what_was_known_when_and_nothing_else(application_as, window_of, settle, sent) -> None:
    enquiry = sent()
    window = window_of(application_as("teacher"))
    window.navigator.open_enquiry(enquiry.id)
    settle()
    settle()
    doors = window.page.doors
    assert (doors.replay.isVisible(), doors.looks.isVisible(), doors.hold.isVisible()) == (True, False, False)
