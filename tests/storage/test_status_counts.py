"""The kept counts say what counting would, whatever is added, moved or deleted, and also after a change taken back."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry_app.enquiry.records import STATUSES
from enquiry_app.services.ports import QueueFilter
from tests.fixtures_store import NOON

ACTS = st.lists(
    st.tuples(
        st.sampled_from(("add", "move", "delete", "move_and_fail")), st.integers(0, 20), st.sampled_from(STATUSES)
    ),
    max_size=25,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_kept_counts_equal_counted_rows(store, an_enquiry, acts):
    with store.read() as reading:
        known = {one.id: one.status for one in reading.enquiries(QueueFilter(), "newest", 500)}
    for act, place, status in acts:
        chosen = list(known)[place % len(known)] if known else None
        if act == "add":
            draft = an_enquiry(created_at=NOON, updated_at=NOON, status=status)
            with store.write() as work:
                work.add_enquiry(draft)
                work.commit()
            known[draft.id] = status
        elif chosen and act == "delete":
            with store.write() as work:
                work.delete_enquiry(chosen)
                work.commit()
            del known[chosen]
        elif chosen:
            with store.write() as work:
                version = work.enquiry(chosen).version
                work.change_enquiry(chosen, version=version, at=NOON + dt.timedelta(hours=1), status=status)
                if act == "move":
                    work.commit()
                    known[chosen] = status
    with store.read() as reading:
        assert reading.counts_by_status(QueueFilter()) == Counter(known.values())
        assert reading.count(QueueFilter()) == len(known)
        some = STATUSES[::2]
        assert reading.count(QueueFilter(statuses=some)) == sum(known[one] in some for one in known)
