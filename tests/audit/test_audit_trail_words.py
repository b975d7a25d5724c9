"""Tags have a group and words, known or not; files cannot carry formulas."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import enquiry_app
from enquiry_app.enquiry.audit_trail import (
    CSV_HEADS,
    EARLIER_ALLOWED,
    GROUPS,
    LOOKS,
    REFUSED,
    TrailRow,
    clock_words,
    csv_lines,
    details_words,
    group_of,
    look_of,
)
from enquiry_app.enquiry.event_words import WORDS, tag_words
from enquiry_app.enquiry.records import Event
from tests.fixtures_store import NOON

TAG = re.compile(r'"([a-z_]+:[a-z_]+)"')


def tags_written() -> list[str]:
    """Every tag a service writes or declares."""
    texts = (
        path.read_text(encoding="utf-8") for path in (Path(enquiry_app.__file__).parent / "services").rglob("*.py")
    )
    return sorted({tag for text in texts for tag in TAG.findall(text)})


def test_there_are_tags_to_look_at() -> None:
    assert len(tags_written()) > 120


@pytest.mark.parametrize("tag", tags_written())
def test_every_tag_has_a_group_and_words_without_signs(tag) -> None:
    assert group_of(tag) in GROUPS
    words = tag_words(tag)
    assert tag in WORDS, "every event is said in words, not by its code"
    assert words[0].isupper()
    assert "_" not in words


@pytest.mark.parametrize(
    ("tag", "group"),
    [
        ("enquiry:opened", "opened"), ("child:searched", "searched"), ("document:made", "printed"),
        ("parcel:sealed", "exported"), ("enquiry:sent", "changed"), ("person:signed_in", "people"),
        ("store:backed_up", "store"), ("audit:shown", "trail"), ("clock:jumped", "trail"),
        ("retention:destroyed", "retention"), ("something:new", "changed"), ("something:opened", "opened"),
    ],
)  # fmt: skip
def test_groups(tag, group) -> None:
    assert group_of(tag) == group
    assert look_of(tag) == (group if group in LOOKS else "")


def event(number: int = 2, tag: str = "enquiry:opened", at: dt.datetime = NOON, **details: str) -> Event:
    return Event(number, at, "p", tag, "s", details)


def test_a_change_is_said_from_to() -> None:
    called = {"sent": "New", "in_triage": "In triage"}
    assert details_words({"before": "sent", "after": "in_triage", "count": "2"}, called) == "New → In triage · count 2"
    assert details_words({"before": "", "after": "amber"}) == "amber"
    assert details_words({"before": "sent"}, called) == "before New"


def test_an_event_earlier_than_the_one_before_it_is_said() -> None:
    later = event(1, at=NOON + dt.timedelta(hours=3))
    assert clock_words(event(), later) == "The clock was set back: this is 3 hours before the event before it."
    assert clock_words(event(), event(1, at=NOON + EARLIER_ALLOWED)) == ""
    assert clock_words(event(), None) == ""
    assert clock_words(event(tag=REFUSED), later) == "", "it waited in its own log"
    assert clock_words(event(), event(1, REFUSED, later.at)) == ""
    assert clock_words(event(tag="clock:jumped", seconds="-172800"), None) == "The clock had jumped 2 days back."
    assert "1 day ahead" in clock_words(event(tag="clock:jumped", seconds="90000"), None)


@given(st.text(max_size=30))
def test_no_cell_of_a_file_is_a_formula(text) -> None:
    row = TrailRow(event(note=text), text, text, text, text, details_words({"note": text}))
    (line,) = csv_lines([row])
    assert len(line) == len(CSV_HEADS)
    assert not [cell for cell in line if cell[:1] in tuple("=+-@\t\r") and cell[:1]]
