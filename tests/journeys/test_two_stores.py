"""A school and a hub with a store each and nothing between them but sealed files: a referral goes out, is acknowledged,
asked about, answered, changed, decided by two managers, told by letter, disagreed with, settled and closed. Everything is
clicked, typed and dropped in windows; nothing is typed twice, and nothing else of the Hub's leaves it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog

import ui.exchange.sealed_files as sealed_files
import ui.exchange.sealing as sealing
from enquiry_app.composition import Application
from enquiry_app.enquiry.records import Agency, Person
from enquiry_app.exchange.sealed.parcels import open_sealed
from enquiry_app.security.new_ids import new_id
from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup
from enquiry_app.security.recovery_sheets import join_sheets
from enquiry_app.services.store_keys import find_keys
from enquiry_app.storage.audit_chain import verify
from scripts.acting import Writer
from scripts.practice_journey import write_enquiry
from scripts.practice_story import the_story
from tests.journeys.test_hub_journey import Town, button, choose, tags_shown, words_of
from tests.journeys.test_main_journey import check_and_go_to_send, start
from ui import unsent_words
from ui.exchange.fingerprint_dialog import FingerprintDialog
from ui.exchange.seal_dialog import SealDialog
from ui.exchange.stores_page import StoresPage
from ui.form.send_page import SendPage
from ui.home.letter_dialog import LetterDialog

pytestmark = pytest.mark.timeout(500)

SCHOOL, HUB = "Cliff Lane Primary School", "Bay Safeguarding Hub"
QUESTION = "Which nursery does the cousin go to?"
ANSWER = "Seaview Nursery, mornings only."
POLICE_SAYS = "Source KESTREL: two calls in May, both verbal."
WHY = "She is cold, hungry and missing school; help since May has not lasted and her mother is unwell."
CHANGED = "The health visitor sees both on Thursday."
LEARNING = "Ring the school before writing."


@pytest.fixture(autouse=True)
def no_words_left():
    unsent_words.forget_all()
    yield
    unsent_words.forget_all()


class Place:
    """A profile of its own with its people; a window for each of them."""

    def __init__(self, base: Path, clock, setup: ProfileSetup, people) -> None:
        profile = Profile(base / "profile", base / "config")
        sheets = profile.create(setup)
        self.store, _ = profile.open_store(profile.keys.read_data_key(join_sheets(sheets.sheet_one, sheets.sheet_two)))
        self.people = {}
        with self.store.write() as work:
            (home,) = work.agencies()
            police = Agency(new_id(), "Bay Police", "police")
            for key, name, role in people:
                agency = home
                if role == "checking_agency":
                    work.put_agency(police)
                    agency = police
                self.people[key] = Person(
                    new_id(), f"{key}.{setup.kind}", name, "", role, agency.id, agency.name, phone="01632 960777"
                )
                work.put_person(self.people[key])
            work.commit()
        self._profile, self._clock = profile, clock

    def application(self, who: str) -> Application:
        return Application(self._profile, self.store, self.people[who], b"k" * 32, self._clock)

    def opened(self, content: bytes):
        """A sealed file as this store, and nobody else, can read it."""
        with self.store.read() as read:
            return open_sealed(content, find_keys(read))


@pytest.fixture
def school_place(tmp_path, clock):
    head = NewPerson("esme.rook", "Esme Rook", "Office", "administrator", "seven quiet herons wait")
    people = [("teacher", "Hannah Whitfield", "practitioner"), ("lead", "Rosa Lead", "safeguarding_lead")]
    made = Place(tmp_path / "school", clock, ProfileSetup("partner", SCHOOL, "school", head), people)
    yield made
    made.store.close()


@pytest.fixture
def hub_place(tmp_path, clock):
    head = NewPerson("petra.vale", "Petra Vale", "Office", "administrator", "seven quiet herons wait")
    people = [
        ("worker", "Daniel Osei", "hub_worker"), ("manager", "Mary Manager", "hub_manager"),
        ("second", "Sol Second", "hub_manager"), ("checker", "Pat Constable", "checking_agency"),
    ]  # fmt: skip
    made = Place(tmp_path / "hub", clock, ProfileSetup("hub", HUB, "hub", head), people)
    yield made
    made.store.close()


class Post:
    """What carries files: a folder. Knows the message boxes and what was typed into dialogs."""

    def __init__(self, folder: Path, monkeypatch, qtbot, settle) -> None:
        self.folder, self._monkeypatch, self._qtbot, self._settle = folder, monkeypatch, qtbot, settle
        self.told: list[str] = []
        folder.mkdir()

        def tell(_parent, title, text):
            self.told.append(f"{title}: {text}")

        for module in (sealed_files, sealing):
            monkeypatch.setattr(module, "tell", tell)
        monkeypatch.setattr(sealed_files, "report_error", lambda _parent, error: self.told.append(error.sentence))
        monkeypatch.setattr(SealDialog, "exec", lambda dialog: self._choose_hub(dialog))
        self.heard = ""
        monkeypatch.setattr(FingerprintDialog, "exec", lambda dialog: self._compare(dialog))

    def _choose_hub(self, dialog) -> bool:
        dialog.show()
        assert dialog.hub.currentText() == HUB
        self._qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        return bool(dialog.result())

    def _compare(self, dialog) -> bool:
        dialog.show()
        self._qtbot.keyClicks(dialog.line, self.heard)
        self._qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
        accepted = bool(dialog.result())
        dialog.hide()
        return accepted

    def next_file(self, name: str) -> Path:
        """Where the next file saved in any window goes."""
        path = self.folder / name
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
        return path

    def drop(self, window, file: Path) -> str:
        """Drop a file on a window; what the window says of it."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        said = len(self.told)
        window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
        self._qtbot.waitUntil(lambda: len(self.told) > said, timeout=60_000)
        self._settle()
        return self.told[-1]


