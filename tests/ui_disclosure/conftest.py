"""Fixtures of the screens."""

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
