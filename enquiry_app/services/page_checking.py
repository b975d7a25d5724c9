"""Is this page from that record, unchanged? Answered from the check codes kept when a document was made, and for a whole
file from its hash (decision 34)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from enquiry_app.enquiry.kept_records import Disclosure, IssuedPages
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.errors import AppError, NotFound
from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

SIGNS = 12
MISREAD = str.maketrans("OIL", "011")  # never printed, so they were read for what looks like them
COPIES = {
    "hub": "the Hub's copy", "own": "the agency's own copy", "family": "the family's copy",
    "subject_access_file": "the copy for the file", "subject_access_given": "the copy that was given",
}  # fmt: skip
_REQUEST = re.compile(r"\s*SA-?([0-9A-F]{8})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class PageVerdict:
    """`genuine` is whether the page is ours; `newest` whether nothing newer replaced it; `words` say both."""

    genuine: bool
    newest: bool
    words: str


class PageChecking:
    """Use cases of somebody with a page in their hand."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("make_document", "document:page_checked")
    def check(self, reference: str, page: int, code: str) -> PageVerdict:
        """Whether a page with this number and check code was made from the record. Small slips in typing the code are
        put right. Raises AppError for a code that cannot be one, NotFound for a reference that is not here."""
        typed = re.sub(r"[^0-9A-Z]", "", code.upper()).translate(MISREAD)
        if len(typed) != SIGNS:
            raise AppError(
                f"A check code has {SIGNS} letters and digits, in three groups of four. Please type it again."
            )
        request = _REQUEST.fullmatch(reference)
        if request:
            return self._check_request(f"SA-{request.group(1).upper()}", page, typed)
        from enquiry_app.services.finding import find_enquiry

        seat = self._seat
        seat.require("make_document")
        enquiry = find_enquiry(seat, reference)
        with seat.store.write() as work:
            seat.enquiry(work, enquiry.id, "make_document")
            issued = work.hub_records(IssuedPages, of_enquiry=enquiry.id)
            verdict = self._verdict(work, issued, page, typed)
            seat.record(work, "document:page_checked", enquiry.id, genuine="yes" if verdict.genuine else "no")
            work.commit()
        return verdict

    def _check_request(self, name: str, page: int, typed: str) -> PageVerdict:
        """The same for a subject access request, by whoever may see what was given to whom."""
        seat = self._seat
        seat.require("see_disclosures")
        with seat.store.write() as work:
            if not self._may_see_request(work, name):
                raise NotFound("There is no such request here.")
            issued = [each for each in work.hub_records(IssuedPages, of_enquiry="") if each.reference == name]
            verdict = self._verdict(work, issued, page, typed)
            seat.record(work, "document:page_checked", "", genuine="yes" if verdict.genuine else "no", request=name)
            work.commit()
        return verdict

    @use_case("make_document", "document:file_checked")
    def check_file(self, data: bytes) -> PageVerdict:
        """Whether a whole PDF is, byte for byte, one that was made here."""
        seat = self._seat
        seat.require("make_document")
        digest = hashlib.sha256(data).hexdigest()
        with seat.store.write() as work:
            found = [each for each in work.hub_records(IssuedPages) if each.sha256 == digest]
            mine = [each for each in found if self._may_see(work, each)]
            seat.record(
                work, "document:file_checked", mine[0].of_enquiry if mine else "", genuine="yes" if mine else "no"
            )
            work.commit()
            if not mine:
                return PageVerdict(
                    False, False, "This file is none that was made in this store, or it was changed since."
                )
            return self._said(work, mine[0], f"This file is {self._whole(mine[0])}, unchanged to the last byte")

    def _verdict(self, read: Readable, issued: Sequence[IssuedPages], page: int, typed: str) -> PageVerdict:
        places = [
            (each, number)
            for each in reversed(issued)
            for number, code in enumerate(each.codes, start=1)
            if code.replace("-", "") == typed
        ]
        here = next((each for each, number in places if number == page), None)
        if here is not None:
            return self._said(
                read, here, f"This is page {page} of {self._whole(here)}. Its words are as they were made"
            )
        if places:
            each, number = places[0]
            return PageVerdict(
                False, False,
                f"This code belongs to page {number} of {self._whole(each)}, not to page {page}. Check the page number"
                " that stands beside it.",
            )  # fmt: skip
        return PageVerdict(
            False, False,
            "No page with this code was made in this store for this reference. Type it again; if it stays so, the page"
            " was changed, or comes from somewhere else.",
        )  # fmt: skip

    def _may_see(self, read: Readable, issued: IssuedPages) -> bool:
        if not issued.of_enquiry:
            return self._seat.may("see_disclosures") and self._may_see_request(read, issued.reference)
        return self._seat.may("make_document", read.enquiry(issued.of_enquiry))

    def _may_see_request(self, read: Readable, name: str) -> bool:
        from enquiry_app.services.disclosure_log import records_of
        from enquiry_app.services.subject_access import reference_of

        requests = read.hub_records(Disclosure, kind="subject_access", status="given")
        return any(reference_of(each) == name and records_of(self._seat, read, each) for each in requests)

    def _said(self, read: Readable, issued: IssuedPages, words: str) -> PageVerdict:
        if not issued.of_enquiry:  # given once: a later request is another one
            return PageVerdict(True, True, f"{words}.")
        newest = read.sent_version(issued.of_enquiry).number
        if issued.number < newest:
            return PageVerdict(True, False, f"{words}. It has been overtaken: version {newest} is the newest.")
        return PageVerdict(True, True, f"{words}. It is the newest version.")

    def _whole(self, issued: IssuedPages) -> str:
        made = issued.at.astimezone(LONDON)
        copy = COPIES.get(issued.kind, issued.kind)
        version = f", version {issued.number}" if issued.number else ""
        return f"{copy} of {issued.reference}{version}, made on {made.day} {made:%B %Y}"
