"""The referral as the Hub reads it: every answer on paper once, page one first, nothing that names a child outside."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest

from enquiry_app.documents.document_content import plain_text
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.referral_content import referral_document
from enquiry_app.enquiry.answers import Absent, Answers, Postal, Typed
from enquiry_app.errors import DocumentError
from tests.builders import rows
from tests.documents.conftest import REFERENCE, referral_input

KEY = b"k" * 32


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def squeezed(text: str) -> str:
    """Text without blanks: line ends do not matter."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def rendered(two_children):
    document = referral_document(
        referral_input(two_children, attachments={"answers.json": ("application/json", b'{"a": 1}', "Answers")})
    )
    return render_pdf(document, check_key=KEY)


def test_typical_referral_is_accessible_and_archival(rendered, faults_of):
    assert faults_of(rendered.data) == set()


def test_typical_referral_takes_four_pages_before_the_appendix(rendered, read_pdf):
    pages = read_pdf(rendered.data).split("\f")
    first_of_appendix = next(n for n, text in enumerate(pages) if "Appendix" in text)
    assert first_of_appendix <= 4


def test_page_one_is_all_a_hub_worker_needs_first(rendered, read_pdf):
    first = read_pdf(rendered.data, "-f", "1", "-l", "1", "-layout")
    for needed in ("Amira", "Level 3", "What the matrix suggests", "Family told", "worry in short", "Work phone"):
        assert needed in first


def test_every_narrative_word_is_printed(rendered, read_pdf, two_children):
    printed = squeezed(read_pdf(rendered.data))
    for address, value in two_children.values.items():
        if isinstance(value, str) and len(value) > 60:
            for paragraph in value.split("\n"):
                assert squeezed(paragraph)[:40] in printed, address.question


def test_names_are_in_no_footer_title_or_bookmark(rendered, read_pdf):
    with pikepdf.open(BytesIO(rendered.data)) as pdf, pdf.open_metadata() as data:
        assert data["dc:title"] == f"Referral to the Safeguarding Hub {REFERENCE}"
        assert pdf.Root.Lang == "en-GB"
        assert bytes(pdf.attachments["answers.json"].get_file().read_bytes()) == b'{"a": 1}'
    feet = [line for line in read_pdf(rendered.data, "-layout").splitlines() if "Check code" in line]
    assert len(feet) == rendered.page_count
    assert not any("Amira" in foot or "Pengelly" in foot for foot in feet)


def test_check_code_changes_with_content_and_key(two_children, rendered):
    changed = two_children.with_answer("worry", (), "Something else entirely worried us that day.")
    other = render_pdf(referral_document(referral_input(changed)), check_key=KEY)
    stranger = render_pdf(referral_document(referral_input(two_children)), check_key=b"x" * 32)
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", c) for c in rendered.page_codes)
    assert other.page_codes[1] != rendered.page_codes[1]
    assert stranger.page_codes[0] != rendered.page_codes[0]


def test_a_question_without_a_place_still_prints(two_children):
    child = two_children.items_of("children")[0]
    answers = two_children.with_answer("child_religion", (child,), "Methodist, now and then")
    assert "Methodist, now and then" in plain_text(referral_document(referral_input(answers)))


def test_family_copy_leaves_out_what_is_not_for_the_family(two_children):
    child = two_children.items_of("children")[0]
    answers = two_children.with_answer("child_address", (child,), Postal("3 Hidden Row", "TQ1 9ZZ", kind="refuge"))
    answers = answers.with_answer("keep_from_family", (), "The neighbour who told us must not be named")
    hub = plain_text(referral_document(referral_input(answers)))
    family = plain_text(referral_document(referral_input(answers, copy="family")))
    assert "Hidden Row" in hub
    assert "neighbour who told us" in hub
    assert "Hidden Row" not in family
    assert "neighbour who told us" not in family


def test_an_opinion_is_told_apart_in_every_copy(two_children):
    event = {"event_what": "He seemed afraid to go home", "event_source": "opinion"}
    answers = rows(two_children, "chronology", event)
    hub, own, family = (
        plain_text(referral_document(referral_input(answers, copy=copy))) for copy in ("hub", "own", "family")
    )
    assert "My professional judgement" in hub
    assert "My professional judgement" in own
    assert "He seemed afraid to go home" in family
    assert "This is what we think" in family
    assert "My professional judgement" not in family


def test_family_copy_is_refused_when_it_is_not_safe(two_children):
    answers = two_children.with_answer("family_told", (), "not_safe")
    with pytest.raises(DocumentError, match="not safe"):
        referral_document(referral_input(answers, copy="family"))


def test_no_suggestion_is_printed_before_it_was_revealed(two_children):
    text = plain_text(referral_document(referral_input(two_children, suggestions={})))
    assert "consider" not in text.lower()
    assert "The matrix suggests" not in text


