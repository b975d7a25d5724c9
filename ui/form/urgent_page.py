"""The urgent path: ring, record the call, say the least, send. Nothing may block it but what makes it usable."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.definitions.form_definition import Question
from enquiry_app.enquiry.answers import Address
from enquiry_app.errors import AppError, NotReady
from ui.background import Background
from ui.form.answer_row import AnswerRows
from ui.form.draft_editor import DraftEditor
from ui.form.fields.items_field import ItemsField
from ui.hub_words import danger_words
from ui.messages import report_error
from ui.page import Page
from ui.widgets.buttons import danger_button, link_button
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.heading import Heading
from ui.widgets.notice_bar import NoticeBar

# The least that makes an urgent enquiry usable (domain notes 4h), in the order people say it.
CHILD = (
    "child_given_names", "child_family_name", "child_description", "child_birth_date", "child_address",
    "child_where_now", "child_safe_tonight",
)  # fmt: skip
YOU = ("referrer_name", "referrer_role", "referrer_agency", "referrer_phone", "referrer_email")


class UrgentPage(Page):
    """`sent(Sent)` when it has gone, `left` to go on with the long form."""

    sent = Signal(object)
    left = Signal()

    def __init__(self, editor: DraftEditor, background: Background, save_now: Callable[[], bool]) -> None:
        super().__init__(editor.tr("Urgent: act today"), back=editor.tr("Task list"))
        self.page_title = self.tr("Urgent")
        self._editor, self.background, self._save_now = editor, background, save_now
        editor.set_answer("urgent", (), "yes")
        editor.look_again()
        self.summary = ErrorSummary(self)
        self.summary.problem_chosen.connect(self._go_to)
        self.content.addWidget(self.summary)
        hub, now = editor.application.hub, editor.application.clock.now()
        title = self.tr("Ring first, then write down the call here")
        self.content.addWidget(NoticeBar("danger", title, danger_words(hub, now)))
        self._groups: list[AnswerRows] = []
        self._group(self.tr("The call"), ("phone_calls",), ())
        self._open_call()
        child = (editor.answers.items_of("children") or (editor.add_item("children"),))[0]
        if editor.answers.get("child_part", (child,)) is None:
            editor.set_answer("child_part", (child,), "subject")
        editor.look_again()
        self._group(self.tr("Who the child is, or how to find them"), CHILD, (child,))
        self._group(self.tr("What you saw or heard"), ("worry",), ())
        self._group(self.tr("How to reach you"), YOU, ())
        self.send_button = danger_button(self.tr("Send to the Hub now"))
        self.send_button.clicked.connect(self._on_send)
        self.long_button = link_button(self.tr("Go on with the long form"))
        self.long_button.clicked.connect(self.left)
        self.add_buttons(self.send_button, self.long_button)

    def first_focus(self) -> QWidget | None:
        """The first question."""
        return self._groups[0].first_field()

    def _open_call(self) -> None:
        """The four boxes of the call stand open from the start."""
        field = self._groups[0].findChild(ItemsField)
        if field is not None:
            calls = self._editor.answers.items_of(field.collection)
            field.open_row(calls[0] if calls else self._editor.add_item(field.collection))

    def _group(self, title: str, names: tuple[str, ...], items: tuple[str, ...]) -> None:
        known = self._editor.form.questions
        questions: list[Question] = [known[name] for name in names if name in known]
        rows = AnswerRows(self._editor, questions, items, self)
        self.content.addWidget(Heading(title, 2))
        self.content.addWidget(rows)
        self._groups.append(rows)

    @Slot()
    def _on_send(self) -> None:
        if not self._save_now():
            report_error(
                self, AppError(self.tr("Your words could not be saved just now. Ring the Hub, then try again."))
            )
            return
        self.send_button.setEnabled(False)
        editor = self._editor
        work = partial(editor.application.submitting.send, editor.enquiry.id, editor.version, urgent=True)
        self.background.run(work, self.sent.emit, self._on_failed, self)

    def _on_failed(self, error: BaseException) -> None:
        self.send_button.setEnabled(True)
        if isinstance(error, NotReady) and error.problems:
            found = [(getattr(p, "message", ""), getattr(p, "address", None)) for p in error.problems]
            self.summary.show_problems(found)
            self.scroll_to_top()
        else:
            report_error(self, error)

    @Slot(object)
    def _go_to(self, address: Address) -> None:
        for rows in self._groups:
            for place, row in rows.rows.items():
                if place.question == address.question:
                    row.focus_field()
                    self.reveal(row)
