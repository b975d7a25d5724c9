"""Lists of enquiries: filters, the offered sorts, counts. First row numbers from a covering index, then the rows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    TextClause,
    UnaryExpression,
    and_,
    bindparam,
    column,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.sql.operators import custom_op

from enquiry_app.enquiry.deciding_rules import BELOW_PROTECTION, PROTECTION_FLAGS
from enquiry_app.enquiry.facts import PROTECTION_LEVELS
from enquiry_app.enquiry.records import STATUSES, Enquiry
from enquiry_app.services.ports import MOST_FOUND, QueueFilter
from enquiry_app.storage.column_types import to_microseconds
from enquiry_app.storage.enquiry_rows import enquiries, from_row, selected
from enquiry_app.storage.hub_tables import DecisionRow
from enquiry_app.storage.tables import AccountRow, EnquiryPersonRow, PersonRow, StatusCountRow, table_of

_c = enquiries.c
_counted = table_of(StatusCountRow)
# Each offered sort, with its own index in `tables.py`; the row number settles ties, so pages never overlap.
_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "urgent_first": (_c.urgent.desc(), _c.due_sort, _c.seq),
    "due": (_c.due_sort, _c.seq),
    "newest": (_c.listed_at.desc(), _c.seq.desc()),
    "oldest": (_c.listed_at, _c.seq),
    "level": (_c.level.desc(), _c.listed_at, _c.seq),
    "area": (_c.area, _c.listed_at, _c.seq),
    "agency": (_c.agency_name, _c.listed_at, _c.seq),
}
Seqs = Sequence[int]  # row numbers somebody may not know of: a handful
SHORTEST_WORD = 3  # letters of a word that is looked for in what was sent
_POSTCODE = re.compile(r"\s*([a-z]{1,2}\d[a-z\d]?)\s+(\d[a-z]{0,2})\s*", re.IGNORECASE)
SHORTEST_NUMBER = 5  # digits that are looked for as a telephone number
_OWN_ORDER = (_c.updated_at.desc(), _c.seq.desc())  # a person's own list: what they worked on last


def list_enquiries(
    connection: Connection, wanted: QueueFilter, sort: str, limit: int, offset: int, without: Seqs = ()
) -> tuple[Enquiry, ...]:
    """One page, without the rows of these numbers. "newest" of one person's or lead's enquiries means last worked on."""
    return _records(connection, list_seqs(connection, wanted, sort, limit, offset, without))


def page_and_count(
    connection: Connection, wanted: QueueFilter, sort: str, limit: int, offset: int, without: Seqs = ()
) -> tuple[tuple[Enquiry, ...], int, bool]:
    """One page, how many there are in all, and whether older ones were left out. What is found by text is looked for
    once, for page and count."""
    if not wanted.text.strip():
        page = list_enquiries(connection, wanted, sort, limit, offset, without)
        return page, count(connection, wanted, without), False
    conditions: list[ColumnElement[bool]] = []
    cut = False
    if wanted.among_all and connection.dialect.name == "sqlite" and (words := _words_typed(wanted.text)):
        newest = _newest_with(connection, words)
        cut = len(newest) > MOST_FOUND
        rest = _conditions(connection, replace(wanted, text="", statuses=()), without)
        conditions = [_is_one_of(newest[:MOST_FOUND]), _unindexed(_c.status).in_(wanted.statuses or STATUSES), *rest]
    conditions = conditions or _conditions(connection, wanted, without)
    query = select(_c.seq).where(*conditions).order_by(*_order_of(wanted, sort))
    found = list(connection.execute(query).scalars())
    return _records(connection, found[offset : offset + limit]), len(found), cut


def _records(connection: Connection, seqs: Sequence[int]) -> tuple[Enquiry, ...]:
    rows = {row.seq: from_row(row) for row in connection.execute(selected().where(_c.seq.in_(seqs)))} if seqs else {}
    return tuple(rows[seq] for seq in seqs)


def list_seqs(
    connection: Connection, wanted: QueueFilter, sort: str, limit: int = -1, offset: int = 0, without: Seqs = ()
) -> list[int]:
    """The row numbers in order; all of them with a negative limit."""
    conditions = _conditions(connection, wanted, without, in_order=True)
    query = select(_c.seq).where(*conditions).order_by(*_order_of(wanted, sort))
    if limit >= 0:
        query = query.limit(limit)
    if offset:
        query = query.offset(offset)
    return list(connection.execute(query).scalars())


def _order_of(wanted: QueueFilter, sort: str) -> tuple[Any, ...]:
    own = sort == "newest" and (wanted.owner_id or wanted.lead_id)
    return _OWN_ORDER if own else _ORDERS[sort]


def count(connection: Connection, wanted: QueueFilter, without: Seqs = ()) -> int:
    """How many there are."""
    if _by_status_only(wanted):
        return sum(counts_by_status(connection, wanted, without).values())
    query = select(func.count()).select_from(enquiries).where(*_conditions(connection, wanted, without))
    return int(connection.execute(query).scalar_one())


def counts_by_status(connection: Connection, wanted: QueueFilter, without: Seqs = ()) -> Mapping[str, int]:
    """How many there are in each status that occurs."""
    away: Counter[str] = Counter()
    if _by_status_only(wanted):
        query = select(_counted.c.status, _counted.c.number).where(_counted.c.number > 0)
        if wanted.statuses:
            query = query.where(_counted.c.status.in_(wanted.statuses))
        if without:
            away.update(connection.execute(select(_c.status).where(_c.seq.in_(without))).scalars())
    else:
        query = select(_c.status, func.count()).where(*_conditions(connection, wanted, without)).group_by(_c.status)
    counted = {status: int(number) - away[status] for status, number in connection.execute(query)}
    return {status: number for status, number in counted.items() if number}


def _by_status_only(wanted: QueueFilter) -> bool:
    """Whether nothing else is asked for, so that the kept counts answer it."""
    return replace(wanted, statuses=()) == QueueFilter()


def _conditions(
    connection: Connection, wanted: QueueFilter, without: Seqs = (), *, in_order: bool = False
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_c.seq.not_in(without)] if without else []
    sqlite = connection.dialect.name == "sqlite"
    few = sqlite and bool(wanted.statuses) and "closed" not in wanted.statuses
    if wanted.statuses:
        walk = sqlite and in_order and _are_most(wanted)
        conditions.append((_unindexed(_c.status) if walk else _c.status).in_(wanted.statuses))
    for wanted_column, value in (
        (_c.owner_id, wanted.owner_id),
        (_c.agency_id, wanted.agency_id),
        (_c.lead_id, wanted.lead_id),
        (_unindexed(_c.level) if few else _c.level, wanted.level),  # few are open: they are found by their status
        (_c.assigned_to, wanted.assigned_to),
        (_c.rating, wanted.rating),
    ):
        if value:
            conditions.append(wanted_column == value)
    if wanted.team_of:
        conditions.append(_c.assigned_to.in_(_team_of(connection, wanted.team_of)))
    if wanted.urgent_only:
        conditions.append(_c.urgent.is_(True))
    if wanted.overdue_at is not None:
        conditions.append(_c.due_sort < to_microseconds(wanted.overdue_at))
    if wanted.below_protection:
        conditions.append(_is_below_protection())
    if wanted.text.strip():
        conditions.append(_found_by_text(connection, wanted))
    return conditions


def _is_below_protection() -> ColumnElement[bool]:
    """A sign of significant harm, and a lower level chosen by the referrer; or decided lower, as two managers agreed."""
    sign = or_(*(_c.flags.cast(Text).contains(f'"{flag}"') for flag in sorted(PROTECTION_FLAGS)))
    decision = table_of(DecisionRow)
    decided = select(decision.c.enquiry_seq).where(
        decision.c.status == "final", decision.c.words.cast(Text).contains(f'"{BELOW_PROTECTION}"')
    )
    return or_(and_(sign, _c.level.not_in(PROTECTION_LEVELS)), _c.seq.in_(decided))


def _team_of(connection: Connection, person_id: str) -> list[str]:
    """Ids of the people in somebody's team at this moment; none if they are in no team."""
    account = table_of(AccountRow)
    own = select(account.c.team_id).where(account.c.id == person_id, account.c.team_id != "").scalar_subquery()
    return list(connection.execute(select(account.c.id).where(account.c.team_id == own)).scalars())


