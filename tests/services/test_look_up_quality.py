"""How the three answers hold on names as people write them: right for the right child, never sure of a wrong one."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import tomllib
from collections import Counter

import pytest

from enquiry_app.resource_files import resource_text
from enquiry_app.services.case_listing import Asked

CHILDREN, ASKED = 1_500, 60
MAPPING = {"family_name": 0, "given_names": 1, "birth": 2, "worker": 3}


@pytest.fixture
def chance():
    return random.Random(5)


@pytest.fixture
def children(chance):
    """Given name, family name, day of birth, worker: names of many backgrounds, some shared by several children."""
    backgrounds = tomllib.loads(resource_text("demo", "families.toml"))["backgrounds"]
    given = [name for each in backgrounds for kind in ("girls", "boys") for name in each[kind]]
    families = [name for each in backgrounds for name in each["families"]]
    made = {}
    while len(made) < CHILDREN:
        born = dt.date(2008, 11, 23) + dt.timedelta(days=chance.randrange(6570))
        made[chance.choice(given), chance.choice(families), born.isoformat()] = f"Worker {len(made)}"
    return [(*child, worker) for child, worker in made.items()]


@pytest.fixture
def ask(desks, children, chance):
    """The answers about children of the list, each asked for as a function writes them."""
    out = io.StringIO()
    csv.writer(out).writerows([("Surname", "Forename", "DOB", "Worker"), *((f, g, b, w) for g, f, b, w in children)])
    manager = desks("manager")
    manager.case_list.import_list(out.getvalue().encode(), MAPPING, dt.date(2026, 11, 20), "")

    def run(write):
        found = []
        for given, family, born, worker in chance.sample(children, ASKED):
            wanted = write(given, family, born)
            if wanted is not None:
                told = manager.case_list.look_up(Asked(*wanted), "meeting")
                found.append((told.result, told.worker in ("", worker)))
        return Counter(result for result, _ in found), all(own for _, own in found)

    return run


def slip(word: str) -> str:
    """One letter doubled in the middle."""
    middle = len(word) // 2
    return word[:middle] + word[middle] + word[middle:]


def test_the_right_child_asked_for_rightly_is_known_with_the_right_worker(ask) -> None:
    answers, own = ask(lambda given, family, born: (given, family, born))
    assert answers == {"known": ASKED}
    assert own


@pytest.mark.parametrize(
    "write",
    [
        lambda given, family, born: (slip(given), family, born),
        lambda given, family, born: (given, slip(family), born),
        lambda given, family, born: (family, given, born),
        lambda given, family, born: (given, "Tregothnan", born),
        lambda given, family, born: (given, family, born[:4]),
        lambda given, family, born: (given, family, f"{born[:5]}{born[8:]}-{born[5:7]}") if born[5:7] != born[8:] < "13" else None,
    ],
    ids=["slip in given name", "slip in family name", "names changed over", "new family name", "year only", "day and month"],
)  # fmt: skip
def test_one_slip_means_ask_and_never_not_known(ask, write) -> None:
    answers, own = ask(write)
    assert answers["not_known"] == 0
    assert answers["ask"] >= 0.9 * answers.total()
    assert own, "nobody is given another child's worker"


def test_a_child_who_is_not_on_the_list_is_mostly_not_known(ask, chance) -> None:
    answers, own = ask(lambda given, family, born: (f"{family[:2]}ilda", "Quillfeather", "2014-02-03"))
    assert answers["not_known"] >= 0.8 * ASKED
    assert answers["known"] == 0
    assert own
