"""Secrets of the person signed in, held in memory and nowhere else, gone when the screen is locked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass
class HeldSecrets:
    """`mail_password` of the mail account; `passphrases` by the id of the message whose document they open, so that a
    second try opens with the same words."""

    confirmed_at: dt.datetime | None = None  # when the person last typed their passphrase
    mail_password: str = field(default="", repr=False)
    passphrases: dict[str, str] = field(default_factory=dict, repr=False)

    def forget(self) -> None:
        """Hold nothing any more."""
        self.confirmed_at = None
        self.mail_password = ""
        self.passphrases.clear()
