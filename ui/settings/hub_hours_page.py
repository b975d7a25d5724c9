"""When the Hub is open: weekdays, the hour from which work counts from tomorrow, closures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from enquiry_app.definitions.hub_definition import DAYS
from enquiry_app.enquiry.date_reading import read_date, read_date_time
from ui.background import Background
from ui.formatting import LONDON, day
from ui.settings.hub_page import HubPage
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import clear, column, panels, row
from ui.widgets.wrapping_label import WrappingLabel

DAY_WORDS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BOX_ROOM = 60  # pixels: the box to tick and some air
USUAL = ("09:00", "17:00")


class DayLine(QWidget):
    """One weekday: open or not, from, to. Composite field for a LabelledRow."""

    def __init__(self, name: str, span: tuple[dt.time, dt.time] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(self, "snug")
        self.open = QCheckBox(name, self)
        self.open.setChecked(span is not None)
        longest = max(self.fontMetrics().horizontalAdvance(self.tr(each)) for each in DAY_WORDS)
        self.open.setMinimumWidth(longest + BOX_ROOM)
        shown = [f"{time:%H:%M}" for time in span] if span else list(USUAL)
        self.opens, self.closes = (text_width(QLineEdit(text, self), 7) for text in shown)
        self.opens.setAccessibleName(self.tr("{day} opens at").format(day=name))
        self.closes.setAccessibleName(self.tr("{day} closes at").format(day=name))
        self._to = WrappingLabel(self.tr("to"))
        self._closed = WrappingLabel(self.tr("closed"), "hint")
        for widget in (self.open, self.opens, self._to, self.closes, self._closed):
            line.addWidget(widget)
        line.addStretch(1)
        self.open.toggled.connect(self._fit)
        self._fit()

    def focus_field(self) -> QWidget:
        """The first time, or the tick."""
        return self.opens if self.open.isChecked() else self.open

    def set_accessible(self, _name: str, description: str) -> None:
        """The boxes have names of their own; a problem is said with each."""
        for box in (self.opens, self.closes):
            box.setAccessibleDescription(description)

    @Slot()
    def _fit(self) -> None:
        opened = self.open.isChecked()
        for widget in (self.opens, self._to, self.closes):
            widget.setVisible(opened)
        self._closed.setVisible(not opened)


class HubHoursPage(HubPage):
    """`set_hours` is asked with everything on the page."""

    page_title = "Opening hours"

    def __init__(self, application: Any, background: Background) -> None:
        self.days: dict[str, DayLine] = {}
        self.closures: list[tuple[dt.date, str]] = []
        self._rows: dict[str, LabelledRow] = {}
        super().__init__(
            application, background, self.tr("Opening hours"),
            self.tr("All due times are counted in these hours. What is open already gets new due times when you save."),
        )  # fmt: skip

    def first_focus(self) -> QWidget | None:
        """The first day."""
        return next((line.open for line in self.days.values()), None)

    def show_hub(self, hub: Any) -> None:
        """Days, cut-off and closures."""
        self._add_days(hub.hours)
        self._add_closures(hub.hours)

    def saving(self) -> Callable[[], Any] | None:
        """Everything as typed. A closure typed and not added yet is added first, if it can be."""
        if (self.closure_day.text().strip() or self.closure_reason.text().strip()) and not self.add_closure():
            return None
        days = {
            name: (_time(line.opens.text()), _time(line.closes.text()))
            for name, line in self.days.items()
            if line.open.isChecked()
        }
        for box in (self.cut_off, *(each for line in self.days.values() for each in (line.opens, line.closes))):
            box.setText(_time(box.text()))  # as it is read
        closures = tuple(self.closures)
        return partial(self._application.hub_settings.set_hours, days, self.cut_off.text(), closures)

    def row_of(self, field: str) -> LabelledRow | None:
        """Fields are `days.monday`, `cut_off`; faults of the whole have no row."""
        return self._rows.get(field)

    @Slot()
    def add_closure(self) -> bool:
        """Put the day typed into the list. False if something is missing."""
        today = self._application.clock.now().astimezone(LONDON).date()
        found = read_date(self.closure_day.text(), today)
        full = found.full if found else None
        reason = " ".join(self.closure_reason.text().split())
        there = full is not None and full in [each for each, _ in self.closures]
        self._day_row.show_problem(
            self.tr("Enter a day, for example 24 12 2026") if full is None
            else self.tr("This day is in the list already") if there else None
        )  # fmt: skip
        self._reason_row.show_problem(None if reason else self.tr("Say why the Hub is closed"))
        if full is None or there or not reason:
            (self._reason_row if full is not None and not there else self._day_row).focus_field()
            return False
        self.closures = sorted([*self.closures, (full, reason)])
        self.closure_day.clear()
        self.closure_reason.clear()
        self._show_closures()
        self.note_edit()
        self.closure_day.setFocus()
        return True

    def _add_days(self, hours: Any) -> None:
        card = Card(self.tr("Weekdays"), gap="tight")
        for number, name in enumerate(DAYS):
            line = DayLine(self.tr(DAY_WORDS[number]), hours.days.get(number), self)
            line.open.toggled.connect(self.note_edit)
            for box in (line.opens, line.closes):
                box.textEdited.connect(self.note_edit)
                box.returnPressed.connect(self.save.click)
            self.days[name] = line
            self._rows[f"days.{name}"] = LabelledRow(self.tr(DAY_WORDS[number]), line)
            self._rows[f"days.{name}"].label.hide()
            card.add(self._rows[f"days.{name}"])
        self.cut_off = text_width(QLineEdit(f"{hours.cut_off:%H:%M}", self), 7)
        self.cut_off.textEdited.connect(self.note_edit)
        self.cut_off.returnPressed.connect(self.save.click)
        self._rows["cut_off"] = LabelledRow(
            self.tr("Cut-off"), self.cut_off,
            self.tr("What arrives later in the day counts from the next working day. Urgent enquiries do not wait."),
        )  # fmt: skip
        card.add(Line())
        card.add(self._rows["cut_off"])
        self.add(card)

    def _add_closures(self, hours: Any) -> None:
        card = Card(self.tr("Extra closures"), gap="snug")
        card.add(WrappingLabel(self.tr("Bank holidays in England are known already and need no line here."), "hint"))
        self._list = column(gap="tight")
        card.add_layout(self._list)
        self.closures = sorted(hours.closures.items())
        self._show_closures()
        self.closure_day = text_width(QLineEdit(self), 18)
        self.closure_reason = QLineEdit(self)
        self._day_row = LabelledRow(self.tr("Day"), self.closure_day)
        self._reason_row = LabelledRow(self.tr("Reason"), self.closure_reason)
        self.add_button = secondary_button(self.tr("Add this closure"), self, "add")
        self.add_button.clicked.connect(self.add_closure)
        for box in (self.closure_day, self.closure_reason):
            box.textEdited.connect(self.note_edit)
            box.returnPressed.connect(self.add_button.click)
        line = panels(gap="normal")
        line.addWidget(self._day_row)
        line.addWidget(self._reason_row, 1)
        card.add(Line())
        card.add_layout(line)
        card.add(self.add_button)
        self.add(card)

    def _show_closures(self) -> None:
        clear(self._list)
        if not self.closures:
            self._list.addWidget(WrappingLabel(self.tr("None.")))
        for each, reason in self.closures:
            line = row(gap="snug")
            words = WrappingLabel(f"{each:%A} {day(each)}: {reason}")
            take_out = link_button(self.tr("Take out"), self)
            take_out.setAccessibleName(self.tr("Take out {day}").format(day=day(each)))
            take_out.clicked.connect(partial(self._take_out, each))
            line.addWidget(words, 1)
            line.addWidget(take_out)
            self._list.addLayout(line)

    def _take_out(self, which: dt.date, *_: object) -> None:
        self.closures = [(each, reason) for each, reason in self.closures if each != which]
        self._show_closures()
        self.note_edit()
        self.closure_day.setFocus()


def _time(typed: str) -> str:
    """A time as people write it (9, 9.30, 5pm) as `09:00`; what is none is given back as typed."""
    words = typed.strip()
    found = read_date_time(f"{words}:00" if words.isdigit() and len(words) < 3 else words, dt.date(2026, 1, 1))
    return found.iso[11:16] if found and len(found.iso) >= 16 else words
