"""Two stores that share nothing: an enquiry sealed at the school, taken in at the Hub, answered, and the answer taken in
at the school. Nothing retyped, nothing lost by repeating, losing or reordering files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.enquiry.records import Person
from enquiry_app.errors import AppError, NotAllowed
from enquiry_app.exchange.sealed import parcels
from enquiry_app.exchange.sealed.errors import (
    ForeignSender,
    KeyHasChanged,
    NotForUs,
    ParcelError,
    PracticeMeetsReal,
)
from enquiry_app.security.new_ids import new_id
from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup
from enquiry_app.security.recovery_sheets import join_sheets
from enquiry_app.services.store_keys import keys_of
from enquiry_app.storage.audit_chain import verify
from tests.services.conftest import Desks, example


@pytest.fixture(scope="session")
def hub_template(tmp_path_factory):
    """A hub's own profile with a worker and a manager, made once."""
    base = tmp_path_factory.mktemp("hub")
    made = Profile(base / "profile", base / "config")
    administrator = NewPerson("petra.vale", "Petra Vale", "Office", "administrator", "seven quiet herons wait")
    sheets = made.create(ProfileSetup("hub", "Bay Safeguarding Hub", "hub", administrator))
    store, _ = made.open_store(made.keys.read_data_key(join_sheets(sheets.sheet_one, sheets.sheet_two)))
    people = {}
    with store.write() as work:
        (hub,) = work.agencies()
        for key, role in (("worker", "hub_worker"), ("manager", "hub_manager")):
            people[key] = Person(new_id(), f"hub.{key}", f"Hub {key.title()}", "", role, hub.id, hub.name)
            work.put_person(people[key])
        work.commit()
    store.close()
    return base, made.keys.read_data_key(join_sheets(sheets.sheet_one, sheets.sheet_two)), people


@pytest.fixture
def hub(hub_template, tmp_path, clock):
    """The desks of a hub in a store of its own."""
    import shutil

    base, data_key, people = hub_template
    folder = shutil.copytree(base / "profile", tmp_path / "hub" / "profile", copy_function=shutil.copy)
    config = shutil.copytree(base / "config", tmp_path / "hub" / "config")
    store, _ = Profile(folder, config).open_store(data_key)
    yield Desks(store, clock, people)
    store.close()


@pytest.fixture
def school(desks):
    return desks("teacher", kind="partner")


@pytest.fixture
def known(school, hub):
    """The school has the Hub's file and has heard its fingerprint; gives the Hub as the school knows it."""
    content, fingerprint = hub("worker").stores.own_card()
    seen = school.stores.read(content)
    assert (seen.state, seen.fingerprint) == ("new", fingerprint)
    return school.stores.confirm(seen.card, fingerprint)


@pytest.fixture
def referred(school):
    draft = school.drafting.start(example("two-children"))
    sent = school.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    assert sent.status == "ready_to_hand_over"
    return sent


@pytest.fixture
def arrived(school, hub, known, referred):
    """The Hub has taken the enquiry in, after hearing the school's fingerprint."""
    sealed = school.exchange.seal_enquiry(referred.id, known.id)
    worker = hub("worker")
    first = worker.exchange.open(sealed.content)
    assert first.result == "unknown"
    assert worker.queue.page().total == 0
    heard = fingerprint_of(school)
    opened = worker.exchange.confirm_and_open(sealed.content, heard)
    assert opened.result == "new"
    return opened


def fingerprint_of(desk) -> str:
    with desk.seat.store.write() as work:
        return keys_of(work).public.fingerprint


def sealed_again(school, known, enquiry_id) -> bytes:
    return school.exchange.seal_enquiry(enquiry_id, known.id).content


def test_what_was_sent_is_what_the_hub_has(school, hub, arrived, referred) -> None:
    worker = hub("worker")
    with school.seat.store.read() as here, worker.seat.store.read() as there:
        sent, taken = here.sent_version(referred.id), there.sent_version(referred.id)
        assert taken == sent
        assert there.answers(referred.id) == sent.answers
    (row,) = worker.queue.page().rows
    assert (row.enquiry.reference, row.enquiry.title) == (referred.reference, referred.title)
    assert row.enquiry.status == "sent"
    assert row.due_words
    assert row.enquiry.agency_name == "Torview Primary School"
    assert worker.cases.open(referred.id).enquiry.status == "received"
    assert verify(hub.store).ok


