"""The practice journey without a display: a teacher writes an enquiry and sends it, the Hub finds it and opens it.

`python -m scripts.practice_journey` leaves `build/referral.pdf` and pictures of the screens in `build/screens/`.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

import ui  # noqa: F401, I001 - its guard comes before any use of Qt
from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scripts.acting import Person, Writer
from scripts.practice_story import BABY, OVERRIDE, Story, the_story
from ui.appearance import Appearance
from ui.background import Background
from ui.launch import make_doors
from ui.session import Session

BUILD = Path("build")
SIZE = (1280, 860)


class Journey:
    """One walk through the app; pictures are numbered in the order of the walk."""

    def __init__(self, qt: QApplication, out: Path) -> None:
        self.out = out
        self.screens = out / "screens"
        shutil.rmtree(self.screens, ignore_errors=True)
        self.screens.mkdir(parents=True, exist_ok=True)
        self.session = Session(make_doors(None), Appearance(qt, "light"), Background(qt))
        background = self.session.background
        self.person = Person(background, lambda: self.session.main)
        self.writer = Writer(background, lambda: self.session.main.page)
        self._number = 0

    def keep(self, name: str) -> None:
        """Keep a picture of the window."""
        self.person.settle()
        self._number += 1
        self.session.window.grab().save(str(self.screens / f"{self._number:02}-{name}.png"))

    def run(self) -> str:
        """Walk from start to the Hub; returns the reference."""
        self.session.window.resize(*SIZE)
        self.session.start(practice=True)
        self.person.wait_until(lambda: self.session.main is not None, "The practice profile did not open.")
        self.person.settle()
        self.keep("home")
        clock = self.session.application.clock
        story = the_story(clock.now().date())
        self._start(story)
        write_enquiry(self.writer, story, self.keep)
        reference = self._send()
        self._receive(reference)
        self.session.close()
        return reference

    def _start(self, story: Story) -> None:
        self.person.press("Start an enquiry")
        page = self.session.main.page
        for box, text in (
            (page.given_names, story.given_names), (page.family_name, story.family_name),
            (page.birth_date, story.birth_date), (page.postcode, story.postcode),
        ):  # fmt: skip
            self.person.write(box, text)
        self.keep("start")
        self.person.press("Continue", page)

    def _send(self) -> str:
        writer = self.writer
        writer.press("Check answers and send", writer.screen)
        writer.wait_until(lambda: writer.screen.complete)
        self.keep("check-answers")
        writer.press("Create referral to the Hub", writer.screen)
        writer.press("Create referral now", writer.screen)
        writer.wait_until(lambda: hasattr(writer.screen, "enquiry"), "The enquiry was not sent.")
        self.keep("sent")
        return writer.screen.enquiry.reference

    def _receive(self, reference: str) -> None:
        people = self.session.main.practice.people
        words = next(people.itemText(n) for n in range(people.count()) if people.itemText(n).startswith("Daniel Osei"))
        before = self.session.main
        self.person.choose(people, words)
        self.person.wait_until(lambda: self.session.main is not before, "The person did not change.")
        self.person.settle()
        page = self.session.main.page
        page.search.setFocus()
        QTest.keyClicks(page.search, reference)
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        self.person.settle()
        self.keep("queue")
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        self.person.wait_until(lambda: self.session.main.page is not page, "The enquiry did not open.")
        view: Any = self.session.main.page
        self.person.wait_until(lambda: view.pdf.page_count > 0, "The referral did not appear.")
        QTest.qWait(1000)  # the pages are drawn beside the window
        self.keep("at-the-hub")
        enquiry_id = view.enquiry_id
        rendered = self.session.application.documents.referral(enquiry_id, copy="hub")
        (self.out / "referral.pdf").write_bytes(rendered.data)


def write_enquiry(writer: Writer, story: Story, keep: Any = lambda name: None) -> None:
    """Fill in the whole form, from the first question to the task list with nothing left to answer."""
    sections = story.sections
    form = writer.form.editor.form
    keep("danger")
    writer.fill_section(sections["danger"])
    keep("task-list")
    _section(writer, form, "worry", sections["worry"])
    _write_children(writer, form, story, keep)
    _section(writer, form, "carers", sections["carers"])
    writer.open_task(form.section("household").title)
    writer.press(_add_label(form, "household"), writer.screen)
    writer.fill_section(sections["household"])
    keep("family")
    writer.go_on()
    _section(writer, form, "strengths", sections["strengths"])
    for name, answers in ((story.given_names, sections["voice"]), (BABY, story.baby)):
        writer.open_task(f"{form.section('voice').title}: {name}")
        writer.fill_section(answers)
    _section(writer, form, "parents", sections["parents"])
    for name in story.signs:
        writer.open_task(f"{form.section('matrix').title}: {name}")
        weigh_up(writer, story, name, keep)
    for section in ("plan", "chronology", "earlier_help", "telling", "safety", "referrer", "lead"):
        _section(writer, form, section, sections[section])
    keep("task-list-filled")


def weigh_up(writer: Writer, story: Story, name: str, keep: Any = lambda name: None) -> None:
    """The matrix of one child: signs, meaning, level and reason, the suggestion, and why the level differs if it does."""

    def at_matrix(_page: Any) -> None:
        for sign in story.signs[name]:
            writer.tick_sign(sign.words, sign.id, sign.when, sign.source)
        keep(f"matrix-{name.split()[-1].lower()}")

    writer.fill_section({**story.levels[name], **OVERRIDE}, at_matrix)


def _section(writer: Writer, form: Any, section: str, answers: Any) -> None:
    writer.open_task(form.section(section).title)
    writer.fill_section(answers)


def _add_label(form: Any, collection: str) -> str:
    return form.collections[collection].add_label or "Add"


def _write_children(writer: Writer, form: Any, story: Story, keep: Any) -> None:
    writer.open_task(form.section("children").title)
    writer.press(f"{story.given_names} {story.family_name}", writer.screen)
    writer.fill_section(story.sections["children"])
    writer.press(_add_label(form, "children"), writer.screen)
    writer.fill_section(story.baby)
    keep("children")
    writer.go_on()


def _only_what_matters(_kind: Any, _place: Any, words: str) -> None:
    """A window system without a screen says at every list what it cannot do; the rest is passed on."""
    if not words.startswith("This plugin does not support"):
        print(words, file=sys.stderr)


def main() -> int:
    """Run the journey and say where everything is."""
    qInstallMessageHandler(_only_what_matters)
    qt = QApplication(sys.argv[:1])
    journey = Journey(qt, BUILD)
    print("A teacher of a practice school writes an enquiry about two children and sends it. Everybody is fictional.")
    reference = journey.run()
    print(f"The enquiry {reference} was sent, and a worker of the practice Hub found it in the queue and opened it.")
    print(f"The referral is in {BUILD / 'referral.pdf'}.")
    print(f"Pictures of the screens on the way are in {journey.screens}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
