"""What one side of an enquiry has done that the other cannot know yet, because it is in no sealed file so far."""

from __future__ import annotations

from collections.abc import Mapping

from enquiry_app.enquiry.exchange_records import ParcelRecord
from enquiry_app.enquiry.hub_records import Disagreement, Letter, Message
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.statuses import WORDS
from enquiry_app.services.ports import Readable


def held_in_reply(read: Readable, enquiry_id: str, to_store: str) -> tuple[str, ...]:
    """Marks of everything a reply sealed now tells; kept with it, to say later what is new."""
    return tuple(_said_by_the_hub(read, enquiry_id, to_store))


def held_in_enquiry(read: Readable, enquiry_id: str) -> tuple[str, ...]:
    """Marks of what a sealed enquiry tells beside answers and messages."""
    return tuple(_said_by_the_agency(read, enquiry_id))


def not_told_to_the_agency(read: Readable, enquiry: Enquiry) -> tuple[str, ...]:
    """In words, what the agency of an enquiry that came sealed does not know yet; () if it knows all, or came otherwise."""
    came = read.hub_records(ParcelRecord, of_enquiry=enquiry.id, incoming=True)
    if not came or enquiry.received_at is None:
        return ()
    replies = read.hub_records(ParcelRecord, of_enquiry=enquiry.id, incoming=False)
    held = {mark for reply in replies for mark in reply.holds}
    lines = [words for mark, words in _said_by_the_hub(read, enquiry.id, came[-1].store_id).items() if mark not in held]
    if not replies:
        return ("that you have it", *_counted(lines))
    if replies[-1].told != enquiry.status:
        lines.append(f"that it now stands at “{WORDS[enquiry.status].practitioner}”")
    return tuple(_counted(lines))


def not_told_to_the_hub(read: Readable, enquiry_id: str) -> tuple[str, ...]:
    """In words, what no sealed file has told the Hub yet of differences and of how useful letters were; () where no file
    was sealed at all."""
    sealed = read.hub_records(ParcelRecord, of_enquiry=enquiry_id, incoming=False)
    held = {mark for file in sealed for mark in file.holds}
    said = _said_by_the_agency(read, enquiry_id)
    return tuple(_counted([words for mark, words in said.items() if mark not in held])) if sealed else ()


def _said_by_the_hub(read: Readable, enquiry_id: str, to_store: str) -> Mapping[str, str]:
    messages = [message for message in read.hub_records(Message, enquiry_id) if message.from_hub]
    found = {each.id: "a question" if each.kind == "question" else "a message" for each in messages}
    letters = read.hub_records(Letter, enquiry_id)
    found |= {each.id: "the letter" for each in letters if each.status == "sent" and each.kind == "outcome"}
    for one in read.hub_records(Disagreement, enquiry_id):
        if one.from_store == to_store and one.status == "settled":
            found[_mark(one)] = "how the disagreement was settled"
    return found


def _said_by_the_agency(read: Readable, enquiry_id: str) -> Mapping[str, str]:
    own = [one for one in read.hub_records(Disagreement, enquiry_id) if not one.from_store and one.status != "settled"]
    found = {_mark(one): "that you disagree" if one.status == "open" else "a disagreement taken back" for one in own}
    useful = [letter for letter in read.hub_records(Letter, enquiry_id) if letter.useful]
    return found | {f"useful:{letter.id}": "whether the letter was useful" for letter in useful}


def _mark(one: Disagreement) -> str:
    return f"{one.id}:{one.status}:{one.stage}:{len(one.stages)}"


def _counted(lines: list[str]) -> list[str]:
    """The same words once, with their number."""
    found = []
    for words in dict.fromkeys(lines):
        number = lines.count(words)
        found.append(words if number == 1 else f"{number} {words.removeprefix('a ')}s" if words[:2] == "a " else words)
    return found
