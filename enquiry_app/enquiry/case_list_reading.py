"""Reads a list exported from the case system: bytes of a CSV file to a table, and a table to entries. Pure.

All or nothing: one line that cannot be read and there is no list, but every such line is named, with what to do.
No fault repeats what stands in the line: it says where to look.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from enquiry_app.enquiry.date_reading import read_date
from enquiry_app.errors import AppError

LARGEST_FILE = 40_000_000  # bytes
MOST_ROWS = 200_000
MOST_COLUMNS = 100
LONGEST_CELL = 200  # characters, of a column that is used
MOST_FAULTS_SHOWN = 20  # different ones
MOST_LINES_SHOWN = 10  # of each fault
OLDEST_BIRTH_YEAR = 1900
UNBORN_DAYS = 300  # a date of birth so far ahead is when a baby is due
PREVIEW_ROWS = 5

# What a list says of a child: key -> (label, needed). The labels are those of the import dialog.
FIELDS: Mapping[str, tuple[str, bool]] = {
    "family_name": ("Family name", True),
    "given_names": ("Given names", True),
    "birth": ("Date of birth", True),
    "known": ("Known, yes or no", False),
    "worker": ("Allocated worker", False),
    "team": ("Team", False),
    "phone": ("Telephone", False),
}
# Column names by which a field is guessed, small letters and digits only; the whole name, in order of preference.
_GUESSES: Mapping[str, tuple[str, ...]] = {
    "family_name": ("familyname", "surname", "lastname", "family", "childsurname", "clientsurname", "personsurname"),
    "given_names": (
        "givennames", "givenname", "forenames", "forename", "firstname", "firstnames", "given", "childforename",
        "childforenames", "clientforename", "personforename",
    ),
    "birth": ("dateofbirth", "dob", "birthdate", "birth", "born", "childdob", "clientdob", "dateofbirthordue"),
    "known": ("known", "knowntosocialcare", "knownyn", "isknown", "opencase", "open", "knowntochildrenssocialcare"),
    "worker": (
        "allocatedworker", "socialworker", "worker", "keyworker", "leadworker", "allocatedsocialworker", "caseworker",
        "allocatedto", "leadpractitioner",
    ),
    "team": ("team", "teamname", "allocatedteam", "workerteam", "service"),
    "phone": (
        "phone", "telephone", "telephonenumber", "phonenumber", "teamphone", "workerphone", "contactnumber", "tel",
        "workertelephone", "teamtelephone",
    ),
}  # fmt: skip
_YES = frozenset({"yes", "y", "true", "1", "known", "open", "active"})
_NO = frozenset({"no", "n", "false", "0", "not known", "unknown", "not_known"})
_ANY_DAY = dt.date(2026, 1, 1)  # for telling whether something is a date at all
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?Z?$")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ENCODING_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


class CaseListRefused(AppError):
    """A list that cannot be taken. `faults` are sentences, each with the lines it is about; `count` how many there are."""

    code = "case_list"

    def __init__(self, faults: Sequence[str], count: int = 0) -> None:
        self.faults = tuple(faults)
        self.count = max(count, len(self.faults))
        super().__init__("\n".join(self.faults))


class _Faults:
    """Gathers what is wrong in which line, the same fault in many lines as one sentence."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._count = 0

    def note(self, line: int, words: str) -> None:
        self._lines.setdefault(words, []).append(line)
        self._count += 1

    def refuse(self) -> None:
        """Raise CaseListRefused if there are any."""
        if self._lines:
            shown = [_sentence(lines, words) for words, lines in self._lines.items()]
            left = len(shown) - MOST_FAULTS_SHOWN
            more = [f"And {left:,} other kinds of fault."] if left > 0 else []
            raise CaseListRefused([*shown[:MOST_FAULTS_SHOWN], *more], self._count)


def _sentence(lines: Sequence[int], words: str) -> str:
    if len(lines) == 1:
        return f"Line {lines[0]:,}: {words}"
    named = ", ".join(f"{line:,}" for line in lines[:MOST_LINES_SHOWN])
    left = len(lines) - MOST_LINES_SHOWN
    return f"Lines {named}{f' and {left:,} more' if left > 0 else ''}: {words}"


