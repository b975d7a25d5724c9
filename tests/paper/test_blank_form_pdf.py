"""The form as a PDF: driven by the definition, readable by machines that read aloud, fillable, and sound."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name

from enquiry_app.definitions.blank_form import load_blank_form
from enquiry_app.definitions.form_definition import Question
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.blank_form_pdf import printed_form_pdf
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.paper_answers import written
from enquiry_app.enquiry.paper_fields import FORM_FIELD, MORE_FIELD, printed_sections
from tests.paper.conftest import made_form
from tests.paper.filling import fields_of, values_of


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = []

    def visit(element):
        found.append(element)
        for kid in element.get("/K", []):
            if "/S" in kid:
                visit(kid)

    visit(pdf.Root.StructTreeRoot.K[0])
    return found


def widgets(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [note for page in pdf.pages for note in page.obj.get("/Annots", []) if note.Subtype == Name.Widget]


def asked_on_paper() -> list[Question]:
    tops = [q for _, pages in printed_sections(load_form(), load_blank_form()) for _, asked in pages for q in asked]
    leave_out = load_blank_form().leave_out
    return [each for top in tops for each in (top, *top.questions) if each.id not in leave_out and each.kind != "items"]


def test_validators_find_nothing_wrong(empty_form, two_children, faults_of):
    assert faults_of(empty_form, archival=False) == set()
    assert faults_of(made_form(two_children), archival=False) == set()


def test_every_question_asked_has_a_field_and_every_field_a_question(empty_form):
    names = {name.split(":")[0].split(".")[-1] for name in fields_of(opened(empty_form))}
    assert {question.id for question in asked_on_paper()} == {n for n in names if not n.startswith("_")}


def test_what_is_left_out_is_in_the_form():
    paper, form = load_blank_form(), load_form()
    assert paper.leave_out <= set(form.questions)
    assert set(paper.slots) <= set(form.collections)


def test_a_question_added_to_the_form_is_on_the_paper_without_code(read_pdf):
    form = load_form()
    extra = Question("shoe_size", "choice", "Which shoe size?", choices=form.questions["child_send"].choices)
    worry = form.section("worry")
    page = replace(worry.pages[0], questions=(*worry.pages[0].questions, extra))
    longer = replace(
        form, sections=tuple(replace(s, pages=(page, *s.pages[1:])) if s is worry else s for s in form.sections)
    )
    data = made_form(form=longer)
    assert "shoe_size" in fields_of(opened(data))
    assert "Which shoe size?" in read_pdf(data)


def test_every_field_is_tied_to_its_place_in_the_structure_and_has_a_label(empty_form):
    pdf = opened(empty_form)
    tied = {kid.Obj.objgen for each in elements(pdf) if Name.Form == each.S for kid in each.K}
    shown = [widget for widget in widgets(pdf) if not int(widget.F) & 2]
    assert {widget.objgen for widget in shown} == tied
    assert all(str(widget.TU).strip() for widget in shown)
    labels = [str(widget.TU) for widget in shown]
    assert len(set(labels)) == len(labels), "two fields that sound the same"


def test_fields_come_in_the_order_they_are_read(empty_form):
    pdf = opened(empty_form)
    assert all(page.obj.Tabs == Name.S for page in pdf.pages)
    in_tree = [kid.Obj.objgen for each in elements(pdf) if Name.Form == each.S for kid in each.K]
    assert in_tree == [widget.objgen for widget in widgets(pdf) if not int(widget.F) & 2]


def test_the_fonts_that_viewers_write_with_are_embedded(empty_form):
    pdf = opened(empty_form)
    fonts = pdf.Root.AcroForm.DR.Font
    assert all("/FontFile2" in font.FontDescriptor for font in fonts.values())
    for widget in widgets(pdf):
        kind = widget.get("/FT") or widget.Parent.FT
        assert kind == Name.Btn or str(widget.DA).split()[0] in fonts


def test_page_one_is_the_flowchart_with_words_for_those_who_do_not_see_it(empty_form, read_pdf):
    pdf = opened(empty_form)
    (figure,) = [each for each in elements(pdf) if Name.Figure == each.S]
    said = str(figure.Alt)
    assert "999" in said
    assert "01803 208100" in said
    assert "Step 5" in said
    first = read_pdf(empty_form, "-l", "1")
    assert "Worried about a child?" in first
    assert "01803 208100" in first
    assert str(pdf.docinfo.get("/Title")) == "Multi-agency enquiry form, to fill in"
    assert pdf.Root.Lang == "en-GB"


def test_the_matrix_folds_out_over_two_facing_pages_with_every_sign(empty_form, read_pdf):
    pdf, matrix = opened(empty_form), load_matrix()
    *_, left, right = pdf.pages
    assert len(pdf.pages) % 2 == 1, "the first of the two is a left-hand page"
    for page in (left, right):
        assert page.mediabox[2] > page.mediabox[3]
    words = " ".join(read_pdf(empty_form, "-f", str(len(pdf.pages) - 1)).split())
    for sign in matrix.indicators.values():
        assert sign.id in words
    squeezed = words.replace(" ", "")
    missing = [sign.id for sign in matrix.indicators.values() if sign.text.replace(" ", "") not in squeezed]
    assert missing == []


def test_what_is_known_stands_in_the_form_and_is_seen(two_children, read_pdf):
    data = made_form(two_children)
    known = written(load_form(), two_children)
    held = values_of(data)
    assert held == {name: known[name] for name in held}
    assert {name.split(".")[-1] for name in set(known) - set(held)} <= {
        *(section.finished_question for section in load_form().sections), *load_blank_form().leave_out, "previous_address:kind",
    }  # fmt: skip
    pdf = opened(data)
    looks = [w for w in widgets(pdf) if w.get("/FT") == Name.Tx and "/V" in w and not int(w.F) & 2]
    assert looks
    assert all(len(widget.AP.N.read_bytes()) > 20 for widget in looks)


@pytest.mark.parametrize("name", ["王小明", "Łukasz Żółć", "محمد", "नेहा"])
def test_names_in_any_script_are_kept_and_drawn(name, faults_of):
    answers = Answers().with_items("children", (), ("c",)).with_answer("child_given_names", ("c",), name)
    data = made_form(answers)
    assert values_of(data)["children.1.child_given_names"] == name
    assert faults_of(data, archival=False) == set()


def test_for_a_printer_what_is_known_stands_on_the_pages(two_children, read_pdf, blank_content):
    made = printed_form_pdf(blank_content(two_children))
    pdf = opened(made.data)
    assert "/AcroForm" not in pdf.Root
    assert widgets(pdf) == []
    assert "Pengelly-Khan" in read_pdf(made.data)
    assert made.page_count == len(pdf.pages)


def test_print_leaves_out_nothing_that_is_known(two_children, read_pdf, blank_content):
    long = " ".join(f"word{number}" for number in range(1400))
    answers = two_children.with_answer("worry", (), long).with_answer(
        "referrer_role", (), "Teacher of the " + "very " * 18 + "young"
    )
    words = read_pdf(printed_form_pdf(blank_content(answers)).data).split()
    form, room = load_form(), values_of(made_form(answers))
    shown = [
        text
        for name, text in room.items()
        if form.questions[name.split(":")[0].split(".")[-1]].kind in ("text", "long_text")
    ]
    missing = {word for text in shown if text not in ("yes",) for word in text.split()} - set(words)
    assert missing == set()


def test_more_children_than_the_paper_has_room_for_get_room():
    answers = Answers().with_items("children", (), tuple("abcd"))
    assert "children.4.child_given_names" in fields_of(opened(made_form(answers)))


def test_the_form_says_what_it_is_and_offers_room_for_more(empty_form):
    pdf, practice = opened(empty_form), opened(made_form(practice=True))
    fields = fields_of(pdf)
    assert str(fields[FORM_FIELD].V) == "child-enquiry/2026.1;layout=1;practice=0"
    assert f"{MORE_FIELD}1" in fields
    assert str(fields_of(practice)[FORM_FIELD].V).endswith("practice=1")


def test_the_same_form_makes_the_same_bytes():
    assert made_form() == made_form()
