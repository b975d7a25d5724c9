"""How long until the largest section's page, the matrix and check answers are painted, in a long enquiry."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

RUNS = 7
BUDGET = 150.0  # ms, to painted


def run() -> list[dict]:
    """One row a screen; the yardstick is a page of as many bare Qt fields without any form behind it."""
    import ui  # noqa: F401, I001 - its guard comes before any use of Qt
    from PySide6.QtWidgets import QApplication

    from enquiry_app import composition
    from ui.appearance import Appearance
    from ui.background import Background

    qt = QApplication.instance() or QApplication([])
    Appearance(qt, "light")
    background = Background(qt)
    with tempfile.TemporaryDirectory() as folder:
        made = composition.make_practice_profile(Path(folder) / "profile", enquiries=1, seed=1, with_passwords=False)
        application = made.application
        teacher = next(person for person, _ in made.people if person.role == "practitioner")
        application.switch_person(teacher.id)
        try:
            return _measure(application, background)
        finally:
            background.finish_writes()
            background.close()
            application.close()


def _measure(application, background) -> list[dict]:
    from enquiry_app.enquiry.answers_json import answers_from_json
    from enquiry_app.resource_files import resource_text
    from ui.form.form_page import FormPage
    from ui.form.route import stops_of

    data = json.loads(resource_text("examples", "enquiries", "two-children.json"))
    draft = application.drafting.start(answers_from_json(application.form, application.matrix, data))
    page = FormPage(application, background, draft)
    page.resize(1280, 860)
    page.show()
    child = page.editor.answers.items_of("children")[0]
    sections = [(s, child if s.collection == "children" else "") for s in application.form.sections]
    stops = [stop for s, item in sections if s.collection != "household" for stop in stops_of(page.editor, s, item)]
    sizes = {stop: _size(application.form, stop) for stop in stops}
    largest = max(sizes, key=sizes.__getitem__)
    matrix = next(stop for stop in stops if stop.section == "matrix")
    rows = []
    for name, act in (
        (f"open largest page ({largest.page})", lambda: page.show_stop(largest)),
        ("open the matrix", lambda: page.show_stop(matrix)),
        ("open check answers", page.show_review),
    ):
        ours = _painted(page, act, page.show_tasks)
        bare = _bare_page(max(sizes[largest], 1))
        rows.append(
            {
                "name": name, "ours_ms": ours, "yardstick": "as many bare Qt fields", "yardstick_ms": bare,
                "ratio": ours / bare, "budget": f"<= {BUDGET:.0f} ms", "ok": ours <= BUDGET,
            }
        )  # fmt: skip
    page.flush()
    return rows


def _size(form, stop) -> int:
    known = [p for p in form.section(stop.section).pages if p.id == stop.page]
    return len(known[0].questions) if known else 0


def _painted(page, act, back) -> float:
    """Median milliseconds from asking for a screen until it is painted."""
    times = []
    for _ in range(RUNS):
        back()
        _rest(page)
        begun = time.perf_counter()
        act()
        page.grab()
        times.append((time.perf_counter() - begun) * 1000)
        _rest(page)
    return statistics.median(times[1:])


def _rest(page) -> None:
    from PySide6.QtWidgets import QApplication

    page.background.finish_writes()
    for _ in range(4):
        QApplication.processEvents()


def _bare_page(fields: int) -> float:
    from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        widget = QWidget()
        layout = QFormLayout(widget)
        for number in range(fields):
            layout.addRow(str(number), QLineEdit())
        widget.resize(1280, 860)
        widget.grab()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])
