"""Writing an enquiry: nothing is lost, nobody overwrites anybody, and only one's own can be touched."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from enquiry_app.enquiry.answers import Address, Answers, Change, FlexDate, ItemsChange, ItemsKey
from enquiry_app.errors import AttachmentRefused, EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady
from enquiry_app.services.ports import IndexedPerson
from tests.services.conftest import example

LONG_ENOUGH = "Care at home has slipped for months and the help school gave has not lasted, so a plan is needed now."


def change(question: str, value: object, *items: str) -> Change:
    return Change(Address(question, items), value)


def test_a_new_enquiry_knows_who_writes_it_and_waits_for_a_child(teacher) -> None:
    draft = teacher.drafting.start()
    assert draft.enquiry.status == "draft"
    assert draft.enquiry.reference == ""
    assert draft.answers.get("referrer_name") == teacher.seat.person.display_name
    assert draft.answers.get("referrer_agency_type") == "school"
    assert len(draft.answers.items_of("children")) == 1
    assert teacher.tags(draft.enquiry.id) == ["enquiry:started"]


def test_answers_given_win_over_what_is_prefilled(teacher) -> None:
    draft = teacher.drafting.start(Answers({Address("referrer_name"): "Somebody Else"}))
    assert draft.answers.get("referrer_name") == "Somebody Else"


def test_what_is_saved_is_there_when_it_is_opened_again(teacher) -> None:
    draft = teacher.drafting.start()
    child = draft.answers.items_of("children")[0]
    changes = (change("child_given_names", "Amira", child), change("child_family_name", "Khan", child))
    saved = teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, changes, "children/child_who")
    opened = teacher.drafting.open(draft.enquiry.id)
    assert opened.enquiry.version == saved.version
    assert opened.answers.get("child_given_names", (child,)) == "Amira"
    assert opened.enquiry.title == "Amira Khan"
    assert opened.enquiry.initials == "AK"
    assert opened.enquiry.place == "children/child_who"


def test_narrow_columns_follow_the_answers_save_after_save(teacher) -> None:
    draft = teacher.drafting.start(example("two-children"))
    assert draft.enquiry.title == "Amira Pengelly-Khan, Sami Pengelly-Khan, Unborn baby"
    assert (draft.enquiry.area, draft.enquiry.youngest, draft.enquiry.level) == ("TQ1", "unborn", "3")
    saved = teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, (change("danger_now", "yes"),))
    unborn_goes = ItemsChange(ItemsKey("children"), draft.answers.items_of("children")[:2])
    teacher.drafting.save_changes(draft.enquiry.id, saved.version, (unborn_goes,))
    enquiry = teacher.drafting.mine()[0]
    assert enquiry.urgent
    assert "immediate_danger" in enquiry.flags
    assert "unborn" not in enquiry.flags
    assert enquiry.youngest == "2 years"


def test_a_save_that_touches_no_name_leaves_the_columns_alone(teacher) -> None:
    draft = teacher.drafting.start(example("two-children"))
    teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, (change("what_next", "A plan."),))
    enquiry = teacher.drafting.mine()[0]
    assert (enquiry.title, enquiry.level, enquiry.flags) == (
        draft.enquiry.title,
        draft.enquiry.level,
        draft.enquiry.flags,
    )


def test_the_slower_of_two_writers_is_told_and_loses_nothing(teacher, desks) -> None:
    draft = teacher.drafting.start()
    other_window = desks("teacher")
    other_window.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, (change("worry", "First"),))
    with pytest.raises(EnquiryChangedElsewhere) as refused:
        teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, (change("worry", "Second"),))
    assert refused.value.version_stored == refused.value.version_here + 1
    assert teacher.drafting.open(draft.enquiry.id).answers.get("worry") == "First"


def test_autosaves_write_no_event_but_a_section_visit_writes_one(teacher) -> None:
    draft = teacher.drafting.start()
    saved = teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, (change("worry", "a"),))
    teacher.drafting.save_changes(draft.enquiry.id, saved.version, (change("worry", "ab"),))
    teacher.drafting.edited_section(draft.enquiry.id, "worry")
    assert teacher.tags(draft.enquiry.id) == ["enquiry:started", "enquiry:edited"]


def test_a_colleague_cannot_open_it_but_the_lead_can(teacher, lead, desks) -> None:
    draft = teacher.drafting.start()
    with pytest.raises(NotAllowed):
        desks("visitor").drafting.open(draft.enquiry.id)
    assert lead.drafting.open(draft.enquiry.id).enquiry.id == draft.enquiry.id
    assert [e.id for e in lead.drafting.of_my_agency()] == [draft.enquiry.id]
    assert lead.drafting.mine() == ()


def test_the_list_is_narrowed_by_name(teacher) -> None:
    teacher.drafting.start(example("two-children"))
    urgent = teacher.drafting.start(example("urgent"))
    assert [e.id for e in teacher.drafting.mine("lusc")] == [urgent.enquiry.id]
    assert len(teacher.drafting.mine()) == 2


def test_a_deleted_draft_is_gone_from_sight_at_once_and_can_be_brought_back(teacher) -> None:
    draft = teacher.drafting.start()
    undo = teacher.drafting.delete(draft.enquiry.id)
    assert teacher.drafting.mine() == ()
    with pytest.raises(NotFound):
        teacher.drafting.open(draft.enquiry.id)
    teacher.drafting.undo_delete(undo)
    assert [e.id for e in teacher.drafting.mine()] == [draft.enquiry.id]


def test_after_ten_seconds_it_is_really_gone(teacher, clock) -> None:
    draft = teacher.drafting.start()
    undo = teacher.drafting.delete(draft.enquiry.id)
    clock.move(seconds=9)
    assert teacher.drafting.finish_deletions() == 0
    clock.move(seconds=2)
    with pytest.raises(NotFound):
        teacher.drafting.undo_delete(undo)
    assert teacher.drafting.finish_deletions() == 1
    with teacher.seat.store.read() as read, pytest.raises(NotFound):
        read.enquiry(draft.enquiry.id)
    assert teacher.tags(draft.enquiry.id)[-2:] == ["enquiry:deletion_asked", "enquiry:deleted"]


def test_closing_does_not_wait_for_the_ten_seconds(teacher) -> None:
    teacher.drafting.delete(teacher.drafting.start().enquiry.id)
    assert teacher.drafting.finish_deletions(at_once=True) == 1


def test_a_sent_enquiry_cannot_be_deleted_or_changed(teacher, sent) -> None:
    with pytest.raises(NotAllowed, match="withdrawn"):
        teacher.drafting.delete(sent.id)
    with pytest.raises(NotAllowed, match="stays as it was sent"):
        teacher.drafting.save_changes(sent.id, sent.version, (change("worry", "other"),))


def test_the_suggestion_waits_for_the_persons_own_level_and_reason(teacher) -> None:
    draft = teacher.drafting.start(example("level-2-health-visitor").with_answer("level_chosen", ("zofia",), None))
    with pytest.raises(NotReady, match="Choose the level"):
        teacher.drafting.reveal(draft.enquiry.id, "zofia")
    short = (change("level_chosen", "2", "zofia"), change("level_rationale", "Because.", "zofia"))
    saved = teacher.drafting.save_changes(draft.enquiry.id, draft.enquiry.version, short)
    with pytest.raises(NotReady, match="at least 60 characters"):
        teacher.drafting.reveal(draft.enquiry.id, "zofia")
    enough = (change("level_rationale", LONG_ENOUGH, "zofia"),)
    teacher.drafting.save_changes(draft.enquiry.id, saved.version, enough)
    shown = teacher.drafting.reveal(draft.enquiry.id, "zofia")
    assert (shown.first_level, shown.first_rationale) == ("2", LONG_ENOUGH)
    assert (shown.suggestion["suggested"], shown.suggestion["consider"]) == ("2", "3")


def test_the_first_choice_stays_whatever_is_chosen_later(teacher, clock) -> None:
    draft = teacher.drafting.start(example("two-children"))
    first = teacher.drafting.reveal(draft.enquiry.id, "amira")
    clock.move(minutes=5)
    later = (change("level_chosen", "4-S17", "amira"),)
    teacher.drafting.save_changes(draft.enquiry.id, teacher.version(draft.enquiry.id), later)
    assert teacher.drafting.reveal(draft.enquiry.id, "amira") == first
    assert teacher.drafting.open(draft.enquiry.id).revealed["amira"] == first
    assert teacher.tags(draft.enquiry.id).count("suggestion:revealed") == 1


def test_a_search_for_the_same_child_finds_slips_and_leaves_one_event(teacher) -> None:
    draft = teacher.drafting.start(example("two-children"))
    before = len(teacher.events())
    wanted = IndexedPerson("", "subject", "Ameera", "Pengelly Khan", birth="2019-03-14")
    found = teacher.drafting.similar(wanted)
    assert [match.enquiry.id for match in found] == [draft.enquiry.id]
    events = teacher.events()[before:]
    assert [event.tag for event in events] == ["child:searched"]
    assert "Ameera" not in str(events[0].details)


def test_a_search_does_not_reach_other_agencies(teacher, desks) -> None:
    teacher.drafting.start(example("two-children"))
    wanted = IndexedPerson("", "subject", "Amira", "Pengelly-Khan", birth="2019-03-14")
    assert desks("visitor").drafting.similar(wanted) == ()


def picture_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A camera that names its owner"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_an_attachment_is_kept_without_what_a_camera_says_of_itself(teacher) -> None:
    draft = teacher.drafting.start()
    value = teacher.drafting.add_attachment(draft.enquiry.id, "C:\\pictures\\note.jpg", picture_with_place())
    assert (value["file_name"], value["media_type"]) == ("note.jpg", "image/jpeg")
    with teacher.seat.store.read() as read:
        kept = read.attachment(str(value["id"]))[2]
    assert b"camera that names" not in kept
    assert len(kept) == value["size"]


def test_an_attachment_of_the_wrong_kind_is_refused(teacher) -> None:
    draft = teacher.drafting.start()
    with pytest.raises(AttachmentRefused):
        teacher.drafting.add_attachment(draft.enquiry.id, "note.exe", b"MZ\x00\x00")


def test_an_attachment_is_taken_away_from_its_own_enquiry_only(teacher) -> None:
    mine, other = teacher.drafting.start().enquiry, teacher.drafting.start().enquiry
    kept = str(teacher.drafting.add_attachment(mine.id, "note.jpg", picture_with_place())["id"])
    with pytest.raises(NotFound):
        teacher.drafting.remove_attachment(other.id, kept)
    teacher.drafting.remove_attachment(mine.id, kept)
    with teacher.seat.store.read() as read:
        assert read.attachments(mine.id) == ()


def test_a_draft_of_an_older_form_is_carried_over_with_a_notice(teacher, store) -> None:
    draft = teacher.drafting.start(
        Answers({Address("worry"): "Kept", Address("child_birth_date", ("x",)): FlexDate("2020")})
    )
    with store.write() as work:
        work.change_enquiry(draft.enquiry.id, version=draft.enquiry.version, at=teacher.seat.now(), form="older/1")
        work.commit()
    opened = teacher.drafting.open(draft.enquiry.id)
    assert "form has changed" in opened.notice
    assert opened.enquiry.form == teacher.seat.definitions.form_key
    assert opened.answers.get("worry") == "Kept"
    assert teacher.drafting.open(draft.enquiry.id).notice == ""


def test_withdrawing_asks_for_a_reason_and_keeps_it_out_of_the_trail(teacher, sent) -> None:
    with pytest.raises(Exception, match="few words why"):
        teacher.drafting.withdraw(sent.id, " ")
    assert teacher.drafting.withdraw(sent.id, "Sent twice by mistake").status == "withdrawn"
    assert all("twice" not in str(event.details) for event in teacher.events(sent.id))


def test_what_the_hub_has_opened_cannot_be_withdrawn(teacher, worker, sent) -> None:
    worker.queue.open(sent.id)
    with pytest.raises(NotAllowed, match="Ring the Hub"):
        teacher.drafting.withdraw(sent.id, "Changed my mind")
