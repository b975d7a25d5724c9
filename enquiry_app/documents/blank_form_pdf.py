"""The form on paper: page one with the flowchart, every section with room to write, the matrix as a fold-out. Fillable,
tagged (PDF/UA-1), and driven by the form definition alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from enquiry_app.definitions.blank_form import BlankForm
from enquiry_app.definitions.form_definition import Question, Section
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.paper_acroform import with_fields, without_fields
from enquiry_app.documents.paper_flowchart import Flowchart
from enquiry_app.documents.paper_matrix import FoldOut
from enquiry_app.documents.paper_questions import QuestionSetter
from enquiry_app.documents.paper_sheet import PageWords, Rect, Sheet
from enquiry_app.documents.pdf_archive import finish
from enquiry_app.documents.pdf_fonts import BOLD, PLAIN, font
from enquiry_app.documents.pdf_render import RenderedPdf, one_at_a_time
from enquiry_app.documents.pdf_tags import Tagger
from enquiry_app.enquiry.condition_words import condition_words
from enquiry_app.enquiry.findings import observations
from enquiry_app.enquiry.paper_answers import written
from enquiry_app.enquiry.paper_content import BlankFormContent
from enquiry_app.enquiry.paper_fields import (
    CHILDREN,
    FORM_FIELD,
    LINES,
    LINES_LIMIT,
    MADE_OF_FIELD,
    MORE_FIELD,
    FieldMaker,
    PaperField,
    form_mark,
    printed_sections,
)
from enquiry_app.errors import DocumentError

_BAND = style.TextStyle(12.5, 16, True, style.WHITE, before=6, after=0)
_PART = style.TextStyle(10.5, 13.5, True, style.ACCENT, before=4, after=3)
_PAGE = style.TextStyle(9.6, 12.4, True, style.SOFT, before=2, after=3)
_ROW = style.TextStyle(8.6, 11, True, style.ACCENT, after=2)
_MORE = style.TextStyle(8, 10.4, colour=style.SOFT, after=6)
_INDENT = 10.0


def blank_form_pdf(content: BlankFormContent) -> RenderedPdf:
    """The finished form. Raises `DocumentError` if it cannot be made."""
    try:
        with one_at_a_time:
            return _Composer(content).made()
    except Exception as error:
        raise DocumentError("The form could not be made. Nothing was changed; try again.") from error


def printed_form_pdf(content: BlankFormContent) -> RenderedPdf:
    """The same form for a printer: what is known stands on the pages, and nothing can be filled in."""
    made = blank_form_pdf(content)
    data = without_fields(made.data)
    return replace(made, data=data, sha256=hashlib.sha256(data).hexdigest())


class _Composer:
    def __init__(self, content: BlankFormContent) -> None:
        self._content = content
        form, paper, answers = content.form, content.paper, content.answers
        self._known = written(form, answers)
        self._fields = FieldMaker(form, content.matrix, self._with_rows(paper), self._slots(CHILDREN))
        font(PLAIN)
        font(BOLD)
        self._tagger = Tagger()
        words = PageWords(
            f"{form.title}, version {form.version}",
            f"In danger now: {content.hub.contacts['emergency'].phone}   The Hub: {content.hub.phone}",
            "OFFICIAL-SENSITIVE when filled in",
            "PRACTICE" if content.practice else "",
        )
        self._sheet = Sheet(self._tagger, words)
        self._setter = QuestionSetter(self._sheet, self._known)

    def made(self) -> RenderedPdf:
        content, sheet = self._content, self._sheet
        self._first_page()
        for section_id, pages in printed_sections(content.form, content.paper):
            self._section(content.form.section(section_id), pages)
        self._room_for_more()
        FoldOut(sheet, content.matrix, content.paper.matrix_title, content.paper.fold_out_help).draw()
        drawn = sheet.end()
        title = f"{content.form.title}, to fill in"
        tagged = finish(
            drawn, self._tagger, title=title, language="en-GB", made_at=content.made_at, attachments={}, archival=False
        )
        hidden = {FORM_FIELD: form_mark(content.form, content.paper, content.practice)}
        if content.made_of:
            hidden[MADE_OF_FIELD] = content.made_of
        data = with_fields(tagged, self._tagger, sheet.placed, self._known, hidden)
        pages_made = sheet.canvas.pages
        return RenderedPdf(data, pages_made, (), tuple(sorted(sheet.missing)), hashlib.sha256(data).hexdigest())

    def _with_rows(self, paper: BlankForm) -> BlankForm:
        """With as many rows for signs as are known of one child."""
        answers = self._content.answers
        most = max((len(observations(v)) for a, v in answers.values.items() if a.question == "matrix"), default=0)
        return replace(paper, signs=max(paper.signs, most))

    def _slots(self, collection: str, parent: tuple[str, ...] = ()) -> int:
        """How often a collection is printed: as the paper says, oftener if more is known."""
        return max(self._content.paper.slots_of(collection), len(self._content.answers.items_of(collection, parent)))

    def _first_page(self) -> None:
        content, sheet = self._content, self._sheet
        contacts = content.hub.contacts
        sheet.paragraph(content.paper.flow_title, style.TITLE, "H1")
        sheet.paragraph(f"{content.form.title}. {content.paper.intro}", style.TextStyle(9.2, 12.4, after=8))
        numbers = {name: contacts[name].phone for name in ("emergency", "hub", "out_of_hours", "lado")}
        levels = [level for level in content.matrix.levels if level.code != "emergency"]
        Flowchart(sheet, content.paper, levels, numbers).draw()

    def _section(self, section: Section, pages: tuple[tuple[str, tuple[Question, ...]], ...]) -> None:
        sheet, form = self._sheet, self._content.form
        collection = form.collections.get(section.collection)
        self._band(section.title)
        if hint := self._content.paper.matrix_help if section.screen == "matrix" else section.hint:
            sheet.lead(hint, style.HINT, "P")
        if collection is None:
            self._pages(section, pages, (), "")
            return
        slots = self._slots(collection.id)
        for slot in range(1, slots + 1):
            title = f"{collection.singular.capitalize()} {slot}"
            sheet.lead(title, _PART, "H3")
            self._pages(section, pages, (slot,), title)
        self._more(collection.plural)

    def _band(self, title: str) -> None:
        self._sheet.lead(title, _BAND, "H2", band=True)

    def _more(self, plural: str) -> None:
        self._sheet.paragraph(self._content.paper.more.format(plural=plural), _MORE)

    def _room_for_more(self) -> None:
        """A page to go on writing on, two if the fold-out would otherwise not lie open side by side."""
        sheet, paper = self._sheet, self._content.paper
        pages = 2 if sheet.canvas.getPageNumber() % 2 == 1 else 1
        for number in range(1, pages + 1):
            sheet.new_page()
            self._band(paper.room_title)
            sheet.paragraph(paper.room_help, style.HINT)
            high = sheet.free - 10
            lines = PaperField(f"{MORE_FIELD}{number}", LINES, f"{paper.room_title} {number}", limit=LINES_LIMIT)
            sheet.place(lines, Rect(style.LEFT, sheet.y - high, sheet.width, high))

    def _pages(
        self, section: Section, pages: tuple[tuple[str, tuple[Question, ...]], ...], slots: tuple[int, ...], spoken: str
    ) -> None:
        sheet = self._sheet
        level = "H4" if slots else "H3"
        for title, questions in pages:
            if title.rstrip("?") != section.title.rstrip("?") and not _says_it(title, questions):
                sheet.lead(title, _PAGE, level)
            waiting: list[tuple[Question, tuple[PaperField, ...], str]] = []
            for question in questions:
                if question.kind == "items":
                    self._setter.draw(waiting, style.LEFT, sheet.width)
                    waiting = []
                    self._items(question, slots, spoken, level)
                else:
                    waiting.append(self._asked(question, slots, spoken))
            self._setter.draw(waiting, style.LEFT, sheet.width)

    def _asked(
        self, question: Question, slots: tuple[int, ...], spoken: str
    ) -> tuple[Question, tuple[PaperField, ...], str]:
        content = self._content
        words = condition_words(content.form, question.show_when, content.paper.facts)
        if question.kind == "matrix":
            question = replace(question, hint=self._sign_hint())
        return question, self._fields.fields(question, slots, spoken), words

    def _sign_hint(self) -> str:
        """What may be written in the columns, for those who write by hand."""
        matrix = self._content.matrix
        when, source = ("; ".join(each.label for each in coded) for coded in (matrix.when, matrix.source))
        return f"When: {when}. How it is known: {source}."

    def _items(self, question: Question, slots: tuple[int, ...], spoken: str, level: str) -> None:
        sheet, content = self._sheet, self._content
        collection = content.form.collections.get(question.collection or question.id)
        noun = collection.singular if collection else "entry"
        count = self._slots(question.collection or question.id, self._parent(question, slots))
        words = condition_words(content.form, question.show_when, content.paper.facts)
        sheet.lead(question.label, _PAGE, level)
        if hint := " ".join(filter(None, (f"Only if {words}." if words else "", question.hint))):
            sheet.lead(hint, style.HINT, "P")
        for row in range(1, count + 1):
            title = f"{noun.capitalize()} {row}"
            whole = f"{spoken}, {title.lower()}" if spoken else title
            sheet.lead(title, _ROW, "P")
            asked = [self._asked(inner, (*slots, row), whole) for inner in self._printed(question)]
            self._setter.draw(asked, style.LEFT + _INDENT, sheet.width - _INDENT)
        self._more(collection.plural if collection else "entries")

    def _printed(self, question: Question) -> Iterator[Question]:
        return (inner for inner in question.questions if inner.id not in self._content.paper.leave_out)

    def _parent(self, question: Question, slots: tuple[int, ...]) -> tuple[str, ...]:
        """Item ids of what the rows belong to, as far as there are any."""
        path: tuple[str, ...] = ()
        for collection, slot in zip(self._content.form.chain_of[question.id], slots, strict=False):
            items = self._content.answers.items_of(collection, path)
            path = (*path, items[slot - 1] if slot <= len(items) else "")
        return path


def _says_it(title: str, questions: tuple[Question, ...]) -> bool:
    """Whether the page's title is the first question's label: no need to print it twice."""
    return title.rstrip("?") == questions[0].label.rstrip("?")
