"""What tests of screens share: the look of the app, a background that is closed again, fixed clock, printer that records."""

from __future__ import annotations

import gc

import pytest

import ui  # noqa: F401 - its guard comes before any use of Qt
from ui.appearance import Appearance
from ui.background import Background


@pytest.fixture(autouse=True)
def no_garbage_left(qapp):
    """Widgets this test leaves are collected here, not by some thread of a later test."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def appearance(qapp):
    return Appearance(qapp, "light")


@pytest.fixture
def look(appearance):
    """The app's own look in light; put back afterwards."""
    yield appearance
    appearance.choose("light", "standard")


@pytest.fixture
def background(qtbot, look):
    made = Background()
    yield made
    made.close()


@pytest.fixture
def settle(qtbot, background):
    """Wait until nothing runs beside the window."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not background.busy, timeout=60_000)

    return wait


@pytest.fixture
def application_as(profile, store, people, clock):
    """Opens the same real store as one of its people: teacher, lead, worker, manager, admin."""
    from enquiry_app.composition import Application

    def make(who: str):
        made = Application(profile, store, people[who], b"k" * 32, clock)
        made.seat.held.confirmed_at = clock.now()  # a sign-in counts as typing the passphrase
        return made

    return make


@pytest.fixture
def window_of(qtbot, background, settle):
    """The main window of an application, on screen and filled."""
    from ui.main_window import MainWindow

    kept = []  # a window nobody holds is garbage

    def make(application, width: int = 1024, height: int = 700) -> MainWindow:
        window = MainWindow(application, background)
        kept.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        settle()
        return window

    yield make
    kept.clear()


@pytest.fixture(scope="session")
def example_answers():
    """The committed examples, as answers: `urgent`, `two-children`, `level-2-health-visitor`."""
    import json

    from enquiry_app.definitions.load_form import load_form
    from enquiry_app.definitions.load_matrix import load_matrix
    from enquiry_app.enquiry.answers_json import answers_from_json
    from enquiry_app.resource_files import resource_text

    def read(name: str):
        return answers_from_json(
            load_form(), load_matrix(), json.loads(resource_text("examples", "enquiries", f"{name}.json"))
        )

    return read


@pytest.fixture
def sent(application_as, example_answers):
    """Sends the urgent example as the teacher and gives the enquiry."""

    def send(name: str = "urgent"):
        application = application_as("teacher")
        draft = application.drafting.start(example_answers(name))
        return application.submitting.send(draft.enquiry.id, draft.enquiry.version, urgent=True).enquiry

    return send
