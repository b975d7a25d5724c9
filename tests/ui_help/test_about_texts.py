"""What the app says about itself is true of it: every place is filled, every figure is the rule's, every proof exists."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from enquiry_app.definitions.assurances import load_promises, load_requirements
from enquiry_app.definitions.help_pages import (
    PAGES,
    HelpHeading,
    HelpPoints,
    HelpTable,
    HelpWords,
    help_text,
    places_of,
    read_parts,
)
from enquiry_app.definitions.load_form import load_form
from enquiry_app.enquiry.records import PROFILE_KINDS
from enquiry_app.errors import NotFound
from enquiry_app.resource_files import resource_text
from enquiry_app.security import backup_plan, passwords
from enquiry_app.services.app_facts import FONT_LICENCES, facts_for

ROOT = Path(__file__).parents[2]
REFERENCE = re.compile(r"tests/[\w/]+\.py::\w+")
ASVS = [
    "2.3.3",
    "2.3.5",
    "6.2.1",
    "6.2.4",
    "6.2.5",
    "6.2.7",
    "6.2.9",
    "6.2.10",
    "6.3.1",
    "6.3.2",
    "6.4.6",
    "7.1.1",
    "7.3.1",
    "7.4.2",
    "7.5.3",
    "11.1.1",
    "11.1.2",
    "11.3.2",
    "11.3.3",
    "11.4.4",
    "11.5.1",
    "11.7.2",
    "14.1.1",
    "14.1.2",
    "14.2.6",
    "14.2.7",
    "14.2.8",
    "16.1.1",
    "16.2.1",
    "16.2.2",
    "16.2.5",
    "16.3.1",
    "16.3.2",
    "16.4.2",
    "16.5.1",
    "16.5.3",
    "16.5.4",
]


def words_of(text) -> str:
    """All of a page as plain words."""
    found = []
    for part in text.parts:
        match part:
            case HelpHeading(text=words) | HelpWords(text=words):
                found.append(words)
            case HelpPoints(items=items):
                found.extend(items)
            case HelpTable(heads=heads, rows=rows):
                found.extend((*heads, *(cell for row in rows for cell in row)))
    return "\n".join(found)


def page(page_id: str, settings=None, kind: str = "hub", organisation: str = "Torbay Hub"):
    return help_text(page_id, facts_for(load_form(), settings or {}, kind, organisation))


@cache
def names_in(path: str) -> frozenset[str]:
    """Names of the tests of a file; none if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def missing_proofs(references) -> list[str]:
    found = (reference.split("::") for reference in references)
    return [f"{path}::{name}" for path, name in found if not name.startswith("test_") or name not in names_in(path)]


def test_every_proof_named_exists():
    """When this fails a proof was renamed or taken away: name the new one in resources/help, or say what is open."""
    named = [proof for each in load_promises() for proof in (*each.proofs, *each.longer)]
    named += [proof for each in load_requirements() for proof in each.proofs]
    assert len(named) > 100
    assert [each for each in named if not REFERENCE.fullmatch(each)] == []
    assert missing_proofs(named) == []


def test_a_proof_that_is_not_there_is_found():
    here = "tests/ui_help/test_about_texts.py"
    wrong = [f"{here}::test_never_written", "tests/promises/test_gone.py::test_x", f"{here}::missing_proofs"]
    assert missing_proofs([*wrong, f"{here}::test_every_proof_named_exists"]) == wrong


def test_longer_proofs_are_the_ones_run_before_a_release():
    for promise in load_promises():
        for proof in promise.longer:
            path, name = proof.split("::")
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            test = next(node for node in ast.walk(tree) if getattr(node, "name", "") == name)
            assert "prove" in " ".join(ast.unparse(mark) for mark in test.decorator_list), proof


def test_every_promise_and_every_requirement_is_answered():
    assert [each.id for each in load_promises()] == [f"P{number}" for number in range(1, 13)]
    assert all(each.holds and each.limits and each.proofs for each in load_promises())
    assert [each.id for each in load_requirements()] == ASVS
    assert all(each.how and (each.proofs or each.missing) for each in load_requirements())


