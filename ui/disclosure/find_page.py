"""Whom a request is about, and which records are theirs: each found one is ticked or unticked by a person."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from enquiry_app.enquiry.date_reading import read_date
from enquiry_app.services.subject_access import Found, FoundRecord, PersonSought
from ui.background import Background
from ui.formatting import LONDON, iso_day
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.wrapping_label import WrappingLabel


class FindPage(Page):
    """`begun(disclosure)` with the records chosen."""

    page_title = "Subject access"
    begun = Signal(object)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Whom is the request about?"), self.tr("What was given to whom"),
            self.tr("Make sure first who asks, and that they may ask for this person. The search is recorded."),
            parent=parent,
        )  # fmt: skip
        self._background = background
        self._service, self._clock = application.subject_access, application.clock
        self._ticks: dict[str, tuple[QCheckBox, FoundRecord]] = {}
        self._begun_from: FoundRecord | None = None
        self._build()

    def first_focus(self) -> QWidget:
        """The first name box."""
        return self.given_names

    def _build(self) -> None:
        self.given_names, self.family_name = QLineEdit(self), QLineEdit(self)
        self.birth = text_width(QLineEdit(self), 18)
        self.reference = text_width(QLineEdit(self), 28)
        self.birth_row = LabelledRow(self.tr("Date of birth"), self.birth, self.tr("For example 3 11 2019."))
        words = self.tr("Everybody in it is offered, and the record is added to those found.")
        self.reference_row = LabelledRow(
            self.tr("Or begin from an enquiry: its reference"), self.reference, words, optional=True
        )
        self.from_record = secondary_button(self.tr("Who is in it?"), self)
        self.family_row = LabelledRow(self.tr("Family name"), self.family_name)
        for each in (LabelledRow(self.tr("Given names"), self.given_names), self.family_row, self.birth_row):
            self.add(each)
        self.look = primary_button(self.tr("Find their records"), self, "search")
        self.content.addLayout(button_row((self.look,)))
        self.add(self.reference_row)
        self.content.addLayout(button_row((self.from_record,)))
        self._people = column(gap="hair")
        self.content.addLayout(self._people)
        self._found = column(gap="normal")
        self.content.addLayout(self._found)
        self.go_on = primary_button(self.tr("Go on with the records ticked"), self, "forward")
        self.add_buttons(self.go_on)
        self.go_on.setEnabled(False)
        self.from_record.clicked.connect(self._on_reference)
        self.reference.returnPressed.connect(self.from_record.click)
        self.look.clicked.connect(self._on_look)
        for box in (self.given_names, self.family_name, self.birth):
            box.returnPressed.connect(self.look.click)
            box.textEdited.connect(self._on_edited)
        self.go_on.clicked.connect(self._on_go_on)

    def sought(self) -> PersonSought | None:
        """What is typed; None with the problem shown."""
        typed = self.birth.text().strip()
        today = self._clock.now().astimezone(LONDON).date()
        day = read_date(typed, today) if typed else None
        self.birth_row.show_problem(self.tr("Write a date, for example 3 11 2019") if typed and not day else None)
        no_name = not self.family_name.text().strip() and not (self.given_names.text().strip() and day)
        self.family_row.show_problem(self.tr("Write a name, and the date of birth if it is known") if no_name else None)
        if no_name or (typed and not day):
            (self.family_row if no_name else self.birth_row).focus_field()
            return None
        return PersonSought(self.given_names.text().strip(), self.family_name.text().strip(), day.iso if day else "")

    @Slot()
    def _on_look(self) -> None:
        sought = self.sought()
        if sought is not None:
            self._background.run(partial(self._service.find, sought), self._show, partial(report_error, self), self)

    @Slot()
    def _on_reference(self) -> None:
        if self.reference.text().strip():
            work = partial(self._service.people_of, self.reference.text())
            self._background.run(work, self._show_people, partial(report_error, self), self)
        else:
            self.reference_row.focus_field()

    def _show_people(self, found: Any) -> None:
        record, people = found
        clear(self._people)
        for person in people:
            born = iso_day(person.birth) if len(person.birth) == 10 else person.birth
            unborn = self.tr("Unborn baby, due {day}").format(day=born) if person.unborn else ""
            words = unborn or ", ".join(filter(None, (f"{person.given_names} {person.family_name}".strip(), born)))
            choose = link_button(words or self.tr("Name not known"), self)
            choose.clicked.connect(partial(self._take, record, person))
            self._people.addWidget(choose)

    def _take(self, record: FoundRecord, person: Any, *_: object) -> None:
        self.given_names.setText(person.given_names)
        self.family_name.setText(person.family_name)
        self.birth.setText(iso_day(person.birth) if len(person.birth) == 10 else "")
        name = f"{person.given_names} {person.family_name}".strip()
        clear(self._people)
        self._begun_from = replace(record, who=name, item=person.item, sure=True)
        sought = self.sought()
        if sought is not None:
            self._background.run(partial(self._service.find, sought), self._show, partial(report_error, self), self)

    @Slot()
    def _on_edited(self) -> None:
        self._begun_from = None  # somebody else is sought now

    def _show(self, found: Found) -> None:
        clear(self._found)
        self._ticks = {}
        self._found.addWidget(Heading(self.tr("Records that may be theirs"), 2))
        records = [each for each in found.records if not self._is_first(each)]
        records = [self._begun_from, *records] if self._begun_from is not None else records
        if not records:
            self._found.addWidget(WrappingLabel(self.tr("Nothing was found for you to disclose."), "hint"))
        for record in records:
            self._found.addWidget(self._card(record))
        if found.closed:
            words = self.tr("{number} more may be theirs but are closed to you. Ask a hub manager who may open them.")
            self._found.addWidget(WrappingLabel(words.format(number=found.closed), "hint"))
        self._count()
        first = next(iter(self._ticks.values()), None)
        if first is not None:
            first[0].setFocus()
        QTimer.singleShot(50, self, self._reveal_found)  # once the cards have their places

    @Slot()
    def _reveal_found(self) -> None:
        for tick, _ in reversed(tuple(self._ticks.values())):
            self.reveal(tick.parentWidget())

    def _is_first(self, record: FoundRecord) -> bool:
        return self._begun_from is not None and record.enquiry_id == self._begun_from.enquiry_id

    def _card(self, record: FoundRecord) -> Card:
        card = Card(gap="hair")
        tick = QCheckBox(f"{record.name} · {record.who}", card)
        tick.setChecked(record.sure)
        tick.toggled.connect(self._count)
        card.add(tick)
        card.add(WrappingLabel(f"{record.status} · {iso_day(record.made)}", "hint"))
        if record.matched:
            card.add(WrappingLabel(self.tr("The same: {facts}").format(facts=", ".join(record.matched))))
        if record.differing:
            card.add(WrappingLabel(self.tr("Different: {facts}").format(facts=", ".join(record.differing))))
        if not record.item:
            card.add(WrappingLabel(self.tr("Somebody of the same family or home, not the person themselves."), "hint"))
        self._ticks[record.enquiry_id] = (tick, record)
        return card

    @Slot()
    def _count(self) -> None:
        self.go_on.setEnabled(any(tick.isChecked() for tick, _ in self._ticks.values()))

    @Slot()
    def _on_go_on(self) -> None:
        sought = self.sought()
        chosen = {each: record.item for each, (tick, record) in self._ticks.items() if tick.isChecked()}
        if sought is not None and chosen:
            work = partial(self._service.begin, sought, chosen)
            self._background.run(work, self._on_begun, partial(report_error, self), self)

    def _on_begun(self, disclosure: Any) -> None:
        self.begun.emit(disclosure)
