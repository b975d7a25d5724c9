"""Blanks the window at once when somebody comes by. Not a lock: any key or click brings everything back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.widgets.layouts import column
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class PrivacyVeil(QObject):
    """Covers a window, and every dialog that stands before it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._focus: QWidget | None = None
        self.covers: list[Cover] = []

    @property
    def covering(self) -> bool:
        """Whether everything is hidden."""
        return bool(self.covers)

    @Slot()
    def cover(self) -> None:
        """Hide everything."""
        if self.covers:
            return
        self._focus = QApplication.focusWidget()
        before = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        self.covers = [Cover(each) for each in (self._window, *before)]
        for cover in self.covers:
            cover.touched.connect(self.uncover)
        active = QApplication.activeModalWidget()
        front = next((cover for cover in self.covers if cover.parentWidget() is active), self.covers[0])
        front.setFocus()

    @Slot()
    def uncover(self) -> None:
        """Show everything again, with the focus where it was."""
        covers, self.covers = self.covers, []
        for cover in covers:
            cover.hide()
            cover.deleteLater()
        if self._focus is not None:
            self._focus.setFocus()
            self._focus = None


class Cover(QWidget):
    """Lies over one window and is as large as it."""

    touched = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = column(self)
        words = WrappingLabel(self.tr("Hidden. Press any key to go on."), "strong")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(words.text())
        layout.addWidget(words)
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key brings everything back, and does nothing else."""
        event.accept()
        self.touched.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """So does a click."""
        event.accept()
        self.touched.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay as large as what lies beneath."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False
