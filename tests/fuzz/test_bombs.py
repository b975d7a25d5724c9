"""Files that claim or unfold to far more than they are: refused before the room they ask for is taken."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import tracemalloc
import zipfile
import zlib

import pyrage
import pytest
from pyrage import x25519

from enquiry_app.command_line import main
from enquiry_app.enquiry.case_list_reading import CaseListRefused, read_table
from enquiry_app.errors import AttachmentRefused
from enquiry_app.exchange.sealed.errors import ParcelError, ParcelTooLarge
from enquiry_app.exchange.sealed.parcels import open_sealed
from enquiry_app.storage.attachment_content import prepare
from scripts.fuzz_targets import _keys, _parcel_seed
from tests.fixtures_store import ADMINISTRATOR, PASSWORD

GIGABYTE = 1024**3
MEGABYTE = 1024**2


@pytest.fixture
def little_room():
    """What Python takes while the test runs stays small."""
    tracemalloc.start()
    yield
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 * MEGABYTE


def sealed(inside: bytes) -> bytes:
    return pyrage.encrypt(inside, [x25519.Recipient.from_str(_keys().public.seal_to)])


def a_tar(size: int, name: str = "header.json", kind: bytes = tarfile.REGTYPE) -> bytes:
    """The beginning of a tar whose only entry claims this size."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.type = size, kind
    return entry.tobuf(format=tarfile.GNU_FORMAT) + b"x" * 2048


@pytest.mark.parametrize("size", [10 * GIGABYTE, 2**60, 3 * MEGABYTE])
def test_an_entry_that_claims_more_than_the_file_holds_is_refused(size, little_room) -> None:
    with pytest.raises(ParcelError):
        open_sealed(sealed(a_tar(size)), _keys())


@pytest.mark.parametrize(
    "kind", [tarfile.GNUTYPE_SPARSE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, b"x", b"L"]
)
def test_only_plain_files_are_known_inside(kind, little_room) -> None:
    with pytest.raises(ParcelError):
        open_sealed(sealed(a_tar(10 * GIGABYTE if kind == tarfile.GNUTYPE_SPARSE else 0, kind=kind)), _keys())


def test_nothing_compressed_is_unpacked(little_room) -> None:
    _, inside = _parcel_seed()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", b"\0" * (50 * MEGABYTE))
    for bomb in (gzip.compress(inside), zlib.compress(b"\0" * (20 * MEGABYTE)), out.getvalue()):
        with pytest.raises(ParcelError):
            open_sealed(sealed(bomb), _keys())


def test_thousands_of_entries_are_refused(little_room) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for number in range(5000):
            tar.addfile(tarfile.TarInfo(f"a{number}"))
    with pytest.raises(ParcelError):
        open_sealed(sealed(out.getvalue()), _keys())


def test_a_file_of_ten_gigabytes_is_refused_unread(profile, tmp_path, monkeypatch, capsys, little_room) -> None:
    monkeypatch.setenv("ENQUIRY_APP_PROFILE", str(profile.folder))
    monkeypatch.setenv("ENQUIRY_APP_USER", ADMINISTRATOR)
    monkeypatch.setenv("ENQUIRY_APP_PASSWORD", PASSWORD)
    file = tmp_path / "huge.enquiry"
    with file.open("wb") as out:
        out.truncate(10 * GIGABYTE)  # takes no room on the disk
    assert main(["open", str(file)]) == 1
    assert ParcelTooLarge().sentence in capsys.readouterr().err


def a_png(width: int, height: int) -> bytes:
    """A small PNG that says it is so large, all of one colour, with a comment so that it has to be made anew."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = packer.compress(b"\0" * min(width * 3 * 100, 3 * MEGABYTE)) + packer.flush()
    text = chunk(b"tEXt", b"Comment\0from a camera")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (2**31 - 1, 2), (8_000, 8_000), (9_400, 9_400)])
def test_a_picture_that_unfolds_to_gigabytes_is_refused(width, height, little_room) -> None:
    with pytest.raises(AttachmentRefused):
        prepare("photo.png", a_png(width, height))


def test_text_inside_a_picture_does_not_unfold(little_room) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    comment = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * (90 * MEGABYTE), 9))
    picture = chunk(b"IHDR", header) + comment + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    with pytest.raises(AttachmentRefused):
        prepare("photo.png", b"\x89PNG\r\n\x1a\n" + picture)


def test_a_word_file_is_looked_into_without_unpacking_it(little_room) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, b"\0" * (40 * MEGABYTE))
    kept = prepare("notes.docx", out.getvalue())
    assert kept.content == out.getvalue()


def test_a_list_of_too_many_rows_columns_or_bytes_is_refused() -> None:
    head = b"Surname,Forenames,Date of birth\n"
    for bomb in (
        head + b"A,B,2017\n" * 200_001,
        b",".join(b"c%d" % n for n in range(5000)) + b"\n",
        head + b"x" * 40_000_001,
    ):
        with pytest.raises(CaseListRefused):
            read_table(bomb)
