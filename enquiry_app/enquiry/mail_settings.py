"""The settings of mail as the administrator gives them, checked field by field. Pure; the password is not among them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from enquiry_app.enquiry.mail_addresses import AddressRefused, read_address, read_domain
from enquiry_app.errors import AppError

SECURITY_WORDS = {
    "starttls": "STARTTLS (mostly port 587)",
    "tls": "TLS from the beginning (mostly port 465)",
}
PORTS = {"starttls": 587, "tls": 465}
LARGEST_CERTIFICATES = 512 * 1024  # characters
MOST_DOMAINS = 100
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")


class MailSettingsRefused(AppError):
    """What was typed cannot be saved. `faults`: field of MailSettings -> sentence."""

    code = "mail_settings"

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("\n".join(self.faults.values()))


@dataclass(frozen=True)
class MailSettings:
    """`sender`: the address mail comes from. `trusted`: certificates (PEM) trusted instead of the system's, kept here so
    that they hold on every computer. `hub_address`: where referrals go, offered first. `secure_domains`: beside the
    shipped list."""

    server: str = ""
    port: int = PORTS["starttls"]
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    trusted_name: str = ""
    trusted: str = field(default="", repr=False)
    hub_address: str = ""
    secure_domains: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "MailSettings()"

    @property
    def ready(self) -> bool:
        """Whether a server is set up."""
        return bool(self.server and self.sender)


def settings_from(stored: Any) -> MailSettings:
    """From what the store keeps; what is missing or of another shape keeps its default."""
    given = stored if isinstance(stored, Mapping) else {}
    values: dict[str, Any] = {}
    for each in fields(MailSettings):
        value = given.get(each.name)
        if each.name == "secure_domains":
            values[each.name] = tuple(str(entry) for entry in value) if isinstance(value, list | tuple) else ()
        elif type(value) is type(each.default):
            values[each.name] = value
    return MailSettings(**values)


def settings_to_store(settings: MailSettings) -> dict[str, Any]:
    """As the store keeps them."""
    return {**asdict(settings), "secure_domains": list(settings.secure_domains)}


def checked(typed: MailSettings, too_wide: Collection[str]) -> MailSettings:
    """The settings tidied. An empty server means that mail is not sent from here. Raises MailSettingsRefused."""
    faults: dict[str, str] = {}
    tidy = replace(
        typed, server=typed.server.strip().rstrip(".").lower(), user=typed.user.strip(), sender=typed.sender.strip(),
        hub_address=typed.hub_address.strip(),
    )  # fmt: skip
    if tidy.server and not _HOST.fullmatch(tidy.server):
        faults["server"] = "Enter the name of the mail server, for example smtp.office.example.gov.uk."
    if not 1 <= tidy.port <= 65535:
        faults["port"] = "Enter a port between 1 and 65535, mostly 587 or 465."
    if tidy.security not in SECURITY_WORDS:
        faults["security"] = "Choose the kind of encryption."
    if any(ord(sign) < 32 for sign in tidy.user):
        faults["user"] = "A user name has no line ends."
    if tidy.server and not tidy.sender:
        faults["sender"] = "Enter the address messages come from."
    for name in ("sender", "hub_address"):
        if getattr(tidy, name):
            _check(faults, name, getattr(tidy, name))
    if len(tidy.trusted) > LARGEST_CERTIFICATES or (tidy.trusted and "BEGIN CERTIFICATE" not in tidy.trusted):
        faults["trusted"] = "This is not a file of certificates (PEM). Ask whoever looks after the mail server for it."
    tidy = replace(tidy, secure_domains=_domains(tidy.secure_domains, too_wide, faults))
    if faults:
        raise MailSettingsRefused(faults)
    return tidy


def _check(faults: dict[str, str], name: str, text: str) -> None:
    try:
        read_address(text)
    except AddressRefused as refused:
        faults[name] = refused.sentence


def _domains(typed: tuple[str, ...], too_wide: Collection[str], faults: dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    for entry in (each.strip().lstrip("@").lower() for each in typed if each.strip()):
        try:
            domain = read_domain(entry)
        except AddressRefused:
            faults["secure_domains"] = (
                f"“{entry[:60]}” is not a domain. Enter one in each line, for example school.example.org."
            )
            continue
        if domain in too_wide:
            faults["secure_domains"] = f"Anybody may have an address below {domain}, so it cannot count as secure."
        found.append(domain)
    if len(found) > MOST_DOMAINS:
        faults["secure_domains"] = f"Keep at most {MOST_DOMAINS} domains."
    return tuple(sorted(set(found)))
