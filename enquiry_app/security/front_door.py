"""What can be seen of a profile before anybody signs in. Imports almost nothing, since the first window waits for it."""

from __future__ import annotations

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


def user_names_in(keys: Path) -> tuple[str, ...]:
    """Everybody who has a key in this folder of keys, by name; the store's own keys are left out."""
    try:
        names = [path.name.removesuffix(".age") for path in keys.iterdir() if path.name.endswith(".age")]
    except OSError:
        return ()
    return tuple(sorted(name for name in names if name != "store" and not name.startswith(("store.", "."))))
