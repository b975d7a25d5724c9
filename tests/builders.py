"""Answers for tests: whole, ready to send, urgent, or at random from a form definition. Fictional children only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any

from enquiry_app.definitions.form_definition import Form, Question
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Absent, Answers, CivilTime, FlexDate, Postal, Typed, Value

TODAY = dt.date(2026, 11, 3)
CHILD = "child-1"
WORDS = (
    "She came to school without a coat again",
    "O’Neill-García said “I don't want to go home”",
    "Łukasz, 王小明, Zoë and D'Arcy; £5, 50 % – one line",
    "x",
    "مرحبا – hello",
)
_READY: Mapping[str, Value] = {
    "danger_now": "no",
    "urgent": "no",
    "enquiry_type": "new_worry",
    "worry": "Robin has come to school hungry and without a coat most days since September.",
    "worry_in_short": "Hungry and cold most days for five weeks.",
    "known_at": CivilTime("2026-11-02T09:30"),
    "written_at": CivilTime("2026-11-03T10:00"),
    "worry_finished": "yes",
    "referrer_name": "Sam Teacher",
    "referrer_role": "Class teacher",
    "referrer_agency": "Cliff Road Primary",
    "referrer_agency_type": "school",
    "referrer_phone": "01632 960001",
    "referrer_email": "sam@cliffroad.torbay.gov.uk",
    "family_told": "all",
    "declaration": "yes",
}
_READY_CHILD: Mapping[str, Value] = {
    "child_part": "subject",
    "child_born": "born",
    "child_given_names": "Robin",
    "child_family_name": "Example",
    "child_birth_date": FlexDate("2017-03-02"),
    "child_sex": "F",
    "child_address": Postal("1 Example Street\nTorquay", "TQ1 3DR", "", "current"),
    "child_nhs_number": "9990000018",
    "level_chosen": "2",
    "level_rationale": "Several small signs together over five weeks; the family is willing and help is near at hand.",
}


def with_answers(answers: Answers, values: Mapping[str, Value | None], *items: str) -> Answers:
    """The answers with these values at these items."""
    for question, value in values.items():
        answers = answers.with_answer(question, items, value)
    return answers


def a_child(answers: Answers, item: str = CHILD, **values: Value | None) -> Answers:
    """The answers with one more child: Robin Example, 9, unless changed."""
    children = answers.items_of("children")
    if item not in children:
        answers = answers.with_items("children", (), (*children, item))
    return with_answers(answers, {**_READY_CHILD, **values}, item)


def ready_answers(**values: Value | None) -> Answers:
    """Answers of one child that nothing blocks in a normal send."""
    return with_answers(a_child(Answers()), {**_READY, **values})


def urgent_answers(**values: Value | None) -> Answers:
    """The least an urgent send needs: a name, the referrer's phone, the worry."""
    answers = Answers().with_items("children", (), (CHILD,)).with_answer("child_given_names", (CHILD,), "Robin")
    least = {
        "urgent": "yes",
        "worry": _READY["worry"],
        "referrer_name": "Sam Teacher",
        "referrer_phone": "01632 960001",
    }
    return with_answers(answers, {**least, **values})


def rows(answers: Answers, collection: str, *found: Mapping[str, Value], within: tuple[str, ...] = ()) -> Answers:
    """The answers with these rows in a collection, ids `<collection>-1` and so on."""
    ids = tuple(f"{collection}-{number}" for number in range(1, len(found) + 1))
    answers = answers.with_items(collection, within, ids)
    for row, values in zip(ids, found, strict=True):
        answers = with_answers(answers, values, *within, row)
    return answers


# --- at random ------------------------------------------------------------------------------------------------------


def random_answers(
    form: Form | None = None, random: Random | None = None, matrix: Matrix | None = None, share: float = 0.7
) -> Answers:
    """Answers of every kind in every place a form offers, absences and unreadable text among them.

    `share` of the questions get one. Nothing says that the answers make sense together: some stand where nothing is
    asked.
    """
    form, random = form or load_form(), random or Random(1)
    answers = _with_random_items(form, random, Answers(), "", ())
    children = answers.items_of("children")
    for question in form.questions.values():
        if question.kind == "items":
            continue
        for items in _paths(answers, form.chain_of[question.id]):
            if random.random() < share:
                value = random_value(form, question, random, children, matrix)
                answers = answers.with_answer(question.id, items, value)
    return answers


