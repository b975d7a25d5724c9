"""One page for partners: who may see what when they look a child up. No child on it, so it may be pinned to a wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import cast

from enquiry_app.documents.document_content import Block, Bullets, Document, Facts, Heading, Notice, Paragraph, Table
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.date_reading import date_words
from enquiry_app.enquiry.look_up_rules import VisibilityStatement
from enquiry_app.enquiry.reference import LONDON

YES, NO = "Yes", "No"

ANSWERS = (
    "Known to children’s social care: there is a worker or a team, or was when the list was made.",
    "Not known: the list has no such child. It is no reason not to make an enquiry.",
    "Ask the Hub: several children fit, the child is only similar to one on the list, or the list is too old.",
)
RULES = (
    "You are asked what you need to know it for, every time.",
    "Every look-up is recorded: who, when, the child asked about, what for, and the answer.",
    "No answer ever holds anything of a case: no reasons, no plans, no history, nobody else in the family.",
    "What you are told is for that purpose only. Do not pass it on, and do not tell the family from this answer alone.",
    "Where the answer is “known”, tell the worker what worries you. Do not wait for them to ask.",
)


def visibility_document(content: object) -> Document:
    """The statement as a document. `content` is a `VisibilityStatement`."""
    statement = cast(VisibilityStatement, content)
    made = statement.at.astimezone(LONDON).date()
    return Document(
        title="Who may see what when looking up a child",
        blocks=tuple(_blocks(statement, made)),
        reference="Look-up statement",
        version=made.isoformat(),
        copy="statement",
        addressee="partner agencies",
        marking="OFFICIAL",
        watermark="PRACTICE" if statement.practice else "",
        made_at=statement.at.isoformat(),
    )


def _blocks(statement: VisibilityStatement, made: dt.date) -> Iterator[Block]:
    hub, definition = statement.hub, statement.visibility.definition
    yield Heading("Who may see what when looking up a child", 1)
    yield Paragraph(f"{statement.organisation}. As it holds on {_day(made.isoformat())}.", "lead")
    yield Paragraph(
        "Partners may look up whether a child is known to children’s social care, so that worries reach the worker who"
        " knows the child. The answer comes from a list taken from the case system; it is not the case system itself."
    )
    yield Table(
        ("Shown to", *(fact.label for fact in definition.facts)),
        tuple(
            (audience.label, *(YES if fact.code in statement.visibility.table[audience.role] else NO
                               for fact in definition.facts))
            for audience in definition.audiences
        ),
        widths=(2.4, *(1.0 for _ in definition.facts)),
        row_heads=True,
    )  # fmt: skip
    yield Heading("There are three answers", 2)
    yield Bullets(ANSWERS)
    yield Heading("Rules", 2)
    yield Bullets(RULES)
    yield Heading("The list", 2)
    yield Facts(tuple(_list_facts(statement)))
    yield Notice(
        "warning",
        "If a child is in immediate danger ring 999.",
        f"Never wait for an answer from this list. The Hub: {hub.phone}. When it is closed: {hub.out_of_hours_phone}.",
    )


def _list_facts(statement: VisibilityStatement) -> Iterator[tuple[str, str]]:
    stale_after = statement.visibility.definition.stale_after_days
    if statement.in_use is None:
        yield "In use", "None yet. Every look-up answers “ask the Hub”."
    else:
        yield "True on", f"{_day(statement.in_use.list.as_of)} ({statement.in_use.list.rows:,} children)"
    yield "Too old after", f"{stale_after} days. From then on it no longer says that a child is not known."


def _day(iso: str) -> str:
    return date_words(FlexDate(iso))
