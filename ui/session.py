"""Who is in: set-up, sign-in, lock, switching people in practice, and closing, in one readable place."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from enquiry_app.logging_setup import note_failure
from enquiry_app.security.set_aside import only_in_memory
from enquiry_app.services.locking import idle_minutes
from ui import unsent_words
from ui.app_signals import AppSignals
from ui.app_window import AppWindow
from ui.appearance import Appearance
from ui.background import Background
from ui.doors import Doors
from ui.idle import IdleWatch
from ui.kept_words import gather
from ui.messages import ask, hush, report_error, sentence_of, speak_again
from ui.own_clipboard import OwnClipboard
from ui.page import flush
from ui.screen_capture import CaptureGuard, system_refusal
from ui.settings.look_file import read_sound, write_look
from ui.system_lock import SystemLock
from ui.where import WayBack, Where, where_in, where_typed


class Session(QObject):
    """Owns the window and the application in use. `ended` when the window has closed."""

    ended = Signal()

    def __init__(self, doors: Doors, appearance: Appearance, background: Background) -> None:
        super().__init__()
        self._doors, self._appearance, self.background = doors, appearance, background
        self.signals = AppSignals(self)
        self.window = AppWindow()
        self.application = None
        self.main = None
        self._newcomer: Any = None  # signed in, but has to choose a password of their own first
        self._where: Where | None = None
        self._files: tuple[Path, ...] = ()
        self.idle = IdleWatch(self)
        self.window.close_asked.connect(self.close)
        self.background.on_access_ended = self.end_access
        self.idle.expired.connect(self.lock)
        self.idle.lock_asked.connect(self.lock)
        self.idle.hide_asked.connect(self._on_hide)
        self.system_lock = SystemLock(self)
        self._clipboard = OwnClipboard(self)
        self.system_lock.locked.connect(self.lock)
        self.idle.warned.connect(self._on_idle)
        self.idle.back.connect(self._on_back)
        self._practice = False
        refusal = system_refusal()
        if refusal is not None:
            CaptureGuard(refusal, lambda: self._practice, self)

    def start(self, practice: bool = False, files: tuple[Path, ...] = ()) -> None:
        """Show the first screen: practice, sign-in or set-up. `files`: sealed ones to open once somebody is in."""
        self._files, self._practice = files, practice
        if practice:
            self.open_practice()
        elif self._doors.exists():
            self.show_sign_in()
        else:
            self.show_first_run()
        self.window.show()

    @Slot()
    def show_sign_in(self, locked_user: str = "") -> None:
        """Ask who is there; with a name, as the lock screen of that person."""
        from ui.sign_in.sign_in_page import SignInPage

        page = SignInPage(self._doors, self.background, locked_user)
        page.signed_in.connect(self.enter)
        page.somebody_else_requested.connect(self._on_somebody_else)
        page.recovery_requested.connect(self.show_recovery)
        page.backup_requested.connect(self.show_restore)
        self.window.show_content(page)
        self.window.show_title(self.tr("Locked") if locked_user else self.tr("Sign in"))

    @Slot()
    def show_recovery(self) -> None:
        """Ask for both recovery sheets and a new password."""
        from ui.sign_in.recover_page import RecoverPage

        page = RecoverPage(self._doors, self.background)
        page.left.connect(self._on_somebody_else)
        page.recovered.connect(self._on_recovered)
        self.window.show_content(page)
        self.window.show_title(self.tr("Forgotten password"))

    @Slot()
    def show_restore(self) -> None:
        """Offer the backups there are, and put one in place of the store."""
        from ui.backups.restore_page import RestorePage

        page = RestorePage(self._doors, self.background)
        page.left.connect(self._on_somebody_else)
        page.finished.connect(self._on_somebody_else)
        self.window.show_content(page)
        self.window.show_title(self.tr("Go back to a backup"))

    @Slot(str)
    def _on_recovered(self, user_name: str) -> None:
        self.show_sign_in()
        self.window.centralWidget().people.setCurrentText(user_name)

    @Slot()
    def show_first_run(self) -> None:
        """Set up a new profile."""
        from ui.first_run.first_run import FirstRun

        page = FirstRun(self._doors, self.background)
        page.finished.connect(self.show_sign_in)
        page.practice_requested.connect(self.open_practice)
        self.window.show_content(page)
        self.window.show_title(self.tr("Set up"))

    @Slot()
    def open_practice(self) -> None:
        """Open a throw-away profile with fictional enquiries."""
        from ui.widgets.busy_page import BusyPage

        self.window.show_content(BusyPage(self.tr("Making fictional people and enquiries…")))
        self.background.run(self._doors.practice, self.enter, self._on_practice_failed, self)

    @Slot(object)
    def enter(self, application: Any) -> None:
        """Show the app for this signed-in application, where the person was when it was locked. A password somebody else
        set is changed first."""
        from ui.main_window import MainWindow

        if application.password_given:
            self._show_own_password(application)
            return
        self.application, self._newcomer = application, None
        self.main = MainWindow(
            application,
            self.background,
            self.signals,
            look=(self._appearance.choice, self._appearance.text_size),
            sound=read_sound(self._doors.folder),
        )
        self.main.title_changed.connect(self.window.show_title)
        self.main.lock_requested.connect(self.lock)
        self.main.person_switched.connect(self._switch_person)
        self.main.appearance_chosen.connect(self._choose_look)
        self.main.sound_chosen.connect(self._choose_sound)
        self.main.new_key_requested.connect(self.give_new_key)
        self.window.show_content(self.main)
        self.main.focus_page()
        self._go_back()
        self.main.files.take(self._files)
        self._files = ()
        self.idle.set_minutes(idle_minutes(application.store_info.settings))
        self.idle.watch(not application.store_info.practice)

    def _show_own_password(self, application: Any) -> None:
        from ui.sign_in.own_password_page import OwnPasswordPage

        self._newcomer = application
        self.idle.set_minutes(idle_minutes(application.store_info.settings))
        self.idle.watch(True)
        page = OwnPasswordPage(application, self.background)
        page.chosen.connect(partial(self.enter, application))
        page.left.connect(self._leave_own_password)
        self.window.show_content(page)
        self.window.show_title(self.tr("Choose your own password"))

    @Slot()
    def _leave_own_password(self) -> None:
        self._let_newcomer_go()
        self._on_somebody_else()

    def _let_newcomer_go(self) -> None:
        application, self._newcomer = self._newcomer, None
        self.idle.watch(False)
        self.background.finish_writes()
        self.background.forget_answers()
        application.close()

    @Slot()
    def lock(self) -> None:
        """Save, wipe the screen and ask for the password again. What cannot be saved is sealed and set aside: nothing
        keeps the screen open."""
        if self._newcomer is not None:
            self._leave_own_password()
        if self.application is None or self.application.store_info.practice:
            return
        hush()  # what a dialog in front was asked for says nothing to whoever sits there now
        QTimer.singleShot(0, speak_again)
        close_dialogs(self.window)
        self._clipboard.let_go()
        user_name, self._where = self.application.person.user_name, where_in(self.main)
        kept = self.application.set_aside(gather(self.main, self.application, _saved(self.main.page)))
        self.main.drop_all()
        self._let_go()
        self.show_sign_in(user_name)
        if not kept:
            self._say_in_memory()
        QTimer.singleShot(0, _collect)  # by then the pages are gone

    def _say_in_memory(self) -> None:
        refused = self.window.centralWidget().refused
        refused.show_notice(
            self.tr("What you typed last could not be saved on the disk."),
            self.tr("It is kept, sealed, until this window is closed. Unlock soon."),
            "warning",
        )
        refused.show()

    def _go_back(self) -> None:
        """Go where the person was when the screen locked, and give back what was not saved then."""
        where, self._where = self._where, None
        words = self.application.words_aside
        unsent_words.take_in(self.application, words.unsent)
        if where is None and words:
            where = where_typed(words)
        if where is not None:
            self.main.way_back = WayBack(self.main, where, words)
            self.main.way_back.done.connect(self.application.forget_set_aside)
            self.main.way_back.go()

    def end_access(self, sentence: str) -> None:
        """Somebody disabled or moved is out at once; what was not saved yet is not theirs to save any more."""
        application = self.application or self._newcomer
        if application is None:
            return
        close_dialogs(self.window)
        self.idle.watch(False)
        self.application = self.main = self._newcomer = self._where = None
        self.show_sign_in() if self._doors.exists() else self.show_first_run()
        page = self.window.centralWidget()
        if hasattr(page, "refused"):
            page.refused.show_notice(sentence)
            page.refused.show()
        self.background.finish_writes()
        application.close()

    @Slot()
    def give_new_key(self) -> None:
        """Save and leave, encrypt everything anew, and ask for the password again."""
        from ui.widgets.busy_page import BusyPage

        if self.application is None or not self.main.close_all():
            return
        self.background.finish_writes()
        self.background.forget_answers()
        self.idle.watch(False)
        application, self.application, self.main, self._where = self.application, None, None, None
        self.window.show_content(
            BusyPage(self.tr("Encrypting everything anew. This window stays busy until it is done."))
        )
        done = partial(self._on_new_key, self.tr("The store has a new key. Please sign in again."), "success")
        self.background.run(application.give_new_key, done, self._on_no_new_key, self)

    def _on_no_new_key(self, error: BaseException) -> None:
        self._on_new_key(sentence_of(error), "danger")

    def _on_new_key(self, sentence: str, kind: str, _: object = None) -> None:
        self.show_sign_in()
        refused = self.window.centralWidget().refused
        refused.show_notice(sentence, "", kind)
        refused.show()

    @Slot()
    def close(self) -> None:
        """Close the window once everything typed is saved; otherwise ask."""
        if not self._unsent_may_go() or not self._sealed_may_go():
            return
        if self.application is not None and not self._leave() and not self._sure():
            return
        if self._newcomer is not None:
            self._let_newcomer_go()
        unsent_words.forget_all()
        self.window.may_close = True
        self.window.close()
        self.background.close()
        self.ended.emit()

    def _leave(self) -> bool:
        """Save and let go of pages and application. False if something typed could not be saved."""
        if not self.main.close_all():
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        self.background.finish_writes()
        self.background.forget_answers()
        self.idle.watch(False)
        self.application.close()
        self.application = self.main = None

    def _unsent_may_go(self) -> bool:
        """Words kept in memory until they are sent would be lost: ask."""
        if self.main is not None:
            flush(self.main.page)
        return not unsent_words.are_there() or ask(
            self.window, self.tr("You have typed something that is not sent"),
            self.tr("It is kept while you lock the screen or look at something else, but not when the app is closed."),
            self.tr("Close and lose it"), self.tr("Stay"), dangerous=True,
        )  # fmt: skip

    def _sealed_may_go(self) -> bool:
        """Words sealed at the lock that no disk would take would be lost: ask."""
        return self.application is not None or not only_in_memory() or self._sure()

    def _sure(self) -> bool:
        return ask(
            self.window, self.tr("Your last words are not saved"),
            self.tr("The store cannot be written at the moment. If you close now, what you typed last is lost."),
            self.tr("Close anyway"), self.tr("Stay"), dangerous=True,
        )  # fmt: skip

    @Slot()
    def _on_hide(self) -> None:
        if self.main is not None:
            self.main.veil.cover()

    @Slot(int)
    def _on_idle(self, seconds: int) -> None:
        if self.main is not None:
            self.main.warn_of_lock(seconds)

    @Slot()
    def _on_back(self) -> None:
        if self.main is not None:
            self.main.idle_notice.hide()

    @Slot()
    def _on_somebody_else(self) -> None:
        self._where = None
        self.show_sign_in()

    @Slot(str)
    def _switch_person(self, person_id: str) -> None:
        if self.main.close_all():
            self.background.run(
                partial(_switch, self.application, person_id), self.enter, partial(report_error, self.window), self
            )

    @Slot(str, str)
    def _choose_look(self, theme: str, text_size: str) -> None:
        self._appearance.choose(theme, text_size)
        write_look(self._doors.folder, theme, text_size, self.main.sound)
        self.main.look = (theme, text_size)

    @Slot(bool)
    def _choose_sound(self, on: bool) -> None:
        write_look(self._doors.folder, *self.main.look, on)
        self.main.sound = on

    def _on_practice_failed(self, error: BaseException) -> None:
        report_error(self.window, error)
        QTimer.singleShot(0, self.show_sign_in if self._doors.exists() else self.show_first_run)


def close_dialogs(window: QWidget) -> None:
    """Close everything that stands in front of the window: dialogs, previews, menus. None of them is accepted."""
    for each in QApplication.topLevelWidgets():
        if each is not window and each.isVisible():
            each.reject() if isinstance(each, QDialog) else each.close()


def _saved(page: QWidget | None) -> bool:
    """Let a page save. Whatever goes wrong there must not keep the screen open."""
    try:
        return flush(page)
    except Exception as error:
        note_failure(error)
        return False


def _collect() -> None:
    gc.collect()


def _switch(application: Any, person_id: str) -> Any:
    switched = application.switch_person(person_id)
    return switched if switched is not None else application
