"""What can be seen of a profile before anybody signs in. Imports almost nothing, since the first window waits for it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

SETTINGS = "settings.toml"
KEYS = "keys"


APP_NAME = "enquiry-app"


def default_profile_folder() -> Path:
    """The profile of this operating-system account: `profile` in the platform's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "profile"


def profile_exists(folder: Path) -> bool:
    """Whether there is a profile here. A folder half made by an interrupted set-up does not count."""
    return (folder / SETTINGS).is_file()


def finished_restore(folder: Path) -> Path:
    """Where a restored profile lies, finished, until the former one is out of its way."""
    return folder.with_name(f".{folder.name}.restored")


def finish_restore(folder: Path) -> bool:
    """Put a restored profile in its place if the former one is gone from there: a restore may have been cut short
    between the two. Whether it is there. Raises OSError."""
    if not folder.exists() and finished_restore(folder).is_dir():
        with contextlib.suppress(FileNotFoundError):  # another window was quicker
            os.rename(finished_restore(folder), folder)
    return folder.exists()


def finish_cut_short(folder: Path) -> None:
    """When the app starts: finish what a restore left unfinished, as far as that can be done."""
    with contextlib.suppress(OSError):  # then it is as if there were no profile, which is said
        finish_restore(folder)


def user_names_in(keys: Path) -> tuple[str, ...]:
    """Everybody who has a key in this folder of keys, by name; the store's own keys are left out."""
    try:
        names = [path.name.removesuffix(".age") for path in keys.iterdir() if path.name.endswith(".age")]
    except OSError:
        return ()
    return tuple(sorted(name for name in names if name != "store" and not name.startswith(("store.", "."))))
