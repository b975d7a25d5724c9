"""Sealed files of a sender the other side knows and trusts, with something wrong inside: taken in whole and then read
without trouble by every page's service, or refused with nothing changed. Never half taken in."""

# ruff: noqa: F401, F811 - fixtures of the two stores, by their names

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from enquiry_app.enquiry.hub_records import Disagreement, Letter, Message, Step
from enquiry_app.errors import AppError
from enquiry_app.exchange.sealed.parcels import Parcel, open_sealed, seal
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.store_keys import keys_of
from enquiry_app.storage.audit_chain import verify
from tests.services.test_exchanging import (
    arrived,
    fingerprint_of,
    hub,
    hub_template,
    known,
    referred,
    school,
)

TELLING: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 2**2000, 1e308, "", "x", "\0", "a" * 5000, "\u202e", "9999-99-99", "yes", [], {},
    [[]], [None], {"a": 1}, "2026-11-23T12:00:00", "0001-01-01T00:00:00+14:00", "../../etc/passwd", "closed", "draft",
)  # fmt: skip


def spoilt(data: Any, random: Random) -> Any:
    """The same data with one place in it changed, left out, doubled or exchanged."""
    whole = json.loads(json.dumps(data))
    place, key = _some_place(whole, random)
    if place is None:
        return random.choice(TELLING)
    what = random.randrange(4)
    if what == 0:
        place[key] = random.choice(TELLING)
    elif what == 1:
        del place[key]
    elif what == 2 and isinstance(place, list):
        place.append(json.loads(json.dumps(place[key])))
    else:
        other, other_key = _some_place(whole, random)
        place[key] = json.loads(json.dumps(other[other_key]))
    return whole


def _some_place(data: Any, random: Random) -> tuple[Any, Any]:
    """A container somewhere in the data and one of its keys; the deeper, the likelier."""
    found: tuple[Any, Any] = (None, None)
    here = data
    while isinstance(here, dict | list) and here:
        key = random.choice(list(here)) if isinstance(here, dict) else random.randrange(len(here))
        found = (here, key)
        if random.random() < 0.2:
            break
        here = here[key]
    return found


def spoilt_parcel(parcel: Parcel, random: Random) -> Parcel:
    """What a faulty version of the app, or somebody who means harm, could have sealed in its place."""
    parts = dict(parcel.parts)
    jsons = [name for name in parts if name.endswith(".json")]
    for _ in range(random.choice((1, 1, 2))):
        what = random.random()
        if what < 0.3:
            about = spoilt(parcel.about, random)
            parcel = replace(parcel, about=about if isinstance(about, dict) else {})
        elif what < 0.9:
            name = random.choice(jsons)
            parts[name] = json.dumps(spoilt(json.loads(parts[name]), random)).encode()
        elif what < 0.95:
            del parts[random.choice(list(parts))]
        else:
            parts[random.choice(list(parts))] = random.randbytes(random.randint(0, 50))
        jsons = [name for name in jsons if name in parts and parts[name][:1] in b"{["]
        if not jsons:
            break
    return replace(parcel, id=new_id(), parts=parts)


def everything(desk) -> tuple[Any, ...]:
    """What a store holds, as far as an import could change it."""
    with desk.seat.store.read() as read:
        enquiries = tuple(read.enquiry_by_seq(number) for number in range(1, 4))
        kept = [enquiry for enquiry in enquiries if enquiry]
        records = [read.hub_records(kind) for kind in (Message, Letter, Disagreement, Step)]
        files = [read.attachments(enquiry.id) for enquiry in kept]
        return (enquiries, [read.answers(e.id) for e in kept], records, files, read.events(), read.agencies())


def read_it_all(desk, enquiry_id: str, at_the_hub: bool) -> None:
    """Whatever was taken in can be read where people will read it."""
    if at_the_hub:
        desk.queue.page()
        desk.cases.open(enquiry_id)
        desk.conversation.of(enquiry_id)
        desk.disagreements.of(enquiry_id)
        desk.documents.referral(enquiry_id)
        desk.exchange.seal_reply(enquiry_id)
    else:
        desk.progress.mine()
        desk.progress.of(enquiry_id)
        desk.disagreements.of(enquiry_id)
        for letter in desk.letters.for_referrer(enquiry_id):
            desk.letters.letter_pdf(letter.id)


