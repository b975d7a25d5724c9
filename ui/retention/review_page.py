"""What is due for review under the retention schedule; holds; destruction by two people; certificates."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.kept_records import RetentionItem
from enquiry_app.enquiry.reference import LONDON
from ui.background import Background
from ui.formatting import count, day
from ui.home.document_actions import keep_file
from ui.messages import ask, report_error
from ui.page import Page
from ui.retention.reason_dialog import ReasonDialog
from ui.retention.review_card import ReviewCard
from ui.retention.schedule_words import schedule_part
from ui.retention.tidy_part import TidyPart
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.heading import Heading
from ui.widgets.layouts import button_row, clear, column, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.wrapping_label import WrappingLabel


class ReviewPage(Page):
    """Nothing on this page happens by itself."""

    page_title = "Retention"

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Retention"),
            intro=self.tr(
                "Records whose time to be looked at again has come. Nothing is destroyed by itself: one person proposes"
                " it, another one confirms it, and a certificate stays."
            ),
            wide=True,
            parent=parent,
        )
        self._application, self._background = application, background
        self._known_agencies: list[str] = []
        self.agency = SteadyCombo((), self.tr("Every organisation"), self)
        self.agency.setAccessibleName(self.tr("Organisation"))
        self.agency.setMinimumContentsLength(28)
        self.hold_all = secondary_button(self.tr("Put everything on hold…"), self, "lock")
        self.hold_all.setVisible(application.may("hold_everything"))
        self.content.addLayout(button_row((self.agency, self.hold_all)))
        self.all_held = NoticeBar("warning", "")
        self.lift_all = link_button(self.tr("Lift this hold…"), self.all_held)
        self.all_held.add(self.lift_all)
        self.all_held.hide()
        self.add(self.all_held)
        self._lists = column(gap="wide")
        self.content.addLayout(self._lists)
        self._found: Any = None
        self.tidying = TidyPart(application, background, self)
        self.add(self.tidying)
        self.add(schedule_part(application.retention.schedule(), application.store_info.kind, self))
        self.agency.currentIndexChanged.connect(self.refresh)
        self.hold_all.clicked.connect(self._hold_everything)
        self.lift_all.clicked.connect(self._lift_everything)
        background.read(application.accounts.agencies, self._show_agencies, partial(report_error, self), self)
        self.refresh()

    def first_focus(self) -> QWidget:
        """The filter above the list."""
        return self.agency

    @Slot()
    def refresh(self) -> None:
        """Ask what is due."""
        work = partial(_load, self._application.retention, self.agency.code)
        self._background.read(work, self._show, partial(report_error, self), self)

    def _show_agencies(self, agencies: Any) -> None:
        for agency in agencies:
            self.agency.addItem(agency.name, agency.id)

    def _show(self, loaded: tuple[Any, tuple[RetentionItem, ...]]) -> None:
        self._found, certificates = loaded
        found = self._found
        clear(self._lists)
        held = found.everything_held
        self.all_held.setVisible(held is not None)
        self.hold_all.setVisible(held is None and self._application.may("hold_everything"))
        if held is not None:
            who = found.people.get(held.by, "")
            words = self.tr("Since {day} ({who}): {why}").format(day=day(held.at), who=who, why=held.reason)
            self.all_held.show_notice(self.tr("Every record is on hold"), words)
        self._lists.addWidget(Heading(self.tr("Due for review"), 2))
        if found.total > len(found.rows):
            words = self.tr("{all} are due. The first {number} are shown.")
            self._lists.addWidget(WrappingLabel(words.format(all=count(found.total, "record"), number=len(found.rows))))
        if not found.rows:
            self._lists.addWidget(WrappingLabel(self.tr("Nothing is due."), "hint"))
        for review in found.rows:
            card = ReviewCard(review, self._application, found.people, self)
            card.asked.connect(partial(self._on_asked, review))
            self._lists.addWidget(card)
        self._show_holds(found)
        self._show_certificates(certificates)

    def _show_holds(self, found: Any) -> None:
        due = {review.enquiry_id for review in found.rows}
        if not found.holds:
            return
        self._lists.addWidget(Heading(self.tr("On hold"), 2))
        card = Card(gap="tight")
        for item, name in found.holds:
            line = row(gap="snug")
            words = self.tr("{name}, since {day}: {why}").format(name=name, day=day(item.at), why=item.reason)
            note = self.tr(" Due for review, see above.") if item.of_enquiry in due else ""
            line.addWidget(WrappingLabel(words + note), 1)
            lift = link_button(self.tr("Lift the hold…"), card)
            lift.setAccessibleName(self.tr("Lift the hold on {name}").format(name=name))
            lift.clicked.connect(partial(_lift, self, item, name))
            line.addWidget(lift)
            card.add_layout(line)
        self._lists.addWidget(card)

    def _show_certificates(self, certificates: tuple[RetentionItem, ...]) -> None:
        self._lists.addWidget(Heading(self.tr("Destroyed"), 2))
        if not certificates:
            self._lists.addWidget(WrappingLabel(self.tr("Nothing has been destroyed here."), "hint"))
            return
        card = Card(gap="tight")
        for item in certificates:
            line = row(gap="snug")
            words = self.tr("{name}, destroyed {day}").format(name=item.details.get("name", ""), day=day(item.at))
            line.addWidget(WrappingLabel(words), 1)
            save = link_button(self.tr("Certificate"), card)
            save.setAccessibleName(self.tr("Save the certificate of {name}").format(name=item.details.get("name", "")))
            save.clicked.connect(partial(_save_certificate, self, item))
            line.addWidget(save)
            card.add_layout(line)
        self._lists.addWidget(card)

    # Deciding

    def _on_asked(self, review: Any, what: str) -> None:
        {
            "keep": self._keep, "hold": self._hold, "propose": self._propose, "confirm": self._confirm,
            "decline": self._decline,
        }[what](review)  # fmt: skip

    def _keep(self, review: Any) -> None:
        words = self.tr("It comes back to this list on that day.")
        dialog = self._dialog(self.tr("Keep {name} longer"), self.tr("Keep it"), words, review.name, until=True)
        if dialog is not None:
            self._do(partial(self._application.retention.keep, review.enquiry_id, dialog.reason, dialog.day))

    def _hold(self, review: Any) -> None:
        words = self.tr("Until the hold is lifted, nobody can destroy this record: not here, not by deleting a draft.")
        dialog = self._dialog(self.tr("Put {name} on hold"), self.tr("Put on hold"), words, review.name)
        if dialog is not None:
            self._do(partial(self._application.retention.hold, review.enquiry_id, dialog.reason))

    def _propose(self, review: Any) -> None:
        words = self.tr("Nothing happens yet. Somebody else has to look at it and confirm.")
        dialog = self._dialog(self.tr("Propose to destroy {name}"), self.tr("Propose"), words, review.name)
        if dialog is not None:
            self._do(partial(self._application.retention.propose, review.enquiry_id, dialog.reason))

    def _decline(self, review: Any) -> None:
        item = review.standing.proposal
        words = self.tr("The record stays, and comes back to this list until somebody decides to keep it.")
        dialog = self._dialog(self.tr("Do not destroy {name}"), self.tr("Do not destroy it"), words, review.name)
        if dialog is not None:
            self._do(partial(self._application.retention.decline, item.id, dialog.reason, item.version))

    def _confirm(self, review: Any) -> None:
        item = review.standing.proposal
        sure = ask(
            self, self.tr("Destroy {name} for good?").format(name=review.name),
            self.tr(
                "Everything about this enquiry goes: answers, what was sent, the Hub's work, letters, documents and"
                " attachments. It cannot be brought back. A certificate and the hashes in the audit trail stay. Backups"
                " made before still hold it until they are removed."
            ),
            self.tr("Destroy it"), self.tr("Cancel"), dangerous=True,
        )  # fmt: skip
        if sure:
            self._do(partial(self._application.retention.confirm, item.id, item.version))

    @Slot()
    def _hold_everything(self) -> None:
        words = self.tr("For an inquiry or a court that asks for all records. Drafts cannot be deleted either.")
        dialog = self._dialog(self.tr("Put everything on hold"), self.tr("Put everything on hold"), words)
        if dialog is not None:
            self._do(partial(self._application.retention.hold_everything, dialog.reason))

    @Slot()
    def _lift_everything(self) -> None:
        self.lift(self._found.everything_held, self.tr("everything"))

    def lift(self, item: RetentionItem, name: str) -> None:
        """Ask why a hold is lifted, and lift it."""
        words = self.tr("Whoever asked for the hold should have said that it is over.")
        dialog = self._dialog(self.tr("Lift the hold on {name}"), self.tr("Lift the hold"), words, name)
        if dialog is not None:
            self._do(partial(self._application.retention.lift, item.id, dialog.reason, item.version))

    def save_certificate(self, item: RetentionItem) -> None:
        """Make a certificate and ask where to keep it."""
        name = f"certificate-{item.details.get('name', 'record')}.pdf"
        work = partial(self._application.retention.certificate_pdf, item.id)
        self._background.run(work, partial(self._on_certificate, name), partial(report_error, self), self)

    def _on_certificate(self, name: str, rendered: Any) -> None:
        keep_file(self, name, rendered.data)

    def _dialog(self, title: str, button: str, intro: str, name: str = "", *, until: bool = False) -> Any:
        today = self._application.clock.now().astimezone(LONDON).date()
        dialog = ReasonDialog(title.format(name=name), button, intro, today, until=until, parent=self)
        return dialog if dialog.exec() else None

    def _do(self, work: Any) -> None:
        self._background.run(work, self._on_done, self._on_failed, self)

    def _on_done(self, _: object) -> None:
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        report_error(self, error)
        self.refresh()


def _load(retention: Any, agency_id: str) -> tuple[Any, tuple[RetentionItem, ...]]:
    return retention.review_list(agency_id), retention.certificates()


def _lift(page: ReviewPage, item: RetentionItem, name: str, *_: object) -> None:
    page.lift(item, name)


def _save_certificate(page: ReviewPage, item: RetentionItem, *_: object) -> None:
    page.save_certificate(item)
