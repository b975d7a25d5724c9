"""Sets questions of the form on paper: label, hint, and below them fields in rows, boxes with their words, room to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from enquiry_app.definitions.form_definition import Question
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.paper_sheet import Rect, Sheet
from enquiry_app.documents.pdf_lines import width_of
from enquiry_app.enquiry.paper_fields import BOXES, LINE, LINES, LIST, TICK, PaperField

LABEL = style.TextStyle(8.8, 11.2, True, after=0)
HINT = style.TextStyle(7.4, 9.4, colour=style.SOFT, after=0)
WORDS = style.TextStyle(8.4, 10.6, after=0)
CAPTION = style.TextStyle(7.8, 10, colour=style.SOFT, after=0)
LINE_HIGH, BOX, ROW_LINE, GAP, BELOW = 17.0, 8.6, 16.5, 12.0, 8.0
VALUE = style.TextStyle(9.5, 12.4, after=0)  # how what is known already is set in a field
_LIST_WIDE, _NARROW, _SIGN_WIDTHS = 230.0, 150.0, (0.13, 0.2, 0.25, 0.42)
_HALF_HIGH = 66.0  # a question this low at half the width stands beside another


@dataclass(frozen=True)
class Atom:
    """One field, or one box of several, with its words: what is set in a row."""

    field: PaperField
    width: float
    height: float
    words: str = ""
    option: str = ""
    stretches: bool = False
    above: bool = False  # the words stand above the field, as the head of a column


@dataclass(frozen=True)
class Set:
    """A question set at a width: where each atom stands below the label, (x, y from the top) and its final width."""

    question: Question
    width: float
    head: float
    atoms: tuple[tuple[Atom, float, float], ...]
    height: float
    condition: str


class QuestionSetter:
    """Sets and draws questions on a sheet. `known`: field name -> what stands in it already."""

    def __init__(self, sheet: Sheet, known: dict[str, str]) -> None:
        self._sheet, self._known = sheet, known

    def draw(self, asked: Sequence[tuple[Question, tuple[PaperField, ...], str]], left: float, width: float) -> None:
        """Draw questions below each other, two in a row where both are small."""
        waiting: Set | None = None
        for question, fields, condition in asked:
            half = self.set(question, fields, condition, (width - GAP) / 2)
            if _is_long(fields) or half.height > _HALF_HIGH:
                if waiting:
                    self._row((waiting,), left)
                waiting = None
                self._row((self.set(question, fields, condition, width),), left)
            elif waiting:
                self._row((waiting, half), left)
                waiting = None
            else:
                waiting = half
        if waiting:
            self._row((waiting,), left)

    def set(self, question: Question, fields: tuple[PaperField, ...], condition: str, width: float) -> Set:
        """Work out where everything of a question stands at this width."""
        sheet = self._sheet
        declaration = question.kind == "tick"
        head = 0.0 if declaration else sheet.height_of(question.label, LABEL, width)
        head += sheet.height_of(_hint(question, condition), HINT, width) + 1.5
        setters = self._sign_rows(fields, width) if question.kind == "matrix" else self._flow(fields, width)
        atoms = tuple(setters)
        low = max((y + atom.height for atom, _, y in atoms), default=0.0)
        return Set(question, width, head, atoms, head + low + BELOW, condition)

    def _row(self, sets: Sequence[Set], left: float) -> None:
        sheet = self._sheet
        sheet.need(max(each.height for each in sets))
        top = sheet.y
        for each in sets:
            self._draw_one(each, left, top)
            left += each.width + GAP
        sheet.y = top - max(each.height for each in sets)

    def _draw_one(self, each: Set, left: float, top: float) -> None:
        sheet, y = self._sheet, top
        if each.question.kind != "tick":
            y -= sheet.text(each.question.label, LABEL, left, y, each.width, sheet.element("P"))
        if hint := _hint(each.question, each.condition):
            sheet.text(hint, HINT, left, y, each.width, sheet.element("P"))
        for atom, x, down in each.atoms:
            self._draw_atom(atom, left + x, top - each.head - down)

    def _draw_atom(self, atom: Atom, x: float, top: float) -> None:
        sheet = self._sheet
        if atom.field.shape in (TICK, BOXES):
            sheet.place(atom.field, Rect(x, top - 1.2 - BOX, BOX, BOX), atom.option)
            sheet.text(atom.words, WORDS, x + BOX + 4, top, atom.width - BOX - 4, sheet.element("P"))
            return
        caption = 0.0
        if atom.above:
            top -= sheet.text(atom.words, CAPTION, x, top, atom.width, sheet.element("P"))
        elif atom.words:
            caption = width_of(atom.words, CAPTION.size, False) + 5
            sheet.text(atom.words, CAPTION, x, top - 3.5, caption, sheet.element("P"))
        high = atom.height - (CAPTION.leading if atom.above else 0)
        sheet.place(atom.field, Rect(x + caption, top - high, atom.width - caption, high))

    def _flow(self, fields: Sequence[PaperField], width: float) -> Iterator[tuple[Atom, float, float]]:
        """Left to right, on to the next row where there is no room."""
        x = y = high = 0.0
        for atom in (atom for field in fields for atom in self._atoms(field, width)):
            if x and x + atom.width > width + 0.1:
                x, y, high = 0.0, y + high + 3, 0.0
            drawn = self._with_room(replace(atom, width=width - x) if atom.stretches else atom)
            yield drawn, x, y
            x += drawn.width + GAP
            high = max(high, drawn.height)

    def _atoms(self, field: PaperField, width: float) -> Iterator[Atom]:
        if field.shape == TICK:
            yield self._box(field, field.caption, width)
        elif field.shape == BOXES:
            for value, words in field.options:
                yield self._box(field, words, width, value)
        elif field.shape == LINES:
            yield Atom(field, width, self._room_to_write(field, width))
        else:
            captioned = width_of(field.caption, CAPTION.size, False) + 5 if field.caption else 0.0
            wanted = captioned + (100.0 if captioned else _NARROW if field.limit <= 30 else width)
            if field.shape == LIST:
                wanted = captioned + (120.0 if captioned else min(_LIST_WIDE, width))
            stretches = field.shape == LINE and bool(captioned) and field.limit > 30
            yield Atom(field, min(wanted, width), LINE_HIGH, field.caption, stretches=stretches)

    def _box(self, field: PaperField, words: str, width: float, option: str = "") -> Atom:
        wide = min(width_of(words, WORDS.size, False) + BOX + 5, width)
        return Atom(field, wide, self._sheet.height_of(words, WORDS, wide - BOX - 4) + 1, words, option)

    def _room_to_write(self, field: PaperField, width: float) -> float:
        """As many lines as the form asks for, more if more is known, never more than a page."""
        wanted = field.lines * ROW_LINE
        if known := self._known.get(field.name):
            wanted = max(wanted, self._sheet.height_of(known, VALUE, width - 8) + 12)
        return min(wanted, self._sheet.whole - 80)

    def _with_room(self, atom: Atom) -> Atom:
        """With more lines where what is known would not fit on one."""
        known = self._known.get(atom.field.name, "")
        caption = width_of(atom.words, CAPTION.size, False) + 5 if atom.words and not atom.above else 0.0
        room = atom.width - caption - 8
        if atom.field.shape != LINE or width_of(known, VALUE.size, False) <= room:
            return atom
        extra = self._sheet.height_of(known, VALUE, room) + 6 - LINE_HIGH
        return replace(atom, field=replace(atom.field, shape=LINES), height=atom.height + max(extra, 0))

    def _sign_rows(self, fields: Sequence[PaperField], width: float) -> Iterator[tuple[Atom, float, float]]:
        """Four fields a row: the code, when, how it is known, a note. The first row says what is what."""
        across, y = len(_SIGN_WIDTHS), 0.0
        for start in range(0, len(fields), across):
            head = CAPTION.leading if start == 0 else 0.0
            x, row = 0.0, []
            for field, part in zip(fields[start : start + across], _SIGN_WIDTHS, strict=False):
                words = field.caption if head else ""
                atom = Atom(field, part * width - 5, LINE_HIGH + head, words, above=bool(head))
                row.append((self._with_room(atom), x, y))
                x += part * width
            yield from row
            y += max(atom.height for atom, _, _ in row) + 3


def _is_long(fields: Sequence[PaperField]) -> bool:
    return any(field.shape == LINES for field in fields)


def _hint(question: Question, condition: str) -> str:
    parts = [f"Only if {condition}." if condition else "", question.hint]
    if question.kind == "tick":
        parts = parts[:1]
    return " ".join(filter(None, parts))
