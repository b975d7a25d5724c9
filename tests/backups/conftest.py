"""What tests of backup screens share with those of the other screens."""

from tests.ui.conftest import appearance, application_as, background, look, settle, window_of

__all__ = ["appearance", "application_as", "background", "look", "settle", "window_of"]