@dataclass(frozen=True, repr=False)
class CaseEntry:
    """One child of the list. `birth` is ISO, perhaps only a month or year, or the due date of an unborn baby. `id` is
    given by the store; the same names and date of birth keep theirs from one list to the next."""

    given_names: str
    family_name: str
    birth: str
    known: bool = True
    worker: str = ""
    team: str = ""
    phone: str = ""
    id: str = field(default="", compare=False)


@dataclass(frozen=True, repr=False)
class CaseTable:
    """A file as a table: column names of its first line, and the rows with the line each begins on (1-based)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    separator: str
    guessed: Mapping[str, int] = field(default_factory=dict)

    def first_rows(self, count: int = PREVIEW_ROWS) -> tuple[tuple[str, ...], ...]:
        """The first rows, for a look at them."""
        return tuple(cells for _, cells in self.rows[:count])


def read_table(data: bytes) -> CaseTable:
    """The table in a CSV file. Raises CaseListRefused, naming the line where one is at fault."""
    if not data:
        raise CaseListRefused(["The file is empty. Export the list again."])
    if len(data) > LARGEST_FILE:
        raise CaseListRefused([f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Export only open cases."])
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise CaseListRefused(
            ["This is a spreadsheet or document. Open it, save it as “CSV UTF-8”, and choose that file."]
        )
    text, encoding = _decoded(data)
    separator = _separator_of(text)
    lines = _lines(text, separator)
    columns = tuple(" ".join(cell.split()) for cell in next(lines, (1, ()))[1])
    _check_columns(columns)
    rows = tuple(_checked_rows(lines, columns))
    if not rows:
        raise CaseListRefused(["The file has column names but no children. Export the list again."])
    return CaseTable(columns, rows, encoding, separator, guess_columns(columns))


def guess_columns(columns: Sequence[str]) -> Mapping[str, int]:
    """Field -> number of its column (from 0), as far as the column names tell. No column is given twice."""
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in columns]
    found: dict[str, int] = {}
    for key, names in _GUESSES.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None and place not in found.values():
            found[key] = place
    return found


def read_entries(
    table: CaseTable, mapping: Mapping[str, int], as_of: dt.date, on_progress: Callable[[int], None] | None = None
) -> tuple[CaseEntry, ...]:
    """Every child of the table, the same child in the same words only once.

    `mapping`: field -> number of its column. `on_progress` gets the number of rows done, every thousand.
    Raises CaseListRefused with the faults of all lines.
    """
    _check_mapping(table, mapping)
    faults = _Faults()
    entries: dict[CaseEntry, None] = {}
    for number, (line, cells) in enumerate(table.rows, 1):
        given = {key: " ".join(cells[place].split()) for key, place in mapping.items()}
        wrong = list(_faults_of(given, as_of))
        for words in wrong:
            faults.note(line, words)
        if not wrong:
            entries[_entry(given, as_of)] = None
        if on_progress is not None and number % 1000 == 0:
            on_progress(number)
    faults.refuse()
    return tuple(entries)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding: by its mark, as UTF-8, or as Windows writes it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tries = ["utf-16"]
    elif b"\x00" in data[:200]:
        tries = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        tries = ["utf-8-sig", "cp1252"]
    for encoding in tries:
        try:
            return data.decode(encoding), _ENCODING_NAMES.get(encoding, "UTF-16")
        except UnicodeDecodeError:
            continue
    raise CaseListRefused(
        ["The letters of this file cannot be read. Open it in a spreadsheet and save it as “CSV UTF-8”."]
    )


def _separator_of(text: str) -> str:
    """Comma, semicolon or tab: the one that stands most often in the first line outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) >= 5:  # a line some spreadsheets put on top
        return first[4] if first[4] in ",;\t" else ","
    plain = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=plain.count)


