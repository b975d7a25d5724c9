"""TOML tables -> the frozen records of `form_definition`, each key checked by itself. Imports definitions only.

What spans several records (unknown questions in conditions, duplicate ids …) is the business of `form_checking`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from enquiry_app.definitions.form_definition import (
    ABSENCES,
    COPIES,
    KINDS,
    SEVERITIES,
    STAGES,
    Choice,
    CodeList,
    Collection,
    Condition,
    Group,
    Page,
    Placing,
    Question,
    Section,
)
from enquiry_app.definitions.form_toml import Place, Table
from enquiry_app.definitions.form_vocabulary import CARRIES, CHECKS, LAYOUTS, PLACES, SCREENS

_ID = re.compile(r"[a-z][a-z0-9_]*")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPERATORS = ("is", "is_not", "any_of", "answered", "all", "any", "not")
FINISHED_LABEL = "Have you finished this section?"


@dataclass
class Places:
    """Where each record stands, so that later checks can point there; repeated ids keep every place."""

    sections: dict[str, list[Place]] = field(default_factory=dict)
    pages: dict[str, list[Place]] = field(default_factory=dict)
    questions: dict[str, list[Place]] = field(default_factory=dict)
    collections: dict[str, list[Place]] = field(default_factory=dict)
    groups: dict[str, list[Place]] = field(default_factory=dict)


def _note(places: dict[str, list[Place]], name: str, place: Place) -> None:
    places.setdefault(name, []).append(place)


def _identity(table: Table) -> str:
    """The id of a record."""
    name = table.text("id")
    if not name:
        table.fault("id", "is missing")
    elif not _ID.fullmatch(name):
        table.fault("id", "must be small letters, digits and underscores, a letter first")
    return name


def read_condition(table: Table | None) -> Condition | None:
    """One condition of the seven operators, or None."""
    if table is None:
        return None
    for operator in ("all", "any"):
        if operator in table.data:
            inner = tuple(read_condition(t) for t in table.tables(operator))
            if not inner:
                table.fault(operator, "needs at least one condition")
            table.finish()
            return Condition(operator, conditions=tuple(c for c in inner if c))
    if "not" in table.data:
        negated = read_condition(table.table("not"))
        table.finish()
        return Condition("not", conditions=(negated,)) if negated else None
    return _comparison(table)


def _comparison(table: Table) -> Condition | None:
    """`is`, `is_not`, `any_of` or `answered` of one question or fact."""
    question, fact = table.text("question") or None, table.text("fact") or None
    if (question is None) == (fact is None):
        table.fault("", 'a condition names one "question" or one "fact", or is all, any or not')
        return None
    used = [operator for operator in _OPERATORS if operator in table.data]
    if len(used) != 1:
        table.fault("", "a condition uses exactly one of is, is_not, any_of, answered")
        return None
    operator = used[0]
    if operator == "answered":
        condition = Condition("answered", question, fact)
        if not table.flag("answered", True):
            condition = Condition("not", conditions=(condition,))
    elif operator == "any_of":
        condition = Condition("any_of", question, fact, table.names("any_of"))
        if not condition.values:
            table.fault("any_of", "needs at least one value")
    else:
        condition = Condition(operator, question, fact, (table.text(operator),))
    table.finish()
    return condition


def read_choices(table: Table) -> tuple[Choice, ...]:
    """The choices standing in a question or a code list."""
    found: list[Choice] = []
    for item in table.tables("choices"):
        code = item.text("code")
        if not code:
            item.fault("code", "is missing")
        choice = Choice(
            code=code,
            label=item.words("label", needed=True),
            hint=item.words("hint"),
            group=item.words("group"),
            exclusive=item.flag("exclusive"),
            valid_from=item.text("valid_from"),
            valid_to=item.text("valid_to"),
            maps_to=item.text("maps_to"),
        )
        for key in ("valid_from", "valid_to"):
            if (date := getattr(choice, key)) and not _ISO_DATE.fullmatch(date):
                item.fault(key, "must be a date such as 2026-04-01")
        if any(code == other.code for other in found):
            item.fault("code", f'"{code}" stands twice')
        item.finish()
        found.append(choice)
    return tuple(found)


def read_code_list(table: Table, name: str) -> CodeList:
    """A coded list; its id must be its file's name."""
    title = table.words("title", needed=True)
    code_list = CodeList(table.text("id"), title, table.words("source"), read_choices(table))
    if code_list.id != name:
        table.fault("id", f'must be "{name}", as the file is called')
    if not code_list.choices:
        table.fault("choices", "has no choices")
    table.finish()
    return code_list


def _read_placing(table: Table | None) -> Placing:
    if table is None:
        return Placing()
    placing = Placing(table.one_of("place", PLACES, ""), table.words("label"), table.number("blank_lines", 1))
    table.finish()
    return placing


