"""What every finished PDF has, whatever its content: structure, metadata, one door, the same bytes each time."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name

from enquiry_app.documents.document_content import (
    Bullets,
    Document,
    Event,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Quote,
    Story,
    Table,
)
from enquiry_app.documents.pdf_render import RenderedPdf, render_pdf
from enquiry_app.errors import DocumentError

BLOCKS = (
    Heading("A document", 1),
    Notice("danger", "Danger now", "Ring first."),
    Facts((("Short", "One"), ("Long", "A value that goes on " * 8), ("Last", "Two")), 2),
    Heading("Words", 2),
    Paragraph("First.\n\nSecond paragraph,\nwith a line break."),
    Quote("“I know how.”", "In her own words"),
    Bullets(("One thing", "Another thing")),
    Table(("A", "B"), (("1", ""), ("2", "x")), caption="A table", row_heads=True),
    Story((Event("March 2026", "It began", "For the child: quiet", "Records"),)),
)


def document(**changes) -> Document:
    return Document(**{"title": "A document TSH-1", "blocks": BLOCKS, "reference": "TSH-1", **changes})


def opened(made: RenderedPdf) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made.data))


def elements(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    """Every structure element with its tag, in reading order."""
    found = []

    def visit(element):
        found.append((str(element.S)[1:], element))
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                visit(kid)

    visit(pdf.Root.StructTreeRoot.K[0])
    return found


def test_structure_follows_the_content():
    pdf = opened(render_pdf(document()))
    tags = [tag for tag, _ in elements(pdf)]
    assert tags[:3] == ["Document", "H1", "P"]
    for tag in ("H2", "BlockQuote", "L", "LI", "Lbl", "LBody", "Table", "Caption", "TR", "TH", "TD"):
        assert tag in tags
    assert tags.index("BlockQuote") < tags.index("L") < tags.index("Caption")


def test_rows_of_a_table_have_the_same_width_and_heads_a_scope():
    pdf = opened(render_pdf(document()))
    found = elements(pdf)
    for table in (element for tag, element in found if tag == "Table"):
        rows = [kid for kid in table.K if kid.S == Name.TR]
        widths = {sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in row.K) for row in rows}
        assert len(widths) == 1
    assert all("/Scope" in element.A for tag, element in found if tag == "TH")


def test_a_head_that_repeats_is_content_only_once():
    rows = tuple((f"row {n}", "words") for n in range(150))
    made = render_pdf(document(blocks=(Heading("Many", 1), Table(("Number", "What"), rows))))
    assert made.page_count > 2
    pdf = opened(made)
    heads = [element for tag, element in elements(pdf) if tag == "TH"]
    assert [len(head.K) for head in heads] == [1, 1]


def test_embedded_files_come_back_as_they_were(faults_of):
    content = json.dumps({"child": "Łukasz 王", "ok": True}, ensure_ascii=False).encode()
    files = {
        "referral.json": ("application/fhir+json", content, "The answers"),
        "matrix.json": ("application/json", b"{}", ""),
    }
    made = render_pdf(document(attachments=files))
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert bytes(pdf.attachments["referral.json"].get_file().read_bytes()) == content
        assert pdf.attachments["referral.json"].get_file().mime_type == "application/fhir+json"
        assert len(pdf.Root.AF) == 2
        assert all(spec.AFRelationship == Name.Data for spec in pdf.Root.AF)
    assert faults_of(made.data) == set()


def test_same_content_makes_the_same_bytes():
    made = document(made_at="2026-11-18T10:12:00+00:00", watermark="PRACTICE")
    first, second = render_pdf(made, check_key=b"k"), render_pdf(made, check_key=b"k")
    assert first.data == second.data
    assert first.sha256 == second.sha256


def test_documents_made_at_once_do_not_spoil_each_other(faults_of):
    texts = [
        Paragraph(f"{word} number {n}") for n, word in enumerate(["أميرة", "हिन्दी क्षत्रिय", "தமிழ் கொ", "Łukasz"] * 3)
    ]
    jobs = [document(blocks=(Heading("One of many", 1), *texts[n:], *texts[:n])) for n in range(6)]
    alone = [render_pdf(job).data for job in jobs]
    with ThreadPoolExecutor(6) as pool:
        together = [made.data for made in pool.map(render_pdf, jobs)]
    assert together == alone
    assert faults_of(together[3]) == set()


@pytest.mark.parametrize("content", [f"Words that end anywhere, take {n}. " * n for n in range(1, 25)])
def test_no_stream_ends_in_a_way_strict_readers_refuse(content, faults_of):
    made = render_pdf(document(blocks=(Heading("Ends", 1), Paragraph(content))))
    assert b"\r\nendstream" not in made.data
    assert faults_of(made.data) == set()


def test_blank_form_is_accessible_without_being_archival(faults_of):
    made = render_pdf(document(), archival=False)
    assert faults_of(made.data, archival=False) == set()
    with pikepdf.open(BytesIO(made.data)) as pdf, pdf.open_metadata() as data:
        assert "pdfaid:part" not in data


@pytest.mark.parametrize("kind", ["danger", "warning", "info"])
def test_a_notice_goes_on_over_pages(kind, read_pdf, faults_of):
    words = {f"call{n}" for n in range(1800)}
    made = render_pdf(document(blocks=(Heading("Notice", 1), Notice(kind, "Danger now", " ".join(sorted(words))))))
    assert words <= set(read_pdf(made.data).split())
    assert faults_of(made.data) == set()


def test_practice_watermark_is_an_artifact_on_every_page(faults_of):
    blocks = (Heading("Practice", 1), *(Paragraph("Words and words. " * 40) for _ in range(12)))
    made = render_pdf(document(blocks=blocks, watermark="PRACTICE"))
    with opened(made) as pdf, opened(render_pdf(document(blocks=blocks))) as plain:
        artifacts = [
            [page.Contents.read_bytes().count(b"/Artifact BMC") for page in each.pages] for each in (pdf, plain)
        ]
    assert made.page_count > 1
    assert artifacts[0] == [count + 1 for count in artifacts[1]]
    assert faults_of(made.data) == set()


def test_every_sheet_says_what_it_belongs_to(read_pdf):
    blocks = (Heading("Sheets", 1), *(Paragraph("Words and words. " * 40) for _ in range(12)))
    made = render_pdf(document(blocks=blocks, version="2", addressee="the Safeguarding Hub"), check_key=b"k")
    for number in range(1, made.page_count + 1):
        sheet = read_pdf(made.data, "-f", str(number), "-l", str(number))
        wanted = ("TSH-1", "version 2", f"page {number} of {made.page_count}", "OFFICIAL-SENSITIVE",
                  "For the Safeguarding Hub", made.page_codes[number - 1])  # fmt: skip
        assert not [words for words in wanted if words not in sheet]


def test_faults_are_told_in_words_people_understand():
    broken = document(blocks=(Heading("Broken", 1), "not a block"))
    with pytest.raises(DocumentError, match="could not be made"):
        render_pdf(broken)


def test_nothing_said_of_a_document_holds_its_words():
    assert "Ring first" not in repr(document())
    assert repr(render_pdf(document())) == "RenderedPdf(1 pages)"
