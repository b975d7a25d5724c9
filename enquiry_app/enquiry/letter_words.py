"""The words of the Hub's letters: composed from what was decided, and looked over before they leave. Pure.

Source: domain notes 5e, 5f, 5h. Nothing other agencies answered is put into a letter; sentences that repeat what must
not be passed on, or name somebody else of the family, are left out, and a letter that has them all the same is held.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from enquiry_app.definitions.hub_definition import HubDefinition, HubHours
from enquiry_app.definitions.hub_work import Escalation, contact_of
from enquiry_app.definitions.letters import LettersDefinition
from enquiry_app.definitions.outcomes import Outcome, Outcomes
from enquiry_app.enquiry.decision_told import outcomes_told, shown
from enquiry_app.enquiry.hub_clock import arrived_at, next_due
from enquiry_app.enquiry.hub_history import RATING_WORDS
from enquiry_app.enquiry.hub_records import Decision, InformationCheck, Letter, Task
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.working_time import counts_from, london

MOST_SENTENCES = 3  # of the rationale, after the one that names the level
_RUN = 5  # so many words in a row are a quotation, not chance
_LEAST_RUN = 2  # an answer of one word is no quotation
_LEAST_NAME = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_NO_POST_SOURCES = ("1A", "1B", "1C", "1D", "10")


@dataclass(frozen=True)
class LetterCase:
    """What a letter is composed from. `initials`: child -> initials, for those the decision is about; `others`: names of
    people who are neither the children nor the referrer; `kept_back`: texts that must not be passed on."""

    enquiry: Enquiry
    decision: Decision
    hub: HubDefinition
    now: dt.datetime
    contact: str
    initials: Mapping[str, str]
    level_names: Mapping[str, str]
    kept_back: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"LetterCase({self.enquiry.id})"


@dataclass(frozen=True)
class LetterRules:
    """The data the words come from."""

    letters: LettersDefinition
    outcomes: Outcomes
    escalation: Escalation


@dataclass(frozen=True)
class LetterProblem:
    """Why a letter cannot go as it is. `part`: id of a part, "variant", "how" or "names" (which a person may allow)."""

    part: str
    message: str


@dataclass(frozen=True)
class LetterPaper:
    """A letter as its paper needs it. `parts`: heading and words in order; `at`: when it was sent, or now for a draft."""

    letter: Letter
    title: str
    parts: tuple[tuple[str, str, str], ...]  # id, heading, words
    reference: str
    about: str
    signed: str
    at: dt.datetime
    hub_name: str
    hub_phone: str
    practice: bool = False

    def __repr__(self) -> str:
        return f"LetterPaper({self.letter.id})"


def suggested_variant(source: str, somebody_is_a_risk: bool, letters: LettersDefinition) -> str:
    """The variant for who asked. `source`: code of the list referral_source; `somebody_is_a_risk`: of the household."""
    for variant in letters.variants:
        if source in variant.source_codes:
            return "no_post" if somebody_is_a_risk and source in _NO_POST_SOURCES else variant.code
    return letters.variants[0].code


def compose_parts(case: LetterCase, variant: str, rules: LetterRules) -> dict[str, str]:
    """Part id -> words, in the order of the letter. {} for a variant that cannot be sent."""
    letters, details = rules.letters, rules.letters.variant(variant).details
    if details == "none":
        return {}
    told = outcomes_told(case.decision.children, rules.outcomes)
    minimal = any(each.minimal for each in told)
    write: Mapping[str, Callable[[], str]] = {
        "received": lambda: _said(case, rules, "received"),
        "decided": lambda: _said(case, rules, "decided"),
        "outcome": lambda: _outcome(case, rules, told, details),
        "why": lambda: _why(case, rules, told, details, minimal),
        "next": lambda: _next(case, rules, told, details),
        "ask": lambda: _ask(case, rules, told, details),
        "disagree": lambda: _disagree(case, rules, details),
        "come_back": lambda: _come_back(case, rules, told),
    }
    return {part.id: write[part.id]() for part in letters.parts_for(details, minimal) if part.id in write}


def has_actions(decision: Decision, variant: str, rules: LetterRules) -> bool:
    """Whether this letter has the table of who is doing what."""
    details = rules.letters.variant(variant).details
    minimal = any(each.minimal for each in outcomes_told(decision.children, rules.outcomes))
    return any(part.id == "who" for part in rules.letters.parts_for(details, minimal))


def actions_of(tasks: Iterable[Task], names: Mapping[str, str], case: LetterCase) -> tuple[Mapping[str, str], ...]:
    """Who is doing what: open tasks that may stand in the letter, the soonest first."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    wanted = [task for task in tasks if task.in_letter and task.status == "open" and task.kind in _IN_LETTERS]
    rows = [
        {"who": task.who or names.get(task.assigned_to, "") or "Safeguarding Hub", "what": task.what,
         "by": _day(case.hub.hours, task.due_at) if task.due_at else ""}
        for task in sorted(wanted, key=lambda task: task.due_at or far)
    ]  # fmt: skip
    return tuple(row for row in rows if not repeats(" ".join(row.values()), case.kept_back))


