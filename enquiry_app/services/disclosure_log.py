"""The log of disclosures: what was given to whom, when and with what left out. Copies for the family and subject access."""

from __future__ import annotations

from dataclasses import dataclass, replace

from enquiry_app.enquiry.kept_records import Disclosure
from enquiry_app.enquiry.permissions import may
from enquiry_app.errors import NotFound
from enquiry_app.services.finding import name_of
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.subject_access import reference_of
from enquiry_app.services.use_case import use_case

DESTROYED = "a record destroyed since"


@dataclass(frozen=True)
class LoggedDisclosure:
    """One line. `name` is the request's reference; `about` the references of the records it was made from."""

    disclosure: Disclosure
    name: str
    about: tuple[str, ...]
    by_name: str

    def __repr__(self) -> str:
        return f"LoggedDisclosure({self.disclosure.id})"


class DisclosureLog:
    """For hub managers, and for safeguarding leads as far as it is about their agency's records."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_disclosures", "disclosure:listed")
    def all(self) -> tuple[LoggedDisclosure, ...]:
        """Everything given, and work on requests not given yet; the newest first."""
        seat = self._seat
        seat.require("see_disclosures")
        with seat.store.write() as work:
            names = {person.id: person.display_name for person in work.people()}
            found = []
            for each in work.hub_records(Disclosure, status=("given", "draft")):
                about = records_of(seat, work, each)
                if about:
                    found.append(LoggedDisclosure(each, reference_of(each), about, names.get(each.by, "")))
            seat.record(work, "disclosure:listed", "", shown=str(len(found)))
            work.commit()
        return tuple(sorted(found, key=lambda line: line.disclosure.at, reverse=True))


def records_of(seat: Seat, read: Readable, each: Disclosure) -> tuple[str, ...]:
    """Names of the records a disclosure was made from; none if there is one this person may not see."""
    ids = [each.of_enquiry] if each.of_enquiry else list(each.details.get("items", ()))
    names = []
    for enquiry_id in ids:
        if enquiry_id in read.unseen():
            return ()
        try:
            enquiry = read.enquiry(enquiry_id)
        except NotFound:  # destroyed under the retention schedule; that it was given away is still told
            if each.details.get("agency", seat.person.agency_id) != seat.person.agency_id:
                return ()
            names.append(DESTROYED)
            continue
        if not may(seat.person, "see_disclosures", enquiry):
            return ()
        names.append(name_of(enquiry))
    return tuple(names)


def forget_words(work: Work, enquiry_id: str) -> None:
    """A record is destroyed: requests it was part of keep that it was given, to whom and when, and nothing of it. One that
    is still being worked on is given up."""
    for each in work.hub_records(Disclosure, kind="subject_access", status=("given", "draft")):
        if enquiry_id in each.details.get("items", ()):
            bare = {name: value for name, value in each.details.items() if name not in ("person", "marks")}
            status = "dropped" if each.status == "draft" else each.status
            work.change_hub_record(replace(each, status=status, details=bare), each.version)
