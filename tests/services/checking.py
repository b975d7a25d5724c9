"""More people who answer checks, for tests, and a complete question and answer."""

from __future__ import annotations

from dataclasses import replace

from enquiry_app.enquiry.checking_rules import CheckAnswer, CheckInput
from enquiry_app.enquiry.records import Agency, Person
from enquiry_app.security.new_ids import new_id

ANSWER = CheckAnswer("Two calls to the address in May, both verbal.", False, "own_record", "ask")


def put_checkers(store, police: Agency, clinic: Agency) -> dict[str, Person]:
    """Adds a second officer of the police, `police_two`, and a `nurse` of the clinic to the store."""
    made = {}
    with store.write() as work:
        for key, agency in (("police_two", police), ("nurse", clinic)):
            person = Person(
                new_id(), f"{key}.check", f"{key.title()} Check", "", "checking_agency", agency.id, agency.name
            )
            work.put_person(person)
            made[key] = person
        work.commit()
    return made


def question_to(agency_id: str = "", **changes) -> CheckInput:
    """A complete question about Amira to an agency."""
    asked = CheckInput(
        agency_id=agency_id, source="police", children=("amira",),
        question="Domestic abuse calls to the address in the last two years?", lawful_basis="public_task",
        necessity="Police hold the record of calls; the decision turns on it today.",
        agreement="The mother would be at risk if he learned of it.", agreement_code="not_safe",
    )  # fmt: skip
    return replace(asked, **changes)