_IN_LETTERS = frozenset({"action", "pathway", "clock"})


def kept_back_texts(checks: Iterable[InformationCheck]) -> tuple[str, ...]:
    """What other agencies said that must not be passed on: sensitive, or not to be shared with the family."""
    found: list[str] = []
    for check in checks:
        answers: list[Mapping[str, object]] = [
            {"answer": check.answer, "police_only": check.police_only, "may_share": check.may_share}, *check.earlier
        ]  # fmt: skip
        if any(each.get("police_only") or each.get("may_share") == "no" for each in answers):
            found += [str(each.get("answer") or "") for each in answers]
    return tuple(text for text in found if text.strip())


def repeats(text: str, kept_back: Iterable[str]) -> bool:
    """Whether a text quotes one of these: a run of five words, or all of a shorter one."""
    words = _words(text)
    for source in kept_back:
        run = _words(source)
        length = min(_RUN, len(run))
        if length < _LEAST_RUN:
            continue
        held = {tuple(run[at : at + length]) for at in range(len(run) - length + 1)}
        if any(tuple(words[at : at + length]) in held for at in range(len(words) - length + 1)):
            return True
    return False


def names_in(text: str, others: Iterable[str]) -> tuple[str, ...]:
    """Which of these names stand in the text as words, written as names are."""
    found = (name for name in others if len(name) >= _LEAST_NAME)
    return tuple(name for name in found if re.search(rf"\b{re.escape(name)}\b", text))


def problems_of(
    letter: Letter, how: str, case: LetterCase, rules: LetterRules, names_allowed: bool = False
) -> tuple[LetterProblem, ...]:
    """Everything that keeps this letter, with the actions it would be sent with, from being sent this way."""
    variant = rules.letters.variant(letter.variant)
    if variant.details == "none":
        return (LetterProblem("variant", "There is nobody to write to: record why nobody can be told"),)
    found = []
    if how not in variant.ways:
        named = rules.letters.way_words(how).casefold()
        found.append(LetterProblem("how", f"This letter cannot go {named}" if how else "Choose how it goes"))
    expected = compose_parts(case, letter.variant, rules)
    for part in expected:
        words = letter.parts.get(part, "")
        title = rules.letters.title_of(part)
        if not words.strip():
            found.append(LetterProblem(part, f"“{title}” is empty"))
        elif repeats(words, case.kept_back):
            found.append(LetterProblem(part, f"“{title}” repeats an answer that must not be passed on: take it out"))
    if not names_allowed:
        texts = {part: words for part, words in letter.parts.items() if part in expected}
        texts["who"] = "\n".join(" ".join(row.values()) for row in letter.actions)
        for part, words in texts.items():
            if others := names_in(words, case.others):
                named = f"“{rules.letters.title_of(part)}” names {', '.join(others)}, who is not the child"
                found.append(LetterProblem("names", named))
    return tuple(found)


