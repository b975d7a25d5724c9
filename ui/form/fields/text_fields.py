"""One line of text (names, phones, numbers …) and long text that grows with what is written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from enquiry_app.enquiry.answers import Absent, Typed
from ui.form.fields.field import Field
from ui.widgets.character_guide import CharacterGuide
from ui.widgets.labelled_row import text_width
from ui.widgets.layouts import column

_WIDTHS = {"phone": 22, "postcode": 12, "nhs_number": 16, "upn": 18, "number": 8, "email": 40}
_NARROW = 14
_AROUND = 28  # pixels of ring, padding and margin above and below the lines of a box


def shown_text(value: Any) -> str:
    """A value as it stands in a line."""
    if value is None or isinstance(value, Absent):
        return ""
    return value.text if isinstance(value, Typed) else str(value)


class LineField(Field):
    """A line. What can be read is written back tidied when the person leaves it; what cannot stays as typed."""

    def build(self) -> None:
        """One line edit."""
        layout = column(self, "hair")
        self.line = QLineEdit(self)
        width = _WIDTHS.get(self.question.kind, _NARROW if self.question.layout == "narrow" else 0)
        if width:
            text_width(self.line, width)
        layout.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft if width else Qt.AlignmentFlag(0))
        self.guide = CharacterGuide(self.question.max_length)
        layout.addWidget(self.guide)
        self.line.textEdited.connect(self._on_edited)
        self.line.editingFinished.connect(self._tidy)

    def show_value(self, value: Any) -> None:
        """Put the value into the line, unless the person is typing there."""
        if not self.line.hasFocus() or not self.line.isModified():
            self.line.setText(shown_text(value))
            self.guide.show_used(len(self.line.text()))

    def focus_field(self) -> QWidget:
        """The line."""
        return self.line

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.guide.show_used(len(text))
        self.edited.emit(self.read(text))

    @Slot()
    def _tidy(self) -> None:
        value = self.read(self.line.text())
        if value is not None and not isinstance(value, Typed):
            self.line.setText(shown_text(value))
        self.line.setModified(False)


class LongTextField(Field):
    """A box that grows from a few lines to many. Tab leaves it. Nothing pasted is ever cut."""

    LEAST, MOST = 4, 18

    def build(self) -> None:
        """One text box and the character guide."""
        layout = column(self, "hair")
        self.box = GrowingBox(self.LEAST if self.question.max_length > 600 else 2, self.MOST, self)
        layout.addWidget(self.box)
        self.guide = CharacterGuide(self.question.max_length)
        layout.addWidget(self.guide)
        self.box.textChanged.connect(self._on_changed)
        self._showing = False

    def show_value(self, value: Any) -> None:
        """Put the value into the box if it differs; the cursor stays where it is otherwise."""
        text = shown_text(value)
        if self.read(self.box.toPlainText()) != (text or None) and not self.box.hasFocus():
            self._showing = True
            self.box.setPlainText(text)
            self._showing = False
            self.guide.show_used(len(text))

    def focus_field(self) -> QWidget:
        """The box."""
        return self.box

    @Slot()
    def _on_changed(self) -> None:
        if not self._showing:
            text = self.box.toPlainText()
            self.guide.show_used(len(text))
            self.edited.emit(self.read(text))


class GrowingBox(QPlainTextEdit):
    """Plain text, as high as its lines within limits."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew at another width."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self, *_: QObject) -> None:
        """As high as the words, within limits. A scroll bar only beyond them: it would take width and make more lines."""
        line, text = self.fontMetrics().lineSpacing(), self._text_height()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if text > self._most * line:
            policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(int(min(max(text, self._least * line), self._most * line)) + _AROUND)

    def _text_height(self) -> float:
        """Height of all lines in pixels, also of those not painted yet."""
        layout, block, height = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid():
            layout.ensureBlockLayout(block)
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return height
