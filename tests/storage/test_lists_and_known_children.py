"""Lists: filters, sorts, counts, search as typed. And "is this child known?"."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.services.ports import SORTS, IndexedPerson, QueueFilter, Summary
from enquiry_app.storage import person_matching
from tests.fixtures_store import NOON


def child(given="Milo", family="Reed", birth="2017-03-05", **more):
    return IndexedPerson("c1", "subject", given, family, birth=birth, **more)


@pytest.fixture
def listed(store, an_enquiry, people):
    """Puts an enquiry with this summary into the store and gives its record."""

    def put(summary=Summary(), hours=0, **columns):  # noqa: B008 - frozen
        at = NOON + dt.timedelta(hours=hours)
        draft = an_enquiry(created_at=at, updated_at=at, **columns)
        with store.write() as work:
            work.add_enquiry(draft)
            work.save_answers(draft.id, version=1, changes=[], summary=summary, place=None, at=at, by="p")
            work.commit()
            return work.enquiry(draft.id)

    return put


def ids(store, wanted=QueueFilter(), sort="newest", limit=50, offset=0):  # noqa: B008 - frozen
    with store.read() as reading:
        page = reading.enquiries(wanted, sort, limit, offset)
        if limit >= 50 and not offset:
            assert reading.count(wanted) == len(page)
            assert sum(reading.counts_by_status(wanted).values()) == len(page)
    return [enquiry.id for enquiry in page]


def test_each_sort_orders_as_its_name_says(store, listed):
    a = listed(Summary(urgent=False, level="2", area="TQ5"), hours=0, agency_name="Cedar").id
    b = listed(Summary(urgent=True, level="3", area="TQ1"), hours=2, agency_name="Alder").id
    c = listed(Summary(urgent=True, level="4", area="TQ3"), hours=1, agency_name="Beech").id
    expected = {
        "urgent_first": [b, c, a],
        "due": [a, b, c],
        "newest": [b, c, a],
        "oldest": [a, c, b],
        "level": [c, b, a],
        "area": [b, c, a],
        "agency": [b, c, a],
    }
    assert set(expected) == set(SORTS)
    for sort, order in expected.items():
        assert ids(store, sort=sort) == order, sort


def test_pages_do_not_overlap_when_everything_is_equal(store, listed):
    made = [listed().id for _ in range(7)]
    for sort in SORTS:
        pages = [one for offset in (0, 3, 6) for one in ids(store, sort=sort, limit=3, offset=offset)]
        assert sorted(pages) == sorted(made), sort


def test_filters_narrow_and_combine(store, listed, people, agencies):
    mine = listed(status="draft", lead_id=people["lead"].id)
    sent = listed(Summary(urgent=True, level="4"), status="sent")
    other = listed(status="sent", owner_id=people["visitor"].id, agency_id=agencies["clinic"].id)
    assert ids(store, QueueFilter(statuses=("draft",))) == [mine.id]
    assert set(ids(store, QueueFilter(statuses=("sent", "draft")))) == {mine.id, sent.id, other.id}
    assert ids(store, QueueFilter(owner_id=people["visitor"].id)) == [other.id]
    assert ids(store, QueueFilter(agency_id=agencies["clinic"].id)) == [other.id]
    assert ids(store, QueueFilter(lead_id=people["lead"].id)) == [mine.id]
    assert ids(store, QueueFilter(urgent_only=True, statuses=("sent",))) == [sent.id]
    assert ids(store, QueueFilter(level="4")) == [sent.id]
    assert ids(store, QueueFilter(level="4", statuses=("draft",))) == []


def test_a_persons_own_list_begins_with_what_they_worked_on_last(store, listed, people):
    first, second = listed(hours=0), listed(hours=1)
    with store.write() as work:
        work.change_enquiry(first.id, version=2, at=NOON + dt.timedelta(hours=5), place="worry")
        work.commit()
    assert ids(store, QueueFilter(owner_id=people["teacher"].id)) == [first.id, second.id]
    assert ids(store) == [second.id, first.id]


@pytest.mark.parametrize(
    "typed", ["reed", "mil", "MILO REED", "reed mi", "tq1", "tq1 3ab", "TQ13AB", "kid mo", "Renée", "renee"]
)
def test_search_finds_by_the_beginnings_of_words(store, listed, typed):
    people = (
        child("Milo", "Reed", known_as="Kid Mo", postcode="TQ1 3AB"),
        IndexedPerson("h1", "household", "Renée", "Oakes"),
    )
    wanted = listed(Summary(people=people)).id
    listed(Summary(people=(child("Nia", "Hart", postcode="TQ2 9ZZ"),)))
    assert ids(store, QueueFilter(text=typed)) == [wanted]


@pytest.mark.parametrize("typed", ['"', "' OR 1=1", "reed*", "NEAR(a b)", "-", "* *", "\u0000x"])
def test_search_takes_signs_as_they_come(store, listed, typed):
    listed(Summary(people=(child(),)))
    ids(store, QueueFilter(text=typed))


def test_search_finds_the_reference_once_there_is_one(store, listed):
    sent = listed()
    with store.write() as work:
        work.change_enquiry(
            sent.id, version=2, at=NOON, reference="TSH-2026-K7MD-000123-R", status="sent", sent_at=NOON
        )
        work.commit()
    assert ids(store, QueueFilter(text="tsh-2026-k7md")) == [sent.id]
    assert ids(store, QueueFilter(text="000123")) == [sent.id]
    with store.read() as reading:
        assert reading.enquiry_by_reference("TSH-2026-K7MD-000123-R").id == sent.id
        assert reading.enquiry_by_reference("") is None


def test_a_name_taken_back_is_not_found_any_more(store, listed):
    enquiry = listed(Summary(people=(child("Zebedee"),)))
    with store.write() as work:
        work.save_answers(
            enquiry.id, version=2, changes=[], summary=Summary(people=(child("Milo"),)), place=None, at=NOON, by="p"
        )
        work.commit()
    assert ids(store, QueueFilter(text="zebedee")) == []
    assert ids(store, QueueFilter(text="milo")) == [enquiry.id]
    with store.read() as reading:
        assert reading.similar(child("Zebedee", "Other", ""), "", "") == ()


def found(store, wanted, agency_id="", excluding=""):
    with store.read() as reading:
        return reading.similar(wanted, agency_id, excluding)


@pytest.mark.parametrize(
    ("typed", "strength", "fact"),
    [
        (child(), "strong", "same date of birth"),
        (child("Myles", "Other", "", nhs_number="999 123 4560"), "strong", "same NHS number"),
        (child("Milo", "Read"), "strong", "similar family name"),
        (child("Mylo", "Reed"), "strong", "similar given name"),
        (child("Reed", "Milo"), "strong", "given and family name changed over"),
        (child(birth="2017-05-03"), "possible", "day and month of birth changed over"),
        (child(birth="2017-03-15"), "possible", "date of birth close"),
        (child(birth=""), "possible", "same family name"),
        (child("Milo", "Johnson"), "possible", "same date of birth"),
    ],
)
def test_a_known_child_is_found_through_the_slips_people_make(store, listed, typed, strength, fact):
    known = listed(Summary(people=(child(nhs_number="9991234560"),)))
    listed(Summary(people=(child("Nia", "Hart", "2011-11-30"),)))
    matches = found(store, typed)
    assert [match.enquiry.id for match in matches] == [known.id]
    assert matches[0].strength == strength
    assert fact in matches[0].matched
    assert matches[0].child == "Milo Reed"


@pytest.mark.parametrize(
    "typed", [child("Nia", "Hart"), child("Milo", "Reed", "2009-12-24"), child("", "", ""), child("", "Reed", "2003")]
)
def test_another_child_is_not_taken_for_this_one(store, listed, typed):
    listed(Summary(people=(child(),)))
    assert all(match.strength != "strong" for match in found(store, typed))


def test_only_the_agency_asked_for_and_not_the_enquiry_itself(store, listed, agencies):
    own = listed(Summary(people=(child(),)))
    other = listed(Summary(people=(child(),)), agency_id=agencies["clinic"].id)
    assert {match.enquiry.id for match in found(store, child())} == {own.id, other.id}
    assert [match.enquiry.id for match in found(store, child(), agencies["clinic"].id)] == [other.id]
    assert [match.enquiry.id for match in found(store, child(), excluding=own.id)] == [other.id]


def test_names_in_other_scripts_meet_their_transliteration():
    assert person_matching.compare(child("Łucja", "Wójcik"), child("Lucja", "Wojcik")).strength == "strong"
    assert person_matching.folded("محمد") != ""


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(["", "2017", "2017-03", "2017-03-05"]))
def test_a_person_always_matches_themselves(given_names, family, birth):
    person = child(given_names, family, birth)
    match = person_matching.compare(person, person)
    named = person_matching.folded(given_names) and person_matching.folded(family)
    assert person_matching.keys_of(person) == person_matching.keys_of(person)
    if named:
        assert match is not None
        assert person_matching.keys_of(person)


def test_short_words_are_looked_for_in_names_and_long_ones_in_what_was_sent(store, listed):
    from sqlalchemy import text

    one = listed(Summary(people=(child(given="Tamsin", family="Lark"),)))
    with store.write() as work:
        work.connection.execute(
            text("UPDATE enquiry_search SET told = 'tired at school' WHERE rowid = :seq"), {"seq": one.seq}
        )
        work.commit()
    for typed, wanted in (("tire", [one.id]), ("ti", []), ("ta", [one.id]), ("ta tired", [one.id])):
        with store.read() as reading:
            page, total, cut = reading.page_and_count(QueueFilter(text=typed), "newest", 10)
        assert ([each.id for each in page], total, cut) == (wanted, len(wanted), False), typed


def test_among_everything_only_the_newest_are_found_and_that_is_said(store, listed, monkeypatch):
    from enquiry_app.storage import queue_queries

    made = [listed(Summary(people=(child(),)), hours=number).id for number in range(5)]
    monkeypatch.setattr(queue_queries, "MOST_FOUND", 3)
    for wanted, found in (
        (QueueFilter(text="milo"), made[:1:-1]),
        (QueueFilter(text="milo", statuses=("draft",)), made[::-1]),
    ):
        with store.read() as reading:
            page, total, cut = reading.page_and_count(wanted, "newest", 10)
        assert [each.id for each in page] == found
        assert (total, cut) == (len(found), not wanted.statuses)
