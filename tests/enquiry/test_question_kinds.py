"""Each kind of question: reading what is typed, plain words, its own problems, and JSON both ways."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.form_definition import KINDS, Choice, Question
from enquiry_app.definitions.load_form import load_form
from enquiry_app.enquiry.answers import Absent, CivilTime, FlexDate, Postal, Typed
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.stored_values import value_from_json, value_to_json
from enquiry_app.errors import CaseError
from tests.builders import TODAY, random_value
from tests.enquiry.strategies import any_text

FORM = load_form()
CHOICES = (Choice("a", "Apple"), Choice("b", "Bread"))


def ask(kind):
    choices = CHOICES if kind in ("choice", "choices", "per_child", "address") else ()
    return Question("q", kind, "Question?", choices=choices, absences=("not_known", "not_asked"))


def parse(kind, text):
    return kind_of(ask(kind)).parse(text, TODAY)


def show(kind, value, name_of_item=None):
    return kind_of(ask(kind)).show(FORM, ask(kind), value, name_of_item)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  O’Neill  García ", "O’Neill García"),
        ("text", "mcdonald", "mcdonald"),
        ("long_text", "\n one\n\n two \n", "one\n\n two"),
        ("number", " 95 % ", 95),
        ("number", "1,000", 1000),
        ("number", "95.5", Typed("95.5")),
        ("number", "", ""),
        ("date", "3 jan 2026", FlexDate("2026-01-03")),
        ("date", " soon ", Typed("soon")),
        ("date", "  ", ""),
        ("date_time", "today 14:05", CivilTime("2026-11-03T14:05")),
        ("date_time", "later", Typed("later")),
        ("date_time", "", ""),
        ("choices", "a, b,a", ("a", "b")),
        ("choices", "", ()),
        ("tick", "x", "yes"),
        ("tick", "no", ""),
        ("address", "1 High Street,\n  Torquay tq1 3dr", Postal("1 High Street\nTorquay", "TQ1 3DR")),
        ("address", "the blue boat", Postal("the blue boat")),
        ("address", " ", ""),
        ("phone", "(01803) 208100", "01803 208100"),
        ("phone", "+44 1803 208100", "01803 208100"),
        ("phone", "01803 208100 ext 12", "01803 208100 x12"),
        ("phone", "+33123456789", "+33 1 23 45 67 89"),
        ("phone", "school office 01803 208100, ask for Jo", "school office 01803 208100, ask for Jo"),
        ("phone", "999", "999"),
        ("phone", "0800 1111", "0800 1111"),
        ("phone", "ask at the desk", Typed("ask at the desk")),
        ("phone", "12", Typed("12")),
        ("phone", "", ""),
        ("email", " Jo.Smith@School.SCH.UK ", "Jo.Smith@school.sch.uk"),
        ("email", "mailto:jo@a.org", "jo@a.org"),
        ("email", "jo at school", Typed("jo at school")),
        ("email", "jo@school", Typed("jo@school")),
        ("email", "a@b.org c@d.org", Typed("a@b.org c@d.org")),
        ("postcode", " tq13dr ", "TQ1 3DR"),
        ("postcode", "sw1a-1aa", "SW1A 1AA"),
        ("postcode", "tq1 odr", "TQ1 0DR"),
        ("postcode", "zz993vz", "ZZ99 3VZ"),
        ("postcode", "TQ1", Typed("TQ1")),
        ("nhs_number", "999 000 0018", "9990000018"),
        ("nhs_number", "999-000-0018", "9990000018"),
        ("nhs_number", "12345", Typed("12345")),
        ("upn", " v880 2000 12345 ", "V880200012345"),
        ("upn", "V88020001234", Typed("V88020001234")),
        ("per_child", "mother", Typed("mother")),
        ("matrix", "x", Typed("x")),
        ("attachments", "", ""),
        ("items", "anything", ""),
    ],
)
def test_what_is_typed_is_read(kind, typed, value):
    assert parse(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "Robin", "Robin"),
        ("yes_no", "yes", "Yes"),
        ("yes_no", "no", "No"),
        ("choice", "a", "Apple"),
        ("choice", "gone", "gone"),
        ("choices", ("b", "a"), "Bread; Apple"),
        ("date", FlexDate("2026-11-03"), "3 November 2026"),
        ("date", FlexDate("2019-03", True), "about March 2019"),
        ("date_time", CivilTime("2026-11-03T14:05"), "3 November 2026, 14:05"),
        ("number", 95, "95"),
        ("address", Postal("1 High Street,\nTorquay", "TQ1 3DR"), "1 High Street, Torquay, TQ1 3DR"),
        ("address", Postal("", "", "", "a"), "Apple"),
        ("address", Postal("Here", "", "", "a"), "Here (Apple)"),
        ("nhs_number", "9990000018", "999 000 0018"),
        ("upn", "V880200012345", "V880200012345"),
        ("tick", "yes", "Yes"),
        ("matrix", {}, "No sign marked"),
        ("matrix", {"observations": [{"indicator": "EDU2a"}]}, "1 sign marked"),
        ("matrix", {"observations": [{}, {}]}, "2 signs marked"),
        ("attachments", ({"id": "1", "file_name": "a.pdf"}, {"id": "2"}), "a.pdf; 2"),
        ("date", Absent("not_known", "mother will ask the GP"), "Not known – mother will ask the GP"),
        ("date", Absent("not_known"), "Not known"),
        ("text", Absent("declined"), "Did not want to say"),
        ("text", Absent("not_asked"), "Not asked"),
        ("text", Absent("not_applicable"), "Does not apply"),
        ("date", Typed("when he was small"), "when he was small"),
    ],
)
def test_plain_words(kind, value, words):
    assert show(kind, value) == words


def test_children_are_shown_by_name():
    names = {"c1": "Robin", "c2": "Kit"}.__getitem__
    assert show("per_child", {"c1": "a", "c2": "b"}, names) == "Robin: Apple; Kit: Bread"
    assert show("which_children", ("c2", "c1"), names) == "Kit, Robin"
    assert show("which_children", ("c2",)) == "c2"


# domain notes 6i
@pytest.mark.parametrize(
    ("upn", "wrong"),
    [
        ("V880200012345", None),
        ("B880201512001", None),
        ("D880300199007", None),
        ("Z88020001234A", None),
        ("P123456789123", "123 in this UPN is not the number of a local authority"),
        ("A880200012345", "first letter"),
        ("V88020001234", "twelve more characters"),
        ("I880200012345", "no letter I, O or S"),
        ("Z88020001234S", "no letter I, O or S"),
    ],
)
def test_upn(upn, wrong):
    kind = kind_of(ask("upn"))
    problem = kind.problem(kind.parse(upn, TODAY))
    assert problem is None if wrong is None else wrong in problem


# domain notes 6j
@pytest.mark.parametrize("number", ["9434765919", "4010232137", "9990000018", "9990000026", "9990000107"])
def test_nhs_numbers_that_are_right(number):
    assert kind_of(ask("nhs_number")).problem(number) is None


@pytest.mark.parametrize("number", ["9434765918", "1111111111", "0000000000", *(f"999000000{d}" for d in range(10))])
def test_nhs_numbers_that_are_wrong(number):
    assert kind_of(ask("nhs_number")).problem(number)


@given(st.integers(400_000_000, 999_999_999))  # below lie Scottish numbers, which also hold a date
def test_the_nhs_check_digit_is_the_only_one_that_is_right(stem):
    digits = f"{stem:09}"
    check = (11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11) % 11
    right = [d for d in range(10) if kind_of(ask("nhs_number")).problem(f"{digits}{d}") is None]
    assert right == ([check] if check < 10 and len(set(f"{digits}{check}")) > 1 else [])


@given(st.integers(0, 10**8 - 1), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_the_upn_letter_is_the_only_one_that_is_right(number, last):
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    right = [c for c in letters if kind_of(ask("upn")).problem(f"{c}880{number:08}{last}") is None]
    assert len(right) == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "no"),
        ("email", "jo"),
        ("postcode", "TQ1"),
        ("address", Postal("Here", "TQ1")),
        ("address", Postal("Here", "", "12a")),
        ("date", Typed("x")),
        ("text", Typed("x")),
    ],
)
def test_a_value_that_is_wrong_by_itself(kind, value):
    assert kind_of(ask(kind)).problem(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "01632 960001"), ("address", Postal("Here", "TQ1 3DR", "100040000001")), ("date", Absent("not_known"))],
)
def test_a_value_that_is_right_by_itself(kind, value):
    assert kind_of(ask(kind)).problem(value) is None


@pytest.mark.parametrize(
    ("kind", "value", "data"),
    [
        ("date", FlexDate("2026-11-03"), "2026-11-03"),
        ("date", FlexDate("2026-11", True), {"date": "2026-11", "estimated": True}),
        ("date_time", CivilTime("2026-11-03T14:05"), "2026-11-03T14:05"),
        ("date_time", CivilTime("2026-11-03T14:05", True), {"time": "2026-11-03T14:05", "approximate": True}),
        ("text", Absent("not_known", "ask mum"), {"absent": "not_known", "reason": "ask mum"}),
        ("text", Absent("not_known"), {"absent": "not_known"}),
        ("date", Typed("soon"), {"typed": "soon"}),
        ("address", Postal("Here", "", "", "refuge"), {"lines": "Here", "kind": "refuge"}),
        ("choices", ("a", "b"), ["a", "b"]),
        ("per_child", {"c1": "a"}, {"c1": "a"}),
        ("attachments", ({"id": "1"},), [{"id": "1"}]),
        ("number", 7, 7),
    ],
)
def test_json_of_a_kind(kind, value, data):
    assert kind_of(ask(kind)).to_json(value) == data
    assert kind_of(ask(kind)).from_json(data, "q") == value


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text", 3),
        ("text", None),
        ("text", {"absent": "nope"}),
        ("text", {"absent": "not_known", "why": "x"}),
        ("text", {"absent": "not_known", "reason": 3}),
        ("text", {"typed": 3}),
        ("text", {"typed": "x", "more": 1}),
        ("tick", "no"),
        ("tick", True),
        ("choices", "a"),
        ("choices", ["a", "a"]),
        ("choices", [1]),
        ("date", "2026-13"),
        ("date", "2026-02-30"),
        ("date", "3 Nov 2026"),
        ("date", {"date": "2026", "about": True}),
        ("date", {"date": "2026", "estimated": "yes"}),
        ("date_time", "2026-11-03T25:00"),
        ("date_time", "2026-11"),
        ("date_time", "2026-11-03T14:05:00"),
        ("number", True),
        ("number", "7"),
        ("number", 7.5),
        ("address", "1 High Street"),
        ("address", {}),
        ("address", {"street": "x"}),
        ("address", {"lines": 1}),
        ("per_child", ["a"]),
        ("per_child", {"c": 1}),
        ("matrix", []),
        ("attachments", [{"name": "x"}]),
        ("attachments", "x"),
    ],
)
def test_json_of_the_wrong_kind_is_refused_and_the_place_named(kind, data):
    with pytest.raises(CaseError, match=r"children\[0\]\.q"):
        kind_of(ask(kind)).from_json(data, "children[0].q")


@given(st.sampled_from(sorted(FORM.questions)), st.integers(0, 2**32))
def test_every_kind_comes_back_from_json(name, seed):
    question = FORM.question(name)
    value = random_value(FORM, question, Random(seed), ("c1", "c2"))
    if question.kind != "items" and value not in ("", ()):
        data = json.loads(json.dumps(kind_of(question).to_json(value)))
        assert kind_of(question).from_json(data, name) == value
        assert value_from_json(json.loads(json.dumps(value_to_json(value)))) == value
        assert isinstance(kind_of(question).show(FORM, question, value), str)


@given(st.sampled_from(KINDS), any_text)
def test_any_text_typed_into_any_kind_is_read_or_kept(kind, text):
    value = parse(kind, text)
    if isinstance(value, Typed):
        assert value.text == text.strip()
    if value not in ("", ()):
        assert isinstance(show(kind, value), str)
        json.dumps(kind_of(ask(kind)).to_json(value))


@given(any_text)
def test_reading_a_text_twice_changes_nothing_more(text):
    for kind in ("text", "long_text", "phone", "email", "postcode", "nhs_number", "upn"):
        once = parse(kind, text)
        if isinstance(once, str) and once:
            assert parse(kind, once) == once


@pytest.mark.parametrize("data", [None, {}, {"$nope": 1}, {"$date": []}, {"$date": 7}, {"$map": 3}, {"a": 1, "b": 2}])
def test_what_is_no_stored_answer_is_refused(data):
    with pytest.raises(CaseError):
        value_from_json(data)


def test_what_is_no_answer_is_not_stored():
    with pytest.raises(CaseError):
        value_to_json(object())


def test_tuples_inside_findings_are_stored_as_lists():
    stored = json.loads(json.dumps(value_to_json({"no_worry": ("EDU",)})))
    assert value_from_json(stored) == {"no_worry": ["EDU"]}
