"""In a practice store looking a child up gives every answer."""

from __future__ import annotations

from enquiry_app.composition import make_practice_profile
from enquiry_app.services.case_listing import Asked
from enquiry_app.services.practice_data.listing_children import DAYS_OLD, NAME
from tests.fixtures_store import SteppingClock


def test_all_three_answers_can_be_practised(tmp_path) -> None:
    made = make_practice_profile(
        tmp_path / "practice", enquiries=18, seed=3, clock=SteppingClock(), with_passwords=False
    )
    app = made.application
    try:
        with app.store.read() as read:
            rows = read.connection.exec_driver_sql(
                "SELECT given_names, family_name, birth, known, worker FROM case_entry ORDER BY seq"
            ).all()
        lead = next(person for person, _ in made.people if person.role == "safeguarding_lead")
        case_list = app.switch_person(lead.id).case_list
        in_use = case_list.current()
        assert (in_use.list.name, in_use.days_old, in_use.list.rows) == (NAME, DAYS_OLD, len(rows))
        told = {}
        for given, family, birth, known, worker in rows:
            answer = case_list.look_up(Asked(given, family, birth), "meeting")
            told.setdefault(answer.result, []).append((bool(known), answer.worker == worker))
        assert all(known and same_worker for known, same_worker in told["known"])
        assert not any(known for known, _ in told["not_known"])
        given, family, birth, *_ = next(row for row in rows if row.known)
        assert case_list.look_up(Asked(given, family, birth[:4]), "meeting").result == "ask"
        assert app.store.verify_trail().ok
    finally:
        app.close()
