"""What an item of a collection is called on screens and in documents. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from enquiry_app.definitions.form_definition import Form
from enquiry_app.enquiry.ages import age_in_years
from enquiry_app.enquiry.answers import Absent, Answers, FlexDate, Value
from enquiry_app.enquiry.question_kinds import kind_of

CHILDREN = "children"
_LONGEST = 80


@dataclass(frozen=True)
class ChildSummary:
    """One child in a list. `part` is subject, sibling, other or "" if not said; `age` in words or ""."""

    item: str
    title: str
    part: str
    unborn: bool
    age: str

    def __repr__(self) -> str:
        return f"ChildSummary({self.item})"


def item_title(form: Form, answers: Answers, collection: str, items: tuple[str, ...]) -> str:
    """What the item at this path is called: from its `title_from` answers, else its kind and number ("Child 2").

    `items` ends with the item itself.
    """
    found = form.collections[collection]
    if collection == CHILDREN and (name := child_name(answers, items[-1])):
        return name
    words = [_shown(form, answers, question, items) for question in found.title_from]
    names = all(question.endswith(("_names", "family_name", "_known_as")) for question in found.title_from)
    title = (" " if names else ", ").join(word for word in words if word)
    return _shortened(title) or f"{found.singular.capitalize()} {_number(answers, collection, items)}"


def child_name(answers: Answers, child: str) -> str:
    """A child's name as people say it; "" if no name is known and the child is born."""
    given = _text(answers.get("child_known_as", (child,))) or _text(answers.get("child_given_names", (child,)))
    name = " ".join(part for part in (given, _text(answers.get("child_family_name", (child,)))) if part)
    if answers.get("child_born", (child,)) == "unborn":
        return f"Unborn baby {name}".strip()
    return name


def child_summaries(form: Form, answers: Answers, today: dt.date | None = None) -> tuple[ChildSummary, ...]:
    """Every child of the enquiry in order. Without `today` ages are left out."""
    return tuple(
        ChildSummary(
            item=child,
            title=item_title(form, answers, CHILDREN, (child,)),
            part=_text(answers.get("child_part", (child,))),
            unborn=answers.get("child_born", (child,)) == "unborn",
            age=_age_words(answers.get("child_birth_date", (child,)), today),
        )
        for child in answers.items_of(CHILDREN)
    )


def _age_words(born: Value | None, today: dt.date | None) -> str:
    """ "9 years", "5 months", "about 9 years" for a partial or estimated date."""
    if today is None or not isinstance(born, FlexDate) or born.earliest > today:
        return ""
    years = age_in_years(born.earliest, today)
    first = born.earliest
    months = (today.year - first.year) * 12 + today.month - first.month - (today.day < first.day)
    number, unit = (years, "year") if years >= 2 else (months, "month")
    words = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return words if born.full and not born.estimated else f"about {words}"


def _text(value: Value | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def _shown(form: Form, answers: Answers, question: str, items: tuple[str, ...]) -> str:
    value = answers.get(question, items)
    if value is None or isinstance(value, Absent):
        return ""
    asked = form.questions[question]
    return kind_of(asked).show(form, asked, value)


def _shortened(title: str) -> str:
    """The first line, cut at a word if it is long: a title, not a narrative."""
    line = title.strip().partition("\n")[0].strip()
    if len(line) <= _LONGEST:
        return line
    return f"{line[:_LONGEST].rsplit(' ', 1)[0].rstrip(',;:. ')} …"


def _number(answers: Answers, collection: str, items: tuple[str, ...]) -> int:
    """Place of the item among its like, from 1."""
    siblings = answers.items_of(collection, items[:-1])
    return siblings.index(items[-1]) + 1 if items[-1] in siblings else len(siblings) + 1
