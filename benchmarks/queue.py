"""The Hub's queue in a large store: first page and every count, for each tab, sort, filter and search that is offered.

The yardstick is the same number of rows read by their row numbers: what any first page has to cost. Most of the store is
closed, as it is after some years.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks._kept_stores import anchors_in, store_of
from benchmarks.keystroke_saved import narrative, summary
from enquiry_app.composition import referral_maker
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.enquiry.answers_json import answers_from_json
from enquiry_app.enquiry.records import Agency, Enquiry, Person, StoreInfo
from enquiry_app.resource_files import resource_text
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.deciding import DecisionInput, Decisions
from enquiry_app.services.definitions_in_use import DefinitionsInUse
from enquiry_app.services.drafting import Drafting
from enquiry_app.services.hub_case import HubCases
from enquiry_app.services.hub_queue import HubQueue
from enquiry_app.services.known_child import KnownChild
from enquiry_app.services.ports import SORTS, QueueFilter
from enquiry_app.services.producing_documents import Documents
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import Submitting
from enquiry_app.storage.opening import create_store
from enquiry_app.storage.sql_store import SqlStore
from ui.hub.queue_tabs import TABS

ENQUIRIES = 250_000 if os.environ.get("SCALE") == "full" else 50_000
ROUNDS, PAGE, BATCH = 7, 128, 2_000
BUDGET_MS = 100.0
START = dt.datetime(2021, 1, 4, 9, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
OPEN = (
    "sent",
    "received",
    "in_triage",
    "waiting_for_referrer",
    "information_checks",
    "manager_decision",
    "feedback_due",
)
RATINGS = ("red", "amber", "green", "blue")


class _Clock:
    def now(self) -> dt.datetime:
        return NOW


def run() -> list[dict[str, object]]:
    """One line for the slowest of each kind of asking: median of the rounds, in milliseconds."""
    with store_of(f"queue-{ENQUIRIES}", make_store) as (store, _, _):
        queue = HubQueue(_seat(store))
        yardstick = median(bare_page(store))
        found = [_row(kind, asked, yardstick) for kind, asked in asking(queue)]
        found.append(_row("one enquiry", working(store), yardstick))
    return found


def _row(kind: str, asked: dict[str, Callable[[], object]], yardstick: float) -> dict[str, object]:
    times = {name: median(ask) for name, ask in asked.items()}
    slowest = max(times, key=times.__getitem__)
    ours = times[slowest]
    return {
        "name": f"hub, {kind} (slowest: {slowest}), {ENQUIRIES:,} enquiries",
        "ours_ms": round(ours, 2),
        "yardstick": f"{PAGE} rows by row number",
        "yardstick_ms": round(yardstick, 2),
        "ratio": round(ours / yardstick, 1),
        "budget": f"<= {BUDGET_MS:g} ms",
        "ok": ours <= BUDGET_MS,
    }


def asking(queue: HubQueue) -> Iterator[tuple[str, dict[str, Callable[[], object]]]]:
    """What the page asks for when a tab, a sort, a filter is chosen or something is typed."""

    def page(wanted: QueueFilter, sort: str = "urgent_first") -> Callable[[], object]:
        return lambda: (queue.page(wanted, sort, 0, PAGE), queue.counts(), queue.own_counts())

    still_open = QueueFilter(statuses=OPEN)
    tabs = {key: QueueFilter(statuses=statuses) for key, _, statuses in TABS}
    yield "opened on each tab", {key: page(wanted) for key, wanted in tabs.items()}
    yield "each sort, open", {sort: page(still_open, sort) for sort in SORTS}
    yield "each sort, everything", {sort: page(QueueFilter(), sort) for sort in SORTS}
    filters = {
        "level": replace(still_open, level="4"), "rating": replace(still_open, rating="red"),
        "mine": replace(still_open, assigned_to="person-1"), "overdue": replace(still_open, overdue_at=NOW),
        "urgent": replace(still_open, urgent_only=True),
    }  # fmt: skip
    yield "each filter", {name: page(wanted) for name, wanted in filters.items()}
    typed = {"a letter": "m", "name": "milo re", "reference": "BENCH-000123", "postcode": "tq1 1", "word": "tired"}
    yield "each search", {name: page(replace(still_open, text=text)) for name, text in typed.items()}
    yield "each search, everything", {name: page(QueueFilter(text=text)) for name, text in typed.items()}


def working(store: SqlStore) -> dict[str, Callable[[], object]]:
    """Opening one enquiry with all the Hub has on it, looking for its children, and saving a decision in the writing."""
    seat = _seat(store)
    enquiry_id = _one_sent(seat)
    cases, known, decisions = HubCases(seat), KnownChild(seat), Decisions(seat)
    cases.open(enquiry_id)
    words = DecisionInput((), "A rationale in the writing.", "", "", "", {})
    drafted = decisions.draft(enquiry_id, words, 0)

    def save() -> object:
        nonlocal drafted
        longer = replace(words, rationale=f"{words.rationale} {drafted.version}")
        drafted = decisions.draft(enquiry_id, longer, drafted.version)
        return drafted

    return {
        "open": lambda: cases.open(enquiry_id), "known": lambda: known.of(enquiry_id), "save a decision": save,
    }  # fmt: skip


def _one_sent(seat: Seat) -> str:
    """A realistic enquiry, sent by somebody of a school."""
    data = json.loads(resource_text("examples", "enquiries", "two-children.json"))
    answers = answers_from_json(seat.definitions.form, seat.definitions.matrix, data)
    teacher = Person("teacher-1", "t1", "T 1", "", "practitioner", "agency-1", "School")
    with seat.store.write() as work:
        work.put_person(teacher)
        work.commit()
    shared = replace(seat, person=teacher, info=replace(seat.info, kind="shared"))
    draft = Drafting(shared).start(answers).enquiry
    return Submitting(shared, Documents(shared, referral_maker(b"k" * 32))).send(draft.id, draft.version).enquiry.id


def median(once: Callable[[], object]) -> float:
    """Milliseconds."""
    once()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        once()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def bare_page(store: SqlStore) -> Callable[[], object]:
    """As many rows read one after the other by their row numbers."""

    def once() -> object:
        with store.read() as read:
            return [read.enquiry_by_seq(number) for number in range(1, PAGE + 1)]

    return once


def make_store(folder: Path, key: bytes, enquiries: int = ENQUIRIES) -> SqlStore:
    """A store of sent enquiries, one in thirty still open; each with two people and a worry of some forty words."""
    info = StoreInfo(new_id(), "hub", "K7MD", True, "Bench")
    store = create_store(folder / "store.db", key, info, anchors_in(folder))
    rng = random.Random(1)
    with store.write() as work:
        work.put_agency(Agency("hub", "Hub", "hub"))
        work.put_agency(Agency("agency-1", "School", "school"))
        for number in range(20):
            work.put_person(Person(f"person-{number}", f"p{number}", f"P {number}", "", "hub_worker", "hub", "Hub"))
        work.commit()
    for first in range(0, enquiries, BATCH):
        with store.write_many() as work:
            for number in range(first, min(first + BATCH, enquiries)):
                _add(work, rng, number, enquiries)
            work.commit()
    store.tidy()
    return store


def _add(work, rng: random.Random, number: int, enquiries: int) -> None:
    at = START + (NOW - START) / enquiries * number
    still_open = number % 30 == 0
    agency = f"agency-{number % 40}"
    added = work.add_enquiry(
        Enquiry(
            new_id(), 0, "", "draft", 1, f"owner-{number % 300}", "Somebody", agency, f"Agency {number % 40}", "school",
            "enquiry/1", "torbay/1", False, at, at,
        )
    )  # fmt: skip
    told = Change(Address("worry"), narrative(rng, 40))
    version = work.save_answers(
        added.id, version=added.version, changes=(told,), summary=summary(rng), place=None, at=at, by="owner"
    )
    work.change_enquiry(
        added.id, version=version, at=at, status=rng.choice(OPEN) if still_open else "closed",
        reference=f"BENCH-{number:06}", urgent=rng.random() < 0.05, sent_at=at, rating=rng.choice(RATINGS),
        assigned_to=f"person-{number % 20}", due_at=at + dt.timedelta(days=1) if still_open else None,
    )  # fmt: skip


def _seat(store: SqlStore) -> Seat:
    with store.read() as read:
        person, info = read.person("person-1"), read.store_info()
    return Seat(store, _Clock(), person, DefinitionsInUse(load_form(), load_matrix()), load_hub(), info)
