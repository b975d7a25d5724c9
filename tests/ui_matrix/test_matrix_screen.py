"""The matrix on the screen: moving, ticking, evidence, danger, search, age, specialist blocks, nothing shown too soon."""

from __future__ import annotations

import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.form_screens import BABY, CHILD
from tests.ui.screen_walking import assert_usable
from ui.form.route import SUGGESTION, Stop


@pytest.fixture
def at_matrix(at_stop, family):
    def make(item=CHILD, **answers):
        given = family.with_answer("child_birth_date", (CHILD,), None)
        for question, value in answers.items():
            given = given.with_answer(question, (item,), value)
        return at_stop("matrix", "matrix_findings", given, item)

    return make


def findings(writer, item=CHILD):
    return writer.form.editor.answers.get("matrix", (item,)) or {}


def ticked(writer, item=CHILD):
    return [found["indicator"] for found in findings(writer, item).get("observations", ())]


def signs_shown(page):
    return {cell.code for row in page._model._rows for cell in row if cell.kind == "sign"}


def go_to_tab(writer, code):
    domains = [domain.code for domain in writer.screen.matrix.domains]
    writer.screen.tabs.setCurrentIndex(domains.index(code) if code in domains else len(domains))
    writer.settle()


def search(writer, words):
    page = writer.screen
    page.search.setFocus()
    page.search.clear()
    QTest.keyClicks(page.search, words)
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    writer.settle()


def test_arrows_move_and_space_ticks_and_unticks(at_matrix):
    writer = at_matrix()
    table = writer.screen.table
    table.setFocus()
    table.go_to("HEA")
    QTest.keyClick(table, Qt.Key.Key_Down)
    first = table.cells.cell(table.currentIndex())
    assert first.kind == "sign"
    QTest.keyClick(table, Qt.Key.Key_Right)
    second = table.cells.cell(table.currentIndex())
    assert second.level == first.level + 1
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(writer) == [second.code]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(writer) == []


def test_a_click_ticks_once(at_matrix):
    writer = at_matrix()
    table = writer.screen.table
    place = table.visualRect(table.cells.index_of("HEA2a")).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert ticked(writer) == ["HEA2a"]


def test_letters_in_the_table_go_on_in_the_search(at_matrix):
    writer = at_matrix()
    writer.screen.table.setFocus()
    QTest.keyClick(writer.screen.table, Qt.Key.Key_B)
    assert writer.screen.search.text() == "b"
    assert writer.screen.search.hasFocus()


def test_a_tick_asks_when_and_how_known_and_counts_what_is_missing(at_matrix):
    writer = at_matrix()
    page = writer.screen
    assert not page.panel.asks
    page.table.setFocus()
    page.table.go_to("HEA2a")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.panel.asks
    assert page.panel._chips["when"].chips["now"].hasFocus()
    assert "1 without when or how known" in page._summary.text()
    writer.click(page.panel._chips["when"].chips["now"])
    writer.click(page.panel._chips["source"].chips["seen"])
    assert "without" not in page._summary.text()
    (found,) = findings(writer)["observations"]
    assert (found["when"], found["source"]) == ("now", "seen")


def test_more_can_be_said_of_a_sign(at_matrix):
    writer = at_matrix()
    writer.tick_sign("hygiene", "BAS3a", "now", "seen")
    panel = writer.screen.panel
    writer.click(panel.continuing, 14)
    writer.click(panel.dealt_with, 14)
    writer.write(panel._service, "School nurse")
    writer.write(panel.note, "Since the autumn")
    (found,) = findings(writer)["observations"]
    assert found["continuing"] is True
    assert found["dealt_with"] is True
    assert found["dealt_by"] == "School nurse"
    assert found["note"] == "Since the autumn"
    writer.click(panel.continuing, 14)
    assert "continuing" not in findings(writer)["observations"][0]


def test_danger_is_said_at_the_tick_before_when_and_source(at_matrix):
    writer = at_matrix()
    page = writer.screen
    assert not page.notice.isVisible()
    page.table.go_to("HEA4a")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.notice.isVisible()
    assert "01803 208100" in writer.read(page.notice)
    assert page.panel.notice.isVisible()


def test_no_worry_is_refused_while_a_sign_of_level_two_is_ticked(at_matrix):
    writer = at_matrix()
    page = writer.screen
    table = page.table
    row = table.cells.index_of("HEA").row()
    no_worry = table.cells.index(row, 1)
    assert table.cells.cell(no_worry).state == "no_worry"
    table.setFocus()
    table.setCurrentIndex(no_worry)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert findings(writer)["no_worry"] == ["HEA"]
    table.go_to("HEA2a")
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert not findings(writer).get("no_worry")
    table.setFocus()
    table.setCurrentIndex(no_worry)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert not findings(writer).get("no_worry")
    assert "Take it off first" in page._hint.text()


@pytest.mark.parametrize(("words", "one"), [("bruise", "HEA4a"), ("weed", "HEA3d"), ("county lines", "CCE4a")])
def test_the_search_knows_everyday_words(at_matrix, words, one):
    writer = at_matrix()
    search(writer, words)
    assert one in signs_shown(writer.screen)


def test_a_search_without_a_find_says_so_and_a_cleared_one_shows_all(at_matrix):
    writer = at_matrix()
    before = signs_shown(writer.screen)
    search(writer, "xyzzy")
    assert signs_shown(writer.screen) == set()
    assert "No sign has these words" in writer.screen._hint.text()
    search(writer, "")
    assert signs_shown(writer.screen) == before


