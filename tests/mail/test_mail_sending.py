"""A message given to a real mail server: taken, or refused with a fault of its own for each thing that can be wrong."""

from __future__ import annotations

import datetime as dt
import email
import socket
from email import policy

import pytest

from enquiry_app.enquiry.mail_addresses import read_address
from enquiry_app.exchange.mail import errors
from enquiry_app.exchange.mail.message import Attachment, Letterhead, compose
from enquiry_app.exchange.mail.sending import MailServer, deliver
from tests.mail.conftest import client_of
from tests.mail.mail_servers import Lines, mail_server, make_certificate, odd_server

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SENDER = read_address("office@torview.example.org")
HUB = read_address("referrals@hub.example.org")
SEALED = Attachment("EX-2026-000001.enquiry", "application/octet-stream", bytes(range(256)) * 40)


def message(to=HUB, attachments=(SEALED,), words="A sealed referral is attached.\n.\n..hidden dots – and a dash."):
    head = Letterhead(SENDER, to, "EX-2026-000001: sealed referral", "<one@torview.example.org>", NOON)
    return compose(head, words, attachments)


def give(server: MailServer, to=HUB, **made):
    return deliver(server, message(to, **made), SENDER, to)


def test_what_is_sent_arrives_byte_for_byte(either):
    assert give(client_of(either)) == "250 2.0.0"
    assert either.mailbox.envelopes == [("office@torview.example.org", ("referrals@hub.example.org",))]
    assert either.mailbox.sign_ins == ["accepted"]
    arrived = email.message_from_bytes(either.mailbox.taken[0], policy=policy.default)
    assert (arrived["Subject"], arrived["To"]) == ("EX-2026-000001: sealed referral", "referrals@hub.example.org")
    assert arrived["Message-ID"] == "<one@torview.example.org>"
    assert arrived["Date"] == "Mon, 23 Nov 2026 12:00:00 +0000"
    (attached,) = arrived.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (SEALED.name, SEALED.data)
    words = arrived.get_body().get_content()
    assert words.splitlines() == ["A sealed referral is attached.", ".", "..hidden dots – and a dash."]


def test_a_message_without_sign_in_where_none_is_asked(certificate):
    with mail_server(certificate, must_sign_in=False) as running:
        assert give(client_of(running, user="", password="")) == "250 2.0.0"
        assert running.mailbox.sign_ins == []


def test_a_wrong_password_is_told_apart(either):
    with pytest.raises(errors.WrongPassword) as caught:
        give(client_of(either, password="not this one"))
    assert caught.value.answer.startswith("535")
    assert either.mailbox.taken == []


def test_a_server_that_wants_a_sign_in_and_was_given_none(smtp):
    with pytest.raises(errors.SignInNotOffered):
        give(client_of(smtp, user="", password=""))
    assert smtp.mailbox.taken == []


def test_an_untrusted_certificate_ends_it_before_anything_is_said(either):
    with pytest.raises(errors.NotTrusted):
        give(client_of(either, trusted=""))
    assert (either.mailbox.taken, either.mailbox.sign_ins) == ([], [])


def test_a_certificate_of_another_name_is_not_trusted(tmp_path):
    with mail_server(make_certificate(tmp_path, "mail.elsewhere.test")) as running, pytest.raises(errors.NotTrusted):
        give(client_of(running))
    assert running.mailbox.sign_ins == []


