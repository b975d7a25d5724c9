"""An enquiry mailed to the Hub by a real mail server: read back, on record before and after, tried again, handed over."""

from __future__ import annotations

import email
from dataclasses import replace
from email import policy

import keyring
import pytest
from keyring.backend import KeyringBackend

from enquiry_app.enquiry.hub_records import Letter
from enquiry_app.enquiry.kept_records import MailRecord
from enquiry_app.enquiry.mail_addresses import AddressRefused
from enquiry_app.enquiry.mail_settings import MailSettings, MailSettingsRefused, settings_to_store
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotFound
from enquiry_app.exchange.mail.errors import NotSetUp, PasswordNeeded, WrongPassword
from enquiry_app.exchange.sealed.parcels import open_sealed
from enquiry_app.services import mail_parts
from enquiry_app.services.mail_parts import NotConfirmed, NotSafeEnough
from enquiry_app.services.store_keys import keys_of
from tests.mail.mail_servers import PASSWORD, USER
from tests.services.conftest import example

HUB = "referrals@hub.torbay.gov.uk"
ELSEWHERE = "hub@mailbox.example.org"


class Ring(KeyringBackend):
    """A keyring of the system, in memory."""

    priority = 5

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


@pytest.fixture
def ring():
    made = Ring()
    keyring.set_keyring(made)
    return made


def settings_for(running, **other) -> MailSettings:
    given = {
        "server": "localhost", "port": running.port, "security": running.security, "user": USER,
        "sender": "office@torview.example.org", "trusted": running.certificate.pem, "trusted_name": "own.pem",
        "hub_address": HUB,
    }  # fmt: skip
    return MailSettings(**{**given, **other})


@pytest.fixture
def set_up(desks, smtp):
    """The school's store is set to the server."""
    desks("admin").mail_settings.save(settings_for(smtp))
    return smtp


def records(desk) -> tuple[MailRecord, ...]:
    with desk.seat.store.read() as read:
        return read.hub_records(MailRecord)


def set_hub_up(worker, running) -> None:
    """The hub's store is set to the server."""
    with worker.seat.store.write() as work:
        info = work.store_info()
        work.put_store_info(replace(info, settings={**info.settings, "mail": settings_to_store(settings_for(running))}))
        work.commit()


def arrived_at(running, place: int = -1):
    return email.message_from_bytes(running.mailbox.taken[place], policy=policy.default)


def test_a_sealed_referral_is_mailed_recorded_and_handed_over(school, known, referred, set_up):
    start = school.mail.begin(referred.id)
    assert [kind.code for kind in start.kinds] == ["sealed", "protected", "plain"]
    assert (start.server_ready, start.password, start.offered[known.id]) == (True, "ask", HUB)
    read_back = school.mail.prepare(referred.id, "sealed", HUB, known.id)
    assert read_back.secure
    assert "gov.uk" in read_back.why
    assert not read_back.must_confirm
    assert read_back.hands_over
    assert known.name in read_back.audience
    assert read_back.parts[0].size > 10_000
    assert records(school) == ()
    result = school.mail.send(read_back, password=PASSWORD, hand_over=True)
    assert (result.taken, result.handed_over, result.passphrase) == (True, True, "")
    assert school.status(referred.id) == "sent"
    (record,) = records(school)
    assert (record.status, record.to, record.attempts, record.answer) == ("sent", (HUB,), 1, "250 2.0.0")
    tags = school.tags(referred.id)
    assert tags.index("mail:waiting") < tags.index("mail:sent") < tags.index("enquiry:handed_over")
    message = arrived_at(set_up)
    assert message["Subject"] == f"{referred.reference}: sealed referral"
    assert message["Message-ID"] == record.message_id


def test_the_hub_opens_what_came_by_mail(school, hub, known, referred, set_up):
    school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id), password=PASSWORD)
    (attached,) = arrived_at(set_up).iter_attachments()
    assert attached.get_filename() == f"{referred.reference}.enquiry"
    with hub("worker").seat.store.write() as work:
        parcel = open_sealed(attached.get_content(), keys_of(work))
    assert parcel.about["enquiry"] == referred.id


