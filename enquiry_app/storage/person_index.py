"""The index of children and household members behind "is this child known?", and the words the lists search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, text, update

from enquiry_app.services.ports import IndexedPerson, SimilarChild
from enquiry_app.storage import enquiry_rows
from enquiry_app.storage.person_matching import Match, compare, keys_of
from enquiry_app.storage.tables import AnswerRow, EnquiryPersonRow, PersonKeyRow, PersonRow, table_of

CANDIDATES = 50  # looked at in detail, those that share most keys
SHOWN = 10

_person = table_of(PersonRow)
_link = table_of(EnquiryPersonRow)
_key = table_of(PersonKeyRow)
_answer = table_of(AnswerRow)
_PERSON_COLUMNS = [field.name for field in fields(IndexedPerson) if field.name not in ("item", "part")]


def write_people(connection: Connection, enquiry_seq: int, people: Iterable[IndexedPerson]) -> bool:
    """Make the index say exactly this of the enquiry; only what differs is written. Whether anything did."""
    stored = {person.item: (seq, person) for seq, person in _read(connection, enquiry_seq)}
    wanted = {person.item: person for person in people}
    if {item: person for item, (_, person) in stored.items()} == wanted:
        return False
    for item, (seq, _) in stored.items():
        if item not in wanted:
            connection.execute(delete(_person).where(_person.c.seq == seq))
    for item, person in wanted.items():
        if item not in stored:
            _add(connection, enquiry_seq, person)
        elif stored[item][1] != person:
            _change(connection, enquiry_seq, *stored[item], person)
    return True


def remove(connection: Connection, enquiry_seq: int) -> None:
    """Take the enquiry out of the index and of the words searched."""
    for seq, _ in _read(connection, enquiry_seq):
        connection.execute(delete(_person).where(_person.c.seq == seq))
    if connection.dialect.name == "sqlite":
        connection.execute(_FORGET_WORDS, {"seq": enquiry_seq})


def key_anew(connection: Connection, enquiry_seq: int) -> None:
    """Work out again by which keys the people of an enquiry are found."""
    for seq, person in _read(connection, enquiry_seq):
        connection.execute(delete(_key).where(_key.c.person_seq == seq))
        rows = [{"key": key, "person_seq": seq} for key in sorted(keys_of(person))]
        if rows:
            connection.execute(insert(_key), rows)


def write_words(connection: Connection, enquiry_seq: int) -> None:
    """Write anew what the lists find this enquiry by: names, reference, postcodes, numbers, and once it was sent, words
    of it."""
    if connection.dialect.name != "sqlite":
        return
    people = [person for _, person in _read(connection, enquiry_seq)]
    names = " ".join(f"{person.given_names} {person.known_as} {person.family_name}" for person in people)
    places = " ".join(f"{person.postcode} {person.postcode.replace(' ', '')}" for person in people if person.postcode)
    reference = connection.execute(_REFERENCE, {"of": enquiry_seq}).scalar()
    connection.execute(_FORGET_WORDS, {"seq": enquiry_seq})
    told = _told(connection, enquiry_seq) if reference else ""
    words = {"names": names, "ref": reference or "", "places": places, "phones": phones_of(people), "told": told}
    connection.execute(_WRITE_WORDS, {"seq": enquiry_seq, **words})


def phones_of(people: Iterable[IndexedPerson]) -> str:
    """Every telephone number as one run of digits, with and without the country's code."""
    numbers = [re.sub(r"\D", "", person.phone) for person in people if person.phone]
    return " ".join(f"{number} 0{number[2:]}" if number.startswith("44") else number for number in numbers if number)


def told_of(values: Iterable[str]) -> str:
    """What people wrote among stored answers (JSON): the texts of more than one word."""
    texts = (json.loads(value) for value in values)
    return "\n".join(text for text in texts if isinstance(text, str) and " " in text)


def _told(connection: Connection, enquiry_seq: int) -> str:
    return told_of(connection.execute(_VALUES, {"of": enquiry_seq}).scalars())


_VALUES = (
    select(_answer.c.value)
    .where(_answer.c.enquiry_seq == bindparam("of"), _answer.c.kind == "v")
    .order_by(_answer.c.question, _answer.c.path)
)


_REFERENCE = select(enquiry_rows.enquiries.c.reference).where(enquiry_rows.enquiries.c.seq == bindparam("of"))
_FORGET_WORDS = text("DELETE FROM enquiry_search WHERE rowid = :seq")
_WRITE_WORDS = text(
    "INSERT INTO enquiry_search (rowid, names, reference, postcode, phones, told)"
    " VALUES (:seq, :names, :ref, :places, :phones, :told)"
)


def similar(
    connection: Connection, wanted: IndexedPerson, agency_id: str, excluding: str, statuses: Sequence[str] = (),
    without: Sequence[int] = (),
) -> tuple[SimilarChild, ...]:  # fmt: skip
    """Enquiries that may be about this child or its family, best first; of one agency, or of all with an empty id; of
    these statuses, or of any; without those of these numbers."""
    fitting = best_matches(connection, wanted, agency_id, excluding, statuses)
    best = [each for each in fitting if each[0] not in without][:SHOWN]
    rows = connection.execute(
        enquiry_rows.selected().where(enquiry_rows.enquiries.c.seq.in_([seq for seq, _, _ in best]))
    )
    records = {row.seq: enquiry_rows.from_row(row) for row in rows}
    return tuple(
        SimilarChild(
            records[seq], match.strength, f"{known.given_names} {known.family_name}".strip(), match.facts,
            match.differing, match.relation, known,
        )
        for seq, match, known in best
    )  # fmt: skip


