"""The working copy of a sent enquiry while its agency changes it: read, saved and put away. What was sent is untouched,
and the enquiry's own version does not move while somebody types, so that the Hub's work is never held up by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from enquiry_app.definitions.form_definition import Form
from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange, ItemsKey
from enquiry_app.enquiry.hub_records import Amendment
from enquiry_app.enquiry.records import Draft, Enquiry
from enquiry_app.enquiry.stored_values import value_from_json, value_to_json
from enquiry_app.errors import NotFound
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat

NOT_SEEN_YET = (
    "You are changing an enquiry that was sent. The Hub sees what was sent before, until you send the change."
)
NO_CHANGE_BEGUN = "No change to this enquiry has been begun, or it has been sent or thrown away meanwhile."


def begin_copy(seat: Seat, work: Work, enquiry: Enquiry) -> Amendment:
    """A new working copy of the answers as they stand, in the form in use now."""
    answers = with_renamed(seat.definitions.form, work.answers(enquiry.id))
    made = Amendment(new_id(seat.now()), 1, enquiry.id, "open", seat.now(), seat.person.id, "", to_plain(answers))
    return work.add_hub_record(made)


def open_copy(read: Readable, enquiry_id: str) -> Amendment:
    """The working copy being written. Raises NotFound."""
    found = read.hub_records(Amendment, enquiry_id, status="open")
    if not found:
        raise NotFound(NO_CHANGE_BEGUN)
    return found[-1]


def draft_of_copy(read: Readable, enquiry: Enquiry) -> Draft:
    """The working copy as something the form can open. Its version is the copy's, not the enquiry's."""
    copy = open_copy(read, enquiry.id)
    record = replace(enquiry, version=copy.version, place=copy.place)
    return Draft(record, from_plain(copy.answers), read.revealed(enquiry.id), NOT_SEEN_YET)


def save_copy(
    work: Work, enquiry_id: str, version: int, changes: Sequence[Change | ItemsChange], place: str | None
) -> int:
    """Save on top of `version`; gives the new one. Raises EnquiryChangedElsewhere, NotFound."""
    copy = open_copy(work, enquiry_id)
    answers = from_plain(copy.answers).with_changes(tuple(changes))
    written = replace(copy, answers=to_plain(answers), place=copy.place if place is None else place)
    return work.change_hub_record(written, version).version


def put_away(work: Work, copy: Amendment, status: str) -> None:
    """The copy was sent or thrown away: it is kept that there was one, not what was in it."""
    work.change_hub_record(replace(copy, status=status, answers={}, place=""), copy.version)


def files_of(answers: Answers) -> frozenset[str]:
    """Ids of the files these answers refer to."""
    lists = (value for value in answers.values.values() if isinstance(value, tuple))
    return frozenset(str(entry["id"]) for found in lists for entry in found if isinstance(entry, Mapping))


def with_renamed(form: Form, answers: Answers) -> Answers:
    """Answers to questions that have another name in this form, under that name; nothing else is touched."""
    for address, value in answers.values.items():
        renamed = form.retired.get(address.question, "")
        if renamed and answers.get(renamed, address.items) is None:
            answers = answers.with_answer(renamed, address.items, value)
            answers = answers.with_answer(address.question, address.items, None)
    return answers


def to_plain(answers: Answers) -> Mapping[str, Any]:
    """Answers as plain JSON, without loss."""
    return {
        "values": [[a.question, list(a.items), value_to_json(value)] for a, value in answers.values.items()],
        "items": [[key.collection, list(key.parent), list(ids)] for key, ids in answers.items.items()],
    }


def from_plain(data: Mapping[str, Any]) -> Answers:
    """What `to_plain` was given."""
    return Answers(
        {Address(question, tuple(path)): value_from_json(value) for question, path, value in data.get("values", ())},
        {ItemsKey(collection, tuple(parent)): tuple(ids) for collection, parent, ids in data.get("items", ())},
    )
