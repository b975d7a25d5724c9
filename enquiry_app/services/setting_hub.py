"""The Hub's numbers, opening hours and closures, changed by the administrator after the store was set up.

What changes when the Hub is open also changes what is due when: the due times of everything open are worked out anew in
the same transaction, so that the queue sorts by what its words say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from enquiry_app.definitions.hub_definition import DAYS, Contact, HubDefinition, hours_from, load_hub_of
from enquiry_app.enquiry.hub_clock import next_due
from enquiry_app.enquiry.statuses import OPEN_AT_THE_HUB
from enquiry_app.errors import AppError, DefinitionError
from enquiry_app.services.ports import QueueFilter, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

NEEDED = ("hub", "out_of_hours")  # without these two numbers nobody knows whom to ring
FIXED = ("emergency",)  # 999 is nobody's to change
LONGEST = {"name": 100, "phone": 30, "when": 120, "reason": 100}
MOST_CLOSURES = 200
_PHONE = re.compile(r"[0-9+() \-]{3,}(?: ?(?:ext\.?|x) ?\d+)?")
_AT_ONCE = 500  # enquiries read at once while due times are worked out anew


class HubSettingsRefused(AppError):
    """What was typed cannot be saved. `faults`: field -> sentence; fields as `phone.hub`, `days.monday`, `closures.0`."""

    code = "hub_settings"

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("\n".join(self.faults.values()))


class HubSettings:
    """Use cases of the administrator about the Hub's particulars."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("change_settings", unaudited="numbers and hours of an office")
    def current(self) -> HubDefinition:
        """The particulars as stored now."""
        self._seat.require("change_settings")
        with self._seat.store.read() as read:
            return load_hub_of(read.store_info().settings)

    @use_case("change_settings", "hub:contacts")
    def set_contacts(self, contacts: Sequence[Contact]) -> HubDefinition:
        """Change names, numbers and when to ring them; contacts left out stay as they are.

        Raises HubSettingsRefused.
        """
        seat = self._seat
        seat.require("change_settings")
        given = {each.id: _tidied(each) for each in contacts if each.id not in FIXED}
        faults = {field: words for each in given.values() for field, words in _contact_faults(each)}
        if faults:
            raise HubSettingsRefused(faults)
        with seat.store.write() as work:
            hub = load_hub_of(work.store_info().settings)
            unknown = set(given) - set(hub.contacts)
            if unknown:
                raise AppError("There is no such contact. Open this page again.")
            changed = {key: each for key, each in given.items() if each != hub.contacts[key]}
            stored = dict(work.store_info().settings.get("hub_contacts") or {})
            for key, each in changed.items():
                stored[key] = {"name": each.name, "phone": each.phone, "when": each.when}
            made = self._put(work, hub_contacts=stored)
            if changed:
                seat.record(work, "hub:contacts", work.store_info().id, changed=" ".join(sorted(changed)))
            work.commit()
        return made

    @use_case("change_settings", "hub:hours")
    def set_hours(
        self, days: Mapping[str, tuple[str, str]], cut_off: str, closures: Sequence[tuple[dt.date, str]]
    ) -> HubDefinition:
        """Change when the Hub is open: weekday (`monday`) -> opening and closing time (`09:00`), days left out are
        closed; `cut_off`; closures beside bank holidays, with a reason each.

        Raises HubSettingsRefused.
        """
        seat = self._seat
        seat.require("change_settings")
        tidy = [(day, " ".join(reason.split())) for day, reason in closures]
        faults = _closure_faults(tidy)
        stored = {
            "zone": "Europe/London",
            "cut_off": cut_off,
            "days": {day: list(days[day]) for day in DAYS if day in days},
            "closures": [{"date": day.isoformat(), "reason": reason} for day, reason in sorted(tidy)],
        }
        faults.update(_hours_faults(stored))
        if faults:
            raise HubSettingsRefused(faults)
        with seat.store.write() as work:
            before = load_hub_of(work.store_info().settings).hours
            made = self._put(work, hub_hours=stored)
            if made.hours != before:
                moved = self._set_clocks(work, made)
                seat.record(
                    work, "hub:hours", work.store_info().id, closures=str(len(tidy)), open_days=str(len(days)),
                    due_times_changed=str(moved),
                )  # fmt: skip
            work.commit()
        return made

    def _put(self, work: Work, **settings: Any) -> HubDefinition:
        """Keep settings beside the others; the stored whole must make a hub."""
        info = work.store_info()
        changed = replace(info, settings={**info.settings, **settings})
        made = load_hub_of(changed.settings)
        work.put_store_info(changed)
        return made

    def _set_clocks(self, work: Work, hub: HubDefinition) -> int:
        """Work out anew what is due when; the number of enquiries where that changed."""
        statuses = tuple(sorted(OPEN_AT_THE_HUB | {"transferred"}))  # a transferred one may still owe an answer
        wanted, moved, offset = QueueFilter(statuses=statuses), 0, 0
        while found := work.enquiries(wanted, "oldest", _AT_ONCE, offset):
            offset += len(found)
            for enquiry in found:
                due, target = next_due(enquiry, hub)
                if enquiry.due_at is not None and (due, target) != (enquiry.due_at, enquiry.due_for):
                    columns = {"due_at": due, "due_for": target}
                    work.change_enquiry(enquiry.id, version=enquiry.version, at=self._seat.now(), **columns)
                    moved += 1
        return moved


def _tidied(contact: Contact) -> Contact:
    return Contact(contact.id, *(" ".join(text.split()) for text in (contact.name, contact.phone, contact.when)))


def _contact_faults(contact: Contact) -> list[tuple[str, str]]:
    faults = []
    if not contact.name:
        faults.append((f"name.{contact.id}", "Enter a name."))
    if not contact.phone and contact.id in NEEDED:
        faults.append((f"phone.{contact.id}", "Enter a telephone number. Without it nobody knows whom to ring."))
    elif contact.phone and not _PHONE.fullmatch(contact.phone):
        faults.append((f"phone.{contact.id}", "Enter a telephone number, for example 01632 960000."))
    for field in ("name", "phone", "when"):
        if len(getattr(contact, field)) > LONGEST[field]:
            faults.append((f"{field}.{contact.id}", f"Use at most {LONGEST[field]} characters."))
    return faults


def _hours_faults(stored: Mapping[str, Any]) -> dict[str, str]:
    """The faults the hub's own reading finds, in words for this screen."""
    try:
        hours = hours_from(stored)
    except DefinitionError as error:
        words = {
            "days": "Choose at least one day on which the Hub is open.",
            "cut_off": "Enter a time, for example 16:00.",
        }
        return {
            f.key: words.get(f.key, "Enter two times, the earlier first, for example 09:00 and 17:00.")
            for f in error.faults
        }
    if not any(opens < hours.cut_off <= closes for opens, closes in hours.days.values()):
        return {"cut_off": "Choose a time at which the Hub is open."}
    return {}


def _closure_faults(closures: Sequence[tuple[dt.date, str]]) -> dict[str, str]:
    faults = {}
    for place, (day, reason) in enumerate(closures):
        if not reason:
            faults[f"closures.{place}"] = "Say why the Hub is closed."
        elif len(reason) > LONGEST["reason"]:
            faults[f"closures.{place}"] = f"Use at most {LONGEST['reason']} characters."
        elif day in [each for each, _ in closures[:place]]:
            faults[f"closures.{place}"] = "This day is in the list already."
    if len(closures) > MOST_CLOSURES:
        faults["closures"] = f"Keep at most {MOST_CLOSURES} closures. Take out old ones."
    return faults
