"""Label, hint, field, problem: the one place that gives a field its buddy, accessible name and description."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.expander import Expander
from ui.widgets.layouts import column, panels
from ui.widgets.style import restyle, styled
from ui.widgets.wrapping_label import WrappingLabel


class LabelledRow(QWidget):
    """A field with all the words around it.

    `optional` adds "(optional)". `guidance` is longer help behind an expander. A composite field may offer
    `focus_field()` (the widget that takes the focus) and `set_accessible(name, description)` (to name its inner editors).
    """

    def __init__(
        self, label: str, field: QWidget, hint: str = "", guidance: str = "", optional: bool = False,
        parent: QWidget | None = None, guidance_title: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.field = field
        self._name = label
        self._hint_text = hint
        self._problem_text = ""
        self._bar = styled(QFrame(self), "clear")
        outer = panels(self)
        outer.addWidget(self._bar)
        self.body: QVBoxLayout = column(self._bar, "hair")
        self._label = WrappingLabel(f"{label} {self.tr('(optional)')}" if optional else label, "label")
        self._hint = WrappingLabel(hint, "hint")
        self._problem = WrappingLabel("", "error")
        self.body.addWidget(self._label)
        self.body.addWidget(self._hint)
        self._hint.setVisible(bool(hint))
        if guidance:
            self.body.addWidget(Expander(guidance_title or self.tr("Help with this question"), guidance))
        self.body.addWidget(self._problem)
        self._problem.hide()
        self.body.addLayout(self._field_line())
        self._tell_names()

    @property
    def label(self) -> QLabel:
        """The label, for tests and for hiding it where a heading says the same."""
        return self._label

    def show_problem(self, text: str | None) -> None:
        """Show the words of a problem beside the field, or take them away with None."""
        self._problem_text = text or ""
        self._problem.show_text(self._problem_text)
        restyle(self._bar, "role", "faulty" if text else "clear")
        self.body.setContentsMargins(12 if text else 0, 0, 0, 0)
        for widget in (self.field, self._focus_widget()):
            restyle(widget, "faulty", "true" if text else "false")
        self._tell_names()

    @property
    def problem(self) -> str:
        """The words of the problem shown, or ""."""
        return self._problem_text

    def show_label(self, label: str) -> None:
        """Change the label."""
        self._name = label
        self._label.setText(label)
        self._tell_names()

    def focus_field(self) -> None:
        """Put the focus into the field."""
        self._focus_widget().setFocus()

    def _field_line(self) -> QHBoxLayout:
        line = panels(gap="tight")
        line.addWidget(self.field)
        if self.field.property("narrow"):
            line.addStretch(1)
        return line

    def _focus_widget(self) -> QWidget:
        if hasattr(self.field, "focus_field"):
            found = self.field.focus_field()
            if isinstance(found, QWidget):
                return found
        return self.field

    def _tell_names(self) -> None:
        description = " ".join(filter(None, (self._problem_text, self._hint_text)))
        if hasattr(self.field, "set_accessible"):
            self.field.set_accessible(self._name, description)
        else:
            self.field.setAccessibleName(self._name)
            self.field.setAccessibleDescription(description)
        target = self._focus_widget()
        if isinstance(target, QComboBox) or target is self.field:
            # Combos take their spoken name on Linux from the label relation only.
            self._label.setBuddy(target)


def text_width(field: QWidget, characters: int) -> QWidget:
    """Make a one-line field as wide as the answer it wants; returns it."""
    field.setFixedWidth(field.fontMetrics().averageCharWidth() * characters + 32)
    field.setProperty("narrow", True)
    return field
