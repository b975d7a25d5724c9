"""Who may do what: one table of action and role, and the rule for whose enquiry it is. Pure; enforced by the services.

Scopes: `own` = made by this person, or given to them for sign-off; `agency` = of this person's agency; `hub` = handed
over to the hub; `any` = not about one enquiry. An action missing for a role is not allowed. The administrator has no
action on case content (in a local store a rule of the app, not of cryptography).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.errors import Refused

PERMISSIONS: Mapping[str, Mapping[str, str]] = {
    # the agency's work
    "start_enquiry": {"practitioner": "any", "safeguarding_lead": "any"},
    "list_own_enquiries": {"practitioner": "any", "safeguarding_lead": "any"},
    "open_draft": {"practitioner": "own", "safeguarding_lead": "agency"},
    "edit_draft": {"practitioner": "own", "safeguarding_lead": "agency"},
    "delete_draft": {"practitioner": "own", "safeguarding_lead": "own"},
    "reveal_suggestion": {"practitioner": "own", "safeguarding_lead": "agency"},
    "search_similar": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
    },
    "ask_sign_off": {"practitioner": "own", "safeguarding_lead": "own"},
    "sign_off": {"safeguarding_lead": "agency"},
    "send": {"practitioner": "own", "safeguarding_lead": "agency"},
    "record_handover": {"practitioner": "own", "safeguarding_lead": "agency"},
    "withdraw": {"practitioner": "own", "safeguarding_lead": "agency"},
    "see_confirmation": {"practitioner": "own", "safeguarding_lead": "agency"},
    # documents
    "make_document": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    # the hub's work
    "see_queue": {"hub_worker": "any", "hub_manager": "any"},
    "open_received": {"hub_worker": "hub", "hub_manager": "hub"},
    "take_enquiry": {"hub_worker": "hub", "hub_manager": "hub"},
    "assign_enquiry": {"hub_worker": "hub", "hub_manager": "hub"},
    "rate_enquiry": {"hub_worker": "hub", "hub_manager": "hub"},
    "move_enquiry": {"hub_worker": "hub", "hub_manager": "hub"},
    "see_known": {"hub_worker": "hub", "hub_manager": "hub"},
    "link_children": {"hub_worker": "hub", "hub_manager": "hub"},
    "see_repeats": {"hub_worker": "any", "hub_manager": "any"},
    "ask_check": {"hub_worker": "hub", "hub_manager": "hub"},
    "see_checks_asked": {"checking_agency": "any"},
    "answer_check": {"checking_agency": "any", "hub_worker": "any", "hub_manager": "any"},
    "ask_referrer": {"hub_worker": "hub", "hub_manager": "hub"},
    "draft_decision": {"hub_worker": "hub", "hub_manager": "hub"},
    "decide": {"hub_manager": "hub"},
    "write_letter": {"hub_worker": "hub", "hub_manager": "hub"},
    "close_enquiry": {"hub_worker": "hub", "hub_manager": "hub"},
    "reopen_enquiry": {"hub_manager": "hub"},
    "manage_tasks": {"hub_worker": "hub", "hub_manager": "hub"},
    "see_handover": {"hub_worker": "any", "hub_manager": "any"},
    "keep_filters": {"hub_worker": "any", "hub_manager": "any"},
    "settle_disagreement": {"hub_manager": "hub"},
    # both sides of an enquiry
    "see_messages": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "write_message": {"practitioner": "own", "safeguarding_lead": "agency"},
    "raise_disagreement": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "see_disagreements": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "look_up_child": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "checking_agency": "any",
    },
    # who may open one enquiry beyond what the role says
    "see_access": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "declare_conflict": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "lift_conflict": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    "restrict_enquiry": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    "mark_confidential": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "lift_access": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    "see_access_rules": {"safeguarding_lead": "any", "hub_manager": "any"},
    # the referrer's side after sending
    "see_progress": {"practitioner": "own", "safeguarding_lead": "agency"},
    "amend": {"practitioner": "own", "safeguarding_lead": "agency"},
    "say_useful": {"practitioner": "own", "safeguarding_lead": "agency"},
    "record_not_referred": {"practitioner": "own", "safeguarding_lead": "agency"},
    # sealed files between stores
    "exchange": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "administrator": "any",
    },
    "give_store_card": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "administrator": "any",
    },
    "confirm_store": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "administrator": "any",
    },
    "export_identity": {"administrator": "any"},
    "seal_enquiry": {"practitioner": "own", "safeguarding_lead": "agency"},
    "seal_reply": {"hub_worker": "hub", "hub_manager": "hub"},
    # mail: settings are `change_settings`
    "prepare_mail": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "send_mail": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    "take_in_enquiry": {"hub_worker": "any", "hub_manager": "any"},
    "take_in_reply": {"practitioner": "any", "safeguarding_lead": "any"},
    # the store and its people
    "import_case_list": {"administrator": "any", "hub_manager": "any"},
    "see_visibility": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "checking_agency": "any", "auditor": "any", "administrator": "any",
    },
    "manage_people": {"administrator": "any"},
    "manage_agencies": {"administrator": "any"},
    "manage_teams": {"administrator": "any"},
    "change_settings": {"administrator": "any"},
    "see_audit_trail": {"administrator": "any", "hub_manager": "any", "auditor": "any"},
    "export_audit_trail": {"administrator": "any", "hub_manager": "any", "auditor": "any"},
    "see_who_looked": {"safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub"},
    "see_replay": {
        "practitioner": "own", "safeguarding_lead": "agency", "hub_worker": "hub", "hub_manager": "hub",
    },
    # what a person is given about themselves, and what was given to whom
    "give_subject_access": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    "see_disclosures": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    # how long records are kept
    "see_retention": {"safeguarding_lead": "any", "hub_manager": "any", "administrator": "any"},
    "hold_everything": {"safeguarding_lead": "any", "hub_manager": "any", "administrator": "any"},
    "confirm_destruction": {"safeguarding_lead": "any", "hub_manager": "any", "administrator": "any"},
    "tidy_records": {"hub_manager": "any", "administrator": "any"},
    "hold_record": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    "destroy_record": {"safeguarding_lead": "agency", "hub_manager": "hub"},
    "see_permissions": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "checking_agency": "any", "auditor": "any", "administrator": "any",
    },
    "see_statements": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "checking_agency": "any", "auditor": "any", "administrator": "any",
    },
    "see_people": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "checking_agency": "any", "auditor": "any", "administrator": "any",
    },
    "change_own_password": {
        "practitioner": "any", "safeguarding_lead": "any", "hub_worker": "any", "hub_manager": "any",
        "checking_agency": "any", "auditor": "any", "administrator": "any",
    },
}  # fmt: skip

# Actions whose subject is the content of an enquiry.
CASE_CONTENT = frozenset(
    action for action, roles in PERMISSIONS.items() if {"own", "agency", "hub"} & set(roles.values())
)

REFUSALS: Mapping[str, str] = {
    "start_enquiry": "Only practitioners and safeguarding leads can start an enquiry.",
    "list_own_enquiries": "Only practitioners and safeguarding leads have enquiries of their own.",
    "open_draft": "You can open enquiries you made or were asked to sign off.",
    "edit_draft": "You can change enquiries you made or were asked to sign off.",
    "delete_draft": "Only the person who started a draft can delete it.",
    "reveal_suggestion": "You can see the matrix suggestion for enquiries you made or were asked to sign off.",
    "search_similar": "Your role does not include searching for children.",
    "ask_sign_off": "Only the person who wrote the enquiry can ask for sign-off.",
    "sign_off": "Only a safeguarding lead of the same agency can sign this off.",
    "send": "You can send enquiries you made or were asked to sign off.",
    "record_handover": "Only the agency that made this enquiry can record how it was handed over.",
    "withdraw": "Only the agency that made this enquiry can withdraw it.",
    "see_confirmation": "Only the agency that made this enquiry can see this page.",
    "make_document": "You cannot make documents of this enquiry.",
    "see_queue": "Only people of the Safeguarding Hub can see the queue.",
    "open_received": "Only people of the Safeguarding Hub can open this enquiry, and only once it has been handed over.",
    "take_enquiry": "Only people of the Safeguarding Hub can take an enquiry.",
    "assign_enquiry": "Only people of the Safeguarding Hub can say who works on an enquiry.",
    "rate_enquiry": "Only people of the Safeguarding Hub can rate an enquiry.",
    "move_enquiry": "Only people of the Safeguarding Hub can do this.",
    "see_known": "Only people of the Safeguarding Hub can see whether a child is known.",
    "link_children": "Only people of the Safeguarding Hub can link enquiries.",
    "see_repeats": "Only people of the Safeguarding Hub can see repeats.",
    "ask_check": "Only people of the Safeguarding Hub can ask another agency.",
    "see_checks_asked": "Only people of an agency that answers checks have this page.",
    "answer_check": "Only the agency that was asked can answer this.",
    "ask_referrer": "Only people of the Safeguarding Hub can ask the referrer.",
    "draft_decision": "Only people of the Safeguarding Hub can draft a decision.",
    "decide": "Only a hub manager can make the decision.",
    "write_letter": "Only people of the Safeguarding Hub can write to the referrer.",
    "close_enquiry": "Only people of the Safeguarding Hub can close an enquiry.",
    "reopen_enquiry": "Only a hub manager can reopen an enquiry.",
    "manage_tasks": "Only people of the Safeguarding Hub can change who does what.",
    "see_handover": "Only people of the Safeguarding Hub can see the handover sheet.",
    "keep_filters": "Only people of the Safeguarding Hub have a queue.",
    "settle_disagreement": "Only a hub manager can record how a disagreement was settled.",
    "see_messages": "You can see messages on enquiries you made or were asked to sign off.",
    "write_message": "You can write to the Hub about enquiries you made or were asked to sign off.",
    "raise_disagreement": "You can disagree with what happened to enquiries you may read.",
    "see_disagreements": "You can see disagreements on enquiries you may read.",
    "look_up_child": "Your role does not include looking up children.",
    "see_access": "You can see who may open enquiries you may read.",
    "declare_conflict": "You can say this about enquiries you may read.",
    "lift_conflict": "Only a hub manager, or the agency's safeguarding lead, can settle a conflict.",
    "restrict_enquiry": "Only a hub manager, or the agency's safeguarding lead, can restrict an enquiry.",
    "mark_confidential": "You can mark enquiries confidential that you may read.",
    "lift_access": "Only a hub manager, or the agency's safeguarding lead, can open an enquiry to everybody again.",
    "see_access_rules": "Only hub managers and safeguarding leads can see restrictions and conflicts.",
    "see_permissions": "Sign in to see who may do what.",
    "see_statements": "Sign in to read what the app says about this store.",
    "see_progress": "You can follow enquiries you made or were asked to sign off.",
    "amend": "You can change enquiries you made or were asked to sign off.",
    "say_useful": "You can answer this for enquiries you made or were asked to sign off.",
    "record_not_referred": "You can record this for enquiries you made or were asked to sign off.",
    "exchange": "Your role does not include sealed files.",
    "give_store_card": "Your role does not include giving this store's file to others.",
    "confirm_store": "Your role does not include confirming other stores.",
    "export_identity": "Only an administrator can export this store's key for sealed files.",
    "seal_enquiry": "You can seal enquiries you made or were asked to sign off.",
    "seal_reply": "Only people of the Safeguarding Hub can seal a reply.",
    "prepare_mail": "You can mail what is yours to hand over: your agency's enquiries, or the Hub's replies.",
    "send_mail": "You can mail what is yours to hand over: your agency's enquiries, or the Hub's replies.",
    "take_in_enquiry": "This is an enquiry to a Safeguarding Hub. Only people of the Hub can take it in.",
    "take_in_reply": "This is the Hub's reply to an agency. Only people of that agency can take it in.",
    "import_case_list": "Only an administrator or a hub manager can import a list of the case system.",
    "see_visibility": "Sign in to see who may see what.",
    "manage_people": "Only an administrator can add, change or remove people.",
    "manage_agencies": "Only an administrator can add or change agencies.",
    "tidy_records": "Only an administrator or a hub manager can remove what is kept no longer.",
    "manage_teams": "Only an administrator can add, change or close teams.",
    "change_settings": "Only an administrator can change settings.",
    "see_audit_trail": "Only an administrator, a hub manager or an auditor can see the audit trail.",
    "export_audit_trail": "Only an administrator, a hub manager or an auditor can export the audit trail.",
    "see_who_looked": "Only people of the Hub and the agency's safeguarding lead can see who looked at this record.",
    "see_replay": "You can see what was known when for enquiries you may read.",
    "give_subject_access": "Only a hub manager, or the agency's safeguarding lead, can answer a subject access request.",
    "see_disclosures": "Only a hub manager, or the agency's safeguarding lead, can see what was given to whom.",
    "see_retention": "Only a hub manager or a safeguarding lead can see which records are due for review.",
    "hold_everything": "Only a hub manager, a safeguarding lead or an administrator can put everything on hold.",
    "confirm_destruction": "Only a hub manager, a safeguarding lead or an administrator can settle this.",
    "hold_record": "Only a hub manager, or the agency's safeguarding lead, can put this record on hold.",
    "destroy_record": "Only hub managers, or safeguarding leads of the agency, can decide about destroying this record.",
    "see_people": "Sign in to see the people of this store.",
    "change_own_password": "Sign in to change your password.",
}


def may(person: Person, action: str, enquiry: Enquiry | None = None) -> bool:
    """Whether this person may do this, to this enquiry where one is given.

    Without an enquiry, an action on enquiries is allowed if there could be one (to show or hide a button). An unknown
    action is a slip of ours: KeyError.
    """
    scope = PERMISSIONS[action].get(person.role, "")
    if not person.active or not scope or (enquiry is not None and enquiry.closed):
        return False
    if enquiry is None or scope == "any":
        return True
    if scope == "hub":
        return enquiry.status in WITH_THE_HUB
    same_agency = enquiry.agency_id == person.agency_id
    if scope == "agency":
        return same_agency
    return same_agency and person.id in (enquiry.owner_id, enquiry.lead_id)


def require(person: Person, action: str, enquiry: Enquiry | None = None) -> None:
    """Raise Refused, with a sentence saying who may, unless this person may do this."""
    if not may(person, action, enquiry):
        closed = enquiry.closed if enquiry is not None and may(person, action, replace(enquiry, closed="")) else ""
        raise Refused(closed or REFUSALS[action], action, enquiry.id if enquiry is not None else "")
