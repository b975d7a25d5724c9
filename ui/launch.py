"""Where `enquiry-app` begins: hands the command line the window and the preview, and imports Qt only if one is wanted."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Run the command line; without a command it opens the window, and then at once: that needs no command line."""
    plain = _window_only(sys.argv[1:])
    if plain is not None:
        return open_window(*plain)
    from enquiry_app.command_line import main as run

    return run(open_window=open_window, preview=preview)


def _window_only(arguments: list[str]) -> tuple[Path | None, bool, tuple[Path, ...]] | None:
    """Profile, practice and sealed files (opened by a double click) if nothing but the window is asked for; None leaves
    it to the command line."""
    given = os.environ.get("ENQUIRY_APP_PROFILE")
    profile = Path(given) if given else None
    practice = False
    files: list[Path] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--practice":
            practice = True
        elif word == "--profile" and rest and not rest[0].startswith("-"):
            profile = Path(rest.pop(0))
        elif Path(word).suffix.lower() in (".enquiry", ".hub"):
            files.append(Path(word))
        else:
            return None
    return (profile, practice, tuple(files)) if profile is None or not profile.is_file() else None


def open_window(profile: Path | None, practice: bool, files: tuple[Path, ...] = ()) -> int:
    """Open the app on a profile folder (None: the account's own) and stay until it is closed."""
    from PySide6.QtWidgets import QApplication

    from ui.appearance import Appearance
    from ui.background import Background
    from ui.faults import install_fault_handler
    from ui.session import Session
    from ui.settings.look_file import read_look

    application = QApplication(sys.argv[:1])
    application.setApplicationName("enquiry-app")
    application.setApplicationDisplayName("Enquiry")
    doors = make_doors(profile)
    appearance = Appearance(application, *read_look(doors.folder))
    install_fault_handler(application, doors.folder)
    session = Session(doors, appearance, Background(application))
    session.ended.connect(application.quit)
    session.start(practice, files)
    return application.exec()


def make_doors(profile: Path | None) -> Any:
    """The ways in to this profile; the parts behind them are imported when first used."""
    from enquiry_app.security.front_door import KEYS, finish_cut_short, profile_exists, user_names_in
    from ui.doors import Doors

    folder = profile or _default_folder()
    finish_cut_short(folder)
    return Doors(
        folder=folder,
        exists=lambda: profile_exists(folder),
        user_names=lambda: user_names_in(folder / KEYS),
        sign_in=lambda user, password: _composition().sign_in(folder, user, password),
        create=lambda setup: _composition().create_profile(folder, setup),
        practice=lambda: _composition().practice(),
        recover=lambda *given: _recover(folder, *given),
        prepare=_prepare,
        backups=lambda: _places().backups_to_go_back_to(folder),
        backups_at=lambda chosen: _places().backups_at(chosen),
        events_now=lambda: _places().events_now(folder),
        restore=lambda *given: _restore(folder, *given),
    )


def preview(form: Any, section: str, out: Path) -> None:
    """Draw a section of a form with the app's own widgets into a PNG."""
    from ui.form.preview import draw_section

    draw_section(form, section, out)


def _default_folder() -> Path:
    from enquiry_app.security.front_door import default_profile_folder

    return default_profile_folder()


def _recover(folder: Path, sheet_one: str, sheet_two: str, user_name: str, password: str) -> None:
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.profile import Profile

    Profile(folder).recover(sheet_one, sheet_two, user_name, password, SystemClock()).store.close()


def _restore(folder: Path, backup: Path, user_name: str, password: str) -> Any:
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.backups import restore_backup
    from enquiry_app.security.profile import Profile

    return restore_backup(backup, Profile(folder), user_name, password, SystemClock())


def _places() -> Any:
    from enquiry_app.security import backup_places

    return backup_places


def _composition() -> Any:
    from enquiry_app import composition

    return composition


def _prepare() -> None:
    """Import and read what the first page will need, while the person types."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.definitions.hub_definition import load_hub
    from enquiry_app.definitions.load_form import load_form
    from enquiry_app.definitions.load_matrix import load_matrix
    from enquiry_app.enquiry.working_time import is_open

    _composition()
    load_form()
    load_matrix()
    is_open(load_hub().hours, SystemClock().now())
