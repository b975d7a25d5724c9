"""The folder that is watched for sealed files: off until somebody chooses one. What was seen is remembered by marks that
name nobody; files are never moved, changed or deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from enquiry_app.errors import AppError
from enquiry_app.exchange.sealed.arrivals_folder import FoundFile, look_into
from enquiry_app.services.ports import Readable, Work
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

KEPT = "watched_folder"
MOST_SEEN = 5_000


@dataclass(frozen=True)
class Watched:
    """The folder ("" for none) and the marks of files somebody has dealt with, oldest first."""

    folder: str = ""
    seen: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Watched({len(self.seen)} seen)"


class WatchedFolder:
    """Use cases of everybody who may open sealed files."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("exchange", unaudited="a folder of this computer")
    def folder(self) -> str:
        """The folder that is watched; "" for none."""
        self._seat.require("exchange")
        with self._seat.store.read() as read:
            return _watched(read).folder

    @use_case("exchange", "store:folder_watched")
    def watch(self, folder: str) -> str:
        """Watch this folder from now on; "" stops. Raises AppError if there is no such folder."""
        seat = self._seat
        seat.require("exchange")
        chosen = Path(folder).expanduser() if folder.strip() else None
        if chosen is not None and not chosen.is_dir():
            raise AppError("There is no such folder. Choose another one.")
        with seat.store.write() as work:
            _keep(work, Watched(str(chosen.resolve()) if chosen else "", _watched(work).seen))
            seat.record(work, "store:folder_watched", seat.info.id, on="yes" if chosen else "no")
            work.commit()
        return str(chosen or "")

    @use_case("exchange", unaudited="names of files; nothing is opened")
    def look(self) -> tuple[FoundFile, ...]:
        """The files in the folder that nobody has dealt with yet."""
        self._seat.require("exchange")
        with self._seat.store.read() as read:
            watched = _watched(read)
        if not watched.folder:
            return ()
        return tuple(file for file in look_into(Path(watched.folder)) if file.mark not in watched.seen)

    @use_case("exchange", unaudited="marks that name nobody; what was taken in is audited for itself")
    def seen(self, marks: Iterable[str]) -> None:
        """Somebody has dealt with these files: they are offered no more, unless they change."""
        seat, dealt = self._seat, tuple(marks)
        seat.require("exchange")
        with seat.store.write() as work:
            watched = _watched(work)
            together = tuple(dict.fromkeys((*watched.seen, *dealt)))
            _keep(work, Watched(watched.folder, together[-MOST_SEEN:]))
            work.commit()


def _watched(read: Readable) -> Watched:
    kept = read.secret(KEPT)
    if kept is None:
        return Watched()
    plain = json.loads(kept)
    return Watched(str(plain["folder"]), tuple(plain["seen"]))


def _keep(work: Work, watched: Watched) -> None:
    work.put_secret(KEPT, json.dumps({"folder": watched.folder, "seen": list(watched.seen)}).encode())
