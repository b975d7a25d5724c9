"""Every script our families use prints, mixed in one line too; what no font has is said, never dropped."""

from __future__ import annotations

import unicodedata

import pytest

from enquiry_app.documents.document_content import Document, Heading, Paragraph, Table
from enquiry_app.documents.pdf_lines import line_width, wrap
from enquiry_app.documents.pdf_render import render_pdf

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
