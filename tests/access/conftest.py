"""Desks of several people over one store, and an enquiry sent."""

from __future__ import annotations

import pytest

from tests.services.conftest import Desk, Desks, desks, lead, sent, teacher, worker

__all__ = ["Desk", "Desks", "desks", "lead", "sent", "teacher", "worker"]


@pytest.fixture
def manager(desks) -> Desk:
    return desks("manager")


@pytest.fixture
def second(desks) -> Desk:
    return desks("second")
