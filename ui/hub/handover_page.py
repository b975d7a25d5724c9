"""The handover sheet on screen: what is open and due, who has it; several can be given to somebody who is in."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from enquiry_app.errors import AppError
from ui.background import Background
from ui.formatting import day_and_time
from ui.home.document_actions import keep_file
from ui.messages import report_error, tell
from ui.page import Page
from ui.printing import print_pdfs
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel

FILE_NAME = "handover-sheet.pdf"


class HandoverPage(Page):
    """Initials and references only: this sheet lies on desks."""

    page_title = "Handover sheet"
    changed = Signal()

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Handover sheet"), self.tr("Queue"), parent=parent)
        self._application, self._background = application, background
        self.ticks: dict[str, tuple[QCheckBox, Any]] = {}
        self.to_save = secondary_button(self.tr("Save as PDF"), self, "save")
        self.to_print = secondary_button(self.tr("Print"), self, "print")
        self.to_save.clicked.connect(self._save)
        self.to_print.clicked.connect(self._print)
        self.content.addLayout(button_row((self.to_save, self.to_print)))
        self.words = WrappingLabel("")
        self.add(self.words)
        self._cards = column(gap="normal")
        self.content.addLayout(self._cards)
        self._give = Card(self.tr("Give the chosen ones to somebody who is in"))
        self.person = SteadyCombo((), self.tr("Choose a person"), self)
        self.note = QLineEdit(self)
        self._person_row = LabelledRow(self.tr("To whom"), self.person)
        self._note_row = LabelledRow(
            self.tr("Handover note"), self.note, self.tr("What has been done, what is open, what they must know.")
        )
        self._give.add(self._person_row)
        self._give.add(self._note_row)
        self.give = primary_button(self.tr("Give the chosen ones"), self)
        self.give.clicked.connect(self._on_give)
        self._give.add_layout(button_row((self.give,)))
        self.add(self._give)
        background.read(application.triage.workers, self._show_workers, partial(report_error, self), self)
        self.refresh()

    def first_focus(self) -> QWidget:
        """Printing it."""
        return self.to_print

    @Slot()
    def refresh(self) -> None:
        """Ask how things stand."""
        self._background.read(self._application.handover.sheet, self._show, partial(report_error, self), self)

    def _show_workers(self, people: Any) -> None:
        for person in people:
            self.person.addItem(person.display_name, person.id)

    def _show(self, sheet: Any) -> None:
        clear(self._cards)
        self.ticks = {}
        self.words.show_text(
            self.tr("As it stands on {now}. What is urgent, late, or due by {until} comes first.").format(
                now=day_and_time(sheet.made_at), until=day_and_time(sheet.until)
            )
        )
        self._group(self.tr("Not to wait"), sheet.soon)
        self._group(self.tr("Also open"), sheet.later)
        if sheet.more:
            more = self.tr("{number} more are open. See the queue.").format(number=sheet.more)
            self._cards.addWidget(WrappingLabel(more, "hint"))
        self._give.setVisible(bool(self.ticks))

    def _group(self, title: str, lines: Any) -> None:
        card = Card(f"{title} ({len(lines)})", gap="tight")
        if not lines:
            card.add(WrappingLabel(self.tr("None."), "hint"))
        for line in lines:
            parts = [line.initials, self.tr("urgent") if line.urgent else "", line.rating, line.due, line.status]
            parts.append(self.tr("with {name}").format(name=line.holder) if line.holder else self.tr("nobody has it"))
            parts.append(self.tr("waits for {whom}").format(whom=line.waits_for) if line.waits_for else "")
            tick = QCheckBox(line.reference, card)
            words = " · ".join(filter(None, parts))
            tick.setAccessibleName(f"{line.reference}, {words}")
            self.ticks[line.enquiry_id] = (tick, line)
            card.add(tick)
            said = WrappingLabel(words, "hint")
            said.setContentsMargins(34, 0, 0, 6)
            card.add(said)
        self._cards.addWidget(card)

    @Slot()
    def _save(self) -> None:
        self._background.run(self._application.handover.pdf, self._on_to_save, partial(report_error, self), self)

    def _on_to_save(self, rendered: Any) -> None:
        keep_file(self, FILE_NAME, rendered.data)

    @Slot()
    def _print(self) -> None:
        self._background.run(self._application.handover.pdf, self._on_to_print, partial(report_error, self), self)

    def _on_to_print(self, rendered: Any) -> None:
        print_pdfs(self, [rendered.data], self.tr("Handover sheet"))

    @Slot()
    def _on_give(self) -> None:
        chosen = [line for tick, line in self.ticks.values() if tick.isChecked()]
        self._person_row.show_problem(None if self.person.code else self.tr("Choose to whom"))
        if not self.person.code:
            return
        if not chosen:
            tell(self, self.tr("Nothing is chosen"), self.tr("Tick the enquiries to hand over."))
            return
        self.give.setEnabled(False)
        work = partial(_give_all, self._application.triage, chosen, self.person.code, self.note.text())
        self._background.run(work, self._on_given, partial(report_error, self), self)

    def _on_given(self, failed: list[tuple[str, str]]) -> None:
        self.give.setEnabled(True)
        if failed:
            words = "\n".join(f"{reference}: {sentence}" for reference, sentence in failed)
            tell(self, self.tr("Not all were handed over"), words)
        else:
            self.note.clear()
        self.changed.emit()
        self.refresh()


def _give_all(triage: Any, lines: list[Any], person_id: str, note: str) -> list[tuple[str, str]]:
    """Give each; what could not be given, and why."""
    failed = []
    for line in lines:
        try:
            triage.assign(line.enquiry_id, person_id, note, line.version)
        except AppError as error:
            failed.append((line.reference, error.sentence))
    return failed
