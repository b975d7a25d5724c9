"""The family's copy searched in every layer of the file for what it must not hold, and compared as pixels.

Two ways to prove the same. Canaries: whatever may not be in it is planted with words found nowhere else, and looked for in
the text, the structure, bookmarks, metadata, embedded files, and every stream as it lies and inflated. And: two enquiries
that differ only in what is withheld make one and the same file, to the last byte and pixel.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.document_content import plain_text
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.readable_copies import html_copy, text_copy
from enquiry_app.documents.referral_content import referral_document
from enquiry_app.enquiry.answers import Answers, Postal
from tests.builders import CHILD, random_answers, rows, with_answers
from tests.documents.conftest import referral_input

FORM, MATRIX = load_form(), load_matrix()
MARK = "zqwithheld"  # begins every canary: in no word of form, matrix or people
SAID_IN = ("worry", "worry_in_short", "child_quote", "strengths")  # where somebody may write anything
TOO_SOON = ("family_told", "family_not_told_why")  # else there is no copy at all


class Planter:
    """Plants canaries into answers: `spin` makes another set of words of other lengths in the same places."""

    def __init__(self, spin: int = 0) -> None:
        self.spin, self.planted = spin, 0

    def word(self) -> str:
        self.planted += 1
        return f"{MARK}{'abcdefgh'[self.spin % 8] * (3 + self.spin * 5)}{self.planted:04d}"

    def plant(self, answers: Answers) -> Answers:
        answers = with_answers(answers, dict.fromkeys(TOO_SOON), *())
        answers = answers.with_answer("stay_unnamed", (), "yes")
        answers = self._questions(answers)
        return self._referrer(self._refuge(self._told_by_others(answers)))

    def _questions(self, answers: Answers) -> Answers:
        for question_id, path in list(answers.addresses()):
            question = FORM.questions[question_id]
            if "family" not in question.copies and question.kind in ("text", "long_text"):
                answers = answers.with_answer(question_id, path, self.word())
        return answers

    def _told_by_others(self, answers: Answers) -> Answers:
        told = [
            {"event_what": f"Was seen at {self.word()}", "event_effect": self.word(), "event_source": "third_party"}
        ]
        kept = {"event_what": "Moved to another class", "event_effect": "Slept better", "event_source": "seen"}
        return rows(answers, "chronology", kept, *told)

    def _refuge(self, answers: Answers) -> Answers:
        street, code = f"{10 + self.spin} {self.word()} Row", f"ZQ{self.spin + 1} {self.spin + 1}ZQ"
        place = Postal(f"{self.word()} House 7\n{street}\nTorquay", code, "", "refuge")
        answers = answers.with_answer("child_address", (answers.items_of("children")[0],), place)
        for number, question in enumerate(q for q in SAID_IN if q in FORM.questions):
            path = (answers.items_of("children")[0],) if FORM.chain_of[question] else ()
            where = street.upper() if number % 2 else street
            answers = answers.with_answer(question, path, f"They live at {where}, {code.lower()} now and like it.")
        return answers

    def _referrer(self, answers: Answers) -> Answers:
        for question_id, question in FORM.questions.items():
            if question_id.startswith(("referrer_", "lead_")) and question.kind in ("text", "long_text"):
                answers = answers.with_answer(question_id, (), self.word())
        return answers


def planted(seed: int, spin: int = 0) -> Answers:
    answers = random_answers(FORM, Random(seed), MATRIX, share=0.9)
    if not answers.items_of("children"):
        answers = answers.with_items("children", (), (CHILD,))
    return Planter(spin).plant(answers)


def family_input(answers: Answers, **changes):
    return replace(referral_input(answers, copy="family", suggestions={}), answers=answers, **changes)


def layers(data: bytes, folder) -> Iterator[tuple[str, str]]:
    """Every layer of a PDF in which words can lie, by name."""
    path = folder / "layers.pdf"
    path.write_bytes(data)
    yield "bytes as they lie", data.decode("latin-1") + data.decode("utf-16-be", "replace")
    for tool in (("pdftotext", "-raw", str(path), "-"), ("mutool", "draw", "-q", "-F", "txt", str(path))):
        done = subprocess.run(tool, capture_output=True, check=True)
        yield f"text by {tool[0]}", done.stdout.decode("utf-8", "replace")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, thing in enumerate(pdf.objects):
            yield f"strings of object {number + 1}", "\n".join(_strings(thing))
            if isinstance(thing, pikepdf.Stream):
                inflated = _inflated(thing)
                yield (
                    f"stream {number + 1} inflated",
                    inflated.decode("latin-1") + inflated.decode("utf-16-be", "replace"),
                )
        for number, page in enumerate(pdf.pages, start=1):
            operands = (each for operation in pikepdf.parse_content_stream(page) for each in operation.operands)
            yield f"properties on page {number}", "\n".join(text for each in operands for text in _strings(each))
        with pdf.open_metadata() as metadata:
            yield "metadata", str(metadata)
        for name, file in pdf.attachments.items():
            yield f"file {name}", name + file.get_file().read_bytes().decode("utf-8", "replace")
        with pdf.open_outline() as outline:
            yield "bookmarks", "\n".join(_titles(outline.root))


def _inflated(stream: pikepdf.Stream) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:  # pictures that only a viewer decodes
        return bytes(stream.read_raw_bytes())


def _titles(items) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def _strings(thing) -> Iterator[str]:
    """Every string within one object, not of those it refers to: they come by themselves."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
        return
    parts: list[object] = []
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from thing.keys()
        parts = [thing[name] for name in thing.keys()]  # noqa: SIM118
    elif isinstance(thing, pikepdf.Array):
        parts = list(thing)
    for each in parts:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _strings(each)


