"""Closing needs an answered referrer; nothing else leads there. Opening again is a manager's, with a reason."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import inspect
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import enquiry_app
from enquiry_app.composition import SERVICES
from enquiry_app.enquiry.hub_records import Disagreement, Letter, Task
from enquiry_app.enquiry.records import STATUSES
from enquiry_app.enquiry.task_rules import follow_up_due
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotReady
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.moving import WrongMoment
from tests.fixtures_store import NOON
from tests.services.test_writing_letters import decide, enquiry_of, put

EVERYBODY = ("teacher", "lead", "visitor", "worker", "manager", "second", "checker", "admin")


@pytest.fixture
def manager(desks):
    return desks("manager")


@pytest.fixture
def decided(worker, manager, sent):
    return decide(worker, manager, sent.id)


@pytest.fixture
def told(worker, sent, decided):
    letter = worker.letters.compose(sent.id)
    return worker.letters.send(letter.id, "app", letter.version)


def test_without_a_letter_it_stays_open_and_says_why(worker, sent, decided) -> None:
    (missing,) = worker.closing.may_close(sent.id)
    assert "has not been told" in missing
    with pytest.raises(NotReady, match="has not been told"):
        worker.closing.close(sent.id, worker.version(sent.id))
    assert worker.status(sent.id) == "feedback_due"
    worker.letters.compose(sent.id)
    assert worker.closing.may_close(sent.id) == (missing,), "a draft tells nobody"


def test_before_a_decision_nothing_can_be_closed(worker, sent) -> None:
    worker.triage.take(sent.id)
    with pytest.raises(NotReady, match="Nothing has been decided"):
        worker.closing.close(sent.id, worker.version(sent.id))


def test_told_it_closes_and_somebody_looks_in_three_months(worker, sent, told) -> None:
    assert worker.closing.may_close(sent.id) == ()
    closed = worker.closing.close(sent.id, worker.version(sent.id))
    assert (closed.status, closed.closed_at, closed.due_at) == ("closed", NOON, None)
    with worker.seat.store.read() as read:
        (task,) = read.hub_records(Task, sent.id, kind="follow_up")
    assert task.due_at == follow_up_due(worker.seat.hub.hours, NOON)
    assert task.due_at.date() == dt.date(2027, 2, 23)
    assert (task.assigned_to, task.in_letter) == (worker.seat.person.id, False)
    assert {"enquiry:closed", "enquiry:status", "task:added"} <= set(worker.tags(sent.id))


def test_a_coded_reason_closes_too(worker, sent, decided) -> None:
    worker.letters.no_feedback(sent.id, "anonymous", "")
    assert worker.closing.close(sent.id, worker.version(sent.id)).status == "closed"


def test_the_later_of_two_is_refused(worker, manager, sent, told) -> None:
    seen = worker.version(sent.id)
    manager.triage.rate(sent.id, "blue", "It has become quieter", seen)
    with pytest.raises(EnquiryChangedElsewhere):
        worker.closing.close(sent.id, seen)


def test_an_open_disagreement_holds_it(worker, teacher, sent, told) -> None:
    me = teacher.seat.person.id
    open_one = Disagreement(new_id(), 1, sent.id, "open", 1, "threshold", NOON, me)
    put(worker, open_one)
    assert worker.closing.may_close(sent.id)[0].startswith("A disagreement is open")
    with pytest.raises(NotReady, match="disagreement"):
        worker.closing.close(sent.id, worker.version(sent.id))


def test_only_hub_people_close_and_only_managers_open_again(desks, worker, manager, sent, told) -> None:
    for who in ("teacher", "lead", "visitor", "checker", "admin"):
        with pytest.raises(NotAllowed):
            desks(who).closing.close(sent.id, worker.version(sent.id))
        with pytest.raises(NotAllowed):
            desks(who).closing.may_close(sent.id)
    worker.closing.close(sent.id, worker.version(sent.id))
    with pytest.raises(NotAllowed):
        worker.closing.reopen(sent.id, "The father has come back", worker.version(sent.id))
    with pytest.raises(AppError, match="Say why"):
        manager.closing.reopen(sent.id, " ", manager.version(sent.id))
    opened = manager.closing.reopen(sent.id, "The father has come back", manager.version(sent.id))
    assert (opened.status, opened.closed_at, opened.decided_at, opened.feedback_at) == ("in_triage", None, None, None)
    assert "enquiry:reopened" in manager.tags(sent.id)
    with pytest.raises(WrongMoment):
        manager.closing.reopen(sent.id, "The father has come back", manager.version(sent.id))


def test_after_opening_again_the_old_letter_answers_nothing(worker, manager, sent, told, clock) -> None:
    worker.closing.close(sent.id, worker.version(sent.id))
    clock.move(days=1)
    manager.closing.reopen(sent.id, "The father has come back", manager.version(sent.id))
    with pytest.raises(NotReady):
        worker.closing.close(sent.id, worker.version(sent.id))
    clock.move(hours=1)
    worker.triage.link_to_open_case(sent.id, "Jo Reed", "01632 960112", "", worker.version(sent.id))
    worker.triage.answer_due(sent.id, worker.version(sent.id))
    with pytest.raises(NotReady, match="has not been told"):
        worker.closing.close(sent.id, worker.version(sent.id))
    letter = worker.letters.compose(sent.id)
    worker.letters.send(letter.id, "app", letter.version)
    assert worker.closing.close(sent.id, worker.version(sent.id)).status == "closed"


def test_a_change_of_decision_that_waits_holds_it(worker, manager, sent, decided, told) -> None:
    from enquiry_app.services.deciding import input_of

    manager.decisions.change(decided.id, input_of(decided), "It was put too low before", decided.version)
    assert any("second manager" in sentence for sentence in worker.closing.may_close(sent.id))


# --- no other way


def test_no_line_of_the_program_closes_but_the_one() -> None:
    """Whatever is moved or set to `closed` by name, in any service, is in closing.py."""
    found = set()
    folder = Path(enquiry_app.__file__).parent / "services"
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                words = [*node.args, *(each.value for each in node.keywords if each.arg in ("to", "status"))]
                closes = any(isinstance(word, ast.Constant) and word.value == "closed" for word in words)
                if closes and name in ("move", "change", "change_enquiry", "replace"):
                    found.add(path.name)
    assert found <= {"closing.py"}, found
    assert found, "the search finds nothing any more"


GUESSES = {
    "version": 1, "words": "Because of what is known", "reason": "Because of what is known", "answer": "yes",
    "how": "app", "rating": "green", "worker": "Jo Reed", "phone": "01632 960112", "authority": "Devon",
    "confirmed_by": "Duty desk", "note": "Because of what is known", "text": "What is known?", "kind": "information",
    "copy": "hub", "variant": "professional", "to_whom": "Duty desk", "names_allowed": True, "result": "done",
}  # fmt: skip


def steps_of(desk, enquiry_id):
    """Every public step of every service that can be called with what is at hand: the enquiry, plausible words."""
    for attribute, (module, kind) in SERVICES.items():
        if find_spec(f"enquiry_app.services.{module}") is None:
            continue
        loaded = getattr(import_module(f"enquiry_app.services.{module}"), kind)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            wanted = [each for each in inspect.signature(function).parameters.values() if each.name != "self"]
            if name.startswith("_") or not wanted or wanted[0].name != "enquiry_id" or (kind, name) == CLOSE:
                continue
            given = {}
            for each in wanted[1:]:
                if each.name == "version":
                    given["version"] = desk.version(enquiry_id)
                elif each.default is inspect.Parameter.empty:
                    given[each.name] = GUESSES.get(each.name, "Because of what is known")
            yield f"{attribute}.{name}", getattr(getattr(desk, attribute), name), given


CLOSE = ("Closing", "close")


def put_at(desk, enquiry_id, status) -> None:
    with desk.seat.store.write() as work:
        found = work.enquiry(enquiry_id)
        if found.status != status:
            work.change_enquiry(enquiry_id, version=found.version, at=NOON, status=status, closed_at=None)
            work.commit()


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_step_of_any_service_closes_from_any_status(desks, worker, sent, who) -> None:
    """Every status, every person, every step that takes an enquiry: only `closing.close` ends at closed."""
    worker.triage.take(sent.id)
    desk, tried = desks(who), 0
    for status in [each for each in STATUSES if each != "closed"]:
        put_at(worker, sent.id, status)
        for name, step, given in list(steps_of(desk, sent.id)):
            put_at(worker, sent.id, status)
            if "version" in given:
                given["version"] = worker.version(sent.id)
            # refused, or the words at hand were of the wrong kind: neither may close
            with contextlib.suppress(AppError, KeyError, TypeError, ValueError, AttributeError):
                step(sent.id, **given)
            tried += 1
            assert worker.status(sent.id) != "closed", (status, name)
    assert tried > len(STATUSES) * 10


@pytest.mark.parametrize("status", [each for each in STATUSES if each != "closed"])
def test_closing_itself_is_refused_from_every_status_without_an_answer(desks, worker, sent, status) -> None:
    worker.triage.take(sent.id)
    put_at(worker, sent.id, status)
    for who in EVERYBODY:
        with pytest.raises((NotAllowed, NotReady)):
            desks(who).closing.close(sent.id, worker.version(sent.id))
    assert enquiry_of(worker, sent.id).status == status


def test_a_letter_put_by_for_another_decision_does_not_count(worker, sent, decided) -> None:
    me = worker.seat.person.id
    put(worker, Letter(new_id(), 1, sent.id, "outcome", "sent", NOON, me, NOON, me, decision_id="another"))
    assert worker.closing.may_close(sent.id) != ()
