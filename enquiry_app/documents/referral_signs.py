"""The signs marked on the matrix: the picture of it, and the appendix with the evidence, child by child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enquiry_app.definitions.matrix_definition import Coded, Matrix
from enquiry_app.documents.document_content import Block, Bullets, Facts, Heading, Paragraph, Picture, Table
from enquiry_app.documents.referral_levels import suggested_words
from enquiry_app.documents.referral_reading import Reader
from enquiry_app.enquiry.answers import FlexDate
from enquiry_app.enquiry.date_reading import date_words
from enquiry_app.enquiry.findings import observations, ticked
from enquiry_app.enquiry.matrix_picture import matrix_picture

if TYPE_CHECKING:
    from enquiry_app.documents.referral_content import ReferralInput


def picture_blocks(given: ReferralInput, reader: Reader) -> Iterator[Block]:
    """The matrix picture of every child with something marked; rows nothing is known of are named below it."""
    found = {child: findings for child in reader.children if (findings := _findings(given, child))}
    made = [_picture(given, findings, reader.child_title(child)) for child, findings in found.items()]
    if made:
        yield Heading("The matrix at a glance", 2)
        yield Paragraph(
            "A number says how many signs are marked. Numbers are not added up and are not a score.", "hint"
        )
        yield from made


def _picture(given: ReferralInput, findings: Mapping[str, Any], name: str) -> Picture:
    domains = matrix_picture(
        given.matrix, ticked(findings), findings.get("no_worry") or (), findings.get("worry") or ()
    )
    known = [replace(d, rows=tuple(r for r in d.rows if r.state != "not_known")) for d in domains]
    unknown = tuple(r.name for d in domains for r in d.rows if r.state == "not_known")
    names = ("Level 1", "Level 2", "Level 3", "Level 4")
    return Picture(name, tuple(d for d in known if d.rows), names, unknown)


def appendix_blocks(given: ReferralInput, reader: Reader) -> Iterator[Block]:
    """The appendix: each sign with its evidence, what adds to it, why the matrix suggests what it does."""
    made: list[Block] = []
    for child in reader.children:
        findings = _findings(given, child)
        if findings or child in given.suggestions:
            made.append(Heading(reader.child_title(child), 3))
            made += _signs(given, reader, findings)
            made += _around(given, reader, findings)
            made += _reasons(given, child)
    if made:
        yield Heading(f"Appendix: signs noticed ({given.matrix.title}, version {given.matrix.version})", 2)
        yield from made


def _signs(given: ReferralInput, reader: Reader, findings: Mapping[str, Any]) -> list[Block]:
    order = given.matrix.order
    found = sorted(observations(findings), key=lambda o: order.get(str(o["indicator"]), len(order)))
    rows = tuple(_sign(given.matrix, reader, each) for each in found)
    heads = ("Sign", "When", "How known", "Evidence, how often, effect")
    return [Table(heads, rows, (2.1, 0.9, 1.0, 2.4), row_heads=True)] if rows else []


def _sign(matrix: Matrix, reader: Reader, found: Mapping[str, Any]) -> tuple[str, str, str, str]:
    indicator = matrix.indicators.get(str(found["indicator"]))
    if indicator is None:  # of another matrix version
        sign = str(found["indicator"])
    else:
        sign = f"{indicator.text}\n{matrix.dimension(indicator.dimension).name}, level {indicator.level}"
    return (
        sign,
        _join(_word(matrix.when, found.get("when")), "going on" if found.get("continuing") else ""),
        _word(matrix.source, found.get("source")),
        reader.cleared("\n".join(part for part in (str(found.get("note") or ""), _details(matrix, found)) if part)),
    )


def _details(matrix: Matrix, found: Mapping[str, Any]) -> str:
    dealt = ""
    if found.get("dealt_with"):
        on = _date(found.get("dealt_on"))
        dealt = f"dealt with by {found.get('dealt_by') or 'a service'}{f' on {on}' if on else ''}"
    effect = _word(matrix.effect, found.get("effect")).lower()
    parts = (
        _word(matrix.how_often, found.get("how_often")),
        _word(matrix.duration, found.get("duration")),
        f"effect: {effect}" if effect else "",
        dealt,
    )
    return _join(*parts)


def _around(given: ReferralInput, reader: Reader, findings: Mapping[str, Any]) -> list[Block]:
    labels = {a.code: a.label for a in given.matrix.amplifiers}
    pairs = []
    if amplifiers := [labels.get(a, a) for a in findings.get("amplifiers") or ()]:
        pairs.append(("What adds to it", "; ".join(amplifiers)))
    if helped := findings.get("earlier_help"):
        changed = "with change" if helped.get("changed") else "without change"
        pairs.append(("Earlier help", f"{helped.get('months')} months, {changed}"))
    if findings.get("agreement_refused"):
        pairs.append(("Agreement to help", "Refused"))
    if findings.get("development_at_risk"):
        pairs.append(("Development", "At risk without help"))
    for factor in findings.get("protective") or ():
        tested = "tested in practice" if factor.get("tested") else "not tested yet"
        words = _join(str(factor.get("text") or ""), str(factor.get("evidence") or "").rstrip("."), tested)
        pairs.append(("What protects", reader.cleared(words)))
    return [Facts(tuple(pairs))] if pairs else []


def _reasons(given: ReferralInput, child: str) -> list[Block]:
    suggestion = given.suggestions.get(child)
    if suggestion is None:
        return []
    words = suggested_words(given, suggestion)
    made: list[Block] = [Paragraph(f"The matrix suggests: {words}. It is a guide, not a score.")]
    if suggestion.get("because"):
        made.append(Bullets(tuple(str(sentence) for sentence in suggestion["because"])))
    titles = {pathway.flag: pathway.title for pathway in given.matrix.pathways}
    if asked := [titles.get(str(flag), str(flag)) for flag in suggestion.get("pathways") or ()]:
        made.append(Paragraph(f"These signs also ask for: {'; '.join(asked)}."))
    unknown = [given.matrix.dimension(code).name for code in suggestion.get("not_known") or ()]
    if unknown:
        made.append(Paragraph(f"Not known: {', '.join(unknown)}.", "hint"))
    return made


def _findings(given: ReferralInput, child: str) -> Mapping[str, Any]:
    value = given.answers.get("matrix", (child,))
    return value if isinstance(value, Mapping) else {}


def _date(iso: object) -> str:
    """A date as written in findings, in words; as it stands if it is none."""
    try:
        return date_words(FlexDate(str(iso))) if iso else ""
    except ValueError:
        return str(iso)


def _word(codes: Sequence[Coded], code: object) -> str:
    return next((c.label for c in codes if c.code == code), "")


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
