"""Somebody else saved the same enquiry first: their changes and mine are brought together, nothing is overwritten
without asking.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.answers import Change, ItemsChange
from enquiry_app.enquiry.question_kinds import kind_of
from enquiry_app.enquiry.records import Draft
from ui.form.draft_editor import DraftEditor
from ui.messages import ask


def bring_together(parent: QWidget, editor: DraftEditor, theirs: Draft) -> None:
    """Take over their version with my changes on top; where both changed one answer, ask which stays."""
    kept: list[Change | ItemsChange] = []
    for change in editor.pending():
        if isinstance(change, ItemsChange):
            other = theirs.answers.items_of(*change.key)
            kept.append(ItemsChange(change.key, (*other, *(item for item in change.items if item not in other))))
            continue
        before = editor.saved.values.get(change.address)
        now = theirs.answers.values.get(change.address)
        if now == before or now == change.value or _mine_stays(parent, editor, change, now):
            kept.append(change)
    editor.take_over(theirs, tuple(kept))


def _mine_stays(parent: QWidget, editor: DraftEditor, change: Change, now: object) -> bool:
    question = editor.form.questions[change.address.question]
    show = kind_of(question).show

    def words(value: object) -> str:
        return show(editor.form, question, value) if value is not None else editor.tr("Not provided")

    text = editor.tr("Saved meanwhile by somebody else:\n{theirs}\n\nWritten by you:\n{mine}")
    return ask(
        parent,
        editor.tr("“{question}” was changed in two places").format(question=question.name),
        text.format(theirs=words(now), mine=words(change.value)),
        editor.tr("Keep mine"),
        editor.tr("Keep the other"),
    )
