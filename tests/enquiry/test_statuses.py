"""The status table: closed, worded for both readers, and moved only by those who may."""

from __future__ import annotations

import itertools

import pytest

from enquiry_app.enquiry.records import ROLES, STATUSES
from enquiry_app.enquiry.statuses import (
    MOVES,
    OPEN_AT_THE_HUB,
    WITH_THE_AGENCY,
    WITH_THE_HUB,
    WORDS,
    may_move,
    moves_from,
    status_words,
)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_words_for_both_readers(status: str) -> None:
    words = WORDS[status]
    assert words.practitioner
    assert words.hub
    assert words.meaning.endswith(".")


def test_words_of_different_statuses_differ_for_each_reader() -> None:
    assert len({words.practitioner for words in WORDS.values()}) == len(STATUSES)
    assert len({words.hub for words in WORDS.values()}) == len(STATUSES)


def test_a_status_is_named_for_its_reader() -> None:
    assert status_words("sent", "practitioner") == "Sent to the Hub"
    assert status_words("sent", "hub_worker") == "New"


def test_only_the_agency_can_send_and_only_the_hub_can_receive() -> None:
    assert may_move("practitioner", "draft", "sent")
    assert not may_move("hub_worker", "draft", "sent")
    assert may_move("hub_worker", "sent", "received")
    assert not may_move("practitioner", "sent", "received")


def test_withdrawing_ends_at_receipt() -> None:
    may_withdraw = {status for status in STATUSES if may_move("practitioner", status, "withdrawn")}
    assert may_withdraw == {"ready_to_hand_over", "sent"}


def test_only_a_manager_decides_and_reopens() -> None:
    assert not may_move("hub_worker", "manager_decision", "feedback_due")
    assert may_move("hub_manager", "manager_decision", "feedback_due")
    assert moves_from("hub_worker", "closed") == ()
    assert moves_from("hub_manager", "closed") == ("in_triage",)


def test_nothing_closes_without_feedback() -> None:
    assert {frm for frm, to in MOVES if to == "closed"} == {"feedback_due"}


def test_a_checking_agency_moves_nothing_but_by_the_last_answer() -> None:
    moved = {pair for pair in itertools.product(STATUSES, repeat=2) if may_move("checking_agency", *pair)}
    assert moved == {("information_checks", "in_triage")}


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_roles_without_case_work_move_nothing(role: str) -> None:
    assert not any(may_move(role, *pair) for pair in itertools.product(STATUSES, repeat=2))


def test_every_status_can_be_reached_and_no_move_stands_still() -> None:
    assert {to for _, to in MOVES} | {"draft"} == set(STATUSES)
    assert all(frm != to for frm, to in MOVES)


def test_unknown_words_are_never_allowed() -> None:
    assert not any(may_move(role, "draft", "nowhere") for role in ROLES)
    assert not may_move("stranger", "draft", "sent")


def test_agency_and_hub_never_both_hold_an_enquiry() -> None:
    assert not WITH_THE_AGENCY & WITH_THE_HUB
    assert OPEN_AT_THE_HUB < WITH_THE_HUB
