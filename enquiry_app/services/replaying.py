"""What was known when: an enquiry as it stood at any past moment, with what became known next.

Its agency sees what it wrote, minute by minute, and what it was told. The Hub sees what was sent to it and its own work:
never what the agency wrote before it was sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answer_changes import changes_between
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.hub_history import HistoryLine, history_of
from enquiry_app.enquiry.hub_records import Letter, Message, Step
from enquiry_app.enquiry.known_then import (
    KnownSection,
    Logged,
    Moment,
    answers_at,
    answers_of_agencies,
    in_order,
    same_answers,
    sections_of,
    standing_at,
    writing_moments,
)
from enquiry_app.enquiry.progress_words import story_of
from enquiry_app.enquiry.records import Enquiry, SentVersion
from enquiry_app.enquiry.statuses import HUB_ROLES
from enquiry_app.errors import NotFound
from enquiry_app.services.hub_case import work_of
from enquiry_app.services.ports import Readable, RenderedPdf
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case


@dataclass(frozen=True)
class Replay:
    """Everything needed to put an enquiry back to any moment, read once. `moments` are oldest first."""

    enquiry: Enquiry
    role: str
    form: Form
    matrix: Matrix
    log: tuple[Logged, ...]  # empty for the Hub
    versions: tuple[tuple[SentVersion, Form, Matrix], ...]  # oldest first
    lines: tuple[HistoryLine, ...]  # oldest first
    steps: tuple[Step, ...]
    names: Mapping[str, str]
    moments: tuple[Moment, ...]
    in_doubt: bool = False  # the log put together is not what stands now: the clock was set back while it was written

    def __repr__(self) -> str:
        return f"Replay({self.enquiry.id}, {len(self.moments)} moments)"


@dataclass(frozen=True)
class KnownThen:
    """The record as of one moment, and what became known at the next one."""

    moment: Moment
    number: int  # of all moments, from 1
    of: int
    version: int  # what had been sent last; 0: nothing yet
    standing: tuple[tuple[str, str], ...]
    sections: tuple[KnownSection, ...]
    happened: tuple[HistoryLine, ...]  # newest first
    next_moment: Moment | None
    next_changes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"KnownThen({self.number} of {self.of})"


@dataclass(frozen=True)
class ReplayPaper:
    """What is printed of a moment."""

    name: str
    then: KnownThen
    organisation: str
    made_by: str
    made_at: dt.datetime
    practice: bool

    def __repr__(self) -> str:
        return f"ReplayPaper({self.name})"


class Replaying:
    """Use cases of those who have to show what was known at a time."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_replay", "replay:opened")
    def open(self, enquiry_id: str) -> Replay:
        """Everything that became known about an enquiry, moment by moment, as far as this person may see it."""
        seat = self._seat
        with seat.store.write() as work:
            replay = self._replay(work, seat.enquiry(work, enquiry_id, "see_replay"))
            seat.record(work, "replay:opened", enquiry_id)
            work.commit()
        return replay

    @use_case("see_replay", unaudited="computes from what was opened a moment ago")
    def then(self, replay: Replay, number: int) -> KnownThen:
        """The record as of the moment with this number, from 0."""
        self._seat.require("see_replay", replay.enquiry)
        return known_then(replay, number)

    @use_case("see_replay", "replay:printed")
    def pdf(self, replay: Replay, number: int) -> RenderedPdf:
        """A moment on paper."""
        seat, enquiry = self._seat, replay.enquiry
        seat.require("see_replay", enquiry)
        name = enquiry.reference or f"D{enquiry.seq}"
        then = known_then(replay, number)
        paper = ReplayPaper(
            name, then, seat.info.organisation, seat.person.display_name, seat.now(), seat.info.practice
        )
        rendered = seat.make_document("replay", paper)
        with seat.store.write() as work:
            at = then.moment.at.isoformat(timespec="seconds")
            seat.record(work, "replay:printed", enquiry.id, moment=at, sha256=rendered.sha256)
            work.commit()
        return rendered

    def _replay(self, read: Readable, enquiry: Enquiry) -> Replay:
        seat, role = self._seat, self._seat.person.role
        names = {person.id: person.display_name for person in read.people()}
        form, matrix = seat.definitions.form_of(read, enquiry.form), seat.definitions.matrix_of(read, enquiry.matrix)
        versions = self._versions(read, enquiry)
        hub = role in HUB_ROLES
        log = () if hub else read.answer_changes(enquiry.id)
        lines = self._hub_lines(read, enquiry, names) if hub else self._agency_lines(read, enquiry, versions, names)
        lines = tuple(sorted(lines, key=lambda line: line.at))
        moments = [Moment(line.at, "happened", line.who, line.what) for line in lines]
        moments += writing_moments(log, form, names)
        if hub:
            moments += [
                Moment(sent.sent_at, "sent", names.get(sent.sent_by, ""), f"Version {sent.number} was sent")
                for sent, _, _ in versions
            ]
        first = versions[0][0].sent_at if hub and versions else None
        ordered = in_order(each for each in moments if first is None or each.at >= first)
        steps = read.hub_records(Step, enquiry.id)
        doubt = bool(log) and not same_answers(answers_at(log, max(at for at, _, _ in log)), read.answers(enquiry.id))
        return Replay(enquiry, role, form, matrix, tuple(log), versions, lines, steps, names, ordered, doubt)

    def _versions(self, read: Readable, enquiry: Enquiry) -> tuple[tuple[SentVersion, Form, Matrix], ...]:
        try:
            newest = read.sent_version(enquiry.id).number
        except NotFound:
            return ()
        definitions, found = self._seat.definitions, []
        for number in range(1, newest + 1):
            sent = read.sent_version(enquiry.id, number)
            found.append((sent, definitions.form_of(read, sent.form), definitions.matrix_of(read, sent.matrix)))
        return tuple(found)

    def _hub_lines(self, read: Readable, enquiry: Enquiry, names: Mapping[str, str]) -> tuple[HistoryLine, ...]:
        work = work_of(read, enquiry.id)
        return (*history_of(enquiry, work, names), *answers_of_agencies(work.checks, names))

    def _agency_lines(
        self, read: Readable, enquiry: Enquiry, versions: tuple[tuple[SentVersion, Form, Matrix], ...],
        names: Mapping[str, str],
    ) -> tuple[HistoryLine, ...]:  # fmt: skip
        later = [(sent.sent_at, names.get(sent.sent_by, "")) for sent, _, _ in versions[1:]]
        steps, letters = read.hub_records(Step, enquiry.id), read.hub_records(Letter, enquiry.id)
        story = story_of(enquiry, steps, read.hub_records(Message, enquiry.id), letters, later)
        return tuple(HistoryLine(line.at, line.who, line.what, line.words) for line in story)


