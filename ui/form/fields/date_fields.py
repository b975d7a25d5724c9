"""Dates in three boxes and times in one: anything a person writes is read, nothing jumps by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from enquiry_app.enquiry.answers import CivilTime, FlexDate, Typed
from ui.form.fields.field import Field
from ui.widgets.buttons import chip_button
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import text_width
from ui.widgets.layouts import column
from ui.widgets.style import styled

LONDON = ZoneInfo("Europe/London")


class DateField(Field):
    """Day, month and year; day and month may stay empty. "jan" is a month."""

    with_time = False

    def build(self) -> None:
        """Three boxes, a tick for an estimate, and chips for days near now."""
        layout = column(self, "tight")
        boxes = QWidget(self)
        line = FlowLayout(boxes)
        self.day, self.month, self.year = (QLineEdit(self) for _ in range(3))
        self.time = QLineEdit(self)
        self._named: list[tuple[QLineEdit, str]] = []
        parts = [(self.day, self.tr("Day"), 3), (self.month, self.tr("Month"), 6), (self.year, self.tr("Year"), 5)]
        if self.with_time:
            parts.append((self.time, self.tr("Time, 24 hours"), 6))
        for box, label, width in parts:
            line.addWidget(self._labelled(box, label, width))
        layout.addWidget(boxes)
        chips = QWidget(self)
        row = FlowLayout(chips)
        self.about = QCheckBox(self.tr("Approximate") if self.with_time else self.tr("Estimated"), self)
        self.about.clicked.connect(self._on_edited)
        row.addWidget(self.about)
        for label, days in self._near():
            chip = chip_button(label, self)
            chip.setProperty("days", days)
            chip.clicked.connect(self._on_chip)
            row.addWidget(chip)
        layout.addWidget(chips)
        if not self.with_time:
            self.time.hide()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return self.layout().sizeHint()

    def show_value(self, value: Any) -> None:
        """Put a date into the boxes, unless the person is typing in them."""
        if any(box.hasFocus() and box.isModified() for box, _ in self._named):
            return
        if isinstance(value, Typed):
            day, month, year, time = (*value.text.split(" "), "", "", "", "")[:4]
        else:
            year, month, day, time = _parts(value)
        for box, text in ((self.day, day), (self.month, month), (self.year, year), (self.time, time)):
            box.setText(text)
        self.about.setChecked(getattr(value, "estimated", False) or getattr(value, "approximate", False))

    def focus_field(self) -> QWidget:
        """The day."""
        return self.day

    def set_accessible(self, name: str, description: str) -> None:
        """Name every box with the question."""
        for box, label in self._named:
            box.setAccessibleName(f"{name}: {label}")
            box.setAccessibleDescription(description)
        self.about.setAccessibleName(f"{name}: {self.about.text()}")

    def _labelled(self, box: QLineEdit, label: str, width: int) -> QWidget:
        holder = QWidget(self)
        layout = column(holder, "hair")
        words = styled(QLabel(label), "caption")
        words.setBuddy(box)
        layout.addWidget(words)
        layout.addWidget(text_width(box, width))
        box.textEdited.connect(self._on_edited)
        box.editingFinished.connect(self._on_left)
        self._named.append((box, label))
        return holder

    def _near(self) -> list[tuple[str, int]]:
        """Chips for incidents: a date that cannot lie ahead and is no birth date."""
        checks = self.question.checks
        if self.with_time:
            return [(self.tr("Now"), 0)]
        if "not_in_future" not in checks or any(check.startswith("birth") for check in checks):
            return []
        return [(self.tr("Today"), 0), (self.tr("Yesterday"), 1)]

    def _typed(self) -> str:
        parts = [self.day.text().strip(), self.month.text().strip(), self.year.text().strip()]
        return " ".join(part for part in parts if part)

    def _value(self) -> Any:
        value = self.read(self._typed())
        return replace(value, estimated=self.about.isChecked()) if isinstance(value, FlexDate) else value

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit(self._value())

    @Slot()
    def _on_left(self) -> None:
        for box, _ in self._named:
            box.setModified(False)

    @Slot()
    def _on_chip(self) -> None:
        days = self.sender().property("days")
        value = FlexDate((self.editor.today() - dt.timedelta(days=days)).isoformat())
        self._on_left()
        self.edited.emit(value)
        self.show_value(value)


class DateTimeField(DateField):
    """A date and a time of day; the time may stay open."""

    with_time = True

    def _value(self) -> Any:
        text = " ".join(filter(None, (self._typed(), self.time.text().strip())))
        value = self.read(text)
        return replace(value, approximate=self.about.isChecked()) if isinstance(value, CivilTime) else value

    @Slot()
    def _on_chip(self) -> None:
        now = self.editor.application.clock.now().astimezone(LONDON)
        value = CivilTime(now.strftime("%Y-%m-%dT%H:%M"))
        self._on_left()
        self.edited.emit(value)
        self.show_value(value)


def _parts(value: Any) -> tuple[str, str, str, str]:
    iso = getattr(value, "iso", "")
    date, _, time = iso.partition("T")
    year, month, day = (*date.split("-"), "", "")[:3]
    return year, month.lstrip("0"), day.lstrip("0"), time
