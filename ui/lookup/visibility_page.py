"""The list in use, who may see what of it, and who looked children up."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from enquiry_app.enquiry.case_list_reading import LARGEST_FILE
from enquiry_app.errors import AppError
from ui.background import Background
from ui.formatting import LONDON, count, day_and_time
from ui.lookup.import_dialog import ImportDialog
from ui.lookup.importing import ImportingCard, Progress
from ui.lookup.list_words import true_on
from ui.lookup.past_look_ups import PastLookUps
from ui.lookup.visibility_table import VisibilityTable
from ui.messages import ask, report_error, sentence_of
from ui.page import Page
from ui.printing import print_pdfs
from ui.widgets.buttons import primary_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.layouts import button_row, clear, column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.wrapping_label import WrappingLabel

FILE_NAME = "who-may-see-what.pdf"


class VisibilityPage(Page):
    """Everybody reads it; importing, changing and the look-ups are shown to those who may."""

    page_title = "Looking children up"

    def __init__(self, application: Any, background: Background, back: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Looking children up"), back,
            self.tr(
                "Partners can ask whether a child is known to children’s social care. The answer comes from a list taken "
                "from the case system on a day, never from a case itself."
            ),
            wide=True, parent=parent,
        )  # fmt: skip
        self._application, self._background = application, background
        self._progress: Progress | None = None
        self._in_use: Any = None
        self.table: VisibilityTable | None = None
        self._build()
        self.refresh()

    def first_focus(self) -> QWidget:
        """Importing, for those who may; else the page for partners."""
        return self.choose_file if self.choose_file.isVisibleTo(self) else self.save_pdf

    @Slot()
    def refresh(self) -> None:
        """Load the list's particulars and the table again."""
        case_list = self._application.case_list
        self._background.read(partial(_load, case_list), self._show, partial(report_error, self), self)

    def flush(self) -> bool:
        """Leaving stops an import that is under way, and gives up ticks that were not saved, if that is wanted."""
        if self._progress is not None:
            if not ask(
                self, self.tr("Stop the import?"), self.tr("The list before it stays in use."),
                self.tr("Stop the import"), self.tr("Go on importing"),
            ):  # fmt: skip
                return False
            self._progress.stop()
        elif self.save_table.isEnabled():
            return ask(
                self, self.tr("Leave without saving?"), self.tr("Who may see what stays as it was."),
                self.tr("Leave"), self.tr("Stay"),
            )  # fmt: skip
        return True

    def _build(self) -> None:
        self._build_list()
        self._build_table()
        self._build_look_ups()

    def _build_list(self) -> None:
        card = Card(self.tr("The list in use"))
        self.list_words = WrappingLabel("")
        card.add(self.list_words)
        self.stale = NoticeBar("warning", self.tr("The list is old"))
        self.stale.hide()
        card.add(self.stale)
        self.outcome = NoticeBar("success", "")
        self.outcome.hide()
        card.add(self.outcome)
        self.importing = ImportingCard(self)
        card.add(self.importing)
        self.choose_file = primary_button(self.tr("Import a new list"), self)
        self.choose_file.clicked.connect(self._on_choose_file)
        card.add_layout(button_row((self.choose_file,)))
        self.choose_file.setVisible(self._application.may("import_case_list"))
        self.add(card)

    def _build_table(self) -> None:
        self._may_change = self._application.may("change_settings")
        card = Card(self.tr("Who may see what"))
        if self._may_change:
            card.add(
                WrappingLabel(
                    self.tr("Tick what is shown. A change holds for everybody, from their next look-up."), "hint"
                )
            )
        self._table_place = column(gap="")
        card.add_layout(self._table_place)
        self.table_saved = NoticeBar("success", self.tr("Saved"))
        self.table_saved.hide()
        card.add(self.table_saved)
        self.save_table = secondary_button(self.tr("Save the table"), self)
        self.save_pdf = secondary_button(self.tr("Save as PDF"), self, "save")
        self.print_pdf = secondary_button(self.tr("Print"), self, "print")
        self.save_table.setVisible(self._may_change)
        self.save_table.setEnabled(False)
        self.save_table.clicked.connect(self._on_save_table)
        self.save_pdf.clicked.connect(self._on_save_pdf)
        self.print_pdf.clicked.connect(self._on_print_pdf)
        card.add(WrappingLabel(self.tr("One page for partner agencies; no child stands on it."), "hint"))
        card.add_layout(button_row((self.save_table, self.save_pdf, self.print_pdf)))
        self.add(card)

    def _build_look_ups(self) -> None:
        self.look_ups = PastLookUps(self)
        self.show_look_ups = secondary_button(self.tr("Show past look-ups"), self)
        self.show_look_ups.clicked.connect(self._on_show_look_ups)
        self.show_look_ups.setVisible(self._application.may("see_audit_trail"))
        self.content.addLayout(button_row((self.show_look_ups,)))
        self.add(self.look_ups)

    def _show(self, loaded: tuple[Any, Any]) -> None:
        self._in_use, visibility = loaded
        self.list_words.setText(self._list_words())
        self.stale.setVisible(bool(self._in_use and self._in_use.stale))
        self.stale.show_notice(
            self.tr("The list is old"),
            self.tr("It no longer says that a child is not known. Import a new one."),
        )
        if not self.save_table.isEnabled():
            self._show_table(visibility)

    def _show_table(self, visibility: Any) -> None:
        clear(self._table_place)
        self.table = VisibilityTable(visibility, self._may_change)
        self.table.edited.connect(self._on_edited)
        self._table_place.addWidget(self.table)
        self.save_table.setEnabled(False)

    def _list_words(self) -> str:
        if self._in_use is None:
            return self.tr("No list has been imported yet. Every look-up answers “ask the Hub”.")
        found = self._in_use.list
        return self.tr("{name}: {children}, {when}. Imported {at}.").format(
            name=found.name or self.tr("Case system"), children=count(found.rows, "child", "children"),
            when=true_on(found.as_of, self._in_use.days_old), at=day_and_time(found.imported_at),
        )  # fmt: skip

    @Slot()
    def _on_choose_file(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self, self.tr("Choose the list"), "", self.tr("Lists (*.csv *.txt *.tsv);;All files (*)")
        )
        if path:
            self.outcome.hide()
            self.choose_file.setEnabled(False)
            work = partial(_read_file, self._application.case_list, Path(path))
            self._background.read(work, self._ask_columns, self._on_failed, self)

    def _ask_columns(self, found: tuple[bytes, Any]) -> None:
        self.choose_file.setEnabled(True)
        data, table = found
        today = self._application.clock.now().astimezone(LONDON).date()
        dialog = ImportDialog(table, self._in_use, today, self)
        if dialog.exec() and dialog.as_of is not None:
            self._start(data, dialog)

    def _start(self, data: bytes, dialog: ImportDialog) -> None:
        self._progress = Progress(self._background)
        self.importing.watch(self._progress)
        self.choose_file.setEnabled(False)
        self.importing.stop.setFocus()
        work = partial(
            self._application.case_list.import_list, data, dialog.mapping, dialog.as_of, dialog.name,
            self._progress.hear,
        )  # fmt: skip
        self._background.run(work, self._on_imported, self._on_failed, self)

    def _on_imported(self, made: Any) -> None:
        self._finish()
        self.outcome.show_notice(
            self.tr("{children} imported").format(children=count(made.rows, "child", "children")),
            self.tr("Now delete the file: it names children and lies unprotected where you saved it."),
            "success",
        )
        self.outcome.show()
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._finish()
        stopped = getattr(error, "code", "") == "import_stopped"
        title = self.tr("The import was stopped") if stopped else self.tr("Nothing was imported")
        self.outcome.show_notice(title, sentence_of(error), "info" if stopped else "danger")
        self.outcome.show()
        self.reveal(self.outcome)

    def _finish(self) -> None:
        if self._progress is not None:
            self._progress.deleteLater()
            self._progress = None
        self.importing.hide()
        self.choose_file.setEnabled(True)
        self.choose_file.setFocus()

    @Slot()
    def _on_edited(self) -> None:
        self.table_saved.hide()
        self.save_table.setEnabled(True)

    @Slot()
    def _on_save_table(self) -> None:
        if self.table is not None:
            work = partial(self._application.case_list.set_visibility, self.table.table)
            self._background.run(work, self._on_table_saved, partial(report_error, self), self)

    def _on_table_saved(self, visibility: Any) -> None:
        self._show_table(visibility)
        self.table_saved.show()

    @Slot()
    def _on_save_pdf(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, self.tr("Save the page"), FILE_NAME, self.tr("PDF (*.pdf)"))
        if chosen:
            work = partial(_save, self._application.case_list, Path(chosen))
            self._background.run(work, self._on_pdf_saved, partial(report_error, self), self)

    def _on_pdf_saved(self, _: object) -> None:
        self.table_saved.show_notice(self.tr("The page is saved"))
        self.table_saved.show()

    @Slot()
    def _on_print_pdf(self) -> None:
        work = self._application.case_list.visibility_pdf
        self._background.run(work, self._print, partial(report_error, self), self)

    def _print(self, made: Any) -> None:
        print_pdfs(self, [made.data], "Look-up statement")

    @Slot()
    def _on_show_look_ups(self) -> None:
        work = self._application.case_list.past_look_ups
        self._background.run(work, self._show_look_ups, partial(report_error, self), self)

    def _show_look_ups(self, found: Any) -> None:
        self.look_ups.show_look_ups(found, self._application.clock.now())
        self.show_look_ups.setText(self.tr("Show past look-ups again"))


def _load(case_list: Any) -> tuple[Any, Any]:
    return case_list.current(), case_list.visibility()


def _read_file(case_list: Any, path: Path) -> tuple[bytes, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise AppError("This file could not be read. Check that it is still there and not open elsewhere.") from error
    return data, case_list.preview(data)


def _save(case_list: Any, path: Path) -> None:
    data = case_list.visibility_pdf().data
    try:
        path.write_bytes(data)
    except OSError as error:
        raise AppError("The page could not be saved there. Choose another folder.") from error
