"""What was given to whom: copies for families and subject access; and requests that are being worked on."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.services.disclosure_log import LoggedDisclosure
from ui.background import Background
from ui.formatting import day_and_time
from ui.messages import ask, report_error
from ui.page import Page
from ui.widgets.buttons import link_button, primary_button
from ui.widgets.card import Card, Line
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, clear, column, row
from ui.widgets.wrapping_label import WrappingLabel


class DisclosuresPage(Page):
    """`new_requested` and `open_requested(disclosure id)`."""

    page_title = "Disclosures"
    new_requested = Signal()
    open_requested = Signal(str)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("What was given to whom"),
            intro=self.tr(
                "A person may ask what is held about them. Answer within a month; what may not be given is withheld,"
                " with the reason."
            ),
            wide=True, parent=parent,
        )  # fmt: skip
        self._application, self._background = application, background
        self._labels = {reason.id: reason.label for reason in application.subject_access.reasons()}
        self.new = primary_button(self.tr("Answer a subject access request"), self, "add")
        self.new.clicked.connect(self.new_requested)
        self.content.addLayout(button_row((self.new,)))
        self._lists = column(gap="wide")
        self.content.addLayout(self._lists)
        self.refresh()

    def first_focus(self) -> QWidget:
        """The button that begins."""
        return self.new

    @Slot()
    def refresh(self) -> None:
        """Read the log."""
        self._background.run(self._application.disclosures.all, self._show, partial(report_error, self), self)

    def _show(self, lines: tuple[LoggedDisclosure, ...]) -> None:
        clear(self._lists)
        drafts = [each for each in lines if each.disclosure.status == "draft"]
        given = [each for each in lines if each.disclosure.status == "given"]
        if drafts:
            self._lists.addWidget(Heading(self.tr("Being worked on"), 2))
            self._lists.addWidget(self._card([self._draft(each) for each in drafts]))
        self._lists.addWidget(Heading(self.tr("Given"), 2))
        if given:
            self._lists.addWidget(self._card([self._given(each) for each in given]))
        else:
            self._lists.addWidget(WrappingLabel(self.tr("Nothing has been given to anybody yet."), "hint"))

    def _card(self, lines: list[Any]) -> Card:
        card = Card(gap="tight")
        for number, line in enumerate(lines):
            if number:
                card.add(Line())
            card.add_layout(line)
        return card

    def _draft(self, each: LoggedDisclosure) -> Any:
        line = row(gap="snug")
        words = self.tr("{name}, begun {at} by {who}").format(
            name=each.name, at=day_and_time(each.disclosure.at), who=each.by_name
        )
        line.addLayout(_two(words, ", ".join(each.about)), 1)
        for text, slot in ((self.tr("Go on"), self._on_open), (self.tr("Give it up"), self._on_drop)):
            button = link_button(text, self)
            button.setAccessibleName(f"{text}, {each.name}")
            button.clicked.connect(partial(slot, each))
            line.addWidget(button)
        return line

    def _given(self, each: LoggedDisclosure) -> Any:
        made = each.disclosure
        family = made.kind == "family_copy"
        kind = self.tr("Copy for the family") if family else self.tr("Subject access {name}").format(name=each.name)
        words = self.tr("{kind}, given to {whom}").format(kind=kind, whom=made.to_whom)
        held = ", ".join(f"{number} × {self._labels.get(code, code)}" for code, number in made.withheld.items())
        below = [f"{day_and_time(made.at)}, {each.by_name}", ", ".join(each.about), made.purpose]
        below += [self.tr("Withheld: {reasons}").format(reasons=held)] if held else []
        line = row(gap="snug")
        line.addLayout(_two(words, " · ".join(filter(None, below))), 1)
        return line

    def _on_open(self, each: LoggedDisclosure, *_: object) -> None:
        self.open_requested.emit(each.disclosure.id)

    def _on_drop(self, each: LoggedDisclosure, *_: object) -> None:
        sure = ask(
            self, self.tr("Give up {name}?").format(name=each.name),
            self.tr("What was marked is lost. That it was begun stays in the audit trail."),
            self.tr("Give it up"), self.tr("Cancel"), dangerous=True,
        )  # fmt: skip
        if sure:
            work = partial(self._application.subject_access.drop, each.disclosure.id, each.disclosure.version)
            self._background.run(work, self._on_dropped, partial(report_error, self), self)

    def _on_dropped(self, _: object) -> None:
        self.refresh()


def _two(first: str, second: str) -> Any:
    words = column(gap="")
    words.addWidget(WrappingLabel(first, "strong"))
    words.addWidget(WrappingLabel(second, "hint"))
    return words
