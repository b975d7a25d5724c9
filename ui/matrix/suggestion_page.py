"""After the person's own choice: what the matrix suggests beside it, every rule in plain words, what is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.findings import ticked
from enquiry_app.enquiry.matrix_picture import matrix_picture
from enquiry_app.enquiry.records import Suggested
from enquiry_app.enquiry.suggestions import case_of_child
from enquiry_app.enquiry.threshold_case import case_from_json
from enquiry_app.enquiry.threshold_words import what_could_change
from enquiry_app.errors import AppError
from ui.background import Background
from ui.form.draft_editor import DraftEditor
from ui.matrix.picture_view import PictureView
from ui.page import Page
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.expander import Expander
from ui.widgets.heading import Heading
from ui.widgets.layouts import clear, column, panels
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.style import restyle
from ui.widgets.wrapping_label import WrappingLabel


class SuggestionPage(Page):
    """Asks before it shows: first level, reason and time are kept unchangeably, then the suggestion appears."""

    done = Signal()
    left = Signal()
    urgent_requested = Signal()

    def __init__(
        self, editor: DraftEditor, background: Background, child: str, caption: str, save_now: Callable[[], bool]
    ) -> None:
        super().__init__(editor.tr("What the matrix suggests"), back=caption)
        self.page_title = editor.form.title
        self._editor, self._background, self._child, self._save_now = editor, background, child, save_now
        self._place = column(gap="wide")
        self.content.addLayout(self._place)
        self.reveal_button = primary_button(self.tr("Show what the matrix suggests"))
        self.reveal_button.clicked.connect(self._on_reveal)
        self.continue_button = secondary_button(self.tr("Continue"))
        self.continue_button.clicked.connect(self.done)
        self.add_buttons(self.reveal_button, self.continue_button)
        self._show()

    def first_focus(self) -> QWidget:
        """Show first, then go on."""
        return self.reveal_button if self.reveal_button.isVisibleTo(self) else self.continue_button

    def _show(self) -> None:
        clear(self._place)
        suggestion = self._editor.state.suggestion_for(self._child)
        self.reveal_button.setVisible(suggestion is None)
        restyle(self.continue_button, "role", "secondary" if suggestion is None else "primary")
        if suggestion is None:
            text = self.tr(
                "Your level and your reason are kept first, with the time. Then the matrix says what it suggests."
                " It is a guide: your judgement decides, and you can keep your level or change it."
            )
            self._place.addWidget(NoticeBar("info", self.tr("First your own level, then the matrix"), text))
            return
        self._show_both(suggestion)
        self._show_reasons(suggestion)
        self._show_picture()

    def _show_both(self, suggestion: Mapping[str, Any]) -> None:
        editor, names = self._editor, {level.code: level for level in self._editor.application.matrix.levels}
        both = panels(gap="normal")
        chosen = names.get(str(editor.answers.get("level_chosen", (self._child,))))
        suggested = names.get(str(suggestion.get("suggested")))
        consider = names.get(str(suggestion.get("consider")))
        for title, level, more in (
            (self.tr("You chose"), chosen, ""),
            (self.tr("The matrix suggests"), suggested, consider.short if consider else ""),
        ):
            card = Card(title)
            card.add(Heading(f"{level.short}: {level.name}" if level else self.tr("No level: not enough is known"), 2))
            if more:
                card.add(WrappingLabel(self.tr("Consider {level}").format(level=more), "strong"))
            if level:
                card.add(WrappingLabel(f"{level.responder}. {level.next_step}", "hint"))
            card.body.addStretch(1)
            both.addWidget(card, 1)
        self._place.addLayout(both)
        facts = editor.state.child_facts.get(self._child, {})
        if facts.get("lowered_protection") == "yes":
            text = self.tr("You chose a level below a protection sign. Phone the Hub first; then say who agreed.")
            self._place.addWidget(NoticeBar("danger", self.tr("Phone the Hub before you go on"), text))
        elif facts.get("chosen_differs") == "yes":
            text = self.tr("That is fine. The next page asks for the reason in a sentence or two.")
            self._place.addWidget(NoticeBar("info", self.tr("Your level and the matrix differ"), text))

    def _show_reasons(self, suggestion: Mapping[str, Any]) -> None:
        card = Card(self.tr("Why"))
        for sentence in suggestion.get("because") or ():
            card.add(WrappingLabel(f"• {sentence}"))
        self._place.addWidget(card)
        matrix = self._editor.application.matrix
        try:
            data = case_of_child(matrix, self._editor.answers, self._child, self._editor.today())
            hints = what_could_change(matrix, case_from_json(matrix, data))
        except AppError:
            hints = ()
        if hints:
            more = Card(self.tr("What is not known, and what could change this"))
            for sentence in hints:
                more.add(WrappingLabel(f"• {sentence}"))
            self._place.addWidget(more)

    def _show_picture(self) -> None:
        value = self._editor.answers.get("matrix", (self._child,))
        findings = value if isinstance(value, Mapping) else {}
        calm, worried = findings.get("no_worry") or (), findings.get("worry") or ()
        domains = matrix_picture(self._editor.application.matrix, ticked(findings), calm, worried)
        self._place.addWidget(Heading(self.tr("The matrix at a glance"), 2))
        self._place.addWidget(PictureView(domains))
        text = self.tr("A number counts the signs marked. Numbers are not added up and are not a score.")
        self._place.addWidget(Expander(self.tr("How to read it"), text))

    @Slot()
    def _on_reveal(self) -> None:
        if not self._save_now():
            return
        self.reveal_button.setEnabled(False)
        drafting = self._editor.application.drafting
        work = partial(drafting.reveal, self._editor.enquiry.id, self._child)
        self._background.run(work, self._on_revealed, self._on_failed, self)

    def _on_revealed(self, suggested: Suggested) -> None:
        self.reveal_button.setEnabled(True)
        self._editor.reveal(suggested)
        self._show()
        self.continue_button.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self.reveal_button.setEnabled(True)
        sentence = error.sentence if isinstance(error, AppError) else str(type(error).__name__)
        clear(self._place)
        self._place.addWidget(NoticeBar("warning", self.tr("Not yet"), sentence))
