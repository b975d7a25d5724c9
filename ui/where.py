"""Where somebody was when the screen locked, and the way back there: place, page, tab, field and cursor. No words in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.answers import Change
from enquiry_app.services.setting_aside import DraftAside, TypedText, WordsAside
from ui.typed_fields import Cursor, FieldPlace, cursor_in, go_to_cursor, put_text, texts_typed

if TYPE_CHECKING:
    from ui.main_window import MainWindow

CASE = "CasePage"
OWN = ("FormPage", "ProgressPage", "ConsideredPage", "WaitingPage")
LOOK_AGAIN, TRIES = 50, 200  # ms, and how often: a page asks the store before its fields are there


@dataclass(frozen=True)
class Where:
    """`place` in the side bar, kind of page on top, the enquiry it is about, its tab, what is opened inside it, the cursor."""

    place: str
    page: str
    enquiry_id: str
    tab: str
    inside: str
    cursor: Cursor | None


def where_in(main: MainWindow) -> Where | None:
    """Where the person is in this window."""
    page = main.page
    if page is None:
        return None
    inside = str(getattr(page, "place_inside", ""))
    return Where(main.rail.current, type(page).__name__, main.open_enquiry_id(), tab_of(page), inside, cursor_in(page))


def tab_of(page: QWidget) -> str:
    """The tab chosen on the Hub's page of one enquiry, "" elsewhere."""
    panels = getattr(page, "panels", None)
    return str(getattr(panels, "key", ""))


def typed_on(page: QWidget | None) -> tuple[TypedText, ...]:
    """What is typed on a page and saved nowhere. The form keeps its own."""
    if page is None or type(page).__name__ == "FormPage":
        return ()
    kind, enquiry_id = type(page).__name__, str(getattr(page, "enquiry_id", ""))
    panels = getattr(page, "panels", None)
    parts = panels.made if hasattr(panels, "made") else {"": page}
    return tuple(
        TypedText(kind, enquiry_id, tab, place.kind, place.number, place.of, text)
        for tab, part in parts.items()
        for place, text in texts_typed(part)
    )


def where_typed(words: WordsAside) -> Where:
    """Where the first words set aside belong, for somebody who comes back after the app was closed."""
    if words.drafts:
        return Where("", "FormPage", words.drafts[0].enquiry_id, "", "", None)
    if words.typed:
        first = words.typed[0]
        return Where("", first.page, first.enquiry_id, first.tab, "", None)
    return Where("", "", "", "", "", None)


class WayBack(QObject):
    """Goes back there, then fills the fields that were typed in; `done` once nothing is set aside any more.

    What finds no field within some seconds is shown in the window's bar, until the person puts it away.
    """

    done = Signal()

    def __init__(self, main: MainWindow, where: Where, words: WordsAside) -> None:
        super().__init__(main)
        self._main, self._where = main, where
        self._typed, self._drafts = list(words.typed), list(words.drafts)
        self._saving: list[Any] = []  # forms that have their words again and save them
        self._inside: str | None = where.inside  # still to be opened; None once the page is filled
        self._tries = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN)
        self._timer.timeout.connect(self._look)
        main.left_bar.put_away.connect(self._on_put_away)

    @property
    def drafts(self) -> tuple[DraftAside, ...]:
        """Drafts not given back yet."""
        return tuple(self._drafts)

    @property
    def typed(self) -> tuple[TypedText, ...]:
        """Texts not back in a field."""
        return tuple(self._typed)

    def go(self) -> None:
        """Open the page, and wait beside the person until it is filled."""
        navigator, where = self._main.navigator, self._where
        if where.place and where.place != self._main.rail.current:
            navigator.go(where.place)
        if where.page == CASE:
            if navigator.has_queue:
                navigator.open_received(where.enquiry_id)
            else:
                navigator.open_for_task(where.enquiry_id, where.tab)
        elif where.page in OWN and where.enquiry_id:
            navigator.open_enquiry(where.enquiry_id)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        self._tries += 1
        page = self._main.page
        there = page is not None and type(page).__name__ in (self._where.page, "") and not self._main.background.busy
        if there and page is not None and self._inside is not None and not self._fill(page):
            return
        if there:
            self._inside = None
        saved = not any(shiboken6.isValid(form) and form.editor.unsaved for form in self._saving)
        if (there and saved) or self._tries > TRIES:
            self._timer.stop()
            self._finish(saved)

    def _finish(self, saved: bool) -> None:
        words = [*(one.text for one in self._typed), *(text for draft in self._drafts for text in texts_of(draft))]
        self._main.left_bar.show_words(words)
        if saved and not words:
            self.done.emit()

    @Slot()
    def _on_put_away(self) -> None:
        self._typed, self._drafts = [], []
        self.done.emit()

    def _fill(self, page: QWidget) -> bool:
        """Fill what can be filled. False while something that was just opened asks the store."""
        if self._inside and hasattr(page, "go_inside"):
            page.go_inside(self._inside)
            self._inside = ""
            return False
        panels = getattr(page, "panels", None)
        if panels is not None and hasattr(panels, "made"):
            if not panels.keys:
                return False
            wanted = [*dict.fromkeys(one.tab for one in self._typed), self._where.tab]
            fresh = [tab for tab in wanted if tab in panels.keys and tab not in panels.made]
            for tab in fresh:
                panels.choose(tab)
            panels.choose(self._where.tab)
            if fresh:
                return False
        back = [draft for draft in self._drafts if _gave_back(page, draft)]
        self._drafts = [draft for draft in self._drafts if draft not in back]
        self._saving += [page] if back else []
        self._typed = [one for one in self._typed if not self._put(page, one)]
        if self._where.cursor is not None:
            go_to_cursor(page, self._where.cursor)
        return True

    def _put(self, page: QWidget, one: TypedText) -> bool:
        panels = getattr(page, "panels", None)
        part = panels.made.get(one.tab) if one.tab and hasattr(panels, "made") else page
        return part is not None and put_text(part, FieldPlace(one.kind, one.number, one.of), one.text)


def _gave_back(page: QWidget, draft: DraftAside) -> bool:
    """Whether the page is the form of this draft and has its words again."""
    giver = getattr(page, "give_back", None)
    if giver is None or getattr(page, "enquiry_id", "") != draft.enquiry_id:
        return False
    giver(draft)
    return True


def texts_of(draft: DraftAside) -> tuple[str, ...]:
    """The words of a draft that cannot be opened any more, so that they can at least be copied."""
    changes = draft.mine.changes_since(draft.base)
    return tuple(one.value for one in changes if isinstance(one, Change) and isinstance(one.value, str))