def _with_random_items(form: Form, random: Random, answers: Answers, parent: str, path: tuple[str, ...]) -> Answers:
    for collection in (c for c in form.collections.values() if c.parent == parent):
        most = min(collection.maximum or 3, 3)
        ids = tuple(
            f"{collection.id.replace('_', '-')}-{n}-{random.randint(0, 99)}" for n in range(random.randint(0, most))
        )
        answers = answers.with_items(collection.id, path, ids)
        for item in ids:
            answers = _with_random_items(form, random, answers, collection.id, (*path, item))
    return answers


def _paths(answers: Answers, chain: tuple[str, ...], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if len(path) == len(chain):
        return [path]
    return [p for item in answers.items_of(chain[len(path)], path) for p in _paths(answers, chain, (*path, item))]


def random_value(
    form: Form, question: Question, random: Random, children: tuple[str, ...] = (), matrix: Matrix | None = None
) -> Value:
    """One answer of the question's kind, sometimes an absence or text that could not be read; "" for none."""
    if question.absences and random.random() < 0.15:
        return Absent(random.choice(question.absences), random.choice(("", *WORDS)))
    if (
        question.kind in ("date", "date_time", "number", "phone", "nhs_number", "upn", "email")
        and random.random() < 0.1
    ):
        return Typed(random.choice(WORDS))
    return _plain_value(form, question, random, children, matrix)


def _plain_value(
    form: Form, question: Question, random: Random, children: tuple[str, ...], matrix: Matrix | None
) -> Value:
    kind = question.kind
    codes = [choice.code for choice in form.choices_of(question)]
    if kind in ("choice", "yes_no"):
        return random.choice(codes)
    if kind == "choices":
        return tuple(random.sample(codes, random.randint(1, min(3, len(codes)))))
    if kind == "per_child":
        return {child: random.choice(codes) for child in children} or ""
    if kind == "which_children":
        return tuple(random.sample(children, random.randint(0, len(children))))
    if kind == "date":
        iso = _random_date(random).isoformat()
        return FlexDate(random.choice((iso, iso[:7], iso[:4])), random.random() < 0.3)
    if kind == "date_time":
        day = _random_date(random).isoformat()
        time = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
        return CivilTime(random.choice((day, f"{day}T{time}")), random.random() < 0.3)
    if kind == "address":
        return _random_address(random, codes)
    if kind == "matrix":
        return random_findings(random, matrix)
    if kind == "attachments":
        return tuple(_attachment(n) for n in range(random.randint(0, 2)))
    fixed = {
        "number": random.randint(-5, 200),
        "tick": "yes",
        "phone": random.choice(("01632 960001", "07700 900123", "+33 1 23 45 67 89")),
        "email": "jo@school.example",
        "postcode": "TQ1 3DR",
        "nhs_number": random.choice(("9990000018", "9990000026", "9434765918")),
        "upn": random.choice(("V880200012345", "Z88020001234A", "A880200012345")),
        "long_text": "\n".join(random.sample(WORDS, random.randint(1, 3))),
    }
    return fixed.get(kind, random.choice(WORDS))


def _random_date(random: Random) -> dt.date:
    return dt.date(1990, 1, 1) + dt.timedelta(days=random.randint(0, 14000))


def _random_address(random: Random, codes: list[str]) -> Postal:
    lines = random.choice(("", "1 Example Street\nTorquay", "Flat 2, The Court"))
    postcode = random.choice(("", "TQ1 3DR")) or ("" if lines else "TQ2 5AA")
    return Postal(lines, postcode, random.choice(("", "100040000001")), random.choice(["", *codes]))


def _attachment(number: int) -> dict[str, Any]:
    return {
        "id": f"file-{number}",
        "file_name": f"assessment {number}.pdf",
        "media_type": "application/pdf",
        "size": 1200 + number,
        "sha256": f"{number:064x}",
    }


def random_findings(random: Random, matrix: Matrix | None = None) -> dict[str, Any]:
    """Findings of one child; without a matrix, of signs by well-known ids."""
    known = list(matrix.indicators) if matrix else ["EDU2a", "BAS2a", "HEA4b", "REL2a"]
    signs = []
    for name in random.sample(known, random.randint(1, min(6, len(known)))):
        sign: dict[str, Any] = {"indicator": name}
        if random.random() < 0.9:
            sign["when"] = random.choice(("now", "last_3_months", "3_to_12_months", "older"))
            sign["source"] = random.choice(
                ("seen", "child_said", "parent_said", "professional", "records", "third_party")
            )
        if random.random() < 0.5:
            sign |= {"effect": random.choice(("none_seen", "some", "serious")), "note": random.choice(WORDS)}
        if random.random() < 0.2:
            sign["continuing"] = True
        signs.append(sign)
    return {"observations": signs}
