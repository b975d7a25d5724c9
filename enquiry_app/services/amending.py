"""Changing a sent enquiry: begun as a working copy, looked through as sentences, sent as the next frozen version.

What was sent before stays in the record. The Hub's clock does not begin anew, and the enquiry stays where it stands, so
that nobody can put off an answer by correcting a postcode. One the Hub returned is the exception: it goes back to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from enquiry_app.enquiry.answer_changes import changes_between
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.problems import Problem
from enquiry_app.enquiry.records import Draft, Enquiry
from enquiry_app.errors import NotAllowed, NotReady
from enquiry_app.services.drafting import changed_elsewhere
from enquiry_app.services.freezing import without_hidden
from enquiry_app.services.judging import current_summary, judge
from enquiry_app.services.moving import change, keep_step, move
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import AT_ONCE, freeze, not_ready
from enquiry_app.services.use_case import use_case
from enquiry_app.services.working_copy import (
    begin_copy,
    draft_of_copy,
    files_of,
    from_plain,
    open_copy,
    put_away,
    with_renamed,
)

# While the Hub has not decided. Later news is sent as information; a new worry is a new enquiry.
AMENDABLE = frozenset(
    {
        "ready_to_hand_over", "sent", "received", "in_triage", "waiting_for_referrer", "information_checks",
        "manager_decision", "returned",
    }
)  # fmt: skip
TOO_LATE = (
    "The Hub has decided on this enquiry, so it stays as it was sent. Add what is new as information, or start a new"
    " enquiry if there is a new worry."
)


@dataclass(frozen=True)
class AmendmentPreview:
    """What sending would change. `version` is the working copy's; `problems` stop it until they are put right."""

    enquiry: Enquiry
    version: int
    number: int  # of the version it would become
    sentences: tuple[str, ...]
    problems: tuple[Problem, ...]
    with_the_hub_at_once: bool
    too_late: bool = False  # the Hub has decided meanwhile: what is new can be sent as information

    def __repr__(self) -> str:
        return f"AmendmentPreview({self.enquiry.id}, {len(self.sentences)} changes)"


