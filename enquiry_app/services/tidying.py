"""What is kept for a time beside enquiries: look-ups, views of people who left, replaced lists. When its time is over it
is shown with its number, and somebody who may removes it; how many, until when and by whom stays in the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.definitions.retention_schedule import LEFT_VIEWS, LOOK_UPS, REPLACED_LISTS, OtherRule
from enquiry_app.enquiry.hub_records import CaseList, HubRecord, LookUp, SavedFilter
from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.enquiry.records import Event
from enquiry_app.enquiry.retention_rules import shipped_schedule
from enquiry_app.services.confirmation import require_confirmation
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.ports import Readable
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

HELD = "Everything is on hold. Nothing can be removed until the hold is lifted."
NOTHING = "There is nothing of this that is due any more."
TAG = "retention:tidied"


@dataclass(frozen=True)
class TidyLine:
    """One line of the schedule: how many are due today, and what was removed last: when, how many, by whom (a name)."""

    rule: OtherRule
    due: int
    removed_at: dt.datetime | None = None
    removed: int = 0
    removed_by: str = ""


class Tidying:
    """Use cases of those who look after what is kept. Nothing is ever removed by itself."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_retention", unaudited="counts show nobody")
    def lines(self) -> tuple[TidyLine, ...]:
        """Every line of the schedule that is not about enquiries."""
        self._seat.require("see_retention")
        with self._seat.store.read() as read:
            names = {person.id: person.display_name for person in read.people()}
            return tuple(self._line(read, rule, names) for rule in shipped_schedule().others)

    @use_case("tidy_records", TAG)
    def remove_due(self, rule_id: str) -> int:
        """Remove everything of one line that is due today; gives how many. The passphrase was asked for a moment ago.

        Raises WrongMoment while everything is on hold or where nothing is due, PassphraseNeeded.
        """
        seat = self._seat
        seat.require("tidy_records")
        rule = next((each for each in shipped_schedule().others if each.id == rule_id), None)
        if rule is None:
            raise WrongMoment(NOTHING)
        require_confirmation(seat)
        with seat.store.write() as work:
            if work.count_hub_records(RetentionItem, kind="hold", status="open", of_enquiry=""):
                raise WrongMoment(HELD)
            due = self._due(work, rule)
            if not due:
                raise WrongMoment(NOTHING)
            for record in due:
                work.remove_hub_record(type(record), record.id)
            until = self._until(rule)
            seat.record(work, TAG, rule.id, what=rule.id, count=str(len(due)), until=until.date().isoformat())
            work.commit()
        seat.store.tidy()
        return len(due)

    def _line(self, read: Readable, rule: OtherRule, names: Mapping[str, str]) -> TidyLine:
        due = len(self._due(read, rule))
        done: Event | None = next((each for each in reversed(read.events(rule.id)) if each.tag == TAG), None)
        if done is None:
            return TidyLine(rule, due)
        removed = int(done.details.get("count", "0"))
        return TidyLine(rule, due, done.at, removed, names.get(done.actor_id, ""))

    def _until(self, rule: OtherRule) -> dt.datetime:
        return self._seat.now() - dt.timedelta(days=rule.days)

    def _due(self, read: Readable, rule: OtherRule) -> tuple[HubRecord, ...]:
        until = self._until(rule)
        if rule.id == LOOK_UPS:
            return read.hub_records(LookUp, at_before=until)
        if rule.id == REPLACED_LISTS:
            return read.hub_records(CaseList, status="replaced", imported_at_before=until)
        if rule.id == LEFT_VIEWS:
            left = [person.id for person in read.people() if not person.active and _left_before(read, person.id, until)]
            return read.hub_records(SavedFilter, person_id=tuple(left)) if left else ()
        raise ValueError(f"nothing is known of {rule.id}")


def _left_before(read: Readable, person_id: str, until: dt.datetime) -> bool:
    """Whether somebody's access ended before this instant."""
    ended = [event.at for event in read.events(person_id) if event.tag == "person:disabled"]
    return bool(ended) and ended[-1] < until
