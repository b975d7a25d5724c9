"""Gives one message to a mail server: TLS always, certificate checked, and every fault told apart.

There is no way to send without TLS: with STARTTLS, a server that does not offer it is left before anything is said. The
state "it may have arrived" begins when the message is handed over and ends with the server's answer.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

from enquiry_app.enquiry.mail_addresses import MailAddress
from enquiry_app.exchange.mail import errors

SECURITY = ("starttls", "tls")
TIMEOUT = 30.0  # seconds for each answer
WHOLE_TIMEOUT = 300.0  # seconds for everything: a server that drips is no better than one that is silent
OWN_NAME = "[127.0.0.1]"  # what a mail program says of itself: nothing of this computer
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_TOO_LARGE = {552, 523}
_SIGN_IN_FAULTS = {530, 534, 535, 538}


@dataclass(frozen=True)
class MailServer:
    """Where to send. `security`: starttls, or tls from the first byte. `trusted`: PEM of the certificates to trust
    instead of the system's; "" for the system's. Times in seconds."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    trusted: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    whole_timeout: float = WHOLE_TIMEOUT


def trusting(pem: str) -> ssl.SSLContext:
    """What checks the server's certificate. Raises NotTrusted for a file without usable certificates."""
    try:
        context = ssl.create_default_context(cadata=pem) if pem else ssl.create_default_context()
    except (ssl.SSLError, ValueError):
        raise errors.NotTrusted(
            words="The file of trusted certificates cannot be read. Choose it anew in Settings."
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def deliver(server: MailServer, message: EmailMessage, sender: MailAddress, to: MailAddress) -> str:
    """Send to one recipient; returns the server's answer as numbers. Raises one of the MailError family."""
    context = trusting(server.trusted)
    with _faults_named(), _connected(server, context) as (smtp, deadline):
        if server.user:
            _sign_in(smtp, server)
        international = sender.international or to.international
        if international and not smtp.has_extn("smtputf8"):
            raise errors.AddressNotTaken
        data = message.as_bytes(policy=policy.SMTPUTF8 if international else policy.SMTP)
        _announce(smtp, sender, to, len(data), international)
        return _hand_over(smtp, data, deadline)


def _announce(smtp: smtplib.SMTP, sender: MailAddress, to: MailAddress, size: int, international: bool) -> None:
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdigit() and 0 < int(limit) < size:
        raise errors.MessageTooLarge
    options = [f"SIZE={size}"] if smtp.has_extn("size") else []
    options += ["SMTPUTF8", "BODY=8BITMIME"] if international else []
    code, words = smtp.mail(sender.text, options)
    if code != 250:
        answer = answer_of(code, words)
        if code in _TOO_LARGE:
            raise errors.MessageTooLarge(answer)
        raise (
            errors.SignInNotOffered(answer) if code in _SIGN_IN_FAULTS else _refusal(code, answer, errors.SenderRefused)
        )
    code, words = smtp.rcpt(to.text)
    if code not in (250, 251):
        answer = answer_of(code, words)
        raise errors.MessageTooLarge(answer) if code == 552 else _refusal(code, answer, errors.RecipientRefused)


def _hand_over(smtp: smtplib.SMTP, data: bytes, deadline: _Deadline) -> str:
    try:
        code, words = smtp.data(data)
    except smtplib.SMTPDataError as error:  # refused before the message
        raise _refusal(error.smtp_code, answer_of(error.smtp_code, error.smtp_error), errors.MessageRefused) from None
    except (smtplib.SMTPException, OSError):
        raise errors.OutcomeUnknown from None
    answer = answer_of(code, words)
    if code == 250:
        deadline.over()
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        return answer
    raise errors.MessageTooLarge(answer) if code in _TOO_LARGE else _refusal(code, answer, errors.MessageRefused)


def _refusal(code: int, answer: str, final: type[errors.MailError]) -> errors.MailError:
    return errors.TryLater(answer) if 400 <= code < 500 else final(answer)


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        answer = answer_of(error.smtp_code, error.smtp_error)
        raise errors.TryLater(answer) if error.smtp_code == 454 else errors.WrongPassword(answer) from None
    except smtplib.SMTPNotSupportedError:
        raise errors.SignInNotOffered from None
    except UnicodeError:
        raise errors.WrongPassword(words="This mail server takes passwords of English letters only.") from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        raise errors.SignInNotOffered from None


class _Deadline:
    """Ends the connection when everything together takes too long."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sock: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, sock: socket.socket | None) -> None:
        self._sock = sock

    def over(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.passed = True
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)


class _Connection(smtplib.SMTP):
    """Watched from its first byte; over TLS from its first byte where there is a context."""

    def __init__(self, server: MailServer, deadline: _Deadline, context: ssl.SSLContext | None) -> None:
        self._deadline, self._context = deadline, context
        super().__init__(server.host, server.port, local_hostname=OWN_NAME, timeout=server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = socket.create_connection((host, port), timeout)
        self._deadline.watch(sock)
        if self._context is not None:
            sock = self._context.wrap_socket(sock, server_hostname=host)
            self._deadline.watch(sock)
        return sock


@contextmanager
def _connected(server: MailServer, context: ssl.SSLContext) -> Iterator[tuple[smtplib.SMTP, _Deadline]]:
    """A connection over which TLS runs."""
    deadline = _Deadline(server.whole_timeout)
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _Connection(server, deadline, context if server.security == "tls" else None)
        if server.security != "tls":
            _start_tls(smtp, context)
            deadline.watch(smtp.sock)
        code, _ = smtp.ehlo()
        if code != 250:
            raise errors.NotAMailServer
        yield smtp, deadline
    except (smtplib.SMTPException, OSError):
        if deadline.passed:
            raise errors.TimedOut from None
        raise
    finally:
        deadline.over()
        if smtp is not None:
            smtp.close()


def _start_tls(smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
    code, _ = smtp.ehlo()
    if code != 250 or not smtp.has_extn("starttls"):
        raise errors.NoTls
    code, _ = smtp.starttls(context=context)
    if code != 220:
        raise errors.NoTls


@contextmanager
def _faults_named() -> Iterator[None]:
    """Foreign errors become ours. Order matters: an untrusted certificate is also an OSError."""
    try:
        yield
    except errors.MailError:
        raise
    except ssl.SSLCertVerificationError:
        raise errors.NotTrusted from None
    except ssl.SSLError:
        raise errors.NotAMailServer from None
    except TimeoutError:
        raise errors.TimedOut from None
    except socket.gaierror as error:
        raise (errors.Offline if error.errno == socket.EAI_AGAIN else errors.UnknownHost) from None
    except smtplib.SMTPConnectError as error:  # a greeting that is none
        raise _refusal(error.smtp_code, answer_of(error.smtp_code, error.smtp_error), errors.NotAMailServer) from None
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, answer_of(error.smtp_code, error.smtp_error), errors.NoTls) from None
    except smtplib.SMTPServerDisconnected as error:
        raise (errors.TimedOut if isinstance(error.__context__, TimeoutError) else errors.HungUp) from None
    except smtplib.SMTPException:
        raise errors.MailError from None
    except (OSError, UnicodeError):
        raise errors.Offline from None


def answer_of(code: int, words: bytes | str) -> str:
    """The number of an answer and its enhanced code, nothing of its words."""
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
    enhanced = _ENHANCED.match(text)
    return f"{code} {enhanced.group()}" if enhanced else str(code)
