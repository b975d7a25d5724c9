"""Answers the dialog asked before printing as a person does: reads it, chooses a part, presses the button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton

from ui.print_choice import EVERYTHING, PrintChoice


@contextmanager
def printing(part: str = EVERYTHING) -> Iterator[list[str]]:
    """While inside, every such dialog is answered with this part; gives what each of them said."""
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PrintChoice) or not dialog.isVisible():
            return
        said.append("\n".join(label.text() for label in dialog.findChildren(QLabel)))
        codes = dialog.parts._codes  # which button stands for which part
        button = next(each for each in dialog.findChildren(QRadioButton) if codes[each] == part)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
        assert dialog.part == part
        QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(answer)
    timer.start()
    try:
        yield said
    finally:
        timer.stop()
