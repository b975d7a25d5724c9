"""Composes one message: from, to one recipient, a subject, plain words and attachments. Also as a draft to be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from enquiry_app.enquiry.mail_addresses import MailAddress


@dataclass(frozen=True)
class Attachment:
    """A file of the message; its name carries a reference, never a name."""

    name: str
    media_type: str
    data: bytes

    def __repr__(self) -> str:
        return f"Attachment({len(self.data)} bytes)"


@dataclass(frozen=True)
class Letterhead:
    """What stands at the top of a message. `sender` None: the person's own mail program fills it in."""

    sender: MailAddress | None
    to: MailAddress
    subject: str
    message_id: str
    at: dt.datetime

    def __repr__(self) -> str:
        return "Letterhead()"


def compose(head: Letterhead, words: str, attachments: Sequence[Attachment]) -> EmailMessage:
    """The message. A line end in a header is refused by the library with ValueError; ours are checked before."""
    international = head.to.international or (head.sender is not None and head.sender.international)
    message = EmailMessage(policy=policy.SMTPUTF8 if international else policy.SMTP)
    if head.sender is not None:
        message["From"] = _header(head.sender)
    message["To"] = _header(head.to)
    message["Subject"] = head.subject
    message["Date"] = format_datetime(head.at)
    if head.message_id:
        message["Message-ID"] = head.message_id
    message.set_content(words.strip() + "\n", charset="utf-8", cte="quoted-printable")
    for each in attachments:
        kind, _, detail = each.media_type.partition("/")
        message.add_attachment(each.data, maintype=kind, subtype=detail, filename=each.name)
    return message


def draft_of(message: EmailMessage) -> bytes:
    """The message as an `.eml` file that mail programs open for editing (`X-Unsent`), without a sender of ours."""
    message["X-Unsent"] = "1"
    return message.as_bytes()


def _header(address: MailAddress) -> Address:
    return Address(username=address.local, domain=address.domain)
