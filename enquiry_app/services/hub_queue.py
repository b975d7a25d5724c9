"""The Hub's queue: a page of rows, counts, and opening an enquiry, which marks it received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.hub_clock import arrived_at, next_due, target_of
from enquiry_app.enquiry.records import STATUSES, Enquiry, SentVersion
from enquiry_app.enquiry.statuses import FINISHED, OPEN_AT_THE_HUB, WITH_THE_HUB, may_move
from enquiry_app.enquiry.working_time import time_left_words, waiting_words
from enquiry_app.errors import StoreDamaged
from enquiry_app.services.freezing import content_hash
from enquiry_app.services.moving import change
from enquiry_app.services.ports import SORTS, QueueFilter, Work
from enquiry_app.services.repeat_radar import watch
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case
from enquiry_app.services.writing_letters import acknowledge_in

LARGEST_PAGE = 500


@dataclass(frozen=True)
class QueueRow:
    """One row as the queue shows it."""

    enquiry: Enquiry
    waiting_words: str
    due_words: str
    overdue: bool
    urgent: bool
    holder: str = ""  # name of who works on it


@dataclass(frozen=True)
class QueuePage:
    """Some rows, and how many there are in all."""

    rows: tuple[QueueRow, ...]
    total: int
    cut: bool = False  # there are more, older ones that hold the text looked for


@dataclass(frozen=True)
class OpenedEnquiry:
    """An enquiry opened by the Hub with the form and matrix versions it was sent with."""

    enquiry: Enquiry
    sent: SentVersion
    form: Form
    matrix: Matrix

    def __repr__(self) -> str:
        return f"OpenedEnquiry({self.enquiry.id})"


class HubQueue:
    """Use cases of the people who receive enquiries."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_queue", unaudited="list rows are not records opened")
    def page(
        self, wanted: QueueFilter | None = None, sort: str = "urgent_first", offset: int = 0, limit: int = 50
    ) -> QueuePage:
        """A page of what was handed over to the Hub. `sort` is one of `ports.SORTS`."""
        seat, now = self._seat, self._seat.now()
        seat.require("see_queue")
        if sort not in SORTS:
            raise ValueError(f"the queue cannot be sorted by {sort}")
        visible = only_with_the_hub(wanted or QueueFilter())
        with seat.store.read() as read:
            found, total, cut = read.page_and_count(visible, sort, min(limit, LARGEST_PAGE), offset)
            names = {person.id: person.display_name for person in read.people()}
        rows = (queue_row(enquiry, seat.hub, now, names.get(enquiry.assigned_to, "")) for enquiry in found)
        return QueuePage(tuple(rows), total, cut)

    @use_case("see_queue", unaudited="counts show nobody")
    def counts(self, wanted: QueueFilter | None = None) -> Mapping[str, int]:
        """How many there are of each status the Hub can see; every such status is named, also with 0."""
        self._seat.require("see_queue")
        visible = only_with_the_hub(replace(wanted or QueueFilter(), statuses=()))
        with self._seat.store.read() as read:
            counted = read.counts_by_status(visible)
        return {status: counted.get(status, 0) for status in STATUSES if status in WITH_THE_HUB}

    @use_case("see_queue", unaudited="counts show nobody")
    def own_counts(self) -> Mapping[str, int]:
        """How many open ones are `mine`, `overdue` and `urgent` at this instant, and of my `team` where I am in one."""
        seat = self._seat
        seat.require("see_queue")
        still_open = only_with_the_hub(QueueFilter(statuses=tuple(OPEN_AT_THE_HUB)))
        with seat.store.read() as read:
            counted = {
                "mine": read.count(replace(still_open, assigned_to=seat.person.id)),
                "overdue": read.count(replace(still_open, overdue_at=seat.now())),
                "urgent": read.count(replace(still_open, urgent_only=True)),
            }
            if read.person(seat.person.id).team_id:
                counted["team"] = read.count(replace(still_open, team_of=seat.person.id))
        return counted

    @use_case("see_queue", unaudited="numbers show nobody")
    def newest_arrivals(self) -> tuple[int, str]:
        """How many urgent ones nobody at the Hub has opened yet, and the id of the first of them."""
        seat = self._seat
        seat.require("see_queue")
        unseen = QueueFilter(statuses=("sent",), urgent_only=True)
        with seat.store.read() as read:
            found = read.enquiries(unseen, "urgent_first", LARGEST_PAGE)
            openable = [each for each in found if not each.closed]
            return read.count(unseen) - len(found) + len(openable), openable[0].id if openable else ""

    @use_case("open_received", "enquiry:opened", "enquiry:received", "letter:acknowledged")
    def open(self, enquiry_id: str) -> OpenedEnquiry:
        """Open what was sent. The first opening by the Hub marks it received.

        Raises StoreDamaged if the content is not what was frozen.
        """
        with self._seat.store.write() as work:
            opened = open_in(self._seat, work, enquiry_id)
            work.commit()
        return opened


def open_in(seat: Seat, work: Work, enquiry_id: str) -> OpenedEnquiry:
    """Open what was sent, in the running transaction. Raises StoreDamaged if it is not what was frozen."""
    enquiry = seat.enquiry(work, enquiry_id, "open_received")
    sent = work.sent_version(enquiry_id)
    if content_hash(sent, enquiry.reference) != sent.content_hash:
        raise StoreDamaged(
            "This enquiry is not as it was sent, so it is not shown. Ask the administrator to check the store."
        )
    enquiry = note_opened(seat, work, enquiry)
    form, matrix = seat.definitions.form_of(work, sent.form), seat.definitions.matrix_of(work, sent.matrix)
    return OpenedEnquiry(enquiry, sent, form, matrix)


def note_opened(seat: Seat, work: Work, enquiry: Enquiry) -> Enquiry:
    """Mark it received if this is the Hub's first opening, and note the opening, within the running transaction."""
    if may_move(seat.person.role, enquiry.status, "received"):
        enquiry = change(seat, work, enquiry, status="received", received_at=seat.now())
        seat.record(work, "enquiry:received", enquiry.id)
        enquiry = watch(seat, work, acknowledge_in(seat, work, enquiry))
    seat.record(work, "enquiry:opened", enquiry.id)
    return enquiry


def only_with_the_hub(wanted: QueueFilter) -> QueueFilter:
    """The same filter, narrowed to statuses the Hub may see."""
    asked = [status for status in (wanted.statuses or STATUSES) if status in WITH_THE_HUB]
    return replace(wanted, statuses=tuple(asked) or ("",))


def queue_row(enquiry: Enquiry, hub: HubDefinition, now: dt.datetime, holder: str = "") -> QueueRow:
    """How a row reads at this instant: waiting since it arrived, what the Hub owes next and by when."""
    waiting = "" if enquiry.status in FINISHED else waiting_words(arrived_at(enquiry), now)
    due = (enquiry.due_at or next_due(enquiry, hub)[0]) if target_of(enquiry) else None
    if due is None:
        return QueueRow(enquiry, waiting, "", False, enquiry.urgent, holder)
    return QueueRow(enquiry, waiting, time_left_words(hub.hours, due, now), now >= due, enquiry.urgent, holder)
