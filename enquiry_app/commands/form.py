"""`form check`, `form export` and `form preview`: is a form sound, the form for other systems, and how it looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from enquiry_app.commands.shared import calling, common_options, emit
from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.form_json import form_hash
from enquiry_app.definitions.form_toml import nearest
from enquiry_app.definitions.load_form import load_form
from enquiry_app.errors import AppError, DefinitionError

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("form")
def form_group() -> None:
    """Check the form, export it, or look at a section."""


@form_group.command("check")
@click.argument("folder", metavar="[DIR]", required=False, type=_FOLDER)
@common_options
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """Check the form in DIR (or the shipped one); every fault at once, with file, line and key."""
    try:
        form = load_form(folder)
    except DefinitionError as error:
        if calling(ctx).as_json:
            faults = [{"file": f.file, "line": f.line, "key": f.key, "message": f.message} for f in error.faults]
            emit(ctx, {"ok": False, "faults": faults}, "")
            raise click.exceptions.Exit(1) from None
        raise
    found = _in_short(form)
    words = f"{form.name}: {found['questions']} questions in {found['sections']} sections, no fault."
    emit(ctx, found, words)


def _in_short(form: Form) -> dict[str, Any]:
    return {
        "ok": True,
        "form": form.name,
        "owner": form.owner,
        "sections": len(form.sections),
        "questions": len(form.questions),
        "code_lists": len(form.code_lists),
        "hash": form_hash(form),
    }


@form_group.command("export")
@click.option("--fhir", is_flag=True, required=True, help="As a FHIR R4 Questionnaire.")
@click.option("--out", required=True, type=_FILE, help="File to write; - for standard output.")
@click.argument("folder", metavar="[DIR]", required=False, type=_FOLDER)
@common_options
@click.pass_context
def export(ctx: click.Context, fhir: bool, out: Path, folder: Path | None) -> None:
    """Write the form in DIR (or the shipped one) for other systems."""
    from enquiry_app.exchange.fhir import questionnaire

    form = load_form(folder)
    text = json.dumps(questionnaire(form), ensure_ascii=False, indent=2) + "\n"
    if str(out) == "-":
        click.echo(text, nl=False)
        return
    _write(out, text)
    emit(ctx, {"file": str(out), "form": form.name}, f"The form {form.name} was written to {out}.")


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise AppError(f"{out} cannot be written. Choose another place with --out.") from error


@form_group.command("preview")
@click.option("--section", required=True, metavar="ID", help="Which section.")
@click.option("--screenshot", required=True, type=_FILE, metavar="OUT.png", help="Picture to write.")
@click.argument("folder", metavar="[DIR]", required=False, type=_FOLDER)
@common_options
@click.pass_context
def preview(ctx: click.Context, section: str, screenshot: Path, folder: Path | None) -> None:
    """Draw a section of the form in DIR (or the shipped one) as the app shows it."""
    form = load_form(folder)
    known = [s.id for s in form.sections]
    if section not in known:
        raise AppError(f'The form has no section "{section}"{nearest(section, known)}')
    draw = calling(ctx).preview
    if draw is None:
        raise AppError("The window part of the app is not here, so nothing can be drawn. Start it with enquiry-app.")
    try:
        draw(form, section, screenshot)
    except OSError as error:
        raise AppError(f"{screenshot} cannot be written. Choose another place with --screenshot.") from error
    emit(ctx, {"file": str(screenshot), "section": section}, f"The section was drawn to {screenshot}.")
