"""The shipped form already read, so that a start need not parse forty TOML files (a few ms instead of about fifty).

`resources/form/ready.json` holds the canonical JSON and a fingerprint of the files it was made of. If they have changed
since, or it is not there, the TOML is read: what counts is always the TOML. `scripts/make_form_files.py` writes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.form_json import form_from_canonical_json, form_to_canonical_json
from enquiry_app.errors import DefinitionError

READY_FILE = "ready.json"


def fingerprint(folder: Traversable, lists: Traversable) -> str:
    """SHA-256 over names and content of every TOML file of the form and its code lists."""
    digest = hashlib.sha256()
    for place in (folder, folder / "sections", lists):
        for file in _toml_files(place):
            content = file.read_bytes()
            digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _toml_files(folder: Traversable) -> Iterator[Traversable]:
    found = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return iter(sorted(found, key=lambda file: file.name))


def ready_text(form: Form, print_of_files: str) -> str:
    """The content of the ready-made file: a line with the fingerprint, a line with the form."""
    return f"{json.dumps({'made_of': print_of_files})}\n{form_to_canonical_json(form)}\n"


def ready_form(folder: Traversable, lists: Traversable) -> Form | None:
    """The ready-made form if it was made of these very files, else None."""
    try:
        head, _, text = (folder / READY_FILE).read_text(encoding="utf-8").partition("\n")
        if json.loads(head)["made_of"] == fingerprint(folder, lists):
            return form_from_canonical_json(text)
    except (OSError, ValueError, KeyError, TypeError, DefinitionError):
        return None
    return None
