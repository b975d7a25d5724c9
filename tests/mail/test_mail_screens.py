"""Mail as people use it: read back, sent while the window goes on, tried again, handed to one's own program, set up."""

from __future__ import annotations

import email
import stat
from dataclasses import replace
from email import policy
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

import ui.mail.mail_page as mail_page
from enquiry_app.enquiry.kept_records import MailRecord
from tests.mail.mail_servers import PASSWORD, USER
from tests.mail.test_mailing import ELSEWHERE, HUB, settings_for
from tests.ui.screen_walking import assert_usable
from ui.home.sent_page import SentPage
from ui.mail.mail_dialog import MailDialog
from ui.mail.mail_steps import ChoosingStep, ReadBackStep, ResultStep, file_size
from ui.settings.mail_settings_page import MailSettingsPage


@pytest.fixture
def school_application(application_as, store, smtp):
    """A teacher of a school with a store and a mail server of its own."""
    with store.write() as work:
        work.put_store_info(replace(work.store_info(), kind="partner"))
        work.commit()
    application_as("admin").mail_settings.save(settings_for(smtp))
    return application_as("teacher")


@pytest.fixture
def hub_known(school_application, hub):
    content, fingerprint = hub("worker").stores.own_card()
    stores = school_application.stores
    return stores.confirm(stores.read(content).card, fingerprint)


@pytest.fixture
def ready(school_application, example_answers):
    draft = school_application.drafting.start(example_answers("urgent"))
    return school_application.submitting.send(draft.enquiry.id, draft.enquiry.version, urgent=True).enquiry


@pytest.fixture
def page(school_application, ready, window_of, settle):
    """The page of the enquiry that waits to be handed over."""
    window = window_of(school_application)
    made = SentPage(school_application, window.background, ready)
    window.open_page(made)
    settle()
    return made


@pytest.fixture
def walk(qtbot, settle):
    """Presses buttons and waits."""

    class Walk:
        def open(self, page) -> MailDialog:
            qtbot.mouseClick(page.mail_now, Qt.MouseButton.LeftButton)
            settle()
            return page.mailing.dialog

        def press(self, button) -> None:
            assert button.isVisible()
            assert button.isEnabled()
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            settle()

        def type(self, box, text) -> None:
            box.clear()
            qtbot.keyClicks(box, text)

        def until(self, dialog, step) -> None:
            qtbot.waitUntil(lambda: isinstance(dialog.step, step), timeout=30_000)
            settle()

    return Walk()


def records(application) -> tuple[MailRecord, ...]:
    with application.store.read() as read:
        return read.hub_records(MailRecord)


def test_a_sealed_referral_goes_by_mail_after_the_read_back(page, hub_known, walk, smtp, school_application, qtbot):
    dialog = walk.open(page)
    assert isinstance(dialog.step, ChoosingStep)
    assert dialog.step.to.text() == HUB
    assert_usable(qtbot, dialog)
    walk.press(dialog.read_it_back)
    step = dialog.step
    assert isinstance(step, ReadBackStep)
    assert step.address.text() == HUB
    assert step.why.kind == "success"
    assert_usable(qtbot, dialog)
    assert smtp.mailbox.taken == []
    qtbot.mouseClick(dialog.send, Qt.MouseButton.LeftButton)  # without the password
    assert step.password.row.problem
    walk.type(step.password.box.box, PASSWORD)
    walk.press(dialog.send)
    walk.until(dialog, ResultStep)
    assert dialog.step.outcome.kind == "success"
    assert dialog.step.passphrase.isHidden()
    assert_usable(qtbot, dialog)
    assert [r.status for r in records(school_application)] == ["sent"]
    with qtbot.waitSignal(page.closed):
        walk.press(dialog.close_button)
    assert len(smtp.mailbox.taken) == 1
    with school_application.store.read() as read:
        assert read.enquiry(page.enquiry.id).status == "sent"


def test_an_address_outside_the_list_must_be_ticked_first(page, hub_known, walk, smtp, qtbot):
    dialog = walk.open(page)
    walk.type(dialog.step.to, ELSEWHERE)
    walk.press(dialog.read_it_back)
    step = dialog.step
    assert step.why.kind == "warning"
    assert not dialog.send.isEnabled()
    assert not dialog.own_program.isEnabled()
    assert dialog.focusWidget() is step.aloud
    assert_usable(qtbot, dialog)
    step.aloud.click()
    assert dialog.send.isEnabled()
    walk.type(step.password.box.box, PASSWORD)
    walk.press(dialog.send)
    walk.until(dialog, ResultStep)
    assert len(smtp.mailbox.taken) == 1


