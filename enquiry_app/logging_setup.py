"""Logging that cannot tell about a child: only records marked safe are written, to a small rotating file.

Mark a record with `extra={"safe": True}`; everything else is dropped, also from libraries. Errors keep their kind and
place in our code, never their text, since texts of foreign errors may carry what somebody typed.
"""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGGER = logging.getLogger("enquiry_app")
_MAX_BYTES = 256 * 1024


class SafeOnly(logging.Filter):
    """Lets through what is marked safe and nothing else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True for records marked `safe`."""
        record.exc_info = None
        record.exc_text = None
        return getattr(record, "safe", False) is True


def start_logging(folder: Path) -> None:
    """Write safe records to `app.log` in the profile folder, two old files kept. Does nothing if that cannot be made."""
    if any(isinstance(handler, RotatingFileHandler) for handler in LOGGER.handlers):
        return
    try:
        handler = RotatingFileHandler(folder / "app.log", maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8")
        (folder / "app.log").chmod(0o600)
    except OSError:
        return
    handler.addFilter(SafeOnly())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def note_failure(error: BaseException) -> None:
    """Log where an unexpected error arose: its kind, file names and lines, without any text it carries."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-6:]))
    LOGGER.error("unexpected %s at %s", type(error).__name__, places, extra={"safe": True})