@pytest.mark.parametrize("page_id", PAGES)
@pytest.mark.parametrize("kind", PROFILE_KINDS)
def test_every_page_reads_whole(page_id, kind):
    text = page(page_id, kind=kind)
    assert [part.level for part in text.parts if isinstance(part, HelpHeading)].count(1) == 1
    levels = [part.level for part in text.parts if isinstance(part, HelpHeading)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "no level is left out"
    for part in text.parts:
        if isinstance(part, HelpTable):
            assert {len(row) for row in part.rows} == {len(part.heads)}
    words = words_of(text)
    assert not re.search(r"\{\{|\}\}|\*\*|`|\n- |\| ", words), "no sign of how it is written is left"


def test_every_fact_is_used_by_a_page_and_a_place_without_one_is_a_fault():
    used = {place for page_id in PAGES for place in places_of(resource_text("help", f"{page_id}.md"))}
    assert used == set(facts_for(load_form(), {}, "hub", ""))
    with pytest.raises(KeyError):
        list(read_parts("There are {{how_many}} of them.", {}))
    with pytest.raises(TypeError):
        list(read_parts("There is {{table}} in it.", {"table": ()}))
    with pytest.raises(NotFound):
        help_text("nothing", {})


def test_facts_are_those_of_the_store():
    assert "after 10 minutes without anybody" in words_of(page("security", {"idle_minutes": 10}))
    assert "after 5 minutes without anybody" in words_of(page("accessibility"))
    days, weeks, months = backup_plan.DAYS, backup_plan.WEEKS, backup_plan.MONTHS
    assert f"each of {days} days, {weeks} weeks and {months} months" in words_of(page("keys"))
    assert f"A password has {passwords.SHORTEST} to {passwords.LONGEST}" in words_of(page("security"))
    hub, school = words_of(page("impact")), words_of(page("impact", kind="partner", organisation="Hill School"))
    assert "35 years after the last contact" in hub
    assert "Hill School" in school
    assert "a partner agency" in school
    assert "Child protection (D6, D7)" not in school
    assert "own copy of what it sent" in school


def test_a_schedule_that_changed_is_what_is_said(monkeypatch):
    from enquiry_app.enquiry.retention_rules import shipped_schedule
    from enquiry_app.services import app_facts

    shipped = shipped_schedule()
    rules = (replace(shipped.rules[0], years=41, because="41 years, as agreed."), *shipped.rules[1:])
    monkeypatch.setattr(app_facts, "shipped_schedule", lambda: replace(shipped, rules=rules, confirmed_by="The Board"))
    words = words_of(page("impact"))
    assert "41 years after the last contact" in words
    assert "Confirmed by: The Board." in words


def test_the_inventory_of_cryptography_names_what_the_code_uses():
    """Libraries that encrypt, sign or seal, as the code imports them."""
    words = words_of(page("keys")).lower()
    source = [path.read_text(encoding="utf-8") for path in (ROOT / "enquiry_app").rglob("*.py")]
    imported = {
        library
        for text in source
        for library in ("sqlcipher3", "pyrage", "cryptography", "nacl", "Crypto", "hmac", "hashlib", "ssl", "bcrypt")
        if re.search(rf"^\s*(?:import|from) {library}\b", text, re.MULTILINE)
    }
    named = {"sqlcipher3": "sqlcipher", "hmac": "hmac-sha-256", "hashlib": "sha-256", "ssl": "tls 1.2"}
    assert imported == {"sqlcipher3", "pyrage", "cryptography", "hmac", "hashlib", "ssl"}
    assert all(named.get(each, each) in words for each in imported)


def test_licences_name_every_part_and_give_the_texts_of_the_fonts():
    words = words_of(page("licences"))
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    packages = re.findall(r"^\| ([a-z0-9-]+) \|", notices.split("## Fonts")[0], re.MULTILINE)
    assert len(packages) > 40
    assert [name for name in packages if name != "package" and f"\n{name}\n" not in words] == []
    texts = {file.name for file in (ROOT / "resources" / "fonts").glob("*.txt")}
    assert texts == set(FONT_LICENCES)
    fonts = [file.stem for file in (ROOT / "resources" / "fonts").glob("*.ttf")]
    assert [font for font in fonts if font not in words] == []
    assert "PERMISSION & CONDITIONS" in words
    assert "Bitstream Vera" in words
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert resource_text("help", "app-licence.txt") == licence
