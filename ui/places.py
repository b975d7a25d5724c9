"""Which places each role finds in the side bar, in order; the first is where the person arrives."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from ui.widgets.rail import Place


def places_for(application: Any) -> tuple[Place, ...]:
    """The places the signed-in person may go to. What they may do there is the services' business."""
    may = application.may
    found = []
    if may("list_own_enquiries"):
        found.append(Place("home", _tr("Home"), "home"))
    if may("start_enquiry"):
        found.append(Place("new", _tr("New enquiry"), "new"))
    if may("see_checks_asked"):
        found.append(Place("checks", _tr("Checks asked"), "info"))
    if may("see_queue"):
        found.append(Place("queue", _tr("Queue"), "queue"))
    if may("manage_tasks"):
        found.append(Place("tasks", _tr("My tasks"), "success"))
    if may("manage_people"):
        found.append(Place("people", _tr("People"), "people"))
    if may("look_up_child"):
        found.append(Place("lookup", _tr("Look up a child"), "search"))
    elif may("see_audit_trail"):
        found.append(Place("lookup", _tr("Looking up"), "search"))
    if may("see_audit_trail"):
        found.append(Place("audit", _tr("Audit trail"), "clock"))
    if may("see_disclosures"):
        found.append(Place("disclosures", _tr("Disclosures"), "person"))
    if may("see_retention"):
        found.append(Place("retention", _tr("Retention"), "document"))
    return (*found, Place("settings", _tr("Settings"), "settings"), Place("help", _tr("Help"), "help"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("places", text)