def _are_most(wanted: QueueFilter) -> bool:
    """Whether most of a hub's rows are asked for: closed ones among them, and no narrower filter."""
    narrowed = (
        wanted.owner_id
        or wanted.lead_id
        or wanted.agency_id
        or wanted.assigned_to
        or wanted.team_of
        or wanted.text.strip()
    )
    return "closed" in wanted.statuses and not narrowed and wanted.overdue_at is None


def _unindexed(wanted: Any) -> UnaryExpression[Any]:
    """With a sign in front SQLite does not look for a column in an index of it: not collect by status and sort it all
    where it can walk the sort's own index and stop after a page, nor look through a fourth of all for one level."""
    return UnaryExpression(wanted, operator=custom_op("+"), type_=wanted.type)


def _found_by_text(connection: Connection, wanted: QueueFilter) -> ColumnElement[bool]:
    """Every word typed begins a word of the names, the reference, a postcode, a number or what was sent; one or two
    letters begin too many words to be looked for in what was sent."""
    words = _words_typed(wanted.text)
    if not words:
        return false()
    if connection.dialect.name != "sqlite":
        return _found_by_like(words)
    if wanted.among_all:
        return _is_one_of(_newest_with(connection, words)[:MOST_FOUND])
    return _c.seq.in_(_rows_with(words, wanted.statuses).columns(column("rowid")))


