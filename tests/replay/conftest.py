"""The services' people and enquiries."""

from tests.services.conftest import desks, lead, sent, teacher, worker  # noqa: F401
