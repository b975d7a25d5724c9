"""Tells a made-up story about a made-up family as the answers of the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any

from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Absent, Address, Answers, CivilTime, FlexDate, ItemsKey, Postal, Value
from enquiry_app.enquiry.records import Person
from enquiry_app.enquiry.reference import LONDON
from enquiry_app.services.new_ids import new_item_id
from enquiry_app.services.practice_data.families import MadeUpChild, MadeUpFamily
from enquiry_app.services.practice_data.story_files import Seen, Story
from enquiry_app.services.practice_data.wording import compose, fields_for, pick

FAMILY_WIDE = ("FHF", "HOU", "INC", "EMP", "INT", "WID", "DVA")
SIBLING_REASON = (
    "This child lives with the same worries at home. I know less about this one and have asked the people who do."
)
NOT_KNOWN = Absent("not_known")


class Writer:
    """Collects answers; item ids come from the same seeded source."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._values: dict[Address, Value] = {}
        self._items: dict[ItemsKey, tuple[str, ...]] = {}

    def put(self, items: tuple[str, ...] = (), /, **answers: Value | None) -> None:
        """Answer these questions of one item; nothing is written for "" and None."""
        for question, value in answers.items():
            if value not in ("", None, ()):
                self._values[Address(question, items)] = value

    def add(self, collection: str, **answers: Value | None) -> str:
        """A new row of a collection, with its answers. Gives its id."""
        item = new_item_id(self._rng.randbytes)
        key = ItemsKey(collection)
        self._items[key] = (*self._items.get(key, ()), item)
        self.put((item,), **answers)
        return item

    def answers(self) -> Answers:
        """What was written."""
        return Answers(dict(self._values), dict(self._items))


def tell(
    rng: Random, story: Story, family: MadeUpFamily, matrix: Matrix, author: Person, agency_kind: str,
    lead: Person | None, written: dt.datetime,
) -> Answers:  # fmt: skip
    """The whole enquiry, complete enough to be sent, as if written at this instant."""
    day = written.astimezone(LONDON).date()
    fields = fields_for(rng, family, author.display_name, day)
    writer = Writer(rng)
    _worry(writer, rng, story, fields, written)
    children = [_child(writer, rng, story, family, child, day, agency_kind) for child in family.children]
    for child_id, child in zip(children, family.children, strict=True):
        if child.part != "other":
            _voice(writer, rng, story, child_id, child, fields, day)
            _findings(writer, rng, story, child_id, child, matrix, fields, day)
    _household(writer, rng, story, family, children)
    _professionals(writer, rng, family)
    _history(writer, rng, story, family, fields, day)
    _telling(writer, rng, story, family, fields, day)
    _author(writer, rng, story, author, lead, written)
    return writer.answers()


def _worry(writer: Writer, rng: Random, story: Story, fields: Mapping[str, str], written: dt.datetime) -> None:
    writer.put(
        danger_now="no",
        urgent="yes" if story.urgent else "no",
        enquiry_type=story.kind,
        worry=compose(rng, story.worry, fields),
        worry_in_short=pick(rng, story.short, fields),
        worry_finished="yes",
        known_at=civil(written - dt.timedelta(hours=rng.randint(2, 7))),
        written_at=civil(written),
        working_well=compose(rng, story.well, fields),
        strengths_finished="yes",
        parents_say=compose(rng, story.parents, fields),
        parents_finished="yes",
        what_next=compose(rng, story.next, fields),
        plan_finished="yes",
    )
    if story.call:
        writer.add(
            "phone_calls",
            call_at=civil(written - dt.timedelta(minutes=rng.randint(20, 100))),
            call_to=story.call["to"],
            call_name=rng.choice(("Daniel Osei", "Lucy Hartnoll", "duty social worker")),
            call_advice=pick(rng, story.call["advice"], fields),
        )


