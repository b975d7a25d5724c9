"""One enquiry being written: answers in memory, what the form makes of them, and what is not saved yet. No widgets."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from enquiry_app.enquiry.answers import Address, Answers, Change, ItemsChange, Postal, Value
from enquiry_app.enquiry.form_state import FormState, evaluate
from enquiry_app.enquiry.item_titles import item_title
from enquiry_app.enquiry.records import Draft, Suggested
from enquiry_app.services.new_ids import new_item_id

SETTLE = 40  # ms after a key before the form is looked at again, so that fast typing is never held up


class DraftEditor(QObject):
    """`answers_changed(addresses)` at every edit, `state_changed` when the form has been looked at again."""

    answers_changed = Signal(object)
    items_changed = Signal(str)
    state_changed = Signal()

    def __init__(self, application: Any, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.application = application
        self.form = application.form
        self.enquiry = draft.enquiry
        self.answers: Answers = draft.answers
        self.saved: Answers = draft.answers
        self.version = draft.enquiry.version
        self.revealed: dict[str, Suggested] = dict(draft.revealed)
        self.place = self.saved_place = draft.enquiry.place
        self.touched_sections: set[str] = set()  # worked on in this visit, not in the audit trail yet
        self._noted: set[str] = set()  # of this visit, in the audit trail already
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE)
        self._settling.timeout.connect(self.look_again)
        self._stale = False
        self._state = self._evaluate()

    @property
    def state(self) -> FormState:
        """What the form makes of the answers now."""
        if self._stale:
            self.look_again()
        return self._state

    def state_at(self, stage: str) -> FormState:
        """The same for an urgent ("U") or normal ("N") send."""
        return self._evaluate(stage)

    def set_answer(self, question: str, items: tuple[str, ...], value: Value | None) -> None:
        """Change one answer; None takes it away."""
        changed = self.answers.with_answer(question, items, value)
        if changed is self.answers:
            return
        self.answers = changed
        self._edited(question, Address(question, items))

    def set_items(self, collection: str, parent: tuple[str, ...], items: tuple[str, ...]) -> None:
        """Change which items a collection has, and their order."""
        self.answers = self.answers.with_items(collection, parent, items)
        self._edited("", Address(collection, parent))
        self.items_changed.emit(collection)

    def add_item(self, collection: str, parent: tuple[str, ...] = ()) -> str:
        """Add an item at the end; returns its id."""
        item = new_item_id()
        self.set_items(collection, parent, (*self.answers.items_of(collection, parent), item))
        return item

    def bring_back(self, earlier: Answers, collection: str, path: tuple[str, ...]) -> None:
        """Undo the removal of one item: it and its answers are as in `earlier`; whatever else was written since stays.

        `path` ends with the item itself.
        """
        *parent, item = path
        before, now = (each.items_of(collection, tuple(parent)) for each in (earlier, self.answers))
        place = sum(each in now for each in before[: before.index(item)])
        answers = self.answers.with_items(collection, tuple(parent), (*now[:place], item, *now[place:]))
        for key, items in earlier.items.items():
            if key.parent[: len(path)] == path:
                answers = answers.with_items(key.collection, key.parent, items)
        for address, value in earlier.values.items():
            if address.items[: len(path)] == path:
                answers = answers.with_answer(address.question, address.items, value)
        self.answers = answers
        self._edited("", Address(collection, tuple(parent)))
        self.items_changed.emit(collection)

    def title_of(self, collection: str, items: tuple[str, ...]) -> str:
        """What an item is called."""
        return item_title(self.form, self.answers, collection, items)

    def child_title(self, child: str) -> str:
        """What a child is called, also one that was taken out meanwhile."""
        known = child in self.answers.items_of("children")
        return self.title_of("children", (child,)) if known else self.tr("a child no longer in the enquiry")

    def carried(self, question: str, items: tuple[str, ...]) -> list[tuple[str, Postal]]:
        """Addresses already given elsewhere in the family, each with whose it is; the same one is offered once."""
        found: dict[tuple[str, str], tuple[str, Postal]] = {}
        for address, value in self.answers.values.items():
            asked = self.form.questions.get(address.question)
            if asked is None or not asked.carry or address == Address(question, items):
                continue
            if isinstance(value, Postal) and (value.lines or value.postcode):
                title = self.title_of(self.form.collection_of[address.question], address.items)
                found.setdefault((value.lines, value.postcode), (title, value))
        return list(found.values())

    # Saving

    @property
    def unsaved(self) -> bool:
        """Whether something typed, or the place in the form, is not in the store yet."""
        return self.place != self.saved_place or self.answers != self.saved

    def pending(self) -> tuple[Change | ItemsChange, ...]:
        """What has to be written."""
        return self.answers.changes_since(self.saved)

    def mark_saved(self, answers: Answers, version: int, place: str) -> None:
        """The store now holds these answers and this place."""
        self.saved = answers
        self.saved_place = place
        self.version = version

    def note_edited(self, sections: tuple[str, ...]) -> None:
        """The audit trail says that these sections were worked on; it says so once a visit."""
        self._noted.update(sections)
        self.touched_sections.difference_update(sections)

    def begin_visit(self) -> None:
        """The person goes to another part of the form: work there is noted anew."""
        self._noted.clear()

    def take_over(self, theirs: Draft, mine: tuple[Change | ItemsChange, ...]) -> None:
        """Go on from what somebody else saved, with my own changes on top."""
        self.enquiry, self.version = theirs.enquiry, theirs.enquiry.version
        self.saved = theirs.answers
        self.answers = theirs.answers.with_changes(mine)
        self.revealed = dict(theirs.revealed)
        self.look_again()
        self.answers_changed.emit((Address(""),))

    def reveal(self, suggested: Suggested) -> None:
        """The suggestion for this child is shown from now on."""
        self.revealed[suggested.child] = suggested
        self.look_again()

    @Slot()
    def look_again(self) -> None:
        """Work out the form's state now."""
        self._settling.stop()
        self._stale = False
        self._state = self._evaluate()
        self.state_changed.emit()

    def _edited(self, question: str, address: Address) -> None:
        if question and (section := self.form.section_of[question].id) not in self._noted:
            self.touched_sections.add(section)
        self._stale = True
        self._settling.start()
        self.answers_changed.emit((address,))

    def _evaluate(self, stage: str = "") -> FormState:
        return evaluate(
            self.form,
            self.answers,
            today=self.today(),
            stage=stage or "N",
            revealed=self.revealed,
            matrix=self.application.matrix,
        )

    def today(self) -> dt.date:
        """The London day."""
        return self.application.clock.now().astimezone(ZoneInfo("Europe/London")).date()
