"""Paper and the record: who may, what becomes of a filled form, what is kept beside the draft, what is sent along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enquiry_app.enquiry.answers import CivilTime
from enquiry_app.enquiry.paper_merging import CLASH
from enquiry_app.enquiry.paper_reading import NotPlaced
from enquiry_app.errors import EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady
from enquiry_app.exchange.filled_form import FormFileError, NotAPdf
from enquiry_app.services.blank_forms import GO_ON, ROOM_FOR_MORE, BlankForms, PaperOrigin
from tests.paper.conftest import made_form
from tests.paper.filling import filled, values_of
from tests.services.conftest import example

WORRY = {
    "worry": "He comes to school cold and hungry.", "children.1.child_given_names": "Robin",
    "children.1.child_birth_date": "3/11/17", "urgent": "no", "children.1.child_nhs_number": "999 000 0018",
}  # fmt: skip


def count_of(desk) -> int:
    return len(desk.drafting.mine())


def test_a_filled_form_becomes_a_draft_with_a_trace(teacher, empty_form):
    found = teacher.blank_forms.read(filled(empty_form, WORRY))
    answers = found.draft.answers
    (child,) = answers.items_of("children")
    assert (answers.get("worry"), answers.get("child_given_names", (child,))) == (WORRY["worry"], "Robin")
    assert answers.get("referrer_name") == teacher.seat.person.display_name
    assert (found.placed, found.not_placed) == (5, ())
    assert teacher.tags(found.draft.enquiry.id) == ["enquiry:started", "filled_form:read"]
    assert teacher.drafting.open(found.draft.enquiry.id).answers == answers
    assert found.draft.notice == "5 answers came from the filled form."


def test_a_form_made_of_a_draft_gives_the_same_answers_back(teacher):
    first = teacher.drafting.start(example("two-children"))
    made = teacher.blank_forms.of(first.enquiry.id)
    assert "blank_form:made" in teacher.tags(first.enquiry.id)
    found = teacher.blank_forms.read(made.data)
    assert found.not_placed == ()
    assert "which is still there" in found.draft.notice
    again = teacher.blank_forms.of(found.draft.enquiry.id)
    assert values_of(again.data) == values_of(made.data)
    assert "Amira" not in made.name


def test_the_blank_form_carries_the_own_details_if_wanted(teacher):
    person = teacher.seat.person
    one = teacher.blank_forms.blank(children=1)
    assert one.page_count < teacher.blank_forms.blank(children=3).page_count
    assert values_of(teacher.blank_forms.blank().data) == {}
    assert values_of(teacher.blank_forms.blank(own_details=True).data)["referrer_name"] == person.display_name


def test_details_of_two_people_are_never_mixed(teacher, empty_form):
    form = filled(empty_form, {**WORRY, "referrer_name": "Sam Visitor", "referrer_role": "Health visitor"})
    answers = teacher.blank_forms.read(form).draft.answers
    assert [answers.get(f"referrer_{what}") for what in ("name", "role", "agency", "phone")] == [
        "Sam Visitor", "Health visitor", None, None,
    ]  # fmt: skip
    assert [answers.get(q) for q in ("paper_original", "paper_original_role", "paper_came")] == [
        "Sam Visitor", "Health visitor", "electronic",
    ]  # fmt: skip


def test_what_finds_no_place_stays_beside_the_draft_until_dealt_with(teacher, empty_form):
    form = filled(empty_form, {**WORRY, "children.1.child_birth_date": "in spring", "_more1": "Ask the aunt."})
    enquiry = teacher.blank_forms.read(form).draft.enquiry.id
    first, second = teacher.blank_forms.not_placed(enquiry)
    assert (first.where, first.text) == ("Child 1: Date of birth", "in spring")
    assert second == NotPlaced(ROOM_FOR_MORE, "Ask the aunt.", GO_ON)
    assert teacher.blank_forms.dealt_with(enquiry, 0) == (second,)
    assert teacher.blank_forms.not_placed(enquiry) == (second,)
    assert teacher.blank_forms.dealt_with(enquiry) == ()
    assert teacher.blank_forms.not_placed(enquiry) == ()
    assert teacher.tags(enquiry)[-2:] == ["filled_form:dealt_with"] * 2
    assert "aunt" not in str(teacher.events(enquiry))


def test_a_file_that_is_no_form_changes_nothing(teacher, empty_form):
    with pytest.raises(NotAPdf):
        teacher.blank_forms.read(b"rubbish")
    with pytest.raises(FormFileError, match="Nothing is written"):
        teacher.blank_forms.read(empty_form)
    assert count_of(teacher) == 0


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("child-enquiry/2027.1;layout=1;practice=0", "newer version"), ("child-enquiry/2026.1;layout=2;practice=0", "newer version"),
        ("adult-enquiry/2026.1;layout=1;practice=0", "another form"), ("child-enquiry/2026.1;layout=1;practice=1", "practice"),
    ],
)  # fmt: skip
def test_forms_this_app_cannot_read_are_refused(teacher, empty_form, mark, words):
    with pytest.raises(FormFileError, match=words):
        teacher.blank_forms.read(filled(empty_form, {**WORRY, "_form": mark}))
    assert count_of(teacher) == 0


def test_an_older_form_is_carried_over_with_a_word(teacher, empty_form):
    older = filled(empty_form, {**WORRY, "_form": "child-enquiry/2025.3;layout=1;practice=0"})
    found = teacher.blank_forms.read(older)
    assert "2025.3" in found.words
    assert found.placed == 5


def test_a_practice_form_is_read_in_practice(teacher):
    seat = replace(teacher.seat, info=replace(teacher.seat.info, practice=True))
    assert BlankForms(seat).read(filled(made_form(practice=True), WORRY)).placed == 5


def test_only_those_who_write_enquiries_work_with_paper(desks, empty_form):
    origin = PaperOrigin(CivilTime("2026-11-01"), "Sam")
    for who in ("worker", "admin"):
        forms = desks(who).blank_forms
        for knock in (
            forms.blank,
            lambda f=forms: f.read(filled(empty_form, WORRY)),
            lambda f=forms: f.start_from_paper(origin),
        ):
            with pytest.raises(NotAllowed):
                knock()


def test_the_list_and_the_form_of_a_draft_are_its_agencys_own(teacher, desks, empty_form):
    form = filled(empty_form, {**WORRY, "_more1": "Ask the aunt."})
    enquiry = teacher.blank_forms.read(form).draft.enquiry.id
    for forms in (desks("visitor").blank_forms, desks("admin").blank_forms):
        for knock in (forms.of, forms.not_placed, forms.dealt_with):
            with pytest.raises((NotAllowed, NotFound)):
                knock(enquiry)
    assert len(teacher.blank_forms.not_placed(enquiry)) == 1


def test_entry_from_paper_keeps_the_date_the_author_and_the_way_and_sends_them(teacher, worker, read_pdf):
    origin = PaperOrigin(CivilTime("2026-11-01T09:30"), " Sam Visitor ", "Health visitor", "post")
    draft = teacher.blank_forms.start_from_paper(origin)
    assert draft.answers.get("written_at") == CivilTime("2026-11-01T09:30")
    full = example("urgent")
    for question in ("written_at", "paper_original", "paper_original_role", "paper_came"):
        full = full.with_answer(question, (), draft.answers.get(question))
    changes = full.changes_since(draft.answers)
    saved = teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, changes)
    sent = teacher.submitting.send(draft.enquiry.id, saved.version, urgent=True).enquiry
    frozen = worker.queue.open(sent.id).sent.answers
    assert [frozen.get(q) for q in ("paper_original", "paper_original_role", "paper_came")] == [
        "Sam Visitor", "Health visitor", "post",
    ]  # fmt: skip
    words = " ".join(read_pdf(teacher.documents.referral(sent.id).data).split())
    for said in ("Sam Visitor", "Health visitor", "By post", "1 November 2026, 09:30"):
        assert said in words


def test_an_original_needs_an_author_and_a_date_that_has_been(teacher):
    with pytest.raises(NotReady, match="who wrote"):
        teacher.blank_forms.start_from_paper(PaperOrigin(CivilTime("2026-11-01"), " "))
    with pytest.raises(NotReady, match="after today"):
        teacher.blank_forms.start_from_paper(PaperOrigin(CivilTime("2030-01-01"), "Sam"))
    assert count_of(teacher) == 0


# Into the draft it was made from


def read_into(desk, form, enquiry):
    draft = desk.drafting.open(enquiry.id)
    return desk.blank_forms.read_into(form, enquiry.id, draft.enquiry.version)


@pytest.fixture
def taken_home(teacher, clock):
    """A draft, and the form that was made of it an hour later."""
    enquiry = teacher.drafting.start(example("two-children")).enquiry
    clock.move(hours=1)
    return enquiry, teacher.blank_forms.of(enquiry.id).data


def test_an_unchanged_form_changes_nothing_in_its_draft(teacher, taken_home):
    enquiry, form = taken_home
    before = teacher.drafting.open(enquiry.id)
    found = read_into(teacher, form, enquiry)
    assert (found.placed, found.not_placed) == (0, ())
    assert found.draft.answers == before.answers
    assert found.draft.enquiry.version == before.enquiry.version


def test_what_was_written_on_the_form_goes_into_its_untouched_draft(teacher, taken_home, clock):
    enquiry, form = taken_home
    before = teacher.drafting.open(enquiry.id).answers
    second, further = before.items_of("children")[1], before.items_of("earlier_help")
    changed = {
        "worry": "Written on the kitchen table.", "children.2.child_known_as": "Sammy",
        "earlier_help.2.help_service": "A lunch club", "_more1": "Ask the aunt.", "referrer_phone": "01803 555 0000",
    }  # fmt: skip
    clock.move(days=1)
    home = filled(form, changed)
    assert teacher.blank_forms.made_from(home).id == enquiry.id
    found = read_into(teacher, home, enquiry)
    answers = teacher.drafting.open(enquiry.id).answers
    assert answers == found.draft.answers
    assert answers.items_of("children") == before.items_of("children")
    assert answers.items_of("earlier_help")[:-1] == further
    assert answers.get("worry") == "Written on the kitchen table."
    assert answers.get("child_known_as", (second,)) == "Sammy"
    assert answers.get("help_service", answers.items_of("earlier_help")[-1:]) == "A lunch club"
    assert found.placed == 3
    assert {each.text for each in found.not_placed} == {"Ask the aunt.", "01803 555 0000"}
    left = {address for address in before.values if before.values[address] != answers.values.get(address)}
    assert {address.question for address in left} <= {"worry", "child_known_as"}
    assert teacher.tags(enquiry.id)[-2:] == ["filled_form:read", "enquiry:opened"]
    assert count_of(teacher) == 1


def test_a_draft_written_on_since_keeps_what_it_says_and_the_rest_is_listed(teacher, taken_home, clock):
    enquiry, form = taken_home
    clock.move(hours=1)
    draft = teacher.drafting.open(enquiry.id)
    typed = draft.answers.with_answer("worry", (), "Typed since.")
    teacher.drafting.save_changes(enquiry.id, draft.enquiry.version, typed.changes_since(draft.answers))
    assert draft.answers.get("keep_from_family") is None
    home = filled(form, {"worry": "Written at home.", "keep_from_family": "The new address"})
    found = read_into(teacher, home, enquiry)
    assert found.draft.answers.get("worry") == "Typed since."
    assert found.draft.answers.get("keep_from_family") == "The new address"
    assert [(each.text, each.why) for each in found.not_placed] == [("Written at home.", CLASH)]
    assert teacher.blank_forms.not_placed(enquiry.id) == found.not_placed
    with pytest.raises(EnquiryChangedElsewhere):
        teacher.blank_forms.read_into(form, enquiry.id, draft.enquiry.version)


def test_signs_keep_what_paper_has_no_room_for(teacher, clock):
    answers = example("two-children")
    (address, findings) = next((a, v) for a, v in answers.values.items() if a.question == "matrix")
    enquiry = teacher.drafting.start(answers).enquiry
    clock.move(hours=1)
    form = teacher.blank_forms.of(enquiry.id).data
    note = next(name for name in values_of(form) if name.startswith("children.1.") and name.endswith("note1"))
    found = read_into(teacher, filled(form, {note: "Told again at home."}), enquiry)
    before, after = findings["observations"], found.draft.answers.values[address]["observations"]
    assert len(before) == len(after)
    assert after[0] == {**before[0], "note": "Told again at home."}
    assert after[1:] == before[1:]


def test_no_draft_is_offered_that_is_gone_sent_or_about_somebody_else(teacher, desks, taken_home, clock):
    enquiry, form = taken_home
    forms = teacher.blank_forms
    assert forms.made_from(made_form()) is None
    names = {"children.1.child_given_names": "Zebedee", "children.1.child_family_name": "Other"}
    others = {
        name: "Other" for name in values_of(form) if name.rpartition(".")[2].startswith("child_") and "name" in name
    }
    births = {name: "1 1 2011" for name in values_of(form) if name.endswith("child_birth_date")}
    assert forms.made_from(filled(form, {**others, **names, **births})) is None
    assert desks("visitor").blank_forms.made_from(form) is None
    teacher.drafting.delete(enquiry.id)
    teacher.drafting.finish_deletions(at_once=True)
    assert forms.made_from(form) is None
    with pytest.raises(NotFound):
        forms.read_into(form, enquiry.id, 1)