def _child(
    writer: Writer, rng: Random, story: Story, family: MadeUpFamily, child: MadeUpChild, day: dt.date, agency_kind: str
) -> str:
    age = child.age(day)
    born = child.born is not None
    interpreter = "no" if family.background.language == "eng" else rng.choice(("yes", "no"))
    item = writer.add(
        "children",
        child_part=child.part,
        child_born="born" if born else "unborn",
        child_given_names=child.given or NOT_KNOWN,
        child_family_name=child.family or NOT_KNOWN,
        child_birth_date=FlexDate(child.born.isoformat()) if child.born else None,
        child_due_date=FlexDate(child.due.isoformat()) if child.due else None,
        child_sex=child.sex,
        child_address=Postal(family.address_lines, family.postcode, kind="current"),
        child_safe_tonight="no" if story.not_told_why and child.part == "subject" else "yes",
        child_gp=family.surgery,
        child_social_care=rng.choice(("never", "never", "past", "now")) if story.kind == "known_child" else "never",
        family_interpreter=interpreter,
    )
    if interpreter == "yes":
        writer.put((item,), interpreter_details="Woman interpreter preferred; mother's first language")
    if not born:
        writer.put((item,), child_midwife="Community midwife, Bay team", child_maternity_unit="Bay General Hospital")
        return item
    writer.put(
        (item,),
        child_where_now="At home" if (age or 0) < 4 else "At school",
        child_ethnicity=family.background.ethnicity,
        child_ethnicity_by=rng.choice(("parent", "records")),
        child_language=family.background.language,
        child_disability=("NONE",) if rng.random() < 0.85 else (rng.choice(("LD", "AUT", "COMM")),),
        child_communication=("none",) if rng.random() < 0.85 else ("speech",),
        child_nhs_number=child.nhs_number,
    )
    if child.school and (age or 0) >= 5:
        writer.put((item,), child_school=child.school, child_upn=child.upn)
        asked = not child.upn and agency_kind in ("school", "education_service")
        writer.put((item,), child_upn_unknown="UN5" if asked else "")
    elif child.school:
        writer.put((item,), child_school=child.school, child_health_visitor="Bay Health Visiting Service")
    return item


def _voice(
    writer: Writer, rng: Random, story: Story, item: str, child: MadeUpChild, fields: Mapping[str, str], day: dt.date
) -> None:
    if child.born is None:
        writer.put((item,), voice_finished="yes")
        return
    subject = child.part == "subject"
    small = (child.age(day) or 0) < 3
    writer.put(
        (item,),
        child_words=pick(rng, story.words, fields) if subject else "",
        child_says=compose(rng, story.says, fields) if subject else Absent("not_asked", "Asked of the school instead"),
        child_seen="yes" if subject else "no",
        child_seen_when=FlexDate((day - dt.timedelta(days=rng.randint(0, 3))).isoformat()) if subject else None,
        child_seen_by=fields["worker"] if subject else "",
        child_seen_alone=("no" if small else "yes") if subject else None,
        child_not_seen_alone_why="baby" if subject and small else "",
        voice_finished="yes",
    )


def _findings(
    writer: Writer, rng: Random, story: Story, item: str, child: MadeUpChild, matrix: Matrix,
    fields: Mapping[str, str], day: dt.date,
) -> None:  # fmt: skip
    subject = child.part == "subject"
    age = child.age(day)
    seen = [s for s in story.seen if subject or s.indicator.startswith(FAMILY_WIDE)]
    fitting = [s for s in seen if matrix.fits(matrix.indicators[s.indicator], unborn=age is None, age_years=age)]
    findings: dict[str, Any] = {} if fitting or subject else {"no_worry": ["EDU", "HEA"]}
    findings |= {"observations": [_observation(rng, s, fields) for s in fitting]}
    if subject:
        findings["no_worry"] = list(story.no_worry)
        findings["amplifiers"] = list(story.amplifiers)
        if story.earlier_help:
            months, change = story.earlier_help["months"], story.earlier_help["change"]
            findings["earlier_help"] = {"months": months, "changed": change == "better"}
    writer.put(
        (item,),
        matrix=findings,
        meaning=compose(rng, story.meaning, fields) if subject else SIBLING_REASON,
        level_chosen=story.level if subject else "2",
        level_rationale=pick(rng, story.rationale, fields) if subject else SIBLING_REASON,
        level_confidence=rng.choice(("sure", "fairly", "fairly", "unsure")),
        matrix_finished="yes",
    )


