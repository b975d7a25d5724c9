"""The panels of work beside a referral. Each is one file; what a person may not do has no panel for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PanelPlace:
    """Where a panel is found, and the action that must be allowed for it to be shown."""

    key: str
    module: str
    kind: str
    action: str


PANELS = (
    PanelPlace("triage", "triage", "TriagePanel", "rate_enquiry"),
    PanelPlace("known", "known", "KnownPanel", "see_known"),
    PanelPlace("checks", "checks", "ChecksPanel", "ask_check"),
    PanelPlace("messages", "messages", "MessagesPanel", "see_messages"),
    PanelPlace("decision", "decision", "DecisionPanel", "draft_decision"),
    PanelPlace("letter", "letter", "LetterPanel", "write_letter"),
    PanelPlace("tasks", "tasks", "TasksPanel", "manage_tasks"),
    PanelPlace("disagreements", "disagreements", "DisagreementsPanel", "see_disagreements"),
)