def test_a_certificate_that_has_run_out_is_not_trusted(tmp_path):
    gone = make_certificate(tmp_path, end=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
    with mail_server(gone) as running, pytest.raises(errors.NotTrusted):
        give(client_of(running))


def test_a_file_of_certificates_that_is_none(smtp):
    with pytest.raises(errors.NotTrusted, match="Choose it anew"):
        give(client_of(smtp, trusted="-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"))


def test_starttls_taken_out_on_the_way_sends_nothing_not_even_the_user_name():
    heard = []

    def talk(sock: socket.socket) -> None:
        lines = Lines(sock)
        lines.say("220 mail.test ready")
        while words := lines.hear():
            heard.append(words)
            lines.say("250-mail.test", "250 AUTH PLAIN LOGIN")

    with odd_server(talk) as port, pytest.raises(errors.NoTls):
        give(MailServer("localhost", port, "starttls", "user", "password", timeout=10))
    assert heard == ["ehlo [127.0.0.1]"]


def test_starttls_refused_sends_nothing():
    heard = []

    def talk(sock: socket.socket) -> None:
        lines = Lines(sock)
        lines.say("220 mail.test ready")
        heard.append(lines.hear())
        lines.say("250-mail.test", "250 STARTTLS")
        heard.append(lines.hear())
        lines.say("454 TLS not available")
        heard.append(lines.hear())

    with odd_server(talk) as port, pytest.raises(errors.TryLater):
        give(MailServer("localhost", port, "starttls", "user", "password", timeout=10))
    assert heard == ["ehlo [127.0.0.1]", "STARTTLS", ""]


def test_words_slipped_in_before_tls_are_not_taken_for_the_servers(certificate):
    heard = []

    def talk(sock: socket.socket) -> None:
        lines = Lines(sock)
        lines.say("220 mail.test ready")
        lines.hear()
        lines.say("250-mail.test", "250 STARTTLS")
        lines.hear()
        lines.say("220 go on", "250-injected", "250 AUTH PLAIN")
        inside = lines.over_tls(certificate)
        with inside.sock:
            inside.hear()
            inside.say("250 mail.test")
            heard.append(inside.hear())

    with odd_server(talk) as port, pytest.raises((errors.SignInNotOffered, errors.NotAMailServer)):
        give(MailServer("localhost", port, "starttls", "user", "password", certificate.pem, timeout=10))
    assert heard in ([], [""])


def test_the_wrong_kind_of_encryption_is_said(smtp):
    with pytest.raises(errors.NotAMailServer, match="kind of encryption"):
        give(MailServer("localhost", smtp.port, "tls", trusted=smtp.certificate.pem, timeout=10))


def inside_a_message(certificate, last):
    """A server that takes everything up to the message, then does `last(lines)`."""

    def talk(sock: socket.socket) -> None:
        lines = Lines(sock).over_tls(certificate)
        with lines.sock:
            lines.say("220 mail.test ready")
            for answer in ("250 mail.test", "250 OK", "250 OK"):
                lines.hear()
                lines.say(answer)
            lines.hear()
            lines.say("354 go on")
            last(lines)

    return talk


def test_a_server_that_dies_in_the_middle_of_the_message_may_have_it(certificate):
    with (
        odd_server(inside_a_message(certificate, Lines.hear)) as port,
        pytest.raises(errors.OutcomeUnknown) as caught,
    ):
        give(MailServer("localhost", port, "tls", trusted=certificate.pem, timeout=10))
    assert caught.value.may_have_arrived


def test_a_server_that_takes_the_message_and_says_nothing_may_have_it(certificate):
    def wait_for_the_end(lines: Lines) -> None:
        while lines.hear() != ".":
            pass
        lines.hear()

    with odd_server(inside_a_message(certificate, wait_for_the_end)) as port, pytest.raises(errors.OutcomeUnknown):
        give(MailServer("localhost", port, "tls", trusted=certificate.pem, timeout=0.5))


def test_a_silent_server_is_left_after_a_while():
    with odd_server(lambda sock: sock.recv(1)) as port, pytest.raises(errors.TimedOut):
        give(MailServer("localhost", port, "starttls", timeout=0.2))


def test_a_dripping_server_is_left_when_all_of_it_takes_too_long():
    def drip(sock: socket.socket) -> None:
        sock.settimeout(0.02)
        for _ in range(500):
            sock.sendall(b"2")
            try:
                if not sock.recv(1):
                    return
            except TimeoutError:
                continue

    with odd_server(drip) as port, pytest.raises(errors.TimedOut):
        give(MailServer("localhost", port, "starttls", timeout=9, whole_timeout=0.3))


def test_something_else_than_a_mail_server():
    def talk(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with odd_server(talk) as port, pytest.raises(errors.NotAMailServer):
        give(MailServer("localhost", port, "starttls", timeout=10))


def test_nobody_there():
    with odd_server(lambda _: None) as port:
        pass
    with pytest.raises(errors.Offline):
        give(MailServer("localhost", port, "starttls", timeout=10))


@pytest.mark.parametrize(
    ("fault", "kind"), [(socket.EAI_NONAME, errors.UnknownHost), (socket.EAI_AGAIN, errors.Offline)]
)
def test_a_name_that_is_not_found(monkeypatch, fault, kind):
    def look_up(*_, **__):
        raise socket.gaierror(fault, "not found")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(kind):
        give(MailServer("mail.nowhere.test", 587, "starttls", timeout=10))


def test_a_refused_recipient_and_one_to_be_tried_later(smtp):
    smtp.mailbox.refused[HUB.text] = "550 5.1.1 <referrals@hub.example.org> no such mailbox"
    with pytest.raises(errors.RecipientRefused) as caught:
        give(client_of(smtp))
    assert caught.value.answer == "550 5.1.1"
    assert "referrals" not in str(caught.value)
    smtp.mailbox.refused[HUB.text] = "451 4.2.0 greylisted"
    with pytest.raises(errors.TryLater):
        give(client_of(smtp))
    assert smtp.mailbox.taken == []


def test_a_message_too_large_is_not_even_begun(certificate):
    with mail_server(certificate, limit=5000) as running:
        with pytest.raises(errors.MessageTooLarge):
            give(client_of(running))
        assert running.mailbox.taken == []


def test_a_server_that_finds_it_too_large_only_at_the_end(smtp):
    smtp.mailbox.answers = ["552 5.3.4 too big", "554 5.7.1 looks odd", "451 4.3.0 later"]
    for kind in (errors.MessageTooLarge, errors.MessageRefused, errors.TryLater):
        with pytest.raises(kind):
            give(client_of(smtp))


def test_addresses_of_other_letters_need_a_server_that_takes_them(certificate, smtp):
    far = read_address("søren@hub.example.org")
    assert give(client_of(smtp), far) == "250 2.0.0"
    assert smtp.mailbox.envelopes[-1][1] == ("søren@hub.example.org",)
    arrived = email.message_from_bytes(smtp.mailbox.taken[-1], policy=policy.SMTPUTF8)
    assert arrived["To"] == "søren@hub.example.org"
    with mail_server(certificate, utf8=False) as running, pytest.raises(errors.AddressNotTaken):
        give(client_of(running), far)


def test_a_domain_of_other_letters_goes_to_any_server(certificate):
    with mail_server(certificate, utf8=False) as running:
        assert give(client_of(running), read_address("hub@exämple.org")) == "250 2.0.0"
        assert running.mailbox.envelopes[0][1] == ("hub@xn--exmple-cua.org",)


def test_no_fault_carries_password_or_address_in_its_words_or_looks(smtp):
    server = client_of(smtp)
    assert server.password not in repr(server)
    assert "hub.example" not in repr(HUB) + repr(Letterhead(SENDER, HUB, "s", "<m>", NOON)) + repr(SEALED)