def test_nothing_of_the_child_stands_outside_the_attachment(school, known, referred, set_up):
    school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id), password=PASSWORD)
    message = arrived_at(set_up)
    readable = "".join(f"{name}: {value}\n" for name, value in message.items()) + message.get_body().get_content()
    trail = " ".join(f"{event.tag} {event.details}" for event in school.events())
    with school.seat.store.read() as read:
        answers = read.answers(referred.id)
    names = {v for a, v in answers.values.items() if a.question in ("child_given_names", "child_family_name")}
    names = {name for name in names if isinstance(name, str)}
    assert names
    for name in names:
        assert name not in readable
    assert HUB not in trail
    assert PASSWORD not in trail


def test_a_protected_document_opens_with_the_passphrase_told_and_no_other(school, referred, set_up):
    import io

    import pikepdf

    result = school.mail.send(school.mail.prepare(referred.id, "protected", HUB), password=PASSWORD)
    assert len(result.passphrase.split()) == 5
    (attached,) = arrived_at(set_up).iter_attachments()
    data = attached.get_content()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password=result.passphrase) as opened:
        assert opened.pages
    assert result.passphrase not in set_up.mailbox.taken[0].decode("ascii")
    assert result.passphrase not in repr(result)


def test_a_readable_document_never_goes_outside_the_list(school, referred, set_up):
    with pytest.raises(NotSafeEnough):
        school.mail.prepare(referred.id, "plain", ELSEWHERE)
    with pytest.raises(NotSafeEnough):
        school.mail.prepare(referred.id, "plain", "hub@nhs.net.evil.com")
    safe = school.mail.prepare(referred.id, "plain", HUB)
    (forged,) = (replace(safe, to=school.mail.prepare(referred.id, "protected", ELSEWHERE).to, secure=True),)
    with pytest.raises(NotSafeEnough):
        school.mail.send(forged, confirmed="mailbox.example.org", password=PASSWORD)
    assert set_up.mailbox.taken == []
    assert records(school) == ()
    assert school.mail.send(safe, password=PASSWORD).taken


def test_outside_the_list_somebody_must_say_so(school, known, referred, set_up):
    read_back = school.mail.prepare(referred.id, "sealed", ELSEWHERE, known.id)
    assert read_back.must_confirm
    assert "not on the list" in read_back.why
    for said in ("", "yes", "gov.uk"):
        with pytest.raises(NotConfirmed):
            school.mail.send(read_back, confirmed=said, password=PASSWORD)
    assert school.mail.send(read_back, confirmed="mailbox.example.org", password=PASSWORD).taken
    assert records(school)[0].details["secure"] is False


def test_the_administrators_own_domains_count_and_too_wide_ones_are_refused(desks, school, referred, smtp):
    admin = desks("admin")
    admin.mail_settings.save(settings_for(smtp, secure_domains=("mailbox.example.org",)))
    read_back = school.mail.prepare(referred.id, "plain", ELSEWHERE)
    assert read_back.secure
    assert "added by your administrator" in read_back.why
    with pytest.raises(MailSettingsRefused):
        admin.mail_settings.save(settings_for(smtp, secure_domains=("org.uk",)))
    admin.mail_settings.save(settings_for(smtp))
    with pytest.raises(NotSafeEnough):  # the list changed after it was read back
        school.mail.send(read_back, password=PASSWORD)
    assert smtp.mailbox.taken == []


@pytest.mark.parametrize("to", ["a@hub.gov.uk,b@evil.com", "a@hub.gov.uk\r\nBcc: b@evil.com", "a@gov.uk@evil.com"])
def test_a_second_recipient_cannot_be_slipped_in(school, referred, set_up, to):
    with pytest.raises(AddressRefused):
        school.mail.prepare(referred.id, "protected", to)
    read_back = school.mail.prepare(referred.id, "protected", HUB)
    slipped = replace(read_back, to=replace(read_back.to, local=to.partition("@")[0], domain=to.partition("@")[2]))
    with pytest.raises(AddressRefused):
        school.mail.send(slipped, password=PASSWORD)
    assert set_up.mailbox.taken == []


