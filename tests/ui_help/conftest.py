"""Fixtures of the screens of help: the same real store, seen by its people."""

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
