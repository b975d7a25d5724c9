"""Considered, not referred: a draft becomes the reasoned, signed record that its agency keeps, reviews, prints and, in
one step, turns back into an enquiry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.not_referred import (
    InputProblem,
    NotReferredInput,
    NotReferredPaper,
    ReviewInput,
    ReviewState,
    problems_of,
    review_problems,
    review_state,
)
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.records import Draft, Enquiry
from enquiry_app.errors import NotReady
from enquiry_app.services.drafting import changed_elsewhere
from enquiry_app.services.judging import judge
from enquiry_app.services.moving import WrongMoment, move
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import QueueFilter, Readable, RenderedPdf, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

LIST_LIMIT = 500


@dataclass(frozen=True)
class Prepared:
    """What the person reads before recording: whom it is about, and whether danger is marked."""

    enquiry: Enquiry
    worry: str
    danger: bool
    danger_words: tuple[str, ...]  # what the signs ask for at once

    def __repr__(self) -> str:
        return f"Prepared({self.enquiry.id})"


@dataclass(frozen=True)
class Considered:
    """One record with its enquiry and when its review is due."""

    enquiry: Enquiry
    record: NotReferred
    review: ReviewState

    def __repr__(self) -> str:
        return f"Considered({self.enquiry.id})"


class NotReferring:
    """Use cases of an agency that decides not to refer, and keeps the reasons."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("record_not_referred", unaudited="shows the person what they are writing")
    def prepare(self, enquiry_id: str) -> Prepared:
        """What recording it means, before anything is recorded. Raises WrongMoment unless it is a draft."""
        with self._seat.store.read() as read:
            enquiry = self._draft(read, enquiry_id)
            return self._prepared(read.draft(enquiry.id))

    @use_case("record_not_referred", "not_referred:recorded", "enquiry:status")
    def record(self, enquiry_id: str, given: NotReferredInput, version: int) -> NotReferred:
        """Sign the record; the draft is put by. `version`: of the draft as the person saw it.

        Raises NotReady with every InputProblem, WrongMoment, EnquiryChangedElsewhere.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = self._draft(work, enquiry_id)
            if enquiry.version != version:
                raise changed_elsewhere(version, enquiry.version)
            prepared = self._prepared(work.draft(enquiry_id))
            _refuse(problems_of(given, seat.today(), danger=prepared.danger))
            record = work.add_hub_record(self._signed(prepared, given))
            move(seat, work, enquiry, "not_referred")
            danger = "yes" if prepared.danger else "no"
            seat.record(work, "not_referred:recorded", enquiry_id, danger=danger, review=record.review_on)
            work.commit()
        return record

    @use_case("record_not_referred", "not_referred:reviewed")
    def review(self, enquiry_id: str, given: ReviewInput, version: int) -> NotReferred:
        """Keep how the child is now, and when to look again. `version`: of the record. Raises NotReady, WrongMoment."""
        seat = self._seat
        with seat.store.write() as work:
            seat.enquiry(work, enquiry_id, "record_not_referred")
            record = _standing(work, enquiry_id)
            _refuse(review_problems(given, seat.today()))
            day = given.review_on.isoformat() if given.review_on else ""
            said = {"at": seat.now().isoformat(), "by": seat.person.id, "note": given.note.strip(), "next": day}
            reviewed = replace(record, review_on=day, reviews=(*record.reviews, said))
            kept = work.change_hub_record(reviewed, version)
            seat.record(work, "not_referred:reviewed", enquiry_id, review=day)
            work.commit()
        return kept

    @use_case("record_not_referred", "not_referred:reopened", "enquiry:status")
    def reopen(self, enquiry_id: str) -> Enquiry:
        """Make it a draft again, to go on to a referral. The record of what was considered is kept."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "record_not_referred")
            record = _standing(work, enquiry_id)
            work.change_hub_record(replace(record, reopened_at=seat.now(), reopened_by=seat.person.id), record.version)
            still = tuple(flag for flag in enquiry.flags if flag != "signed_off")  # that was for what was written then
            draft = move(seat, work, enquiry, "draft", flags=still)
            seat.record(work, "not_referred:reopened", enquiry_id)
            work.commit()
        return draft

    @use_case("record_not_referred", "not_referred:opened")
    def open(self, enquiry_id: str) -> tuple[Considered, ...]:
        """Every record of one enquiry, oldest first (it can be reopened and recorded again)."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "record_not_referred")
            found = self._considered(enquiry, work.hub_records(NotReferred, enquiry_id))
            seat.record(work, "not_referred:opened", enquiry_id)
            work.commit()
        return found

    @use_case("record_not_referred", unaudited="list rows are not records opened")
    def mine(self, text: str = "", whole_agency: bool = False) -> tuple[Considered, ...]:
        """What this person (for a lead who asks, the agency) considered and did not refer, soonest review first."""
        seat = self._seat
        seat.require("record_not_referred")
        everybody = whole_agency and seat.person.role == "safeguarding_lead"
        wanted = QueueFilter(
            statuses=("not_referred",), text=text,
            owner_id="" if everybody else seat.person.id, agency_id=seat.person.agency_id if everybody else "",
        )  # fmt: skip
        with seat.store.read() as read:
            found = {enquiry.seq: enquiry for enquiry in read.enquiries(wanted, "newest", LIST_LIMIT)}
            records = read.hub_records(NotReferred, enquiry_seq=tuple(found)) if found else ()
        standing = {record.enquiry_id: record for record in records if record.reopened_at is None}
        rows = [row for e in found.values() if e.id in standing for row in self._considered(e, (standing[e.id],))]
        return tuple(sorted(rows, key=lambda row: row.record.review_on or "9999"))

    @use_case("record_not_referred", "document:made")
    def pdf(self, enquiry_id: str) -> RenderedPdf:
        """The newest record of an enquiry on paper. Raises NotFound, DocumentError."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "record_not_referred")
            record = _newest(read, enquiry_id)
            names = {person.id: person.display_name for person in read.people()}
        paper = NotReferredPaper(
            enquiry, record, names, seat.today(), seat.now(), enquiry.agency_name, seat.info.practice
        )
        rendered = seat.make_document("not_referred", paper)
        with seat.store.write() as work:
            seat.record(work, "document:made", enquiry_id, copy="not_referred", sha256=rendered.sha256,
                        pages=str(rendered.page_count))  # fmt: skip
            work.commit()
        return rendered

    def _draft(self, read: Readable, enquiry_id: str) -> Enquiry:
        enquiry = self._seat.enquiry(read, enquiry_id, "record_not_referred")
        if enquiry.status != "draft":
            raise WrongMoment("Only a draft can be recorded as considered, not referred.")
        return enquiry

    def _prepared(self, draft: Draft) -> Prepared:
        definitions = self._seat.definitions
        state = judge(definitions, draft.answers, self._seat.today(), revealed=draft.revealed)
        prompts = [prompt.prompt for found in state.danger_prompts.values() for prompt in found]
        danger = state.facts.get("danger_now") == "yes" or state.phone_hub_now or bool(prompts)
        asked = (definitions.form.questions.get(name) for name in ("worry_in_short", "worry"))
        said = ((q, draft.answers.get(q.id)) for q in asked if q is not None)
        worry = next((kind_of(q).show(definitions.form, q, v) for q, v in said if v is not None), "")
        return Prepared(draft.enquiry, worry, danger, tuple(dict.fromkeys(prompts)))

    def _signed(self, prepared: Prepared, given: NotReferredInput) -> NotReferred:
        seat, day = self._seat, given.review_on
        return NotReferred(
            id=new_id(seat.now()), version=1, enquiry_id=prepared.enquiry.id, signed_at=seat.now(),
            signed_by=seat.person.id, review_on=day.isoformat() if day else "",
            advice_from=given.advice_from.strip(), advice=given.advice.strip(), reason=given.reason.strip(),
            plan=given.plan.strip(), danger_reason=given.danger_reason.strip() if prepared.danger else "",
            danger=prepared.danger, about=prepared.enquiry.title, worry=prepared.worry, level=prepared.enquiry.level,
            signed_name=seat.person.display_name, signed_role=seat.person.job_title,
        )  # fmt: skip

    def _considered(self, enquiry: Enquiry, records: Iterable[NotReferred]) -> tuple[Considered, ...]:
        today = self._seat.today()
        return tuple(Considered(enquiry, record, review_state(record, today)) for record in records)


def _newest(read: Readable, enquiry_id: str) -> NotReferred:
    found = read.hub_records(NotReferred, enquiry_id)
    if not found:
        raise WrongMoment("Nothing was recorded as considered, not referred for this enquiry.")
    return found[-1]


def _standing(work: Work, enquiry_id: str) -> NotReferred:
    """The record that stands. Raises WrongMoment."""
    record = _newest(work, enquiry_id)
    if record.reopened_at is not None:
        raise WrongMoment("This was opened again as an enquiry meanwhile.")
    return record


def _refuse(problems: tuple[InputProblem, ...]) -> None:
    if problems:
        raise NotReady("Something is still missing.", problems)
