"""A Hub's work on an enquiry from beginning to end with a canary in every place that takes words, and time to pass."""

from __future__ import annotations

import pytest

from enquiry_app.enquiry.answers import Address, Change
from tests.services.conftest import desks, example, lead, sent, teacher, worker  # noqa: F401
from tests.services.test_writing_letters import decide

CANARY = "Quillfeather"


@pytest.fixture
def manager(desks):  # noqa: F811
    return desks("manager")


@pytest.fixture
def second(desks):  # noqa: F811
    return desks("second")


@pytest.fixture
def admin(desks):  # noqa: F811
    return desks("admin")


@pytest.fixture
def closed(teacher, worker, manager):  # noqa: F811
    """A sent enquiry about a child called like the canary, asked about, answered, decided, told and closed."""
    drafting = teacher.drafting
    draft = drafting.start(example("two-children"))
    child = draft.answers.items_of("children")[0]
    changes = [
        Change(Address("child_family_name", (child,)), CANARY),
        Change(Address("worry", ()), f"{CANARY} has said nothing for a week. {CANARY * 40}"),
    ]
    drafting.save_changes(draft.enquiry.id, draft.enquiry.version, changes)
    added = drafting.add_attachment(draft.enquiry.id, "notes.pdf", f"%PDF-1.7 {CANARY} in a file".encode())
    files = [Change(Address("attachments", ()), (added,))]
    drafting.save_changes(draft.enquiry.id, teacher.version(draft.enquiry.id), files)
    record = teacher.submitting.send(draft.enquiry.id, teacher.version(draft.enquiry.id)).enquiry
    teacher.documents.keep_referral(record.id)
    decide(worker, manager, record.id)
    teacher.conversation.write(record.id, "information", f"{CANARY} was seen on Friday")
    letter = worker.letters.compose(record.id)
    worker.letters.send(letter.id, "app", letter.version)
    worker.closing.close(record.id, worker.version(record.id))
    return record
