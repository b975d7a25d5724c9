"""Asked when a filled form was made from a draft that is still there: into that draft, or into a new one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.radio_group import RadioGroup


class WhereToDialog(FormDialog):
    """`into` after it was accepted: whether it goes into the draft of this title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Where do the answers go?"),
            self.tr("Read the form"),
            self.tr("This form was made from a draft that is still here: {title}.").format(title=title),
            parent=parent,
        )
        stays = self.tr("What the draft says otherwise by now stays; it is listed beside it.")
        beside = self.tr("The one that is there stays as it is. Keep one of the two.")
        self.where = RadioGroup((
            ("into", self.tr("Into that draft"), stays), ("new", self.tr("Into a new draft"), beside),
        ))  # fmt: skip
        self.where.choose("into")
        self.row = LabelledRow(self.tr("Put the answers"), self.where)
        self.body.addWidget(self.row)

    @property
    def into(self) -> bool:
        """Whether it was chosen to fill the draft that is there."""
        return self.where.code == "into"
