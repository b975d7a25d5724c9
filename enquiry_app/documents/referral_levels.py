"""Levels of a referral: chosen and suggested side by side on page one, long reasons in full after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from enquiry_app.documents.document_content import Block, Heading, LevelRow, Levels, Paragraph
from enquiry_app.documents.referral_reading import CHILDREN, Reader, label_of

if TYPE_CHECKING:
    from enquiry_app.documents.referral_content import ReferralInput

UNDECIDED = "Level not agreed: Hub to decide."
GOES_ON = " … (in full after page one)"
_SHORT = 40  # characters of a note that goes on in the same line
_ROOM = 1600  # characters of reasons page one has room for, all children together
_LEAST_ROOM = 300  # for one child


def level_blocks(given: ReferralInput, reader: Reader) -> Iterator[Block]:
    """Page one: the level chosen, what the matrix suggests beside it, and why they differ if they do."""
    room = _room(reader.subjects)
    rows = [row for child in reader.subjects if (row := _level_row(given, reader, child, room))]
    if rows:
        yield Heading("Level of need", 2)
        yield Levels(tuple(rows))


def long_reason_blocks(given: ReferralInput, reader: Reader) -> Iterator[Block]:
    """After page one: the reasons that page one gives only the beginning of."""
    for child in reader.subjects:
        why, notes = _reasons(given, reader, child)
        if len(why) + len(notes) > _room(reader.subjects):
            title = f" – {reader.child_title(child)}" if len(reader.children) > 1 else ""
            yield Heading(f"Why this level{title}", 2)
            yield from (Paragraph(text) for text in (why, notes) if text)


def _room(subjects: Sequence[str]) -> int:
    return max(_LEAST_ROOM, _ROOM // max(len(subjects), 1))


def _level_row(given: ReferralInput, reader: Reader, child: str, room: int) -> LevelRow | None:
    chosen = reader.text_of("level_chosen", (child,))
    why, notes = _reasons(given, reader, child)
    suggestion = given.suggestions.get(child)
    if not chosen and not why and suggestion is None:
        return None
    if len(why) + len(notes) > room:
        beginning = f"{why}\n{notes}".strip()[:room].rsplit(" ", 1)[0]
        undecided = f"\n{UNDECIDED}" if _to_decide(given, child) else ""
        why, notes = f"{beginning}{GOES_ON}{undecided}", ""
    return LevelRow(
        child=reader.child_title(child),
        chosen=chosen or "Not chosen",
        why=why,
        suggested=suggested_words(given, suggestion) if suggestion else "Not looked at",
        because=_main_reason(suggestion) if suggestion else "",
        notes=notes,
    )


def _reasons(given: ReferralInput, reader: Reader, child: str) -> tuple[str, str]:
    """Why this level, and all else said about the level: short remarks in the same line, long ones below."""
    why = reader.text_of("level_rationale", (child,))
    more = [
        f"{label_of(question)}: {text}"
        for question in reader.placed("level", CHILDREN)
        if question.id not in ("level_chosen", "level_rationale") and (text := reader.text(question, (child,)))
    ]
    if _to_decide(given, child):
        more.append(UNDECIDED)
    short = (f"{note.rstrip('.')}." for note in more if len(note) <= _SHORT)
    return " ".join([why, *short]).strip(), "\n".join(note for note in more if len(note) > _SHORT)


def _to_decide(given: ReferralInput, child: str) -> bool:
    """Whether a level below a protection trigger was chosen without advice from anyone."""
    protection = bool(given.suggestions.get(child, {}).get("phone_hub_now"))
    chosen = given.answers.get("level_chosen", (child,))
    lower = chosen is not None and chosen not in ("4-S47", "emergency")
    return protection and lower and not given.answers.get("lowered_advice", (child,))


def _main_reason(suggestion: Mapping[str, Any]) -> str:
    """The first reason without the list of signs, which stands in the appendix."""
    first = str((suggestion.get("because") or [""])[0])
    reason = first.rpartition("): ")[2]
    return reason[:1].upper() + reason[1:]


def suggested_words(given: ReferralInput, suggestion: Mapping[str, Any]) -> str:
    """ "Level 3, consider level 4 – child in need"."""
    names = {level.code: level.short for level in given.matrix.levels}
    suggested = names.get(str(suggestion.get("suggested")), "No suggestion")
    consider = names.get(str(suggestion.get("consider")), "")
    return f"{suggested}, consider {consider[0].lower()}{consider[1:]}" if consider else suggested
