"""Reads a matrix from TOML and reports every fault at once, with file, line and key. Imports definitions and errors."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from enquiry_app.definitions.form_toml import Faults, Table, read_toml
from enquiry_app.definitions.matrix_definition import Dimension, Matrix
from enquiry_app.definitions.matrix_reading import (
    check_known,
    read_coded,
    read_dimension,
    read_domains,
    read_levels,
    read_pathways,
    read_protective_factors,
    read_synonyms,
)
from enquiry_app.definitions.matrix_vocabulary import RULE_FLAGS
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource


def load_matrix(folder: Traversable | Path | None = None) -> Matrix:
    """The matrix in `folder`, or the shipped one (read once). Raises `DefinitionError` with every fault found."""
    return _shipped() if folder is None else _read(folder)


@lru_cache(maxsize=1)
def _shipped() -> Matrix:
    return _read(resource("matrix"))


def _read(folder: Traversable | Path) -> Matrix:
    faults = Faults()
    top = read_toml(folder, "matrix.toml", faults)
    paths = read_toml(folder, "pathways.toml", faults)
    if top is None or paths is None:
        raise DefinitionError(faults.found)
    domains = read_domains(top)
    pathways = read_pathways(paths)
    flags = [pathway.flag for pathway in pathways]
    if lacking := [flag for flag in RULE_FLAGS if flag not in flags]:
        paths.fault("pathways", f"lacks {', '.join(lacking)}, which the rules depend on")
    codes = top.names("dimensions")
    dimensions = _dimensions(folder, top, codes, [domain.code for domain in domains], flags)
    matrix = Matrix(
        id=top.words("id", needed=True),
        version=top.words("version", needed=True),
        title=top.words("title", needed=True),
        owner=top.words("owner", needed=True),
        levels=read_levels(top),
        domains=domains,
        dimensions=dimensions,
        amplifiers=read_coded(top, "amplifiers"),
        when=read_coded(top, "when"),
        source=read_coded(top, "source"),
        how_often=read_coded(top, "how_often"),
        duration=read_coded(top, "duration"),
        effect=read_coded(top, "effect"),
        protective_factors=read_protective_factors(top),
        pathways=pathways,
        synonyms=read_synonyms(top),
        poverty_dimensions=check_known(top, "poverty_dimensions", codes),
        unborn_untagged=check_known(top, "unborn_untagged", [domain.code for domain in domains]),
        unborn_blocks=check_known(top, "unborn_blocks", codes),
    )
    _check_name(top, matrix)
    top.finish()
    if faults.found:
        raise DefinitionError(faults.found)
    return matrix


def _dimensions(
    folder: Traversable | Path, top: Table, codes: tuple[str, ...], domains: list[str], flags: list[str]
) -> tuple[Dimension, ...]:
    """The dimensions in the order listed, and a fault for a file that lies there unlisted."""
    if not codes:
        top.fault("dimensions", "lists no dimension")
    seen: dict[str, str] = {}
    found = []
    for code in codes:
        file = read_toml(folder, f"dimensions/{code}.toml", top.faults)
        if file is not None:
            found.append(read_dimension(file, code, domains, flags, seen))
    lying = folder / "dimensions"
    names = sorted(file.name for file in lying.iterdir()) if lying.is_dir() else []
    for name in names:
        if name.endswith(".toml") and name.removesuffix(".toml") not in codes:
            top.faults.add(f"dimensions/{name}", "", "is not listed in matrix.toml, so it would not be used")
    return tuple(found)


def _check_name(top: Table, matrix: Matrix) -> None:
    """Id and version make up the name `id/version`, so neither holds a slash."""
    for key, value in (("id", matrix.id), ("version", matrix.version)):
        if "/" in value or any(character.isspace() for character in value):
            top.fault(key, "must hold no slash and no space")
