"""One enquiry in the window: task list, sections, check answers, send. Owns the way between them; holds no rule."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from enquiry_app.enquiry.records import Draft
from enquiry_app.services.setting_aside import DraftAside
from ui.background import Background
from ui.form.autosave import Autosave
from ui.form.draft_editor import DraftEditor
from ui.form.finished_page import FinishedPage
from ui.form.items_list_page import ItemsListPage
from ui.form.overtaken import bring_together
from ui.form.review_page import ReviewPage
from ui.form.route import FINISHED, LIST, SUGGESTION, Stop, adds_items, is_asked, page_of, stop_from, stops_of
from ui.form.section_page import SectionPage
from ui.form.task_list_page import TaskListPage
from ui.messages import report_error
from ui.page import focus_first, refresh
from ui.paper.not_placed_panel import NotPlacedPanel
from ui.widgets.layouts import column
from ui.widgets.status_line import StatusLine

BESIDE = 1000  # pixels from which a list stands beside the screen


class FormPage(QWidget):
    """Shows one screen at a time. `closed` to go home, `sent(enquiry_id)` once it was sent, `screen_changed` after each screen."""

    closed = Signal()
    sent = Signal(str)
    urgent_requested = Signal()
    access_requested = Signal(str)
    screen_changed = Signal()

    def __init__(self, application: Any, background: Background, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.background = background
        self.enquiry_id = draft.enquiry.id
        self.page_title = application.form.title
        self.editor = DraftEditor(application, draft, self)
        self.autosave = Autosave(self.editor, background, self)
        self.autosave.overtaken.connect(self._on_overtaken)
        self._stack = QStackedWidget(self)
        self._around = column(self, "")
        self.not_placed = NotPlacedPanel(application, background, draft.enquiry.id, self)
        self._around.addWidget(self.not_placed)
        self._around.addWidget(self._stack, 1)
        self._notice = draft.notice
        self._after_change: str = ""
        self._is_sent = False
        self._open_where_left()

    # What the window asks of a page

    def use_status_line(self, line: StatusLine) -> None:
        """Say there whether typed words are saved."""
        self.autosave.use_status_line(line)

    def flush(self) -> bool:
        """Save everything at once. False if it could not be saved."""
        self._commit_focused()
        return True if self._is_sent else self.autosave.flush()

    def give_back(self, aside: DraftAside) -> None:
        """Put the words that could not be saved at the lock on top of what the store holds, and save them."""
        editor, theirs = self.editor, Draft(self.editor.enquiry, self.editor.saved, self.editor.revealed)
        if editor.version == aside.version:
            editor.take_over(theirs, aside.mine.changes_since(aside.base))
        else:  # somebody saved meanwhile
            editor.saved, editor.answers = aside.base, aside.mine
            bring_together(self, editor, theirs)
        stop = stop_from(aside.place)
        if stop is not None and is_asked(editor, stop):
            self.show_stop(stop)
        else:
            self._show_values()
        self.autosave.save_now()

    def first_focus(self) -> QWidget | None:
        """Where work on the current screen begins."""
        screen = self._stack.currentWidget()
        chooser = getattr(screen, "first_focus", None)
        return chooser() if chooser else screen

    @property
    def screen(self) -> QWidget | None:
        """The screen shown."""
        return self._stack.currentWidget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What found no place stands beside the draft if there is room, else above it."""
        super().resizeEvent(event)
        beside = self.width() >= BESIDE
        way = QBoxLayout.Direction.RightToLeft if beside else QBoxLayout.Direction.TopToBottom
        self._around.setDirection(way)
        self.not_placed.stand_beside(beside)

    @property
    def wants_width(self) -> bool:
        """Whether the screen shown needs every bit of width, as the matrix does."""
        return bool(getattr(self.screen, "wants_width", False))

    # Moving

    def show_tasks(self) -> None:
        """Show the task list."""
        self._remember(None)
        page = TaskListPage(self.editor, self._notice)
        page.task_chosen.connect(self._on_task)
        page.review_requested.connect(self.show_review)
        page.urgent_requested.connect(self.show_urgent)
        page.not_referred_requested.connect(self._ask_not_referred)
        page.paper_requested.connect(self._save_for_paper)
        page.access_requested.connect(self._ask_access)
        page.back_requested.connect(self.closed)
        self._show(page)

    @Slot()
    def _ask_access(self) -> None:
        if self.flush():
            self.access_requested.emit(self.enquiry_id)

    @Slot()
    def _save_for_paper(self) -> None:
        if self.flush():
            work = partial(self.editor.application.blank_forms.of, self.enquiry_id)
            self.background.run(work, self._on_paper, partial(report_error, self), self)

    def _on_paper(self, made: Any) -> None:
        from ui.home.document_actions import keep_file

        keep_file(self, made.name, made.data)

    @Slot()
    def show_review(self) -> None:
        """Show check answers."""
        self._after_change = ""
        page = ReviewPage(self.editor)
        page.change_requested.connect(self._on_change)
        page.send_requested.connect(self._show_send)
        page.preview_requested.connect(self._show_preview)
        page.urgent_requested.connect(self.show_urgent)
        page.not_referred_requested.connect(self._ask_not_referred)
        page.back_requested.connect(self.show_tasks)
        self._show(page)

    @Slot()
    def show_urgent(self) -> None:
        """Show the short urgent form."""
        from ui.form.urgent_page import UrgentPage

        page = UrgentPage(self.editor, self.background, self.flush)
        page.sent.connect(self._on_sent)
        page.left.connect(self.show_tasks)
        page.back_requested.connect(self.show_tasks)
        self._show(page)

    def show_stop(self, stop: Stop, question: str = "") -> None:
        """Show one screen of a section."""
        section = self.editor.form.section(stop.section)
        self._remember(stop)
        caption = self.tr("Check answers") if self._after_change else self.tr("Task list")
        if section.collection and stop.item:
            caption = f"{caption} · {self.editor.title_of(section.collection, stop.items)}"
        maker = {LIST: self._list_page, FINISHED: self._finished_page, SUGGESTION: self._suggestion_page}
        page = maker.get(stop.page, self._section_page)(stop, caption)
        page.back_requested.connect(partial(_call, self, "_go_back"))
        self._show(page)
        if question and hasattr(page, "go_to_question"):
            page.go_to_question(question)

    def _list_page(self, stop: Stop, caption: str) -> QWidget:
        page = ItemsListPage(self.editor, self.editor.form.section(stop.section), caption)
        page.item_chosen.connect(partial(_open_item, self, stop.section))
        page.done.connect(self.show_tasks)
        return page

    def _finished_page(self, stop: Stop, caption: str) -> QWidget:
        page = FinishedPage(self.editor, self.editor.form.section(stop.section), stop.items, caption)
        page.done.connect(partial(_next, self, stop))
        return page

    def _suggestion_page(self, stop: Stop, caption: str) -> QWidget:
        from ui.matrix.suggestion_page import SuggestionPage

        page = SuggestionPage(self.editor, self.background, stop.item, caption, self.flush)
        page.done.connect(partial(_next, self, stop))
        return page

    def _section_page(self, stop: Stop, caption: str) -> QWidget:
        screen = page_of(self.editor, stop)
        assert screen is not None  # noqa: S101 - `is_asked` was checked before
        if any(question.kind == "matrix" for question in screen.questions):
            from ui.matrix.matrix_page import MatrixPage

            page: Any = MatrixPage(self.editor, stop.item, screen, caption)
        else:
            page = SectionPage(self.editor, self.background, screen, stop.items, caption)
        page.left.connect(self.show_tasks)
        page.urgent_requested.connect(self.show_urgent)
        page.done.connect(partial(_next, self, stop))
        return page

    @Slot(object)
    def _on_task(self, task: Stop) -> None:
        if task.page == LIST:
            self.show_stop(task)
            return
        section = self.editor.form.section(task.section)
        stops = stops_of(self.editor, section, task.item)
        state = self.editor.state.sections.get((task.section, task.item))
        if state and state.first_unanswered and state.status == "in_progress":
            for stop in stops:
                screen = page_of(self.editor, stop)
                if screen and any(q.id == state.first_unanswered.question for q in screen.questions):
                    self.show_stop(stop)
                    return
        if stops:
            self.show_stop(stops[0])

    def go_on(self, stop: Stop) -> None:
        """The screen after this one; after a change the check page; else the list it came from."""
        self.editor.look_again()
        if self._after_change:
            self.show_review()
            return
        section = self.editor.form.section(stop.section)
        stops = stops_of(self.editor, section, stop.item)
        later = stops[stops.index(stop) + 1 :] if stop in stops else []
        if later:
            self.show_stop(later[0])
        elif section.collection and adds_items(self.editor, section):
            self.show_stop(Stop(section.id, "", LIST))
        else:
            self.show_tasks()

    def _go_back(self) -> None:
        if self._after_change:
            self.show_review()
            return
        stop = stop_from(self.editor.place)
        section = self.editor.form.section(stop.section) if stop else None
        if stop and section and section.collection and stop.item and adds_items(self.editor, section):
            self.show_stop(Stop(section.id, "", LIST))
        else:
            self.show_tasks()

    @Slot(object, str)
    def _on_change(self, stop: Stop, question: str) -> None:
        self._after_change = str(stop)
        self.show_stop(stop, question)

    @Slot()
    def _show_send(self) -> None:
        from ui.form.send_page import SendPage

        if not self.flush():
            return
        if self.editor.enquiry.amending:
            self._show_amendment()
            return
        page = SendPage(self.editor, self.background)
        page.sent.connect(self._on_sent)
        page.asked.connect(self._on_asked)
        page.back_requested.connect(self.show_review)
        self._show(page)

    def _show_amendment(self) -> None:
        from ui.home.amendment_page import AmendmentPage

        page = AmendmentPage(self.editor.application, self.background, self.enquiry_id)
        page.amended.connect(self._on_asked)
        page.back_requested.connect(self.show_review)
        self._show(page)

    @Slot()
    def _ask_not_referred(self) -> None:
        from ui.home.not_referred_dialog import record_not_referred

        if self.flush():
            record_not_referred(self, self.editor.application, self.background, self.editor, self._on_asked)

    @Slot()
    def _show_preview(self) -> None:
        from ui.form.preview_page import PreviewPage

        page = PreviewPage(self.editor, self.background)
        page.back_requested.connect(self.show_review)
        self._show(page)

    @Slot()
    def _on_asked(self, *_: object) -> None:
        """It is out of the form: asked for sign-off, sent as a change, or put by."""
        self._is_sent = True
        self.sent.emit(self.enquiry_id)
        self.closed.emit()

    @Slot(object)
    def _on_sent(self, sent: Any) -> None:
        from ui.home.sent_page import SentPage

        self._is_sent = True
        page = SentPage(self.editor.application, self.background, sent.enquiry)
        page.back_requested.connect(self.closed)
        page.closed.connect(self.closed)
        self._show(page)
        self.sent.emit(self.enquiry_id)

    def _open_where_left(self) -> None:
        stop = stop_from(self.editor.place)
        fresh = not self.editor.place and not any(
            a.question in ("danger_now", "worry") for a in self.editor.answers.values
        )
        if fresh:
            first = self.editor.form.sections[0]
            stop = next(iter(stops_of(self.editor, first, "")), None)
        if stop is not None and is_asked(self.editor, stop):
            self.show_stop(stop)
        else:
            self.show_tasks()

    def _remember(self, stop: Stop | None) -> None:
        self.editor.place = str(stop) if stop else ""
        self.autosave.save_now()
        self.editor.begin_visit()

    def _show(self, page: QWidget) -> None:
        old = self._stack.currentWidget()
        if old is not None:
            self._commit_focused()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.autosave.save_now()
        self.screen_changed.emit()
        focus_first(page)

    def _commit_focused(self) -> None:
        """Let the field that has the focus finish, so that its last words count."""
        focused = self.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()

    @Slot()
    def _on_overtaken(self) -> None:
        work = partial(self.editor.application.drafting.open, self.enquiry_id)
        self.background.run(work, self._on_theirs, partial(report_error, self), self)

    def _on_theirs(self, theirs: Draft) -> None:
        bring_together(self, self.editor, theirs)
        self._show_values()
        self.autosave.go_on()

    def _show_values(self) -> None:
        refresh(self._stack.currentWidget())
        rows = getattr(self._stack.currentWidget(), "rows", None)
        if rows is not None and hasattr(rows, "show_values"):
            rows.show_values()


def _call(page: FormPage, name: str, *_: object) -> None:
    getattr(page, name)()


def _next(page: FormPage, stop: Stop, *_: object) -> None:
    page.go_on(stop)


def _open_item(page: FormPage, section: str, item: str) -> None:
    stops = stops_of(page.editor, page.editor.form.section(section), item)
    if stops:
        page.show_stop(stops[0])