def read_question(table: Table, places: Places, *, inner: bool = False) -> Question:
    """A question; of kind `items` with the questions of one row."""
    name = _identity(table)
    place = table.place.named(name)
    table.place = place
    _note(places.questions, name, place)
    kind = table.one_of("kind", KINDS, "text")
    if "kind" not in table.data:
        table.fault("kind", "is missing")
    question = Question(
        id=name,
        kind=kind,
        label=table.words("label", needed=True),
        hint=table.words("hint"),
        guidance=table.words("guidance"),
        why=table.words("why"),
        short=table.words("short"),
        stage=table.one_of("stage", STAGES, "-"),
        severity=table.one_of("severity", SEVERITIES, "warn"),
        choices=read_choices(table),
        code_list=table.text("code_list"),
        absences=table.some_of("absences", ABSENCES),
        absence_reason=table.flag("absence_reason", True),
        show_when=read_condition(table.table("show_when")),
        needed_when=read_condition(table.table("needed_when")),
        checks=table.some_of("checks", CHECKS),
        copies=table.some_of("copies", COPIES, COPIES),
        max_length=table.number("max_length"),
        missing=table.words("missing"),
        carry=table.one_of("carry", CARRIES, ""),
        placing=_read_placing(table.table("placing")),
        questions=tuple(read_question(t, places, inner=True) for t in table.tables("questions")),
        collection=table.text("collection") or (name if kind == "items" else ""),
        layout=table.one_of("layout", LAYOUTS, ""),
    )
    if inner and kind == "items":
        table.fault("kind", "rows cannot hold rows of their own")
    table.finish()
    return question


def _read_page(table: Table, places: Places) -> Page:
    name = _identity(table)
    _note(places.pages, name, table.place)
    page = Page(
        id=name,
        title=table.words("title", needed=True),
        questions=tuple(read_question(t, places) for t in table.tables("questions")),
        intro=table.words("intro"),
        guidance=table.words("guidance"),
        show_when=read_condition(table.table("show_when")),
    )
    if not page.questions:
        table.fault("questions", "the page asks nothing")
    table.finish()
    return page


def _with_finished_question(section: Section) -> Section:
    """The section with "Have you finished this section?" at its end.

    It joins the last page, or gets a page of its own where the last page is not always shown.
    """
    asked = Question(
        section.finished_question, "yes_no", FINISHED_LABEL, short="Section finished", copies=(), layout="inline"
    )
    pages = section.pages
    if pages and pages[-1].show_when is None:
        pages = (*pages[:-1], replace(pages[-1], questions=(*pages[-1].questions, asked)))
    else:
        pages = (*pages, Page(f"{section.id}_finished_page", FINISHED_LABEL, (asked,)))
    return replace(section, pages=pages)


def read_section(table: Table, name: str, places: Places) -> Section:
    """One section; its id must be its file's name."""
    section_id = _identity(table)
    if section_id and section_id != name:
        table.fault("id", f'must be "{name}", as the file is called')
    _note(places.sections, name, table.place)
    finished = table.flag("asks_finished")
    section = Section(
        id=section_id,
        title=table.words("title", needed=True),
        group="",
        pages=tuple(_read_page(t, places) for t in table.tables("pages")),
        hint=table.words("hint"),
        collection=table.text("collection"),
        show_when=read_condition(table.table("show_when")),
        asks_finished=finished,
        finished_question=f"{section_id}_finished" if finished else "",
        screen=table.one_of("screen", SCREENS, ""),
    )
    if not section.pages:
        table.fault("pages", "the section has no pages")
    table.finish()
    if finished:
        _note(places.questions, section.finished_question, table.place.at("asks_finished"))
        section = _with_finished_question(section)
    return section


def read_group(table: Table, places: Places) -> Group:
    """A heading of the task list."""
    name = _identity(table)
    _note(places.groups, name, table.place)
    group = Group(name, table.words("title", needed=True), table.names("sections"))
    table.finish()
    return group


def read_collection(table: Table, places: Places) -> Collection:
    """Things that repeat."""
    name = _identity(table)
    _note(places.collections, name, table.place)
    collection = Collection(
        id=name,
        singular=table.words("singular", needed=True),
        plural=table.words("plural", needed=True),
        title_from=table.names("title_from"),
        minimum=table.number("minimum"),
        maximum=table.number("maximum"),
        parent=table.text("parent"),
        add_label=table.words("add_label"),
        empty_text=table.words("empty_text"),
    )
    if collection.maximum and collection.minimum > collection.maximum:
        table.fault("minimum", "is above the maximum")
    table.finish()
    return collection