def _rows_with(words: Sequence[str], statuses: Sequence[str]) -> TextClause:
    """Rows with these words; where statuses are asked for only theirs, since a common word stands in most rows and the few
    that are open are kept faster than all that match. The sign keeps SQLite from asking the search row by row."""
    query = "SELECT rowid FROM enquiry_search WHERE enquiry_search MATCH :words"
    if not statuses:
        return text(query).bindparams(words=_match(words))
    query += " AND +rowid IN (SELECT seq FROM enquiry WHERE status IN :among)"
    return text(query).bindparams(bindparam("among", value=statuses, expanding=True), words=_match(words))


def _newest_with(connection: Connection, words: Sequence[str]) -> list[int]:
    """The newest rows with these words; one more than MOST_FOUND where there are more."""
    newest = text("SELECT rowid FROM enquiry_search WHERE enquiry_search MATCH :words ORDER BY rowid DESC LIMIT :most")
    return list(connection.execute(newest, {"words": _match(words), "most": MOST_FOUND + 1}).scalars())


def _is_one_of(seqs: Sequence[int]) -> ColumnElement[bool]:
    given = text("SELECT value FROM json_each(:seqs)").bindparams(seqs=json.dumps(seqs))
    return _c.seq.in_(given.columns(column("value")))


def _match(words: Sequence[str]) -> str:
    return " ".join(f'{_looked_for_in(word)}"{word}"*' for word in words)


def _looked_for_in(word: str) -> str:
    if len(word) >= SHORTEST_WORD:
        return ""
    return "{names reference} : " if len(word) == 1 and word.isalpha() else "{names reference postcode phones} : "


def _words_typed(typed: str) -> list[str]:
    """The words to look for; a telephone number or a postcode typed in groups is one word."""
    if postcode := _POSTCODE.fullmatch(typed):
        return ["".join(postcode.groups())]
    digits = re.sub(r"[\s()+-]", "", typed)
    if digits.isdigit() and len(digits) >= SHORTEST_NUMBER:
        return [digits]
    return re.findall(r"\w+", typed)


def _found_by_like(words: list[str]) -> ColumnElement[bool]:
    person, link = table_of(PersonRow), table_of(EnquiryPersonRow)
    people = select(link.c.enquiry_seq).join(person, person.c.seq == link.c.person_seq)
    conditions = []
    for word in words:
        begins = f"{word}%"
        columns = (person.c.given_names, person.c.family_name, person.c.known_as, person.c.postcode)
        named = people.where(or_(*(one.ilike(begins) for one in columns)))
        conditions.append(or_(_c.seq.in_(named), _c.reference.ilike(f"%{begins}")))
    result = conditions[0]
    for condition in conditions[1:]:
        result = result & condition
    return result