def test_a_wrong_password_is_on_record_forgotten_and_tried_again(school, known, referred, set_up):
    read_back = school.mail.prepare(referred.id, "sealed", HUB, known.id)
    failed = school.mail.send(read_back, password="wrong", hand_over=True)
    assert not failed.taken
    assert failed.words == WrongPassword.words
    assert failed.record.answer.startswith("535")
    assert school.status(referred.id) == "ready_to_hand_over"
    assert school.seat.held.mail_password == ""
    (line,) = school.mail.sent_mail()
    assert (line.may_retry, line.words, line.why) == (True, "Not sent", WrongPassword.words)
    mail = school.mail
    with pytest.raises(PasswordNeeded):
        mail.start_again(failed.record.id)
    outgoing = mail.start_again(failed.record.id, PASSWORD)
    result = mail.finish(outgoing, mail.deliver(outgoing))
    assert result.taken
    assert (result.record.attempts, result.record.message_id) == (2, failed.record.message_id)
    assert len(records(school)) == 1
    with pytest.raises(AppError, match="not one to try again"):
        mail.start_again(failed.record.id)
    assert len(set_up.mailbox.taken) == 1


def test_two_windows_that_try_again_send_one_message(school, known, referred, set_up, desks):
    set_up.mailbox.answers = ["451 4.3.0 later"]
    failed = school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id), password=PASSWORD)
    lead = desks("lead", kind="partner")
    first = school.mail.start_again(failed.record.id)
    with pytest.raises((EnquiryChangedElsewhere, AppError)):
        lead.mail.start_again(failed.record.id, PASSWORD)
    assert school.mail.finish(first, school.mail.deliver(first)).taken
    assert len(set_up.mailbox.taken) == 1


def test_a_message_that_may_have_arrived_keeps_its_id_and_its_passphrase(school, referred, set_up):
    set_up.mailbox.answers = ["421 4.4.2 gone"]
    failed = school.mail.send(school.mail.prepare(referred.id, "protected", HUB), password=PASSWORD)
    again = school.mail.start_again(failed.record.id)
    assert again.message["Message-ID"] == failed.record.message_id
    result = school.mail.finish(again, school.mail.deliver(again))
    assert result.passphrase == again.passphrase == school.seat.held.passphrases[failed.record.id]


def test_after_the_lock_a_doubtful_protected_message_goes_as_another_one(school, referred, set_up, desks, clock):
    """Both may be in the mailbox, each with a passphrase of its own: they must not be taken for one."""
    mail = school.mail
    left = mail.start(mail.prepare(referred.id, "protected", HUB), password=PASSWORD)  # and the window was closed
    with pytest.raises(AppError, match="not one to try again"):
        mail.start_again(left.mail_id, PASSWORD)
    clock.move(minutes=16)
    school.seat.held.forget()
    (line,) = school.mail.sent_mail(referred.id)
    assert (line.words, line.may_retry, line.may_give_up) == ("Not known: it may have arrived", True, True)
    again = school.mail.start_again(left.mail_id, PASSWORD)
    assert again.message["Message-ID"] != left.message["Message-ID"]
    assert again.passphrase != left.passphrase


def test_giving_up(school, known, referred, set_up):
    set_up.mailbox.refused[HUB] = "550 5.1.1 nobody"
    failed = school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id), password=PASSWORD)
    assert failed.record.answer == "550 5.1.1"
    assert school.mail.give_up(failed.record.id).status == "given_up"
    (line,) = school.mail.sent_mail()
    assert (line.may_retry, line.may_give_up) == (False, False)
    with pytest.raises(AppError):
        school.mail.give_up(failed.record.id)
    assert "mail:given_up" in school.tags(referred.id)


