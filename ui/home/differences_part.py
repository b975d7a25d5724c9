"""The referrer sees it differently: raising it, the four stages with whom to ring and the prepared text of each, taking it
further, taking it back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QWidget

from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.hub_work import STAGES, contact_of, load_escalation
from enquiry_app.enquiry.escalation_rules import LEAST_WORDS, STATE_WORDS, StageLine, stage_lines
from enquiry_app.enquiry.hub_records import Disagreement
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import day_and_time, short_moment
from ui.printing import print_text
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card, Line
from ui.widgets.expander import Expander
from ui.widgets.flow import flowing
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, column
from ui.widgets.tag import StatusTag
from ui.widgets.wrapping_label import WrappingLabel

_TONES = {"done": "success", "now": "warning", "to_come": "neutral", "not_used": "neutral"}


class RaisePart(Card):
    """`raised(reason, about, immediate_risk)`; the words stay until `done()`. `text_asked(stage, "")` for a stage's text."""

    raised = Signal(str, str, bool)
    text_asked = Signal(int, str)

    def __init__(self, hub: HubDefinition, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("If you disagree"), parent)
        escalation = load_escalation()
        self.add(WrappingLabel("\n".join(escalation.principles)))
        self.form = Expander(self.tr("I disagree"))
        self.reason = QComboBox(self)
        self.reason.addItem(self.tr("Choose"), "")
        for each in escalation.reasons:
            self.reason.addItem(each.label, each.code)
        self.reason.setProperty("narrow", True)
        self.about = GrowingBox(3, 12, self)
        self.risk = QCheckBox(self.tr("The child is at risk meanwhile"), self)
        self.reason_row = LabelledRow(self.tr("What is it about?"), self.reason)
        self.about_row = LabelledRow(
            self.tr("What do you see differently, and what does the child need?"), self.about,
            self.tr("Facts, not blame. {record}").format(record=escalation.on_record),
        )  # fmt: skip
        self.raise_button = secondary_button(self.tr("Raise it with the Hub"), self)
        self.raise_button.clicked.connect(self._on_raise)
        self.reason.currentIndexChanged.connect(self._on_reason)
        risk_hint = WrappingLabel(self.tr("Then it goes to senior managers at once. In danger now: ring 999."), "hint")
        for widget in (self.reason_row, self.about_row, self.risk, risk_hint, self.raise_button):
            self.form.add(widget)
        self.add(self.form)
        self.add(self._stages(hub))

    def done(self) -> None:
        """It was raised: the form is closed and empty."""
        self.about.clear()
        self.reason.setCurrentIndex(0)
        self.risk.setChecked(False)
        self.form.open_up(False)
        self.ready()

    def ready(self) -> None:
        """The button can be pressed again."""
        self.raise_button.setEnabled(True)

    def _stages(self, hub: HubDefinition) -> Expander:
        """Whom to speak to at each stage, before anything was raised."""
        steps = Expander(self.tr("The four stages, whom to ring, and a text for each"))
        for stage in load_escalation().stages:
            who, phone = contact_of(stage, hub)
            box = column(gap="")
            box.addWidget(WrappingLabel(f"{stage.number}. {stage.name}", "strong"))
            box.addWidget(WrappingLabel(f"{who}, {phone}"))
            box.addWidget(WrappingLabel(stage.do, "hint"))
            steps.body.addLayout(box)
            text = secondary_button(self.tr("Text for stage {number}").format(number=stage.number), self)
            text.clicked.connect(partial(_ask_text, self.text_asked, stage.number, ""))
            steps.add(text)
        return steps

    @Slot()
    def _on_reason(self) -> None:
        """Begin the sentence neutrally, unless the person has written already."""
        openings = {each.opening for each in load_escalation().reasons}
        chosen = load_escalation().reason(str(self.reason.currentData()))
        if chosen and self.about.toPlainText() in {"", *openings}:
            self.about.setPlainText(chosen.opening)

    @Slot()
    def _on_raise(self) -> None:
        reason, about = str(self.reason.currentData()), self.about.toPlainText().strip()
        opening = load_escalation().reason(reason)
        said = about.removeprefix(opening.opening.strip()) if opening else about
        self.reason_row.show_problem(None if reason else self.tr("Choose what it is about"))
        short = len(said.strip()) < LEAST_WORDS
        self.about_row.show_problem(self.tr("Say what you see differently, in a sentence") if short else None)
        if reason and not short:
            self.raise_button.setEnabled(False)
            self.raised.emit(reason, about, self.risk.isChecked())


