"""A record destroyed under the retention schedule takes its words out of subject access requests too."""

from __future__ import annotations

from enquiry_app.enquiry.disclosing import Mark
from enquiry_app.enquiry.kept_records import Disclosure
from tests.disclosure.test_subject_access import person_in
from tests.retention.conftest import CANARY, closed, second  # noqa: F401
from tests.retention.test_destroying import YEARS, destroy


def test_nothing_of_the_record_is_left_in_requests(manager, second, closed, clock) -> None:  # noqa: F811
    sought, item = person_in(manager, closed)
    assert CANARY in sought.name
    access = manager.subject_access
    given, draft = (access.begin(sought, {closed.id: item}) for _ in range(2))
    access.give(given.id, "Her", "She asked", given.version)
    key = access.open(draft.id).items[0].key
    access.mark(draft.id, {key: Mark(parts=((CANARY, "crime"),))}, draft.version)
    clock.move(**YEARS)
    destroy(manager, second, closed.id)
    with manager.seat.store.read() as read:
        kept = [read.hub_record(Disclosure, each.id) for each in (given, draft)]
    assert [each.status for each in kept] == ["given", "dropped"]
    assert CANARY not in str([each.details for each in kept])
    assert [line.disclosure.id for line in manager.disclosures.all()] == [given.id]
