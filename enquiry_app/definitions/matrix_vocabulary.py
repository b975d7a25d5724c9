"""The codes the rules speak in. A matrix may word them as it likes, but has each of them once. Imports nothing."""

from __future__ import annotations

# Levels in order, lowest first.
LEVEL_CODES = ("1", "2", "3", "4-S17", "4-S47", "emergency")
WHEN = ("now", "last_3_months", "3_to_12_months", "older")
SOURCES = ("seen", "child_said", "parent_said", "professional", "records", "third_party")
HOW_OFTEN = ("once", "some", "most_days", "not_known")
DURATIONS = ("under_3_months", "3_months", "6_months", "not_known")
EFFECTS = ("none_seen", "some", "serious", "not_known")
AMPLIFIERS = (
    "communication", "earlier_plan", "repeat_enquiries", "not_seen",
    "disengaged", "getting_worse", "hidden", "many_agencies",
)  # fmt: skip
UNDER_1 = "under_1"  # an amplifier worked out from the age, never given
# Flags a rule or a prompt at the tick depends on, so every matrix says what they do.
RULE_FLAGS = ("IMM", "S47", "DUTY", "CWD", "PF")
OLDEST_CHILD = 17  # whole years
