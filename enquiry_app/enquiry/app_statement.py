"""A page of what the app says about itself, as it is printed: which page, for whom, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from enquiry_app.definitions.help_pages import HelpText


@dataclass(frozen=True)
class AppStatement:
    """What is printed. `at` is aware."""

    text: HelpText
    organisation: str
    practice: bool
    at: dt.datetime
