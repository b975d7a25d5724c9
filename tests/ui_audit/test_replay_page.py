"""What was known when, by slider, list and keys; overtaken answers are dropped; printing gives the moment shown."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.answers import Address, Change
from ui.audit.replay_page import ReplayPage


@pytest.fixture
def page(qtbot, application_as, background, settle, clock):
    application = application_as("teacher")
    draft = application.drafting.start()
    version = draft.enquiry.version
    for words in ("A bruise <b>on the cheek", "A bruise and a burn"):
        clock.move(minutes=3)
        version = application.drafting.save_changes(
            draft.enquiry.id, version, [Change(Address("worry", ()), words)]
        ).version
    made = ReplayPage(application, background, draft.enquiry.id)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    settle()
    wait(qtbot, made, settle, 2)
    return made


def wait(qtbot, page, settle, number: int) -> None:
    qtbot.waitUntil(lambda: page.then is not None and page.then.number == number + 1)
    settle()


def test_it_opens_at_the_newest_moment(page) -> None:
    assert page.slider.maximum() == 2
    assert page.number == 2
    assert "Moment 3 of 3" in page.where.text()
    assert "a burn" in page.record.toPlainText()
    assert not page.later.isEnabled()


def test_going_back_shows_what_was_known_then_and_what_came_next(qtbot, page, settle) -> None:
    page.earlier.click()
    wait(qtbot, page, settle, 1)
    text = page.record.toPlainText()
    record = text[text.index("The record then") :]
    assert "A bruise <b>on the cheek" in record, "what people write is never read as markup"
    assert "a burn" not in record
    assert "a burn" in text[: text.index("The record then")], "that came next"
    page.moments.setCurrentRow(0)
    wait(qtbot, page, settle, 0)
    assert "bruise" not in page.record.toPlainText().split("The record then")[1]


def test_an_overtaken_moment_is_not_shown(page) -> None:
    page._show(page._application.replay.then(page.replay, 0))
    assert page.then.number == 3


def test_a_moment_is_saved_under_the_record_s_number(page, settle, monkeypatch) -> None:
    kept: list[tuple[str, bytes]] = []
    monkeypatch.setattr("ui.audit.replay_page.keep_file", lambda _page, name, data: kept.append((name, data)))
    page.to_save.click()
    settle()
    ((name, data),) = kept
    assert name.startswith("D")
    assert name.endswith("-known-then.pdf")
    assert data.startswith(b"%PDF")
