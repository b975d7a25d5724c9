"""Reads the form from TOML, every fault at once, and keeps versions as canonical JSON (`decisions` 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_checking import check_form
from enquiry_app.definitions.form_definition import CodeList, Form, Section
from enquiry_app.definitions.form_json import form_from_canonical_json, form_to_canonical_json
from enquiry_app.definitions.form_reading import (
    Places,
    read_code_list,
    read_collection,
    read_group,
    read_section,
)
from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.definitions.ready_form import ready_form
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

__all__ = ["form_from_canonical_json", "form_to_canonical_json", "load_form"]


def load_form(folder: Traversable | Path | None = None) -> Form:
    """The form in `folder` (its `code_lists` inside it or beside it), or the shipped one, read once.

    Raises `DefinitionError` with every fault found, each with file, key and line.
    """
    if folder is None:
        return _shipped()
    inside = folder / "code_lists"
    beside = folder.parent / "code_lists" if isinstance(folder, Path) else inside
    lists = inside if inside.is_dir() else beside
    return _read(folder, lists if lists.is_dir() else resource("code_lists"))


@lru_cache(maxsize=1)
def _shipped() -> Form:
    folder, lists = resource("form"), resource("code_lists")
    return ready_form(folder, lists) or _read(folder, lists)


def _read(folder: Traversable | Path, lists: Traversable | Path) -> Form:
    faults, places = Faults(), Places()
    top = read_toml(folder, "form.toml", faults)
    if top is None:
        raise DefinitionError(faults.found)
    groups = tuple(read_group(table, places) for table in top.tables("groups"))
    collections = {c.id: c for c in (read_collection(table, places) for table in top.tables("collections"))}
    group_of = {name: group.id for group in groups for name in group.sections}
    sections = [replace(s, group=group_of[s.id]) for s in _sections(folder, group_of, places, faults)]
    _unlisted_sections(folder, group_of, faults)
    wording = top.table("wording")
    form = Form(
        id=top.words("id", needed=True),
        version=top.words("version", needed=True),
        title=top.words("title", needed=True),
        owner=top.words("owner"),
        groups=groups,
        sections=tuple(sections),
        collections=collections,
        code_lists=_code_lists(lists, faults),
        retired=_retired(folder, faults),
        wording={key: wording.words(key) for key in wording.data} if wording else {},
    )
    top.finish()
    check_form(form, places, faults)
    if faults.found:
        raise DefinitionError(faults.found)
    return form


def _file_names(folder: Traversable | Path) -> tuple[str, ...]:
    """Names, without `.toml`, of the TOML files in a folder."""
    if not folder.is_dir():
        return ()
    names: Iterable[str] = (file.name for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _sections(folder: Traversable | Path, listed: Iterable[str], places: Places, faults: Faults) -> Iterable[Section]:
    """The sections in the order of the groups."""
    for name in listed:
        table = read_toml(folder, f"sections/{name}.toml", faults)
        if table is not None:
            yield replace(read_section(table, name, places), id=name)


def _unlisted_sections(folder: Traversable | Path, listed: Iterable[str], faults: Faults) -> None:
    for name in set(_file_names(folder / "sections")) - set(listed):
        faults.add(f"sections/{name}.toml", "", "no group of form.toml lists this section")


def _code_lists(folder: Traversable | Path, faults: Faults) -> dict[str, CodeList]:
    found = {}
    for name in _file_names(folder):
        table = read_toml(folder, f"{name}.toml", faults, shown_as=f"code_lists/{name}.toml")
        if table is not None:
            found[name] = read_code_list(table, name)
    return found


def _retired(folder: Traversable | Path, faults: Faults) -> dict[str, str]:
    """Retired question ids and what they became ("" for nothing); the file may be absent."""
    if not (folder / "retired.toml").is_file():
        return {}
    file = read_toml(folder, "retired.toml", faults)
    table: Table | None = file.table("retired") if file else None
    if file is not None:
        file.finish()
    return {old: table.text(old) for old in table.data} if table else {}
