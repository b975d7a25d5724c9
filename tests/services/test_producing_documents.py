"""Documents are made of what was frozen, kept when handed over, and a failure never costs the enquiry."""

from __future__ import annotations

import io
import json
import re

import pikepdf
import pytest

from enquiry_app.enquiry.answers import Answers
from enquiry_app.errors import DocumentError, NotAllowed
from enquiry_app.services.producing_documents import Documents, SafeToGive
from enquiry_app.services.submitting import Submitting
from tests.services.conftest import example

SAFE = SafeToGive(True, "Both parents know and agree", "Ms Example, mother")


def text_of(data: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_hubs_copy_is_kept_at_sending_with_its_hash(teacher, sent) -> None:
    with teacher.seat.store.read() as read:
        kept = read.document(sent.id, "hub")
    assert kept is not None
    assert kept.startswith(b"%PDF-")
    event = next(e for e in teacher.events(sent.id) if e.tag == "document:made")
    assert event.details["copy"] == "hub"
    assert len(event.details["sha256"]) == 64


def test_the_hubs_copy_carries_answers_and_matrix_for_machines(teacher, sent) -> None:
    rendered = teacher.documents.referral(sent.id)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        response = json.loads(pdf.attachments["referral.json"].get_file().read_bytes())
        result = json.loads(pdf.attachments["matrix.json"].get_file().read_bytes())
    assert response["resourceType"] == "QuestionnaireResponse"
    assert response["identifier"]["value"] == sent.reference
    assert result["children"]["amira"]["suggested"] == "3"


def test_the_own_and_family_copies_carry_no_data(teacher, sent) -> None:
    for made in (teacher.documents.referral(sent.id, "own"), teacher.documents.for_the_family(sent.id, SAFE)):
        with pikepdf.open(io.BytesIO(made.data)) as pdf:
            assert not pdf.attachments


def test_a_family_copy_of_an_unsafe_case_is_refused(teacher) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    sent = teacher.submitting.send(draft.id, draft.version, urgent=True).enquiry
    with pytest.raises(DocumentError, match="not safe"):
        teacher.documents.for_the_family(sent.id, SAFE)
    assert teacher.documents.given_to_the_family(sent.id) == ()


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (SafeToGive(False, "He reads her post", "The mother"), "not safe, or not sure"),
        (SafeToGive(True, "  ", "The mother"), "why that is safe"),
        (SafeToGive(True, "They live apart", " "), "to whom"),
    ],
)
def test_the_familys_copy_asks_first_and_is_never_made_otherwise(teacher, sent, answered, told) -> None:
    with pytest.raises(DocumentError, match="Copy for the family"):
        teacher.documents.referral(sent.id, "family")
    with pytest.raises(DocumentError, match="Copy for the family"):
        teacher.documents.protected(sent.id, "family")
    with pytest.raises(DocumentError, match=told):
        teacher.documents.for_the_family(sent.id, answered)
    assert teacher.documents.given_to_the_family(sent.id) == ()
    assert "disclosure:made" not in teacher.tags(sent.id)


def test_what_must_be_kept_from_the_family_is_read_before_a_copy_is_made(teacher, desks) -> None:
    answers = example("two-children").with_answer("keep_from_family", (), " That the aunt rang us. ")
    draft = teacher.drafting.start(answers).enquiry
    sent = teacher.submitting.send(draft.id, draft.version).enquiry
    assert teacher.documents.to_be_kept_from_the_family(sent.id) == "That the aunt rang us."
    assert "aunt rang" not in text_of(teacher.documents.for_the_family(sent.id, SAFE).data)
    with pytest.raises(NotAllowed):
        desks("visitor").documents.to_be_kept_from_the_family(sent.id)


def test_what_was_given_to_the_family_is_kept_with_why_and_to_whom(teacher, desks, sent) -> None:
    made = teacher.documents.for_the_family(sent.id, SAFE, large=True)
    (kept,) = teacher.documents.given_to_the_family(sent.id)
    assert (kept.to_whom, kept.purpose, kept.sha256) == (SAFE.to_whom, SAFE.because, made.sha256)
    assert kept.details["large"] is True
    assert "disclosure:made" in teacher.tags(sent.id)
    with pytest.raises(NotAllowed):
        desks("visitor").documents.given_to_the_family(sent.id)


