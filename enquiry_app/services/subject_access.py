"""Subject access: find what is held about one person across enquiries, mark what is withheld and why, hand out two copies.

The app suggests, a person decides. Marks are kept while the work goes on; what was given stays in the log of disclosures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.definitions.withholding import Reason, Withholding, load_withholding
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.date_reading import date_words
from enquiry_app.enquiry.disclosing import AccessItem, AccessPaper, Mark, counted, reasons_of, record_of
from enquiry_app.enquiry.held_answers import Held, answer_items
from enquiry_app.enquiry.held_work import OF_BOTH, OF_THE_AGENCY, OF_THE_HUB, work_items
from enquiry_app.enquiry.kept_records import Disclosure, IssuedPages
from enquiry_app.enquiry.records import STATUSES, Enquiry
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.enquiry.statuses import HUB_ROLES, WITH_THE_HUB, status_words
from enquiry_app.errors import AppError, NotFound, NotReady
from enquiry_app.services.confirmation import require_confirmation
from enquiry_app.services.finding import find_enquiry, name_of
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import IndexedPerson, Readable, RenderedPdf, SimilarChild, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

ACTION = "give_subject_access"
KIND = "subject_access"
FILE_COPY, GIVEN_COPY = "subject_access_file", "subject_access_given"  # keys of `composition.PAPERS`
GIVEN_ALREADY = "This was given already, or the work was given up. Begin a new one."


@dataclass(frozen=True)
class PersonSought:
    """Whom the request is about. `birth` is ISO, perhaps partial, or ""."""

    given_names: str
    family_name: str
    birth: str = ""

    @property
    def name(self) -> str:
        """Both names."""
        return " ".join(f"{self.given_names} {self.family_name}".split())

    def __repr__(self) -> str:
        return "PersonSought()"


@dataclass(frozen=True)
class FoundRecord:
    """One enquiry that may be about the person. `item` is who they are in it, "" if only their family is."""

    enquiry_id: str
    name: str
    who: str
    status: str
    made: str
    item: str
    sure: bool
    matched: tuple[str, ...]
    differing: tuple[str, ...]

    def __repr__(self) -> str:
        return f"FoundRecord({self.enquiry_id})"


@dataclass(frozen=True)
class Found:
    """What was found, the surest first; `closed` counts records that are closed to whoever asks."""

    records: tuple[FoundRecord, ...]
    closed: int

    def __repr__(self) -> str:
        return f"Found({len(self.records)})"


@dataclass(frozen=True)
class AccessWork:
    """The work on one request: every item in order with the mark that holds now."""

    disclosure: Disclosure
    person: PersonSought
    items: tuple[AccessItem, ...]
    marks: Mapping[str, Mark]  # key -> what holds: marked by a person, else suggested
    records: Mapping[str, tuple[str, str]]  # enquiry id -> name, what it is

    def __repr__(self) -> str:
        return f"AccessWork({self.disclosure.id}, {len(self.items)} items)"


@dataclass(frozen=True)
class HandedOut:
    """The two copies, made once: nothing keeps them but whoever saves them."""

    disclosure: Disclosure
    whole: RenderedPdf
    given: RenderedPdf

    def __repr__(self) -> str:
        return f"HandedOut({self.disclosure.id})"


class SubjectAccess:
    """Use cases of those who answer for what is held: hub managers, and safeguarding leads for their agency's records."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case(ACTION, unaudited="the reasons are no record")
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons there are to withhold something, with the law."""
        self._seat.require(ACTION)
        return load_withholding().reasons

    @use_case(ACTION, "disclosure:searched")
    def find(self, sought: PersonSought) -> Found:
        """Every record of this store that may be about the person and that this person may disclose."""
        seat = self._seat
        seat.require(ACTION)
        if not sought.name or not (sought.birth or sought.family_name.strip()):
            raise NotReady("Write the person's name, and their date of birth if it is known.")
        person = IndexedPerson("", "subject", sought.given_names, sought.family_name, birth=sought.birth)
        with seat.store.write() as work:
            likes = [each for each in self._similar(work, person) if seat.may(ACTION, replace(each.enquiry, closed=""))]
            open_ones = [each for each in likes if not each.enquiry.closed]
            seat.record(work, "disclosure:searched", "", found=str(len(likes)))
            work.commit()
        found = sorted((self._found(each) for each in open_ones), key=lambda each: (not each.sure, each.name))
        return Found(tuple(found), len(likes) - len(open_ones))

    @use_case(ACTION, "disclosure:searched")
    def people_of(self, reference: str) -> tuple[FoundRecord, tuple[IndexedPerson, ...]]:
        """A record by its reference, and the children and people of the household in it. Raises NotFound, NotAllowed."""
        seat = self._seat
        seat.require(ACTION)
        enquiry = find_enquiry(seat, reference)
        with seat.store.write() as work:
            seat.enquiry(work, enquiry.id, ACTION)
            people = work.indexed_people(enquiry.id)
            seat.record(work, "disclosure:searched", enquiry.id)
            work.commit()
        return self._found(SimilarChild(enquiry, "strong", "", ())), people

    @use_case(ACTION, "disclosure:begun")
    def begin(
        self, sought: PersonSought, records: Mapping[str, str], to_whom: str = "", purpose: str = ""
    ) -> Disclosure:
        """Begin the work with the records chosen: enquiry id -> the person's item in it, "" if only their family is."""
        seat = self._seat
        seat.require(ACTION)
        if not records or not sought.name:
            raise NotReady("Choose at least one record.")
        with seat.store.write() as work:
            versions = {each: self._version(work, seat.enquiry(work, each, ACTION)) for each in records}
            details = {
                "person": [sought.given_names, sought.family_name, sought.birth], "items": dict(records),
                "versions": versions, "marks": {}, "agency": seat.person.agency_id,
            }  # fmt: skip
            begun = work.add_hub_record(
                Disclosure(
                    new_id(seat.now()), 1, "", KIND, "draft", seat.now(), seat.person.id, to_whom=to_whom.strip(),
                    purpose=purpose.strip(), details=details,
                )
            )  # fmt: skip
            for each in records:
                seat.record(work, "disclosure:begun", each, disclosure=begun.id)
            work.commit()
        return begun

    @use_case(ACTION, "disclosure:opened")
    def open(self, disclosure_id: str) -> AccessWork:
        """The work on one request, with everything held. Raises NotFound, NotAllowed."""
        seat = self._seat
        seat.require(ACTION)
        with seat.store.write() as work:
            opened = self._work(work, self._draft(work, disclosure_id))
            for each in opened.records:
                seat.record(work, "disclosure:opened", each, disclosure=disclosure_id)
            work.commit()
        return opened

    @use_case(ACTION, "disclosure:marked")
    def mark(self, disclosure_id: str, marks: Mapping[str, Mark], version: int) -> Disclosure:
        """Keep what is withheld and what is not, each item's whole mark. Raises EnquiryChangedElsewhere, AppError."""
        seat, law = self._seat, load_withholding()
        seat.require(ACTION)
        _check(marks, law)
        with seat.store.write() as work:
            draft = self._draft(work, disclosure_id)
            kept = {**draft.details["marks"], **{key: mark.to_json() for key, mark in marks.items()}}
            changed = work.change_hub_record(replace(draft, details={**draft.details, "marks": kept}), version)
            seat.record(work, "disclosure:marked", "", disclosure=disclosure_id, items=str(len(marks)))
            work.commit()
        return changed

    @use_case(ACTION, "disclosure:previewed")
    def preview(self, disclosure_id: str) -> RenderedPdf:
        """How the copy that is given would look, marked as a draft."""
        seat = self._seat
        seat.require(ACTION)
        with seat.store.write() as work:
            opened = self._work(work, self._draft(work, disclosure_id))
            seat.record(work, "disclosure:previewed", "", disclosure=disclosure_id)
            work.commit()
        return seat.make_document(GIVEN_COPY, self._paper(opened, whole=False, draft=True))

    @use_case(ACTION, "disclosure:given")
    def give(self, disclosure_id: str, to_whom: str, purpose: str, version: int, large: bool = False) -> HandedOut:
        """Make both copies and write down what was given to whom, and the codes of their pages. `large`: the copy that is
        given in large print. The passphrase was typed a moment ago.

        Raises PassphraseNeeded, NotReady, EnquiryChangedElsewhere, WrongMoment, DocumentError.
        """
        seat = self._seat
        seat.require(ACTION)
        to_whom, purpose = " ".join(to_whom.split()), " ".join(purpose.split())
        with seat.store.read() as read:
            opened = self._work(read, self._draft(read, disclosure_id))
        if not to_whom or not purpose:
            raise NotReady("Say to whom it is given, and why.")
        require_confirmation(seat)
        opened = replace(opened, disclosure=replace(opened.disclosure, to_whom=to_whom, purpose=purpose))
        whole = seat.make_document(FILE_COPY, self._paper(opened, whole=True))
        given = seat.make_document(GIVEN_COPY, replace(self._paper(opened, whole=False), large=large))
        counts = counted([opened.marks[item.key] for item in opened.items])
        with seat.store.write() as work:
            draft = self._draft(work, disclosure_id)
            # The passages marked are words of the record; they stand in the copy for the file and need not outlive it.
            details = {
                **draft.details,
                "marks": {},
                "file_sha256": whole.sha256,
                "of": len(opened.items),
                "large": large,
            }
            kept = work.change_hub_record(
                replace(
                    draft, status="given", at=seat.now(), by=seat.person.id, to_whom=to_whom, purpose=purpose,
                    sha256=given.sha256, withheld=counts, details=details,
                ),
                version,
            )  # fmt: skip
            self._keep_pages(work, kept, {FILE_COPY: whole, GIVEN_COPY: given})
            for each in opened.records:
                seat.record(work, "disclosure:given", each, disclosure=disclosure_id, sha256=given.sha256)
            work.commit()
        return HandedOut(kept, whole, given)

    @use_case(ACTION, "disclosure:dropped")
    def drop(self, disclosure_id: str, version: int) -> None:
        """Give the work up: that it was begun stays, what was marked goes."""
        seat = self._seat
        seat.require(ACTION)
        with seat.store.write() as work:
            draft = self._draft(work, disclosure_id, even_destroyed=True)
            bare = {"items": draft.details["items"], "agency": draft.details["agency"]}
            work.change_hub_record(replace(draft, status="dropped", to_whom="", purpose="", details=bare), version)
            seat.record(work, "disclosure:dropped", "", disclosure=disclosure_id)
            work.commit()

    def _keep_pages(self, work: Work, kept: Disclosure, copies: Mapping[str, RenderedPdf]) -> None:
        """The check codes, so that a page can be known again."""
        for kind, made in copies.items():
            pages = IssuedPages(
                new_id(kept.at), 1, "", kind, "issued", kept.at, kept.by, reference=reference_of(kept),
                codes=tuple(made.page_codes), sha256=made.sha256,
            )  # fmt: skip
            work.add_hub_record(pages)

    # What is held

    def _similar(self, read: Readable, person: IndexedPerson) -> Iterator[SimilarChild]:
        """Asked status by status, since the store answers each question with the best few only."""
        agency = "" if self._hub else self._seat.person.agency_id
        for status in sorted(WITH_THE_HUB if self._hub else STATUSES):
            yield from read.similar(person, agency, "", (status,))

    @property
    def _hub(self) -> bool:
        return self._seat.person.role in HUB_ROLES

    def _found(self, like: SimilarChild) -> FoundRecord:
        enquiry, same = like.enquiry, like.relation == "same_child"
        made = (enquiry.sent_at or enquiry.created_at).astimezone(LONDON).date()
        return FoundRecord(
            enquiry.id, name_of(enquiry), like.child, status_words(enquiry.status, self._seat.person.role),
            made.isoformat(), like.known.item if like.known and same else "", like.strength == "strong" and same,
            like.matched, like.differing,
        )  # fmt: skip

    def _version(self, read: Readable, enquiry: Enquiry) -> int:
        return read.sent_version(enquiry.id).number if enquiry.reference else 0

    def _draft(self, read: Readable, disclosure_id: str, *, even_destroyed: bool = False) -> Disclosure:
        """A request being worked on, if this person may open every record of it. `even_destroyed`: also if one of them
        was destroyed since."""
        found = read.hub_record(Disclosure, disclosure_id)
        if found.kind != KIND:
            raise NotFound("There is no such request here.")
        for each in found.details.get("items", {}):
            try:
                self._seat.enquiry(read, each, ACTION)
            except NotFound:
                mine = found.details.get("agency") == self._seat.person.agency_id
                if not even_destroyed or not mine or each in read.unseen():
                    raise
        if found.status != "draft":
            raise WrongMoment(GIVEN_ALREADY)
        return found

    def _work(self, read: Readable, draft: Disclosure) -> AccessWork:
        items: list[AccessItem] = []
        records = {}
        for enquiry_id, item in draft.details["items"].items():
            enquiry = read.enquiry(enquiry_id)
            made = (enquiry.sent_at or enquiry.created_at).astimezone(LONDON).date()
            words = f"{status_words(enquiry.status, self._seat.person.role)}, {made.day} {made:%B %Y}"
            records[enquiry_id] = (name_of(enquiry), words)
            items += self._held(read, enquiry, str(item), int(draft.details["versions"][enquiry_id]))
        kept = {key: Mark.from_json(mark) for key, mark in draft.details["marks"].items()}
        marks = {item.key: kept.get(item.key, item.suggested) for item in items}
        return AccessWork(draft, PersonSought(*draft.details["person"]), tuple(items), marks, records)

    def _held(self, read: Readable, enquiry: Enquiry, item: str, number: int) -> Iterator[AccessItem]:
        definitions, law = self._seat.definitions, load_withholding()
        if number:
            sent = read.sent_version(enquiry.id, number)
            form, matrix = definitions.form_of(read, sent.form), definitions.matrix_of(read, sent.matrix)
            answers = sent.answers
        else:
            form, matrix, answers = definitions.form, definitions.matrix, read.answers(enquiry.id)
        held = Held(form, matrix, law, enquiry.id, answers, item)
        yield from answer_items(held)
        kinds = (*OF_BOTH, *(OF_THE_HUB if self._hub else OF_THE_AGENCY))
        records = [record for kind in kinds for record in read.hub_records(kind, enquiry.id)]
        for each in work_items(enquiry.id, records, load_outcomes()):
            yield held.looked_over(each)

    # Paper

    def _paper(self, opened: AccessWork, *, whole: bool, draft: bool = False) -> AccessPaper:
        seat, law, person = self._seat, load_withholding(), opened.person
        counts = counted([opened.marks[item.key] for item in opened.items])
        return AccessPaper(
            whole=whole, reference=reference_of(opened.disclosure), organisation=seat.info.organisation,
            person=person.name, born=date_words(FlexDate(person.birth)) if person.birth else "",
            to_whom=opened.disclosure.to_whom, purpose=opened.disclosure.purpose,
            prepared_by=seat.person.display_name, at=seat.now(),
            records=tuple(self._records(opened, law, whole=whole)), reasons=reasons_of(counts, law, whole=whole),
            practice=seat.info.practice, draft=draft,
        )  # fmt: skip

    def _records(self, opened: AccessWork, law: Withholding, *, whole: bool) -> Iterator[Any]:
        for enquiry_id, (name, words) in opened.records.items():
            items = [(item, opened.marks[item.key]) for item in opened.items if item.enquiry_id == enquiry_id]
            yield record_of(name, words, items, law, whole=whole)


def reference_of(disclosure: Disclosure) -> str:
    """What a request is called on paper and in file names; it names nobody."""
    return f"SA-{disclosure.id.replace('-', '')[-8:].upper()}"


def _check(marks: Mapping[str, Mark], law: Withholding) -> None:
    codes: Sequence[str] = [
        code for mark in marks.values() for code in (mark.whole, *(part for _, part in mark.parts)) if code
    ]
    if any(code not in law.by_id for code in codes):
        raise AppError("Choose one of the reasons there are.")


__all__ = ["AccessWork", "Found", "FoundRecord", "HandedOut", "PersonSought", "SubjectAccess", "reference_of"]
