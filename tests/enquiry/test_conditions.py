"""Truth table of the seven operators, scoping, and the one meaning of a missing answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.form_definition import Choice, Collection, Condition, Form, Group, Page, Question, Section
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate, Postal, Typed
from enquiry_app.enquiry.conditions import Conditions, Facts, codes_of, compare

CHOICES = (Choice("a", "A"), Choice("b", "B"))
NO_FACTS = Facts({}, {})


def q(name, kind="text", **more):
    return Question(name, kind, name, choices=CHOICES if kind == "choice" else (), **more)


def small_form():
    """top; children with `own`, rows `inner` in each child; people beside the children."""
    rows = q("rows", "items", collection="rows", questions=(q("inner"),))
    sections = (
        Section("one", "One", "g", (Page("p1", "P", (q("top"),)),)),
        Section("two", "Two", "g", (Page("p2", "P", (q("own"), rows)),), collection="children"),
        Section("three", "Three", "g", (Page("p3", "P", (q("member"),)),), collection="people"),
    )
    collections = {
        "children": Collection("children", "child", "children"),
        "rows": Collection("rows", "row", "rows", parent="children"),
        "people": Collection("people", "person", "people"),
    }
    return Form("f", "1", "F", "", (Group("g", "G", ("one", "two", "three")),), sections, collections, {})


FORM = small_form()
CHILD, ROW = ("children",), ("children", "rows")


def holds(condition, answers, chain=(), items=(), facts=NO_FACTS, hidden=()):
    def counts(question, path):
        return question not in hidden

    return Conditions(FORM, answers, facts, counts).hold(condition, chain, items)


def is_(question, value):
    return Condition("is", question, values=(value,))


@pytest.mark.parametrize(
    ("value", "is_x", "is_not_x", "any_of_x_y", "answered"),
    [
        (None, False, False, False, False),
        ("", False, False, False, False),
        ((), False, False, False, False),
        ("x", True, False, True, True),
        ("y", False, True, True, True),
        ("z", False, True, False, True),
        (("x", "z"), True, False, True, True),
        (("z",), False, True, False, True),
        (Absent("not_known"), False, True, False, True),
        (Typed("x"), False, True, False, True),
        ({"child": "x"}, True, False, True, True),
        (FlexDate("2026-11"), False, True, False, True),
        (Postal("x"), False, True, False, True),
        (7, False, True, False, True),
    ],
)
def test_truth_table(value, is_x, is_not_x, any_of_x_y, answered):
    assert compare("is", ("x",), value) is is_x
    assert compare("is_not", ("x",), value) is is_not_x
    assert compare("any_of", ("x", "y"), value) is any_of_x_y
    assert compare("answered", (), value) is answered


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Absent("not_known", "why"), "absent:not_known"),
        (FlexDate("2026-11-03", True), "2026-11-03"),
        (CivilTime("2026-11-03T14:05"), "2026-11-03T14:05"),
        (42, "42"),
    ],
)
def test_what_a_comparison_sees(value, code):
    assert codes_of(value) == (code,)
    assert compare("is", (code,), value)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_all_any_not(first, second):
    answers = Answers().with_answer("top", (), "x")
    one, two = (is_("top", "x" if wanted else "y") for wanted in (first, second))
    assert holds(Condition("all", conditions=(one, two)), answers) is (first and second)
    assert holds(Condition("any", conditions=(one, two)), answers) is (first or second)
    assert holds(Condition("not", conditions=(one,)), answers) is not first


def test_no_condition_always_holds():
    assert holds(None, Answers())


def test_a_hidden_answer_counts_as_missing():
    answers = Answers().with_answer("top", (), "x")
    assert holds(is_("top", "x"), answers)
    assert not holds(is_("top", "x"), answers, hidden=("top",))
    assert not holds(Condition("answered", "top"), answers, hidden=("top",))
    assert holds(Condition("not", conditions=(is_("top", "x"),)), answers, hidden=("top",))


def two_children():
    answers = Answers().with_items("children", (), ("c1", "c2")).with_items("people", (), ("m1",))
    answers = answers.with_items("rows", ("c1",), ("r1", "r2")).with_answer("own", ("c1",), "x")
    return answers.with_answer("inner", ("c1", "r2"), "deep").with_answer("member", ("m1",), "y")


def test_inside_an_item_its_own_answer_is_seen():
    answers = two_children()
    assert holds(is_("own", "x"), answers, CHILD, ("c1",))
    assert not holds(is_("own", "x"), answers, CHILD, ("c2",))
    assert not holds(Condition("is_not", "own", values=("x",)), answers, CHILD, ("c2",))


def test_inside_a_row_the_child_around_it_and_the_top_are_seen():
    answers = two_children().with_answer("top", (), "t")
    assert holds(is_("own", "x"), answers, ROW, ("c1", "r1"))
    assert holds(is_("top", "t"), answers, ROW, ("c1", "r1"))
    assert not holds(is_("inner", "deep"), answers, ROW, ("c1", "r1"))
    assert holds(is_("inner", "deep"), answers, ROW, ("c1", "r2"))


def test_from_the_top_any_item_will_do():
    answers = two_children()
    assert holds(is_("own", "x"), answers)
    assert holds(is_("inner", "deep"), answers)
    assert not holds(is_("own", "other"), answers)


def test_from_a_child_any_of_its_own_rows_will_do():
    answers = two_children()
    assert holds(is_("inner", "deep"), answers, CHILD, ("c1",))
    assert not holds(is_("inner", "deep"), answers, CHILD, ("c2",))


def test_another_collections_item_is_never_seen():
    answers = two_children()
    for operator in ("is", "is_not", "any_of", "answered"):
        assert not holds(Condition(operator, "own", values=("x",)), answers, ("people",), ("m1",))


def test_an_unknown_question_is_missing():
    assert not holds(is_("nowhere", "x"), Answers())


def test_facts_of_the_enquiry_of_one_child_and_of_any_child():
    facts = Facts({"urgent": "yes"}, {"c1": {"unborn": "no"}, "c2": {"unborn": "yes"}})
    unborn = Condition("is", fact="unborn", values=("yes",))
    assert holds(Condition("is", fact="urgent", values=("yes",)), Answers(), facts=facts)
    assert holds(unborn, Answers(), facts=facts)
    assert holds(unborn, Answers(), CHILD, ("c2",), facts)
    assert holds(unborn, Answers(), ROW, ("c2", "r1"), facts)
    assert not holds(unborn, Answers(), CHILD, ("c1",), facts)
    assert not holds(unborn, Answers(), ("people",), ("m1",), facts)


def test_a_fact_that_is_not_known_is_missing():
    assert not holds(Condition("is_not", fact="urgent", values=("yes",)), Answers())
    assert not holds(Condition("answered", fact="age"), Answers(), CHILD, ("c9",))


values = st.sampled_from([None, "x", "y", ("x", "y"), Absent("not_known"), Typed("?"), FlexDate("2026"), 3])
leaves = st.builds(
    lambda operator, codes: Condition(operator, "top", values=codes),
    st.sampled_from(["is", "is_not", "any_of", "answered"]),
    st.sampled_from([("x",), ("y",), ("x", "y"), ("absent:not_known",)]),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(lambda c: Condition("not", conditions=(c,))),
        st.tuples(st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda pair: Condition(pair[0], conditions=tuple(pair[1]))
        ),
    ),
    max_leaves=8,
)


@given(trees, values)
def test_any_condition_of_any_answer_is_true_or_false_and_not_turns_it_round(condition, value):
    answers = Answers().with_answer("top", (), value)
    result = holds(condition, answers)
    assert isinstance(result, bool)
    assert holds(Condition("not", conditions=(condition,)), answers) is not result


@given(st.lists(leaves, min_size=1, max_size=4), values)
def test_de_morgan(parts, value):
    answers = Answers().with_answer("top", (), value)
    neither = Condition("not", conditions=(Condition("any", conditions=tuple(parts)),))
    all_not = Condition("all", conditions=tuple(Condition("not", conditions=(p,)) for p in parts))
    assert holds(neither, answers) is holds(all_not, answers)
