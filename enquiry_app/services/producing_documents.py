"""Documents of an enquiry: the referral and its copies, rendered from frozen content, kept when really handed over."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from enquiry_app.definitions.form_definition import COPIES, Form
from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.kept_records import Disclosure, IssuedPages
from enquiry_app.enquiry.records import Enquiry, StoreInfo, Suggested
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.errors import DocumentError
from enquiry_app.services.case_notes import read_note
from enquiry_app.services.confirmation import MANY, require_confirmation
from enquiry_app.services.freezing import without_hidden
from enquiry_app.services.judging import judge, suggestions_for
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

# Signs that are not mistaken for one another when read out; five groups of four are about 95 bits.
_SPOKEN, _GROUPS = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 5
ASK_FIRST = "A copy for the family is made only once it is answered whether that is safe. Choose \u201cCopy for the family\u201d."
NOT_SAFE = (
    "No copy for the family is made while it is not safe, or not sure, to give it. Talk it over with your safeguarding"
    " lead or the Hub."
)
COPY_NAMES = {"hub": "referral", "own": "agency-copy", "family": "family-copy"}


def spoken_passphrase() -> str:
    """A fresh passphrase to be read out over the telephone."""
    return " ".join("".join(secrets.choice(_SPOKEN) for _ in range(4)) for _ in range(_GROUPS))


class RenderedPdf(Protocol):
    """A finished PDF as the documents layer gives it."""

    @property
    def data(self) -> bytes: ...
    @property
    def page_count(self) -> int: ...
    @property
    def page_codes(self) -> tuple[str, ...]: ...
    @property
    def sha256(self) -> str: ...
    def protected(self, passphrase: str) -> bytes: ...
    def as_text(self) -> str: ...
    def as_html(self) -> str: ...


@dataclass(frozen=True)
class ProtectedPdf:
    """A PDF that opens with its passphrase, which is told by telephone and kept nowhere."""

    name: str
    data: bytes
    passphrase: str

    def __repr__(self) -> str:
        return f"ProtectedPdf({len(self.data)} bytes)"


@dataclass(frozen=True)
class ReferralContent:
    """All a referral is made of. `number` 0 is a draft not sent yet; `suggestions` only such as may be shown."""

    enquiry: Enquiry
    answers: Answers
    form: Form
    matrix: Matrix
    copy: str
    number: int
    at: dt.datetime
    suggestions: Mapping[str, Mapping[str, Any]]
    revealed: Mapping[str, Suggested]
    hub: HubDefinition
    store: StoreInfo
    handover: Mapping[str, str] = field(default_factory=dict)
    content_hash: str = ""
    large: bool = False  # large print

    def __repr__(self) -> str:
        return f"ReferralContent({self.enquiry.id}, {self.copy})"


@dataclass(frozen=True)
class SafeToGive:
    """The answer to "is it safe to give this to the family?". `because` and `to_whom` in the person's own words."""

    safe: bool
    because: str
    to_whom: str

    def __repr__(self) -> str:
        return f"SafeToGive({self.safe})"


MakeReferral = Callable[[ReferralContent], RenderedPdf]


