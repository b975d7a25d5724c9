"""The flowchart of page one, "Worried about a child?": boxes from top to bottom, what follows from a yes beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry_app.definitions.blank_form import BlankForm, FlowStep
from enquiry_app.definitions.matrix_definition import Level
from enquiry_app.documents import pdf_style as style
from enquiry_app.documents.paper_sheet import Rect, Sheet
from enquiry_app.documents.pdf_lines import draw_line, wrap

_QUESTION = style.TextStyle(10, 12.8, True, after=0)
_ANSWER = style.TextStyle(9.4, 12, after=0)
_LEVEL = style.TextStyle(8.2, 10.2, True, style.ACCENT, after=0)
_NEXT = style.TextStyle(8, 10, after=0)
_BETWEEN, _PAD, _ACROSS = 17.0, 7.0, 24.0


class Flowchart:
    """Draws the chart at the pen. `numbers`: names in the definition's texts -> phone numbers."""

    def __init__(self, sheet: Sheet, paper: BlankForm, levels: Sequence[Level], numbers: Mapping[str, str]) -> None:
        self._sheet, self._paper, self._levels, self._numbers = sheet, paper, levels, numbers
        self._element = sheet.element("Figure", text=self.words())

    def words(self) -> str:
        """The whole chart in words, for people who do not see it."""
        parts = [f"Flowchart: {self._paper.flow_title}"]
        for number, step in enumerate(self._paper.flow_steps, 1):
            parts.append(f"Step {number}. {step.text} {self._said(step)}".strip())
            parts += [f"{step.no}: step {number + 1}."] if step.no else []
            if step.levels:
                parts += [f"{level.short}, {level.name}: {level.next_step}" for level in self._levels]
        return " ".join(parts)

    def draw(self) -> None:
        """Draw it, all of it as one figure."""
        sheet = self._sheet
        with sheet.tagger.content(sheet.canvas, self._element):
            last = len(self._paper.flow_steps) - 1
            for number, step in enumerate(self._paper.flow_steps):
                self._step(step)
                if number < last or step.levels:
                    self._arrow_down(step.no)
                if step.levels:
                    self._level_boxes()
        sheet.y -= 10

    def _said(self, step: FlowStep) -> str:
        return step.answer.format_map(self._numbers)

    def _step(self, step: FlowStep) -> None:
        sheet = self._sheet
        answer = self._said(step)
        wide = sheet.width * (0.44 if answer else 1.0)
        beside = sheet.width - wide - _ACROSS
        high = max(self._high(step.text, _QUESTION, wide), self._high(answer, _ANSWER, beside) if answer else 0)
        top, y = sheet.y, sheet.y - high
        line, shade = (style.DANGER, style.DANGER_SHADE) if step.strong else (style.ACCENT, style.SHADE)
        self._frame(Rect(style.LEFT, y, wide, high), shade, line)
        self._text(step.text, _QUESTION, style.LEFT + _PAD, top - _PAD, wide - 2 * _PAD)
        if answer:
            right = style.LEFT + wide + _ACROSS
            self._frame(Rect(right, y, beside, high), style.WHITE, line)
            self._text(answer, _ANSWER, right + _PAD, top - _PAD, beside - 2 * _PAD)
            self._arrow(style.LEFT + wide, y + high / 2, right, y + high / 2)
        sheet.y = y

    def _level_boxes(self) -> None:
        sheet, gap = self._sheet, 5.0
        wide = (sheet.width - gap * (len(self._levels) - 1)) / len(self._levels)
        inner = wide - 8
        high = max(
            self._lines(level.short, _LEVEL, inner) + self._lines(f"{level.name}. {level.next_step}", _NEXT, inner)
            for level in self._levels
        )
        high += 9
        for place, level in enumerate(self._levels):
            x = style.LEFT + place * (wide + gap)
            self._frame(Rect(x, sheet.y - high, wide, high), style.WHITE, style.ACCENT)
            used = self._text(level.short, _LEVEL, x + 4, sheet.y - 4, inner)
            self._text(f"{level.name}. {level.next_step}", _NEXT, x + 4, sheet.y - 4 - used, inner)
        sheet.y -= high

    def _high(self, text: str, how: style.TextStyle, width: float) -> float:
        return self._lines(text, how, width - 2 * _PAD) + 2 * _PAD

    def _lines(self, text: str, how: style.TextStyle, width: float) -> float:
        return self._sheet.height_of(text, how, width)

    def _text(self, text: str, how: style.TextStyle, x: float, top: float, width: float) -> float:
        canvas = self._sheet.canvas
        canvas.setFillColorRGB(*how.colour)
        lines = wrap(text, how.size, how.bold, width)
        base = top - how.leading + (how.leading - how.size) / 2 + how.size * 0.18
        for number, line in enumerate(lines):
            draw_line(canvas, x, base - number * how.leading, line, how.size, how.bold)
        return len(lines) * how.leading

    def _frame(self, rect: Rect, shade: style.Colour, line: style.Colour) -> None:
        canvas = self._sheet.canvas
        canvas.setFillColorRGB(*shade)
        canvas.setStrokeColorRGB(*line)
        canvas.setLineWidth(1)
        canvas.roundRect(rect.x, rect.y, rect.width, rect.height, 4, stroke=1, fill=1)

    def _arrow_down(self, words: str) -> None:
        x, top = style.LEFT + 60, self._sheet.y
        if words:
            self._text(words, _ANSWER, x + 7, top - 2.5, 60)
        self._arrow(x, top, x, top - _BETWEEN)
        self._sheet.y -= _BETWEEN

    def _arrow(self, x: float, y: float, to_x: float, to_y: float) -> None:
        canvas = self._sheet.canvas
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setFillColorRGB(*style.INK)
        canvas.setLineWidth(1)
        across = to_x != x
        canvas.line(x, y, to_x - (5 if across else 0), to_y + (0 if across else 5))
        head = canvas.beginPath()
        head.moveTo(to_x, to_y)
        for dx, dy in ((-6, 3), (-6, -3)) if across else ((-3, 6), (3, 6)):
            head.lineTo(to_x + dx, to_y + dy)
        head.close()
        canvas.drawPath(head, stroke=0, fill=1)
