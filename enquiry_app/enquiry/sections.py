"""How far each section is: the five statuses of the task list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enquiry_app.definitions.form_definition import Form, Section
from enquiry_app.enquiry.answers import Address, Answers
from enquiry_app.enquiry.problems import Problem

if TYPE_CHECKING:
    from enquiry_app.enquiry.form_walk import Walk

STATUSES = ("not_started", "in_progress", "completed", "cannot_start", "problem")
STATUS_WORDS = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "completed": "Completed",
    "cannot_start": "Cannot start yet",
    "problem": "There is a problem",
}


@dataclass(frozen=True)
class SectionState:
    """`wanted` questions are due for a normal send, `answered` of them have an answer. `first_unanswered` is where an
    unfinished section opens: the first due question without an answer, else None."""

    status: str
    answered: int
    wanted: int
    first_unanswered: Address | None = None


def section_states(
    form: Form, answers: Answers, walk: Walk, problems: Iterable[Problem]
) -> Mapping[tuple[str, str], SectionState]:
    """(section id, item id) -> how far it is. Item "" is the whole section; items not asked about are left out."""
    due: dict[tuple[str, str], list[Address]] = {}
    given: set[tuple[str, str]] = set()
    for address in walk.shown:
        key = _key(form, address)
        due.setdefault(key, [])
        if address in walk.due:
            due[key].append(address)
        if _is_given(form, answers, address):
            given.add(key)
    wrong = {_problem_key(form, problem) for problem in problems if _is_wrong(problem)}
    lacking = {_problem_key(form, problem) for problem in problems if problem.blocks and not _is_wrong(problem)}
    states: dict[tuple[str, str], SectionState] = {}
    for section in form.sections:
        keys = [key for key in due if key[0] == section.id]
        for key in keys:
            states[key] = _state(section, key, due[key], walk, answers, key in given, key in wrong, key in lacking)
        if section.collection:
            whole = [states[key] for key in keys]
            states[section.id, ""] = _together(form, section, whole, (section.id, "") in wrong)
        elif not keys:
            states[section.id, ""] = SectionState("cannot_start", 0, 0)
    return states


def _key(form: Form, address: Address) -> tuple[str, str]:
    section = form.section_of[address.question]
    return section.id, address.items[0] if section.collection and address.items else ""


def _problem_key(form: Form, problem: Problem) -> tuple[str, str]:
    items = problem.address.items
    return problem.section, items[0] if form.section(problem.section).collection and items else ""


def _is_wrong(problem: Problem) -> bool:
    """Whether it is an answer that is wrong, not one that is only lacking."""
    return problem.blocks and problem.code not in ("missing", "too_few", "child_findable", "one_subject")


def _is_given(form: Form, answers: Answers, address: Address) -> bool:
    if address in answers.values:
        return True
    question = form.questions[address.question]
    return question.kind == "items" and bool(answers.items_of(question.collection, address.items))


def _state(
    section: Section,
    key: tuple[str, str],
    due: list[Address],
    walk: Walk,
    answers: Answers,
    given: bool,
    wrong: bool,
    lacking: bool,
) -> SectionState:
    open_ones = [address for address in due if not walk.due[address]]
    items = (key[1],) if key[1] else ()
    if wrong:
        status = "problem"
    elif not given:
        status = "not_started"
    elif section.asks_finished:
        finished = answers.get(section.finished_question, items) == "yes" and not lacking
        status = "completed" if finished else "in_progress"
    else:
        status = "in_progress" if open_ones or lacking else "completed"
    return SectionState(status, len(due) - len(open_ones), len(due), open_ones[0] if open_ones else None)


def _together(form: Form, section: Section, states: list[SectionState], wrong: bool) -> SectionState:
    """A repeated section as a whole. Without items it waits for the section that adds them, or starts with them."""
    if not states:
        adds = next(s for s in form.sections if s.collection == section.collection) is section
        return SectionState("not_started" if adds else "cannot_start", 0, 0)
    statuses = {state.status for state in states}
    status = statuses.pop() if len(statuses) == 1 else "in_progress"
    if wrong or any(state.status == "problem" for state in states):
        status = "problem"
    unanswered = (state.first_unanswered for state in states if state.first_unanswered)
    return SectionState(status, sum(s.answered for s in states), sum(s.wanted for s in states), next(unanswered, None))
