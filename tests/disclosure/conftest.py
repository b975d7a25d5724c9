"""Desks of the services, and the screens' fixtures."""

from __future__ import annotations

import pytest

from tests.services.conftest import desks, example, lead, sent, teacher, worker  # noqa: F401


@pytest.fixture
def manager(desks):  # noqa: F811
    return desks("manager")