def grown(answers: Answers, *, words_in_worry: int = 0, children: int = 0, events: int = 0) -> Answers:
    if words_in_worry:
        answers = answers.with_answer("worry", (), " ".join(f"word{n}" for n in range(words_in_worry)))
    if children:
        ids = tuple(f"c{n}" for n in range(children))
        answers = answers.with_items("children", (), ids)
        for n, child in enumerate(ids):
            answers = answers.with_answer("child_part", (child,), "subject")
            answers = answers.with_answer("child_given_names", (child,), f"Given{n}")
            answers = answers.with_answer("child_family_name", (child,), f"Family-{'x' * 40}{n}")
            answers = answers.with_answer("meaning", (child,), f"Meaning{n} " * 30)
    if events:
        ids = tuple(f"e{n}" for n in range(events))
        answers = answers.with_items("chronology", (), ids)
        for n, event in enumerate(ids):
            answers = answers.with_answer("event_what", (event,), f"Event{n} happened and was written down")
            answers = answers.with_answer("event_effect", (event,), f"Effect{n}")
    return answers


def test_twenty_thousand_words_in_one_box_are_all_on_pages(two_children, read_pdf, faults_of):
    made = render_pdf(referral_document(referral_input(grown(two_children, words_in_worry=20_000))))
    printed = set(words(read_pdf(made.data)))
    assert {f"word{n}" for n in range(20_000)} <= printed
    assert faults_of(made.data) == set()


def test_twelve_children_and_two_hundred_events_fit(two_children, read_pdf, faults_of):
    made = render_pdf(referral_document(referral_input(grown(two_children, children=12, events=200))))
    pages = read_pdf(made.data).split("\f")
    printed = set(words("\n".join(pages)))
    assert {f"Event{n}" for n in range(200)} | {f"Effect{n}" for n in range(200)} <= printed
    assert {f"Meaning{n}" for n in range(12)} | {f"Given{n}" for n in range(12)} <= printed
    heads = [page for page in pages if re.search(r"Event\d+ happened", page)]
    assert all("What happened" in page for page in heads)
    assert faults_of(made.data) == set()


def test_a_cell_longer_than_a_page_goes_on_over_pages(two_children, read_pdf, faults_of):
    answers = grown(two_children, events=2)
    answers = answers.with_answer("event_what", ("e0",), " ".join(f"part{n}" for n in range(3000)))
    made = render_pdf(referral_document(referral_input(answers)))
    assert {f"part{n}" for n in range(3000)} <= set(words(read_pdf(made.data)))
    assert faults_of(made.data) == set()


def test_hardly_anything_answered_still_makes_a_document(faults_of):
    answers = Answers().with_answer("worry", (), "A worry.").with_answer("danger_now", (), Absent("not_known"))
    answers = answers.with_answer("known_at", (), Typed("last tuesday or so"))
    made = render_pdf(referral_document(referral_input(answers, urgent=True)))
    assert faults_of(made.data) == set()
    assert "last tuesday or so" in plain_text(referral_document(referral_input(answers)))


def test_long_reasons_for_a_level_are_printed_whole(two_children, read_pdf, faults_of):
    child = two_children.items_of("children")[0]
    answers = two_children.with_answer("level_rationale", (child,), " ".join(f"why{n}" for n in range(2500)))
    made = render_pdf(referral_document(referral_input(answers)))
    assert {f"why{n}" for n in range(2500)} <= set(words(read_pdf(made.data)))
    assert faults_of(made.data) == set()


def test_in_large_print_the_foot_of_each_page_is_large_too_and_nothing_lies_over_it(two_children, tmp_path):
    made = render_pdf(referral_document(referral_input(two_children, copy="family", large=True)), check_key=b"k" * 32)
    path = tmp_path / "large.pdf"
    path.write_bytes(made.data)
    told = subprocess.run(["mutool", "draw", "-q", "-F", "stext", str(path)], capture_output=True, check=True).stdout
    pages = ElementTree.fromstring(told).findall("page")
    assert len(pages) == made.page_count
    for number, page in enumerate(pages, start=1):
        lines = [
            (
                "".join(char.get("c", "") for char in line.iter("char")),
                [float(edge) for edge in line.get("bbox", "").split()],
                min(float(font.get("size", "0")) for font in line.iter("font")),
            )
            for line in page.iter("line")
        ]
        assert min(size for _, _, size in lines) >= 12
        foot = [
            box
            for words, box, _ in lines
            if words.startswith(("TSH-2026", "Check code", "For the family")) and box[1] > 740
        ]
        assert len(foot) == 3, number
        beside = [box for words, box, _ in lines if words == f"page {number} of {len(pages)}"]
        assert beside[0][0] > foot[0][2], "the two sides of a line do not meet"
        top = min(box[1] for box in foot)
        above = [box for _, box, _ in lines if box[1] < top - 1 and box not in foot]
        assert max(box[3] for box in above) <= top, number


def test_in_large_print_a_long_double_name_is_parted_after_its_hyphen_and_nowhere_else(two_children, read_pdf):
    child = two_children.items_of("children")[0]
    answers = two_children.with_answer("child_family_name", (child,), "Featherstonehaugh-Wolstenholme")
    made = render_pdf(referral_document(referral_input(answers, copy="own", large=True)))
    text = read_pdf(made.data, "-layout")
    assert len(re.findall("Feather", text)) > 10
    assert set(re.findall(r"Feat[\w-]*?(?:-|\b)", text)) == {"Featherstonehaugh-"}
    assert set(re.findall(r"\b\w*holme\b", text)) == {"Wolstenholme"}
