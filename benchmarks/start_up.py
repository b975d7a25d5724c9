"""Start to usable sign-in window as a whole process, beside a bare PySide6 window's process. Budget: twice as long."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

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


def _median_ms(code: str, *arguments: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    times = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, *arguments], env=environment, check=True, capture_output=True)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


def run() -> list[dict]:
    """One row: our first window on a profile that exists (sign-in), beside the bare window."""
    from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup

    with tempfile.TemporaryDirectory() as folder:
        person = NewPerson("admin", "Ada Min", "Administrator", "administrator", "seven wet herons")
        Profile(folder_of(folder)).create(ProfileSetup("partner", "Example School", "school", person, {}))
        ours, bare = _median_ms(OURS, str(folder_of(folder))), _median_ms(BARE)
    ratio = ours / bare
    return [
        {
            "name": "start to sign-in window (process)", "ours_ms": ours, "yardstick": "bare PySide6 window",
            "yardstick_ms": bare, "ratio": ratio, "budget": "<= 2 x", "ok": ratio <= 2,
        }
    ]  # fmt: skip


def folder_of(path: str):
    from pathlib import Path

    return Path(path) / "profile"
