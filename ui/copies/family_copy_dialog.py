"""Asked before a copy for the family is made: is it safe to give, why, and to whom. The answer is kept."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from enquiry_app.services.producing_documents import SafeToGive
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.radio_group import RadioGroup


class FamilyCopyDialog(FormDialog):
    """`answered` and `large` after it was accepted."""

    def __init__(self, to_be_kept: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Copy for the family"),
            self.tr("Make the copy"),
            self.tr(
                "It leaves out who asked not to be named, what others told you in confidence, risks, refuge and hidden"
                " addresses, levels and signs. It still says what you are worried about: read it before you give it."
            ),
            parent=parent,
        )
        if to_be_kept:
            title = self.tr("You wrote that this must be kept from the child or family")
            self.body.addWidget(NoticeBar("warning", title, to_be_kept))
        self.safe = RadioGroup((
            ("yes", self.tr("Yes, it is safe to give"), ""),
            ("no", self.tr("No"), ""),
            ("not_sure", self.tr("I am not sure"), ""),
        ))  # fmt: skip
        question = self.tr("Is it safe to give this to the family? Think of the child, of both parents, and of you.")
        self.safe_row = LabelledRow(question, self.safe)
        self.stop = NoticeBar(
            "warning", self.tr("Then no copy is made."),
            self.tr("Talk it over with your safeguarding lead or ring the Hub. You can come back to this any time."),
        )  # fmt: skip
        self.stop.hide()
        self.to_whom = QLineEdit()
        self.to_whom_row = LabelledRow(self.tr("Who is it given to?"), self.to_whom)
        self.because = QLineEdit()
        self.because_row = LabelledRow(self.tr("Why is that safe?"), self.because)
        self.large_box = QCheckBox(self.tr("In large print"))
        for each in (self.safe_row, self.stop, self.to_whom_row, self.because_row, self.large_box):
            self.body.addWidget(each)
        self.safe.chosen.connect(self._on_chosen)

    @property
    def answered(self) -> SafeToGive:
        """What was answered."""
        return SafeToGive(self.safe.code == "yes", self.because.text(), self.to_whom.text())

    @property
    def large(self) -> bool:
        """Whether it is to be in large print."""
        return self.large_box.isChecked()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """Safe, why and to whom; nothing is made otherwise."""
        if not self.safe.code:
            return [(self.tr("Say whether it is safe"), self.safe_row)]
        if self.safe.code != "yes":
            return [(self.tr("No copy is made unless it is safe"), self.safe_row)]
        missing = []
        if not self.to_whom.text().strip():
            missing.append((self.tr("Say who gets it"), self.to_whom_row))
        if not self.because.text().strip():
            missing.append((self.tr("Say in a few words why it is safe"), self.because_row))
        return missing

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self.stop.setVisible(code != "yes")
        for each in (self.to_whom_row, self.because_row, self.large_box):
            each.setEnabled(code == "yes")
