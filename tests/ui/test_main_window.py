"""The frame: places by role, the strip, keys, the status line, what the title says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from screen_walking import assert_usable, tab_order

from ui.help.help_page import HelpPage
from ui.home.home_page import HomePage
from ui.home.start_page import StartPage
from ui.hub.queue_page import QueuePage
from ui.people.people_page import PeoplePage
from ui.places import places_for
from ui.settings.settings_page import SettingsPage


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("teacher", ["home", "new", "lookup", "settings", "help"]),
        ("lead", ["home", "new", "lookup", "disclosures", "retention", "settings", "help"]),
        ("worker", ["queue", "tasks", "lookup", "settings", "help"]),
        ("manager", ["queue", "tasks", "lookup", "audit", "disclosures", "retention", "settings", "help"]),
        ("checker", ["checks", "lookup", "settings", "help"]),
        ("admin", ["people", "lookup", "audit", "retention", "settings", "help"]),
    ],
)
def test_each_role_finds_its_places(application_as, who, places):
    assert [place.key for place in places_for(application_as(who))] == places


def test_every_place_opens_and_can_be_used(qtbot, application_as, window_of, settle):
    pages = {"home": HomePage, "new": StartPage, "settings": SettingsPage, "help": HelpPage}
    window = window_of(application_as("lead"))
    for key, kind in pages.items():
        qtbot.mouseClick(window.rail.button(key), Qt.MouseButton.LeftButton)
        settle()
        assert isinstance(window.page, kind)
        assert_usable(qtbot, window)


@pytest.mark.parametrize(("who", "kind"), [("worker", QueuePage), ("admin", PeoplePage)])
def test_the_first_place_of_hub_and_administrator(qtbot, application_as, window_of, who, kind):
    window = window_of(application_as(who))
    assert isinstance(window.page, kind)
    assert_usable(qtbot, window)


def test_the_strip_is_on_every_screen_of_a_practitioner_and_knows_the_hour(application_as, window_of, clock, settle):
    window = window_of(application_as("teacher"))
    for key in ("home", "new", "settings", "help"):
        window.navigator.go(key)
        settle()
        assert window.danger_strip.isVisible()
    assert "ring 999" in window.danger_strip.text
    assert "open until 17:00" in window.danger_strip.text
    clock.move(hours=6)
    window.danger_strip.refresh()
    assert "0300 456 4876" in window.danger_strip.text


def test_the_hub_has_no_strip(application_as, window_of):
    assert window_of(application_as("worker")).danger_strip is None


def test_the_window_can_be_worked_without_a_mouse(qtbot, application_as, window_of, settle):
    window = window_of(application_as("teacher"))
    window.activateWindow()
    for keys, kind in (("N", StartPage), ("H", HomePage)):
        modifier = Qt.KeyboardModifier.ControlModifier if keys == "N" else Qt.KeyboardModifier.AltModifier
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{keys}"), modifier)
        settle()
        assert isinstance(window.page, kind)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    settle()
    assert isinstance(window.page, HelpPage)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: window.rail.isAncestorOf(window.focusWidget()))
    window.navigator.go("new")
    start = window.page.first_focus()
    order = tab_order(window, start)
    assert window.page.go_on in order
    assert order.index(window.page.family_name) == 1
    assert window.rail.button("home") in order
    assert window.lock_button in order


class WindowsShown(QObject):
    """Notes every widget that appears as a window of its own."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_flashes_up_as_a_window(qapp, application_as, window_of, settle, sent, example_answers):
    enquiry = sent()
    draft = application_as("teacher").drafting.start(example_answers("two-children"))
    watcher = WindowsShown()
    qapp.installEventFilter(watcher)
    try:
        window = window_of(application_as("teacher"))
        for key in ("new", "settings", "help", "home"):
            window.navigator.go(key)
            settle()
        for each in (enquiry.id, draft.enquiry.id):
            window.navigator.open_enquiry(each)
            settle()
        window_of(application_as("worker")).navigator.open_received(enquiry.id)
        settle()
        window_of(application_as("admin"))
    finally:
        qapp.removeEventFilter(watcher)
    assert watcher.seen == ["MainWindow"] * 3


