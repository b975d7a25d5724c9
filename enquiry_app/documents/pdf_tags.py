"""The structure of a tagged page: elements, marked content and artifacts, gathered while drawing (PDF/UA-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Element:
    """One structure element: its tag, children in reading order, and the marked content that belongs to it."""

    def __init__(
        self,
        tag: str,
        parent: Element | None = None,
        *,
        scope: str = "",
        text: str = "",
        span: int = 1,
        numbering: str = "",
    ) -> None:
        self.tag = tag
        self.scope = scope
        self.numbering = numbering  # how a list is marked: "Disc"
        self.span = span  # columns a cell spans
        self.text = text
        self.children: list[Element] = []
        self.content: list[tuple[int, int]] = []  # (page from 1, marked-content id)
        self.drawn_once = False  # a repeated table head: only its first drawing is content
        if parent is not None:
            parent.children.append(self)


class Tagger:
    """Gathers the structure tree of one document and numbers its marked content page by page."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._next: dict[int, int] = defaultdict(int)
        self.page_texts: dict[int, list[str]] = defaultdict(list)

    @contextmanager
    def content(self, canvas: Any, element: Element | None) -> Iterator[None]:
        """Mark what is drawn inside as content of `element`, or as an artifact if None."""
        if element is None or (element.drawn_once and element.content and self._repeats(canvas, element)):
            canvas._code.append("/Artifact BMC")
        else:
            page = canvas.getPageNumber()
            number = self._next[page]
            self._next[page] += 1
            element.content.append((page, number))
            canvas._code.append(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        canvas._code.append("EMC")

    @staticmethod
    def _repeats(canvas: Any, element: Element) -> bool:
        return bool(element.content[-1][0] != canvas.getPageNumber())

    def note_text(self, canvas: Any, text: str) -> None:
        """Remember what stands on the page, for its check code."""
        self.page_texts[canvas.getPageNumber()].append(text)
