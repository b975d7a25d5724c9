"""`suggest`: what the matrix suggests for a case, or for many cases as JSON Lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.threshold import suggest_from_json
from enquiry_app.errors import AppError, CaseError


@click.command("suggest")
@click.argument("case", metavar="CASE.json", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "_as_json", is_flag=True, help="JSON is what it prints anyway.")
def suggest_command(case: str, _as_json: bool) -> None:
    """Suggest a level for the case in CASE.json; `-` reads one case a line and answers one line each, in order."""
    if case == "-":
        _answer_lines()
        return
    try:
        data = _read(Path(case).read_bytes())
    except FileNotFoundError:
        raise CaseError("There is no such case file. Check its name.") from None
    except OSError:
        raise CaseError("The case file cannot be read. Check that you may open it.") from None
    except ValueError:
        raise CaseError("The case file is not valid JSON in UTF-8.") from None
    click.echo(_encoded(suggest_from_json(load_matrix(), data), indent=2))


def _read(raw: bytes) -> Any:
    """The JSON in these bytes. Raises ValueError, also for text that is not UTF-8 or nests without end."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _encoded(answer: Any, indent: int | None = None) -> bytes:
    """UTF-8 whatever the terminal speaks: other programs read this."""
    return json.dumps(answer, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")


def _answer_lines() -> None:
    """Answer each line at once; a bad line gets `{"error": …}` and the next goes on. Blank lines are passed over."""
    matrix = load_matrix()
    out = sys.stdout.buffer
    lines = sys.stdin.buffer
    for raw in lines:
        if not raw.strip():
            continue
        try:
            answer = suggest_from_json(matrix, _read(raw))
        except AppError as error:
            answer = {"error": error.sentence}
        except ValueError:
            answer = {"error": "The line is not valid JSON in UTF-8."}
        out.write(_encoded(answer) + b"\n")
        out.flush()
