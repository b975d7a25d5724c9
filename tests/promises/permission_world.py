"""A store with one enquiry in the midst of the Hub's work and one draft, in each state of access, and the services of
everybody of it. Nothing called here is kept: a commit is noted and rolled back, so that every call meets the same store.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from enquiry_app.composition import SERVICES, paper_maker, referral_maker
from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.checking_rules import CheckAnswer, CheckInput
from enquiry_app.enquiry.deciding_rules import DecisionInput
from enquiry_app.enquiry.hub_records import InformationCheck, Link, Task
from enquiry_app.enquiry.kept_records import AccessRule, Disclosure, MailRecord, RetentionItem
from enquiry_app.enquiry.not_referred import NotReferredInput, ReviewInput
from enquiry_app.enquiry.records import Enquiry, Person
from enquiry_app.enquiry.statuses import WITH_THE_HUB
from enquiry_app.security.backup_keeping import BackupKeeping
from enquiry_app.security.new_ids import new_id
from enquiry_app.security.profile import Profile
from enquiry_app.services.accounts import Accounts
from enquiry_app.services.case_listing import Asked
from enquiry_app.services.doing_tasks import TaskInput
from enquiry_app.services.mail_parts import ReadBack
from enquiry_app.services.mailing import Outcome
from enquiry_app.services.ports import IndexedPerson, NewPerson
from enquiry_app.services.producing_documents import SafeToGive
from tests.fixtures_store import NOON, SteppingClock
from tests.services.conftest import Desks, example
from tests.services.test_writing_letters import decide

STATES = ("plain", "restricted", "confidential", "conflict")
PEOPLE = (
    "teacher", "colleague", "lead", "visitor", "visiting_lead", "worker", "manager", "second", "checker", "auditor",
    "admin",
)  # fmt: skip
NAMED = ("teacher", "manager")  # for the restricted and the confidential one
OWN = "Because of what was said"


@dataclass
class World:
    """One store in one state, with the ids of what is in it."""

    desks: Desks
    profile: Profile
    state: str
    ids: Mapping[str, Mapping[str, Any]]  # "case" or "draft" -> name of a parameter -> what to give
    secret: tuple[str, ...]  # id, reference and children's names of the case
    names: tuple[str, ...]  # the children's names alone
    commits: list[str] = field(default_factory=list)
    _seated: dict[str, Any] = field(default_factory=dict)  # desks by name: nothing they do is kept

    def person(self, who: str) -> Person:
        return self.desks.people[who]

    def service(self, who: str, name: str) -> Any:
        if name == "accounts":
            return Accounts(self.desks.store, self.profile, self.desks.clock, self.person(who))
        if name == "backups":
            return BackupKeeping(self.desks.store, self.profile, self.desks.clock, self.person(who))
        if who not in self._seated:
            self._seated[who] = self.desks(who)
        return getattr(self._seated[who], name)

    def hides(self, who: str) -> str:
        """unseen, closed or "": what the state makes of the enquiries for this person."""
        if self.state == "confidential" and who not in NAMED:
            return "unseen"
        closed = self.state == "conflict" or (self.state == "restricted" and who not in NAMED)
        return "closed" if closed and self.person(who).role != "checking_agency" else ""


def make_people(store, people: dict[str, Person], agencies) -> dict[str, Person]:
    """Everybody of the template, somebody of each role and side that is missing there."""
    school, clinic, hub = agencies["school"], agencies["clinic"], agencies["hub"]
    more = dict(people)
    with store.write() as work:
        for key, role, agency in (
            ("colleague", "practitioner", school), ("visiting_lead", "safeguarding_lead", clinic),
            ("auditor", "auditor", hub),
        ):  # fmt: skip
            more[key] = Person(new_id(), f"{key}.two", f"{key.title()} Two", "", role, agency.id, agency.name)
            work.put_person(more[key])
        work.commit()
    return more


class SetOnce:
    """Makes each kind of paper once with the case on it and once without, and gives it again: who may have it is asked
    before it is set, and setting pages takes longer than everything else here together."""

    def __init__(self) -> None:
        self.secret: tuple[str, ...] = ()
        self._made: dict[tuple[Any, ...], Any] = {}
        self._paper, self._referral = paper_maker(b"k" * 32), referral_maker(b"k" * 32)

    def paper(self, kind: str, content: Any) -> Any:
        return self._once((kind, *self._told(content)), lambda: self._paper(kind, content))

    def referral(self, content: Any) -> Any:
        kind = ("referral", content.copy, content.large, content.number)
        return self._once((*kind, *self._told(content)), lambda: self._referral(content))

    def _told(self, content: Any) -> list[bool]:
        """Which of the case's secrets stand in it."""
        told = " ".join(texts_in(content))
        return [secret in told for secret in self.secret]

    def _once(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


@dataclass(frozen=True)
class Base:
    """A closed store with everything in it but the rules of a state: each state begins with a copy of its files."""

    profile: Profile
    data_key: bytes
    people: Mapping[str, Person]
    ids: Mapping[str, Mapping[str, Any]]
    secret: tuple[str, ...]
    names: tuple[str, ...]
    papers: SetOnce

    def world(self, folder: Any, state: str) -> World:
        """A store of one's own in this state, opened."""
        profile = copy_of(self.profile, folder)
        store, _ = profile.open_store(self.data_key)
        desks = Desks(store, SteppingClock(), dict(self.people), self.papers.paper, self.papers.referral)
        _rules(desks, state, (self.ids["case"]["enquiry_id"], self.ids["draft"]["enquiry_id"]))
        return World(desks, profile, state, self.ids, self.secret, self.names)


def make_base(template, folder) -> Base:
    """One case in the midst of the Hub's work and one draft."""
    profile = copy_of(template, folder)
    store, _ = profile.open_store(template.data_key)
    people, papers = make_people(store, template.people, template.agencies), SetOnce()
    desks = Desks(store, SteppingClock(), people, papers.paper, papers.referral)
    case = _case(desks)
    draft = desks("teacher").drafting.start(example("urgent")).enquiry
    ids = {"case": _records(desks, case), "draft": {"enquiry_id": draft.id}}
    with store.read() as read:
        children = [person for person in read.indexed_people(case.id) if person.part == "subject"]
    store.close()
    names = tuple(child.given_names for child in children if child.given_names)
    papers.secret = (case.id, case.reference, *names)
    return Base(profile, template.data_key, people, ids, (case.id, case.reference, *names), names, papers)


def _case(desks: Desks) -> Enquiry:
    teacher, worker, manager = desks("teacher"), desks("worker"), desks("manager")
    begun = teacher.drafting.start(example("two-children")).enquiry
    case = teacher.submitting.send(begun.id, begun.version).enquiry
    decide(worker, manager, case.id)
    worker.letters.compose(case.id)
    teacher.conversation.write(case.id, "information", "There is more to tell")
    teacher.disagreements.raise_(case.id, "outcome", "The outcome does not fit", False)
    with desks.store.read() as read:
        return read.enquiry(case.id)


def _records(desks: Desks, case: Enquiry) -> dict[str, Any]:
    """One record of each kind that hangs on the case."""
    worker, at = desks.people["worker"], NOON
    police = desks.people["checker"]
    task = Task(new_id(), 1, case.id, "action", "", "open", at, worker.id, what="Ring the school")
    check = InformationCheck(
        new_id(),
        1,
        case.id,
        police.agency_id,
        "asked",
        at,
        worker.id,
        NOON,
        agency_name=police.agency_name,
        question="What is known?",
    )
    link = Link(new_id(), 1, case.id, "sibling", "", "entry", at, worker.id, child="a", other_child="b")
    mail = MailRecord(new_id(), 1, case.id, "referral", "given_to_program", at, worker.id, to=("desk@example.org",))
    item = RetentionItem(new_id(), 1, case.id, "hold", "open", at, worker.id, reason=OWN)
    request = _request(desks, case)
    with desks.store.write() as work:
        for record in (task, check, link, mail, item, request):
            work.add_hub_record(record)
        work.commit()
    with desks.store.read() as read:
        first = {
            name: read.hub_records(kind, case.id)[0].id
            for name, kind in _kinds().items()
        }  # fmt: skip
    return {
        **first, "enquiry_id": case.id, "task_id": task.id, "check_id": check.id, "link_id": link.id, "item_id": item.id,
        "reference": case.reference, "rule_id": "x", "mail_id": mail.id, "disclosure_id": request.id,
        "read_back": _read_back(case.id), "outgoing": SimpleNamespace(mail_id=mail.id, keep_password=False, server=SimpleNamespace(user=""), passphrase=""),
    }  # fmt: skip


def _request(desks: Desks, case: Enquiry) -> Disclosure:
    """Somebody's subject access request that is being worked on."""
    with desks.store.read() as read:
        child = next(person for person in read.indexed_people(case.id) if person.part == "subject")
    details = {
        "person": [child.given_names, child.family_name, child.birth], "items": {case.id: child.item},
        "versions": {case.id: 1}, "marks": {}, "agency": "",
    }  # fmt: skip
    by = desks.people["manager"].id
    return Disclosure(new_id(), 1, "", "subject_access", "draft", NOON, by, details=details)


def _read_back(enquiry_id: str) -> ReadBack:
    kind, to = SimpleNamespace(code="referral"), SimpleNamespace(text="desk@example.org", domain="example.org")
    return ReadBack(enquiry_id, "", kind, to, "", True, "", (), "", "", "")  # type: ignore[arg-type]


def _kinds() -> Mapping[str, type]:
    from enquiry_app.enquiry.hub_records import Decision, Disagreement, Letter

    return {"decision_id": Decision, "letter_id": Letter, "disagreement_id": Disagreement}


def _rules(desks: Desks, state: str, enquiries: tuple[str, ...]) -> None:
    wanted: list[tuple[str, str]] = []
    if state in ("restricted", "confidential"):
        wanted = [(state, ""), *(("named", desks.people[who].id) for who in NAMED)]
    if state == "conflict":
        wanted = [("conflict", person.id) for person in desks.people.values()]
    with desks.store.write() as work:
        for enquiry_id in enquiries:
            for kind, person_id in wanted:
                work.add_hub_record(
                    AccessRule(new_id(), 1, enquiry_id, kind, "open", NOON, "", person_id=person_id, reason=OWN)
                )
        work.commit()


def copy_of(template, folder) -> Profile:
    """A profile of one's own: of the template, or of a closed profile that came from it."""
    config = template.folder.with_name("config") if isinstance(template, Profile) else template.config
    made = shutil.copytree(template.folder, folder / "profile", copy_function=shutil.copy)
    return Profile(made, shutil.copytree(config, folder / "config"))


# the methods -------------------------------------------------------------------------------------------------------

BY_NAME: Mapping[str, Any] = {
    "version": 1, "number": 1, "stage": 1, "page": 1, "code": "ABCD-EFGH-JKMN", "offset": 0, "reason": OWN, "because": OWN, "note": OWN, "comment": OWN,
    "text": "", "words": OWN, "learning": OWN, "changed_for_child": OWN, "who": "hub", "what": "Ring the school",
    "flag": "missing", "child": "a", "other_child": "b", "kind": "information", "matched": (), "other_id": "x",
    "entry_id": "", "purpose": "enquiry", "rating": "red", "backup": Path("nowhere"), "authority": "Exeter", "confirmed_by": "Desk",
    "worker": "A worker", "phone": "01803 000000", "how": "post", "to_whom": "Desk", "to": "desk@example.org",
    "at": NOON, "on": "2026-11-23", "until": dt.date(2027, 11, 23), "as_of": dt.date(2026, 11, 1), "result": "done",
    "outcome": "upheld", "with_whom": "A manager", "about": "The outcome does not fit", "variant": "accepted",
    "answer": "yes", "parts": {}, "changes": (), "section_id": "worry", "attachment_id": "x", "file_name": "a.pdf",
    "content": b"%PDF-1.7", "data": b"a,b\r\n1,2\r\n", "mapping": {}, "name": "A view", "wanted": {}, "sort": "due",
    "heard": "x", "peer_id": "x", "lead_id": "x", "person_id": "x", "people": (), "subjects": (), "asked": (),
    "days": {}, "cut_off": "15:00", "closures": (), "contacts": (), "table": {}, "numbers": (1, 2, 3), "folder": "",
    "marks": (), "filter_id": "x", "letter": "x", "ahead_days": 0, "password": "", "old": "x", "new": "x",
    "person": IndexedPerson("", "subject", "Zebedee", "Nobody"), "retention_id": "x", "agency_id": "x", "team_id": "x",
    "person_ids": ("x",),
}  # fmt: skip
BY_TYPE: Mapping[str, Any] = {
    "NewPerson": NewPerson("some.body", "Some Body", "", "auditor", "five quiet otters swim", agency_id="x"),
    "Asked": Asked("Zebedee", "Nobody", "2015"), "TaskInput": TaskInput("Ring the school", "hub"),
    "CheckInput": CheckInput(), "CheckAnswer": CheckAnswer("Nothing"), "DecisionInput": DecisionInput(),
    "NotReferredInput": NotReferredInput("", "", "", "", None), "ReviewInput": ReviewInput("", None),
    "Outcome": Outcome("250 taken"), "SafeToGive": SafeToGive(True, OWN, "The parents"),
}  # fmt: skip
BY_DOOR: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("known", "link"): {"kind": "case_list", "other_id": "", "entry_id": "x"},
    ("tasks", "accept"): {"flag": "DASH"}, ("tasks", "not_needed"): {"flag": "DASH"},
    ("disagreements", "raise_"): {"reason": "outcome"}, ("subject_access", "mark"): {"marks": {}},
    ("subject_access", "begin"): {"records": {}}, ("explaining", "page"): {"page_id": "security"},
    ("explaining", "pdf"): {"page_id": "security"}, ("tidying", "remove_due"): {"rule_id": "look_ups"},
}  # fmt: skip
BOUND = (
    "enquiry_id", "check_id", "decision_id", "task_id", "letter_id", "disagreement_id", "link_id", "item_id", "mail_id",
    "read_back", "outgoing", "reference", "disclosure_id",
)  # fmt: skip
# What is in hand was given out by a door that is tried; a deletion waiting was asked for by this very person.
IN_HAND = {
    ("documents", "file_name"), ("drafting", "undo_delete"), ("drafting", "finish_deletions"), ("replay", "then"), ("mail", "deliver"),
    ("replay", "pdf"),
}  # fmt: skip
# Open to more people, or fewer, than the action they are marked with: the Hub writes messages as `ask_referrer`; once a
# decision is final only a manager drafts another.
MORE_THAN_MARKED = {("conversation", "write"), ("decisions", "draft")}
# They answer from the app's own definitions or what is handed to them; a session that has ended learns nothing by them.
WITHOUT_STORE = {
    "blank", "purposes", "outcomes", "wording", "default_due", "schedule", "current", "preview", "read", "find",
    "numbers", "open", "folder", "reasons", "finish_deletions", "then", "pdf",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A public method of a service with what it asks for."""

    service: str
    name: str
    permission: str
    parameters: tuple[inspect.Parameter, ...]

    @property
    def bound(self) -> str:
        """The parameter that names the enquiry, or a record of it; "" if none."""
        return next((each.name for each in self.parameters if each.name in BOUND), "")

    def arguments(self, ids: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
        """What to call it with, and whether something could not be made."""
        given, whole = {}, True
        for each in self.parameters:
            special = BY_DOOR.get((self.service, self.name), {})
            if each.name == self.bound and each.name in ids:
                given[each.name] = ids[each.name]
            elif each.default is not inspect.Parameter.empty:
                continue
            elif each.name in special:
                given[each.name] = special[each.name]
            elif each.name in ids:
                given[each.name] = ids[each.name]
            elif each.annotation in BY_TYPE:
                given[each.name] = BY_TYPE[each.annotation]
            elif each.name in BY_NAME and str(each.annotation)[:1] in "sibMSd":
                given[each.name] = BY_NAME[each.name]
            else:
                given[each.name], whole = BY_NAME.get(each.name), each.name in BY_NAME
        return given, whole


def doors() -> Iterator[Door]:
    """Every public method of every service of the application, but those that ask for nothing: the backup that is made
    by itself, whoever is signed in."""
    from importlib import import_module

    from enquiry_app.services.drafting import Drafting
    from enquiry_app.services.producing_documents import Documents
    from enquiry_app.services.submitting import Submitting

    kinds = {
        name: getattr(import_module(f"enquiry_app.services.{module}"), kind)
        for name, (module, kind) in SERVICES.items()
    }
    kinds |= {
        "backups": BackupKeeping,
        "drafting": Drafting,
        "submitting": Submitting,
        "documents": Documents,
        "accounts": Accounts,
    }
    for service, kind in kinds.items():
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            mark = method.__dict__.get("use_case")
            if mark is not None and mark.permission and (service, name) not in IN_HAND:
                given = tuple(inspect.signature(method).parameters.values())[1:]
                yield Door(service, name, mark.permission, given)


def expected(scope: str, world: World, who: str, bound: str, which: str) -> str:
    """`refused`, `allowed`, or `either` where more than the role decides."""
    if not scope:
        return "refused"
    if not bound:
        return "allowed"
    hidden, person = world.hides(who), world.person(who)
    if hidden == "unseen":
        return "refused"
    if scope == "any":
        return "either"
    if hidden:
        return "either" if bound in ("item_id",) else "refused"
    if scope == "hub":
        return "allowed" if which == "case" else "refused"
    if scope == "agency":
        return "allowed" if person.agency_id == world.person("teacher").agency_id else "refused"
    return "allowed" if who == "teacher" else "refused"


def texts_in(value: Any, depth: int = 0) -> Iterator[str]:
    """Every text in what a service handed out."""
    if isinstance(value, str):
        yield value
    elif depth > 8 or value is None or isinstance(value, (bytes, int, float, dt.date, Form, Matrix)):
        return  # definitions are the app's own
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from texts_in(getattr(value, each.name, None), depth + 1)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from texts_in(key, depth + 1)
            yield from texts_in(each, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from texts_in(each, depth + 1)


__all__ = ["MORE_THAN_MARKED", "PEOPLE", "STATES", "WITHOUT_STORE", "WITH_THE_HUB", "Door", "World", "copy_of", "doors", "expected",
           "make_base", "texts_in"]  # fmt: skip
