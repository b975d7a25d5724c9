"""The closed lists a form definition may draw on: facts, checks and places. Imports nothing.

The rules behind the names are `enquiry/facts.py` and `enquiry/checks.py`; a test holds both equal to these lists.
"""

from __future__ import annotations

# Worked out once for the enquiry.
ENQUIRY_FACTS = frozenset(
    {
        "danger_now",
        "protection",
        "any_level_2_3",
        "any_level_4",
        "any_aged_12_plus",
        "urgent",
        "agency_kind",
        "written_late",
    }
)
# Worked out for each child; in a condition outside the children they hold if they hold for any child.
CHILD_FACTS = frozenset(
    {
        "unborn",
        "age",
        "school_age",
        "aged_12_plus",
        "aged_16_plus",
        "revealed",
        "chosen_differs",
        "chosen_lower",
        "chosen_higher",
        "lowered_protection",
    }
)
YES_NO_FACTS = (ENQUIRY_FACTS | CHILD_FACTS) - {"age", "agency_kind"}
AGE_BANDS = ("UB", "0-1", "2-4", "5-10", "11-15", "16-17", "18+")

CHECKS = frozenset(
    {
        "agreement_route",
        "age_under_18",
        "at_least_20",
        "at_least_40",
        "at_least_60",
        "birth_within_40_weeks",
        "carer_or_none",
        "child_findable",
        "disability_unborn",
        "due_date_range",
        "duplicate_child",
        "ethnicity_given",
        "interpreter_language",
        "known_before_written",
        "letters_and_digits",
        "level_needs_rationale",
        "none_excludes",
        "not_in_future",
        "not_only_agency_events",
        "one_subject",
        "parental_responsibility_known",
        "parents_not_told",
        "percent",
        "private_fostering_age",
        "referrer_reachable",
        "refuge_restricted",
        "seen_alone",
        "secure_email",
        "sex_if_unborn",
        "sign_off_missing",
        "three_with_effect",
    }
)

PLACES = frozenset(
    {
        "",
        "who",
        "danger",
        "told",
        "worry_short",
        "contact",
        "level",
        "narrative",
        "quote",
        "family",
        "chronology",
        "matrix",
    }
)
LAYOUTS = frozenset({"", "inline", "narrow", "wide", "search"})
CARRIES = frozenset({"", "household"})
SCREENS = frozenset({"", "matrix", "chronology", "attachments"})
CHOICE_KINDS = frozenset({"choice", "choices", "per_child"})
# Kinds whose choices are an addition: kinds of address, kinds of attachment.
MAY_HAVE_CHOICES = CHOICE_KINDS | {"address", "attachments"}
