"""The outcome letter as it is written: for whom, its parts, who is doing what, and how it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.form.fields.text_fields import GrowingBox
from ui.widgets.buttons import secondary_button
from ui.widgets.card import Card
from ui.widgets.expander import Expander
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel

BOX_LINES = (2, 12)


class LetterEditor(QWidget):
    """`words` are what the boxes hold now; `edited` tells of each change; `variant_wanted` carries code and reason."""

    edited = Signal()
    variant_wanted = Signal(str, str)

    def __init__(self, letter: Any, actions: Sequence[Mapping[str, str]], wording: Any) -> None:
        super().__init__()
        self._wording, self.letter = wording, letter
        self.rows: dict[str, LabelledRow] = {}
        layout = column(self, "normal")
        layout.addWidget(WrappingLabel(self.tr("To {name}").format(name=letter.addressee), "strong"))
        layout.addWidget(self._variant_part())
        for part in wording.parts:
            if part.id == "who":
                if actions:
                    layout.addWidget(_actions_card(part.title, actions))
            elif part.id in letter.parts:
                layout.addWidget(self._row(part))
        if before := letter.kept.get("earlier_decision"):
            self.earlier = Expander(self.tr("What was written about the earlier decision"))
            for part in wording.parts:
                if words := before.get(part.id, ""):
                    self.earlier.add(WrappingLabel(part.title, "caption"))
                    self.earlier.add(WrappingLabel(words))
            layout.addWidget(self.earlier)
        self.names = NoticeBar("warning", "")
        self.names_allowed = QCheckBox(self.tr("I have looked: they may be named"))
        self.names.add(self.names_allowed)
        self.names.hide()
        layout.addWidget(self.names)
        ways = [(each.code, each.label, "") for each in wording.ways if each.code in self.variant.ways]
        self.how = RadioGroup(ways) if ways else None
        if self.how is not None:
            self.how.choose(ways[0][0])
            self.how_row = LabelledRow(self.tr("How does it go?"), self.how)
            layout.addWidget(self.how_row)
        else:
            words = self.tr("Record below why nobody can be told.")
            layout.addWidget(NoticeBar("info", self.tr("There is nobody to write to"), words))

    @property
    def variant(self) -> Any:
        """For whom it is written."""
        return self._wording.variant(self.letter.variant)

    @property
    def words(self) -> dict[str, str]:
        """Part id -> what its box holds."""
        return {part: row.field.toPlainText() for part, row in self.rows.items()}

    def first_focus(self) -> QWidget | None:
        """The words about why: what is read over most carefully."""
        row = self.rows.get("why") or next(iter(self.rows.values()), None)
        return row.field if row else None

    def show_problems(self, problems: Iterable[Any]) -> None:
        """Each at its box; the focus goes to the first. Names of others are asked about."""
        found = tuple(problems)
        for part, row in self.rows.items():
            row.show_problem(next((each.message for each in found if each.part == part), None))
        if self.how is not None:
            self.how_row.show_problem(next((each.message for each in found if each.part == "how"), None))
        names = [each.message for each in found if each.part == "names"]
        self.names.setVisible(bool(names))
        if names:
            self.names.show_notice(self.tr("Somebody else is named"), ". ".join(names) + ".")
        first = next((row for part, row in self.rows.items() if row.problem), None)
        if first is not None:
            first.focus_field()
        elif names:
            self.names_allowed.setFocus()

    def _row(self, part: Any) -> LabelledRow:
        box = GrowingBox(*BOX_LINES)
        box.setPlainText(self.letter.parts[part.id])
        box.textChanged.connect(self.edited)
        self.rows[part.id] = LabelledRow(part.title, box, part.hint)
        return self.rows[part.id]

    def _variant_part(self) -> Expander:
        part = Expander(self.tr("Written: {variant}").format(variant=self.variant.label))
        self.variants = RadioGroup([(each.code, each.label, each.hint) for each in self._wording.variants])
        self.variants.choose(self.letter.variant)
        part.add(LabelledRow(self.tr("For whom is it?"), self.variants))
        self.reason = QLineEdit(self.letter.variant_because)
        suggested = self._wording.variant(self.letter.suggested).label
        hint = self.tr("Needed for anything but “{label}”, which the answers speak for.").format(label=suggested)
        self.reason_row = LabelledRow(self.tr("Why"), self.reason, hint)
        part.add(self.reason_row)
        self.change_variant = secondary_button(self.tr("Write it for them"))
        self.change_variant.clicked.connect(partial(_want_variant, self))
        part.add(self.change_variant)
        self.variant_part = part
        return part


def _want_variant(editor: LetterEditor, *_: object) -> None:
    editor.variant_wanted.emit(editor.variants.code, editor.reason.text().strip())


def _actions_card(title: str, actions: Sequence[Mapping[str, str]]) -> Card:
    card = Card(title, gap="tight")
    for each in actions:
        card.add(WrappingLabel(each["what"], "strong"))
        card.add(WrappingLabel(", ".join(filter(None, (each["who"], each["by"])))))
    return card
