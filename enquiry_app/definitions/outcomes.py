"""What the Hub can decide, as data: outcomes D1 to D12, what each needs, and the clocks each starts.

Source: domain notes 5e. `load_outcomes` reports every fault of the file at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

FILE = "outcomes.toml"
OUTCOME_KINDS = ("none", "advice", "early_help", "child_in_need", "protection", "passed_on", "pathway")
FIELD_KINDS = ("text", "date", "phone", "choice", "due")
LEVELS = ("1", "2", "3", "4-S17", "4-S47", "emergency")


@dataclass(frozen=True)
class OutcomeField:
    """One thing an outcome needs said. `told_as` is its label in the letter; kind `due` is worked out from `target`."""

    id: str
    kind: str  # FIELD_KINDS
    label: str
    hint: str = ""
    told_as: str = ""
    required: bool = False
    in_letter: bool = True
    target: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # code, label

    def label_of(self, code: str) -> str:
        """The words of a choice; what was typed for the other kinds."""
        return dict(self.choices).get(code, code)


@dataclass(frozen=True)
class OutcomeClock:
    """A target that starts with the decision: from the decision, the arrival, or the day held by a field."""

    target: str
    counted_from: str = "decision"
    who: str = ""  # the field that names who does it


@dataclass(frozen=True)
class Outcome:
    """One outcome. The flags are explained at the head of `outcomes.toml`."""

    id: str
    label: str
    when: str
    means: str
    kind: str
    fields: tuple[OutcomeField, ...] = ()
    primary_need: bool = False
    no_action: bool = False
    protects: bool = False
    minimal: bool = False
    phone_first: bool = False
    not_at: tuple[str, ...] = ()
    clocks: tuple[OutcomeClock, ...] = ()
    leads_to: str = "feedback_due"

    @property
    def asked(self) -> tuple[OutcomeField, ...]:
        """The fields a person fills in."""
        return tuple(each for each in self.fields if each.kind != "due")


@dataclass(frozen=True)
class Outcomes:
    """All outcomes by id, in the order of the file, and which is the most serious."""

    by_id: Mapping[str, Outcome]
    most_serious_first: tuple[str, ...] = field(default=())

    def __getitem__(self, outcome_id: str) -> Outcome:
        """One outcome. Raises KeyError."""
        return self.by_id[outcome_id]

    def most_serious(self, ids: Collection[str]) -> str:
        """The most serious of these outcomes; "" of none."""
        return next((each for each in self.most_serious_first if each in ids), "")

    def field_of(self, field_id: str) -> OutcomeField:
        """The field of this id. Raises StopIteration."""
        return next(each for outcome in self.by_id.values() for each in outcome.fields if each.id == field_id)


@lru_cache(maxsize=1)
def load_outcomes() -> Outcomes:
    """The shipped outcomes. Raises DefinitionError with every fault."""
    return read_outcomes(resource("hub"), tuple(load_hub().targets))


def read_outcomes(folder: Traversable | Path, targets: Collection[str]) -> Outcomes:
    """The outcomes of `outcomes.toml` in a folder. `targets`: ids a clock may name. Raises DefinitionError."""
    faults = Faults()
    table = read_toml(folder, FILE, faults)
    found: list[Outcome] = []
    order: tuple[str, ...] = ()
    if table is not None:
        found = [_outcome(each, targets) for each in table.tables("outcomes")]
        order = table.names("most_serious_first")
        table.finish()
        _check_together(table, found, order)
    if faults.found:
        raise DefinitionError(faults.found)
    return Outcomes({each.id: each for each in found}, order)


def _outcome(table: Table, targets: Collection[str]) -> Outcome:
    made = Outcome(
        id=_id(table),
        label=table.words("label", needed=True),
        when=table.words("when", needed=True),
        means=table.words("means", needed=True),
        kind=table.one_of("kind", OUTCOME_KINDS, "none"),
        fields=tuple(_field(each, targets) for each in table.tables("fields")),
        primary_need=table.flag("primary_need"),
        no_action=table.flag("no_action"),
        protects=table.flag("protects"),
        minimal=table.flag("minimal"),
        phone_first=table.flag("phone_first"),
        not_at=table.some_of("not_at", LEVELS),
        clocks=tuple(_clock(each, targets) for each in table.tables("clocks")),
    )
    days = {each.id for each in made.fields if each.kind == "date"}
    names = {each.id for each in made.fields if each.kind == "text"}
    for clock in made.clocks:
        if clock.counted_from not in ("decision", "arrival", *days):
            table.fault("clocks", f'"{clock.counted_from}" is neither decision, arrival nor a date field here')
        if clock.who and clock.who not in names:
            table.fault("clocks", f'"{clock.who}" is no text field here')
    if set(made.not_at) == set(LEVELS):
        table.fault("not_at", "leaves no level at which this can be chosen")
    table.finish()
    return made


def _field(table: Table, targets: Collection[str]) -> OutcomeField:
    kind = table.one_of("kind", FIELD_KINDS, "text")
    in_letter = table.flag("in_letter", True)
    made = OutcomeField(
        id=_id(table),
        kind=kind,
        label=table.words("label", needed=True),
        hint=table.words("hint"),
        told_as=table.words("told_as", needed=in_letter),
        required=table.flag("required"),
        in_letter=in_letter,
        target=table.one_of("target", targets, "") if kind == "due" else "",
        choices=tuple(_choice(each) for each in table.tables("choices")) if kind == "choice" else (),
    )
    if kind == "choice" and not made.choices:
        table.fault("choices", "needs at least one choice")
    if kind == "due" and made.required:
        table.fault("required", "is not asked of anybody: it is worked out")
    table.finish()
    return made


def _clock(table: Table, targets: Collection[str]) -> OutcomeClock:
    made = OutcomeClock(table.one_of("target", targets, ""), table.text("counted_from", "decision"), table.text("who"))
    table.finish()
    return made


def _choice(table: Table) -> tuple[str, str]:
    made = (table.text("code"), table.words("label", needed=True))
    if not made[0]:
        table.fault("code", "is missing")
    table.finish()
    return made


def _id(table: Table) -> str:
    name = table.text("id")
    if not name:
        table.fault("id", "is missing")
    return name


def _check_together(table: Table, found: list[Outcome], order: tuple[str, ...]) -> None:
    """Ids stand once, and the order of seriousness names every outcome."""
    outcomes = [each.id for each in found]
    fields = [each.id for outcome in found for each in outcome.fields]
    for kind, ids in (("outcome", outcomes), ("field", fields)):
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            table.fault("outcomes", f'the {kind} "{twice}" stands twice')
    for missing in sorted(set(outcomes) - set(order)):
        table.fault("most_serious_first", f'does not name "{missing}"')
    for unknown in sorted(set(order) - set(outcomes)):
        table.fault("most_serious_first", f'"{unknown}" is no outcome')
    if not found:
        table.fault("outcomes", "there is none")
