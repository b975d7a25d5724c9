"""Is the child known? Enquiries and entries of the case list that may be about the same child or family, linking them
(never merging: an undone link stays on record), and earlier enquiries with what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.enquiry.case_list_reading import CaseEntry
from enquiry_app.enquiry.hub_records import LINK_KINDS, Link, Task
from enquiry_app.enquiry.look_up_rules import CaseMatch
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WITH_THE_HUB, status_words
from enquiry_app.errors import AppError
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import IndexedPerson, Readable, SimilarChild
from enquiry_app.services.repeat_radar import (
    HUB_STATUSES,
    YEAR,
    children_of,
    other_end,
    pair_of,
    set_apart,
    standing_links,
    watch,
)
from enquiry_app.services.seat import Seat, not_found
from enquiry_app.services.use_case import use_case

PARTS = {"subject": "child", "sibling": "brother or sister", "household": "household member"}


@dataclass(frozen=True, repr=False)
class Candidate:
    """One child here and one person of another enquiry who may be the same, or of one family. Facts are in words."""

    enquiry: Enquiry  # the other one
    child: str  # item here
    child_name: str
    other_child: str  # item there
    other_name: str
    other_part: str  # words: child, brother or sister, household member
    strength: str  # strong, possible; linked where only the link says so
    relation: str  # same_child, sibling, household: what the facts speak for
    matched: tuple[str, ...]
    differing: tuple[str, ...]
    status_words: str
    outcome: str  # words; "" while nothing is decided
    link: Link | None = None
    apart: Link | None = None  # somebody looked and said that these are two people


@dataclass(frozen=True, repr=False)
class CaseHit:
    """One child here and an entry of the imported case list."""

    entry: CaseEntry
    child: str
    child_name: str
    strength: str  # same, strong, possible
    matched: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True, repr=False)
class EarlierEnquiry:
    """One enquiry before this one about the child or the household."""

    enquiry: Enquiry
    status_words: str
    outcome: str
    linked: bool  # else the facts are strong
    in_last_year: bool


@dataclass(frozen=True, repr=False)
class Known:
    """All that is known of the children of one enquiry."""

    candidates: tuple[Candidate, ...]
    case_hits: tuple[CaseHit, ...]
    earlier: tuple[EarlierEnquiry, ...]


@dataclass(frozen=True, repr=False)
class RepeatedEnquiry:
    """An enquiry whose repeats a manager should look at."""

    enquiry: Enquiry
    task: Task


class KnownChild:
    """Use cases of the Hub about who is known already."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_known", "child:looked_for")
    def of(self, enquiry_id: str) -> Known:
        """Everything at once, for the screen."""
        seat = self._seat
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "see_known")
            known = self._known(work, enquiry)
            seat.record(
                work, "child:looked_for", enquiry.id, enquiries=str(len(known.candidates)),
                entries=str(len(known.case_hits)),
            )  # fmt: skip
            work.commit()
        return known

    @use_case("see_known", "child:looked_for")
    def candidates(self, enquiry_id: str) -> tuple[Candidate, ...]:
        """Other enquiries that may be about these children or their family: linked ones and strong ones first."""
        return self.of(enquiry_id).candidates

    @use_case("see_known", "child:looked_for")
    def earlier(self, enquiry_id: str) -> tuple[EarlierEnquiry, ...]:
        """Linked and surely matching enquiries sent before this one, newest first."""
        return self.of(enquiry_id).earlier

    @use_case("link_children", "child:linked")
    def link(
        self, enquiry_id: str, kind: str, other_id: str, entry_id: str, child: str, other_child: str,
        matched: Sequence[str],
    ) -> Link:  # fmt: skip
        """Say that a child here is the same as, or of one family with, somebody of another enquiry, or is an entry of the
        case list. Merges nothing. Raises AppError for an unknown kind or entry, WrongMoment if linked already."""
        seat = self._seat
        if kind not in LINK_KINDS or (kind == "case_list") != bool(entry_id) or bool(entry_id) == bool(other_id):
            raise AppError("Choose what to link: an enquiry, or an entry of the case list.")
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "link_children")
            if other_id:
                seat.enquiry(work, other_id, "link_children")
            if other_id == enquiry_id or (entry_id and work.case_entry(entry_id) is None):
                raise not_found()
            standing = standing_links(work, enquiry_id)
            if any(_is_of(link, enquiry_id, other_id, entry_id, child) for link in standing):
                raise WrongMoment("These are linked already. Undo that link first to link them otherwise.")
            link = Link(
                new_id(seat.now()), 1, enquiry_id, kind, other_id, entry_id, seat.now(), seat.person.id, child=child,
                other_child=other_child, matched=tuple(matched),
            )  # fmt: skip
            work.add_hub_record(link)
            seat.record(work, "child:linked", enquiry_id, kind=kind)
            if other_id:
                watch(seat, work, enquiry)
            work.commit()
        return link

    @use_case("link_children", "child:unlinked")
    def unlink(self, link_id: str, because: str, version: int) -> Link:
        """Undo a link and keep who did so and why. Raises AppError without a reason, WrongMoment if undone already,
        EnquiryChangedElsewhere."""
        seat, why = self._seat, _reason(because, "Say why these are not linked after all.")
        seat.require("link_children")
        with seat.store.write() as work:
            link = work.hub_record(Link, link_id)
            enquiry = seat.enquiry(work, link.enquiry_id, "link_children")
            if link.undone_at is not None:
                raise WrongMoment("This link is undone already.")
            undone = replace(link, undone_at=seat.now(), undone_by=seat.person.id, undone_because=why)
            kept = work.change_hub_record(undone, version)
            seat.record(work, "child:unlinked", enquiry.id, kind=link.kind)
            if link.other_id:
                watch(seat, work, enquiry)
            work.commit()
        return kept

    @use_case("link_children", "child:set_apart")
    def set_apart(self, enquiry_id: str, other_id: str, child: str, other_child: str, because: str) -> Link:
        """Say that a child here and somebody of another enquiry are two people. They are no longer counted as repeats
        and stand last among the candidates. Raises AppError without a reason, WrongMoment while they are linked."""
        seat, why = self._seat, _reason(because, "Say how you know that these are two people.")
        with seat.store.write() as work:
            enquiry = seat.enquiry(work, enquiry_id, "link_children")
            seat.enquiry(work, other_id, "link_children")
            if any(_is_of(link, enquiry_id, other_id, "", child) for link in standing_links(work, enquiry_id)):
                raise WrongMoment("These are linked. Undo the link first.")
            if (child, other_id, other_child) in set_apart(work, enquiry_id):
                raise WrongMoment("This has been said already.")
            now = seat.now()
            said = Link(
                new_id(now), 1, enquiry_id, "same_child", other_id, "", now, seat.person.id, undone_at=now,
                undone_by=seat.person.id, child=child, other_child=other_child, undone_because=why, apart=True,
            )  # fmt: skip
            work.add_hub_record(said)
            seat.record(work, "child:set_apart", enquiry_id)
            watch(seat, work, enquiry)
            work.commit()
        return said

    @use_case("link_children", "child:put_back")
    def put_back(self, link_id: str, version: int) -> Link:
        """Take back that these are two people. Raises WrongMoment if it was not said, EnquiryChangedElsewhere."""
        seat = self._seat
        seat.require("link_children")
        with seat.store.write() as work:
            said = work.hub_record(Link, link_id)
            enquiry = seat.enquiry(work, said.enquiry_id, "link_children")
            if not said.apart:
                raise WrongMoment("This has been taken back already.")
            kept = work.change_hub_record(replace(said, apart=False), version)
            seat.record(work, "child:put_back", enquiry.id)
            watch(seat, work, enquiry)
            work.commit()
        return kept

    @use_case("see_repeats", unaudited="list rows are not records opened")
    def repeats(self) -> tuple[RepeatedEnquiry, ...]:
        """Enquiries with repeats that nobody has reviewed yet, the soonest due first."""
        seat = self._seat
        seat.require("see_repeats")
        far = dt.datetime.max.replace(tzinfo=dt.UTC)
        with seat.store.read() as read:
            tasks = read.hub_records(Task, kind="repeat_review", status="open")
            found = [RepeatedEnquiry(read.enquiry(task.enquiry_id), task) for task in tasks]
        shown = (each for each in found if each.enquiry.status in WITH_THE_HUB)
        return tuple(sorted(shown, key=lambda each: each.task.due_at or far))

    def _known(self, read: Readable, enquiry: Enquiry) -> Known:
        links, apart = standing_links(read, enquiry.id), set_apart(read, enquiry.id)
        candidates: list[Candidate] = []
        hits: list[CaseHit] = []
        children = children_of(read.sent_version(enquiry.id), self._seat.today())
        for child in children:
            for like in read.similar(child, "", enquiry.id, HUB_STATUSES):
                link = _link_to(links, enquiry.id, like, child.item)
                said = None if link else apart.get(pair_of(child, like))
                candidates.append(replace(self._candidate(child, like, link), apart=said))
            for match in read.case_entries_like(child):
                hits.append(_hit(child, match, links))
        candidates += self._linked_only(read, enquiry, links, children, candidates)
        candidates.sort(key=_best_first)
        earlier = self._earlier(enquiry, candidates)
        return Known(tuple(candidates), tuple(hits), earlier)

    def _candidate(self, child: IndexedPerson, like: SimilarChild, link: Link | None) -> Candidate:
        there = like.known
        return Candidate(
            like.enquiry, child.item, _name(child), there.item if there else "", like.child or "Name not known",
            PARTS.get(there.part, "") if there else "", like.strength, like.relation, like.matched, like.differing,
            self._status(like.enquiry), outcome_words(like.enquiry), link,
        )  # fmt: skip

    def _linked_only(
        self, read: Readable, enquiry: Enquiry, links: Iterable[Link], children: Sequence[IndexedPerson],
        found: Sequence[Candidate],
    ) -> Iterable[Candidate]:  # fmt: skip
        """Links to enquiries the facts of today do not bring up any more, so that each can be seen and undone."""
        shown = {each.link.id for each in found if each.link}
        names = {child.item: _name(child) for child in children}
        for link in links:
            other_id = other_end(link, enquiry.id)
            if not other_id or link.id in shown:
                continue
            other, ours = read.enquiry(other_id), link.child if link.enquiry_id == enquiry.id else link.other_child
            theirs = link.other_child if link.enquiry_id == enquiry.id else link.child
            if other.status in WITH_THE_HUB:
                yield Candidate(
                    other, ours, names.get(ours, ""), theirs, other.title, "", "linked", link.kind, link.matched, (),
                    self._status(other), outcome_words(other), link,
                )  # fmt: skip

    def _status(self, enquiry: Enquiry) -> str:
        return status_words(enquiry.status, self._seat.person.role)

    def _earlier(self, enquiry: Enquiry, candidates: Iterable[Candidate]) -> tuple[EarlierEnquiry, ...]:
        sent = enquiry.sent_at or enquiry.created_at
        linked = {each.enquiry.id for each in candidates if each.link}
        found = {each.enquiry.id: each.enquiry for each in candidates if each.link or _sure(each)}
        before = sorted((each for each in found.values() if _sent(each) < sent), key=_sent, reverse=True)
        return tuple(
            EarlierEnquiry(each, self._status(each), outcome_words(each), each.id in linked, _sent(each) >= sent - YEAR)
            for each in before
        )


