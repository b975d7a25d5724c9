"""The referral as plain text and as a web page: the same words as the document, in the order they are read, for everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from random import Random

import pytest

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents.document_content import (
    Bullets,
    Document,
    Event,
    Facts,
    Heading,
    LevelRow,
    Levels,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Story,
    Table,
    texts,
)
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.readable_copies import html_copy, text_copy
from enquiry_app.documents.referral_content import referral_document
from tests.builders import random_answers, ready_answers
from tests.documents.conftest import referral_input

ARABIC = "قالت الطفلة: لا أريد العودة إلى البيت"
EMPTY = {"meta", "br"}


class Reader(HTMLParser):
    """Walks a page: words in order, every tag with its attributes, and whether each was closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] not in ("style", "title"):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def everything(text: str = "Words & <b>more</b>") -> Document:
    blocks = (
        Heading("Referral", 1), Heading("1. Part"), Heading("Below", 3), Paragraph(f"{text}\nin two lines"),
        Quote("Exact words", "Robin"), Notice("danger", "Ring now", "999"), Facts((("Born", "2 March"), ("At", ARABIC))),
        Table(("When", "What"), (("May", "Cold"), ("June", "Hungry")), caption="What was seen", row_heads=True),
        Story((Event("In May", "Alone", "Frightened", "Seen"),)), Bullets(("One", "Two")),
        Levels((LevelRow("Robin", "2", "Because", "3", "A sign", "Advice"),)),
    )  # fmt: skip
    return Document("Referral", blocks, "TSH-1", "2", addressee="The Hub", watermark="PRACTICE")


def test_a_page_has_language_headings_in_order_and_table_heads_with_scope():
    page = Reader(html_copy(everything()))
    assert page.all("html") == [{"lang": "en-GB"}]
    levels = [int(name[1]) for name, _ in page.tags if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    assert len(page.all("main")) == 1
    assert all(head.get("scope") in ("col", "row") for head in page.all("th"))
    assert len(page.all("table")) == len(page.all("caption")) == 2
    assert {"scope": "row", "class": "lines", "dir": "auto"} in page.all("th")


def test_a_page_fetches_and_runs_nothing_and_what_people_wrote_stays_words():
    page = Reader(html_copy(everything("<script>alert(1)</script> <img src=http://x> &amp;")))
    assert {name for name, _ in page.tags} & {"script", "img", "link", "iframe", "a", "form", "object"} == set()
    assert not any(key.startswith("on") or key in ("src", "href") for _, given in page.tags for key in given)
    assert "<script>alert(1)</script> <img src=http://x> &amp;" in "".join(page.words)
    assert any("default-src 'none'" in (meta.get("content") or "") for meta in page.all("meta"))


def test_words_from_right_to_left_stand_in_the_order_they_are_read():
    document = everything()
    assert f"At: {ARABIC}" in text_copy(document)
    assert ARABIC in html_copy(document)
    assert 'dir="auto">' + ARABIC in html_copy(document)


@pytest.mark.parametrize("seed", range(8))
def test_every_text_of_the_document_is_in_both_copies(seed):
    answers = random_answers(load_form(), Random(seed), load_matrix(), share=0.9)
    document = referral_document(referral_input(answers, suggestions={}))
    plain, page = squeezed(text_copy(document)), squeezed("".join(Reader(html_copy(document)).words))
    pictures = [block for block in document.blocks if isinstance(block, Picture)]
    others = replace(document, blocks=tuple(block for block in document.blocks if block not in pictures))
    pieces = [piece for text in texts(others) for piece in re.split(r" \| |: ", text)]
    pieces += [row.name for picture in pictures for domain in picture.domains for row in domain.rows]
    empty = {
        head for block in document.blocks if isinstance(block, Table) for head in block.columns
    }  # no cell, no head
    assert [piece for piece in pieces if squeezed(piece) not in plain and piece not in empty] == []
    assert [piece for piece in pieces if squeezed(piece) not in page] == []


def test_the_finished_referral_gives_both_copies_with_reference_version_and_marking():
    made = render_pdf(referral_document(referral_input(ready_answers())))
    for copy in (made.as_text(), made.as_html()):
        assert "TSH-2026-K7MD-000123-R, version 1" in copy
        assert "OFFICIAL-SENSITIVE" in copy
        assert "Robin has come to school hungry" in copy