@pytest.fixture
def school(qtbot, school_place, window_of, settle):
    return Town(qtbot, school_place.application, window_of, settle)


@pytest.fixture
def hub(qtbot, hub_place, window_of, settle):
    return Town(qtbot, hub_place.application, window_of, settle)


@pytest.fixture
def post(tmp_path, monkeypatch, qtbot, settle):
    return Post(tmp_path / "post", monkeypatch, qtbot, settle)


def fingerprint_at(town, who: str, post, name: str) -> tuple[Path, str]:
    """Somebody saves the file of their store and reads out the fingerprint."""
    window = town.at(who)
    window.navigator.go("settings")
    town.settle()
    town.press(window.page.sealed_files)
    assert isinstance(window.page, StoresPage)
    file = post.next_file(name)
    town.press(window.page.save_own)
    return file, window.page.fingerprint.text()


def reply_from(town, post, enquiry_id: str, name: str, who: str = "worker") -> Path:
    """The worker saves a sealed reply, as the bar on top of the enquiry offers."""
    case = town.case(who, enquiry_id)
    assert case.not_told.isVisible()
    file = post.next_file(name)
    town.press(case.reply_now)
    town.qtbot.waitUntil(file.exists)
    town.settle()
    assert not case.not_told.isVisible()
    return file


def sealed_again(town, post, enquiry_id: str, name: str) -> Path:
    """The teacher seals what the Hub does not have yet."""
    page = town.follow("teacher", enquiry_id)
    assert page.not_there.isVisible()
    file = post.next_file(name)
    town.press(page.seal_now)
    town.qtbot.waitUntil(file.exists)
    town.settle()
    town.qtbot.waitUntil(lambda: not page.not_there.isVisible())
    return file


def pages_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    return " ".join(" ".join(document.getAllText(n).text() for n in range(document.pageCount())).split())


def write_and_send(school, story, background):
    """The teacher writes the whole enquiry in the form and creates the referral."""
    window = school.at("teacher")
    writer = Writer(background, lambda: window.page)
    writer.window = window
    start(writer, story)
    write_enquiry(writer, story)
    check_and_go_to_send(writer)
    assert isinstance(writer.screen, SendPage)
    writer.press("Create referral now", writer.screen)
    writer.wait_until(lambda: hasattr(writer.screen, "enquiry"))
    return writer.screen.enquiry


def decide(hub, enquiry_id: str) -> None:
    """The worker drafts, a manager decides, a second has to agree because the rating and the decision differ."""
    decision = hub.case("worker", enquiry_id, "decision").panels.panel
    for card in decision.editor.cards:
        choose(hub, card.level, "2")
        choose(hub, card.outcome, "D1")
    hub.type(decision.editor.fields.row_of("contact_again_if").field, "she is left alone again")
    hub.type(decision.editor.rationale.field, WHY)
    hub.type(decision.editor.siblings.field, "The baby was looked at together with her.")
    hub.press(decision.editor.told.button("yes"))
    hub.press(decision.main)
    hub.press(hub.case("manager", enquiry_id, "decision").panels.panel.main)
    assert hub.case("manager", enquiry_id, "decision").panels.panel.main is None
    hub.press(hub.case("second", enquiry_id, "decision").panels.panel.main)
    assert "Feedback due" in tags_shown(hub.case("second", enquiry_id))


