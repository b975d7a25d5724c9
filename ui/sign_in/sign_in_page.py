"""Sign in, or unlock after the screen was locked. Unlocking takes most of a second, so it runs beside the window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from enquiry_app.errors import SignInRefused, StoreDamaged
from ui.background import Background
from ui.doors import Doors
from ui.formatting import seconds_in_words
from ui.messages import sentence_of
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.entry_frame import EntryFrame
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.password_field import PasswordField
from ui.widgets.wrapping_label import WrappingLabel

PAUSE_BEFORE_PREPARING = 300  # ms: the window is painted first, and closing at once waits for nothing


class SignInPage(EntryFrame):
    """`locked_user` turns it into the lock screen of that person."""

    signed_in = Signal(object)
    somebody_else_requested = Signal()
    recovery_requested = Signal()
    backup_requested = Signal()

    def __init__(
        self, doors: Doors, background: Background, locked_user: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", 460, parent)
        self._doors, self._background = doors, background
        self._locked_user = locked_user
        self._seconds_left = 0
        self._offers_backup = False
        self._build()
        self._connect()

    def first_focus(self) -> QWidget:
        """The password, unless the name is still to choose."""
        return self.password.box if self.user_name() else self.people

    def user_name(self) -> str:
        """Who is signing in."""
        return self.people.currentText().strip()

    def _build(self) -> None:
        locked = bool(self._locked_user)
        self.heading.show_heading(self.tr("Locked") if locked else self.tr("Sign in"))
        if locked:
            self.card.add(WrappingLabel(self.tr("What you typed is saved. Unlock to go on where you were."), "hint"))
        self.refused = NoticeBar("danger", "")
        self.refused.hide()
        self.card.add(self.refused)
        self.people = QComboBox(self)
        self.people.setEditable(True)
        self.people.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.people.setMaxVisibleItems(12)
        self.people.addItems(list(self._doors.user_names()))
        self.people.setCurrentIndex(0 if self.people.count() == 1 else -1)
        self._name_row = LabelledRow(self.tr("User name"), self.people)
        self.people.lineEdit().setAccessibleName(self.tr("User name"))
        self.card.add(self._name_row)
        if locked:
            self.people.setCurrentText(self._locked_user)
            self.people.setEnabled(False)
        self.password = PasswordField(self)
        self._password_row = LabelledRow(self.tr("Password"), self.password)
        self.card.add(self._password_row)
        self.button = primary_button(self.tr("Unlock") if locked else self.tr("Sign in"), self)
        self._somebody_else = link_button(self.tr("Sign in as somebody else"), self)
        self._somebody_else.setVisible(locked)
        self.forgotten = link_button(self.tr("Forgotten password"), self)
        self.forgotten.setVisible(not locked)
        self.card.add_layout(button_row((self.button, self._somebody_else, self.forgotten)))
        self.to_backup = link_button(self.tr("Go back to a backup"), self)
        self.to_backup.setVisible(not locked)
        self.below.addWidget(self.to_backup, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self.button.clicked.connect(self.try_to_sign_in)
        self.password.entered.connect(self.try_to_sign_in)
        self.people.lineEdit().returnPressed.connect(self.password.box.setFocus)
        self._somebody_else.clicked.connect(self.somebody_else_requested)
        self.forgotten.clicked.connect(self.recovery_requested)
        self.to_backup.clicked.connect(self.backup_requested)
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._on_second)
        QTimer.singleShot(PAUSE_BEFORE_PREPARING, self._prepare)

    @Slot()
    def _prepare(self) -> None:
        self._background.read(self._doors.prepare, _ignore, _ignore, self)

    @Slot()
    def try_to_sign_in(self) -> None:
        """Try the name and password typed."""
        if not self.button.isEnabled():
            return
        name, password = self.user_name(), self.password.text()
        self._name_row.show_problem(None if name else self.tr("Choose or type your user name"))
        self._password_row.show_problem(None if password else self.tr("Type your password"))
        if not name or not password:
            (self.people if not name else self.password.box).setFocus()
            return
        self._show_busy(True)
        self._background.run(partial(self._doors.sign_in, name, password), self._on_signed_in, self._on_failed, self)

    def _on_signed_in(self, application: object) -> None:
        self.password.clear()
        self.signed_in.emit(application)

    def _on_failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self.password.clear()
        self.refused.show_notice(sentence_of(error))
        self.refused.show()
        self.password.box.setFocus()
        if isinstance(error, StoreDamaged) and not self._offers_backup:
            self._offers_backup = True
            offer = secondary_button(self.tr("Go back to a backup"), self)
            offer.clicked.connect(self.backup_requested)
            self.refused.add(offer)
        if isinstance(error, SignInRefused) and error.wait_seconds >= 1:
            self._sentence = error.sentence
            self._seconds_left = round(error.wait_seconds)
            self.button.setEnabled(False)
            self._countdown.start()
            self._show_wait()

    @Slot()
    def _on_second(self) -> None:
        self._seconds_left -= 1
        if self._seconds_left > 0:
            self._show_wait()
            return
        self._countdown.stop()
        self.button.setEnabled(True)
        self.refused.show_notice(self._sentence, self.tr("You can try again now."))

    def _show_wait(self) -> None:
        left = seconds_in_words(self._seconds_left)
        self.refused.show_notice(self._sentence, self.tr("You can try again in {left}.").format(left=left))

    def _show_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.password.setEnabled(not busy)
        self.button.setText(
            self.tr("Opening…") if busy else self.tr("Unlock") if self._locked_user else self.tr("Sign in")
        )


def _ignore(_: object) -> None:
    """Preparing is only a head start: signing in reports what goes wrong."""
