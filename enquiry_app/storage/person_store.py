"""A store in the hands of one person: each block begins by asking whether they may still be here, and shows what they may
see. Everything else is the store's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from enquiry_app.enquiry.audit_trail import AuditVerdict
from enquiry_app.enquiry.records import Person

if TYPE_CHECKING:
    from enquiry_app.storage.sql_store import SqlReadable, SqlStore, SqlWork


class PersonStore:
    """What services of one person work with."""

    def __init__(self, whole: SqlStore, person: Person) -> None:
        self.whole = whole
        self.seen_by = person

    def for_person(self, person: Person) -> PersonStore:
        """The same store for somebody else."""
        return self.whole.for_person(person)

    def write(self) -> AbstractContextManager[SqlWork]:
        """A transaction of this person. Raises AccessEnded once they were disabled or moved."""
        return self.whole.write(self.seen_by)

    def write_many(self) -> AbstractContextManager[SqlWork]:
        """Many new enquiries at once."""
        return self.whole.write_many()

    def read(self) -> AbstractContextManager[SqlReadable]:
        """A snapshot as this person sees it. Raises AccessEnded once they were disabled or moved."""
        return self.whole.read(self.seen_by)

    def tidy(self) -> None:
        """The write-ahead log back into the main file."""
        self.whole.tidy()

    def verify_trail(self, on_progress: Callable[[int, int], None] | None = None) -> AuditVerdict:
        """Walk the whole audit trail; a verdict names no enquiry."""
        return self.whole.verify_trail(on_progress)

    def close(self) -> None:
        """Close the store itself."""
        self.whole.close()
