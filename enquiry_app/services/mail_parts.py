"""What a message is made of: who it may go to, what is attached, and what is read back before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from enquiry_app.definitions.letters import load_letters
from enquiry_app.definitions.mail_wording import MailKind, load_mail
from enquiry_app.enquiry.exchange_records import ParcelRecord, Peer
from enquiry_app.enquiry.hub_records import Letter, letter_copy
from enquiry_app.enquiry.mail_addresses import MailAddress, secure_by
from enquiry_app.enquiry.mail_settings import MailSettings, settings_from
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import AGENCY_ROLES, WITH_THE_HUB
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.exchange.mail.message import Attachment
from enquiry_app.services.exchanging import Exchange
from enquiry_app.services.knowing_stores import find_peer
from enquiry_app.services.letter_basis import referrer_mail
from enquiry_app.services.ports import Readable
from enquiry_app.services.producing_documents import Documents, spoken_passphrase
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import AT_ONCE
from enquiry_app.services.writing_letters import Letters

BY_MAIL = "email"  # a way of `letters.toml`
SECURE_DOMAINS = "secure_domains"
SEALED_TYPE, PDF_TYPE = "application/octet-stream", "application/pdf"
AROUND = 20_000  # bytes: what a sealed file holds beside its files, roughly


class NotSafeEnough(AppError):
    """A readable document and an address outside the list."""

    code = "mail_not_safe"


class NotConfirmed(AppError):
    """Nobody has said that the address outside the list is right."""

    code = "mail_not_confirmed"


@dataclass(frozen=True)
class PlannedPart:
    """An attachment as it is read back: size in bytes, `about` where it is made only when the message goes."""

    name: str
    size: int
    about: bool = False


@dataclass(frozen=True)
class ReadBack:
    """Everything the person reads before they say yes. `why` says why the domain counts as secure or does not."""

    enquiry_id: str
    reference: str
    kind: MailKind
    to: MailAddress
    peer_id: str
    secure: bool
    why: str
    parts: tuple[PlannedPart, ...]
    audience: str
    subject: str
    words: str
    hands_over: bool = False  # taking it can be recorded as handed over

    def __repr__(self) -> str:
        return f"ReadBack({self.enquiry_id}, {self.kind.code})"

    @property
    def must_confirm(self) -> bool:
        """Whether somebody must say aloud that this address is right."""
        return not self.secure


@dataclass(frozen=True)
class MadeParts:
    """The attachments as they go; `passphrase` of the protected document, "" where there is none."""

    attachments: tuple[Attachment, ...]
    passphrase: str = field(default="", repr=False)

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(len(each.data) for each in self.attachments)


def mail_settings(read: Readable) -> MailSettings:
    """The settings as stored now."""
    return settings_from(read.store_info().settings.get("mail"))


def side_of(role: str) -> str:
    """On which side of an enquiry somebody of this role is."""
    return "agency" if role in AGENCY_ROLES else "hub"


def kind_for(seat: Seat, code: str) -> MailKind:
    """The kind of this code, for this person's side. Raises AppError, NotAllowed."""
    kind = load_mail().kind(code)
    if kind is None:
        raise AppError("Choose what is to be mailed.")
    if kind.side != side_of(seat.person.role):
        raise NotAllowed("This kind of message is for the other side to send.")
    return kind


def kinds_now(seat: Seat, read: Readable, enquiry: Enquiry) -> tuple[MailKind, ...]:
    """What can be mailed of this enquiry as it stands, the safest first."""
    if not enquiry.reference:
        return ()
    side = side_of(seat.person.role)
    found = [each for each in load_mail().kinds if each.side == side]
    if side == "hub":
        if not read.hub_records(ParcelRecord, of_enquiry=enquiry.id, incoming=True):
            found = [each for each in found if each.code != "reply"]
        if newest_letter(read, enquiry.id) is None:
            found = [each for each in found if each.code != "letter"]
    elif not hubs_known(read):
        found = [each for each in found if each.part != "sealed"]
    return tuple(found)


def hubs_known(read: Readable) -> tuple[Peer, ...]:
    """The confirmed stores that take enquiries, by name."""
    hubs = [p for p in read.hub_records(Peer, status="confirmed") if p.kind in ("hub", "shared", "practice")]
    return tuple(sorted(hubs, key=lambda peer: peer.name.casefold()))


def newest_letter(read: Readable, enquiry_id: str) -> Letter | None:
    """The last letter that was sent about an enquiry, if it is one that may go by mail."""
    found = [each for each in read.hub_records(Letter, enquiry_id, status="sent") if each.kind != "none"]
    if not found or BY_MAIL not in load_letters().variant(found[-1].variant).ways:
        return None
    return found[-1]


def reply_peer(read: Readable, enquiry_id: str) -> Peer | None:
    """The store an enquiry came from in a sealed file."""
    came = read.hub_records(ParcelRecord, of_enquiry=enquiry_id, incoming=True)
    return find_peer(read, came[-1].store_id) if came else None


