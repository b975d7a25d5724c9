"""An enquiry of a partner's own store: not with the Hub until somebody says how it got there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from screen_walking import assert_usable

from tests.print_choosing import printing
from ui.home.handover_dialog import HandoverDialog
from ui.home.home_page import HomePage
from ui.home.sent_page import SentPage

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def partner(store, application_as):
    """The teacher in a store that the Hub does not share."""
    with store.write() as work:
        work.put_store_info(replace(work.store_info(), kind="partner"))
        work.commit()
    return application_as("teacher")


@pytest.fixture
def sent_page(qtbot, partner, window_of, example_answers, settle):
    draft = partner.drafting.start(example_answers("urgent"))
    partner.submitting.send(draft.enquiry.id, draft.enquiry.version, urgent=True)
    window = window_of(partner)
    assert len(window.page.not_with_hub.rows()) == 1
    qtbot.mouseClick(window.page.not_with_hub.rows()[0], Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, SentPage))
    settle()
    return window


def in_the_dialog(qtbot, act) -> None:
    def run():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, run)
            return
        try:
            act(dialog)
            qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, run)


def test_it_is_said_loudly_that_the_hub_does_not_have_it(qtbot, sent_page):
    page = sent_page.page
    assert page.not_there.isVisible()
    assert page.not_there.accessibleName() == "The Hub does not have this yet"
    assert_usable(qtbot, sent_page)


def test_handing_over_is_recorded_and_moves_it_on(qtbot, sent_page, settle, partner):
    def act(dialog: HandoverDialog) -> None:
        assert_usable(qtbot, dialog)
        qtbot.mouseClick(dialog.how.button("by_hand"), Qt.MouseButton.LeftButton, pos=QPoint(14, 14))
        qtbot.keyClicks(dialog.to_whom, "Duty desk")

    in_the_dialog(qtbot, act)
    qtbot.mouseClick(sent_page.page.hand_over, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: isinstance(sent_page.page, HomePage))
    settle()
    assert partner.drafting.mine()[0].status == "sent"
    assert len(sent_page.page.with_hub.rows()) == 1


def test_nothing_is_recorded_without_how_whom_and_a_time_that_has_come(qtbot, look):
    dialog = HandoverDialog(NOW)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.at.setText("tomorrow 9:00")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.how_row.problem
    assert dialog.whom_row.problem
    assert dialog.at_row.problem
    dialog.at.setText("some time")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.at_row.problem.startswith("Enter the date and time")


def test_the_time_typed_is_london_time(qtbot, look):
    summer = dt.datetime(2026, 7, 15, 12, 0, tzinfo=dt.UTC)
    dialog = HandoverDialog(summer)
    qtbot.addWidget(dialog)
    assert dialog.values()["at"] == summer  # prefilled with now
    dialog.at.setText("15 7 2026 12:30")
    assert dialog.values()["at"] == dt.datetime(2026, 7, 15, 11, 30, tzinfo=dt.UTC)


def test_what_the_hub_has_not_received_can_be_withdrawn_with_a_reason(qtbot, sent_page, settle, partner):
    def act(dialog) -> None:
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        assert dialog.row.problem
        qtbot.keyClicks(dialog.box, "Sent for the wrong family")

    in_the_dialog(qtbot, act)
    qtbot.mouseClick(sent_page.page.withdraw, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: isinstance(sent_page.page, HomePage))
    assert partner.drafting.mine()[0].status == "withdrawn"


def test_ones_own_copy_is_printed(qtbot, sent_page, settle, monkeypatch, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    printed = tmp_path / "own.pdf"

    def choose(_parent: QWidget) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(printed))
        return printer

    monkeypatch.setattr("ui.printing.choose_printer", choose)
    sent_page.activateWindow()
    with printing() as asked:
        qtbot.keyClick(sent_page.page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        settle()
        qtbot.waitUntil(printed.exists)
    assert "Your agency's own copy" in asked[0]
