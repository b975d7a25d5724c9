"""Who may open one enquiry: conflicts said, restrictions and confidentiality, with who said so and why."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.reference import LONDON
from enquiry_app.services.guarding import AccessState, StandingRule
from ui.access.people_choice import NamingDialog
from ui.background import Background
from ui.formatting import day_and_time
from ui.messages import sentence_of
from ui.page import Page
from ui.retention.reason_dialog import ReasonDialog
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel


class AccessPage(Page):
    """`closed_to_me` once this person has said that they know the family; `changed(enquiry_id)` after every change."""

    page_title = "Who may open it"
    closed_to_me = Signal()
    changed = Signal(str)
    all_requested = Signal()

    def __init__(
        self, application: Any, background: Background, enquiry_id: str, back: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Who may open this enquiry"), back,
            self.tr("Beside what each role may do, one enquiry can be closed to somebody, or open to a few only."),
            parent=parent,
        )  # fmt: skip
        self._application, self._background, self._enquiry_id = application, background, enquiry_id
        self._state: AccessState | None = None
        self.problem = NoticeBar("warning", "")
        self.problem.hide()
        self.add(self.problem)
        self._build_now()
        self._build_conflicts()
        self.every = link_button(self.tr("All restrictions and conflicts"), self)
        self.every.setVisible(application.may("see_access_rules"))
        self.every.clicked.connect(self.all_requested)
        self.content.addLayout(button_row((self.every,)))
        self.refresh()

    def first_focus(self) -> QWidget:
        """What anybody may say."""
        return self.know

    @Slot()
    def refresh(self) -> None:
        """Ask again how it stands."""
        work = partial(self._application.guarding.of, self._enquiry_id)
        self._background.read(work, self._show, self._on_failed, self)

    def _build_now(self) -> None:
        card = Card(self.tr("Open to"))
        self.open_to = WrappingLabel("", "strong")
        self.because = WrappingLabel("", "hint")
        card.add(self.open_to)
        card.add(self.because)
        self.restrict = secondary_button(self.tr("Restrict to named people…"), self)
        self.hide_it = secondary_button(self.tr("Make it confidential…"), self)
        self.open_all = secondary_button(self.tr("Open it to everybody again…"), self)
        self.restrict.clicked.connect(self._on_restrict)
        self.hide_it.clicked.connect(self._on_hide)
        self.open_all.clicked.connect(self._on_open_all)
        for button in (self.restrict, self.hide_it, self.open_all):
            card.add_layout(button_row((button,)))
        card.add(WrappingLabel(self.tr(
            "Confidential is for an allegation about somebody who works with children. Nobody else can see that the "
            "enquiry exists: not in lists, counts, searches or the audit trail."
        ), "hint"))  # fmt: skip
        self.add(card)

    def _build_conflicts(self) -> None:
        card = Card(self.tr("People who know the family"))
        self._conflicts = column(gap="tight")
        card.add_layout(self._conflicts)
        self.know = secondary_button(self.tr("I know this family…"), self)
        self.know.clicked.connect(self._on_know)
        card.add_layout(button_row((self.know,)))
        card.add(WrappingLabel(self.tr(
            "Say so if you are of this family, know them in private or work with somebody in it. The enquiry is then "
            "closed to you, and somebody else takes it."
        ), "hint"))  # fmt: skip
        self.add(card)

    def _show(self, state: AccessState) -> None:
        self._state = state
        self.problem.hide()
        names = ", ".join(person.display_name for person in state.named)
        words = {
            "": self.tr("Everybody whose role allows it."),
            "restricted": self.tr("Restricted to: {names}.").format(names=names),
            "confidential": self.tr("Confidential. It exists for these people alone: {names}.").format(names=names),
        }  # fmt: skip
        self.open_to.setText(words[state.hiding])
        self.because.setVisible(bool(state.hiding))
        if state.hiding and state.marked_at is not None:
            subjects = ", ".join(person.display_name for person in state.subjects)
            about = self.tr(" About: {names}.").format(names=subjects) if subjects else ""
            self.because.setText(self.tr("{who}, {when}: {why}").format(
                who=state.marked_by, when=day_and_time(state.marked_at), why=state.reason.rstrip(".") + ".") + about)  # fmt: skip
        may = partial(self._application.may, enquiry=state.enquiry)
        self.restrict.setVisible(may("restrict_enquiry") and state.hiding != "confidential")
        self.hide_it.setVisible(may("mark_confidential"))
        self.open_all.setVisible(bool(state.hiding) and may("lift_access"))
        self._show_conflicts(state, may("lift_conflict"))

    def _show_conflicts(self, state: AccessState, may_lift: bool) -> None:
        clear(self._conflicts)
        if not state.conflicts:
            self._conflicts.addWidget(WrappingLabel(self.tr("Nobody has said so."), "hint"))
        for each in state.conflicts:
            words = self.tr("{who}, {when}: {why}").format(
                who=each.person_name, when=day_and_time(each.rule.at), why=each.rule.reason
            )
            self._conflicts.addWidget(WrappingLabel(words))
            if may_lift:
                lift = link_button(self.tr("This is no conflict…"), self)
                lift.setAccessibleName(f"{lift.text()} {each.person_name}")
                lift.clicked.connect(partial(self._on_lift, each))
                self._conflicts.addLayout(button_row((lift,)))

    @Slot()
    def _on_know(self) -> None:
        words = self.tr("You cannot open this enquiry any more, and it goes back to those waiting if you have it.")
        reason = self._reason(self.tr("You know this family"), self.tr("Close it to me"), words)
        if reason:
            work = partial(self._application.guarding.declare_conflict, self._enquiry_id, reason)
            self._background.run(work, self._on_closed, self._on_failed, self)

    @Slot()
    def _on_restrict(self) -> None:
        words = self.tr("You and the person who made it are named too. Others see that it is there and whom to ask.")
        dialog = self._naming(self.tr("Restrict to named people"), self.tr("Restrict it"), words, False)
        if dialog is not None and dialog.exec():
            work = partial(self._application.guarding.restrict, self._enquiry_id, dialog.named, dialog.reason)
            self._background.run(work, self._on_changed, self._on_failed, self)

    @Slot()
    def _on_hide(self) -> None:
        words = self.tr("You and the person who made it are named too, unless it is about them. Hub managers see it "
                        "as long as nobody of the Hub is named.")  # fmt: skip
        dialog = self._naming(self.tr("Make it confidential"), self.tr("Make it confidential"), words, True)
        if dialog is not None and dialog.exec():
            work = partial(
                self._application.guarding.mark_confidential, self._enquiry_id, dialog.named, dialog.subjects,
                dialog.reason,
            )  # fmt: skip
            self._background.run(work, self._on_changed, self._on_failed, self)

    @Slot()
    def _on_open_all(self) -> None:
        words = self.tr("Everybody whose role allows it can open it again, and finds it in lists and searches.")
        reason = self._reason(self.tr("Open it to everybody again"), self.tr("Open it"), words)
        if reason:
            work = partial(self._application.guarding.open_to_all, self._enquiry_id, reason)
            self._background.run(work, self._on_changed, self._on_failed, self)

    def _on_lift(self, conflict: StandingRule, *_: object) -> None:
        words = self.tr("{name} can open this enquiry again.").format(name=conflict.person_name)
        reason = self._reason(self.tr("This is no conflict"), self.tr("Open it to them"), words)
        if reason:
            work = partial(self._application.guarding.lift_conflict, self._enquiry_id, conflict.rule.id, reason)
            self._background.run(work, self._on_changed, self._on_failed, self)

    def _naming(self, title: str, button: str, words: str, with_subjects: bool) -> NamingDialog | None:
        state, me = self._state, self._application.person.id
        if state is None:
            return None
        others = [person for person in state.can_be_named if person.id not in (me, state.enquiry.owner_id)]
        about = [person for person in state.can_be_named if person.id != me] if with_subjects else []
        return NamingDialog(
            title, button, words, others, {person.id for person in state.named}, about,
            {person.id for person in state.subjects}, self,
        )  # fmt: skip

    def _reason(self, title: str, button: str, words: str) -> str:
        today = self._application.clock.now().astimezone(LONDON).date()
        dialog = ReasonDialog(title, button, words, today, parent=self)
        return dialog.reason if dialog.exec() else ""

    def _on_changed(self, state: AccessState) -> None:
        self._show(state)
        self.changed.emit(self._enquiry_id)

    def _on_closed(self, _: object) -> None:
        self.changed.emit(self._enquiry_id)
        self.closed_to_me.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.problem.show_notice(sentence_of(error))
        self.problem.show()
