"""What must hold across a whole form: unique ids, known references, conditions that can be answered.

Imports definitions only. Every function adds faults and raises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enquiry_app.definitions.form_definition import ABSENCES, Condition, Form, Page, Question, Section
from enquiry_app.definitions.form_reading import Places
from enquiry_app.definitions.form_toml import Faults, Place, nearest
from enquiry_app.definitions.form_vocabulary import (
    AGE_BANDS,
    CHILD_FACTS,
    CHOICE_KINDS,
    ENQUIRY_FACTS,
    MAY_HAVE_CHOICES,
    YES_NO_FACTS,
)

CHILDREN = "children"


def check_form(form: Form, places: Places, faults: Faults) -> None:
    """Add every fault that spans more than one record."""
    for kind, noted in (
        ("section", places.sections),
        ("page", places.pages),
        ("question", places.questions),
        ("collection", places.collections),
        ("group", places.groups),
    ):
        for name, found in noted.items():
            for place in found[1:]:
                place.fault(faults, f'the {kind} id "{name}" is used twice')
    _check_groups(form, places, faults)
    _check_collections(form, places, faults)
    for name, question in form.questions.items():
        _check_question(form, question, places.questions[name][0], faults)
    _check_retired(form, places, faults)
    for place, condition, chain, owner in _conditions(form, places):
        _check_condition(form, condition, chain, owner, place, faults)
    _check_circles(form, places, faults)


def _check_groups(form: Form, places: Places, faults: Faults) -> None:
    """Every section stands in exactly one group."""
    listed: dict[str, str] = {}
    for group in form.groups:
        place = places.groups[group.id][0].at("sections")
        for name in group.sections:
            if name in listed:
                place.fault(faults, f'section "{name}" already stands in group "{listed[name]}"')
            listed[name] = group.id


def _check_collections(form: Form, places: Places, faults: Faults) -> None:
    used = {s.collection for s in form.sections} | {q.collection for q in form.questions.values() if q.kind == "items"}
    for name, collection in form.collections.items():
        place = places.collections[name][0]
        if name not in used:
            place.fault(faults, "no section and no question of kind items uses this collection")
        if collection.parent and collection.parent not in form.collections:
            place.at("parent").fault(
                faults, f'"{collection.parent}" is not a collection{nearest(collection.parent, form.collections)}'
            )
        for question in collection.title_from:
            if form.collection_of.get(question) != name:
                inside = [q for q, c in form.collection_of.items() if c == name]
                place.at("title_from").fault(
                    faults, f'"{question}" is not a question of this collection{nearest(question, inside)}'
                )
    for section in form.sections:
        if section.collection and section.collection not in form.collections:
            places.sections[section.id][0].at("collection").fault(
                faults, f'"{section.collection}" is not a collection{nearest(section.collection, form.collections)}'
            )


def _check_question(form: Form, question: Question, place: Place, faults: Faults) -> None:
    if question.code_list and question.code_list not in form.code_lists:
        place.at("code_list").fault(
            faults, f'there is no code list "{question.code_list}"{nearest(question.code_list, form.code_lists)}'
        )
    if question.code_list and question.choices:
        place.at("choices").fault(faults, "give either choices or a code_list, not both")
    has_choices = bool(question.choices or question.code_list)
    if question.kind in CHOICE_KINDS and not has_choices:
        place.fault(faults, f"a question of kind {question.kind} needs choices or a code_list")
    if has_choices and question.kind not in MAY_HAVE_CHOICES:
        place.fault(faults, f"a question of kind {question.kind} has no choices")
    if question.needed_when and question.stage == "-":
        place.at("needed_when").fault(faults, "has no effect without a stage")
    if question.kind == "items":
        _check_items(form, question, place, faults)
    elif question.questions:
        place.at("questions").fault(faults, "only a question of kind items has questions of its own")
    elif question.collection:
        place.at("collection").fault(faults, "only a question of kind items has a collection")


def _check_items(form: Form, question: Question, place: Place, faults: Faults) -> None:
    """The collection of an `items` question is declared, and nested where the question stands."""
    if not question.questions:
        place.fault(faults, "a question of kind items needs questions")
    collection = form.collections.get(question.collection)
    if collection is None:
        place.fault(
            faults,
            f'its collection "{question.collection}" is not declared in form.toml'
            f"{nearest(question.collection, form.collections)}",
        )
        return
    around = form.section_of[question.id].collection
    if collection.parent != around:
        wanted = f'"{around}"' if around else "left out"
        place.fault(faults, f'the parent of its collection "{collection.id}" must be {wanted}')


def _check_retired(form: Form, places: Places, faults: Faults) -> None:
    """A retired id is never used again, and leads to one in use or to nothing."""
    for old, new in form.retired.items():
        if old in form.questions:
            places.questions[old][0].fault(faults, f'the id "{old}" is retired and must not be used again')
        if new and new not in form.questions:
            message = f'leads to "{new}", which is not a question{nearest(new, form.questions)}'
            faults.add("retired.toml", f"retired.{old}", message)


# --- conditions ---------------------------------------------------------------------------------------------------

_Placed = tuple[Place, Condition, tuple[str, ...], str]  # where, what, collections around it, whose ("" a page's)


def _conditions(form: Form, places: Places) -> Iterator[_Placed]:
    """Every condition of the form with the collections around it."""
    for section in form.sections:
        chain = form.nesting(section.collection)
        place = places.sections[section.id][0]
        if section.show_when:
            yield place.at("show_when"), section.show_when, chain, ""
        for page in section.pages:
            yield from _page_conditions(form, page, chain, places)


def _page_conditions(form: Form, page: Page, chain: tuple[str, ...], places: Places) -> Iterator[_Placed]:
    if page.show_when:
        yield places.pages[page.id][0].at("show_when"), page.show_when, chain, ""
    for top in page.questions:
        for question in (top, *top.questions):
            around = form.chain_of[question.id]
            place = places.questions[question.id][0]
            if question.show_when:
                yield place.at("show_when"), question.show_when, around, question.id
            if question.needed_when:
                yield place.at("needed_when"), question.needed_when, around, ""


def operands(condition: Condition) -> Iterator[Condition]:
    """The comparisons within a condition."""
    if condition.conditions:
        for inner in condition.conditions:
            yield from operands(inner)
    else:
        yield condition


def _check_condition(
    form: Form, condition: Condition, chain: tuple[str, ...], owner: str, place: Place, faults: Faults
) -> None:
    for operand in operands(condition):
        if operand.fact is not None:
            _check_fact(operand, chain, place, faults)
        elif (name := operand.question or "") not in form.questions:
            moved = form.retired.get(name)
            hint = f'; it is now "{moved}"' if moved else nearest(name, form.questions)
            place.fault(faults, f'there is no question "{name}"{hint}')
        else:
            _check_operand(form, form.questions[name], operand, chain, owner, place, faults)


def _check_fact(operand: Condition, chain: tuple[str, ...], place: Place, faults: Faults) -> None:
    fact = operand.fact or ""
    if fact not in ENQUIRY_FACTS | CHILD_FACTS:
        place.fault(faults, f'there is no fact "{fact}"{nearest(fact, ENQUIRY_FACTS | CHILD_FACTS)}')
        return
    if fact in CHILD_FACTS and chain and chain[0] != CHILDREN:
        place.fault(faults, f'the fact "{fact}" is of one child and cannot be reached from "{chain[0]}"')
    known = ("yes", "no") if fact in YES_NO_FACTS else AGE_BANDS if fact == "age" else ()
    for value in operand.values:
        if known and value not in known:
            place.fault(faults, f'the fact "{fact}" is never "{value}"{nearest(value, known)}')


def _check_operand(
    form: Form, asked: Question, operand: Condition, chain: tuple[str, ...], owner: str, place: Place, faults: Faults
) -> None:
    if asked.id == owner:
        place.fault(faults, "a question cannot decide whether it is itself shown")
    theirs = form.chain_of[asked.id]
    shared = min(len(theirs), len(chain))
    if theirs[:shared] != chain[:shared]:
        message = f'"{asked.id}" is asked for each of "{theirs[-1]}" and cannot be reached from "{chain[-1]}"'
        place.fault(faults, message)
    codes = _possible(form, asked)
    for value in operand.values:
        absence = value.removeprefix("absent:")
        if value != absence:
            if absence not in asked.absences:
                place.fault(faults, f'"{asked.id}" cannot be answered "{value}"{nearest(absence, ABSENCES)}')
        elif codes is not None and value not in codes:
            place.fault(faults, f'"{asked.id}" cannot be answered "{value}"{nearest(value, codes)}')


def _possible(form: Form, question: Question) -> tuple[str, ...] | None:
    """Codes a question can be answered with; None if that is open (texts, dates, an unknown code list)."""
    if question.kind == "tick":
        return ("yes",)
    if question.kind not in CHOICE_KINDS | {"yes_no"} or (
        question.code_list and question.code_list not in form.code_lists
    ):
        return None
    return tuple(choice.code for choice in form.choices_of(question))


def _check_circles(form: Form, places: Places, faults: Faults) -> None:
    """Whether a question is shown must not hang on itself through others."""
    needs = shown_by(form)
    settled: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            if len(set(path[path.index(name) :])) > 1:
                places.questions[name][0].at("show_when").fault(faults, f"conditions go in a circle: {circle}")
            return
        if name in settled or name not in needs:
            return
        for other in sorted(needs[name]):
            visit(other, (*path, name))
        settled.add(name)

    for name in form.questions:
        visit(name, ())


def shown_by(form: Form) -> Mapping[str, frozenset[str]]:
    """Question id -> ids of the questions that decide whether it is shown."""
    found: dict[str, frozenset[str]] = {}
    for section in form.sections:
        for page in section.pages:
            for top in page.questions:
                outer = _asked_by(section) | _asked_by(page) | _asked_by(top)
                found[top.id] = outer
                found.update({inner.id: outer | _asked_by(inner) for inner in top.questions})
    return found


def _asked_by(record: Section | Page | Question) -> frozenset[str]:
    if record.show_when is None:
        return frozenset()
    return frozenset(o.question for o in operands(record.show_when) if o.question)
