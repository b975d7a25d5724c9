"""The outcomes the Hub can decide: the shipped file, and every fault of a wrong one at once."""

from __future__ import annotations

import pytest

from enquiry_app.definitions.hub_definition import load_hub
from enquiry_app.definitions.outcomes import load_outcomes, read_outcomes
from enquiry_app.errors import DefinitionError

# What the feedback must contain (domain notes 5e), as fields asked of whoever decides.
MUST_SAY = {
    "D1": {"contact_again_if"},
    "D2": {"advice", "advice_who"},
    "D3": {"help_lead", "help_first_step", "help_by"},
    "D4": {"family_help_team", "lead_professional", "family_help_starts"},
    "D5": {"assessment_team", "assessment_worker"},
    "D6": {"protection_contact", "protection_phone"},
    "D7": {"danger_contact", "danger_phone", "rang_referrer"},
    "D8": {"open_case_worker", "open_case_phone"},
    "D9": {"pathway", "pathway_reference", "pathway_on"},
    "D10": {"authority", "authority_confirmed"},
    "D11": {"refused_contact_again_if"},
    "D12": {"missing", "first_try", "second_try"},
}


def test_every_outcome_asks_for_what_its_feedback_must_contain() -> None:
    outcomes = load_outcomes()
    asked = {each.id: {f.id for f in each.fields if f.required} for each in outcomes.by_id.values()}
    assert asked == MUST_SAY
    assert {f.target for f in outcomes["D5"].fields if f.kind == "due"} == {"assessment"}


def test_the_marks_of_the_outcomes() -> None:
    outcomes = load_outcomes()

    def those(mark: str) -> set[str]:
        return {each.id for each in outcomes.by_id.values() if getattr(each, mark)}

    assert those("primary_need") == {"D5", "D6", "D7"}
    assert those("minimal") == {"D6", "D7"}
    assert those("phone_first") == {"D7"}
    assert those("no_action") == {"D1", "D11", "D12"}
    assert {c.target for c in outcomes["D6"].clocks} == {"strategy", "conference"}
    assert {each.leads_to for each in outcomes.by_id.values()} == {"feedback_due"}


def test_nothing_that_must_stay_out_of_a_letter_has_words_for_it() -> None:
    for outcome in load_outcomes().by_id.values():
        for each in outcome.fields:
            assert bool(each.told_as) == each.in_letter, each.id


def test_the_most_serious_is_the_one_that_protects() -> None:
    outcomes = load_outcomes()
    assert outcomes.most_serious(["D1", "D6", "D3"]) == "D6"
    assert outcomes.most_serious([]) == ""
    assert outcomes.field_of("pathway").label_of("lado").startswith("LADO")


WRONG = """
most_serious_first = ["X1", "X9"]
[[outcomes]]
id = "X1"
label = "One"
when = "w"
means = "m"
kind = "nonsense"
not_at = ["1", "5"]
clocks = [{ target = "assesment", counted_from = "when", who = "nobody" }]
surprise = 1
[[outcomes.fields]]
id = "a"
kind = "choice"
label = ""
told_as = "A"
[[outcomes.fields]]
id = "a"
kind = "due"
target = "conference"
label = "B"
told_as = "B"
required = true
[[outcomes]]
id = "X2"
label = "Two"
when = "w"
means = "m"
kind = "none"
not_at = ["1", "2", "3", "4-S17", "4-S47", "emergency"]
"""


def test_every_fault_of_a_wrong_file_is_reported_at_once(tmp_path) -> None:
    (tmp_path / "outcomes.toml").write_text(WRONG, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_outcomes(tmp_path, tuple(load_hub().targets))
    found = "\n".join(str(fault) for fault in caught.value.faults)
    for words in (
        '"nonsense" is not known', '"5" is not known', 'did you mean "assessment"', '"when" is neither decision',
        '"nobody" is no text field', "surprise: is not a known key", "label: is missing", "needs at least one choice",
        "it is worked out", 'the field "a" stands twice', 'does not name "X2"', '"X9" is no outcome',
        "leaves no level at which this can be chosen",
    ):  # fmt: skip
        assert words in found
    whole_file = [fault for fault in caught.value.faults if not fault.line]
    assert {fault.key for fault in whole_file} == {"outcomes"}  # all others name their line


def test_no_file_is_a_fault_and_not_a_crash(tmp_path) -> None:
    with pytest.raises(DefinitionError, match="missing"):
        read_outcomes(tmp_path, ())