def known_then(replay: Replay, number: int) -> KnownThen:
    """The record as of the moment with this number, from 0. Raises IndexError."""
    moment = replay.moments[number]
    after = replay.moments[number + 1] if number + 1 < len(replay.moments) else None
    version, form, matrix, answers = _record_at(replay, moment.at)
    changes: tuple[str, ...] = ()
    if after is not None:
        _, later_form, later_matrix, later = _record_at(replay, after.at)
        changes = changes_between(later_form, later_matrix, answers, later)
        changes += tuple(f"{line.what}: {line.why}" for line in replay.lines if line.at == after.at and line.why)
    return KnownThen(
        moment, number + 1, len(replay.moments), version,
        standing_at(replay.steps, moment.at, replay.names, _first_status(replay.enquiry, version, moment.at), replay.role),
        sections_of(form, matrix, answers),
        tuple(line for line in reversed(replay.lines) if line.at <= moment.at),
        after, changes,
    )  # fmt: skip


def _record_at(replay: Replay, at: dt.datetime) -> tuple[int, Form, Matrix, Answers]:
    """What had been sent last, and the answers: as written by the agency, as sent for the Hub."""
    sent = [each for each in replay.versions if each[0].sent_at <= at]
    version = sent[-1][0].number if sent else 0
    if replay.log and replay.log[0][0] <= at:
        return version, replay.form, replay.matrix, answers_at(replay.log, at)
    if sent:
        newest, form, matrix = sent[-1]
        return version, form, matrix, newest.answers
    return version, replay.form, replay.matrix, Answers()


def _first_status(enquiry: Enquiry, version: int, at: dt.datetime) -> str:
    """What it was before the Hub took any step."""
    if enquiry.received_at is not None and enquiry.received_at <= at:
        return "received"
    return "sent" if version else "draft"
