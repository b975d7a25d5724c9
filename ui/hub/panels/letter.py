"""Telling the referrer: the letter composed, edited and saved as one types, previewed, sent; then the enquiry is closed."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotReady
from ui.formatting import clock_time, day_and_time
from ui.home.letter_dialog import LetterDialog
from ui.hub.panels.letter_editor import LetterEditor
from ui.hub.panels.letter_told import LEAST_WORDS, ClosingCard, LetterTold, NobodyToTell, ReopenPart
from ui.hub.panels.panel import CasePanel
from ui.messages import ask
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.layouts import add_to, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

IDLE = 1000  # ms without typing, after which the letter is saved


class LetterPanel(CasePanel):
    """What is shown follows from the enquiry's status and whether the decision in force has been answered."""

    title = "Letter"

    @staticmethod
    def badge(case: Any) -> str:
        """Whether the referrer is owed a letter."""
        enquiry = case.enquiry
        if enquiry.status == "feedback_due":
            return "sent" if enquiry.feedback_at else "due"
        return "" if enquiry.acknowledged_at else "to acknowledge" if enquiry.status == "received" else ""

    def build(self) -> None:
        """The letter of the decision in force above, what was sent before below."""
        self.editor: LetterEditor | None = None
        self.nobody: NobodyToTell | None = None
        self.reopening: ReopenPart | None = None
        self.closing: ClosingCard | None = None
        self._letter: Any = None
        self._saved: dict[str, str] = {}
        self._left = False
        self._under_way: Future[Any] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE)
        self._timer.timeout.connect(self.save_words)
        self._wording = self.application.letters.wording()
        self._overtaken = NoticeBar("warning", "")
        theirs, mine = secondary_button(self.tr("Show theirs")), secondary_button(self.tr("Keep mine instead"))
        theirs.clicked.connect(self._on_theirs)
        mine.clicked.connect(self._on_mine)
        self._overtaken.add(theirs)
        self._overtaken.add(mine)
        self._overtaken.hide()
        self.content.addWidget(self._overtaken)
        self.body = column(gap="normal")
        self.content.addLayout(self.body)
        self._show()

    def first_focus(self) -> QWidget | None:
        """Where writing begins, or the way on."""
        if self.editor is not None:
            return self.editor.first_focus()
        return self.closing.button if self.closing is not None and self.closing.button.isVisible() else None

    def dirty(self) -> bool:
        """Whether something typed is not saved, or somebody is just writing here."""
        if self._left:
            return False
        typed = [each.words.toPlainText().strip() for each in (self.nobody, self.reopening) if each is not None]
        focused = QApplication.focusWidget()
        writing = self.editor is not None and focused is not None and self.isAncestorOf(focused)
        return self._unsaved or any(typed) or writing

    def take_case(self, case: Any) -> None:
        """Somebody may have gone on meanwhile: what is typed here stays until the person says what shall count."""
        before, self.case = self.case.enquiry, case
        mine = self._letter
        stored = next((each for each in case.work.letters if mine is not None and each.id == mine.id), None)
        stands = (before.status, before.decided_at, before.feedback_at) == _stands(case.enquiry)
        if stands and (stored is None or mine is None or stored.version <= mine.version):
            return
        if self._unsaved and stored is not None:
            self._show_overtaken()
        elif not self._unsaved:
            self._show()

    def flush(self) -> bool:
        """Save the words at once. False if that could not be done; they are still here then."""
        if self.editor is None or self._left:
            return True
        self._settle_save()
        if not self._unsaved:
            return True
        if not self._overtaken.isHidden():
            return False
        words = self.editor.words
        try:
            self._take_saved(words, self.application.letters.save(self._letter.id, words, self._letter.version))
        except AppError as error:
            self._on_not_saved(error)
            return False
        return True

    # --- what is shown

    def _show(self) -> None:
        clear(self.body)
        self._overtaken.hide()
        self.editor, self.nobody, self.reopening, self.closing, self._letter = None, None, None, None, None
        self._left = False
        enquiry = self.case.enquiry
        if enquiry.status == "feedback_due" and enquiry.feedback_at is None:
            self._making = WrappingLabel(self.tr("Composing the letter…"), "hint")
            self.body.addWidget(self._making)
            work = partial(_compose, self.application.letters, enquiry.id)
            self.background.run(work, self._on_composed, self._on_not_composed, self)
            return
        if enquiry.status == "feedback_due":
            self._show_closing()
        elif enquiry.status == "closed":
            self._show_closed()
        elif not enquiry.decided_at:
            words = self.tr("When it is decided, the letter is composed from the decision here.")
            self.body.addWidget(NoticeBar("info", self.tr("Nothing is decided yet"), words))
        else:
            words = self.tr("Choose “Now tell the referrer” under Triage.")
            self.body.addWidget(NoticeBar("info", self.tr("The referrer has still to be told"), words))
        self._show_sent()

    def _on_composed(self, made: tuple[Any, Any]) -> None:
        clear(self.body)
        self._letter, actions = made
        self.editor = LetterEditor(self._letter, actions, self._wording)
        self._saved = self.editor.words
        self.editor.edited.connect(self._on_edited)
        self.editor.variant_wanted.connect(self._on_variant)
        self.body.addWidget(self.editor)
        self.saved_words = WrappingLabel("", "hint")
        self.body.addWidget(self.saved_words)
        self.saved_words.hide()
        self.send = primary_button(self.tr("Send the letter"))
        self.send.clicked.connect(self._on_send)
        self.look = secondary_button(self.tr("Preview"), None, "document")
        self.look.clicked.connect(self._on_preview)
        buttons = FlowLayout()
        for button in (self.send, self.look):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        can_go = self.editor.how is not None
        self.send.setVisible(can_go)
        self.look.setVisible(can_go)
        self.nobody = NobodyToTell(self._wording)
        self.nobody.open_up(not can_go)
        self.nobody.recorded.connect(self._on_nobody)
        self.body.addWidget(self.nobody)
        self._show_closing()
        self._show_sent()

    def _on_not_composed(self, error: BaseException) -> None:
        """Somebody told the referrer meanwhile, or nothing stands that could be told: say so, and show what there is."""
        clear(self.body)
        self._show_closing()
        self._show_sent()
        self._on_failed(error)

    def _show_closing(self) -> None:
        self.closing = ClosingCard()
        self.closing.close_asked.connect(self._on_close)
        self.body.addWidget(self.closing)
        work = partial(self.application.closing.may_close, self.case.enquiry.id)
        self.background.read(work, self.closing.show_missing, self._on_failed, self.closing)

    def _show_closed(self) -> None:
        at = day_and_time(self.case.enquiry.closed_at) if self.case.enquiry.closed_at else ""
        self.body.addWidget(NoticeBar("success", self.tr("Closed {at}").format(at=at)))
        if self.application.may("reopen_enquiry", self.case.enquiry):
            self.reopening = ReopenPart()
            self.reopening.reopened.connect(self._on_reopen)
            self.body.addWidget(self.reopening)

    def _show_sent(self) -> None:
        """What was sent, newest first; and acknowledging by hand where it was not done of itself."""
        for letter in reversed([each for each in self.case.work.letters if each.status == "sent"]):
            card = LetterTold(letter, self.case, self._wording)
            card.show_asked.connect(self._on_show_letter)
            self.body.addWidget(card)
        if not self.case.enquiry.acknowledged_at and self.case.enquiry.status not in ("closed", "withdrawn"):
            button = secondary_button(self.tr("Acknowledge now"))
            button.clicked.connect(self._on_acknowledge)
            self.acknowledge = add_to(self.body, button)

    # --- saving what is typed

    @property
    def _unsaved(self) -> bool:
        return self.editor is not None and self.editor.words != self._saved

    @Slot()
    def _on_edited(self) -> None:
        self._timer.start()
        self.saved_words.show_text(self.tr("Not saved yet"))

    @Slot()
    def save_words(self) -> None:
        """Save what is written beside the window."""
        self._timer.stop()
        if not self._unsaved or self._under_way is not None or not self._overtaken.isHidden():
            return
        words = self._sent = self.editor.words
        work = partial(self.application.letters.save, self._letter.id, words, self._letter.version)
        self._under_way = self.background.run(work, partial(self._on_words_saved, words), self._on_not_saved, self)

    def _on_words_saved(self, words: dict[str, str], letter: Any) -> None:
        if self._under_way is None:  # settled meanwhile
            return
        self._under_way = None
        self._take_saved(words, letter)
        if self._unsaved:
            self._timer.start()

    def _take_saved(self, words: dict[str, str], letter: Any) -> None:
        self._saved, self._letter = words, letter
        at = clock_time(self.application.clock.now())
        self.saved_words.show_text(self.tr("Saved at {time}").format(time=at))

    def _settle_save(self) -> None:
        """Wait for a save that is under way."""
        self._timer.stop()
        if self._under_way is not None:
            self.background.finish_writes()
            future, self._under_way = self._under_way, None
            if future.exception() is None:
                self._take_saved(self._sent, future.result())

    def _on_not_saved(self, error: BaseException) -> None:
        self._under_way = None
        self.setEnabled(True)
        if isinstance(error, EnquiryChangedElsewhere):
            self._show_overtaken()
            self.newest_wanted.emit()
            return
        if self.editor is not None:
            self.saved_words.show_text(self.tr("Not saved"), "error")
        self._on_failed(error)

    def _show_overtaken(self) -> None:
        self._overtaken.show_notice(
            self.tr("Somebody else changed this letter meanwhile"),
            self.tr("Nothing was overwritten, and what you typed is still here."),
        )
        self._overtaken.show()

    @Slot()
    def _on_theirs(self) -> None:
        self._show()

    @Slot()
    def _on_mine(self) -> None:
        self._timer.stop()
        words = self._sent = self.editor.words
        self._overtaken.hide()
        work = partial(_write_over, self.application.letters, self.case.enquiry.id, words)
        self._under_way = self.background.run(work, partial(self._on_words_saved, words), self._on_not_saved, self)

    # --- steps

    @Slot(str, str)
    def _on_variant(self, code: str, reason: str) -> None:
        if code != self._letter.suggested and len(reason) < LEAST_WORDS:
            self.editor.reason_row.show_problem(self.tr("Say why in a few words"))
            self.editor.reason_row.focus_field()
            return
        if self.flush():
            letters = self.application.letters
            self._step(partial(letters.choose_variant, self._letter.id, code, reason, self._letter.version))

    @Slot()
    def _on_preview(self) -> None:
        if self.flush():
            self._on_show_letter(self._letter.id)

    @Slot(str)
    def _on_show_letter(self, letter_id: str) -> None:
        self.background.run(partial(self.application.letters.preview, letter_id), self._on_paper, self._on_failed, self)

    def _on_paper(self, data: bytes) -> None:
        LetterDialog(data, self.case.enquiry.reference, self).exec()

    @Slot()
    def _on_send(self) -> None:
        if not self.flush():
            return
        how, allowed = self.editor.how.code, self.editor.names_allowed.isChecked()
        work = partial(self.application.letters.problems, self._letter.id, how, allowed)
        self.background.read(work, partial(self._on_looked_over, how, allowed), self._on_failed, self)

    def _on_looked_over(self, how: str, allowed: bool, problems: tuple[Any, ...]) -> None:
        self.editor.show_problems(problems)
        if problems:
            return
        words = self.tr("It goes to {name}: {how}. It is not changed after that.").format(
            name=self._letter.addressee, how=self._wording.way_words(how).lower()
        )
        if ask(self, self.tr("Send this letter?"), words, self.tr("Send it"), self.tr("Not yet")):
            letters = self.application.letters
            self._step(partial(letters.send, self._letter.id, how, self._letter.version, allowed))

    @Slot(str, str)
    def _on_nobody(self, reason: str, words: str) -> None:
        if self.flush():
            self._step(partial(self.application.letters.no_feedback, self.case.enquiry.id, reason, words))

    @Slot()
    def _on_acknowledge(self) -> None:
        self._step(partial(self.application.letters.acknowledge, self.case.enquiry.id))

    @Slot()
    def _on_close(self) -> None:
        enquiry = self.case.enquiry
        self._step(partial(self.application.closing.close, enquiry.id, enquiry.version))

    @Slot(str)
    def _on_reopen(self, reason: str) -> None:
        enquiry = self.case.enquiry
        self._step(partial(self.application.closing.reopen, enquiry.id, reason, enquiry.version))

    def _step(self, work: Any) -> None:
        """A step that changes what this panel shows: after it the panel is made anew."""
        self.problem.hide()
        self.setEnabled(False)
        self.background.run(work, self._on_stepped, self._on_refused, self)

    def _on_stepped(self, result: Any) -> None:
        self._left = True
        self._on_saved(None, result)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, NotReady) and self.editor is not None and hasattr(error.problems[0], "part"):
            self.setEnabled(True)
            self.editor.show_problems(error.problems)
            return
        self._on_failed(error)


def _compose(letters: Any, enquiry_id: str) -> tuple[Any, Any]:
    letter = letters.compose(enquiry_id)
    return letter, letters.actions(letter.id)


def _write_over(letters: Any, enquiry_id: str, words: dict[str, str]) -> Any:
    """Put these words into the draft as it stands now, also where it was composed anew for a changed decision."""
    letter = letters.compose(enquiry_id)
    return letters.save(letter.id, words, letter.version)


def _stands(enquiry: Any) -> tuple[Any, ...]:
    return enquiry.status, enquiry.decided_at, enquiry.feedback_at
