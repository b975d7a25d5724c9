"""Fixtures of work on paper: forms made once, services over a real store, screens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.definitions.blank_form import load_blank_form
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.blank_form_pdf import blank_form_pdf
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.paper_content import BlankFormContent
from tests.documents.conftest import faults_of, read_pdf, two_children  # noqa: F401
from tests.services.conftest import desks, lead, teacher, worker  # noqa: F401


def content_of(answers: Answers | None = None, **changes) -> BlankFormContent:
    """What a form is made of, with these answers known."""
    content = BlankFormContent(
        load_form(), load_matrix(), load_blank_form(), load_hub(), answers or Answers(),
        made_at="2026-11-23T14:00:00+00:00",
    )  # fmt: skip
    return replace(content, **changes)


def made_form(answers: Answers | None = None, **changes) -> bytes:
    """The form as a PDF with these answers in it."""
    return blank_form_pdf(content_of(answers, **changes)).data


@pytest.fixture
def blank_content():
    """Makes what a form is made of."""
    return content_of


@pytest.fixture(scope="session")
def empty_form() -> bytes:
    """The blank form."""
    return made_form()
