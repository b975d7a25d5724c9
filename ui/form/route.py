"""The way through a form: which screens there are now, in order. Pure look-up over the definition and its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from enquiry_app.definitions.form_definition import Page, Section
from enquiry_app.enquiry.answers import Address

if TYPE_CHECKING:
    from ui.form.draft_editor import DraftEditor

LIST = "list"  # the items of a repeated section
FINISHED = "finished"  # "Have you finished this section?"
SUGGESTION = "suggestion"  # what the matrix suggests, after the level was chosen


@dataclass(frozen=True)
class Stop:
    """One screen: section, item of its collection ("" for none) and page id (or one of the words above)."""

    section: str
    item: str
    page: str

    def __str__(self) -> str:
        return f"{self.section}|{self.item}|{self.page}"

    @property
    def items(self) -> tuple[str, ...]:
        """Where its answers lie."""
        return (self.item,) if self.item else ()


def stop_from(text: str) -> Stop | None:
    """A remembered place, or None."""
    parts = text.split("|")
    return Stop(*parts) if len(parts) == 3 else None


def stops_of(editor: DraftEditor, section: Section, item: str) -> list[Stop]:
    """The screens of one section (of one item) that have something to ask now."""
    items = (item,) if item else ()
    stops = []
    for page in section.pages:
        if any(editor.state.is_shown(Address(q.id, items)) for q in page.questions):
            stops.append(Stop(section.id, item, page.id))
            if section.screen == "matrix" and any(q.id == "level_chosen" for q in page.questions):
                stops.append(Stop(section.id, item, SUGGESTION))
    if section.asks_finished and stops:
        stops.append(Stop(section.id, item, FINISHED))
    return stops


def page_of(editor: DraftEditor, stop: Stop) -> Page | None:
    """The page of a stop, or None for the special screens."""
    return next((p for p in editor.form.section(stop.section).pages if p.id == stop.page), None)


def is_asked(editor: DraftEditor, stop: Stop) -> bool:
    """Whether the stop still exists: its section, its item and something to ask there."""
    if stop.section not in {s.id for s in editor.form.sections}:
        return False
    section = editor.form.section(stop.section)
    if stop.page == LIST:
        return bool(section.collection)
    if section.collection and stop.item not in editor.answers.items_of(section.collection):
        return False
    return stop in stops_of(editor, section, stop.item)


def adds_items(editor: DraftEditor, section: Section) -> bool:
    """Whether this is the section in which items of its collection are added: the first one with it."""
    first = next((s for s in editor.form.sections if s.collection == section.collection), None)
    return bool(section.collection) and first is section
