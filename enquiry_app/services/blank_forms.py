"""The form on paper and back: printed blank or with what is known, read again when it is filled in, entered by hand."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from functools import partial

from enquiry_app.definitions.blank_form import load_blank_form
from enquiry_app.enquiry.answers import Answers, CivilTime
from enquiry_app.enquiry.paper_answers import read as read_answers
from enquiry_app.enquiry.paper_content import BlankFormContent
from enquiry_app.enquiry.paper_fields import CHILDREN, MORE_FIELD
from enquiry_app.enquiry.paper_merging import is_about_the_same, merged
from enquiry_app.enquiry.paper_reading import NotPlaced
from enquiry_app.enquiry.records import Draft, Enquiry
from enquiry_app.errors import AppError, NotReady
from enquiry_app.exchange.filled_form import FilledForm, FormFileError, read_filled_form
from enquiry_app.services.case_notes import keep_note, read_note
from enquiry_app.services.drafting import EDITABLE, add_started, changed_elsewhere
from enquiry_app.services.finding import find_enquiry, name_of
from enquiry_app.services.judging import current_summary
from enquiry_app.services.new_ids import RandomBytes, new_item_id
from enquiry_app.services.ports import Readable, RenderedPdf, Work
from enquiry_app.services.prefilling import prefilled
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case
from enquiry_app.services.working_copy import draft_of_copy

NOTE = "filled_form"
FORM_MADE = "blank_form:made"
ROOM_FOR_MORE = "Room for more"
GO_ON = "Written where there was room for more. Put it where it belongs."


@dataclass(frozen=True)
class PrintedForm:
    """A form to print or to fill in. `name`: a file name that names no child."""

    name: str
    data: bytes
    page_count: int


@dataclass(frozen=True)
class ReadForm:
    """What came of a filled form: the draft, what found no place, and a word about it."""

    draft: Draft
    placed: int
    not_placed: tuple[NotPlaced, ...]
    words: str


@dataclass(frozen=True)
class PaperOrigin:
    """What is known of an original on paper. `came`: a code of the form's question `paper_came`."""

    written_at: CivilTime
    written_by: str
    role: str = ""
    came: str = ""