def card_mail(peer: Peer | None) -> str:
    """The address a store gave in its own file, "" if it gave none."""
    contact = peer.contacts.get("mail") if peer is not None else None
    return str(contact.get("email", "")) if isinstance(contact, dict) else ""


def suggested_address(read: Readable, enquiry: Enquiry, side: str, peer: Peer | None) -> str:
    """The address offered first: from the other store's own file, then from settings or from the referrer's answers."""
    if side == "agency":
        return card_mail(peer) or mail_settings(read).hub_address
    return card_mail(peer) or referrer_mail(read, enquiry)


def judge_domain(seat: Seat, settings: MailSettings, to: MailAddress) -> tuple[bool, str]:
    """Whether the address counts as secure, and why."""
    shipped = seat.definitions.form.code_lists.get(SECURE_DOMAINS)
    listed = {choice.code: choice.label for choice in shipped.choices} if shipped else {}
    found = secure_by(to.domain, listed)
    if found:
        return True, f"{to.domain} is on the list of secure domains ({listed[found]}, {found})."
    found = secure_by(to.domain, settings.secure_domains)
    if found:
        return True, f"{to.domain} is on the list of secure domains (added by your administrator, {found})."
    why = f"{to.domain} is not on the list of secure domains."
    if to.foreign_domain:
        why += (
            " It is written with letters of another alphabet, which can look like English ones. Make sure it is right."
        )
    return False, why


def planned(seat: Seat, documents: Documents, enquiry: Enquiry, kind: MailKind) -> tuple[PlannedPart, ...]:
    """The attachments to be. A document is made to know its size; nothing is sealed before somebody says yes."""
    name = part_name(documents, enquiry, kind)
    with seat.store.read() as read:
        letter = newest_letter(read, enquiry.id) if kind.code == "letter" else None
        made = read.document(enquiry.id, letter_copy(letter.id) if letter else "hub")
        files = sum(size for _, size in read.attachment_sizes(enquiry.id))
    if kind.side == "hub":
        return (PlannedPart(name, len(made or b"") if letter else AROUND, about=True),)
    size = len(made or documents.referral(enquiry.id, "hub").data)
    return (PlannedPart(name, size + files + AROUND if kind.part == "sealed" else size, about=True),)


def part_name(documents: Documents, enquiry: Enquiry, kind: MailKind) -> str:
    """What the attachment is called: the reference, never a name."""
    stem = documents.file_name(enquiry, "hub").removesuffix("-referral.pdf")
    return {
        "sealed": f"{stem}.enquiry", "reply": f"{stem}-reply.enquiry", "letter": f"{stem}-letter.pdf",
    }.get(kind.code, f"{stem}-referral.pdf")  # fmt: skip


def audience_of(kind: MailKind, peer: Peer | None) -> str:
    """Who can read it once it has arrived."""
    if kind.part == "sealed":
        return f"Only {peer.name} can open it." if peer else "Only the store it is sealed for can open it."
    if kind.part == "protected":
        return "Whoever knows the passphrase can read it. You tell it by telephone."
    return "Whoever can open the mailbox can read it."


def make_parts(
    seat: Seat, documents: Documents, enquiry: Enquiry, kind: MailKind, peer_id: str, passphrase: str
) -> MadeParts:
    """Seal or protect what goes. `passphrase`: the one told before, for a second try; "" for a fresh one."""
    name = part_name(documents, enquiry, kind)
    if kind.part == "sealed":
        exchange = Exchange(seat, documents)
        reply = kind.code == "reply"
        sealed = exchange.seal_reply(enquiry.id) if reply else exchange.seal_enquiry(enquiry.id, peer_id)
        return MadeParts((Attachment(name, SEALED_TYPE, sealed.content),))
    data = _letter(seat, enquiry) if kind.code == "letter" else documents.referral(enquiry.id, "hub").data
    if kind.part == "plain":
        return MadeParts((Attachment(name, PDF_TYPE, data),))
    words = passphrase or spoken_passphrase()
    return MadeParts((Attachment(name, PDF_TYPE, seat.protect(data, words)),), words)


def _letter(seat: Seat, enquiry: Enquiry) -> bytes:
    with seat.store.read() as read:
        letter = newest_letter(read, enquiry.id)
    if letter is None:
        raise AppError("No letter has been sent about this enquiry yet. Write it first.")
    return Letters(seat).preview(letter.id)


def hands_over(seat: Seat, enquiry: Enquiry, kind: MailKind) -> bool:
    """Whether taking the message can be recorded as handing the enquiry over."""
    waiting = enquiry.status == "ready_to_hand_over" or enquiry.status in WITH_THE_HUB
    return kind.side == "agency" and seat.info.kind not in AT_ONCE and waiting
