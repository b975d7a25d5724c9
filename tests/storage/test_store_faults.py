"""When disk, file or neighbours misbehave: a plain sentence, nothing lost or wrong (promises P3, P4, P7)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from enquiry_app.enquiry.answers import Address, Change
from enquiry_app.errors import StoreDamaged, StoreTooNew, StoreUnavailable
from enquiry_app.security.profile import Profile
from enquiry_app.services.ports import Summary
from enquiry_app.storage import engine, locations
from enquiry_app.storage.anchor import Anchor, Anchors
from enquiry_app.storage.opening import check_pages, open_store
from tests.fixtures_store import NOON

CANARY = "Quillfeatherworry"


def add_draft(store, draft, words=CANARY):
    with store.write() as work:
        work.add_enquiry(draft)
        work.save_answers(
            draft.id, version=1, changes=[Change(Address("worry"), words)], summary=Summary(), place=None, at=NOON,
            by="p",
        )  # fmt: skip
        work.record("enquiry:edited", subject=draft.id, actor="p", at=NOON)
        work.commit()


def in_child(work) -> int:
    """Run `work` in a forked process; its exit code: 0 if it returned, 9 if it raised."""
    child = os.fork()
    if child == 0:
        code = 9
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def small_disk(folder: Path, size: str):
    """A file system of its own at this folder; skips where one cannot be made."""
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("this machine cannot: a small disk can only be made as root")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", folder], check=False).returncode:
        pytest.skip("this machine cannot: no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill_up(store, draft):
    version = 2
    for number in range(400):
        with store.write() as work:
            version = work.save_answers(
                draft.id, version=version, changes=[Change(Address(f"q{number}"), "x" * 20_000)], summary=Summary(),
                place=None, at=NOON, by="p",
            )  # fmt: skip
            work.commit()
    raise AssertionError("the disk was never full")


def test_a_full_disk_is_said_and_nothing_saved_before_is_lost(profile, template_profile, an_enquiry, tmp_path):
    with small_disk(tmp_path / "small", "3m") as disk:
        moved = Profile(shutil.copytree(profile.folder, disk / "profile", copy_function=shutil.copy), tmp_path / "c")
        store, _ = moved.open_store(template_profile.data_key)
        draft = an_enquiry()
        add_draft(store, draft)
        with pytest.raises(StoreUnavailable) as told:
            fill_up(store, draft)
        assert told.value.reason == "full"
        with store.read() as reading:
            answers = reading.answers(draft.id)
            assert reading.enquiry(draft.id).version == len(answers.values) + 1
        assert answers.get("worry") == CANARY
        check_pages(store)
        store.close()


def test_a_file_that_may_not_grow_is_said(profile, template_profile, an_enquiry):
    import resource

    draft = an_enquiry()

    def work():
        store, _ = profile.open_store(template_profile.data_key)
        add_draft(store, draft)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        with pytest.raises(StoreUnavailable):
            fill_up(store, draft)

    assert in_child(work) == 0
    store, _ = profile.open_store(template_profile.data_key)
    check_pages(store)
    with store.read() as reading:
        assert reading.answers(draft.id).get("worry") == CANARY
    store.close()


def test_a_read_only_place_is_refused_with_the_reason(profile, template_profile, tmp_path):
    if os.geteuid() != 0:
        profile.folder.chmod(0o500)
        with pytest.raises(StoreUnavailable) as told:
            profile.open_store(template_profile.data_key)
        profile.folder.chmod(0o700)
    else:
        with small_disk(tmp_path / "ro", "4m") as disk:
            moved = Profile(shutil.copytree(profile.folder, disk / "p", copy_function=shutil.copy), tmp_path / "c")
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            with pytest.raises(StoreUnavailable) as told:
                moved.open_store(template_profile.data_key)
    assert told.value.reason == "read_only"


def test_a_store_that_is_not_there_is_not_made(profile, template_profile):
    profile.store_file.unlink()
    with pytest.raises(StoreUnavailable) as told:
        profile.open_store(template_profile.data_key)
    assert told.value.reason == "gone"
    assert not profile.store_file.exists()


def test_a_wrong_key_shows_nothing(profile):
    with pytest.raises(StoreDamaged):
        profile.open_store(b"\0" * 32)


def test_a_store_of_a_newer_version_is_left_as_it_is(profile, template_profile, store):
    with store.write() as work:
        work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        work.commit()
    store.close()
    before = profile.store_file.read_bytes()
    with pytest.raises(StoreTooNew):
        profile.open_store(template_profile.data_key)
    assert profile.store_file.read_bytes() == before


def test_a_changed_byte_anywhere_is_noticed(profile, template_profile, store, an_enquiry):
    for _ in range(5):
        add_draft(store, an_enquiry(), CANARY * 200)
    store.close()
    sound = profile.store_file.read_bytes()
    for page in range(0, len(sound) // 4096, 7):
        changed = bytearray(sound)
        changed[page * 4096 + 1234] ^= 1
        profile.store_file.write_bytes(changed)
        with pytest.raises(StoreDamaged):
            read_everything(profile, template_profile.data_key)
    profile.store_file.write_bytes(sound)
    read_everything(profile, template_profile.data_key)


def read_everything(profile, key):
    store, _ = profile.open_store(key)
    try:
        check_pages(store)
    finally:
        store.close()


def test_a_flipped_bit_in_the_log_is_noticed_by_the_anchor(profile, template_profile, an_enquiry):
    """SQLCipher itself drops the commits after the bit without a word (decision 19)."""

    def work():
        store, _ = profile.open_store(template_profile.data_key)
        for _ in range(12):
            add_draft(store, an_enquiry())
        os._exit(0)  # killed: the log is not written back

    assert in_child(work) == 0
    log = Path(f"{profile.store_file}-wal")
    content = bytearray(log.read_bytes())
    assert len(content) > 50_000
    content[len(content) // 3] ^= 1
    log.write_bytes(content)
    with pytest.raises(StoreDamaged):
        profile.open_store(template_profile.data_key)


def test_a_first_page_torn_while_the_log_was_written_back_stands_in_the_log(profile, template_profile, an_enquiry):
    """Its first bytes are what SQLCipher needs to read anything, the log too."""
    drafts = [an_enquiry() for _ in range(80)]  # the file grows, so the first page is in the log

    def work():
        store, _ = profile.open_store(template_profile.data_key)
        for draft in drafts:
            add_draft(store, draft)
        os._exit(0)  # killed: the log is not written back

    assert in_child(work) == 0
    with profile.store_file.open("r+b") as file:
        file.write(os.urandom(512))
    store, _ = profile.open_store(template_profile.data_key)
    with store.read() as reading:
        assert [reading.enquiry(draft.id).id for draft in drafts] == [draft.id for draft in drafts]
    check_pages(store)
    store.close()
    with profile.store_file.open("r+b") as file:
        file.write(os.urandom(512))
    with pytest.raises(StoreDamaged):  # nothing waits in the log now
        profile.open_store(template_profile.data_key)


def test_an_older_copy_put_in_place_is_noticed(profile, template_profile, store, an_enquiry, tmp_path):
    store.close()
    older = profile.store_file.read_bytes()
    again, _ = profile.open_store(template_profile.data_key)
    add_draft(again, an_enquiry())
    again.close()
    profile.store_file.write_bytes(older)
    with pytest.raises(StoreDamaged):
        profile.open_store(template_profile.data_key)


def test_the_whole_folder_put_back_is_noticed_by_the_second_anchor(
    profile, template_profile, store, an_enquiry, tmp_path
):
    store.close()
    shutil.copytree(profile.folder, tmp_path / "older", copy_function=shutil.copy)
    again, _ = profile.open_store(template_profile.data_key)
    add_draft(again, an_enquiry())
    again.close()
    shutil.rmtree(profile.folder)
    shutil.copytree(tmp_path / "older", profile.folder, copy_function=shutil.copy)
    with pytest.raises(StoreDamaged):
        profile.open_store(template_profile.data_key)


def test_a_store_ahead_of_its_anchor_opens(profile, template_profile, an_enquiry):
    """Killed between the commit and the note."""
    anchor = (profile.folder / "anchor.json").read_bytes()
    store, _ = profile.open_store(template_profile.data_key)
    add_draft(store, an_enquiry())
    store.close()
    (profile.folder / "anchor.json").write_bytes(anchor)
    (next((profile.folder.parent / "config" / "enquiry-app" / "anchors").glob("*.json"))).write_bytes(anchor)
    profile.open_store(template_profile.data_key)[0].close()


HOLDER = """
import sys
from pathlib import Path
from enquiry_app.storage.engine import connect
held = connect(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline().strip()))
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_another_process_writing_is_said_and_reading_goes_on(profile, template_profile, an_enquiry):
    key = template_profile.data_key
    anchors = Anchors(profile.folder / "anchor.json")
    store = open_store(profile.store_file, key, anchors, busy_seconds=0.05)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(profile.store_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    holder.stdin.write(key.hex() + "\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoreUnavailable) as told:
        add_draft(store, an_enquiry())
    assert told.value.reason == "locked"
    with store.read() as reading:
        assert reading.people()
    holder.communicate("\n")
    add_draft(store, an_enquiry())
    store.close()


def test_two_processes_on_one_store_both_save(profile, template_profile, an_enquiry, people):
    """Two windows, or the command line beside the app, are normal (decision 4)."""
    store, _ = profile.open_store(template_profile.data_key)
    store.close()

    def work():
        mine, _ = profile.open_store(template_profile.data_key)
        for _ in range(15):
            add_draft(mine, an_enquiry())
        mine.close()

    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            try:
                work()
                os._exit(0)
            finally:
                os._exit(9)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    store, _ = profile.open_store(template_profile.data_key)
    with store.read() as reading:
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM enquiry").scalar() == 30
    from enquiry_app.storage.audit_chain import verify

    assert verify(store).ok
    store.close()


def test_nothing_typed_is_readable_in_the_files(profile, store, an_enquiry):
    draft = an_enquiry(title=CANARY)
    add_draft(store, draft)
    for path in profile.folder.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path.name
    assert Path(f"{profile.store_file}-wal").stat().st_size > 0


def test_files_are_for_their_owner_only(profile, store, an_enquiry):
    add_draft(store, an_enquiry())
    modes = {path.name: path.stat().st_mode & 0o777 for path in profile.folder.glob("store.db*")}
    assert set(modes) == {"store.db", "store.db-wal", "store.db-shm"}
    assert set(modes.values()) == {0o600}


def test_errors_carry_neither_path_nor_value(profile):
    with pytest.raises(StoreDamaged) as told:
        profile.open_store(b"\1" * 32)
    assert str(profile.folder) not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /home/shared nfs4 rw 0 0
//fs/work /mnt/work\\040files cifs rw 0 0
tmpfs /home/shared/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/home/ada/profile", False),
        ("/home/shared/ada", True),
        ("/home/sharedx", False),
        ("/home/shared/local/x", False),
        ("/mnt/work files/a", True),
    ],
)
def test_network_drives_are_known_by_their_mount(folder, network):
    assert locations.is_network(Path(folder), MOUNTS) is network


