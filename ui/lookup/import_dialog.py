"""Which column of the file is what, and when the list was true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.case_list_reading import FIELDS, read_birth
from enquiry_app.enquiry.date_reading import date_words, read_date
from ui.appearance import space
from ui.formatting import count, day
from ui.lookup.list_words import true_on
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.form_dialog import FormDialog
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import panels
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

NO_COLUMN = -1
WIDTH = 860  # fits a screen of 1024 and the seven columns of the preview
MANY_FEWER = 0.5  # a new list with less than this part of the old one is likely a part of an export


class ImportDialog(FormDialog):
    """`mapping`, `as_of` and `name` after it was accepted. `table` is the file, `in_use` the list it would replace."""

    def __init__(self, table: Any, in_use: Any, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Import a list of the case system"),
            self.tr("Import this list"),
            self.tr("It takes the place of the list in use. Nothing is imported unless every line can be read."),
            parent=parent,
        )
        self._table, self._in_use, self._today = table, in_use, today
        self.body.addWidget(WrappingLabel(self._file_words(), "strong"))
        self._add_warning()
        self._add_date_and_name()
        self.body.addWidget(Heading(self.tr("Which column is what"), 3))
        self.setMinimumWidth(WIDTH)
        self.combos: dict[str, QComboBox] = {}
        self.rows: dict[str, LabelledRow] = {}
        self._add_columns()
        self.body.addWidget(Heading(self.tr("The first children, as they would be read"), 3))
        self._add_preview()
        self._show_preview()

    @property
    def mapping(self) -> Mapping[str, int]:
        """Field -> number of the column chosen."""
        chosen = {key: combo.currentData() for key, combo in self.combos.items()}
        return {key: int(place) for key, place in chosen.items() if place != NO_COLUMN}

    @property
    def as_of(self) -> dt.date | None:
        """The day on which the list was true; None while it is no full date."""
        found = read_date(self.as_of_box.text(), self._today)
        return found.full if found else None

    @property
    def name(self) -> str:
        """What the list is called."""
        return self.name_box.text().strip()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A date that has come, the three needed columns, no column twice."""
        found: list[tuple[str, LabelledRow]] = []
        if self.as_of is None:
            found.append((self.tr("Enter the day on which the list was taken, for example 3 11 2026"), self.as_of_row))
        elif self.as_of > self._today:
            found.append((self.tr("This day has not come yet"), self.as_of_row))
        for key, (_, needed) in FIELDS.items():
            place = self.combos[key].currentData()
            if place == NO_COLUMN and needed:
                found.append((self.tr("Choose a column"), self.rows[key]))
            elif place != NO_COLUMN and list(self.mapping.values()).count(place) > 1:
                found.append((self.tr("This column is chosen twice"), self.rows[key]))
        return found

    def _file_words(self) -> str:
        children = count(len(self._table.rows), self.tr("child"), self.tr("children"))
        separators = {",": self.tr("commas"), ";": self.tr("semicolons"), "\t": self.tr("tabs")}
        return self.tr("The file has {children}, in {encoding}, separated by {separator}.").format(
            children=children, encoding=self._table.encoding, separator=separators[self._table.separator]
        )

    def _add_warning(self) -> None:
        before = self._in_use.list.rows if self._in_use else 0
        if len(self._table.rows) >= before * MANY_FEWER:
            return
        self.body.addWidget(
            NoticeBar(
                "warning",
                self.tr("This file has far fewer children than the list in use"),
                self.tr("The list in use has {before:,}, {when}. Check that the export is complete.").format(
                    before=before, when=true_on(self._in_use.list.as_of, self._in_use.days_old)
                ),
            )
        )

    def _add_date_and_name(self) -> None:
        self.as_of_box = text_width(QLineEdit(self), 18)
        self.as_of_row = LabelledRow(
            self.tr("True on"), self.as_of_box,
            self.tr("The day the list was taken from the case system. Everybody is shown it. Today is {day}.").format(
                day=day(self._today)
            ),
        )  # fmt: skip
        self.name_box = text_width(QLineEdit("PARIS", self), 30)
        name_row = LabelledRow(
            self.tr("Name of the case system"), self.name_box, self.tr("Shown beside the date."), optional=True
        )
        line = panels(gap="normal")
        line.addWidget(self.as_of_row, 2)
        line.addWidget(name_row, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def _add_columns(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("normal"))
        grid.setVerticalSpacing(space("snug"))
        self.body.addLayout(grid)
        for number, (key, (label, needed)) in enumerate(FIELDS.items()):
            combo = QComboBox(self)
            combo.addItem(self.tr("– choose –") if needed else self.tr("– not in the file –"), NO_COLUMN)
            for place, name in enumerate(self._table.columns):
                combo.addItem(name or self.tr("Column {n}").format(n=place + 1), place)
            combo.setCurrentIndex(self._table.guessed.get(key, NO_COLUMN) + 1)
            combo.currentIndexChanged.connect(self._show_preview)
            hint = self.tr("Without it, every child on the list counts as known.") if key == "known" else ""
            self.combos[key] = combo
            self.rows[key] = LabelledRow(self.tr(label), combo, hint, optional=not needed)
            grid.addWidget(self.rows[key], number // 3, number % 3, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number % 3, 1)

    def _add_preview(self) -> None:
        card = Card(gap="tight")
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("normal"))
        grid.setVerticalSpacing(space("hair"))
        self._cells: list[list[ElidedLabel]] = []
        for column, (label, _) in enumerate(FIELDS.values()):
            grid.addWidget(ElidedLabel(self.tr(label), "caption"), 0, column)
            grid.setColumnStretch(column, 1)
        for line, _ in enumerate(self._table.first_rows(), 1):
            cells = [ElidedLabel("") for _ in FIELDS]
            for column, cell in enumerate(cells):
                grid.addWidget(cell, line, column)
            self._cells.append(cells)
        card.add_layout(grid)
        self.body.addWidget(card)

    @Slot()
    def _show_preview(self) -> None:
        for cells, values in zip(self._cells, self._table.first_rows(), strict=True):
            for cell, text in zip(cells, self._chosen(values), strict=True):
                cell.show_text(text or "–")

    def _chosen(self, values: Sequence[str]) -> list[str]:
        mapping = self.mapping
        words = {key: " ".join(values[place].split()) for key, place in mapping.items()}
        if birth := words.get("birth", ""):
            iso = read_birth(birth, self._today)
            words["birth"] = date_words(FlexDate(iso)) if iso else self.tr("no date")
        return [words.get(key, "") for key in FIELDS]
