"""People and agencies of a store: who may sign in, as what; passwords and recovery sheets.

Adding, disabling and resetting somebody change the keys too. The row and the mark "keys pending" are committed first,
the keys sealed after: interrupted in between, the next sign-in finishes it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from enquiry_app.enquiry.audit_trail import TrailQuery
from enquiry_app.enquiry.people_rules import fault_in_display_name, fault_in_user_name
from enquiry_app.enquiry.permissions import require
from enquiry_app.enquiry.records import ROLES, Agency, Person
from enquiry_app.errors import AppError, PasswordRefused
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import (
    KEYS_PENDING,
    Clock,
    KeyRing,
    NewPerson,
    Readable,
    RecoverySheets,
    Store,
    Work,
)
from enquiry_app.services.refusals import Acting
from enquiry_app.services.teams import team_in
from enquiry_app.services.use_case import use_case

TAKEN = "There is somebody with this user name already. Please choose another; names are not used twice."
NO_ROLE = "Please choose a role for this person."
NO_NAME = "Please give a name."
NO_AGENCY = "Please choose an agency for this person."
NO_KIND = "Please choose what kind of agency this is."
AGENCY_THERE = "There is an agency with this name already."
NOT_YOURSELF = "You cannot disable yourself. Please ask another administrator."
LAST_ADMINISTRATOR = "This is the only administrator. Please make somebody else an administrator first."
DISABLED = "This person is disabled. Please enable them first."
NOT_ASKED = "Another administrator has to ask for this first. Ask for the new password, then let them set it."
ASKED_YOURSELF = "You asked for this new password, so another administrator sets it."
RESETS_ASKED = "resets_asked"  # secret: person id -> who asked for a new password for them, and when
ASKED_FOR = dt.timedelta(days=7)  # how long such a wish holds
# Set it alone, since nobody else could; ask another administrator; wait for them; set what another asked for.
RESET_STEPS = SET_ALONE, ASK_FOR_RESET, WAIT_FOR_SECOND, CONFIRM_RESET = ("alone", "ask", "wait", "confirm")
SAME_AGAIN = "This is the password you have now. Please choose another one."
# By whom the newest of these was done tells who knows somebody's password.
PASSWORD_EVENTS = (
    "person:added", "person:enabled", "person:password_reset", "person:password_changed", "person:recovered_with_sheets",
)  # fmt: skip
SHEETS_EVENTS = ("store:created", "store:recovery_sheets_made", "store:recovery_sheets_tried")
TRY_SHEETS_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True)
class SheetsState:
    """The valid recovery sheets: what stands on them, when they last were in somebody's hands, whether to try them."""

    fingerprint: str
    seen_at: dt.datetime | None  # made (their ends were typed in then) or tried, aware
    tried: bool
    due: bool


def _nobody_asks() -> None:
    """Where there is nobody to ask, as when a profile is made."""


