"""The form and matrix the app was started with, and how older versions in a store are found again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.form_json import form_from_canonical_json, form_to_canonical_json
from enquiry_app.definitions.matrix_definition import Matrix, matrix_from_canonical_json
from enquiry_app.services.ports import Readable, Work


@dataclass
class DefinitionsInUse:
    """The current form and matrix. `*_key` is id/version, as enquiries carry it."""

    form: Form
    matrix: Matrix
    _kept: bool = field(default=False, repr=False)

    @cached_property
    def form_key(self) -> str:
        """The form's id/version."""
        return f"{self.form.id}/{self.form.version}"

    @cached_property
    def matrix_key(self) -> str:
        """The matrix's id/version."""
        return self.matrix.name

    def keep(self, work: Work) -> None:
        """Put both into the store, once a session: an enquiry must be readable with the version it was made with."""
        if self._kept:
            return
        work.put_definition("form", self.form_key, form_to_canonical_json(self.form))
        work.put_definition("matrix", self.matrix_key, self.matrix.to_canonical_json())
        self._kept = True

    def form_of(self, read: Readable, key: str) -> Form:
        """The form version of this id/version."""
        return self.form if key == self.form_key else _form(read.definition("form", key))

    def matrix_of(self, read: Readable, key: str) -> Matrix:
        """The matrix version of this id/version."""
        return self.matrix if key == self.matrix_key else _matrix(read.definition("matrix", key))


@lru_cache(maxsize=8)
def _form(text: str) -> Form:
    return form_from_canonical_json(text)


@lru_cache(maxsize=8)
def _matrix(text: str) -> Matrix:
    return matrix_from_canonical_json(text)
