"""Fixtures of the look-up's screens: the same real store as everywhere."""

import pytest

from tests.fixtures_case_list import AMIRA, LUCJA, MAPPING, OWEN, TODAY, TWINS, csv_of
from tests.ui.conftest import (  # noqa: F401
    appearance,
    application_as,
    background,
    look,
    no_garbage_left,
    settle,
    window_of,
)


@pytest.fixture
def list_file(tmp_path):
    """Writes rows as a file to choose."""

    def write(*rows, name="list.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(csv_of(*(rows or (AMIRA, OWEN, LUCJA, *TWINS)), encoding=encoding))
        return path

    return write


@pytest.fixture
def imported(application_as):  # noqa: F811
    """A list imported by the manager, true on a day."""

    def make(*rows, as_of=TODAY):
        data = csv_of(*(rows or (AMIRA, OWEN, LUCJA, *TWINS)))
        return application_as("manager").case_list.import_list(data, MAPPING, as_of, "PARIS")

    return make
