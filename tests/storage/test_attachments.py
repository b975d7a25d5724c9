"""Files: known by content, within limits, images without what their metadata gives away."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from enquiry_app.errors import AttachmentRefused, NotFound
from enquiry_app.security.new_ids import new_id
from enquiry_app.storage import attachment_content as content_of

PDF = b"%PDF-1.7\n%%EOF\n"


def word(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def photo(kind="JPEG", mode="RGB", size=(40, 20), **more):
    picture = Image.new(mode, size)
    picture.paste("white" if mode != "P" else 1, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def exif(orientation=6):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Secret Camera"
    data.get_ifd(0x8825)[2] = (50.0, 27.0, 0.0)  # where it was taken
    return data


@pytest.fixture
def draft(store, an_enquiry):
    with store.write() as work:
        record = work.add_enquiry(an_enquiry())
        work.commit()
    return record


@pytest.mark.parametrize(
    ("name", "content", "media_type", "stored_name"),
    [
        ("letter.pdf", PDF, content_of.PDF, "letter.pdf"),
        ("C:\\Users\\ada\\note.docx", word("word/document.xml"), content_of.WORD, "note.docx"),
        ("../photo.JPEG", photo(), content_of.JPEG, "photo.JPEG"),
        ("scan", photo("PNG"), content_of.PNG, "scan.png"),
        ("picture.exe", photo("PNG", "P"), content_of.PNG, "picture.exe.png"),
    ],
)
def test_a_file_is_known_by_its_content_and_comes_back(store, draft, name, content, media_type, stored_name):
    with store.write() as work:
        kept = work.add_attachment(draft.id, new_id(), name, "application/x-anything", content)
        work.commit()
    with store.read() as reading:
        assert reading.attachment(kept.id) == (stored_name, media_type, content)
        assert reading.attachments(draft.id) == (kept,)
        assert reading.attachment_sizes(draft.id) == ((kept.id, len(content)),)
    with store.write() as work:
        work.remove_attachment(draft.id, kept.id)
        with pytest.raises(NotFound):
            work.attachment(kept.id)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90",
        b"<html>",
        word("xl/workbook.xml"),
        word("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04x",
    ],
)
def test_other_files_are_refused(content):
    with pytest.raises(AttachmentRefused):
        content_of.prepare("a.pdf", content)


def test_files_have_limits_alone_and_together(store, draft):
    with pytest.raises(AttachmentRefused):
        content_of.prepare("a.pdf", PDF + b"x" * content_of.LARGEST)
    nearly = PDF + b"x" * (9 * content_of.MEGABYTE)
    with store.write() as work:
        for _ in range(2):
            work.add_attachment(draft.id, new_id(), "a.pdf", "", nearly)
        with pytest.raises(AttachmentRefused, match="together"):
            work.add_attachment(draft.id, new_id(), "a.pdf", "", nearly)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_an_image_loses_its_metadata_and_keeps_the_right_way_up(kind):
    taken = photo(kind, exif=exif())
    kept = content_of.prepare("a", taken).content
    assert b"Secret Camera" in taken
    assert b"Secret Camera" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (20, 40)
        top, bottom = picture.convert("L").getpixel((10, 5)), picture.convert("L").getpixel((10, 35))
    assert top > 200 > 50 > bottom


def test_an_image_without_metadata_is_kept_bit_for_bit():
    for plain in (photo(), photo("PNG"), photo("PNG", "RGBA"), photo("JPEG", "L")):
        assert content_of.prepare("a", plain).content == plain


@pytest.mark.parametrize("tail", [b"hidden words", b"\xff\xd9"])
def test_words_behind_the_end_of_an_image_are_taken_away(tail):
    for plain in (photo(), photo("PNG")):
        assert tail not in content_of.prepare("a", plain + tail).content[-8:] or tail == b"\xff\xd9"
        assert len(content_of.prepare("a", plain + tail * 100).content) < len(plain) + 150


def test_a_broken_image_is_refused():
    for plain in (photo(), photo("PNG")):
        with pytest.raises(AttachmentRefused):
            content_of.prepare("a", plain[: len(plain) // 2])