def acknowledgement_parts(
    enquiry: Enquiry, hub: HubDefinition, contact: str, letters: LettersDefinition, now: dt.datetime
) -> dict[str, str]:
    """What the referrer is told at once: that it arrived, who to speak to, what happens by when."""
    said, arrived = letters.acknowledgement, arrived_at(enquiry)
    begins, due = counts_from(hub.hours, arrived, at_once=enquiry.urgent), next_due(enquiry, hub)[0]
    late = due is not None and due <= now
    given = {
        **_common(enquiry, hub, contact), "rating": RATING_WORDS.get(enquiry.rating, "").casefold(),
        "next_due": _moment(hub.hours, due) if due else "", "counts_from": _moment(hub.hours, begins),
    }  # fmt: skip
    wanted = {
        "received": True, "rating": bool(enquiry.rating), "contact": True, "next": due is not None and not late,
        "late": late, "out_of_hours": begins > max(arrived, now), "unheard": due is not None and not late,
    }  # fmt: skip
    return {part: said[part].format_map(given) for part, shown_ in wanted.items() if shown_}


# --- the parts


def _common(enquiry: Enquiry, hub: HubDefinition, contact: str) -> dict[str, str]:
    decided = enquiry.decided_at
    return {
        "reference": enquiry.reference, "received": _moment(hub.hours, arrived_at(enquiry)), "hub_phone": hub.phone,
        "decided": _moment(hub.hours, decided) if decided else "", "out_of_hours": hub.out_of_hours_phone,
        "contact": contact,
    }  # fmt: skip


def _said(case: LetterCase, rules: LetterRules, name: str, **more: str) -> str:
    given = {**_common(case.enquiry, case.hub, case.contact), **more}
    return rules.letters.sentences[name].format_map(given)


def _outcome(case: LetterCase, rules: LetterRules, told: Sequence[Outcome], details: str) -> str:
    if details == "less":
        lines = [rules.letters.less[each.kind] for each in told]
        return "\n".join(dict.fromkeys(lines))
    if len(told) == 1:
        return told[0].means
    return "\n".join(f"{_about(case, each)}: {each.means}" for each in told)


def _about(case: LetterCase, outcome: Outcome) -> str:
    """Initials of the children an outcome is for."""
    found = (case.initials.get(each.child, "") for each in case.decision.children if each.outcome == outcome.id)
    return ", ".join(filter(None, found)) or outcome.label


def _why(case: LetterCase, rules: LetterRules, told: Sequence[Outcome], details: str, minimal: bool) -> str:
    if minimal:
        return _said(case, rules, "why_minimal")
    if details == "less":
        return _said(case, rules, "why_less")
    level = _levels(case)
    first = [_said(case, rules, "level", level=level)] if level else [each.when for each in told]
    safe = [each for each in _sentences(case.decision.rationale) if not _must_go(each, case)]
    return " ".join((*first, *safe[:MOST_SENTENCES]))


def _levels(case: LetterCase) -> str:
    """ "Level 3 – …", or for children at different levels each with its initials."""
    by_level: dict[str, list[str]] = {}
    for each in case.decision.children:
        if each.level:
            by_level.setdefault(each.level, []).append(case.initials.get(each.child, ""))
    named = [case.level_names.get(level, level) for level in by_level]
    if len(named) <= 1:
        return "".join(named)
    whom = [", ".join(filter(None, children)) for children in by_level.values()]
    return "; ".join(f"{name} ({child})" for name, child in zip(named, whom, strict=True))


