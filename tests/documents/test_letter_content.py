"""The Hub's letters on paper: accessible, read back field by field, naming nobody where nobody should be named."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest

from enquiry_app.definitions.letters import load_letters
from enquiry_app.documents.letter_content import letter_document
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.enquiry.hub_records import Letter
from enquiry_app.enquiry.letter_words import LetterPaper, compose_parts
from tests.enquiry.test_letter_words import NOON, OUTCOMES, RULES, SENT, an_enquiry_once, case_of

__all__ = ["an_enquiry_once"]
ACTIONS = (
    {"who": "Jo Reed, Team 2", "what": "Visit the family and see each child alone", "by": "Wednesday 25 November 2026"},
    {"who": "Sam Teacher", "what": "Bring Robin to breakfast club", "by": ""},
)


def paper_of(enquiry, outcome="D5", variant="professional", **changes) -> LetterPaper:
    letters = load_letters()
    parts = compose_parts(case_of(enquiry, (outcome,)), variant, RULES)
    letter = Letter(
        "l", 3, "e", "outcome", "sent", NOON, "p", NOON, "p", variant=variant, parts=parts,
        addressee="Sam Teacher, Cliff Road School", actions=ACTIONS,
    )  # fmt: skip
    order = [part.id for part in letters.parts if part.id in parts or part.id == "who"]
    given = {
        "letter": letter, "title": "What the Safeguarding Hub decided", "reference": enquiry.reference, "about": "A.X.",
        "parts": tuple((each, letters.title_of(each), parts.get(each, "")) for each in order),
        "signed": "Worker One, Safeguarding Hub", "at": NOON, "hub_name": "Safeguarding Hub", "hub_phone": "01803 208100",
    }  # fmt: skip
    return LetterPaper(**{**given, **changes})


def rendered(paper) -> bytes:
    return render_pdf(letter_document(paper), check_key=b"k" * 32).data


def plain(text: str) -> str:
    """Words on paper, wherever its lines break."""
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_part_is_read_back_from_the_paper(an_enquiry_once, read_pdf, outcome) -> None:
    for variant in SENT:
        paper = paper_of(an_enquiry_once, outcome, variant)
        text = plain(read_pdf(rendered(paper)))
        wanted = ["Sam Teacher, Cliff Road School", "TSH-2026-ABCD-000001-X", "23 November 2026", "A.X.", paper.signed]
        for _part, heading, words in paper.parts:
            wanted += [heading, *words.split("\n")]
        for row in ACTIONS:
            wanted += [each for each in row.values() if each]
        assert [words for words in wanted if plain(words) not in text] == []


@pytest.mark.parametrize("variant", SENT)
def test_it_is_accessible_and_archival(an_enquiry_once, faults_of, variant) -> None:
    assert faults_of(rendered(paper_of(an_enquiry_once, "D5", variant))) == set()


def test_every_sheet_has_reference_addressee_and_check_code(an_enquiry_once, read_pdf) -> None:
    long = tuple((part, head, f"{words} " * 12) for part, head, words in paper_of(an_enquiry_once).parts)
    sheets = read_pdf(rendered(paper_of(an_enquiry_once, parts=long)), "-layout").split("\f")[:-1]
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert f"page {number} of {len(sheets)}" in sheet
        assert "For Sam Teacher, Cliff Road School" in sheet
        assert re.search(r"Check code \w{4}-\w{4}-\w{4}", sheet)


def test_a_draft_says_so_and_practice_too(an_enquiry_once) -> None:
    paper = paper_of(an_enquiry_once)
    assert letter_document(paper).watermark == ""
    assert letter_document(replace(paper, letter=replace(paper.letter, status="draft"))).watermark == "DRAFT"
    assert letter_document(replace(paper, practice=True)).watermark == "PRACTICE"


def test_what_the_file_says_of_itself_names_nobody(an_enquiry_once, tmp_path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(rendered(paper_of(an_enquiry_once)))
    said = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert "What the Safeguarding Hub decided, TSH-2026-ABCD-000001-X" in said
    assert not [name for name in ("Sam", "Jo Reed", "A.X.") if name in said]
