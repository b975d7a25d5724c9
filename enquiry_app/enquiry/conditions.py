"""Whether a condition of the form holds: seven operators, one place that decides what a missing answer means. Pure.

Scope. A condition stands at some items (a child, a row). An operand asked for the same items, or for the items around
them, is looked up there. An operand asked for each item further in holds if it holds for any of them.

Missing. Where nothing counts as an answer, `is`, `is_not`, `any_of` and `answered` are all false, and so is anything
said of an item that cannot be reached. Only `not` turns that round. An explicit absence is an answer: it matches
`absent:not_known` and the like, and `answered` holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from enquiry_app.definitions.form_definition import Condition, Form
from enquiry_app.definitions.form_vocabulary import CHILD_FACTS
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate, Typed, Value

CHILDREN = "children"
Counts = Callable[[str, tuple[str, ...]], bool]  # whether an answer at (question, items) counts: it is shown


class Facts:
    """What is worked out before conditions. A fact that is not known is ""."""

    def __init__(self, enquiry: Mapping[str, str], children: Mapping[str, Mapping[str, str]]) -> None:
        self.enquiry = enquiry
        self.children = children  # child item id -> its facts

    def of_child(self, child: str, name: str) -> str:
        """A fact of one child."""
        return self.children.get(child, {}).get(name, "")

    def values(self, name: str, chain: tuple[str, ...], items: tuple[str, ...]) -> Iterator[str]:
        """The values a condition at these items sees: one, or one per child from outside the children."""
        if name not in CHILD_FACTS:
            yield self.enquiry.get(name, "")
        elif not chain:
            yield from (facts.get(name, "") for facts in self.children.values())
        elif chain[0] == CHILDREN:
            yield self.of_child(items[0], name)


class Conditions:
    """Evaluates conditions over one set of answers. `counts` tells whether an answer counts (hidden ones do not)."""

    def __init__(self, form: Form, answers: Answers, facts: Facts, counts: Counts) -> None:
        self._chain_of = form.chain_of
        self._answers = answers
        self._values = answers.values
        self._facts = facts
        self._counts = counts

    def hold(self, condition: Condition | None, chain: tuple[str, ...], items: tuple[str, ...]) -> bool:
        """Whether the condition holds at these items of these collections; no condition always holds."""
        if condition is None:
            return True
        operator = condition.operator
        if operator == "not":
            return not self.hold(condition.conditions[0], chain, items)
        if operator == "all":
            return all(self.hold(inner, chain, items) for inner in condition.conditions)
        if operator == "any":
            return any(self.hold(inner, chain, items) for inner in condition.conditions)
        if condition.fact is not None:
            facts = self._facts.values(condition.fact, chain, items)
            return any(compare(operator, condition.values, value) for value in facts)
        seen = self._operand(condition.question or "", chain, items)
        return any(compare(operator, condition.values, value) for value in seen)

    def _operand(self, question: str, chain: tuple[str, ...], items: tuple[str, ...]) -> Iterator[Value]:
        """The counting answers a condition at these items sees."""
        theirs = self._chain_of.get(question)
        if theirs is None:
            return
        if len(theirs) <= len(chain):
            paths: Iterator[tuple[str, ...]] = iter((items[: len(theirs)],) if chain[: len(theirs)] == theirs else ())
        else:
            paths = item_paths(self._answers, theirs, items) if theirs[: len(chain)] == chain else iter(())
        for path in paths:
            value = self._values.get((question, path))  # type: ignore[call-overload]  # an Address is a plain pair
            if value is not None and self._counts(question, path):
                yield value


def item_paths(answers: Answers, chain: tuple[str, ...], within: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path of item ids through these nested collections that begins with `within`."""
    if len(within) == len(chain):
        yield within
        return
    for item in answers.items_of(chain[len(within)], within):
        yield from item_paths(answers, chain, (*within, item))


def compare(operator: str, wanted: tuple[str, ...], value: Value | None) -> bool:
    """One comparison of the truth table. `value` None or "" is no answer, for which nothing holds."""
    if value is None or value == "" or value == ():
        return False
    if operator == "answered":
        return True
    matches = any(code in wanted for code in codes_of(value))
    return not matches if operator == "is_not" else matches


def codes_of(value: Value) -> tuple[str, ...]:
    """What a comparison sees of a value; nothing of what could not be read."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Absent):
        return (f"absent:{value.why}",)
    if isinstance(value, tuple):
        return tuple(code for code in value if isinstance(code, str))
    if isinstance(value, FlexDate | CivilTime):
        return (value.iso,)
    if isinstance(value, Mapping):
        return tuple(code for code in value.values() if isinstance(code, str))
    return () if isinstance(value, Typed) else (str(value),)
