"""What the administrator's pages of settings share: loading, saving, taking the new values at once, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.background import Background
from ui.messages import ask, report_error
from ui.page import Page
from ui.widgets.buttons import primary_button
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.notice_bar import NoticeBar


class HubPage(Page):
    """Subclasses fill the page in `show_hub`, and give `saving()` (the call that saves) and `row_of(field)`."""

    def __init__(
        self, application: Any, background: Background, title: str, intro: str, load: Callable[[], Any] | None = None
    ) -> None:
        super().__init__(title, self.tr("Settings"), intro)
        self._application, self._background = application, background
        self.outcome = NoticeBar("success", "")
        self.outcome.hide()
        self.add(self.outcome)
        self.save = primary_button(self.tr("Save"), self, "save")
        self.save.setEnabled(False)
        self.save.clicked.connect(self.save_all)
        self.add_buttons(self.save)
        self.edited = False
        load = load or application.hub_settings.current
        self._background.read(load, self._on_loaded, partial(report_error, self), self)

    def show_hub(self, hub: Any) -> None:
        """Fill the page with the particulars as stored."""
        raise NotImplementedError

    def saving(self) -> Callable[[], Any] | None:
        """What saves the page as it stands; None after showing what cannot be read."""
        raise NotImplementedError

    def row_of(self, field: str) -> LabelledRow | None:
        """The row a fault of the service belongs to."""
        raise NotImplementedError

    def flush(self) -> bool:
        """Ask before giving up what was typed and not saved."""
        return not self.edited or ask(
            self, self.tr("Leave without saving?"), self.tr("What you changed here is not kept."),
            self.tr("Leave"), self.tr("Stay"),
        )  # fmt: skip

    @Slot()
    def note_edit(self, *_: object) -> None:
        """Something was typed, ticked or taken out."""
        self.edited = True
        self.outcome.hide()

    @Slot()
    def save_all(self) -> None:
        """Save the page."""
        for row in self.findChildren(LabelledRow):
            row.show_problem(None)
        work = self.saving()
        if work is not None:
            self.save.setEnabled(False)
            self._background.run(work, self._on_saved, self._on_failed, self)

    def _on_loaded(self, hub: Any) -> None:
        self.show_hub(hub)
        self.save.setEnabled(True)
        self.edited = False
        chosen: QWidget | None = self.first_focus()
        if chosen is not None:
            chosen.setFocus()

    def _on_saved(self, _: object) -> None:
        self._application.take_settings()
        self.save.setEnabled(True)
        self.edited = False
        self.outcome.show_notice(
            self.tr("Saved"),
            self.tr("It holds here at once, elsewhere from the next page somebody goes to."),
            "success",
        )
        self.outcome.show()
        self.scroll_to_top()

    def _on_failed(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        faults = getattr(error, "faults", None)
        if not isinstance(faults, dict):
            report_error(self, error)
            return
        loose = []
        first: LabelledRow | None = None
        for field, words in faults.items():
            row = self.row_of(field)
            if row is None:
                loose.append(words)
            else:
                row.show_problem(words)
                first = first or row
        self.outcome.show_notice(
            self.tr("Nothing was saved"), "\n".join(loose) or self.tr("Put right what is marked."), "danger"
        )
        self.outcome.show()
        if first is not None:
            first.focus_field()
            self.reveal(first)
        else:
            self.scroll_to_top()