class Accounts:
    """What the people screen and the commands do, for `actor`, the person signed in."""

    def __init__(
        self, store: Store, profile: KeyRing, clock: Clock, actor: Person, sure: Callable[[], None] = _nobody_asks
    ) -> None:
        """`sure` raises PassphraseNeeded unless the actor typed their passphrase a moment ago."""
        self._whole = store  # the keys are the store's, whoever changes them
        self._store = store.for_person(actor)  # refuses an actor who was disabled or moved meanwhile
        self._keys = profile
        self._clock = clock
        self._actor = actor
        self._seat = Acting(self._store, clock, actor)
        self._sure = sure

    @use_case("see_people", unaudited="names of colleagues, no record of a child")
    def people(self) -> tuple[Person, ...]:
        """Everybody, also those disabled, by name."""
        self._require("see_people")
        with self._store.read() as reading:
            return reading.people()

    @use_case("see_people", unaudited="names of agencies, no record of a child")
    def agencies(self) -> tuple[Agency, ...]:
        """All agencies by name."""
        self._require("see_people")
        with self._store.read() as reading:
            return reading.agencies()

    @use_case("manage_agencies", "agency:added")
    def add_agency(self, name: str, kind: str) -> Agency:
        """Add an agency. `kind` is a code of the agency_type list, or `hub`."""
        self._require("manage_agencies")
        plain = " ".join(name.split())
        if not plain:
            raise AppError(NO_NAME)
        if not kind:
            raise AppError(NO_KIND)
        with self._store.write() as work:
            if any(known.name.casefold() == plain.casefold() for known in work.agencies()):
                raise AppError(AGENCY_THERE)
            agency = Agency(new_id(self._clock.now()), plain, kind)
            work.put_agency(agency)
            self._record(work, "agency:added", agency.id, kind=kind)
            work.commit()
        return agency

    @use_case("manage_people", "person:added")
    def add_person(self, new: NewPerson) -> Person:
        """Add somebody with the password they sign in with first. Raises PasswordRefused, PassphraseNeeded, AppError."""
        self._require("manage_people")
        self._sure()
        with self._store.read() as reading:
            person = self._checked(reading, new)
        public_key = self._keys.give_key(person.user_name, new.password)
        try:
            with self._store.write() as work:
                self._checked(work, new)  # two administrators at once
                work.put_person(person)
                work.put_public_key(person.id, public_key)
                work.put_secret(KEYS_PENDING, b"1")
                self._record(work, "person:added", person.id, role=person.role)
                work.commit()
        except BaseException:
            self._keys.take_key(person.user_name)
            raise
        self._keys.seal_pending(self._whole)
        return person

    @use_case("manage_people", "person:changed", "person:team")
    def change_person(self, changed: Person) -> Person:
        """Change name, job title, role, agency or how to reach somebody. User name and activity stay as they are."""
        self._require("manage_people")
        with self._store.write() as work:
            stored = work.person(changed.id)
            self._check_details(work, changed.display_name, changed.role, changed.agency_id)
            if (stored.role, stored.agency_id) != (changed.role, changed.agency_id):
                self._sure()
            if stored.role == "administrator" and changed.role != "administrator":
                self._check_not_last(work, stored)
            team = team_in(work, changed.agency_id, changed.team_id)
            work.put_person(replace(changed, user_name=stored.user_name, active=stored.active, team_id=team))
            self._record(work, "person:changed", changed.id, role=changed.role)
            if team != stored.team_id:
                self._record(work, "person:team", changed.id, before=stored.team_id, after=team)
            work.commit()
            return work.person(changed.id)

    @use_case("manage_people", "person:disabled")
    def disable(self, person_id: str) -> None:
        """End somebody's access. Backups made before still open to their key."""
        self._require("manage_people")
        if person_id == self._actor.id:
            raise AppError(NOT_YOURSELF)
        with self._store.write() as work:
            person = work.person(person_id)
            if not person.active:
                return
            self._check_not_last(work, person)
            work.put_person(replace(person, active=False))
            work.put_public_key(person.id, "")
            work.put_secret(KEYS_PENDING, b"1")
            self._record(work, "person:disabled", person.id)
            work.commit()
        self._keys.take_key(person.user_name)
        self._keys.seal_pending(self._whole)

    @use_case("manage_people", "person:enabled")
    def enable(self, person_id: str, password: str) -> Person:
        """Give somebody access again, with a first password. Raises PasswordRefused, PassphraseNeeded."""
        self._require("manage_people")
        self._sure()
        return self._give_new_key(person_id, password, "person:enabled", enable=True)

    @use_case("manage_people", unaudited="says which button to show")
    def reset_steps(self) -> dict[str, str]:
        """Person id -> what this administrator can do about a new password for them: one of RESET_STEPS."""
        self._require("manage_people")
        with self._store.read() as reading:
            return {person.id: self._reset_step(reading, person.id) for person in reading.people() if person.active}

    @use_case("manage_people", "person:reset_asked")
    def ask_reset(self, person_id: str) -> None:
        """Ask for a new password for somebody; another administrator sets it within a week. Raises PassphraseNeeded."""
        self._require("manage_people")
        self._sure()
        with self._store.write() as work:
            if not work.person(person_id).active:
                raise AppError(DISABLED)
            asked = self._wishes(work) | {person_id: [self._actor.id, self._clock.now().isoformat()]}
            work.put_secret(RESETS_ASKED, json.dumps(asked).encode())
            self._record(work, "person:reset_asked", person_id)
            work.commit()

    @use_case("manage_people", "person:password_reset")
    def reset_password(self, person_id: str, password: str) -> Person:
        """A new password for somebody who forgot theirs; nobody needs to know the old one. It takes two administrators,
        one who asks and one who sets it, wherever there are two. Raises PassphraseNeeded, AppError."""
        self._require("manage_people")
        self._sure()
        with self._store.read() as reading:
            step, by = self._reset_step(reading, person_id), self._asked(reading).get(person_id, "")
        if step in (ASK_FOR_RESET, WAIT_FOR_SECOND):
            raise AppError(NOT_ASKED if step == ASK_FOR_RESET else ASKED_YOURSELF)
        return self._give_new_key(person_id, password, "person:password_reset", enable=False, asked_by=by)

    @use_case("change_own_password", unaudited="says who set the actor's own password")
    def password_given(self) -> bool:
        """Whether somebody else set the password the actor signs in with, and so knows it."""
        self._require("change_own_password")
        with self._store.read() as reading:
            numbers = reading.event_numbers(TrailQuery(tags=PASSWORD_EVENTS, subjects=(self._actor.id,)))
            found = reading.events_numbered(tuple(numbers[:1]))
        return bool(found) and found[0].actor_id != self._actor.id

    @use_case("change_own_password", "person:password_changed")
    def change_own_password(self, old: str, new: str) -> None:
        """Raises SignInRefused if the old one is wrong, PasswordRefused for a poor new one or the old one again."""
        self._require("change_own_password")
        if old == new:
            raise PasswordRefused(SAME_AGAIN)
        self._keys.change_password(self._actor.user_name, old, new, self._clock)
        with self._store.write() as work:
            self._record(work, "person:password_changed", self._actor.id)
            work.commit()

    @use_case("manage_people", "store:recovery_sheets_made")
    def new_recovery_sheets(self) -> RecoverySheets:
        """Fresh recovery sheets; earlier ones open the store no more (old backups stay open to them).

        Raises PassphraseNeeded.
        """
        self._require("manage_people")
        self._sure()
        sheets = self._keys.new_recovery_sheets(self._whole)
        with self._store.write() as work:
            self._record(work, "store:recovery_sheets_made", self._actor.id, fingerprint=sheets.fingerprint)
            work.commit()
        return sheets

    @use_case("manage_people", unaudited="a fingerprint, printed on the sheets for comparison")
    def recovery_fingerprint(self) -> str:
        """What stands on the valid recovery sheets."""
        self._require("manage_people")
        return self._keys.recovery_fingerprint(self._whole)

    @use_case("manage_people", unaudited="what stands on the sheets, and when they were last in hand")
    def sheets_state(self) -> SheetsState:
        """When the recovery sheets were made or last tried. Once a year they should be tried."""
        self._require("manage_people")
        fingerprint = self._keys.recovery_fingerprint(self._whole)
        with self._store.read() as reading:
            numbers = reading.event_numbers(TrailQuery(tags=SHEETS_EVENTS))
            found = reading.events_numbered(tuple(numbers[:1]))
        if not found:
            return SheetsState(fingerprint, None, False, True)
        late = self._clock.now() - found[0].at >= TRY_SHEETS_AFTER
        return SheetsState(fingerprint, found[0].at, found[0].tag == "store:recovery_sheets_tried", late)

    @use_case("manage_people", "store:recovery_sheets_tried")
    def try_sheets(self, sheet_one: str, sheet_two: str) -> None:
        """See whether both sheets together open this store, and note that they do. Nothing is changed.

        Raises AppError saying what is wrong with them, PassphraseNeeded.
        """
        self._require("manage_people")
        self._sure()
        self._keys.try_sheets(self._whole, sheet_one, sheet_two)
        with self._store.write() as work:
            self._record(work, "store:recovery_sheets_tried", self._actor.id)
            work.commit()

    @use_case("change_settings", unaudited="asks for the passphrase; the change of key is recorded when it is done")
    def confirm_new_key(self) -> None:
        """Raises NotAllowed, PassphraseNeeded unless this person may give the store a new key now."""
        self._require("change_settings")
        self._sure()

    def _wishes(self, reading: Readable) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads(reading.secret(RESETS_ASKED) or b"{}")
        since = self._clock.now() - ASKED_FOR
        return {person: wish for person, wish in found.items() if dt.datetime.fromisoformat(wish[1]) > since}

    def _asked(self, reading: Readable) -> dict[str, str]:
        still = {person.id for person in reading.people() if person.active and person.role == "administrator"}
        return {person: by for person, (by, _) in self._wishes(reading).items() if by in still}

    def _reset_step(self, reading: Readable, person_id: str) -> str:
        by = self._asked(reading).get(person_id, "")
        if not self._has_second(reading, person_id):
            return SET_ALONE
        return ASK_FOR_RESET if not by else WAIT_FOR_SECOND if by == self._actor.id else CONFIRM_RESET

    def _has_second(self, reading: Readable, person_id: str) -> bool:
        """Whether there is an administrator beside the actor and the person it is about."""
        here = {person.id for person in reading.people() if person.active and person.role == "administrator"}
        return bool(here - {self._actor.id, person_id})

    def _require(self, action: str) -> None:
        """Raise NotAllowed unless the actor may do this, AccessEnded if they may not do anything here any more."""
        require(self._actor, action)
        with self._store.read():
            pass

    def _give_new_key(self, person_id: str, password: str, tag: str, *, enable: bool, asked_by: str = "") -> Person:
        with self._store.read() as reading:
            person = reading.person(person_id)
        if not person.active and not enable:
            raise AppError(DISABLED)
        public_key = self._keys.give_key(person.user_name, password)
        with self._store.write() as work:
            work.put_person(replace(work.person(person_id), active=True))
            work.put_public_key(person_id, public_key)
            work.put_secret(KEYS_PENDING, b"1")
            if asked_by:
                left = {wished: wish for wished, wish in self._wishes(work).items() if wished != person_id}
                work.put_secret(RESETS_ASKED, json.dumps(left).encode())
            self._record(work, tag, person_id, **({"asked_by": asked_by} if asked_by else {}))
            work.commit()
        self._keys.seal_pending(self._whole)
        return replace(person, active=True)

    def _checked(self, reading: Readable, new: NewPerson) -> Person:
        """The record of somebody new, or the refusal."""
        if reading.person_by_user_name(new.user_name) is not None:
            raise AppError(TAKEN)
        if not reading.store_info().practice and (fault := fault_in_user_name(new.user_name)):
            raise AppError(fault)
        agency = self._check_details(reading, new.display_name, new.role, new.agency_id)
        return Person(
            id=new_id(self._clock.now()),
            user_name=new.user_name.strip().lower(),
            display_name=" ".join(new.display_name.split()),
            job_title=new.job_title.strip(),
            role=new.role,
            agency_id=agency.id,
            agency_name=agency.name,
            phone=new.phone.strip(),
            email=new.email.strip(),
            team_id=team_in(reading, agency.id, new.team_id),
        )

    def _check_details(self, reading: Readable, display_name: str, role: str, agency_id: str) -> Agency:
        if not display_name.strip():
            raise AppError(NO_NAME)
        if fault := fault_in_display_name(display_name):
            raise AppError(fault)
        if role not in ROLES:
            raise AppError(NO_ROLE)
        for agency in reading.agencies():
            if agency.id == agency_id:
                return agency
        raise AppError(NO_AGENCY)

    def _check_not_last(self, reading: Readable, person: Person) -> None:
        """Somebody must stay who can add people."""
        others = [one for one in reading.people() if one.active and one.role == "administrator" and one.id != person.id]
        if person.role == "administrator" and not others:
            raise AppError(LAST_ADMINISTRATOR)

    def _record(self, work: Work, tag: str, subject: str, **details: str) -> None:
        work.record(tag, subject=subject, actor=self._actor.id, at=self._clock.now(), **details)
