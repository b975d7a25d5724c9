"""Sealing on behalf of a page: an enquiry for a hub, or the Hub's reply. The file goes where the person says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from enquiry_app.enquiry.records import Enquiry
from ui.background import Background
from ui.exchange.seal_dialog import SealDialog
from ui.messages import report_error, tell


class Sealing(QObject):
    """Acts for one page and one enquiry. `saved(path)` once the file lies where it was wanted."""

    saved = Signal(str)

    def __init__(self, page: QWidget, application: Any, background: Background, enquiry: Enquiry) -> None:
        super().__init__(page)
        self._page, self._application, self._background, self._enquiry = page, application, background, enquiry

    @Slot()
    def for_the_hub(self) -> None:
        """Choose a known hub, seal, save."""
        self._background.read(self._application.stores.known, self._on_known, self._failed(), self)

    @Slot()
    def the_reply(self) -> None:
        """Seal how the enquiry stands for the agency it came from, save."""
        work = partial(self._application.exchange.seal_reply, self._enquiry.id)
        self._background.run(work, self._on_sealed, self._failed(), self)

    def _failed(self) -> Callable[[BaseException], None]:
        return partial(report_error, self._page)

    def _on_known(self, stores: Any) -> None:
        hubs = [store for store in stores if store.kind in ("hub", "shared", "practice")]
        if not hubs:
            tell(
                self._page,
                self.tr("No Hub is known here yet"),
                self.tr(
                    "Ask your Hub for its file that ends in .hub and open it (Settings, Sealed files, or drop it on this"
                    " window). Ringing them once to compare the fingerprint makes sure it is really theirs."
                ),
            )
            return
        dialog = SealDialog(hubs, self._enquiry.reference, self._page)
        if dialog.exec():
            work = partial(self._application.exchange.seal_enquiry, self._enquiry.id, dialog.peer_id)
            self._background.run(work, self._on_sealed, self._failed(), self)

    def _on_sealed(self, sealed: Any) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save the sealed file"), sealed.name, self.tr("Sealed files (*.enquiry)")
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != ".enquiry":
            path = path.with_name(f"{path.name}.enquiry")
        try:
            path.write_bytes(sealed.content)
        except OSError:
            tell(
                self._page, self.tr("The file could not be saved"), self.tr("Choose another place, or free some room.")
            )
            return
        self.saved.emit(str(path))
        words = self.tr("Only {name} can open it.").format(name=sealed.to.name)
        tell(self._page, self.tr("Sealed"), words)
