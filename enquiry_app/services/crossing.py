"""What crosses between the two sides of an enquiry besides answers, messages and letters: professional differences, whether
a letter was useful, taking an enquiry back, who at the Hub works on it. Files may be lost, repeated or overtake each other:
both sides keep the union of what was said, and what is settled stays settled."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from enquiry_app.definitions.hub_work import STAGES, load_escalation
from enquiry_app.enquiry.hub_records import DISAGREEMENT_STATUSES, Disagreement, Letter
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import FINISHED
from enquiry_app.errors import NotFound
from enquiry_app.exchange.record_json import record_from_plain, record_to_plain
from enquiry_app.exchange.sealed.errors import DamagedParcel
from enquiry_app.exchange.sealed.parcels import Parcel
from enquiry_app.services.case_notes import keep_note, read_note
from enquiry_app.services.moving import change, keep_step
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat

DIFFERENCES, USEFUL = "differences.json", "useful.json"
USEFUL_ANSWERS = ("yes", "partly", "no")
_HUBS_OWN = ("learning",)  # what the Hub means to learn from a difference stays there


def differences_part(read: Readable, enquiry_id: str, from_store: str, *, for_the_agency: bool) -> list[dict[str, Any]]:
    """The differences that belong in a file: those raised here, or (for a reply) those that came from that store."""
    found = [each for each in read.hub_records(Disagreement, enquiry_id) if each.from_store == from_store]
    plain = [record_to_plain(each) for each in found]
    hidden = {"from_store", *(_HUBS_OWN if for_the_agency else ())}
    return [{name: value for name, value in each.items() if name not in hidden} for each in plain]


def useful_part(read: Readable, enquiry_id: str) -> list[dict[str, str]]:
    """What the agency answered to "was this useful?"."""
    letters = [letter for letter in read.hub_records(Letter, enquiry_id) if letter.useful]
    return [{"letter": each.id, "answer": each.useful, "words": each.useful_words} for each in letters]


def take_differences(seat: Seat, work: Work, parcel: Parcel, enquiry_id: str, *, from_store: str) -> bool:
    """Bring the differences of an enquiry to what both sides know. Gives whether anything changed. Raises DamagedParcel.

    `from_store`: "" at the agency that raised them, else where they come from.
    """
    listed = _listed(parcel, DIFFERENCES)
    try:
        found = [record_from_plain(Disagreement, plain) for plain in listed]
    except ValueError:
        raise DamagedParcel from None
    changed = False
    for one in found:
        if not _sound(one) or one.enquiry_id != enquiry_id:
            raise DamagedParcel
        here = _here(work, one.id, enquiry_id)
        if here is None:
            work.add_hub_record(replace(one, version=1, from_store=from_store))
            changed = True
        elif (merged := merged_difference(here, one)) != here:
            work.change_hub_record(merged, here.version)
            changed = True
    if changed:
        seat.record(work, "enquiry:news_arrived", enquiry_id, count=str(len(found)))
    return changed


def merged_difference(here: Disagreement, there: Disagreement) -> Disagreement:
    """One difference as both sides together know it: every stage and conversation, the later stage, the settlement."""
    stages = list(here.stages)
    stages += [entry for entry in there.stages if not any(_same_entry(entry, each) for each in stages)]
    ordered = tuple(sorted(stages, key=lambda entry: str(entry.get("at", ""))))
    later = there if there.stage > here.stage else here
    merged = replace(here, stages=ordered, stage=later.stage, due_at=later.due_at, with_whom=later.with_whom)
    if here.status != "open" or there.status == "open":
        return merged if here.status == "open" else replace(here, stages=ordered)
    return replace(
        merged, status=there.status, settled_at=there.settled_at, settled_by=there.settled_by, outcome=there.outcome,
        changed_for_child=there.changed_for_child, withdrawn_because=there.withdrawn_because, due_at=None,
    )  # fmt: skip


def take_useful(seat: Seat, work: Work, parcel: Parcel, enquiry_id: str) -> bool:
    """Keep what the agency said of the letters sent to it; each is answered once. Gives whether anything was new."""
    taken = False
    for each in _listed(parcel, USEFUL):
        if not isinstance(each, dict) or each.get("answer") not in USEFUL_ANSWERS:
            raise DamagedParcel
        words = each.get("words", "")
        if not isinstance(words, str) or len(words) > 20_000:
            raise DamagedParcel
        for letter in work.hub_records(Letter, enquiry_id):
            if letter.id == each.get("letter") and letter.kind == "outcome" and not letter.useful:
                work.change_hub_record(replace(letter, useful=each["answer"], useful_words=words), letter.version)
                seat.record(work, "letter:useful", enquiry_id, answer=each["answer"])
                taken = True
    return taken


def take_withdrawal(seat: Seat, work: Work, parcel: Parcel, known: Enquiry) -> bool:
    """The agency has taken the enquiry back. Before anybody opened it here it leaves the queue; later the Hub goes on, and
    sees in its history that the agency took it back. Gives whether that is new."""
    if parcel.about.get("withdrawn") is not True or known.status in FINISHED or read_note(work, known.id, "taken_back"):
        return False
    keep_note(work, known.id, "taken_back", {"at": seat.now().isoformat()}, seat.now())
    if known.status == "sent":
        known = change(seat, work, known, status="withdrawn")
        keep_step(seat, work, known, "status", "sent", "withdrawn")
        return True
    keep_step(seat, work, known, "referrer_took_it_back", known.status, known.status)
    return True


def worker_of(read: Readable, enquiry: Enquiry) -> dict[str, str]:
    """Whom the agency can ask for: name and number of the person the Hub gave the enquiry to; {} for nobody yet."""
    person = next((each for each in read.people() if each.id == enquiry.assigned_to), None)
    return {"name": person.display_name, "phone": person.phone} if person else {}


def keep_worker(work: Work, seat: Seat, enquiry_id: str, about: Mapping[str, Any]) -> None:
    """Keep whom to ask for at the Hub, as its reply says. Raises DamagedParcel."""
    given = about.get("worker", {})
    if not isinstance(given, dict) or not all(isinstance(each, str) and len(each) < 200 for each in given.values()):
        raise DamagedParcel
    note = {"name": given.get("name", ""), "phone": given.get("phone", "")}
    keep_note(work, enquiry_id, "at_the_hub", note, seat.now())


def worker_words(read: Readable, enquiry_id: str) -> str:
    """Who at the Hub works on it, from its last reply; "" if it did not say."""
    note = read_note(read, enquiry_id, "at_the_hub")
    return ", ".join(filter(None, (note.get("name", ""), note.get("phone", ""))))


def _listed(parcel: Parcel, part: str) -> Iterable[Any]:
    try:
        listed = json.loads(parcel.parts.get(part, b"[]"))
    except (ValueError, RecursionError):
        raise DamagedParcel from None
    if not isinstance(listed, list) or len(listed) > 1_000:
        raise DamagedParcel
    return listed


def _here(work: Work, record_id: str, enquiry_id: str) -> Disagreement | None:
    try:
        here = work.hub_record(Disagreement, record_id)
    except NotFound:
        return None
    if here.enquiry_id != enquiry_id:
        raise DamagedParcel  # the id of something else
    return here


def _sound(one: Disagreement) -> bool:
    escalation = load_escalation()
    outcomes = {"", *(choice.code for choice in escalation.outcomes)}
    known = one.status in DISAGREEMENT_STATUSES and escalation.reason(one.reason) is not None
    finished = one.status == "open" or one.settled_at is not None
    settled = one.status != "settled" or one.outcome in outcomes - {""}
    entries = all(_sound_entry(entry) for entry in one.stages)
    return known and finished and settled and entries and 1 <= one.stage <= STAGES and one.outcome in outcomes


def _sound_entry(entry: Mapping[str, Any]) -> bool:
    """A stage or conversation as `services/escalating.py` writes it."""
    words = all(isinstance(entry.get(key), str) for key in ("by", "with_whom", "note"))
    stage = entry.get("stage")
    try:
        moments = [dt.datetime.fromisoformat(entry[key]) for key in ("at", "due") if key in entry]
    except (TypeError, ValueError):
        return False
    number = type(stage) is int and 1 <= stage <= STAGES
    return words and number and "at" in entry and all(each.tzinfo is not None for each in moments)


def _same_entry(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(key) == other.get(key) for key in ("at", "by", "stage", "note"))
