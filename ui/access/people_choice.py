"""Ticks for people, and a reason: who is named for an enquiry, and whom it is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from enquiry_app.enquiry.audit_trail import role_words
from enquiry_app.enquiry.records import Person
from ui.widgets.form_dialog import FormDialog
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.wrapping_label import WrappingLabel

SHORTEST_REASON = 5
LONGEST = 380  # pixels of a name with role and agency; the whole stands in the tool tip


class PeopleChoice(QWidget):
    """One tick a person; `chosen` are their ids."""

    def __init__(self, people: Sequence[Person], ticked: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        lines = column(self, "tight")
        for person in people:
            words = f"{person.display_name} – {role_words(person.role)}, {person.agency_name}"
            box = QCheckBox(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, LONGEST), self)
            box.setChecked(person.id in ticked)
            box.setToolTip(words)
            box.setAccessibleName(words)
            self.boxes[person.id] = box
            lines.addWidget(box)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of those ticked."""
        return tuple(person_id for person_id, box in self.boxes.items() if box.isChecked())


class NamingDialog(FormDialog):
    """`named`, `subjects` (where asked for) and `reason` after it was accepted. Whoever asks is always named."""

    def __init__(
        self, title: str, button: str, intro: str, people: Sequence[Person], named: Collection[str],
        about: Sequence[Person] = (), subjects: Collection[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, button, intro, parent=parent)
        self.body.addWidget(Heading(self.tr("Who else may open it"), 3))
        self.people = PeopleChoice(people, named, self)
        self.body.addWidget(self.people if people else WrappingLabel(self.tr("Nobody else can be named."), "hint"))
        self.about = PeopleChoice(about, subjects, self)
        if about:
            self.body.addWidget(Heading(self.tr("Is it about somebody who uses this app?"), 3))
            self.body.addWidget(
                WrappingLabel(self.tr("They will never see that it exists, whoever names them."), "hint")
            )
        self.body.addWidget(self.about)
        self.about.setVisible(bool(about))
        self.box = QPlainTextEdit(self)
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(self.box.fontMetrics().lineSpacing() * 4)
        self.row = LabelledRow(self.tr("Why?"), self.box)
        self.body.addWidget(self.row)

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of the people named, without those it is about."""
        return tuple(each for each in self.people.chosen if each not in self.subjects)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Ids of those it is about."""
        return self.about.chosen

    @property
    def reason(self) -> str:
        """The reason as typed."""
        return self.box.toPlainText().strip()

    def problems(self) -> list[tuple[str, LabelledRow]]:
        """A few words are needed."""
        return [] if len(self.reason) >= SHORTEST_REASON else [(self.tr("Say in a few words why"), self.row)]
