"""Bank holidays in England: a shipped table, so that the first screen need not wait for a library to load its countries.

Years outside the table come from the library, which also made the table (`python -m scripts.make_bank_holidays`).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import lru_cache

from enquiry_app.resource_files import resource_text


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[dt.date]:
    """Bank holidays in England in a year, one-off ones included as far as they are known."""
    known = shipped_table().get(year)
    return known if known is not None else computed(year)


@lru_cache(maxsize=1)
def shipped_table() -> Mapping[int, frozenset[dt.date]]:
    """Year -> bank holidays, as shipped in `resources/holidays/england.toml`."""
    years = tomllib.loads(resource_text("holidays", "england.toml"))["years"]
    return {
        int(year): frozenset(dt.date.fromisoformat(f"{year}-{day}") for day in days) for year, days in years.items()
    }


def computed(year: int) -> frozenset[dt.date]:
    """Bank holidays of a year as the library knows them; slow on first use (about a third of a second)."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
