"""In a practice store somebody waits for an answer: the police of the Hub's check, a referrer of its question."""

from __future__ import annotations

from enquiry_app.composition import make_practice_profile
from enquiry_app.enquiry.checking_rules import open_questions
from enquiry_app.services.practice_data.asking_around import MOST
from tests.fixtures_store import SteppingClock


def test_whoever_practises_as_police_or_referrer_has_something_to_answer(tmp_path) -> None:
    made = make_practice_profile(
        tmp_path / "practice", enquiries=18, seed=3, clock=SteppingClock(), with_passwords=False
    )
    app = made.application
    try:
        statuses = {status: enquiry_id for enquiry_id, _, status in made.enquiries}
        checker = next(person for person, _ in made.people if person.role == "checking_agency")
        waiting = app.switch_person(checker.id).checks.asked_of_us()
        assert 1 <= len(waiting) <= MOST
        opened = app.checks.open_asked(waiting[0].check_id)
        assert opened.children
        manager = next(person for person, _ in made.people if person.role == "hub_manager")
        app.switch_person(manager.id)
        asked = app.conversation.of(statuses["waiting_for_referrer"])
        assert len(open_questions(asked)) == 1
        with app.store.read() as read:  # asking moved nothing: these were waiting already
            assert {read.enquiry(enquiry_id).status for enquiry_id in statuses.values()} == set(statuses)
        assert app.store.verify_trail().ok
    finally:
        app.close()