def found_in(data: bytes, folder) -> set[str]:
    return {name for name, text in layers(data, folder) if MARK in "".join(text.split()).lower()}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_nothing_withheld_is_in_any_layer(seed, large, tmp_path):
    document = referral_document(family_input(planted(seed), large=large))
    assert found_in(render_pdf(document, check_key=b"k" * 32).data, tmp_path) == set()
    assert MARK not in text_copy(document) + html_copy(document)


def test_the_search_itself_finds_words_in_each_layer(tmp_path):
    """Else finding nothing would prove nothing."""
    attached = {f"{MARK}.json": ("application/json", f"{MARK}".encode(), "x")}
    document = referral_document(referral_input(planted(1), attachments=attached))
    made = render_pdf(replace(document, title=f"{document.title} {MARK}"))
    found = found_in(made.data, tmp_path)
    assert {"text by pdftotext", "text by mutool", "metadata", f"file {MARK}.json"} <= found
    assert any(name.startswith("strings of object") for name in found)
    with_bookmark = pikepdf.open(io.BytesIO(made.data))
    with with_bookmark.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(MARK, 0))
    element = with_bookmark.Root.StructTreeRoot.K
    (element[0] if isinstance(element, pikepdf.Array) else element).Alt = pikepdf.String(MARK)
    out = io.BytesIO()
    with_bookmark.save(out)
    assert "bookmarks" in found_in(out.getvalue(), tmp_path)


@pytest.mark.parametrize("seed", range(2))
def test_as_pixels_it_is_the_copy_of_an_enquiry_with_other_secrets(seed, tmp_path):
    """No ink, no gap and no length tells what was left out: two enquiries that differ only there look the same."""
    made = [render_pdf(referral_document(family_input(planted(seed, spin))), check_key=b"k" * 32) for spin in (0, 3)]
    assert made[0].data == made[1].data
    assert pixels(made[0].data, tmp_path / "one") == pixels(made[1].data, tmp_path / "two")


def test_an_item_told_by_others_leaves_no_trace(tmp_path):
    """The same copy as of an enquiry in which it was never written."""
    with_it = planted(1)
    without = with_it.with_items("chronology", (), with_it.items_of("chronology")[:1])
    made = [render_pdf(referral_document(family_input(each))) for each in (with_it, without)]
    assert pixels(made[0].data, tmp_path / "one") == pixels(made[1].data, tmp_path / "two")


def pixels(data: bytes, folder) -> list[bytes]:
    """Each page as a grey picture."""
    folder.mkdir()
    path = folder / "look.pdf"
    path.write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "50", "-gray", str(path), str(folder / "page")], check=True, capture_output=True)
    found = [page.read_bytes() for page in sorted(folder.glob("page*.pgm"))]
    assert found
    return found


def same_words(seed: int, spin: int) -> bool:
    one, two = (plain_text(referral_document(family_input(planted(seed, each)))) for each in (0, spin))
    assert MARK not in one.lower()
    return one == two


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 100_000), spin=st.integers(1, 7))
@example(seed=3, spin=7)
def test_what_is_withheld_changes_no_word(seed, spin):
    assert same_words(seed, spin)


@pytest.mark.prove
def test_a_thousand_family_copies(tmp_path):
    for seed in range(1000):
        assert same_words(seed, 1 + seed % 7), seed
    for seed in range(0, 1000, 20):
        assert found_in(render_pdf(referral_document(family_input(planted(seed)))).data, tmp_path) == set(), seed


def test_a_name_the_family_bears_too_is_not_torn_out_of_theirs():
    answers = with_answers(
        planted(1), {"referrer_name": "Robin Exampleby", "worry": "Robin is cold. I, R Exampleby, saw."}
    )
    answers = answers.with_answer("child_given_names", (answers.items_of("children")[0],), "Robin")
    text = plain_text(referral_document(family_input(answers)))
    assert "Robin is cold." in text
    assert "Exampleby" not in text


def test_who_asked_not_to_be_named_is_taken_out_of_what_was_written_too():
    answers = with_answers(
        planted(1),
        {
            "referrer_name": "Sam Teacherly", "referrer_phone": "01632 960001", "referrer_email": "sam@example.gov.uk",
            "worry": "I am Sam Teacherly; ring me on 01632960001 or sam@example.gov.uk. Mr Teacherly saw it. Same day.",
        },
    )  # fmt: skip
    answers = rows(answers, "professionals", {"professional_name": "Sam Teacherly", "professional_role": "Form tutor"})
    text = plain_text(referral_document(family_input(answers)))
    for secret in ("Teacherly", "01632", "sam@example"):
        assert secret not in text
    assert "Same day." in text
    assert "Form tutor" in text
    named = answers.with_answer("stay_unnamed", (), "no")
    assert "Sam Teacherly" in plain_text(referral_document(family_input(named)))
