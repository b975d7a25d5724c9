"""What is worth a look before sending: a few lines as they are, many counted by section, the first one open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from enquiry_app.enquiry.problems import Problem
from ui.form.draft_editor import DraftEditor
from ui.widgets.buttons import link_button
from ui.widgets.expander import Expander
from ui.widgets.notice_bar import NoticeBar

FEW = 6  # lines a person reads at a glance; from here on by section


class MissingList(NoticeBar):
    """`chosen(Address)` to go where a line points."""

    chosen = Signal(object)

    def __init__(self, editor: DraftEditor, problems: Sequence[Problem], parent: QWidget | None = None) -> None:
        title = editor.tr("Worth a look before you send ({count})").format(count=len(problems))
        super().__init__(
            "info", title, editor.tr("None of this stops you. What you do not know you can leave."), parent
        )
        self._editor = editor
        if len(problems) <= FEW:
            for problem in problems:
                self.add(self._link(problem))
            return
        self._items_of = {each.id: each.collection for each in editor.form.sections}
        ordered = sorted(problems, key=self._order)
        for number, (place, group) in enumerate(groupby(ordered, key=self._place)):
            self._group(place, list(group), opened=not number)

    def _order(self, problem: Problem) -> tuple[int, int]:
        section, item = self._place(problem)
        sections = list(self._items_of)
        items = self._editor.answers.items_of(self._items_of[section]) if item else ()
        return (
            sections.index(section) if section in sections else len(sections),
            items.index(item) + 1 if item in items else 0,
        )

    def _place(self, problem: Problem) -> tuple[str, str]:
        """Section, and its child or person if it belongs to one."""
        of_items = self._items_of.get(problem.section)
        return problem.section, problem.address.items[0] if of_items and problem.address.items else ""

    def _group(self, place: tuple[str, str], problems: Sequence[Problem], opened: bool) -> None:
        heading = self.tr("{section} ({count})").format(section=self._heading_of(*place), count=len(problems))
        box = Expander(heading, parent=self)
        for problem in problems:
            box.add(self._link(problem))
        box.open_up(opened)
        self.add(box)

    def _heading_of(self, section: str, item: str) -> str:
        form = self._editor.form
        found = next((each for each in form.sections if each.id == section), None)
        if found is None:
            return self.tr("Other")
        return f"{found.title}: {self._editor.title_of(found.collection, (item,))}" if item else found.title

    def _link(self, problem: Problem) -> QPushButton:
        button = link_button(problem.message, self)
        button.clicked.connect(partial(_choose, self, problem))
        return button


def _choose(bar: MissingList, problem: Problem, *_: object) -> None:
    bar.chosen.emit(problem.address)
