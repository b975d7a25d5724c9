"""The list imported from the case system: importing it, looking a child up in it, and who may see how much of it.

Three answers only: known, not known, ask the Hub; never anything of a case. Every look-up is kept with its purpose, in
the transaction that answers it. Source: domain notes A2, A3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry_app.definitions.hub_definition import load_hub_of
from enquiry_app.definitions.look_up_definition import LookUpDefinition, load_look_up
from enquiry_app.enquiry.case_list_reading import CaseListRefused, CaseTable, read_entries, read_table
from enquiry_app.enquiry.hub_records import CaseList, LookUp
from enquiry_app.enquiry.look_up_rules import (
    Answer,
    ListInUse,
    Visibility,
    VisibilityStatement,
    answer,
    days_old,
    faults_in_visibility,
    shown_to,
    visibility_of,
)
from enquiry_app.errors import AppError
from enquiry_app.services.new_ids import new_id
from enquiry_app.services.ports import IndexedPerson, Readable, RenderedPdf
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case

LEAST_WORDS = 10  # characters that say what "something else" is
LONGEST_WORDS = 500
LONGEST_NAME = 100
NEWEST_LOOK_UPS = 200

# Rows done and rows in all -> whether to go on.
OnProgress = Callable[[int, int], bool]


class ImportStopped(AppError):
    """The person stopped the import; the list before it stays in use."""

    code = "import_stopped"


@dataclass(frozen=True, repr=False)
class Asked:
    """The child somebody asks about. `birth` is ISO, at least the year."""

    given_names: str
    family_name: str
    birth: str


@dataclass(frozen=True, repr=False)
class PastLookUp:
    """One look-up as listed. `child` is filled for the Hub's managers alone: the administrator has no case content."""

    at: dt.datetime
    who: str
    agency: str
    purpose: str
    words: str
    result: str
    child: str = ""


