"""What was known when, as agency and Hub see it: from the draft to the decision, on screen and on paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.errors import NotAllowed
from tests.services.checking import ANSWER, question_to
from tests.services.test_writing_letters import WHY, decide


def shown(then) -> str:
    return "\n".join(f"{label}: {words}" for section in then.sections for label, words in section.answers)


def write(desk, enquiry_id, question, words) -> None:
    desk.drafting.save_changes(enquiry_id, desk.version(enquiry_id), [Change(Address(question, ()), words)])


def test_a_draft_minute_by_minute_with_what_came_next(teacher, clock) -> None:
    draft = teacher.drafting.start().enquiry
    clock.move(minutes=5)
    write(teacher, draft.id, "worry", "A bruise on the cheek.")
    clock.move(minutes=5)
    write(teacher, draft.id, "worry", "A bruise on the cheek, and a second one.")
    replay = teacher.replay.open(draft.id)
    assert [moment.kind for moment in replay.moments] == ["written"] * 3
    first, second, third = (teacher.replay.then(replay, number) for number in range(3))
    assert "bruise" not in shown(first)
    assert "A bruise on the cheek." in shown(second)
    assert "second one" not in shown(second)
    assert "second one" in shown(third)
    assert any("bruise" in sentence for sentence in first.next_changes)
    assert any("second one" in sentence for sentence in second.next_changes)
    assert (third.next_moment, third.next_changes) == (None, ())
    assert second.moment.who == teacher.seat.person.display_name
    assert "replay:opened" in teacher.tags(draft.id)


def test_the_hub_sees_only_what_was_sent_and_its_own_work(teacher, worker, desks, sent, clock) -> None:
    clock.move(hours=1)
    worker.cases.open(sent.id)
    clock.move(hours=1)
    decide(worker, desks("manager"), sent.id)
    replay = worker.replay.open(sent.id)
    assert replay.log == (), "nothing the agency wrote before sending"
    assert replay.moments[0].at == sent.sent_at
    first = worker.replay.then(replay, 0)
    assert first.version == 1
    assert first.sections
    assert ("Stage", "New") in first.standing
    assert not [line for line in first.happened if line.at > first.moment.at]
    everything = [worker.replay.then(replay, number) for number in range(len(replay.moments))]
    knew = [WHY[:30] in "".join(line.why for line in then.happened) for then in everything]
    assert knew == sorted(knew), "once known, known for good"
    assert (knew[0], knew[-1]) == (False, True)
    assert any(WHY[:30] in sentence for then in everything for sentence in then.next_changes)
    assert ("Rating", "Green") in everything[-1].standing


def test_what_another_agency_answered_is_known_from_its_answer_on(worker, desks, agencies, sent, clock) -> None:
    clock.move(hours=1)
    worker.triage.take(sent.id)
    worker.triage.rate(sent.id, "green", "", worker.version(sent.id))
    police = desks("checker")
    clock.move(hours=1)
    check = worker.checks.ask(sent.id, question_to(agencies["police"].id))
    clock.move(hours=1)
    answered = police.checks.answer(check.id, replace(ANSWER, answer="Called out in March."), check.version)
    clock.move(hours=1)
    police.checks.answer(check.id, replace(ANSWER, answer="Called out in April."), answered.version)
    replay = worker.replay.open(sent.id)
    everything = [worker.replay.then(replay, number) for number in range(len(replay.moments))]
    told = ["".join(line.why for line in then.happened) for then in everything]
    march, april = (["in March" in each for each in told], ["in April" in each for each in told])
    assert (march[0], march[-2], april[-2], april[-1]) == (False, True, False, True), "a later answer hides none"


def test_a_change_after_sending_is_known_from_when_it_was_sent(teacher, worker, sent, clock) -> None:
    clock.move(hours=1)
    draft = teacher.amending.begin(sent.id)
    teacher.drafting.save_changes(
        sent.id, draft.enquiry.version, [Change(Address("worry_in_short", ()), "He has come with a burn.")]
    )
    before = worker.replay.open(sent.id)
    assert "burn" not in shown(worker.replay.then(before, len(before.moments) - 1)), "not sent yet"
    clock.move(minutes=10)
    teacher.amending.send(sent.id, teacher.amending.preview(sent.id).version)
    for desk in (teacher, worker):
        replay = desk.replay.open(sent.id)
        last = len(replay.moments) - 1
        assert "burn" in shown(desk.replay.then(replay, last))
        assert "burn" not in shown(desk.replay.then(replay, 0))


def test_on_paper_with_every_answer_of_that_moment(teacher, clock) -> None:
    draft = teacher.drafting.start().enquiry
    clock.move(minutes=5)
    write(teacher, draft.id, "worry", "A bruise on the cheek.")
    replay = teacher.replay.open(draft.id)
    made = teacher.replay.pdf(replay, 1)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert "What was known when" in str(pdf.docinfo["/Title"])
    assert "replay:printed" in teacher.tags(draft.id)


@pytest.mark.parametrize("who", ["visitor", "admin", "checker"])
def test_others_may_not(desks, sent, who) -> None:
    with pytest.raises(NotAllowed):
        desks(who).replay.open(sent.id)


def test_a_clock_set_back_while_writing_is_said(teacher, clock) -> None:
    draft = teacher.drafting.start().enquiry
    clock.move(minutes=5)
    write(teacher, draft.id, "worry", "First.")
    assert not teacher.replay.open(draft.id).in_doubt
    clock.move(hours=-2)
    write(teacher, draft.id, "worry", "Second.")
    assert teacher.replay.open(draft.id).in_doubt


def test_what_was_sent_is_in_no_doubt(teacher, sent) -> None:
    replay = teacher.replay.open(sent.id)
    assert replay.log
    assert not replay.in_doubt
