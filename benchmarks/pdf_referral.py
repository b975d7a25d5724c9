"""Time to make the typical referral (the committed two-child example without its appendix, four pages), against a bare
canvas drawing the same words and against WeasyPrint. Text in other scripts has a line of its own.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.pdf_yardsticks import canvas_pdf, weasyprint_pdf
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.document_content import Document, Heading, PageBreak, Paragraph
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.referral_content import ReferralInput, referral_document
from enquiry_app.enquiry.answers_json import answers_from_json
from enquiry_app.enquiry.suggestions import case_of_child
from enquiry_app.enquiry.threshold import suggest_from_json
from enquiry_app.resource_files import resource_text

NOW = dt.datetime(2026, 11, 18, 10, 12, tzinfo=dt.UTC)
ROUNDS, SLOW_ROUNDS = 15, 5
SHAPED = (
    "قالت مريم إنها خائفة من العودة إلى البيت (9 سنوات).",
    "וההורים אמרו: לא טוב לנו כאן.",
    "प्रिया कहती है कि घर में खाना नहीं है।",
    "বাংলা ক্ষুধার্ত শিশু শ্রী কৃষ্ণ",
    "ਗੁਰਪ੍ਰੀਤ ਕੌਰ ਘਰ ਨਹੀਂ ਜਾਣਾ ਚਾਹੁੰਦੀ",
    "தமிழ் குழந்தை வீட்டில் பசியுடன் இருக்கிறது",
)


def typical_referral() -> Document:
    """The referral of the committed example up to its appendix."""
    form, matrix = load_form(), load_matrix()
    data = json.loads(resource_text("examples", "enquiries", "two-children.json"))
    answers = answers_from_json(form, matrix, data)
    suggestions = {
        child: suggest_from_json(matrix, case_of_child(matrix, answers, child, NOW.date()))
        for child in answers.items_of("children")
    }
    given = ReferralInput(
        form, matrix, answers, load_hub(), NOW, reference="TSH-2026-K7QM-000123-R", sent_at=NOW, suggestions=suggestions
    )
    whole = referral_document(given)
    end = next(place for place, block in enumerate(whole.blocks) if isinstance(block, PageBreak))
    return replace(whole, blocks=whole.blocks[:end])


def shaped_document(lines: tuple[str, ...] = SHAPED) -> Document:
    """Two pages of running text in scripts that need shaping."""
    blocks = [Paragraph(" ".join([line] * 6)) for line in lines for _ in range(3)]
    return Document("Shaped", (Heading("Shaped", 1), *blocks), reference="TSH-2026-K7QM-000123-R")


def medians(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Median milliseconds of each work, warm, taken in turn so that a busy machine is unfair to none."""
    taken: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        for times, work in zip(taken, works, strict=True):
            begun = time.perf_counter()
            work()
            times.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times) for times in taken]


def run() -> list[dict[str, object]]:
    """Rows: name, ours_ms, yardstick, yardstick_ms, ratio, budget, ok. A ratio is ours to the yardstick's time."""
    document = typical_referral()
    latin = shaped_document(tuple("A line of ordinary words, as long as the others are. " for _ in SHAPED))
    key = b"k" * 32
    ours, canvas = medians(ROUNDS, lambda: render_pdf(document, check_key=key), lambda: canvas_pdf(document))
    again, weasy = medians(SLOW_ROUNDS, lambda: render_pdf(document, check_key=key), lambda: weasyprint_pdf(document))
    shaped, plain = medians(ROUNDS, lambda: render_pdf(shaped_document()), lambda: render_pdf(latin))
    pages = render_pdf(document).page_count
    name = f"referral, {pages} pages, tagged and archival"
    return [
        _row(name, ours, "bare canvas, same words", canvas, "at most 6 x", ours <= 6 * canvas),
        _row(name, again, "WeasyPrint, PDF/UA-1", weasy, "at least 5 x as fast", again * 5 <= weasy),
        _row("running text in six shaped scripts", shaped, "the same amount in Latin", plain, "none", True),
    ]


def _row(name: str, ours: float, yardstick: str, theirs: float, budget: str, ok: bool) -> dict[str, object]:
    return {
        "name": name, "ours_ms": ours, "yardstick": yardstick, "yardstick_ms": theirs, "ratio": ours / theirs,
        "budget": budget, "ok": ok,
    }  # fmt: skip
