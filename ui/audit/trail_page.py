"""The audit trail: search and filters, a table of any length, checking and exporting it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QProgressDialog, QVBoxLayout, QWidget

from enquiry_app.enquiry.audit_trail import GROUPS, AuditVerdict, TrailFilter
from enquiry_app.enquiry.date_reading import read_date
from ui.appearance import space
from ui.audit.trail_model import TrailModel
from ui.audit.trail_table import TrailTable
from ui.background import Background
from ui.formatting import LONDON, count
from ui.messages import report_error, sentence_of, tell
from ui.shortcuts import shortcut
from ui.widgets.buttons import link_button, primary_button, secondary_button
from ui.widgets.flow import FlowLayout
from ui.widgets.heading import Heading
from ui.widgets.layouts import column, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.search_box import SearchBox
from ui.widgets.steady_combo import SteadyCombo
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel

_WHOLE_DAY = len("2026-11-23")


class TrailPage(QWidget):
    """`looks_requested(reference)`: who looked at one record."""

    page_title = "Audit trail"
    wants_width = True
    looks_requested = Signal(str)
    _progressed = Signal(int, int)

    def __init__(self, application: Any, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._application, self._background = application, background
        self._asked = 0
        self._waiting: Any = None
        self.progress: QProgressDialog | None = None
        self._build()
        self._connect()
        background.read(application.audit.people, self._show_people, partial(report_error, self), self)
        self.refresh()

    def first_focus(self) -> QWidget:
        """The search."""
        return self.search

    @property
    def wanted(self) -> TrailFilter:
        """The filter as chosen on screen."""
        until = self._day(self.until)
        return TrailFilter(
            person_id=self.person.code,
            group=self.group.code,
            since=_midnight(self._day(self.since)),
            until=_midnight(until + dt.timedelta(days=1)) if until else None,
            text=self.search.text().strip(),
        )

    @Slot()
    def refresh(self) -> None:
        """Ask for the numbers of the events; an answer that was overtaken is dropped."""
        for line in (self.since, self.until):
            self._mark(line)
        self._asked += 1
        if self._waiting is not None:
            self._waiting.cancel()
        self.total.setText(self.tr("Searching…"))
        work = partial(_find, self._application.audit, self.wanted, self._asked)
        self._waiting = self._background.read(work, self._show, self._on_failed, self)

    def _build(self) -> None:
        layout: QVBoxLayout = column(self, "snug")
        layout.setContentsMargins(space("wide"), space("wide"), space("wide"), space("normal"))
        head = row(gap="normal")
        title = Heading(self.tr("Audit trail"), 1)
        title.setWordWrap(False)
        head.addWidget(title)
        self.total = styled(QLabel(""), "caption")
        head.addWidget(self.total, 1)
        self.export = secondary_button(self.tr("Export"), self, "save")
        self.export.setVisible(self._application.may("export_audit_trail"))
        head.addWidget(self.export)
        self.verify = primary_button(self.tr("Check the trail"), self)
        head.addWidget(self.verify)
        layout.addLayout(head)
        layout.addLayout(self._tools())
        self.verdict = NoticeBar("info", "")
        self.verdict.hide()
        layout.addWidget(self.verdict)
        self.model = TrailModel(self)
        self.table = TrailTable(self.model, self)
        layout.addWidget(self.table, 1)
        self.empty = WrappingLabel("", "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        layout.addWidget(self.empty, 1)

    def _tools(self) -> FlowLayout:
        tools = FlowLayout(gap=space("snug"))
        self.search = SearchBox(self.tr("Search the audit trail"), self.tr("Reference, person, what was done"), self)
        self.search.setMaximumWidth(320)
        tools.addWidget(self.search)
        self.person = _combo(self, self.tr("Who"), (), self.tr("Anybody"))
        self.group = _combo(self, self.tr("What"), tuple(GROUPS.items()), self.tr("Anything done"))
        tools.addWidget(self.person)
        tools.addWidget(self.group)
        self.since, self.until = _day_line(self, self.tr("From day")), _day_line(self, self.tr("To day"))
        tools.addWidget(_labelled(self, self.tr("&From"), self.since))
        tools.addWidget(_labelled(self, self.tr("&to"), self.until))
        self.looks = link_button(self.tr("Who looked at a record…"), self)
        tools.addWidget(self.looks)
        return tools

    def _connect(self) -> None:
        self.model.block_wanted.connect(self._fetch)
        self.search.searched.connect(self.refresh)
        self.person.currentIndexChanged.connect(self.refresh)
        self.group.currentIndexChanged.connect(self.refresh)
        self.since.editingFinished.connect(self.refresh)
        self.until.editingFinished.connect(self.refresh)
        self.verify.clicked.connect(self._verify)
        self.export.clicked.connect(self._export)
        self.looks.clicked.connect(self._on_looks)
        self._progressed.connect(self._on_progress)
        shortcut("search", self, self.search.setFocus)

    def _day(self, line: QLineEdit) -> dt.date | None:
        """A whole day as people write it; None if it is none."""
        today = self._application.clock.now().astimezone(LONDON).date()
        read = read_date(line.text(), today) if line.text().strip() else None
        return dt.date.fromisoformat(read.iso) if read is not None and len(read.iso) == _WHOLE_DAY else None

    def _mark(self, line: QLineEdit) -> None:
        """A day that cannot be read is said, not passed over."""
        wrong = bool(line.text().strip()) and self._day(line) is None
        line.setToolTip(self.tr("Write the day as 23/11/2026.") if wrong else "")
        line.setProperty("faulty", "true" if wrong else "false")
        line.style().unpolish(line)
        line.style().polish(line)

    def _show_people(self, people: Any) -> None:
        for person in people:
            self.person.addItem(person.display_name, person.id)

    def _show(self, answer: Any) -> None:
        asked, numbers = answer
        if asked != self._asked:
            return
        self.model.show_numbers(numbers)
        self.total.setText(count(len(numbers), "event"))
        self.table.setVisible(len(numbers) > 0)
        self.empty.show_text("" if len(numbers) else self.tr("No event fits. Try another day, or fewer conditions."))

    def _on_failed(self, error: BaseException) -> None:
        self.total.setText("")
        report_error(self, error)

    @Slot(int)
    def _fetch(self, block: int) -> None:
        work = partial(_rows, self._application.audit, self.model.numbers_of(block), block, self._asked)
        self._background.read(work, self._show_block, partial(report_error, self), self)

    def _show_block(self, answer: Any) -> None:
        asked, block, rows = answer
        if asked == self._asked:
            self.model.show_block(block, rows)

    @Slot()
    def _on_looks(self) -> None:
        place = self.table.currentIndex().row() if self.table.currentIndex().isValid() else -1
        chosen = self.model.row_at(place) if place >= 0 else None
        self.looks_requested.emit(chosen.about if chosen is not None and look_like_reference(chosen.about) else "")

    # Checking

    @Slot()
    def _verify(self) -> None:
        self.verify.setEnabled(False)
        self.verdict.hide()
        self._begin(self.tr("Checking every event…"))
        work = partial(self._application.audit.verify, self._progressed.emit)
        self._background.read(work, self._on_verified, self._on_not_done, self)

    def _on_verified(self, verdict: AuditVerdict) -> None:
        self._end()
        words = [verdict.way_forward]
        if verdict.clock_jumps:
            first = ", ".join(f"{number:,}" for number in verdict.clock_jumps[:5])
            words.append(
                self.tr("The clock was set back {times} (event {first}): times around there are not sure.").format(
                    times=count(len(verdict.clock_jumps), "time"), first=first)
            )  # fmt: skip
        kind = "danger" if not verdict.ok else "warning" if verdict.clock_jumps else "success"
        self.verdict.show_notice(verdict.sentence, " ".join(filter(None, words)), kind)
        self.verdict.show()
        self.refresh()

    def _on_not_done(self, error: BaseException) -> None:
        self._end()
        self.verdict.show_notice(sentence_of(error), "", "danger")
        self.verdict.show()

    # Exporting

    @Slot()
    def _export(self) -> None:
        name = f"audit-trail-{self._application.clock.now():%Y-%m-%d}.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export the audit trail"), name, self.tr("CSV (*.csv)"))
        if not chosen:
            return
        self.export.setEnabled(False)
        self._begin(self.tr("Writing the events…"))
        work = partial(self._application.audit.export, self.wanted, self._progressed.emit)
        self._background.read(work, partial(self._on_exported, Path(chosen)), self._on_not_done, self)

    def _on_exported(self, path: Path, content: bytes) -> None:
        self._end()
        try:
            path.write_bytes(content)
            path.chmod(0o600)
        except OSError:
            tell(
                self, self.tr("The file could not be saved"), self.tr("Choose another place, or free some room there.")
            )
            return
        keep = self.tr("It is not encrypted: keep it where it belongs.")
        self.verdict.show_notice(self.tr("Exported {events}.").format(events=self.total.text()), keep, "success")
        self.verdict.show()

    def _begin(self, words: str) -> None:
        self.progress = QProgressDialog(words, "", 0, 0, self)
        self.progress.setWindowTitle(self.tr("Audit trail"))
        self.progress.setCancelButton(None)
        self.progress.setWindowModality(Qt.WindowModality.WindowModal)
        self.progress.setMinimumDuration(300)

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress.setMaximum(total)
            self.progress.setValue(done)

    def _end(self) -> None:
        self.verify.setEnabled(True)
        self.export.setEnabled(True)
        if self.progress is not None:
            self.progress.close()
            self.progress.deleteLater()
            self.progress = None


def look_like_reference(text: str) -> bool:
    """Whether this is a reference or a draft's number, not a name or an id."""
    return bool(text) and " " not in text and len(text) < 36


def _find(audit: Any, wanted: TrailFilter, asked: int) -> tuple[Any, ...]:
    return asked, audit.find(wanted)


def _rows(audit: Any, numbers: tuple[int, ...], block: int, asked: int) -> tuple[Any, ...]:
    return asked, block, audit.rows(numbers)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC) if day else None


def _day_line(parent: QWidget, name: str) -> QLineEdit:
    line = QLineEdit(parent)
    line.setAccessibleName(name)
    line.setPlaceholderText("23/11/2026")
    line.setFixedWidth(line.fontMetrics().averageCharWidth() * 12 + 28)
    return line


def _labelled(parent: QWidget, words: str, line: QLineEdit) -> QWidget:
    holder = QWidget(parent)
    across = row(holder, "tight")
    label = QLabel(words, holder)
    label.setBuddy(line)
    across.addWidget(label)
    across.addWidget(line)
    return holder


def _combo(parent: QWidget, name: str, choices: tuple[tuple[str, str], ...], nothing: str) -> SteadyCombo:
    made = SteadyCombo(choices, nothing, parent)
    made.setMinimumContentsLength(16)
    made.setAccessibleName(name)
    label = QLabel(name, parent)
    label.setBuddy(made)
    label.hide()
    return made
