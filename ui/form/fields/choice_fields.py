"""Choices: radio buttons for few, a searchable list for many, check boxes for several, one box for a declaration."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QCompleter, QRadioButton, QWidget

from enquiry_app.enquiry.answers import Absent
from ui.form.fields.field import Field
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import text_width
from ui.widgets.layouts import column
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

FEW = 8


def choice_field(editor: Any, question: Any, items: tuple[str, ...], parent: QWidget | None = None) -> Field:
    """The field that suits the number of choices."""
    choices = editor.form.choices_of(question)
    if question.layout == "search" or len(choices) > FEW:
        return SearchField(editor, question, items, parent)
    if question.layout == "inline" or question.kind == "yes_no":
        return InlineChoiceField(editor, question, items, parent)
    return ChoiceField(editor, question, items, parent)


class ChoiceField(Field):
    """Radio buttons below one another."""

    def build(self) -> None:
        """A radio group."""
        layout = column(self, "")
        choices = self.editor.form.choices_of(self.question)
        self.group = RadioGroup([(c.code, c.label, c.hint) for c in choices], self)
        layout.addWidget(self.group)
        self.group.chosen.connect(self._on_chosen)

    def show_value(self, value: Any) -> None:
        """Check the button of this code, or none."""
        self.group.choose(value if isinstance(value, str) else "")

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self.edited.emit(code)

    def focus_field(self) -> QWidget:
        """The chosen button or the first."""
        return self.group.focus_field()

    def set_accessible(self, name: str, description: str) -> None:
        """Name every button."""
        self.group.set_accessible(name, description)


class InlineChoiceField(Field):
    """Radio buttons side by side."""

    def build(self) -> None:
        """A row of radio buttons that wraps."""
        layout = FlowLayout(self)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for choice in self.editor.form.choices_of(self.question):
            button = QRadioButton(choice.label, self)
            button.clicked.connect(partial(_emit, self.edited, choice.code))
            self._group.addButton(button)
            self._buttons[choice.code] = button
            layout.addWidget(button)

    def show_value(self, value: Any) -> None:
        """Check the button of this code, or none."""
        self._group.setExclusive(False)
        for code, button in self._buttons.items():
            button.setChecked(code == value)
        self._group.setExclusive(True)

    def focus_field(self) -> QWidget:
        """The chosen button or the first."""
        return self._group.checkedButton() or next(iter(self._buttons.values()))

    def set_accessible(self, name: str, description: str) -> None:
        """Name every button with the question."""
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")
            button.setAccessibleDescription(description)


class SearchField(Field):
    """A list in which typing finds any part of a label."""

    def build(self) -> None:
        """An editable combo box that only takes what is in the list."""
        layout = column(self, "")
        self.combo = QComboBox(self)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItem("", None)
        for choice in self.editor.form.choices_of(self.question):
            self.combo.addItem(choice.label, choice.code)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(completer)
        self.combo.lineEdit().setPlaceholderText(self.tr("Type to find, or choose from the list"))
        text_width(self.combo, 44)
        layout.addWidget(self.combo, 0, Qt.AlignmentFlag.AlignLeft)
        self.combo.activated.connect(self._on_chosen)
        completer.activated.connect(self._on_completed)
        self.combo.lineEdit().editingFinished.connect(self._on_left)

    def show_value(self, value: Any) -> None:
        """Choose the entry of this code."""
        if not self.combo.lineEdit().hasFocus():
            self.combo.setCurrentIndex(max(self.combo.findData(value), 0) if isinstance(value, str) else 0)

    def focus_field(self) -> QWidget:
        """The combo box."""
        return self.combo

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self.edited.emit(self.combo.itemData(index))

    @Slot(str)
    def _on_completed(self, text: str) -> None:
        index = self.combo.findText(text)
        self.combo.setCurrentIndex(index)
        self.edited.emit(self.combo.itemData(index))

    @Slot()
    def _on_left(self) -> None:
        """What was typed and matches one label counts; anything else is put back to the last choice."""
        text = self.combo.currentText().strip()
        index = self.combo.findText(text, Qt.MatchFlag.MatchFixedString) if text else 0
        before = self.editor.answers.get(self.question.id, self.items)
        if index >= 0 and self.combo.itemData(index) != before and not (index == 0 and isinstance(before, Absent)):
            self.edited.emit(self.combo.itemData(index))
        elif index < 0:
            self.combo.setCurrentIndex(max(self.combo.findData(before), 0))


class ChoicesField(Field):
    """Check boxes; an exclusive one ("none of these") clears the others."""

    def build(self) -> None:
        """One check box a choice."""
        layout = column(self, "hair")
        self._boxes: dict[str, QCheckBox] = {}
        self._exclusive: set[str] = set()
        for code, label, hint, exclusive in self.offered():
            box = QCheckBox(label, self)
            box.clicked.connect(partial(_pressed, self, code))
            self._boxes[code] = box
            if exclusive:
                self._exclusive.add(code)
            layout.addWidget(box)
            if hint:
                layout.addWidget(WrappingLabel(hint, "hint"))

    def offered(self) -> list[tuple[str, str, str, bool]]:
        """Code, label, hint, exclusive of each choice."""
        choices = self.editor.form.choices_of(self.question)
        return [(c.code, c.label, c.hint, c.exclusive) for c in choices]

    def show_value(self, value: Any) -> None:
        """Check the boxes of these codes."""
        codes = value if isinstance(value, tuple) else ()
        for code, box in self._boxes.items():
            box.setChecked(code in codes)

    def focus_field(self) -> QWidget:
        """The first box."""
        return next(iter(self._boxes.values()), self)

    def set_accessible(self, name: str, description: str) -> None:
        """Name every box with the question."""
        for box in self._boxes.values():
            box.setAccessibleName(f"{name}: {box.text()}")
            box.setAccessibleDescription(description)

    def press(self, code: str) -> None:
        """The person pressed this box."""
        if self._boxes[code].isChecked():
            for other, box in self._boxes.items():
                if other != code and (code in self._exclusive or other in self._exclusive):
                    box.setChecked(False)
        self.edited.emit(tuple(c for c, box in self._boxes.items() if box.isChecked()) or None)


class WhichChildrenField(ChoicesField):
    """A check box for each child of the enquiry."""

    def offered(self) -> list[tuple[str, str, str, bool]]:
        """The children by name."""
        children = self.editor.answers.items_of("children")
        return [(child, self.editor.title_of("children", (child,)), "", False) for child in children]


class TickField(Field):
    """One check box: a declaration."""

    def build(self) -> None:
        """The box carries the question's own words."""
        layout = column(self, "")
        self.box = QCheckBox(self.tr("Yes, I confirm"), self)
        self.box.clicked.connect(self._on_clicked)
        layout.addWidget(self.box)

    def show_value(self, value: Any) -> None:
        """Check or clear."""
        self.box.setChecked(value == "yes")

    def focus_field(self) -> QWidget:
        """The box."""
        return self.box

    @Slot(bool)
    def _on_clicked(self, checked: bool) -> None:
        self.edited.emit("yes" if checked else None)


