"""Puts the application together by hand: the one file that knows every part. Heavy parts are imported when needed."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enquiry_app.errors import AccessEnded, NotAllowed
from enquiry_app.security.front_door import default_profile_folder
from enquiry_app.services.held_secrets import HeldSecrets
from enquiry_app.services.setting_aside import WordsAside, from_bytes, to_bytes

if TYPE_CHECKING:
    from enquiry_app.definitions.form_definition import Form
    from enquiry_app.definitions.hub_definition import HubDefinition
    from enquiry_app.definitions.matrix_definition import Matrix
    from enquiry_app.enquiry.records import Enquiry, Person, StoreInfo
    from enquiry_app.security.backup_keeping import BackupKeeping
    from enquiry_app.security.key_files import PersonKey
    from enquiry_app.security.profile import Profile, ProfileSetup, RecoverySheets
    from enquiry_app.services.accounts import Accounts
    from enquiry_app.services.drafting import Drafting
    from enquiry_app.services.ports import Clock, MakeDocument
    from enquiry_app.services.producing_documents import Documents, MakeReferral, ReferralContent, RenderedPdf
    from enquiry_app.services.seat import Seat
    from enquiry_app.services.submitting import Submitting
    from enquiry_app.storage.sql_store import SqlStore

PRACTICE_ENQUIRIES = 40

# Services that need nothing but the seat: name on the application -> module and class. Imported at their first use.
SERVICES: Mapping[str, tuple[str, str]] = {
    "queue": ("hub_queue", "HubQueue"),
    "saved_filters": ("saved_filters", "SavedFilters"),
    "page_checking": ("page_checking", "PageChecking"),
    "locking": ("locking", "Locking"),
    "handover": ("handing_over_shift", "HandoverSheets"),
    "triage": ("triaging", "Triage"),
    "cases": ("hub_case", "HubCases"),
    "known": ("known_child", "KnownChild"),
    "case_list": ("case_listing", "CaseListing"),
    "hub_settings": ("setting_hub", "HubSettings"),
    "decisions": ("deciding", "Decisions"),
    "lowered_levels": ("lowered_levels", "LoweredLevels"),
    "letters": ("writing_letters", "Letters"),
    "closing": ("closing", "Closing"),
    "checks": ("asking_agencies", "Checks"),
    "conversation": ("conversing", "Conversation"),
    "tasks": ("doing_tasks", "Tasks"),
    "disagreements": ("escalating", "Disagreements"),
    "progress": ("following", "Following"),
    "amending": ("amending", "Amending"),
    "stores": ("knowing_stores", "KnownStores"),
    "exchange": ("exchanging", "Exchange"),
    "watched_folder": ("watching_folder", "WatchedFolder"),
    "not_referring": ("not_referring", "NotReferring"),
    "mail": ("mailing", "Mailing"),
    "mail_settings": ("setting_mail", "MailSetup"),
    "blank_forms": ("blank_forms", "BlankForms"),
    "audit": ("auditing", "Auditing"),
    "replay": ("replaying", "Replaying"),
    "retention": ("retaining", "Retention"),
    "guarding": ("guarding", "Guarding"),
    "teams": ("teams", "Teams"),
    "tidying": ("tidying", "Tidying"),
    "roles": ("stating_roles", "Roles"),
    "explaining": ("explaining", "Explaining"),
    "subject_access": ("subject_access", "SubjectAccess"),
    "disclosures": ("disclosure_log", "DisclosureLog"),
}

WITH_DOCUMENTS = frozenset({"exchange", "mail"})  # of them, those that make the referral too

# Papers other than the referral: kind -> module of `documents` and the function that turns its content into a Document.
PAPERS: Mapping[str, tuple[str, str]] = {
    "letter": ("letter_content", "letter_document"),
    "handover": ("handover_document", "handover_document"),
    "not_referred": ("not_referred_document", "not_referred_document"),
    "visibility": ("visibility_document", "visibility_document"),
    "replay": ("replay_document", "replay_document"),
    "destruction": ("destruction_document", "destruction_document"),
    "roles": ("roles_document", "roles_document"),
    "statement": ("statement_document", "statement_document"),
    "subject_access_file": ("subject_access_document", "file_document"),
    "subject_access_given": ("subject_access_document", "given_document"),
}

# Papers that set their pages themselves: kind -> module of `documents` and the function that makes the finished PDF.
SET_BY_THEMSELVES: Mapping[str, tuple[str, str]] = {
    "blank_form": ("blank_form_pdf", "blank_form_pdf"),
    "printed_form": ("blank_form_pdf", "printed_form_pdf"),
}

__all__ = ["Application", "create_profile", "default_profile_folder", "make_practice_profile", "practice", "sign_in"]


def create_profile(folder: Path, setup: ProfileSetup) -> RecoverySheets:
    """Make a profile in an empty or new folder. Raises PasswordRefused, StoreUnavailable or AppError."""
    from enquiry_app.security.profile import Profile

    return Profile(folder).create(setup)


def sign_in(folder: Path, user_name: str, password: str, clock: Clock | None = None) -> Application:
    """Open a profile as this person. Raises SignInRefused, StoreUnavailable, StoreDamaged, StoreTooNew."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.profile import Profile

    profile, used_clock = Profile(folder), clock or SystemClock()
    unlocked = profile.unlock(user_name, password, used_clock)
    application = Application(profile, unlocked.store, unlocked.person, unlocked.check_key, used_clock)
    application.seat.held.confirmed_at = used_clock.now()
    application.take_back(unlocked.identity)
    return application


