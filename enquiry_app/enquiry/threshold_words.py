"""Says in plain words, which a parent could read, why each rule fired and what could change the suggestion. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.threshold_case import Case, Observation
from enquiry_app.enquiry.threshold_rules import Yield, grounds_for_more, pathway_flags

SHOWN = 4  # signs named in one sentence before "and N more"


def sentences(matrix: Matrix, case: Case, fired: Sequence[Yield], rules: Sequence[str]) -> tuple[str, ...]:
    """One sentence for each fired rule, in the order of `rules`."""
    by_rule = {found.rule: found for found in fired}
    return tuple(_sentence(matrix, case, rule, by_rule.get(rule)) for rule in rules)


def signs(matrix: Matrix, observations: Sequence[Observation]) -> str:
    """Signs in their own words with their dimension: "Often dirty… (Social presentation)"."""
    named = [f"“{o.indicator.text}” ({matrix.dimension(o.indicator.dimension).name})" for o in observations[:SHOWN]]
    more = len(observations) - SHOWN
    if more > 0:
        named.append(f"{more} more")
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " and " + named[-1] if named else ""


def _sentence(matrix: Matrix, case: Case, rule: str, found: Yield | None) -> str:
    said = signs(matrix, found.behind) if found else ""
    plural = bool(found and len(found.behind) > 1)
    match rule:
        case "R0" if said:
            return f"Somebody may be in danger now: {said}."
        case "R0":
            return "You said that somebody is in danger now."
        case "R1":
            each = "each of these" if plural else "this"
            return f"{said}: {each} alone is enough to ask the Hub about protection today. It is not proof."
        case "R2":
            return f"{said}: this was long ago and came from others, but past harm can still need an enquiry."
        case "R3":
            return f"{said}: serious enough now for children's social care to look at what the child needs."
        case "R4":
            return f"{said}: of the highest level, but not seen first-hand, not lasting or already dealt with."
        case "R5":
            return f"{said}: {_level_3_reason(matrix, found.behind if found else ())}."
        case "R6":
            return f"More than early help may be needed, because {_more_reason(matrix, case)}."
        case "R7":
            return f"{said}: one area of level 3, not yet serious, lasting or seen first-hand."
        case "R8":
            return f"{said}: extra help from a service the family already knows may be enough."
        case "R9":
            return f"{said}: smaller worries that add up, last long or weigh more for this child."
        case "R10":
            return "What is known is what most families meet; nothing points above ordinary support."
        case "R11":
            return "Not enough is known to suggest a level."
        case "R12":
            return "Everything that worries you is answered by something protective that has been tested."
        case "R13":
            titles = [p.title for flag in pathway_flags(case) if (p := matrix.pathway(flag))]
            return f"Some signs also need their own path: {'; '.join(titles)}. The level is not changed by that."
        case _:
            return f"{said}: a disabled child is a child in need in law, and private fostering must be assessed."


def _level_3_reason(matrix: Matrix, behind: Sequence[Observation]) -> str:
    domains = {matrix.domain_of(o.indicator) for o in behind}
    if len(domains) >= 2:
        return f"signs of level 3 in {len(domains)} different areas of the child's life"
    if len(behind) >= 3:
        return "several signs of level 3 in the same area of the child's life"
    return "a sign of level 3 that is serious, lasting or seen first-hand"


def _more_reason(matrix: Matrix, case: Case) -> str:
    amplified, tried, refused = grounds_for_more(case)
    labels = {a.code: a.label for a in matrix.amplifiers}
    reasons = []
    if amplified:
        listed = "; ".join(labels[a][0].lower() + labels[a][1:] for a in case.amplifiers)
        reasons.append(f"things make this child more vulnerable ({listed})")
    if tried:
        reasons.append("help was tried for three months or more without change, and the effect is serious")
    if refused:
        reasons.append("agreement was refused and the child's development is likely to suffer")
    return " and ".join(reasons)


def what_could_change(matrix: Matrix, case: Case) -> tuple[str, ...]:
    """Plain sentences on what is not known and what could change the suggestion."""
    found: list[str] = []
    unknown = [matrix.dimension(code).name for code in case.not_known(matrix)]
    if unknown:
        found.append(f"Not known: {', '.join(unknown)}. Learning more there could raise or confirm the level.")
    unsure = [o for o in case.observations if o.level >= 2 and o.effect == "not_known" and not o.closed]
    if unsure:
        found.append(f"Effect on the child not known: {signs(matrix, unsure)}. A serious effect could raise it.")
    second_hand = [o for o in case.observations if o.level >= 3 and o.active and not o.weighty]
    if second_hand:
        found.append(f"{signs(matrix, second_hand)}: seeing it, or hearing it from the child, would weigh more.")
    hopes = [p for p in case.protective if not p.counts]
    if hopes:
        found.append("A protective factor counts once it has been tested and what was seen is written down.")
    return tuple(found)
