"""Mail addresses read strictly, and whether their domain is on the list of secure ones. Pure.

Source of the shape: RFC 5321 4.1.2 (dot-string local part, no quoting), RFC 1123 2.1 (host names). Anything that could be
read as two recipients, as a header or as another domain than it looks is refused, not put right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from enquiry_app.errors import AppError

LONGEST_LOCAL, LONGEST_DOMAIN, LONGEST_LABEL = 64, 253, 63  # octets
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u00a1-\U0010ffff]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?")

EXAMPLE = "for example referrals@hub.example.gov.uk"


class AddressRefused(AppError):
    """What was typed is not one plain mail address, or not a domain."""

    code = "address_refused"


@dataclass(frozen=True)
class MailAddress:
    """One recipient. `domain` is what the mail system looks up: lower case, ASCII; `shown` what the person reads back."""

    local: str
    domain: str
    shown: str

    def __repr__(self) -> str:
        return "MailAddress()"

    @property
    def text(self) -> str:
        """As it stands in the message."""
        return f"{self.local}@{self.domain}"

    @property
    def international(self) -> bool:
        """Whether the part before the @ needs a server that takes other letters than English ones."""
        return not self.local.isascii()

    @property
    def foreign_domain(self) -> bool:
        """Whether the domain is written with other letters than English ones, which may only look like them."""
        return any(label.startswith("xn--") for label in self.domain.split("."))


def read_address(text: str) -> MailAddress:
    """One address without a name. Raises AddressRefused."""
    typed = text.strip(" ")
    if not typed:
        raise AddressRefused(f"Enter a mail address, {EXAMPLE}.")
    if re.search(r"[,;]", typed) or typed.count("@") > 1:
        raise AddressRefused("Enter one mail address only. A message goes to one recipient, so that each is read back.")
    if any(unicodedata.category(sign)[0] in "CZ" for sign in typed) or re.search(r'[<>()\[\]":\\]', typed):
        raise AddressRefused(f"A mail address has no spaces, brackets, quotes or line ends. Enter it alone, {EXAMPLE}.")
    local, at, domain = typed.partition("@")
    local = unicodedata.normalize("NFC", local)
    if not at or not _LOCAL.fullmatch(local) or len(local.encode()) > LONGEST_LOCAL:
        raise AddressRefused(f"This is not a mail address. Enter it in full, {EXAMPLE}.")
    ascii_domain = read_domain(domain)
    return MailAddress(local, ascii_domain, f"{local}@{shown_domain(ascii_domain)}")


def read_domain(text: str) -> str:
    """A domain as the mail system looks it up: lower case, ASCII (`xn--` for other letters). Raises AddressRefused."""
    refused = AddressRefused(f"What stands after the @ is not a domain. Check it, {EXAMPLE}.")
    typed = text.strip(" ").lower()
    if unicodedata.normalize("NFKC", typed) != typed:
        raise AddressRefused("The domain holds signs that only look like letters. Type it anew on the keyboard.")
    try:
        domain = typed if typed.isascii() else typed.encode("idna").decode("ascii").lower()
        if not typed.isascii() and domain.encode("ascii").decode("idna") != typed:
            raise refused  # something was put in the place of a sign, or left out
    except UnicodeError:
        raise refused from None
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > LONGEST_DOMAIN or labels[-1].isdigit():
        raise refused
    if not all(_LABEL.fullmatch(label) and len(label) <= LONGEST_LABEL for label in labels):
        raise refused
    return domain


def shown_domain(domain: str) -> str:
    """The domain to be read back: the letters it stands for, and the code of them beside, so that neither deceives."""
    if "xn--" not in domain:
        return domain
    try:
        return f"{domain.encode('ascii').decode('idna')} ({domain})"
    except UnicodeError:
        return domain


def secure_by(domain: str, listed: Iterable[str]) -> str:
    """The entry of the list that this domain is, or lies below; "" if there is none. Compares whole labels."""
    labels = domain.lower().split(".")
    entries = {entry.lower() for entry in listed}
    for start in range(len(labels)):
        tail = ".".join(labels[start:])
        if tail in entries:
            return tail
    return ""