class BlankForms:
    """Use cases of people who work with paper."""

    def __init__(self, seat: Seat, random_bytes: RandomBytes = secrets.token_bytes) -> None:
        self._seat = seat
        self._random_bytes = random_bytes

    @use_case("start_enquiry", unaudited="the form is empty, or holds the person's own work details")
    def blank(self, *, own_details: bool = False, for_printer: bool = False, children: int = 0) -> PrintedForm:
        """The form, empty or with the details of the person signed in; `for_printer`: without fields to fill in;
        `children`: for how many there is room (0: as shipped). Raises DocumentError.
        """
        seat = self._seat
        seat.require("start_enquiry")
        answers = Answers()
        if own_details:
            with seat.store.read() as read:
                kind = _agency_kind(seat, read)
            answers = prefilled(seat.definitions.form, answers, seat.person, kind, self._random_bytes)
        return self._printed(
            "Enquiry form.pdf", answers, "printed_form" if for_printer else "blank_form", children=children
        )

    @use_case("open_draft", "blank_form:made")
    def of(self, enquiry_id: str) -> PrintedForm:
        """The form with all that is known in this enquiry. Raises DocumentError."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "open_draft")
            answers = _written(work, enquiry)
            seat.record(work, "blank_form:made", enquiry_id)
            work.commit()
        return self._printed(f"Enquiry form {name_of(enquiry)}.pdf", answers, made_of=name_of(enquiry))

    @use_case("start_enquiry", "enquiry:started", "filled_form:read")
    def read(self, content: bytes) -> ReadForm:
        """Make a draft of a filled form. Raises FormFileError if the file is none; then nothing is changed."""
        seat = self._seat
        seat.require("start_enquiry")
        filled = read_filled_form(content)
        words = self._fits(filled)
        definitions = seat.definitions
        fields, more = _fields_and_more(filled)
        new_id = partial(new_item_id, self._random_bytes)
        found = read_answers(definitions.form, definitions.matrix, fields, seat.today(), new_id)
        not_placed = found.not_placed + more
        if not found.answers.values and not not_placed:
            raise FormFileError("Nothing is written in this form yet, so there is nothing to read.")
        with seat.store.write() as work:
            draft = self._started(work, found.answers)
            details = {"placed": str(len(found.answers.values)), "not_placed": str(len(not_placed))}
            seat.record(work, "filled_form:read", draft.enquiry.id, **details)
            if not_placed:
                _keep(work, draft.enquiry.id, not_placed, seat.now())
            work.commit()
        placed = len(found.answers.values)
        notice = " ".join(filter(None, (f"{_answers(placed)} came from the filled form.", words)))
        return ReadForm(replace(draft, notice=notice), placed, not_placed, words)

    @use_case("start_enquiry", unaudited="asks only for a draft of one's own that stands in the list")
    def made_from(self, content: bytes) -> Enquiry | None:
        """The draft of this store that the form was made from, if it is still one this person may write in, and nothing
        on the form speaks against it; else None. Raises FormFileError as `read` does."""
        seat = self._seat
        seat.require("start_enquiry")
        filled = read_filled_form(content)
        self._fits(filled)
        if not filled.made_of:
            return None
        with seat.store.read() as read:
            try:
                enquiry = find_enquiry(seat, filled.made_of)
            except AppError:
                return None
            if enquiry.status not in EDITABLE or enquiry.amending or not seat.may("edit_draft", enquiry):
                return None
            made = any(event.tag == FORM_MADE for event in read.events(enquiry.id))
            same = is_about_the_same(seat.definitions.form, read.answers(enquiry.id), filled.fields)
        return enquiry if made and same else None

    @use_case("edit_draft", "filled_form:read")
    def read_into(self, content: bytes, enquiry_id: str, version: int) -> ReadForm:
        """Put a filled form into the draft it was made from. What the draft says otherwise by now is left as it is and
        listed, unless nobody touched the draft since. Raises EnquiryChangedElsewhere, FormFileError, NotAllowed."""
        seat, at = self._seat, self._seat.now()
        with seat.store.read() as read:
            seat.enquiry(read, enquiry_id, "edit_draft")
        filled = read_filled_form(content)
        words = "" if _numbers(filled.version) == _numbers(seat.definitions.form.version) else self._carried(filled)
        fields, more = _fields_and_more(filled)
        definitions, new_id = seat.definitions, partial(new_item_id, self._random_bytes)
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "edit_draft")
            if enquiry.status not in EDITABLE or enquiry.amending or enquiry.version != version:
                raise changed_elsewhere(version, enquiry.version)
            before = work.answers(enquiry_id)
            made = [event.at for event in work.events(enquiry_id) if event.tag == FORM_MADE]
            found = merged(
                definitions.form, definitions.matrix, before, fields, seat.today(), new_id,
                untouched=bool(made) and enquiry.updated_at <= min(made),
            )  # fmt: skip
            not_placed = found.not_placed + more
            draft = self._saved(work, enquiry, before, found.answers)
            there = tuple(NotPlaced(**n) for n in json.loads(read_note(work, enquiry_id, NOTE).get("not_placed", "[]")))
            fresh = tuple(each for each in not_placed if each not in there)
            if fresh:
                _keep(work, enquiry_id, there + fresh, at)
            details = {"placed": str(found.placed), "not_placed": str(len(fresh)), "into": "draft"}
            seat.record(work, "filled_form:read", enquiry_id, **details)
            work.commit()
        notice = " ".join(filter(None, (f"{_answers(found.placed)} came from the filled form.", words)))
        return ReadForm(replace(draft, notice=notice), found.placed, fresh, words)

    @use_case("open_draft", unaudited="shown with the draft, and opening that is noted")
    def not_placed(self, enquiry_id: str) -> tuple[NotPlaced, ...]:
        """What of the filled form found no place in this draft and was not dealt with yet."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "open_draft")
            note = read_note(read, enquiry_id, NOTE)
        return tuple(NotPlaced(**each) for each in json.loads(note.get("not_placed", "[]")))

    @use_case("edit_draft", "filled_form:dealt_with")
    def dealt_with(self, enquiry_id: str, place: int | None = None) -> tuple[NotPlaced, ...]:
        """Take one line (counted from 0) off the list, or all of them; gives those that are left."""
        seat = self._seat
        with seat.store.write() as work:
            seat.enquiry(work, enquiry_id, "edit_draft")
            there = tuple(NotPlaced(**n) for n in json.loads(read_note(work, enquiry_id, NOTE).get("not_placed", "[]")))
            left = () if place is None else there[:place] + there[place + 1 :]
            _keep(work, enquiry_id, left, seat.now())
            seat.record(work, "filled_form:dealt_with", enquiry_id, left=str(len(left)))
            work.commit()
        return left

    @use_case("start_enquiry", "enquiry:started")
    def start_from_paper(self, origin: PaperOrigin) -> Draft:
        """Begin an enquiry that is copied from paper. Raises NotReady without a date or a name."""
        seat = self._seat
        seat.require("start_enquiry")
        if not origin.written_by.strip():
            raise NotReady("Say who wrote the original. If nobody knows, write “not known”.")
        if origin.written_at.date > seat.today():
            raise NotReady("The original cannot have been written after today. Check its date.")
        answers = Answers()
        known = {
            "written_at": origin.written_at, "paper_original": origin.written_by.strip(),
            "paper_original_role": origin.role.strip(), "paper_came": origin.came,
        }  # fmt: skip
        for question, value in known.items():
            answers = answers.with_answer(question, (), value)
        with seat.store.write() as work:
            draft = self._started(work, answers)
            work.commit()
        return draft

    def _printed(
        self, name: str, answers: Answers, kind: str = "blank_form", made_of: str = "", children: int = 0
    ) -> PrintedForm:
        seat = self._seat
        paper, most = load_blank_form(), seat.definitions.form.collections[CHILDREN].maximum
        if children:
            paper = replace(paper, slots={**paper.slots, CHILDREN: max(1, min(children, most))})
        content = BlankFormContent(
            seat.definitions.form, seat.definitions.matrix, paper, seat.hub, answers,
            practice=seat.info.practice, made_of=made_of, made_at=seat.now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        made: RenderedPdf = seat.make_document(kind, content)
        return PrintedForm(name, made.data, made.page_count)

    def _fits(self, filled: FilledForm) -> str:
        """A word about the form's version, or "". Raises FormFileError if this app cannot read it."""
        form = self._seat.definitions.form
        if filled.form_id != form.id:
            raise FormFileError("This is another form than the one this app works with. Nothing was read from it.")
        if filled.practice and not self._seat.info.practice:
            raise FormFileError(
                "This form was printed in the practice app. Real and fictional children are kept apart."
            )
        theirs, ours = _numbers(filled.version), _numbers(form.version)
        if filled.layout > load_blank_form().layout or theirs > ours:
            raise FormFileError(
                f"This form (version {filled.version}) was printed by a newer version of the app. Update the app, then"
                " read it again. Nothing was changed."
            )
        about = (
            [f"It was made from {filled.made_of}, which is still there: keep one of the two."] if filled.made_of else []
        )
        if theirs < ours:
            about.append(self._carried(filled))
        return " ".join(about)

    def _carried(self, filled: FilledForm) -> str:
        return (
            f"The form was of version {filled.version}; the app works with {self._seat.definitions.form.version}. Its"
            " answers were carried over; please look through them."
        )

    def _saved(self, work: Work, enquiry: Enquiry, before: Answers, answers: Answers) -> Draft:
        """The draft with other answers, if there are any."""
        seat, changes = self._seat, answers.changes_since(before)
        if not changes:
            return work.draft(enquiry.id)
        marks = [flag for flag in enquiry.flags if flag in ("signed_off", "changed_after_sign_off")]
        if marks == ["signed_off"]:
            marks.append("changed_after_sign_off")
        summary = current_summary(seat, answers)
        work.save_answers(
            enquiry.id, version=enquiry.version, changes=changes,
            summary=replace(summary, flags=(*summary.flags, *marks)), place=None, at=seat.now(), by=seat.person.id,
        )  # fmt: skip
        return work.draft(enquiry.id)

    def _started(self, work: Work, answers: Answers) -> Draft:
        """A draft with these answers. The reader's own details are put in unless somebody else wrote the form."""
        seat, definitions = self._seat, self._seat.definitions
        definitions.keep(work)
        kind, person = _agency_kind(seat, work), seat.person
        author = answers.get("referrer_name")
        somebody_else = isinstance(author, str) and author.casefold() != person.display_name.casefold()
        if somebody_else:
            blank = replace(person, display_name="", job_title="", agency_name="", phone="", email="")
            full = prefilled(definitions.form, _with_author(answers, author), blank, "", self._random_bytes)
        else:
            full = prefilled(definitions.form, answers, person, kind, self._random_bytes)
        enquiry = add_started(seat, work, full, current_summary(seat, full), kind, self._random_bytes)
        return Draft(enquiry, full)


def _fields_and_more(filled: FilledForm) -> tuple[dict[str, str], tuple[NotPlaced, ...]]:
    """What stands in the fields of questions, and what was written where there was room for more."""
    fields = {name: text for name, text in filled.fields.items() if not name.startswith(MORE_FIELD)}
    rest = (text for name, text in filled.fields.items() if name.startswith(MORE_FIELD))
    return fields, tuple(NotPlaced(ROOM_FOR_MORE, text, GO_ON) for text in rest)


def _with_author(answers: Answers, author: object) -> Answers:
    """Who filled in the form is who wrote the original, unless it says so already."""
    if answers.get("paper_original") is None:
        role = answers.get("referrer_role")
        answers = answers.with_answer("paper_original", (), author).with_answer("paper_came", (), "electronic")
        answers = answers.with_answer("paper_original_role", (), role if isinstance(role, str) else None)
    return answers


def _agency_kind(seat: Seat, read: Readable) -> str:
    return next((agency.kind for agency in read.agencies() if agency.id == seat.person.agency_id), "")


def _written(work: Readable, enquiry: Enquiry) -> Answers:
    return draft_of_copy(work, enquiry).answers if enquiry.amending else work.answers(enquiry.id)


def _keep(work: Work, enquiry_id: str, not_placed: tuple[NotPlaced, ...], at: dt.datetime) -> None:
    listed = json.dumps([asdict(each) for each in not_placed], ensure_ascii=False)
    keep_note(work, enquiry_id, NOTE, {"not_placed": listed}, at)


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]{1,9}", version))
