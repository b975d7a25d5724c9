"""What the Hub tells the referrer: acknowledged at once, told the outcome by letter, or why nobody can be told.

Source: domain notes 5f (F1, F3, F6). A letter is composed from the decision in force, edited, and frozen when it is sent;
its paper is made after the commit, so that a letter stands even if its paper has to be made again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from enquiry_app.definitions.letters import ACKNOWLEDGEMENT, LettersDefinition, load_letters
from enquiry_app.enquiry.hub_records import Decision, Letter, Task, letter_copy
from enquiry_app.enquiry.letter_words import (
    LetterPaper,
    LetterProblem,
    acknowledgement_parts,
    actions_of,
    compose_parts,
    has_actions,
    problems_of,
)
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import OPEN_AT_THE_HUB
from enquiry_app.errors import AppError, DocumentError, EnquiryChangedElsewhere, NotFound, NotReady
from enquiry_app.services.letter_basis import (
    addressee_of,
    children_in_short,
    contact_words,
    decision_in_force,
    letter_case,
    rules,
    told,
    variant_for,
)
from enquiry_app.services.moving import WrongMoment, change
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

__all__ = ["KeptLetter", "LetterProblem", "Letters", "acknowledge_in"]

OUTCOME_TITLE = "What the Safeguarding Hub decided"
USEFUL = ("yes", "partly", "no")
LEAST_REASON = 10  # characters


@dataclass(frozen=True)
class KeptLetter:
    """The paper of a letter."""

    data: bytes

    def __repr__(self) -> str:
        return f"KeptLetter({len(self.data)} bytes)"


def acknowledge_in(seat: Seat, work: Work, enquiry: Enquiry) -> Enquiry:
    """Tell the referrer at once, in the running transaction, that the Hub has it. Nothing if that was done."""
    if enquiry.acknowledged_at is not None or not enquiry.reference:
        return enquiry
    now, me = seat.now(), seat.person.id
    parts = acknowledgement_parts(enquiry, seat.hub, contact_words(seat, work, enquiry), load_letters(), now)
    work.add_hub_record(
        Letter(
            new_id(now), 1, enquiry.id, "acknowledgement", "sent", now, me, sent_at=now, sent_by=me, how="app",
            variant="professional", parts=parts, addressee=addressee_of(work, enquiry),
        )
    )  # fmt: skip
    acknowledged = change(seat, work, enquiry, acknowledged_at=now)
    seat.record(work, "letter:acknowledged", enquiry.id)
    return acknowledged


class Letters:
    """Use cases of those who write to the referrer, and of the referrer who reads."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("write_letter", unaudited="the wording is the same for every enquiry")
    def wording(self) -> LettersDefinition:
        """Parts, variants, ways and reasons."""
        self._seat.require("write_letter")
        return load_letters()

    @use_case("write_letter", unaudited="shows what opening the enquiry showed")
    def of(self, enquiry_id: str) -> tuple[Letter, ...]:
        """Every letter of an enquiry, drafts too, oldest first."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "write_letter")
            return read.hub_records(Letter, enquiry_id)

    @use_case("write_letter", unaudited="shows what opening the enquiry showed")
    def told(self, enquiry_id: str) -> Letter | None:
        """The letter (or reason for none) that answers the decision in force; None while the referrer is owed one."""
        with self._seat.store.read() as read:
            return told(read, self._seat.enquiry(read, enquiry_id, "write_letter"))

    @use_case("write_letter", "letter:acknowledged")
    def acknowledge(self, enquiry_id: str) -> Enquiry:
        """Acknowledge by hand what was not acknowledged of itself. Raises WrongMoment if it was, or is no more open."""
        with self._seat.store.write() as work:
            enquiry = self._seat.enquiry(work, enquiry_id, "write_letter")
            if enquiry.acknowledged_at is not None:
                raise WrongMoment("The referrer has been told already that the Hub has this.")
            if enquiry.status not in OPEN_AT_THE_HUB:
                raise WrongMoment("This enquiry is finished, so there is nothing to acknowledge.")
            enquiry = acknowledge_in(self._seat, work, enquiry)
            work.commit()
        return enquiry

    @use_case("write_letter", "letter:composed")
    def compose(self, enquiry_id: str) -> Letter:
        """The draft of the letter about the decision in force; composed anew only where there is none for it yet.

        Raises WrongMoment where nothing is decided or the referrer has been told.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "write_letter")
            decision = self._owed(work, enquiry)
            found = work.hub_records(Letter, enquiry_id, kind="outcome", status="draft")
            if found and found[-1].decision_id == decision.id and found[-1].drafted_at >= _decided(enquiry):
                return found[-1]
            draft = self._composed(work, enquiry, decision, found[-1] if found else None)
            kept = work.change_hub_record(draft, found[-1].version) if found else work.add_hub_record(draft)
            seat.record(work, "letter:composed", enquiry_id, variant=kept.variant, outcome=decision.outcome)
            work.commit()
        return kept

    @use_case("write_letter", unaudited="shows what opening the enquiry showed")
    def actions(self, letter_id: str) -> tuple[Mapping[str, str], ...]:
        """Who is doing what as the letter says it: `who`, `what`, `by`. Of a draft, as the tasks stand now."""
        self._seat.require("write_letter")
        with self._seat.store.read() as read:
            letter = read.hub_record(Letter, letter_id)
            enquiry = self._seat.enquiry(read, letter.enquiry_id, "write_letter")
            return letter.actions if letter.status == "sent" else self._actions(read, enquiry, letter)

    @use_case("write_letter", "letter:edited")
    def save(self, letter_id: str, parts: Mapping[str, str], version: int) -> Letter:
        """Keep edited words. `version`: of the letter as the person saw it. Raises EnquiryChangedElsewhere, WrongMoment."""
        with self._seat.store.write() as work:
            letter, enquiry = self._draft(work, letter_id, version)
            known = {part: words for part, words in parts.items() if part in letter.parts}
            me = self._seat.person.id
            edited = replace(letter, parts={**letter.parts, **known}, written_by=me)
            kept = work.change_hub_record(edited, version)
            if letter.written_by != me:  # saved as one types: one event for each who writes, not for each pause
                self._seat.record(work, "letter:edited", enquiry.id)
            work.commit()
        return kept

    @use_case("write_letter", "letter:variant")
    def choose_variant(self, letter_id: str, variant: str, reason: str, version: int) -> Letter:
        """Write for somebody else. What was written for the other variant is kept and comes back with it.

        Another variant than the answers speak for needs a reason. Raises AppError, EnquiryChangedElsewhere, WrongMoment.
        """
        seat = self._seat
        with seat.store.write() as work:
            letter, enquiry = self._draft(work, letter_id, version)
            if variant not in {each.code for each in load_letters().variants}:
                raise AppError("Choose for whom the letter is.")
            if variant != letter.suggested and len(reason.strip()) < LEAST_REASON:
                raise AppError("Say why this letter is not written as the answers suggest.")
            kept = {**letter.kept, letter.variant: dict(letter.parts)}
            case = letter_case(seat, work, enquiry, self._owed(work, enquiry))
            parts = kept.get(variant) or compose_parts(case, variant, rules())
            changed = replace(letter, variant=variant, variant_because=reason.strip(), parts=parts, kept=kept)
            changed = work.change_hub_record(changed, version)
            seat.record(work, "letter:variant", enquiry.id, variant=variant)
            work.commit()
        return changed

    @use_case("write_letter", unaudited="shows the person what they are writing")
    def problems(self, letter_id: str, how: str, names_allowed: bool = False) -> tuple[LetterProblem, ...]:
        """What keeps the letter, as it is saved, from being sent this way."""
        with self._seat.store.read() as read:
            letter, enquiry = self._draft(read, letter_id)
            case = letter_case(self._seat, read, enquiry, self._owed(read, enquiry))
            whole = replace(letter, actions=self._actions(read, enquiry, letter))
            return problems_of(whole, how, case, rules(), names_allowed)

    @use_case("write_letter", "letter:previewed")
    def preview(self, letter_id: str) -> bytes:
        """The paper of a draft, marked as one; of a sent letter the paper that was kept. Raises DocumentError."""
        seat = self._seat
        seat.require("write_letter")
        with seat.store.write() as work:
            letter = work.hub_record(Letter, letter_id)
            enquiry = seat.enquiry(work, letter.enquiry_id, "write_letter")
            shown = letter if letter.status == "sent" else replace(letter, actions=self._actions(work, enquiry, letter))
            paper = self._paper(work, enquiry, shown)
            seat.record(work, "letter:previewed", enquiry.id)
            work.commit()
        if letter.status == "sent":
            return self._kept_paper(letter, paper)
        return seat.make_document("letter", paper).data

    @use_case("write_letter", "letter:sent", "document:made", "document:missing")
    def send(self, letter_id: str, how: str, version: int, names_allowed: bool = False) -> Letter:
        """Freeze the letter as it is saved and say how it went; then its paper is made and kept.

        `names_allowed`: somebody looked at the names of others that stand in it. Raises NotReady with every LetterProblem,
        WrongMoment, EnquiryChangedElsewhere.
        """
        seat = self._seat
        with seat.store.write() as work:
            letter, enquiry = self._draft(work, letter_id, version)
            decision = self._owed(work, enquiry)
            if letter.decision_id != decision.id:
                raise WrongMoment("The decision has changed since this letter was written. Compose it anew.")
            letter = replace(letter, actions=self._actions(work, enquiry, letter))
            found = problems_of(letter, how, letter_case(seat, work, enquiry, decision), rules(), names_allowed)
            if found:
                raise NotReady("The letter cannot go yet.", found)
            now, me = seat.now(), seat.person.id
            frozen = replace(letter, status="sent", sent_at=now, sent_by=me, how=how, kept={})
            sent = work.change_hub_record(frozen, version)
            enquiry = change(seat, work, enquiry, feedback_at=now)
            paper = self._paper(work, enquiry, sent)
            seat.record(work, "letter:sent", enquiry.id, variant=sent.variant, how=how, outcome=decision.outcome)
            work.commit()
        try:
            self._kept_paper(sent, paper)
        except DocumentError:
            with seat.store.write() as work:
                seat.record(work, "document:missing", enquiry.id, copy="letter")
                work.commit()
        return sent

    @use_case("write_letter", "letter:none")
    def no_feedback(self, enquiry_id: str, reason: str, words: str = "") -> Letter:
        """Record why nobody can be told. Raises AppError for an unknown reason or one that needs words."""
        seat, found = self._seat, load_letters().reason(reason)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "write_letter")
            if found is None:
                raise AppError("Choose why nobody can be told.")
            if found.words and len(words.strip()) < LEAST_REASON:
                raise AppError(f"Say more: {found.words}")
            decision, now, me = self._owed(work, enquiry), seat.now(), seat.person.id
            kept = work.add_hub_record(
                Letter(
                    new_id(now), 1, enquiry_id, "none", "sent", now, me, sent_at=now, sent_by=me, reason=reason,
                    reason_words=words.strip(), decision_id=decision.id,
                )
            )  # fmt: skip
            change(seat, work, enquiry, feedback_at=now)
            seat.record(work, "letter:none", enquiry_id, reason=reason)
            work.commit()
        return kept

    @use_case("see_progress", unaudited="opening the enquiry wrote the trace")
    def for_referrer(self, enquiry_id: str) -> tuple[Letter, ...]:
        """The letters sent about an enquiry of one's own, oldest first."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "see_progress")
            found = read.hub_records(Letter, enquiry_id, status="sent")
            return tuple(replace(letter, variant_because="") for letter in found if letter.kind != "none")

    @use_case("see_progress", "letter:opened", "document:made")
    def letter_pdf(self, letter_id: str) -> KeptLetter:
        """The paper of a letter one was sent. Raises NotFound for a draft, DocumentError."""
        seat = self._seat
        with seat.store.write() as work:
            letter = self._received(work, letter_id, "see_progress")
            enquiry = seat.enquiry(work, letter.enquiry_id, "see_progress")
            paper = self._paper(work, enquiry, letter)
            seat.record(work, "letter:opened", enquiry.id, kind=letter.kind)
            work.commit()
        return KeptLetter(self._kept_paper(letter, paper))

    @use_case("say_useful", "letter:useful")
    def useful(self, letter_id: str, answer: str, words: str, version: int) -> Letter:
        """The referrer's answer to the one question, given once.

        A letter changes only by being read, and one is answered only once: a `version` seen before that is as good.
        """
        seat = self._seat
        with seat.store.write() as work:
            letter = self._received(work, letter_id, "say_useful")
            if letter.kind != "outcome" or version > letter.version:
                raise WrongMoment("Only a letter about what was decided is asked about.")
            if letter.useful:
                raise WrongMoment("Your agency has answered this already. Thank you.")
            if answer not in USEFUL:
                raise AppError("Choose yes, partly or no.")
            said = replace(letter, useful=answer, useful_words=words.strip())
            kept = work.change_hub_record(said, letter.version)
            seat.record(work, "letter:useful", letter.enquiry_id, answer=answer)
            work.commit()
        return kept

    # --- parts

    def _received(self, read: Readable, letter_id: str, action: str) -> Letter:
        """A letter sent about an enquiry of this person's. Raises NotFound for anything else."""
        self._seat.require(action)
        letter = read.hub_record(Letter, letter_id)
        self._seat.enquiry(read, letter.enquiry_id, action)
        if letter.status != "sent" or letter.kind == "none":
            raise NotFound("There is no such letter here.")
        return letter

    def _draft(self, read: Readable, letter_id: str, version: int = 0) -> tuple[Letter, Enquiry]:
        self._seat.require("write_letter")
        letter = read.hub_record(Letter, letter_id)
        enquiry = self._seat.enquiry(read, letter.enquiry_id, "write_letter")
        if version and letter.version != version:
            raise EnquiryChangedElsewhere(
                "Somebody else changed this letter after you opened it. Nothing was overwritten.",
                version, letter.version,
            )  # fmt: skip
        if letter.status != "draft":
            raise WrongMoment("This letter has been sent, so it is not changed any more.")
        return letter, enquiry

    def _owed(self, read: Readable, enquiry: Enquiry) -> Decision:
        """The decision the referrer is still to be told. Raises WrongMoment."""
        decision = decision_in_force(read, enquiry)
        if enquiry.status != "feedback_due" or decision is None:
            raise WrongMoment("Nothing is decided on this enquiry that the referrer has still to be told.")
        if told(read, enquiry) is not None:
            raise WrongMoment("The referrer has been told about this decision. A changed decision needs a new letter.")
        return decision

    def _composed(self, read: Readable, enquiry: Enquiry, decision: Decision, before: Letter | None) -> Letter:
        """A draft for this decision; one for an earlier decision is written over, and its words are kept beside it."""
        seat, now = self._seat, self._seat.now()
        variant = variant_for(seat, read, enquiry)
        parts = compose_parts(letter_case(seat, read, enquiry, decision), variant, rules())
        empty = Letter(new_id(now), 1, enquiry.id, "outcome", "draft", now, seat.person.id)
        return replace(
            before or empty, drafted_at=now, drafted_by=seat.person.id, variant=variant, suggested=variant,
            variant_because="", written_by="", decision_id=decision.id, parts=parts, addressee=addressee_of(read, enquiry),
            kept={"earlier_decision": dict(before.parts)} if before else {},
        )  # fmt: skip

    def _actions(self, read: Readable, enquiry: Enquiry, letter: Letter) -> tuple[Mapping[str, str], ...]:
        decision = decision_in_force(read, enquiry)
        if decision is None or not has_actions(decision, letter.variant, rules()):
            return ()
        names = {person.id: person.display_name for person in read.people()}
        case = letter_case(self._seat, read, enquiry, decision)
        return actions_of(read.hub_records(Task, enquiry.id), names, case)

    def _paper(self, read: Readable, enquiry: Enquiry, letter: Letter) -> LetterPaper:
        seat, letters = self._seat, load_letters()
        signer = letter.sent_by or seat.person.id
        person = next((each for each in read.people() if each.id == signer), None)
        hub = seat.hub.contacts["hub"]
        role = person.job_title if person else ""
        signed = ", ".join(
            filter(None, (person.display_name if person else "", role, "" if hub.name in role else hub.name))
        )
        outcome = letter.kind == "outcome"
        order = [part.id for part in letters.parts] if outcome else list(ACKNOWLEDGEMENT)
        shown = [part for part in order if letter.parts.get(part, "").strip() or (part == "who" and letter.actions)]
        return LetterPaper(
            letter=letter,
            title=OUTCOME_TITLE if outcome else letters.acknowledgement["title"],
            parts=tuple((p, letters.title_of(p) if outcome else "", letter.parts.get(p, "")) for p in shown),
            reference=enquiry.reference,
            about=children_in_short(read, enquiry) if letter.variant == "professional" else "",
            signed=signed,
            at=letter.sent_at or seat.now(),
            hub_name=hub.name,
            hub_phone=hub.phone,
            practice=seat.info.practice,
        )

    def _kept_paper(self, letter: Letter, paper: LetterPaper) -> bytes:
        """The paper as it was made first; made and kept now if there is none yet."""
        seat, copy = self._seat, letter_copy(letter.id)
        with seat.store.read() as read:
            kept = read.document(letter.enquiry_id, copy)
        if kept is not None:
            return kept
        rendered = seat.make_document("letter", paper)
        with seat.store.write() as work:
            work.put_document(letter.enquiry_id, copy, rendered.data, rendered.sha256, seat.now())
            seat.record(work, "document:made", letter.enquiry_id, copy="letter", sha256=rendered.sha256,
                        pages=str(rendered.page_count))  # fmt: skip
            work.commit()
        return rendered.data


def _decided(enquiry: Enquiry) -> dt.datetime:
    return enquiry.decided_at or enquiry.created_at