def ask_the_police(hub, enquiry_id: str) -> None:
    checks = hub.case("worker", enquiry_id, "checks").panels.panel
    hub.press(checks.ask)
    form = checks.form
    police = next(block for block in form.blocks.values() if block.tick.text().startswith("Bay Police"))
    hub.press(police.tick)
    hub.type(police.necessity, "They alone hold the calls; we decide today.")
    hub.press(form.basis.button("public_task"))
    hub.press(form.agreement.button("not_safe"))
    hub.type(form.agreement_words, "She would be at risk if he learned of it.")
    hub.press(form.send)
    checker = hub.at("checker")
    checker.navigator.go("checks")
    hub.settle()
    hub.press(checker.page.rows[0])
    asked = checker.page.view
    hub.type(asked.form.box, POLICE_SAYS)
    hub.press(asked.form.reliability.button("own_record"))
    hub.press(asked.form.may_share.button("no"))
    hub.qtbot.mouseClick(asked.form.police, Qt.MouseButton.LeftButton, pos=asked.form.police.rect().center())
    assert asked.form.police.isChecked()
    hub.press(asked.send)


def test_a_referral_goes_to_another_store_and_its_letter_comes_back(
    school, hub, school_place, hub_place, post, background, clock, monkeypatch, tmp_path
):
    monkeypatch.setattr("ui.hub.panels.letter.ask", lambda *_: True)
    letters_shown: list[bytes] = []
    monkeypatch.setattr(LetterDialog, "__init__", lambda self, data, *_: letters_shown.append(data))
    monkeypatch.setattr(LetterDialog, "exec", lambda _self: 0)

    # the Hub gives out its file; the school takes it with the fingerprint heard over the telephone
    hub_file, hub_fingerprint = fingerprint_at(hub, "worker", post, "bay.hub")
    _, school_fingerprint = fingerprint_at(school, "teacher", post, "school.hub")
    post.heard = hub_fingerprint.lower()
    assert post.drop(school.at("teacher"), hub_file).startswith("Kept: You can now seal enquiries for Bay")

    # written, sent, sealed: until the Hub answers, the page says that it does not have it
    school.home("teacher")
    enquiry = write_and_send(school, the_story(clock.now().date()), background)
    page = school.follow("teacher", enquiry.id)
    assert "The Hub does not have this yet" in words_of(page)
    first = post.next_file("first.enquiry")
    school.press(page.seal_now)
    school.qtbot.waitUntil(first.exists)
    assert b"Tamsin" not in first.read_bytes()

    # dropped on the Hub's window: first contact goes no further than the fingerprint
    worker = hub.at("worker")
    worker.navigator.go("queue")
    hub.settle()
    post.heard = school_fingerprint
    clock.move(minutes=20)
    said = post.drop(worker, first)
    assert said.startswith(f"{enquiry.reference} from {SCHOOL}: A new enquiry"), said
    assert worker.page.model.rowCount() == 1
    assert "taken in" in post.drop(worker, first)  # the same again
    assert worker.page.model.rowCount() == 1

    # opened, taken, rated; the acknowledgement is offered and goes back
    case = hub.case("worker", enquiry.id, "triage")
    assert "Received" in tags_shown(case)
    assert "that you have it" in words_of(case)
    hub.press(case.take)
    triage = hub.case("worker", enquiry.id, "triage").panels.panel
    hub.press(triage.rating.button("red"))
    hub.press(triage.rate)
    clock.move(minutes=20)
    assert "has it" in words_of(case) or case.not_told.isVisible()
    acknowledged = reply_from(hub, post, enquiry.id, "acknowledged.enquiry")
    said = post.drop(school.at("teacher"), acknowledged)
    assert said.startswith(f"{enquiry.reference} from {HUB}"), said
    page = school.follow("teacher", enquiry.id)
    assert "The Hub confirmed that it has it" in words_of(page)
    assert "At the Hub: Daniel Osei, 01632 960777" in words_of(page)

    # a question goes, its answer comes back; a reply that overtook it changes nothing
    clock.move(minutes=20)
    messages = hub.case("worker", enquiry.id, "messages").panels.panel
    hub.type(messages.box, QUESTION)
    hub.press(button(messages, "Ask the referrer"))
    asked = reply_from(hub, post, enquiry.id, "question.enquiry")
    post.drop(school.at("teacher"), asked)
    assert "Nothing was changed" in post.drop(school.at("teacher"), acknowledged)
    page = school.follow("teacher", enquiry.id)
    assert QUESTION in words_of(page)
    clock.move(minutes=20)
    (part,) = page._questions
    school.type(part.box, ANSWER)
    school.press(part.button)
    answered = sealed_again(school, post, enquiry.id, "answer.enquiry")
    clock.move(minutes=20)
    assert "something new" in post.drop(hub.at("worker"), answered)
    case = hub.case("worker", enquiry.id, "messages")
    assert ANSWER in words_of(case.panels.panel)
    assert "In triage" in tags_shown(case)

    # the police answer for the Hub alone; two managers decide; the letter is written and goes
    ask_the_police(hub, enquiry.id)
    assert POLICE_SAYS in words_of(hub.case("worker", enquiry.id, "checks").panels.panel)
    decide(hub, enquiry.id)
    clock.move(minutes=20)
    letter = hub.case("worker", enquiry.id, "letter").panels.panel
    hub.press(letter.send)
    outcome = reply_from(hub, post, enquiry.id, "outcome.enquiry")
    post.drop(school.at("teacher"), outcome)
    page = school.follow("teacher", enquiry.id)
    assert "No further action" in words_of(page)

    # the letter is read at the school, word for word as the Hub sent it
    school.press(button(page, "Read the letter"))
    assert letters_shown[-1].startswith(b"%PDF")
    read = pages_of(letters_shown[-1], tmp_path)
    assert enquiry.reference in read
    assert "she is left alone again" in read

    # the school disagrees; the manager settles; the school hears what changed for the child
    clock.move(minutes=20)
    raising = page.differences.raising
    raising.form.open_up()
    raising.reason.setCurrentIndex(raising.reason.findData("threshold"))
    raising.about.moveCursor(raising.about.textCursor().MoveOperation.End)
    school.type(raising.about, "hungry most days for five weeks, and alone at night.")
    school.press(raising.raise_button)
    disagreed = sealed_again(school, post, enquiry.id, "disagree.enquiry")
    clock.move(minutes=20)
    post.drop(hub.at("worker"), disagreed)
    case = hub.case("manager", enquiry.id, "disagreements")
    card = case.panels.panel.cards[0]
    assert f"Raised by {SCHOOL}" in words_of(card) or SCHOOL in words_of(card)
    hub.press(card.settle)
    hub.press(card.form.outcome.button("partly"))
    hub.type(card.form.changed, CHANGED)
    hub.type(card.form.learning, LEARNING)
    hub.press(card.form.accept)
    settled = reply_from(hub, post, enquiry.id, "settled.enquiry", "manager")
    clock.move(minutes=20)
    post.drop(school.at("teacher"), settled)
    assert CHANGED in words_of(school.follow("teacher", enquiry.id))

    # closed at the Hub, and at the school
    letter = hub.case("worker", enquiry.id, "letter").panels.panel
    hub.press(letter.closing.button)
    assert "Closed" in tags_shown(hub.case("worker", enquiry.id))
    closed = reply_from(hub, post, enquiry.id, "closed.enquiry")
    clock.move(minutes=20)
    post.drop(school.at("teacher"), closed)
    assert "Closed" in words_of(school.follow("teacher", enquiry.id))

    assert_nothing_else_left_the_hub(school_place, hub_place, post.folder, enquiry, tmp_path)


