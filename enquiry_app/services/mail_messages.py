"""The messages of a use case as they pass between its steps and the screen, and how a message on record stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from email.message import EmailMessage

from enquiry_app.definitions.mail_wording import MailKind
from enquiry_app.enquiry.exchange_records import Peer
from enquiry_app.enquiry.kept_records import MailRecord
from enquiry_app.enquiry.mail_addresses import MailAddress
from enquiry_app.exchange.mail import sending
from enquiry_app.exchange.mail.errors import MailError

LEFT_ALONE = dt.timedelta(minutes=15)  # a message that waits longer than this was left in the middle
STATUS_WORDS = {
    "waiting": "Being sent", "sent": "Taken by the mail server", "failed": "Not sent",
    "given_to_program": "Given to your mail program", "given_up": "Given up",
}  # fmt: skip
PASSWORD_STATES = ("not_needed", "held", "keyring", "ask")


@dataclass(frozen=True)
class MailStart:
    """What the screen needs to begin: kinds that can go, the hubs known, addresses offered for each kind (for sealed
    files, each hub's), whether a server is set up, and where its password is."""

    kinds: tuple[MailKind, ...]
    hubs: tuple[Peer, ...]
    offered: dict[str, str]
    server_ready: bool
    password: str  # PASSWORD_STATES
    keyring: bool

    def __repr__(self) -> str:
        return f"MailStart({len(self.kinds)})"

    @property
    def asks_password(self) -> bool:
        """Whether the person has to type the password of the mail account."""
        return self.server_ready and self.password == PASSWORD_STATES[-1]


@dataclass(frozen=True)
class Outgoing:
    """A message made and on record, ready to be given to the server."""

    mail_id: str
    message: EmailMessage = field(repr=False)
    server: sending.MailServer
    sender: MailAddress
    to: MailAddress
    passphrase: str = field(default="", repr=False)
    keep_password: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the server said: its answer as numbers, or our fault."""

    answer: str = ""
    fault: MailError | None = None


@dataclass(frozen=True)
class MailResult:
    """How it ended. `passphrase` is to be told by telephone; `handed_over`: that was recorded on the enquiry."""

    record: MailRecord
    words: str
    passphrase: str = field(default="", repr=False)
    handed_over: bool = False

    @property
    def taken(self) -> bool:
        """Whether the server took it."""
        return self.record.status == "sent"


@dataclass(frozen=True)
class MailDraft:
    """A message for the person's own mail program: as an `.eml` file, or as an address to open (`mailto:`) and a file to
    attach by hand."""

    mail_id: str
    name: str
    eml: bytes = field(repr=False)
    mailto: str = field(repr=False)
    file_name: str
    file: bytes = field(repr=False)
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailLine:
    """One message of the sent record as it is listed."""

    record: MailRecord
    reference: str
    title: str  # of its kind
    by_name: str
    words: str
    why: str  # what went wrong, "" if nothing
    may_retry: bool
    may_give_up: bool

    def __repr__(self) -> str:
        return f"MailLine({self.record.id}, {self.record.status})"


def left_alone(record: MailRecord, now: dt.datetime) -> bool:
    """Whether a message that waits was left in the middle: nobody is sending it any more."""
    return record.status == "waiting" and now - dt.datetime.fromisoformat(record.last_tried) > LEFT_ALONE


def may_retry(record: MailRecord, now: dt.datetime) -> bool:
    """Whether it can be tried again."""
    return record.status == "failed" or left_alone(record, now)


def may_give_up(record: MailRecord, now: dt.datetime) -> bool:
    """Whether somebody may settle it as given up."""
    return record.status in ("failed", "given_to_program") or left_alone(record, now)


def status_words(record: MailRecord, now: dt.datetime) -> str:
    """How it stands, in words."""
    if left_alone(record, now) or (record.status == "failed" and record.details.get("may_have_arrived")):
        return "Not known: it may have arrived"
    if record.details.get("elsewhere"):
        return "Sent with a mail program"
    return STATUS_WORDS[record.status]
