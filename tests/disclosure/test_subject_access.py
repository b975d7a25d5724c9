"""Subject access: found by name and birth, suggested and marked item by item, two copies, logged; only for those who may."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import pytest

from enquiry_app.enquiry.answers import Postal
from enquiry_app.enquiry.disclosing import Mark
from enquiry_app.enquiry.hub_records import InformationCheck
from enquiry_app.enquiry.kept_records import AccessRule
from enquiry_app.errors import EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady, PassphraseNeeded
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.held_secrets import HeldSecrets
from enquiry_app.services.moving import WrongMoment
from enquiry_app.services.subject_access import PersonSought, reference_of
from tests.fixtures_store import NOON
from tests.services.conftest import example

AMIRA = PersonSought("Amira", "Haddad")


def text_of(data: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def person_in(desk, enquiry) -> tuple[PersonSought, str]:
    """The first child of an enquiry, as somebody would type them, and their item."""
    with desk.seat.store.read() as read:
        first = next(each for each in read.indexed_people(enquiry.id) if each.part == "subject")
    return PersonSought(first.given_names, first.family_name, first.birth), first.item


def check(enquiry, **changes) -> InformationCheck:
    return InformationCheck(
        **{
            "id": new_id(), "version": 1, "enquiry_id": enquiry.id, "agency_id": "", "status": "answered",
            "asked_at": NOON, "asked_by": "", "due_at": NOON, "answered_at": NOON, "agency_name": "Bay Police",
            "question": "What is known?", "answer": "Seen with the QUOLLCANARY crew", **changes,
        }
    )  # fmt: skip


@pytest.fixture
def begun(manager, sent):
    sought, item = person_in(manager, sent)
    return manager.subject_access.begin(sought, {sent.id: item})


def test_found_by_name_and_date_of_birth_with_the_facts_that_match(manager, sent) -> None:
    sought, item = person_in(manager, sent)
    found = manager.subject_access.find(sought)
    mine = next(each for each in found.records if each.enquiry_id == sent.id)
    assert mine.sure
    assert mine.item == item
    assert mine.matched
    assert "disclosure:searched" in manager.tags()


def test_a_name_is_needed(manager) -> None:
    with pytest.raises(NotReady, match="name"):
        manager.subject_access.find(PersonSought(" ", ""))
    with pytest.raises(NotReady, match="at least one"):
        manager.subject_access.begin(AMIRA, {})


def test_begun_from_a_record_with_everybody_in_it(manager, sent) -> None:
    record, people = manager.subject_access.people_of(sent.reference)
    assert record.enquiry_id == sent.id
    assert {each.part for each in people} >= {"subject", "household"}


@pytest.mark.parametrize("who", ["teacher", "worker", "admin", "checker", "visitor"])
def test_nobody_else_answers_a_request(desks, sent, begun, who) -> None:
    desk = desks(who).subject_access
    for attempt in (
        lambda: desk.find(AMIRA), lambda: desk.people_of(sent.reference), lambda: desk.begin(AMIRA, {sent.id: ""}),
        lambda: desk.open(begun.id), lambda: desk.mark(begun.id, {}, 1), lambda: desk.preview(begun.id),
        lambda: desk.give(begun.id, "Her", "She asked", 1), lambda: desk.drop(begun.id, 1), lambda: desk.reasons(),
        lambda: desks(who).disclosures.all(),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            attempt()


def test_a_lead_has_the_agencys_own_part_and_not_the_hubs(lead, manager, sent) -> None:
    with manager.seat.store.write() as work:
        work.add_hub_record(check(sent))
        work.commit()
    sought, item = person_in(lead, sent)
    assert any(each.enquiry_id == sent.id for each in lead.subject_access.find(sought).records)
    theirs = lead.subject_access.open(lead.subject_access.begin(sought, {sent.id: item}).id)
    ours = manager.subject_access.open(manager.subject_access.begin(sought, {sent.id: item}).id)
    assert "QUOLLCANARY" not in " ".join(each.text for each in theirs.items)
    assert "QUOLLCANARY" in " ".join(each.text for each in ours.items)


def test_every_answer_sent_is_among_the_items(manager, sent, begun) -> None:
    from enquiry_app.definitions.load_form import load_form

    opened = manager.subject_access.open(begun.id)
    with manager.seat.store.read() as read:
        answers = read.sent_version(sent.id).answers
    keys = [item.key for item in opened.items]
    assert len(set(keys)) == len(keys)
    form = load_form()
    inner = {q.id for s in form.sections for top in s.questions for q in top.questions}
    finished = {section.finished_question for section in form.sections}
    for question, path in answers.addresses():
        if question in finished:
            continue
        row = "/".join(path) if question in inner else f"{question}{''.join('/' + each for each in path)}"
        assert any(row in key for key in keys), (question, path)


def test_what_is_suggested_has_a_reason_and_says_why(manager, sent, begun) -> None:
    with manager.seat.store.write() as work:
        for changes in ({"police_only": True}, {"may_share": "no"}, {"may_share": "ask"}, {"may_share": "yes"}):
            work.add_hub_record(check(sent, **changes))
        work.commit()
    opened = manager.subject_access.open(begun.id)
    answers = [each for each in opened.items if each.heading == "What other agencies answered" and "answer" in each.key]
    assert [each.suggested.whole for each in answers] == ["police_only", "serious_harm", "third_party", ""]
    assert all(each.because for each in opened.items if each.suggested)
    assert all(each.suggested.whole == "third_party" for each in opened.items if "/others" in each.key)
    others = [
        each for each in opened.items if each.about and each.about != each.about_told and "/answer/ch" in each.key
    ]
    assert others
    assert all(each.suggested.whole for each in others)


def test_refuge_addresses_and_names_of_others_are_suggested_wherever_they_stand(teacher, manager) -> None:
    answers = example("two-children")
    child = answers.items_of("children")[0]
    hidden = Postal("14 Quollgate Rise\nPaignton", "TQ3 9QQ", "", "refuge")
    answers = answers.with_answer("child_address", (child,), hidden)
    member = answers.items_of("household")[0]
    name = answers.get("member_given_names", (member,))
    answers = answers.with_answer("worry", (), f"They are at 14 Quollgate Rise, tq3 9qq, and {name} knows.")
    draft = teacher.drafting.start(answers).enquiry
    sent = teacher.submitting.send(draft.id, draft.version).enquiry
    sought, item = person_in(manager, sent)
    opened = manager.subject_access.open(manager.subject_access.begin(sought, {sent.id: item}).id)
    worry = next(each for each in opened.items if each.key.endswith("/answer/worry"))
    assert {passage.casefold() for passage, _ in worry.suggested.parts} >= {
        "14 quollgate rise",
        "tq3 9qq",
        name.casefold(),
    }
    address = next(each for each in opened.items if f"/answer/child_address/{child}" in each.key)
    assert address.suggested.whole == "refuge_address"
    told = text_of(manager.subject_access.preview(opened.disclosure.id).data)
    assert "Quollgate" not in told
    assert "9QQ" not in told.upper()
    assert "refuge" not in told.casefold()


def test_who_asked_not_to_be_named_is_suggested_wherever_they_stand(teacher, manager) -> None:
    answers = example("two-children").with_answer("stay_unnamed", (), "yes")
    answers = answers.with_answer("referrer_name", (), "Ottoline Quollsworth")
    answers = answers.with_answer("referrer_phone", (), "01803 555 0199")
    said = "She told Mrs Quollsworth, who can be rung on 01803 5550199. OTTOLINE QUOLLSWORTH wrote it down."
    draft = teacher.drafting.start(answers.with_answer("worry", (), said)).enquiry
    sent = teacher.submitting.send(draft.id, draft.version).enquiry
    sought, item = person_in(manager, sent)
    opened = manager.subject_access.open(manager.subject_access.begin(sought, {sent.id: item}).id)
    worry = next(each for each in opened.items if each.key.endswith("/answer/worry"))
    assert {"Quollsworth", "01803 5550199", "OTTOLINE QUOLLSWORTH"} <= {passage for passage, _ in worry.suggested.parts}
    assert "not to be named" in worry.because
    told = text_of(manager.subject_access.preview(opened.disclosure.id).data)
    assert "quollsworth" not in told.casefold()
    assert "ottoline" not in told.casefold()
    assert "0199" not in told


def test_a_page_of_either_copy_is_known_again_by_whoever_may_see_the_request(manager, desks, begun) -> None:
    made = manager.subject_access.give(begun.id, "Her solicitor", "She asked", begun.version)
    name = reference_of(made.disclosure)
    for copy, words in ((made.given, "the copy that was given"), (made.whole, "the copy for the file")):
        for page, code in enumerate(copy.page_codes, start=1):
            verdict = manager.page_checking.check(f" {name.lower()} ", page, code)
            assert verdict.genuine
            assert f"page {page} of {words} of {name}, made on" in verdict.words
        assert words in manager.page_checking.check_file(copy.data).words
    wrong = manager.page_checking.check(name, 1, made.given.page_codes[1])
    assert not wrong.genuine
    assert "belongs to page 2" in wrong.words
    assert not manager.page_checking.check(name, 1, "0000-0000-0000").genuine
    assert desks("lead").page_checking.check(name, 1, made.given.page_codes[0]).genuine
    with pytest.raises(NotAllowed):
        desks("teacher").page_checking.check(name, 1, made.given.page_codes[0])
    assert not desks("teacher").page_checking.check_file(made.given.data).genuine
    with pytest.raises(NotFound):
        manager.page_checking.check("SA-00000000", 1, made.given.page_codes[0])


def test_in_large_print_the_copy_given_says_the_same(manager, begun) -> None:
    plain = text_of(manager.subject_access.preview(begun.id).data)
    made = manager.subject_access.give(begun.id, "Her", "She asked", begun.version, True)
    assert made.disclosure.details["large"]
    assert made.given.page_count > made.whole.page_count
    assert set(plain.split()) - set(text_of(made.given.data).split()) <= {"DRAFT"} | set(_furniture(plain))


def _furniture(text: str) -> list[str]:
    """Words that stand at the foot of pages."""
    return re.findall(r"\b\d+\b|\S+-\S+-\S+", text)


def test_marks_are_kept_and_win_over_suggestions(manager, begun) -> None:
    opened = manager.subject_access.open(begun.id)
    suggested = next(each for each in opened.items if each.suggested)
    free = next(each for each in opened.items if not each.suggested and len(each.text.split()) > 3)
    passage = " ".join(free.text.split()[:2])
    marks = {suggested.key: Mark(), free.key: Mark(parts=((passage, "legal_privilege"),))}
    kept = manager.subject_access.mark(begun.id, marks, begun.version)
    again = manager.subject_access.open(begun.id)
    assert again.marks[suggested.key] == Mark()
    assert again.marks[free.key].parts == ((passage, "legal_privilege"),)
    with pytest.raises(EnquiryChangedElsewhere):
        manager.subject_access.mark(begun.id, marks, begun.version)
    assert kept.version == begun.version + 1


def test_two_copies_are_made_and_the_log_says_to_whom_and_how_much_was_withheld(manager, sent, begun, desks) -> None:
    opened = manager.subject_access.open(begun.id)
    made = manager.subject_access.give(begun.id, "Her solicitor", "She asked on 3 November", begun.version)
    file_text, told = text_of(made.whole.data), text_of(made.given.data)
    assert "Not to be given" in file_text
    withheld = [item for item in opened.items if opened.marks[item.key].whole]
    for item in withheld:
        first = " ".join(item.text.split())[:20]
        assert first.split()[0] in file_text
    assert "[Withheld:" in told
    assert "Information Commissioner" in told
    kept = made.disclosure
    assert (kept.status, kept.to_whom, kept.purpose) == ("given", "Her solicitor", "She asked on 3 November")
    assert kept.sha256 == made.given.sha256
    assert sum(kept.withheld.values()) >= len(withheld)
    assert "disclosure:given" in manager.tags(sent.id)
    line = manager.disclosures.all()[0]
    assert line.disclosure.id == begun.id
    assert line.about == (sent.reference,)
    assert [each.disclosure.id for each in desks("lead").disclosures.all()] == [begun.id]
    with pytest.raises(WrongMoment):
        manager.subject_access.open(begun.id)


def test_the_passphrase_is_asked_for_before_anything_is_handed_out(manager, begun) -> None:
    seat = replace(manager.seat, held=HeldSecrets())
    service = type(manager.subject_access)(seat)
    with pytest.raises(PassphraseNeeded):
        service.give(begun.id, "Her", "She asked", begun.version)
    seat.held.confirmed_at = manager.seat.now() - dt.timedelta(minutes=6)
    with pytest.raises(PassphraseNeeded):
        service.give(begun.id, "Her", "She asked", begun.version)
    seat.held.confirmed_at = manager.seat.now()
    with pytest.raises(NotReady, match="to whom"):
        service.give(begun.id, " ", "She asked", begun.version)
    assert service.give(begun.id, "Her", "She asked", begun.version).given.data.startswith(b"%PDF-")


def test_given_up_the_marks_go(manager, begun) -> None:
    manager.subject_access.drop(begun.id, begun.version)
    with pytest.raises(WrongMoment):
        manager.subject_access.open(begun.id)
    assert manager.disclosures.all() == ()


def test_a_record_closed_to_whoever_asks_is_counted_but_not_told_of(manager, desks, sent, begun) -> None:
    sought, item = person_in(manager, sent)
    with manager.seat.store.write() as work:
        for kind, person in (("restricted", ""), ("named", manager.seat.person.id)):
            rule = AccessRule(new_id(), 1, sent.id, kind, "open", NOON, "", person_id=person, reason="Known to us")
            work.add_hub_record(rule)
        work.commit()
    second = desks("second").subject_access
    found = second.find(sought)
    assert (found.records, found.closed) == ((), 1)
    with pytest.raises(NotAllowed, match="Restricted"):
        second.begin(sought, {sent.id: item})
    with pytest.raises(NotAllowed, match="Restricted"):
        second.open(begun.id)
    assert desks("second").disclosures.all() == ()
    assert manager.subject_access.find(sought).closed == 0
