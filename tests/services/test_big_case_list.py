"""A list of the size a whole authority has: imported at once, with progress, and looked up in."""

from __future__ import annotations

import datetime as dt
import itertools
import random

from enquiry_app.services.case_listing import Asked

FAMILY = [
    "Smith",
    "Jones",
    "Taylor",
    "Patel",
    "Khan",
    "Kowalska",
    "O'Brien",
    "Evans",
    "Ng",
    "Okafor",
    "Hussain",
    "Reed",
]
GIVEN = ["Ada", "Ben", "Cleo", "Dev", "Ela", "Finn", "Gia", "Hal", "Isla", "Jan", "Kit", "Lena", "Mo", "Nia", "Olu"]
ROWS = 50_000


def big_list(rows: int = ROWS) -> bytes:
    """Families in the hundreds, birthdays over eighteen years, as a list of a case system has them."""
    chance, first = random.Random(7), dt.date(2008, 12, 1)
    lines = ["Family name,Given names,Date of birth,Known,Allocated worker,Team,Telephone"]
    for number in range(rows):
        born = first + dt.timedelta(days=chance.randrange(6500))
        family = f"{chance.choice(FAMILY)}{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}"
        given = f"{chance.choice(GIVEN)}{'aeiouy'[number % 6]}"
        worker = f"Worker {number % 90},Team {number % 9},01632 960{number % 1000:03}"
        lines.append(f"{family},{given},{born:%d/%m/%Y},yes,{worker}")
    lines.append("Sorenson,Amira,03/11/2019,yes,Dilys Wren,Bay Team 2,01632 960111")
    return "\n".join(lines).encode()


def test_fifty_thousand_children(desks) -> None:
    manager, heard = desks("manager"), []

    def hear(done: int, total: int) -> bool:
        heard.append(done / total)
        return True

    data = big_list()
    table = manager.case_list.preview(data)
    made = manager.case_list.import_list(data, table.guessed, dt.date(2026, 11, 20), "PARIS", on_progress=hear)
    assert made.rows == ROWS + 1
    assert heard == sorted(heard)
    assert heard[-1] == 0.99
    assert max(after - before for before, after in itertools.pairwise(heard)) < 0.2, "no long silence"
    told = desks("lead").case_list.look_up(Asked("Amira", "Sorenson", "2019-11-03"), "considering_enquiry")
    assert (told.result, told.worker) == ("known", "Dilys Wren")
