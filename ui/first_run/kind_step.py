"""First step: what this copy of the app is for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.first_run.step import Problems, Step
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.radio_group import RadioGroup


class KindStep(Step):
    """`kind` is partner, hub, shared or practice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Set up this computer"),
            self.tr("Nothing is stored or sent until you have finished."),
            parent,
        )
        self.choice = RadioGroup((
            ("partner", self.tr("For one organisation"), self.tr("A school, surgery, nursery or service that sends enquiries.")),
            ("hub", self.tr("For the Safeguarding Hub"), self.tr("Receives enquiries and works through the queue.")),
            ("shared", self.tr("For organisations and the Hub together"), self.tr("Both in one store on this computer.")),
            ("practice", self.tr("For practice"), self.tr("Fictional people and children. Nothing is kept.")),
        ))  # fmt: skip
        self.row = LabelledRow(self.tr("What will the app be used for here?"), self.choice)
        self.body.addWidget(self.row)

    @property
    def kind(self) -> str:
        """The code chosen, or ""."""
        return self.choice.code

    def problems(self) -> Problems:
        """A kind must be chosen."""
        return [] if self.kind else [(self.tr("Choose what the app will be used for"), self.row)]
