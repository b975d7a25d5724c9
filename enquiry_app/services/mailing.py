"""Mail: read back, then sent over TLS or handed to the person's own mail program, and a record of every message.

Nothing is ever mailed by itself: each message begins with somebody who has read it back. The record is written before the
message leaves and again after; the store is not held while the mail server is spoken to (`start`, `deliver`, `finish`).
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from urllib.parse import quote

from enquiry_app.definitions.mail_wording import MailKind, load_mail
from enquiry_app.enquiry.exchange_records import Peer
from enquiry_app.enquiry.kept_records import MailRecord
from enquiry_app.enquiry.mail_addresses import MailAddress, read_address
from enquiry_app.enquiry.mail_settings import MailSettings
from enquiry_app.enquiry.permissions import may
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.errors import AppError, NotAllowed, NotFound
from enquiry_app.exchange.mail import password_keeping, sending
from enquiry_app.exchange.mail.errors import MailError, NotSetUp, PasswordNeeded, WrongPassword, sentence_for
from enquiry_app.exchange.mail.message import Letterhead, compose, draft_of
from enquiry_app.services import mail_parts
from enquiry_app.services.mail_messages import (
    MailDraft,
    MailLine,
    MailResult,
    MailStart,
    Outcome,
    Outgoing,
    may_give_up,
    may_retry,
    status_words,
)
from enquiry_app.services.mail_parts import MadeParts, NotConfirmed, NotSafeEnough, PlannedPart, ReadBack
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.producing_documents import Documents
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import Submitting
from enquiry_app.services.use_case import use_case

PRACTICE = "This is the practice profile: nothing is mailed from here. In a real store the message would go now."
MOST_LISTED = 500


class Mailing:
    """Use cases of whoever hands an enquiry, or the Hub's answer, over by mail."""

    def __init__(self, seat: Seat, documents: Documents) -> None:
        self._seat = seat
        self._documents = documents

    @use_case("prepare_mail", unaudited="shows nothing that opening the enquiry did not show")
    def begin(self, enquiry_id: str) -> MailStart:
        """What can be mailed of this enquiry, and to whom it would go."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "prepare_mail")
            kinds = mail_parts.kinds_now(seat, read, enquiry)
            hubs = mail_parts.hubs_known(read)
            side = mail_parts.side_of(seat.person.role)
            peer = mail_parts.reply_peer(read, enquiry_id)
            address = mail_parts.suggested_address(read, enquiry, side, peer) if enquiry.reference else ""
            offered = {kind.code: address for kind in kinds}
            if side == "agency":
                offered |= {hub.id: mail_parts.suggested_address(read, enquiry, side, hub) for hub in hubs}
            settings = mail_parts.mail_settings(read)
        password = self._password_state(settings)
        return MailStart(kinds, hubs, offered, settings.ready, password, password_keeping.can_keep())

    @use_case("prepare_mail", "document:made")
    def prepare(self, enquiry_id: str, what: str, to: str, peer_id: str = "") -> ReadBack:
        """What would go to whom, to be read back. `what`: a kind of `begin`; `peer_id`: the hub a file is sealed for.

        Raises AddressRefused, NotSafeEnough, NotAllowed, AppError; nothing leaves and nothing is sealed.
        """
        read_back = self._read_back(enquiry_id, what, to, peer_id)
        with self._seat.store.read() as read:
            enquiry = self._seat.enquiry(read, enquiry_id, "prepare_mail")
        return replace(read_back, parts=mail_parts.planned(self._seat, self._documents, enquiry, read_back.kind))

    @use_case("send_mail", "mail:waiting", "parcel:sealed", "document:made")
    def start(self, read_back: ReadBack, confirmed: str = "", password: str = "", keep: bool = False) -> Outgoing:
        """Make the message and put it on record as waiting. `confirmed`: the domain, said aloud, where it is not secure.

        `password`: of the mail account, where it was asked for; `keep`: put it into the system's keyring once it was right.
        Raises NotConfirmed, NotSafeEnough, NotSetUp, PasswordNeeded.
        """
        seat = self._seat
        again = self._checked(read_back, confirmed)
        server, sender = self._server(password)
        parts = self._made(again, "")
        now = seat.now()
        record = MailRecord(
            new_id(now), 1, again.enquiry_id, again.kind.code, "waiting", now, seat.person.id, to=(again.to.text,),
            subject=again.subject, message_id=_message_id(sender), attempts=1, last_tried=now.isoformat(),
            details=_details(again, parts),
        )  # fmt: skip
        with seat.store.write() as work:
            seat.enquiry(work, again.enquiry_id, "send_mail")
            work.add_hub_record(record)
            self._trace(work, "mail:waiting", record)
            work.commit()
        return self._outgoing(record, again, parts, server, sender, keep)

    @use_case("send_mail", unaudited="the record was written before and is written after")
    def deliver(self, outgoing: Outgoing) -> Outcome:
        """Give the message to the server. Touches no store, so that nobody waits for it; never raises a MailError."""
        self._seat.require("send_mail")
        try:
            return Outcome(sending.deliver(outgoing.server, outgoing.message, outgoing.sender, outgoing.to))
        except MailError as fault:
            return Outcome(fault.answer, fault)

    @use_case("send_mail", "mail:sent", "mail:failed", "enquiry:handed_over")
    def finish(self, outgoing: Outgoing, outcome: Outcome, hand_over: bool = False) -> MailResult:
        """Put on record what became of it; `hand_over`: and, once taken, that the Hub was handed the enquiry."""
        seat, fault = self._seat, outcome.fault
        self._keep_or_forget_password(outgoing, fault)
        with seat.store.write() as work:
            record = self._record(work, outgoing.mail_id)
            details = {**record.details, "fault": fault.code if fault else ""}
            details["may_have_arrived"] = fault.may_have_arrived if fault else False
            status = "failed" if fault else "sent"
            record = work.change_hub_record(
                replace(record, status=status, answer=outcome.answer, details=details), record.version
            )
            self._trace(work, f"mail:{status}", record)
            work.commit()
        handed = fault is None and hand_over and self._hand_over(record)
        words = fault.sentence if fault else "The mail server has taken the message."
        shown = outgoing.passphrase if fault is None or fault.may_have_arrived else ""
        return MailResult(record, words, shown, handed)

    @use_case("send_mail", "mail:waiting", "mail:sent", "mail:failed", "enquiry:handed_over")
    def send(
        self, read_back: ReadBack, confirmed: str = "", password: str = "", keep: bool = False, hand_over: bool = False
    ) -> MailResult:
        """All three steps, for whoever can wait."""
        outgoing = self.start(read_back, confirmed, password, keep)
        return self.finish(outgoing, self.deliver(outgoing), hand_over)

    @use_case("send_mail", "mail:waiting", "parcel:sealed", "document:made")
    def start_again(self, mail_id: str, password: str = "", keep: bool = False) -> Outgoing:
        """Make a message that failed anew, as the enquiry stands now, to the same recipient; then `deliver`, `finish`.

        It keeps its Message-ID, so that a double is recognised; only a document whose passphrase is no longer held, and
        which may have arrived, gets another one. Raises AppError if it is not to be tried again.
        """
        seat = self._seat
        with seat.store.read() as read:
            record = self._record(read, mail_id)
        if not may_retry(record, seat.now()):
            raise AppError("This message is not one to try again. Look at the list anew.")
        address = record.to[0]
        prepared = self._read_back(record.of_enquiry, record.kind, address, str(record.details.get("peer", "")))
        if prepared.must_confirm and not record.details.get("confirmed"):
            raise NotConfirmed(
                "The list of secure domains has changed. Send this anew, so that the address is read back."
            )
        server, sender = self._server(password)
        parts = self._made(prepared, seat.held.passphrases.get(mail_id, ""))
        unknown = bool(record.details.get("may_have_arrived")) or record.status == "waiting"
        another = parts.passphrase and mail_id not in seat.held.passphrases and unknown
        now = seat.now()
        with seat.store.write() as work:
            record = work.change_hub_record(
                replace(
                    record, status="waiting", attempts=record.attempts + 1, last_tried=now.isoformat(), answer="",
                    message_id=_message_id(sender) if another else record.message_id,
                    details={**record.details, **_details(prepared, parts)},
                ),
                record.version,
            )  # fmt: skip
            self._trace(work, "mail:waiting", record)
            work.commit()
        return self._outgoing(record, prepared, parts, server, sender, keep)

    @use_case("send_mail", "mail:given_to_program", "parcel:sealed", "document:made")
    def draft(self, read_back: ReadBack, confirmed: str = "") -> MailDraft:
        """The message for the person's own mail program. Whether they sent it there is theirs to record."""
        seat = self._seat
        again = self._checked(read_back, confirmed)
        parts = self._made(again, "")
        now = seat.now()
        head = Letterhead(None, again.to, again.subject, "", now)
        record = MailRecord(
            new_id(now), 1, again.enquiry_id, again.kind.code, "given_to_program", now, seat.person.id,
            to=(again.to.text,), subject=again.subject, details=_details(again, parts),
        )  # fmt: skip
        with seat.store.write() as work:
            seat.enquiry(work, again.enquiry_id, "send_mail")
            work.add_hub_record(record)
            self._trace(work, "mail:given_to_program", record)
            work.commit()
        file = parts.attachments[0]
        opened = f"mailto:{quote(again.to.text, safe='@')}?subject={quote(again.subject)}&body={quote(again.words)}"
        eml = draft_of(compose(head, again.words, parts.attachments))
        name = f"{file.name.rpartition('.')[0]}.eml"
        return MailDraft(record.id, name, eml, opened, file.name, file.data, parts.passphrase)

    @use_case("send_mail", "mail:sent_elsewhere", "enquiry:handed_over")
    def sent_elsewhere(self, mail_id: str, hand_over: bool = False) -> MailResult:
        """The person says that their own mail program has sent it; `hand_over`: and the Hub was handed the enquiry."""
        with self._seat.store.write() as work:
            record = self._record(work, mail_id)
            if record.status != "given_to_program":
                raise AppError(
                    "This message was not given to a mail program, or is settled already. Look at the list anew."
                )
            details = {**record.details, "elsewhere": True}
            record = work.change_hub_record(
                replace(record, status="sent", last_tried=self._seat.now().isoformat(), details=details), record.version
            )
            self._trace(work, "mail:sent_elsewhere", record)
            work.commit()
        handed = hand_over and self._hand_over(record)
        return MailResult(record, "It is recorded that your mail program has sent it.", handed_over=handed)

    @use_case("send_mail", "mail:given_up")
    def give_up(self, mail_id: str) -> MailRecord:
        """Try no more: the enquiry goes another way."""
        with self._seat.store.write() as work:
            record = self._record(work, mail_id)
            if not may_give_up(record, self._seat.now()):
                raise AppError("This message is not one to give up. Look at the list anew.")
            record = work.change_hub_record(replace(record, status="given_up"), record.version)
            self._trace(work, "mail:given_up", record)
            work.commit()
        return record

    @use_case("send_mail", unaudited="one's own messages: addresses and references, nothing of a child")
    def sent_mail(self, enquiry_id: str = "") -> tuple[MailLine, ...]:
        """The record of messages, newest first: of one enquiry, or of all this person may mail."""
        seat = self._seat
        seat.require("send_mail")
        with seat.store.read() as read:
            if enquiry_id:
                seat.enquiry(read, enquiry_id, "send_mail")
                found = tuple(reversed(read.hub_records(MailRecord, of_enquiry=enquiry_id)))
            else:
                found = read.newest_hub_records(MailRecord, MOST_LISTED)
            names = {person.id: person.display_name for person in read.people()}
            lines = [self._line(read, record, names) for record in found if record.of_enquiry]
        return tuple(line for line in lines if line is not None)

    # --- parts

    def _read_back(
        self, enquiry_id: str, what: str, to: str, peer_id: str, parts: tuple[PlannedPart, ...] = ()
    ) -> ReadBack:
        """Everything but the attachments' sizes, which cost time. Raises as `prepare`."""
        seat = self._seat
        kind = self._kind(enquiry_id, what)
        address = read_address(to)
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "prepare_mail")
            peer = self._peer(read, enquiry, kind, peer_id)
            secure, why = mail_parts.judge_domain(seat, mail_parts.mail_settings(read), address)
        if not secure and not kind.anywhere:
            raise NotSafeEnough(f"{why} Only a sealed file or a PDF with a passphrase may go there.")
        return ReadBack(
            enquiry_id, enquiry.reference, kind, address, peer_id, secure, why,
            parts, mail_parts.audience_of(kind, peer),
            kind.subject_for(enquiry.reference), kind.body_for(enquiry.reference),
            mail_parts.hands_over(seat, enquiry, kind),
        )  # fmt: skip

    def _kind(self, enquiry_id: str, what: str) -> MailKind:
        """The kind, if it can go of this enquiry now."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "prepare_mail")
            possible = mail_parts.kinds_now(seat, read, enquiry)
        kind = mail_parts.kind_for(seat, what)
        if not enquiry.reference:
            raise AppError("This enquiry has not been sent yet. Create the referral first, then mail it to the Hub.")
        if kind not in possible:
            raise AppError("There is nothing of this kind to mail yet.")
        return kind

    def _peer(self, read: Readable, enquiry: Enquiry, kind: MailKind, peer_id: str) -> Peer | None:
        """The store a file is sealed for, None for other kinds. Raises NotFound."""
        if kind.part != "sealed":
            return None
        if kind.code == "reply":
            return mail_parts.reply_peer(read, enquiry.id)
        found = next((hub for hub in mail_parts.hubs_known(read) if hub.id == peer_id), None)
        if found is None:
            raise NotFound("Choose the Hub the file is sealed for.")
        return found

    def _checked(self, read_back: ReadBack, confirmed: str) -> ReadBack:
        """The same read back again, from the store, so that nothing is sent on an old list. Raises NotConfirmed."""
        seat = self._seat
        if seat.info.practice:
            raise NotAllowed(PRACTICE)
        with seat.store.read() as read:
            seat.enquiry(read, read_back.enquiry_id, "send_mail")
        again = self._read_back(
            read_back.enquiry_id, read_back.kind.code, read_back.to.text, read_back.peer_id, read_back.parts
        )
        if again.must_confirm and confirmed.strip().lower() != again.to.domain:
            raise NotConfirmed(
                f"{again.why} Say that you have checked the address and want to send there all the same."
            )
        return again

    def _made(self, read_back: ReadBack, passphrase: str) -> MadeParts:
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, read_back.enquiry_id, "send_mail")
        return mail_parts.make_parts(seat, self._documents, enquiry, read_back.kind, read_back.peer_id, passphrase)

    def _outgoing(
        self, record: MailRecord, read_back: ReadBack, parts: MadeParts, server: sending.MailServer, sender: MailAddress,
        keep: bool,
    ) -> Outgoing:  # fmt: skip
        if parts.passphrase:
            self._seat.held.passphrases[record.id] = parts.passphrase
        head = Letterhead(sender, read_back.to, read_back.subject, record.message_id, self._seat.now())
        message = compose(head, read_back.words, parts.attachments)
        return Outgoing(record.id, message, server, sender, read_back.to, parts.passphrase, keep)

    def _server(self, password: str) -> tuple[sending.MailServer, MailAddress]:
        """The server with its password. Raises NotSetUp, PasswordNeeded."""
        seat = self._seat
        with seat.store.read() as read:
            settings = mail_parts.mail_settings(read)
        if not settings.ready:
            raise NotSetUp
        if settings.user:
            password = password or seat.held.mail_password
            password = password or password_keeping.kept_password(seat.info.id, settings.user)
            if not password:
                raise PasswordNeeded
        return server_of(settings, password), read_address(settings.sender)

    def _password_state(self, settings: MailSettings) -> str:
        if not settings.user:
            return "not_needed"
        if self._seat.held.mail_password:
            return "held"
        return "keyring" if password_keeping.kept_password(self._seat.info.id, settings.user) else "ask"

    def _keep_or_forget_password(self, outgoing: Outgoing, fault: MailError | None) -> None:
        seat, server = self._seat, outgoing.server
        if isinstance(fault, WrongPassword):
            seat.held.mail_password = ""
            password_keeping.forget_password(seat.info.id, server.user)
        elif server.user:
            seat.held.mail_password = server.password
            if fault is None and outgoing.keep_password:
                password_keeping.keep_password(seat.info.id, server.user, server.password)

    def _record(self, read: Readable, mail_id: str) -> MailRecord:
        """A message of an enquiry this person may mail. Raises NotFound, NotAllowed."""
        self._seat.require("send_mail")
        record = read.hub_record(MailRecord, mail_id)
        self._seat.enquiry(read, record.of_enquiry, "send_mail")
        return record

    def _line(self, read: Readable, record: MailRecord, names: dict[str, str]) -> MailLine | None:
        try:
            enquiry = read.enquiry(record.of_enquiry)
        except (NotFound, NotAllowed):  # destroyed since, or closed to this person
            return None
        kind = load_mail().kind(record.kind)
        if kind is None or not may(self._seat.person, "send_mail", enquiry):
            return None
        if kind.side != mail_parts.side_of(self._seat.person.role):
            return None
        now = self._seat.now()
        return MailLine(
            record, enquiry.reference, kind.title, names.get(record.by, ""), status_words(record, now),
            sentence_for(str(record.details.get("fault", ""))), may_retry(record, now), may_give_up(record, now),
        )  # fmt: skip

    def _hand_over(self, record: MailRecord) -> bool:
        """Record on the enquiry that the Hub was handed it by this message."""
        how = "sealed_file" if record.kind == "sealed" else "secure_email"
        try:
            submitting = Submitting(self._seat, self._documents)
            submitting.record_handover(record.of_enquiry, how, record.to[0], self._seat.now())
        except NotAllowed:
            return False
        return True

    def _trace(self, work: Work, tag: str, record: MailRecord) -> None:
        details = record.details
        self._seat.record(
            work, tag, record.of_enquiry, mail=record.id, kind=record.kind, attempt=str(record.attempts),
            secure="yes" if details.get("secure") else "no", fault=str(details.get("fault", "")) or "none",
        )  # fmt: skip


def server_of(settings: MailSettings, password: str) -> sending.MailServer:
    """What `sending` needs of the settings."""
    return sending.MailServer(
        settings.server, settings.port, settings.security, settings.user, password, settings.trusted
    )


def _message_id(sender: MailAddress) -> str:
    return f"<{secrets.token_hex(16)}@{sender.domain}>"


def _details(read_back: ReadBack, parts: MadeParts) -> dict[str, object]:
    return {
        "peer": read_back.peer_id, "secure": read_back.secure, "confirmed": read_back.must_confirm, "size": parts.size,
        "fault": "", "may_have_arrived": False,
    }  # fmt: skip
