"""Shared ground of all tests: no display, no network but loopback, nobody's real folders."""

from __future__ import annotations

import os
import socket

import pytest

pytest_plugins = ["tests.fixtures_store"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A connection to anywhere but this machine fails the test."""
    real = socket.socket.connect

    def guarded(self, address, *rest):
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError("the network was used")
        return real(self, address, *rest)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Data, configuration and cache folders of the account point into a throw-away place."""
    home = tmp_path_factory.mktemp("home")
    before = {name: os.environ.get(name) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    os.environ["HOME"] = str(home)
    for name in ("DATA", "CONFIG", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    yield home
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
