"""One pass over a form with its answers: which questions are shown, and what is missing or wrong. Pure.

Used by `form_state` only. Whether a question is shown is worked out when first asked for and remembered, so that a
condition may look at a question that stands later in the form.
"""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.form_definition import STAGES, Form, Page, Question, Section
from enquiry_app.enquiry.answers import Absent, Address, Answers, Typed, Value
from enquiry_app.enquiry.checking import Asked, Found
from enquiry_app.enquiry.checks import CHECKS
from enquiry_app.enquiry.conditions import Conditions, Facts, item_paths
from enquiry_app.enquiry.problems import Problem
from enquiry_app.enquiry.question_kinds import kind_of

# Stages at which a question is due, by the stage of the send. The hub's own questions ("H") never are.
_DUE_AT = {stage: frozenset(STAGES[: STAGES.index(stage) + 1]) for stage in ("U", "N")}
_WITH_FAULTS = frozenset({"address", "phone", "email", "postcode", "nhs_number", "upn"})


class Walk:
    """The pass. `go()` fills `shown` (in form order), `problems` and `due` (shown and needed for a normal send)."""

    def __init__(self, form: Form, answers: Answers, facts: Facts, today: dt.date, stage: str) -> None:
        self.form = form
        self.answers = answers
        self.facts = facts
        self.today = today
        self.shown: dict[Address, None] = {}
        self.due: dict[Address, bool] = {}  # needed for a normal send -> answered
        self.problems: list[Problem] = []
        self._due_stages = _DUE_AT[stage]
        self._conditions = Conditions(form, answers, facts, self.is_shown)
        self._known: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._places: dict[tuple[str, tuple[str, ...]], bool] = {}

    def go(self) -> None:
        """Walk every section in order."""
        for section in self.form.sections:
            chain = self.form.nesting(section.collection)
            if section.collection:
                self._check_number(section)
            for items in item_paths(self.answers, chain):
                if self._section_shown(section, items):
                    for page in section.pages:
                        if self._page_shown(section, page, items):
                            self._walk_page(section, page, items)

    def _walk_page(self, section: Section, page: Page, items: tuple[str, ...]) -> None:
        for question in page.questions:
            if not self.is_shown(question.id, items):
                continue
            self._ask(section, question, items)
            if question.kind == "items":
                for row in self.answers.items_of(question.collection, items):
                    for inner in question.questions:
                        if self.is_shown(inner.id, (*items, row)):
                            self._ask(section, inner, (*items, row))

    # --- shown --------------------------------------------------------------------------------------------------

    def is_shown(self, question: str, items: tuple[str, ...]) -> bool:
        """Whether a question is asked at these items."""
        key = (question, items)
        known = self._known.get(key)
        if known is None:
            self._known[key] = False  # a condition that comes back here finds nothing
            known = self._known[key] = self._work_out_shown(question, items)
        return known

    def _work_out_shown(self, name: str, items: tuple[str, ...]) -> bool:
        standing = self.form.standing.get(name)
        if standing is None:
            return False
        outer, section = standing.outer, standing.section
        question = self.form.questions[name]
        if outer is not None:
            around = items[:-1]
            exists = items[-1:] and items[-1] in self.answers.items_of(outer.collection, around)
            if not exists or not self.is_shown(outer.id, around):
                return False
        elif not (self._section_shown(section, items) and self._page_shown(section, standing.page, items)):
            return False
        return question.show_when is None or self._conditions.hold(question.show_when, self.form.chain_of[name], items)

    def _section_shown(self, section: Section, items: tuple[str, ...]) -> bool:
        key = (section.id, items)
        if key not in self._places:
            chain = self.form.nesting(section.collection)
            exists = len(items) == len(chain) and all(
                items[depth] in self.answers.items_of(collection, items[:depth])
                for depth, collection in enumerate(chain)
            )
            self._places[key] = exists and self._conditions.hold(section.show_when, chain, items)
        return self._places[key]

    def _page_shown(self, section: Section, page: Page, items: tuple[str, ...]) -> bool:
        if page.show_when is None:
            return True
        key = (f"{section.id}/{page.id}", items)
        if key not in self._places:
            self._places[key] = self._conditions.hold(page.show_when, self.form.nesting(section.collection), items)
        return self._places[key]

    # --- missing and wrong --------------------------------------------------------------------------------------

    def _ask(self, section: Section, question: Question, items: tuple[str, ...]) -> None:
        address = Address(question.id, items)
        self.shown[address] = None
        value = self.answers.values.get(address)
        if question.stage in _DUE_AT["N"]:
            self._note_due(section, question, address, value)
        if value is not None:
            self._check_itself(section, question, address, value)
        for name in question.checks:
            asked = Asked(self.form, self.answers, self.facts, self.is_shown, self.today, question, items, value)
            found = CHECKS[name](asked)
            if found:
                self._add(section, name, address, found)

    def _note_due(self, section: Section, question: Question, address: Address, value: Value | None) -> None:
        if not self._conditions.hold(question.needed_when, self.form.chain_of[question.id], address.items):
            return
        answered = value is not None
        if question.kind == "items":
            answered = bool(self.answers.items_of(question.collection, address.items))
        self.due[address] = answered
        if not answered and question.stage in self._due_stages:
            message = question.missing or f"{question.name}: no answer yet"
            self._add(section, "missing", address, Found(question.severity, message))

    def _check_itself(self, section: Section, question: Question, address: Address, value: Value) -> None:
        """What is wrong with the value alone: unreadable, or a number whose check digit does not fit."""
        if isinstance(value, Typed):
            kind = kind_of(question)
            message = f"{question.name}: {_lowered(kind.problem(value) or '')}"
            self._add(section, "unreadable", address, Found("block" if kind.blocks else "warn", message))
        elif question.kind in _WITH_FAULTS and not isinstance(value, Absent):
            wrong = kind_of(question).fault(value)
            if wrong:
                self._add(section, "doubtful", address, Found("warn", f"{question.name}: {_lowered(wrong)}"))

    def _check_number(self, section: Section) -> None:
        """Too few items, said where they are added: in the first section of the collection."""
        collection = self.form.collections[section.collection]
        first = next(s for s in self.form.sections if s.collection == section.collection)
        if first is not section or len(self.answers.items_of(collection.id)) >= collection.minimum:
            return
        least = "at least one" if collection.minimum == 1 else f"at least {collection.minimum}"
        noun = collection.singular if collection.minimum == 1 else collection.plural
        self._add(section, "too_few", Address(collection.id), Found("block", f"Add {least} {noun}"))

    def _add(self, section: Section, code: str, address: Address, found: Found) -> None:
        if found.question:
            address = Address(found.question, address.items)
            section = self.form.section_of.get(found.question, section)
        self.problems.append(Problem(found.code or code, found.severity, address, section.id, found.message))


def _lowered(sentence: str) -> str:
    """A sentence as the second half of another; capitals of a name or abbreviation stay."""
    return sentence if sentence[:2].isupper() else sentence[:1].lower() + sentence[1:]