class CaseListing:
    """Use cases around the list of the case system."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("import_case_list", unaudited="looks into a file the person chose; nothing is kept")
    def preview(self, data: bytes) -> CaseTable:
        """The file as a table, with the columns guessed. Raises CaseListRefused."""
        self._seat.require("import_case_list")
        return read_table(data)

    @use_case("import_case_list", "case_list:imported")
    def import_list(
        self, data: bytes, mapping: Mapping[str, int], as_of: dt.date, name: str, on_progress: OnProgress | None = None
    ) -> CaseList:
        """Make this file the list in use, in place of the one before: all of it or nothing.

        `as_of` is the day on which the list was true. Raises CaseListRefused naming every line at fault, ImportStopped.
        """
        seat = self._seat
        seat.require("import_case_list")
        if as_of > seat.today():
            raise CaseListRefused(["The list cannot be true on a day that has not come. Correct the date."])
        table = read_table(data)
        track = _Track(on_progress, len(table.rows))
        entries = read_entries(table, mapping, as_of, track.part(0))
        with seat.store.read() as read:
            keyed = read.keyed_case_entries(entries, track.part(1))
        made = CaseList(
            new_id(seat.now()), 1, status="current", imported_at=seat.now(), imported_by=seat.person.id,
            as_of=as_of.isoformat(), name=" ".join(name.split())[:LONGEST_NAME], rows=len(entries),
        )  # fmt: skip
        with seat.store.write() as work:
            for former in work.hub_records(CaseList, status="current"):
                work.change_hub_record(replace(former, status="replaced"), former.version)
            work.add_hub_record(made)
            work.put_case_entries(made.id, keyed, track.part(2))
            seat.record(work, "case_list:imported", made.id, rows=str(made.rows), as_of=made.as_of)
            track.last_moment()
            work.commit()
        return made

    @use_case("see_visibility", unaudited="the date of the list, nothing of a child")
    def current(self) -> ListInUse | None:
        """The list in use, with its age; None while none was imported."""
        self._seat.require("see_visibility")
        with self._seat.store.read() as read:
            return self._in_use(read)

    @use_case("look_up_child", unaudited="the purposes one may choose from")
    def purposes(self) -> tuple[tuple[str, str], ...]:
        """Code and label of every purpose."""
        self._seat.require("look_up_child")
        return tuple((purpose.code, purpose.label) for purpose in load_look_up().purposes)

    @use_case("look_up_child", "look_up:answered")
    def look_up(self, asked: Asked, purpose: str, words: str = "") -> Answer:
        """Whether this child is known, as far as this person may see it. Kept with the purpose.

        Raises AppError if a name, the year of birth or the purpose is missing.
        """
        seat = self._seat
        seat.require("look_up_child")
        asked = Asked(" ".join(asked.given_names.split()), " ".join(asked.family_name.split()), asked.birth)
        said = " ".join(words.split())[:LONGEST_WORDS]
        definition = load_look_up()
        _check_asked(asked, purpose, said, definition)
        person = IndexedPerson("", "subject", asked.given_names, asked.family_name, birth=asked.birth)
        with seat.store.write() as work:
            in_use = self._in_use(work)
            matches = work.case_entries_like(person) if in_use else ()
            whole = answer(matches, in_use.list.as_of if in_use else "", seat.today(), definition.stale_after_days)
            table = visibility_of(work.store_info().settings, definition)
            shown = shown_to(seat.person.role, whole, table)
            record = LookUp(
                new_id(seat.now()), 1, at=seat.now(), by=seat.person.id, agency_id=seat.person.agency_id,
                result=shown.result, purpose=purpose, asked=_as_kept(asked), purpose_words=said, reason=shown.reason,
                as_of=whole.as_of,
            )  # fmt: skip
            work.add_hub_record(record)
            seat.record(work, "look_up:answered", record.id, purpose=purpose, result=shown.result)
            work.commit()
        return shown

    @use_case("see_audit_trail", "look_up:listed")
    def past_look_ups(self) -> tuple[PastLookUp, ...]:
        """The newest look-ups, newest first: who, when, what for, with what answer."""
        seat, definition = self._seat, load_look_up()
        seat.require("see_audit_trail")
        with seat.store.write() as work:
            names = {person.id: person.display_name for person in work.people()}
            agencies = {agency.id: agency.name for agency in work.agencies()}
            found = work.newest_hub_records(LookUp, NEWEST_LOOK_UPS)
            seat.record(work, "look_up:listed", "", count=str(len(found)))
            work.commit()
        with_child = seat.person.role == "hub_manager"
        return tuple(
            PastLookUp(
                each.at, names.get(each.by, ""), agencies.get(each.agency_id, ""),
                definition.purpose_label(each.purpose), each.purpose_words if with_child else "", each.result,
                _child_words(each.asked) if with_child else "",
            )
            for each in found
        )  # fmt: skip

    @use_case("see_visibility", unaudited="a rule of the store, nothing of a child")
    def visibility(self) -> Visibility:
        """Who may see what in this store."""
        self._seat.require("see_visibility")
        with self._seat.store.read() as read:
            return _visibility(read)

    @use_case("change_settings", "visibility:changed")
    def set_visibility(self, table: Mapping[str, Sequence[str]]) -> Visibility:
        """Change who may see what, for everybody at once. Raises AppError with every fault of the table."""
        seat, definition = self._seat, load_look_up()
        seat.require("change_settings")
        faults = faults_in_visibility(table, definition)
        if faults:
            raise AppError("\n".join(faults))
        with seat.store.write() as work:
            info = work.store_info()
            before = visibility_of(info.settings, definition)
            stored = {
                role: [fact.code for fact in definition.facts if fact.code in seen] for role, seen in table.items()
            }
            work.put_store_info(replace(info, settings={**info.settings, "look_up_visibility": stored}))
            changes = {
                role: " ".join(stored[role]) or "nothing" for role in stored if tuple(stored[role]) != before[role]
            }
            seat.record(work, "visibility:changed", info.id, **changes)
            work.commit()
            return _visibility(work)

    @use_case("see_visibility", "visibility:printed")
    def visibility_pdf(self) -> RenderedPdf:
        """Who may see what, as one page for partners. Raises DocumentError."""
        seat = self._seat
        seat.require("see_visibility")
        with seat.store.read() as read:
            info = read.store_info()
            statement = VisibilityStatement(
                _visibility(read), self._in_use(read), load_hub_of(info.settings), info.organisation, info.practice,
                seat.now(),
            )  # fmt: skip
        rendered = seat.make_document("visibility", statement)
        with seat.store.write() as work:
            seat.record(work, "visibility:printed", info.id, sha256=rendered.sha256)
            work.commit()
        return rendered

    def _in_use(self, read: Readable) -> ListInUse | None:
        found = read.hub_records(CaseList, status="current")
        if not found:
            return None
        age = days_old(found[-1].as_of, self._seat.today())
        return ListInUse(found[-1], age, age > load_look_up().stale_after_days)


class _Track:
    """One measure of three stages: reading, making keys, writing."""

    def __init__(self, on_progress: OnProgress | None, rows: int) -> None:
        self._tell, self._rows = on_progress, max(1, rows)
        # The share of each stage in the whole, in hundredths, and rows it counts a child.
        self._stages = ((0, 15, 1), (15, 40, 1), (55, 45, 10))

    def part(self, stage: int) -> Callable[[int], None]:
        start, share, each = self._stages[stage]

        def done(count: int) -> None:
            self._say(start + int(share * min(1.0, count / (self._rows * each))))

        return done

    def last_moment(self) -> None:
        """The last look whether to stop, before the commit."""
        self._say(99)

    def _say(self, hundredths: int) -> None:
        if self._tell is not None and not self._tell(hundredths, 100):
            raise ImportStopped("The import was stopped. Nothing was changed; the list before it stays in use.")


def _as_kept(asked: Asked) -> dict[str, str]:
    return {"given_names": asked.given_names, "family_name": asked.family_name, "birth": asked.birth}


def _visibility(read: Readable) -> Visibility:
    definition = load_look_up()
    table = visibility_of(read.store_info().settings, definition)
    return Visibility(definition, table, any(tuple(table[r]) != seen for r, seen in definition.shipped.items()))


def _check_asked(asked: Asked, purpose: str, words: str, definition: LookUpDefinition) -> None:
    if not asked.given_names or not asked.family_name:
        raise AppError("Enter given names and family name.")
    if len(asked.birth) < 4:
        raise AppError("Enter the date of birth, or at least the year.")
    if purpose not in {each.code for each in definition.purposes}:
        raise AppError("Choose what you need to know this for.")
    if purpose == "other" and len(words) < LEAST_WORDS:
        raise AppError("Write what you need to know this for.")


def _child_words(asked: Mapping[str, str]) -> str:
    return f"{asked.get('given_names', '')} {asked.get('family_name', '')}, born {asked.get('birth', '')}".strip()
