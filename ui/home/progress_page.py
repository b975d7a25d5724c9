"""One sent enquiry as its agency follows it: whose turn it is, the Hub's questions and letters, what has happened, what
to do in silence, and how to add to it, change it or disagree."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.hub_records import Disagreement
from enquiry_app.enquiry.progress_words import clock_of
from enquiry_app.enquiry.records import Enquiry
from enquiry_app.enquiry.working_time import moment_words, time_left_words
from enquiry_app.services.following import Followed
from ui import unsent_words
from ui.audit.record_doors import RecordDoors
from ui.background import Background
from ui.formatting import day_and_time, joined
from ui.home.differences import Differences
from ui.home.document_actions import keep_file
from ui.home.enquiry_words import tag_of
from ui.home.letter_dialog import LetterDialog
from ui.home.progress_parts import LetterPart, QuestionPart, SilencePart, StoryPart, WritingPart
from ui.home.sent_page import SentPage
from ui.messages import ask, report_error
from ui.printing import print_pdfs
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.flow import flowing
from ui.widgets.layouts import clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

_KINDS = {"running": "info", "overdue": "danger", "yours": "warning"}
# Before the Hub has decided, the steps that are still to come are worth reading.
_STILL_TO_COME = ("ready_to_hand_over", "sent", "received")


class ProgressPage(SentPage):
    """`change_asked(enquiry_id)` to change what was sent; `look_through_asked(enquiry_id)` to send a change begun."""

    change_asked = Signal(str)
    look_through_asked = Signal(str)

    def __init__(
        self, application: Any, background: Background, enquiry: Enquiry, parent: QWidget | None = None
    ) -> None:
        self._followed: Followed | None = None
        self._questions: list[QuestionPart] = []
        super().__init__(application, background, enquiry, parent)
        self._tick = QTimer(self)
        self._tick.setInterval(60_000)
        self._tick.timeout.connect(self._show_clock)
        self._tick.start()

    # What the window asks of a page

    def flush(self) -> bool:
        """Keep what is typed and not sent for when the person comes back."""
        unsent_words.keep(self._application, self._place, self._typed())
        return True

    @Slot()
    def refresh(self) -> None:
        """Ask what has become of it: the first time is an opening, later ones only look again."""
        progress = self._application.progress
        asked = progress.again if self._followed else progress.of
        work = partial(_load, self._application, asked, self.enquiry.id)
        self._background.run(work, self._show_all, partial(report_error, self), self)
        if self.enquiry.status in _STILL_TO_COME:
            work = partial(self._application.submitting.confirmation, self.enquiry.id)
            self._background.read(work, self._show_steps, partial(report_error, self), self)

    # Building

    def _build(self) -> None:
        self._add_head()
        self.worker = WrappingLabel("")
        self.worker.hide()
        self.content.addWidget(self.worker)
        self.clock = NoticeBar("info", "")
        self.clock.hide()
        self.add(self.clock)
        self._add_handover()
        self._add_amending()
        self._parts = column(gap="wide")
        self.content.addLayout(self._parts)
        self._add_next()
        self._add_writing()
        self.differences = Differences(self._application, self._background, self.enquiry.id, self)
        self.differences.changed.connect(self._on_difference)
        self.add(self.differences)
        self.doors = RecordDoors(self._application, self._background, parent=self)
        self.doors.show_for(self.enquiry)
        self.add(self.doors)
        self._add_documents()

    def _add_amending(self) -> None:
        self.amending = NoticeBar(
            "warning",
            self.tr("You have begun to change this enquiry"),
            self.tr("The Hub sees what you sent before, until you send the change."),
        )
        go_on = primary_button(self.tr("Go on changing"), self)
        look = secondary_button(self.tr("Look through and send"), self)
        undo = secondary_button(self.tr("Throw the change away"), self)
        go_on.clicked.connect(self._on_change)
        look.clicked.connect(self._on_look_through)
        undo.clicked.connect(self._on_undo)
        self.amending.body.addLayout(flowing((go_on, look, undo)))
        self.amending.hide()
        self.add(self.amending)

    def _add_writing(self) -> None:
        self.information = WritingPart(
            self.tr("Something new?"), self.tr("Tell the Hub"), self.tr("Send to the Hub"),
            self.tr("News, an answer you owe, who can be reached when. If the child is in danger, ring first."),
            self.tr("Write what is new first"), parent=self,
        )  # fmt: skip
        self.information.sent.connect(self._on_information)
        self.add(self.information)
        self.change = secondary_button(self.tr("Change your answers"), self, "edit")
        self.change.clicked.connect(self._on_change)
        self.change_hint = WrappingLabel(
            self.tr("A wrong date, another child, a new sign: the Hub is shown what changed. Its clock runs on."),
            "hint",
        )
        self.information.add(self.change)
        self.information.add(self.change_hint)
        self.information.hide()
        kept = unsent_words.given_back(self._application, self._place)
        self.information.box.setPlainText(str(kept.get("information", "")))

    # Showing

    def _show_all(self, found: tuple[Followed, tuple[Disagreement, ...]]) -> None:
        followed, disagreements = found
        self._show_followed(followed)
        self.differences.show_them(followed.enquiry, disagreements)

    def _show_followed(self, followed: Followed) -> None:
        typed = {**unsent_words.given_back(self._application, self._place), **self._typed()}
        self._followed, self.enquiry = followed, followed.enquiry
        word, tone = tag_of(self.enquiry, self._application.person.role)
        self.status.show_status(word, tone or "neutral")
        self._show_head(followed)
        self._show_clock()
        self._show_not_there(followed.not_there)
        self.withdraw.setVisible(self.enquiry.status in ("ready_to_hand_over", "sent"))
        self.amending.setVisible(self.enquiry.amending)
        clear(self._parts)
        self._questions = []
        self._add_questions(followed, typed)
        self._add_letters(followed)
        if followed.advice:
            silence = SilencePart(followed.advice, followed.chase, self)
            silence.chased.connect(partial(_write, self, "chase", ""))
            self._parts.addWidget(silence)
        self._parts.addWidget(StoryPart(followed.story, self._application.clock.now(), self))
        self.information.setVisible(followed.may_write or followed.may_amend)
        self.information.row.setVisible(followed.may_write)
        self.information.button.setVisible(followed.may_write)
        for widget in (self.change, self.change_hint):
            widget.setVisible(followed.may_amend and not self.enquiry.amending)
        if self.enquiry.status not in _STILL_TO_COME or followed.progress.clock.state == "overdue":
            self._next.hide()

    def _show_head(self, followed: Followed) -> None:
        sent = self.enquiry.sent_at
        at = day_and_time(sent) if sent else ""
        words = self.tr("Sent {at} by {name}. ").format(at=at, name=self.enquiry.owner_name) if sent else ""
        if followed.version > 1:
            words += self.tr("Version {number}. ").format(number=followed.version)
        self.meaning.setText(words + followed.meaning)
        self.worker.show_text(self.tr("At the Hub: {who}").format(who=followed.worker) if followed.worker else "")

    def _show_not_there(self, later: tuple[str, ...]) -> None:
        """What the Hub does not have: the enquiry itself, or what was sent since it was handed over."""
        if later:
            self.not_there.show_notice(
                self.tr("The Hub does not have this yet: {what}").format(what=joined(later)),
                self.tr("Hand over the newest copy as you did the first, then record how, to whom and when."),
            )
        self.not_there.setVisible(self.enquiry.status == "ready_to_hand_over" or bool(later))

    @Slot()
    def _show_clock(self) -> None:
        """Whose turn it is at this minute."""
        if self._followed is None:
            return
        hub, now = self._application.hub, self._application.clock.now()
        found = clock_of(self.enquiry, hub, now, self._followed.questions)
        self.clock.setVisible(bool(found.text) and self.enquiry.status != "ready_to_hand_over")
        if found.text:
            self.clock.show_notice(found.text, "", _KINDS[found.state])

    def _add_questions(self, followed: Followed, typed: dict[str, Any]) -> None:
        hub, now = self._application.hub, self._application.clock.now()
        for question in followed.questions:
            due = ""
            if question.due_at:
                by = moment_words(hub.hours, question.due_at, now)
                late = now >= question.due_at
                left = "" if late else f"; {time_left_words(hub.hours, question.due_at, now)}"
                due = self.tr("The answer was wanted by {by}.") if late else self.tr("Wanted by {by}{left}.")
                due = due.format(by=by, left=left)
            part = QuestionPart(question, due, now, self)
            part.box.setPlainText(str(typed.get(question.id, "")))
            part.sent.connect(partial(_write, self, "answer", question.id))
            self._questions.append(part)
            self._parts.addWidget(part)

    def _add_letters(self, followed: Followed) -> None:
        for letter in reversed(followed.letters):
            part = LetterPart(letter, not letter.read_at, self)
            part.show_asked.connect(self._show_letter)
            part.save_asked.connect(self._save_letter)
            part.print_asked.connect(self._print_letter)
            part.useful_said.connect(self._on_useful)
            self._parts.addWidget(part)

    # Wishes

    def write(self, kind: str, answers: str, text: str) -> None:
        """Write to the Hub, then show what that changed."""
        work = partial(self._application.conversation.write, self.enquiry.id, kind, text, answers)
        self._background.run(work, partial(_written, self, kind, answers), partial(_failed, self), self)

    def written(self, kind: str, answers: str) -> None:
        """It is with the Hub: the box it came from is empty."""
        if kind == "information":
            self.information.done()
        for part in self._questions:
            if part.question.id == answers:
                part.box.clear()
        unsent_words.keep(self._application, self._place, self._typed())
        self.changed.emit(self.enquiry.id)
        self.refresh()

    def failed(self, error: BaseException) -> None:
        """Nothing was written; the words are still in their boxes."""
        for part in (self.information, *self._questions):
            part.ready()
        report_error(self, error)

    @Slot(str)
    def _on_information(self, text: str) -> None:
        self.write("information", "", text)

    @Slot()
    def _on_change(self) -> None:
        self.change_asked.emit(self.enquiry.id)

    @Slot()
    def _on_look_through(self) -> None:
        self.look_through_asked.emit(self.enquiry.id)

    @Slot()
    def _on_undo(self) -> None:
        sure = ask(
            self, self.tr("Throw the change away?"),
            self.tr("What you changed since you sent it is lost. The enquiry stays as it was sent."),
            self.tr("Throw it away"), self.tr("Keep it"), dangerous=True,
        )  # fmt: skip
        if sure:
            work = partial(self._application.amending.undo, self.enquiry.id)
            self._background.run(work, self._on_undone, partial(report_error, self), self)

    @Slot()
    def _on_difference(self) -> None:
        self.changed.emit(self.enquiry.id)
        self.refresh()

    def _on_undone(self, _: object) -> None:
        self.changed.emit(self.enquiry.id)
        self.refresh()

    # Letters

    @Slot(str)
    def _show_letter(self, letter_id: str) -> None:
        self._with_letter(letter_id, self._on_to_show)

    @Slot(str)
    def _save_letter(self, letter_id: str) -> None:
        self._with_letter(letter_id, self._on_to_save)

    @Slot(str)
    def _print_letter(self, letter_id: str) -> None:
        self._with_letter(letter_id, self._on_to_print)

    def _with_letter(self, letter_id: str, done: Any) -> None:
        work = partial(self._application.letters.letter_pdf, letter_id)
        self._background.run(work, done, partial(report_error, self), self)

    def _on_to_show(self, rendered: Any) -> None:
        LetterDialog(rendered.data, self.enquiry.reference, self).exec()

    def _on_to_save(self, rendered: Any) -> None:
        keep_file(self, f"{self.enquiry.reference}-letter.pdf", rendered.data)

    def _on_to_print(self, rendered: Any) -> None:
        print_pdfs(self, [rendered.data], self.enquiry.reference)

    @Slot(str, str, str, int)
    def _on_useful(self, letter_id: str, answer: str, words: str, version: int) -> None:
        work = partial(self._application.letters.useful, letter_id, answer, words, version)
        self._background.run(work, self._on_undone, partial(report_error, self), self)

    # Words not sent yet

    @property
    def _place(self) -> str:
        return f"progress:{self.enquiry.id}"

    def _typed(self) -> dict[str, Any]:
        typed = {part.question.id: part.text for part in self._questions if part.text.strip()}
        if self.information.text.strip():
            typed["information"] = self.information.text
        return typed


def _load(application: Any, asked: Any, enquiry_id: str) -> tuple[Followed, tuple[Disagreement, ...]]:
    """What became of it, and what its agency sees differently."""
    return asked(enquiry_id), application.disagreements.of(enquiry_id)


def _write(page: ProgressPage, kind: str, answers: str, text: str) -> None:
    page.write(kind, answers, text)


def _written(page: ProgressPage, kind: str, answers: str, _message: object) -> None:
    page.written(kind, answers)


def _failed(page: ProgressPage, error: BaseException) -> None:
    page.failed(error)
