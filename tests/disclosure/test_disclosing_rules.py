"""Marks and what is told: passages go wherever they stand, quiet reasons hide the entry, others' entries are counted."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.definitions.withholding import load_withholding
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.disclosing import (
    AccessItem,
    Mark,
    counted,
    filed,
    reasons_of,
    record_of,
    told,
    without_parts,
)
from enquiry_app.enquiry.held_answers import Held, answer_items
from tests.builders import a_child, ready_answers, rows

LAW = load_withholding()
WORDS = st.text(st.characters(categories=("Ll", "Lu", "Nd", "Zs", "Po")), min_size=1, max_size=40)


def item(text: str = "Words", **changes) -> AccessItem:
    return AccessItem(**{"key": "k", "enquiry_id": "e", "heading": "Head", "label": "Label", "text": text, **changes})


def items_about(answers: Answers, subject: str) -> dict[str, AccessItem]:
    held = Held(load_form(), load_matrix(), LAW, "e", answers, subject)
    return {each.key.removeprefix("e/answer/"): each for each in answer_items(held)}


def test_a_passage_goes_wherever_it_stands_in_any_case_and_spacing() -> None:
    text = "Sam  Smith came. SAM SMITH left; Samantha Smithson stayed."
    left = without_parts(text, (("Sam Smith", "third_party"),), LAW)
    assert (
        left
        == "[Withheld: about another person] came. [Withheld: about another person] left; Samantha Smithson stayed."
    )


@given(WORDS, WORDS, WORDS)
def test_no_passage_is_left_standing_by_itself(before, passage, after) -> None:
    if not passage.strip():
        return
    left = without_parts(f"{before} {passage} {after}", ((passage, "crime"),), LAW)
    bare = r"\s+".join(re.escape(word) for word in passage.split())
    assert "[Withheld: exempt]" in left
    kept = left.replace("[Withheld: exempt]", " \u2022 ")
    assert not re.search(rf"(?<!\w){bare}(?!\w)", kept, re.IGNORECASE)


def test_half_a_word_goes_too_and_the_longer_passage_first() -> None:
    assert without_parts("Straße 9, STRASSE", (("Straß", "crime"),), LAW) == "[Withheld: exempt]e 9, STRASSE"
    parts = (("Sam", "third_party"), ("Sam Smith", "crime"))
    assert without_parts("Sam Smith and Sam", parts, LAW) == "[Withheld: exempt] and [Withheld: about another person]"


def test_withheld_whole_nothing_but_the_reason_is_told_and_the_file_has_both() -> None:
    line = told(item(), Mark("legal_privilege"), LAW)
    assert (line.label, line.text) == ("Label", "[Withheld: legal professional privilege]")
    quiet = told(item(), Mark("police_only"), LAW)
    assert (quiet.label, quiet.text) == ("An entry", "[Withheld: exempt]")
    kept = filed(item(), Mark("police_only"), LAW)
    assert (kept.label, kept.text, kept.mark) == ("Label", "Words", "Withheld: Police-only information")


def test_marks_are_counted_by_reason_and_quiet_ones_are_not_told_apart() -> None:
    counts = counted([Mark("crime"), Mark(parts=(("a", "crime"), ("b", "third_party"))), Mark(), Mark("police_only")])
    assert counts == {"crime": 2, "third_party": 1, "police_only": 1}
    given_out = reasons_of(counts, LAW, whole=False)
    assert given_out == (
        ("about another person", "Data Protection Act 2018, Schedule 2, paragraph 16"),
        ("exempt", "Data Protection Act 2018, Schedules 2 and 3"),
    )
    assert [name for name, _ in reasons_of(counts, LAW, whole=True)] == [
        "About or from somebody else (1)", "Police-only information (1)", "Preventing or finding out a crime (2)",
    ]  # fmt: skip


def test_entries_of_others_are_counted_not_listed() -> None:
    others = [
        (item(f"{n}", key=f"{n}", label=f"L{n}", about="Sam", about_told="child 2"), Mark("third_party"))
        for n in range(4)
    ]
    record = record_of("T", "w", others, LAW, whole=False)
    assert [(g.heading, [(x.label, x.text) for x in g.lines]) for g in record.groups] == [
        ("Head: child 2", [("4 entries", "[Withheld: about another person]")])
    ]
    assert len(record_of("T", "w", others, LAW, whole=True).groups[0].lines) == 4


def test_a_mark_comes_back_as_it_was_kept() -> None:
    for mark in (Mark(), Mark("crime"), Mark(parts=(("a b", "crime"),))):
        assert Mark.from_json(mark.to_json()) == mark


def family() -> Answers:
    answers = a_child(ready_answers(), "child-2", child_given_names="Jesper", child_part="sibling")
    member = {"member_given_names": "Marit", "member_family_name": "Solberg"}
    return rows(answers, "household", member, {"member_given_names": "Olaf", "member_family_name": "Solberg"})


def test_an_adult_of_the_household_gets_their_own_answers_and_not_the_childrens() -> None:
    found = items_about(family(), "household-1")
    assert not found["member_given_names/household-1"].suggested
    assert found["member_given_names/household-2"].suggested.whole == "third_party"
    assert found["child_given_names/child-1"].suggested.whole == "third_party"
    assert found["child_given_names/child-1"].about_told == "child 1"


def test_ones_own_family_name_is_not_taken_out_because_others_share_it() -> None:
    answers = family().with_answer("worry", (), "Marit Solberg told Olaf that Jesper was cold.")
    found = items_about(answers, "household-1")
    assert dict(found["worry"].suggested.parts).keys() == {"Olaf", "Jesper"} | {"Robin"} - {"Robin"}


def test_the_writer_who_asked_not_to_be_named_is_suggested() -> None:
    found = items_about(ready_answers(stay_unnamed="yes"), "child-1")
    assert found["referrer_name"].suggested.whole == "third_party"
    assert not items_about(ready_answers(), "child-1")["referrer_name"].suggested
