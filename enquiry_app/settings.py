"""`settings.toml` of a profile: what must be known before anybody has signed in. Nothing about children or people."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from enquiry_app.enquiry.records import PROFILE_KINDS
from enquiry_app.errors import StoreDamaged, StoreTooNew
from enquiry_app.security.private_files import modes_for, write_atomically

FILE_NAME = "settings.toml"
FORMAT = 1

UNREADABLE = (
    "The settings of this profile cannot be read. Please restore settings.toml from the last backup, or ask whoever"
    " looks after this computer."
)
TOO_NEW = "This profile was made by a newer version of the app. Please install the newer version on this computer."


@dataclass(frozen=True)
class ProfileSettings:
    """`kind` is one of PROFILE_KINDS; `shared_account`: several operating-system accounts of a group use the folder."""

    store_id: str
    kind: str
    organisation: str
    practice: bool = False
    shared_account: bool = False
    second_place: str = ""  # folder that backups are copied to as well; "" for none


def read_settings(folder: Path) -> ProfileSettings:
    """Raises StoreDamaged for a file that is not as this app writes it, StoreTooNew for one of a later format."""
    try:
        data = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        version = data.pop("format")
        if isinstance(version, int) and version > FORMAT:
            raise StoreTooNew(TOO_NEW)
        settings = ProfileSettings(**data)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StoreDamaged(UNREADABLE) from fault
    flags = (settings.practice, settings.shared_account)
    texts = (settings.store_id, settings.organisation, settings.second_place)
    if (
        settings.kind not in PROFILE_KINDS
        or not all(isinstance(flag, bool) for flag in flags)
        or not all(isinstance(text, str) for text in texts)
    ):
        raise StoreDamaged(UNREADABLE)
    return settings


def write_settings(folder: Path, settings: ProfileSettings) -> None:
    """Replace the file."""
    lines = (
        "# Settings of an enquiry profile. Nothing here is secret.",
        f"format = {FORMAT}",
        f"store_id = {_quoted(settings.store_id)}",
        f"kind = {_quoted(settings.kind)}",
        f"organisation = {_quoted(settings.organisation)}",
        f"practice = {str(settings.practice).lower()}",
        f"shared_account = {str(settings.shared_account).lower()}",
        *([f"second_place = {_quoted(settings.second_place)}"] if settings.second_place else []),
    )
    content = "\n".join(lines) + "\n"
    write_atomically(folder / FILE_NAME, content.encode(), modes_for(settings.shared_account))


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are the same ones, except for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
