"""Asked before a referral is printed: says whose copy it is and for whom, and which parts go on paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice
from PySide6.QtWidgets import QWidget

from ui.formatting import count
from ui.widgets.form_dialog import FormDialog
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.radio_group import RadioGroup

APPENDIX = "Appendix"  # how the headings of what can be left out begin
ON_ITS_OWN_PAGE = "Appendix: signs"  # other appendices begin where the text before them ends
EVERYTHING, WITHOUT_APPENDIX, PAGE_ONE = "everything", "without_appendix", "page_one"


def audience(copy: str) -> str:
    """Whose copy it is, and who may have it."""
    return {
        "hub": _tr("The Hub's copy, with everything in it. It is for the people of the Safeguarding Hub, not for the"
                   " family and not for other agencies."),
        "own": _tr("Your agency's own copy, for its child protection file. It is not for the family."),
        "family": _tr("The copy for the family. Give it to them only, and only where it is safe to."),
    }[copy]  # fmt: skip


class PrintChoice(FormDialog):
    """`part` is one of EVERYTHING, WITHOUT_APPENDIX, PAGE_ONE."""

    def __init__(self, title: str, said: str, parts: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(title, _tr("Choose the printer"), said, parent=parent)
        self.parts = RadioGroup(parts)
        self.parts.choose(EVERYTHING)
        self.body.addWidget(LabelledRow(_tr("What to print"), self.parts))

    @property
    def part(self) -> str:
        """What is to go on paper."""
        return self.parts.code

    @classmethod
    def of_one(cls, data: bytes, copy: str, parent: QWidget) -> PrintChoice:
        """For one referral, with its pages counted."""
        pages, before = pages_of(data)
        parts = [(EVERYTHING, _tr("Everything"), count(pages, "page"))]
        if before < pages:
            parts.append((WITHOUT_APPENDIX, _tr("Without the appendix"), _tr("{pages}: the worry, the matrix and what"
                          " has happened").format(pages=count(before, "page"))))  # fmt: skip
        parts.append((PAGE_ONE, _tr("Page one only"), _tr("the worry in short, and who to reach")))
        return cls(_tr("Print this referral?"), audience(copy), parts, parent)

    @classmethod
    def of_many(cls, many: int, said: str, parent: QWidget) -> PrintChoice:
        """For several referrals, all of them the Hub's copies."""
        parts = [
            (EVERYTHING, _tr("Everything"), ""),
            (WITHOUT_APPENDIX, _tr("Without the appendices"), ""),
            (PAGE_ONE, _tr("Page one of each"), ""),
        ]
        title = _tr("Print {many}?").format(many=count(many, "referral"))
        return cls(title, f"{audience('hub')} {said}", parts, parent)


def pages_to_print(data: bytes, part: str) -> int:
    """How many pages, from the first, this part of a document is."""
    pages, before = pages_of(data)
    return {EVERYTHING: pages, WITHOUT_APPENDIX: before, PAGE_ONE: 1}[part]


def pages_of(data: bytes) -> tuple[int, int]:
    """How many pages a PDF has, and how many before its appendix begins. A page they share counts as before."""
    from PySide6.QtPdf import QPdfBookmarkModel, QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    marks = QPdfBookmarkModel()
    marks.setDocument(document)
    heads = [_mark(marks, number) for number in range(marks.rowCount())]
    pages = document.pageCount()
    starts = [(title, page) for title, page in heads if title.startswith(APPENDIX)]
    before = pages
    if starts:
        title, page = starts[0]
        before = page if title.startswith(ON_ITS_OWN_PAGE) else page + 1
    marks.setDocument(None)
    document.close()
    return pages, before


def _mark(marks: Any, number: int) -> tuple[str, int]:
    from PySide6.QtPdf import QPdfBookmarkModel

    place, role = marks.index(number, 0), QPdfBookmarkModel.Role
    return str(marks.data(place, int(role.Title))), int(marks.data(place, int(role.Page)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintChoice", text)