def test_the_file_is_named_by_its_reference_only(school, known, referred) -> None:
    sealed = school.exchange.seal_enquiry(referred.id, known.id)
    assert sealed.name == f"{referred.reference}.enquiry"


def test_a_wrong_fingerprint_keeps_nothing(school, hub, known, referred) -> None:
    sealed = school.exchange.seal_enquiry(referred.id, known.id)
    worker = hub("worker")
    with pytest.raises(AppError, match="not the fingerprint"):
        worker.exchange.confirm_and_open(sealed.content, "0000 0000 0000 0000 0000 0000")
    assert worker.stores.known() == ()
    assert worker.queue.page().total == 0


def test_the_same_file_again_changes_nothing_and_says_when_it_came(school, hub, known, arrived, referred) -> None:
    worker, content = hub("worker"), sealed_again(school, known, referred.id)
    assert worker.exchange.open(content).result == "known"  # another file, nothing new in it
    again = worker.exchange.open(content)
    assert (again.result, again.words.startswith("You have this file already")) == ("known", True)
    assert worker.queue.page().total == 1


def test_an_amendment_arrives_with_its_changes_as_sentences_whichever_file_comes_first(
    school, hub, known, arrived, referred
) -> None:
    old = sealed_again(school, known, referred.id)
    school.amending.begin(referred.id)
    worry = Change(Address("worry"), "He said it again this morning, in front of two others.")
    school.drafting.save_changes(referred.id, 1, (worry,), None)
    school.amending.send(referred.id, 2)
    new = sealed_again(school, known, referred.id)
    worker = hub("worker")
    assert worker.exchange.open(new).result == "amended"
    assert worker.exchange.open(old).result == "known"
    case = worker.cases.open(referred.id)
    assert case.opened.sent.number == 2
    assert case.opened.sent.answers.get("worry") == worry.value
    assert any(line.what == "Changed after sending" for line in case.history)


def test_question_answer_and_letter_go_both_ways(school, hub, known, arrived, referred) -> None:
    worker = hub("worker")
    worker.triage.take(referred.id)
    question = worker.conversation.ask(referred.id, "Which nursery does the baby's brother go to?")
    reply = worker.exchange.seal_reply(referred.id)
    taken = school.exchange.open(reply.content)
    assert (taken.result, taken.enquiry_id) == ("updated", referred.id)
    assert school.status(referred.id) == "waiting_for_referrer"
    assert [m.text for m in school.conversation.of(referred.id)] == [question.text]
    school.conversation.write(referred.id, "answer", "Seaview Nursery, mornings.")
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "news"
    assert worker.status(referred.id) == "in_triage"
    assert [m.text for m in worker.conversation.of(referred.id)][-1] == "Seaview Nursery, mornings."


def test_an_older_reply_never_undoes_a_newer_one(school, hub, known, arrived, referred, clock) -> None:
    worker = hub("worker")
    worker.cases.open(referred.id)
    older = worker.exchange.seal_reply(referred.id).content
    worker.triage.take(referred.id)
    newer = worker.exchange.seal_reply(referred.id).content
    assert school.exchange.open(newer).result == "updated"
    assert school.exchange.open(older).result == "known"
    assert school.status(referred.id) == "in_triage"


def test_the_reply_holds_nothing_of_the_hubs_own_work(school, hub, known, arrived, referred) -> None:
    worker = hub("worker")
    worker.triage.take(referred.id)
    with worker.seat.store.read() as read:
        version = read.enquiry(referred.id).version
    worker.triage.rate(referred.id, "amber", "A thought of the Hub's own, not for the school.", version)
    content = worker.exchange.seal_reply(referred.id).content
    with school.seat.store.write() as work:
        opened = parcels.open_sealed(content, keys_of(work))
    whole = repr(opened.about) + repr(dict(opened.parts))
    assert "not for the school" not in whole
    assert "amber" not in whole


def test_who_may_take_what(school, hub, known, arrived, referred) -> None:
    reply = hub("worker").exchange.seal_reply(referred.id).content
    with pytest.raises(ParcelError, match="for the other side"):
        hub("worker").exchange.open(forwarded(hub, reply, hub))