def test_the_draft_for_ones_own_mail_program(school, known, referred):
    read_back = school.mail.prepare(referred.id, "sealed", HUB, known.id)
    draft = school.mail.draft(read_back)
    message = email.message_from_bytes(draft.eml, policy=policy.default)
    assert (message["X-Unsent"], message["To"], message["From"]) == ("1", HUB, None)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == draft.file
    assert draft.mailto.startswith(f"mailto:{HUB}?subject={referred.reference}")
    assert " " not in draft.mailto
    (record,) = records(school)
    assert record.status == "given_to_program"
    assert school.status(referred.id) == "ready_to_hand_over"
    said = school.mail.sent_elsewhere(record.id, hand_over=True)
    assert (said.taken, said.handed_over, school.status(referred.id)) == (True, True, "sent")
    assert school.mail.sent_mail()[0].words == "Sent with a mail program"
    with pytest.raises(AppError, match="settled already"):
        school.mail.sent_elsewhere(record.id)
    other = school.mail.draft(read_back)
    assert school.mail.give_up(other.mail_id).status == "given_up"


def test_without_a_server_only_the_mail_program_is_left(school, known, referred):
    assert school.mail.begin(referred.id).server_ready is False
    with pytest.raises(NotSetUp):
        school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id))
    assert records(school) == ()


def test_a_hub_must_be_chosen_that_is_known(school, known, referred):
    with pytest.raises(NotFound):
        school.mail.prepare(referred.id, "sealed", HUB, "somebody")
    with pytest.raises(AppError, match="Choose what"):
        school.mail.prepare(referred.id, "carrier pigeon", HUB)


def test_without_a_known_hub_nothing_sealed_is_offered(school, referred):
    assert [kind.code for kind in school.mail.begin(referred.id).kinds] == ["protected", "plain"]


def test_a_draft_is_not_mailed(school):
    draft = school.drafting.start(example("urgent")).enquiry
    assert school.mail.begin(draft.id).kinds == ()
    with pytest.raises(AppError, match="not been sent yet"):
        school.mail.prepare(draft.id, "protected", HUB)


def test_the_hub_mails_its_sealed_reply_to_the_agency(school, hub, known, arrived, referred, smtp):
    worker = hub("worker")
    set_hub_up(worker, smtp)
    enquiry_id = arrived.enquiry_id
    start = worker.mail.begin(enquiry_id)
    assert [kind.code for kind in start.kinds] == ["reply", "letter"][: len(start.kinds)]
    assert "@" in start.offered["reply"]
    with pytest.raises(NotAllowed):
        worker.mail.prepare(enquiry_id, "plain", HUB)
    read_back = worker.mail.prepare(enquiry_id, "reply", "office@torview.example.org")
    result = worker.mail.send(read_back, confirmed="torview.example.org", password=PASSWORD, hand_over=True)
    assert (result.taken, result.handed_over) == (True, False)
    (attached,) = arrived_at(smtp).iter_attachments()
    opened = school.exchange.open(attached.get_content())
    assert opened.result == "updated"


def test_the_hub_mails_its_letter_as_a_document_with_a_passphrase(hub, school, known, arrived, smtp):
    import io

    import pikepdf

    worker = hub("worker")
    set_hub_up(worker, smtp)
    with worker.seat.store.read() as read:
        assert mail_parts.newest_letter(read, arrived.enquiry_id) is None
    worker.queue.open(arrived.enquiry_id)  # which acknowledges it
    assert [kind.code for kind in worker.mail.begin(arrived.enquiry_id).kinds] == ["reply", "letter"]
    read_back = worker.mail.prepare(arrived.enquiry_id, "letter", HUB)
    result = worker.mail.send(read_back, password=PASSWORD)
    assert result.taken
    (attached,) = arrived_at(smtp).iter_attachments()
    assert attached.get_filename().endswith("-letter.pdf")
    with pikepdf.open(io.BytesIO(attached.get_content()), password=result.passphrase) as opened:
        assert opened.pages
    with worker.seat.store.write() as work:
        (letter,) = work.hub_records(Letter, arrived.enquiry_id)
        work.change_hub_record(replace(letter, variant="anonymous"), letter.version)
        work.commit()
    assert [kind.code for kind in worker.mail.begin(arrived.enquiry_id).kinds] == ["reply"]


