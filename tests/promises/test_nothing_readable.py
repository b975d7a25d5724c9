"""P2 and P11: after a day's work nothing of it can be read on the disk without the key, and nobody was called.

A robot works in a home of its own, with a mark in every word; every byte it leaves is searched for the mark as it is, in
UTF-16, and inside whatever is deflated. What people export on purpose is the one exception, and shows that the search
would find it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.canary_robot import MARK

ROBOT = Path(__file__).with_name("canary_robot.py")
ROOT = ROBOT.parents[2]
SPELLINGS = tuple(MARK.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
GZIP = b"\x1f\x8b\x08"
LARGEST = 50_000_000  # bytes looked at once inflated


def readable(data: bytes) -> bool:
    """Whether the mark stands in these bytes, in some spelling, also inside what is packed in them."""
    return any(_found(each) for each in (data, *_unpacked(data)))


def _found(data: bytes) -> bool:
    low = data.lower()
    return any(spelling in low for spelling in SPELLINGS)


def _unpacked(data: bytes) -> Iterator[bytes]:
    for start in ZLIB.finditer(data):
        yield _inflated(data[start.start() :], zlib.MAX_WBITS)
    place = data.find(GZIP)
    while place >= 0:
        yield _inflated(data[place:], zlib.MAX_WBITS | 16)
        place = data.find(GZIP, place + 1)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def _inflated(data: bytes, bits: int) -> bytes:
    opened = zlib.decompressobj(bits)
    try:
        return opened.decompress(data, LARGEST)
    except zlib.error:
        return b""


@pytest.fixture(params=["closed", "open"])
def a_days_work(tmp_path, request):
    """The folder in which a robot has worked: its home, its temporary files, its caches; killed at the end if open."""
    places = {"HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config",
              "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run"}  # fmt: skip
    for name in places.values():
        (tmp_path / name).mkdir(mode=0o700)
    told = {**os.environ, **{name: str(tmp_path / place) for name, place in places.items()}, "PYTHONPATH": str(ROOT)}
    told["PYTHONDONTWRITEBYTECODE"] = "1"
    alone = ["unshare", "-rn"] if _may_be_alone() else []
    command = [*alone, sys.executable, str(ROBOT), str(tmp_path), request.param]
    with open(tmp_path / "said.txt", "wb") as said:
        robot = subprocess.Popen(command, env=told, cwd=tmp_path, stdout=subprocess.PIPE, stderr=said)
        line = robot.stdout.readline()
        try:
            assert line == b"done\n", (tmp_path / "said.txt").read_text(encoding="utf-8")[-3000:]
        finally:
            if request.param == "open":
                os.kill(robot.pid, signal.SIGKILL)
            robot.wait(60)
            robot.stdout.close()
    return tmp_path


def _may_be_alone() -> bool:
    """Whether a namespace without a network can be made here."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


def test_nothing_of_a_days_work_can_be_read_and_nobody_was_called(a_days_work):
    files = [file for file in a_days_work.rglob("*") if file.is_file()]
    exported = [file for file in files if "exports" in file.parts]
    kept = [file for file in files if file not in exported]
    assert any(file.name == "store.db" for file in kept)
    assert any("backups" in file.parts for file in kept)
    assert [str(file.relative_to(a_days_work)) for file in kept if readable(file.read_bytes())] == []
    names = [str(file.relative_to(a_days_work)).lower() for file in files]
    assert not [name for name in names if MARK in name]
    assert [readable(file.read_bytes()) for file in exported] == [True], "the search finds what is there to be found"
    assert not (a_days_work / "network.txt").exists(), (a_days_work / "network.txt").read_text(encoding="utf-8")


def test_the_search_finds_the_mark_however_it_is_written():
    plain = f"so {MARK.upper()}word".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("a.txt", plain * 20)
    for hidden in (plain, plain.decode().encode("utf-16-le"), b"x" * 99 + zlib.compress(plain * 9), packed.getvalue()):
        assert readable(hidden)
    assert not readable(b"nothing of the kind" + zlib.compress(b"nor here"))
