"""The set-up of a new profile, step by step. Nothing is written before the fourth step is finished."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.resource_files import resource_text
from ui.background import Background
from ui.doors import Doors
from ui.first_run.administrator_step import AdministratorStep
from ui.first_run.contacts_step import ContactsStep
from ui.first_run.kind_step import KindStep
from ui.first_run.organisation_step import OrganisationStep
from ui.first_run.recovery_step import RecoveryStep
from ui.first_run.step import Step
from ui.messages import sentence_of
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.entry_frame import EntryFrame
from ui.widgets.layouts import button_row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

if TYPE_CHECKING:
    from enquiry_app.security.profile import ProfileSetup


class FirstRun(EntryFrame):
    """`finished` when the profile exists and both sheets are in hand; `practice_requested` if that was chosen."""

    finished = Signal()
    practice_requested = Signal()

    def __init__(self, doors: Doors, background: Background, parent: QWidget | None = None) -> None:
        super().__init__("", 640, parent)
        self._doors, self._background = doors, background
        self.heading.hide()
        self.progress = WrappingLabel("", "caption")
        self.card.add(self.progress)
        self.failed = NoticeBar("danger", "")
        self.failed.hide()
        self.card.add(self.failed)
        self.kind = KindStep(self)
        self.organisation = OrganisationStep(_agency_kinds(), self)
        self.contacts = ContactsStep(self)
        self.administrator = AdministratorStep(self)
        self.recovery = RecoveryStep(self)
        self.steps: tuple[Step, ...] = (self.kind, self.organisation, self.contacts, self.administrator, self.recovery)
        for step in self.steps:
            self.card.add(step)
        self.go_on = primary_button(self.tr("Continue"), self)
        self.go_back = secondary_button(self.tr("Back"), self)
        self.card.add_layout(button_row((self.go_on, self.go_back)))
        self.go_on.clicked.connect(self._on_go_on)
        self.go_back.clicked.connect(self._on_back)
        self._show(0)
        background.read(doors.prepare, _ignore, _ignore, self)

    @property
    def step(self) -> Step:
        """The step on screen."""
        return self.steps[self._number]

    def first_focus(self) -> QWidget:
        """The first choice."""
        return self.kind.choice.focus_field()

    def _show(self, number: int) -> None:
        self._number = number
        for each in self.steps:
            each.setVisible(each is self.step)
        self.organisation.show_for(self.kind.kind)
        self.progress.setText(self.tr("Step {n} of {all}").format(n=number + 1, all=len(self.steps)))
        self.go_back.setVisible(0 < number < len(self.steps) - 1)
        self.go_on.setText(self._words())
        self.step.first_focus()

    def _words(self) -> str:
        if self.step is self.administrator:
            return self.tr("Set up this profile")
        return self.tr("Finish and sign in") if self.step is self.recovery else self.tr("Continue")

    @Slot()
    def _on_back(self) -> None:
        self._show(self._number - 1)

    @Slot()
    def _on_go_on(self) -> None:
        self.failed.hide()
        if not self.step.check():
            return
        if self.step is self.kind and self.kind.kind == "practice":
            self.practice_requested.emit()
        elif self.step is self.administrator:
            self._create()
        elif self.step is self.recovery:
            self.finished.emit()
        else:
            self._show(self._number + 1)

    def _create(self) -> None:
        self._set_busy(True)
        self._background.run(partial(self._doors.create, self._setup()), self._on_created, self._on_failed, self)

    def _setup(self) -> ProfileSetup:
        from enquiry_app.security.profile import ProfileSetup
        from enquiry_app.services.ports import NewPerson

        admin = self.administrator
        return ProfileSetup(
            kind=self.kind.kind,
            organisation=self.organisation.name.text().strip(),
            agency_kind=self.organisation.agency_kind(self.kind.kind),
            administrator=NewPerson(
                user_name=admin.user_name.text().strip(),
                display_name=admin.display_name.text().strip(),
                job_title=admin.job_title.text().strip(),
                role="administrator",
                password=admin.passwords.password,
            ),
            hub_contacts=self.contacts.contacts,
            shared_account=self.organisation.shared_account.isChecked(),
        )

    def _on_created(self, sheets: Any) -> None:
        self._set_busy(False)
        self.administrator.passwords.clear()
        self.recovery.show_sheets(sheets.sheet_one, sheets.sheet_two, sheets.fingerprint)
        self._show(len(self.steps) - 1)

    def _on_failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.failed.show_notice(sentence_of(error))
        self.failed.show()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.go_on, self.go_back, self.administrator):
            widget.setEnabled(not busy)
        self.go_on.setText(self.tr("Setting up…") if busy else self._words())


def _agency_kinds() -> list[tuple[str, str]]:
    import tomllib

    data = tomllib.loads(resource_text("code_lists", "agency_type.toml"))
    return [(choice["code"], choice["label"]) for choice in data["choices"]]


def _ignore(_: object) -> None:
    """Preparing is only a head start: setting up reports what goes wrong."""
