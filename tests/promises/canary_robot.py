"""Run as a program: does what people do in the app's real window and through its services, with a mark in every word it
gives, then lies still with everything open, or closes. Its parent looks for the mark.

Arguments: a folder (profile, exports), "open" or "closed". Any use of the network is written to `network.txt` in it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
MARK = "qvfx"
PASSWORD = "seven quiet herons wait"
PDF = (
    b"%PDF-1.7\n% qvfxattached\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"%%EOF\n"
)


def trap(folder: Path) -> None:
    """Write down every use of an internet address or name."""
    asked = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")

    def hook(event: str, given: tuple) -> None:
        if event in asked and not (event == "socket.connect" and isinstance(given[1], str | bytes)):
            with open(folder / "network.txt", "a", encoding="utf-8") as written:
                written.write(f"{event} {given!r}\n")

    sys.addaudithook(hook)


def main() -> None:
    folder, ending = Path(sys.argv[1]), sys.argv[2]
    trap(folder)
    import ui  # noqa: F401 - its guard comes before any use of Qt
    from enquiry_app.composition import create_profile, sign_in
    from enquiry_app.security.profile import NewPerson, ProfileSetup

    profile = folder / "profile"
    head = NewPerson("ada.admin", "Ada Admin", "Office", "administrator", PASSWORD)
    create_profile(profile, ProfileSetup("shared", "Torview", "school", head))
    admin = sign_in(profile, "ada.admin", PASSWORD)
    school = admin.accounts.agencies()[0]
    hub = admin.accounts.add_agency("Bay Hub", "hub")
    for user, role, agency in (
        ("tess", "practitioner", school),
        ("wes", "hub_worker", hub),
        ("mary", "hub_manager", hub),
    ):
        admin.accounts.add_person(NewPerson(user, f"{user.title()} Tester", "", role, PASSWORD, agency_id=agency.id))
    admin.close()
    enquiry_id, reference = write_and_send(profile, folder / "exports")
    work_on_it(profile, enquiry_id, reference)
    keep(profile)
    if ending == "open":
        stay_open(profile, enquiry_id)
    print("done", flush=True)
    if ending == "open":
        time.sleep(600)


def write_and_send(profile: Path, exports: Path) -> tuple[str, str]:
    """A teacher types into the window, attaches, previews, sends, prints and saves copies."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from enquiry_app.composition import sign_in
    from enquiry_app.services.producing_documents import SafeToGive
    from tests.builders import ready_answers, with_answers
    from ui.appearance import Appearance
    from ui.background import Background
    from ui.form.route import Stop
    from ui.main_window import MainWindow

    qt = QApplication.instance() or QApplication([])
    Appearance(qt, "light")
    application = sign_in(profile, "tess", PASSWORD)
    child = {
        "child_given_names": f"{MARK}given",
        "child_family_name": f"{MARK}family",
        "child_known_as": f"{MARK}known",
    }
    answers = with_answers(ready_answers(worry=f"{MARK}worry was told"), child, "child-1")
    draft = application.drafting.start(answers)
    background = Background(qt)
    window = MainWindow(application, background)
    window.resize(1024, 700)
    window.show()
    window.navigator.show_draft(draft)
    window.page.show_stop(Stop("worry", "", "worry_page"))
    box = window.page.screen.first_focus()
    box.setFocus()
    QTest.keyClicks(box, f" {MARK}typed by hand")
    _until(qt, background)
    window.page.flush()
    _until(qt, background)
    draft_id = draft.enquiry.id
    application.drafting.add_attachment(draft_id, f"{MARK}notes.pdf", PDF)
    application.documents.preview(draft_id)
    version = application.drafting.open(draft_id).enquiry.version
    sent = application.submitting.send(draft_id, version).enquiry
    window.navigator.open_enquiry(draft_id)
    _until(qt, background)
    application.documents.referral(draft_id, "own")
    application.documents.protected(draft_id)
    family = application.documents.for_the_family(draft_id, SafeToGive(True, f"{MARK}because", f"{MARK}mother"))
    exports.mkdir()
    (exports / "family.pdf").write_bytes(family.data)
    application.blank_forms.blank()
    window.close_all()
    background.close()
    application.close()
    return draft_id, sent.reference


def work_on_it(profile: Path, enquiry_id: str, reference: str) -> None:
    """The Hub searches, opens, asks, drafts; the referrer answers."""
    from enquiry_app.composition import sign_in
    from enquiry_app.services.deciding import DecisionInput
    from enquiry_app.services.ports import QueueFilter

    worker = sign_in(profile, "wes", PASSWORD)
    worker.queue.page(QueueFilter(text=f"{MARK}given"))
    case = worker.cases.open(enquiry_id)
    worker.triage.take(enquiry_id)
    worker.known.of(enquiry_id)
    worker.triage.rate(enquiry_id, "amber", f"{MARK}rated", worker.cases.again(enquiry_id).enquiry.version)
    worker.conversation.ask(enquiry_id, f"{MARK}question?")
    worker.decisions.draft(enquiry_id, DecisionInput((), f"{MARK}rationale", "", "", "", {}), 0)
    worker.handover.sheet()
    assert case.enquiry.reference == reference
    worker.close()
    manager = sign_in(profile, "mary", PASSWORD)
    manager.audit.find()
    manager.audit.who_looked(enquiry_id)
    manager.close()


def keep(profile: Path) -> None:
    """A backup, and a look at the trail."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.backups import make_backup
    from enquiry_app.security.profile import Profile

    opened = Profile(profile)
    unlocked = opened.unlock("ada.admin", PASSWORD, SystemClock())
    make_backup(opened, unlocked, None, SystemClock())
    unlocked.store.close()


def stay_open(profile: Path, enquiry_id: str) -> None:
    """Write once more and leave the store open, its log beside it."""
    from enquiry_app.composition import sign_in

    application = sign_in(profile, "tess", PASSWORD)
    application.conversation.write(enquiry_id, "information", f"{MARK}afterwards")
    globals()["kept_open"] = application


def _until(qt, background) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        qt.processEvents()
        if not background.busy:
            return


if __name__ == "__main__":
    main()
