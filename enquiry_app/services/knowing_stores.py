"""The other stores this one knows: a hub's file is read, its fingerprint compared over the telephone once, then kept.

Source: decisions 22 (first contact from an unknown store waits until its fingerprint is confirmed).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from enquiry_app.enquiry.exchange_records import Peer
from enquiry_app.enquiry.mail_settings import settings_from
from enquiry_app.errors import AppError, NotFound
from enquiry_app.exchange.sealed.errors import KeyHasChanged, PracticeMeetsReal
from enquiry_app.exchange.sealed.hub_card import HubCard, read_card, write_card
from enquiry_app.exchange.sealed.parcels import Sender
from enquiry_app.exchange.sealed.store_keys import PublicKeys, same_fingerprint
from enquiry_app.security.recovery_sheets import fingerprint_of
from enquiry_app.services.confirmation import require_confirmation
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.store_keys import RECOVERY_RECIPIENT, keys_of
from enquiry_app.services.use_case import use_case

HELPER = "open_without_the_app.py"
NOT_THE_SAME = (
    "This is not the fingerprint of this file. Nothing was kept. Ring them on a number you know, not on one from the"
    " message that brought the file, and compare again."
)


@dataclass(frozen=True)
class CardSeen:
    """A hub's file as read: `state` is new, known (the same keys), or changed (another key than the one confirmed)."""

    card: HubCard
    fingerprint: str
    state: str


@dataclass(frozen=True)
class IdentityExport:
    """Two files to keep with the recovery sheets: the sealed key, and the little program that says how to use it.
    `sheets`: fingerprint of the recovery sheets that open it."""

    name: str
    content: bytes
    helper_name: str
    helper: bytes
    sheets: str

    def __repr__(self) -> str:
        return f"IdentityExport({len(self.content)} bytes)"


class KnownStores:
    """Use cases about who one exchanges sealed files with."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("give_store_card", "store:card_given")
    def own_card(self) -> tuple[bytes, str]:
        """This store's own file for others, and its fingerprint to read out."""
        seat = self._seat
        seat.require("give_store_card")
        with seat.store.write() as work:
            keys, info = keys_of(work), seat.info
            contacts = {c.id: {"name": c.name, "phone": c.phone, "when": c.when} for c in seat.hub.contacts.values()}
            mail = settings_from(work.store_info().settings.get("mail"))
            if mail.sender or mail.hub_address:
                contacts["mail"] = {"name": info.organisation, "email": mail.sender or mail.hub_address}
            card = HubCard(
                info.id, info.organisation, info.kind, keys.public, info.practice, seat.now().isoformat(),
                contacts=contacts,
                hours=dict(info.settings.get("hub_hours") or {}),
                accepts={"form": [seat.definitions.form_key], "matrix": [seat.definitions.matrix_key]},
            )  # fmt: skip
            content = write_card(card, keys)
            seat.record(work, "store:card_given", info.id)
            work.commit()
        return content, keys.public.fingerprint

    @use_case("exchange", unaudited="looks at a file; nothing is kept")
    def read(self, content: bytes) -> CardSeen:
        """What a hub's file says. Raises one of the ParcelError family."""
        seat = self._seat
        seat.require("exchange")
        card = read_card(content)
        if card.practice != seat.info.practice:
            raise PracticeMeetsReal
        with seat.store.read() as read:
            known = find_peer(read, card.store_id)
        state = "new" if known is None else "known" if peer_keys(known) == card.keys else "changed"
        return CardSeen(card, card.keys.fingerprint, state)

    @use_case("confirm_store", "store:confirmed", "store:key_changed")
    def confirm(self, card: HubCard, heard: str) -> Peer:
        """Keep a store whose fingerprint was heard from it. `heard`: as read out over the telephone.

        Also takes a new key of a known store, when its new fingerprint was heard. Raises AppError if it is not the same.
        """
        seat = self._seat
        with seat.store.write() as work:
            seat.require("confirm_store")
            peer = keep_peer(seat, work, card, heard)
            work.commit()
        return peer

    @use_case("export_identity", "store:identity_exported")
    def export_identity(self) -> IdentityExport:
        """The store's key for sealed files, sealed to the recovery key: both recovery sheets open it, with the program
        `age` and without this app. Raises PassphraseNeeded, AppError if there are no recovery sheets."""
        from enquiry_app.exchange.sealed.store_keys import sealed_identity
        from enquiry_app.resource_files import resource_text

        seat = self._seat
        seat.require("export_identity")
        require_confirmation(seat)
        with seat.store.write() as work:
            keys, recovery = keys_of(work), work.secret(RECOVERY_RECIPIENT)
            if recovery is None:
                raise AppError("This store has no recovery sheets yet. Make new ones first (People, Recovery sheets).")
            sealed = sealed_identity(keys.age_secret, seat.info.organisation, recovery.decode())
            seat.record(work, "store:identity_exported", seat.info.id)
            work.commit()
        name = "".join(sign if sign.isalnum() else "-" for sign in seat.info.organisation)
        helper = resource_text("security", HELPER).encode()
        return IdentityExport(f"{name}-identity.age", sealed, HELPER, helper, fingerprint_of(recovery.decode()))

    @use_case("exchange", unaudited="names of organisations")
    def known(self) -> tuple[Peer, ...]:
        """Every store known here, by name."""
        self._seat.require("exchange")
        with self._seat.store.read() as read:
            return tuple(sorted(read.hub_records(Peer), key=lambda peer: peer.name.casefold()))


def keep_peer(seat: Seat, work: Work, card: HubCard, heard: str) -> Peer:
    """Within the running transaction. Raises AppError for another fingerprint."""
    if not same_fingerprint(heard, card.keys.fingerprint):
        raise AppError(NOT_THE_SAME)
    if card.practice != seat.info.practice:
        raise PracticeMeetsReal
    known = find_peer(work, card.store_id)
    empty = Peer(new_id(seat.now()), 1, card.store_id, "confirmed", card.kind, seat.now(), seat.person.id)
    changed = known is not None and peer_keys(known) != card.keys
    peer = replace(
        known or empty, status="confirmed", kind=card.kind, name=card.name, seal_to=card.keys.seal_to,
        sign=card.keys.sign, practice=card.practice, contacts=card.contacts, hours=card.hours, accepts=card.accepts,
        earlier_signs=(*known.earlier_signs, known.sign) if known and changed else known.earlier_signs if known else (),
    )  # fmt: skip
    kept = work.change_hub_record(peer, known.version) if known else work.add_hub_record(peer)
    seat.record(work, "store:key_changed" if changed else "store:confirmed", card.store_id)
    return kept


def find_peer(read: Readable, store_id: str) -> Peer | None:
    """A store known here by its id."""
    found = read.hub_records(Peer, store_id=store_id)
    return found[0] if found else None


def peer_keys(peer: Peer) -> PublicKeys:
    """The keys confirmed for a store."""
    return PublicKeys(peer.seal_to, peer.sign)


def confirmed_sender(read: Readable, sender: Sender) -> Peer | None:
    """The store a parcel comes from if it is known; None for a first contact. Raises KeyHasChanged."""
    peer = find_peer(read, sender.store_id)
    if peer is not None and peer_keys(peer) != sender.keys:
        raise KeyHasChanged
    return peer


def recipient(read: Readable, peer_id: str) -> Peer:
    """A confirmed store to seal to. Raises NotFound."""
    peer = read.hub_record(Peer, peer_id)
    if peer.status != "confirmed":
        raise NotFound("This store is not confirmed. Import its file and compare the fingerprint first.")
    return peer
