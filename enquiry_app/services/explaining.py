"""What the app says about itself, with the facts of this store: to read, and on paper for others."""

from __future__ import annotations

from enquiry_app.definitions.help_pages import HelpText, help_text
from enquiry_app.enquiry.app_statement import AppStatement
from enquiry_app.enquiry.records import StoreInfo
from enquiry_app.services.app_facts import facts_for
from enquiry_app.services.ports import RenderedPdf
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case


class Explaining:
    """Use cases of everybody signed in."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("see_statements", unaudited="words about the app, no record of a child")
    def page(self, page_id: str) -> HelpText:
        """One of the pages. Raises NotFound."""
        self._seat.require("see_statements")
        return self._filled(page_id, self._info())

    @use_case("see_statements", "statement:printed")
    def pdf(self, page_id: str) -> RenderedPdf:
        """One of the pages as a document. Raises NotFound, DocumentError."""
        seat = self._seat
        seat.require("see_statements")
        info = self._info()
        statement = AppStatement(self._filled(page_id, info), info.organisation, info.practice, seat.now())
        rendered = seat.make_document("statement", statement)
        with seat.store.write() as work:
            seat.record(work, "statement:printed", info.id, sha256=rendered.sha256)
            work.commit()
        return rendered

    def _info(self) -> StoreInfo:
        with self._seat.store.read() as read:
            return read.store_info()

    def _filled(self, page_id: str, info: StoreInfo) -> HelpText:
        facts = facts_for(self._seat.definitions.form, info.settings, info.kind, info.organisation)
        return help_text(page_id, facts)
