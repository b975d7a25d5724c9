"""Writing an enquiry: start, open, save, find the same child, delete. Nothing here sends anything."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry_app.enquiry.answers import Answers, Change, ItemsChange
from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.records import Draft, Enquiry, Suggested
from enquiry_app.errors import EnquiryChangedElsewhere, NotAllowed
from enquiry_app.services import attaching, withdrawing
from enquiry_app.services.deleting_drafts import Undo, WaitingDeletions
from enquiry_app.services.judging import current_summary
from enquiry_app.services.new_ids import RandomBytes, new_id
from enquiry_app.services.ports import IndexedPerson, QueueFilter, Readable, SimilarChild, Summary, Work
from enquiry_app.services.prefilling import prefilled
from enquiry_app.services.revealing import reveal
from enquiry_app.services.seat import Seat, not_found
from enquiry_app.services.summarising import touches_summary
from enquiry_app.services.use_case import use_case
from enquiry_app.services.working_copy import draft_of_copy, files_of, save_copy, with_renamed

EDITABLE = frozenset({"draft", "returned"})
LIST_LIMIT = 500


@dataclass(frozen=True)
class DraftSaved:
    """What the store now holds: its version, and when it was saved (aware UTC)."""

    version: int
    at: dt.datetime


@dataclass(frozen=True)
class _Remembered:
    """The answers and summary of the draft last saved here; valid only while the stored version is the same."""

    enquiry_id: str
    version: int
    answers: Answers
    summary: Summary


class Drafting:
    """Use cases of the person who writes an enquiry."""

    def __init__(self, seat: Seat, random_bytes: RandomBytes = secrets.token_bytes) -> None:
        self._seat = seat
        self._random_bytes = random_bytes
        self._waiting = WaitingDeletions()
        self._remembered: _Remembered | None = None

    @use_case("start_enquiry", "enquiry:started")
    def start(self, answers: Answers | None = None) -> Draft:
        """Begin an enquiry, with these answers if given; the referrer's own details are put in."""
        seat, definitions = self._seat, self._seat.definitions
        seat.require("start_enquiry")
        with seat.store.write() as work:
            definitions.keep(work)
            kind = next((a.kind for a in work.agencies() if a.id == seat.person.agency_id), "")
            full = prefilled(definitions.form, answers or Answers(), seat.person, kind, self._random_bytes)
            summary = current_summary(seat, full)
            enquiry = add_started(seat, work, full, summary, kind, self._random_bytes)
            work.commit()
        self._remembered = _Remembered(enquiry.id, enquiry.version, full, summary)
        return Draft(enquiry, full)

    @use_case("open_draft", "enquiry:opened")
    def open(self, enquiry_id: str) -> Draft:
        """Open an enquiry of one's own agency for work. One begun with an older form is carried over, with a notice."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = self._enquiry(work, enquiry_id, "open_draft")
            draft = draft_of_copy(work, enquiry) if enquiry.amending else work.draft(enquiry.id)
            if not enquiry.amending and enquiry.status in EDITABLE and enquiry.form != seat.definitions.form_key:
                draft = self._carried_over(work, draft)
            seat.record(work, "enquiry:opened", enquiry_id)
            work.commit()
        return draft

    @use_case("list_own_enquiries", unaudited="list rows are not records opened")
    def mine(self, text: str = "") -> tuple[Enquiry, ...]:
        """The enquiries this person made, newest first; `text` narrows by name, reference or postcode."""
        return self._list(QueueFilter(owner_id=self._seat.person.id, text=text))

    @use_case("list_own_enquiries", unaudited="list rows are not records opened")
    def of_my_agency(self, text: str = "") -> tuple[Enquiry, ...]:
        """For a safeguarding lead, every enquiry of the agency; for others the same as `mine`."""
        if self._seat.person.role != "safeguarding_lead":
            return self.mine(text)
        return self._list(QueueFilter(agency_id=self._seat.person.agency_id, text=text))

    @use_case(
        "edit_draft", unaudited="autosaves are kept as answer changes; one event is written for each section visit"
    )
    def save_changes(
        self, enquiry_id: str, version: int, changes: Sequence[Change | ItemsChange], place: str | None = None
    ) -> DraftSaved:
        """Save these changes on top of `version`. Raises EnquiryChangedElsewhere if somebody saved in between."""
        seat, at = self._seat, self._seat.now()
        with seat.store.write() as work:
            enquiry = self._editable(work, enquiry_id)
            if enquiry.amending:
                saved = save_copy(work, enquiry_id, version, changes, place)
                work.commit()
                return DraftSaved(saved, at)
            if enquiry.version != version:
                raise changed_elsewhere(version, enquiry.version)
            before = self._known(work, enquiry)
            answers = before.answers.with_changes(tuple(changes))
            summary = before.summary
            if touches_summary(changes):
                summary = current_summary(seat, answers)
            marks = tuple(flag for flag in enquiry.flags if flag in ("signed_off", "changed_after_sign_off"))
            if "signed_off" in marks and changes and "changed_after_sign_off" not in marks:
                marks += ("changed_after_sign_off",)
            stored = replace(summary, flags=summary.flags + marks)
            saved = work.save_answers(
                enquiry_id, version=version, changes=changes, summary=stored, place=place, at=at, by=seat.person.id
            )
            work.commit()
        self._remembered = _Remembered(enquiry_id, saved, answers, summary)
        return DraftSaved(saved, at)

    @use_case("edit_draft", "enquiry:edited")
    def edited_section(self, enquiry_id: str, section_id: str) -> None:
        """Note in the audit trail that this section was worked on: one event for each visit."""
        with self._seat.store.write() as work:
            self._editable(work, enquiry_id)
            self._seat.record(work, "enquiry:edited", enquiry_id, section=section_id)
            work.commit()

    @use_case("search_similar", "child:searched")
    def similar(self, person: IndexedPerson, excluding: str = "") -> tuple[SimilarChild, ...]:
        """Enquiries of one's own agency that may be about the same child, surest first."""
        seat = self._seat
        seat.require("search_similar")
        with seat.store.write() as work:
            found = work.similar(person, seat.person.agency_id, excluding)
            found = tuple(match for match in found if match.enquiry.id not in self._waiting)
            seat.record(work, "child:searched", excluding, found=str(len(found)))
            work.commit()
        return found

    @use_case("reveal_suggestion", "suggestion:revealed")
    def reveal(self, enquiry_id: str, child: str) -> Suggested:
        """Show what the matrix suggests for a child, after the person's own level and reason have been kept for good.

        Asked again, gives what was kept the first time. Raises NotReady while level or reason is missing.
        """
        with self._seat.store.write() as work:
            self._enquiry(work, enquiry_id, "reveal_suggestion")
            enquiry = self._editable(work, enquiry_id)
            written = draft_of_copy(work, enquiry).answers if enquiry.amending else work.answers(enquiry_id)
            revealed = reveal(self._seat, work, enquiry_id, child, written)
            work.commit()
        return revealed

    @use_case("delete_draft", "enquiry:deletion_asked")
    def delete(self, enquiry_id: str) -> Undo:
        """Delete a draft that was never sent. It can be undone for ten seconds; after that it is really gone."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = self._enquiry(work, enquiry_id, "delete_draft")
            if enquiry.status != "draft":
                raise NotAllowed(
                    "Only a draft can be deleted. One that was sent can be withdrawn until the Hub has it."
                )
            if work.count_hub_records(NotReferred, enquiry_id):
                raise NotAllowed(
                    "This was recorded as considered, not referred, and that record is kept. Record it again, or send it."
                )
            seat.record(work, "enquiry:deletion_asked", enquiry_id)
            work.commit()
        return self._waiting.add(enquiry_id, seat.now())

    @use_case("delete_draft", "enquiry:deletion_undone")
    def undo_delete(self, undo: Undo) -> None:
        """Keep the draft after all. Raises NotFound if it is already gone."""
        if undo.until < self._seat.now() or not self._waiting.undo(undo.enquiry_id):
            raise not_found()
        with self._seat.store.write() as work:
            self._enquiry(work, undo.enquiry_id, "delete_draft")
            self._seat.record(work, "enquiry:deletion_undone", undo.enquiry_id)
            work.commit()

    @use_case("delete_draft", "enquiry:deleted")
    def finish_deletions(self, at_once: bool = False) -> int:
        """Really delete the drafts whose ten seconds are over (all that wait, with `at_once`). Returns how many."""
        over = self._waiting.over(None if at_once else self._seat.now())
        for enquiry_id in over:
            with self._seat.store.write() as work:
                enquiry = self._seat.enquiry(work, enquiry_id, "delete_draft")
                if enquiry.status == "draft":
                    work.delete_enquiry(enquiry_id)
                    self._seat.record(work, "enquiry:deleted", enquiry_id)
                work.commit()
            self._waiting.done(enquiry_id)
        return len(over)

    @use_case("withdraw", "enquiry:withdrawn")
    def withdraw(self, enquiry_id: str, reason: str) -> Enquiry:
        """Take back an enquiry the Hub has not received. `reason` is kept with it."""
        with self._seat.store.write() as work:
            enquiry = withdrawing.withdraw(self._seat, work, enquiry_id, reason)
            work.commit()
        return enquiry

    @use_case("edit_draft", "attachment:added")
    def add_attachment(self, enquiry_id: str, file_name: str, content: bytes) -> Mapping[str, object]:
        """Keep a file with the draft and give the value for the `attachments` answer (id, name, type, size, hash).

        Raises AppError if its kind or size is not accepted.
        """
        with self._seat.store.write() as work:
            self._editable(work, enquiry_id)
            value = attaching.attach(self._seat, work, enquiry_id, file_name, content, self._random_bytes)
            work.commit()
        return value

    @use_case("edit_draft", "attachment:removed")
    def remove_attachment(self, enquiry_id: str, attachment_id: str) -> None:
        """Take a file away from the draft. One that was sent already stays in the record of what was sent."""
        with self._seat.store.write() as work:
            enquiry = self._editable(work, enquiry_id)
            if enquiry.reference and attachment_id in files_of(work.sent_version(enquiry_id).answers):
                self._seat.record(work, "attachment:removed", enquiry_id, attachment=attachment_id, kept="as_sent")
                work.commit()
                return
            attaching.detach(self._seat, work, enquiry_id, attachment_id)
            work.commit()

    def _enquiry(self, work: Readable, enquiry_id: str, action: str) -> Enquiry:
        if enquiry_id in self._waiting:
            raise not_found()
        return self._seat.enquiry(work, enquiry_id, action)

    def _editable(self, work: Readable, enquiry_id: str) -> Enquiry:
        enquiry = self._enquiry(work, enquiry_id, "edit_draft")
        if enquiry.status == "awaiting_sign_off":
            raise NotAllowed("This enquiry is waiting for sign-off. Take it back first if you want to change it.")
        if enquiry.status == "not_referred":
            raise NotAllowed("This is recorded as considered, not referred. Open it again as an enquiry to change it.")
        if enquiry.status not in EDITABLE and not enquiry.amending:
            raise NotAllowed("This enquiry has been sent and stays as it was sent.")
        return enquiry

    def _known(self, work: Work, enquiry: Enquiry) -> _Remembered:
        known = self._remembered
        if known and known.enquiry_id == enquiry.id and known.version == enquiry.version:
            return known
        answers = work.answers(enquiry.id)
        return _Remembered(enquiry.id, enquiry.version, answers, current_summary(self._seat, answers))

    def _list(self, wanted: QueueFilter) -> tuple[Enquiry, ...]:
        self._seat.require("list_own_enquiries")
        with self._seat.store.read() as read:
            found = read.enquiries(wanted, "newest", LIST_LIMIT)
        return tuple(enquiry for enquiry in found if enquiry.id not in self._waiting)

    def _carried_over(self, work: Work, draft: Draft) -> Draft:
        """Bring a draft to the current form: renamed questions keep their answers, nothing else is touched."""
        seat, form = self._seat, self._seat.definitions.form
        answers = with_renamed(form, draft.answers)
        version = work.save_answers(
            draft.enquiry.id, version=draft.enquiry.version, changes=answers.changes_since(draft.answers),
            summary=current_summary(seat, answers), place=None, at=seat.now(), by=seat.person.id,
        )  # fmt: skip
        enquiry = work.change_enquiry(
            draft.enquiry.id, version=version, at=seat.now(),
            form=seat.definitions.form_key, matrix=seat.definitions.matrix_key,
        )  # fmt: skip
        seat.definitions.keep(work)
        notice = "The form has changed since you began. Your answers were carried over; please look through them."
        return Draft(enquiry, answers, draft.revealed, notice)


def add_started(
    seat: Seat, work: Work, answers: Answers, summary: Summary, agency_kind: str, random_bytes: RandomBytes
) -> Enquiry:
    """Put a new enquiry with its first answers into the store, within the running transaction."""
    now, person = seat.now(), seat.person
    blank = Enquiry(
        id=new_id(now, random_bytes), seq=0, reference="", status="draft", version=0,
        owner_id=person.id, owner_name=person.display_name,
        agency_id=person.agency_id, agency_name=person.agency_name, agency_kind=agency_kind,
        form=seat.definitions.form_key, matrix=seat.definitions.matrix_key,
        urgent=False, created_at=now, updated_at=now,
    )  # fmt: skip
    added = work.add_enquiry(blank)
    changes = answers.changes_since(Answers())
    work.save_answers(
        added.id, version=added.version, changes=changes, summary=summary, place=None, at=now, by=person.id
    )
    seat.record(work, "enquiry:started", added.id)
    return work.enquiry(added.id)


def changed_elsewhere(here: int, stored: int) -> EnquiryChangedElsewhere:
    """The error for a writer who was overtaken."""
    return EnquiryChangedElsewhere(
        "This enquiry was changed in another window or by somebody else. Open it again to see their changes;"
        " nothing of yours has been thrown away.",
        here,
        stored,
    )
