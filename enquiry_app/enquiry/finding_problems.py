"""What ticks on the matrix say at once, and what is wrong or lacking with them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from enquiry_app.definitions.form_definition import Form
from enquiry_app.enquiry.ages import child_age, is_unborn, written_on
from enquiry_app.enquiry.answers import Address
from enquiry_app.enquiry.facts import Known, danger_of, is_assessed
from enquiry_app.enquiry.findings import incomplete, no_longer_fitting
from enquiry_app.enquiry.problems import Problem

_DANGER_ORDER = ("IMM", "S47", "DUTY")


@dataclass(frozen=True)
class DangerPrompt:
    """What a flag says at the tick, in the matrix' own words."""

    flag: str
    title: str
    prompt: str
    guidance: str = ""


def danger_prompts(known: Known) -> Mapping[str, tuple[DangerPrompt, ...]]:
    """Child -> prompts of danger, the gravest first; children without any are left out."""
    if known.matrix is None:
        return {}
    found: dict[str, tuple[DangerPrompt, ...]] = {}
    assessed = [child for child in known.answers.items_of("children") if is_assessed(known.answers, child)]
    for child, flags in danger_of(known, assessed).items():
        pathways = (known.matrix.pathway(flag) for flag in _DANGER_ORDER if flag in flags)
        if prompts := tuple(DangerPrompt(p.flag, p.title, p.prompt, p.guidance) for p in pathways if p):
            found[child] = prompts
    return found


def finding_problems(form: Form, known: Known, is_shown: Callable[[str, tuple[str, ...]], bool]) -> Iterator[Problem]:
    """Ticks that do not fit the child's age any more, and ticks that lack when or source."""
    if known.matrix is None or "matrix" not in form.questions:
        return
    section = form.section_of["matrix"].id
    for child in known.answers.items_of("children"):
        findings = known.answers.get("matrix", (child,))
        if not isinstance(findings, Mapping) or not is_shown("matrix", (child,)):
            continue
        address = Address("matrix", (child,))
        years = child_age(known.answers, child, written_on(known.answers, known.today))
        unborn = is_unborn(known.answers, child)
        for name in no_longer_fitting(known.matrix, findings, unborn=unborn, age_years=years):
            text = known.matrix.indicator(name).text
            message = f"This sign does not fit the child's age any more and does not count: {text}"
            yield Problem(f"does_not_fit:{name}", "warn", address, section, message)
        lacking = len(incomplete(findings))
        if lacking:
            signs = "1 sign lacks" if lacking == 1 else f"{lacking} signs lack"
            yield Problem("incomplete_sign", "warn", address, section, f"{signs} when it was or how it is known")
