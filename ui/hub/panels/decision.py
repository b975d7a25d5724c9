"""The decision: written and saved as it is typed, handed to a manager, made, agreed, given back, changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from enquiry_app.enquiry.deciding_rules import DecisionInput, case_of, problems_of
from enquiry_app.enquiry.hub_records import Decision
from enquiry_app.enquiry.item_titles import child_summaries
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotReady
from enquiry_app.services.deciding import UNFINISHED, input_of
from enquiry_app.services.decision_clocks import due_days
from ui.background import Background
from ui.form.fields.text_fields import GrowingBox
from ui.formatting import clock_time
from ui.hub.panels.decision_editor import DecisionEditor
from ui.hub.panels.decision_shown import DecisionShown, ToldPreview
from ui.hub.panels.decision_words import next_words, open_words
from ui.hub.panels.panel import CasePanel
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.expander import Expander
from ui.widgets.flow import FlowLayout
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import add_to, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

IDLE = 1000  # ms without typing, after which the draft is saved
WRITING = frozenset({"received", "in_triage", "waiting_for_referrer", "information_checks", "manager_decision"})
DECIDED = frozenset({"feedback_due", "closed"})


class DecisionPanel(CasePanel):
    """What is shown follows from the enquiry's status, the newest decision and who is looking."""

    title = "Decision"

    def __init__(self, case: Any, application: Any, background: Background, parent: QWidget | None = None) -> None:
        self._changing = False
        super().__init__(case, application, background, parent)

    @staticmethod
    def badge(case: Any) -> str:
        """How far it is."""
        current = _unfinished(case)
        if current is not None and current.status == "awaiting_second":
            return "second"
        if case.enquiry.status == "manager_decision":
            return "to decide"
        return "draft" if current is not None and case.enquiry.status in WRITING else case.enquiry.outcome

    def build(self) -> None:
        """Everything below the heading is made anew for each state."""
        self._manager = self.application.may("decide", self.case.enquiry)
        self._outcomes = self.application.decisions.outcomes()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE)
        self._timer.timeout.connect(self.save_draft)
        self._under_way: Future[Any] | None = None
        self.body = column(gap="normal")
        self.content.addLayout(self.body)
        self._show()

    def first_focus(self) -> QWidget | None:
        """Where writing begins, or the way on."""
        return self.editor.first_focus() if self.editor else self.main

    def dirty(self) -> bool:
        """Whether something is not saved, or somebody is just writing here."""
        if self.editor is None:
            return bool(self.back_words.toPlainText().strip()) if self.back_words else False
        if self._left:
            return False
        focused = QApplication.focusWidget()
        return self._changing or self._unsaved or (focused is not None and self.isAncestorOf(focused))

    def take_case(self, case: Any) -> None:
        """Somebody may have gone on meanwhile: what is typed here stays until the person says what shall count."""
        before, self.case = self.case, case
        if _stands(before) == _stands(case) or self._own(_unfinished(case)):
            self._follow_case()
            return
        if self._unsaved:
            self._on_overtaken()
        else:
            self._show()

    def _follow_case(self) -> None:
        """The rating may be another, and the referrer may have added a child: what is typed stays."""
        if self.editor is None:
            return
        about, shown = self._about(), self.editor.decision_case
        if about.children != shown.children:
            typed, saved, version = self.editor.wanted, self._saved, self._version
            self._show()
            self.editor.show_input(typed)
            self._saved, self._version = saved, version
        self.editor.decision_case = about
        self._show_next()

    def flush(self) -> bool:
        """Save the draft at once. False if it could not be saved; the words are still here then."""
        if self.editor is None or self._left:
            return True
        self._timer.stop()
        self.background.finish_writes()
        if self._under_way is not None and self._under_way.exception() is None:
            self._take_saved(self._sent, self._under_way.result())
        self._under_way = None
        if not self._unsaved:
            return True
        if self._overtaken.isVisible():
            return False
        try:
            self._take_saved(self.editor.wanted, self._drafting()())
        except AppError as error:
            self._on_not_saved(error)
            return False
        return True

    # --- what is shown

    def _show(self) -> None:
        clear(self.body)
        self.editor: DecisionEditor | None = None
        self.main: QWidget | None = None
        self.back_words: GrowingBox | None = None
        self._left = False
        status, current, final = self.case.enquiry.status, _unfinished(self.case), _final(self.case)
        self._overtaken = NoticeBar("warning", "")
        self._overtaken.hide()
        self.body.addWidget(self._overtaken)
        if current is not None and current.status == "awaiting_second" and status in WRITING | DECIDED:
            self._show_second(current)
        elif status in WRITING and (self._manager or status != "manager_decision"):
            self._show_editor(current, final)
        elif status in WRITING and current is not None:
            self._notice(self.tr("A manager has this decision now"), self.tr("Ask them to give it back to change it."))
            self._show_made(current)
        elif self._changing and status in DECIDED and final is not None and self._manager:
            self._show_editor(current, final)
        elif final is not None:
            self._show_final(final, current)
        else:
            self._notice(self.tr("Nothing to decide"), self._no_decision_words())
        self._show_earlier(final)

    def _no_decision_words(self) -> str:
        outcome = self._outcomes.by_id.get(self.case.enquiry.outcome)
        return outcome.means if outcome else self.tr("There is no decision on this enquiry as it stands.")

    def _show_editor(self, current: Any, final: Any) -> None:
        changes = self.case.enquiry.status in DECIDED
        if current is not None and current.returned_because and current.status == "returned":
            who = self.case.name_of(current.returned_by)
            self._notice(self.tr("Given back by {name}").format(name=who), current.returned_because, "warning")
        self._version = current.version if current else 0
        self._drafted_by = current.drafted_by if current else self.application.person.id
        self._decision_id = current.id if current else ""
        answers, form = self.case.opened.sent.answers, self.case.opened.form
        self._names = {each.item: each.title for each in child_summaries(form, answers)}
        about = case_of(self.case.enquiry, self.case.opened.sent)
        names = {each.child: self._names.get(each.child, "") for each in about.children}
        today = self.application.seat.today()
        self.editor = DecisionEditor(
            about, self._outcomes, names, self._choices("level"), self._choices("primary_need"), today,
            self._due_days, changes,
        )  # fmt: skip
        source = current or (final if changes else None)
        self._saved = input_of(source) if source else DecisionInput()
        self.editor.show_input(self._saved)
        self._saved = self.editor.wanted
        self.editor.edited.connect(self._on_edited)
        self.body.addWidget(self.editor)
        self.told = ToldPreview()
        self.body.addWidget(self.told)
        self.next = NoticeBar("info", self.tr("What happens next"))
        self.body.addWidget(self.next)
        self.saved_words = WrappingLabel("", "hint")
        self._buttons(current, changes)
        self.body.addWidget(self.saved_words)
        self.saved_words.hide()
        self._show_next()

    def _buttons(self, current: Any, changes: bool) -> None:
        save = secondary_button(self.tr("Save draft"))
        save.clicked.connect(self._on_save)
        words = self.tr("Change the decision") if changes else self.tr("Decide")
        self.main = primary_button(words if self._manager else self.tr("Send to manager"))
        self.main.clicked.connect(self._on_main)
        buttons = FlowLayout()
        for button in (self.main, save):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        if changes:
            leave = link_button(self.tr("Leave the decision as it is"))
            leave.clicked.connect(self._on_leave)
            add_to(self.body, leave)
        elif self._manager:
            self.ask = link_button(self.tr("Decide, and ask a second manager to agree"))
            self.ask.clicked.connect(self._on_ask_second)
            add_to(self.body, self.ask)
            if current is not None and self.case.enquiry.status == "manager_decision":
                self._give_back_part(current)

    def _give_back_part(self, current: Any) -> None:
        part = Expander(self.tr("Give it back"))
        self.back_words = GrowingBox(2, 8)
        self.back_row = LabelledRow(self.tr("What has to be done before it can be decided?"), self.back_words)
        part.add(self.back_row)
        self.back = secondary_button(self.tr("Give back"))
        self.back.clicked.connect(partial(self._on_give_back, current.id))
        part.add(self.back)
        self.back_part = part
        self.body.addWidget(part)

    def _show_second(self, current: Any) -> None:
        first, mine = self.case.name_of(current.decided_by), self.application.person.id
        own = mine in (current.decided_by, current.drafted_by)
        text = next_words(
            input_of(current), self._about(), self._outcomes, True, current.drafted_by, current.decided_by
        )
        text = f"{text} {open_words(self.case.work)}".strip()
        self._notice(self.tr("Decided by {name}; waits for a second manager").format(name=first), text, "warning")
        self._version = current.version
        self._show_made(current)
        if not self._manager:
            return
        if own:
            self._notice(self.tr("Another manager has to agree"), self.tr("You wrote or made this decision."))
        else:
            self.main = primary_button(self.tr("Agree"))
            self.main.clicked.connect(partial(self._on_agree, current.id))
            add_to(self.body, self.main)
        self._give_back_part(current)

    def _show_final(self, final: Any, current: Any) -> None:
        self._show_made(final)
        if self._manager and self.case.enquiry.status in DECIDED:
            words = self.tr("Go on changing the decision") if current else self.tr("Change the decision")
            self.main = secondary_button(words)
            self.main.clicked.connect(self._on_change)
            add_to(self.body, self.main)

    def _show_made(self, decision: Any) -> None:
        levels = self._about().children
        answers, form = self.case.opened.sent.answers, self.case.opened.form
        names = {each.item: each.title for each in child_summaries(form, answers)}
        needs = dict(self._choices("primary_need"))
        self.shown = DecisionShown(decision, self.case, self._outcomes, levels, names, needs)
        self.body.addWidget(self.shown)

    def _show_earlier(self, final: Any) -> None:
        """What was decided before, newest first."""
        for each in reversed(self.case.work.decisions):
            if each.status == "replaced":
                words = self.tr("Earlier decision: {outcome}").format(outcome=each.outcome)
                part = Expander(words)
                names = {c.item: c.title for c in child_summaries(self.case.opened.form, self.case.opened.sent.answers)}
                needs = dict(self._choices("primary_need"))
                part.add(DecisionShown(each, self.case, self._outcomes, self._about().children, names, needs))
                self.body.addWidget(part)

    def _notice(self, title: str, text: str = "", kind: str = "info") -> None:
        self.body.addWidget(NoticeBar(kind, title, text))

    def _about(self) -> Any:
        return case_of(self.case.enquiry, self.case.opened.sent)

    def _choices(self, code_list: str) -> list[tuple[str, str]]:
        lists = self.case.opened.form.code_lists
        found = lists.get(code_list) or self.application.form.code_lists[code_list]
        return [(choice.code, choice.label) for choice in found.choices]

    def _due_days(self, wanted: DecisionInput) -> Mapping[str, str]:
        now, me, enquiry = self.application.seat.now(), self.application.person.id, self.case.enquiry
        made = Decision("", 1, enquiry.id, "draft", "", "", now, me, now, me, wanted.children, details=wanted.details)
        return due_days(self.application.hub, enquiry, made, self._outcomes)

    # --- saving what is typed

    @property
    def _unsaved(self) -> bool:
        return self.editor is not None and self.editor.wanted != self._saved

    @Slot()
    def _on_edited(self) -> None:
        self._timer.start()
        self.saved_words.show_text(self.tr("Not saved yet"))
        self._show_next()

    def _show_next(self) -> None:
        person = self.application.person.id
        about, wanted = self.editor.decision_case, self.editor.wanted
        self.told.show_facts(wanted.children, {**wanted.details, **self._due_days(wanted)}, self._outcomes)
        text = next_words(wanted, about, self._outcomes, self._manager, self._drafted_by, person)
        self.next.show_notice(self.tr("What happens next"), f"{text} {open_words(self.case.work)}".strip())

    @Slot()
    def _on_save(self) -> None:
        self.save_draft()
        if not self._unsaved:
            self.saved_words.show_text(
                self.tr("Everything is saved") if self._decision_id else self.tr("Nothing to save")
            )

    @Slot()
    def save_draft(self) -> None:
        """Save what is written, complete or not, beside the window."""
        self._timer.stop()
        if self.editor is None or self._under_way is not None or self._overtaken.isVisible() or not self._unsaved:
            return
        self._sent = self.editor.wanted
        done = partial(self._on_draft_saved, self._sent)
        self._under_way = self.background.run(self._drafting(), done, self._on_not_saved, self)

    def _drafting(self) -> Callable[[], Any]:
        wanted = self.editor.wanted
        return partial(self.application.decisions.draft, self.case.enquiry.id, wanted, self._version)

    def _on_draft_saved(self, sent: DecisionInput, saved: Any) -> None:
        if self._under_way is None:  # flushed meanwhile
            return
        self._under_way = None
        self._take_saved(sent, saved)
        if self._unsaved:
            self._timer.start()

    def _take_saved(self, sent: DecisionInput, saved: Any) -> None:
        self._saved, self._version, self._drafted_by = sent, saved.version, saved.drafted_by
        self._decision_id = saved.id
        at = clock_time(self.application.clock.now())
        self.saved_words.show_text(self.tr("Draft saved at {time}").format(time=at))

    def _on_not_saved(self, error: BaseException) -> None:
        self._under_way = None
        self.setEnabled(True)
        if isinstance(error, EnquiryChangedElsewhere):
            self._on_overtaken()
            self.newest_wanted.emit()
            return
        self.saved_words.show_text(self.tr("Not saved"), "error")
        self._on_failed(error)

    def _own(self, current: Any) -> bool:
        """Whether what is stored is what this panel wrote last."""
        return self.editor is not None and current is not None and current.version == self._version

    # --- somebody else was first

    def _on_overtaken(self) -> None:
        if self._overtaken.isVisible():
            return
        self._overtaken.show_notice(
            self.tr("Somebody else changed this decision meanwhile"),
            self.tr("Nothing was overwritten, and what you typed is still here."),
        )
        theirs = secondary_button(self.tr("Show theirs"))
        theirs.clicked.connect(self._on_theirs)
        mine = secondary_button(self.tr("Keep mine instead"))
        mine.clicked.connect(self._on_mine)
        for button in (theirs, mine):
            self._overtaken.add(button)
        self._overtaken.show()
        self.newest_wanted.emit()

    @Slot()
    def _on_theirs(self) -> None:
        self._show()

    @Slot()
    def _on_mine(self) -> None:
        current = _unfinished(self.case)
        if current is None or current.status == "awaiting_second":
            self._show()
            return
        self._version = current.version
        fresh = NoticeBar("warning", "")
        fresh.hide()
        self.body.replaceWidget(self._overtaken, fresh)
        self._overtaken.deleteLater()
        self._overtaken = fresh
        self.save_draft()

    # --- steps

    @Slot()
    def _on_main(self) -> None:
        decisions = self.application.decisions
        self._take_step(decisions.decide if self._manager else decisions.submit)

    @Slot()
    def _on_ask_second(self) -> None:
        self._take_step(self.application.decisions.ask_second)

    def _take_step(self, step: Callable[[str, int], Any]) -> None:
        """Say everything that is missing, or save and do it."""
        wanted = self.editor.wanted
        changes = self.case.enquiry.status in DECIDED
        found = problems_of(wanted, self.editor.decision_case, self._outcomes, changes)
        self.editor.show_problems(found)
        if found or not self._ready():
            return
        kept: list[Any] = []
        write = self._drafting() if self._unsaved or not self._decision_id else None
        work = partial(_draft_then, step, write, self._decision_id, self._version, kept)
        self.setEnabled(False)
        self.background.run(work, partial(self._on_done, wanted), partial(self._on_step_failed, wanted, kept), self)

    def _ready(self) -> bool:
        """Wait for a save that is under way. False if somebody else was first."""
        self._timer.stop()
        if self._under_way is not None:
            self.background.finish_writes()
            future, self._under_way = self._under_way, None
            if future.exception() is None:
                self._take_saved(self._sent, future.result())
        return not self._overtaken.isVisible()

    def _on_done(self, wanted: DecisionInput, result: Any) -> None:
        self._saved, self._left, self._changing = wanted, True, False
        self._on_saved(None, result)

    def _on_step_failed(self, wanted: DecisionInput, kept: list[Any], error: BaseException) -> None:
        if kept:  # the draft was saved before the step was refused
            self._take_saved(wanted, kept[0])
        if isinstance(error, NotReady):
            self.setEnabled(True)
            self.editor.show_problems(error.problems)
            return
        self._on_not_saved(error)

    @Slot()
    def _on_agree(self, decision_id: str, *_: object) -> None:
        self._left = True
        self.save(partial(self.application.decisions.decide, decision_id, self._version))

    @Slot()
    def _on_give_back(self, decision_id: str, *_: object) -> None:
        reason = self.back_words.toPlainText()
        if len(reason.strip()) < 10:
            self.back_row.show_problem(self.tr("Say what has to be done before it can be decided"))
            self.back_row.focus_field()
            return
        if not self.flush():
            return
        self.save(partial(self.application.decisions.give_back, decision_id, reason, self._version), self._on_given)

    def _on_given(self, _decision: Any) -> None:
        self._left = True
        self.back_words.setPlainText("")

    @Slot()
    def _on_change(self) -> None:
        self._changing = True
        self._show()
        self.editor.because.focus_field()

    @Slot()
    def _on_leave(self) -> None:
        if self.flush():
            self._changing = False
            self._show()


def _draft_then(
    step: Callable[[str, int], Any], write: Callable[[], Any] | None, decision_id: str, version: int, kept: list[Any]
) -> Any:
    """Save the draft if it is not saved, then take the step with it. `kept` holds the draft if the step is refused."""
    if write is not None:
        kept.append(write())
        decision_id, version = kept[0].id, kept[0].version
    return step(decision_id, version)


def _unfinished(case: Any) -> Any:
    found = [each for each in case.work.decisions if each.status in UNFINISHED]
    return found[-1] if found else None


def _final(case: Any) -> Any:
    found = [each for each in case.work.decisions if each.status == "final"]
    return found[-1] if found else None


def _stands(case: Any) -> tuple[object, ...]:
    """What has to be the same for the panel to go on as it is."""
    return (case.enquiry.status, *((each.id, each.version) for each in case.work.decisions))
