"""Sealing a parcel for one store and opening one: who it is from is proved before anything inside is believed.

Source: decisions 22 (signed, then encrypted; the recipient named inside the signed part).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.exchange.sealed.container import FORMAT, LARGEST, pack, unpack
from enquiry_app.exchange.sealed.errors import (
    DamagedParcel,
    ForeignSender,
    NewerFormat,
    NotAParcel,
    NotForUs,
    ParcelTooLarge,
)
from enquiry_app.exchange.sealed.store_keys import PublicKeys, StoreKeys, signed_by

KINDS = ("enquiry", "reply")
_AGE = b"age-encryption.org/v1\n"


@dataclass(frozen=True)
class Sender:
    """The store a parcel comes from. `name` is its organisation's; `kind` as in `records.PROFILE_KINDS`."""

    store_id: str
    name: str
    kind: str
    keys: PublicKeys
    practice: bool = False


@dataclass(frozen=True)
class Parcel:
    """What is in a sealed file. `id` is one for each sealing; `about` holds kind-specific plain values."""

    id: str
    kind: str  # KINDS
    sender: Sender
    to_store: str  # the recipient's age key, as named inside the signed part
    made_at: dt.datetime
    about: Mapping[str, Any] = field(default_factory=dict, repr=False)
    parts: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def seal(parcel: Parcel, keys: StoreKeys) -> bytes:
    """A file only the store behind `parcel.to_store` can open. Raises ParcelTooLarge."""
    import pyrage
    from pyrage import x25519

    sender = parcel.sender
    header = {
        "id": parcel.id,
        "kind": parcel.kind,
        "from": {
            "store": sender.store_id, "name": sender.name, "kind": sender.kind, "seal_to": sender.keys.seal_to,
            "sign": sender.keys.sign, "practice": sender.practice,
        },
        "to": parcel.to_store,
        "made_at": parcel.made_at.astimezone(dt.UTC).isoformat(),
        "about": parcel.about,
    }  # fmt: skip
    inside = pack(header, parcel.parts, keys.sign)
    return bytes(pyrage.encrypt(inside, [x25519.Recipient.from_str(parcel.to_store)]))


def open_sealed(content: bytes, keys: StoreKeys) -> Parcel:
    """What was sealed for this store. The signature is the sender's own, over exactly this content.

    Whether the sender is known and confirmed is another question (`services/exchanging`). Raises one of the
    `ParcelError` family; nothing is changed.
    """
    inside = _decrypted(content, keys)
    header, text, signature, parts = unpack(inside)
    if not isinstance(header.get("format"), int):
        raise DamagedParcel
    if header["format"] > FORMAT:
        raise NewerFormat
    parcel = _parcel(header, parts)
    if not signed_by(parcel.sender.keys.sign, signature, text):
        raise ForeignSender
    if parcel.to_store != keys.public.seal_to:
        raise NotForUs  # sealed for another store and sealed anew to us by somebody else
    return parcel


def _decrypted(content: bytes, keys: StoreKeys) -> bytes:
    import pyrage
    from pyrage import x25519

    if len(content) > LARGEST + 1024 * 1024:
        raise ParcelTooLarge
    if not content.startswith(_AGE):
        raise NotAParcel
    try:
        return bytes(pyrage.decrypt(content, [x25519.Identity.from_str(keys.age_secret)]))
    except pyrage.DecryptError as fault:
        if "no matching" in str(fault).lower():
            raise NotForUs from fault
        raise DamagedParcel from fault


def _parcel(header: Mapping[str, Any], parts: Mapping[str, bytes]) -> Parcel:
    try:
        given = header["from"]
        sender = Sender(
            _text(given["store"]), _text(given["name"]), _text(given["kind"]),
            PublicKeys(_text(given["seal_to"]), _text(given["sign"])), given["practice"] is True,
        )  # fmt: skip
        made_at = dt.datetime.fromisoformat(_text(header["made_at"]))
        about = header["about"]
        if header["kind"] not in KINDS or not isinstance(about, dict) or made_at.tzinfo is None:
            raise DamagedParcel
        return Parcel(_text(header["id"]), header["kind"], sender, _text(header["to"]), made_at, about, parts)
    except (KeyError, TypeError, ValueError) as fault:
        raise DamagedParcel from fault


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 500:
        raise ValueError("not a short text")
    return value
