"""Why something is left out of what a person is given about themselves, as data. Source: `resources/hub/withholding.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

FILE = "withholding.toml"
# The app itself suggests these.
NEEDED = ("third_party", "police_only", "serious_harm", "refuge_address")


@dataclass(frozen=True)
class Reason:
    """One reason. `told` stands in the copy that is given; a `quiet` one hides the name of the entry too."""

    id: str
    label: str
    told: str
    law: str
    help: str
    quiet: bool = False


@dataclass(frozen=True)
class Withholding:
    """The reasons in order, and which one is suggested in which section of the form."""

    reasons: tuple[Reason, ...]
    suggestions: tuple[tuple[tuple[str, ...], str], ...]  # sections (none: any), reason
    source: str
    confirmed_by: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Reason]:
        """Reasons by code."""
        return {reason.id: reason for reason in self.reasons}

    def for_section(self, section: str) -> str:
        """The reason suggested for an answer of this section that is not for the family."""
        return next((reason for sections, reason in self.suggestions if not sections or section in sections), NEEDED[0])


@lru_cache(maxsize=1)
def load_withholding() -> Withholding:
    """The shipped reasons. Raises DefinitionError with every fault."""
    return read_withholding(resource("hub"))


def read_withholding(folder: Traversable | Path) -> Withholding:
    """The reasons of `withholding.toml` in a folder. Raises DefinitionError."""
    faults = Faults()
    table = read_toml(folder, FILE, faults)
    made = Withholding((), (), "")
    if table is not None:
        reasons = tuple(_reason(each) for each in table.tables("reasons"))
        known = [reason.id for reason in reasons]
        for twice in sorted({each for each in known if known.count(each) > 1}):
            table.fault("reasons", f'"{twice}" stands twice')
        for missing in sorted(set(NEEDED) - set(known)):
            table.fault("reasons", f'"{missing}" is missing: the app suggests it')
        suggestions = tuple(_suggestion(each, known) for each in table.tables("suggestions"))
        made = Withholding(reasons, suggestions, table.words("source", needed=True), table.words("confirmed_by"))
        table.finish()
    if faults.found:
        raise DefinitionError(faults.found)
    return made


def _reason(table: Table) -> Reason:
    made = Reason(
        table.text("id"), table.words("label", needed=True), table.words("told", needed=True),
        table.words("law", needed=True), table.words("help"), table.flag("quiet"),
    )  # fmt: skip
    if not made.id:
        table.fault("id", "is missing")
    table.finish()
    return made


def _suggestion(table: Table, known: list[str]) -> tuple[tuple[str, ...], str]:
    found = table.names("sections"), table.one_of("reason", known, NEEDED[0])
    table.finish()
    return found
