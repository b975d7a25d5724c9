"""Answers whose ticked signs raise flags of the matrix, for tests of what follows from them."""

from __future__ import annotations

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.findings import tick, with_detail

FINDINGS = "matrix"


def with_signs(answers: Answers, *signs: str, child: str = "") -> Answers:
    """The answers with these indicators ticked, going on now and seen, for one child (the first if not named)."""
    matrix = load_matrix()
    child = child or answers.items_of("children")[0]
    found = dict(answers.get(FINDINGS, (child,)) or {})
    for sign in signs:
        found = with_detail(tick(found, matrix.indicators[sign]), sign, "when", "now")
        found = with_detail(found, sign, "source", matrix.source[0].code)
    return answers.with_answer(FINDINGS, (child,), found)
