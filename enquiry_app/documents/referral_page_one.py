"""Page one of a referral: all a hub worker needs first. Who, danger, the worry in short, levels, told or not, contacts,
clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from enquiry_app.definitions.form_definition import Question
from enquiry_app.documents.bidi_levels import base_level
from enquiry_app.documents.document_content import Block, Facts, Heading, Notice, Paragraph, Table
from enquiry_app.documents.referral_levels import level_blocks
from enquiry_app.documents.referral_reading import CHILDREN, Reader, label_of
from enquiry_app.enquiry.answers import Absent
from enquiry_app.enquiry.item_titles import child_summaries
from enquiry_app.enquiry.working_time import due_at, london

if TYPE_CHECKING:
    from enquiry_app.documents.referral_content import ReferralInput

_SIDE_BY_SIDE = 3  # children in one table
_LABEL_PART = 0.155  # of the width, for the names of rows
_LONGEST_SUMMARY = 500  # characters of the first narrative where nobody summed it up


def page_one(given: ReferralInput, reader: Reader, title: str) -> Iterator[Block]:
    """The blocks of page one. `title` is that of the document."""
    yield Heading(title, 1)
    yield Paragraph(_opening_line(given), "hint")
    if clock := _clock(given):
        yield Facts(tuple(clock), 2)
    yield from _danger(given, reader)
    yield from _who(given, reader)
    yield from _in_short(reader)
    if given.copy != "family":
        yield from level_blocks(given, reader)
    for place, heading in (("told", "Told and agreed"), ("contact", "Who writes, and how to reach them")):
        if pairs := reader.pairs_at(place):
            yield Heading(heading, 2)
            yield Facts(tuple(pairs), 2)


def _opening_line(given: ReferralInput) -> str:
    if given.sent_at is None:
        return "Draft, not sent."
    sent = london(given.hub.hours, given.sent_at)
    urgent = "Urgent. " if given.urgent else ""
    return f"{urgent}{given.reference}, version {given.version}, sent on {_day(sent)} at {sent:%H:%M}."


def _clock(given: ReferralInput) -> list[tuple[str, str]]:
    if given.sent_at is None or given.copy == "family":
        return []
    hours, targets = given.hub.hours, given.hub.targets
    decide = targets["rating_red"] if given.urgent else targets["next_step"]
    return [
        (label, _moment(london(hours, due_at(target, given.sent_at, hours))))
        for label, target in (("Acknowledge by", targets["acknowledge"]), ("Decide next step by", decide))
    ]


def _danger(given: ReferralInput, reader: Reader) -> Iterator[Block]:
    pairs = reader.pairs_at("danger")
    in_danger = given.answers.get("danger_now") == "yes"
    protection = any(given.suggestions.get(c, {}).get("phone_hub_now") for c in reader.subjects)
    if in_danger or given.urgent or protection:
        urgent = "Urgent: act today" if given.urgent else "A sign of significant harm is marked"
        lines = "\n".join(f"{label}: {value}" for label, value in pairs)
        yield Notice("danger", "Danger now" if in_danger else urgent, lines)
    elif pairs:
        yield Notice("info", "   ".join(f"{label}: {value.rstrip('.')}." for label, value in pairs))


def _who(given: ReferralInput, reader: Reader) -> Iterator[Block]:
    """The children side by side: one column a child, one row a question, questions nobody answered left out."""
    ages = {s.item: s.age for s in child_summaries(given.form, given.answers, given.now.date())}
    for start in range(0, len(reader.subjects), _SIDE_BY_SIDE):
        group = reader.subjects[start : start + _SIDE_BY_SIDE]
        heads = [_title_and_age(reader.child_title(child), ages.get(child, "")) for child in group]
        rows: list[tuple[str, ...]] = [
            (label_of(question), *(reader.text(question, (child,)) for child in group))
            for place in ("who", "danger", "told")
            for question in reader.placed(place, CHILDREN)
            if any(_tells_more(reader, question, child) for child in group)
        ]
        rows = _joined(rows)
        if rows:
            first = "Child" if len(group) == 1 else "Children"
            widths = (_LABEL_PART, *((1 - _LABEL_PART) / len(group) for _ in group))
            yield Table((first, *heads), tuple(rows), widths, row_heads=True)
        else:
            yield Heading("; ".join(heads), 2)
    others = [reader.child_title(child) for child in reader.children if child not in reader.subjects]
    if others:
        yield Facts((("Other children", "; ".join(others)),))


def _title_and_age(title: str, age: str) -> str:
    """Name and age; on a line of its own if the name reads the other way."""
    if not age:
        return title
    return f"{title}\n{age}" if base_level(title) else f"{title}, {age}"


def _joined(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Two rows that never both say something become one: date of birth, or due date of the unborn."""
    made: list[tuple[str, ...]] = []
    for row in rows:
        before = made[-1] if made else ()
        if "date" in row[0].lower() and before and not any(a and b for a, b in zip(before[1:], row[1:], strict=True)):
            label = f"{before[0]} or {row[0][0].lower()}{row[0][1:]}"
            made[-1] = (label, *(a or b for a, b in zip(before[1:], row[1:], strict=True)))
        else:
            made.append(row)
    return made


def _tells_more(reader: Reader, question: Question, child: str) -> bool:
    """Whether the answer adds to the child's title above the column. That a part of a name is not known adds nothing
    there; it stands in the appendix.
    """
    named = question.id in reader.form.collections[CHILDREN].title_from
    if named and isinstance(reader.answers.get(question.id, (child,)), Absent):
        return False
    return bool(reader.peek(question, (child,))) and not reader.is_printed(question, (child,))


def _in_short(reader: Reader) -> Iterator[Block]:
    pairs = reader.pairs_at("worry_short")
    worry = reader.form.questions.get("worry")
    text = pairs[0][1] if pairs else _beginning(reader.peek(worry) if worry else "")
    if text:
        yield Heading("The worry in short", 2)
        yield Paragraph(text, "lead")


def _beginning(text: str) -> str:
    """The first sentences of a narrative, when no summary was written."""
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return text[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + " … (goes on under heading 1)"


def _moment(moment: dt.datetime) -> str:
    """A moment on paper: always with its date, whenever it is read."""
    return f"{moment:%A} {_day(moment)}, {moment:%H:%M}"


def _day(moment: dt.datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