def test_large_print_says_the_same_in_larger_letters(teacher, sent) -> None:
    plain, large = teacher.documents.referral(sent.id, "own"), teacher.documents.referral(sent.id, "own", large=True)
    codes = {part for code in plain.page_codes for part in code.split("-")}
    words = set(re.findall(r"[A-Za-z]{5,}", text_of(plain.data))) - codes
    assert len(words) > 200
    assert words - set(re.findall(r"[A-Za-z]+", text_of(large.data))) == set()
    assert large.page_count > plain.page_count
    sizes = letter_sizes(large.data)
    assert min(sizes) >= 15
    assert min(letter_sizes(plain.data)) < 10


def letter_sizes(data: bytes) -> set[float]:
    """The sizes in which the words of a document stand on paper, without its furniture."""
    from pypdf import PdfReader

    sizes: set[float] = set()

    def note(text: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        on_paper = size * text_matrix[3] * matrix[3]
        if text.strip() and 60 < text_matrix[5] * matrix[3] + matrix[5] < 800:
            sizes.add(round(on_paper, 1))

    for page in PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=note)
    return sizes


def test_a_failing_document_leaves_the_enquiry_sent_and_says_so(desks) -> None:
    desk = desks("teacher")

    def broken(content: object) -> object:
        raise DocumentError("The printer's ink ran out.")

    documents = Documents(desk.seat, broken)
    draft = desk.drafting.start(example("two-children")).enquiry
    result = Submitting(desk.seat, documents).send(draft.id, draft.version)
    assert result.enquiry.status == "sent"
    assert result.document_missing
    assert documents.is_missing(draft.id)
    assert desk.tags(draft.id)[-1] == "document:missing"
    desk.documents.referral(draft.id)
    assert not documents.is_missing(draft.id)


def test_a_draft_has_a_preview_but_no_referral(teacher) -> None:
    draft = teacher.drafting.start(example("two-children")).enquiry
    with pytest.raises(DocumentError, match="not been sent"):
        teacher.documents.referral(draft.id)
    assert "Limekiln Lane" in text_of(teacher.documents.preview(draft.id).data)
    assert teacher.tags(draft.id)[-1] == "document:previewed"


def test_the_preview_shows_no_suggestion_before_the_reveal(teacher) -> None:
    draft = teacher.drafting.start(example("two-children")).enquiry
    before = text_of(teacher.documents.preview(draft.id).data)
    reason = " ".join(teacher.drafting.reveal(draft.id, "amira").suggestion["because"][0].split())[:40]
    assert reason not in before
    assert reason in text_of(teacher.documents.preview(draft.id).data)


def test_the_preview_can_be_of_what_is_on_the_screen(teacher) -> None:
    draft = teacher.drafting.start(Answers()).enquiry
    rendered = teacher.documents.preview(draft.id, example("two-children"))
    assert "Limekiln Lane" in text_of(rendered.data)


def test_a_file_name_holds_the_reference_and_no_name(teacher, sent) -> None:
    assert teacher.documents.file_name(sent) == f"{sent.reference}-referral.pdf"
    assert teacher.documents.file_name(sent, "own") == f"{sent.reference}-agency-copy.pdf"
    draft = teacher.drafting.start(example("urgent")).enquiry
    assert teacher.documents.file_name(draft, "family") == f"draft-{draft.seq}-family-copy.pdf"
    with pytest.raises(DocumentError):
        teacher.documents.file_name(sent, "press")


def test_the_hub_makes_documents_of_what_it_has_and_others_do_not(teacher, worker, desks, sent) -> None:
    assert worker.documents.referral(sent.id).page_count > 1
    with pytest.raises(NotAllowed):
        desks("visitor").documents.referral(sent.id)


def test_a_protected_copy_opens_with_its_passphrase_only(teacher, sent, tmp_path) -> None:
    import subprocess

    made = teacher.documents.protected(sent.id, "hub")
    file = tmp_path / "p.pdf"
    file.write_bytes(made.data)
    assert len(made.passphrase.split()) == 5
    locked = subprocess.run(["pdftotext", str(file), "-"], capture_output=True)
    assert locked.returncode != 0
    opened = subprocess.run(["pdftotext", "-upw", made.passphrase, str(file), "-"], capture_output=True, check=True)
    assert sent.reference in opened.stdout.decode()
    shown = subprocess.run(
        ["qpdf", "--show-encryption", f"--password={made.passphrase}", str(file)], capture_output=True
    )
    assert b"R = 6" in shown.stdout
    assert b"AESv3" in shown.stdout
    assert "document:protected" in teacher.tags(sent.id)
    assert all(made.passphrase not in str(event.details) for event in teacher.events())
    assert teacher.documents.protected(sent.id, "hub").passphrase != made.passphrase
