"""The facts that the pages about the app speak of, each taken from where the app itself takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from enquiry_app.definitions.assurances import load_promises, load_requirements
from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.help_pages import Fact, HelpHeading, HelpPart, HelpPoints, HelpTable, HelpWords
from enquiry_app.definitions.retention_schedule import OtherRule, RetentionRule
from enquiry_app.enquiry.audit_trail import ROLE_WORDS
from enquiry_app.enquiry.permission_words import BEYOND
from enquiry_app.enquiry.retention_rules import shipped_schedule
from enquiry_app.resource_files import resource, resource_text
from enquiry_app.security import backup_plan, passwords, sign_in_log
from enquiry_app.services import confirmation, locking

KINDS: Mapping[str, str] = {
    "partner": "a partner agency", "hub": "a Safeguarding Hub", "shared": "partner agencies and a Safeguarding Hub",
    "practice": "practice, with fictional people only",
}  # fmt: skip
NOT_CONFIRMED = "nobody yet"
FONT_LICENCES: Mapping[str, tuple[str, str]] = {
    "NOTO-OFL-1.1.txt": ("Noto", "SIL Open Font License 1.1"),
    "DROID-APACHE-2.0.txt": ("DroidSansFallback", "Apache License 2.0"),
    "DEJAVU-BITSTREAM-VERA.txt": ("DejaVu", "Bitstream Vera licence; changes in the public domain"),
}


def facts_for(form: Form, settings: Mapping[str, object], kind: str, organisation: str) -> Mapping[str, Fact]:
    """Every fact, for a store of this kind and with these settings."""
    kept = shipped_schedule()
    return {
        "organisation": organisation or "(your organisation)",
        "kind_of_store": KINDS.get(kind, kind),
        "retention_source": kept.source,
        "retention_confirmed_by": kept.confirmed_by or NOT_CONFIRMED,
        "retention": (_retention(kept.of_store(kind), kept.others),),
        "form_name": form.name,
        "form_sections": (_sections(form),),
        "lawful_bases": (HelpPoints(tuple(each.label for each in form.code_lists["lawful_basis"].choices)),),
        "roles": ", ".join(ROLE_WORDS.values()),
        "beyond_roles": (HelpPoints(BEYOND),),
        "promises": tuple(_promises()),
        "proofs": tuple(_proofs()),
        "requirements": tuple(_requirements()),
        "parts": (_parts(),),
        "fonts": (_fonts(),),
        "font_licences": tuple(_font_licences()),
        "app_licence": tuple(HelpWords(part) for part in _paragraphs(resource_text("help", "app-licence.txt"))),
        "version": str(_bill()["metadata"]["component"]["version"]),
        **_numbers(settings),
    }


def _numbers(settings: Mapping[str, object]) -> Mapping[str, str]:
    """Limits and times as the rules themselves hold them."""
    found = {
        "idle_minutes": locking.idle_minutes(settings),
        "idle_choices": _listed([str(each) for each in locking.CHOICES]),
        "confirm_minutes": confirmation.VALID_FOR.seconds // 60,
        "many_documents": confirmation.MANY,
        "backup_days": backup_plan.DAYS,
        "backup_weeks": backup_plan.WEEKS,
        "backup_months": backup_plan.MONTHS,
        "backup_reminder_days": backup_plan.REMINDER_AFTER.days,
        "password_shortest": passwords.SHORTEST,
        "password_longest": passwords.LONGEST,
        "free_tries": sign_in_log.FREE_TRIES,
        "first_delay": int(sign_in_log.FIRST_DELAY_SECONDS),
        "longest_delay_minutes": int(sign_in_log.LONGEST_DELAY_SECONDS) // 60,
    }
    return {name: str(value) for name, value in found.items()}


def _retention(rules: tuple[RetentionRule, ...], others: tuple[OtherRule, ...]) -> HelpTable:
    heads = ("What is kept", "How long, before somebody decides", "At the least")
    lines = [(each.label, each.because, f"{_years(each.least_years)} after the last contact") for each in rules]
    lines += [(each.label, each.because, f"{each.days:,} days") for each in others]
    return HelpTable(heads, tuple(lines), (1.2, 1.6, 0.9))


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"


def _sections(form: Form) -> HelpTable:
    rows = []
    for section in form.sections:
        asked = [
            question
            for top in section.questions
            for question in (top, *top.questions)
            if question.id != section.finished_question
        ]
        withheld = sum("family" not in question.copies for question in asked)
        rows.append((section.title, str(len(asked)), str(withheld)))
    return HelpTable(
        ("Section of the form", "Questions", "Left out of the family’s copy"), tuple(rows), (2.0, 0.7, 1.0)
    )


def _promises() -> Iterator[HelpPart]:
    for promise in load_promises():
        yield HelpHeading(f"{promise.id}. {promise.asked}", 3)
        yield HelpWords(promise.holds)
        yield HelpWords(f"Not covered: {promise.limits}")


def _proofs() -> Iterator[HelpPart]:
    for promise in load_promises():
        yield HelpHeading(f"{promise.id}. {promise.asked}", 2)
        yield HelpPoints(promise.proofs)
        if promise.longer:
            yield HelpWords("With the full counts, before a release:")
            yield HelpPoints(promise.longer)
        if promise.open:
            yield HelpWords(f"Without proof: {promise.open}")


def _requirements() -> Iterator[HelpPart]:
    for each in load_requirements():
        yield HelpHeading(f"{each.id} (level {each.level}): {each.asks}", 2)
        yield HelpWords(each.how)
        if each.missing:
            yield HelpWords(f"Not met in full: {each.missing}")
        if each.proofs:
            yield HelpPoints(each.proofs)


def _parts() -> HelpTable:
    rows = tuple((each["name"], each["version"], _licence(each)) for each in _bill()["components"])
    return HelpTable(("Part", "Version", "Licence"), rows, (1.0, 0.6, 1.4))


def _licence(part: Mapping[str, Any]) -> str:
    found = (
        each.get("expression") or each["license"].get("id") or each["license"]["name"] for each in part["licenses"]
    )
    return ", ".join(found)


def _fonts() -> HelpTable:
    fonts = sorted(each.name for each in resource("fonts").iterdir() if each.name.endswith(".ttf"))
    rows = []
    for name, licence in FONT_LICENCES.values():
        rows.append((name, ", ".join(each.removesuffix(".ttf") for each in fonts if each.startswith(name)), licence))
    return HelpTable(("Family", "Files", "Licence"), tuple(rows), (0.7, 1.8, 1.0))


def _font_licences() -> Iterator[HelpPart]:
    for file, (name, licence) in FONT_LICENCES.items():
        yield HelpHeading(f"{name}: {licence}", 3)
        yield from (HelpWords(part) for part in _paragraphs(resource_text("fonts", file)))


def _paragraphs(text: str) -> Iterator[str]:
    for part in text.replace("\r", "").split("\n\n"):
        words = " ".join(line.strip() for line in part.splitlines() if line.strip(" -=\t"))
        if words:
            yield words


def _bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource_text("parts.cdx.json"))
    return found


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
