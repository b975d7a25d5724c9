"""Where `enquiry-app` begins: hands the command line the window and the preview, and imports Qt only if one is wanted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Run the command line; without a command it opens the window."""
    from enquiry_app.command_line import main as run

    return run(open_window=open_window, preview=preview)


def open_window(profile: Path | None, practice: bool) -> int:
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
    install_fault_handler(application)
    session = Session(doors, appearance, Background(application))
    session.ended.connect(application.quit)
    session.start(practice)
    return application.exec()


def make_doors(profile: Path | None) -> Any:
    """The ways in to this profile; the parts behind them are imported when first used."""
    from ui.doors import Doors

    folder = profile or _default_folder()
    return Doors(
        folder=folder,
        exists=lambda: _profile(folder).exists,
        user_names=lambda: tuple(_profile(folder).user_names()),
        sign_in=lambda user, password: _composition().sign_in(folder, user, password),
        create=lambda setup: _composition().create_profile(folder, setup),
        practice=lambda: _composition().practice(),
        prepare=_prepare,
    )


def preview(form: Any, section: str, out: Path) -> None:
    """Draw a section of a form with the app's own widgets into a PNG."""
    from ui.form.preview import draw_section

    draw_section(form, section, out)


def _default_folder() -> Path:
    from enquiry_app.composition import default_profile_folder

    return default_profile_folder()


def _profile(folder: Path) -> Any:
    from enquiry_app.security.profile import Profile

    return Profile(folder)


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
