"""Keystroke to saved: the work of one autosave in a store of many enquiries, beside a bare single-row commit.

The yardstick is SQLCipher itself on the same file with the same settings: one row inserted and committed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._kept_stores import anchors_in, store_of
from enquiry_app.enquiry.answers import Address, Change, ItemsChange, ItemsKey
from enquiry_app.enquiry.records import STATUSES, Enquiry, StoreInfo
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.ports import IndexedPerson, Summary
from enquiry_app.storage.engine import connect
from enquiry_app.storage.opening import create_store
from enquiry_app.storage.sql_store import SqlStore, SqlWork

ENQUIRIES = 250_000 if os.environ.get("SCALE") == "full" else 10_000
SAVES, ROUNDS = 400, 3
BUDGET_MS = 10.0
START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
GIVEN = ("Milo", "Nia", "Ava", "Theo", "Isla", "Kofi", "Zara", "Finn", "Leila", "Oskar")
FAMILY = ("Reed", "Hart", "Okafor", "Nowak", "Begum", "Penrose", "Luscombe", "Sharma", "Tozer", "Vale")
WORDS = [
    "she",
    "came",
    "to",
    "school",
    "tired",
    "and",
    "said",
    "nobody",
    "was",
    "at",
    "home",
    "when",
    "she",
    "got",
    "back",
    "on",
    "tuesday",
    "evening",
]


def run() -> list[dict[str, object]]:
    """One line: p99 of the work of a save, in milliseconds, over `SAVES` saves; the quietest of three rounds, for both."""
    with store_of(f"keystroke-{ENQUIRIES}", make_store) as (store, folder, key):
        ours = p99(save_timer(store), SAVES)
        yardstick = p99(bare_timer(folder / "store.db", key), SAVES)
    return [
        {
            "name": f"keystroke saved, p99, {ENQUIRIES:,} enquiries",
            "ours_ms": round(ours, 3),
            "yardstick": "bare SQLCipher single-row commit, p99",
            "yardstick_ms": round(yardstick, 3),
            "ratio": round(ours / yardstick, 2),
            "budget": f"p99 <= {BUDGET_MS:g} ms",
            "ok": ours <= BUDGET_MS,
        }
    ]


def p99(once: Callable[[], float], times: int) -> float:
    """The 99th percentile of what `once` measures."""
    for _ in range(20):
        once()
    return min(statistics.quantiles([once() for _ in range(times)], n=100)[98] for _ in range(ROUNDS))


def make_store(folder: Path, key: bytes, enquiries: int = ENQUIRIES) -> SqlStore:
    """A store with this many enquiries, each with a child, a household member and 1.5 KB of narrative."""
    info = StoreInfo(new_id(), "shared", "K7MD", True, "Bench")
    store = create_store(folder / "store.db", key, info, anchors_in(folder))
    rng = random.Random(1)
    for first in range(0, enquiries, 500):
        with store.write() as work:
            for number in range(first, min(first + 500, enquiries)):
                add_enquiry(work, rng, number)
            work.commit()
    store.tidy()
    return store


def add_enquiry(work: SqlWork, rng: random.Random, number: int) -> None:
    """One enquiry as a form leaves it."""
    at = START + dt.timedelta(minutes=number)
    enquiry_id, agency = new_id(), f"agency-{number % 40}"
    work.add_enquiry(
        Enquiry(
            enquiry_id, 0, "", STATUSES[number % len(STATUSES)], 1, f"person-{number % 300}", "Somebody", agency,
            f"Agency {number % 40}", "school", "enquiry/1", "torbay/1", False, at, at,
        )
    )  # fmt: skip
    changes = (
        ItemsChange(ItemsKey("children"), ("c1",)),
        Change(Address("child_given_names", ("c1",)), rng.choice(GIVEN)),
        Change(Address("worry"), narrative(rng, 270)),
        *(Change(Address(f"question_{n}"), "yes") for n in range(8)),
    )
    work.save_answers(enquiry_id, version=1, changes=changes, summary=summary(rng), place="worry", at=at, by="person")


def summary(rng: random.Random) -> Summary:
    """The narrow columns of a made-up family."""
    given, family = rng.choice(GIVEN), rng.choice(FAMILY)
    birth = dt.date(2009, 1, 1) + dt.timedelta(days=rng.randrange(6000))
    people = (
        IndexedPerson("c1", "subject", given, family, birth=birth.isoformat(), postcode=f"TQ{rng.randrange(1, 6)} 1AA"),
        IndexedPerson("h1", "household", rng.choice(GIVEN), family),
    )
    return Summary(
        f"{given} {family}", f"{given[0]}{family[0]}", "TQ1", "9 years", str(rng.randrange(1, 5)), people=people
    )


def narrative(rng: random.Random, words: int) -> str:
    """About six bytes a word."""
    return " ".join(rng.choices(WORDS, k=words))


def save_timer(store: SqlStore) -> Callable[[], float]:
    """Milliseconds of one save of a growing narrative; every tenth also changes the child's name."""
    rng = random.Random(2)
    with store.read() as reading:
        enquiry = reading.enquiry_by_seq(ENQUIRIES // 2)
        text = str(reading.answers(enquiry.id).get("worry"))
    state = {"version": enquiry.version, "text": text, "summary": summary(rng), "number": 0}

    def once() -> float:
        state["number"] += 1
        state["text"] = (state["text"] + " " + rng.choice(WORDS))[-4000:]
        if state["number"] % 10 == 0:
            state["summary"] = summary(rng)
        at = START + dt.timedelta(seconds=state["number"])
        begun = time.perf_counter()
        with store.write() as work:
            state["version"] = work.save_answers(
                enquiry.id, version=state["version"], changes=[Change(Address("worry"), state["text"])],
                summary=state["summary"], place="worry", at=at, by="person",
            )  # fmt: skip
            work.commit()
        return (time.perf_counter() - begun) * 1000

    return once


def bare_timer(path: Path, key: bytes) -> Callable[[], float]:
    """Milliseconds of one row inserted and committed by the bare driver."""
    connection = connect(path, key)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")
    with contextlib.suppress(Exception):
        connection.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, text TEXT)")
    text = narrative(random.Random(3), 270)

    def once() -> float:
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bench (text) VALUES (?)", (text,))
        connection.execute("COMMIT")
        return (time.perf_counter() - begun) * 1000

    return once


if __name__ == "__main__":
    for line in run():
        print(line)
