"""The `.hub` file a hub publishes: its keys, name, contacts, hours and the versions it accepts, signed by itself.

A signature by itself proves only that the file is whole: that it is the hub's own is proved once, by reading the
fingerprint out over the telephone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enquiry_app.exchange.sealed.errors import DamagedParcel, NewerFormat, NotAParcel
from enquiry_app.exchange.sealed.store_keys import PublicKeys, StoreKeys, signed_by

FORMAT = 1
LARGEST = 256 * 1024


@dataclass(frozen=True)
class HubCard:
    """What a store says of itself to others."""

    store_id: str
    name: str
    kind: str
    keys: PublicKeys
    practice: bool
    made_at: str
    contacts: Mapping[str, Any] = field(default_factory=dict)
    hours: Mapping[str, Any] = field(default_factory=dict)
    accepts: Mapping[str, Any] = field(default_factory=dict)  # {"form": [...], "matrix": [...]}


def write_card(card: HubCard, keys: StoreKeys) -> bytes:
    """The file: JSON that people can read, with its signature."""
    inside = {
        "store": card.store_id, "name": card.name, "kind": card.kind, "seal_to": card.keys.seal_to,
        "sign": card.keys.sign, "practice": card.practice, "made_at": card.made_at, "contacts": card.contacts,
        "hours": card.hours, "accepts": card.accepts, "fingerprint": card.keys.fingerprint,
    }  # fmt: skip
    signature = base64.b64encode(keys.sign(_canonical(inside))).decode()
    whole = {"enquiry-hub": FORMAT, "hub": inside, "signature": signature}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def read_card(content: bytes) -> HubCard:
    """Raises NotAParcel, NewerFormat or DamagedParcel; nothing is changed."""
    if len(content) > LARGEST:
        raise NotAParcel("This is not a Hub's file. Ask the Hub for its file that ends in .hub.")
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise NotAParcel("This is not a Hub's file. Ask the Hub for its file that ends in .hub.") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("enquiry-hub"), int):
        raise NotAParcel("This is not a Hub's file. Ask the Hub for its file that ends in .hub.")
    if whole["enquiry-hub"] > FORMAT:
        raise NewerFormat
    try:
        inside = whole["hub"]
        card = HubCard(
            str(inside["store"]), str(inside["name"]), str(inside["kind"]),
            PublicKeys(str(inside["seal_to"]), str(inside["sign"])), inside["practice"] is True,
            str(inside["made_at"]), dict(inside["contacts"]), dict(inside["hours"]), dict(inside["accepts"]),
        )  # fmt: skip
        signature = base64.b64decode(whole["signature"], validate=True)
        whole_and_ours = signed_by(card.keys.sign, signature, _canonical(inside))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise DamagedParcel from None
    if not whole_and_ours:
        raise DamagedParcel
    return card


def _canonical(inside: Mapping[str, Any]) -> bytes:
    return json.dumps(inside, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
