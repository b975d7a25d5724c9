"""A titled card of enquiry rows, with a delete button on drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from enquiry_app.enquiry.records import Enquiry
from ui.home.enquiry_words import Mark, caption_of, tag_of
from ui.widgets.buttons import icon_button, link_button
from ui.widgets.card import Card, Line
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, clear, column, row
from ui.widgets.row_button import RowButton
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

SHOWN_AT_FIRST = 8
MOST_TAGS = 2
SAID_BY_THE_HEADING = ("draft", "not_referred")
SAID_BY_A_MARK = ("waiting_for_referrer", "returned", "feedback_due")


class EnquiryList(QWidget):
    """Rows of enquiries under a heading; hidden while there are none."""

    enquiry_chosen = Signal(str)
    delete_requested = Signal(str)

    def __init__(self, title: str, deletable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deletable = deletable
        self._all = False
        self._shown: tuple = ()
        self._marks: Mapping[str, tuple[Mark, ...]] = {}
        layout = column(self, "tight")
        self._heading = Heading(title, 2)
        self._title = title
        layout.addWidget(self._heading)
        self._card = Card(gap="")
        self._card.body.setContentsMargins(8, 8, 8, 8)
        self._rows = column(gap="")
        self._card.add_layout(self._rows)
        layout.addWidget(self._card)
        self.hide()

    def show_enquiries(
        self,
        enquiries: Sequence[Enquiry],
        *,
        now: Any,
        person: Any,
        by_when: Mapping[str, str] | None = None,
        marks: Mapping[str, tuple[Mark, ...]] | None = None,
    ) -> None:
        """Show these in the order they come in. By enquiry id: what is due, and what is new or late."""
        self._shown = (tuple(enquiries), now, person, by_when or {})
        self._marks = marks or {}
        self._heading.show_heading(f"{self._title} ({len(enquiries):,})" if enquiries else self._title)
        self._fill()
        self.setVisible(bool(enquiries))

    def rows(self) -> list[RowButton]:
        """The rows on screen."""
        return self.findChildren(RowButton)

    def _fill(self) -> None:
        clear(self._rows)
        enquiries, now, person, by_when = self._shown
        limit = len(enquiries) if self._all else SHOWN_AT_FIRST
        for number, enquiry in enumerate(enquiries[:limit]):
            if number:
                self._rows.addWidget(Line())
            self._rows.addLayout(self._row(enquiry, now, person, by_when.get(enquiry.id, "")))
        left = len(enquiries) - limit
        if left > 0:
            more = link_button(self.tr("Show {left} more").format(left=left), self)
            more.clicked.connect(self._show_all)
            add_to(self._rows, more)

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _row(self, enquiry: Enquiry, now: Any, person: Any, by_when: str) -> QHBoxLayout:
        line = row(gap="hair")
        title = enquiry.title or self.tr("No child added yet")
        button = RowButton(enquiry.id, title, caption_of(enquiry, now, person.id, by_when), self)
        for word, tone in self._tags(enquiry, person):
            tag = StatusTag(word, tone) if tone else WrappingLabel(word, "hint")
            tag.setWordWrap(False)
            button.add_end(tag, word.lower() if (word, tone) != tag_of(enquiry, person.role) else word)
        button.clicked.connect(partial(_emit, self.enquiry_chosen, enquiry.id))
        line.addWidget(button, 1)
        if self._deletable:
            delete = icon_button("delete", self.tr("Delete the draft about {title}").format(title=title), self)
            delete.clicked.connect(partial(_emit, self.delete_requested, enquiry.id))
            line.addWidget(delete)
            if enquiry.owner_id != person.id or enquiry.status != "draft":
                delete.hide()
        return line

    def _tags(self, enquiry: Enquiry, person: Any) -> tuple[Mark, ...]:
        """The few that have room beside the names: urgent first, then what is new or late, then where it stands."""
        marks = self._marks.get(enquiry.id, ())
        urgent = ((self.tr("Urgent"), "danger"),) if enquiry.urgent else ()
        status = tag_of(enquiry, person.role)
        said = enquiry.status in SAID_BY_THE_HEADING or (marks and enquiry.status in SAID_BY_A_MARK)
        shown = () if said and status[1] != "success" else (status,)
        return (*urgent, *marks, *shown)[:MOST_TAGS]


def _emit(signal: Any, value: str, *_: object) -> None:
    signal.emit(value)