class Amending:
    """Use cases of an agency that changes what it has sent."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("amend", "enquiry:amending_begun", "enquiry:amending_opened")
    def begin(self, enquiry_id: str) -> Draft:
        """Open a sent enquiry for changes; one begun already is gone on with. Raises NotAllowed once it is decided."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "amend")
            if enquiry.amending:
                seat.record(work, "enquiry:amending_opened", enquiry_id)
            else:
                check_amendable(enquiry)
                begin_copy(seat, work, enquiry)
                enquiry = change(seat, work, enquiry, amending=True)
                seat.definitions.keep(work)
                seat.record(work, "enquiry:amending_begun", enquiry_id)
            draft = draft_of_copy(work, enquiry)
            work.commit()
        return draft

    @use_case("amend", unaudited="shows the person what they have just written")
    def preview(self, enquiry_id: str) -> AmendmentPreview:
        """What would change, as sentences, and what is still needed. Raises NotFound if no change was begun."""
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "amend")
            draft, sent = draft_of_copy(read, enquiry), read.sent_version(enquiry_id)
        answers, problems = self._counting(draft, enquiry.urgent)
        definitions = seat.definitions
        older = with_renamed(definitions.form, sent.answers)
        sentences = changes_between(definitions.form, definitions.matrix, older, answers)
        at_once = seat.info.kind in AT_ONCE
        late = enquiry.status not in AMENDABLE
        return AmendmentPreview(enquiry, draft.enquiry.version, sent.number + 1, sentences, problems, at_once, late)

    @use_case("amend", "enquiry:amended")
    def send(self, enquiry_id: str, version: int) -> Enquiry:
        """Send the changes as the next version. `version` is the working copy's, as previewed.

        Raises NotReady (also if nothing was changed), EnquiryChangedElsewhere, NotAllowed once the Hub has decided.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "amend")
            check_amendable(enquiry)
            copy = open_copy(work, enquiry_id)
            if copy.version != version:
                raise changed_elsewhere(version, copy.version)
            draft = draft_of_copy(work, enquiry)
            answers, problems = self._counting(draft, enquiry.urgent)
            if problems:
                raise not_ready(problems)
            if answers == with_renamed(seat.definitions.form, work.sent_version(enquiry_id).answers):
                raise NotReady("Nothing has been changed, so there is nothing to send.")
            amended = self._sent(work, enquiry, draft, answers)
            put_away(work, copy, "sent")
            work.commit()
        return amended

    @use_case("amend", "enquiry:amending_undone")
    def undo(self, enquiry_id: str) -> Enquiry:
        """Throw the changes away: the enquiry stays as it was sent. Files added only for them go. Raises NotFound."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "amend")
            copy = open_copy(work, enquiry_id)
            self._drop_files(work, enquiry_id, files_of(from_plain(copy.answers)))
            put_away(work, copy, "thrown_away")
            back = change(seat, work, enquiry, amending=False)
            seat.record(work, "enquiry:amending_undone", enquiry_id)
            work.commit()
        return back

    def _counting(self, draft: Draft, urgent: bool) -> tuple[Answers, tuple[Problem, ...]]:
        """The answers that count, and what stops them from being sent."""
        seat, stage = self._seat, "U" if urgent else "N"
        state = judge(seat.definitions, draft.answers, seat.today(), stage=stage, revealed=draft.revealed)
        return without_hidden(draft.answers, state.not_sent), tuple(p for p in state.problems if p.blocks)

    def _sent(self, work: Work, enquiry: Enquiry, draft: Draft, answers: Answers) -> Enquiry:
        """Freeze the next version and take the answers over, within the running transaction."""
        seat = self._seat
        before = work.answers(enquiry.id)
        summary = current_summary(seat, draft.answers)
        urgent = enquiry.urgent or summary.urgent
        marks = tuple(flag for flag in enquiry.flags if flag in ("signed_off", "changed_after_sign_off"))
        stored = replace(summary, urgent=urgent, flags=summary.flags + marks)
        work.save_answers(
            enquiry.id, version=enquiry.version, changes=draft.answers.changes_since(before), summary=stored,
            place=None, at=seat.now(), by=seat.person.id,
        )  # fmt: skip
        sent = freeze(seat, work, enquiry, answers, draft.revealed, reference=enquiry.reference)
        columns = {"amending": False, "form": sent.form, "matrix": sent.matrix, "urgent": urgent}
        saved = work.enquiry(enquiry.id)
        if enquiry.status == "returned":
            to = "sent" if seat.info.kind in AT_ONCE else "ready_to_hand_over"
            saved = move(seat, work, saved, to, "", sent_at=seat.now(), **columns)
        else:
            saved = change(seat, work, saved, **columns)
        keep_step(seat, work, saved, "amended", str(sent.number - 1), str(sent.number))
        return saved

    def _drop_files(self, work: Work, enquiry_id: str, named: frozenset[str]) -> None:
        """Take away the files that only the working copy named."""
        kept = _files_sent(work, enquiry_id) | files_of(work.answers(enquiry_id))
        for file in work.attachments(enquiry_id):
            if file.id in named and file.id not in kept:
                work.remove_attachment(enquiry_id, file.id)


def check_amendable(enquiry: Enquiry) -> None:
    """Raises NotAllowed, saying what to do instead, where a sent enquiry can no longer be changed."""
    if not enquiry.reference:
        raise NotAllowed("This enquiry has not been sent yet: change it as a draft.")
    if enquiry.status == "withdrawn":
        raise NotAllowed("This enquiry was withdrawn and stays as it was. Start a new one if you are worried again.")
    if enquiry.status not in AMENDABLE:
        raise NotAllowed(TOO_LATE)


def _files_sent(read: Readable, enquiry_id: str) -> frozenset[str]:
    newest = read.sent_version(enquiry_id)
    earlier = (read.sent_version(enquiry_id, number) for number in range(1, newest.number))
    return files_of(newest.answers).union(*(files_of(each.answers) for each in earlier))
