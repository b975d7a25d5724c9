"""Start to usable sign-in window as a whole process, beside a bare PySide6 window's process. Budget: twice as long."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
BARE = (
    "from PySide6.QtWidgets import QApplication, QMainWindow; from PySide6.QtCore import QTimer\n"
    "a = QApplication([]); w = QMainWindow(); w.show(); QTimer.singleShot(0, a.quit); a.exec()"
)
OURS = (
    "import sys; sys.argv = ['enquiry-app', '--profile', sys.argv[1]]\n"
    "import ui.launch\n"
    "from PySide6.QtCore import QTimer\n"
    "from PySide6.QtWidgets import QApplication\n"
    "real = QApplication.exec\n"
    "QApplication.exec = staticmethod(lambda *a: (QTimer.singleShot(0, QApplication.quit), real())[1])\n"
    "sys.exit(ui.launch.main())"
)


def run() -> list[dict]:
    """One row: our first window on a profile that exists (sign-in), beside the bare window."""
    from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup

    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        person = NewPerson("ada.min", "Ada Min", "Administrator", "administrator", "seven wet herons")
        Profile(profile).create(ProfileSetup("partner", "Example School", "school", person, {}))
        environment = _environment(Path(folder) / "bytecode")
        times: dict[str, list[float]] = {OURS: [], BARE: []}
        for _ in range(RUNS + 1):  # by turns, so that a busy minute of the machine meets both alike
            for code in times:
                times[code].append(_once(code, str(profile), environment))
    ours, bare = (statistics.median(times[code][1:]) for code in (OURS, BARE))
    return [
        {
            "name": "start to sign-in window (process)", "ours_ms": ours, "yardstick": "bare PySide6 window",
            "yardstick_ms": bare, "ratio": ours / bare, "budget": "<= 2 x", "ok": ours <= 2 * bare,
        }
    ]  # fmt: skip


def _environment(bytecode: Path) -> dict[str, str]:
    """As on a person's machine: our modules are compiled once, as the installed libraries are, not at every start."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


def _once(code: str, profile: str, environment: dict[str, str]) -> float:
    """Milliseconds from start to exit of a process."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, profile], env=environment, check=True, capture_output=True)
    return (time.perf_counter() - begun) * 1000
