"""Ages from civil dates, as the form and the matrix count them. Pure."""

from __future__ import annotations

import datetime as dt

from enquiry_app.definitions.form_vocabulary import AGE_BANDS
from enquiry_app.enquiry.answers import Answers, CivilTime, FlexDate

_BAND_STARTS = ((18, "18+"), (16, "16-17"), (11, "11-15"), (5, "5-10"), (2, "2-4"), (0, "0-1"))


def age_in_years(born: dt.date, on: dt.date) -> int:
    """Whole years; a birthday on 29 February falls on 1 March in other years. Negative before birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def written_on(answers: Answers, today: dt.date) -> dt.date:
    """The day the worry was written, on which ages are counted; today until it is answered."""
    written = answers.get("written_at")
    return written.date if isinstance(written, CivilTime) else today


def is_unborn(answers: Answers, child: str) -> bool:
    """Whether this child is answered to be unborn."""
    return answers.get("child_born", (child,)) == "unborn"


def child_age(answers: Answers, child: str, on: dt.date) -> int | None:
    """A born child's age in whole years, from the earliest day a partial date may mean; None if not known."""
    born = answers.get("child_birth_date", (child,))
    if is_unborn(answers, child) or not isinstance(born, FlexDate):
        return None
    years = age_in_years(born.earliest, on)
    return years if years >= 0 else None


def age_band(*, unborn: bool, years: int | None) -> str:
    """The matrix' band of an age; "" if it is not known."""
    if unborn:
        return AGE_BANDS[0]
    return "" if years is None else next(band for start, band in _BAND_STARTS if years >= start)


def is_school_age(answers: Answers, child: str, on: dt.date) -> bool:
    """Four to seventeen: from reception to the end of compulsory education or training."""
    years = child_age(answers, child, on)
    return years is not None and 4 <= years <= 17
