"""Every restriction and conflict this person may settle, in one list."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.services.guarding import StandingRule
from ui.background import Background
from ui.formatting import day_and_time
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import link_button
from ui.widgets.card import Card, Line
from ui.widgets.layouts import clear, column, row
from ui.widgets.wrapping_label import WrappingLabel


class StandingPage(Page):
    """`access_requested(enquiry_id)`."""

    page_title = "Restrictions and conflicts"
    access_requested = Signal(str)

    def __init__(self, application: Any, background: Background, back: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Restrictions and conflicts"), back,
            self.tr("Enquiries that are not open to everybody whose role allows it. No child is named here."),
            wide=True, parent=parent,
        )  # fmt: skip
        self._application, self._background = application, background
        self._list = column(gap="normal")
        self.content.addLayout(self._list)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the list."""
        work = self._application.guarding.standing
        self._background.run(work, self._show, partial(report_error, self), self)

    def _show(self, found: tuple[StandingRule, ...]) -> None:
        clear(self._list)
        if not found:
            self._list.addWidget(WrappingLabel(self.tr("There are none."), "hint"))
            return
        card = Card(gap="tight")
        for number, each in enumerate(found):
            if number:
                card.add(Line())
            card.add_layout(self._line(each))
        self._list.addWidget(card)

    def _line(self, each: StandingRule) -> Any:
        kinds = {
            "restricted": self.tr("Restricted by {name}").format(name=each.by_name),
            "confidential": self.tr("Confidential, marked by {name}").format(name=each.by_name),
            "conflict": self.tr("{name} knows the family").format(name=each.person_name),
        }  # fmt: skip
        line = row(gap="snug")
        words = column(gap="")
        words.addWidget(WrappingLabel(f"{each.about} · {kinds[each.rule.kind]}", "strong"))
        words.addWidget(WrappingLabel(f"{day_and_time(each.rule.at)}: {each.rule.reason}", "hint"))
        line.addLayout(words, 1)
        if not (each.rule.kind == "conflict" and each.rule.person_id == self._application.person.id):
            button = link_button(self.tr("Open"), self)
            button.setAccessibleName(f"{button.text()} {each.about}")
            button.clicked.connect(partial(self._on_open, each.rule.of_enquiry))
            line.addWidget(button)
        return line

    def _on_open(self, enquiry_id: str, *_: object) -> None:
        self.access_requested.emit(enquiry_id)
