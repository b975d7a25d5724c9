"""Somebody else saved the same enquiry first: their changes and mine are brought together, nothing is overwritten
without asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.records import Draft
from ui.form.draft_editor import DraftEditor
from ui.messages import ask

Path = tuple[str, ...]
LONGEST = 900  # characters of an answer shown to choose by


def bring_together(parent: QWidget, editor: DraftEditor, theirs: Draft) -> None:
    """Take over their version with my changes on top; where both changed one answer, ask which stays."""
    removed = set(_removed(editor.saved, editor.answers))
    kept = []
    for change in editor.pending():
        if isinstance(change, ItemsChange) or _lies_in(change.address.items, removed):
            continue
        before, now = editor.saved.values.get(change.address), theirs.answers.values.get(change.address)
        if now in (before, change.value) or _mine_stays(parent, editor, change, now):
            kept.append(change)
    written = {change.address.items for change in kept}
    items = tuple(_item_changes(editor.saved, editor.answers, theirs.answers, written))
    editor.take_over(theirs, (*items, *kept))


def _item_changes(base: Answers, mine: Answers, theirs: Answers, written: Set[Path]) -> Iterable[Change | ItemsChange]:
    """What both did to lists. An item one of us removed stays if the other has written in it since."""
    keys = sorted({*base.items, *mine.items, *theirs.items}, key=lambda key: len(key.parent))
    for key in keys:
        before, here, there = (answers.items_of(*key) for answers in (base, mine, theirs))
        stays = [i for i in there if i in here or i not in before or _differs(base, theirs, (*key.parent, i))]
        mine_too = [i for i in here if i not in there and (i not in before or _has_words(written, (*key.parent, i)))]
        merged = (*stays, *mine_too)
        if merged != there:
            yield ItemsChange(key, merged)
        for item in mine_too:
            for address, value in _inside(mine, (*key.parent, item)):
                yield Change(address, value)


def _removed(base: Answers, mine: Answers) -> Iterable[Path]:
    for key, items in base.items.items():
        yield from ((*key.parent, item) for item in items if item not in mine.items_of(*key))


def _lies_in(path: Path, places: Set[Path]) -> bool:
    return any(path[:depth] in places for depth in range(1, len(path) + 1))


def _has_words(written: Set[Path], item: Path) -> bool:
    return any(path[: len(item)] == item for path in written)


def _inside(answers: Answers, item: Path) -> list[tuple[Address, object]]:
    return [(address, value) for address, value in answers.values.items() if address.items[: len(item)] == item]


def _differs(base: Answers, theirs: Answers, item: Path) -> bool:
    return dict(_inside(base, item)) != dict(_inside(theirs, item))


def _mine_stays(parent: QWidget, editor: DraftEditor, change: Change, now: object) -> bool:
    question = editor.form.questions[change.address.question]
    show = kind_of(question).show

    def words(value: object) -> str:
        whole = show(editor.form, question, value, editor.child_title) if value is not None else ""
        return (f"{whole[:LONGEST]} …" if len(whole) > LONGEST else whole) or editor.tr("Not provided")

    text = editor.tr("Saved meanwhile by somebody else:\n{theirs}\n\nWritten by you:\n{mine}")
    return ask(
        parent,
        editor.tr("“{question}” was changed in two places").format(question=question.name),
        text.format(theirs=words(now), mine=words(change.value)),
        editor.tr("Keep mine"),
        editor.tr("Keep the other"),
    )
