"""Following a sent enquiry: what its agency sees of it, from sending to the letter. Never what other agencies answered,
never the Hub's own notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from enquiry_app.enquiry.exchange_records import ParcelRecord
from enquiry_app.enquiry.hub_records import Letter, Message, Step
from enquiry_app.enquiry.progress_words import (
    Advice,
    DutyClock,
    StoryLine,
    chase_text,
    clock_of,
    if_nothing_is_heard,
    news_of,
    open_questions,
    story_of,
    told_to_the_referrer,
)
from enquiry_app.enquiry.records import STATUSES, Enquiry
from enquiry_app.enquiry.statuses import WITH_THE_AGENCY, WITH_THE_HUB, WORDS
from enquiry_app.errors import NotReady
from enquiry_app.services.amending import AMENDABLE
from enquiry_app.services.case_notes import read_note
from enquiry_app.services.crossing import worker_words
from enquiry_app.services.not_told import not_told_to_the_hub
from enquiry_app.services.ports import QueueFilter, Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import AT_ONCE
from enquiry_app.services.use_case import use_case

Kind = TypeVar("Kind", Message, Letter)
LIST_LIMIT = 500
_SENT = tuple(status for status in STATUSES if status not in WITH_THE_AGENCY)


@dataclass(frozen=True)
class Progress:
    """One sent enquiry as home lists it: where it stands, whose turn it is, what is new."""

    enquiry: Enquiry
    status: str
    clock: DutyClock
    news: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Progress({self.enquiry.id})"


@dataclass(frozen=True)
class Followed:
    """One sent enquiry with all that its agency may see of what became of it."""

    progress: Progress
    meaning: str
    story: tuple[StoryLine, ...]
    questions: tuple[Message, ...]  # of the Hub, not answered
    letters: tuple[Letter, ...]  # sent, oldest first
    advice: tuple[Advice, ...]  # what to do if nothing is heard
    chase: str  # the prepared text; "" where the Hub owes nothing
    worker: str  # who at the Hub works on it, with their number; "" if nobody yet
    version: int  # of what was sent
    may_amend: bool
    may_write: bool
    not_there: tuple[str, ...] = ()  # what was sent later and, in a store the Hub does not share, not handed over

    @property
    def enquiry(self) -> Enquiry:
        """The record."""
        return self.progress.enquiry

    def __repr__(self) -> str:
        return f"Followed({self.enquiry.id})"


class Following:
    """Use cases of the people who sent an enquiry and wait for an answer."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_progress", unaudited="list rows are not records opened")
    def mine(self, text: str = "", whole_agency: bool = False) -> tuple[Progress, ...]:
        """The sent enquiries of this person, newest first; of the whole agency if a safeguarding lead asks for them.

        `text` narrows by name, reference or postcode.
        """
        seat = self._seat
        seat.require("see_progress")
        everybody = whole_agency and seat.person.role == "safeguarding_lead"
        wanted = QueueFilter(
            statuses=_SENT, text=text,
            owner_id="" if everybody else seat.person.id, agency_id=seat.person.agency_id if everybody else "",
        )  # fmt: skip
        with seat.store.read() as read:
            found = read.enquiries(wanted, "newest", LIST_LIMIT)
            messages = _by_enquiry(read, Message, found)
            letters = _by_enquiry(read, Letter, found)
        return tuple(self._progress(e, messages.get(e.id, ()), letters.get(e.id, ())) for e in found)

    @use_case("see_progress", "progress:opened")
    def of(self, enquiry_id: str) -> Followed:
        """Open what became of an enquiry. What is new is still marked this time, and noted as read.

        Raises NotReady for one that was not sent.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = self._sent(work, enquiry_id)
            followed = self._followed(work, enquiry)
            self._note_read(work, enquiry_id)
            seat.record(work, "progress:opened", enquiry_id)
            work.commit()
        return followed

    @use_case("see_progress", unaudited="shows again what was opened a moment ago")
    def again(self, enquiry_id: str) -> Followed:
        """The same after a step of one's own: not another opening."""
        with self._seat.store.read() as read:
            return self._followed(read, self._sent(read, enquiry_id))

    def _sent(self, read: Readable, enquiry_id: str) -> Enquiry:
        enquiry = self._seat.enquiry(read, enquiry_id, "see_progress")
        if not enquiry.reference:
            raise NotReady("This enquiry has not been sent yet.")
        return enquiry

    def _progress(self, enquiry: Enquiry, messages: Iterable[Message], letters: Iterable[Letter]) -> Progress:
        seat, said = self._seat, tuple(messages)
        clock = clock_of(enquiry, seat.hub, seat.now(), open_questions(said))
        return Progress(enquiry, WORDS[enquiry.status].practitioner, clock, news_of(enquiry, said, letters))

    def _followed(self, read: Readable, enquiry: Enquiry) -> Followed:
        seat, now = self._seat, self._seat.now()
        messages, letters = read.hub_records(Message, enquiry.id), read.hub_records(Letter, enquiry.id)
        newest = read.sent_version(enquiry.id).number
        names = {person.id: person for person in read.people()}
        later = [read.sent_version(enquiry.id, number) for number in range(2, newest + 1)]
        versions = [(each.sent_at, names[each.sent_by].display_name if each.sent_by in names else "") for each in later]
        worker = names.get(enquiry.assigned_to)
        waiting = open_questions(messages)
        advice = () if waiting else if_nothing_is_heard(enquiry, seat.hub, now)
        return Followed(
            progress=self._progress(enquiry, messages, letters),
            meaning=WORDS[enquiry.status].meaning,
            story=story_of(enquiry, read.hub_records(Step, enquiry.id), messages, letters, versions),
            questions=waiting,
            letters=told_to_the_referrer(letters),
            advice=advice,
            chase=chase_text(enquiry, seat.hub, now, seat.person) if advice else "",
            worker=", ".join(filter(None, (worker.display_name, worker.phone)))
            if worker
            else worker_words(read, enquiry.id),
            version=newest,
            may_amend=enquiry.status in AMENDABLE,
            may_write=enquiry.status in WITH_THE_HUB,
            not_there=self._not_there(read, enquiry, [each.sent_at for each in later], messages),
        )

    def _not_there(
        self, read: Readable, enquiry: Enquiry, versions: list[dt.datetime], messages: Iterable[Message]
    ) -> tuple[str, ...]:
        """What was sent after the enquiry was last handed over or sealed; () where the Hub sees it at once."""
        if self._seat.info.kind in AT_ONCE or enquiry.status not in WITH_THE_HUB:
            return ()
        note = read_note(read, enquiry.id, "handover")
        sealed = read.hub_records(ParcelRecord, of_enquiry=enquiry.id, incoming=False)
        times = [dt.datetime.fromisoformat(note["at"])] if note else []
        times += [each.at for each in sealed]
        last = max(times, default=enquiry.sent_at or enquiry.created_at)
        changed = [f"version {number}" for number, at in enumerate(versions, 2) if at > last]
        written = sum(1 for message in messages if not message.from_hub and message.written_at > last)
        if written:
            changed.append("1 message" if written == 1 else f"{written} messages")
        return (*changed, *not_told_to_the_hub(read, enquiry.id))

    def _note_read(self, work: Work, enquiry_id: str) -> None:
        """Somebody of the agency has what the Hub wrote before them."""
        now, person = self._seat.now(), self._seat.person.id
        for message in work.hub_records(Message, enquiry_id):
            if message.from_hub and message.read_at is None:
                work.change_hub_record(replace(message, read_at=now, read_by=person), message.version)
        for letter in told_to_the_referrer(work.hub_records(Letter, enquiry_id)):
            if not letter.read_at:
                work.change_hub_record(replace(letter, read_at=now.isoformat(), read_by=person), letter.version)


def _by_enquiry(read: Readable, kind: type[Kind], enquiries: Iterable[Enquiry]) -> Mapping[str, list[Kind]]:
    numbers = tuple(enquiry.seq for enquiry in enquiries)
    found: dict[str, list[Kind]] = {}
    for record in read.hub_records(kind, enquiry_seq=numbers) if numbers else ():
        found.setdefault(record.enquiry_id, []).append(record)
    return found
