"""Real encrypted profiles for tests: made once a session, copied for each test. Opening one costs no password work."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from enquiry_app.enquiry.records import Agency, Enquiry, Person
from enquiry_app.security.new_ids import new_id
from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup, RecoverySheets
from enquiry_app.security.recovery_sheets import join_sheets

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
ADMINISTRATOR = "ada.admin"
PASSWORD = "seven quiet herons wait"


class SteppingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self._now = now

    def now(self) -> dt.datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def move(self, **by: float) -> None:
        self._now += dt.timedelta(**by)


@dataclass(frozen=True)
class Template:
    """A finished profile with its configuration folder, and what opens it."""

    folder: Path
    config: Path
    sheets: RecoverySheets
    data_key: bytes
    people: dict[str, Person]
    agencies: dict[str, Agency]


@pytest.fixture(scope="session")
def template_profile(tmp_path_factory) -> Template:
    """One profile a session: an administrator with a password, and people of a school and the hub without one."""
    base = tmp_path_factory.mktemp("template")
    made = Profile(base / "profile", base / "config")
    administrator = NewPerson(ADMINISTRATOR, "Ada Admin", "Office manager", "administrator", PASSWORD)
    sheets = made.create(ProfileSetup("shared", "Torview Primary School", "school", administrator))
    data_key = made.keys.read_data_key(join_sheets(sheets.sheet_one, sheets.sheet_two))
    store, _ = made.open_store(data_key)
    with store.write() as work:
        school = work.agencies()[0]
        hub = Agency(new_id(), "Safeguarding Hub", "hub")
        clinic = Agency(new_id(), "Bay Health Visiting", "health_visiting")
        police = Agency(new_id(), "Bay Police", "police")
        people = {}
        work.put_agency(hub)
        work.put_agency(clinic)
        work.put_agency(police)
        for key, role, agency in (
            ("teacher", "practitioner", school),
            ("lead", "safeguarding_lead", school),
            ("visitor", "practitioner", clinic),
            ("worker", "hub_worker", hub),
            ("manager", "hub_manager", hub),
            ("second", "hub_manager", hub),
            ("checker", "checking_agency", police),
        ):
            person = Person(new_id(), f"{key}.one", f"{key.title()} One", "", role, agency.id, agency.name)
            work.put_person(person)
            people[key] = person
        people["admin"] = work.person_by_user_name(ADMINISTRATOR)
        work.commit()
    store.close()
    agencies = {"school": school, "hub": hub, "clinic": clinic, "police": police}
    return Template(base / "profile", base / "config", sheets, data_key, people, agencies)


@pytest.fixture
def profile(template_profile, tmp_path, monkeypatch) -> Profile:
    """A profile of this test's own, and the account's configuration folder with its second anchor (Linux)."""
    folder = shutil.copytree(template_profile.folder, tmp_path / "profile", copy_function=shutil.copy)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    config = shutil.copytree(template_profile.config, tmp_path / "config" / "enquiry-app")
    return Profile(folder, config)


@pytest.fixture
def store(profile, template_profile):
    """Its store, opened without a password."""
    opened, _ = profile.open_store(template_profile.data_key)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def people(template_profile) -> dict[str, Person]:
    """teacher, lead (school), visitor (clinic), worker, manager, second (hub: another manager), checker (police), admin."""
    return template_profile.people


@pytest.fixture
def agencies(template_profile) -> dict[str, Agency]:
    return template_profile.agencies


@pytest.fixture
def an_enquiry(people, agencies):
    """Makes a draft record of the teacher's; keyword arguments change it."""

    def make(**changes) -> Enquiry:
        teacher = people["teacher"]
        draft = Enquiry(
            id=new_id(), seq=0, reference="", status="draft", version=1, owner_id=teacher.id,
            owner_name=teacher.display_name, agency_id=teacher.agency_id, agency_name=teacher.agency_name,
            agency_kind=agencies["school"].kind, form="enquiry/1", matrix="torbay/1", urgent=False, created_at=NOON,
            updated_at=NOON,
        )  # fmt: skip
        return replace(draft, **changes)

    return make
