"""The ground the tests stand on: no network, nobody's real folders."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

ELSEWHERE = ("192.0.2.1", 53)  # an address reserved for documentation


@pytest.mark.parametrize(
    ("kind", "method", "given"),
    [
        (socket.SOCK_STREAM, "connect", (ELSEWHERE,)),
        (socket.SOCK_STREAM, "connect_ex", (ELSEWHERE,)),
        (socket.SOCK_DGRAM, "sendto", (b"x", ELSEWHERE)),
        (socket.SOCK_DGRAM, "sendto", (b"x", 0, ELSEWHERE)),
    ],
)
def test_other_machines_cannot_be_reached(kind, method, given):
    with socket.socket(socket.AF_INET, kind) as ours, pytest.raises(AssertionError, match="network"):
        getattr(ours, method)(*given)


def test_names_are_not_looked_up():
    with pytest.raises(AssertionError, match="network"):
        socket.getaddrinfo("example.invalid", 80)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as there, socket.create_connection(there.getsockname()):
        pass


def test_home_is_a_throw_away_place(own_folders):
    assert Path.home() == own_folders
    assert all(str(own_folders) in os.environ[f"XDG_{n}_HOME"] for n in ("DATA", "CONFIG", "CACHE"))
