"""Builds the layer under the app's files (`disk_shim.c`), starts programs on it, and speaks to it from inside them."""

from __future__ import annotations

import ctypes
import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCE = Path(__file__).with_name("disk_shim.c")
ONCE, FROM_THEN_ON, SHORT = 0, 1, 2  # how calls fail: that one; that one and all after it; half of it is written


@functools.cache
def library() -> Path:
    """The compiled layer."""
    built = Path(tempfile.mkdtemp(prefix="disk-shim-")) / "disk_shim.so"
    command = ["cc", "-O1", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", built, SOURCE, "-ldl", "-pthread"]
    subprocess.run(command, check=True)
    return built


def run_on_it(arguments: list[str], root: Path, log: Path | None, standard_input: str = "") -> str:
    """Run one of our modules with every file below `root` watched; what it printed."""
    environment = {**os.environ, "LD_PRELOAD": str(library()), "DISK_ROOT": str(root), "PYTHONPATH": str(ROOT)}
    if log is not None:
        environment["DISK_LOG"] = str(log)
    done = subprocess.run(
        [sys.executable, "-m", *arguments], env=environment, cwd=ROOT, input=standard_input, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr[-3000:])
    return done.stdout


def mark(**remark: object) -> None:
    """From inside: put a remark into the record, between the writes before and after."""
    ctypes.CDLL(None).disk_mark(json.dumps(remark).encode())


def fail(at: int, errno: int = 0, how: int = ONCE, *, reads: bool = False) -> None:
    """From inside: let the call with this number fail, counted from 1 from now on; 0 for none."""
    ctypes.CDLL(None).disk_fail(ctypes.c_long(at), errno, how, int(reads))


def calls() -> int:
    """From inside: how many calls there were since `fail`."""
    counted = ctypes.CDLL(None).disk_calls
    counted.restype = ctypes.c_long
    return int(counted())
