"""The backup made before a store is brought to this version's schema: a whole set, as it was, in the place of backups."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from enquiry_app.security.backup_places import GOOD, backups_in, state_of
from enquiry_app.security.backups import ANCHOR, KEYS, STORE, built_beside, check_open, note_checked
from enquiry_app.security.private_files import FileModes, strict_umask
from enquiry_app.services.ports import Clock
from enquiry_app.settings import FILE_NAME


def maker_for(folder: Path, data_key: bytes, clock: Clock, modes: FileModes) -> Callable[[str], Path]:
    """What `open_store` calls with the schema a store still has, before it changes anything."""
    return partial(_make, folder, data_key, clock, modes)


def _make(folder: Path, data_key: bytes, clock: Clock, modes: FileModes, revision: str) -> Path:
    """Copy store, keys and settings of the profile in `folder`, read the copy through, and give its folder.

    A sound set that was made of this very state is taken: an upgrade that was cut short is not backed up twice. Raises
    StoreUnavailable, StoreDamaged; no half set stays behind, and the store is left as it is.
    """
    from enquiry_app.storage.anchor import Anchors
    from enquiry_app.storage.backup import copy_file
    from enquiry_app.storage.opening import opened_as_it_is

    place, now = folder / "backups", clock.now()
    with opened_as_it_is(folder / STORE, data_key) as store:
        position = store.position()
    for found in backups_in(place):
        made_of = Anchors(found.folder / ANCHOR).read() if found.before_upgrade == revision else None
        if made_of == position and state_of(found.folder) == GOOD:
            return found.folder
    name = f"backup-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    with built_beside(place / name, modes.folder) as building:
        copy_file(folder / STORE, data_key, building / STORE, modes)
        with strict_umask(modes):
            shutil.copytree(folder / KEYS, building / KEYS, copy_function=shutil.copy)
            shutil.copy(folder / FILE_NAME, building / FILE_NAME)
        with opened_as_it_is(building / STORE, data_key) as copied:
            check_open(copied)
            reached = copied.position()
        Anchors(building / ANCHOR).note(reached, sync=True)
        note_checked(building, now, reached.event, modes.file, before_upgrade=revision)
    return place / name
