"""Made-up enquiries: the same for the same seed, complete enough to send, and written in bulk exactly as one by one."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from random import Random

import pytest
from nhs_number import is_valid
from sqlalchemy import text

from enquiry_app.composition import make_practice_profile, referral_maker
from enquiry_app.enquiry.answers_json import answers_from_json, answers_to_json
from enquiry_app.enquiry.records import STATUSES, Person
from enquiry_app.security.profile import Profile
from enquiry_app.services.drafting import Drafting
from enquiry_app.services.hub_queue import HubQueue
from enquiry_app.services.judging import judge
from enquiry_app.services.ports import QueueFilter
from enquiry_app.services.practice_data import bulk_loading
from enquiry_app.services.practice_data.bulk_loading import WITHDRAWN_BECAUSE, load_in_bulk, move, not_refer, rating_for
from enquiry_app.services.practice_data.families import make_family, nhs_number
from enquiry_app.services.practice_data.lives import PlannedEnquiry, chosen_children, plan_enquiries
from enquiry_app.services.practice_data.story_files import stories
from enquiry_app.services.prefilling import prefilled
from enquiry_app.services.producing_documents import Documents
from enquiry_app.services.revealing import first_choice
from enquiry_app.services.seat import Seat
from enquiry_app.services.submitting import Submitting
from enquiry_app.services.triaging import Triage
from tests.fixtures_store import NOON, SteppingClock
from tests.services.conftest import example

# Tables whose rows hold chance (salts, hashes), counters of commits, or a PDF made on the way.
NOT_COMPARED = {"store_state", "event", "event_detail", "document", "issued_pages", "store_secret"}


@dataclass
class Practice:
    """A practice store with its people and no enquiries yet."""

    seat: Seat
    kinds: dict[str, str]
    people: list[Person]

    def plans(self, count: int, seed: int = 5) -> list[PlannedEnquiry]:
        rng = Random(seed)
        return list(plan_enquiries(rng, count, self.people, self.kinds, self.seat.definitions, self.seat.now()))


@pytest.fixture(scope="module")
def empty_profile(tmp_path_factory):
    """A practice profile without enquiries, made once: its folder, and what is needed to open copies."""
    folder = tmp_path_factory.mktemp("practice") / "profile"
    made = make_practice_profile(folder, enquiries=0, seed=1, clock=SteppingClock(), with_passwords=False)
    app = made.application
    with app.store.read() as read:
        kinds = {agency.id: agency.kind for agency in read.agencies()}
    data_key = app.store.data_key
    app.close()
    return folder, data_key, app.seat, kinds, [person for person, _ in made.people]


@pytest.fixture
def practice_copy(empty_profile, tmp_path):
    """Opens copies of the empty practice store."""
    folder, data_key, seat, kinds, people = empty_profile
    opened = []

    def copy() -> Practice:
        place = shutil.copytree(folder, tmp_path / f"copy{len(opened)}", copy_function=shutil.copy)
        store, _ = Profile(place).open_store(data_key)
        opened.append(store)
        return Practice(replace(seat, store=store), kinds, people)

    yield copy
    for store in opened:
        store.close()


@pytest.fixture
def practice(practice_copy) -> Practice:
    return practice_copy()


def one_by_one(practice: Practice, plans: list[PlannedEnquiry], rng: Random) -> None:
    """Live through each plan with the ordinary services."""
    for plan in plans:
        clock = SteppingClock(plan.begun)
        seat = replace(practice.seat, clock=clock)
        enquiry_id = Drafting(replace(seat, person=plan.author), rng.randbytes).start(plan.answers).enquiry.id
        for step in plan.steps:
            clock.move(seconds=(step.at - clock.now()).total_seconds())
            live(replace(seat, person=step.by), plan, enquiry_id, step.what)


def live(seat: Seat, plan: PlannedEnquiry, enquiry_id: str, what: str) -> None:
    """One step of a life, by the service for it."""
    if what == "hold":
        seat = replace(seat, info=replace(seat.info, kind="partner"))
    drafting, submitting = Drafting(seat), Submitting(seat, Documents(seat, referral_maker(b"k" * 32)))
    with seat.store.read() as read:
        version = read.enquiry(enquiry_id).version
    ordinary = {
        "reveal": lambda: [drafting.reveal(enquiry_id, child) for child in chosen_children(plan.answers)],
        "ask": lambda: submitting.ask_sign_off(enquiry_id, plan.lead.id),
        "sign": lambda: submitting.sign_off(enquiry_id),
        "send": lambda: submitting.send(enquiry_id, version),
        "hold": lambda: submitting.send(enquiry_id, version),
        "receive": lambda: HubQueue(seat).open(enquiry_id),
        "rate": lambda: rate(seat, enquiry_id),
        "withdraw": lambda: drafting.withdraw(enquiry_id, WITHDRAWN_BECAUSE),
    }
    if what in ordinary:
        ordinary[what]()
        return
    with seat.store.write() as work:
        if what == "not_refer":
            not_refer(seat, work, work.enquiry(enquiry_id))
        else:
            move(seat, work, work.enquiry(enquiry_id), what)
        work.commit()


def rate(seat: Seat, enquiry_id: str) -> None:
    with seat.store.read() as read:
        enquiry = read.enquiry(enquiry_id)
    Triage(seat).rate(enquiry_id, rating_for(enquiry), "", enquiry.version)


def everything(practice: Practice) -> dict[str, list[str]]:
    """Every row of every table as the database holds it, chance left out; notes without their row numbers."""
    with practice.seat.store.read() as read:
        run = read.connection.execute
        names = run(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'enquiry!_search!_%' ESCAPE '!'"
            )
        ).scalars()
        rows = {
            name: sorted(repr(without_chance(row)) for row in run(text(f"SELECT * FROM {name}")).mappings())
            for name in names.all()
            if name not in NOT_COMPARED and not name.startswith("sqlite")
        }
        notes = run(text("SELECT enquiry_seq, copy, sha256, made_at, data FROM document WHERE copy LIKE 'n:%'"))
        return {**rows, "notes": sorted(map(repr, notes.fetchall()))}


def without_chance(row) -> dict:
    """Records of the Hub get random ids."""
    return {key: value for key, value in row.items() if not ("words" in row and key == "id")}


def trail(practice: Practice) -> list[tuple]:
    with practice.seat.store.read() as read:
        events = [event for event in read.events() if not event.tag.startswith("document:")]
        return [(e.at, e.actor_id, e.tag, e.subject_id, dict(e.details)) for e in events]


def test_in_bulk_the_rows_and_the_trail_are_those_of_the_services(practice_copy) -> None:
    bulk, singly = practice_copy(), practice_copy()
    plans = bulk.plans(18)
    assert {plan.status for plan in plans} == set(STATUSES)
    load_in_bulk(bulk.seat, plans, bulk.kinds, Random(9))
    one_by_one(singly, plans, Random(9))
    expected, written = everything(singly), everything(bulk)
    assert set(written) == set(expected)
    for table, rows in expected.items():
        assert written[table] == rows, table
    assert trail(bulk) == trail(singly)
    assert bulk.seat.store.verify_trail().ok


def days_later(plan: PlannedEnquiry, days: int) -> PlannedEnquiry:
    later = dt.timedelta(days=days)
    steps = tuple(replace(step, at=step.at + later) for step in plan.steps)
    return replace(plan, begun=plan.begun + later, steps=steps)


def test_a_child_of_an_earlier_batch_who_comes_again_is_counted_as_one_by_one(practice_copy, monkeypatch) -> None:
    monkeypatch.setattr(bulk_loading, "BATCH", 1)
    bulk, singly = practice_copy(), practice_copy()
    plan = next(plan for plan in bulk.plans(18) if plan.status == "in_triage")
    three = [days_later(plan, days) for days in (0, 5, 10)]
    load_in_bulk(bulk.seat, three, bulk.kinds, Random(9))
    one_by_one(singly, three, Random(9))
    expected, written = everything(singly), everything(bulk)
    differing = {table for table, rows in expected.items() if written[table] != rows}
    assert differing <= {"status_count"}, "a status passed through and left keeps a count of nothing"
    assert trail(bulk) == trail(singly)
    assert [event[4]["count"] for event in trail(bulk) if event[2] == "enquiry:repeats"] == ["1", "2"]


def test_ordinary_work_goes_on_after_a_bulk_load(practice) -> None:
    load_in_bulk(practice.seat, practice.plans(16), practice.kinds, Random(9))
    teacher = next(person for person in practice.people if person.user_name == "teacher")
    seat = replace(practice.seat, person=teacher)
    draft = Drafting(seat).start(example("two-children"))
    sent = Submitting(seat, Documents(seat, referral_maker(b"k" * 32))).send(draft.enquiry.id, draft.enquiry.version)
    with seat.store.read() as read:
        references = [e.reference for e in read.enquiries(QueueFilter(), "newest", 100) if e.reference]
    assert sent.enquiry.reference in references
    assert len(set(references)) == len(references)
    assert seat.store.verify_trail().ok


def test_the_same_seed_makes_the_same_lives_and_another_seed_others(practice) -> None:
    assert practice.plans(20) == practice.plans(20)
    assert practice.plans(20) != practice.plans(20, seed=6)


@pytest.mark.parametrize("seed", range(4))
def test_every_life_could_have_been_lived(practice, seed) -> None:
    """Ready to send, nothing hidden, no problem but a warning, and never in the future."""
    definitions, checked = practice.seat.definitions, set()
    for plan in practice.plans(60, seed):
        assert all(step.at <= practice.seat.now() for step in plan.steps)
        assert [step.at for step in plan.steps] == sorted(step.at for step in plan.steps)
        if plan.status == "draft":
            continue
        kind = practice.kinds[plan.author.agency_id]
        answers = prefilled(definitions.form, plan.answers, plan.author, kind, Random(1).randbytes)
        seat = replace(practice.seat, person=plan.author, clock=SteppingClock(plan.begun))
        revealed = {child: first_choice(seat, answers, child) for child in chosen_children(answers)}
        state = judge(definitions, answers, seat.today(), revealed=revealed)
        assert state.ready
        assert not state.not_sent
        assert {problem.severity for problem in state.problems} <= {"warn", "info"}
        assert not [problem for problem in state.problems if problem.code == "missing"]
        checked.add(plan.status)
    assert checked == set(STATUSES) - {"draft"}


def test_made_up_answers_are_answers_the_form_can_read(practice) -> None:
    definitions = practice.seat.definitions
    for plan in practice.plans(40):
        data = answers_to_json(definitions.form, plan.answers)
        assert answers_from_json(definitions.form, definitions.matrix, data) == plan.answers


def test_many_enquiries_do_not_read_alike(practice) -> None:
    plans = [plan for plan in practice.plans(150) if plan.status != "draft"]
    worries = [plan.answers.get("worry") for plan in plans]
    names = {plan.answers.get("child_family_name", (c,)) for plan in plans for c in plan.answers.items_of("children")}
    assert len(set(worries)) > len(worries) * 0.9
    assert len(names) > 40
    assert any(ord(letter) > 0x500 for plan in plans for letter in str(dict(plan.answers.values)))
    assert not [worry for worry in worries if "{" in worry or "}" in worry]


def test_each_story_fits_the_ages_and_the_matrix_it_names(practice) -> None:
    matrix = practice.seat.definitions.matrix
    for story in stories():
        ages = [None] if story.unborn else range(story.ages[0], story.ages[1] + 1)
        fits = [
            [matrix.fits(matrix.indicators[s.indicator], unborn=a is None, age_years=a) for s in story.seen]
            for a in ages
        ]
        assert all(all(row) for row in fits), story.id
        dimensions = {matrix.indicators[seen.indicator].dimension for seen in story.seen}
        assert not dimensions & set(story.no_worry), story.id


def test_numbers_can_belong_to_nobody_and_pass_their_check() -> None:
    rng = Random(3)
    numbers = [nhs_number(rng) for _ in range(200)]
    assert all(number.startswith("999") and is_valid(number) for number in numbers)


def test_children_are_as_old_as_their_story_says() -> None:
    rng, today = Random(4), NOON.date()
    for story in stories():
        for _ in range(30):
            child = make_family(rng, story, today).children[0]
            if story.unborn:
                assert today < child.due < today + dt.timedelta(days=200)
            else:
                assert story.ages[0] <= child.age(today) <= story.ages[1], story.id


def test_people_of_the_hub_are_in_teams_and_nobody_else_is(practice) -> None:
    with practice.seat.store.read() as read:
        people = read.people()
    teams = {person.user_name: person.team_name for person in people if person.team_name}
    assert teams == {"hubworker": "First contact", "manager": "First contact", "hubworker2": "Assessment"}
