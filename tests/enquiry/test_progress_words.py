"""What a referrer reads after sending: whose turn it is, by when, what is new, what to do in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.enquiry.hub_records import Letter, Message, Step
from enquiry_app.enquiry.progress_words import (
    STATES,
    chase_text,
    clock_of,
    if_nothing_is_heard,
    news_of,
    open_questions,
    story_of,
)
from enquiry_app.enquiry.records import STATUSES, Enquiry, Person
from enquiry_app.enquiry.statuses import WITH_THE_AGENCY

MONDAY = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HUB = load_hub()
TEACHER = Person("p", "t.one", "Asha Carter", "Head of year", "practitioner", "a", "Ashcombe School", "01632 960001")


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def an_enquiry(status: str = "received", **changes) -> Enquiry:
    values = {
        "id": "e", "seq": 1, "reference": "K7-1", "status": status, "version": 1, "owner_id": "p", "owner_name": "Asha Carter",
        "agency_id": "a", "agency_name": "Ashcombe", "agency_kind": "school", "form": "f/1", "matrix": "m/1", "urgent": False,
        "created_at": MONDAY, "updated_at": MONDAY, "sent_at": MONDAY, "title": "Amira Pengelly",
    }  # fmt: skip
    return Enquiry(**{**values, **changes})


def a_message(kind: str = "question", from_hub: bool = True, **changes) -> Message:
    values = {"id": "m1", "version": 1, "enquiry_id": "e", "kind": kind, "from_hub": from_hub, "written_at": MONDAY + hours(1),
                  "written_by": "w", "text": "Which school?"}  # fmt: skip
    return Message(**{**values, **changes})


def a_letter(kind: str = "outcome", **changes) -> Letter:
    values = {"id": "l1", "version": 1, "enquiry_id": "e", "kind": kind, "status": "sent", "drafted_at": MONDAY, "drafted_by": "w",
                  "sent_at": MONDAY + hours(5)}  # fmt: skip
    return Letter(**{**values, **changes})


def a_step(to: str, reason: str = "", kind: str = "status", frm: str = "received") -> Step:
    return Step("s", 1, "e", kind, frm, to, MONDAY + hours(2), "w", reason)


@pytest.mark.parametrize(
    ("changes", "later", "state", "text"),
    [
        ({}, 0, "running", "The Hub should answer by 12:00 tomorrow; 8 h left."),
        ({}, 21, "running", "The Hub should answer by 12:00 today; 3 h left."),
        ({}, 24, "overdue", "The Hub should have answered by 12:00 today. Here is what to do."),
        ({}, 48, "overdue", "The Hub should have answered by 12:00 yesterday. Here is what to do."),
        ({"urgent": True}, 0, "running", "The Hub should answer by 16:00 today; 4 h left."),
        ({"due_at": MONDAY + hours(2)}, 0, "running", "The Hub should answer by 14:00 today; 2 h left."),
        ({"status": "feedback_due", "decided_at": MONDAY}, 1, "running",
         "The Hub should tell you what was decided by 12:00 tomorrow; 7 h left."),
        ({"status": "feedback_due", "decided_at": MONDAY}, 30, "overdue",
         "The Hub should have told you what was decided by 12:00 today. Here is what to do."),
        ({"status": "transferred", "decided_at": MONDAY}, 1, "running",
         "The Hub should tell you what was decided by 12:00 tomorrow; 7 h left."),
        ({"status": "transferred", "decided_at": MONDAY, "feedback_at": MONDAY}, 1, "none", ""),
        ({"status": "closed", "feedback_at": MONDAY}, 99, "none", ""),
        ({"status": "withdrawn"}, 99, "none", ""),
        ({"status": "returned"}, 99, "yours",
         "The Hub cannot go on with what it has: add what is missing and send it again."),
        ({"status": "ready_to_hand_over"}, 99, "yours",
         "The Hub does not have this yet: hand it over, then record how, to whom and when."),
    ],
)  # fmt: skip
def test_whose_turn_it_is_and_until_when(changes, later, state, text) -> None:
    found = clock_of(an_enquiry(**changes), HUB, MONDAY + hours(later))
    assert (found.state, found.text) == (state, text)


@pytest.mark.parametrize(
    ("later", "text"),
    [
        (0, "The Hub has a question for you. Answer by 12:00 tomorrow; 8 h left."),
        (25, "The Hub has a question for you. The answer was wanted by 12:00 today: answer now."),
    ],
)
def test_a_question_makes_it_the_agency_s_turn(later, text) -> None:
    asked = (a_message(due_at=MONDAY + hours(24)),)
    found = clock_of(an_enquiry("waiting_for_referrer"), HUB, MONDAY + hours(later), asked)
    assert (found.state, found.text) == ("yours", text)


def test_the_soonest_of_several_questions_counts() -> None:
    asked = (a_message(due_at=MONDAY + hours(24)), a_message(id="m2", due_at=MONDAY + hours(3)))
    found = clock_of(an_enquiry(), HUB, MONDAY, asked)
    assert found.text == "The Hub has 2 questions for you. Answer by 15:00 today; 3 h left."


@given(
    st.sampled_from(STATUSES), st.booleans(), st.integers(0, 400), st.booleans(),
    st.sampled_from(["", "red", "amber", "green", "blue"]),
)  # fmt: skip
def test_it_is_overdue_exactly_from_the_moment_it_is_due(status, urgent, later, decided, rating) -> None:
    now = MONDAY + hours(later)
    enquiry = an_enquiry(status, urgent=urgent, rating=rating, decided_at=MONDAY if decided else None)
    found = clock_of(enquiry, HUB, now)
    assert found.state in STATES
    if found.due_at is not None:
        assert found.state == ("overdue" if now >= found.due_at else "running")
    if status in WITH_THE_AGENCY:
        assert (found.state, found.text, found.short) == ("none", "", "")
    assert (found.text == "") == (found.state == "none")
    assert not found.short.endswith(".")


def test_an_answered_question_is_not_open() -> None:
    asked, other = a_message(), a_message(id="m2")
    answer = a_message("answer", from_hub=False, id="m3", answers="m1")
    assert open_questions((asked, other, answer)) == (other,)


@pytest.mark.parametrize(
    ("enquiry", "messages", "letters", "news"),
    [
        (an_enquiry(), (), (), ()),
        (an_enquiry(), (a_message(),), (), ("Question from the Hub",)),
        (an_enquiry(), (a_message(read_at=MONDAY),), (), ("Question from the Hub",)),
        (an_enquiry(), (a_message("information"),), (), ("Message from the Hub",)),
        (an_enquiry(), (a_message("information", read_at=MONDAY),), (), ()),
        (an_enquiry(), (a_message("information", from_hub=False),), (), ()),
        (an_enquiry(), (), (a_letter("acknowledgement"),), ("The Hub has it",)),
        (an_enquiry(), (), (a_letter("acknowledgement", read_at="2026"),), ()),
        (an_enquiry("feedback_due", decided_at=MONDAY), (), (), ("Decided",)),
        (an_enquiry("feedback_due", decided_at=MONDAY, feedback_at=MONDAY), (), (a_letter(),), ("Letter arrived",)),
        (an_enquiry("closed", decided_at=MONDAY), (), (a_letter(read_at="2026"),), ()),
        (an_enquiry("feedback_due", decided_at=MONDAY), (), (a_letter(status="draft"),), ("Decided",)),
        (an_enquiry("returned"), (), (), ("The Hub needs more",)),
        (an_enquiry(), (), (a_letter("acknowledgement", id="l0"), a_letter()), ("Letter arrived",)),
    ],
)
def test_what_is_new_is_marked(enquiry, messages, letters, news) -> None:
    assert news_of(enquiry, messages, letters) == news


def test_the_story_is_told_in_order_and_holds_only_what_was_meant_for_the_referrer() -> None:
    enquiry = an_enquiry("feedback_due", received_at=MONDAY + hours(0.5), decided_at=MONDAY + hours(4))
    steps = (
        a_step("in_triage"),
        a_step("amber", "Father is known to the police", kind="rating"),
        a_step("linked_to_open_case", "Told by police, do not tell"),
        a_step("information_checks", "Asked police"),
        a_step("returned", "Which school?"),
    )
    told = story_of(
        enquiry, steps, (a_message(),), (a_letter(), a_letter(status="draft")), ((MONDAY + hours(3), "Asha"),)
    )
    assert [line.what for line in told] == [
        "Sent to the Hub", "The Hub opened it", "The Hub asked", "A social worker began to look at it",
        "Passed to the worker who knows the child", "The Hub sent it back: it needs more", "A change was sent: version 2",
        "The Hub decided", "The Hub’s letter arrived",
    ]  # fmt: skip
    words = " ".join(line.words for line in told)
    assert "police" not in words
    assert "Which school?" in words


def test_before_it_is_due_the_steps_have_their_time_and_only_safety_is_for_now() -> None:
    advice = if_nothing_is_heard(an_enquiry(), HUB, MONDAY)
    assert [each.now for each in advice] == [True, False, False, False]
    assert "from 12:00 tomorrow" in advice[1].by
    assert "Thursday" in advice[3].by
    assert HUB.phone in advice[1].text
    assert "K7-1" in advice[1].text


def test_when_it_is_late_ringing_and_asking_in_writing_is_for_now_and_challenge_later() -> None:
    assert [a.now for a in if_nothing_is_heard(an_enquiry(), HUB, MONDAY + hours(25))] == [True, True, True, False]
    assert all(a.now for a in if_nothing_is_heard(an_enquiry(), HUB, MONDAY + hours(24 * 4)))


def test_while_the_hub_is_closed_the_number_that_answers_is_given() -> None:
    night = MONDAY + hours(24 + 9)
    assert HUB.out_of_hours_phone in if_nothing_is_heard(an_enquiry(), HUB, night)[1].text


@pytest.mark.parametrize("status", ["closed", "withdrawn", "returned", "ready_to_hand_over", "draft"])
def test_where_the_hub_owes_nothing_there_is_nothing_to_chase(status) -> None:
    assert if_nothing_is_heard(an_enquiry(status, feedback_at=MONDAY), HUB, MONDAY + hours(200)) == ()


def test_the_chase_has_reference_dates_and_sender_and_no_child() -> None:
    text = chase_text(an_enquiry(), HUB, MONDAY + hours(25), TEACHER)
    for needed in ("K7-1", "23 November 2026 at 12:00", "24 November 2026 at 12:00", "Asha Carter", "01632 960001",
                   "We have not heard from you", HUB.phone):  # fmt: skip
        assert needed in text
    assert "Amira" not in text
    assert "Pengelly" not in text


def test_the_chase_says_what_was_heard_already() -> None:
    known = an_enquiry(acknowledged_at=MONDAY + hours(3))
    assert "You confirmed on 23 November 2026 at 15:00" in chase_text(known, HUB, MONDAY + hours(25), TEACHER)
    decided = an_enquiry("feedback_due", decided_at=MONDAY + hours(3))
    assert "not been told what was decided" in chase_text(decided, HUB, MONDAY + hours(50), TEACHER)