def _observation(rng: Random, seen: Seen, fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        "indicator": seen.indicator,
        "when": seen.when,
        "source": seen.source,
        "how_often": seen.how_often,
        "duration": seen.duration,
        "effect": seen.effect,
        "note": pick(rng, seen.notes, fields),
    }


def _household(writer: Writer, rng: Random, story: Story, family: MadeUpFamily, children: list[str]) -> None:
    writer.put(carers_known="yes", children_live_together="yes" if len(children) > 1 else None)
    writer.add(
        "household",
        member_given_names=family.mother,
        member_family_name=family.mother_family,
        member_birth_date=FlexDate(family.mother_born.isoformat()),
        member_sex="F",
        member_relationship=dict.fromkeys(children, "PAM"),
        member_lives_with="yes",
        member_parental_responsibility="yes",
        member_responsibility_how="Birth mother",
        member_phone=family.phone,
        member_poses_risk="no",
        member_safe_contact="yes",
        member_told="no" if story.told == "not_safe" else "yes",
    )
    writer.add(
        "household",
        member_given_names=family.father,
        member_family_name=family.family,
        member_birth_date=NOT_KNOWN,
        member_sex="M",
        member_relationship=dict.fromkeys(children, "PAF"),
        member_lives_with=rng.choice(("yes", "part", "no")),
        member_parental_responsibility=rng.choice(("yes", "yes", "no")),
        member_phone=NOT_KNOWN,
        member_poses_risk="yes" if story.id == "domestic_abuse" else "no",
        member_risk_why="Violent and controlling towards the children's mother."
        if story.id == "domestic_abuse"
        else "",
        member_told="no" if story.told != "all" else "yes",
    )
    if story.id == "disclosure":
        writer.add(
            "household",
            member_given_names=family.partner,
            member_family_name=NOT_KNOWN,
            member_sex="M",
            member_relationship=dict.fromkeys(children, "PARTNER"),
            member_lives_with="yes",
            member_parental_responsibility="no",
            member_poses_risk="yes",
            member_risk_why="Said by the child to hit with a belt.",
            member_safe_contact="no",
            member_safe_contact_how="Not before the strategy discussion",
            member_told="no",
        )
    if rng.random() < 0.6:
        writer.add(
            "household",
            member_given_names=rng.choice(family.background.grans),
            member_family_name=family.mother_family,
            member_sex="F",
            member_relationship=dict.fromkeys(children, "GRAND"),
            member_lives_with="no",
            member_parental_responsibility="no",
            member_phone=f"01632 960{rng.randint(300, 999)}",
            member_safe_contact="yes",
        )


def _professionals(writer: Writer, rng: Random, family: MadeUpFamily) -> None:
    known = (
        ("gp", "Dr " + rng.choice(("Marsh", "Bhandari", "Oyelowo")), "GP", family.surgery),
        ("health_visitor", NOT_KNOWN, "Health visitor", "Bay Health Visiting Service"),
        ("school", rng.choice(("Mrs Nightingale", "Mr Baptiste")), "Class teacher", family.children[0].school),
    )
    for agency_type, name, role, agency in known:
        if agency and rng.random() < 0.7:
            writer.add(
                "professionals",
                professional_agency_type=agency_type,
                professional_name=name,
                professional_role=role,
                professional_agency=agency,
                professional_phone=f"01632 960{rng.randint(300, 999)}",
                professional_involvement="current",
                professional_consulted="no",
            )


