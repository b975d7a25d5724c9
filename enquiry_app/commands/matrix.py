"""`matrix check` and `matrix diff`: is a matrix sound, and what changed between two."""

from __future__ import annotations

import json
from pathlib import Path

import click

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.matrix_changes import matrix_changes
from enquiry_app.errors import DefinitionError

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("matrix")
def matrix_group() -> None:
    """Check a threshold matrix, or compare two."""


@matrix_group.command("check")
@click.argument("folder", metavar="[DIR]", required=False, type=_FOLDER)
@click.option("--json", "as_json", is_flag=True)
def check(folder: Path | None, as_json: bool) -> None:
    """Check the matrix in DIR (or the shipped one); every fault at once, with file, line and key."""
    try:
        matrix = load_matrix(folder)
    except DefinitionError as error:
        if as_json:
            faults = [{"file": f.file, "line": f.line, "key": f.key, "message": f.message} for f in error.faults]
            click.echo(json.dumps({"ok": False, "faults": faults}, ensure_ascii=False, indent=2))
            raise click.exceptions.Exit(1) from None
        raise
    found = {
        "ok": True,
        "matrix": matrix.name,
        "owner": matrix.owner,
        "dimensions": len(matrix.dimensions),
        "indicators": len(matrix.indicators),
        "hash": matrix.content_hash(),
    }
    text = f"{matrix.name}: {found['indicators']} indicators in {found['dimensions']} dimensions, no fault."
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else text)


@matrix_group.command("diff")
@click.argument("old", metavar="A", type=_FOLDER)
@click.argument("new", metavar="B", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True)
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say what changed from the matrix in A to the one in B."""
    changes = matrix_changes(load_matrix(old), load_matrix(new))
    if as_json:
        click.echo(json.dumps(changes, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(change["sentence"] for change in changes) or "Nothing changed.")
