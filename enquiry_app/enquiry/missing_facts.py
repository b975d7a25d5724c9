"""What a sent enquiry leaves open and the Hub could ask the referrer. Pure; the lines are data (`hub/checks.toml`)."""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Absent, Address, Answers
from enquiry_app.enquiry.form_state import evaluate
from enquiry_app.enquiry.item_titles import item_title
from enquiry_app.enquiry.records import SentVersion

MOST_LINES = 8
_ASKABLE = ("not_known", "not_asked")  # declined and not applicable are answers


def questions_worth_asking(form: Form, matrix: Matrix, sent: SentVersion, today: dt.date) -> tuple[str, ...]:
    """Lines for what matters and is missing, doubtful or not known in what was sent; the most needed first, at most
    `MOST_LINES`. The stage is that of a full enquiry: an urgent one was let through without much of this."""
    state = evaluate(form, sent.answers, today=today, stage="N", revealed=sent.revealed, matrix=matrix)
    doubtful = [problem.address for problem in state.problems if problem.severity != "info"]
    unknown = [address for address in state.absent if _is_unknown(sent.answers, address)]
    lines = load_checks().worth_asking
    found = {address: None for address in (*doubtful, *unknown) if address.question in lines}
    needed = sorted(found, key=lambda address: list(lines).index(address.question))
    worded = (lines[address.question].format(name=_name(form, sent.answers, address)) for address in needed)
    return tuple(dict.fromkeys(worded))[:MOST_LINES]


def _is_unknown(answers: Answers, address: Address) -> bool:
    value = answers.values.get(address)
    return isinstance(value, Absent) and value.why in _ASKABLE


def _name(form: Form, answers: Answers, address: Address) -> str:
    if not address.items:
        return ""
    collection = form.chain_of[address.question][-1]
    return item_title(form, answers, collection, address.items)
