"""Our own errors, each with a sentence the person can act on. Anybody may import this; it imports nothing of ours.

No error text carries a name, an answer or a narrative (privacy in code): it names the place and the cure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class AppError(Exception):
    """A fault with a plain sentence for the person at the screen.

    `sentence` says what happened and what to do. `code` is stable, for logs and tests.
    """

    code = "app"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Fault:
    """One fault in a definition: file (as shipped), key path in it, line if known (1-based), and what is wrong."""

    file: str
    key: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class DefinitionError(AppError):
    """A form, matrix or list definition cannot be used; carries every fault found, not only the first."""

    code = "definition"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults) or "The definition cannot be used.")


class CaseError(AppError):
    """A case for `suggest`, or an answers file, that cannot be read; names the place."""

    code = "case"


class NotAllowed(AppError):
    """The person signed in may not do this."""

    code = "not_allowed"


class Refused(NotAllowed):
    """Not for this person: their role, or this enquiry, keeps it from them. `action` is the permission asked for, ""
    where only the service knows; `enquiry_id` is "" where it is about no enquiry."""

    def __init__(self, sentence: str, action: str = "", enquiry_id: str = "") -> None:
        super().__init__(sentence)
        self.action, self.enquiry_id = action, enquiry_id


class PassphraseNeeded(NotAllowed):
    """The person may do this once they have typed their passphrase again."""

    code = "passphrase_needed"

    def __init__(self) -> None:
        super().__init__("Type your password again to do this.")


class AccessEnded(NotAllowed):
    """Somebody was disabled, or given another role or agency, after signing in: they have to sign in anew."""

    code = "access_ended"


class NotReady(AppError):
    """The enquiry cannot go on yet; `problems` are `enquiry.problems.Problem` values in the form's own words."""

    code = "not_ready"

    def __init__(self, sentence: str, problems: Sequence[object] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


class NotFound(AppError):
    """No such enquiry, person or document here (or not for this person: the same words on purpose)."""

    code = "not_found"


class EnquiryChangedElsewhere(AppError):
    """Somebody else, or another window, saved first. Nothing was overwritten.

    `version_here` is what this writer had, `version_stored` what lies in the store.
    """

    code = "changed_elsewhere"

    def __init__(self, sentence: str, version_here: int, version_stored: int) -> None:
        super().__init__(sentence)
        self.version_here = version_here
        self.version_stored = version_stored


class SignInRefused(AppError):
    """Wrong name or password. `wait_seconds` is the delay before the next try is looked at."""

    code = "sign_in_refused"

    def __init__(self, sentence: str, wait_seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class PasswordRefused(AppError):
    """A new password that is too short or too common."""

    code = "password_refused"


class StoreUnavailable(AppError):
    """The store cannot be reached or written: locked, disk full, read-only, gone. `reason` is one of
    `locked`, `full`, `read_only`, `gone`, `other`."""

    code = "store_unavailable"

    def __init__(self, sentence: str, reason: str = "other") -> None:
        super().__init__(sentence)
        self.reason = reason


class StoreDamaged(AppError):
    """Bytes of the store are not what was written, or the store is behind its anchor. Never shown as data."""

    code = "store_damaged"


class StoreTooNew(AppError):
    """The store was made by a newer version of the app; it is left untouched."""

    code = "store_too_new"


class AttachmentRefused(AppError):
    """A file that cannot be attached: wrong kind, too large, unreadable."""

    code = "attachment_refused"


class DocumentError(AppError):
    """A document could not be made; the enquiry itself is unharmed."""

    code = "document"
