"""Sealed exchange: an enquiry sealed for one hub, a file opened, a reply sealed back. No server, nothing retyped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from enquiry_app.enquiry.exchange_records import ParcelRecord, Peer
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.working_time import moment_words
from enquiry_app.errors import AppError, NotReady
from enquiry_app.exchange.sealed.errors import DamagedParcel, NotForUs, ParcelError, PracticeMeetsReal
from enquiry_app.exchange.sealed.hub_card import HubCard
from enquiry_app.exchange.sealed.parcels import Parcel, Sender, open_sealed, seal
from enquiry_app.services.knowing_stores import confirmed_sender, find_peer, keep_peer, recipient
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.not_told import held_in_enquiry, held_in_reply
from enquiry_app.services.parcel_contents import about_enquiry, about_reply, enquiry_parts, reply_parts
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.producing_documents import Documents
from enquiry_app.services.seat import Seat
from enquiry_app.services.store_keys import find_keys, keys_of
from enquiry_app.services.taking_in import newest_step, take_enquiry, take_reply
from enquiry_app.services.trail_witness import contradiction, noted_in, said_of_own_trail, said_of_theirs
from enquiry_app.services.use_case import use_case

RESULT_WORDS = {
    "new": "A new enquiry. It is in the queue.",
    "amended": "The referrer has changed this enquiry. The changes stand in its history.",
    "news": "There is something new about this enquiry.",
    "withdrawn": "The referrer has taken this enquiry back.",
    "updated": "The enquiry now shows how it stands at the Hub.",
    "known": "You have this already. Nothing was changed.",
}


@dataclass(frozen=True)
class SealedFile:
    """A file to hand over: `name` carries the reference and nothing of a child."""

    name: str
    content: bytes
    to: Peer

    def __repr__(self) -> str:
        return f"SealedFile({len(self.content)} bytes)"


@dataclass(frozen=True)
class OpenedFile:
    """What became of a file. `result`: a key of RESULT_WORDS, or `unknown`: first contact, nothing was changed."""

    result: str
    sender: Sender
    words: str
    enquiry_id: str = ""
    reference: str = ""


class Exchange:
    """Use cases of both sides. `documents` makes the referral that goes into the file."""

    def __init__(self, seat: Seat, documents: Documents) -> None:
        self._seat = seat
        self._documents = documents

    @use_case("seal_enquiry", "parcel:sealed")
    def seal_enquiry(self, enquiry_id: str, peer_id: str) -> SealedFile:
        """Seal a sent enquiry, with all its versions, files and messages, for one hub and nobody else.

        Raises NotReady before it is sent, PracticeMeetsReal, ParcelTooLarge, DocumentError.
        """
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "seal_enquiry")
        if not enquiry.reference:
            raise NotReady("This enquiry has not been sent yet. Create the referral first, then seal it for the Hub.")
        referral = self._documents.referral(enquiry_id, "hub")
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "seal_enquiry")
            peer = recipient(work, peer_id)
            parts = enquiry_parts(seat, work, enquiry, referral)
            about = about_enquiry(work, enquiry)
            sealed = self._seal(work, "enquiry", peer, enquiry, about, parts)
            work.commit()
        return sealed

    @use_case("seal_reply", "parcel:sealed")
    def seal_reply(self, enquiry_id: str) -> SealedFile:
        """Seal how an enquiry stands, the messages and letters for the agency that sent it sealed.

        Raises AppError if it did not come in a sealed file.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "seal_reply")
            came = work.hub_records(ParcelRecord, of_enquiry=enquiry_id, incoming=True)
            peer = find_peer(work, came[-1].store_id) if came else None
            if peer is None:
                raise AppError("This enquiry did not arrive in a sealed file, so no sealed reply can be made for it.")
            parts = reply_parts(work, enquiry, peer.store_id)
            sealed = self._seal(work, "reply", peer, enquiry, about_reply(work, enquiry), parts)
            work.commit()
        return sealed

    @use_case("exchange", "parcel:taken", "parcel:repeated")
    def open(self, content: bytes) -> OpenedFile:
        """Take in a file that was dropped, chosen, pasted or found. All of it or nothing.

        A first contact changes nothing: its result is `unknown` until `confirm_and_open`. Raises one of the ParcelError
        family, each with a sentence to act on.
        """
        seat = self._seat
        seat.require("exchange")
        with seat.store.write() as work:
            parcel = self._opened(work, content)
            if confirmed_sender(work, parcel.sender) is None:
                words = (
                    f"This is the first file from {parcel.sender.name}. Ring them on a number you know and let them"
                    " read their fingerprint to you. Until then nothing of the file is taken in."
                )
                return OpenedFile("unknown", parcel.sender, words)
            opened = self._take(work, parcel, content)
            work.commit()
        return opened

    @use_case("confirm_store", "store:confirmed", "parcel:taken")
    def confirm_and_open(self, content: bytes, heard: str) -> OpenedFile:
        """Take in a first file once its sender's fingerprint was heard over the telephone."""
        seat = self._seat
        with seat.store.write() as work:
            seat.require("confirm_store")
            parcel = self._opened(work, content)
            sender = parcel.sender
            card = HubCard(sender.store_id, sender.name, sender.kind, sender.keys, sender.practice, "")
            if confirmed_sender(work, sender) is None:
                keep_peer(seat, work, card, heard)
            opened = self._take(work, parcel, content)
            work.commit()
        return opened

    def _opened(self, work: Work, content: bytes) -> Parcel:
        keys = find_keys(work)
        if keys is None:
            raise NotForUs
        parcel = open_sealed(content, keys)
        if parcel.sender.keys == keys.public:
            raise ParcelError("This file was sealed here. It is for the other side to open.")
        if parcel.sender.practice != self._seat.info.practice:
            raise PracticeMeetsReal
        return parcel

    def _take(self, work: Work, parcel: Parcel, content: bytes) -> OpenedFile:
        seat, store_id = self._seat, parcel.sender.store_id
        before = work.hub_records(ParcelRecord, parcel_id=parcel.id, incoming=True)
        if before:
            return self._repeated(work, parcel, before[0])
        seat.require("take_in_enquiry" if parcel.kind == "enquiry" else "take_in_reply")
        enquiry_id, step = str(parcel.about.get("enquiry", "")), 0
        if parcel.kind == "enquiry":
            _refuse_another_sender(work, store_id, enquiry_id)
            enquiry, result = take_enquiry(seat, work, parcel)
        else:
            step = _counted(parcel, "step")
            _refuse_another_sender(work, store_id, enquiry_id, reply=True)
            enquiry, result = take_reply(seat, work, parcel, newest_step(work, store_id, enquiry_id))
        number, theirs = _counted(parcel, "number"), noted_in(parcel.about, "trail")
        work.add_hub_record(
            ParcelRecord(
                new_id(seat.now()), 1, parcel.id, True, parcel.kind, store_id, enquiry.id, seat.now(), seat.person.id,
                hashlib.sha256(content).hexdigest(), number, step, trail_event=theirs.event, trail_head=theirs.head,
            )
        )  # fmt: skip
        accused = contradiction(seat, work, noted_in(parcel.about, "yours"))
        seat.record(work, "parcel:taken", enquiry.id, parcel=parcel.id, result=result)
        words = " ".join(filter(None, (RESULT_WORDS[result], accused)))
        return OpenedFile(result, parcel.sender, words, enquiry.id, enquiry.reference)

    def _repeated(self, work: Work, parcel: Parcel, before: ParcelRecord) -> OpenedFile:
        seat = self._seat
        when = moment_words(seat.hub.hours, before.at, seat.now())
        words = f"You have this file already: it was taken in {when}. Nothing was changed."
        reference = work.enquiry(before.of_enquiry).reference
        seat.record(work, "parcel:repeated", before.of_enquiry, parcel=parcel.id)
        return OpenedFile("known", parcel.sender, words, before.of_enquiry, reference)

    def _seal(
        self, work: Work, kind: str, peer: Peer, enquiry: Enquiry, about: dict[str, Any], parts: dict[str, bytes]
    ) -> SealedFile:
        seat, keys = self._seat, keys_of(work)
        if peer.practice != seat.info.practice:
            raise PracticeMeetsReal
        sender = Sender(seat.info.id, seat.info.organisation, seat.info.kind, keys.public, seat.info.practice)
        trails = {"trail": said_of_own_trail(work), "yours": said_of_theirs(work, peer.store_id)}
        parcel = Parcel(new_id(seat.now()), kind, sender, peer.seal_to, seat.now(), {**about, **trails}, parts)
        content = seal(parcel, keys)
        work.add_hub_record(
            ParcelRecord(
                new_id(seat.now()), 1, parcel.id, False, kind, peer.store_id, enquiry.id, seat.now(), seat.person.id,
                hashlib.sha256(content).hexdigest(), int(about.get("number", 0)), int(about.get("step", 0)),
                told=str(about.get("status", "")),
                holds=held_in_enquiry(work, enquiry.id) if kind == "enquiry" else
                held_in_reply(work, enquiry.id, peer.store_id),
            )
        )  # fmt: skip
        seat.record(work, "parcel:sealed", enquiry.id, parcel=parcel.id, kind=kind, to=peer.store_id)
        stem = "".join(sign if sign.isalnum() or sign == "-" else "-" for sign in enquiry.reference)
        name = f"{stem}.enquiry" if kind == "enquiry" else f"{stem}-reply.enquiry"
        return SealedFile(name, content, peer)


def _counted(parcel: Parcel, name: str) -> int:
    """A count of the header, 0 if it has none. Raises DamagedParcel."""
    value = parcel.about.get(name, 0)
    if type(value) is not int or not 0 <= value < 1_000_000_000:
        raise DamagedParcel
    return value


def _refuse_another_sender(read: Readable, store_id: str, enquiry_id: str, *, reply: bool = False) -> None:
    """An enquiry is changed only by the store it came from, a reply taken only from the store it was sealed for."""
    files = read.hub_records(ParcelRecord, of_enquiry=enquiry_id, incoming=not reply)
    if files and store_id not in {file.store_id for file in files}:
        raise ParcelError("This file is about an enquiry that belongs to somebody else. Nothing was changed.")
