"""Gives a practice store a list of the case system, so that looking a child up can be practised with all three answers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from enquiry_app.enquiry.records import Person
from enquiry_app.services.case_listing import CaseListing
from enquiry_app.services.ports import IndexedPerson
from enquiry_app.services.seat import Seat
from enquiry_app.services.summarising import summarise

MOST = 20  # enquiries whose children are on the list, however large the store
DAYS_OLD = 6
NAME = "PARIS (practice)"
COLUMNS = ("Surname", "Forenames", "Date of birth", "Known", "Allocated worker", "Team", "Telephone")
WORKERS = (
    ("Morwenna Teague", "Bay Family Team", "01632 960201"),
    ("Idris Faraday", "Harbour Family Team", "01632 960202"),
    ("Saoirse Lamb", "Children in Care Team", "01632 960203"),
)


def list_children(seat: Seat, people: Sequence[Person], enquiries: Sequence[tuple[str, str, str]]) -> None:
    """Import a list with the first children of the first few `enquiries` (id, reference, status): most of them known,
    every third not. Children without a full name and date of birth are left out, as a case system would."""
    manager = next((person for person in people if person.role == "hub_manager"), None)
    rows = list(_rows(seat, enquiries)) if manager else []
    if manager is None or not rows:
        return
    listing = CaseListing(replace(seat, person=manager))
    data = _csv(rows)
    as_of = seat.today() - dt.timedelta(days=DAYS_OLD)
    listing.import_list(data, listing.preview(data).guessed, as_of, NAME)


def _rows(seat: Seat, enquiries: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, ...]]:
    number = 0
    for enquiry_id, _, status in enquiries[:MOST]:
        if status == "draft":
            continue
        for child in _children(seat, enquiry_id):
            if child.given_names and child.family_name and len(child.birth) == 10:
                known = number % 3 != 2
                worker = WORKERS[number % len(WORKERS)] if known else ("", "", "")
                born = dt.date.fromisoformat(child.birth)
                yield child.family_name, child.given_names, f"{born:%d/%m/%Y}", "yes" if known else "no", *worker
                number += 1


def _children(seat: Seat, enquiry_id: str) -> tuple[IndexedPerson, ...]:
    with seat.store.read() as read:
        answers = read.answers(enquiry_id)
    people = summarise(answers, today=seat.today(), facts={}).people
    return tuple(person for person in people if person.part != "household" and not person.unborn)


def _csv(rows: Sequence[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *rows])
    return out.getvalue().encode()