def _next(case: LetterCase, rules: LetterRules, told: Sequence[Outcome], details: str) -> str:
    if details == "less":
        facts = [line for each in told if each.minimal for line in _facts(case, each, _elsewhere(rules, each))]
        return "\n".join((_said(case, rules, "next_less"), *facts))
    lines: list[str] = []
    for each in told:
        head = f"{_about(case, each)}: " if len(told) > 1 else ""
        lines.append(f"{head}{_filled(case, rules.letters.outcomes[each.id].next)}")
        lines += _facts(case, each, _elsewhere(rules, each))
    return "\n".join(dict.fromkeys(lines))


def _ask(case: LetterCase, rules: LetterRules, told: Sequence[Outcome], details: str) -> str:
    lines: list[str] = [_said(case, rules, "ask_less")] if details == "less" else []
    for each in told:
        sentences = rules.letters.outcomes[each.id]
        if details == "full":
            lines.append(_filled(case, sentences.ask))
        lines += _facts(case, each, only=sentences.ask_fields)
    return "\n".join(dict.fromkeys(lines))


def _come_back(case: LetterCase, rules: LetterRules, told: Sequence[Outcome]) -> str:
    lines: list[str] = []
    for each in told:
        for field in rules.letters.outcomes[each.id].come_back_fields:
            if words := _clean(case.decision.details.get(field, ""), case):
                lines.append(_said(case, rules, "contact_us_again", words=words))
    return "\n".join((*lines, _said(case, rules, "come_back")))


def _disagree(case: LetterCase, rules: LetterRules, details: str) -> str:
    first, second = rules.escalation.stage(1), rules.escalation.stage(2)
    if details == "less":
        return _said(case, rules, "disagree_less", days=_working_days(first.due.amount))
    who, phone = contact_of(second, case.hub)
    return _said(
        case, rules, "disagree", days=_working_days(first.due.amount), second=f"the {_lower_first(who)}, {phone}",
        second_days=_working_days(second.due.amount),
    )  # fmt: skip


def _elsewhere(rules: LetterRules, outcome: Outcome) -> frozenset[str]:
    sentences = rules.letters.outcomes[outcome.id]
    return frozenset((*sentences.ask_fields, *sentences.come_back_fields))


def _facts(
    case: LetterCase, outcome: Outcome, left_out: Iterable[str] = (), only: Iterable[str] | None = None
) -> list[str]:
    """ "Label: words" of an outcome's fields that may stand in letters and are filled in."""
    hidden, wanted = frozenset(left_out), None if only is None else frozenset(only)
    fields = [each for each in outcome.fields if each.in_letter and each.id not in hidden]
    found = [(each, case.decision.details.get(each.id, "").strip()) for each in fields
             if wanted is None or each.id in wanted]  # fmt: skip
    return [f"{each.told_as}: {words}" for each, text in found if (words := _clean(shown(each, text), case))]


def _filled(case: LetterCase, sentence: str) -> str:
    return sentence.format_map(_common(case.enquiry, case.hub, case.contact))


def _clean(text: str, case: LetterCase) -> str:
    """The text without its sentences that must not be passed on. (What an outcome's field says was written to be told,
    so names may stand in it.)"""
    return " ".join(each for each in _sentences(text) if not repeats(each, case.kept_back))


def _must_go(sentence: str, case: LetterCase) -> bool:
    return repeats(sentence, case.kept_back) or bool(names_in(sentence, case.others))


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in _SENTENCE_END.split(text.strip()) if each.strip()]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _working_days(amount: int) -> str:
    return "1 working day" if amount == 1 else f"{amount} working days"


def _lower_first(words: str) -> str:
    """ "Hub manager" inside a sentence; a name in capitals stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _day(hours: HubHours, at: dt.datetime) -> str:
    local = london(hours, at)
    return f"{local:%A} {local.day} {local:%B %Y}"


def _moment(hours: HubHours, at: dt.datetime) -> str:
    return f"{_day(hours, at)} at {london(hours, at):%H:%M}"
