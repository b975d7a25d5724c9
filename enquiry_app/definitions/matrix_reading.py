"""Reads each part of a matrix from its TOML table; faults gather in the table. Used by `load_matrix` alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from enquiry_app.definitions.form_toml import Table, nearest
from enquiry_app.definitions.matrix_definition import (
    Coded,
    Dimension,
    Domain,
    Indicator,
    Level,
    Pathway,
    ProtectiveFactor,
)
from enquiry_app.definitions.matrix_vocabulary import (
    AMPLIFIERS,
    DURATIONS,
    EFFECTS,
    HOW_OFTEN,
    LEVEL_CODES,
    OLDEST_CHILD,
    SOURCES,
    UNDER_1,
    WHEN,
)

_AGES = re.compile(r"UB|(\d{1,2})-(\d{1,2})")
Record = TypeVar("Record")
# Lists of codes with their words, and the codes each must have.
CODED = {
    "when": WHEN,
    "source": SOURCES,
    "how_often": HOW_OFTEN,
    "duration": DURATIONS,
    "effect": EFFECTS,
    "amplifiers": (*AMPLIFIERS, UNDER_1),
}


def read_levels(top: Table) -> tuple[Level, ...]:
    """The levels; each code of the rules once."""

    def level(table: Table) -> Level:
        return Level(
            code=table.one_of("code", LEVEL_CODES, ""),
            name=table.words("name", needed=True),
            short=table.words("short", needed=True),
            responder=table.words("responder", needed=True),
            route=table.words("route", needed=True),
            next_step=table.words("next_step", needed=True),
            legal_basis=table.words("legal_basis"),
            agreement=table.words("agreement"),
        )

    found = _records(top, "levels", level)
    _each_once(top, "levels", [item.code for item in found], LEVEL_CODES)
    return found


def read_coded(top: Table, key: str) -> tuple[Coded, ...]:
    """A list of codes with their words; each code of the rules once."""
    known = CODED[key]

    def coded(table: Table) -> Coded:
        code = table.one_of("code", known, "")
        by_age = table.flag("by_age")
        if by_age != (code == UNDER_1):
            table.fault("by_age", f"is for {UNDER_1} and for nothing else")
        return Coded(code, table.words("label", needed=True), by_age)

    found = _records(top, key, coded)
    _each_once(top, key, [item.code for item in found], known)
    return found


def read_domains(top: Table) -> tuple[Domain, ...]:
    """The domains counted."""
    found = _records(top, "domains", lambda table: Domain(_code(table, "code"), table.words("name", needed=True)))
    _each_once(top, "domains", [item.code for item in found])
    return found


def read_protective_factors(top: Table) -> tuple[ProtectiveFactor, ...]:
    """Examples of protective factors."""
    return _records(
        top,
        "protective_factors",
        lambda table: ProtectiveFactor(table.words("group", needed=True), table.words("text", needed=True)),
    )


def read_pathways(file: Table) -> tuple[Pathway, ...]:
    """What each flag makes the app say and ask."""

    def pathway(table: Table) -> Pathway:
        return Pathway(
            flag=_code(table, "flag"),
            title=table.words("title", needed=True),
            kind=table.one_of("kind", ("danger", "task"), "task"),
            prompt=table.words("prompt", needed=True),
            guidance=table.words("guidance"),
            fields=table.names("fields"),
        )

    found = _records(file, "pathways", pathway)
    _each_once(file, "pathways", [item.flag for item in found])
    file.finish()
    return found


def read_synonyms(top: Table) -> dict[str, tuple[str, ...]]:
    """Words people type -> words of the indicators, or dimension codes."""
    table = top.table("synonyms")
    return {word: table.names(word) for word in table.data} if table else {}


def read_dimension(
    file: Table, code: str, domains: Collection[str], flags: Collection[str], seen: dict[str, str]
) -> Dimension:
    """One dimension file. `seen` maps every indicator id read so far to its file."""
    if file.text("code") != code:
        file.fault("code", f'must be "{code}", as the file is called')
    name = file.words("name", needed=True)
    domain = file.one_of("domain", domains, "")
    specialist = file.flag("specialist")
    hint = file.words("hint")
    tables = file.tables("indicators")
    if not tables:
        file.fault("indicators", "has no indicator")
    indicators = tuple(_indicator(table, code, flags, seen) for table in tables)
    file.finish()
    return Dimension(code, name, domain, indicators, specialist, hint)


def _indicator(table: Table, dimension: str, flags: Collection[str], seen: dict[str, str]) -> Indicator:
    name = table.text("id")
    if not re.fullmatch(rf"{re.escape(dimension)}[1-4][a-z]", name):
        table.fault("id", f'must be {dimension}, the level and a letter, for example "{dimension}2a"')
    elif name in seen:
        table.fault("id", f'"{name}" stands twice (also in {seen[name]})')
    seen.setdefault(name, table.place.file.name)
    level = table.number("level")
    if level not in (1, 2, 3, 4):
        table.fault("level", "must be 1, 2, 3 or 4")
    elif name[3:4].isdigit() and int(name[3]) != level:
        table.fault("level", f"must be {name[3]}, the digit in the id")
    found = Indicator(
        id=name,
        level=level,
        dimension=dimension,
        text=table.words("text", needed=True),
        ages=_ages(table),
        flags=table.some_of("flags", flags),
        synonyms=table.names("synonyms"),
    )
    table.finish()
    return found


def _ages(table: Table) -> tuple[str, ...]:
    bands = table.names("ages")
    for band in bands:
        match = _AGES.fullmatch(band)
        if not match:
            table.fault("ages", f'"{band}" must be UB (unborn) or years from and to, such as 5-10')
        elif match[1] and not int(match[1]) <= int(match[2]) <= OLDEST_CHILD:
            table.fault("ages", f'"{band}" must run upwards and end at {OLDEST_CHILD} at the latest')
    return bands


def _records(top: Table, key: str, read: Callable[[Table], Record]) -> tuple[Record, ...]:
    """Every table of a list read, its unknown keys reported."""
    tables = top.tables(key)
    if not tables:
        top.fault(key, f"needs at least one [[{key}]] table")
    found = []
    for table in tables:
        found.append(read(table))
        table.finish()
    return tuple(found)


def _code(table: Table, key: str) -> str:
    code = table.text(key)
    if not code:
        table.fault(key, "is missing or empty")
    return code


def _each_once(top: Table, key: str, codes: Sequence[str], wanted: Sequence[str] = ()) -> None:
    for code in dict.fromkeys(code for code in codes if code and codes.count(code) > 1):
        top.fault(key, f'"{code}" stands twice')
    missing = [code for code in wanted if code not in codes]
    if codes and missing:
        top.fault(key, f"lacks {', '.join(missing)}")


def check_known(top: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    """A list of names of which each must be known."""
    names = top.names(key)
    for name in names:
        if name not in known:
            top.fault(key, f'"{name}" is not known{nearest(name, known)}')
    return names
