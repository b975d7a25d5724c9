"""Importing a list in its dialog, changing and saving who may see what, the page for partners, past look-ups."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.fixtures_case_list import AMIRA, MAPPING, OWEN, TODAY, csv_of
from tests.ui.screen_walking import assert_usable
from ui.lookup.import_dialog import ImportDialog


@pytest.fixture
def page_of(application_as, window_of, settle):
    """The page of somebody who may import."""

    def make(who: str = "admin"):
        window = window_of(application_as(who))
        window.navigator.go("lookup")
        settle()
        if who == "manager":
            window.page.visibility.click()
            settle()
        return window.page

    return make


@pytest.fixture
def choose(monkeypatch):
    """Answers the next file dialogs."""

    def make(path) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(f"ui.lookup.visibility_page.QFileDialog.{name}", lambda *_: (str(path), ""))

    return make


@pytest.fixture
def in_dialog(qtbot):
    """Does something in the import dialog when it opens, then presses its button."""
    seen = []

    def later(act) -> None:
        def run():
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(20, run)
                return
            seen.append(dialog)
            try:
                act(dialog)
                qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
            finally:
                if dialog.isVisible():
                    dialog.reject()

        QTimer.singleShot(0, run)

    later.seen = seen
    return later


def dated(qtbot, words: str = "3 11 2026"):
    def act(dialog: ImportDialog) -> None:
        qtbot.keyClicks(dialog.as_of_box, words)

    return act


@pytest.mark.parametrize("who", ["admin", "manager"])
def test_a_list_is_imported_as_a_person_does_it(qtbot, page_of, choose, in_dialog, list_file, settle, who) -> None:
    page = page_of(who)
    choose(list_file(encoding="utf-16"))

    def act(dialog: ImportDialog) -> None:
        assert_usable(qtbot, dialog)
        assert dict(dialog.mapping) == MAPPING
        assert "5 children, in UTF-16, separated by commas" in dialog._file_words()
        assert dialog._cells[0][2].whole_text() == "3 November 2019"
        qtbot.keyClicks(dialog.as_of_box, "3 Nov 2026")

    in_dialog(act)
    qtbot.mouseClick(page.choose_file, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert page.outcome.accessibleName() == "5 children imported"
    assert "delete the file" in page.outcome.accessibleDescription()
    assert page.list_words.text().startswith("PARIS: 5 children, true on 3 November 2026; 20 days old.")
    assert not page.importing.isVisible()
    assert_usable(qtbot, page)


def test_a_bad_line_is_named_and_the_list_before_stays(
    qtbot, page_of, imported, choose, in_dialog, list_file, settle
) -> None:
    imported()
    page = page_of()
    choose(list_file(AMIRA, ("Byrne", "Kit", "31/02/2015", "yes", "", "", "")))
    in_dialog(dated(qtbot))
    qtbot.mouseClick(page.choose_file, Qt.MouseButton.LeftButton)
    settle()
    assert page.outcome.kind == "danger"
    assert page.outcome.accessibleName() == "Nothing was imported"
    assert page.outcome.accessibleDescription().startswith("Line 3: the date of birth is not a date.")
    assert page.list_words.text().startswith("PARIS: 5 children")
    assert page.choose_file.isEnabled()


def test_a_file_that_is_no_list_never_gets_as_far_as_the_dialog(qtbot, page_of, choose, tmp_path, settle) -> None:
    page = page_of()
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(50))
    for chosen, words in ((path, "CSV UTF-8"), (tmp_path / "gone.csv", "could not be read")):
        choose(chosen)
        qtbot.mouseClick(page.choose_file, Qt.MouseButton.LeftButton)
        settle()
        assert words in page.outcome.accessibleDescription()


def test_the_dialog_says_what_is_missing(qtbot, look, application_as) -> None:
    table = application_as("admin").case_list.preview(csv_of(AMIRA, OWEN, head=("a", "b", "c", "d", "e", "f", "g")))
    dialog = ImportDialog(table, None, TODAY)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "3 11 2026" in dialog.as_of_row.problem
    assert dialog.rows["birth"].problem == "Choose a column"
    qtbot.keyClicks(dialog.as_of_box, "1 1 2027")
    for key, place in (("family_name", 1), ("given_names", 1), ("birth", 3)):
        dialog.combos[key].setCurrentIndex(place)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.as_of_row.problem == "This day has not come yet"
    assert dialog.rows["given_names"].problem == "This column is chosen twice"
    assert not dialog.rows["birth"].problem
    dialog.combos["birth"].setCurrentIndex(2)
    assert dialog._cells[0][2].whole_text() == "no date"


def test_a_much_shorter_list_is_warned_about(qtbot, look, application_as, imported) -> None:
    imported()
    admin = application_as("admin")
    dialog = ImportDialog(admin.case_list.preview(csv_of(AMIRA)), admin.case_list.current(), TODAY)
    qtbot.addWidget(dialog)
    from ui.widgets.notice_bar import NoticeBar

    shown = [each.accessibleName() for each in dialog.findChildren(NoticeBar)]
    assert shown == ["This file has far fewer children than the list in use"]


def test_an_import_under_way_can_be_stopped(qtbot, page_of, imported, choose, in_dialog, tmp_path, settle) -> None:
    imported()
    page = page_of()
    rows = [("Reed", f"Child{n}", "01/02/2015", "yes", "", "", "") for n in range(12_000)]
    path = tmp_path / "many.csv"
    path.write_bytes(csv_of(*rows))
    choose(path)
    in_dialog(dated(qtbot))
    qtbot.mouseClick(page.choose_file, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.importing.isVisible() and page.importing.bar.value() > 0, timeout=30_000)
    qtbot.mouseClick(page.importing.stop, Qt.MouseButton.LeftButton)
    settle()
    assert page.outcome.accessibleName() == "The import was stopped"
    assert page.list_words.text().startswith("PARIS: 5 children")


def test_leaving_while_importing_asks(qtbot, page_of, choose, in_dialog, tmp_path, settle, monkeypatch) -> None:
    page = page_of()
    path = tmp_path / "many.csv"
    path.write_bytes(csv_of(*[("Reed", f"Child{n}", "01/02/2015", "yes", "", "", "") for n in range(12_000)]))
    choose(path)
    in_dialog(dated(qtbot))
    answers = iter([False, True])
    monkeypatch.setattr("ui.lookup.visibility_page.ask", lambda *_: next(answers))
    qtbot.mouseClick(page.choose_file, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.importing.isVisible(), timeout=30_000)
    assert page.flush() is False
    assert page.flush() is True
    settle()
    assert page.list_words.text().startswith("No list has been imported yet")


def test_the_administrator_changes_the_table_and_it_holds_at_once(
    qtbot, page_of, imported, settle, application_as
) -> None:
    from enquiry_app.services.case_listing import Asked

    imported()
    page = page_of()
    assert not page.save_table.isEnabled()
    box = page.table.boxes["practitioner", "worker"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert box.accessibleName() == "Allocated worker: Practitioners of partner agencies"
    qtbot.mouseClick(page.save_table, Qt.MouseButton.LeftButton)
    settle()
    assert page.table_saved.isVisible()
    assert not page.save_table.isEnabled()
    told = application_as("teacher").case_list.look_up(Asked("Amira", "Sorenson", "2019-11-03"), "meeting")
    assert (told.worker, told.team) == ("Dilys Wren", "")


def test_a_table_that_misleads_is_refused_and_stays_on_the_screen(qtbot, page_of, settle, monkeypatch) -> None:
    said = []
    monkeypatch.setattr("ui.lookup.visibility_page.report_error", lambda _, error: said.append(error.sentence))
    page = page_of()
    page.table.boxes["hub_worker", "known"].click()
    qtbot.mouseClick(page.save_table, Qt.MouseButton.LeftButton)
    settle()
    assert said == ["Hub workers: show “Known or not known”, or nothing at all."]
    assert not page.table.boxes["hub_worker", "known"].isChecked()
    assert page.save_table.isEnabled()


def test_ticks_not_saved_are_asked_about(page_of, monkeypatch) -> None:
    page = page_of()
    assert page.flush() is True
    page.table.boxes["practitioner", "team"].click()
    monkeypatch.setattr("ui.lookup.visibility_page.ask", lambda *_: False)
    assert page.flush() is False


def test_the_page_for_partners_is_saved_and_printed(qtbot, page_of, choose, tmp_path, settle, monkeypatch) -> None:
    page = page_of()
    choose(tmp_path / "page.pdf")
    qtbot.mouseClick(page.save_pdf, Qt.MouseButton.LeftButton)
    settle()
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    printed = []
    monkeypatch.setattr("ui.lookup.visibility_page.print_pdfs", lambda _, found, name: printed.append((found, name)))
    qtbot.mouseClick(page.print_pdf, Qt.MouseButton.LeftButton)
    settle()
    ((documents, name),) = printed
    assert documents[0].startswith(b"%PDF")
    assert name == "Look-up statement"


@pytest.mark.parametrize(("who", "names_the_child"), [("admin", False), ("manager", True)])
def test_past_look_ups(qtbot, page_of, imported, settle, application_as, who, names_the_child) -> None:
    from enquiry_app.services.case_listing import Asked

    imported()
    application_as("lead").case_list.look_up(Asked("Amira", "Sorenson", "2019-11-03"), "meeting")
    page = page_of(who)
    qtbot.mouseClick(page.show_look_ups, Qt.MouseButton.LeftButton)
    settle()
    from PySide6.QtWidgets import QLabel

    words = "\n".join(label.text() for label in page.look_ups.findChildren(QLabel))
    assert "Lead One, Torview Primary School · today at 12:00" in words
    assert "A multi-agency meeting about this child" in words
    assert "Known" in words
    assert ("Amira" in words) == names_the_child
    assert_usable(qtbot, page)