def _history(
    writer: Writer, rng: Random, story: Story, family: MadeUpFamily, fields: Mapping[str, str], day: dt.date
) -> None:
    born = family.children[0].born
    for event in story.events:
        when = day - dt.timedelta(days=event.days + rng.randint(-2, 3))
        if born is not None and event.since_birth >= 0:
            when = min(day, born + dt.timedelta(days=event.since_birth))
        exact = when.isoformat() if event.days < 90 else when.isoformat()[:7]
        writer.add(
            "chronology",
            event_date=FlexDate(exact, estimated=event.days > 300),
            event_what=pick(rng, event.what, fields),
            event_type=event.type,
            event_source=event.source,
            event_effect=pick(rng, event.effect, fields),
            event_in_story="yes",
        )
    writer.put(chronology_finished="yes", earlier_help_any="yes" if story.earlier_help else "no")
    if story.earlier_help:
        ended = day - dt.timedelta(days=20)
        writer.add(
            "earlier_help",
            help_service=story.earlier_help["service"],
            help_from=FlexDate((ended - dt.timedelta(days=30 * story.earlier_help["months"])).isoformat()[:7]),
            help_to=FlexDate(ended.isoformat()[:7]),
            help_aim=story.earlier_help["aim"],
            help_change=story.earlier_help["change"],
            help_why_not_enough=pick(rng, story.earlier_help["why"], fields),
        )
    for step in story.actions:
        writer.add(
            "actions",
            action_what=step.what.format_map(fields),
            action_who=step.who.format_map(fields),
            action_by=FlexDate((day + dt.timedelta(days=step.days)).isoformat()),
        )


def _telling(
    writer: Writer, rng: Random, story: Story, family: MadeUpFamily, fields: Mapping[str, str], day: dt.date
) -> None:
    told_on = FlexDate((day - dt.timedelta(days=rng.randint(0, 4))).isoformat())
    agreed = story.agreement == "agreed"
    writer.put(
        family_told=story.told,
        family_told_on=told_on if story.told in ("all", "one") else None,
        family_not_told_why=story.not_told_why,
        family_not_told_text=pick(rng, story.not_told_text, fields),
        agreement=story.agreement,
        agreement_who=f"{fields['mother_name']}, mother" if agreed else "",
        agreement_how=rng.choice(("writing", "spoken")) if agreed else "",
        agreement_on=told_on if agreed else None,
        agreement_shown_form="yes" if agreed else "",
        child_own_view=rng.choice(("yes", "not_asked"))
        if any((c.age(day) or 0) >= 12 for c in family.children)
        else "",
        lawful_basis="public_task",
        special_category="safeguarding",
        criminal_data="no",
        staff_risk_any="no",
    )


def _author(
    writer: Writer, rng: Random, story: Story, author: Person, lead: Person | None, written: dt.datetime
) -> None:
    writer.put(
        referrer_best_time=rng.choice(("Before 9 and after 15:30", "Any time", "Afternoons")),
        referrer_knows_how=rng.choice(("I see the child most days", "I know the family through my work")),
        referrer_knows_long=rng.choice(("since September", "about a year", "three months")),
        referrer_last_contact=FlexDate(written.astimezone(LONDON).date().isoformat()),
        stay_unnamed="no",
        declaration="yes",
    )
    if author.role == "safeguarding_lead":
        writer.put(lead_name=author.display_name, lead_role=author.job_title, lead_discussed="i_am_lead")
    elif lead is None:
        why = "Small organisation; the deputy was tried as well."
        writer.put(lead_name=Absent("not_applicable"), lead_discussed="not_available", sign_off="not_available")
        writer.put(lead_not_available_why=why)
    else:
        talked = civil(written - dt.timedelta(minutes=rng.randint(10, 90)))
        writer.put(
            lead_name=lead.display_name, lead_role=lead.job_title, lead_discussed="yes", lead_discussed_at=talked
        )
        writer.put(sign_off="agreed_spoken")


def civil(at: dt.datetime) -> CivilTime:
    """An instant as the London clock shows it, to the minute."""
    return CivilTime(at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M"))
