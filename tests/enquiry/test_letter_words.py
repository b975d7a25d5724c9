"""Letters as words: every outcome in every variant, and nothing in them that must not be passed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.hub_work import load_escalation
from enquiry_app.definitions.letters import load_letters, read_letters
from enquiry_app.definitions.outcomes import load_outcomes
from enquiry_app.enquiry.hub_records import ChildDecision, Decision, InformationCheck, Letter, Task
from enquiry_app.enquiry.letter_words import (
    LetterCase,
    LetterRules,
    acknowledgement_parts,
    actions_of,
    compose_parts,
    has_actions,
    kept_back_texts,
    names_in,
    problems_of,
    repeats,
    suggested_variant,
)
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource_text
from tests.fixtures_store import NOON

RULES = LetterRules(load_letters(), load_outcomes(), load_escalation())
OUTCOMES = tuple(RULES.outcomes.by_id)
VARIANTS = tuple(variant.code for variant in RULES.letters.variants)
SENT = tuple(variant.code for variant in RULES.letters.variants if variant.details != "none")
WHY = "The children are cold. They miss school. Help has not lasted. A fifth sentence stands here."
FIELDS = {"date": "2026-11-30", "due": "2027-01-26", "phone": "01632 960111", "text": "Jo Reed of Team 2"}


def details_of(*ids: str) -> dict[str, str]:
    found = {}
    for each in (field for name in ids for field in RULES.outcomes.by_id[name].fields):
        found[each.id] = each.choices[0][0] if each.choices else FIELDS[each.kind]
    return found


@pytest.fixture
def case_for(an_enquiry):
    enquiry = replace(an_enquiry(), reference="TSH-2026-ABCD-000001-X", sent_at=NOON, decided_at=NOON)
    return lambda *ids, **changes: case_of(enquiry, ids, **changes)


def case_of(enquiry, ids, rationale=WHY, **changes) -> LetterCase:
    children = tuple(ChildDecision(f"c{n}", each, "3") for n, each in enumerate(ids))
    decision = Decision(
        "d", 1, "e", "final", ids[0], "3", NOON, "p", NOON, "p", children, rationale, details=details_of(*ids)
    )
    initials = {f"c{n}": f"{'ABCD'[n]}.X." for n in range(len(ids))}
    return LetterCase(
        enquiry, decision, load_hub(), NOON, "the Safeguarding Hub, 01803 208100", initials,
        {"3": "Level 3 – Early help"}, **changes,
    )  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_in_every_variant_says_what_it_must(case_for, outcome, variant) -> None:
    definition, details = RULES.outcomes.by_id[outcome], RULES.letters.variant(variant).details
    parts = compose_parts(case_for(outcome), variant, RULES)
    if details == "none":
        assert parts == {}
        return
    assert all(words.strip() and "{" not in words for words in parts.values())
    text = "\n".join(parts.values())
    assert "Monday 23 November 2026 at 12:00" in parts["received"]
    for needed in ("TSH-2026-ABCD-000001-X", "01803 208100", "0300 456 4876", "999", "2 working days"):
        assert needed in text
    if definition.minimal:
        assert "The children are cold" not in text
        assert "Level 3" not in text
        assert "01632 960111" in parts["next"]
        assert not has_actions(case_for(outcome).decision, variant, RULES)
    elif details == "less":
        assert "The children are cold" not in text
        assert "Level 3" not in text
        assert "Children Act" not in text
    else:
        assert parts["outcome"] == definition.means
        assert parts["why"] == (
            "We place this at Level 3 – Early help. The children are cold. They miss school. Help has not lasted."
        )
        for field in definition.fields:
            assert (f"{field.told_as}:" in text) == field.in_letter or field.told_as == "Contact us again if"
        assert "stage 2" in parts["disagree"]


@pytest.mark.parametrize("variant", SENT)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_is_kept_out_of_letters_by_its_field_stays_out(case_for, outcome, variant) -> None:
    case = case_for(outcome)
    hidden = {field.id: f"Zq{n}zz hidden" for n, field in enumerate(RULES.outcomes.by_id[outcome].fields)
              if not field.in_letter}  # fmt: skip
    case = replace(case, decision=replace(case.decision, details={**case.decision.details, **hidden}))
    text = str(compose_parts(case, variant, RULES))
    assert not [words for words in hidden.values() if words in text]


def test_protection_of_one_child_keeps_the_letter_minimal_for_all(case_for) -> None:
    text = str(compose_parts(case_for("D1", "D6"), "professional", RULES))
    assert "No further action" not in text
    assert "The children are cold" not in text


def test_children_with_different_outcomes_each_have_theirs(case_for) -> None:
    parts = compose_parts(case_for("D3", "D5"), "professional", RULES)
    assert parts["outcome"].splitlines() == [
        "A.X.: Early help led by one agency.",
        "B.X.: A social work assessment under section 17 of the Children Act 1989.",
    ]


words = st.lists(st.text("abcdefghij", min_size=2, max_size=7), min_size=5, max_size=14).map(" ".join)


@settings(max_examples=120, deadline=None)
@given(
    secret=words, plain=words, outcome=st.sampled_from(OUTCOMES), variant=st.sampled_from(SENT), at=st.integers(0, 2)
)
def test_a_letter_never_holds_what_was_kept_back(an_enquiry_once, secret, plain, outcome, variant, at) -> None:
    checks = [InformationCheck("i", 1, "e", "", "answered", NOON, "p", NOON, answer=secret, police_only=True)]
    said = [f"{plain.capitalize()}.", "The children are cold."]
    said.insert(at, f"We know that {secret}.")
    case = case_of(an_enquiry_once, (outcome,), " ".join(said), kept_back=kept_back_texts(checks))
    details = {name: f"{text}. {secret.upper()}" for name, text in case.decision.details.items()}
    case = replace(case, decision=replace(case.decision, details=details))
    text = str(compose_parts(case, variant, RULES)).casefold()
    assert secret.casefold() not in text


@pytest.fixture(scope="module")
def an_enquiry_once():
    from enquiry_app.enquiry.records import Enquiry

    return Enquiry(
        "e", 1, "TSH-2026-ABCD-000001-X", "feedback_due", 1, "o", "Owner One", "a", "School", "school", "f/1", "m/1",
        False, NOON, NOON, sent_at=NOON, decided_at=NOON,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(name=st.text("bcdfgklmnprst", min_size=4, max_size=9).map(str.title), outcome=st.sampled_from(OUTCOMES))
def test_a_reason_never_names_anybody_else(an_enquiry_once, name, outcome) -> None:
    rationale = f"Their uncle {name} shouts. The children are cold."
    case = case_of(an_enquiry_once, (outcome,), rationale, others=(name,))
    assert name not in str(compose_parts(case, "professional", RULES))


def test_only_what_was_marked_is_kept_back() -> None:
    def check(**more):
        return InformationCheck("i", 1, "e", "", "answered", NOON, "p", NOON, **more)

    assert kept_back_texts([check(answer="Open", may_share="yes"), check(answer="Maybe", may_share="ask")]) == ()
    assert kept_back_texts([check(answer="Shut", may_share="no"), check(answer="Dark", police_only=True)]) == (
        "Shut", "Dark",
    )  # fmt: skip
    earlier = check(answer="New", may_share="yes", earlier=({"answer": "Old", "police_only": True},))
    assert set(kept_back_texts([earlier])) == {"New", "Old"}


def test_quotations_are_found_whatever_their_case_and_stops() -> None:
    secret = ("He was seen at the flat with a knife, twice.",)
    assert repeats("It is said he was SEEN at the flat – with a knife", secret)
    assert not repeats("He was seen at school", secret)
    assert repeats("The uncle carries weapons daily", ("carries weapons",))
    assert not repeats("Nothing else is known", ("Nothing",))


def test_names_are_words_not_parts_of_words() -> None:
    assert names_in("Mark rang us", ("Mark",)) == ("Mark",)
    assert names_in("Markets and a mark on the arm", ("Mark",)) == ()


def test_a_letter_is_held_for_every_reason_at_once(case_for) -> None:
    case = replace(case_for("D5"), kept_back=("the uncle was seen with a knife",), others=("Craig",))
    parts = compose_parts(case, "no_post", RULES)
    parts |= {"ask": " ", "next": "We hear the uncle was seen with a knife.", "come_back": "If Craig rings."}
    letter = Letter("l", 1, "e", "outcome", "draft", NOON, "p", variant="no_post", parts=parts)
    assert [each.part for each in problems_of(letter, "post", case, RULES)] == ["how", "next", "ask", "names"]
    assert [each.part for each in problems_of(letter, "app", case, RULES, True)] == ["next", "ask"]


@pytest.mark.parametrize(
    ("source", "risk", "expected"),
    [("2A", False, "professional"), ("2A", True, "professional"), ("", False, "professional"), ("1A", False, "public"),
     ("1B", True, "no_post"), ("10", False, "public"), ("9", True, "anonymous")],
)  # fmt: skip
def test_who_asked_and_who_is_at_home_suggest_the_variant(source, risk, expected) -> None:
    assert suggested_variant(source, risk, RULES.letters) == expected


def test_who_does_what_is_the_soonest_first_and_without_what_is_kept_back(case_for) -> None:
    def task(what, days, **more):
        due = NOON + dt.timedelta(days=days)
        return Task(what, 1, "e", more.pop("kind", "action"), "", "open", NOON, "p", due_at=due, what=what, **more)

    tasks = [
        task("Later", 9, who="Jo"), task("Sooner", 2, assigned_to="w"), task("Hidden", 1, in_letter=False),
        task("Ask about the knife he carries daily", 1), task("Look again", 80, kind="follow_up"),
    ]  # fmt: skip
    case = replace(case_for("D5"), kept_back=("the knife he carries daily",))
    rows = actions_of(tasks, {"w": "Worker One"}, case)
    assert [(row["who"], row["what"]) for row in rows] == [("Worker One", "Sooner"), ("Jo", "Later")]


def test_the_acknowledgement_speaks_of_the_time_it_arrived(an_enquiry) -> None:
    enquiry, hub = replace(an_enquiry(), reference="R-1", status="received"), load_hub()
    friday = dt.datetime(2026, 11, 27, 20, 0, tzinfo=dt.UTC)
    parts = acknowledgement_parts(replace(enquiry, sent_at=friday, rating="amber"), hub, "X", RULES.letters, friday)
    assert "on Monday 30 November 2026 at 09:00" in parts["out_of_hours"]
    assert parts["rating"] == "It is rated amber."
    late = acknowledgement_parts(
        replace(enquiry, sent_at=friday), hub, "X", RULES.letters, friday + dt.timedelta(days=9)
    )
    assert "sorry" in late["late"]
    assert {"next", "out_of_hours", "unheard"}.isdisjoint(late)


def test_every_fault_of_the_file_is_said_at_once(tmp_path) -> None:
    text = resource_text("hub", "letters.toml")
    text = text.replace("{next_due}", "{nobody}").replace('id = "D12"', 'id = "D11"').replace('details = "less"', "")
    (tmp_path / "letters.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        read_letters(tmp_path, RULES.outcomes)
    said = str(refused.value)
    assert all(part in said for part in ("{nobody}", "D12", "ways"))
