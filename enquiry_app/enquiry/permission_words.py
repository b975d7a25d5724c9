"""The table of `permissions.py` in words, in the order partners read it: what, and for each role whose enquiries. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from enquiry_app.enquiry.permissions import PERMISSIONS
from enquiry_app.enquiry.records import ROLES

SCOPE_WORDS: Mapping[str, str] = {
    "": "No", "own": "Own", "agency": "Agency’s", "hub": "Hub’s", "any": "Yes",
}  # fmt: skip
SCOPES_EXPLAINED = (
    ("Yes", "whenever the app is open"),
    ("Own", "enquiries this person made, or was asked to sign off"),
    ("Agency’s", "enquiries made in this person’s agency"),
    ("Hub’s", "enquiries that were handed over to the Hub"),
    ("No", "the app refuses it, whatever the screen shows"),
)
SHORT_ROLES: Mapping[str, str] = {
    "practitioner": "Practi- tioner",
    "safeguarding_lead": "Safe- guarding lead",
    "hub_worker": "Hub worker",
    "hub_manager": "Hub manager",
    "checking_agency": "Checking agency",
    "auditor": "Auditor",
    "administrator": "Adminis- trator",
}
BEYOND = (
    "An administrator looks after people, agencies and settings and has no way to what is in an enquiry.",
    "Somebody who has said that they know a family cannot open that enquiry until a manager has settled it.",
    "A restricted enquiry opens for the people named for it. Others see that it is there and whom to ask.",
    "A confidential enquiry, for an allegation about somebody who works with children, does not exist for anybody not"
    " named for it: not in lists, counts, searches or the audit trail. Its subject is never among those named.",
    "Somebody who is disabled, or given another role or agency, is refused at their next step, also in an open window.",
    "These are rules of the app. On one computer everybody who can unlock the store holds its key, so they do not stand"
    " against somebody who takes the store apart with other tools.",
)
_GROUPS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Making and sending an enquiry", {
        "start_enquiry": "Start an enquiry", "list_own_enquiries": "List their enquiries",
        "open_draft": "Read a draft and what became of it", "edit_draft": "Write in it",
        "delete_draft": "Delete a draft", "reveal_suggestion": "See what the matrix suggests",
        "search_similar": "Be told of similar enquiries", "ask_sign_off": "Ask for sign-off", "sign_off": "Sign off",
        "send": "Send", "record_handover": "Record how it was handed over", "withdraw": "Withdraw",
        "see_confirmation": "See the confirmation", "record_not_referred": "Record why it was not sent",
        "make_document": "Make documents of it", "see_progress": "Follow it after sending", "amend": "Change it after sending",
        "say_useful": "Say whether the answer was useful",
    }),
    ("At the Safeguarding Hub", {
        "see_queue": "See the queue", "open_received": "Open an enquiry", "take_enquiry": "Take it",
        "assign_enquiry": "Give it to somebody", "rate_enquiry": "Rate it", "move_enquiry": "Move it on",
        "see_known": "See whether the child is known", "link_children": "Link enquiries",
        "see_repeats": "See repeats", "ask_check": "Ask other agencies", "ask_referrer": "Ask the referrer",
        "draft_decision": "Draft a decision", "decide": "Decide", "write_letter": "Write to the referrer",
        "close_enquiry": "Close it", "reopen_enquiry": "Reopen it", "manage_tasks": "Say who does what",
        "see_handover": "See the handover sheet", "keep_filters": "Keep views of the queue",
        "settle_disagreement": "Settle a disagreement",
    }),
    ("Between agencies", {
        "see_messages": "Read messages", "write_message": "Write to the Hub",
        "raise_disagreement": "Disagree", "see_disagreements": "See disagreements",
        "see_checks_asked": "See questions asked of their agency", "answer_check": "Answer them",
        "look_up_child": "Look up whether a child is known", "see_visibility": "See who may see what in a look-up",
        "exchange": "Use sealed files", "give_store_card": "Give this store’s card to others",
        "confirm_store": "Confirm another store", "seal_enquiry": "Seal an enquiry for the Hub",
        "seal_reply": "Seal a reply", "take_in_enquiry": "Take in an enquiry", "take_in_reply": "Take in a reply",
        "prepare_mail": "Prepare a message", "send_mail": "Send it by mail",
    }),
    ("Who may open one enquiry", {
        "see_access": "See who may open it", "declare_conflict": "Say that they know the family",
        "lift_conflict": "Settle such a conflict", "restrict_enquiry": "Restrict it to named people",
        "mark_confidential": "Mark it confidential", "lift_access": "Open it to everybody again",
        "see_access_rules": "See every restriction and conflict",
    }),
    ("The record: trail, copies, retention", {
        "see_audit_trail": "See the audit trail", "export_audit_trail": "Export it",
        "see_who_looked": "See who looked at a record", "see_replay": "See what was known when",
        "give_subject_access": "Answer a subject access request", "see_disclosures": "See what was given to whom",
        "see_retention": "See what is due for review", "hold_record": "Put a record on hold",
        "hold_everything": "Put everything on hold", "destroy_record": "Decide about destroying a record",
        "confirm_destruction": "Confirm a destruction", "tidy_records": "Remove look-ups and views kept no longer",
    }),
    ("The store and its people", {
        "see_people": "See people and agencies", "manage_people": "Add, move and disable people",
        "manage_agencies": "Add agencies", "manage_teams": "Add, rename and close teams, and say who is in them",
        "change_settings": "Change settings",
        "import_case_list": "Import the list of the case system", "export_identity": "Export the store’s key",
        "see_permissions": "See this table", "see_statements": "Read what the app says about itself",
        "change_own_password": "Change their own passphrase",
    }),
)  # fmt: skip


@dataclass(frozen=True)
class PermissionLine:
    """One thing people do, and for each role (in the order of `ROLES`) whose enquiries, in words."""

    action: str
    words: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PermissionGroup:
    """Lines under one heading."""

    heading: str
    lines: tuple[PermissionLine, ...]


@dataclass(frozen=True)
class PermissionStatement:
    """What is printed for partners."""

    groups: tuple[PermissionGroup, ...]
    organisation: str
    practice: bool
    at: dt.datetime


def permission_groups() -> tuple[PermissionGroup, ...]:
    """The whole table; an action without words of its own stands last, under its code."""
    named = {action for _, actions in _GROUPS for action in actions}
    rest = {action: action.replace("_", " ").capitalize() for action in PERMISSIONS if action not in named}
    groups = (*_GROUPS, ("Other", rest)) if rest else _GROUPS
    return tuple(
        PermissionGroup(heading, tuple(_line(action, words) for action, words in actions.items()))
        for heading, actions in groups
    )


def _line(action: str, words: str) -> PermissionLine:
    scopes = PERMISSIONS[action]
    return PermissionLine(action, words, tuple(SCOPE_WORDS[scopes.get(role, "")] for role in ROLES))
