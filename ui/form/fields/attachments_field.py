"""Files kept with the enquiry: a list, add, remove. Kind and size are judged by the service, off the UI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.form.fields.field import Field
from ui.messages import report_error
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.layouts import clear, column, row
from ui.widgets.wrapping_label import WrappingLabel


class AttachmentsField(Field):
    """The value is a tuple of mappings (id, file_name, media_type, size, sha256)."""

    def build(self) -> None:
        """A list and an add button."""
        layout = column(self, "tight")
        self._list = column(gap="hair")
        layout.addLayout(self._list)
        self.add_button = secondary_button(self.tr("Add a file…"), self, "add")
        self.add_button.clicked.connect(self._on_add)
        layout.addWidget(self.add_button)
        self._value: tuple[Any, ...] = ()

    def show_value(self, value: Any) -> None:
        """List the files."""
        self._value = tuple(value) if isinstance(value, tuple | list) else ()
        clear(self._list)
        for kept in self._value:
            self._list.addWidget(self._line(kept))

    def focus_field(self) -> QWidget:
        """The add button."""
        return self.add_button

    def _line(self, kept: Any) -> QWidget:
        holder = QWidget(self)
        layout = row(holder, "normal")
        size = max(1, round(int(kept.get("size", 0)) / 1024))
        layout.addWidget(WrappingLabel(f"{kept.get('file_name', '')} ({size} KB)"), 1)
        remove = link_button(self.tr("Remove"), holder)
        remove.setAccessibleName(self.tr("Remove {name}").format(name=kept.get("file_name", "")))
        remove.clicked.connect(partial(_remove, self, str(kept.get("id"))))
        layout.addWidget(remove)
        return holder

    @Slot()
    def _on_add(self) -> None:
        names = self.tr("Documents and pictures") + " (*.pdf *.docx *.jpg *.jpeg *.png)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Add a file"), "", names)
        if path:
            self.add_file(Path(path))

    def add_file(self, path: Path) -> None:
        """Read a file and keep it with the enquiry."""
        background = self.window_background()
        drafting = self.editor.application.drafting
        work = partial(_attach, drafting, self.editor.enquiry.id, path)
        background.run(work, self._on_added, partial(report_error, self), self)

    def window_background(self) -> Any:
        """The background of the page this field is on."""
        widget: Any = self
        while widget is not None and not hasattr(widget, "background"):
            widget = widget.parentWidget()
        return widget.background

    def _on_added(self, kept: Any) -> None:
        value = (*self._value, kept)
        self.edited.emit(value)
        self.show_value(value)

    def remove(self, attachment_id: str) -> None:
        """Take a file away."""
        value = tuple(kept for kept in self._value if kept.get("id") != attachment_id)
        drafting = self.editor.application.drafting
        work = partial(drafting.remove_attachment, self.editor.enquiry.id, attachment_id)
        self.edited.emit(value or None)
        self.show_value(value)
        self.window_background().run(work, _nothing, partial(report_error, self), self)


def _attach(drafting: Any, enquiry_id: str, path: Path) -> Any:
    return drafting.add_attachment(enquiry_id, path.name, path.read_bytes())


def _remove(field: AttachmentsField, attachment_id: str, *_: object) -> None:
    field.remove(attachment_id)


def _nothing(*_: object) -> None:
    return