def practice(folder: Path | None = None, clock: Clock | None = None, seed: int | None = None) -> Application:
    """A practice profile with fictional people and enquiries, opened as its first practitioner.

    Without a folder it lies in a temporary one that goes when the application is closed.
    """
    import secrets

    used_seed = secrets.randbits(32) if seed is None else seed
    base = None if folder else Path(tempfile.mkdtemp(prefix="enquiry-practice-"))
    try:
        made = make_practice_profile(
            folder or Path(str(base), "profile"),
            enquiries=PRACTICE_ENQUIRIES, seed=used_seed, clock=clock, with_passwords=False, throw_away=base,
        )  # fmt: skip
    except BaseException:
        if base:
            shutil.rmtree(base, ignore_errors=True)
        raise
    first = next(person for person, _ in made.people if person.role == "practitioner")
    return made.application.switch_person(first.id)


@dataclass(frozen=True)
class PracticeProfile:
    """A practice profile just made, opened as its administrator; `people` with their passwords, `enquiries` as id,
    reference and status."""

    application: Application
    people: tuple[tuple[Person, str], ...]
    enquiries: tuple[tuple[str, str, str], ...]


def make_practice_profile(
    folder: Path, *, enquiries: int, seed: int, clock: Clock | None = None, with_passwords: bool = True,
    throw_away: Path | None = None,
) -> PracticeProfile:  # fmt: skip
    """Make a practice profile in an empty or new folder. Without passwords only its administrator has a key, and
    people are switched to inside the app. The same seed makes the same enquiries (passwords are always random)."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.profile import Profile, ProfileSetup
    from enquiry_app.services.practice_data import filling

    profile, password = Profile(folder), filling.random_password()
    administrator = filling.as_new_person(filling.administrator_entry(), password)
    sheets = profile.create(ProfileSetup("practice", filling.hub_name(), "hub", administrator, practice=True))
    used_clock = clock or SystemClock()
    store, person, check_key = _open_as_founder(profile, sheets, administrator.user_name)
    app = Application(profile, store, person, check_key, used_clock, throw_away=throw_away)
    try:
        office = app.accounts if with_passwords else None
        made = filling.fill(app.seat, enquiries=enquiries, seed=seed, office=office)
    except BaseException:
        app.close()
        raise
    return PracticeProfile(app, ((person, password), *made.people), made.enquiries)


def _open_as_founder(profile: Profile, sheets: RecoverySheets, user_name: str) -> tuple[SqlStore, Person, bytes]:
    """Open the store of a profile made a moment ago, sparing the slow work of a password."""
    from enquiry_app.errors import NotFound
    from enquiry_app.security.profile import CHECK_KEY
    from enquiry_app.security.recovery_sheets import join_sheets

    data_key = profile.keys.read_data_key(join_sheets(sheets.sheet_one, sheets.sheet_two))
    store, _ = profile.open_store(data_key)
    with store.read() as read:
        person, check_key = read.person_by_user_name(user_name), read.secret(CHECK_KEY)
    if person is None:
        raise NotFound("The practice profile could not be made. Please try again.")
    return store, person, check_key or b""


def referral_maker(check_key: bytes) -> MakeReferral:
    """The documents layer as the services ask for it: frozen content in, a finished PDF out."""

    def make(content: ReferralContent) -> RenderedPdf:
        from enquiry_app.documents.pdf_render import render_pdf
        from enquiry_app.documents.referral_content import ReferralInput, referral_document

        sent = content.number > 0
        revealed_only = content.copy != "hub" or not sent
        shown = content.revealed if revealed_only else content.suggestions
        given = ReferralInput(
            form=content.form,
            matrix=content.matrix,
            answers=content.answers,
            hub=content.hub,
            now=content.at,
            reference=content.enquiry.reference if sent else "",
            version=str(content.number or 1),
            copy=content.copy,
            sent_at=content.at if sent else None,
            urgent=content.enquiry.urgent,
            practice=content.store.practice,
            revealed=content.revealed,
            suggestions={child: found for child, found in content.suggestions.items() if child in shown},
            attachments=_embedded(content) if sent and content.copy == "hub" else {},
            large=content.large,
        )
        return render_pdf(referral_document(given), check_key=check_key)

    return make


def paper_maker(check_key: bytes) -> MakeDocument:
    """The documents layer for every other paper: its kind and content in, a finished PDF out."""

    def make(kind: str, content: object) -> RenderedPdf:
        from enquiry_app.documents.pdf_render import render_pdf

        module, function = PAPERS.get(kind) or SET_BY_THEMSELVES[kind]
        compose = getattr(import_module(f"enquiry_app.documents.{module}"), function)
        if kind in SET_BY_THEMSELVES:
            whole: RenderedPdf = compose(content)
            return whole
        return render_pdf(compose(content), check_key=check_key)

    return make


def protect(data: bytes, passphrase: str) -> bytes:
    """The same PDF, opened with this passphrase only."""
    from enquiry_app.documents.protected_pdf import protect as encrypt

    return encrypt(data, passphrase)


def _embedded(content: ReferralContent) -> dict[str, tuple[str, bytes, str]]:
    """What the hub's copy carries for machines: the answers as FHIR, and what the matrix made of them."""
    from enquiry_app.exchange.fhir import questionnaire_response

    reference = content.enquiry.reference
    response = questionnaire_response(content.form, content.answers, reference=reference, authored=content.at)
    result = {
        "reference": reference,
        "version": content.number,
        "matrix": content.matrix.name,
        "content_sha256": content.content_hash,
        "practice": content.store.practice,
        "children": content.suggestions,
        "first_choices": {
            child: {"level": found.first_level, "rationale": found.first_rationale, "at": found.chosen_at.isoformat()}
            for child, found in content.revealed.items()
        },
    }
    return {
        "referral.json": ("application/fhir+json", _json(response), "The answers as an HL7 FHIR R4 response"),
        "matrix.json": ("application/json", _json(result), "The levels chosen and what the matrix suggested"),
    }


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


