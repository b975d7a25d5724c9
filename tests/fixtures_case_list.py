"""A small list as the case system exports it: fictional children, day 23 November 2026."""

from __future__ import annotations

import csv
import datetime as dt
import io

HEAD = ("Surname", "Forenames", "DOB", "Known", "Allocated worker", "Team", "Telephone")
AMIRA = ("Sorenson", "Amira Jane", "03/11/2019", "yes", "Dilys Wren", "Bay Team 2", "01632 960111")
OWEN = ("Sorenson", "Owen", "17/05/2016", "no", "", "", "")
LUCJA = ("Wiśniewska", "Łucja", "2 Feb 2015", "yes", "Pat Moor", "Bay Team 1", "01632 960112")
TWINS = (
    ("Pascoe", "Jory", "09-09-2020", "yes", "Ann Rook", "Bay Team 3", "1"),
    ("Pascoe", "Jenna", "09-09-2020", "yes", "Ann Rook", "Bay Team 3", "1"),
)
TODAY = dt.date(2026, 11, 23)
MAPPING = {"family_name": 0, "given_names": 1, "birth": 2, "known": 3, "worker": 4, "team": 5, "phone": 6}


def csv_of(*rows, head=HEAD, encoding="utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode(encoding)