class Documents:
    """Use cases that end in a PDF. `make` is the documents layer, given by the composition."""

    def __init__(self, seat: Seat, make: MakeReferral) -> None:
        self._seat = seat
        self._make = make

    @use_case("make_document", "document:made")
    def referral(self, enquiry_id: str, copy: str = "hub", large: bool = False) -> RenderedPdf:
        """The referral of a sent enquiry as a copy for the `hub` or for the agency's `own` file, in large print if
        asked for. The Hub's copy is kept once it is handed over. Raises DocumentError, also for the family's copy: that
        one asks first (`for_the_family`)."""
        _check_copy(copy)
        if copy == "family":
            raise DocumentError(ASK_FIRST)
        content = replace(self._frozen(enquiry_id, copy), large=large)
        rendered = self._make(content)
        seat = self._seat
        with seat.store.write() as work:
            handed_over = work.enquiry(enquiry_id).status in WITH_THE_HUB
            if copy == "hub" and handed_over and not large and work.document(enquiry_id, copy) != rendered.data:
                work.put_document(enquiry_id, copy, rendered.data, rendered.sha256, seat.now())
            keep_pages(seat, work, content, rendered)
            seat.record(
                work, "document:made", enquiry_id, copy=copy, sha256=rendered.sha256, pages=str(rendered.page_count)
            )
            work.commit()
        return rendered

    @use_case("make_document", "document:made", "disclosure:made")
    def for_the_family(self, enquiry_id: str, answered: SafeToGive, large: bool = False) -> RenderedPdf:
        """The copy for the family, made once somebody has said that it is safe to give, why, and to whom. Kept as a
        disclosure. Raises DocumentError if it is not safe, or if the answers say that the family must not be told."""
        because, to_whom = " ".join(answered.because.split()), " ".join(answered.to_whom.split())
        if not answered.safe:
            raise DocumentError(NOT_SAFE)
        if not because or not to_whom:
            raise DocumentError("Say to whom the copy is given, and why that is safe.")
        content = replace(self._frozen(enquiry_id, "family"), large=large)
        rendered, seat = self._make(content), self._seat
        with seat.store.write() as work:
            work.add_hub_record(
                Disclosure(
                    new_id(seat.now()), 1, enquiry_id, "family_copy", "given", seat.now(), seat.person.id,
                    to_whom=to_whom, purpose=because, sha256=rendered.sha256,
                    details={"pages": rendered.page_count, "large": large, "number": content.number},
                )
            )  # fmt: skip
            keep_pages(seat, work, content, rendered)
            seat.record(work, "disclosure:made", enquiry_id, kind="family_copy", sha256=rendered.sha256)
            seat.record(
                work, "document:made", enquiry_id, copy="family", sha256=rendered.sha256,
                pages=str(rendered.page_count),
            )  # fmt: skip
            work.commit()
        return rendered

    @use_case("make_document", "document:previewed")
    def to_be_kept_from_the_family(self, enquiry_id: str) -> str:
        """What the referrer wrote that the child or family must not learn, "" if nothing: read before a copy is made."""
        seat = self._seat
        with seat.store.write() as work:
            seat.enquiry(work, enquiry_id, "make_document")
            answers = work.sent_version(enquiry_id).answers
            seat.record(work, "document:previewed", enquiry_id, copy="family")
            work.commit()
        told = answers.get("keep_from_family")
        return told.strip() if isinstance(told, str) else ""

    @use_case("make_document", unaudited="asks only what was given to whom")
    def given_to_the_family(self, enquiry_id: str) -> tuple[Disclosure, ...]:
        """Every copy given to the family, oldest first."""
        with self._seat.store.read() as read:
            self._seat.enquiry(read, enquiry_id, "make_document")
            return read.hub_records(Disclosure, of_enquiry=enquiry_id, kind="family_copy")

    @use_case("make_document", "document:batch")
    def begin_many(self, number: int) -> None:
        """Say that so many documents are about to be made in one go. Raises PassphraseNeeded for ten and more."""
        seat = self._seat
        seat.require("make_document")
        if number >= MANY:
            require_confirmation(seat)
        with seat.store.write() as work:
            seat.record(work, "document:batch", seat.person.id, count=str(number))
            work.commit()

    @use_case("make_document", "document:made", "document:protected")
    def protected(self, enquiry_id: str, copy: str = "hub") -> ProtectedPdf:
        """A copy for somebody without this app: encrypted, with a fresh passphrase to be spoken over the telephone."""
        rendered, seat = self.referral(enquiry_id, copy), self._seat
        passphrase = spoken_passphrase()
        data = rendered.protected(passphrase)
        with seat.store.write() as work:
            enquiry = work.enquiry(enquiry_id)
            seat.record(work, "document:protected", enquiry_id, copy=copy, sha256=rendered.sha256)
            work.commit()
        return ProtectedPdf(self.file_name(enquiry, copy), data, passphrase)

    @use_case("make_document", "document:made", "document:missing")
    def keep_referral(self, enquiry_id: str) -> bool:
        """Make and keep the Hub's copy after sending. False if it could not be made: the enquiry stands anyway."""
        try:
            self.referral(enquiry_id, "hub")
        except DocumentError:
            with self._seat.store.write() as work:
                self._seat.enquiry(work, enquiry_id, "make_document")
                self._seat.record(work, "document:missing", enquiry_id, copy="hub")
                work.commit()
            return False
        return True

    @use_case("make_document", unaudited="asks only whether a document is kept")
    def is_missing(self, enquiry_id: str) -> bool:
        """Whether the Hub's copy of a handed-over enquiry is not there yet, so that it should be made again."""
        with self._seat.store.read() as read:
            enquiry = self._seat.enquiry(read, enquiry_id, "make_document")
            return enquiry.status in WITH_THE_HUB and read.document(enquiry_id, "hub") is None

    @use_case("open_draft", "document:previewed")
    def preview(self, enquiry_id: str, answers: Answers | None = None, copy: str = "hub") -> RenderedPdf:
        """How the referral of a draft would look, marked as a draft. `answers`: those on the screen, not saved yet.

        Shows no suggestion that was not revealed.
        """
        _check_copy(copy)
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "open_draft")
            draft = work.draft(enquiry_id)
            seat.record(work, "document:previewed", enquiry_id, copy=copy)
            work.commit()
        shown = draft.answers if answers is None else answers
        state = judge(seat.definitions, shown, seat.today(), revealed=draft.revealed)
        suggestions = suggestions_for(seat.definitions, shown, seat.today())
        return self._make(
            ReferralContent(
                enquiry=enquiry,
                answers=without_hidden(shown, state.not_sent),
                form=seat.definitions.form,
                matrix=seat.definitions.matrix,
                copy=copy,
                number=0,
                at=seat.now(),
                suggestions={child: found for child, found in suggestions.items() if child in draft.revealed},
                revealed=draft.revealed,
                hub=seat.hub,
                store=seat.info,
            )
        )

    @use_case("make_document", unaudited="makes a name, not a document")
    def file_name(self, enquiry: Enquiry, copy: str = "hub") -> str:
        """What a saved copy is called: the reference and which copy, never a name."""
        _check_copy(copy)
        stem = enquiry.reference or f"draft-{enquiry.seq}"
        return f"{re.sub(r'[^A-Za-z0-9-]', '-', stem)}-{COPY_NAMES[copy]}.pdf"

    def _frozen(self, enquiry_id: str, copy: str) -> ReferralContent:
        seat = self._seat
        with seat.store.read() as read:
            enquiry = seat.enquiry(read, enquiry_id, "make_document")
            if not enquiry.reference:
                raise DocumentError("This enquiry has not been sent, so there is no referral yet. Look at the preview.")
            sent = read.sent_version(enquiry_id)
            return ReferralContent(
                enquiry=enquiry,
                answers=sent.answers,
                form=seat.definitions.form_of(read, sent.form),
                matrix=seat.definitions.matrix_of(read, sent.matrix),
                copy=copy,
                number=sent.number,
                at=sent.sent_at,
                suggestions=sent.suggestions,
                revealed=sent.revealed,
                hub=seat.hub,
                store=seat.info,
                handover=_handover(read, enquiry_id),
                content_hash=sent.content_hash,
            )


def keep_pages(seat: Seat, work: Work, content: ReferralContent, rendered: RenderedPdf) -> None:
    """Keep the check codes of a document that leaves, once, so that a page of it can be known again."""
    known = work.hub_records(IssuedPages, of_enquiry=content.enquiry.id)
    if any(each.sha256 == rendered.sha256 for each in known):
        return
    work.add_hub_record(
        IssuedPages(
            new_id(seat.now()), 1, content.enquiry.id, content.copy, "issued", seat.now(), seat.person.id,
            reference=content.enquiry.reference, number=content.number, codes=tuple(rendered.page_codes),
            sha256=rendered.sha256,
        )
    )  # fmt: skip


def _handover(read: Readable, enquiry_id: str) -> Mapping[str, str]:
    return read_note(read, enquiry_id, "handover")


def _check_copy(copy: str) -> None:
    if copy not in COPIES:
        raise DocumentError("There is a copy for the Hub, one for your own agency and one for the family.")