class Application:
    """Everything a signed-in person works with. Made by `sign_in` or `practice`; `close()` it when done."""

    person: Person
    seat: Seat
    drafting: Drafting
    submitting: Submitting
    documents: Documents
    accounts: Accounts
    password_given = False  # somebody else set it: to be changed before anything else is shown

    def __init__(
        self,
        profile: Profile,
        store: SqlStore,
        person: Person,
        check_key: bytes,
        clock: Clock,
        *,
        throw_away: Path | None = None,
    ) -> None:
        from enquiry_app.definitions.hub_definition import load_hub_of
        from enquiry_app.definitions.load_form import load_form
        from enquiry_app.definitions.load_matrix import load_matrix
        from enquiry_app.services.definitions_in_use import DefinitionsInUse

        self.profile = profile
        self.store = store
        self.clock = clock
        self._check_key = check_key
        self._throw_away = throw_away
        self._held = HeldSecrets()
        self._public = ""
        self.words_aside = WordsAside()
        with store.read() as read:
            self.store_info: StoreInfo = read.store_info()
        self.hub: HubDefinition = load_hub_of(self.store_info.settings)
        self._definitions = DefinitionsInUse(load_form(), load_matrix())
        self._seat_person(person)

    @property
    def form(self) -> Form:
        """The form new enquiries are made with."""
        return self._definitions.form

    @property
    def matrix(self) -> Matrix:
        """The matrix new enquiries are made with."""
        return self._definitions.matrix

    @property
    def permissions(self) -> Mapping[str, Mapping[str, str]]:
        """Action -> role -> scope."""
        from enquiry_app.enquiry.permissions import PERMISSIONS

        return PERMISSIONS

    def may(self, action: str, enquiry: Enquiry | None = None) -> bool:
        """Whether the person signed in may do this, to this enquiry where one is given."""
        from enquiry_app.enquiry.permissions import may

        return may(self.person, action, enquiry)

    def confirm_passphrase(self, password: str) -> None:
        """The person has typed their passphrase again: what asks for it is open to them for some minutes.

        Raises SignInRefused, with the wait before the next try.
        """
        self.profile.check_password(self.person.user_name, password, self.clock)
        with self.store.write() as work:
            work.record("person:confirmed", subject=self.person.id, actor=self.person.id, at=self.clock.now())
            work.commit()
        self._held.confirmed_at = self.clock.now()

    def take_back(self, identity: PersonKey) -> None:
        """After the sign-in: what this person could not save before the last lock, and the key to seal such words to;
        and whether somebody else knows their password."""
        self._public = identity.public
        self.password_given = not self.store_info.practice and self.accounts.password_given()
        self.words_aside = from_bytes(self.profile.set_aside_of(self.person.id).take(identity))

    def set_aside(self, words: WordsAside) -> bool:
        """Seal words nobody saved, in place of those before, so that the screen can be locked at once. False if they
        are in memory only."""
        if not words:
            self.forget_set_aside()
            return True
        return self.profile.set_aside_of(self.person.id).put(to_bytes(words), self._public)

    def forget_set_aside(self) -> None:
        """The words set aside are back on the screen or in the store."""
        self.words_aside = WordsAside()
        self.profile.set_aside_of(self.person.id).forget()

    def switch_person(self, person_id: str) -> Application:
        """Go on as another person of a practice profile. Raises NotAllowed in a real one."""
        if not self.store_info.practice:
            raise NotAllowed("Only the practice profile lets you change people without signing in.")
        self.drafting.finish_deletions(at_once=True)
        with self.store.write() as work:
            person = work.person(person_id)
            work.record("person:switched", subject=person_id, actor=self.person.id, at=self.clock.now())
            work.commit()
        self._held.forget()
        self._seat_person(person)
        return self

    def settings_changed(self) -> bool:
        """Whether somebody changed the store's settings since they were read, perhaps at another computer."""
        with self.store.read() as read:
            return read.store_info().settings != self.store_info.settings

    def take_settings(self) -> None:
        """Read the store's settings again and go on with them: new numbers, hours and closures hold at once."""
        from enquiry_app.definitions.hub_definition import load_hub_of

        with self.store.read() as read:
            self.store_info = read.store_info()
        self.hub = load_hub_of(self.store_info.settings)
        self.drafting.finish_deletions(at_once=True)
        self._seat_person(self.person)

    def give_new_key(self, progress: Callable[[str, float], None] = lambda *_: None) -> None:
        """Encrypt the whole store anew under a new data key. The store is closed by this, whatever happens: sign in again.

        Raises NotAllowed, PassphraseNeeded, StoreUnavailable (another window has it open, disk full): the old key stays.
        """
        from enquiry_app.security.rekeying import make_new_key

        self.accounts.confirm_new_key()
        self.drafting.finish_deletions(at_once=True)
        try:
            make_new_key(self.profile, self, self.clock, progress)
        finally:
            self.store.close()
            self._held.forget()

    def close(self) -> None:
        """Carry out waiting deletions, close the store, remove a throw-away profile."""
        self._held.forget()
        try:
            with contextlib.suppress(AccessEnded):  # somebody disabled meanwhile deletes nothing any more
                self.drafting.finish_deletions(at_once=True)
        finally:
            self.store.close()
            if self._throw_away is not None:
                shutil.rmtree(self._throw_away, ignore_errors=True)

    def _seat_person(self, person: Person) -> None:
        """Seat this person: services are built when they are first asked for."""
        from enquiry_app.services.accounts import Accounts
        from enquiry_app.services.confirmation import require_confirmation
        from enquiry_app.services.drafting import Drafting
        from enquiry_app.services.producing_documents import Documents
        from enquiry_app.services.seat import Seat
        from enquiry_app.services.submitting import Submitting

        for name in SERVICES:
            self.__dict__.pop(name, None)
        self.person = person
        papers = paper_maker(self._check_key)
        self.seat = seat = Seat(self.store, self.clock, person, self._definitions, self.hub, self.store_info, papers,
                                protect, self._held)  # fmt: skip
        self.documents = Documents(seat, referral_maker(self._check_key))
        self.drafting = Drafting(seat)
        self.submitting = Submitting(seat, self.documents)
        self.accounts = Accounts(self.store, self.profile, self.clock, person, partial(require_confirmation, seat))

    @property
    def backups(self) -> BackupKeeping:
        """Backups of the profile, as this person may deal with them."""
        from enquiry_app.security.backup_keeping import BackupKeeping

        return BackupKeeping(self.store, self.profile, self.clock, self.person)

    def __getattr__(self, name: str) -> Any:
        """A service of the person seated, built at its first use and kept."""
        if name not in SERVICES:
            raise AttributeError(name)
        module, kind = SERVICES[name]
        made = getattr(import_module(f"enquiry_app.services.{module}"), kind)
        service = made(self.seat, self.documents) if name in WITH_DOCUMENTS else made(self.seat)
        self.__dict__[name] = service
        return service
