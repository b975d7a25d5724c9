"""Whatever was answered, asked and allowed in a copy stands in that copy; whatever is not allowed does not."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.document_content import Heading, Levels, plain_text
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.redaction import PrivatePlaces
from enquiry_app.documents.referral_content import referral_document
from enquiry_app.documents.referral_levels import GOES_ON
from enquiry_app.enquiry.answers import Absent, Answers, FlexDate, Postal
from enquiry_app.enquiry.question_kinds import kind_of
from tests.builders import CHILD, a_child, random_answers, ready_answers, rows, with_answers
from tests.documents.conftest import referral_input

FORM, MATRIX = load_form(), load_matrix()
NOT_IN_WORDS = ("matrix", "items", "per_child", "which_children")  # told in tables and pictures of their own


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def told(answers: Answers, copy: str) -> list[tuple[str, str]]:
    """Question and words of every answer this copy must hold."""
    found = []
    for (question_id, items), value in answers.values.items():
        question = FORM.questions[question_id]
        not_in_story = question_id.startswith("event_") and answers.get("event_in_story", items) == "no"
        if copy not in question.copies or question.kind in NOT_IN_WORDS or not_in_story:
            continue
        if question_id not in ("event_in_story",):
            found.append((question_id, kind_of(question).show(FORM, question, value)))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_every_answer_stands_in_the_hubs_copy(seed):
    answers = random_answers(FORM, Random(seed), MATRIX, share=0.9)
    given = referral_input(answers, suggestions={})
    text = squeezed(plain_text(referral_document(given)))
    expected = told(given.answers, "hub")
    assert len(expected) > 20
    assert not [(question, words) for question, words in expected if squeezed(words) not in text]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("copy", ["own", "family"])
def test_no_copy_holds_what_its_questions_do_not_allow(seed, copy):
    answers = random_answers(FORM, Random(seed), MATRIX)
    for (question_id, items), value in answers.values.items():
        question = FORM.questions[question_id]
        if copy not in question.copies and isinstance(value, str) and question.kind in ("text", "long_text"):
            answers = answers.with_answer(question_id, items, f"forbidden {question_id}")
    for question_id in ("family_told", "family_not_told_why"):
        answers = answers.with_answer(question_id, (), None)
    text = plain_text(referral_document(referral_input(answers, copy=copy, suggestions={})))
    assert "forbidden" not in text


def with_refuge() -> Answers:
    """A child in a refuge, whose address somebody wrote into other boxes too."""
    answers = ready_answers(worry="They moved to 14 Harbour Row, TQ1 9ZZ in June. Ring the refuge at tq19zz first.")
    answers = a_child(answers, child_address=Postal("Haven House\n14 Harbour Row\nTorquay", "TQ1 9ZZ", "", "refuge"))
    return rows(answers, "chronology", {"event_what": "Moved to 14, Harbour Row", "event_effect": "Slept better"})


@pytest.mark.parametrize("copy", ["own", "family"])
def test_refuge_address_is_in_no_text_or_metadata_of_other_copies(copy, read_pdf):
    made = render_pdf(referral_document(referral_input(with_refuge(), copy=copy)))
    text = squeezed(read_pdf(made.data)).lower()
    for secret in ("harbourrow", "tq19zz"):
        assert secret not in text
        assert secret.encode() not in made.data.lower()
    assert "addresskeptprivate" in text
    assert "theymovedto" in text


def test_hubs_copy_holds_the_refuge_address():
    assert "14 Harbour Row" in plain_text(referral_document(referral_input(with_refuge())))


def test_only_the_refuges_own_lines_are_taken_out():
    places = PrivatePlaces(with_refuge())
    assert places.taken_out("Torquay Academy, 114 Harbour Row Lane") == "Torquay Academy, 114 Harbour Row Lane"
    assert places.taken_out("at 14 HARBOUR ROW.") == "at [address kept private]."


def test_a_sibling_is_told_of_in_full():
    answers = a_child(ready_answers(), "child-2", child_part="sibling", child_given_names="Wren", child_known_as=None)
    answers = with_answers(answers, {"child_where_now": "With an aunt in Brixcombe"}, "child-2")
    text = plain_text(referral_document(referral_input(answers)))
    assert "With an aunt in Brixcombe" in text


def test_full_name_is_told_where_another_is_used():
    answers = with_answers(ready_answers(), {"child_known_as": "Bobbin"}, CHILD)
    text = plain_text(referral_document(referral_input(answers)))
    assert "Bobbin Example" in text
    assert "Given names | Robin" in text


def test_who_writes_is_kept_from_the_family_if_asked():
    answers = ready_answers(stay_unnamed="yes")
    assert "Sam Teacher" in plain_text(referral_document(referral_input(answers)))
    assert "Sam Teacher" not in plain_text(referral_document(referral_input(answers, copy="family")))


def test_family_copy_shows_no_level_and_no_signs(two_children):
    text = plain_text(referral_document(referral_input(two_children, copy="family")))
    assert "Level of need" not in text
    assert "matrix" not in text.lower()


def test_somebody_of_whom_only_the_name_or_role_is_known_is_named():
    answers = rows(
        ready_answers(), "professionals", {"professional_role": "Speech therapist"}, {"professional_name": "Jo Roe"}
    )
    text = plain_text(referral_document(referral_input(answers)))
    assert "Speech therapist" in text
    assert "Jo Roe" in text


def test_signs_are_printed_with_their_evidence():
    findings = {
        "observations": [
            {"indicator": "BAS2a", "when": "now", "source": "seen", "effect": "some", "note": "No coat on nine days",
             "dealt_with": True, "dealt_by": "Bay health team", "dealt_on": "2026-10-05"},
            {"indicator": "gone-from-this-matrix", "when": "older", "source": "records"},
        ],
        "amplifiers": ["getting_worse"], "agreement_refused": True, "development_at_risk": True,
        "protective": [{"answers": ["BAS2a"], "tested": True, "text": "Nan", "evidence": "Brings her on Mondays"}],
    }  # fmt: skip
    answers = with_answers(ready_answers(), {"matrix": findings}, CHILD)
    text = plain_text(referral_document(referral_input(answers, suggestions={})))
    wanted = ("No coat on nine days", "dealt with by Bay health team on 5 October 2026", "gone-from-this-matrix",
              "Nan; Brings her on Mondays; tested in practice", "Refused", "getting worse")  # fmt: skip
    assert not [words for words in wanted if words not in text]


def test_a_level_below_protection_without_advice_is_left_to_the_hub():
    suggestion = {"suggested": "4-S47", "phone_hub_now": True, "because": ["A sign: ask today."], "rules": ["R1"]}
    answers = with_answers(ready_answers(), {"level_chosen": "3"}, CHILD)
    given = {"suggestions": {CHILD: suggestion}}
    undecided = "Level not agreed: Hub to decide."
    assert undecided in plain_text(referral_document(referral_input(answers, **given)))
    advised = with_answers(answers, {"lowered_advice": "The Hub advised level 3 for now."}, CHILD)
    assert undecided not in plain_text(referral_document(replace(referral_input(advised, **given), answers=advised)))
    not_chosen = with_answers(answers, {"level_chosen": None, "level_rationale": None}, CHILD)
    assert undecided not in plain_text(referral_document(referral_input(not_chosen, **given)))


def test_deadlines_on_paper_have_a_date():
    text = plain_text(referral_document(referral_input(ready_answers())))
    assert re.search(r"Acknowledge by: \w+day \d+ \w+ 2026, \d\d:\d\d", text)


def test_story_goes_by_date_and_leaves_out_what_the_writer_left_out():
    events = (
        {"event_date": None, "event_what": "Nobody knows when"},
        {"event_date": "2026-03", "event_what": "In March"},
        {"event_date": "2025", "event_what": "The year before"},
        {"event_date": "2026-04", "event_what": "Not for the Hub", "event_in_story": "no"},
    )
    events = [{**e, "event_date": FlexDate(e["event_date"]) if e["event_date"] else None} for e in events]
    text = plain_text(referral_document(referral_input(rows(ready_answers(), "chronology", *events))))
    places = [text.index(words) for words in ("The year before", "In March", "Nobody knows when")]
    assert places == sorted(places)
    assert "Not for the Hub" not in text


def test_names_that_are_not_known_are_said_to_be():
    answers = with_answers(ready_answers(), {"child_family_name": Absent("not_known", "moved often")}, CHILD)
    assert "moved often" in plain_text(referral_document(referral_input(answers)))


def test_page_one_keeps_to_the_beginning_of_long_reasons(two_children):
    child = two_children.items_of("children")[0]
    answers = two_children.with_answer("level_rationale", (child,), " ".join(f"why{n}" for n in range(900)))
    blocks = referral_document(referral_input(answers)).blocks
    levels = next(block for block in blocks if isinstance(block, Levels))
    assert len(levels.rows[0].why) < 700
    assert levels.rows[0].why.endswith(GOES_ON)
    full = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and "Why this level" in block.text)
    assert "why899" in blocks[full + 1].text
    assert full < next(
        i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text.startswith("1. What are we")
    )