def outcome_words(enquiry: Enquiry) -> str:
    """What the Hub decided, in words; "" while it has not."""
    outcome = load_outcomes().by_id.get(enquiry.outcome)
    return outcome.label if outcome else ""


def _reason(because: str, missing: str) -> str:
    why = " ".join(because.split())
    if not why:
        raise AppError(missing)
    return why


def _name(person: IndexedPerson) -> str:
    name = f"{person.given_names} {person.family_name}".strip()
    return f"Unborn baby {name}".strip() if person.unborn else name or "Child, name not known"


def _sent(enquiry: Enquiry) -> dt.datetime:
    return enquiry.sent_at or enquiry.created_at


def _sure(candidate: Candidate) -> bool:
    return candidate.apart is None and candidate.strength == "strong" and candidate.relation == "same_child"


def _best_first(each: Candidate) -> tuple[object, ...]:
    relations = ("same_child", "sibling", "household")
    return (
        each.apart is not None,
        each.link is None,
        each.strength != "strong",
        relations.index(each.relation),
        -_sent(each.enquiry).timestamp(),
    )


def _link_to(links: Iterable[Link], enquiry_id: str, like: SimilarChild, child: str) -> Link | None:
    return next((link for link in links if _is_of(link, enquiry_id, like.enquiry.id, "", child)), None)


def _is_of(link: Link, enquiry_id: str, other_id: str, entry_id: str, child: str) -> bool:
    ours = link.child if link.enquiry_id == enquiry_id else link.other_child
    return (other_end(link, enquiry_id), link.entry_id, ours) == (other_id, entry_id, child)


def _hit(child: IndexedPerson, match: CaseMatch, links: Iterable[Link]) -> CaseHit:
    link = next((each for each in links if each.entry_id == match.entry.id and each.child == child.item), None)
    return CaseHit(match.entry, child.item, _name(child), match.strength, match.facts, link)
