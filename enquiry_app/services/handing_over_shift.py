"""The handover sheet, for Friday afternoon and out of hours: what is open, what is due before the end of the next working
day, who has it, whom it waits for. No names of children and nothing of what was written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enquiry_app.enquiry.hub_records import InformationCheck, Message
from enquiry_app.enquiry.statuses import OPEN_AT_THE_HUB, status_words
from enquiry_app.enquiry.working_time import add_working_days, closing
from enquiry_app.services.hub_queue import only_with_the_hub, queue_row
from enquiry_app.services.ports import QueueFilter, Readable
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

MOST = 500  # a sheet nobody can read through helps nobody


@dataclass(frozen=True)
class HandoverLine:
    """One open enquiry on the sheet."""

    enquiry_id: str
    version: int
    reference: str
    initials: str
    rating: str
    urgent: bool
    status: str  # in words
    due: str  # in words; "" if nothing is due
    overdue: bool
    soon: bool  # due before the end of the next working day, or late
    holder_id: str
    holder: str  # "" if nobody has it
    waits_for: str

    def __repr__(self) -> str:
        return f"HandoverLine({self.enquiry_id})"


@dataclass(frozen=True)
class HandoverSheet:
    """The sheet at one instant, what is due soon first. `more`: open ones that are not on it."""

    made_at: dt.datetime
    made_by: str
    organisation: str
    phone: str
    out_of_hours: str
    until: dt.datetime
    lines: tuple[HandoverLine, ...]
    more: int
    practice: bool

    @property
    def soon(self) -> tuple[HandoverLine, ...]:
        """What must not wait."""
        return tuple(line for line in self.lines if line.soon)

    @property
    def later(self) -> tuple[HandoverLine, ...]:
        """The rest."""
        return tuple(line for line in self.lines if not line.soon)


class HandoverSheets:
    """Use cases of whoever goes home, and whoever stays."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_handover", unaudited="initials and references, no record opened")
    def sheet(self) -> HandoverSheet:
        """What is open at this instant."""
        seat, now = self._seat, self._seat.now()
        seat.require("see_handover")
        wanted = only_with_the_hub(QueueFilter(statuses=tuple(OPEN_AT_THE_HUB)))
        next_day = add_working_days(seat.hub.hours, now, 1)
        until = closing(seat.hub.hours, next_day) or next_day
        with seat.store.read() as read:
            found = read.enquiries(wanted, "urgent_first", MOST)
            total = read.count(wanted)
            names = {person.id: person.display_name for person in read.people()}
            waiting = _waiting(read)
        lines = []
        for enquiry in found:
            row = queue_row(enquiry, seat.hub, now, names.get(enquiry.assigned_to, ""))
            soon = enquiry.urgent or row.overdue or bool(enquiry.due_at and enquiry.due_at <= until)
            at_manager = enquiry.status == "manager_decision"
            lines.append(
                HandoverLine(
                    enquiry.id, enquiry.version, enquiry.reference, enquiry.initials, enquiry.rating, enquiry.urgent,
                    status_words(enquiry.status, seat.person.role), row.due_words, row.overdue, soon,
                    enquiry.assigned_to, row.holder, "a manager" if at_manager else waiting.get(enquiry.id, ""),
                )
            )  # fmt: skip
        info = seat.info
        return HandoverSheet(
            now, seat.person.display_name, info.organisation, seat.hub.phone, seat.hub.out_of_hours_phone, until,
            tuple(lines), total - len(lines), info.practice,
        )  # fmt: skip

    @use_case("see_handover", "handover:made")
    def pdf(self) -> Any:
        """The sheet on paper."""
        seat, sheet = self._seat, self.sheet()
        rendered = seat.make_document("handover", sheet)
        with seat.store.write() as work:
            seat.record(work, "handover:made", seat.info.id, lines=str(len(sheet.lines)))
            work.commit()
        return rendered


def _waiting(read: Readable) -> Mapping[str, str]:
    """Enquiry id -> whom it waits for, in words."""
    found: dict[str, list[str]] = defaultdict(list)
    for check in read.hub_records(InformationCheck, status="asked"):
        found[check.enquiry_id].append(check.agency_name)
    answered = {message.answers for message in read.hub_records(Message, kind="answer")}
    for question in read.hub_records(Message, kind="question"):
        if question.id not in answered:
            found[question.enquiry_id].append("the referrer")
    return {key: ", ".join(dict.fromkeys(names)) for key, names in found.items()}
