"""Fixtures of the checking agency's page: the same real store, and a question the Hub has asked the police."""

from __future__ import annotations

import pytest

from tests.services.checking import question_to
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
from ui import unsent_words


@pytest.fixture(autouse=True)
def nothing_unsent():
    """Words one test leaves behind are not another's."""
    yield
    unsent_words.forget_all()


@pytest.fixture
def asked(application_as, sent, agencies):  # noqa: F811
    """The Hub's question to the police about Amira; the check."""
    worker = application_as("worker")
    return worker.checks.ask(sent("two-children").id, question_to(agencies["police"].id))
