"""The retention schedule behind one line that opens it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from enquiry_app.enquiry.retention_rules import rule_words
from ui.widgets.expander import Expander
from ui.widgets.wrapping_label import WrappingLabel


def schedule_part(schedule: Any, store_kind: str, parent: QWidget) -> Expander:
    """Each line of the schedule that holds in this store, what it is based on, and who has confirmed it."""
    part = Expander(QCoreApplication.translate("retention", "How long records are kept here"), parent=parent)
    confirmed = schedule.confirmed_by or QCoreApplication.translate("retention", "Not confirmed by anybody yet.")
    part.add(WrappingLabel(f"{schedule.source} {confirmed}", "hint"))
    for rule in schedule.of_store(store_kind):
        part.add(WrappingLabel(rule.label, "strong"))
        part.add(WrappingLabel(" ".join(filter(None, (rule.because, rule_words(rule))))))
    return part