def test_only_signs_that_fit_the_age_are_shown(at_matrix):
    writer = at_matrix(BABY)
    matrix = writer.screen.matrix
    shown = set()
    for domain in matrix.domains:
        go_to_tab(writer, domain.code)
        shown |= signs_shown(writer.screen)
    assert "HEA3f" in shown
    assert all(matrix.fits(matrix.indicator(code), unborn=True, age_years=None) for code in shown)
    assert "EDU3a" not in shown


def test_specialist_blocks_open_on_demand_and_when_pointed_to(at_matrix):
    writer = at_matrix()
    go_to_tab(writer, "outside")
    page = writer.screen
    assert not any(code.startswith("CCE") for code in signs_shown(page))
    page.table.go_to("CCE")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert any(code.startswith("CCE") for code in signs_shown(page))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert not any(code.startswith("CCE") for code in signs_shown(page))


def test_a_ticked_sign_keeps_its_specialist_block_open(at_matrix):
    writer = at_matrix(matrix={"observations": [{"indicator": "CCE3a", "when": "now", "source": "seen"}]})
    go_to_tab(writer, "outside")
    assert "CCE3a" in signs_shown(writer.screen)


def test_what_adds_and_what_protects(at_matrix):
    writer = at_matrix()
    writer.tick_sign("hygiene", "BAS3a", "now", "seen")
    go_to_tab(writer, "around")
    around = writer.screen.around
    writer.write(around.months, "5")
    writer.click(around.refused, 14)
    assert findings(writer)["earlier_help"] == {"months": 5, "changed": False}
    assert findings(writer)["agreement_refused"] is True
    writer.press("Add something that protects", around)
    assert len(findings(writer)["protective"]) == 1
    boxes = {box.text(): box for box in writer.see(type(around.refused), around)}
    writer.click(boxes["It has been tested: it really worked"], 14)
    writer.click(boxes[writer.screen.matrix.indicator("BAS3a").text], 14)
    (factor,) = findings(writer)["protective"]
    assert factor["tested"] is True
    assert factor["answers"] == ["BAS3a"]


def test_the_screen_can_be_used_with_a_screen_reader(qtbot, at_matrix):
    writer = at_matrix()
    writer.tick_sign("hygiene", "BAS3a", "now", "seen")
    assert_usable(qtbot, writer.screen)
    go_to_tab(writer, "child")
    index = writer.screen.table.cells.index_of("HEA4a")
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "level 4" in spoken
    assert "not ticked" in spoken
    assert "phone the Hub" in spoken


def test_saving_goes_to_the_task_list(at_matrix):
    from ui.form.task_list_page import TaskListPage

    writer = at_matrix()
    writer.press("Save and go to the task list", writer.screen)
    assert isinstance(writer.screen, TaskListPage)


def test_the_suggestion_is_nowhere_before_it_was_asked_for(at_matrix, teacher):
    """Signs that make the rules speak of several agencies, and a person who chose less and has not asked yet."""
    signs = [
        {"indicator": code, "when": "now", "source": "seen", "duration": "3_months"}
        for code in ("BAS3a", "EDU3e", "HOU3a")
    ]
    writer = at_matrix(
        matrix={"observations": signs}, level_chosen="2",
        level_rationale="One agency can lead with the family, who want help and have asked for it.",
    )  # fmt: skip
    editor = writer.form.editor
    assert editor.state.suggestion_for(CHILD) is None
    seen = [writer.read()]
    for _ in ("meaning", "level", "suggestion"):
        writer.go_on()
        seen.append(writer.read())
    writer.form.show_review()
    writer.wait_until(lambda: writer.screen.complete)
    seen.append(writer.read())
    preview = teacher.documents.preview(editor.enquiry.id, editor.answers)
    text = subprocess.run(["pdftotext", "-", "-"], input=preview.data, capture_output=True, check=True).stdout.decode()
    seen.append(text)

    writer.form.show_stop(Stop("matrix", CHILD, SUGGESTION))
    writer.press("Show what the matrix suggests", writer.screen)
    writer.wait_until(lambda: "The matrix suggests" in writer.read().splitlines())
    suggestion = editor.state.suggestion_for(CHILD)
    assert suggestion["suggested"] != "2"
    telling = [*suggestion["because"], "The matrix suggests"]
    after = " ".join(writer.read().split())
    assert all(sentence in after for sentence in telling)
    for words in seen:
        lines = [line.strip() for line in words.splitlines()]
        assert "The matrix suggests" not in lines
        together = " ".join(words.split())
        assert not [sentence for sentence in suggestion["because"] if sentence in together]


def test_the_evidence_of_a_sign_leaves_with_its_tab_or_search(at_matrix):
    writer = at_matrix()
    page = writer.screen
    page.table.go_to("HEA2a")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.panel.asks
    go_to_tab(writer, page.matrix.domains[1].code)
    assert not page.panel.asks
    assert page.panel.sign == ""


def test_escape_in_the_evidence_goes_back_to_its_sign(at_matrix):
    writer = at_matrix()
    table = writer.screen.table
    table.setFocus()
    table.go_to("HEA2a")
    QTest.keyClick(table, Qt.Key.Key_Space)
    box = writer.screen.focusWidget()
    assert writer.screen.panel.isAncestorOf(box)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert table.hasFocus()
    assert table.cells.cell(table.currentIndex()).code == "HEA2a"
