"""A person at the window: finds what is on the screen, clicks and types. For the practice journey and the journey tests.

Everything goes through key and mouse events to visible, enabled widgets; nothing calls the page behind a button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QWidget,
)

import ui  # noqa: F401 - its guard comes before any use of Qt
from ui.background import Background
from ui.widgets.row_button import RowButton

MARK = 14  # pixels from the left: on the mark of a radio button or check box
PATIENCE = 20_000  # ms


class NotOnScreen(AssertionError):
    """What the person looks for is not there, or cannot be used."""


def type_keys(box: QWidget, text: str) -> None:
    """Type a line; signs that QTest has no key for come as a key with that text, as from an input method."""
    for sign in text:
        if sign.isascii():
            QTest.keyClicks(box, sign)
        else:
            QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))


class Person:
    """Acts in one window. `page()` gives what is looked at: whole window, page or screen."""

    def __init__(self, background: Background, page: Callable[[], QWidget]) -> None:
        self._background = background
        self._page = page

    @property
    def page(self) -> QWidget:
        """What the person looks at now."""
        return self._page()

    def wait_until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Look on until something is so. Raises NotOnScreen after a long wait."""
        deadline = QDeadlineTimer(PATIENCE)
        while not condition():
            if deadline.hasExpired():
                raise NotOnScreen(what or "It did not happen.")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)

    def settle(self) -> None:
        """Until nothing runs beside the window and nothing waits to be shown."""
        self.wait_until(lambda: not self._background.busy, "The window does not come to rest.")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        self.wait_until(lambda: not self._background.busy, "The window does not come to rest.")

    def see(self, kind: type[Any], within: QWidget | None = None) -> list[Any]:
        """Visible and enabled widgets of a kind."""
        place = within or self.page
        return [w for w in place.findChildren(kind) if w.isVisibleTo(place) and w.isEnabled()]

    def read(self, within: QWidget | None = None) -> str:
        """All words of labels and buttons on the screen."""
        words = [label.text() for label in self.see(QLabel, within)]
        words += [button.text() for button in self.see(QAbstractButton, within)]
        return "\n".join(words)

    def _wake(self, widget: QWidget) -> None:
        """Without a screen no window system gives the activation back when a pop-up list closes."""
        if QApplication.activeWindow() is None:
            widget.window().activateWindow()
            self.wait_until(lambda: QApplication.activeWindow() is not None, "The window does not become active.")

    def click(self, widget: QWidget, at: int | None = None) -> None:
        """Click a widget in its middle, or so many pixels from its left."""
        if not widget.isVisible() or not widget.isEnabled():
            raise NotOnScreen(f"{type(widget).__name__} cannot be clicked.")
        point = QPoint(widget.width() // 2 if at is None else at, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def button(self, words: str, within: QWidget | None = None) -> QAbstractButton:
        """The button with these words (or, if it shows a picture only, of this name), or a row whose title begins so."""
        for each in self.see(QAbstractButton, within):
            shown = each.text().replace("&", "") or each.accessibleName().split(" (")[0]
            if shown == words:
                return each
            if isinstance(each, RowButton) and each.title.whole_text().startswith(words):
                return each
        raise NotOnScreen(f"There is no button “{words}”.")

    def press(self, words: str, within: QWidget | None = None) -> None:
        """Press a button and wait."""
        self.click(self.button(words, within))
        self.settle()

    def write(self, box: QWidget, text: str) -> None:
        """Click into a box, type anew what stands there, leave by Tab."""
        self._wake(box)
        target = box.viewport() if isinstance(box, QPlainTextEdit) else box
        self.click(target, at=8)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(box, Qt.Key.Key_Delete)
        for number, line in enumerate(text.split("\n")):
            if number:
                QTest.keyClick(box, Qt.Key.Key_Return)
            type_keys(box, line)
        QTest.keyClick(box, Qt.Key.Key_Tab)

    def choose(self, combo: QComboBox, words: str) -> None:
        """Choose an entry of a list by its words, with the keyboard."""
        place = combo.findText(words)
        if place < 0:
            raise NotOnScreen(f"The list has no “{words}”.")
        self._wake(combo)
        combo.setFocus()
        if combo.isEditable():
            line = combo.lineEdit()
            QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            type_keys(line, words)
            popup = combo.completer().popup()
            if popup.isVisible():
                popup.hide()
            QTest.keyClick(line, Qt.Key.Key_Tab)
            return
        while combo.currentIndex() != place:
            QTest.keyClick(combo, Qt.Key.Key_Down if combo.currentIndex() < place else Qt.Key.Key_Up)


class Writer(Person):
    """Fills in the enquiry form on the page of a main window."""

    @property
    def form(self) -> Any:
        """The page of the enquiry."""
        return self.page

    @property
    def screen(self) -> Any:
        """The screen of the form that is shown."""
        return self.form.screen

    def row(self, question: str) -> Any:
        """The row of a question on this screen, once it is asked."""
        self.form.editor.look_again()
        for rows in self._all_rows():
            for address, row in rows.rows.items():
                if address.question == question and row.isVisibleTo(self.form):
                    return row
        raise NotOnScreen(f"“{question}” is not asked here.")

    def asks(self, question: str) -> bool:
        """Whether this screen asks a question."""
        try:
            self.row(question)
        except NotOnScreen:
            return False
        return True

    def _all_rows(self) -> Iterable[Any]:
        from ui.form.answer_row import AnswerRows

        found = self.screen.findChildren(AnswerRows)
        return reversed(found)  # an open item's rows lie inside the others

    def answer(self, question: str, value: Any) -> None:
        """Answer a question the way its field wants it."""
        row = self.row(question)
        answer = row.field
        if isinstance(value, tuple) and value and value[0] == "absent":
            self._say_absent(answer, value)
            return
        self._act(answer.field, value)

    def _say_absent(self, answer: Any, value: Sequence[str]) -> None:
        self.click(answer._chips[value[1]])
        if len(value) > 2:
            self.write(answer.reason, value[2])

    def _act(self, field: Any, value: Any) -> None:
        name = type(field).__name__
        acts: Mapping[str, Callable[[Any, Any], None]] = {
            "LineField": lambda f, v: self.write(f.line, v),
            "LongTextField": lambda f, v: self.write(f.box, v),
            "ChoiceField": lambda f, v: self.click(f.group.button(v), MARK),
            "InlineChoiceField": lambda f, v: self.click(f._buttons[v], MARK),
            "SearchField": lambda f, v: self.choose(f.combo, v),
            "ChoicesField": self._tick_boxes,
            "WhichChildrenField": self._tick_boxes,
            "TickField": lambda f, v: self._tick(f.box, v == "yes"),
            "DateField": self._write_date,
            "DateTimeField": self._write_date,
            "AddressField": self._write_address,
            "PerChildField": self._choose_each,
            "ItemsField": self._add_each,
        }
        acts[name](field, value)

    def _tick(self, box: QCheckBox, wanted: bool) -> None:
        if box.isChecked() != wanted:
            self.click(box, MARK)

    def _tick_boxes(self, field: Any, codes: Sequence[str]) -> None:
        for code in codes:
            self._tick(field._boxes[code], True)

    def _write_date(self, field: Any, text: str) -> None:
        parts = text.split(" ")
        for box, part in zip((field.day, field.month, field.year, field.time), parts, strict=False):
            self.write(box, part)

    def _write_address(self, field: Any, given: Mapping[str, str]) -> None:
        if "same_as" in given:
            self.press(f"Same as {given['same_as']}", field)
            return
        self.write(field.lines, given["lines"])
        self.write(field.postcode, given["postcode"])

    def _choose_each(self, field: Any, words: Sequence[str]) -> None:
        for combo, each in zip(field._combos.values(), words, strict=False):
            self.choose(combo, each)

    def _add_each(self, field: Any, items: Sequence[Mapping[str, Any]]) -> None:
        for item in items:
            self.click(field.add_button)
            self.settle()
            for question, value in item.items():
                self.answer(question, value)
            self.press("Done with this one", field)

    # The way through

    def fill_page(self, answers: Mapping[str, Any]) -> None:
        """Answer what this screen asks of these; an answer may bring up more."""
        done: set[str] = set()
        while todo := [q for q in answers if q not in done and self.asks(q)]:
            self.answer(todo[0], answers[todo[0]])
            done.add(todo[0])

    def go_on(self) -> None:
        """Continue; a second time if the form wants to point at something first."""
        before = self.screen
        self.press("Continue", before)
        if self.screen is before:
            self.press("Continue", before)
        if self.screen is before:
            raise NotOnScreen("Continue does not go on.")

    def open_task(self, words: str) -> None:
        """Open a task of the task list."""
        self.press(words, self.screen)

    def fill_section(self, answers: Mapping[str, Any], at_matrix: Callable[[Any], None] | None = None) -> None:
        """Go through the screens of a section until a list is shown again."""
        from ui.form.finished_page import FinishedPage
        from ui.form.section_page import SectionPage
        from ui.matrix.matrix_page import MatrixPage
        from ui.matrix.suggestion_page import SuggestionPage

        while True:
            screen = self.screen
            if isinstance(screen, SectionPage):
                self.fill_page(answers)
            elif isinstance(screen, FinishedPage):
                self.click(screen.group.button("yes"), MARK)
            elif isinstance(screen, MatrixPage):
                if at_matrix is not None:
                    at_matrix(screen)
            elif isinstance(screen, SuggestionPage):
                self.press("Show what the matrix suggests", screen)
                self.wait_until(lambda: "The matrix suggests" in self.read(), "The matrix says nothing.")
            else:
                return
            self.go_on()

    def tick_sign(self, words: str, sign: str, when: str, source: str) -> None:
        """On the matrix: search, go to the sign with the arrow keys, tick with Space, say when and how known."""
        page = self.screen
        page.search.setFocus()
        page.search.clear()
        type_keys(page.search, words)
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        index = page.table.cells.index_of(sign)
        if not index.isValid():
            raise NotOnScreen(f"The search for “{words}” does not find {sign}.")
        page.table.setFocus()
        page.table.go_to(sign)
        QTest.keyClick(page.table, Qt.Key.Key_Space)
        self.click(page.panel._chips["when"].chips[when])
        self.click(page.panel._chips["source"].chips[source])
        page.search.clear()
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        self.settle()
