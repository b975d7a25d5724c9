"""The only place that opens a message box: `tell`, `ask`, `report_error`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from enquiry_app.errors import AppError

_hushed = False


def hush() -> None:
    """Say and ask nothing for now: the screen is being locked, and what was begun is given up."""
    global _hushed
    _hushed = True


def speak_again() -> None:
    """The lock is done."""
    global _hushed
    _hushed = False


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Say something that must be read before going on."""
    if _hushed:
        return
    box = _box(parent, title, text)
    box.addButton(_tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def ask(parent: QWidget | None, title: str, text: str, yes: str, no: str, dangerous: bool = False) -> bool:
    """Ask a question whose buttons say what they do. True for `yes`. The safe answer is the default key."""
    if _hushed:
        return False
    box = _box(parent, title, text)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    reject = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    accept.setProperty("role", "danger" if dangerous else "primary")
    box.setDefaultButton(reject if dangerous else accept)
    box.setEscapeButton(reject)
    box.exec()
    return box.clickedButton() is accept


def report_error(parent: QWidget | None, error: BaseException) -> None:
    """Say in one plain sentence what went wrong. Faults that are not ours get the general sentence."""
    tell(parent, _tr("There is a problem"), sentence_of(error))


def sentence_of(error: BaseException) -> str:
    """The sentence to show for an error; never a trace, never an answer."""
    if isinstance(error, AppError):
        return error.sentence
    return _tr(
        "Something went wrong in the app. What you typed is kept. Try again; if it happens again, close the app and "
        "start it anew, and tell the person who looks after it."
    )


def _box(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(title)
    box.setInformativeText(text)
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("messages", text)
