"""Is the child known? Candidates, links that can be undone, earlier enquiries, and the radar for repeats."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.answers import FlexDate, Postal
from enquiry_app.enquiry.hub_records import Link, Task
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed
from enquiry_app.services.moving import WrongMoment
from tests.builders import a_child, ready_answers, with_answers


def answers_of(name="Robin", family="Example", born="2017-03-02", **child):
    changed = {"child_given_names": name, "child_family_name": family, "child_birth_date": FlexDate(born), **child}
    if (name, born) != ("Robin", "2017-03-02"):
        changed.setdefault("child_nhs_number", None)
    return with_answers(ready_answers(), changed, "child-1")


@pytest.fixture
def send(teacher):
    def sent_with(answers=None):
        draft = teacher.drafting.start(answers or answers_of())
        return teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry

    return sent_with


@pytest.fixture
def manager(desks):
    return desks("manager")


def test_the_same_child_elsewhere_is_strong_with_facts_on_both_sides(worker, send, clock):
    before = send(answers_of(child_address=Postal("9 Other Road\nPaignton", "TQ3 1AA", "", "current")))
    clock.move(days=30)
    now = send()
    (found,) = worker.known.candidates(now.id)
    assert (found.enquiry.id, found.strength, found.relation) == (before.id, "strong", "same_child")
    assert "same date of birth" in found.matched
    assert "another address" in found.differing
    assert (found.other_name, found.other_part, found.link) == ("Robin Example", "child", None)
    assert "child:looked_for" in worker.tags(now.id)
    assert worker.known.of(now.id).earlier[0].enquiry.id == before.id


def test_a_brother_and_a_stranger(worker, send):
    brother = send(answers_of("Casper", born="2014-07-19"))
    send(answers_of("Nia", "Hart", "2012-11-30", child_address=Postal("4 Far Lane\nExeter", "EX1 2AB", "", "current")))
    (found,) = worker.known.candidates(send().id)
    assert (found.enquiry.id, found.strength, found.relation) == (brother.id, "possible", "sibling")
    assert "may be a brother or sister" in found.matched
    assert "another date of birth" in found.differing


def test_drafts_and_withdrawn_enquiries_are_nobody_elses_business(worker, teacher, send):
    teacher.drafting.start(answers_of())
    assert worker.known.candidates(send().id) == ()


def test_a_link_can_be_seen_from_both_ends_and_undone(worker, send):
    one, other = send(answers_of("Casper", born="2014-07-19")), send()
    (found,) = worker.known.candidates(other.id)
    link = worker.known.link(other.id, "sibling", one.id, "", found.child, found.other_child, found.matched)
    assert worker.known.candidates(other.id)[0].link == link
    assert worker.known.candidates(one.id)[0].link == link
    with pytest.raises(WrongMoment):
        worker.known.link(one.id, "same_child", other.id, "", found.other_child, found.child, ())
    with pytest.raises(AppError):
        worker.known.unlink(link.id, "  ", 1)
    with pytest.raises(EnquiryChangedElsewhere):
        worker.known.unlink(link.id, "Another family", 7)
    worker.known.unlink(link.id, "Another family", 1)
    assert worker.known.candidates(one.id)[0].link is None
    with worker.seat.store.read() as read:
        kept = read.hub_record(Link, link.id)
    assert (kept.undone_because, kept.undone_by) == ("Another family", worker.seat.person.id)
    with pytest.raises(WrongMoment):
        worker.known.unlink(link.id, "Twice", 2)
    assert {"child:linked", "child:unlinked"} <= set(worker.tags(other.id))


@pytest.mark.parametrize(("kind", "other", "entry"), [("friend", "x", ""), ("case_list", "x", ""), ("sibling", "", "")])
def test_what_cannot_be_linked_is_refused(worker, send, kind, other, entry):
    with pytest.raises(AppError):
        worker.known.link(send().id, kind, other, entry, "child-1", "", ())


def test_only_the_hub_may_look(teacher, lead, send):
    enquiry = send()
    for desk in (teacher, lead):
        with pytest.raises(NotAllowed):
            desk.known.of(enquiry.id)
        with pytest.raises(NotAllowed):
            desk.known.repeats()


def test_a_third_enquiry_in_a_year_is_for_a_manager_once(worker, manager, send, clock):
    ids = []
    for name in ("Robin", "Robyn", "Robin"):
        ids.append(send(answers_of(name)).id)
        worker.queue.open(ids[-1])
        worker.queue.open(ids[-1])
        clock.move(days=100)
    with worker.seat.store.read() as read:
        assert [read.enquiry(each).repeats for each in ids] == [0, 1, 2]
        tasks = read.hub_records(Task, kind="repeat_review")
    assert [task.enquiry_id for task in tasks] == [ids[2]]
    assert "Robin" not in tasks[0].what
    assert [each.enquiry.id for each in manager.known.repeats()] == [ids[2]]
    assert [each.task.id for each in manager.tasks.repeat_reviews()] == [tasks[0].id]


def test_more_than_a_year_ago_does_not_count(worker, send, clock):
    send()
    clock.move(days=366)
    now = send()
    worker.queue.open(now.id)
    with worker.seat.store.read() as read:
        assert read.enquiry(now.id).repeats == 0
    assert [each.in_last_year for each in worker.known.earlier(now.id)] == [False]


def ticks(answers, *indicators):
    seen = [{"indicator": each, "when": "now", "source": "seen"} for each in indicators]
    return answers.with_answer("matrix", ("child-1",), {"observations": seen})


def test_signs_piling_up_are_for_a_manager(worker, manager, send, clock):
    send(ticks(answers_of(), "HEA1e", "HEA3b", "EDU3b"))
    clock.move(days=60)
    now = send(ticks(answers_of(), "REL3b", "REL3c", "HOU4d", "HEA3b"))
    worker.queue.open(now.id)
    assert [each.task.what.startswith("Worries are piling up") for each in manager.known.repeats()] == [True]


def test_linking_makes_the_radar_count_again(worker, manager, send, clock):
    before = [send(answers_of("Casper", born="2014-07-19")).id, send(answers_of("Wren", born="2012-05-06")).id]
    clock.move(days=10)
    now = send()
    worker.queue.open(now.id)
    assert manager.known.repeats() == ()
    for other in before:
        worker.known.link(now.id, "sibling", other, "", "child-1", "child-1", ())
    assert [each.enquiry.id for each in manager.known.repeats()] == [now.id]
    with worker.seat.store.read() as read:
        assert read.enquiry(now.id).repeats == 2


def test_two_children_here_each_have_their_own(worker, send):
    send(answers_of("Casper", born="2014-07-19"))
    both = a_child(answers_of(), "child-2", child_given_names="Casper", child_birth_date=FlexDate("2014-07-19"),
                   child_nhs_number=None)  # fmt: skip
    found = worker.known.candidates(send(both).id)
    assert [(each.child, each.strength, each.relation) for each in found] == [
        ("child-2", "strong", "same_child"), ("child-1", "possible", "sibling"),
    ]  # fmt: skip


def test_two_people_set_apart_are_no_repeat_and_can_be_put_back(worker, manager, send, clock):
    ids = []
    for _ in range(3):
        ids.append(send().id)
        clock.move(days=20)
    first, second, now = ids
    (found, *_) = worker.known.candidates(now)
    with pytest.raises(AppError):
        worker.known.set_apart(now, second, found.child, found.other_child, "  ")
    said = worker.known.set_apart(now, second, "child-1", "child-1", "Another birth certificate")
    with pytest.raises(WrongMoment):
        worker.known.set_apart(second, now, "child-1", "child-1", "Said twice")
    known = worker.known.of(now)
    assert [(each.enquiry.id, each.apart is not None) for each in known.candidates] == [(first, False), (second, True)]
    assert [each.enquiry.id for each in known.earlier] == [first]
    assert worker.cases.open(now).sure_not_linked == 1
    assert manager.known.repeats() == ()
    assert worker.known.of(second).candidates[-1].apart == said, "seen from both ends"
    texts = [line.what for line in worker.cases.again(second).history]
    assert "Said that a child of another enquiry is somebody else" in texts
    with pytest.raises(EnquiryChangedElsewhere):
        worker.known.put_back(said.id, said.version + 1)
    worker.known.put_back(said.id, said.version)
    assert all(each.apart is None for each in worker.known.candidates(now))
    assert [each.enquiry.id for each in manager.known.repeats()] == [now]
    assert {"child:set_apart", "child:put_back"} <= set(worker.tags(now))
