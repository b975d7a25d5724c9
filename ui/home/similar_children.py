"""Enquiries that may be about the same child, with the facts that match. Offered, never merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from enquiry_app.services.ports import SimilarChild
from ui.formatting import count, day, joined
from ui.home.enquiry_words import tag_of
from ui.widgets.card import Line
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column
from ui.widgets.row_button import RowButton
from ui.widgets.style import restyle, styled
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel


class SimilarChildren(QFrame):
    """Takes the focus when it appears, so that it is read before going on."""

    enquiry_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "notice", "warning")
        layout = column(self, "tight", "normal")
        self._heading = Heading("", 3)
        layout.addWidget(self._heading)
        layout.addWidget(
            WrappingLabel(self.tr("Open the one that is about this child, or go on with a new enquiry below."))
        )
        self._rows = column(gap="")
        layout.addLayout(self._rows)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def show_found(self, found: Sequence[SimilarChild], now: dt.datetime) -> None:
        """Show these; none hides the box."""
        clear(self._rows)
        self._heading.show_heading(
            self.tr("Your organisation already has {number} that may be about this child").format(
                number=count(len(found), "enquiry", "enquiries")
            )
        )
        self.setAccessibleName(self._heading.text())
        for number, each in enumerate(found):
            if number:
                self._rows.addWidget(Line())
            self._rows.addWidget(self._row(each))
        self.setVisible(bool(found))

    def rows(self) -> list[RowButton]:
        """The rows on screen."""
        return self.findChildren(RowButton)

    def _row(self, similar: SimilarChild) -> RowButton:
        enquiry = similar.enquiry
        strong = similar.strength == "strong"
        matched = joined(similar.matched)
        status, _ = tag_of(enquiry, "practitioner")
        began = self.tr("{status}, started {on} by {name}").format(
            status=status.lower(), on=day(enquiry.created_at), name=enquiry.owner_name
        )
        row = RowButton(enquiry.id, f"{similar.child} – {began}", matched[:1].upper() + matched[1:], self)
        restyle(row.caption, "role", "strong")
        restyle(row.title, "role", "body")
        word = self.tr("Strong match") if strong else self.tr("Possible match")
        row.add_end(StatusTag(word, "warning" if strong else "neutral"), word)
        row.clicked.connect(partial(_emit, self.enquiry_chosen, enquiry.id))
        return row


def _emit(signal: Any, value: str, *_: object) -> None:
    signal.emit(value)
