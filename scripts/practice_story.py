"""What a teacher writes in the practice journey: one small family, fictional, with dates around a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOT_KNOWN = ("absent", "not_known")
BABY = "Unborn baby"


@dataclass(frozen=True)
class Sign:
    """A sign to tick: the word searched for, its id, when and how it is known."""

    words: str
    id: str
    when: str
    source: str


@dataclass(frozen=True)
class Story:
    """Answers by section; the second child is not born yet."""

    given_names: str
    family_name: str
    birth_date: str
    postcode: str
    sections: Mapping[str, Mapping[str, Any]]
    baby: Mapping[str, Any]
    signs: Mapping[str, tuple[Sign, ...]]
    levels: Mapping[str, Mapping[str, Any]]


def the_story(today: dt.date) -> Story:
    """The story as somebody would tell it on this day."""
    yesterday = _day(today - dt.timedelta(days=1))
    return Story(
        "Tamsin", "Loveridge", f"3 nov {today.year - 7}", "TQ1 9ZZ",
        _sections(today, yesterday), _baby(today),
        {
            "Tamsin": (
                Sign("hygiene", "BAS3a", "now", "seen"),
                Sign("falling well behind", "EDU3e", "now", "records"),
                Sign("mould", "HOU3a", "last_3_months", "child_said"),
            ),
            BABY: (Sign("Pregnancy", "HEA3f", "now", "parent_said"),),
        },
        {
            "Tamsin": {
                "meaning": "She is hungry and tired in class, and is falling behind.",
                "level_chosen": "3",
                "level_rationale": "Several needs over months that school alone cannot meet; she needs one plan with health.",
                "level_confidence": "fairly",
            },
            BABY: {
                "meaning": "The baby would come into a cold home, and its mother has missed care.",
                "level_chosen": "3",
                "level_rationale": "The midwife, the GP and housing should plan together before the birth.",
                "level_confidence": "fairly",
            },
        },
    )  # fmt: skip


OVERRIDE = {
    "override_reason": "The history taken together",
    "override_text": "Taken together over a year it is more than each sign says.",
}


def _day(day: dt.date) -> str:
    return f"{day.day} {day.strftime('%b').lower()} {day.year}"


def _sections(today: dt.date, yesterday: str) -> dict[str, dict[str, Any]]:
    return {
        "danger": {"danger_now": "no", "urgent": "no", "enquiry_type": "new_worry"},
        "worry": {
            "worry": "Tamsin comes to school hungry on most mornings and in the clothes of the day before.\n"
            "She says that the flat is cold and that she makes her own tea.",
            "worry_in_short": "Hungry, tired and cold for months; mother pregnant, unwell and missing care.",
            "known_at": f"{yesterday} 15:20",
            "written_at": f"{_day(today)} 08:40",
        },
        "children": {
            "child_part": "subject",
            "child_sex": "F",
            "child_address": {"lines": "Flat 2\n7 Ropewalk Hill", "postcode": "tq19zz"},
            "child_where_now": "In school, collected by her aunt",
            "child_safe_tonight": "yes",
            "child_ethnicity": "White British",
            "child_language": "English",
            "family_interpreter": "no",
            "child_disability": ("NONE",),
            "child_communication": ("none",),
            "child_school": "Cliff Lane Primary School",
            "child_gp": "Harbour Lights Surgery",
            "child_social_care": "never",
        },
        "carers": {"carers_known": "yes", "children_live_together": "yes"},
        "household": {
            "member_given_names": "Jo",
            "member_family_name": "Loveridge",
            "member_relationship": ("Mother", "Mother"),
            "member_lives_with": "yes",
            "member_parental_responsibility": "yes",
        },
        "strengths": {"working_well": "Jo is warm with Tamsin and comes when school asks. An aunt helps on Mondays."},
        "voice": {
            "child_words": "“I like it at school because it is warm.”",
            "child_says": "She wants breakfast at home again and her own bed.",
            "child_seen": "yes",
            "child_seen_when": yesterday,
            "child_seen_alone": "yes",
        },
        "parents": {"parents_say": "Jo says that she is worn out and would like help in the mornings."},
        "plan": {
            "what_next": "One plan that school, midwife and housing work to, with a review in six weeks.",
            "actions": (
                {"action_what": "Ask housing about the heating", "action_who": "School", "action_by": _day(today)},
            ),
        },
        "chronology": {
            "chronology": (
                {
                    "event_date": yesterday,
                    "event_what": "Nobody came at the end of the day; the aunt collected her an hour later.",
                    "event_effect": "She was frightened and tired.",
                },
            )
        },
        "earlier_help": {"earlier_help_any": "no"},
        "telling": {
            "family_told": "all",
            "family_told_on": yesterday,
            "agreement": "agreed",
            "agreement_who": "Jo Loveridge",
            "agreement_how": "spoken",
            "agreement_on": yesterday,
            "lawful_basis": "public_task",
            "special_category": "safeguarding",
        },
        "safety": {"staff_risk_any": "no"},
        "referrer": {
            "referrer_phone": "01803 000111",
            "referrer_email": "teacher@school.example",
            "referrer_role": "Class teacher",
            "referrer_knows_how": "Her class teacher since September",
            "referrer_last_contact": yesterday,
            "stay_unnamed": "no",
            "declaration": "yes",
        },
        "lead": {
            "lead_name": "Marcus Oyelaran",
            "lead_discussed": "yes",
            "sign_off": "agreed_spoken",
        },
    }


def _baby(today: dt.date) -> dict[str, Any]:
    return {
        "child_part": "subject",
        "child_born": "unborn",
        "child_given_names": NOT_KNOWN,
        "child_family_name": "Loveridge",
        "child_due_date": _day(today + dt.timedelta(weeks=14)),
        "child_sex": "U",
        "child_address": {"same_as": "Tamsin Loveridge"},
        "child_safe_tonight": "yes",
        "child_gp": "Harbour Lights Surgery",
        "child_midwife": "Bay community midwives",
        "child_social_care": "never",
        "family_interpreter": "no",
        "child_says": ("absent", "not_asked"),
    }
