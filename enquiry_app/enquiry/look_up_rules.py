"""What a look-up answers, and who sees how much of it. Pure; enforced by `services/case_listing.py`.

Only three answers exist: known, not known, ask the Hub. A wrong "not known" can cost a child's safety and a wrong
"known" hands a stranger's worker to somebody, so all doubt becomes "ask the Hub" (domain notes A2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.look_up_definition import LookUpDefinition
from enquiry_app.enquiry.case_list_reading import CaseEntry
from enquiry_app.enquiry.hub_records import CaseList

KNOWN, NOT_KNOWN, ASK = "known", "not_known", "ask"
# Why the answer is to ask the Hub.
NO_LIST, STALE, SEVERAL, UNSURE, KEPT_BACK = "no_list", "stale", "several", "unsure", "kept_back"

REASONS: Mapping[str, str] = {
    NO_LIST: "No list of the case system has been imported yet.",
    STALE: "The list is too old to say that a child is not known.",
    SEVERAL: "More than one child on the list fits.",
    UNSURE: "A child on the list is similar, but not clearly the same.",
    KEPT_BACK: "This answer is not shown to people with your role.",
}


@dataclass(frozen=True, repr=False)
class CaseMatch:
    """An entry that may be the child asked about. `strength`: same (all three facts), strong, possible."""

    entry: CaseEntry
    strength: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Answer:
    """What somebody is told. Facts kept back are empty. `days_old` is the age of the list in days, None without one."""

    result: str
    reason: str = ""
    as_of: str = ""
    days_old: int | None = None
    stale: bool = False
    worker: str = ""
    team: str = ""
    phone: str = ""

    @property
    def reason_words(self) -> str:
        """Why the Hub has to be asked, in a sentence; "" for the other answers."""
        return REASONS.get(self.reason, "")


@dataclass(frozen=True)
class ListInUse:
    """The case list in use, and its age in days today."""

    list: CaseList
    days_old: int
    stale: bool


@dataclass(frozen=True)
class Visibility:
    """Who may see what: role -> facts, in the order of the definition; `changed` if not as shipped."""

    definition: LookUpDefinition
    table: Mapping[str, tuple[str, ...]]
    changed: bool


@dataclass(frozen=True)
class VisibilityStatement:
    """What the page for partners is made of."""

    visibility: Visibility
    in_use: ListInUse | None
    hub: HubDefinition
    organisation: str
    practice: bool
    at: dt.datetime


def answer(matches: Sequence[CaseMatch], as_of: str, today: dt.date, stale_after: int) -> Answer:
    """The whole answer, before anything is kept back. `as_of`: the day the list is true on (ISO), "" without a list."""
    if not as_of:
        return Answer(ASK, NO_LIST)
    age = days_old(as_of, today)
    found = Answer(NOT_KNOWN, as_of=as_of, days_old=age, stale=age > stale_after)
    same = [match.entry for match in matches if match.strength == "same"]
    others = [match for match in matches if match.strength != "same" and match.entry.known]
    if len(same) > 1 and (len({(e.worker, e.team, e.phone) for e in same}) > 1 or len({e.known for e in same}) > 1):
        return replace(found, result=ASK, reason=SEVERAL)
    if same and same[0].known:
        entry = same[0]
        return replace(found, result=KNOWN, worker=entry.worker, team=entry.team, phone=entry.phone)
    if same:
        others = [match for match in others if match.strength == "strong"]
    if others:
        return replace(found, result=ASK, reason=SEVERAL if len(others) > 1 else UNSURE)
    return replace(found, result=ASK, reason=STALE) if found.stale else found


def shown_to(role: str, whole: Answer, table: Mapping[str, Sequence[str]]) -> Answer:
    """The answer with everything taken out that this role may not see. An unknown role sees nothing."""
    sees = set(table.get(role, ()))
    if "known" not in sees:
        whole = replace(whole, result=ASK, reason=KEPT_BACK, worker="", team="", phone="")
    if "as_of" not in sees:
        whole = replace(whole, as_of="", days_old=None)
    return replace(
        whole,
        worker=whole.worker if "worker" in sees else "",
        team=whole.team if "team" in sees else "",
        phone=whole.phone if "phone" in sees else "",
    )


def days_old(as_of: str, today: dt.date) -> int:
    """Days from the day the list is true on until today; never below 0."""
    return max(0, (today - dt.date.fromisoformat(as_of)).days)


def visibility_of(settings: Mapping[str, object], definition: LookUpDefinition) -> Mapping[str, tuple[str, ...]]:
    """Role -> facts shown, as a store has it: what was set there, else as shipped. Only known roles and facts count."""
    stored = settings.get("look_up_visibility")
    given = stored if isinstance(stored, Mapping) else {}
    facts = [fact.code for fact in definition.facts]
    return {
        role: tuple(fact for fact in facts if fact in given.get(role, shipped))
        for role, shipped in definition.shipped.items()
    }


def faults_in_visibility(table: Mapping[str, Sequence[str]], definition: LookUpDefinition) -> tuple[str, ...]:
    """What makes a table unusable, as sentences for the administrator."""
    facts = {fact.code for fact in definition.facts}
    if set(table) != set(definition.shipped) or any(set(seen) - facts for seen in table.values()):
        return ("The table is not complete. Open this page again.",)
    faults = []
    for audience in definition.audiences:
        sees = set(table[audience.role])
        if sees and "known" not in sees:
            faults.append(f"{audience.label}: show “Known or not known”, or nothing at all.")
        if "known" in sees and "as_of" not in sees:
            faults.append(f"{audience.label}: an answer is not shown without the date it was true on.")
    return tuple(faults)