def try_one(sender, taker, parcel: Parcel, enquiry_id: str, random: Random, at_the_hub: bool) -> bool:
    with sender.seat.store.write() as work:
        content = seal(spoilt_parcel(parcel, random), keys_of(work))
    before = everything(taker)
    try:
        opened = taker.exchange.open(content)
    except AppError as refused:
        said = refused.sentence
    else:
        read_it_all(taker, opened.enquiry_id or enquiry_id, at_the_hub)
        return True
    assert said
    assert everything(taker) == before
    return False


def opened_by(desk, content: bytes) -> Parcel:
    with desk.seat.store.write() as work:
        return open_sealed(content, keys_of(work))


def to_the_hub(school, hub, known, arrived, referred, seeds) -> None:
    """Files about an enquiry the Hub has, and the same as a new one."""
    worker = hub("worker")
    worker.triage.take(referred.id)
    worker.conversation.ask(referred.id, "Which nursery?")
    school.exchange.open(worker.exchange.seal_reply(referred.id).content)
    school.conversation.write(referred.id, "answer", "Seaview.")
    school.disagreements.raise_(referred.id, "threshold", "We see more need than this, every day.")
    whole = opened_by(worker, school.exchange.seal_enquiry(referred.id, known.id).content)
    for seed in seeds:
        try_one(school, worker, whole, referred.id, Random(seed), at_the_hub=True)
    assert verify(hub.store).ok


def to_the_school(school, hub, arrived, referred, seeds) -> None:
    worker = hub("worker")
    worker.triage.take(referred.id)
    worker.conversation.ask(referred.id, "Which nursery?")
    whole = opened_by(school, worker.exchange.seal_reply(referred.id).content)
    for seed in seeds:
        try_one(worker, school, whole, referred.id, Random(seed), at_the_hub=False)


def as_new(school, hub, known, referred, seeds) -> int:
    """Spoilt before the Hub has ever heard of the enquiry. Gives how many were taken."""
    worker = hub("worker")
    content, fingerprint = school.stores.own_card()
    worker.stores.confirm(worker.stores.read(content).card, fingerprint)
    whole = opened_by(worker, school.exchange.seal_enquiry(referred.id, known.id).content)
    taken = 0
    for seed in seeds:
        taken += try_one(school, worker, whole, referred.id, Random(seed), at_the_hub=True)
    assert verify(hub.store).ok
    return taken


def test_spoilt_news_is_taken_whole_or_not_at_all(school, hub, known, arrived, referred) -> None:
    to_the_hub(school, hub, known, arrived, referred, range(25))


def test_spoilt_replies_are_taken_whole_or_not_at_all(school, hub, known, arrived, referred) -> None:
    to_the_school(school, hub, arrived, referred, range(25))


def test_a_first_file_with_a_fact_of_the_wrong_kind_is_refused_in_words(school, hub, known, referred) -> None:
    worker = hub("worker")
    content, fingerprint = school.stores.own_card()
    worker.stores.confirm(worker.stores.read(content).card, fingerprint)
    whole = opened_by(worker, school.exchange.seal_enquiry(referred.id, known.id).content)
    before = everything(worker)
    wrongs = {"files": True, "owner": [3], "created_at": {"x": 1}, "definitions": 7, "versions": True, "agency": "x"}
    for key, wrong in wrongs.items():
        with school.seat.store.write() as work:
            spoilt = seal(replace(whole, about={**whole.about, key: wrong}), keys_of(work))
        with pytest.raises(AppError):
            worker.exchange.open(spoilt)
    assert everything(worker) == before
    assert worker.exchange.open(school.exchange.seal_enquiry(referred.id, known.id).content).enquiry_id


@pytest.mark.parametrize("seed", range(0, 24, 6))
def test_a_spoilt_first_file_is_taken_whole_or_not_at_all(school, hub, known, referred, seed) -> None:
    as_new(school, hub, known, referred, range(seed, seed + 6))


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("group", range(4))
def test_thousands_of_spoilt_files(school, hub, known, arrived, referred, group) -> None:
    to_the_hub(school, hub, known, arrived, referred, range(1000 * group, 1000 * group + 400))


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_thousands_of_spoilt_replies(school, hub, known, arrived, referred) -> None:
    to_the_school(school, hub, arrived, referred, range(10_000, 11_500))


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("group", range(10))
def test_hundreds_of_spoilt_first_files(school, hub, known, referred, group) -> None:
    as_new(school, hub, known, referred, range(20_000 + 100 * group, 20_040 + 100 * group))
