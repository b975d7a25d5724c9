"""Retention: what is due for review, holds, and destruction that one person decides and another one confirms.

Nothing is ever destroyed by itself. Every door writes to the audit trail; what is destroyed leaves a certificate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry_app.definitions.retention_schedule import RetentionSchedule
from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.enquiry.retention_rules import (
    Standing,
    due_day,
    review_day,
    shipped_schedule,
    standing_of,
    years_after,
)
from enquiry_app.enquiry.statuses import WITH_THE_HUB, status_words
from enquiry_app.errors import NotAllowed, NotReady
from enquiry_app.services.confirmation import require_confirmation
from enquiry_app.services.disclosure_log import forget_words
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, RenderedPdf, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.unseen import unseen_subjects
from enquiry_app.services.use_case import use_case

AT_ONCE = 500
SHOWN = 500
HUB_STORES = ("hub", "shared", "practice")
NEEDS_REASON = "Write why, in a few words."
SECOND_PERSON = "The person who proposed destroying a record cannot confirm it. Somebody else has to look at it."


@dataclass(frozen=True)
class ReviewRow:
    """One record that is due for review, or on which something was decided. `title` is "" for readers without content."""

    enquiry_id: str
    name: str  # reference, or a draft's number
    title: str
    agency: str
    status: str
    rule: str
    because: str
    due: dt.date
    last_contact: dt.date
    standing: Standing

    @property
    def held(self) -> bool:
        """Whether a hold is in force."""
        return bool(self.standing.holds)

    def __repr__(self) -> str:
        return f"ReviewRow({self.enquiry_id})"


@dataclass(frozen=True)
class ReviewList:
    """What is due, soonest first; `total` counts also what is not shown. `everything_held` is a hold on all records."""

    rows: tuple[ReviewRow, ...]
    total: int
    everything_held: RetentionItem | None
    people: Mapping[str, str]  # person id -> name
    holds: tuple[tuple[RetentionItem, str], ...] = ()  # in force on single records, with the record's name

    def __repr__(self) -> str:
        return f"ReviewList({self.total})"


@dataclass(frozen=True)
class CertificatePaper:
    """A certificate as it is printed. It names the record by reference only."""

    item: RetentionItem
    organisation: str
    decided_by: str
    confirmed_by: str
    made_at: dt.datetime
    practice: bool

    def __repr__(self) -> str:
        return f"CertificatePaper({self.item.id})"


class Retention:
    """Use cases of those who decide what becomes of old records."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._schedule = shipped_schedule()

    @use_case("see_retention", unaudited="the schedule is no record")
    def schedule(self) -> RetentionSchedule:
        """The lines of the schedule."""
        self._seat.require("see_retention")
        return self._schedule

    @use_case("see_retention", "retention:listed")
    def review_list(self, agency_id: str = "", ahead_days: int = 0) -> ReviewList:
        """What is due, or will be within these days, for this person to look at: of one agency, or of all they may."""
        seat = self._seat
        seat.require("see_retention")
        with seat.store.read() as read:
            items = _items(read)
            rows = sorted(self._due(read, items, agency_id, ahead_days), key=lambda row: (row.due, row.name))
            people = {person.id: person.display_name for person in read.people()}
            holds = tuple(self._holds(read, items))
        with seat.store.write() as work:
            seat.record(work, "retention:listed", "", due=str(len(rows)))
            work.commit()
        return ReviewList(tuple(rows[:SHOWN]), len(rows), _hold_on_all(items), people, holds)

    @use_case("hold_record", unaudited="asks how one record stands")
    def of(self, enquiry_id: str) -> ReviewRow | None:
        """How one record stands under the schedule; None while it is being worked on."""
        with self._seat.store.read() as read:
            enquiry = self._seat.enquiry(read, enquiry_id, "hold_record")
            return self._row(enquiry, _items(read), read.births((enquiry.seq,)).get(enquiry.seq, ()))

    @use_case("hold_record", "retention:held")
    def hold(self, enquiry_id: str, reason: str) -> RetentionItem:
        """Put a record on hold: until that is lifted nobody can destroy it, whatever its review says."""
        seat = self._seat
        with seat.store.write() as work:
            seat.enquiry(work, enquiry_id, "hold_record")
            if any(item.of_enquiry for item in standing_of(_items(work), enquiry_id).holds):
                raise WrongMoment("This record is on hold already.")
            item = self._add(work, "hold", "open", enquiry_id, _said(reason))
            seat.record(work, "retention:held", enquiry_id, item=item.id)
            work.commit()
        return item

    @use_case("hold_everything", "retention:held")
    def hold_everything(self, reason: str) -> RetentionItem:
        """A hold on every record of this store, as a public inquiry may ask for."""
        seat = self._seat
        seat.require("hold_everything")
        with seat.store.write() as work:
            if _hold_on_all(_items(work)):
                raise WrongMoment("Everything is on hold already.")
            item = self._add(work, "hold", "open", "", _said(reason))
            seat.record(work, "retention:held", "", item=item.id, all="yes")
            work.commit()
        return item

    @use_case("see_retention", "retention:released")
    def lift(self, item_id: str, reason: str, version: int) -> RetentionItem:
        """Lift a hold, with the reason. Raises EnquiryChangedElsewhere, WrongMoment."""
        seat = self._seat
        with seat.store.write() as work:
            item = work.hub_record(RetentionItem, item_id)
            if item.of_enquiry:
                seat.enquiry(work, item.of_enquiry, "hold_record")
            else:
                seat.require("hold_everything")
            if item.kind != "hold" or item.status != "open":
                raise WrongMoment("This hold was lifted meanwhile.")
            lifted = self._settled(item, "lifted", _said(reason))
            kept = work.change_hub_record(lifted, version)
            seat.record(work, "retention:released", item.of_enquiry, item=item.id)
            work.commit()
        return kept

    @use_case("destroy_record", "retention:kept")
    def keep(self, enquiry_id: str, reason: str, until: dt.date) -> RetentionItem:
        """Decide to keep a record until another day, and why."""
        seat, today = self._seat, self._seat.today()
        if not today < until <= years_after(today, 100):
            raise NotReady("Give a day after today, at most a hundred years from now.")
        with seat.store.write() as work:
            self._decidable(work, enquiry_id)
            item = replace(self._item("review", "kept", enquiry_id, _said(reason)), until=until.isoformat())
            work.add_hub_record(item)
            seat.record(work, "retention:kept", enquiry_id, until=item.until)
            work.commit()
        return item

    @use_case("destroy_record", "retention:proposed")
    def propose(self, enquiry_id: str, reason: str) -> RetentionItem:
        """Propose to destroy a record that is due. Nothing happens until somebody else confirms it.

        Raises NotReady if it is not due yet, WrongMoment if it is on hold or proposed already.
        """
        seat = self._seat
        with seat.store.write() as work:
            enquiry = self._decidable(work, enquiry_id)
            row = self._due_row(work, enquiry)
            if row.standing.holds:
                raise WrongMoment("This record is on hold. Nothing can be destroyed until the hold is lifted.")
            if row.standing.proposal is not None:
                raise WrongMoment("Destroying this record is proposed already. Somebody else has to confirm it.")
            item = self._add(work, "review", "proposed", enquiry_id, _said(reason))
            seat.record(work, "retention:proposed", enquiry_id, item=item.id)
            work.commit()
        return item

    @use_case("confirm_destruction", "retention:declined")
    def decline(self, item_id: str, reason: str, version: int) -> RetentionItem:
        """Say no to a proposal, with the reason: the record stays."""
        seat = self._seat
        with seat.store.write() as work:
            item, _ = self._proposal(work, item_id)
            kept = work.change_hub_record(self._settled(item, "declined", _said(reason)), version)
            seat.record(work, "retention:declined", item.of_enquiry, item=item.id)
            work.commit()
        return kept

    @use_case("confirm_destruction", "retention:destroyed")
    def confirm(self, item_id: str, version: int) -> RetentionItem:
        """Destroy what another person proposed. Gives the certificate. The passphrase was asked for a moment ago.

        Raises NotAllowed (same person), PassphraseNeeded, WrongMoment, AppError while a hold is in force.
        """
        seat = self._seat
        with seat.store.write() as work:
            item, enquiry = self._proposal(work, item_id)
            if item.by == seat.person.id:
                raise NotAllowed(SECOND_PERSON)
            require_confirmation(seat)
            row = self._due_row(work, enquiry)
            work.change_hub_record(self._settled(item, "confirmed", ""), version)
            certificate = self._certificate(work, item, enquiry, row)
            work.add_hub_record(certificate)
            seat.record(work, "retention:destroyed", enquiry.id, certificate=certificate.id)
            work.commit()
        seat.store.tidy()
        return certificate

    @use_case("see_retention", unaudited="certificates name no child")
    def certificates(self) -> tuple[RetentionItem, ...]:
        """Every certificate of destruction, newest first."""
        self._seat.require("see_retention")
        with self._seat.store.read() as read:
            return read.hub_records(RetentionItem, kind="destroyed")[::-1]

    @use_case("see_retention", "retention:certificate")
    def certificate_pdf(self, item_id: str) -> RenderedPdf:
        """A certificate on paper."""
        seat = self._seat
        seat.require("see_retention")
        with seat.store.read() as read:
            item = read.hub_record(RetentionItem, item_id)
            if item.kind != "destroyed":
                raise WrongMoment("This is no certificate: nothing was destroyed.")
            names = {person.id: person.display_name for person in read.people()}
        decided = str(item.details.get("decided_by", ""))
        paper = CertificatePaper(
            item, seat.info.organisation, names.get(decided, decided), names.get(item.by, item.by), seat.now(),
            seat.info.practice,
        )  # fmt: skip
        rendered = seat.make_document("destruction", paper)
        with seat.store.write() as work:
            seat.record(work, "retention:certificate", item.of_enquiry, sha256=rendered.sha256)
            work.commit()
        return rendered

    # What is due

    def _due(
        self, read: Readable, items: Sequence[RetentionItem], agency_id: str, ahead_days: int
    ) -> Iterator[ReviewRow]:
        """Rows that are due or proposed, of those this person may decide about."""
        limit = self._seat.today() + dt.timedelta(days=ahead_days)
        unseen, about = unseen_subjects(self._seat, read), _by_enquiry(items)
        for enquiry, births in self._old_ones(read, limit):
            if enquiry.id in unseen or (agency_id and enquiry.agency_id != agency_id) or not self._may_see(enquiry):
                continue
            row = self._row(enquiry, (*about.get("", ()), *about.get(enquiry.id, ())), births)
            if row is not None and (row.due <= limit or row.standing.proposal is not None):
                yield row

    def _holds(self, read: Readable, items: Sequence[RetentionItem]) -> Iterator[tuple[RetentionItem, str]]:
        """Holds on records of which this person decides."""
        unseen = unseen_subjects(self._seat, read)
        for item in items:
            if item.kind == "hold" and item.of_enquiry and item.of_enquiry not in unseen:
                enquiry = read.enquiry(item.of_enquiry)
                if self._seat.person.role != "administrator" and self._may_see(enquiry):
                    yield item, enquiry.reference or f"D{enquiry.seq}"

    def _old_ones(self, read: Readable, limit: dt.date) -> Iterator[tuple[Enquiry, tuple[str, ...]]]:
        """Enquiries untouched for as long as the shortest rule that could cover them, with their children's births."""
        rules = self._schedule.of_store(self._seat.info.kind)
        asked = [(rule.statuses, rule.outcomes, _years_before(limit, rule.least_years)) for rule in rules]
        after = 0
        while found := read.untouched_since(asked, after, AT_ONCE):
            births = read.births(tuple(enquiry.seq for enquiry in found))
            yield from ((enquiry, births.get(enquiry.seq, ())) for enquiry in found)
            after = found[-1].seq

    def _row(self, enquiry: Enquiry, items: Sequence[RetentionItem], births: Sequence[str]) -> ReviewRow | None:
        seat = self._seat
        rule = self._schedule.rule_for(seat.info.kind, enquiry.status, enquiry.outcome)
        if rule is None:
            return None
        standing = standing_of(items, enquiry.id)
        last, made = _day(enquiry.updated_at), _day(enquiry.sent_at or enquiry.created_at)
        due = due_day(review_day(rule, last, births, made), standing)
        title = enquiry.title if seat.person.role != "administrator" else ""
        return ReviewRow(
            enquiry.id, enquiry.reference or f"D{enquiry.seq}", title, enquiry.agency_name,
            status_words(enquiry.status, seat.person.role), rule.label, rule.because, due, last, standing,
        )  # fmt: skip

    def _due_row(self, read: Readable, enquiry: Enquiry) -> ReviewRow:
        """The row of a record that is due today. Raises NotReady."""
        row = self._row(enquiry, _items(read), read.births((enquiry.seq,)).get(enquiry.seq, ()))
        if row is None or row.due > self._seat.today():
            raise NotReady("This record is not due for review yet, so it cannot be destroyed.")
        return row

    def _may_see(self, enquiry: Enquiry) -> bool:
        person = self._seat.person
        if person.role == "administrator":
            return True
        return self._rightly(enquiry) and self._allowed(enquiry)

    def _allowed(self, enquiry: Enquiry) -> bool:
        from enquiry_app.enquiry.permissions import may

        return may(self._seat.person, "destroy_record", enquiry)

    def _rightly(self, enquiry: Enquiry) -> bool:
        """In a store that is the Hub's too, what the Hub has is the Hub's to decide about."""
        shared = self._seat.info.kind in HUB_STORES and enquiry.status in WITH_THE_HUB
        return not shared or self._seat.person.role == "hub_manager"

    def _decidable(self, read: Readable, enquiry_id: str) -> Enquiry:
        enquiry = self._seat.enquiry(read, enquiry_id, "destroy_record")
        if not self._rightly(enquiry):
            raise NotAllowed("The Hub has this enquiry in this store, so a hub manager decides what becomes of it.")
        return enquiry

    def _proposal(self, work: Work, item_id: str) -> tuple[RetentionItem, Enquiry]:
        """A proposal that waits, and its enquiry, for somebody who may confirm. The administrator sees no content."""
        seat = self._seat
        seat.require("confirm_destruction")
        item = work.hub_record(RetentionItem, item_id)
        if item.kind != "review" or item.status != "proposed":
            raise WrongMoment("This proposal was settled meanwhile.")
        if seat.person.role == "administrator":
            return item, work.enquiry(item.of_enquiry)
        return item, self._decidable(work, item.of_enquiry)

    # Writing

    def _item(self, kind: str, status: str, enquiry_id: str, reason: str) -> RetentionItem:
        seat = self._seat
        return RetentionItem(new_id(seat.now()), 1, enquiry_id, kind, status, seat.now(), seat.person.id, reason)

    def _add(self, work: Work, kind: str, status: str, enquiry_id: str, reason: str) -> RetentionItem:
        return work.add_hub_record(self._item(kind, status, enquiry_id, reason))

    def _settled(self, item: RetentionItem, status: str, reason: str) -> RetentionItem:
        seat = self._seat
        details = {**item.details, "settled_at": seat.now().isoformat(), "settled_by": seat.person.id, "why": reason}
        return replace(item, status=status, details=details)

    def _certificate(self, work: Work, proposal: RetentionItem, enquiry: Enquiry, row: ReviewRow) -> RetentionItem:
        """Destroy, and say what was destroyed. Hashes stay, so that a paper can still be told from a forged one; what
        people wrote about the record goes, as it may name a child."""
        backup = work.newest_event("store:backed_up")
        was = work.erase_enquiry(enquiry.id)
        forget_words(work, enquiry.id)
        for item in work.hub_records(RetentionItem, of_enquiry=enquiry.id):
            bare = {name: value for name, value in item.details.items() if name != "why"}
            work.change_hub_record(replace(item, reason="", details=bare), item.version)
        details = {
            "name": row.name, "status": row.status, "rule": row.rule, "because": row.because,
            "due": row.due.isoformat(), "last_contact": row.last_contact.isoformat(),
            "decided_by": proposal.by, "decided_at": proposal.at.isoformat(),
            "backup": backup.details.get("backup", "") if backup else "",
            "backup_at": backup.at.isoformat() if backup else "", **was,
        }  # fmt: skip
        return replace(self._item("destroyed", "done", enquiry.id, row.because), details=details)


def _items(read: Readable) -> tuple[RetentionItem, ...]:
    return read.hub_records(RetentionItem, kind=("hold", "review"), status=("open", "kept", "proposed"))


def _by_enquiry(items: Sequence[RetentionItem]) -> Mapping[str, Sequence[RetentionItem]]:
    """Items by the enquiry they are about; "" for those about everything."""
    found: dict[str, list[RetentionItem]] = {}
    for item in items:
        found.setdefault(item.of_enquiry, []).append(item)
    return found


def _hold_on_all(items: Sequence[RetentionItem]) -> RetentionItem | None:
    return next((item for item in items if item.kind == "hold" and not item.of_enquiry and item.status == "open"), None)


def _said(reason: str) -> str:
    """The reason without blanks around it. Raises NotReady if there is none."""
    if len(reason.strip()) < 3:
        raise NotReady(NEEDS_REASON)
    return reason.strip()


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(LONDON).date()


def _years_before(day: dt.date, years: int) -> dt.datetime:
    """The end of the day so many years before, as an instant: a little generous, the exact day is worked out later."""
    before = years_after(day, -years) + dt.timedelta(days=2)
    return dt.datetime.combine(before, dt.time(), dt.UTC)
