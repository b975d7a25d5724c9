"""Fixtures of the screens, and a hub in a store of its own."""

from tests.services.test_exchanging import hub_template  # noqa: F401
from tests.ui.conftest import (  # noqa: F401
    appearance,
    application_as,
    background,
    example_answers,
    look,
    no_garbage_left,
    sent,
    settle,
    window_of,
)
