"""A section of a form drawn into a picture by the app's own screens, for people who write the form. Stores nothing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from enquiry_app.clock import SystemClock
from enquiry_app.definitions.form_definition import Form, Page, Section
from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.records import Draft, Enquiry
from ui.form.draft_editor import DraftEditor

WIDTH, HEIGHT = 900, 640  # pixels of one screen; a long one is as high as it needs to be
ITEM = "1"


@dataclass(frozen=True)
class Drawing:
    """What the screens ask an application for; there is no store behind it."""

    form: Form
    matrix: Any
    hub: Any
    clock: Any


def draw_section(form: Form, section_id: str, out: Path) -> None:
    """Draw every page of a section, one below the other, as a PNG. Raises OSError if `out` cannot be written."""
    if QApplication.instance() is None:
        if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        QApplication(sys.argv[:1])
    application = QApplication.instance()
    from ui.appearance import Appearance

    Appearance(application, "light")
    section = form.section(section_id)
    editor = _editor(form, section)
    pictures = [_picture(_screen(editor, section, page)) for page in section.pages]
    if not _one_below_the_other(pictures).save(str(out), "PNG"):
        raise OSError("The picture cannot be written.")


def _editor(form: Form, section: Section) -> DraftEditor:
    clock = SystemClock()
    now = clock.now()
    answers = Answers()
    for collection in filter(None, dict.fromkeys(("children", section.collection))):
        if collection in form.collections:
            answers = answers.with_items(collection, (), (ITEM,))
    enquiry = Enquiry(
        id="preview", seq=0, reference="", status="draft", version=1, owner_id="", owner_name="", agency_id="",
        agency_name="", agency_kind="", form=form.name, matrix="", urgent=False, created_at=now, updated_at=now,
    )  # fmt: skip
    drawing: Any = Drawing(form, load_matrix(), load_hub(), clock)
    return DraftEditor(drawing, Draft(enquiry, answers))


def _screen(editor: DraftEditor, section: Section, page: Page) -> QWidget:
    items = (ITEM,) if section.collection else ()
    caption = f"{section.title} · {page.id}"
    if any(question.kind == "matrix" for question in page.questions):
        from ui.matrix.matrix_page import MatrixPage

        return MatrixPage(editor, ITEM, page, caption)
    from ui.form.section_page import SectionPage

    screen: Any = SectionPage(editor, _NoBackground(), page, items, caption)
    return screen


class _NoBackground:
    """Nothing runs beside a drawing."""


def _picture(screen: QWidget) -> QPixmap:
    screen.resize(WIDTH, HEIGHT)
    screen.ensurePolished()
    scroll = getattr(screen, "scroll", None)
    for _ in range(2):  # the height of wrapped words is known once the width is
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        screen.grab()
        if isinstance(scroll, QScrollArea):
            missing = scroll.widget().sizeHint().height() - scroll.viewport().height()
            screen.resize(WIDTH, max(240, screen.height() + missing))
    return screen.grab()


def _one_below_the_other(pictures: list[QPixmap]) -> QImage:
    height = sum(picture.height() for picture in pictures)
    image = QImage(WIDTH, max(height, 1), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    top = 0
    for picture in pictures:
        painter.drawPixmap(0, top, picture)
        top += picture.height()
    painter.end()
    return image
