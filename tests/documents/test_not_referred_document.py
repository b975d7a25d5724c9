"""The record of something considered and not referred, on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from enquiry_app.documents.document_content import plain_text
from enquiry_app.documents.not_referred_document import not_referred_document
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.enquiry.hub_records import NotReferred
from enquiry_app.enquiry.not_referred import NotReferredPaper

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
RECORD = NotReferred(
    "r", 1, "e", NOW, "p", "2026-12-14", advice_from="Our safeguarding lead", advice="Offer early help.",
    reason="The family has accepted help at school.", plan="Sam meets Robin weekly.", about="Robin Example",
    worry="Hungry and cold most days.", level="4-S17", signed_name="Sam Teacher", signed_role="Class teacher",
    reviews=({"at": NOW.isoformat(), "by": "p", "note": "Better", "next": "2026-12-14"},),
)  # fmt: skip


@pytest.fixture
def paper(an_enquiry):
    return NotReferredPaper(
        replace(an_enquiry(), seq=12), RECORD, {"p": "Sam Teacher"}, NOW.date(), NOW, "Cliff Road", practice=True
    )


def test_it_is_accessible_and_archival_and_one_page(paper, faults_of) -> None:
    rendered = render_pdf(not_referred_document(paper), check_key=b"k" * 32)
    assert faults_of(rendered.data) == set()
    assert rendered.page_count == 1


def test_danger_and_the_reason_stand_at_the_top(paper) -> None:
    danger = replace(RECORD, danger=True, danger_reason="The police are with the family.")
    text = plain_text(not_referred_document(replace(paper, record=danger)))
    assert text.index("The police are with the family.") < text.index("Advice taken")
    assert "significant harm" not in plain_text(not_referred_document(paper))


def test_one_opened_again_says_when_and_by_whom(paper) -> None:
    again = replace(RECORD, reopened_at=NOW, reopened_by="p")
    text = plain_text(not_referred_document(replace(paper, record=again)))
    assert "Opened again as an enquiry on 23 November 2026, 12:00" in text
    assert "By Sam Teacher" in text


def test_title_and_reference_name_nobody(paper) -> None:
    document = not_referred_document(paper)
    assert (document.title, document.reference) == ("Considered, not referred, enquiry D12", "Enquiry D12")
    assert document.watermark == "PRACTICE"
