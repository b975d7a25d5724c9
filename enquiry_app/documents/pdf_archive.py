"""Makes a drawn PDF tagged (PDF/UA-1) and archival (PDF/A-3A): structure tree, metadata, output intent, embedded
files, bookmarks. Works on bytes with pikepdf; knows nothing of enquiries.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any
from zlib import adler32

from enquiry_app.documents.pdf_style import PAGE
from enquiry_app.documents.pdf_tags import Element, Tagger

# Says what `pdfuaid:part` is, as PDF/A asks of every property it does not know (ISO 19005-3, 6.6.2.3).
_EXTENSION = (
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_LAST_CODE_POINT = 0x10FFFF
_FORBIDDEN = (0, 0xFEFF, 0xFFFE)


def finish(
    drawn: bytes,
    tagger: Tagger,
    *,
    title: str,
    language: str,
    made_at: str,
    attachments: Mapping[str, tuple[str, bytes, str]],
    archival: bool = True,
) -> bytes:
    """The finished file. `attachments`: name -> (media type, content, description); `made_at`: ISO instant."""
    import pikepdf

    pdf = pikepdf.open(BytesIO(drawn))
    _structure(pdf, tagger)
    root = pdf.Root
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    root.Lang = pikepdf.String(language)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    _bookmarks(pdf, tagger)
    repair_fonts(pdf)
    if archival:
        _output_intent(pdf)
        _attach(pdf, attachments)
    _metadata(pdf, title, language, made_at, archival)
    return saved(pdf)


# A stream whose last byte is a carriage return looks, with the newline after it, one byte too long to strict readers.
_DOUBTFUL_END = b"\r\nendstream"


def saved(pdf: Any) -> bytes:
    """The file's bytes. Compressed data ends in a check sum of its content, so about one file in ten holds a stream with
    a doubtful end; those get one more byte that means nothing.
    """
    data = _bytes_of(pdf)
    if _DOUBTFUL_END in data:
        for stream in pdf.objects:
            if _is_stream(stream) and adler32(content := stream.read_bytes()) & 0xFF == ord("\r"):
                if "/Length1" in stream:  # a font file
                    stream.Length1 = len(content) + 1
                    stream.write(content + b"\0")
                else:
                    stream.write(content + b"\n")
        data = _bytes_of(pdf)
    return data


def _is_stream(found: Any) -> bool:
    import pikepdf

    return isinstance(found, pikepdf.Stream)


def _bytes_of(pdf: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, force_version="1.7", deterministic_id=True)
    return out.getvalue()


def _structure(pdf: Any, tagger: Tagger) -> None:
    from pikepdf import Array, Dictionary, Name

    pages = list(pdf.pages)
    owners: list[dict[int, Any]] = [{} for _ in pages]
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def emit(element: Element, parent: Any) -> Any:
        made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.tag), P=parent))
        kids: list[Any] = []
        for page, number in element.content:
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[page - 1].obj, MCID=number))
            owners[page - 1][number] = made
        kids += [emit(child, made) for child in element.children if _belongs(child)]
        made.K = Array(kids)
        if element.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name("/" + element.scope))
        elif element.numbering:
            made.A = Dictionary(O=Name.List, ListNumbering=Name("/" + element.numbering))
        elif element.span > 1:
            made.A = Dictionary(O=Name.Table, ColSpan=element.span)
        return made

    tree.K = Array([emit(tagger.root, tree)])
    numbers = Array()
    for place, page in enumerate(pages):
        page.obj.StructParents = place
        page.obj.Tabs = Name.S
        numbers.append(place)
        numbers.append(pdf.make_indirect(Array([owners[place][n] for n in sorted(owners[place])])))
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = tree


def _belongs(element: Element) -> bool:
    """Whether the element stands in the tree: all that was drawn, empty cells, so that rows stay whole, and places
    of form fields, which are added later."""
    return bool(element.content or element.children or element.tag in ("TD", "TH", "Form"))


def _bookmarks(pdf: Any, tagger: Tagger) -> None:
    """One bookmark a heading of the second level, so that a reader can jump."""
    from pikepdf import OutlineItem

    heads = [e for e in tagger.root.children if e.tag == "H2" and e.content]
    if not heads:
        return
    with pdf.open_outline() as outline:
        for e in heads:
            outline.root.append(OutlineItem(e.text, e.content[0][0] - 1, "XYZ", left=0, top=PAGE[1], zoom=0))


# Year, month, day and time in the profile's header: fixed, so that the same document makes the same bytes.
_PROFILE_DATE = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)


@cache
def _srgb() -> bytes:
    from PIL import ImageCms

    made = bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return made[:24] + _PROFILE_DATE + made[36:]


def _output_intent(pdf: Any) -> None:
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_stream(_srgb())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _attach(pdf: Any, attachments: Mapping[str, tuple[str, bytes, str]]) -> None:
    from pikepdf import Array, AttachedFileSpec, Name

    for name, (media_type, content, description) in attachments.items():
        pdf.attachments[name] = AttachedFileSpec(
            pdf, content, filename=name, mime_type=media_type, relationship=Name.Data, description=description
        )
    if attachments:
        pdf.Root.AF = Array([pdf.attachments[name].obj for name in attachments])


def repair_fonts(pdf: Any) -> None:
    """Mend the code maps ReportLab writes."""
    for found in _fonts(pdf):
        if "/ToUnicode" in found:
            found.ToUnicode.write(_CODE.sub(_mended, found.ToUnicode.read_bytes()))


# A code in the list of a `bfrange`, as ReportLab writes it.
_CODE = re.compile(rb"<([0-9A-Fa-f]{4,6})>(?=[\s\]]*(?:<[0-9A-Fa-f]{4,6}>|\]|\s))")


def _mended(code: re.Match[bytes]) -> bytes:
    """U+0000, U+FEFF and U+FFFE may not be mapped to; code points above U+FFFF are written as two UTF-16 halves. Glyphs
    without a code point, which got a private one while text was shaped, mean what /ActualText says.
    """
    number = int(code[1], 16)
    meaningless = number in _FORBIDDEN or number > _LAST_CODE_POINT or 0xE000 <= number <= 0xF8FF
    character = "\ufffd" if meaningless else chr(number)
    return b"<%s>" % character.encode("utf-16-be", "replace").hex().upper().encode()


def _fonts(pdf: Any) -> list[Any]:
    """Every font object once."""
    found: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        for each in page.obj.get("/Resources", {}).get("/Font", {}).values():
            found[each.objgen] = each
    return list(found.values())


def _metadata(pdf: Any, title: str, language: str, made_at: str, archival: bool) -> None:
    from pikepdf import Dictionary

    pdf.trailer.Info = pdf.make_indirect(Dictionary())
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as data:
        data["dc:title"] = title
        data["dc:language"] = [language]
        data["pdfuaid:part"] = "1"
        data["pdf:Producer"] = "Enquiry app"
        data["xmp:CreatorTool"] = "Enquiry app"
        if made_at:
            data["xmp:CreateDate"] = made_at
            data["xmp:ModifyDate"] = made_at
        if archival:
            data["pdfaid:part"] = "3"
            data["pdfaid:conformance"] = "A"
    stream = pdf.Root.Metadata
    content = stream.read_bytes()
    stream.write(content.replace(b"</rdf:RDF>", _EXTENSION + b"</rdf:RDF>"), filter=None)
