"""One question of the Hub to this agency: about whom, what, why and by when; and the form of the answer."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.errors import EnquiryChangedElsewhere
from ui import unsent_words
from ui.background import Background
from ui.checks.answer_form import AnswerForm
from ui.formatting import day_and_time
from ui.messages import sentence_of
from ui.widgets.buttons import link_button, primary_button
from ui.widgets.card import Card, Line
from ui.widgets.expander import Expander
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

SHARE_WORDS = {"yes": "The family may be told", "no": "Not for the family", "ask": "Ask us before telling the family"}


class AskedView(QWidget):
    """`asked` is an AskedOfUs. Words typed and not sent are kept in memory until they are."""

    answered = Signal(object)
    newest_wanted = Signal(str)

    def __init__(self, application: Any, background: Background, asked: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._application, self._background, self.asked = application, background, asked
        self._place = place_of(asked.check_id)
        layout = column(self, "normal")
        self.heading = Heading(self.tr("The Hub asks your agency"), 2)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout.addWidget(self.heading)
        layout.addWidget(self._due())
        self._layout = layout
        self._children()
        self._question()
        if asked.answered_at:
            self._given()
        self._form()

    def first_focus(self) -> QWidget:
        """The heading: one reads first; Tab goes on to the answer and brings it into sight."""
        return self.heading

    def keep_words(self) -> None:
        """Keep what is typed in memory, until this question is shown again."""
        words = self.form.words()
        unsent_words.keep(self._application, self._place, {} if words == self._first else words)

    def _due(self) -> QWidget:
        asked = self.asked
        if asked.status != "asked":
            return StatusTag(self.tr("✓ Answered"), "success")
        tag = f"▲ {asked.due_words}" if asked.overdue else f"● {asked.due_words}"
        return StatusTag(tag, "danger" if asked.overdue else "info")

    def _children(self) -> None:
        card = Card(self.tr("About"), gap="tight")
        for number, child in enumerate(self.asked.children):
            if number:
                card.add(Line())
            card.add(WrappingLabel(child.names, "strong"))
            unborn = child.birth.startswith("due ")
            card.add(WrappingLabel(child.birth.capitalize() if unborn else self.tr("Born {d}").format(d=child.birth)))
            for address in child.addresses:
                card.add(WrappingLabel(address))
        self._layout.addWidget(card)

    def _question(self) -> None:
        asked, card = self.asked, Card(self.tr("What the Hub asks"), gap="snug")
        card.add(WrappingLabel(asked.question))
        facts = (
            (self.tr("Why it is needed"), asked.necessity),
            (self.tr("What kind of knowledge"), asked.source),
            (self.tr("Lawful basis"), asked.lawful_basis),
            (self.tr("Asked by"), f"{asked.asked_by}, {day_and_time(asked.asked_at)}"),
            (self.tr("Answer due"), day_and_time(asked.due_at)),
            (self.tr("Ring the Hub"), asked.hub_phone),
        )
        for label, value in facts:
            pair = column(gap="")
            pair.addWidget(WrappingLabel(label, "caption"))
            pair.addWidget(WrappingLabel(value))
            card.add_layout(pair)
        self._layout.addWidget(card)

    def _given(self) -> None:
        asked = self.asked
        title = self.tr("Answered by {name}, {at}").format(name=asked.answered_by, at=day_and_time(asked.answered_at))
        card = Card(title, gap="tight")
        given = asked.given
        card.add(WrappingLabel(given.answer or self.tr("Nothing is known.")))
        words = [load_checks().reliability_words(given.reliability), SHARE_WORDS.get(given.may_share, "")]
        if given.police_only:
            words.append(self.tr("Sensitive: not to be disclosed"))
        if any(words):
            card.add(WrappingLabel(" · ".join(filter(None, words)), "caption"))
        if asked.earlier:
            before = Expander(self.tr("Earlier answers"))
            for one in reversed(asked.earlier):
                at = day_and_time(dt.datetime.fromisoformat(one["at"]))
                before.add(WrappingLabel(at, "caption"))
                before.add(WrappingLabel(one["answer"] or self.tr("Nothing is known.")))
            card.add(before)
        self._layout.addWidget(card)

    def _form(self) -> None:
        asked = self.asked
        self.again = Expander(self.tr("Correct or add to this answer")) if asked.answered_at else None
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.form = AnswerForm(self._application.clock.now())
        if asked.answered_at:
            self.form.show_given(asked.given)
        self._first = self.form.words()
        self.send = primary_button(
            self.tr("Send a further answer") if asked.answered_at else self.tr("Send to the Hub")
        )
        self.send.clicked.connect(self._on_send)
        holder = QWidget(self)
        inside = column(holder, "normal")
        inside.addWidget(self.problem)
        inside.addWidget(self.form)
        if asked.answered_at:
            inside.addWidget(WrappingLabel(self.tr("What was sent stays in the record; this follows it."), "hint"))
        inside.addLayout(button_row((self.send,)))
        if self.again is not None:
            self.again.add(holder)
            self._layout.addWidget(self.again)
        else:
            self._layout.addWidget(holder)
        self._give_back()

    def _give_back(self) -> None:
        words = unsent_words.given_back(self._application, self._place)
        if not words:
            return
        self.form.show_words(words)
        if self.again is not None:
            self.again.open_up()
        self.problem.show_notice(self.tr("What you had typed is here again. It has not been sent."), kind="info")
        self.problem.show()

    @Slot()
    def _on_send(self) -> None:
        self.problem.hide()
        if self.form.problems(self._application.clock.now()):
            return
        self.setEnabled(False)
        work = partial(self._application.checks.answer, self.asked.check_id, self.form.given(), self.asked.version)
        self._background.run(work, self._on_sent, self._on_failed, self)

    def _on_sent(self, check: Any) -> None:
        unsent_words.forget(self._application, self._place)
        self.answered.emit(check)

    def _on_failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if not isinstance(error, EnquiryChangedElsewhere):
            self.problem.show_notice(sentence_of(error), kind="warning")
            self.problem.show()
            return
        self.problem.show_notice(
            self.tr("Somebody of your agency answered first"),
            self.tr("What you typed is still here. Look at their answer, then send yours as a further one."),
            "warning",
        )
        look = link_button(self.tr("Show the newest"), self.problem)
        look.clicked.connect(self._on_newest)
        self.problem.add(look)
        self.problem.show()

    @Slot()
    def _on_newest(self) -> None:
        self.keep_words()
        self.newest_wanted.emit(self.asked.check_id)


def place_of(check_id: str) -> str:
    """Where unsent words about a check are kept."""
    return f"check:{check_id}"