def forwarded(hub, content, to) -> bytes:
    """A file sealed by the Hub for itself, as nobody should."""
    worker = hub("worker")
    with worker.seat.store.write() as work:
        keys = keys_of(work)
    sender = parcels.Sender("x", "Hub", "hub", keys.public)
    made = parcels.Parcel("p", "reply", sender, keys.public.seal_to, worker.seat.now(), {}, {})
    return parcels.seal(made, keys)


def test_a_file_for_another_store_and_a_practice_file_are_refused(school, hub, known, referred) -> None:
    sealed = school.exchange.seal_enquiry(referred.id, known.id)
    with pytest.raises(NotForUs):
        school.exchange.open(sealed.content)
    practice = replace(school.seat, info=replace(school.seat.info, practice=True))
    with pytest.raises(PracticeMeetsReal):
        type(school.exchange)(practice, school.documents).seal_enquiry(referred.id, known.id)


def test_another_key_of_a_known_store_is_refused_loudly(school, hub, known, arrived, referred) -> None:
    from enquiry_app.exchange.sealed.store_keys import new_sign_secret

    with school.seat.store.write() as work:
        work.put_secret("exchange_signing", new_sign_secret())
        work.commit()
    worker = hub("worker")
    with pytest.raises(KeyHasChanged):
        worker.exchange.open(sealed_again(school, known, referred.id))
    content, fingerprint = school.stores.own_card()
    seen = worker.stores.read(content)
    assert seen.state == "changed"
    worker.stores.confirm(seen.card, fingerprint)
    assert worker.exchange.open(sealed_again(school, known, referred.id)).result == "known"


def test_a_stranger_cannot_change_an_enquiry_of_somebody_else(school, hub, known, arrived, referred) -> None:
    """A third store, known to the Hub, seals a file that names the school's enquiry."""
    from pyrage import x25519

    from enquiry_app.exchange.sealed.hub_card import HubCard
    from enquiry_app.exchange.sealed.store_keys import StoreKeys, new_sign_secret

    worker, keys = hub("worker"), StoreKeys(str(x25519.Identity.generate()), new_sign_secret())
    card = HubCard("other", "Another School", "partner", keys.public, False, "")
    worker.stores.confirm(card, keys.public.fingerprint)
    with worker.seat.store.write() as work:
        ours = keys_of(work).public.seal_to
    with school.seat.store.read() as read:
        from enquiry_app.services.parcel_contents import about_enquiry

        about = about_enquiry(read, read.enquiry(referred.id))
    sender = parcels.Sender("other", "Another School", "partner", keys.public)
    made = parcels.Parcel("p9", "enquiry", sender, ours, worker.seat.now(), about, {})
    with pytest.raises(ParcelError, match="belongs to somebody else"):
        worker.exchange.open(parcels.seal(made, keys))


@pytest.mark.parametrize("spoil", ["version-1.json", "messages.json", "definition-0.json"])
def test_spoilt_insides_of_a_known_sender_change_nothing(school, hub, known, arrived, referred, spoil) -> None:
    worker = hub("worker")
    with worker.seat.store.write() as work:
        inside = parcels.open_sealed(sealed_again(school, known, referred.id), keys_of(work))
    for wrong in (b"", b"[]", b"{}", b"null", b"[1]", b'{"values": 3}', b"\xff"):
        with school.seat.store.write() as work:
            spoilt = replace(inside, id=new_id(), parts={**inside.parts, spoil: wrong})
            content = parcels.seal(spoilt, keys_of(work))
        before = worker.events()
        if spoil == "messages.json" and wrong == b"[]":
            continue
        with pytest.raises((ParcelError, ForeignSender)):
            worker.exchange.open(content)
        assert worker.events() == before


def test_only_the_hub_takes_enquiries_in_and_only_agencies_seal_them(school, hub, known, referred, desks) -> None:
    with pytest.raises(NotAllowed):
        hub("worker").exchange.seal_enquiry(referred.id, known.id)
    with pytest.raises(NotAllowed):
        school.exchange.seal_reply(referred.id)


def test_an_answer_before_anybody_opened_it_says_that_the_hub_has_it(school, hub, known, arrived, referred) -> None:
    content = hub("worker").exchange.seal_reply(referred.id).content
    assert school.exchange.open(content).result == "updated"
    assert school.status(referred.id) == "sent"
