"""The short forms of tasks: an action, what came of one, why one is not needed. They check, and give what was typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.definitions.hub_work import PathwayTask, load_pathway_tasks
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.pathway_tasks import due_rule
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.task_rules import LEAST_REASON, problems_of, problems_of_done, rule_due
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import LONDON, day
from ui.hub.panels.due_field import DueField
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.layouts import column
from ui.widgets.radio_group import RadioGroup
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel

_DAY = Question("day", "date", "Day")
_UNREADABLE = "?"
_ONE_LINE = 26  # characters of a radio button's label in the narrowest panel


class InlineForm(QWidget):
    """Labelled rows, a button that says what it does, and Cancel. Enter in a line presses the button."""

    given = Signal(object)
    left = Signal()

    def __init__(self, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, LabelledRow] = {}
        self._layout = column(self, "snug")
        self.build()
        self._at_first = self._as_it_is()
        self.accept = primary_button(button, self)
        self.cancel = secondary_button(self.tr("Cancel"), self)
        ways = QWidget(self)
        flow = FlowLayout(ways, 8)
        flow.addWidget(self.accept)
        flow.addWidget(self.cancel)
        self._layout.addWidget(ways)
        self.accept.clicked.connect(self.try_to_give)
        self.cancel.clicked.connect(self.left)
        for line in self.findChildren(QLineEdit):
            line.returnPressed.connect(self.try_to_give)

    def build(self) -> None:
        """Add the rows."""

    def problems(self) -> Mapping[str, str]:
        """Field -> sentence, for what must be put right first."""
        return {}

    def value(self) -> Any:
        """What is given."""

    def words(self) -> dict[str, str]:
        """What is typed and chosen, by field; nothing where it is as it was at first."""
        now = self._as_it_is()
        return {name: text for name, text in now.items() if text != self._at_first[name]}

    def show_words(self, words: Mapping[str, str]) -> None:
        """Put back what `words` gave."""
        for name, text in words.items():
            if name in self.rows:
                _put(self.rows[name].field, text)

    def _as_it_is(self) -> dict[str, str]:
        return {name: _typed(row.field) for name, row in self.rows.items()}

    def add_row(self, field: str, label: str, widget: QWidget, hint: str = "", optional: bool = False) -> None:
        """Add a labelled field."""
        self.rows[field] = LabelledRow(label, widget, hint, optional=optional)
        self._layout.addWidget(self.rows[field])

    def first_focus(self) -> None:
        """Put the focus into the first field."""
        next(iter(self.rows.values())).focus_field()

    @Slot()
    def try_to_give(self) -> None:
        """Give what was typed, or show what is missing beside the fields."""
        found = self.problems()
        for name, row in self.rows.items():
            row.show_problem(found.get(name))
        for name, row in self.rows.items():
            if name in found:
                row.focus_field()
                return
        self.given.emit(self.value())


class ActionForm(InlineForm):
    """What, who, by when. `start` is a Task to change; the day and words of a clock stay. Gives keyword arguments."""

    def __init__(self, case: Any, application: Any, children: Any, start: Any = None, button: str = "") -> None:
        self._case, self._application, self._children, self._start = case, application, children, start
        super().__init__(button)

    def build(self) -> None:
        """The rows, filled with the task that is changed."""
        start, now = self._start, self._application.clock.now()
        fixed = start is not None and start.kind in ("clock", "follow_up")
        self.what = GrowingBox(1, 6)
        self.add_row("what", self.tr("What is to be done?"), self.what)
        self.who = QLineEdit()
        self.add_row("who", self.tr("Who does it?"), self.who, self.tr("Name and where they work."))
        self.person = SteadyCombo(_people(self._case), self.tr("Nobody at the Hub"))
        self.person.activated.connect(self._on_person)
        hint = self.tr("They find it under My tasks.")
        self.add_row("assigned_to", self.tr("Somebody of the Hub?"), self.person, hint)
        self.due = DueField(self._application.hub.hours, now, start.due_at if start else None)
        self.add_row("due", self.tr("By when?"), self.due, self.tr("For example 27 11 2026."))
        self.child = SteadyCombo([(child.item, child.title) for child in self._children], self.tr("The family"))
        self.add_row("child", self.tr("For whom?"), self.child)
        self.rows["child"].setVisible(len(self._children) > 1)
        self.in_letter = QCheckBox(self.tr("Name it in the letter"))
        self.in_letter.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.in_letter.setChecked(start.in_letter if start else True)
        self._layout.addWidget(self.in_letter)
        if start is not None:
            self._fill(start)
        for name in ("what", "due", "child") if fixed else ():
            self.rows[name].hide()
        # What a pathway or a clock is about may not be for the letter; that is not chosen here.
        self.in_letter.setVisible(start is None or start.kind == "action")

    def problems(self) -> Mapping[str, str]:
        """What is missing."""
        return problems_of(self.what.toPlainText(), self.who.text() or self.person.currentText() * bool(self.person.code),
                           self.due.moment())  # fmt: skip

    def value(self) -> dict[str, Any]:
        """Keyword arguments of `Tasks.add` and of TaskInput."""
        return {
            "what": self.what.toPlainText(), "who": self.who.text(), "assigned_to": self.person.code,
            "due": self.due.moment(), "child": self.child.code, "in_letter": self.in_letter.isChecked(),
        }  # fmt: skip

    def _fill(self, start: Any) -> None:
        self.what.setPlainText(start.what)
        self.what.document().setModified(False)
        self.who.setText(start.who)
        self.person.choose(start.assigned_to)
        self.child.choose(start.child)

    @Slot()
    def _on_person(self) -> None:
        if self.person.code and not self.who.text().strip():
            self.who.setText(self.person.currentText())


class DoneForm(InlineForm):
    """What came of a task, and what its pathway records. Gives keyword arguments of `Tasks.done`."""

    def __init__(self, task: Any, application: Any, button: str) -> None:
        self._task, self._today = task, application.clock.now().astimezone(LONDON).date()
        self.pathway: PathwayTask | None = load_pathway_tasks().of(task.code) if task.kind == "pathway" else None
        self.facts: dict[str, QLineEdit] = {}
        super().__init__(button)

    def build(self) -> None:
        """Result, day, reference; the facts of a pathway; the evidence of a follow-up."""
        choices = self._choices()
        self.result: RadioGroup | GrowingBox = RadioGroup(choices) if choices else GrowingBox(1, 6)
        follow_up = self._task.kind == "follow_up"
        label = self.tr("Is the child safer?") if follow_up else self.tr("What came of it?")
        self.add_row("result", label, self.result, optional=not choices)
        for fact in self.pathway.facts if self.pathway else ():
            line = _day_line(None) if fact.kind == "day" else QLineEdit()
            self.facts[fact.id] = line
            self.add_row(fact.id, fact.label, line, optional=True)
        self.evidence = GrowingBox(2, 8)
        if follow_up:
            hint = self.tr("Who has seen the child and when, what has changed, what the child says.")
            self.add_row("evidence", self.tr("On what evidence?"), self.evidence, hint)
        self.on = _day_line(None if self.pathway else self._today)
        label = self.pathway.on if self.pathway else self.tr("On which day?")
        self.add_row("on", label, self.on, optional=self.pathway is not None)
        self.reference = QLineEdit()
        if self._task.kind != "follow_up":
            words = self.pathway.reference if self.pathway else self.tr("Reference")
            self.add_row("reference", words, self.reference, optional=True)
        self.evidence.setVisible(follow_up)

    def problems(self) -> Mapping[str, str]:
        """What is missing, or is no day."""
        found = dict(problems_of_done(
            self._task, self._result(), self._iso(self.on), self.evidence.toPlainText(), self._today,
            load_pathway_tasks(),
        ))  # fmt: skip
        for name, line in self.facts.items():
            if line.property("day") and line.text().strip() and self._iso(line) == _UNREADABLE:
                found[name] = self.tr("Give the day, for example 23 11 2026.")
        return found

    def value(self) -> dict[str, Any]:
        """Keyword arguments of `Tasks.done`."""
        details = {name: self._iso(line) if line.property("day") else line.text() for name, line in self.facts.items()}
        return {
            "result": self._result(), "on": self._iso(self.on), "reference": self.reference.text(),
            "evidence": self.evidence.toPlainText(), "details": details,
        }  # fmt: skip

    def _choices(self) -> list[tuple[str, str, str]]:
        choices = load_pathway_tasks().follow_up if self._task.kind == "follow_up" else ()
        choices = self.pathway.results if self.pathway else choices
        return [(choice.code, *in_two(choice.label)) for choice in choices]

    def _result(self) -> str:
        return self.result.code if isinstance(self.result, RadioGroup) else self.result.toPlainText()

    def _iso(self, line: QLineEdit) -> str:
        if not line.text().strip():
            return ""
        typed = kind_of(_DAY).parse(line.text(), self._today)
        return typed.iso if isinstance(typed, FlexDate) and typed.full else _UNREADABLE


class ReasonForm(InlineForm):
    """Why something is not needed. Gives the words."""

    def build(self) -> None:
        """One box."""
        self.reason = GrowingBox(2, 6)
        self.add_row("because", self.tr("Why is it not needed?"), self.reason, self.tr("It stays in the history."))

    def problems(self) -> Mapping[str, str]:
        """Too short to be a reason."""
        short = len(self.reason.toPlainText().strip()) < LEAST_REASON
        return {"because": self.tr("Say why it is not needed.")} if short else {}

    def value(self) -> str:
        """The words."""
        return self.reason.toPlainText()


class AcceptForm(InlineForm):
    """Who does what a pathway asks for, and by when. Gives keyword arguments of `Tasks.accept`."""

    def __init__(self, proposal: Any, case: Any, application: Any, children: Any, button: str) -> None:
        self._proposal, self._case, self._application, self._children = proposal, case, application, children
        super().__init__(button)

    def build(self) -> None:
        """The first question of the pathway, who, by when."""
        pathway, now = self._proposal.pathway, self._application.clock.now()
        self.variant = RadioGroup([(each.code, each.label, each.note) for each in pathway.variants])
        if pathway.variants:
            self.add_row("variant", self.tr("Which is it?"), self.variant)
            self.variant.chosen.connect(self._on_variant)
        if self._proposal.duty:
            self._layout.addWidget(WrappingLabel(self._proposal.duty, "strong"))
        self.child = SteadyCombo([(child.item, child.title) for child in self._children], self.tr("The family"))
        self.child.choose(self._proposal.child)
        if pathway.per == "child" and not self._proposal.child and len(self._children) > 1:
            self.add_row("child", self.tr("For whom?"), self.child)
        self.who = QLineEdit(pathway.owner)
        self.add_row("who", self.tr("Who does it?"), self.who, self.tr("Name and where they work."))
        self.person = SteadyCombo(_people(self._case), self.tr("Nobody at the Hub"))
        self.person.choose(self._case.enquiry.assigned_to if pathway.by_worker else "")
        self.person.activated.connect(self._on_person)
        self._on_person()
        self.add_row("assigned_to", self.tr("Somebody of the Hub?"), self.person)
        self.due = DueField(self._application.hub.hours, now, self._proposal.due_at)
        self.add_row("due", self.tr("By when?"), self.due)

    def problems(self) -> Mapping[str, str]:
        """What is missing."""
        found = dict(problems_of(self._proposal.pathway.action, self.who.text(), self.due.moment()))
        if self._proposal.pathway.variants and not self.variant.code:
            found["variant"] = self.tr("Answer this first.")
        return found

    def value(self) -> dict[str, Any]:
        """Keyword arguments of `Tasks.accept`."""
        return {
            "who": self.who.text(), "assigned_to": self.person.code, "due": self.due.moment(),
            "variant": self.variant.code, "child": self.child.code,
        }  # fmt: skip

    @Slot(str)
    def _on_variant(self, code: str) -> None:
        if not self.due.line.isModified():
            rule = due_rule(self._proposal.pathway, code)
            self.due.show_moment(rule_due(rule, self._application.clock.now(), self._application.hub.hours))

    @Slot()
    def _on_person(self) -> None:
        if self.person.code and not self.who.isModified():
            self.who.setText(self.person.currentText())


def _typed(field: QWidget) -> str:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, DueField):
        return field.line.text()
    return field.text() if isinstance(field, QLineEdit) else str(getattr(field, "code", ""))


def _put(field: QWidget, text: str) -> None:
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    elif isinstance(field, RadioGroup | SteadyCombo):
        field.choose(text)
    else:
        line = field.line if isinstance(field, DueField) else field
        line.setText(text)
        line.setModified(True)


def in_two(label: str) -> tuple[str, str]:
    """A long label as its first words, which stand beside the button, and the rest, which wraps below."""
    for mark in (": ", "; "):
        first, found, rest = label.partition(mark)
        if found and len(label) > _ONE_LINE:
            return first, f"{rest[0].upper()}{rest[1:]}"
    return label, ""


def _people(case: Any) -> list[tuple[str, str]]:
    """The people of the Hub who can be given a task, by name."""
    hub = [p for p in case.people.values() if p.active and p.role in ("hub_worker", "hub_manager")]
    return [(p.id, p.display_name) for p in sorted(hub, key=lambda person: person.display_name.casefold())]


def _day_line(today: dt.date | None) -> QLineEdit:
    line = text_width(QLineEdit(day(today) if today else ""), 18)
    line.setProperty("day", True)
    line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
    return line