class DifferencePart(Card):
    """One difference with its stages. `text_asked(stage, id)`, `next_asked(id, version)`, `withdraw_asked(id, version)`."""

    text_asked = Signal(int, str)
    next_asked = Signal(str, int)
    withdraw_asked = Signal(str, int)

    def __init__(
        self, one: Disagreement, hub: HubDefinition, now: dt.datetime, may_withdraw: bool, parent: QWidget | None = None
    ) -> None:
        escalation = load_escalation()
        reason = escalation.reason(one.reason)
        title = self.tr("You disagree: {about}").format(about=reason.label.lower() if reason else one.reason)
        super().__init__(title, parent)
        self.one = one
        self.add(WrappingLabel(self.tr("Raised {at}").format(at=short_moment(one.raised_at, now)), "caption"))
        self.add(WrappingLabel(one.about))
        if one.status == "open":
            for line in stage_lines(one, escalation, hub, now):
                self._add_stage(line)
            self._add_actions(may_withdraw)
        else:
            self._add_end(escalation.outcome_words(one.outcome) if one.outcome else "")

    def _add_stage(self, line: StageLine) -> None:
        if line.state == "not_used":
            return
        self.add(Line())
        head = column(gap="")
        head.addWidget(WrappingLabel(f"{line.number}. {line.name}", "strong"))
        who = self.tr("{who}, {phone}").format(who=line.who, phone=line.phone)
        head.addWidget(WrappingLabel(who if line.state != "done" else line.who, "body"))
        words = STATE_WORDS[line.state] + (f": {line.due}" if line.due else "")
        tag = StatusTag(words, "danger" if line.overdue else _TONES[line.state])
        head.addLayout(flowing((tag,)))
        for each in line.said:
            if each.get("note"):
                at = day_and_time(dt.datetime.fromisoformat(str(each["at"])))
                head.addWidget(WrappingLabel(f"{at}, {each.get('with_whom', '')}: {each['note']}", "caption"))
        self.add_layout(head)

    def _add_actions(self, may_withdraw: bool) -> None:
        one = self.one
        self.text_button = secondary_button(self.tr("Text for this stage"), self, "document")
        self.text_button.clicked.connect(partial(_ask_text, self.text_asked, one.stage, one.id))
        buttons = [self.text_button]
        if one.stage < STAGES:
            self.next_button = secondary_button(self.tr("Take it to the next stage"), self)
            self.next_button.clicked.connect(partial(_ask_change, self.next_asked, one))
            buttons.append(self.next_button)
        if may_withdraw:
            self.withdraw_button = secondary_button(self.tr("Take it back"), self)
            self.withdraw_button.clicked.connect(partial(_ask_change, self.withdraw_asked, one))
            buttons.append(self.withdraw_button)
        self.add_layout(flowing(buttons))

    def _add_end(self, outcome: str) -> None:
        one = self.one
        if one.status == "withdrawn":
            self.add(WrappingLabel(self.tr("Taken back."), "strong"))
            return
        self.add(WrappingLabel(self.tr("Settled. {outcome}").format(outcome=outcome), "strong"))
        if one.changed_for_child:
            words = self.tr("What changed for the child: {words}").format(words=one.changed_for_child)
            self.add(WrappingLabel(words))


class NextStageDialog(FormDialog):
    """To whom, and what was tried."""

    def __init__(self, stage: int, hub: HubDefinition, parent: QWidget | None = None) -> None:
        found = load_escalation().stage(stage)
        who, phone = contact_of(found, hub)
        super().__init__(
            self.tr("Stage {number}: {name}").format(number=stage, name=found.name), self.tr("Take it there"),
            f"{who}, {phone}. {found.do}", parent=parent,
        )  # fmt: skip
        self.with_whom = QLineEdit(self)
        self.note = GrowingBox(3, 10, self)
        self.whom_row = LabelledRow(
            self.tr("Whom do you take it to?"), self.with_whom, self.tr("Name and role, once you know who it is.")
        )
        self.note_row = LabelledRow(self.tr("What has been tried?"), self.note)
        self.with_whom.setFocus()
        self.body.addWidget(self.whom_row)
        self.body.addWidget(self.note_row)

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """Both are needed."""
        found = []
        if len(self.with_whom.text().strip()) < 2:
            found.append((self.tr("Name the person: name and role"), self.whom_row))
        if len(self.note.toPlainText().strip()) < LEAST_WORDS:
            found.append((self.tr("Say in a sentence what was tried"), self.note_row))
        return found


class TakeBackDialog(FormDialog):
    """Why it is taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Take the disagreement back"), self.tr("Take it back"),
            self.tr("It stays on the record that you raised it, and why you took it back."), parent=parent,
        )  # fmt: skip
        self.because = GrowingBox(3, 8, self)
        self.row = LabelledRow(self.tr("Why?"), self.because, self.tr("For example what was agreed."))
        self.body.addWidget(self.row)
        self.because.setFocus()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A reason is needed."""
        short = len(self.because.toPlainText().strip()) < LEAST_WORDS
        return [(self.tr("Say in a sentence why"), self.row)] if short else []


class TextDialog(QDialog):
    """A prepared text to change, copy or print."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(700, 640)
        layout = column(self, "snug", "wide")
        self.box = GrowingBox(21, 21, self)
        self.box.setPlainText(text)
        layout.addWidget(LabelledRow(title, self.box, self.tr("Change it as you like. It names no child.")))
        self.copied = WrappingLabel("", "hint")
        self.copied.hide()
        layout.addWidget(self.copied)
        self.copy_button = secondary_button(self.tr("Copy"), self)
        self.print_button = secondary_button(self.tr("Print"), self, "print")
        self.close_button = secondary_button(self.tr("Close"), self)
        self.copy_button.clicked.connect(self._on_copy)
        self.print_button.clicked.connect(self._on_print)
        self.close_button.clicked.connect(self.accept)
        layout.addLayout(button_row((self.copy_button, self.print_button, self.close_button)))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.box.toPlainText())
        self.copied.show_text(self.tr("Copied. Send it by a secure way."))

    @Slot()
    def _on_print(self) -> None:
        print_text(self, self.box.toPlainText())


def _ask_text(signal: Any, stage: int, disagreement_id: str, *_: object) -> None:
    signal.emit(stage, disagreement_id)


def _ask_change(signal: Any, one: Disagreement, *_: object) -> None:
    signal.emit(one.id, one.version)
