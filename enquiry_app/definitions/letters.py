"""What the Hub writes to referrers, as data: parts, variants and sentences of `resources/hub/letters.toml`.

Source: domain notes 5e, 5f. `load_letters` reports every fault of the file at once, also a placeholder nobody fills in.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_definition import Choice
from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.definitions.outcomes import OUTCOME_KINDS, Outcomes, load_outcomes
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

FILE = "letters.toml"
PARTS = ("received", "decided", "outcome", "why", "next", "who", "ask", "disagree", "come_back")
DETAILS = ("full", "less", "none")
_COMMON = frozenset({"reference", "received", "decided", "hub_phone", "out_of_hours", "contact"})
# Sentence -> what more may stand in its braces.
SENTENCES: Mapping[str, frozenset[str]] = {
    "received": _COMMON, "decided": _COMMON, "level": _COMMON | {"level"}, "why_less": _COMMON, "why_minimal": _COMMON,
    "next_less": _COMMON, "ask_less": _COMMON, "disagree": _COMMON | {"days", "second", "second_days"}, "disagree_less": _COMMON | {"days"},
    "come_back": _COMMON, "contact_us_again": _COMMON | {"words"},
}  # fmt: skip
_ARRIVAL = _COMMON | {"next_due", "counts_from", "rating"}
ACKNOWLEDGEMENT = ("title", "received", "rating", "contact", "next", "late", "out_of_hours", "unheard")


@dataclass(frozen=True)
class Part:
    """One part of the outcome letter."""

    id: str
    title: str
    for_minimal: bool = True
    for_less: bool = True
    hint: str = ""  # for whoever edits it


@dataclass(frozen=True)
class LetterVariant:
    """For whom a letter is: how much it tells, and the ways it may go."""

    code: str
    label: str
    hint: str
    details: str  # DETAILS
    ways: tuple[str, ...] = ()
    source_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoFeedbackReason:
    """Why nobody can be told. `words` asks for more where more is needed; "" if the code says it all."""

    code: str
    label: str
    words: str = ""


@dataclass(frozen=True)
class OutcomeSentences:
    """What an outcome says beside its own facts, and which fields are told elsewhere than under "what happens next"."""

    id: str
    next: str
    ask: str
    ask_fields: tuple[str, ...] = ()
    come_back_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class LettersDefinition:
    """All of it."""

    parts: tuple[Part, ...]
    variants: tuple[LetterVariant, ...]
    ways: tuple[Choice, ...]
    no_feedback: tuple[NoFeedbackReason, ...]
    acknowledgement: Mapping[str, str]
    sentences: Mapping[str, str]
    less: Mapping[str, str]  # kind of outcome -> what is told of it where less may be told
    outcomes: Mapping[str, OutcomeSentences]

    def variant(self, code: str) -> LetterVariant:
        """The variant of this code. Raises StopIteration."""
        return next(each for each in self.variants if each.code == code)

    def reason(self, code: str) -> NoFeedbackReason | None:
        """The reason of this code, or None."""
        return next((each for each in self.no_feedback if each.code == code), None)

    def way_words(self, code: str) -> str:
        """The label of a way; the code itself where the list does not have it."""
        return next((each.label for each in self.ways if each.code == code), code)

    def title_of(self, part: str) -> str:
        """The heading of a part."""
        return next(each.title for each in self.parts if each.id == part)

    def parts_for(self, details: str, minimal: bool) -> tuple[Part, ...]:
        """The parts a letter of this much detail has."""
        return tuple(
            each for each in self.parts if (each.for_minimal or not minimal) and (each.for_less or details == "full")
        )


@lru_cache(maxsize=1)
def load_letters() -> LettersDefinition:
    """The shipped letters. Raises DefinitionError with every fault."""
    return read_letters(resource("hub"), load_outcomes())


def read_letters(folder: Traversable | Path, outcomes: Outcomes) -> LettersDefinition:
    """`letters.toml` of a folder, for these outcomes. Raises DefinitionError."""
    faults = Faults()
    table = read_toml(folder, FILE, faults)
    if table is None:
        raise DefinitionError(faults.found)
    ways = _ways(table)
    made = LettersDefinition(
        parts=tuple(_part(each) for each in table.tables("parts")),
        variants=tuple(_variant(each, [way.code for way in ways]) for each in table.tables("variants")),
        ways=ways,
        no_feedback=tuple(_reason(each) for each in table.tables("no_feedback")),
        acknowledgement=_texts(table, "acknowledgement", dict.fromkeys(ACKNOWLEDGEMENT, _ARRIVAL)),
        sentences=_texts(table, "sentences", SENTENCES),
        less=_texts(table, "less", dict.fromkeys(OUTCOME_KINDS, _COMMON)),
        outcomes={each.id: each for each in (_outcome(inner, outcomes) for inner in table.tables("outcomes"))},
    )
    if [part.id for part in made.parts] != list(PARTS):
        table.fault("parts", f"must be {', '.join(PARTS)}, in this order")
    for missing in sorted(set(outcomes.by_id) - set(made.outcomes)):
        table.fault("outcomes", f'has no sentences for "{missing}"')
    table.finish()
    if faults.found:
        raise DefinitionError(faults.found)
    return made


def _part(table: Table) -> Part:
    made = Part(
        table.one_of("id", PARTS, PARTS[0]), table.words("title", needed=True), table.flag("for_minimal", True),
        table.flag("for_less", True), table.words("hint"),
    )  # fmt: skip
    table.finish()
    return made


def _ways(table: Table) -> tuple[Choice, ...]:
    found = []
    for each in table.tables("ways"):
        found.append(Choice(each.words("code", needed=True), each.words("label", needed=True)))
        each.finish()
    return tuple(found)


def _variant(table: Table, ways: Collection[str]) -> LetterVariant:
    made = LetterVariant(
        code=table.words("code", needed=True),
        label=table.words("label", needed=True),
        hint=table.words("hint"),
        details=table.one_of("details", DETAILS, "none"),
        ways=table.some_of("ways", ways),
        source_codes=table.names("source_codes"),
    )
    if bool(made.ways) != (made.details != "none"):
        table.fault("ways", "must be empty where there is no letter, and only there")
    table.finish()
    return made


def _reason(table: Table) -> NoFeedbackReason:
    made = NoFeedbackReason(
        table.words("code", needed=True), table.words("label", needed=True), table.words("words")
    )  # fmt: skip
    table.finish()
    return made


def _outcome(table: Table, outcomes: Outcomes) -> OutcomeSentences:
    name = table.one_of("id", outcomes.by_id, next(iter(outcomes.by_id)))
    fields = [each.id for each in outcomes.by_id[name].fields]
    made = OutcomeSentences(
        name, _filled(table, "next", _COMMON), _filled(table, "ask", _COMMON), table.some_of("ask_fields", fields),
        table.some_of("come_back_fields", fields),
    )  # fmt: skip
    table.finish()
    return made


def _texts(table: Table, key: str, known: Mapping[str, frozenset[str]]) -> Mapping[str, str]:
    inner = table.table(key)
    if inner is None:
        table.fault(key, "is missing")
        return {}
    found = {name: _filled(inner, name, allowed) for name, allowed in known.items()}
    inner.finish()
    return found


def _filled(table: Table, key: str, allowed: Collection[str]) -> str:
    """A sentence whose braces hold only what is filled in."""
    words = table.words(key, needed=True)
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(words) if name is not None]
    except ValueError:
        table.fault(key, "has a brace without its partner")
        return ""
    for name in sorted(set(names) - set(allowed)):
        table.fault(key, f'"{{{name}}}" is not filled in here')
    return words