def test_who_may(school, known, referred, set_up, desks):
    read_back = school.mail.prepare(referred.id, "sealed", HUB, known.id)
    failed = school.mail.send(read_back, password="wrong")
    for who in ("visitor", "worker", "checker", "admin"):
        mail = desks(who, kind="partner").mail
        for work in (
            lambda mail=mail: mail.begin(referred.id),
            lambda mail=mail: mail.prepare(referred.id, "sealed", HUB, known.id),
            lambda mail=mail: mail.send(read_back, password=PASSWORD),
            lambda mail=mail: mail.draft(read_back),
            lambda mail=mail: mail.start_again(failed.record.id, PASSWORD),
            lambda mail=mail: mail.give_up(failed.record.id),
            lambda mail=mail: mail.sent_elsewhere(failed.record.id),
            lambda mail=mail: mail.sent_mail(referred.id),
        ):
            with pytest.raises(NotAllowed):
                work()
    assert desks("visitor").mail.sent_mail() == ()
    with pytest.raises(NotAllowed):
        school.mail_settings.current()
    with pytest.raises(NotAllowed):
        school.mail_settings.save(MailSettings())
    assert set_up.mailbox.taken == []


def test_in_practice_nothing_is_mailed(desks, school, known, referred, set_up):
    seat = replace(school.seat, info=replace(school.seat.info, practice=True))
    mail = type(school.mail)(seat, school.documents)
    read_back = mail.prepare(referred.id, "protected", HUB)
    for way in (mail.draft, mail.send):
        with pytest.raises(NotAllowed, match="practice"):
            way(read_back)
    assert records(school) == ()


def test_the_password_is_kept_in_the_keyring_when_asked_and_forgotten(desks, school, known, referred, set_up, ring):
    read_back = school.mail.prepare(referred.id, "sealed", HUB, known.id)
    assert school.mail.begin(referred.id).keyring
    assert school.mail.send(read_back, password=PASSWORD, keep=True).taken
    assert list(ring.held.values()) == [PASSWORD]
    school.seat.held.forget()
    assert school.mail.begin(referred.id).password == "keyring"
    assert school.mail.send(read_back).taken
    admin = desks("admin")
    assert admin.mail_settings.current().kept
    admin.mail_settings.forget_password()
    assert ring.held == {}
    school.seat.held.forget()
    with pytest.raises(PasswordNeeded):
        school.mail.send(read_back)


def test_a_wrong_password_is_not_kept(school, known, referred, set_up, ring):
    school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id), password="wrong", keep=True)
    assert ring.held == {}


def test_without_a_keyring_the_password_is_held_in_memory_only(school, known, referred, set_up, tmp_path):
    start = school.mail.begin(referred.id)
    assert not start.keyring
    school.mail.send(school.mail.prepare(referred.id, "sealed", HUB, known.id), password=PASSWORD, keep=True)
    assert school.mail.begin(referred.id).password == "held"
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(PASSWORD.encode() in data or HUB.encode() in data for data in written)
    assert PASSWORD not in repr(school.seat)


def test_the_administrator_sends_a_test_to_themselves(desks, smtp):
    setup = desks("admin").mail_settings
    typed = settings_for(smtp)
    test = setup.test_message(typed, PASSWORD, "ada@office.example.org")
    assert setup.deliver_test(test).fault is None
    assert arrived_at(smtp)["Subject"] == "Test of the mail settings"
    wrong = setup.test_message(typed, "wrong", "ada@office.example.org")
    assert isinstance(setup.deliver_test(wrong).fault, WrongPassword)
    assert setup.current().settings == MailSettings()
    with pytest.raises(PasswordNeeded):
        setup.test_message(typed, "", "ada@office.example.org")
    with pytest.raises(NotSetUp):
        setup.test_message(MailSettings(), "", "ada@office.example.org")


def test_a_store_says_its_mail_address_in_its_own_file(hub, school, smtp):
    worker = hub("worker")
    with worker.seat.store.write() as work:
        info = work.store_info()
        mail = settings_to_store(MailSettings(hub_address="mash@bay.gov.uk"))
        work.put_store_info(replace(info, settings={**info.settings, "mail": mail}))
        work.commit()
    content, fingerprint = worker.stores.own_card()
    peer = school.stores.confirm(school.stores.read(content).card, fingerprint)
    draft = school.drafting.start(example("two-children"))
    sent = school.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    assert school.mail.begin(sent.id).offered[peer.id] == "mash@bay.gov.uk"
