"""What may be attached: PDF, Word, JPEG and PNG, known by their content, within the size limits, images without the
metadata that says where and with what they were taken.
"""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from enquiry_app.errors import AttachmentRefused

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LARGEST_TOGETHER = 25 * MEGABYTE
LARGEST_PIXELS = 80_000_000
OPENED_FREELY, MOST_SWELLING = 36_000_000, 500  # pixels; pixels for each byte: a page scanned blank stays below

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG = "image/jpeg"
PNG = "image/png"
_ENDINGS = {PDF: (".pdf",), WORD: (".docx",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}

WRONG_KIND = "Only PDF, Word (.docx), JPEG and PNG files can be attached. Please save it as one of these and try again."
TOO_LARGE = "This file is larger than 10 MB. Please attach a smaller version of it."
TOO_LARGE_TOGETHER = "The attachments of one enquiry may be 25 MB together; with this file they would be more."
UNREADABLE = "This picture cannot be read. Please open it in a picture program, save it again and attach that file."
EMPTY = "This file is empty."


@dataclass(frozen=True)
class Prepared:
    """Content as it is stored; `sha256` in hexadecimal."""

    file_name: str
    media_type: str
    content: bytes
    sha256: str


def prepare(file_name: str, content: bytes) -> Prepared:
    """Check a file and take an image's metadata away. Raises AttachmentRefused."""
    if not content:
        raise AttachmentRefused(EMPTY)
    if len(content) > LARGEST:
        raise AttachmentRefused(TOO_LARGE)
    media_type = recognise(content)
    if media_type in (JPEG, PNG) and has_metadata(content, media_type):
        content = without_metadata(content, media_type)
        if len(content) > LARGEST:
            raise AttachmentRefused(TOO_LARGE)
    return Prepared(plain_name(file_name, media_type), media_type, content, hashlib.sha256(content).hexdigest())


def recognise(content: bytes) -> str:
    """The media type by content, whatever the name says. Raises AttachmentRefused."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04") and _is_word(content):
        return WORD
    raise AttachmentRefused(WRONG_KIND)


def _is_word(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError):
        return False
    return "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names)


def has_metadata(content: bytes, media_type: str) -> bool:
    """Whether a picture holds more than its pixels: camera details, comments, a tail. In doubt, yes."""
    return not (_bare_jpeg(content) if media_type == JPEG else _bare_png(content))


def _bare_jpeg(content: bytes) -> bool:
    """Only tables, frames and the plain file marker before the pixels, nothing after the end mark."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the pixels follow
            return content.find(b"\xff\xd9", at) == len(content) - 2
        if marker == 0xFE or 0xE1 <= marker <= 0xEF:
            return False
        at += 2 + length
    return False


def _bare_png(content: bytes) -> bool:
    at = 8
    while at + 12 <= len(content):
        kind = content[at + 4 : at + 8]
        if kind not in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            return False
        at += 12 + int.from_bytes(content[at : at + 4], "big")
        if kind == b"IEND":
            return at == len(content)
    return False


def without_metadata(content: bytes, media_type: str) -> bytes:
    """The picture made anew from its pixels, turned the way its metadata said. Raises AttachmentRefused."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            opened = Image.open(io.BytesIO(content), formats=["JPEG" if media_type == JPEG else "PNG"])
        with opened as picture:
            pixels = picture.width * picture.height
            swells = pixels > OPENED_FREELY and pixels > MOST_SWELLING * len(content)
            if pixels > LARGEST_PIXELS or swells:
                raise AttachmentRefused(TOO_LARGE)
            upright = ImageOps.exif_transpose(picture)
            bare = Image.new(upright.mode, upright.size)
            if upright.mode == "P":
                bare.putpalette(upright.getpalette() or [])
                if "transparency" in upright.info:
                    bare.info["transparency"] = upright.info["transparency"]
            bare.paste(upright)
            out = io.BytesIO()
            if media_type == JPEG:
                bare.convert("RGB" if bare.mode not in ("L", "RGB") else bare.mode).save(
                    out, "JPEG", quality=92, optimize=True
                )
            else:
                bare.save(out, "PNG", optimize=True)
            return out.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise AttachmentRefused(UNREADABLE) from fault


def plain_name(file_name: str, media_type: str) -> str:
    """The file's own name without folders and control characters, with the ending its content asks for."""
    name = PurePath(file_name.replace("\\", "/")).name
    name = "".join(character for character in name if character.isprintable()).strip(" .")[-120:] or "attachment"
    endings = _ENDINGS[media_type]
    return name if name.lower().endswith(endings) else name + endings[0]
