"""Documents as tests see them: rendered from examples, read back with independent tools."""

from __future__ import annotations

import datetime as dt
import json
import subprocess

import pytest

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.referral_content import ReferralInput
from enquiry_app.enquiry.answers_json import answers_from_json
from enquiry_app.enquiry.form_state import evaluate, shown_answers
from enquiry_app.enquiry.suggestions import case_of_child
from enquiry_app.enquiry.threshold import suggest_from_json
from enquiry_app.resource_files import resource_text

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 14, 5, tzinfo=dt.UTC)
REFERENCE = "TSH-2026-K7MD-000123-R"


def referral_input(answers, **changes) -> ReferralInput:
    form, matrix = load_form(), load_matrix()
    state = evaluate(form, answers, today=TODAY, matrix=matrix)
    suggestions = {
        child: suggest_from_json(matrix, case_of_child(matrix, answers, child, TODAY))
        for child in answers.items_of("children")
    }
    given = {
        "form": form, "matrix": matrix, "answers": shown_answers(form, answers, state), "hub": load_hub(), "now": NOW,
        "reference": REFERENCE, "sent_at": NOW, "suggestions": suggestions,
    }  # fmt: skip
    return ReferralInput(**{**given, **changes})


@pytest.fixture(scope="session")
def two_children():
    data = json.loads(resource_text("examples", "enquiries", "two-children.json"))
    return answers_from_json(load_form(), load_matrix(), data)


@pytest.fixture
def read_pdf(tmp_path):
    """A PDF's text, words in reading order, by poppler."""

    def read(data: bytes, *options: str) -> str:
        path = tmp_path / "read.pdf"
        path.write_bytes(data)
        done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
        return done.stdout.decode()

    return read


@pytest.fixture
def faults_of(tmp_path):
    """Rules an independent validator finds broken, and what qpdf says."""
    import page

    def check(data: bytes, *, archival: bool = True) -> set[str]:
        path = tmp_path / "check.pdf"
        path.write_bytes(data)
        profiles = [page.ValidationProfile.PDF_UA_1] + ([page.ValidationProfile.PDF_A_3A] if archival else [])
        found = {failure.rule_id for p in profiles for failure in page.validate_pdf(str(path), profile=p).failures}
        if subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode:
            found.add("qpdf")
        return found

    return check