def _lines(text: str, separator: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that hold something, each with the line it begins on. Raises CaseListRefused."""
    # Old Macs end lines with a lone carriage return, which the reader takes only when told lines apart by itself.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            is_note = begins == 1 and len(cells) <= 2 and cells and cells[0].lower().startswith("sep=")
            if any(cell.strip() for cell in cells) and not is_note:
                yield begins, tuple(cells)
            begins = reader.line_num + 1
    except csv.Error:
        raise CaseListRefused(
            [f"Line {begins:,}: a quotation mark is opened and not closed, or the line is far too long. Correct it in"
             " the case system or in a spreadsheet and export again."]
        ) from None  # fmt: skip


def _check_columns(columns: tuple[str, ...]) -> None:
    if len(columns) < 3:
        raise CaseListRefused(
            ["The first line must name at least three columns, separated by commas, semicolons or tabs: family name,"
             " given names, date of birth."]
        )  # fmt: skip
    if len(columns) > MOST_COLUMNS:
        raise CaseListRefused([f"The file has more than {MOST_COLUMNS} columns. Export fewer."])
    if any(_iso_of(cell, _ANY_DAY) for cell in columns):
        raise CaseListRefused(
            ["The first line holds a date, so it seems to be a child already. Put a line with the names of the columns"
             " above it."]
        )  # fmt: skip


def _checked_rows(
    lines: Iterator[tuple[int, tuple[str, ...]]], columns: tuple[str, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows of one width; short or long lines are faults, as a shifted column would be a wrong child."""
    faults, width = _Faults(), len(columns)
    for number, (line, cells) in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise CaseListRefused([f"The list has more than {MOST_ROWS:,} children. Export only open cases."])
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        if len(cells) != width:
            words = f"{len(cells)} columns, where the first line has {width}."
            faults.note(line, f"{words} Look for a separator inside a name and put that name in quotes.")
        else:
            yield line, cells
    faults.refuse()


def _check_mapping(table: CaseTable, mapping: Mapping[str, int]) -> None:
    missing = [label for key, (label, needed) in FIELDS.items() if needed and key not in mapping]
    if missing:
        raise CaseListRefused([f"Choose the column for: {', '.join(missing).lower()}."])
    if set(mapping) - set(FIELDS) or any(not 0 <= place < len(table.columns) for place in mapping.values()):
        raise CaseListRefused(["Choose the columns again: this file has other ones."])
    if len(set(mapping.values())) != len(mapping):
        raise CaseListRefused(["A column is chosen twice. Choose each column for one thing only."])


def _faults_of(given: Mapping[str, str], as_of: dt.date) -> Iterator[str]:
    for key, words in given.items():
        label = FIELDS[key][0].lower()
        if len(words) > LONGEST_CELL:
            yield f"the {label} is longer than {LONGEST_CELL} characters. Shorten it, or choose another column."
        elif _CONTROLS.search(words):
            yield f"the {label} holds signs that cannot be shown. Type it again in the case system."
        elif FIELDS[key][1] and not words:
            yield f"{label} missing. Fill it in, or take the line out."
        elif key == "birth":
            yield from _birth_faults(words, as_of)
        elif key == "known" and words.lower() not in _YES | _NO:
            yield "whether the child is known must be yes or no."


def _birth_faults(words: str, as_of: dt.date) -> Iterator[str]:
    iso = _iso_of(words, as_of)
    if not iso:
        yield "the date of birth is not a date. Write the day first, for example 03/11/2019 or 3 Nov 2019."
    elif int(iso[:4]) < OLDEST_BIRTH_YEAR:
        yield f"the date of birth lies before {OLDEST_BIRTH_YEAR}. Correct the year."
    elif iso > (as_of + dt.timedelta(days=UNBORN_DAYS)).isoformat():
        yield "the date of birth lies too far in the future. Correct the year."


def read_birth(words: str, as_of: dt.date) -> str:
    """A date of birth as it would be read, in ISO form; "" if it cannot be."""
    return "" if any(_birth_faults(" ".join(words.split()), as_of)) else _iso_of(" ".join(words.split()), as_of)


@lru_cache(maxsize=65_536)
def _iso_of(words: str, as_of: dt.date) -> str:
    """A date as lists write it, in ISO form, or ""; years of two digits are of the hundred years before `as_of`."""
    plain = _MIDNIGHT.sub("", " ".join(words.split()))
    if compact := _COMPACT_DATE.fullmatch(plain):
        plain = "-".join(compact.groups())
    if not plain or not plain[-1].isdigit() or not plain[0].isalnum():
        return ""
    found = read_date(plain, as_of)
    return found.iso if found and not found.estimated else ""


def _entry(given: Mapping[str, str], as_of: dt.date) -> CaseEntry:
    return CaseEntry(
        given["given_names"], given["family_name"], _iso_of(given["birth"], as_of),
        given.get("known", "yes").lower() in _YES, given.get("worker", ""), given.get("team", ""),
        given.get("phone", ""),
    )  # fmt: skip
