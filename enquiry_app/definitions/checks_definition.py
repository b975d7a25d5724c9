"""What the Hub asks other agencies, by when, and how an answer is graded: data of `resources/hub/checks.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from enquiry_app.definitions.form_definition import Choice
from enquiry_app.definitions.hub_definition import Target
from enquiry_app.resource_files import resource_text

QUESTION = "question"  # the target for an answer of the referrer
_MIDDLE = "amber"


@dataclass(frozen=True)
class CheckSource:
    """Where knowledge may lie. `question` is a beginning to edit; `kinds` are agency types asked for it first."""

    code: str
    label: str
    question: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChecksDefinition:
    """Sources in the order of screens, reasons about agreement, grades of reliability, due times by rating."""

    sources: tuple[CheckSource, ...]
    agreements: tuple[Choice, ...]
    reliability: tuple[Choice, ...]
    due: Mapping[str, Target]
    worth_asking: Mapping[str, str]  # question id of the form -> what the referrer is asked, the most needed first

    def source(self, code: str) -> CheckSource | None:
        """The source with this code, or None."""
        return next((source for source in self.sources if source.code == code), None)

    def source_for(self, agency_kind: str) -> str:
        """Code of the source an agency of this kind is asked for first; "" if none is named."""
        return next((source.code for source in self.sources if agency_kind in source.kinds), "")

    def target(self, rating: str, *, urgent: bool = False) -> Target:
        """When an answer is due at this rating; one not rated yet counts as amber, or as red if it came in urgent."""
        return self.due[rating or ("red" if urgent else _MIDDLE)]

    def agreement_words(self, code: str) -> str:
        """The label of a reason about agreement; "" for an unknown one."""
        return _label(self.agreements, code)

    def reliability_words(self, code: str) -> str:
        """The label of a grade; "" for an unknown one."""
        return _label(self.reliability, code)

    def source_words(self, code: str) -> str:
        """The label of a source; "" for an unknown one."""
        found = self.source(code)
        return found.label if found else ""


@lru_cache(maxsize=1)
def load_checks() -> ChecksDefinition:
    """The shipped definition, read once."""
    data = tomllib.loads(resource_text("hub", "checks.toml"))
    due = {}
    for entry in data["due"]:
        rating = entry.pop("rating")
        due[rating] = Target(f"check_{rating}", **entry)
    return ChecksDefinition(
        sources=tuple(CheckSource(**{**each, "kinds": tuple(each.get("kinds", ()))}) for each in data["sources"]),
        agreements=tuple(Choice(**each) for each in data["agreements"]),
        reliability=tuple(Choice(**each) for each in data["reliability"]),
        due=due,
        worth_asking={each["question"]: each["line"] for each in data["ask_referrer"]},
    )


def _label(choices: tuple[Choice, ...], code: str) -> str:
    return next((choice.label for choice in choices if choice.code == code), "")
