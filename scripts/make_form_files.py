"""Writes what is made from the shipped form's TOML: the ready-made form and the JSON schema of answers.

Run it after a change of the form: `python -m scripts.make_form_files`. Tests tell if it was forgotten.
"""

from __future__ import annotations

from pathlib import Path

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.ready_form import READY_FILE, fingerprint, ready_text
from enquiry_app.enquiry.answers_schema import SCHEMA_FILE, schema_text

RESOURCES = Path(__file__).parent.parent / "resources"


def main() -> None:
    """Write both files beside the form."""
    folder = RESOURCES / "form"
    form = load_form(folder)
    (folder / READY_FILE).write_text(ready_text(form, fingerprint(folder, RESOURCES / "code_lists")), encoding="utf-8")
    (folder / SCHEMA_FILE).write_text(schema_text(form), encoding="utf-8")


if __name__ == "__main__":
    main()
