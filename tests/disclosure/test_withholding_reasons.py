"""The reasons to withhold are data: read whole, with every fault named; each with the law it comes from."""

from __future__ import annotations

import pytest

from enquiry_app.definitions.withholding import NEEDED, load_withholding, read_withholding
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource_text

SHIPPED = resource_text("hub", "withholding.toml")


def read(tmp_path, text: str):
    (tmp_path / "withholding.toml").write_text(text, encoding="utf-8")
    return read_withholding(tmp_path)


def test_the_shipped_reasons_name_the_law_and_where_they_come_from() -> None:
    law = load_withholding()
    assert {"third_party", "police_only", "serious_harm", "legal_privilege", "confidential_reference"} <= set(law.by_id)
    assert {"refuge_address", "crime"} <= set(law.by_id)
    assert all(reason.law.startswith("Data Protection Act 2018, Schedule") for reason in law.reasons)
    assert "Schedules 2 and 3" in law.source


def test_a_quiet_reason_is_told_as_every_other_quiet_one() -> None:
    """Else the words in the copy would tell them apart."""
    assert {reason.told for reason in load_withholding().reasons if reason.quiet} == {"exempt"}


def test_the_section_decides_what_is_suggested() -> None:
    law = load_withholding()
    assert law.for_section("safety") == "serious_harm"
    assert law.for_section("household") == "third_party"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "crime"', 'id = "third_party"', "stands twice"),
        ('id = "police_only"', 'id = "police"', "is missing: the app suggests it"),
        ('reason = "serious_harm"', 'reason = "harm"', "is not known"),
        ('told = "legal professional privilege"', 'told = ""', "is missing or empty"),
        ("quiet = true", 'quiet = "yes"', "must be true or false"),
        ('id = "crime"', 'id = ""', "is missing"),
        ("quiet = true", "silent = true", "silent"),
    ],
)
def test_each_fault_is_named(tmp_path, old, new, fault) -> None:
    assert old in SHIPPED
    with pytest.raises(DefinitionError, match=fault):
        read(tmp_path, SHIPPED.replace(old, new, 1))


def test_needed_reasons_are_among_the_shipped() -> None:
    assert set(NEEDED) <= set(load_withholding().by_id)
