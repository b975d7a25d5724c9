"""What the app says about itself: its pages in a list, the chosen one beside it, searched, saved and printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from enquiry_app.definitions.help_pages import PAGES, HelpText
from ui.appearance import space
from ui.background import Background
from ui.help.about_html import about_html
from ui.home.document_actions import write_copy
from ui.messages import report_error
from ui.printing import print_pdfs
from ui.shortcuts import shortcut
from ui.widgets.buttons import icon_button, link_button, secondary_button
from ui.widgets.heading import Heading
from ui.widgets.layouts import add_to, column, row
from ui.widgets.search_box import SearchBox
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class AboutPage(QWidget):
    """Everybody may read it. F6, Tab and the arrows reach everything; Ctrl+F searches the page shown."""

    page_title = "About this app"
    wants_width = True
    closed = Signal()

    def __init__(
        self, application: Any, background: Background, page_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background = application, background
        self.text: HelpText | None = None
        self._build()
        names = list(PAGES)
        self.pages.setCurrentRow(names.index(page_id) if page_id in names else 0)

    def first_focus(self) -> QWidget:
        """The words, to read on with the arrows."""
        return self.words

    @property
    def page_id(self) -> str:
        """The page chosen."""
        return str(self.pages.currentItem().data(Qt.ItemDataRole.UserRole))

    def changeEvent(self, event: QEvent) -> None:
        """Another look: the words are set anew in its colours and sizes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self.text is not None:
            self._show(self.text)

    def _build(self) -> None:
        layout = column(self, "snug")
        layout.setContentsMargins(space("wide"), space("snug"), space("wide"), space("normal"))
        self.back = link_button(self.tr("Help"), self, "back")
        self.back.clicked.connect(self.closed)
        add_to(layout, self.back)
        head = row(gap="snug")
        head.addWidget(Heading(self.tr("About this app"), 1), 1)
        self.to_print = icon_button("print", self.tr("Print this page (Ctrl+P)"), self)
        self.to_save = icon_button("save", self.tr("Save this page as PDF or web page (Ctrl+Shift+S)"), self)
        head.addWidget(self.to_print)
        head.addWidget(self.to_save)
        layout.addLayout(head)
        layout.addLayout(self._searching())
        layout.addWidget(self._reading(), 1)
        self.to_print.clicked.connect(self._print)
        self.to_save.clicked.connect(self._save)
        shortcut("print", self, self._print)
        shortcut("save_copy", self, self._save)
        shortcut("search", self, self._start_search)

    def _searching(self) -> Any:
        across = row(gap="snug")
        self.search = SearchBox(self.tr("Search this page"), parent=self)
        self.next = secondary_button(self.tr("Next"), self)
        self.found = WrappingLabel("", "hint")
        across.addWidget(self.search)
        across.addWidget(self.next)
        across.addWidget(self.found, 1)
        self.search.searched.connect(self._search)
        self.next.clicked.connect(self._find_next)
        return across

    def _reading(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.pages = QListWidget(split)
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setWordWrap(True)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page_id, title in PAGES.items():
            item = QListWidgetItem(self.tr(title), self.pages)
            item.setData(Qt.ItemDataRole.UserRole, page_id)
        self.words = QTextBrowser(split)
        self.words.setOpenLinks(False)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.words.document().setDocumentMargin(space("normal"))
        self.words.setTabChangesFocus(True)
        split.addWidget(self.pages)
        split.addWidget(self.words)
        split.setStretchFactor(1, 1)
        split.setSizes([230, 770])
        self.pages.currentRowChanged.connect(self._on_chosen)
        return split

    @Slot(int)
    def _on_chosen(self, _: int) -> None:
        work = partial(self._application.explaining.page, self.page_id)
        self._background.read(work, self._show, partial(report_error, self), self)

    def _show(self, text: HelpText) -> None:
        if text.id != self.page_id:
            return
        new = self.text is None or self.text.id != text.id
        self.text = text
        place = 0 if new else self.words.verticalScrollBar().value()
        self.words.setHtml(about_html(text))
        self.words.setAccessibleName(text.title)
        self.words.verticalScrollBar().setValue(place)
        self.found.show_text("")

    @Slot()
    def _start_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str)
    def _search(self, words: str) -> None:
        """Typed on: from where the last find began; the same words again: the next place."""
        cursor = self.words.textCursor()
        if words != cursor.selectedText():
            cursor.setPosition(cursor.selectionStart())
            self.words.setTextCursor(cursor)
        self._find(words)

    @Slot()
    def _find_next(self) -> None:
        self._find(self.search.text().strip())

    def _find(self, words: str) -> None:
        if not words:
            self.found.show_text("")
            return
        if self.words.find(words):
            self.found.show_text("")
            return
        before = self.words.textCursor()
        self.words.moveCursor(QTextCursor.MoveOperation.Start)
        if self.words.find(words):
            self.found.show_text(self.tr("From the top again."))
        else:
            self.words.setTextCursor(before)
            self.found.show_text(self.tr("Not on this page."))

    @Slot()
    def _print(self) -> None:
        self._make(self._on_to_print)

    @Slot()
    def _save(self) -> None:
        self._make(self._on_to_save)

    def _make(self, done: Any) -> None:
        if self.text is not None:
            work = partial(self._application.explaining.pdf, self.page_id)
            self._background.run(work, done, partial(report_error, self), self)

    def _on_to_print(self, made: Any) -> None:
        print_pdfs(self, [made.data], self.page_title)

    def _on_to_save(self, made: Any) -> None:
        """As a PDF, or as a web page that a word processor opens to be completed."""
        name = f"{PAGES[self.page_id].lower().replace(' ', '-')}.pdf"
        kinds = self.tr("PDF (*.pdf);;Web page, to complete in a word processor (*.html)")
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Save this page"), name, kinds)
        if chosen:
            as_page = chosen.lower().endswith(".html") or ("*.html" in kind and not chosen.lower().endswith(".pdf"))
            write_copy(self, Path(chosen), made.as_html().encode() if as_page else made.data)
