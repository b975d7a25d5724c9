"""Levels, matrix picture and the appendix of signs of a referral, child by child."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from enquiry_app.definitions.matrix_definition import Coded
from enquiry_app.documents.document_content import Block, Bullets, Facts, Heading, Levels, Paragraph, Picture, Table
from enquiry_app.enquiry.findings import observations, ticked
from enquiry_app.enquiry.matrix_picture import matrix_picture
from enquiry_app.enquiry.question_kinds import kind_of

if TYPE_CHECKING:
    from enquiry_app.documents.referral_content import ReferralInput

Title = Callable[[str], str]


def level_blocks(given: ReferralInput, subjects: Sequence[str], title: Title) -> Iterator[Block]:
    """Page one: the level chosen, what the matrix suggests beside it, and why they differ if they do."""
    made = [block for child in subjects if (block := _levels(given, child, title))]
    if made:
        yield Heading("Level of need", 3)
        yield from made


def _levels(given: ReferralInput, child: str, title: Title) -> Levels | None:
    chosen = given.answers.get("level_chosen", (child,))
    if chosen is None:
        return None
    rows = [("Referrer chose", _text(given, "level_chosen", child), _text(given, "level_rationale", child))]
    suggestion = given.suggestions.get(child)
    if suggestion is not None:
        why = str((suggestion.get("because") or [""])[0])
        rows.append(("Matrix suggests", suggested_words(given, suggestion), why))
    reason = ". ".join(t for t in (_text(given, "override_reason", child), _text(given, "override_text", child)) if t)
    if reason:
        rows.append(("Why it differs", "", reason))
    agreed = ", ".join(
        t for t in (_text(given, q, child) for q in ("lowered_lead_name", "lowered_advice_at", "lowered_advice")) if t
    )
    if agreed:
        rows.append(("Advice taken", "", agreed))
    elif suggestion is not None and suggestion.get("phone_hub_now") and chosen not in ("4-S47", "emergency"):
        rows.append(("Note", "Level not agreed", "Hub to decide."))
    return Levels(title(child) if len(given.answers.items_of("children")) > 1 else "", tuple(rows))


def suggested_words(given: ReferralInput, suggestion: Mapping[str, Any]) -> str:
    """ "Level 3, consider level 4 – child in need"."""
    names = {level.code: level.short for level in given.matrix.levels}
    suggested = names.get(str(suggestion.get("suggested")), "No suggestion")
    consider = names.get(str(suggestion.get("consider")), "")
    return f"{suggested}, consider {consider[0].lower()}{consider[1:]}" if consider else suggested


def picture_blocks(given: ReferralInput, subjects: Sequence[str], title: Title) -> Iterator[Block]:
    """The matrix picture of every child with something marked."""
    made = []
    for child in subjects:
        findings = _findings(given, child)
        if findings:
            domains = matrix_picture(
                given.matrix, ticked(findings), findings.get("no_worry") or (), findings.get("worry") or ()
            )
            made.append(Picture(title(child), domains, ("Level 1", "Level 2", "Level 3", "Level 4")))
    if made:
        yield Heading("The matrix at a glance", 2)
        yield from made


def appendix_blocks(given: ReferralInput, subjects: Sequence[str], title: Title) -> Iterator[Block]:
    """The appendix: each sign with its evidence, what adds to it, why the matrix suggests what it does."""
    made: list[Block] = []
    for child in subjects:
        findings = _findings(given, child)
        if observations(findings) or child in given.suggestions:
            made.append(Heading(title(child), 3))
            made += _signs(given, findings)
            made += _around(given, findings)
            made += _reasons(given, child)
    if made:
        yield Heading(f"Appendix: signs noticed ({given.matrix.title}, version {given.matrix.version})", 2)
        yield from made


def _signs(given: ReferralInput, findings: Mapping[str, Any]) -> list[Block]:
    rows = []
    known = [o for o in observations(findings) if o["indicator"] in given.matrix.indicators]
    for found in sorted(known, key=lambda o: given.matrix.order[str(o["indicator"])]):
        indicator = given.matrix.indicators[str(found["indicator"])]
        dimension = given.matrix.dimension(indicator.dimension)
        rows.append(
            (
                f"{dimension.name}, level {indicator.level}",
                indicator.text,
                _join(_word(given.matrix.when, found.get("when")), "going on" if found.get("continuing") else ""),
                _word(given.matrix.source, found.get("source")),
                _details(given, found),
            )
        )
    if not rows:
        return []
    return [Table(("Where", "Sign", "When", "How known", "More"), tuple(rows), (1.3, 2.0, 0.9, 0.9, 1.6))]


def _details(given: ReferralInput, found: Mapping[str, Any]) -> str:
    matrix = given.matrix
    parts = [
        _word(matrix.how_often, found.get("how_often")),
        _word(matrix.duration, found.get("duration")),
        f"effect: {_word(matrix.effect, found['effect']).lower()}" if found.get("effect") else "",
        f"dealt with by {found.get('dealt_by', 'a service')} {found.get('dealt_on', '')}".strip()
        if found.get("dealt_with")
        else "",
        str(found.get("note") or ""),
    ]
    return _join(*parts)


def _around(given: ReferralInput, findings: Mapping[str, Any]) -> list[Block]:
    labels = {a.code: a.label for a in given.matrix.amplifiers}
    pairs = []
    if amplifiers := [labels.get(a, a) for a in findings.get("amplifiers") or ()]:
        pairs.append(("What adds to it", "; ".join(amplifiers)))
    if helped := findings.get("earlier_help"):
        changed = "with change" if helped.get("changed") else "without change"
        pairs.append(("Earlier help", f"{helped.get('months')} months, {changed}"))
    for factor in findings.get("protective") or ():
        tested = "tested" if factor.get("tested") else "not tested"
        pairs.append(("What protects", _join(str(factor.get("text") or ""), tested, str(factor.get("evidence") or ""))))
    return [Facts(tuple(pairs))] if pairs else []


def _reasons(given: ReferralInput, child: str) -> list[Block]:
    suggestion = given.suggestions.get(child)
    if suggestion is None:
        return []
    words = suggested_words(given, suggestion)
    made: list[Block] = [Paragraph(f"The matrix suggests: {words}. It is a guide, not a score.")]
    if suggestion.get("because"):
        made.append(Bullets(tuple(str(sentence) for sentence in suggestion["because"])))
    unknown = [given.matrix.dimension(code).name for code in suggestion.get("not_known") or ()]
    if unknown:
        made.append(Paragraph(f"Not known: {', '.join(unknown)}.", "hint"))
    return made


def _findings(given: ReferralInput, child: str) -> Mapping[str, Any]:
    value = given.answers.get("matrix", (child,))
    return value if isinstance(value, Mapping) else {}


def _text(given: ReferralInput, question_id: str, child: str) -> str:
    question = given.form.questions.get(question_id)
    value = given.answers.get(question_id, (child,))
    return kind_of(question).show(given.form, question, value) if question and value is not None else ""


def _word(codes: Sequence[Coded], code: object) -> str:
    return next((c.label for c in codes if c.code == code), "")


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
