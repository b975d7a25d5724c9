"""The command line (a contract: other tools are tested against it). Each command's module is imported when called.

Exit 0 done, 1 refused or failed with one plain sentence on standard error, 2 wrong usage. No traceback reaches a user.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from enquiry_app import VERSION
from enquiry_app.commands.shared import Calling, common_options
from enquiry_app.errors import AppError

NAME = "enquiry-app"
# Command -> (module below enquiry_app.commands, attribute). A command whose module is not there is not offered.
COMMANDS = {
    "demo": ("demo", "demo_command"),
    "suggest": ("suggest", "suggest_command"),
    "form": ("form", "form_group"),
    "matrix": ("matrix", "matrix_group"),
    "enquiry": ("enquiry", "enquiry_group"),
    "pdf": ("pdf", "pdf_command"),
    "blank-form": ("blank_form", "blank_form_command"),
    "seal": ("exchange", "seal_command"),
    "open": ("exchange", "open_command"),
    "reply": ("exchange", "reply_command"),
    "hub-key": ("exchange", "hub_key_command"),
    "store": ("store", "store_group"),
    "people": ("people", "people_group"),
    "audit": ("audit", "audit_group"),
    "report": ("report", "report_command"),
}


class LazyCommands(click.Group):
    """Knows the commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands that are there."""
        return [name for name, (module, _) in COMMANDS.items() if _is_there(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        module, attribute = COMMANDS.get(cmd_name, ("", ""))
        if not module or not _is_there(module):
            return None
        command = getattr(importlib.import_module(f"enquiry_app.commands.{module}"), attribute)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first line of help."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                rows.append((name, command.get_short_help_str(120)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(f"enquiry_app.commands.{module}") is not None


@click.group(cls=LazyCommands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@common_options
@click.option("--practice", is_flag=True, help="Open with fictional people and enquiries in a throw-away profile.")
@click.version_option(VERSION, prog_name=NAME)
@click.pass_context
def program(ctx: click.Context, practice: bool) -> None:
    """Multi-agency enquiry form and hub queue. Without a command the window opens."""
    if ctx.invoked_subcommand is not None:
        if practice:
            raise click.UsageError("--practice opens the window; `demo` makes a practice profile for commands.", ctx)
        return
    calling = ctx.ensure_object(Calling)
    if calling.open_window is None:
        raise AppError("The window is not available here. Start it with enquiry-app, or name a command (--help).")
    ctx.exit(calling.open_window(calling.profile, practice))


def main(
    argv: Sequence[str] | None = None,
    open_window: Callable[[Path | None, bool], int] | None = None,
    preview: Callable[[Any, str, Path], None] | None = None,
) -> int:
    """Run the command line and return the exit code. `open_window(profile, practice)` returns one too."""
    calling = Calling(open_window=open_window, preview=preview)
    try:
        arguments = list(argv) if argv is not None else None
        result = program.main(arguments, prog_name=NAME, standalone_mode=False, obj=calling)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.Abort:
        return _say("Stopped.")
    except click.UsageError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return _say(error.format_message())
    except AppError as error:
        return _say(error.sentence)
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        _note(error, calling)
        return _say(f"A file could not be read or written: {error.strerror or 'the system gave no reason'}.")
    except Exception as error:
        _note(error, calling)
        return _say(
            f"Something went wrong that should not have ({type(error).__name__}). Nothing was changed half-way."
        )


def _say(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 1


def _nobody_reads() -> int:
    """Whoever read our output has gone; what is still to be flushed goes nowhere instead of raising at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _note(error: Exception, calling: Calling) -> None:
    from enquiry_app.composition import default_profile_folder
    from enquiry_app.logging_setup import note_failure

    note_failure(error, calling.profile or default_profile_folder())
