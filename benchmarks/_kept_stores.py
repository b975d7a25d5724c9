"""Large stores take minutes to make: with `SCALE=full` they are kept under `build/` for the next run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from enquiry_app.storage.anchor import Anchors
from enquiry_app.storage.opening import open_store
from enquiry_app.storage.sql_store import SqlStore
from enquiry_app.storage.upgrade import HEAD

KEPT = Path("build", "bench-stores")
FULL = os.environ.get("SCALE") == "full"


@contextmanager
def store_of(name: str, make: Callable[[Path, bytes], SqlStore]) -> Iterator[tuple[SqlStore, Path, bytes]]:
    """An open store made by `make(folder, key)`, its folder and its key; a small one goes when it has been used."""
    with tempfile.TemporaryDirectory(prefix="bench-") as passing:
        folder = (KEPT / f"{name}-{HEAD}").resolve() if FULL else Path(passing)
        store, key = (_opened if (folder / "key").exists() else _made)(folder, make)
        try:
            yield store, folder, key
        finally:
            store.close()


def _made(folder: Path, make: Callable[[Path, bytes], SqlStore]) -> tuple[SqlStore, bytes]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    key = os.urandom(32)
    store = make(folder, key)
    (folder / "key").write_bytes(key)  # last: a store cut short is made again
    return store, key


def _opened(folder: Path, make: Callable[[Path, bytes], SqlStore]) -> tuple[SqlStore, bytes]:
    key = (folder / "key").read_bytes()
    return open_store(folder / "store.db", key, anchors_in(folder)), key


def anchors_in(folder: Path) -> Anchors:
    """Both anchors of a store that is only measured."""
    return Anchors(folder / "anchor.json", folder / "second.json")
