"""Shared ground of all tests: no display, no network but loopback, nobody's real folders, nothing left out unseen."""

from __future__ import annotations

import gc
import os
import socket

import pytest
from hypothesis import settings

from tests import quick_passwords

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")  # the plug-in without a screen says what it cannot do
os.umask(0o022)  # an ordinary account's: what must be private is made private by the app

pytest_plugins = ["tests.fixtures_store"]

settings.register_profile("here", deadline=None, print_blob=True)  # a busy machine is no fault
settings.load_profile("here")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Passwords set in this process cost little to check; `real_password_work` gives a test the app's own work back."""
    from pyrage import passphrase

    real = passphrase.encrypt
    passphrase.encrypt = quick_passwords.encrypt
    yield real
    passphrase.encrypt = real


@pytest.fixture
def real_password_work(_quick_passwords, monkeypatch):
    from pyrage import passphrase

    monkeypatch.setattr(passphrase, "encrypt", _quick_passwords)


LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MACHINE = "this machine cannot"  # how a skip begins that CI forgives: it needs rights a container may not have


def _stay_here(name: str) -> None:
    """Replaces a method of sockets, whose last argument is an address, by one that refuses other machines' addresses."""
    real = getattr(socket.socket, name)

    def guarded(self, *given):
        if given and isinstance(given[-1], tuple) and given[-1][0] not in LOOPBACK:
            raise AssertionError("the network was used")
        return real(self, *given)

    setattr(socket.socket, name, guarded)


def pytest_configure() -> None:
    """No connection to anywhere but this machine, no look-up of names, in the whole run."""
    for name in ("connect", "connect_ex", "sendto"):
        _stay_here(name)
    look_up = socket.getaddrinfo

    def guarded(host, *rest, **given):
        if host and host not in LOOPBACK:
            raise AssertionError("the network was used")
        return look_up(host, *rest, **given)

    socket.getaddrinfo = guarded


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Home, data, configuration, cache and runtime folders of the account point into a throw-away place."""
    home = tmp_path_factory.mktemp("home")
    names = {"HOME": home} | {f"XDG_{n}_HOME": home / n.lower() for n in ("DATA", "CONFIG", "CACHE", "STATE")}
    names["XDG_RUNTIME_DIR"] = home / "runtime"
    names["XDG_RUNTIME_DIR"].mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in names.items():
            patch.setenv(name, str(folder))
        for name in ("PROFILE", "USER", "PASSWORD"):
            patch.delenv(f"ENQUIRY_APP_{name}", raising=False)
        yield home


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What stands before a test is not garbage of that test: a collection walks through what is new, not through all that
    thousands of tests before have left for the run (reports, modules, cached definitions)."""
    gc.freeze()


def _must_run(report) -> None:
    """In CI a test that is left out is a failure, unless it says that the machine cannot do it."""
    if not report.skipped or hasattr(report, "wasxfail") or not os.environ.get("CI"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if MACHINE not in reason:
        report.outcome, report.longrepr = "failed", f"left out where nothing may be left out: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    _must_run(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    report = yield
    _must_run(report)
    return report