@pytest.mark.parametrize("name", ["OneDrive - Example School", "Dropbox", "Nextcloud", "Mobile Documents"])
def test_a_profile_in_a_sync_folder_is_refused(tmp_path, name):
    folder = tmp_path / name / "profile"
    folder.mkdir(parents=True)
    with pytest.raises(StoreUnavailable) as told:
        locations.check_location(folder)
    assert "synchron" in told.value.sentence


def test_a_sync_folder_is_known_by_the_programs_marker(tmp_path):
    (tmp_path / "plain" / ".stfolder").mkdir(parents=True)
    with pytest.raises(StoreUnavailable):
        locations.check_location(tmp_path / "plain" / "deep")
    locations.check_location(tmp_path / "elsewhere")


def test_a_key_of_another_length_is_a_slip_of_ours(tmp_path):
    with pytest.raises(ValueError, match="32 bytes"):
        engine.connect(tmp_path / "x.db", b"short")


def test_a_note_half_written_is_no_note_and_accuses_nobody(tmp_path):
    beside, elsewhere = tmp_path / "anchor.json", tmp_path / "other.json"
    anchors = Anchors(beside, elsewhere)
    old, new = Anchor("s" * 36, 7, 12, "a" * 64), Anchor("s" * 36, 8, 13, "b" * 64)
    anchors.note(old)
    before = beside.read_bytes()
    anchors.note(new)
    for size in range(0, len(before), 8):
        beside.write_bytes(elsewhere.read_bytes()[:size] + before[size:])
        assert anchors.read_beside() in (None, old, new)
        assert anchors.read() == new
    beside.write_text('{"store_id": "s", "commits": 3, "event": 2, "head": "c"}', encoding="utf-8")
    assert anchors.read_beside() == Anchor("s", 3, 2, "c"), "notes of earlier versions have no check"