class PerChildField(Field):
    """One choice for each child."""

    def build(self) -> None:
        """A labelled list for each child."""
        from ui.widgets.labelled_row import LabelledRow

        layout = column(self, "tight")
        self._combos: dict[str, QComboBox] = {}
        for child in self.editor.answers.items_of("children"):
            combo = QComboBox(self)
            combo.addItem(self.tr("Not said"), None)
            for choice in self.editor.form.choices_of(self.question):
                combo.addItem(choice.label, choice.code)
            text_width(combo, 34)
            combo.activated.connect(self._on_chosen)
            self._combos[child] = combo
            title = self.editor.title_of("children", (child,))
            layout.addWidget(LabelledRow(self.tr("to {child}").format(child=title), combo, parent=self))

    def show_value(self, value: Any) -> None:
        """Choose each child's entry."""
        codes = value if isinstance(value, dict) else {}
        for child, combo in self._combos.items():
            combo.setCurrentIndex(max(combo.findData(codes.get(child)), 0))

    def focus_field(self) -> QWidget:
        """The first list."""
        return next(iter(self._combos.values()), self)

    def set_accessible(self, name: str, description: str) -> None:
        """Each list is named by its child already; the question goes in front."""
        for child, combo in self._combos.items():
            title = self.editor.title_of("children", (child,))
            combo.setAccessibleName(f"{name}: {title}")
            combo.setAccessibleDescription(description)

    @Slot()
    def _on_chosen(self) -> None:
        codes = {child: combo.currentData() for child, combo in self._combos.items() if combo.currentData()}
        self.edited.emit(codes or None)


def _emit(signal: Any, value: object, *_: object) -> None:
    signal.emit(value)


def _pressed(field: ChoicesField, code: str, *_: object) -> None:
    field.press(code)
