"""What the Hub is asked to do for a flag of the matrix, and how professional differences are settled: both as data.

Read from `resources/hub/pathway_tasks.toml` and `escalation.toml`; every fault of a file is reported at once.
Source: domain notes 2e, 5h.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_definition import Choice
from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.definitions.hub_definition import HubDefinition, load_hub
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

PATHWAYS_FILE, ESCALATION_FILE = "pathway_tasks.toml", "escalation.toml"
DUE_KINDS = ("hours", "working_days", "by_close")
FACT_KINDS = ("text", "day")
PER = ("child", "family")
STAGES = 4


@dataclass(frozen=True)
class DueRule:
    """When something is due, counted from when it is taken on. `by_close`: the end of the working day that many working
    days on (0: the day itself, or the next one the Hub opens)."""

    kind: str  # DUE_KINDS
    amount: int


@dataclass(frozen=True)
class TaskFact:
    """Something more to write down about a pathway."""

    id: str
    label: str
    kind: str = "text"  # FACT_KINDS


@dataclass(frozen=True)
class Variant:
    """One answer to the first question of a pathway, with the action and time that follow from it."""

    code: str
    label: str
    action: str
    note: str
    due: DueRule


@dataclass(frozen=True)
class Duty:
    """A personal duty, for referrers of these kinds of agency."""

    agency_kinds: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class PathwayTask:
    """What a flag asks for. `on` and `reference` are the labels of the day and the reference to record."""

    flag: str
    title: str
    action: str
    ask: str
    note: str
    owner: str
    per: str  # PER
    on: str
    reference: str
    due: DueRule
    facts: tuple[TaskFact, ...] = ()
    results: tuple[Choice, ...] = ()
    variants: tuple[Variant, ...] = ()
    duties: tuple[Duty, ...] = ()
    by_worker: bool = False  # whoever has the enquiry is offered as its owner

    def variant(self, code: str) -> Variant | None:
        """The variant of this code, or None."""
        return next((each for each in self.variants if each.code == code), None)

    def duty_of(self, agency_kind: str) -> str:
        """The personal duty of somebody of this kind of agency; "" if none is named."""
        return next((duty.text for duty in self.duties if agency_kind in duty.agency_kinds), "")

    def result_words(self, code: str) -> str:
        """The label of a result; the words themselves where it is no code."""
        return words_of(self.results, code)


@dataclass(frozen=True)
class PathwayTasks:
    """All of them in the order of screens, and what a follow-up can find."""

    tasks: tuple[PathwayTask, ...]
    follow_up: tuple[Choice, ...]

    def of(self, flag: str) -> PathwayTask | None:
        """What this flag asks for, or None."""
        return next((each for each in self.tasks if each.flag == flag), None)


@dataclass(frozen=True)
class Stage:
    """One stage of settling a difference. `ask` is the prepared sentence of its letter."""

    number: int
    name: str
    with_whom: str
    contact: str
    do: str
    ask: str
    due: DueRule
    urgent: DueRule


@dataclass(frozen=True)
class Reason:
    """Why people differ; `opening` begins a neutral sentence."""

    code: str
    label: str
    opening: str


@dataclass(frozen=True)
class Escalation:
    """How differences are settled here."""

    stages: tuple[Stage, ...]
    reasons: tuple[Reason, ...]
    outcomes: tuple[Choice, ...]
    principles: tuple[str, ...]
    not_instead: str
    on_record: str
    immediate_risk_stage: int

    def stage(self, number: int) -> Stage:
        """A stage, 1 to 4. Raises StopIteration."""
        return next(each for each in self.stages if each.number == number)

    def reason(self, code: str) -> Reason | None:
        """The reason of this code, or None."""
        return next((each for each in self.reasons if each.code == code), None)

    def outcome_words(self, code: str) -> str:
        """The label of an outcome; "" for none."""
        return words_of(self.outcomes, code)


def words_of(choices: Sequence[Choice], code: str) -> str:
    """The label of a code; the code itself where the list does not have it."""
    return next((choice.label for choice in choices if choice.code == code), code)


def contact_of(stage: Stage, hub: HubDefinition) -> tuple[str, str]:
    """(who, telephone) at this stage: as the store's settings name them, else the shipped role and the Hub's number."""
    named = hub.contacts.get(stage.contact)
    if named is None:
        return stage.with_whom, hub.phone
    return named.name, hub.phone if named.phone in ("", load_hub().phone) else named.phone


@lru_cache(maxsize=1)
def load_pathway_tasks() -> PathwayTasks:
    """The shipped pathway tasks. Raises DefinitionError with every fault."""
    return read_pathway_tasks(resource("hub"))


@lru_cache(maxsize=1)
def load_escalation() -> Escalation:
    """The shipped way of settling differences. Raises DefinitionError with every fault."""
    return read_escalation(resource("hub"))


def read_pathway_tasks(folder: Traversable | Path) -> PathwayTasks:
    """`pathway_tasks.toml` of a folder. Raises DefinitionError."""
    faults = Faults()
    table = read_toml(folder, PATHWAYS_FILE, faults)
    tasks: tuple[PathwayTask, ...] = ()
    follow_up: tuple[Choice, ...] = ()
    if table is not None:
        tasks = tuple(_pathway(each) for each in table.tables("tasks"))
        follow_up = _choices(table, "follow_up")
        _once(table, "tasks", [task.flag for task in tasks])
        table.finish()
    if faults.found:
        raise DefinitionError(faults.found)
    return PathwayTasks(tasks, follow_up)


def read_escalation(folder: Traversable | Path) -> Escalation:
    """`escalation.toml` of a folder. Raises DefinitionError."""
    faults = Faults()
    table = read_toml(folder, ESCALATION_FILE, faults)
    if table is None:
        raise DefinitionError(faults.found)
    made = Escalation(
        stages=tuple(_stage(each) for each in table.tables("stages")),
        reasons=tuple(_reason(each) for each in table.tables("reasons")),
        outcomes=_choices(table, "outcomes"),
        principles=table.names("principles"),
        not_instead=table.words("not_instead", needed=True),
        on_record=table.words("on_record", needed=True),
        immediate_risk_stage=table.number("immediate_risk_stage", 3),
    )
    if [stage.number for stage in made.stages] != list(range(1, STAGES + 1)):
        table.fault("stages", "must be numbered 1 to 4, in order")
    if not 1 <= made.immediate_risk_stage <= STAGES:
        table.fault("immediate_risk_stage", "is no stage")
    _once(table, "reasons", [reason.code for reason in made.reasons])
    table.finish()
    if faults.found:
        raise DefinitionError(faults.found)
    return made


def _pathway(table: Table) -> PathwayTask:
    made = PathwayTask(
        flag=table.words("flag", needed=True),
        title=table.words("title", needed=True),
        action=table.words("action", needed=True),
        ask=table.words("ask", needed=True),
        note=table.words("note", needed=True),
        owner=table.words("owner", needed=True),
        per=table.one_of("per", PER, "child"),
        on=table.words("on", needed=True),
        reference=table.words("reference", needed=True),
        due=_due(table, "due"),
        facts=tuple(_fact(each) for each in table.tables("facts")),
        results=_choices(table, "results"),
        variants=tuple(_variant(each) for each in table.tables("variants")),
        duties=tuple(_duty(each) for each in table.tables("duties")),
        by_worker=table.flag("by_worker"),
    )
    _once(table, "facts", [fact.id for fact in made.facts])
    table.finish()
    return made


def _fact(table: Table) -> TaskFact:
    made = TaskFact(table.words("id", needed=True), table.words("label", needed=True),
                    table.one_of("kind", FACT_KINDS, "text"))  # fmt: skip
    table.finish()
    return made


def _variant(table: Table) -> Variant:
    made = Variant(
        table.words("code", needed=True), table.words("label", needed=True), table.words("action", needed=True),
        table.words("note", needed=True), _due(table, "due"),
    )  # fmt: skip
    table.finish()
    return made


def _duty(table: Table) -> Duty:
    made = Duty(table.names("agency_kinds"), table.words("text", needed=True))
    table.finish()
    return made


def _stage(table: Table) -> Stage:
    made = Stage(
        number=table.number("number"),
        name=table.words("name", needed=True),
        with_whom=table.words("with_whom", needed=True),
        contact=table.text("contact"),
        do=table.words("do", needed=True),
        ask=table.words("ask", needed=True),
        due=_due(table, "due"),
        urgent=_due(table, "urgent"),
    )
    table.finish()
    return made


def _reason(table: Table) -> Reason:
    made = Reason(*(table.words(key, needed=True) for key in ("code", "label", "opening")))
    table.finish()
    return made


def _due(table: Table, key: str) -> DueRule:
    inner = table.table(key)
    if inner is None:
        table.fault(key, "is missing")
        return DueRule("working_days", 1)
    made = DueRule(inner.one_of("kind", DUE_KINDS, "working_days"), inner.number("amount"))
    if made.kind != "by_close" and not made.amount:
        inner.fault("amount", "must be at least 1")
    inner.finish()
    return made


def _choices(table: Table, key: str) -> tuple[Choice, ...]:
    found = []
    for each in table.tables(key):
        found.append(Choice(each.words("code", needed=True), each.words("label", needed=True)))
        each.finish()
    _once(table, key, [choice.code for choice in found])
    if not found:
        table.fault(key, "needs at least one")
    return tuple(found)


def _once(table: Table, key: str, codes: Collection[str]) -> None:
    for twice in sorted({code for code in codes if list(codes).count(code) > 1}):
        table.fault(key, f'"{twice}" stands twice')
