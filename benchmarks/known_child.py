"""How long "is this child known?" takes among many children, and how many are found again.

50,000 people; 500,000 with `SCALE=full`. The index alone, in a store like the real one but not encrypted.
"""

from __future__ import annotations

import os
import statistics
import time
from random import Random

PEOPLE = {"full": 500_000}.get(os.environ.get("SCALE", ""), 50_000)
ASKED = 300
BUDGET = 10.0  # ms, 95th percentile
RECALL = 0.98


def run() -> list[dict]:
    """Time of a search (95th percentile) and the share found; the yardstick reads one person by key."""
    from sqlalchemy import create_engine, insert, select

    from enquiry_app.storage.tables import EnquiryPersonRow, EnquiryRow, PersonKeyRow, PersonRow, table_of
    from tests.noisy_children import NOISES, a_child, same_child

    engine = create_engine("sqlite://")
    person, key = table_of(PersonRow), table_of(PersonKeyRow)
    with engine.connect() as connection:
        EnquiryRow.metadata.create_all(connection)
        _write_enquiries(connection, table_of(EnquiryRow))
        random = Random(7)
        children = [a_child(random) for _ in range(PEOPLE)]
        _write(connection, insert, children, person, key, table_of(EnquiryPersonRow))
        noises = list(NOISES)
        picked = [(random.randrange(PEOPLE), noises[number % len(noises)]) for number in range(ASKED)]
        times, plain, found = [], [], 0
        for place, noise in picked:
            wanted = same_child(random, noise, children[place])
            begun = time.perf_counter()
            best = _search(connection, wanted)
            times.append((time.perf_counter() - begun) * 1000)
            found += place + 1 in best
            begun = time.perf_counter()
            connection.execute(select(person).where(person.c.seq == place + 1)).first()
            plain.append((time.perf_counter() - begun) * 1000)
    ours, bare, recall = statistics.quantiles(times, n=20)[-1], statistics.median(plain), found / ASKED
    row = {
        "name": f"child among {PEOPLE:,}, p95 (found {recall:.3f})",
        "ours_ms": ours,
        "yardstick": "one person read by key",
        "yardstick_ms": bare,
        "ratio": ours / bare,
        "budget": f"<= {BUDGET:.0f} ms, found >= {RECALL}",
        "ok": ours <= BUDGET and recall >= RECALL,
    }
    return [row]


def _write(connection, insert, children, person, key, link) -> None:
    from enquiry_app.storage.person_index import _PERSON_COLUMNS
    from enquiry_app.storage.person_matching import keys_of

    rows, keys, links = [], [], []
    for seq, child in enumerate(children, start=1):
        rows.append({"seq": seq, **{name: getattr(child, name) for name in _PERSON_COLUMNS}})
        keys += [{"key": each, "person_seq": seq} for each in keys_of(child)]
        links.append({"enquiry_seq": seq, "item": "c1", "part": "subject", "person_seq": seq})
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    for table, found in ((person, rows), (key, sorted(keys, key=lambda each: each["key"])), (link, links)):
        for start in range(0, len(found), 20_000):
            connection.execute(insert(table), found[start : start + 20_000])


def _write_enquiries(connection, enquiry) -> None:
    """One bare enquiry for each person: what a search joins, nothing of what people write."""
    from sqlalchemy import types

    plain = {types.Integer: 0, types.BigInteger: 0, types.Boolean: 0}
    columns = [column for column in enquiry.columns if not column.nullable and column.server_default is None]
    names = ", ".join(column.name for column in columns)
    marks = ", ".join("?" * len(columns))

    def value(column, seq: int):
        if column.name in ("seq", "id"):
            return seq if column.name == "seq" else str(seq)
        if column.name in ("created_at", "updated_at", "listed_at"):
            return 0
        return "received" if column.name == "status" else plain.get(type(column.type), "")

    rows = [tuple(value(column, seq) for column in columns) for seq in range(1, PEOPLE + 1)]
    connection.exec_driver_sql(f"INSERT INTO {enquiry.name} ({names}) VALUES ({marks})", rows)


def _search(connection, wanted) -> list[int]:
    """The people shown, as `person_index.similar` finds them."""
    from enquiry_app.storage.person_index import SHOWN, best_matches

    return [seq for seq, _, _ in best_matches(connection, wanted, "", "")][:SHOWN]
