"""Run as a program: opens a draft in the app's real window and types without end, logging each word to a synced file.

Arguments: profile folder, its configuration folder, person id, enquiry id, log file, seed. The data key comes in hex on
standard input, so that it stands in no process list.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def main() -> None:
    import ui  # noqa: F401, I001 - its guard comes before any use of Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from enquiry_app.clock import SystemClock
    from enquiry_app.composition import Application
    from enquiry_app.security.profile import Profile
    from ui.appearance import Appearance
    from ui.background import Background
    from ui.form.route import Stop
    from ui.main_window import MainWindow

    folder, config, person_id, enquiry_id, log_path, seed = sys.argv[1:]
    key = bytes.fromhex(sys.stdin.readline().strip())
    qt = QApplication([])
    Appearance(qt, "light")
    profile = Profile(Path(folder), Path(config))
    store, _ = profile.open_store(key)
    with store.read() as reading:
        person = reading.person(person_id)
    application = Application(profile, store, person, b"k" * 32, SystemClock())
    window = MainWindow(application, Background(qt))
    window.resize(1024, 700)
    window.show()
    window.navigator.show_draft(application.drafting.open(enquiry_id))
    form = window.page
    form.show_stop(Stop("worry", "", "worry_page"))
    box = form.screen.first_focus()
    box.setFocus()
    rng = random.Random(int(seed))
    text = ""
    with open(log_path, "ab", buffering=0) as log:
        while True:
            word = rng.choice(["she", "came", "late", "again", "hungry", "tired", "quiet"]) + str(rng.randrange(1000))
            QTest.keyClicks(box, word + " ")
            text += word + " "
            log.write(json.dumps([time.time(), text.strip()]).encode() + b"\n")
            os.fsync(log.fileno())
            until = time.monotonic() + rng.random() * 0.08
            while time.monotonic() < until:
                qt.processEvents()
            qt.processEvents()


if __name__ == "__main__":
    main()
