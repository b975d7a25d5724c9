"""What all commands share: who acts, in which profile, and how results are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from enquiry_app.errors import AppError

if TYPE_CHECKING:
    from enquiry_app.composition import Application

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Calling:
    """How the program was called; lies on `ctx.obj`. The two callables come from the window part, if there is one."""

    profile: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    as_json: bool = False
    open_window: Callable[[Path | None, bool], int] | None = None
    preview: Callable[[Any, str, Path], None] | None = None


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        calling = ctx.ensure_object(Calling)
        said = ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
        # The environment speaks again for the inner command; it must not undo what was said before the command's name.
        if value not in (None, False) and (said or getattr(calling, name) in (None, False)):
            setattr(calling, name, value)

    return callback


_OPTIONS = (
    click.option(
        "--profile",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="ENQUIRY_APP_PROFILE",
        expose_value=False,
        callback=_remember("profile"),
        help="Folder of the profile.",
    ),
    click.option(
        "--user",
        envvar="ENQUIRY_APP_USER",
        expose_value=False,
        callback=_remember("user"),
        help="Who is acting.",
    ),
    click.option(
        "--password-file",
        type=click.Path(dir_okay=False, path_type=Path),
        expose_value=False,
        callback=_remember("password_file"),
        help="File that holds the password; else ENQUIRY_APP_PASSWORD or a prompt.",
    ),
    click.option(
        "--json",
        "as_json",
        is_flag=True,
        expose_value=False,
        callback=_remember("as_json"),
        help="Print JSON.",
    ),
)


def common_options(command: Command) -> Command:
    """Add `--profile`, `--user`, `--password-file` and `--json`; they may stand before or after the command's name."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def calling(ctx: click.Context) -> Calling:
    """How the program was called."""
    return ctx.ensure_object(Calling)


def profile_folder(ctx: click.Context) -> Path:
    """The profile folder: as given, else the account's own."""
    from enquiry_app.security.front_door import default_profile_folder, finish_cut_short

    folder = calling(ctx).profile or default_profile_folder()
    finish_cut_short(folder)
    return folder


def password(ctx: click.Context, prompt: str = "Password") -> str:
    """The password from the file, the environment or a prompt; never from an argument."""
    import os

    file = calling(ctx).password_file
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise AppError("The password file cannot be read.") from None
    given = os.environ.get("ENQUIRY_APP_PASSWORD")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise AppError(
            "Give the password with --password-file FILE or in ENQUIRY_APP_PASSWORD: nobody can type it here."
        )
    return str(click.prompt(prompt, hide_input=True, err=True))


@contextmanager
def signed_in(ctx: click.Context) -> Iterator[Application]:
    """The application with the person signed in; closed afterwards."""
    from enquiry_app import composition
    from enquiry_app.security.front_door import profile_exists

    user = calling(ctx).user
    if not user:
        raise AppError("Say who is acting: --user NAME or ENQUIRY_APP_USER.")
    folder = profile_folder(ctx)
    if not profile_exists(folder):
        raise AppError("There is no profile in this folder. Give the right one with --profile, or make one first.")
    app = composition.sign_in(folder, user, password(ctx))
    try:
        yield app
    finally:
        app.close()


def emit(ctx: click.Context, data: Any, text: str) -> None:
    """Print the result: JSON if asked for, else the sentence."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if calling(ctx).as_json else text)
