"""Sends one enquiry, or the Hub's answer, by mail: choose, read back, send, result. Nothing goes before the read-back."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QProgressBar, QScrollArea, QWidget

from enquiry_app.enquiry.mail_addresses import AddressRefused
from enquiry_app.exchange.mail.errors import PasswordNeeded, WrongPassword
from ui.background import Background
from ui.mail.mail_sending import MailSending
from ui.mail.mail_steps import ChoosingStep, PasswordRows, ReadBackStep, ResultStep
from ui.messages import sentence_of, tell
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.flow import flowing
from ui.widgets.heading import Heading
from ui.widgets.layouts import column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class MailDialog(QDialog):
    """`ended(handed over)` when it closes after something was sent or given to a program. `start` is of `mail.begin`."""

    ended = Signal(bool)

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, start: Any, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        self._mail, self._background = application.mail, background
        self._enquiry_id, self._start = enquiry_id, start
        self._practice = application.store_info.practice
        self._read_back: Any = None
        self._result: Any = None
        self._draft: Any = None
        self._under_way = self._acted = self._hand_over = False
        self._chosen = ("", "", "")
        self._place = Path()
        self._sending = MailSending(application, background, self)
        self._sending.done.connect(self._on_sent)
        self._sending.failed.connect(self._on_failed)
        self._build()
        self._show_step(ChoosingStep(start, self), self.tr("Send by mail"))

    def reject(self) -> None:
        """Close, but not while a message is on its way."""
        if self._under_way:
            return
        if self._acted:
            self.ended.emit(self._result is not None and self._result.handed_over)
        super().reject()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Send by mail"))
        window = self.parentWidget().window() if self.parentWidget() is not None else None
        self.resize(700, min(660, (window.height() if window is not None else 700) - 40))
        layout = column(self, "normal", "wide")
        self.heading = Heading("", 2)
        layout.addWidget(self.heading)
        self.problem = NoticeBar("danger", "")
        self.problem.hide()
        layout.addWidget(self.problem)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._scroll, 1)
        self.read_it_back = primary_button(self.tr("Read it back"), self, "forward")
        self.send = primary_button(self.tr("Send it now"), self, "mail")
        self.again = primary_button(self.tr("Try again"), self, "mail")
        self.own_program = secondary_button(self.tr("Use my own mail program"), self)
        self.empty_message = secondary_button(self.tr("Open an empty message"), self)
        self.said_sent = primary_button(self.tr("I have sent it"), self, "success")
        self.back = secondary_button(self.tr("Back"), self, "back")
        self.close_button = secondary_button(self.tr("Cancel"), self)
        self._buttons = (
            self.read_it_back, self.send, self.again, self.said_sent, self.own_program, self.empty_message, self.back,
            self.close_button,
        )  # fmt: skip
        layout.addLayout(flowing(self._buttons))
        self.read_it_back.clicked.connect(self._prepare)
        self.send.clicked.connect(self._send)
        self.again.clicked.connect(self._send_again)
        self.own_program.clicked.connect(self._give_to_program)
        self.empty_message.clicked.connect(self._open_empty)
        self.said_sent.clicked.connect(self._say_sent)
        self.back.clicked.connect(self._go_back)
        self.close_button.clicked.connect(self.reject)

    def _show_step(self, step: QWidget, title: str) -> None:
        self.step = step
        self._scroll.setWidget(step)  # the step before is deleted
        self.heading.show_heading(title)
        self.problem.hide()
        self._show_buttons()
        self._begin_at(step)

    def _show_buttons(self) -> None:
        step, result = self.step, self._result
        reading, ended = isinstance(step, ReadBackStep), isinstance(step, ResultStep)
        failed = ended and result is not None and not result.taken
        shown = {
            self.read_it_back: isinstance(step, ChoosingStep),
            self.send: reading and self._start.server_ready,
            self.again: failed,
            self.own_program: reading,
            self.empty_message: ended and self._draft is not None,
            self.said_sent: ended and self._draft is not None,
            self.back: reading,
            self.close_button: not self._under_way,
        }
        for button in self._buttons:
            button.setVisible(shown[button])
        self.close_button.setText(self.tr("Close") if ended else self.tr("Cancel"))
        if reading:
            ready = step.ready
            self.send.setEnabled(ready)
            self.own_program.setEnabled(ready)

    def _begin_at(self, step: QWidget) -> None:
        """Put the focus where the step begins."""
        chosen: QWidget | None = next(
            (each for each in self._buttons if not each.isHidden() and each.isEnabled()), None
        )
        if isinstance(step, ChoosingStep):
            chosen = step.to
        elif isinstance(step, ReadBackStep):
            chosen = step.first_focus() or chosen
        if chosen is not None:
            chosen.setFocus()

    def _wait(self, words: str) -> None:
        """Show that something is going on, and nothing to press."""
        self._under_way = True
        waiting = styled(QWidget(), "clear")
        layout = column(waiting, "normal")
        layout.addWidget(WrappingLabel(words))
        bar = QProgressBar(waiting)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        layout.addWidget(bar)
        layout.addStretch(1)
        self._show_step(waiting, self.heading.text())

    # --- choosing

    @Slot()
    def _prepare(self) -> None:
        step = self.step
        if not isinstance(step, ChoosingStep):
            return
        self._chosen = (step.kinds.code, step.to.text(), step.peer_id)
        self.read_it_back.setEnabled(False)
        work = partial(self._mail.prepare, self._enquiry_id, *self._chosen)
        self._background.run(work, self._on_prepared, self._on_not_prepared, self)

    def _on_prepared(self, read_back: Any) -> None:
        self.read_it_back.setEnabled(True)
        self._read_back = read_back
        step = ReadBackStep(read_back, self._start, self)
        step.changed.connect(self._show_buttons)
        self._show_step(step, self.tr("Read it back"))
        if self._practice:
            self.problem.show_notice(
                self.tr("This is practice"), self.tr("Go through it as you like: nothing is mailed from here."), "info"
            )
            self.problem.show()
        elif not self._start.server_ready:
            self.problem.show_notice(
                self.tr("This store has no mail server"),
                self.tr("Use your own mail program. An administrator can set a server up in Settings, Mail."), "info",
            )  # fmt: skip
            self.problem.show()

    def _on_not_prepared(self, error: BaseException) -> None:
        self.read_it_back.setEnabled(True)
        step = self.step
        if isinstance(step, ChoosingStep):
            at_address = isinstance(error, AddressRefused)
            step.to_row.show_problem(sentence_of(error) if at_address else None)
            if not at_address:
                self._show_problem(error)
            step.to_row.focus_field()

    @Slot()
    def _go_back(self) -> None:
        step = ChoosingStep(self._start, self)
        kind, address, peer_id = self._chosen
        step.kinds.choose(kind)
        step.hubs.setCurrentIndex(max(0, step.hubs.findData(peer_id)))
        step.kinds.chosen.emit(kind)
        step.to.setText(address)
        self._show_step(step, self.tr("Send by mail"))

    # --- sending

    @Slot()
    def _send(self) -> None:
        step = self.step
        if not isinstance(step, ReadBackStep) or self._password_missing(step.password):
            return
        work = partial(
            self._mail.start, self._read_back, step.said_aloud, step.password.box.text(), step.password.keep.isChecked()
        )
        self._hand_over = step.hand_over.isChecked()
        self._begin(work)

    @Slot()
    def _send_again(self) -> None:
        step = self.step
        if not isinstance(step, ResultStep) or self._password_missing(step.password):
            return
        rows = step.password
        self._begin(partial(self._mail.start_again, self._result.record.id, rows.box.text(), rows.keep.isChecked()))

    def _begin(self, work: Any) -> None:
        self._wait(self.tr("The message is given to the mail server. This can take a few minutes for a large file."))
        self._sending.begin(work, self._hand_over)

    def _password_missing(self, rows: PasswordRows) -> bool:
        if rows.missing:
            rows.ask(self.tr("Enter the password of the mail account."))
        return rows.missing

    def _on_sent(self, result: Any) -> None:
        self._under_way, self._acted, self._result = False, True, result
        step = ResultStep(self._start, self)
        step.show_result(result)
        title = self.tr("Sent") if result.taken else self.tr("Not sent")
        if result.record.details.get("may_have_arrived"):
            title = self.tr("Not known")
        self._show_step(step, title)
        if result.record.details.get("fault") == WrongPassword.code:
            step.password.ask()

    def _on_failed(self, error: BaseException) -> None:
        """It could not even begin, or the record could not be written."""
        self._under_way = False
        if self._result is not None:
            self._on_sent(self._result)
        else:
            self._on_prepared(self._read_back)
        step = self.step
        if isinstance(error, PasswordNeeded) and isinstance(step, ReadBackStep | ResultStep):
            step.password.ask(sentence_of(error))
        else:
            self._show_problem(error)

    def _show_problem(self, error: BaseException) -> None:
        self.problem.show_notice(self.tr("There is a problem"), sentence_of(error), "danger")
        self.problem.show()

    # --- the person's own mail program

    @Slot()
    def _give_to_program(self) -> None:
        step = self.step
        if not isinstance(step, ReadBackStep):
            return
        name = f"{self._read_back.parts[0].name.rpartition('.')[0]}.eml"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Where the message is kept until you have sent it"), name, self.tr("Messages (*.eml)")
        )
        if not chosen:
            return
        self._place = Path(chosen if chosen.lower().endswith(".eml") else f"{chosen}.eml")
        work = partial(self._mail.draft, self._read_back, step.said_aloud)
        self._wait(self.tr("The message is made."))
        self._background.run(work, self._on_draft, self._on_failed, self)

    def _on_draft(self, draft: Any) -> None:
        self._under_way = False
        try:
            _keep(self._place, draft.eml)
        except OSError:
            self._background.run(partial(self._mail.give_up, draft.mail_id), self._on_given_up, self._on_failed, self)
            return
        self._acted, self._draft = True, draft
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._place)))
        step = ResultStep(self._start, self)
        step.show_draft(draft, self._place.parent.name or str(self._place.parent), opened)
        self._show_step(step, self.tr("In your mail program"))

    def _on_given_up(self, _: object) -> None:
        self._on_prepared(self._read_back)
        tell(self, self.tr("The message could not be saved"), self.tr("Choose another place, or free some room there."))

    @Slot()
    def _say_sent(self) -> None:
        self.said_sent.setEnabled(False)
        work = partial(self._mail.sent_elsewhere, self._draft.mail_id, hand_over=self._read_back.hands_over)
        self._background.run(work, self._on_said_sent, self._on_not_said, self)

    def _on_said_sent(self, result: Any) -> None:
        self._draft, self._result = None, result
        if isinstance(self.step, ResultStep):
            self.step.show_said_sent(result)
        self.heading.show_heading(self.tr("Sent"))
        self._show_buttons()
        self._begin_at(self.step)

    def _on_not_said(self, error: BaseException) -> None:
        self.said_sent.setEnabled(True)
        self._show_problem(error)

    @Slot()
    def _open_empty(self) -> None:
        """For mail programs that open no drafts: a message with the words, and the file beside the draft."""
        place = _unused(self._place.with_name(self._draft.file_name))
        try:
            _keep(place, self._draft.file)
        except OSError:
            tell(self, self.tr("The file could not be saved"), self.tr("Free some room there, then try again."))
            return
        if isinstance(self.step, ResultStep):
            self.step.show_by_hand(str(place))
        QDesktopServices.openUrl(QUrl(self._draft.mailto, QUrl.ParsingMode.StrictMode))


def _keep(path: Path, data: bytes) -> None:
    """Write a file that only this account can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    path.chmod(0o600)


def _unused(path: Path) -> Path:
    """This path, or one with a number where there is such a file already."""
    tried, number = path, 2
    while tried.exists():
        tried, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return tried
