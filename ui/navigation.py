"""Opens pages and wires their wishes: the one table of who asks for what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.records import Draft, Enquiry
from ui.messages import report_error
from ui.places import places_for
from ui.settings_routes import settings_page

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Navigator(QObject):
    """Pages are imported when first opened, so that signing in does not wait for them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._application = window.application
        self._background = window.background
        self._makers = {
            "home": self._home, "new": self._start, "queue": self._queue, "people": self._people,
            "tasks": self._tasks, "checks": self._checks, "lookup": self._lookup,
            "settings": partial(settings_page, window), "help": self._help, "audit": self._audit, "retention": self._retention,
            "disclosures": self._disclosures,
        }  # fmt: skip

    @Slot(str)
    def go(self, key: str) -> None:
        """Go to a place of the side bar; a place the person does not have is ignored."""
        if key not in {place.key for place in places_for(self._application)}:
            return
        if not self._window.close_all():
            return
        if key == "new":
            self._window.open_page(self._home())
        self._window.open_page(self._makers[key]())
        self._window.show_place(key)
        self._background.read(self._application.settings_changed, self._on_settings_read, _leave_it, self._window)

    def _on_settings_read(self, changed: bool) -> None:
        """Numbers and hours that the administrator changed elsewhere hold here from the next step on."""
        if changed:
            self._application.take_settings()
            if self._window.danger_strip is not None:
                self._window.danger_strip.show_hub(self._application.hub)

    def open_draft(self, enquiry_id: str) -> None:
        """Open an enquiry in the form, where the person left off."""
        work = partial(self._application.drafting.open, enquiry_id)
        self._background.run(work, self.show_draft, partial(report_error, self._window), self._window)

    def show_draft(self, draft: Draft) -> None:
        """Show a draft in the form."""
        from ui.form.form_page import FormPage

        page = FormPage(self._application, self._background, draft)
        page.sent.connect(self._on_sent)
        page.access_requested.connect(self.open_access)
        self._window.open_page(page)
        self._window.show_place("home")

    def open_enquiry(self, enquiry_id: str) -> None:
        """Open one of my enquiries: drafts in the form, others with what happens next."""
        work = partial(_find, self._application.drafting, enquiry_id)
        self._background.read(work, self._show_enquiry, partial(report_error, self._window), self._window)

    @property
    def has_queue(self) -> bool:
        """Whether the queue lies below, for the way to the next enquiry."""
        return hasattr(self, "_queue_page")

    @Slot()
    def go_new(self) -> None:
        """Start an enquiry."""
        self.go("new")

    @Slot()
    def go_home(self) -> None:
        """Go home."""
        self.go("home")

    @Slot()
    def go_queue(self) -> None:
        """Go to the queue."""
        self.go("queue")

    @Slot()
    def go_help(self) -> None:
        """Go to help."""
        self.go("help")

    def _show_enquiry(self, enquiry: Enquiry | None) -> None:
        if enquiry is None:
            return
        if enquiry.status == "draft":
            self.open_draft(enquiry.id)
        elif enquiry.status == "not_referred":
            self.open_considered(enquiry.id)
        elif enquiry.status == "awaiting_sign_off":
            self._open_waiting(enquiry)
        else:
            self._open_progress(enquiry)

    def _open_progress(self, enquiry: Enquiry) -> None:
        from ui.home.progress_page import ProgressPage

        page = ProgressPage(self._application, self._background, enquiry)
        page.changed.connect(self._window.signals.enquiry_changed)
        page.change_asked.connect(self._amend)
        page.look_through_asked.connect(self._look_through)
        self._connect_doors(page.doors)
        self._window.open_page(page)

    @Slot(str)
    def _amend(self, enquiry_id: str) -> None:
        work = partial(self._application.amending.begin, enquiry_id)
        self._background.run(work, self.show_draft, partial(report_error, self._window), self._window)

    @Slot(str)
    def _look_through(self, enquiry_id: str) -> None:
        from ui.home.amendment_page import AmendmentPage

        page = AmendmentPage(self._application, self._background, enquiry_id)
        page.amended.connect(self._on_amended)
        self._window.open_page(page)

    @Slot(str)
    def _on_amended(self, enquiry_id: str) -> None:
        self._on_sent(enquiry_id)
        self._window.close_page()

    @Slot(str)
    def open_considered(self, enquiry_id: str) -> None:
        """Open a record of considered, not referred."""
        from ui.home.considered_page import ConsideredPage

        page = ConsideredPage(self._application, self._background, enquiry_id)
        page.reopened.connect(self._on_taken_back)
        page.changed.connect(self._window.signals.enquiry_changed)
        self._window.open_page(page)

    @Slot(str)
    def _open_sign_off(self, enquiry_id: str) -> None:
        work = partial(self._application.drafting.open, enquiry_id)
        self._background.run(work, self._show_sign_off, partial(report_error, self._window), self._window)

    def _show_sign_off(self, draft: Draft) -> None:
        from ui.home.sign_off_page import SignOffPage

        self._window.open_page(SignOffPage(self._application, self._background, draft))

    def _open_waiting(self, enquiry: Enquiry) -> None:
        from ui.home.waiting_page import WaitingPage

        page = WaitingPage(self._application, self._background, enquiry)
        page.taken_back.connect(self._on_taken_back)
        self._window.open_page(page)

    @Slot(str)
    def _on_taken_back(self, enquiry_id: str) -> None:
        self._window.close_page()
        self.open_draft(enquiry_id)

    @Slot(str)
    def _on_sent(self, enquiry_id: str) -> None:
        self._window.signals.enquiry_changed.emit(enquiry_id)
        self._window.signals.queue_changed.emit()

    def _on_started(self, draft: Draft) -> None:
        self._window.close_page()
        self.show_draft(draft)

    @Slot(str)
    def _on_older_chosen(self, enquiry_id: str) -> None:
        self._window.close_page()
        self.open_enquiry(enquiry_id)

    def _home(self) -> QWidget:
        from ui.home.home_page import HomePage

        page = HomePage(self._application, self._background)
        page.start_requested.connect(self.go_new)
        page.paper_requested.connect(self._open_paper)
        page.enquiry_chosen.connect(self.open_enquiry)
        page.sign_off_chosen.connect(self._open_sign_off)
        page.considered_chosen.connect(self.open_considered)
        page.sealed_file_requested.connect(self._window.files.choose)
        return page

    @Slot()
    def _open_paper(self) -> None:
        from ui.paper.paper_page import PaperPage

        page = PaperPage(self._application, self._background)
        page.read_requested.connect(self._window.forms.choose)
        page.draft_started.connect(self._on_started)
        self._window.open_page(page)

    @Slot(object)
    def show_read_form(self, found: Any) -> None:
        """Show the draft a filled form became."""
        if self._window.close_all():
            self._window.open_page(self._home())
            self.show_draft(found.draft)

    def _start(self) -> QWidget:
        from ui.home.start_page import StartPage

        page = StartPage(self._application, self._background)
        page.draft_started.connect(self._on_started)
        page.enquiry_chosen.connect(self._on_older_chosen)
        return page

    def _queue(self) -> QWidget:
        from ui.hub.queue_page import QueuePage

        self._queue_page = QueuePage(self._application, self._background)
        self._queue_page.enquiry_chosen.connect(self.open_received)
        self._queue_page.handover_requested.connect(self._open_handover)
        self._queue_page.sealed_file_requested.connect(self._window.files.choose)
        return self._queue_page

    @Slot()
    def _open_handover(self) -> None:
        from ui.hub.handover_page import HandoverPage

        page = HandoverPage(self._application, self._background)
        page.changed.connect(self._window.signals.queue_changed)
        self._window.open_page(page)

    @Slot(str)
    def open_received(self, enquiry_id: str) -> None:
        """Open an enquiry as the Hub works on it."""
        from ui.hub.case_page import CasePage

        page = CasePage(self._application, self._background, enquiry_id)
        page.next_requested.connect(self._on_next)
        self._connect_doors(page.doors)
        page.enquiry_chosen.connect(self._open_beside)
        self._window.open_page(page)

    @Slot(str)
    def _open_beside(self, enquiry_id: str) -> None:
        """Another enquiry of the same child, from the one being worked on: back leads there again."""
        self._open_case(enquiry_id, self.tr("Back to the first enquiry"))

    @Slot(str)
    def _on_next(self, enquiry_id: str) -> None:
        after = self._queue_page.next_after(enquiry_id)
        self._queue_page.table.go_to(self._queue_page.model.number_of(after or enquiry_id))
        self._window.close_page()
        if after:
            self.open_received(after)

    def _tasks(self) -> QWidget:
        from ui.hub.my_tasks_page import MyTasksPage

        page = MyTasksPage(self._application, self._background)
        page.enquiry_chosen.connect(self.open_for_task)
        return page

    @Slot(str, str)
    def open_for_task(self, enquiry_id: str, panel: str) -> None:
        """Open an enquiry from one of my tasks; back leads to them."""
        self._open_case(enquiry_id, self.tr("My tasks"), panel)

    def _open_case(self, enquiry_id: str, back: str, panel: str = "") -> None:
        from ui.hub.case_page import CasePage

        page = CasePage(self._application, self._background, enquiry_id)
        page.enquiry_chosen.connect(self._open_beside)
        self._connect_doors(page.doors)
        if panel:
            page.panels.begin_with(panel)
        page.back.setText(back)
        page.next.hide()
        self._window.open_page(page)

    def _audit(self) -> QWidget:
        from ui.audit.trail_page import TrailPage

        page = TrailPage(self._application, self._background)
        page.looks_requested.connect(self._open_looks_by_reference)
        return page

    @Slot(str)
    def _open_looks_by_reference(self, reference: str) -> None:
        from ui.audit.who_looked_page import WhoLookedPage

        back = self.tr("Audit trail")
        self._window.open_page(WhoLookedPage(self._application, self._background, back, reference=reference))

    def _connect_doors(self, doors: Any) -> None:
        doors.looks_requested.connect(self.open_looks)
        doors.replay_requested.connect(self.open_replay)
        doors.access_requested.connect(self.open_access)

    @Slot(str)
    def open_looks(self, enquiry_id: str) -> None:
        """Who looked at this record."""
        from ui.audit.who_looked_page import WhoLookedPage

        self._window.open_page(WhoLookedPage(self._application, self._background, self.tr("Back"), enquiry_id))

    @Slot(str)
    def open_access(self, enquiry_id: str) -> None:
        """Who may open this record."""
        from ui.access.access_page import AccessPage

        page = AccessPage(self._application, self._background, enquiry_id, self.tr("Back"))
        page.changed.connect(self._window.signals.enquiry_changed)
        page.closed_to_me.connect(self.go_first)
        page.all_requested.connect(self._open_standing)
        self._window.open_page(page)

    @Slot()
    def go_first(self) -> None:
        """Go to where this person arrives."""
        self.go(places_for(self._application)[0].key)

    @Slot()
    def _open_standing(self) -> None:
        from ui.access.standing_page import StandingPage

        page = StandingPage(self._application, self._background, self.tr("Back"))
        page.access_requested.connect(self.open_access)
        self._window.open_page(page)

    @Slot()
    def _open_roles(self) -> None:
        from ui.access.roles_page import RolesPage

        self._window.open_page(RolesPage(self._application, self._background, self.tr("Back")))

    @Slot(str)
    def open_replay(self, enquiry_id: str) -> None:
        """What was known when."""
        from ui.audit.replay_page import ReplayPage

        self._window.open_page(ReplayPage(self._application, self._background, enquiry_id))

    def _retention(self) -> QWidget:
        from ui.retention.review_page import ReviewPage

        return ReviewPage(self._application, self._background)

    def _disclosures(self) -> QWidget:
        from ui.disclosure.log_page import DisclosuresPage

        page = DisclosuresPage(self._application, self._background)
        page.new_requested.connect(self._find_for_access)
        page.open_requested.connect(self._open_access)
        return page

    @Slot()
    def _find_for_access(self) -> None:
        from ui.disclosure.find_page import FindPage

        page = FindPage(self._application, self._background)
        page.begun.connect(self._on_access_begun)
        self._window.open_page(page)

    def _on_access_begun(self, disclosure: Any) -> None:
        self._window.close_page()
        self._open_access(disclosure.id)

    @Slot(str)
    def _open_access(self, disclosure_id: str) -> None:
        from ui.disclosure.marking_page import MarkingPage

        page = MarkingPage(self._application, self._background, disclosure_id)
        page.given.connect(self._on_access_given)
        self._window.open_page(page)

    def _on_access_given(self, handed_out: Any) -> None:
        from ui.disclosure.given_page import GivenPage

        self._window.close_page()
        self._window.open_page(GivenPage(handed_out))

    def _checks(self) -> QWidget:
        from ui.checks.asked_page import AskedPage

        return AskedPage(self._application, self._background)

    def _people(self) -> QWidget:
        from ui.people.people_page import PeoplePage

        page = PeoplePage(self._application, self._background)
        page.roles_requested.connect(self._open_roles)
        return page

    def _lookup(self) -> QWidget:
        if not self._application.may("look_up_child"):
            from ui.lookup.visibility_page import VisibilityPage

            return VisibilityPage(self._application, self._background)
        from ui.lookup.look_up_page import LookUpPage

        page = LookUpPage(self._application, self._background)
        page.visibility_requested.connect(self._open_visibility)
        page.enquiry_requested.connect(self._start_about)
        return page

    @Slot(str, str, str)
    def _start_about(self, given_names: str, family_name: str, birth: str) -> None:
        from ui.home.start_page import StartPage

        self.go("new")
        page = self._window.page
        if isinstance(page, StartPage):
            page.begin_with(given_names, family_name, birth)

    @Slot()
    def _open_visibility(self) -> None:
        from ui.lookup.visibility_page import VisibilityPage

        self._window.open_page(VisibilityPage(self._application, self._background, self.tr("Look up a child")))

    def _help(self) -> QWidget:
        from ui.help.help_page import HelpPage

        page = HelpPage(self._application)
        page.roles_requested.connect(self._open_roles)
        page.about_requested.connect(self.open_about)
        return page

    @Slot(str)
    def open_about(self, page_id: str) -> None:
        from ui.help.about_page import AboutPage

        self._window.open_page(AboutPage(self._application, self._background, page_id))


def _find(drafting: Any, enquiry_id: str) -> Enquiry | None:
    return next((each for each in drafting.of_my_agency() if each.id == enquiry_id), None)


def _leave_it(_: BaseException) -> None:
    """The page just opened says what is wrong with the store; once is enough."""
