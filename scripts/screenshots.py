"""Draws every screen of the app, light and dark, at two sizes, into `screenshots/`. Fictional people only.

`python -m scripts.screenshots [--out DIR] [--only WORD] [--size 1024x700] [--theme light]`
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

import ui  # noqa: F401, I001 - its guard comes before any use of Qt
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from enquiry_app import composition
from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.enquiry.answers_json import answers_from_json
from enquiry_app.enquiry.not_referred import NotReferredInput
from enquiry_app.errors import SignInRefused
from enquiry_app.resource_files import resource_text
from scripts.form_pictures import form_screens
from ui.appearance import Appearance
from ui.background import Background
from ui.doors import Doors
from enquiry_app.services.ports import QueueFilter
from ui.main_window import MainWindow
from ui.places import places_for

SIZES = ("1024x700", "1440x900")
THEMES = ("light", "dark")
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SEED = 3


class FixedClock:
    """Monday noon, so that pictures can be compared."""

    def now(self) -> dt.datetime:
        return NOW

    def monotonic(self) -> float:
        return NOW.timestamp()


class Studio:
    """Shows a widget at a size, waits until it rests, and keeps its picture."""

    def __init__(self, application: QApplication, out: Path) -> None:
        self.qt = application
        self.out = out
        self.background = Background(application)
        self.theme, self.size = "light", (1024, 700)

    def settle(self, longer: int = 250) -> None:
        """Until nothing runs beside the window, and a moment more for pictures that load."""
        deadline = QDeadlineTimer(15_000)
        while not deadline.hasExpired():
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if not self.background.busy:
                break
        rest = QDeadlineTimer(longer)
        while not rest.hasExpired():
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def show(self, widget: QWidget) -> QWidget:
        """Put a widget on the screen at the size in use."""
        widget.resize(*self.size)
        widget.show()
        self.settle(50)
        return widget

    def keep(self, name: str, widget: QWidget, longer: int = 250) -> None:
        """Keep the picture of a widget."""
        self.settle(longer)
        width, height = self.size
        widget.grab().save(str(self.out / f"{name}-{self.theme}-{width}x{height}.png"))
        print(f"{name}-{self.theme}-{width}x{height}")


def person_with(application: composition.Application, role: str, user_name: str = "") -> str:
    """Id of a person of this role."""
    people = application.accounts.people()
    return next(p.id for p in people if p.role == role and (not user_name or p.user_name == user_name))


def entry_screens(studio: Studio, _: composition.Application) -> Iterator[QWidget]:
    """Set-up, sign-in and lock."""
    from ui.first_run.first_run import FirstRun
    from ui.sign_in.sign_in_page import SignInPage

    folder = Path(tempfile.gettempdir())
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    doors = Doors(folder, lambda: True, lambda: ("lead", "teacher"), *(5 * [nothing]))
    page = studio.show(SignInPage(doors, studio.background))
    studio.keep("sign-in", page)
    page._on_failed(SignInRefused("The user name or the password is not right.", 5))
    studio.keep("sign-in-refused", page)
    yield page
    page = studio.show(SignInPage(doors, studio.background, "lead"))
    studio.keep("locked", page)
    yield page
    wizard = studio.show(FirstRun(doors, studio.background))
    studio.keep("first-run-1-kind", wizard)
    wizard.kind.choice.choose("partner")
    for number, name in ((1, "organisation"), (2, "contacts"), (3, "administrator")):
        wizard._show(number)
        studio.keep(f"first-run-{number + 1}-{name}", wizard)
    wizard.recovery.show_sheets("1ABCD EFGH2 " * 7, "2ABCD WXYZ9 " * 7, "4F2A 99C1")
    wizard._show(4)
    studio.keep("first-run-5-recovery", wizard)
    yield wizard


def agency_screens(studio: Studio, application: composition.Application) -> Iterator[QWidget]:
    """Home, start, sent, sign-off, settings, help of a safeguarding lead."""
    application.switch_person(person_with(application, "safeguarding_lead", "lead"))
    window = studio.show(MainWindow(application, studio.background))
    studio.keep("home", window)
    window.navigator.go("new")
    studio.keep("new-enquiry", window)
    name = next(
        (e.title.split(",")[0].split() for e in application.drafting.of_my_agency() if e.reference), ["Mia", "Rowe"]
    )
    window.page.given_names.setText(name[0])
    window.page.family_name.setText(name[-1])
    window.page.look()
    studio.keep("new-enquiry-similar", window)
    for status in ("sent", "closed", "draft"):
        window.navigator.go("home")
        found = next((e for e in application.drafting.of_my_agency() if e.status == status), None)
        if found is not None:
            studio.settle()
            window.navigator.open_enquiry(found.id)
            studio.keep(f"enquiry-{status}", window)
    for name, opened in (("send-the-change", _change_begun(application)), ("considered", _considered(application))):
        window.navigator.go("home")
        studio.settle()
        show = window.navigator.open_considered if name == "considered" else window.navigator._look_through
        show(opened)
        studio.keep(name, window)
    waiting = application.submitting.awaiting_me()
    if waiting:
        window.navigator._open_sign_off(waiting[0].id)
        studio.keep("sign-off", window, 1500)
    for place in ("settings", "help"):
        window.navigator.go(place)
        studio.keep(place, window)
    window.close_all()
    yield window


def _change_begun(application: composition.Application) -> str:
    """A sent enquiry of the agency with a change that was not sent yet."""
    sent = next(e for e in application.drafting.of_my_agency() if e.status == "sent")
    draft = application.amending.begin(sent.id)
    child = draft.answers.items_of("children")[0]
    changes = (
        Change(Address("child_school", (child,)), "Meadfoot School"),
        Change(Address("worry_in_short"), "A new bruise was seen this morning."),
    )
    application.drafting.save_changes(sent.id, draft.enquiry.version, changes)
    return sent.id


def _considered(application: composition.Application) -> str:
    """A record of considered, not referred; made the first time."""
    for row in application.not_referring.mine():
        return row.enquiry.id
    data = json.loads(resource_text("examples", "enquiries", "level-2-health-visitor.json"))
    draft = application.drafting.start(answers_from_json(application.form, application.matrix, data))
    given = NotReferredInput(
        advice_from="The Hub’s advice line, Sam Green", advice="Offer early help and look again in four weeks.",
        reason="The family has accepted help at school; nobody is at risk today.",
        plan="The school nurse sees them weekly; the lead rings the mother on Friday.",
        review_on=NOW.date() + dt.timedelta(days=28),
    )  # fmt: skip
    application.not_referring.record(draft.enquiry.id, given, draft.enquiry.version)
    return draft.enquiry.id


def hub_screens(studio: Studio, application: composition.Application) -> Iterator[QWidget]:
    """Queue, one enquiry with every panel, and the places of everybody else at the Hub."""
    window = _window_of(studio, application, "hub_manager")
    studio.keep("queue", window)
    rows = application.queue.page(QueueFilter(statuses=("in_triage",))).rows
    window.page.enquiry_chosen.emit(rows[0].enquiry.id if rows else window.page.table.current_id())
    studio.keep("hub-enquiry", window, 1500)
    for key in window.page.panels.keys:
        window.page.panels.choose(key)
        studio.keep(f"hub-{key}", window, 400)
    window.close_all()
    yield window
    for role in ("hub_manager", "checking_agency", "administrator"):
        window = _window_of(studio, application, role)
        for place in places_for(application):
            if place.key not in ("queue", "help"):
                window.navigator.go(place.key)
                studio.keep(f"{role}-{place.key}", window, 400)
        if role == "checking_agency":
            yield from _question(studio, window)
        if role == "administrator":
            _settings_pages(studio, window)
        window.close_all()
        yield window


def _window_of(studio: Studio, application: composition.Application, role: str) -> MainWindow:
    application.switch_person(person_with(application, role))
    window = MainWindow(application, studio.background)
    studio.show(window)
    return window


def _question(studio: Studio, window: MainWindow) -> Iterator[QWidget]:
    """A question of the Hub, opened by the agency that was asked."""
    window.navigator.go("checks")
    studio.settle()
    if window.page.rows:
        window.page.rows[0].click()
        studio.keep("check-asked", window, 400)
    yield from ()


def _settings_pages(studio: Studio, window: MainWindow) -> None:
    for name in ("hub_contacts", "hub_hours", "sealed_files"):
        window.navigator.go("settings")
        studio.settle()
        getattr(window.page, name).click()
        studio.keep(f"settings-{name}", window, 400)


def practitioner_screens(studio: Studio, application: composition.Application) -> Iterator[QWidget]:
    """An enquiry as a practitioner fills it in."""
    application.switch_person(person_with(application, "practitioner"))
    yield from form_screens(studio, application)


GROUPS = {"entry": entry_screens, "agency": agency_screens, "form": practitioner_screens, "hub": hub_screens}


def main() -> int:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--only", choices=tuple(GROUPS))
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--theme", choices=(*THEMES, "high_contrast"))
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    qt = QApplication(sys.argv[:1])
    studio = Studio(qt, chosen.out)
    appearance = Appearance(qt, "light")
    application = composition.practice(clock=FixedClock(), seed=SEED)
    for studio.theme in [chosen.theme] if chosen.theme else THEMES:
        appearance.choose(studio.theme, "standard")
        for size in [chosen.size] if chosen.size else SIZES:
            studio.size = tuple(int(part) for part in size.split("x"))
            for name, group in GROUPS.items():
                if chosen.only in (None, name):
                    for widget in group(studio, application):
                        widget.close()
                        widget.deleteLater()
    studio.background.close()
    application.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
