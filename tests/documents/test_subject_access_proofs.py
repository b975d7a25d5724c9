"""What is withheld from a person is not in the copy they are given: a canary in every answer, searched for in every layer,
and the pages compared, dot by dot, with those of answers that never held it. 15 at random, 300 with `make prove`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.definitions.withholding import load_withholding
from enquiry_app.documents.pdf_render import RenderedPdf, render_pdf
from enquiry_app.documents.subject_access_document import file_document, given_document
from enquiry_app.enquiry.answers import Absent, Answers, Postal, Typed, Value
from enquiry_app.enquiry.disclosing import AccessItem, AccessPaper, Mark, counted, reasons_of, record_of
from enquiry_app.enquiry.held_answers import Held, answer_items
from enquiry_app.enquiry.held_work import work_items
from enquiry_app.enquiry.hub_records import Decision, InformationCheck, Message
from tests.builders import random_answers
from tests.documents.redaction_layers import layers_of, leaks, pixels_of
from tests.documents.test_redaction_proofs import Planting

FORM, MATRIX, LAW = load_form(), load_matrix(), load_withholding()
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SEEDS = st.integers(0, 2**32)
QUIETLY = {"deadline": None, "suppress_health_check": list(HealthCheck)}
CANARY = re.compile(r"Quollfax\d{3}zq")


def planted(seed: int) -> tuple[Answers, str, Random, Planting]:
    """Answers with a canary wherever words are taken, and whom the request is about."""
    random, planting = Random(seed), Planting()
    answers = random_answers(FORM, random, MATRIX, share=random.choice((0.2, 0.4, 0.7)))
    for address in list(answers.addresses()):
        value = planting.value(FORM.questions[address.question], answers.get(*address))
        answers = answers.with_answer(*address, value)
    if names := [c for c in planting.canaries if random.random() < 0.2][:3]:
        answers = answers.with_answer("worry", (), f"{planting.word()} saw {' and '.join(names)} at the shop")
    people = (*answers.items_of("children"), *answers.items_of("household"))
    return answers, random.choice(people) if people else "", random, planting


def records(planting: Planting) -> list[object]:
    """The Hub's work with canaries of its own."""
    word = planting.word
    check = InformationCheck("c", 1, "e", "", "answered", NOON, "", NOON, answered_at=NOON, agency_name="Police")
    return [
        Decision("d", 1, "e", "final", "D4", "3", NOON, "", decided_at=NOON, rationale=word(), siblings=word()),
        Message("m", 1, "e", "question", True, NOON, "", text=f"Is it {word()}?"),
        replace(check, id="c1", question=word(), answer=word(), police_only=True),
        replace(check, id="c2", question=word(), answer=word(), may_share="no"),
        replace(check, id="c3", question=word(), answer=word(), may_share="yes"),
    ]


def items_of(answers: Answers, subject: str, work: list[object]) -> list[AccessItem]:
    from enquiry_app.definitions.outcomes import load_outcomes

    held = Held(FORM, MATRIX, LAW, "e", answers, subject)
    return [*answer_items(held), *(held.looked_over(each) for each in work_items("e", work, load_outcomes()))]


def marks_of(items: list[AccessItem], random: Random) -> dict[str, Mark]:
    """Mostly as suggested; some more withheld, whole or a passage."""
    codes = [reason.id for reason in LAW.reasons]
    found = {}
    for item in items:
        mark, canaries = item.suggested, CANARY.findall(item.text)
        if random.random() < 0.1:
            mark = Mark(random.choice(codes))
        elif not mark.whole and canaries and random.random() < 0.2:
            mark = Mark(parts=(*mark.parts, (random.choice(canaries), random.choice(codes))))
        found[item.key] = mark
    return found


def paper(items: list[AccessItem], marks: dict[str, Mark], *, whole: bool) -> AccessPaper:
    record = record_of("TSH-1", "With the Hub", [(item, marks[item.key]) for item in items], LAW, whole=whole)
    counts = counted(list(marks.values()))
    return AccessPaper(
        whole, "SA-1", "Torview", "Robin Example", "", "Her", "She asked", "Sam", NOON, (record,),
        reasons_of(counts, LAW, whole=whole), False, False,
    )  # fmt: skip


