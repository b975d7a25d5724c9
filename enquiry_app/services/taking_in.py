"""Taking in what another store sealed: an enquiry at the Hub, a reply at the agency. All of a file, or nothing of it.

What is known already is passed over, so files may be repeated, lost or overtake each other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from enquiry_app.definitions.from_elsewhere import form_from_elsewhere, matrix_from_elsewhere
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.exchange_records import ParcelRecord
from enquiry_app.enquiry.hub_records import MESSAGE_KINDS, Letter, Message, letter_copy
from enquiry_app.enquiry.records import Agency, Enquiry, SentVersion
from enquiry_app.errors import AppError, DefinitionError, NotFound
from enquiry_app.exchange.record_json import record_from_plain
from enquiry_app.exchange.sealed.errors import DamagedParcel, ForeignSender, ParcelError
from enquiry_app.exchange.sealed.parcels import Parcel
from enquiry_app.exchange.version_json import check_answers, version_from_json
from enquiry_app.services.asking_agencies import settle_stage
from enquiry_app.services.crossing import keep_worker, take_differences, take_useful, take_withdrawal
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.freezing import content_hash
from enquiry_app.services.judging import current_summary
from enquiry_app.services.moving import change, keep_step
from enquiry_app.services.parcel_contents import HUB_STATUSES
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat

T = TypeVar("T", Message, Letter)
MOST_RECORDS, MOST_DEFINITIONS = 1_000, 100
OTHER_FORM = ParcelError(
    "This enquiry was made with a form or matrix of the same name as one here, but not the same. It was not taken in."
    " Ask the sender which version of the app they use."
)


def take_enquiry(seat: Seat, work: Work, parcel: Parcel) -> tuple[Enquiry, str]:
    """Put an enquiry, or its newer versions and messages, into the Hub's store.

    Gives it and what it was: `new`, `amended`, `news` (messages only) or `known`. Raises one of the ParcelError family.
    """
    versions = _versions(seat, work, parcel)
    newest = versions[-1]
    try:
        known = work.enquiry(newest.enquiry_id)
    except NotFound:
        known = None
    if known is None:
        enquiry = _add(seat, work, parcel, versions)
        return enquiry, "new"
    have = work.sent_version(known.id).number
    if work.sent_version(known.id, 1).content_hash != versions[0].content_hash:
        raise ForeignSender  # another enquiry under the same id
    later = [version for version in versions if version.number > have]
    if later:
        known = _amend(seat, work, known, later)
        _take_files(work, parcel, known.id)
    news = _take_records(seat, work, parcel, "messages.json", Message, known.id, from_hub=False)
    if any(message.kind == "answer" for message in news):
        settle_stage(seat, work, work.enquiry(known.id), "question_answered")
    differ = take_differences(seat, work, parcel, known.id, from_store=parcel.sender.store_id)
    useful = take_useful(seat, work, parcel, known.id)
    withdrawn = take_withdrawal(seat, work, parcel, work.enquiry(known.id))
    what = "withdrawn" if withdrawn else "amended" if later else "news" if news or differ or useful else "known"
    return work.enquiry(known.id), what


def take_reply(seat: Seat, work: Work, parcel: Parcel, newest_step: int) -> tuple[Enquiry, str]:
    """Bring the agency's enquiry to how it stands at the Hub. `newest_step`: of replies taken before.

    Gives it and `updated`, `news` or `known`. Raises NotFound for an enquiry that was not sent from here.
    """
    about = parcel.about
    try:
        enquiry = work.enquiry(str(about.get("enquiry", "")))
    except NotFound:
        raise ParcelError("This reply is about an enquiry that was not sent from here. Nothing was changed.") from None
    if enquiry.reference != about.get("reference") or about.get("status") not in HUB_STATUSES:
        raise DamagedParcel
    step, result = about.get("step"), "known"
    if type(step) is not int:
        raise DamagedParcel
    if step > newest_step:
        enquiry = _as_at_the_hub(seat, work, enquiry, about)
        result = "updated"
    news = _take_records(seat, work, parcel, "messages.json", Message, enquiry.id, from_hub=True)
    letters = _take_records(seat, work, parcel, "letters.json", Letter, enquiry.id)
    for name, data in parcel.parts.items():
        if name.startswith("letter-") and any(f"letter-{letter.id}.pdf" == name for letter in letters):
            copy = letter_copy(name[7:-4])
            work.put_document(enquiry.id, copy, data, hashlib.sha256(data).hexdigest(), seat.now())
    if step > newest_step:
        keep_worker(work, seat, enquiry.id, about)
    differ = take_differences(seat, work, parcel, enquiry.id, from_store="")
    return enquiry, result if result == "updated" else "news" if news or letters or differ else "known"


def _versions(seat: Seat, work: Work, parcel: Parcel) -> list[SentVersion]:
    """The frozen versions in a parcel, oldest first, each checked against its hash, its form and its matrix."""
    about, versions = parcel.about, []
    hashes = about.get("versions")
    if not isinstance(hashes, dict) or not hashes:
        raise DamagedParcel
    _keep_definitions(seat, work, parcel)
    for number in range(1, len(hashes) + 1):
        text, promised = parcel.parts.get(f"version-{number}.json"), hashes.get(str(number))
        if text is None or not isinstance(promised, str):
            raise DamagedParcel
        sent, reference = version_from_json(text, promised)
        genuine = content_hash(sent, reference) == promised and sent.number == number
        if not genuine or reference != about.get("reference") or sent.enquiry_id != about.get("enquiry"):
            raise DamagedParcel
        try:
            form, matrix = seat.definitions.form_of(work, sent.form), seat.definitions.matrix_of(work, sent.matrix)
        except NotFound:
            raise DamagedParcel from None
        check_answers(form, matrix, sent.answers)
        versions.append(sent)
    return versions


def _keep_definitions(seat: Seat, work: Work, parcel: Parcel) -> None:
    """Keep a form or matrix version that is not here yet; one of the same name must be the same."""
    seat.definitions.keep(work)
    listed = parcel.about.get("definitions")
    if not isinstance(listed, list):
        raise DamagedParcel
    if len(listed) > MOST_DEFINITIONS:
        raise DamagedParcel
    for number, entry in enumerate(listed):
        try:
            kind, key = map(str, entry)
            text = parcel.parts[f"definition-{number}.json"].decode()
        except (ValueError, KeyError, TypeError):
            raise DamagedParcel from None
        if kind not in ("form", "matrix"):
            raise DamagedParcel
        try:
            here = work.definition(kind, key)
        except NotFound:
            _check_definition(kind, key, text)
            work.put_definition(kind, key, text)
            continue
        if here != text:
            raise OTHER_FORM


def _check_definition(kind: str, key: str, text: str) -> None:
    """A form or matrix nobody here has seen: whole, and of the name it is sent under."""
    try:
        if kind == "form":
            form = form_from_elsewhere(text)
            name = f"{form.id}/{form.version}"
        else:
            name = matrix_from_elsewhere(text).name
    except DefinitionError:
        raise DamagedParcel from None
    if name != key:
        raise DamagedParcel


def _add(seat: Seat, work: Work, parcel: Parcel, versions: list[SentVersion]) -> Enquiry:
    about, newest, now = parcel.about, versions[-1], seat.now()
    try:
        agency = Agency(*(str(about["agency"][key]) for key in ("id", "name", "kind")))
        owner_id, owner_name = str(about["owner"]["id"]), str(about["owner"]["name"])
        created_at = dt.datetime.fromisoformat(str(about["created_at"]))
        marks = tuple(flag for flag in about.get("flags", ()) if flag in ("signed_off", "changed_after_sign_off"))
    except (KeyError, TypeError, ValueError):
        raise DamagedParcel from None
    if agency.id in {known.id for known in work.agencies() if known.kind == "hub"} or created_at.tzinfo is None:
        raise DamagedParcel
    work.put_agency(agency)
    blank = Enquiry(
        id=newest.enquiry_id, seq=0, reference=str(about["reference"]), status="draft", version=0, owner_id=owner_id,
        owner_name=owner_name, agency_id=agency.id, agency_name=agency.name, agency_kind=agency.kind, form=newest.form,
        matrix=newest.matrix, urgent=False, created_at=created_at, updated_at=now,
    )  # fmt: skip
    added = work.add_enquiry(blank)
    _save(seat, work, added, Answers(), newest, marks)
    for child in newest.revealed.values():
        work.add_revealed(added.id, child)
    for version in versions:
        work.add_sent_version(version)
    _take_files(work, parcel, added.id)
    saved = work.enquiry(added.id)
    urgent = saved.urgent or about.get("urgent") is True
    enquiry = change(seat, work, saved, status="sent", sent_at=now, urgent=urgent)
    _take_records(seat, work, parcel, "messages.json", Message, enquiry.id, from_hub=False)
    take_differences(seat, work, parcel, enquiry.id, from_store=parcel.sender.store_id)
    take_withdrawal(seat, work, parcel, work.enquiry(enquiry.id))
    seat.record(work, "enquiry:arrived", enquiry.id, reference=enquiry.reference, number=str(newest.number))
    return work.enquiry(enquiry.id)


def _amend(seat: Seat, work: Work, known: Enquiry, later: list[SentVersion]) -> Enquiry:
    newest, before = later[-1], work.answers(known.id)
    marks = tuple(flag for flag in known.flags if flag in ("signed_off", "changed_after_sign_off"))
    _save(seat, work, known, before, newest, marks)
    for version in later:
        work.add_sent_version(version)
    saved = work.enquiry(known.id)
    columns: dict[str, Any] = {"form": newest.form, "matrix": newest.matrix, "urgent": saved.urgent or known.urgent}
    if known.status == "returned":
        columns |= {"status": "in_triage"}
    changed = change(seat, work, saved, **columns)
    keep_step(seat, work, changed, "amended", str(later[0].number - 1), str(newest.number))
    return changed


def _save(
    seat: Seat, work: Work, enquiry: Enquiry, before: Answers, newest: SentVersion, marks: tuple[str, ...]
) -> None:
    """The answers as they were sent, with what the lists show and search of them."""
    definitions = DefinitionsInUse(
        seat.definitions.form_of(work, newest.form), seat.definitions.matrix_of(work, newest.matrix)
    )
    summary = current_summary(replace(seat, definitions=definitions), newest.answers)
    work.save_answers(
        enquiry.id, version=enquiry.version, changes=newest.answers.changes_since(before),
        summary=replace(summary, flags=summary.flags + marks), place=None, at=seat.now(), by=enquiry.owner_id,
    )  # fmt: skip


def _take_files(work: Work, parcel: Parcel, enquiry_id: str) -> None:
    have = {file.id for file in work.attachments(enquiry_id)}
    listed = parcel.about.get("files", [])
    if not isinstance(listed, list):
        raise DamagedParcel
    for file in listed:
        try:
            file_id, name, kind, sha256 = (str(file[k]) for k in ("id", "file_name", "media_type", "sha256"))
            content = parcel.parts[f"file-{file_id}"]
        except (KeyError, TypeError):
            raise DamagedParcel from None
        if file_id not in have:
            kept = work.add_attachment(enquiry_id, file_id, name, kind, content)
            if kept.sha256 != sha256:
                raise DamagedParcel


def _take_records(
    seat: Seat, work: Work, parcel: Parcel, part: str, kind: type[T], enquiry_id: str, **must: Any
) -> list[T]:
    """Messages or letters that are not here yet, in order."""
    try:
        listed = json.loads(parcel.parts[part])
        if not isinstance(listed, list) or len(listed) > MOST_RECORDS:
            raise DamagedParcel
        found = [record_from_plain(kind, plain) for plain in listed]
    except (KeyError, ValueError, RecursionError):
        raise DamagedParcel from None
    if any(getattr(record, name) != value for record in found for name, value in must.items()):
        raise DamagedParcel
    if any(record.enquiry_id != enquiry_id or not _sound(record) for record in found):
        raise DamagedParcel
    taken = []
    for record in found:
        if not _is_here(work, kind, record):
            taken.append(work.add_hub_record(_as_new(record)))
    if taken:
        seat.record(work, "enquiry:news_arrived", enquiry_id, count=str(len(taken)))
    return taken


def _is_here(work: Work, kind: type[T], record: T) -> bool:
    try:
        here: Any = work.hub_record(kind, record.id)
    except NotFound:
        return False
    if here.enquiry_id != record.enquiry_id:
        raise DamagedParcel  # the id of something else
    return True


def _sound(record: Message | Letter) -> bool:
    """Of a kind that crosses, and an id that can be one."""
    if not 8 <= len(record.id) <= 40:
        return False
    if isinstance(record, Message):
        return record.kind in MESSAGE_KINDS
    return record.kind in ("acknowledgement", "outcome") and record.status == "sent" and record.sent_at is not None


def _as_new(record: T) -> T:
    """As it stands here when it comes: read by nobody yet."""
    if isinstance(record, Message):
        return replace(record, version=1, read_at=None, read_by="")
    return replace(record, version=1)


def _as_at_the_hub(seat: Seat, work: Work, enquiry: Enquiry, about: Mapping[str, Any]) -> Enquiry:
    """The Hub's status and moments, taken over. Its clock is shown as the Hub counts it."""
    try:
        moments = {
            name: dt.datetime.fromisoformat(about[name]) if about[name] else None
            for name in ("received_at", "acknowledged_at", "decided_at", "feedback_at", "closed_at", "due_at")
        }
        columns = {**moments, "status": str(about["status"]), "outcome": str(about["outcome"])[:8]}
        columns["due_for"] = str(about["due_for"])[:24]
    except (KeyError, TypeError, ValueError):
        raise DamagedParcel from None
    if enquiry.status in ("draft", "awaiting_sign_off", "not_referred"):
        raise AppError("This enquiry has not been sent from here, so a reply to it is not taken.")
    taken = work.change_enquiry(enquiry.id, version=enquiry.version, at=seat.now(), **columns)
    if taken.status != enquiry.status:
        keep_step(seat, work, taken, "status", enquiry.status, taken.status)
    return taken


def newest_step(read: Readable, store_id: str, enquiry_id: str) -> int:
    """The count of the newest reply taken about an enquiry; -1 for none."""
    taken = read.hub_records(ParcelRecord, of_enquiry=enquiry_id, incoming=True, store_id=store_id)
    return max((parcel.step for parcel in taken), default=-1)