def assert_nothing_else_left_the_hub(school_place, hub_place, folder: Path, enquiry, tmp_path: Path) -> None:
    """Every reply, opened and read in all its parts, letters as text; both stores sound and equal where they must be."""
    replies = [school_place.opened(file.read_bytes()) for file in sorted(folder.glob("*.enquiry")) if is_reply(file)]
    assert len(replies) == 5
    for parcel in replies:
        words = json.dumps(dict(parcel.about))
        for name, data in parcel.parts.items():
            words += pages_of(data, tmp_path) if name.endswith(".pdf") else data.decode()
        for withheld in ("KESTREL", "verbal", "Bay Police", '"rating"', '"red"', "she learned of it", LEARNING):
            assert withheld not in words, (parcel.kind, withheld)
        assert set(parcel.parts) <= {"messages.json", "letters.json", "differences.json", *letters_in(parcel)}
        assert parcel.about["reference"] == enquiry.reference
    with school_place.store.read() as here, hub_place.store.read() as there:
        assert there.sent_version(enquiry.id) == here.sent_version(enquiry.id)
        assert there.enquiry(enquiry.id).status == here.enquiry(enquiry.id).status == "closed"
        assert here.deleted() == there.deleted() == ()
    assert verify(school_place.store).ok
    assert verify(hub_place.store).ok


def letters_in(parcel) -> set[str]:
    return {f"letter-{letter['id']}.pdf" for letter in json.loads(parcel.parts["letters.json"])}


def is_reply(file: Path) -> bool:
    return file.stem in ("acknowledged", "question", "outcome", "settled", "closed")