def rendered(items: list[AccessItem], marks: dict[str, Mark]) -> RenderedPdf:
    return render_pdf(given_document(paper(items, marks, whole=False)), check_key=b"k" * 32)


def allowed(items: list[AccessItem], marks: dict[str, Mark]) -> set[str]:
    """Canaries in what is given: those of a passage withheld are none of them in that item."""
    found: set[str] = set()
    for item in items:
        mark = marks[item.key]
        kept_back = {word for passage, _ in mark.parts for word in CANARY.findall(passage)}
        if not mark.whole:
            found |= set(CANARY.findall(item.text)) - kept_back
        if item.about == item.about_told:
            found |= set(CANARY.findall(item.about))
    return found


def never(value: Value, forbidden: set[str]) -> Value:
    """The value with another word where a forbidden one stood."""
    if isinstance(value, str):
        return CANARY.sub(lambda hit: f"Zebedee-and-more{hit[0][8:11]}" if hit[0] in forbidden else hit[0], value)
    if isinstance(value, Absent):
        return replace(value, reason=never(value.reason, forbidden))
    if isinstance(value, Typed):
        return Typed(never(value.text, forbidden))
    if isinstance(value, Postal):
        return replace(value, lines=never(value.lines, forbidden))
    if isinstance(value, dict):
        return {key: never(inner, forbidden) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(never(inner, forbidden) for inner in value)
    return value


def prove(seed: int, folder) -> int:
    """How many canaries were searched for and not found."""
    answers, subject, random, planting = planted(seed)
    work = records(planting)
    items = items_of(answers, subject, work)
    marks = marks_of(items, random)
    forbidden = set(planting.canaries) - allowed(items, marks)
    made = rendered(items, marks)
    layers = layers_of(made.data, folder)
    assert leaks(sorted(forbidden), layers) == []
    shown = [each for each in allowed(items, marks) if leaks([each], {"text": layers["text, mupdf"]})]
    assert len(shown) == len(allowed(items, marks)), "what is given is given"
    elsewhere = [replace(item, text=never(item.text, forbidden), about=never(item.about, forbidden)) for item in items]
    other = {
        key: Mark(mark.whole, tuple((never(passage, forbidden), code) for passage, code in mark.parts))
        for key, mark in marks.items()
    }
    assert pixels_of(made.data, folder) == pixels_of(rendered(elsewhere, other).data, folder)
    return len(forbidden)


@settings(max_examples=15, **QUIETLY)
@given(SEEDS)
def test_no_copy_given_holds_anything_withheld(tmp_path_factory, seed):
    prove(seed, tmp_path_factory.mktemp("given"))


@pytest.mark.prove
@pytest.mark.timeout(3600)
@settings(max_examples=300, **QUIETLY)
@given(SEEDS)
def test_no_copy_given_of_300_holds_anything_withheld(tmp_path_factory, seed):
    prove(seed, tmp_path_factory.mktemp("given"))


def test_the_search_is_for_something_and_the_file_has_it_all(tmp_path):
    assert prove(3, tmp_path) > 20
    answers, subject, random, planting = planted(3)
    items = items_of(answers, subject, records(planting))
    marks = marks_of(items, random)
    whole = render_pdf(file_document(paper(items, marks, whole=True)))
    layers = {"text": layers_of(whole.data, tmp_path)["text, mupdf"]}
    held = {word for item in items for word in CANARY.findall(item.text)}
    assert {word for word, _ in leaks(sorted(held), layers)} == held


def test_a_quiet_reason_tells_neither_what_nor_that_it_is_of_the_police(tmp_path):
    item = AccessItem("k", "e", "What other agencies answered", "Bay Police answered", "Watched for weeks")
    text = layers_of(rendered([item], {"k": Mark("police_only")}).data, tmp_path)["text, mupdf"][0]
    assert "police" not in text
    assert "anentry" in text
    assert "[withheld:exempt]" in text
