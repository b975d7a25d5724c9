"""One question to an agency as the Hub sees it: where it stands, the answer, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.enquiry.checking_rules import check_words, is_late
from enquiry_app.enquiry.item_titles import child_summaries
from ui.checks.answer_form import AnswerForm
from ui.formatting import day_and_time, joined, short_moment
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

SHARE_TAGS = {
    "yes": ("✓ The family may be told", "success"),
    "no": ("✕ Not for the family", "warning"),
    "ask": ("? Ask them before telling the family", "info"),
}
_SHAPES = {"answered": ("✓", "success"), "nothing_known": ("○", "neutral"), "cancelled": ("✕", "neutral")}
_NOTHING: Mapping[str, Any] = {}


class CheckCard(Card):
    """`recorded` gives (check, CheckAnswer), `taken_back` gives (check, reason)."""

    recorded = Signal(object, object)
    taken_back = Signal(object, str)

    def __init__(self, case: Any, application: Any, check: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap="tight")
        self._case, self._application, self.check = case, application, check
        self.form: AnswerForm | None = None
        self.reason: QLineEdit | None = None
        self._standing()
        if check.answered_at and check.status != "cancelled":
            self._answer()
        self.add(self._why())
        if check.status != "cancelled":
            self._record()
        if check.status == "asked":
            self._take_back()

    def words(self) -> Mapping[str, Any]:
        """What is typed here and not saved; empty if nothing is."""
        typed = self.form.words() if self.form is not None else _NOTHING
        reason = self.reason.text() if self.reason is not None else ""
        return {"answer": typed, "reason": reason} if reason or any(typed.values()) else _NOTHING

    def show_words(self, words: Mapping[str, Any]) -> None:
        """Put back what `words` gave."""
        if self.form is not None and any(words.get("answer", _NOTHING).values()):
            self.form.show_words(words["answer"])
            self.record.open_up()
        if self.reason is not None and words.get("reason"):
            self.reason.setText(words["reason"])
            self.back.open_up()

    def _standing(self) -> None:
        check, hub = self.check, self._application.hub
        now = self._application.clock.now()
        self.add(Heading(check.agency_name, 3))
        words = check_words(check, hub.hours, now)
        shape, tone = ("▲", "danger") if is_late(check, now) else _SHAPES.get(check.status, ("●", "info"))
        tags = FlowLayout(gap=4)
        self.standing = StatusTag(f"{shape} {words}", tone)
        tags.addWidget(self.standing)
        if check.police_only:
            tags.addWidget(StatusTag(self.tr("▲ Not for letters or the family"), "danger"))
        elif check.may_share in SHARE_TAGS:
            tags.addWidget(StatusTag(*SHARE_TAGS[check.may_share]))
        self.add_layout(tags)
        asked = self.tr("{source}. Asked by {name} {at}.").format(
            source=load_checks().source_words(check.source), name=self._case.name_of(check.asked_by),
            at=short_moment(check.asked_at, now),
        )  # fmt: skip
        self.add(WrappingLabel(asked, "caption"))
        if check.cancelled_because:
            self.add(WrappingLabel(self.tr("Taken back: {why}").format(why=check.cancelled_because)))

    def _answer(self) -> None:
        check = self.check
        self.add(WrappingLabel(check.answer or self.tr("Nothing is known.")))
        by = self._case.name_of(check.answered_by)
        words = [load_checks().reliability_words(check.reliability)]
        if check.told_by:
            at = f", {day_and_time(dt.datetime.fromisoformat(check.told_at))}" if check.told_at else ""
            words.append(self.tr("told by {who}{at}, written down by {name}").format(who=check.told_by, at=at, name=by))
        else:
            words.append(self.tr("answered by {name}").format(name=by))
        caption = " · ".join(filter(None, words))
        self.add(WrappingLabel(caption[:1].upper() + caption[1:], "caption"))
        if check.earlier:
            before = Expander(self.tr("What they answered before"))
            for one in reversed(check.earlier):
                before.add(WrappingLabel(day_and_time(dt.datetime.fromisoformat(one["at"])), "caption"))
                before.add(WrappingLabel(one["answer"] or self.tr("Nothing is known.")))
            self.add(before)

    def _why(self) -> Expander:
        check, opened = self.check, self._case.opened
        why = Expander(self.tr("What was asked, and why"))
        titles = {child.item: child.title for child in child_summaries(opened.form, opened.sent.answers)}
        basis = self._application.form.code_lists["lawful_basis"].choice(check.lawful_basis)
        agreed = load_checks().agreement_words(check.agreement_code)
        facts = (
            (self.tr("About"), joined([titles.get(child, "") for child in check.children])),
            (self.tr("Question"), check.question),
            (self.tr("Why this agency, why now"), check.necessity),
            (self.tr("Lawful basis"), basis.label if basis else check.lawful_basis),
            (self.tr("Agreement"), f"{agreed}. {check.agreement}" if agreed else check.agreement),
            (self.tr("Due"), day_and_time(check.due_at)),
        )
        for label, value in facts:
            pair = QWidget()
            inside = column(pair, "")
            inside.addWidget(WrappingLabel(label, "caption"))
            inside.addWidget(WrappingLabel(value))
            why.add(pair)
        return why

    def _record(self) -> None:
        title = self.tr("Write down their answer") if self.check.status == "asked" else self.tr("Add what they say now")
        self.record = Expander(title)
        self.form = AnswerForm(self._application.clock.now(), for_them=True)
        self.record.add(self.form)
        self.save = secondary_button(self.tr("Save their answer"))
        self.save.clicked.connect(self._on_save)
        self.record.add(self.save)
        self.add(self.record)

    def _take_back(self) -> None:
        self.back = Expander(self.tr("Take this question back"))
        self.reason = QLineEdit()
        self.back.add(LabelledRow(self.tr("Why is the answer not needed any more?"), self.reason))
        self.cancel = secondary_button(self.tr("Take it back"))
        self.cancel.clicked.connect(self._on_cancel)
        self.reason.returnPressed.connect(self._on_cancel)
        self.back.add(self.cancel)
        self.add(self.back)

    @Slot()
    def _on_save(self) -> None:
        if self.form is not None and not self.form.problems(self._application.clock.now()):
            self.recorded.emit(self.check, self.form.given())

    @Slot()
    def _on_cancel(self) -> None:
        if self.reason is not None:
            self.taken_back.emit(self.check, self.reason.text())
