"""What a new enquiry already says: who is writing it, from the signed-in person's own record. Pure."""

from __future__ import annotations

from enquiry_app.definitions.form_definition import Form
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.records import Person
from enquiry_app.services.new_ids import RandomBytes, new_item_id


def prefilled(form: Form, answers: Answers, person: Person, agency_kind: str, random_bytes: RandomBytes) -> Answers:
    """The answers with the referrer's own details where nothing was answered, and a row for the first child."""
    known = {
        "referrer_name": person.display_name,
        "referrer_role": person.job_title,
        "referrer_agency": person.agency_name,
        "referrer_agency_type": agency_kind,
        "referrer_phone": person.phone,
        "referrer_email": person.email,
    }
    for question_id, value in known.items():
        if value and question_id in form.questions and answers.get(question_id) is None:
            answers = answers.with_answer(question_id, (), value)
    for collection in form.collections.values():
        wanted = 0 if collection.parent else collection.minimum - len(answers.items_of(collection.id))
        if wanted > 0:
            items = answers.items_of(collection.id) + tuple(new_item_id(random_bytes) for _ in range(wanted))
            answers = answers.with_items(collection.id, (), items)
    return answers