def best_matches(
    connection: Connection, wanted: IndexedPerson, agency_id: str, excluding: str, statuses: Sequence[str] = ()
) -> list[tuple[int, Match, IndexedPerson]]:
    """Of each enquiry (its seq) the person who fits best, the best first."""
    found: dict[int, tuple[Match, IndexedPerson]] = {}
    for enquiry_seq, known in _candidates(connection, wanted, agency_id, excluding, statuses):
        match = compare(wanted, known)
        if match and (enquiry_seq not in found or match.order < found[enquiry_seq][0].order):
            found[enquiry_seq] = (match, known)
    best = sorted(found.items(), key=lambda entry: (entry[1][0].order, -entry[0]))
    return [(seq, match, known) for seq, (match, known) in best]


def _candidates(
    connection: Connection, wanted: IndexedPerson, agency_id: str, excluding: str, statuses: Sequence[str]
) -> list[tuple[int, IndexedPerson]]:
    """The people who share most keys: of a whole town's Smiths of one year, those with a second thing in common."""
    keys = sorted(keys_of(wanted))
    if not keys:
        return []
    shared = select(_key.c.person_seq, func.count().label("n")).where(_key.c.key.in_(bindparam("keys", expanding=True)))
    if agency_id:
        shared = _of_agency(shared, agency_id)
    best = (
        shared.group_by(_key.c.person_seq).order_by(func.count().desc(), _key.c.person_seq.desc()).limit(CANDIDATES)
    ).subquery()
    enquiry = enquiry_rows.enquiries
    query = (
        select(_link.c.enquiry_seq, _link.c.item, _link.c.part, *(_person.c[name] for name in _PERSON_COLUMNS))
        .select_from(best)
        .join(_person, _person.c.seq == best.c.person_seq)
        .join(_link, _link.c.person_seq == _person.c.seq)
        .join(enquiry, enquiry.c.seq == _link.c.enquiry_seq)
        .where(enquiry.c.id != excluding)
    )
    if statuses:
        query = query.where(enquiry.c.status.in_(statuses))
    return [(row.enquiry_seq, _indexed(row)) for row in connection.execute(query, {"keys": keys})]


def _of_agency(shared: Select[Any], agency_id: str) -> Select[Any]:
    enquiry = enquiry_rows.enquiries
    return (
        shared.join(_link, _link.c.person_seq == _key.c.person_seq)
        .join(enquiry, enquiry.c.seq == _link.c.enquiry_seq)
        .where(enquiry.c.agency_id == agency_id)
    )


def of_enquiry(connection: Connection, enquiry_seq: int) -> tuple[IndexedPerson, ...]:
    """Everybody indexed of one enquiry."""
    return tuple(person for _, person in _read(connection, enquiry_seq))


def _read(connection: Connection, enquiry_seq: int) -> list[tuple[int, IndexedPerson]]:
    return [(row.person_seq, _indexed(row)) for row in connection.execute(_OF_ENQUIRY, {"seq": enquiry_seq})]


_OF_ENQUIRY = (
    select(_link.c.person_seq, _link.c.item, _link.c.part, *(_person.c[name] for name in _PERSON_COLUMNS))
    .join(_person, _person.c.seq == _link.c.person_seq)
    .where(_link.c.enquiry_seq == bindparam("seq"))
)


def _indexed(row: Row[Any]) -> IndexedPerson:
    values = {name: getattr(row, name) for name in _PERSON_COLUMNS}
    return IndexedPerson(item=row.item, part=row.part, **{**values, "unborn": bool(row.unborn)})


def _values(person: IndexedPerson) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _PERSON_COLUMNS}


def _add(connection: Connection, enquiry_seq: int, person: IndexedPerson) -> None:
    seq = connection.execute(_INSERT, _values(person)).scalar_one()
    link = {"enquiry_seq": enquiry_seq, "item": person.item, "part": person.part, "person_seq": seq}
    connection.execute(_INSERT_LINK, link)
    _add_keys(connection, seq, keys_of(person))


def _change(connection: Connection, enquiry_seq: int, seq: int, stored: IndexedPerson, person: IndexedPerson) -> None:
    connection.execute(_UPDATE, {**_values(person), "of": seq})
    if stored.part != person.part:
        own = (_link.c.enquiry_seq == enquiry_seq, _link.c.item == person.item)
        connection.execute(update(_link).where(*own).values(part=person.part))
    before, after = keys_of(stored), keys_of(person)
    for key in before - after:
        connection.execute(_DELETE_KEY, {"of": seq, "gone": key})
    _add_keys(connection, seq, after - before)


_UPDATE = (
    update(_person).where(_person.c.seq == bindparam("of")).values({name: bindparam(name) for name in _PERSON_COLUMNS})
)
_DELETE_KEY = delete(_key).where(_key.c.person_seq == bindparam("of"), _key.c.key == bindparam("gone"))
_INSERT = insert(_person).returning(_person.c.seq)
_INSERT_LINK = insert(_link)
_INSERT_KEY = insert(_key)


def _add_keys(connection: Connection, seq: int, keys: Iterable[str]) -> None:
    rows = [{"key": key, "person_seq": seq} for key in sorted(keys)]
    if rows:
        connection.execute(_INSERT_KEY, rows)
