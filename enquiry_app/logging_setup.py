"""Logging that cannot tell about a child: only records marked safe are written, to a small rotating file.

Mark a record with `extra={"safe": True}`; everything else is dropped. Errors keep their kind and place in our code, never
their text, since texts of foreign errors may carry what somebody typed. Nothing goes to the terminal.
"""

from __future__ import annotations

import logging
import os
import stat
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGGER = logging.getLogger("enquiry_app")
LOGGER.addHandler(logging.NullHandler())  # without it, an unlogged error would be printed
LOGGER.propagate = False
_MAX_BYTES = 256 * 1024
_OLD_FILES = 2


class SafeOnly(logging.Filter):
    """Lets through what is marked safe and nothing else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True for records marked `safe`; the text of an error attached to one is taken off."""
        record.exc_info = None
        record.exc_text = None
        return getattr(record, "safe", False) is True


class PrivateLog(RotatingFileHandler):
    """A log file as private as the profile it lies in; a full disk or a folder that is gone is no second fault."""

    def _open(self) -> TextIOWrapper:
        shared = stat.S_IMODE(Path(self.baseFilename).parent.stat().st_mode) & 0o060
        mode = 0o660 if shared else 0o600
        file = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode)
        return open(file, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: what could not be noted is lost, and the app goes on."""


def start_logging(folder: Path) -> None:
    """Write safe records to `app.log` in the profile folder, old files kept. The file is made with the first record."""
    stop_logging()
    if not folder.is_dir():
        return
    handler = PrivateLog(folder / "app.log", maxBytes=_MAX_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True)
    handler.addFilter(SafeOnly())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)


def stop_logging() -> None:
    """Close the log file, if one is open."""
    for handler in [h for h in LOGGER.handlers if isinstance(h, PrivateLog)]:
        LOGGER.removeHandler(handler)
        handler.close()


def note_failure(error: BaseException, folder: Path | None = None) -> None:
    """Log where an unexpected error arose: its kind, file names and lines, without any text it carries.

    `folder`: the profile whose log it goes to, if logging has not started.
    """
    if folder is not None:
        start_logging(folder)
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    LOGGER.error("unexpected %s at %s", type(error).__name__, places, extra={"safe": True})
