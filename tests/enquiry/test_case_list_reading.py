"""Lists of the case system as they really come: encodings, separators, quotes, dates; all of it or a named fault."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.enquiry import case_list_reading
from enquiry_app.enquiry.case_list_reading import CaseEntry, CaseListRefused, guess_columns, read_entries, read_table

TODAY = dt.date(2026, 11, 23)
NEEDED = {"family_name": 0, "given_names": 1, "birth": 2}


def entries_of(text: str, mapping=None, encoding="utf-8") -> tuple[CaseEntry, ...]:
    table = read_table(text.encode(encoding))
    return read_entries(table, mapping or table.guessed, TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_usual_way_of_writing_gives_the_same_child(encoding, separator, ending) -> None:
    lines = (("Surname", "Forename", "DOB"), ("Ó Briain", "Zoë", "03/11/2019"), ("", "", ""))
    text = ending.join(separator.join(line) for line in lines) + ending
    assert entries_of(text, encoding=encoding) == (CaseEntry("Zoë", "Ó Briain", "2019-11-03"),)


def test_quotes_hold_separators_quotes_and_lines() -> None:
    text = 'Surname,Forename,DOB,Team\n"Byrne, Hale","Kit ""Kip""",1/2/2015,"Bay\nTeam"\n'
    (entry,) = entries_of(text)
    assert (entry.family_name, entry.given_names, entry.team) == ("Byrne, Hale", 'Kit "Kip"', "Bay Team")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("03/11/2019", "2019-11-03"), ("3-11-19", "2019-11-03"), ("3.11.2019", "2019-11-03"),
        ("3 Nov 2019", "2019-11-03"), ("3rd November 2019", "2019-11-03"), ("03-Nov-19", "2019-11-03"),
        ("2019-11-03", "2019-11-03"), ("20191103", "2019-11-03"), ("2019-11-03T00:00:00", "2019-11-03"),
        ("03/11/2019 00:00", "2019-11-03"), ("03/11/2019 00:00:00", "2019-11-03"), ("29/02/2016", "2016-02-29"),
        ("2019", "2019"), ("11/2019", "2019-11"), ("1/2/31", "1931-02-01"), ("10/08/2027", "2027-08-10"),
    ],
)  # fmt: skip
def test_dates_as_lists_write_them(typed, iso) -> None:
    assert entries_of(f"Surname,Forename,DOB\nReed,Kit,{typed}\n")[0].birth == iso


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("11/25/2019", "not a date"), ("29/02/2019", "not a date"), ("43772", "not a date"), ("about 2019", "not a date"),
        ("today", "not a date"), ("tbc", "not a date"), ("", "missing"), ("03/11/1899", "before 1900"),
        ("03/11/2028", "too far in the future"), ("03/11/2019 14:05", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_date_of_birth_is_named_by_line(typed, words) -> None:
    with pytest.raises(CaseListRefused, match=f"^Line 3: (the )?date of birth .*{words}"):
        entries_of(f"Surname,Forename,DOB\nReed,Ada,1/2/2015\nReed,Kit,{typed}\n")


def test_a_fault_repeats_nothing_of_the_child() -> None:
    with pytest.raises(CaseListRefused) as refused:
        entries_of("Surname,Forename,DOB,Known\nQuillfeather,Zebedee,31/31/2015,perhaps\n")
    assert refused.value.count == 2
    assert not re.search("Quill|Zebed|31|perhaps", str(refused.value))


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'Surname,Forename,DOB,Team\n\nReed,Kit,1/2/2015,"Bay\nTeam"\n\nReed,Ada,x,\n'
    with pytest.raises(CaseListRefused, match=r"^Line 6: "):
        entries_of(text)


def test_one_fault_in_many_lines_is_one_sentence() -> None:
    rows = "".join(f"Reed,Kit,{n}/13/2015\n" for n in range(1, 32))
    with pytest.raises(CaseListRefused) as refused:
        entries_of(f"Surname,Forename,DOB\n{rows}Reed,,1/2/2015\n")
    assert refused.value.count == 32
    dates, names = refused.value.faults
    assert dates.startswith("Lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 21 more: the date of birth is not a date.")
    assert names.startswith("Line 33: given names missing.")


def test_there_are_never_more_sentences_than_one_can_read() -> None:
    rows = "".join(f"Reed,Kit{',' * n}x\n" for n in range(2, 60))
    with pytest.raises(CaseListRefused) as refused:
        entries_of(f"Surname,Forename,DOB\n{rows}")
    assert len(refused.value.faults) == 21
    assert refused.value.faults[-1] == "And 38 other kinds of fault."


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Surname,Forename,DOB\n", "no children"),
        (b"Surname,DOB\nReed,1/2/2015\n", "at least three columns"),
        (b"Reed,Kit,01/02/2015\nReed,Ada,01/02/2016\n", "seems to be a child"),
        (b"Surname,Forename,DOB\nReed,Kit\n", "Line 2: 2 columns, where the first line has 3"),
        (b'Surname,Forename,DOB\nReed,Kit,1/2/2015\n"Reed,Ada,1/2/2015\n', "Line 3: a quotation mark"),
        (b"Surname,Forename,DOB\n\x81,Kit,1/2/2015\n", "letters of this file"),
        (b"PK\x03\x04\x00\x00" + b"\x00" * 300, "save it as “CSV UTF-8”"),
        (b",".join([b"c"] * 101) + b"\n", "more than 100 columns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(data, words) -> None:
    with pytest.raises(CaseListRefused, match=words):
        read_table(data)


def test_sizes_are_bounded(monkeypatch) -> None:
    monkeypatch.setattr(case_list_reading, "LARGEST_FILE", 100)
    with pytest.raises(CaseListRefused, match="larger than"):
        read_table(b"x" * 101)
    monkeypatch.setattr(case_list_reading, "LARGEST_FILE", 10_000)
    monkeypatch.setattr(case_list_reading, "MOST_ROWS", 3)
    with pytest.raises(CaseListRefused, match="more than 3 children"):
        read_table(b"Surname,Forename,DOB\n" + b"Reed,Kit,1/2/2015\n" * 4)
    with pytest.raises(CaseListRefused, match="longer than 200"):
        entries_of(f"Surname,Forename,DOB\n{'x' * 201},Kit,1/2/2015\n")


@pytest.mark.parametrize(
    ("word", "known"), [("Yes", True), ("n", False), ("1", True), ("not known", False), ("OPEN", True)]
)
def test_known_or_not_as_lists_say_it(word, known) -> None:
    assert entries_of(f"Surname,Forename,DOB,Known\nReed,Kit,1/2/2015,{word}\n")[0].known is known


def test_without_the_column_everybody_on_the_list_is_known() -> None:
    assert entries_of("Surname,Forename,DOB\nReed,Kit,1/2/2015\n")[0].known


def test_the_same_child_twice_counts_once() -> None:
    assert len(entries_of("Surname,Forename,DOB\nReed,Kit,1/2/2015\nReed,Kit,01/02/2015\n")) == 1


@pytest.mark.parametrize(
    ("columns", "guessed"),
    [
        (("SURNAME", "Forename(s)", "D.O.B."), {"family_name": 0, "birth": 2}),
        (("ID", "Family name", "Given names", "Date of birth", "Key worker"),
         {"family_name": 1, "given_names": 2, "birth": 3, "worker": 4}),
        (("a", "b", "c"), {}),
    ],
)  # fmt: skip
def test_guessing_columns(columns, guessed) -> None:
    found = guess_columns(columns)
    assert guessed.items() <= found.items()
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    "mapping", [{}, {"family_name": 0}, {**NEEDED, "team": 9}, {**NEEDED, "team": 0}, {**NEEDED, "narrative": 1}]
)
def test_a_mapping_that_does_not_fit_is_refused(mapping) -> None:
    table = read_table(b"Surname,Forename,DOB\nReed,Kit,1/2/2015\n")
    with pytest.raises(CaseListRefused):
        read_entries(table, mapping, TODAY)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(data) -> None:
    try:
        table = read_table(data)
    except CaseListRefused as error:
        refused = error
    else:
        assert table.rows
        assert all(len(cells) == len(table.columns) for _, cells in table.rows)
        return
    assert all(fault.endswith(".") for fault in refused.faults)


CELLS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12) | st.sampled_from(
    ["03/11/2019", "2 Feb 15", "Reed", "yes", "no", '"', ",", "\n", "“", " "]
)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8), separator=st.sampled_from(",;\t"))
def test_a_written_list_is_read_whole_or_not_at_all(rows, separator) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([("Surname", "Forename", "DOB", "Known"), *rows])
    mapping = {**NEEDED, "known": 3}
    try:
        entries = read_entries(read_table(out.getvalue().encode()), mapping, TODAY)
    except CaseListRefused as error:
        refused = error
    else:
        wanted = {(" ".join(r[1].split()), " ".join(r[0].split())) for r in rows if any(cell.strip() for cell in r)}
        assert {(entry.given_names, entry.family_name) for entry in entries} == wanted
        assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", entry.birth) for entry in entries)
        return
    assert refused.count >= 1
    assert all(fault.endswith(".") for fault in refused.faults)
