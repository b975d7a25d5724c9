"""Says in plain words, which a parent could read, why each rule fired and what could change the suggestion. Pure.

No counts, no figures: the signs speak in the matrix' own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.threshold_case import Case, EarlierHelp, Observation
from enquiry_app.enquiry.threshold_outcome import Outcome, work_out, worries
from enquiry_app.enquiry.threshold_rules import RANK, grounds_for_more, level_2_grounds

Signs = Sequence[Observation]


def sentences(matrix: Matrix, case: Case, outcome: Outcome) -> tuple[str, ...]:
    """One sentence or two for each rule that fired or acted, in their order."""
    behind = {found.rule: found.behind for found in outcome.fired}
    said = []
    for rule in outcome.rules:
        if rule == "R12":
            said.append(f"{signs(matrix, worries(case))}: answered by something protective that has been tested.")
        elif rule == "R13":
            said.append(_paths(matrix, case, outcome.pathways))
        else:
            said.append(_SAYS[rule](matrix, case, behind.get(rule, ())))
    return tuple(said)


def signs(matrix: Matrix, observations: Signs) -> str:
    """Signs in their own words with their dimension: “Often dirty …” and “Presentation …” (Social presentation)."""
    by_dimension: dict[str, list[str]] = {}
    for sign in observations:
        by_dimension.setdefault(sign.indicator.dimension, []).append(f"“{sign.indicator.text}”")
    return _and([f"{_and(texts)} ({matrix.dimension(code).name})" for code, texts in by_dimension.items()], ";")


def _and(parts: Sequence[str], comma: str = ",") -> str:
    """ "a, b and c"; with a semicolon between parts that hold commas themselves."""
    if len(parts) < 2:
        return "".join(parts)
    last = f"{comma} and " if comma == ";" else " and "
    return f"{comma} ".join(parts[:-1]) + last + parts[-1]


def _danger_now(matrix: Matrix, case: Case, behind: Signs) -> str:
    if not behind:
        return "Somebody was said to be in danger now."
    return f"{signs(matrix, behind)}: somebody may be in danger now."


def _protection(matrix: Matrix, case: Case, behind: Signs) -> str:
    each = "each of these" if len(behind) > 1 else "this"
    return f"{signs(matrix, behind)}: {each} alone is reason to ask the Hub about protection today. It is not proof."


def _past_harm(matrix: Matrix, case: Case, behind: Signs) -> str:
    return f"{signs(matrix, behind)}: this was long ago and others told of it, but past harm can still need an enquiry."


def _child_in_need(matrix: Matrix, case: Case, behind: Signs) -> str:
    duty = [o for o in behind if "DUTY" in o.indicator.flags and o.when == "now"]
    serious = [o for o in behind if o not in duty]
    parts = []
    if serious:
        why = "serious enough now for children's social care to look at what the child needs"
        parts.append(f"{signs(matrix, serious)}: {why}")
    if duty:
        parts.append(f"{signs(matrix, duty)}: the council has a duty to act today, whoever says so")
    return "; ".join(parts) + "."


def _not_weighty(matrix: Matrix, case: Case, behind: Signs) -> str:
    why = "grave if it is so, but so far not seen first-hand, not lasting, or already dealt with"
    return f"{signs(matrix, behind)}: {why}. Talk it over with the Hub."


def _level_3(matrix: Matrix, case: Case, behind: Signs) -> str:
    if len({matrix.domain_of(o.indicator) for o in behind}) >= 2:
        why = "strong worries in different areas of the child's life"
    elif len(behind) >= 3:
        why = "several strong worries in the same area of the child's life"
    else:
        why = "a strong worry that is serious, lasting or seen first-hand"
    return f"{signs(matrix, behind)}: {why}, so services should work together."


def _more(matrix: Matrix, case: Case, behind: Signs) -> str:
    amplified, tried, refused = grounds_for_more(case)
    reasons = [_amplified(matrix, case)] if amplified else []
    if tried:
        reasons.append("help was tried for three months or more without change, and the effect is serious")
    if refused:
        reasons.append("agreement was refused and the child's development is likely to suffer")
    return f"{signs(matrix, behind)}: more than early help may be needed, because {' and because '.join(reasons)}."


def _amplified(matrix: Matrix, case: Case) -> str:
    labels = {a.code: a.label for a in matrix.amplifiers}
    listed = "; ".join(labels[a][0].lower() + labels[a][1:] for a in case.amplifiers)
    return f"some things make worries weigh more ({listed})"


def _single_level_3(matrix: Matrix, case: Case, behind: Signs) -> str:
    return f"{signs(matrix, behind)}: a strong worry in one area, so far not serious, lasting or seen first-hand."


def _level_2(matrix: Matrix, case: Case, behind: Signs) -> str:
    notes = ""
    if all(o.source == "third_party" for o in behind):
        notes += " So far only others have told of it."
    if not any(o.active for o in behind):
        notes += " It was some time ago."
    return f"{signs(matrix, behind)}: extra help from a service the family already knows may be enough.{notes}"


def _builds_up(matrix: Matrix, case: Case, behind: Signs) -> str:
    many, lasting, amplified = level_2_grounds(case)
    reasons = ["they add up across the child's life"] if many else []
    if lasting:
        reasons.append("one has lasted six months or more" if len(behind) > 1 else "it has lasted six months or more")
    if amplified:
        reasons.append(_amplified(matrix, case))
    worry = "smaller worries" if len(behind) > 1 else "a smaller worry"
    return f"{signs(matrix, behind)}: {worry}, but {' and '.join(reasons)}."


def _ordinary(matrix: Matrix, case: Case, behind: Signs) -> str:
    calm = [o for o in behind if not o.closed]
    past = [o for o in behind if o.closed]
    parts = [f"{signs(matrix, calm)}: what most families know."] if calm else []
    if past:
        parts.append(f"{signs(matrix, past)}: dealt with and not going on.")
    if not parts:
        parts.append("Much was looked at and no worry was found.")
    return " ".join([*parts, "Ordinary support is enough."])


def _nothing(matrix: Matrix, case: Case, behind: Signs) -> str:
    return "Not enough is known to suggest a level."


def _disabled_or_fostered(matrix: Matrix, case: Case, behind: Signs) -> str:
    kinds = (
        ("CWD", "a disabled child is a child in need in law"),
        ("PF", "the council must look at a private fostering arrangement"),
    )
    parts = []
    for flag, why in kinds:
        if found := [o for o in behind if flag in o.indicator.flags]:
            parts.append(f"{signs(matrix, found)}: {why}")
    return "; ".join(parts) + "."


def _paths(matrix: Matrix, case: Case, flags: Iterable[str]) -> str:
    parts = []
    for flag in flags:
        pathway = matrix.pathway(flag)
        texts = [f"“{o.indicator.text}”" for o in case.observations if not o.closed and flag in o.indicator.flags]
        parts.append(f"{pathway.title if pathway else flag} ({_and(texts)})")
    return f"There are further steps to take, whatever the level: {'; '.join(parts)}."


_SAYS: dict[str, Callable[[Matrix, Case, Signs], str]] = {
    "R0": _danger_now,
    "R1": _protection,
    "R2": _past_harm,
    "R3": _child_in_need,
    "R4": _not_weighty,
    "R5": _level_3,
    "R6": _more,
    "R7": _single_level_3,
    "R8": _level_2,
    "R9": _builds_up,
    "R10": _ordinary,
    "R11": _nothing,
    "R15": _disabled_or_fostered,
}


# --- what could change it -------------------------------------------------------------------------------------------


def what_could_change(matrix: Matrix, case: Case) -> tuple[str, ...]:
    """Plain sentences on what is not known, and on what would change the suggestion: each is tried out on the rules."""
    now = work_out(matrix, case).final
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for text, happened, other in _what_ifs(case):
        pair = work_out(matrix, other).final
        if pair != now:
            found.setdefault(pair, {}).setdefault(happened, []).append(text)
    order = sorted(found, key=lambda pair: (-RANK[pair[0]], -RANK[pair[1]]))
    said = [f"It would be {_pair_in_words(matrix, pair)} if {_conditions(found[pair])}." for pair in order]
    unknown = [matrix.dimension(code).name for code in case.not_known(matrix)]
    if unknown:
        said.append(f"Not known: {_and(unknown)}. What is learned there could raise it.")
    return tuple(said)


def _conditions(by_event: Mapping[str, Sequence[str]]) -> str:
    """ "“A” or “B” had lasted six months or more, or if …"."""
    return ", or if ".join(f"{' or '.join(texts)} {happened}" for happened, texts in by_event.items())


def _pair_in_words(matrix: Matrix, pair: tuple[str, str]) -> str:
    shorts = {level.code: level.short for level in matrix.levels} | {"": "no suggestion"}
    return shorts[pair[0]] + (f", with {shorts[pair[1]]} to consider" if pair[1] else "")


def _what_ifs(case: Case) -> Iterator[tuple[str, str, Case]]:
    """What is open or not known: of what, what might be, and the case as it would be then."""
    for sign in worries(case):
        text = f"“{sign.indicator.text}”"
        if sign.effect == "not_known":
            yield text, "had a serious effect on the child", _with(case, sign, replace(sign, effect="serious"))
        if sign.source not in ("seen", "child_said"):
            yield text, "had been seen or told by the child", _with(case, sign, replace(sign, source="seen"))
        if sign.duration == "not_known" and sign.active:
            yield text, "had lasted six months or more", _with(case, sign, replace(sign, duration="6_months"))
        if not sign.active:
            yield text, "was still going on", _with(case, sign, replace(sign, continuing=True))
    if case.earlier_help is None:
        yield "three months of help", "had changed nothing", replace(case, earlier_help=EarlierHelp(3, False))
    if any(not factor.counts for factor in case.protective):
        tested = tuple(replace(f, tested=True, evidence=f.evidence or "seen") for f in case.protective)
        happened = "had been tested and what was seen written down"
        yield "every protective factor", happened, replace(case, protective=tested)


def _with(case: Case, sign: Observation, other: Observation) -> Case:
    return replace(case, observations=tuple(other if o is sign else o for o in case.observations))
