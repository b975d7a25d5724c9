"""What is written comes back: enquiries, answers, versions, what was sent, files."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from enquiry_app.enquiry.answers import (
    Absent,
    Address,
    Answers,
    Change,
    CivilTime,
    FlexDate,
    ItemsChange,
    ItemsKey,
    Postal,
    Typed,
)
from enquiry_app.enquiry.records import STATUSES, SentVersion, Suggested
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotFound
from enquiry_app.services.ports import Summary
from tests.fixtures_store import NOON

VALUES = st.one_of(
    st.text(min_size=1, max_size=40),
    st.integers(-5, 200),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True).map(tuple),
    st.sampled_from([FlexDate("2026"), FlexDate("2026-11", True), CivilTime("2026-11-03T14:05", True)]),
    st.builds(Postal, st.text(max_size=20), st.just("TQ1 1AA")),
    st.builds(Absent, st.sampled_from(["not_known", "declined"]), st.text(max_size=10)),
    st.builds(Typed, st.text(min_size=1, max_size=10)),
)
CHILDREN = ItemsKey("children")


@st.composite
def steps(draw):
    """Lists of changes as a form makes them: values at the top, values of children, children coming and going."""
    made = []
    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.integers(0, 3))
        child = draw(st.sampled_from(["c1", "c2", "c3"]))
        value = draw(st.none() | VALUES)
        if kind == 0:
            made.append(ItemsChange(CHILDREN, tuple(sorted(draw(st.sets(st.sampled_from(["c1", "c2", "c3"])))))))
        elif kind == 1:
            made.append(Change(Address(draw(st.sampled_from(["worry", "meaning"]))), value))
        elif kind == 2:
            made.append(Change(Address("child_says", (child,)), value))
        else:
            nested = ItemsKey("previous_addresses", (child,))
            made.append(ItemsChange(nested, tuple(sorted(draw(st.sets(st.sampled_from(["p1", "p2"])))))))
            made.append(Change(Address("old_address", (child, "p1")), value))
    return made


NO_SUMMARY = Summary()


def save(store, draft, version, changes, *, summary=NO_SUMMARY, at=NOON, place=None):
    with store.write() as work:
        new = work.save_answers(
            draft.id, version=version, changes=changes, summary=summary, place=place, at=at, by=draft.owner_id
        )
        work.commit()
    return new


def added(store, draft):
    with store.write() as work:
        record = work.add_enquiry(draft)
        work.commit()
    return record


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(steps(), min_size=1, max_size=3))
def test_stored_answers_are_what_the_changes_make_of_them(store, an_enquiry, saves):
    draft, answers, version = added(store, an_enquiry()), Answers(), 1
    for number, changes in enumerate(saves):
        version = save(store, draft, version, changes, at=NOON + dt.timedelta(minutes=number))
        answers = answers.with_changes(tuple(changes))
    with store.read() as reading:
        stored = reading.answers(draft.id)
        replayed = Answers().with_changes(tuple(change for _, _, change in reading.answer_changes(draft.id)))
    assert stored.values == answers.values
    assert {k: v for k, v in stored.items.items() if v} == {k: v for k, v in answers.items.items() if v}
    assert replayed.values == answers.values


def test_an_enquiry_comes_back_as_it_was_added(store, an_enquiry):
    record = an_enquiry(flags=("immediate_danger", "unborn"), urgent=True, place="worry", level="4", lead_id="x")
    stored = added(store, record)
    assert stored.seq > 0
    assert dataclasses.replace(stored, seq=0) == record


def test_every_status_can_be_stored(store, an_enquiry):
    for status in STATUSES:
        assert added(store, an_enquiry(status=status)).status == status


def test_the_second_writer_is_told_and_overwrites_nothing(store, an_enquiry):
    draft = added(store, an_enquiry())
    save(store, draft, 1, [Change(Address("worry"), "first")])
    with pytest.raises(EnquiryChangedElsewhere) as told:
        save(store, draft, 1, [Change(Address("worry"), "second")])
    assert (told.value.version_here, told.value.version_stored) == (1, 2)
    with store.read() as reading:
        assert reading.answers(draft.id).get("worry") == "first"


def test_leaving_without_commit_changes_nothing(store, an_enquiry):
    draft = an_enquiry()
    with store.write() as work:
        work.add_enquiry(draft)
    with store.read() as reading, pytest.raises(NotFound):
        reading.enquiry(draft.id)


def test_an_error_inside_the_block_changes_nothing(store, an_enquiry):
    draft = an_enquiry()

    def fail_half_way():
        with store.write() as work:
            work.add_enquiry(draft)
            raise AppError("stop")

    with pytest.raises(AppError):
        fail_half_way()
    with store.read() as reading:
        assert reading.enquiry_by_seq(1) is None


def test_a_reader_cannot_write(store, an_enquiry):
    with pytest.raises(AppError), store.read() as reading:
        reading.connection.exec_driver_sql("DELETE FROM account")


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(store, an_enquiry):
    draft = added(store, an_enquiry())
    with store.read() as reading:
        assert reading.answers(draft.id).get("worry") is None
        save(store, draft, 1, [Change(Address("worry"), "typed meanwhile")])
        assert reading.answers(draft.id).get("worry") is None


def test_the_summary_fills_the_narrow_columns(store, an_enquiry):
    draft = added(store, an_enquiry())
    summary = Summary("Milo Reed", "MR", "TQ1", "9 years", "3", True, ("protection",))
    save(store, draft, 1, [], summary=summary, place="children")
    with store.read() as reading:
        stored = reading.enquiry(draft.id)
    assert (stored.title, stored.initials, stored.area, stored.youngest) == ("Milo Reed", "MR", "TQ1", "9 years")
    assert (stored.level, stored.urgent, stored.flags, stored.place) == ("3", True, ("protection",), "children")
    assert stored.version == 2


def test_change_enquiry_refuses_what_it_may_not_set(store, an_enquiry):
    draft = added(store, an_enquiry())
    with store.write() as work, pytest.raises(TypeError):
        work.change_enquiry(draft.id, version=1, at=NOON, version_stored=9)


def test_reference_numbers_count_up_and_never_repeat(store):
    numbers = []
    for _ in range(3):
        with store.write() as work:
            numbers.append(work.next_reference_number())
            work.commit()
    assert numbers == [1, 2, 3]


def a_choice(child="c1", suggestion=None):
    return Suggested(child, "2", "because", NOON, "person", suggestion or {"level": "3"}, "torbay/1")


def a_sent_version(draft, answers):
    return SentVersion(
        draft.id, 1, answers, "enquiry/1", "torbay/1", "1.0", {"c1": {"level": "3"}}, {"c1": a_choice()}, NOON,
        draft.owner_id, "0" * 64,
    )  # fmt: skip


def test_a_sent_version_comes_back_and_cannot_be_changed_or_deleted(store, an_enquiry):
    draft = added(store, an_enquiry())
    answers = Answers().with_items("children", (), ("c1",)).with_answer("worry", (), "a worry")
    sent = a_sent_version(draft, answers)
    with store.write() as work:
        work.add_sent_version(sent)
        work.commit()
    with store.read() as reading:
        assert reading.sent_version(draft.id) == sent
    for statement in (
        "UPDATE sent_text SET content = '{}'",
        "DELETE FROM sent_text",
        "UPDATE sent_version SET sent_by = 'other'",
        "DELETE FROM sent_version",
    ):
        with store.write() as work, pytest.raises(IntegrityError):
            work.connection.exec_driver_sql(statement)
    with store.write() as work, pytest.raises(AppError):
        work.delete_enquiry(draft.id)


def test_the_first_choice_of_a_level_cannot_be_rewritten(store, an_enquiry):
    draft = added(store, an_enquiry())
    with store.write() as work:
        work.add_revealed(draft.id, a_choice())
        work.commit()
    with store.read() as reading:
        assert reading.revealed(draft.id) == {"c1": a_choice()}
        assert reading.draft(draft.id).revealed == {"c1": a_choice()}
    with store.write() as work, pytest.raises(IntegrityError):
        work.add_revealed(draft.id, a_choice(suggestion={"level": "4"}))
    with store.write() as work, pytest.raises(IntegrityError):
        work.connection.exec_driver_sql("UPDATE level_choice SET first_level = '4'")


def test_a_deleted_draft_is_gone_with_its_words(store, an_enquiry):
    draft = added(store, an_enquiry())
    save(store, draft, 1, [Change(Address("worry"), "Zanzibarword")])
    with store.write() as work:
        work.delete_enquiry(draft.id)
        work.commit()
    with store.read() as reading:
        with pytest.raises(NotFound):
            reading.enquiry(draft.id)
        for table in ("answer", "answer_change", "enquiry_person", "person", "person_key"):
            assert reading.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        assert reading.connection.exec_driver_sql("SELECT subject_id FROM tombstone").scalars().all() == [draft.id]


def test_a_draft_brought_back_by_undo_has_no_tombstone(store, an_enquiry):
    draft = added(store, an_enquiry())
    with store.write() as work:
        work.delete_enquiry(draft.id)
        work.add_enquiry(draft)
        work.commit()
    with store.read() as reading:
        assert reading.enquiry(draft.id).id == draft.id
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM tombstone").scalar() == 0


def test_the_newest_document_of_a_copy_is_given(store, an_enquiry):
    draft = added(store, an_enquiry())
    with store.write() as work:
        work.put_document(draft.id, "hub", b"one", "1" * 64, NOON)
        work.put_document(draft.id, "hub", b"two", "2" * 64, NOON)
        work.commit()
    with store.read() as reading:
        assert reading.document(draft.id, "hub") == b"two"
        assert reading.document(draft.id, "family") is None


def test_definitions_are_kept_once_and_the_newest_is_given(store):
    with store.write() as work:
        for content in ("{}", "{}", '{"a":1}'):
            work.put_definition("form", "enquiry/1", content)
        assert work.connection.exec_driver_sql("SELECT count(*) FROM definition").scalar() == 2
        assert work.definition("form", "enquiry/1") == '{"a":1}'
        with pytest.raises(NotFound):
            work.definition("form", "enquiry/9")


def test_a_practice_marker_cannot_be_cleared(store):
    with store.write() as work:
        work.put_store_info(dataclasses.replace(work.store_info(), practice=True))
        work.put_store_info(dataclasses.replace(work.store_info(), practice=False))
        assert work.store_info().practice is True
