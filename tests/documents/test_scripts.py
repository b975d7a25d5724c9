"""Every script our families use prints, mixed in one line too; what no font has is said, never dropped."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.documents.document_content import Document, Heading, Paragraph, Table
from enquiry_app.documents.pdf_fonts import printable
from enquiry_app.documents.pdf_lines import line_width, wrap
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.referral_content import referral_document
from tests.documents.conftest import referral_input

LINES = {
    "Latin": "Łódź, Đặng Văn Hà, Siân, Ñandú, Ōtsuka, İstanbul",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Олександр Шевченко і Ђорђе",
    "Arabic": "محمد بن علي (2019) قال: لا",
    "Urdu": "میری بیٹی اسکول نہیں جاتی",
    "Farsi": "فرزندم می‌ترسد ۱۲۳",
    "Hebrew": "שלום עולם, דוד בן 7",
    "Devanagari": "क्षत्रिय हिन्दी श्री",
    "Bengali": "বাংলা ক্ষ শ্রী",
    "Gujarati": "ગુજરાતી ક્ષ",
    "Punjabi": "ਪੰਜਾਬੀ ਸ੍ਰੀ",
    "Tamil": "தமிழ் ஸ்ரீ கொ",
    "Chinese": "儿童保护，小明说：我不想回家。",
    "Telugu": "తెలుగు క్షమ",
    "Malayalam": "മലയാളം ശ്രീ",
    "Sinhala": "සිංහල ශ්‍රී",
    "Thai": "ไทย กิน",
    "Ethiopic": "ሰላም ትግርኛ",
    "Signs": "15:15 → 16:40 ✓ ● £5 ½ ½",
    "Mixed": "Mother محمد says हिन्दी and 儿童 in one line, שלום end.",
}
LEFT_TO_RIGHT = [name for name in LINES if name not in ("Arabic", "Urdu", "Farsi", "Hebrew", "Mixed")]


@pytest.fixture(scope="module")
def rendered():
    table = Table(("Script", "Words"), tuple(LINES.items()))
    blocks = (Heading("Scripts", 1), *(Paragraph(text) for text in LINES.values()), table)
    return render_pdf(Document("Scripts", blocks, reference="TSH"))


def test_all_scripts_are_accessible_archival_and_complete(rendered, faults_of):
    assert rendered.missing_glyphs == ()
    assert faults_of(rendered.data) == set()


@pytest.mark.parametrize("name", LEFT_TO_RIGHT)
def test_left_to_right_scripts_are_read_back_as_written(rendered, read_pdf, name):
    text = unicodedata.normalize("NFC", read_pdf(rendered.data)).replace("\n", " ")
    assert LINES[name] in " ".join(text.split())


@pytest.mark.parametrize("name", sorted(LINES))
def test_no_character_is_lost_between_text_and_lines(name):
    text = unicodedata.normalize("NFC", LINES[name])
    lines = wrap(text, 9, False, 60)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())


def test_what_no_font_has_is_printed_as_a_code_point_and_listed(read_pdf):
    made = render_pdf(Document("Odd", (Heading("Odd", 1), Paragraph("A sign \ue123 of nobody's")), reference="TSH"))
    assert "U+E123" in made.missing_glyphs
    assert "[U+E123]" in read_pdf(made.data)


def test_no_line_is_wider_than_asked():
    text = "word " * 50 + "x" * 500 + " 儿童" * 100 + " محمد" * 50
    assert max(line_width(line, 9.5, False) for line in wrap(text, 9.5, False, 200)) <= 200.01


def actual_texts(data: bytes) -> list[str]:
    """What each line with other scripts says it means, in the order of the page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    return [
        bytes.fromhex(found.decode()).decode("utf-16-be")
        for found in re.findall(rb"ActualText <FEFF([0-9A-F]+)>", content)
    ]


def test_lines_of_other_scripts_say_what_they_mean_in_the_order_it_was_written():
    text = "أميرة told Miss Dawe (Year 3) أنها جائعة، " * 6
    made = render_pdf(Document("Meaning", (Heading("Meaning", 1), Paragraph(text)), reference="TSH"))
    told = actual_texts(made.data)
    assert len(told) > 1
    assert "".join(told).split() == text.split()


def test_a_broken_paragraph_keeps_one_direction():
    arabic = wrap("Amira أميرة " + "مرحبا بكم جميعا " * 12 + "and so on", 9, False, 150)
    english = wrap("أميرة " + "told Miss Dawe about it " * 12 + "مرحبا", 9, False, 150)
    assert len(arabic) > 3
    assert all(line.right_to_left for line in arabic)
    assert not any(line.right_to_left for line in english)


def test_a_word_broken_inside_is_read_back_whole(read_pdf):
    word = "x" * 300
    made = render_pdf(Document("Long", (Heading("Long", 1), Paragraph(word)), reference="TSH"))
    assert word in "".join(read_pdf(made.data).split())
    assert all(not line.tail for line in wrap(word, 9, False, 200))


def test_the_document_itself_lists_what_could_not_be_printed(read_pdf, faults_of):
    odd = Document("Odd", (Heading("Odd", 1), Paragraph("A face \U0001fae0 and \ue000.")), reference="TSH")
    made = render_pdf(odd)
    assert made.missing_glyphs == ("U+1FAE0", "U+E000")
    assert "[U+1FAE0] melting face" in " ".join(read_pdf(made.data).split()) or "[U+1FAE0]" in read_pdf(made.data)
    assert "could not be printed" in read_pdf(made.data)
    assert faults_of(made.data) == set()


def test_names_in_any_script_run_through_the_whole_referral(two_children, faults_of):
    child = two_children.items_of("children")[0]
    answers = two_children.with_answer("child_given_names", (child,), "أميرة زهراء").with_answer(
        "child_family_name", (child,), "प्रिया 王小明"
    )
    answers = answers.with_answer("child_known_as", (child,), None)
    made = render_pdf(referral_document(referral_input(answers)))
    assert made.missing_glyphs == ()
    assert faults_of(made.data) == set()
    assert sum("أميرة" in told for told in actual_texts(made.data)) > 5


@given(st.text(max_size=80), st.integers(40, 300))
def test_any_text_at_all_is_broken_without_loss(text, width):
    ready = printable(text, False, set())
    lines = wrap(ready, 9, False, width)
    assert "".join("".join(line.text for line in lines).split(" ")) == "".join(ready.replace("\n", " ").split(" "))
    assert all(not line.levels or len(line.levels) == len(line.text) for line in lines)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_at_all_makes_a_document(texts):
    blocks = (Heading("Any", 1), *(Paragraph(text) for text in texts), Table(("A",), tuple((t,) for t in texts)))
    assert render_pdf(Document("Any", blocks, reference="TSH")).page_count >= 1
