"""Gives made-up enquiries that wait for somebody the question they wait for, so that every role has work to practise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enquiry_app.definitions.checks_definition import load_checks
from enquiry_app.enquiry.checking_rules import CheckInput
from enquiry_app.enquiry.records import Person
from enquiry_app.services.asking_agencies import Checks
from enquiry_app.services.conversing import Conversation
from enquiry_app.services.seat import Seat

MOST = 8  # of each kind: enough to practise with, however large the store
SOURCE = "police"
NECESSITY = "The police hold the record of calls to the address, and the next step depends on whether there were any."
AGREEMENT = "A parent agreed on the telephone this morning."
QUESTION = "Could you tell us who is at home this week, and when you next see the children?"


def ask_around(seat: Seat, people: Sequence[Person], enquiries: Sequence[tuple[str, str, str]]) -> None:
    """Ask the police and the referrers about the first few `enquiries` (id, reference, status) that wait for them."""
    worker = next((person for person in people if person.role == "hub_worker"), None)
    police = next((person for person in people if person.role == "checking_agency"), None)
    if worker is None or police is None:
        return
    hub = replace(seat, person=worker)
    for enquiry_id in _first(enquiries, "information_checks"):
        Checks(hub).ask(enquiry_id, _check(hub, enquiry_id, police.agency_id))
    for enquiry_id in _first(enquiries, "waiting_for_referrer"):
        Conversation(hub).ask(enquiry_id, QUESTION)


def _check(hub: Seat, enquiry_id: str, agency_id: str) -> CheckInput:
    with hub.store.read() as read:
        children = read.sent_version(enquiry_id).answers.items_of("children")
    source = load_checks().source(SOURCE)
    return CheckInput(
        agency_id=agency_id, source=SOURCE, children=children, question=source.question if source else QUESTION,
        lawful_basis="public_task", necessity=NECESSITY, agreement=AGREEMENT, agreement_code="given",
    )  # fmt: skip


def _first(enquiries: Sequence[tuple[str, str, str]], status: str) -> list[str]:
    return [enquiry_id for enquiry_id, _, each in enquiries if each == status][:MOST]
