"""The retention schedule as data: which records are kept how long, counted from what, and why. Source: domain notes 5j."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

FILE = "retention.toml"
COUNTED_FROM = ("last_contact", "birthday")
LOOK_UPS, LEFT_VIEWS, REPLACED_LISTS = "look_ups", "left_views", "replaced_lists"
OTHERS = (LOOK_UPS, LEFT_VIEWS, REPLACED_LISTS)


@dataclass(frozen=True)
class RetentionRule:
    """One line of the schedule. `years` after the last contact, or the age the youngest child must have reached; with
    `birthday` never less than `at_least_years` after the last contact."""

    id: str
    label: str
    stores: tuple[str, ...]
    statuses: tuple[str, ...]
    outcomes: tuple[str, ...]  # empty: any
    counted_from: str
    years: int
    at_least_years: int
    because: str

    def covers(self, store: str, status: str, outcome: str) -> bool:
        """Whether this line is about such a record in such a store."""
        return store in self.stores and status in self.statuses and (not self.outcomes or outcome in self.outcomes)

    @property
    def least_years(self) -> int:
        """Sooner after the last contact than this nothing can be due."""
        return self.years if self.counted_from == "last_contact" else self.at_least_years


@dataclass(frozen=True)
class OtherRule:
    """One line about what is not an enquiry: one of OTHERS, kept for so many days."""

    id: str
    label: str
    days: int
    because: str


@dataclass(frozen=True)
class RetentionSchedule:
    """The lines in order: the first that covers a record counts. `others` are about what is not an enquiry."""

    rules: tuple[RetentionRule, ...]
    source: str
    confirmed_by: str = ""
    others: tuple[OtherRule, ...] = ()

    def rule_for(self, store: str, status: str, outcome: str) -> RetentionRule | None:
        """The line for such a record; None if it is not to be reviewed (still being worked on)."""
        return next((rule for rule in self.rules if rule.covers(store, status, outcome)), None)

    def of_store(self, store: str) -> tuple[RetentionRule, ...]:
        """The lines that hold in a store of this kind."""
        return tuple(rule for rule in self.rules if store in rule.stores)


@lru_cache(maxsize=1)
def load_retention(stores: tuple[str, ...], statuses: tuple[str, ...]) -> RetentionSchedule:
    """The shipped schedule; a rule may name these kinds of store and statuses. Raises DefinitionError."""
    return read_retention(resource("hub"), stores, statuses)


def read_retention(folder: Traversable | Path, stores: Collection[str], statuses: Collection[str]) -> RetentionSchedule:
    """The schedule of `retention.toml` in a folder. Raises DefinitionError with every fault."""
    faults = Faults()
    table = read_toml(folder, FILE, faults)
    rules: tuple[RetentionRule, ...] = ()
    others: tuple[OtherRule, ...] = ()
    source = confirmed = ""
    if table is not None:
        source, confirmed = table.words("source", needed=True), table.words("confirmed_by")
        rules = tuple(_rule(each, stores, statuses) for each in table.tables("rules"))
        others = tuple(_other(each) for each in table.tables("others"))
        table.finish()
        for missing in sorted(set(OTHERS) - {each.id for each in others}):
            table.fault("others", f'nothing is said of "{missing}"')
        ids = [rule.id for rule in rules]
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            table.fault("rules", f'"{twice}" stands twice')
        for missing in sorted(set(load_outcomes().by_id) - {each for rule in rules for each in rule.outcomes}):
            table.fault("rules", f'no rule names the outcome "{missing}"')
    if faults.found:
        raise DefinitionError(faults.found)
    return RetentionSchedule(rules, source, confirmed, others)


def _other(table: Table) -> OtherRule:
    made = OtherRule(
        id=table.one_of("id", OTHERS, OTHERS[0]),
        label=table.words("label", needed=True),
        days=table.number("days"),
        because=table.words("because", needed=True),
    )
    if made.days < 1:
        table.fault("days", "is missing")
    table.finish()
    return made


def _rule(table: Table, stores: Collection[str], statuses: Collection[str]) -> RetentionRule:
    made = RetentionRule(
        id=table.text("id"),
        label=table.words("label", needed=True),
        stores=table.some_of("stores", stores),
        statuses=table.some_of("statuses", statuses),
        outcomes=table.some_of("outcomes", ("", *load_outcomes().by_id)),
        counted_from=table.one_of("counted_from", COUNTED_FROM, "last_contact"),
        years=table.number("years"),
        at_least_years=table.number("at_least_years"),
        because=table.words("because", needed=True),
    )
    for name, value in (("id", made.id), ("stores", made.stores), ("statuses", made.statuses), ("years", made.years)):
        if not value:
            table.fault(name, "is missing")
    table.finish()
    return made
