"""Asking other agencies: recorded reasons first, only what is needed, an answer that ends the stage, nobody else's eyes."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from enquiry_app.enquiry.answers import Absent, FlexDate, Postal
from enquiry_app.enquiry.checking_rules import CheckAnswer, CheckInput
from enquiry_app.enquiry.hub_records import InformationCheck
from enquiry_app.errors import AccessEnded, AppError, EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady
from enquiry_app.services.moving import WrongMoment
from tests.services.checking import ANSWER, put_checkers, question_to

NOTHING = CheckAnswer(nothing_known=True)


@pytest.fixture
def checkers(desks, store, agencies):
    """Desks of two police officers and a nurse: `police`, `police_two`, `nurse`."""
    made = put_checkers(store, agencies["police"], agencies["clinic"])
    desks.people = {**desks.people, **made}
    return {"police": desks("checker"), **{key: desks(key) for key in made}}


@pytest.fixture
def police_id(checkers) -> str:
    return checkers["police"].seat.person.agency_id


@pytest.fixture
def asked(worker, sent, police_id):
    worker.triage.take(sent.id)
    return worker.checks.ask(sent.id, question_to(police_id))


def test_asking_records_why_and_on_what_basis_and_moves_to_the_checks(worker, sent, asked, clock, police_id) -> None:
    assert worker.status(sent.id) == "information_checks"
    stored = worker.checks.of(sent.id)
    assert stored == (asked,)
    assert (asked.agency_id, asked.agency_name) == (police_id, "Bay Police")
    assert (asked.lawful_basis, asked.agreement_code) == ("public_task", "not_safe")
    assert asked.asked_at == clock.now()
    assert worker.tags(sent.id)[-2:] == ["check:asked", "enquiry:status"]


def test_nothing_is_asked_until_all_reasons_stand_and_all_that_is_missing_is_said_at_once(worker, sent, police_id):
    worker.triage.take(sent.id)
    with pytest.raises(NotReady) as refused:
        worker.checks.ask(sent.id, CheckInput(agency_id=police_id))
    fields = {missing.field for missing in refused.value.problems}
    assert fields == {
        "source", "children", "question", "necessity", "lawful_basis", "agreement_code", "agreement",
    }  # fmt: skip
    assert "why agreement is or is not needed" in refused.value.sentence
    assert worker.checks.of(sent.id) == ()
    assert worker.status(sent.id) == "in_triage"


def test_several_are_asked_together_or_none(worker, sent, police_id, agencies) -> None:
    worker.triage.take(sent.id)
    good, bad = question_to(police_id), question_to(agencies["clinic"].id, necessity="")
    with pytest.raises(NotReady):
        worker.checks.ask_several(sent.id, (good, bad))
    assert worker.checks.of(sent.id) == ()
    with pytest.raises(AppError, match="at least one agency"):
        worker.checks.ask_several(sent.id, ())
    both = worker.checks.ask_several(sent.id, (good, question_to(agencies["clinic"].id, source="health")))
    assert worker.checks.of(sent.id) == both


def test_a_child_of_another_enquiry_cannot_be_asked_about(worker, sent, police_id) -> None:
    with pytest.raises(NotReady, match="at least one child"):
        worker.checks.ask(sent.id, question_to(police_id, children=("amira", "somebody")))


@pytest.mark.parametrize(
    ("rating", "due"),
    [
        ("red", dt.datetime(2026, 11, 23, 14, 0, tzinfo=dt.UTC)),
        ("amber", dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)),
        ("green", dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)),
    ],
)
def test_the_rating_sets_when_an_answer_is_due(worker, sent, police_id, rating, due) -> None:
    worker.triage.rate(sent.id, rating, "", worker.queue.open(sent.id).enquiry.version)
    assert worker.checks.suggested_due(sent.id) == due
    assert worker.checks.ask(sent.id, question_to(police_id)).due_at == due
    later = due + dt.timedelta(days=3)
    assert worker.checks.ask(sent.id, question_to(police_id, due=later)).due_at == later


def test_a_decided_enquiry_asks_nobody(worker, desks, sent, police_id, store, clock) -> None:
    with store.write() as work:
        work.change_enquiry(sent.id, version=sent.version, at=clock.now(), status="feedback_due")
        work.commit()
    with pytest.raises(WrongMoment, match="decided"):
        worker.checks.ask(sent.id, question_to(police_id))


def test_asking_about_one_nobody_has_opened_opens_it(worker, sent, police_id) -> None:
    worker.checks.ask(sent.id, question_to(police_id))
    assert worker.status(sent.id) == "information_checks"
    assert "enquiry:received" in worker.tags(sent.id)


def test_while_a_manager_decides_a_check_does_not_take_it_away(worker, sent, police_id, store, clock) -> None:
    with store.write() as work:
        work.change_enquiry(sent.id, version=sent.version, at=clock.now(), status="manager_decision")
        work.commit()
    check = worker.checks.ask(sent.id, question_to(police_id))
    assert worker.status(sent.id) == "manager_decision"
    worker.checks.cancel(check.id, "Decided without it after all", check.version)
    assert worker.status(sent.id) == "manager_decision"


def test_the_last_answer_hands_it_back_to_triage(worker, sent, asked, checkers, agencies, police_id) -> None:
    nurse_asked = worker.checks.ask(sent.id, question_to(agencies["clinic"].id, source="health"))
    answered = checkers["police"].checks.answer(asked.id, ANSWER, asked.version)
    assert (answered.status, answered.may_share, answered.reliability) == ("answered", "ask", "own_record")
    assert worker.status(sent.id) == "information_checks"
    checkers["nurse"].checks.answer(nurse_asked.id, NOTHING, nurse_asked.version)
    assert worker.status(sent.id) == "in_triage"
    assert [c.status for c in worker.checks.of(sent.id)] == ["answered", "nothing_known"]
    assert worker.tags(sent.id)[-2:] == ["check:answered", "enquiry:status"]


def test_an_answer_after_the_hub_went_on_without_waiting_is_kept_and_moves_nothing(
    worker, teacher, sent, asked, checkers, agencies
) -> None:
    worker.checks.ask(sent.id, question_to(agencies["clinic"].id, source="health"))
    worker.triage.begin(sent.id, worker.version(sent.id))
    checkers["police"].checks.answer(asked.id, ANSWER, asked.version)
    teacher.conversation.write(sent.id, "information", "She is at her aunt's now.")
    assert worker.status(sent.id) == "in_triage"
    assert worker.checks.of(sent.id)[0].answer == ANSWER.answer


def test_cancelling_the_last_open_one_hands_it_back_too(worker, sent, asked, checkers) -> None:
    with pytest.raises(AppError, match="Say why"):
        worker.checks.cancel(asked.id, "", asked.version)
    cancelled = worker.checks.cancel(asked.id, "The mother has told us herself", asked.version)
    assert (cancelled.status, worker.status(sent.id)) == ("cancelled", "in_triage")
    with pytest.raises(WrongMoment, match="taken this question back"):
        checkers["police"].checks.answer(asked.id, ANSWER, cancelled.version)
    with pytest.raises(WrongMoment, match="answered or cancelled already"):
        worker.checks.cancel(asked.id, "The mother has told us herself", cancelled.version)
    assert checkers["police"].checks.asked_of_us() == ()


def test_police_only_is_never_for_sharing(asked, checkers) -> None:
    given = dataclasses.replace(ANSWER, police_only=True, may_share="yes")
    answered = checkers["police"].checks.answer(asked.id, given, asked.version)
    assert (answered.police_only, answered.may_share) == (True, "no")


def test_an_answer_says_how_reliable_it_is_and_what_may_be_told(asked, checkers) -> None:
    with pytest.raises(NotReady) as refused:
        checkers["police"].checks.answer(asked.id, CheckAnswer("Two calls in May"), asked.version)
    assert {missing.field for missing in refused.value.problems} == {"reliability", "may_share"}
    with pytest.raises(NotReady, match="say that nothing is known"):
        checkers["police"].checks.answer(asked.id, CheckAnswer(), asked.version)


def test_a_correction_is_a_further_answer_and_the_first_stays(worker, sent, asked, checkers) -> None:
    first = checkers["police"].checks.answer(asked.id, ANSWER, asked.version)
    better = dataclasses.replace(ANSWER, answer="Three calls in May, one with injury.", may_share="no")
    again = checkers["police_two"].checks.answer(asked.id, better, first.version)
    assert again.answer.startswith("Three calls")
    (kept,) = worker.checks.of(sent.id)[0].earlier
    assert kept["answer"] == ANSWER.answer
    assert kept["by"] == checkers["police"].seat.person.id
    assert checkers["police_two"].checks.open_asked(asked.id).earlier == (kept,)


def test_of_two_who_answer_at_once_the_later_is_told(asked, checkers) -> None:
    checkers["police"].checks.answer(asked.id, ANSWER, asked.version)
    with pytest.raises(EnquiryChangedElsewhere):
        checkers["police_two"].checks.answer(asked.id, NOTHING, asked.version)
    assert checkers["police_two"].checks.open_asked(asked.id).given.answer == ANSWER.answer


def test_an_answer_and_a_cancellation_do_not_overwrite_each_other(worker, asked, checkers) -> None:
    worker.checks.cancel(asked.id, "The mother has told us herself", asked.version)
    with pytest.raises((EnquiryChangedElsewhere, WrongMoment)):
        checkers["police"].checks.answer(asked.id, ANSWER, asked.version)


def test_the_hub_writes_down_what_it_was_told_by_whom_and_when(worker, sent, clock) -> None:
    check = worker.checks.ask(sent.id, question_to(agency_name="Harbour Housing", source="housing"))
    assert (check.agency_id, check.agency_name) == ("", "Harbour Housing")
    with pytest.raises(NotReady, match="who told you"):
        worker.checks.answer(check.id, ANSWER, check.version)
    told = dataclasses.replace(ANSWER, told_by="Jo Pascoe, housing officer", told_at=clock.now())
    answered = worker.checks.answer(check.id, told, check.version)
    assert answered.told_by == "Jo Pascoe, housing officer"
    assert dt.datetime.fromisoformat(answered.told_at) == clock.now()
    assert worker.status(sent.id) == "in_triage"


def test_a_late_answer_is_kept_after_the_decision(worker, sent, asked, checkers, store, clock) -> None:
    with store.write() as work:
        work.change_enquiry(sent.id, version=worker.version(sent.id), at=clock.now(), status="closed")
        work.commit()
    checkers["police"].checks.answer(asked.id, ANSWER, asked.version)
    assert worker.status(sent.id) == "closed"
    assert worker.checks.of(sent.id)[0].answer == ANSWER.answer


# what the checking agency sees


def test_the_list_says_what_is_due_the_most_overdue_first_without_names(
    worker, sent, asked, checkers, clock, police_id
):
    soon = worker.checks.ask(sent.id, question_to(police_id, due=clock.now() + dt.timedelta(minutes=30)))
    clock.move(hours=1)
    shown = checkers["police_two"].checks.asked_of_us()
    assert [one.check_id for one in shown] == [soon.id, asked.id]
    assert shown[0].overdue
    assert shown[0].due_words.startswith("overdue since")
    assert shown[1].due_words == "5 h left"  # six working hours: three left today, three tomorrow, one hour gone
    assert all(one.children == () for one in shown)
    checkers["police"].checks.answer(asked.id, ANSWER, asked.version)
    assert [one.status for one in checkers["police"].checks.asked_of_us()] == ["asked", "answered"]
    assert [one.status for one in checkers["police_two"].checks.asked_of_us()] == ["asked"]


def test_opening_shows_the_child_and_the_question_and_leaves_a_trace(worker, sent, asked, checkers) -> None:
    opened = checkers["police"].checks.open_asked(asked.id)
    answers = _answers_of(worker, sent.id)
    (child,) = opened.children
    assert child.names.startswith(answers.get("child_given_names", ("amira",)))
    assert child.birth
    assert answers.get("child_address", ("amira",)).postcode in child.addresses[0]
    assert opened.question == asked.question
    assert opened.lawful_basis.startswith("Public task")
    assert opened.asked_by == "Worker One"
    assert opened.hub_phone == worker.seat.hub.phone
    assert checkers["police"].tags(sent.id)[-1] == "check:opened"
    assert "Amira" not in repr(opened) + repr(child)


def test_nothing_else_of_the_enquiry_reaches_the_checking_agency(worker, sent, asked, checkers) -> None:
    opened = dataclasses.asdict(checkers["police"].checks.open_asked(asked.id))
    seen = " ".join(_texts(opened))
    shown = {"child_given_names", "child_family_name", "child_known_as", "child_birth_date", "child_address"}
    private = {
        text
        for address, value in _answers_of(worker, sent.id).values.items()
        if not (address.items[:1] == ("amira",) and address.question in shown)
        for text in _texts(value)
        if len(text) > 8 and not _shown_anyway(text, _answers_of(worker, sent.id))
    }
    assert len(private) > 40
    assert [text for text in private if text in seen] == []
    for word in (sent.reference, sent.id, sent.agency_name, sent.owner_name, asked.agreement):
        assert word not in seen


def test_the_address_of_a_refuge_stays_private(worker, teacher, checkers, police_id) -> None:
    from tests.services.conftest import example

    address = Postal("Haven House\n3 Hidden Row", "TQ1 1ZZ", "", "refuge")
    answers = example("two-children").with_answer("child_address", ("amira",), address)
    answers = answers.with_answer("child_birth_date", ("amira",), Absent("not_known"))
    draft = teacher.drafting.start(answers)
    sent = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    check = worker.checks.ask(sent.id, question_to(police_id))
    (child,) = checkers["police"].checks.open_asked(check.id).children
    assert child.addresses == ("Address kept private: ask the Hub",)
    assert child.birth == "not known"


def test_another_agency_does_not_find_it(asked, checkers) -> None:
    nurse = checkers["nurse"].checks
    assert nurse.asked_of_us() == ()
    for step in (lambda: nurse.open_asked(asked.id), lambda: nurse.answer(asked.id, ANSWER, asked.version)):
        with pytest.raises(NotFound, match="no such question"):
            step()
    with pytest.raises(NotFound, match="no such question"):
        nurse.open_asked("no such check")


def test_somebody_of_no_agency_of_the_store_gets_no_question(worker, sent, desks, checkers) -> None:
    check = worker.checks.ask(sent.id, question_to(agency_name="Harbour Housing", source="housing"))
    desks.people["nobody"] = dataclasses.replace(checkers["police"].seat.person, agency_id="")
    nobody = desks("nobody").checks
    assert nobody.asked_of_us() == ()
    with pytest.raises(AccessEnded):
        nobody.open_asked(check.id)


@pytest.mark.parametrize("who", ["teacher", "lead", "visitor", "admin"])
def test_who_has_no_part_in_checks_is_refused_everywhere(desks, asked, sent, who) -> None:
    checks = desks(who).checks
    for step in (
        checks.agencies, checks.asked_of_us, lambda: checks.of(sent.id), lambda: checks.suggested_due(sent.id),
        lambda: checks.ask(sent.id, question_to(agency_name="Anybody")),
        lambda: checks.cancel(asked.id, "Because I say so", 1), lambda: checks.answer(asked.id, ANSWER, 1),
        lambda: checks.open_asked(asked.id),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            step()


def test_a_checking_agency_asks_nobody_and_lists_no_enquiry(checkers, sent, asked) -> None:
    police = checkers["police"]
    for step in (
        police.checks.agencies, lambda: police.checks.of(sent.id), lambda: police.queue.open(sent.id),
        lambda: police.checks.ask(sent.id, question_to(agency_name="Anybody")), police.queue.page,
        lambda: police.checks.cancel(asked.id, "Because I say so", 1), lambda: police.cases.open(sent.id),
        lambda: police.conversation.of(sent.id), lambda: police.documents.referral(sent.id),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            step()


def test_who_answers_here_comes_first_and_the_hub_asks_not_itself(worker, checkers) -> None:
    found = worker.checks.agencies()
    assert [one.name for one in found] == ["Bay Health Visiting", "Bay Police", "Torview Primary School"]
    assert [one.answers_here for one in found] == [True, True, False]


def test_what_was_asked_and_answered_stands_in_the_history(worker, sent, asked, checkers) -> None:
    checkers["police"].checks.answer(asked.id, dataclasses.replace(ANSWER, police_only=True), asked.version)
    lines = [(line.who, line.what) for line in worker.cases.again(sent.id).history]
    assert ("Worker One", "Asked Bay Police") in lines
    assert ("Checker One", "Bay Police answered") in lines
    assert all(ANSWER.answer not in (line.what, line.why) for line in worker.cases.again(sent.id).history)


def test_a_record_survives_the_store(worker, sent, asked, store) -> None:
    with store.read() as read:
        assert read.hub_record(InformationCheck, asked.id) == asked


def _answers_of(desk, enquiry_id):
    with desk.seat.store.read() as read:
        return read.sent_version(enquiry_id).answers


def _shown_anyway(text: str, answers) -> bool:
    """What two children share (a family name, an address) may be shown of the one asked about."""
    address = answers.get("child_address", ("amira",))
    own = [answers.get("child_family_name", ("amira",)), answers.get("child_given_names", ("amira",))]
    return text in own or text in (address.lines, address.postcode, *address.lines.split("\n"))


def _texts(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, FlexDate):
        return [value.iso]
    if isinstance(value, dict) or hasattr(value, "items"):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in _texts(part)]
    if dataclasses.is_dataclass(value):
        return _texts(dataclasses.asdict(value))
    return []
