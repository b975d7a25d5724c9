"""Fixtures of the screens."""

from tests.form_screens import *  # noqa: F403
