"""The hub's particulars as data: contacts, opening hours, targets. Shipped defaults; a store's settings override."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from enquiry_app.errors import DefinitionError, Fault
from enquiry_app.resource_files import resource_text

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ESCALATION = "escalation_"  # ids of the contacts of the stages of a disagreement begin so
TARGET_KINDS = ("working_hours", "working_days", "hours")


@dataclass(frozen=True)
class Contact:
    """Somebody to ring. `when` says in words when this is the right number."""

    id: str
    name: str
    phone: str
    when: str = ""


@dataclass(frozen=True)
class HubHours:
    """Opening hours: weekday (0 Monday) -> opening and closing civil time; `closures`: date -> reason.

    `cut_off`: what arrives later in the day counts from the next working day.
    """

    days: Mapping[int, tuple[dt.time, dt.time]]
    zone: str = "Europe/London"
    cut_off: dt.time = dt.time(16, 0)
    closures: Mapping[dt.date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """Something due `amount` working hours, working days or clock hours after receipt.

    `at_once`: the clock starts on receipt even when the hub's cut-off has passed (urgent work).
    """

    id: str
    name: str
    kind: str
    amount: int
    at_once: bool = False


@dataclass(frozen=True)
class HubDefinition:
    """All that the app knows of the hub."""

    contacts: Mapping[str, Contact]
    hours: HubHours
    targets: Mapping[str, Target]

    @property
    def to_ring(self) -> tuple[Contact, ...]:
        """Whom anybody may ring: everybody but those a disagreement is taken to (`escalation.toml`)."""
        return tuple(each for each in self.contacts.values() if not each.id.startswith(ESCALATION))

    @property
    def phone(self) -> str:
        """The hub's own number."""
        return self.contacts["hub"].phone

    @property
    def out_of_hours_phone(self) -> str:
        """The number while the hub is closed."""
        return self.contacts["out_of_hours"].phone


@lru_cache(maxsize=1)
def _shipped() -> HubDefinition:
    contacts = tomllib.loads(resource_text("hub", "contacts.toml"))["contacts"]
    targets = tomllib.loads(resource_text("hub", "targets.toml"))["targets"]
    return HubDefinition(
        contacts={c["id"]: Contact(**c) for c in contacts},
        hours=hours_from(tomllib.loads(resource_text("hub", "hours.toml"))),
        targets={t["id"]: Target(**t) for t in targets},
    )


def load_hub(settings: Mapping[str, Any] | None = None) -> HubDefinition:
    """The shipped particulars, with what a store's settings say instead.

    `settings`: `{"contacts": {id: {"name", "phone", "when"} or phone}, "hours": as hours.toml}`; left-out parts keep
    their defaults. Raises `DefinitionError`.
    """
    hub = _shipped()
    given = settings or {}
    contacts = dict(hub.contacts)
    for contact_id, values in (given.get("contacts") or {}).items():
        known = contacts.get(contact_id) or Contact(contact_id, contact_id, "")
        changed = {"phone": values} if isinstance(values, str) else dict(values)
        texts = {key: str(value) for key, value in changed.items() if key in ("name", "phone", "when")}
        contacts[contact_id] = replace(known, **texts)
    hours = hours_from(given["hours"]) if given.get("hours") else hub.hours
    return replace(hub, contacts=contacts, hours=hours)


def load_hub_of(settings: Mapping[str, Any]) -> HubDefinition:
    """The hub of a store, by what the store's settings say of it. Raises `DefinitionError`."""
    return load_hub({"contacts": settings.get("hub_contacts") or {}, "hours": settings.get("hub_hours") or {}})


def hours_from(data: Mapping[str, Any]) -> HubHours:
    """Opening hours from their TOML or settings shape. Raises `DefinitionError` naming every wrong entry."""
    faults: list[Fault] = []
    days: dict[int, tuple[dt.time, dt.time]] = {}
    for name, span in (data.get("days") or {}).items():
        try:
            opens, closes = (dt.time.fromisoformat(text) for text in span)
            if name not in DAYS or opens >= closes:
                raise ValueError
            days[DAYS.index(name)] = (opens, closes)
        except (TypeError, ValueError):
            message = 'should be a weekday with ["09:00", "17:00"], earlier first'
            faults.append(Fault("hours.toml", f"days.{name}", message))
    closures: dict[dt.date, str] = {}
    for place, closure in enumerate(data.get("closures") or ()):
        try:
            closures[dt.date.fromisoformat(str(closure["date"]))] = str(closure.get("reason", ""))
        except (KeyError, TypeError, ValueError):
            faults.append(Fault("hours.toml", f"closures[{place}]", "needs a date such as 2026-12-24"))
    try:
        cut_off = dt.time.fromisoformat(str(data.get("cut_off", "16:00")))
    except ValueError:
        faults.append(Fault("hours.toml", "cut_off", 'should be a time such as "16:00"'))
        cut_off = dt.time(16)
    zone = str(data.get("zone", "Europe/London"))
    try:
        ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError):
        faults.append(Fault("hours.toml", "zone", 'should be a time zone such as "Europe/London"'))
    if not days and not faults:
        faults.append(Fault("hours.toml", "days", "the Hub is never open; give at least one day"))
    if faults:
        raise DefinitionError(faults)
    return HubHours(days, zone, cut_off, closures)
