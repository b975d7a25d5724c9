"""No way to the record without asking who is there, and none without a trace."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import enquiry_app.services
from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.not_referred import NotReferredInput, ReviewInput
from enquiry_app.enquiry.permissions import CASE_CONTENT, PERMISSIONS
from enquiry_app.errors import NotAllowed, NotFound
from enquiry_app.services.blank_forms import PaperOrigin
from enquiry_app.services.deleting_drafts import Undo
from enquiry_app.services.ports import IndexedPerson
from enquiry_app.services.producing_documents import SafeToGive
from enquiry_app.services.use_case import UseCase, use_case
from tests.fixtures_store import NOON
from tests.services.conftest import example

# Classes of the services that are not doors of their own: values, or helpers handed a permission already.
NOT_DOORS = {"Seat", "WaitingDeletions", "DefinitionsInUse"}


def service_classes() -> list[type]:
    found = []
    for module in pkgutil.iter_modules(enquiry_app.services.__path__):
        if module.name == "ports" or module.ispkg:
            continue
        loaded = importlib.import_module(f"enquiry_app.services.{module.name}")
        for _, kind in inspect.getmembers(loaded, inspect.isclass):
            own = (
                kind.__module__ == loaded.__name__
                and not kind.__name__.startswith("_")
                and kind.__name__ not in NOT_DOORS
            )
            if own and not hasattr(kind, "__dataclass_fields__") and not getattr(kind, "_is_protocol", False):
                found.append(kind)
    return found


def doors() -> list[tuple[type, str]]:
    return [
        (kind, name)
        for kind in service_classes()
        for name, _ in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    ]


def test_the_known_services_are_among_those_looked_at() -> None:
    names = {kind.__name__ for kind in service_classes()}
    assert {"Drafting", "Submitting", "HubQueue", "Documents", "Accounts"} <= names


@pytest.mark.parametrize(("kind", "name"), doors(), ids=lambda value: getattr(value, "__name__", value))
def test_every_public_method_names_its_permission_and_its_trace(kind, name) -> None:
    mark = getattr(kind, name).__dict__.get("use_case")
    assert isinstance(mark, UseCase), "mark it with @use_case"
    assert mark.permission in PERMISSIONS
    assert bool(mark.audit) != bool(mark.unaudited)
    assert all(":" in tag for tag in mark.audit)


def test_a_use_case_says_one_of_trace_and_reason() -> None:
    with pytest.raises(ValueError, match="says why"):
        use_case("send")
    with pytest.raises(ValueError, match="says why"):
        use_case("send", "enquiry:sent", unaudited="both")


CALLS = {
    "drafting": {
        "start": (), "open": ("ID",), "mine": (), "of_my_agency": (), "save_changes": ("ID", 1, ()),
        "edited_section": ("ID", "worry"), "similar": (IndexedPerson("", "subject", "A", "B"),),
        "reveal": ("ID", "amira"), "delete": ("ID",), "withdraw": ("ID", "Because of it"),
        "add_attachment": ("ID", "a.pdf", b"%PDF-1.7"), "remove_attachment": ("ID", "x"),
    },
    "submitting": {
        "leads": (), "ask_sign_off": ("ID", "x"), "take_back": ("ID",), "awaiting_me": (), "sign_off": ("ID",),
        "return_to_author": ("ID", "Say more"), "send": ("ID", 1), "record_handover": ("ID", "post", "Desk", NOON),
        "confirmation": ("ID",),
    },
    "queue": {"page": (), "counts": (), "own_counts": (), "newest_arrivals": (), "open": ("ID",)},
    "progress": {"mine": (), "of": ("ID",), "again": ("ID",)},
    "amending": {"begin": ("ID",), "preview": ("ID",), "send": ("ID", 1), "undo": ("ID",)},
    "not_referring": {
        "prepare": ("ID",), "record": ("ID", NotReferredInput("", "", "", "", None), 1), "open": ("ID",), "mine": (),
        "review": ("ID", ReviewInput("", None), 1), "reopen": ("ID",), "pdf": ("ID",),
    },
    "triage": {
        "take": ("ID",), "take_next": (), "assign": ("ID", "x", "", 1), "rate": ("ID", "red", "", 1),
        "begin": ("ID", 1), "return_to_referrer": ("ID", "Because", 1), "answer_due": ("ID", 1), "workers": (),
        "link_to_open_case": ("ID", "A", "1", "", 1), "transfer": ("ID", "A", "B", "", 1),
    },
    "handover": {"sheet": (), "pdf": ()},
    "cases": {"open": ("ID",), "again": ("ID",)},
    "known": {
        "of": ("ID",), "candidates": ("ID",), "earlier": ("ID",), "repeats": (), "unlink": ("ID", "Because", 1),
        "link": ("ID", "sibling", "x", "", "c", "d", ()), "set_apart": ("ID", "x", "c", "d", "Because"), "put_back": ("ID", 1),
    },
    "conversation": {
        "ask": ("ID", "What?"), "default_due": (), "mark_read": ("ID",), "of": ("ID",), "suggested_questions": ("ID",),
        "write": ("ID", "information", "News"),
    },
    "closing": {"may_close": ("ID",), "close": ("ID", 1), "reopen": ("ID", "Because of it", 1)},
    "exchange": {"seal_enquiry": ("ID", "x"), "seal_reply": ("ID",)},
    "replay": {"open": ("ID",)},
    "blank_forms": {
        "blank": (), "of": ("ID",), "read": (b"",), "made_from": (b"",), "read_into": (b"", "ID", 1), "not_placed": ("ID",), "dealt_with": ("ID",),
        "start_from_paper": (PaperOrigin(CivilTime("2026-11-01"), "Sam"),),
    },
    "documents": {
        "referral": ("ID",), "keep_referral": ("ID",), "is_missing": ("ID",), "preview": ("ID",), "protected": ("ID",),
        "for_the_family": ("ID", SafeToGive(True, "Because", "Mother")), "given_to_the_family": ("ID",),
        "to_be_kept_from_the_family": ("ID",),
    },
}  # fmt: skip
# A file name comes from the record in hand; a deletion waiting here was asked for by this very person.
WITHOUT_A_CASE = {"begin_many", "file_name", "undo_delete", "finish_deletions"}
# A sealed file is opened by whoever has it; what is in it decides who may take it in (`test_exchanging`).
# A moment is put back from what `replay.open` gave, whose enquiry is asked about again (`test_replaying`).
FILES_IN = {"exchange": {"open", "confirm_and_open"}, "replay": {"then", "pdf"}}


def test_the_administrator_is_refused_at_every_door(desks, teacher) -> None:
    enquiry = teacher.drafting.start(example("urgent")).enquiry
    admin = desks("admin")
    for service, name in [(s, n) for s, calls in CALLS.items() for n in calls]:
        knock(admin, service, name, enquiry.id)


def test_another_agency_is_refused_at_every_door_to_an_enquiry(desks, teacher) -> None:
    enquiry = teacher.drafting.start(example("urgent")).enquiry
    visitor = desks("visitor")
    for service, name in [(s, n) for s, calls in CALLS.items() for n in calls if "ID" in calls[n]]:
        knock(visitor, service, name, enquiry.id)


def knock(desk, service: str, name: str, enquiry_id: str) -> None:
    arguments = [enquiry_id if value == "ID" else value for value in CALLS[service][name]]
    with pytest.raises(NotAllowed):
        getattr(getattr(desk, service), name)(*arguments)


def test_no_door_was_forgotten_above(teacher) -> None:
    for service, calls in CALLS.items():
        kind = type(getattr(teacher, service))
        public = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
        assert public - set(calls) - FILES_IN.get(service, set()) <= WITHOUT_A_CASE, service


def test_somebody_elses_deletion_cannot_be_undone(teacher, desks) -> None:
    draft = teacher.drafting.start(example("urgent")).enquiry
    undo = teacher.drafting.delete(draft.id)
    with pytest.raises(NotFound):
        desks("visitor").drafting.undo_delete(Undo(draft.id, undo.until))


def test_case_content_is_never_the_administrators() -> None:
    assert not [action for action in CASE_CONTENT if "administrator" in PERMISSIONS[action]]
