"""The form as frozen data, and look-up by id; nothing else. Read from TOML by `load_form`.

Shapes. A form has sections (tasks of the task list) in groups. A section has pages (one tight group of questions per
screen). A section may be repeated once per item of a *collection* (children, household, professionals). A question of
kind `items` is a small repeating table of its own (phone calls, chronology) with `questions` inside; inside a repeated
section it is nested one level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

# Stage at which an answer is needed (domain.md 4): start, urgent send, normal send, hub; "-" = never.
STAGES = ("S", "U", "N", "H", "-")
SEVERITIES = ("block", "warn", "info")
ABSENCES = ("not_known", "not_asked", "declined", "not_applicable")
COPIES = ("hub", "own", "family")
KINDS = (
    "text",  # one line
    "long_text",  # a narrative box
    "yes_no",  # codes yes, no
    "choice",  # one code
    "choices",  # several codes
    "date",  # full, partial or estimated date
    "date_time",  # London civil date and time, may be approximate
    "number",  # whole number
    "address",  # lines, postcode, uprn
    "phone",
    "email",
    "postcode",
    "nhs_number",
    "upn",
    "tick",  # a declaration: "yes" or nothing
    "per_child",  # one code for each child: {child item id: code}
    "which_children",  # several children: [child item id]
    "matrix",  # findings of one child (matrix_definition)
    "attachments",  # references to attachment rows
    "items",  # repeating rows with `questions` of their own
)


@dataclass(frozen=True)
class Condition:
    """One of seven operators. `question` or `fact` names the operand of is / is_not / any_of / answered.

    A missing operand makes `is`, `any_of` and `answered` false and `is_not` true only when answered otherwise:
    comparisons with a missing answer are false, never an exception.
    """

    operator: str  # is, is_not, any_of, answered, all, any, not
    question: str | None = None
    fact: str | None = None
    values: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One coded answer. `valid_from`/`valid_to` are ISO dates or empty; `opens` names question ids shown below it."""

    code: str
    label: str
    hint: str = ""
    group: str = ""
    exclusive: bool = False  # choosing it clears the others ("none of these")
    valid_from: str = ""
    valid_to: str = ""
    maps_to: str = ""  # code of another list this counts as, e.g. an agency kind's CIN source of referral


@dataclass(frozen=True)
class CodeList:
    """A coded list with its source; choices in display order."""

    id: str
    title: str
    source: str
    choices: tuple[Choice, ...]

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None."""
        return next((c for c in self.choices if c.code == code), None)


@dataclass(frozen=True)
class Placing:
    """Where an answer goes in documents. `place` is a named spot of page one or a heading; empty: under its section."""

    place: str = ""
    label: str = ""  # a shorter label for print, else the question's label
    blank_lines: int = 1  # room on the blank form, in lines


@dataclass(frozen=True)
class Question:
    """One question. Ids are never reused; retired ones stay in `retired.toml`."""

    id: str
    kind: str
    label: str
    hint: str = ""
    guidance: str = ""  # longer help, in an expander
    why: str = ""  # why it is asked (field-justification list)
    short: str = ""  # label in lists, check answers and error messages; else `label`
    stage: str = "-"
    severity: str = "warn"  # if missing at its stage
    choices: tuple[Choice, ...] = ()
    code_list: str = ""
    absences: tuple[str, ...] = ()  # explicit "no answer" answers offered
    absence_reason: bool = True  # ask "why / who may know"
    show_when: Condition | None = None
    needed_when: Condition | None = None  # narrows the stage: needed only if this holds
    checks: tuple[str, ...] = ()
    copies: tuple[str, ...] = COPIES
    max_length: int = 0  # characters; 0: no guide
    missing: str = ""  # error text if missing; else made from `short`
    carry: str = ""  # "household": offer the same value from others of the family in one click
    placing: Placing = field(default_factory=Placing)
    questions: tuple[Question, ...] = ()  # of kind `items`
    collection: str = ""  # of kind `items`: its collection id (same as question id unless given)
    layout: str = ""  # hints to screens: "inline" (short choices side by side), "narrow", "wide", "search"

    @property
    def name(self) -> str:
        """What the question is called in lists and messages."""
        return self.short or self.label


@dataclass(frozen=True)
class Page:
    """One screen's worth of questions."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    guidance: str = ""
    show_when: Condition | None = None


