"""`suggest`: what the matrix suggests for a case, or for many cases as JSON Lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path

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
        data = json.loads(Path(case).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CaseError("There is no such case file. Check its name.") from None
    except (OSError, UnicodeDecodeError):
        raise CaseError("The case file cannot be read as UTF-8 text.") from None
    except (json.JSONDecodeError, RecursionError):
        raise CaseError("The case file is not valid JSON.") from None
    click.echo(json.dumps(suggest_from_json(load_matrix(), data), ensure_ascii=False, indent=2))


def _answer_lines() -> None:
    """Answer each line; a bad line gets `{"error": …}` and the next goes on."""
    matrix = load_matrix()
    out = sys.stdout
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        try:
            answer = suggest_from_json(matrix, json.loads(raw.decode("utf-8")))
        except AppError as error:
            answer = {"error": error.sentence}
        except (ValueError, RecursionError):
            answer = {"error": "The line is not valid JSON."}
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
