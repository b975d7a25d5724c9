"""A reference says which store and year it is from, and notices slips."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enquiry_app.enquiry.reference import (
    ALPHABET,
    LARGEST_NUMBER,
    PREFIX_LENGTH,
    Reference,
    make_prefix,
    make_reference,
    read_reference,
)
from enquiry_app.errors import CaseError

REFERENCES = st.builds(
    Reference,
    year=st.integers(2000, 2199),
    prefix=st.text(ALPHABET, min_size=PREFIX_LENGTH, max_size=PREFIX_LENGTH),
    number=st.integers(1, LARGEST_NUMBER),
)


@given(REFERENCES)
def test_a_reference_reads_back_as_itself(reference: Reference) -> None:
    assert read_reference(str(reference)) == reference


@given(REFERENCES, st.data())
def test_any_single_wrong_character_is_noticed(reference: Reference, data: st.DataObject) -> None:
    text = str(reference)
    place = data.draw(st.sampled_from([i for i, c in enumerate(text) if c != "-"]))
    wrong = data.draw(st.sampled_from(ALPHABET))
    assume(wrong != text[place] and not (text[place] == "S" and wrong == "5"))
    with pytest.raises(CaseError):
        read_reference(text[:place] + wrong + text[place + 1 :])


@given(REFERENCES, st.data())
def test_any_two_swapped_characters_are_noticed(reference: Reference, data: st.DataObject) -> None:
    letters = str(reference).replace("-", "")
    first, second = data.draw(st.lists(st.integers(3, len(letters) - 1), min_size=2, max_size=2, unique=True))
    assume(letters[first] != letters[second])
    swapped = list(letters)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    with pytest.raises(CaseError):
        read_reference("".join(swapped))


def test_it_is_read_as_people_type_it() -> None:
    reference = Reference(2026, "K7M1", 10)
    typed = str(reference).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_reference(f"  {typed} ") == reference


def test_the_year_is_that_of_london_time() -> None:
    last_minute = dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC)
    assert make_reference("K7MD", 1, last_minute).startswith("TSH-2026-")
    assert make_reference("K7MD", 1, last_minute + dt.timedelta(minutes=1)).startswith("TSH-2027-")
    still_old_year_elsewhere = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-1)))
    assert make_reference("K7MD", 1, still_old_year_elsewhere).startswith("TSH-2027-")


@pytest.mark.parametrize("number", [0, -1, LARGEST_NUMBER + 1])
def test_a_number_outside_the_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="running number"):
        make_reference("K7MD", number, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("prefix", ["", "K7M", "K7MDX", "K7MO", "k7md"])
def test_a_prefix_of_the_wrong_shape_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        make_reference(prefix, 1, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


@given(st.binary(min_size=8, max_size=16))
def test_a_prefix_is_made_of_the_alphabet(randomness: bytes) -> None:
    prefix = make_prefix(randomness)
    assert len(prefix) == PREFIX_LENGTH
    assert set(prefix) <= set(ALPHABET)


@pytest.mark.parametrize("text", ["", "TSH", "hello", "TSH-2026-K7MD-123-R", "XYZ-2026-K7MD-000123-R"])
def test_what_is_no_reference_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CaseError, match="A reference looks like TSH-2026-"):
        read_reference(text)
