"""Plays a record of `disk_shim.c` back, and makes the folders a power cut could have left at any point of it.

A disk may keep of what was not synced all, nothing, or any part, in any order: so each 512-byte sector of a file holds
one of the states it had since the last sync of that file, or rubbish if it was being written. Names in a folder appear
and go in their order, and are sure to be there only once that folder was synced: syncing a file is not enough.
"""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_HEAD = struct.Struct("<BxHIQQ")


@dataclass(frozen=True)
class Step:
    """One call that succeeded. `offset` is also the size cut to, and for an opening 1 (new) + 2 (emptied)."""

    kind: str
    handle: int
    offset: int
    path: str
    data: bytes

    @property
    def remark(self) -> dict[str, object]:
        return json.loads(self.data)


def steps_of(log: Path) -> list[Step]:
    """Everything in the record, in order."""
    content, at, found = log.read_bytes(), 0, []
    while at < len(content):
        kind, path_length, data_length, handle, offset = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        path = content[at : at + path_length].decode()
        at += path_length
        found.append(Step(chr(kind), handle, offset, path, content[at : at + data_length]))
        at += data_length
    return found


@dataclass(eq=False)
class File:
    """What is surely on the disk, and what was done since: (offset, data) writes, (size, None) cuts."""

    sure: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        whole = bytearray(self.sure)
        for offset, data in self.since:
            _do(whole, offset, data)
        self.sure, self.since = bytes(whole), []

    def after_a_cut(self, rng: random.Random) -> bytes:
        """What may be found of it."""
        whole = bytearray(self.sure)
        how = rng.choice(("nothing", "all", "beginning", "sectors", "sectors", "rubbish"))
        if how == "nothing":
            return self.sure
        last = rng.randrange(len(self.since) + 1) if how == "beginning" else len(self.since)
        for offset, data in self.since[:last]:
            if how in ("all", "beginning"):
                _do(whole, offset, data)
            elif data is None:
                if rng.random() < 0.5:
                    _do(whole, offset, None)
            else:
                _tear(whole, offset, data, rng, 0.1 if how == "rubbish" else 0.0)
        return bytes(whole)


@dataclass(eq=False)
class Folder:
    """Names surely on the disk, changes since (name and what it is now, None for gone), and how it looks from within."""

    sure: dict[str, File | Folder] = field(default_factory=dict)
    since: list[dict[str, File | Folder | None]] = field(default_factory=list)
    now: dict[str, File | Folder] = field(default_factory=dict)

    def change(self, names: dict[str, File | Folder | None]) -> None:
        self.since.append(names)
        self.now = _changed(self.now, names)

    def sync(self) -> None:
        self.sure, self.since = dict(self.now), []

    def after_a_cut(self, rng: random.Random) -> dict[str, File | Folder]:
        found = dict(self.sure)
        for names in self.since[: rng.choice((0, len(self.since), rng.randrange(len(self.since) + 1)))]:
            found = _changed(found, names)
        return found


def _changed(names: dict[str, File | Folder], changes: dict[str, File | Folder | None]) -> dict[str, File | Folder]:
    return {name: node for name, node in {**names, **changes}.items() if node is not None}


def _do(whole: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del whole[offset:]
        whole.extend(bytes(offset - len(whole)))
        return
    whole.extend(bytes(max(0, offset - len(whole))))
    whole[offset : offset + len(data)] = data


def _tear(whole: bytearray, offset: int, data: bytes, rng: random.Random, rubbish: float) -> None:
    """Some sectors of a write arrive, some do not. A write keeps, loses or mixes its sectors."""
    kept = rng.choice((0.0, 0.5, 0.9, 1.0))
    at = offset
    while at < offset + len(data):
        end = min(offset + len(data), (at // SECTOR + 1) * SECTOR)
        if rng.random() < kept:
            piece = data[at - offset : end - offset]
            _do(whole, at, rng.randbytes(len(piece)) if rng.random() < rubbish else piece)
        at = end


class Disk:
    """A folder as it was before the record began, onto which the steps are played."""

    def __init__(self, before: Path) -> None:
        self.root = _read(before)
        self._open: dict[int, File | Folder] = {}

    def play(self, step: Step) -> None:
        """Do what the process did."""
        {"o": self._opened, "w": self._written, "s": self._synced, "t": self._cut, "u": self._unlinked,
         "r": self._renamed, "d": self._made, "m": lambda _: None}[step.kind](step)  # fmt: skip

    def left_by_a_cut(self, target: Path, rng: random.Random) -> None:
        """Write out one of the states a power cut may leave now."""
        _write(self.root, target, rng)

    def unsynced(self) -> int:
        """How many writes, cuts and names are not surely on the disk."""
        return sum(len(node.since) for node in _all(self.root))

    def _at(self, path: str) -> tuple[Folder, str]:
        *folders, name = path.split("/")
        place = self.root
        for each in folders:
            inner = place.now[each]
            assert isinstance(inner, Folder)
            place = inner
        return place, name

    def _opened(self, step: Step) -> None:
        if not step.path:
            self._open[step.handle] = self.root
            return
        folder, name = self._at(step.path)
        if step.offset & 1:
            folder.change({name: File()})
        node = folder.now[name]
        if step.offset & 2 and isinstance(node, File):
            node.since.append((0, None))
        self._open[step.handle] = node

    def _written(self, step: Step) -> None:
        self._file(step).since.append((step.offset, step.data))

    def _cut(self, step: Step) -> None:
        self._file(step).since.append((step.offset, None))

    def _file(self, step: Step) -> File:
        node = self._open[step.handle]
        assert isinstance(node, File)
        return node

    def _synced(self, step: Step) -> None:
        self._open[step.handle].sync()

    def _unlinked(self, step: Step) -> None:
        folder, name = self._at(step.path)
        folder.change({name: None})

    def _made(self, step: Step) -> None:
        folder, name = self._at(step.path)
        folder.change({name: Folder()})

    def _renamed(self, step: Step) -> None:
        folder, name = self._at(step.path)
        target, new = self._at(step.data.decode())
        assert folder is target, "only renames within a folder are known here"
        folder.change({name: None, new: folder.now[name]})


def _read(place: Path) -> Folder:
    names = {path.name: _read(path) if path.is_dir() else File(path.read_bytes()) for path in place.iterdir()}
    return Folder(dict(names), [], dict(names))


def _write(folder: Folder, target: Path, rng: random.Random) -> None:
    target.mkdir()
    for name, node in folder.after_a_cut(rng).items():
        if isinstance(node, Folder):
            _write(node, target / name, rng)
        elif name.endswith("-shm"):  # memory shared by processes: whatever lies there after a cut is not looked at
            (target / name).write_bytes(rng.choice((b"", rng.randbytes(32768))))
        else:
            (target / name).write_bytes(node.after_a_cut(rng) if node.since else node.sure)


def _all(folder: Folder) -> Iterator[File | Folder]:
    yield folder
    for node in folder.now.values():
        if isinstance(node, Folder):
            yield from _all(node)
        else:
            yield node
