"""The services' people and enquiries."""

import pytest

from tests.services.conftest import desks, example, lead, sent, teacher, worker  # noqa: F401


@pytest.fixture
def manager(desks):  # noqa: F811
    return desks("manager")


@pytest.fixture
def admin(desks):  # noqa: F811
    return desks("admin")
