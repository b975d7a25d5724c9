"""What may go by mail and in which words, as data: `resources/mail/mail.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from enquiry_app.errors import DefinitionError, Fault
from enquiry_app.resource_files import resource_text

FILE = "mail.toml"
SIDES = ("agency", "hub")
PARTS = ("sealed", "protected", "plain")


@dataclass(frozen=True)
class MailKind:
    """One kind of message. `part` is what is attached; `anywhere`: also to a domain that is not on the list."""

    code: str
    title: str
    hint: str
    side: str  # SIDES
    part: str  # PARTS
    anywhere: bool
    subject: str
    body: str

    def subject_for(self, reference: str) -> str:
        """The subject: the reference and what it is."""
        return self.subject.replace("{reference}", reference)

    def body_for(self, reference: str) -> str:
        """The words of the message."""
        return self.body.strip().replace("{reference}", reference)


@dataclass(frozen=True)
class MailWording:
    """All of it. `too_wide`: domains that cannot be counted as secure."""

    kinds: tuple[MailKind, ...]
    test_subject: str
    test_body: str
    too_wide: frozenset[str]

    def kind(self, code: str) -> MailKind | None:
        """The kind of this code, or None."""
        return next((each for each in self.kinds if each.code == code), None)


@lru_cache(maxsize=1)
def load_mail() -> MailWording:
    """The shipped wording. Raises DefinitionError naming what is wrong."""
    data = tomllib.loads(resource_text("mail", FILE))
    kinds = tuple(MailKind(**each) for each in data["kinds"])
    faults = [Fault(FILE, each.code, words) for each in kinds for words in _faults(each)]
    if faults:
        raise DefinitionError(faults)
    test = data["test"]
    return MailWording(kinds, test["subject"], test["body"].strip(), frozenset(data["too_wide"]["domains"]))


def _faults(kind: MailKind) -> list[str]:
    found = []
    if kind.side not in SIDES or kind.part not in PARTS:
        found.append("has a side or part that does not exist")
    if kind.part == "plain" and kind.anywhere:
        found.append("would send a readable document to any address")
    for words in (kind.subject, kind.body):
        if "{" in words.replace("{reference}", ""):
            found.append("has braces that nothing fills in")
    return found
