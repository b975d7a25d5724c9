"""A mail server for each kind of encryption, and the desks of the services' tests."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from enquiry_app.exchange.mail.sending import MailServer
from tests.mail.mail_servers import PASSWORD, USER, Certificate, Running, mail_server, make_certificate
from tests.services.conftest import desks  # noqa: F401
from tests.services.test_exchanging import arrived, hub, hub_template, known, referred, school  # noqa: F401
from tests.ui.conftest import (  # noqa: F401
    appearance,
    application_as,
    background,
    example_answers,
    look,
    settle,
    window_of,
)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items) -> None:
    """The server warns of its own to-be-changed names; a warning in its thread would end the conversation."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.filterwarnings("ignore:Session.login_data", "ignore:Requiring AUTH while not"))


@pytest.fixture(autouse=True)
def no_keyring():
    """The account's own keyring is never touched; a test that needs one brings it."""
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(fail.Keyring())


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=["starttls", "tls"])
def either(request, certificate):
    """A server with STARTTLS, and one with TLS from the first byte."""
    with mail_server(certificate, request.param) as running:
        yield running


@pytest.fixture
def smtp(certificate):
    with mail_server(certificate) as running:
        yield running


def client_of(running: Running, **other) -> MailServer:
    """What the app would be set to for this server."""
    given = {"user": USER, "password": PASSWORD, "trusted": running.certificate.pem, "timeout": 10.0, **other}
    return MailServer("localhost", running.port, running.security, **given)
