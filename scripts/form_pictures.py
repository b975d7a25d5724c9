"""Pictures of the screens of one enquiry: task list, sections, matrix, suggestion, check answers, send, urgent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.answers import Answers
from enquiry_app.enquiry.answers_json import answers_from_json
from enquiry_app.resource_files import resource_text
from ui.form.route import FINISHED, LIST, SUGGESTION, Stop
from ui.main_window import MainWindow

# Screen -> section, place of the child (None: asked once), page.
STOPS = {
    "danger": ("danger", None, "danger_now_page"),
    "worry": ("worry", None, "worry_page"),
    "finished": ("worry", None, FINISHED),
    "children": ("children", None, LIST),
    "birth": ("children", 0, "child_birth"),
    "address": ("children", 0, "child_address_page"),
    "identity": ("children", 0, "child_identity"),
    "chronology": ("chronology", None, "chronology_page"),
    "told": ("telling", None, "told_page"),
    "level": ("matrix", 0, "matrix_level"),
}


def form_screens(studio: Any, application: Any) -> Iterator[QWidget]:
    """Every kind of screen of an enquiry, with the committed example."""
    data = json.loads(resource_text("examples", "enquiries", "two-children.json"))
    answers = answers_from_json(application.form, application.matrix, data)
    window = studio.show(MainWindow(application, studio.background))
    window.navigator.show_draft(application.drafting.start(answers))
    form = window.page
    form.show_tasks()
    studio.keep("task-list", window)
    children = answers.items_of("children")
    for name, (section, child, page) in STOPS.items():
        form.show_stop(Stop(section, "" if child is None else children[child], page))
        studio.keep(name, window)
    _matrix(studio, window, children[0])
    form.show_review()
    studio.settle(600)
    studio.keep("check-answers", window)
    form.screen.send_requested.emit()
    studio.keep("send", window)
    form.show_urgent()
    studio.keep("urgent", window)
    window.close_all()
    yield window
    yield from _fresh(studio, application)


def _matrix(studio: Any, window: Any, child: str) -> None:
    form = window.page
    form.show_stop(Stop("matrix", child, "matrix_findings"))
    page = form.screen
    page.tabs.setCurrentIndex(1)
    page.table.go_to("BAS3a")
    studio.keep("matrix", window)
    page.search.setText("bruise")
    page.search.search_now()
    studio.keep("matrix-search", window)
    page.search.clear()
    page.tabs.setCurrentIndex(3)
    studio.keep("matrix-specialist", window)
    page.tabs.setCurrentIndex(4)
    studio.keep("matrix-around", window)
    form.show_stop(Stop("matrix", child, SUGGESTION))
    if form.screen.reveal_button.isVisible():
        studio.keep("suggestion-before", window)
        form.screen.reveal_button.click()
    studio.keep("suggestion", window)


def _fresh(studio: Any, application: Any) -> Iterator[QWidget]:
    """An enquiry nothing is written in yet: first question, empty list, what is missing."""
    window = studio.show(MainWindow(application, studio.background))
    window.navigator.show_draft(application.drafting.start(Answers()))
    form = window.page
    studio.keep("first-question", window)
    form.show_tasks()
    studio.keep("task-list-empty", window)
    form.show_stop(Stop("household", "", LIST))
    studio.keep("family-empty", window)
    form.show_review()
    studio.settle(600)
    form.screen.send_button.click()
    studio.keep("check-answers-missing", window)
    window.close_all()
    yield window