def test_a_readable_document_to_such_an_address_is_refused_and_the_way_back_keeps_what_was_typed(page, walk, smtp):
    dialog = walk.open(page)
    walk.press(dialog.step.kinds.button("plain"))
    walk.type(dialog.step.to, ELSEWHERE)
    walk.press(dialog.read_it_back)
    assert isinstance(dialog.step, ChoosingStep)
    assert dialog.problem.isVisible()
    walk.type(dialog.step.to, "one, two")
    walk.press(dialog.read_it_back)
    assert dialog.step.to_row.problem
    walk.type(dialog.step.to, HUB)
    walk.press(dialog.read_it_back)
    assert isinstance(dialog.step, ReadBackStep)
    walk.press(dialog.back)
    assert (dialog.step.kinds.code, dialog.step.to.text()) == ("plain", HUB)
    walk.press(dialog.close_button)
    assert smtp.mailbox.taken == []


def test_a_wrong_password_then_the_right_one_and_the_passphrase_is_shown(page, walk, smtp, school_application, qtbot):
    dialog = walk.open(page)
    walk.press(dialog.step.kinds.button("protected"))
    walk.press(dialog.read_it_back)
    walk.type(dialog.step.password.box.box, "wrong")
    walk.press(dialog.send)
    walk.until(dialog, ResultStep)
    assert dialog.step.outcome.kind == "danger"
    assert dialog.step.password.isVisible()
    assert dialog.step.passphrase.isHidden()
    assert_usable(qtbot, dialog)
    walk.type(dialog.step.password.box.box, PASSWORD)
    before = dialog.step
    walk.press(dialog.again)
    assert dialog.step is not before
    walk.until(dialog, ResultStep)
    assert dialog.step.outcome.kind == "success"
    assert len(dialog.step.passphrase.text().split()) == 5
    assert "recorded as handed over" in dialog.step.outcome.accessibleDescription()
    (record,) = records(school_application)
    assert (record.status, record.attempts) == ("sent", 2)


def test_the_dialog_stays_while_the_message_is_on_its_way(page, hub_known, walk, smtp, qtbot):
    dialog = walk.open(page)
    walk.press(dialog.read_it_back)
    walk.type(dialog.step.password.box.box, PASSWORD)
    qtbot.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.close_button.isVisible()
    walk.until(dialog, ResultStep)


def test_ones_own_mail_program(page, hub_known, walk, tmp_path, monkeypatch, school_application, smtp, qtbot):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "to send"), ""))
    dialog = walk.open(page)
    walk.press(dialog.read_it_back)
    walk.press(dialog.own_program)
    assert isinstance(dialog.step, ResultStep)
    assert dialog.step.outcome.kind == "warning"
    assert_usable(qtbot, dialog)
    kept = tmp_path / "to send.eml"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    message = email.message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert (message["X-Unsent"], message["To"]) == ("1", HUB)
    assert opened[0].toLocalFile() == str(kept)
    (attached,) = message.iter_attachments()
    (tmp_path / attached.get_filename()).write_bytes(b"mine")
    walk.press(dialog.empty_message)
    assert unquote(opened[1].toString()).startswith(f"mailto:{HUB}?subject={page.enquiry.reference}")
    assert (tmp_path / attached.get_filename()).read_bytes() == b"mine"
    beside = [path for path in tmp_path.iterdir() if path.suffix == ".enquiry" and path.read_bytes() != b"mine"]
    assert [path.read_bytes() for path in beside] == [attached.get_content()]
    assert [record.status for record in records(school_application)] == ["given_to_program"]
    walk.press(dialog.said_sent)
    assert dialog.step.outcome.kind == "success"
    assert [record.status for record in records(school_application)] == ["sent"]
    with school_application.store.read() as read:
        assert read.enquiry(page.enquiry.id).status == "sent"
    assert smtp.mailbox.taken == []


def test_a_place_that_cannot_be_written_leaves_nothing_given(
    page, hub_known, walk, tmp_path, monkeypatch, school_application
):
    import ui.mail.mail_dialog as mail_dialog

    said = []
    monkeypatch.setattr(mail_dialog, "tell", lambda _parent, title, _text: said.append(title))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "a.eml"), ""))
    dialog = walk.open(page)
    walk.press(dialog.read_it_back)
    walk.press(dialog.own_program)
    assert said == ["The message could not be saved"]
    assert isinstance(dialog.step, ReadBackStep)
    assert [record.status for record in records(school_application)] == ["given_up"]


def test_without_a_server_only_the_mail_program_is_offered(page, hub_known, walk, application_as):
    from enquiry_app.enquiry.mail_settings import MailSettings

    application_as("admin").mail_settings.save(MailSettings(hub_address=HUB))
    dialog = walk.open(page)
    walk.press(dialog.read_it_back)
    assert dialog.send.isHidden()
    assert dialog.own_program.isEnabled()
    assert dialog.problem.kind == "info"


