"""Enquiries at random, sealed at a school and opened at a hub: every answer, every file byte for byte, and every word of
the referral as PDF, text and web page is what was written. A thousand with `make prove`, 25 each time."""

# ruff: noqa: F401, F811 - fixtures of the two stores, by their names

from __future__ import annotations

import html
import re
import subprocess
from random import Random

import pytest

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.form_state import evaluate, shown_answers
from enquiry_app.exchange.sealed.parcels import open_sealed
from enquiry_app.services.store_keys import keys_of
from enquiry_app.services.submitting import freeze_and_move
from tests.builders import random_answers
from tests.documents.test_referral_complete import told
from tests.services.test_exchanging import fingerprint_of, hub, hub_template, known, school

FORM, MATRIX = load_form(), load_matrix()
FROM_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]+")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def send_at_random(school, random: Random) -> tuple[str, Answers, list[bytes]]:
    """Answers of every kind, some files really added, frozen as they are: whether they are ready is another matter."""
    answers = random_answers(FORM, random, MATRIX, share=random.choice((0.2, 0.7, 1.0)))
    today = school.seat.today()
    kept, files = answers, []
    for address in answers.values:
        if FORM.questions[address.question].kind == "attachments":
            kept = kept.with_answer(address.question, address.items, None)
    draft = school.drafting.start(kept).enquiry
    with school.seat.store.read() as read:
        full = read.answers(draft.id)
    for address in answers.values:
        if FORM.questions[address.question].kind == "attachments":
            content = b"%PDF-1.7\n" + random.randbytes(random.randint(0, 40_000)) + b"\n%%EOF\n"
            described = school.drafting.add_attachment(draft.id, f"notes {len(files)}.pdf", content)
            with school.seat.store.read() as read:
                files.append(read.attachment(str(described["id"]))[2])
            full = full.with_answer(address.question, address.items, (described,))
    counting = shown_answers(FORM, full, evaluate(FORM, full, today=today, matrix=MATRIX))
    with school.seat.store.write() as work:
        enquiry = work.enquiry(draft.id)
        freeze_and_move(school.seat, work, enquiry, counting, {}, to="ready_to_hand_over", urgent=False)
        work.commit()
    return draft.id, counting, files


def missing_in(text: str, answers: Answers) -> list[tuple[str, str]]:
    """Answers whose words do not stand in a text. A page may end within one."""
    found = []
    for question, words in told(answers, "hub"):
        line = squeezed(words)
        pieces = ((line[:place], line[place:]) for place in range(1, len(line)))
        if line not in text and not any(begin in text and end in text for begin, end in pieces):
            found.append((question, words))
    return found


def there_and_back(school, hub, known, random: Random) -> None:
    enquiry_id, answers, files = send_at_random(school, random)
    sealed = school.exchange.seal_enquiry(enquiry_id, known.id)
    worker = hub("worker")
    opened = worker.exchange.confirm_and_open(sealed.content, fingerprint_of(school))
    assert opened.result == "new"
    with school.seat.store.read() as here, worker.seat.store.read() as there:
        sent, taken = here.sent_version(enquiry_id), there.sent_version(enquiry_id)
        assert sent.answers == answers
        assert taken.answers.values.keys() == answers.values.keys()
        for address, value in answers.values.items():
            assert taken.answers.values[address] == value, address
        assert taken == sent
        assert there.answers(enquiry_id) == answers
        attached = there.attachments(enquiry_id)
        assert sorted(there.attachment(file.id)[2] for file in attached) == sorted(files)
    with worker.seat.store.write() as work:
        parts = open_sealed(sealed.content, keys_of(work)).parts
    plain = squeezed(parts["referral.txt"].decode())
    page = squeezed(html.unescape(re.sub(r"<[^>]*>", "", parts["referral.html"].decode())))
    pdf = subprocess.run(["pdftotext", "-", "-"], input=parts["referral.pdf"], capture_output=True, check=True).stdout
    assert len(told(answers, "hub")) > 3  # something was there to be compared
    assert missing_in(plain, answers) == []
    assert missing_in(page, answers) == []
    # Extraction from a PDF turns words from right to left around; the copies above hold them in order.
    left = [(q, w) for q, w in missing_in(squeezed(pdf.decode()), answers) if not FROM_RIGHT_TO_LEFT.search(w)]
    assert left == []


@pytest.mark.parametrize("seed", range(25))
def test_what_was_sealed_is_what_is_opened(school, hub, known, seed) -> None:
    there_and_back(school, hub, known, Random(seed))


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("group", range(10))
def test_a_thousand_enquiries_arrive_field_by_field(school, hub, known, group) -> None:
    for seed in range(1000 + 100 * group, 1100 + 100 * group):
        there_and_back(school, hub, known, Random(seed))
