"""What was known when: after any course of edits, every moment put back equals what was saved then (P5's sister).

A state machine edits a real draft at random, at random distances in time, and keeps what the store said after each save;
the log of changes has to give each of them back.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange, ItemsKey
from enquiry_app.enquiry.known_then import answers_at
from enquiry_app.services.ports import Summary
from tests.fixtures_store import NOON

WORDS = st.sampled_from(["", "cold", "hungry", "seen on Friday", "says nothing", "bruise"])
QUESTIONS = st.sampled_from(["worry", "worry_in_short", "best_time"])
CHILD_QUESTIONS = st.sampled_from(["child_given_names", "child_family_name", "child_school"])
CHILDREN = ("a", "b", "c")
SECONDS = st.sampled_from([0.4, 1.0, 7.0, 59.0, 60.0, 61.0, 600.0])


class Edits(RuleBasedStateMachine):
    """Edits one draft of `store`; handed in by the test below."""

    store = person = make = None

    @initialize()
    def begin(self) -> None:
        self.now = NOON
        with self.store.write() as work:
            self.draft = work.add_enquiry(self.make())
            work.commit()
        self.version = self.draft.version
        self.answers = Answers()
        self.saved: list[tuple[dt.datetime, Answers]] = []

    def save(self, *changes) -> None:
        with self.store.write() as work:
            self.version = work.save_answers(
                self.draft.id, version=self.version, changes=changes, summary=Summary(), place=None, at=self.now,
                by=self.person.id,
            )  # fmt: skip
            stored = work.answers(self.draft.id)
            work.commit()
        self.answers = self.answers.with_changes(changes)
        assert plain(stored) == plain(self.answers)
        self.saved.append((self.now, stored))

    @rule(seconds=SECONDS)
    def wait(self, seconds) -> None:
        self.now += dt.timedelta(seconds=seconds)

    @rule(question=QUESTIONS, words=WORDS)
    def write(self, question, words) -> None:
        self.save(Change(Address(question, ()), words or None))

    @rule(children=st.lists(st.sampled_from(CHILDREN), unique=True, max_size=3))
    def children_are(self, children) -> None:
        self.save(ItemsChange(ItemsKey("children", ()), tuple(children)))

    @rule(child=st.sampled_from(CHILDREN), question=CHILD_QUESTIONS, words=WORDS)
    def write_of_child(self, child, question, words) -> None:
        if child in self.answers.items_of("children"):
            self.save(Change(Address(question, (child,)), words or None))

    @rule(child=st.sampled_from(CHILDREN), words=WORDS)
    def come_and_be_named(self, child, words) -> None:
        children = self.answers.items_of("children")
        if child not in children:
            items = ItemsChange(ItemsKey("children", ()), (*children, child))
            self.save(items, Change(Address("child_given_names", (child,)), words or None))

    @invariant()
    def every_moment_is_as_it_was_saved(self) -> None:
        """The last save of each minute; and every save of a minute in which nothing was written over."""
        if not getattr(self, "saved", None):
            return
        with self.store.read() as read:
            log = read.answer_changes(self.draft.id)
        for number, (at, answers) in enumerate(self.saved):
            later = self.saved[number + 1 :]
            last_of_minute = not any(minute(other) == minute(at) for other, _ in later)
            if last_of_minute:
                assert plain(answers_at(log, at)) == plain(answers), at
        assert plain(answers_at(log, self.now)) == plain(self.saved[-1][1])


def minute(at: dt.datetime) -> dt.datetime:
    return at.replace(second=0, microsecond=0)


def plain(answers: Answers) -> tuple[object, object]:
    """Answers to compare: no items and no entry for a collection mean the same."""
    return dict(answers.values), {key: ids for key, ids in answers.items.items() if ids}


def run(store, people, an_enquiry, examples: int, steps: int) -> None:
    Edits.store, Edits.person, Edits.make = store, people["teacher"], staticmethod(an_enquiry)
    unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=unhurried
        ),
    )


def test_every_saved_moment_comes_back_as_it_was(store, people, an_enquiry) -> None:
    run(store, people, an_enquiry, 12, 25)


@pytest.mark.prove
def test_every_saved_moment_comes_back_in_many_courses(store, people, an_enquiry) -> None:
    run(store, people, an_enquiry, 300, 60)