def test_the_record_of_mail_tries_again_and_gives_up(
    school_application, hub_known, ready, window_of, settle, qtbot, smtp, monkeypatch
):
    mail = school_application.mail
    smtp.mailbox.answers = ["451 4.3.0 later", "451 4.3.0 later"]
    for _ in range(2):
        mail.send(mail.prepare(ready.id, "sealed", HUB, hub_known.id), password=PASSWORD)
    window = window_of(school_application)
    window.navigator.go("settings")
    settle()
    qtbot.mouseClick(window.page.mail, Qt.MouseButton.LeftButton)
    settle()
    shown = window.page
    assert [card.status.text() for card in shown.cards] == ["Not sent", "Not sent"]
    assert_usable(qtbot, window)
    qtbot.mouseClick(shown.cards[0].again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown.outcome.kind == "success", timeout=30_000)
    settle()
    assert [card.status.text() for card in shown.cards] == ["Taken by the mail server", "Not sent"]
    monkeypatch.setattr(mail_page, "ask", lambda *_, **__: True)
    qtbot.mouseClick(shown.cards[1].give_up, Qt.MouseButton.LeftButton)
    settle()
    assert shown.cards[1].status.text() == "Given up"
    assert shown.cards[1].again.isHidden()
    assert len(smtp.mailbox.taken) == 1


def test_the_record_asks_for_the_password_after_a_lock(
    school_application, hub_known, ready, window_of, settle, qtbot, smtp, monkeypatch
):
    mail = school_application.mail
    smtp.mailbox.answers = ["451 4.3.0 later"]
    mail.send(mail.prepare(ready.id, "protected", HUB), password=PASSWORD)
    school_application.seat.held.forget()
    told = []

    def type_it(dialog) -> bool:
        dialog.box.box.setText(PASSWORD)
        return True

    monkeypatch.setattr(mail_page.MailPasswordDialog, "exec", type_it)
    monkeypatch.setattr(mail_page, "tell", lambda _parent, _title, text: told.append(text))
    window = window_of(school_application)
    window.open_page(mail_page.MailPage(school_application, window.background))
    settle()
    qtbot.mouseClick(window.page.cards[0].again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    settle()
    assert "Tell it by telephone" in told[0]
    assert window.page.cards[0].status.text() == "Taken by the mail server"


def test_the_administrator_sets_mail_up_and_tries_it(
    application_as, window_of, settle, qtbot, smtp, tmp_path, monkeypatch
):
    application = application_as("admin")
    window = window_of(application)
    window.navigator.go("settings")
    settle()
    qtbot.mouseClick(window.page.mail_settings, Qt.MouseButton.LeftButton)
    settle()
    page = window.page
    assert isinstance(page, MailSettingsPage)
    assert_usable(qtbot, window)
    page.security.button("tls").click()
    assert page.port.text() == "465"
    page.security.button("starttls").click()
    page.port.setText(str(smtp.port))
    qtbot.keyClicks(page.server, "localhost")
    qtbot.keyClicks(page.user, USER)
    qtbot.keyClicks(page.password.box, PASSWORD)
    qtbot.keyClicks(page.domains, "gmail.com")
    page.save_all()
    settle()
    assert page.row_of("sender").problem
    assert "gmail.com" in page.row_of("secure_domains").problem
    page.domains.setPlainText("school.example.org")
    qtbot.keyClicks(page.sender, "office@torview.example.org")
    page.test_to.setText("ada@office.example.org")
    page.test.click()
    qtbot.waitUntil(lambda: page.test_outcome.kind == "danger", timeout=30_000)  # nobody vouches for the server
    settle()
    pem = tmp_path / "own.pem"
    pem.write_text(smtp.certificate.pem)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(pem), ""))
    page.choose_trusted.click()
    assert "own.pem" in page.trusted_words.text()
    page.test.click()
    qtbot.waitUntil(lambda: page.test_outcome.kind == "success", timeout=30_000)
    settle()
    assert len(smtp.mailbox.taken) == 1
    page.save_all()
    settle()
    assert page.outcome.kind == "success"
    kept = application.mail_settings.current().settings
    assert (kept.server, kept.secure_domains, kept.trusted_name) == ("localhost", ("school.example.org",), "own.pem")
    assert page.password.text() == ""
    assert application.seat.held.mail_password == PASSWORD
    application.close()
    assert application.seat.held.mail_password == ""


@pytest.mark.parametrize(("octets", "words"), [(10, "1 KB"), (213_400, "213 KB"), (1_250_000, "1.2 MB")])
def test_sizes_as_people_say_them(octets, words):
    assert file_size(octets) == words