@dataclass(frozen=True)
class Collection:
    """Things that repeat. `title_from`: questions whose answers name an item; `parent`: collection it is nested in."""

    id: str
    singular: str
    plural: str
    title_from: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0  # 0: no limit
    parent: str = ""
    add_label: str = ""
    empty_text: str = ""


@dataclass(frozen=True)
class Section:
    """A task of the task list. With `collection`, its pages belong to each item; it opens on the list of items."""

    id: str
    title: str
    group: str
    pages: tuple[Page, ...]
    hint: str = ""
    collection: str = ""
    show_when: Condition | None = None
    asks_finished: bool = False  # "Have you finished this section?"
    finished_question: str = ""  # id of the yes_no question made for it
    screen: str = ""  # "" ordinary pages; "matrix" the matrix screen, "chronology", "attachments" special screens

    @property
    def questions(self) -> Iterator[Question]:
        """Questions of all pages in order (not those inside `items` questions)."""
        return (question for page in self.pages for question in page.questions)


@dataclass(frozen=True)
class Group:
    """A heading of the task list."""

    id: str
    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where a question stands: its section and page, and the `items` question around it if it is asked per row."""

    section: Section
    page: Page
    outer: Question | None = None


@dataclass(frozen=True)
class Form:
    """A whole form version with its code lists: all that screens, checks, PDF, blank form and exchange need."""

    id: str
    version: str
    title: str
    owner: str
    groups: tuple[Group, ...]
    sections: tuple[Section, ...]
    collections: Mapping[str, Collection]
    code_lists: Mapping[str, CodeList]
    retired: Mapping[str, str] = field(default_factory=dict)  # retired id -> new id or ""
    wording: Mapping[str, str] = field(default_factory=dict)  # short texts shared by all sections

    @property
    def name(self) -> str:
        """`id/version`, as pinned to enquiries and printed."""
        return f"{self.id}/{self.version}"

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id, those inside `items` included."""
        return {q.id: q for section in self.sections for top in section.questions for q in (top, *top.questions)}

    @cached_property
    def collection_of(self) -> Mapping[str, str]:
        """Question id -> id of the collection whose items it is asked for ("" at the top level)."""
        found: dict[str, str] = {}
        for section in self.sections:
            for top in section.questions:
                found[top.id] = section.collection
                found.update({inner.id: top.collection or top.id for inner in top.questions})
        return found

    @cached_property
    def chain_of(self) -> Mapping[str, tuple[str, ...]]:
        """Question id -> ids of the collections it is nested in, outermost first; () at the top level."""
        return {question: self.nesting(collection) for question, collection in self.collection_of.items()}

    def nesting(self, collection: str) -> tuple[str, ...]:
        """A collection and those it is nested in, outermost first; () for ""."""
        chain: tuple[str, ...] = ()
        while collection and collection not in chain:
            chain = (collection, *chain)
            found = self.collections.get(collection)
            collection = found.parent if found else ""
        return chain

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """Question id -> where it stands."""
        found: dict[str, Standing] = {}
        for section in self.sections:
            for page in section.pages:
                for top in page.questions:
                    found[top.id] = Standing(section, page)
                    found.update({inner.id: Standing(section, page, top) for inner in top.questions})
        return found

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Question id -> its section."""
        return {q.id: s for s in self.sections for top in s.questions for q in (top, *top.questions)}

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises KeyError."""
        return self.questions[question_id]

    def section(self, section_id: str) -> Section:
        """The section with this id. Raises KeyError."""
        return next(s for s in self.sections if s.id == section_id)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """The choices a question offers, from its own list or its code list."""
        if question.kind == "yes_no":
            return (Choice("yes", "Yes"), Choice("no", "No"))
        return question.choices or (self.code_lists[question.code_list].choices if question.code_list else ())

    def label_of(self, question: Question, code: str) -> str:
        """The words for a code of this question; the code itself if it is unknown (an older list)."""
        return next((c.label for c in self.choices_of(question) if c.code == code), code)
