"""Every kind of document there is, made by its own service in practice mode: valid, marked, named, and read by others."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import pikepdf
import pytest

from enquiry_app.composition import PAPERS, SET_BY_THEMSELVES
from enquiry_app.definitions.form_definition import COPIES
from enquiry_app.definitions.help_pages import PAGES
from enquiry_app.services.producing_documents import SafeToGive
from enquiry_app.services.subject_access import FILE_COPY, GIVEN_COPY, PersonSought
from tests.builders import ready_answers
from tests.retention.conftest import CANARY, admin, closed, manager, second  # noqa: F401
from tests.retention.test_destroying import YEARS, destroy
from tests.services.conftest import desks, lead, sent, teacher, worker  # noqa: F401
from tests.services.test_not_referring import GIVEN

NOT_ARCHIVAL = set(SET_BY_THEMSELVES)  # they are filled in
NAMES = (CANARY.lower(), "robin")  # of children in these documents
BUILT_WITHOUT = b"warning: ICC support is not available\n"  # of this mutool, not of the file
SAFE = SafeToGive(True, "Both parents know", "Their mother")
_made: dict[str, bytes] = {}  # the same for every test here; making them all takes a while


class Everything:
    """Makes each kind once."""

    def __init__(self, closed, teacher, worker, manager, second) -> None:  # noqa: F811
        self.closed, self.teacher, self.worker = closed, teacher, worker
        self.manager, self.second = manager, second

    def make(self, clock) -> dict[str, bytes]:
        teacher, enquiry = self.teacher, self.closed  # noqa: F811
        found = {f"referral, {copy}": teacher.documents.referral(enquiry.id, copy).data for copy in ("hub", "own")}
        found["referral, own, large"] = teacher.documents.referral(enquiry.id, "own", large=True).data
        found["referral, family"] = teacher.documents.for_the_family(enquiry.id, SAFE).data
        found["referral, family, large"] = teacher.documents.for_the_family(enquiry.id, SAFE, large=True).data
        letter = teacher.letters.for_referrer(enquiry.id)[-1]
        found["letter"] = teacher.letters.letter_pdf(letter.id).data
        found["handover"] = self.worker.handover.pdf().data
        found["visibility"] = teacher.case_list.visibility_pdf().data
        found["roles"] = teacher.roles.pdf().data
        found |= {f"statement, {page}": teacher.explaining.pdf(page).data for page in PAGES}
        replay = self.manager.replay.open(enquiry.id)
        found["replay"] = self.manager.replay.pdf(replay, len(replay.moments) - 1).data
        draft = teacher.drafting.start(ready_answers()).enquiry
        found["printed_form"] = teacher.blank_forms.blank(for_printer=True).data
        found["blank_form"] = teacher.blank_forms.of(draft.id).data
        teacher.not_referring.record(draft.id, GIVEN, draft.version)
        found["not_referred"] = teacher.not_referring.pdf(draft.id).data
        found[FILE_COPY], found[GIVEN_COPY] = self._subject_access(large=False)
        _, found[f"{GIVEN_COPY}, large"] = self._subject_access(large=True)
        clock.move(**YEARS)
        certificate = destroy(self.manager, self.second, enquiry.id)
        found["destruction"] = self.manager.retention.certificate_pdf(certificate.id).data
        return found

    def _subject_access(self, *, large: bool) -> tuple[bytes, bytes]:
        desk = self.manager.subject_access
        _, people = desk.people_of(self.closed.reference)
        child = people[0]
        sought = PersonSought(child.given_names, child.family_name, child.birth)
        begun = desk.begin(sought, {self.closed.id: child.item})
        handed = desk.give(begun.id, "Her mother", "She asked in writing", begun.version, large)
        return handed.whole.data, handed.given.data


@pytest.fixture
def papers(store, clock, request) -> dict[str, bytes]:
    if not _made:
        with store.write() as work:
            work.put_store_info(replace(work.store_info(), practice=True))
            work.commit()
        desk = [request.getfixturevalue(name) for name in ("closed", "teacher", "worker", "manager", "second")]
        _made.update(Everything(*desk).make(clock))
    return _made


def test_no_kind_is_left_out(papers) -> None:
    kinds = {name.partition(",")[0] for name in papers}
    assert kinds == {*PAPERS, *SET_BY_THEMSELVES, "referral"}
    assert {f"referral, {copy}" for copy in COPIES} <= set(papers)


def test_independent_validators_find_nothing_wrong_with_any(papers, faults_of) -> None:
    faults = {name: faults_of(data, archival=name not in NOT_ARCHIVAL) for name, data in papers.items()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_each_is_titled_without_a_name_tagged_and_in_a_language(papers) -> None:
    for name, data in papers.items():
        with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
            title = str(metadata.get("dc:title", ""))
            assert title, name
            assert not any(each in title.lower() for each in NAMES), name
            assert bool(pdf.Root.MarkInfo.Marked), name
            assert str(pdf.Root.Lang).startswith("en"), name
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle), name


def test_practice_says_so_on_every_page_of_every_kind(papers, tmp_path) -> None:
    bare = [
        (name, number)
        for name, data in papers.items()
        if name not in SET_BY_THEMSELVES  # a form on paper is the same form; what comes back of it is marked
        for number, text in enumerate(pages_of(data, tmp_path), start=1)
        if "PRACTICE" not in "".join(text.split())
    ]
    assert bare == []


def test_every_page_says_what_it_belongs_to_for_whom_and_how_to_check_it(papers, tmp_path) -> None:
    bare = [
        (name, number, missing)
        for name, data in papers.items()
        if name not in SET_BY_THEMSELVES
        for number, text in enumerate(pages_of(data, tmp_path), start=1)
        for missing in ("For ", "Check code ", f"page {number} of ", "OFFICIAL")
        if missing not in text
    ]
    assert bare == []


def test_two_viewers_of_different_makers_draw_every_page(papers, tmp_path) -> None:
    """They complain of nothing, and what one draws the other draws too: about as much ink on each page."""
    for name, data in papers.items():
        path = tmp_path / "drawn.pdf"
        path.write_bytes(data)
        for tool in (
            ("pdftoppm", "-r", "24", "-gray", str(path), str(tmp_path / "poppler")),
            ("mutool", "draw", "-q", "-r", "24", "-c", "gray", "-o", str(tmp_path / "mupdf-%d.pgm"), str(path)),
        ):
            done = subprocess.run(tool, capture_output=True, check=False)
            said = done.stderr.replace(BUILT_WITHOUT, b"")
            assert (done.returncode, said) == (0, b""), (name, tool[0])
        ours = [ink_of(each) for each in drawn(tmp_path, "poppler")]
        theirs = [ink_of(each) for each in drawn(tmp_path, "mupdf")]
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert len(ours) == len(theirs) == len(pdf.pages), name
        # Hairlines come out lighter or darker; a page or a picture left out would show.
        assert all(min(pair) > 0 and max(pair) < 2.2 * min(pair) for pair in zip(ours, theirs, strict=True)), name
        for each in tmp_path.glob("*.pgm"):
            each.unlink()


def drawn(folder, begin: str) -> list[bytes]:
    files = sorted(folder.glob(f"{begin}-*.pgm"), key=lambda path: int(path.stem.rpartition("-")[2]))
    return [path.read_bytes() for path in files]


def ink_of(picture: bytes) -> int:
    """How dark a page is: the sum of what its grey dots lack of white."""
    pixels = picture.split(b"255\n", 1)[1]
    return 255 * len(pixels) - sum(pixels)


def pages_of(data: bytes, folder) -> list[str]:
    path = folder / "pages.pdf"
    path.write_bytes(data)
    done = subprocess.run(["mutool", "draw", "-q", "-F", "txt", str(path)], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]
