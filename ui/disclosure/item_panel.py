"""One item beside the table: all of its words, why something is suggested, and the choice what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from enquiry_app.definitions.withholding import Reason
from enquiry_app.enquiry.disclosing import AccessItem, Mark
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, clear, column, row
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel


class ItemPanel(QWidget):
    """`marked(key, mark)` whenever something else is to hold for the item shown."""

    marked = Signal(str, object)

    def __init__(self, reasons: Sequence[Reason], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons = {reason.id: reason for reason in reasons}
        self._item: AccessItem | None = None
        self._mark = Mark()
        layout = column(self, "snug")
        self.title = Heading("", 2)
        self.where = WrappingLabel("", "hint")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(96)
        self.text.setAccessibleName(self.tr("What is held"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.because = WrappingLabel("", "hint")
        self.choice = SteadyCombo([(reason.id, reason.label) for reason in reasons], self.tr("Give it"), self)
        self.choice_row = LabelledRow(self.tr("All of it"), self.choice)
        self.law = WrappingLabel("", "hint")
        self.part_reason = SteadyCombo([(reason.id, reason.label) for reason in reasons], self.tr("Choose why"), self)
        self.part_reason.choose("third_party")
        self.part_row = LabelledRow(self.tr("Only some words: select them above, and why"), self.part_reason)
        self.withhold = secondary_button(self.tr("Withhold the words selected"), self)
        self._parts = column(gap="hair")
        for widget in (self.title, self.where):
            layout.addWidget(widget)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.because)
        layout.addLayout(self._parts)
        for widget in (self.choice_row, self.law, self.part_row):
            layout.addWidget(widget)
        layout.addLayout(button_row((self.withhold,)))
        layout.addStretch(0)
        self.choice.activated.connect(self._on_chosen)
        self.withhold.clicked.connect(self._on_part)
        self.text.selectionChanged.connect(self._on_selected)
        self.show_item(None, Mark())

    def show_item(self, item: AccessItem | None, mark: Mark) -> None:
        """Show an item, or nothing."""
        self._item, self._mark = item, mark
        self.setEnabled(item is not None)
        self.title.show_heading(item.label if item else self.tr("Nothing chosen"))
        self.where.show_text(": ".join(filter(None, (item.heading, item.about))) if item else "")
        self.text.setPlainText(item.text if item else "")
        suggested = item.because if item and item.suggested else ""
        self.because.show_text(self.tr("Suggested: {why}.").format(why=suggested) if suggested else "")
        self._show_mark()

    def _show_mark(self) -> None:
        self.choice.choose(self._mark.whole)
        reason = self._reasons.get(self._mark.whole)
        self.law.show_text(f"{reason.help} {reason.law}." if reason else "")
        for widget in (self.part_row, self.withhold):
            widget.setVisible(not self._mark.whole)
        self._on_selected()
        clear(self._parts)
        for passage, code in () if self._mark.whole else self._mark.parts:
            line = row(gap="snug")
            line.addWidget(WrappingLabel(f"“{passage}” · {self._reasons[code].label}"), 1)
            back = link_button(self.tr("Give it"), self)
            back.setAccessibleName(self.tr("Give “{passage}” after all").format(passage=passage))
            back.clicked.connect(partial(self._take_back, passage))
            line.addWidget(back)
            self._parts.addLayout(line)

    def _tell(self, mark: Mark) -> None:
        if self._item is not None:
            self._mark = mark
            self._show_mark()
            self.marked.emit(self._item.key, mark)

    @Slot(int)
    def _on_chosen(self, _: int) -> None:
        suggested = self._item.suggested.parts if self._item else ()
        self._tell(Mark(self.choice.code) if self.choice.code else Mark(parts=self._mark.parts or suggested))

    @Slot()
    def _on_selected(self) -> None:
        self.withhold.setEnabled(bool(self._selected()))

    @Slot()
    def _on_part(self) -> None:
        self._widen()
        passage = self._selected()
        if passage and self.part_reason.code:
            rest = tuple(part for part in self._mark.parts if part[0] != passage)
            self._tell(Mark(parts=(*rest, (passage, self.part_reason.code))))
        else:
            self.part_row.focus_field()

    def _widen(self) -> None:
        """A word half selected is meant whole."""
        cursor, at = self.text.textCursor(), self.text.document().characterAt
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        if first == last:
            return
        while first > 0 and at(first - 1).isalnum() and at(first).isalnum():
            first -= 1
        while at(last - 1).isalnum() and at(last).isalnum():
            last += 1
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)

    def _selected(self) -> str:
        return " ".join(self.text.textCursor().selectedText().split())

    def _take_back(self, passage: str, *_: object) -> None:
        self._tell(Mark(parts=tuple(part for part in self._mark.parts if part[0] != passage)))
        self.choice.setFocus()