def test_alt_left_goes_back(qtbot, application_as, window_of, settle):
    window = window_of(application_as("teacher"))
    window.navigator.go("new")
    settle()
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle()
    assert isinstance(window.page, HomePage)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert isinstance(window.page, HomePage)


def test_the_lock_is_one_key_or_one_click(qtbot, application_as, window_of):
    window = window_of(application_as("teacher"))
    window.activateWindow()
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.lock_requested):
        qtbot.mouseClick(window.lock_button, Qt.MouseButton.LeftButton)


def test_titles_never_hold_a_name(qtbot, application_as, window_of, sent, settle):
    enquiry = sent()
    window = window_of(application_as("teacher"))
    titles = []
    window.title_changed.connect(titles.append)
    window.navigator.open_enquiry(enquiry.id)
    settle()
    qtbot.waitUntil(lambda: bool(titles))
    assert not any(word in title for title in titles for word in enquiry.title.replace(",", "").split())


def test_a_narrow_window_gives_its_room_to_the_queue(qtbot, application_as, window_of):
    window = window_of(application_as("worker"), 1024)
    narrow = window.rail.width()
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.rail.width() > narrow)
    assert window.rail.button("queue").text() == "Queue"


def test_a_page_that_cannot_save_is_not_left(qtbot, application_as, window_of, settle):
    window = window_of(application_as("teacher"))
    window.navigator.go("new")
    settle()
    page = window.page
    page.flush = lambda: False
    window.navigator.go("help")
    window.close_page()
    assert window.page is page


def test_an_enquiry_page_asks_for_the_status_line(application_as, window_of, example_answers, settle, qtbot):
    from ui.form.form_page import FormPage

    application = application_as("teacher")
    draft = application.drafting.start(example_answers("two-children"))
    window = window_of(application)
    window.navigator.open_enquiry(draft.enquiry.id)
    settle()
    qtbot.waitUntil(lambda: isinstance(window.page, FormPage))
    settle()
    assert window.open_enquiry_id() == draft.enquiry.id
    assert window.close_all()


def test_help_says_what_must_be_said_and_names_every_key(qtbot, application_as, window_of, settle):
    from PySide6.QtWidgets import QLabel

    from ui.shortcuts import SHORTCUTS

    window = window_of(application_as("teacher"))
    window.navigator.go("help")
    words = [label.text() for label in window.page.findChildren(QLabel)]
    for must in (
        "If a child is in immediate danger ring 999.",
        "You do not need proof.",
        "You do not need permission to share to protect a child.",
        "This is a guide: your judgement decides.",
        "Tell the family unless that makes someone less safe.",
    ):
        assert must in words
    assert all(keys.keys in words for keys in SHORTCUTS.values())
    assert "01803 208100" in words


def test_the_look_changes_at_once_and_is_remembered(qtbot, application_as, window_of, settle, tmp_path, look):
    from ui.settings.look_file import read_look, read_sound, write_look

    window = window_of(application_as("teacher"))
    window.navigator.go("settings")
    page = window.page
    with qtbot.waitSignal(window.appearance_chosen) as heard:
        page.theme.button("dark").setFocus()
        qtbot.keyClick(page.theme.button("dark"), Qt.Key.Key_Space)
    assert heard.args == ["dark", "standard"]
    look.choose("dark", "largest")
    assert look.scheme() == "dark"
    assert_usable(qtbot, window)
    assert not read_sound(tmp_path)
    write_look(tmp_path, "dark", "largest", sound=True)
    assert read_look(tmp_path) == ("dark", "largest")
    assert read_sound(tmp_path)
    (tmp_path / "look.toml").write_text("theme = 'shiny'\ntext_size = 3\n")
    assert read_look(tmp_path) == ("system", "standard")
