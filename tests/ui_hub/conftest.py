"""Fixtures of the Hub's screens: the same real store, seen by worker, manager and others."""

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
