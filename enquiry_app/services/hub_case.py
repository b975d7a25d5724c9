"""Everything the Hub has on one enquiry, for one screen: what was sent, the work on it, the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.enquiry.exchange_records import ParcelRecord
from enquiry_app.enquiry.hub_history import HistoryLine, HubWork, history_of, newest_first
from enquiry_app.enquiry.hub_records import (
    Decision,
    Disagreement,
    InformationCheck,
    Letter,
    Link,
    Message,
    Step,
    Task,
)
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.services.hub_queue import OpenedEnquiry, QueueRow, open_in, queue_row
from enquiry_app.services.not_told import not_told_to_the_agency
from enquiry_app.services.ports import Readable
from enquiry_app.services.repeat_radar import other_end, sure_not_linked
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case


@dataclass(frozen=True)
class HubCase:
    """One enquiry with the Hub's work on it, as it stands at one instant."""

    opened: OpenedEnquiry
    row: QueueRow  # the clock in words
    work: HubWork
    people: Mapping[str, Person]
    history: tuple[HistoryLine, ...]
    others: tuple[Enquiry, ...]  # linked enquiries, newest first
    came_sealed: bool = False  # in a sealed file: a sealed reply can be made
    not_told: tuple[str, ...] = ()  # what its agency does not know until a sealed reply is made
    sure_not_linked: int = 0  # other enquiries surely about the same children that nobody has linked

    @property
    def enquiry(self) -> Enquiry:
        """The record."""
        return self.opened.enquiry

    def name_of(self, person_id: str) -> str:
        """Display name of a person of this store; "" if unknown."""
        person = self.people.get(person_id)
        return person.display_name if person else ""

    def __repr__(self) -> str:
        return f"HubCase({self.enquiry.id})"


class HubCases:
    """Opens enquiries for the people of the Hub."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("open_received", "enquiry:opened", "enquiry:received")
    def open(self, enquiry_id: str) -> HubCase:
        """Open it; the first opening by the Hub marks it received and acknowledges it.

        Raises StoreDamaged if the content is not what was frozen.
        """
        seat = self._seat
        with seat.store.write() as work:
            opened = open_in(seat, work, enquiry_id)
            case = self._case(work, opened)
            work.commit()
        return case

    @use_case("open_received", unaudited="shows again what was opened a moment ago")
    def again(self, enquiry_id: str) -> HubCase:
        """The same case after a step of one's own work: not another opening of the record."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "open_received")
            sent = read.sent_version(enquiry_id)
            form, matrix = seat.definitions.form_of(read, sent.form), seat.definitions.matrix_of(read, sent.matrix)
            return self._case(read, OpenedEnquiry(enquiry, sent, form, matrix))

    def _case(self, read: Readable, opened: OpenedEnquiry) -> HubCase:
        seat, enquiry = self._seat, opened.enquiry
        people = {person.id: person for person in read.people()}
        work = work_of(read, enquiry.id)
        names = {key: person.display_name for key, person in people.items()}
        lines = (*reversed(history_of(enquiry, work, names)), *_amendments(read, opened, names))
        history = newest_first(lines)
        sealed = bool(read.count_hub_records(ParcelRecord, of_enquiry=enquiry.id, incoming=True))
        row = queue_row(enquiry, seat.hub, seat.now())
        known = sure_not_linked(read, enquiry, seat.today())
        others, not_told = _others(read, work, enquiry.id), not_told_to_the_agency(read, enquiry)
        return HubCase(opened, row, work, people, history, others, sealed, not_told, known)


def work_of(read: Readable, enquiry_id: str) -> HubWork:
    """The Hub's records of one enquiry."""
    return HubWork(
        steps=read.hub_records(Step, enquiry_id),
        checks=read.hub_records(InformationCheck, enquiry_id),
        decisions=read.hub_records(Decision, enquiry_id),
        messages=read.hub_records(Message, enquiry_id),
        letters=read.hub_records(Letter, enquiry_id),
        tasks=read.hub_records(Task, enquiry_id),
        disagreements=read.hub_records(Disagreement, enquiry_id),
        links=(*read.hub_records(Link, enquiry_id), *read.hub_records(Link, other_id=enquiry_id)),
    )


def _amendments(read: Readable, opened: OpenedEnquiry, names: Mapping[str, str]) -> tuple[HistoryLine, ...]:
    """What the referrer changed after sending, one line a change."""
    lines, newer = [], opened.sent
    if newer.number > 1:
        from enquiry_app.enquiry.answer_changes import changes_between
    while newer.number > 1:
        older = read.sent_version(opened.enquiry.id, newer.number - 1)
        for sentence in changes_between(opened.form, opened.matrix, older.answers, newer.answers):
            lines.append(HistoryLine(newer.sent_at, names.get(newer.sent_by, ""), "Changed after sending", sentence))
        newer = older
    return tuple(lines)


def _others(read: Readable, work: HubWork, enquiry_id: str) -> tuple[Enquiry, ...]:
    linked = [other_end(link, enquiry_id) for link in work.links if link.other_id and not link.undone_at]
    found = [read.enquiry(other) for other in dict.fromkeys(linked)]
    return tuple(sorted(found, key=lambda enquiry: enquiry.sent_at or enquiry.created_at, reverse=True))
