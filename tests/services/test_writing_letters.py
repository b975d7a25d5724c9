"""Letters on the real store: acknowledged at once, composed, edited, previewed, sent, read by the referrer, answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from enquiry_app.enquiry.hub_records import ChildDecision, InformationCheck, Letter, Task, letter_copy
from enquiry_app.errors import AppError, EnquiryChangedElsewhere, NotAllowed, NotFound, NotReady
from enquiry_app.security.new_ids import new_id
from enquiry_app.services.deciding import DecisionInput
from enquiry_app.services.moving import WrongMoment
from tests.fixtures_store import NOON
from tests.services.deciding.conftest import DETAILS, WHY, children_of

SECRET = "His uncle has been seen at the flat with a knife by a covert source"


def letters_of(desk, enquiry_id, **where) -> tuple[Letter, ...]:
    with desk.seat.store.read() as read:
        return read.hub_records(Letter, enquiry_id, **where)


def enquiry_of(desk, enquiry_id):
    with desk.seat.store.read() as read:
        return read.enquiry(enquiry_id)


def decide(worker, manager, enquiry_id, outcome="D5", level="4-S17", rating="green", rationale=WHY):
    if not enquiry_of(worker, enquiry_id).rating:
        worker.triage.take(enquiry_id)
        worker.triage.rate(enquiry_id, rating, "", worker.version(enquiry_id))
    made = tuple(ChildDecision(child, outcome, level, "N1") for child in children_of(worker, enquiry_id))
    given = DecisionInput(made, rationale, "The unborn baby too.", "yes", "", DETAILS[outcome])
    drafted = worker.decisions.draft(enquiry_id, given, 0)
    handed = worker.decisions.submit(drafted.id, drafted.version)
    return manager.decisions.decide(handed.id, handed.version)


def put(desk, record):
    with desk.seat.store.write() as work:
        work.add_hub_record(record)
        work.commit()


def task(desk, enquiry_id, what, **changes) -> None:
    me, made = desk.seat.person.id, {"who": "Jo Reed", "due_at": NOON + dt.timedelta(days=2), **changes}
    put(desk, Task(new_id(), 1, enquiry_id, "action", "", "open", NOON, me, what=what, **made))


@pytest.fixture
def manager(desks):
    return desks("manager")


@pytest.fixture
def decided(worker, manager, sent):
    return decide(worker, manager, sent.id)


# --- acknowledgement


def test_the_first_opening_acknowledges_at_once_and_only_once(worker, teacher, sent) -> None:
    worker.queue.open(sent.id)
    (letter,) = letters_of(worker, sent.id)
    assert (letter.kind, letter.status, letter.how) == ("acknowledgement", "sent", "app")
    assert sent.reference in letter.parts["received"]
    assert "Monday 23 November 2026 at 12:00" in letter.parts["received"]
    assert "Tuesday 24 November 2026 at 12:00" in letter.parts["next"]
    assert "out_of_hours" not in letter.parts
    assert enquiry_of(worker, sent.id).acknowledged_at == NOON
    assert "letter:acknowledged" in worker.tags(sent.id)
    worker.queue.open(sent.id)
    assert len(letters_of(worker, sent.id)) == 1
    with pytest.raises(WrongMoment):
        worker.letters.acknowledge(sent.id)
    assert [each.id for each in teacher.letters.for_referrer(sent.id)] == [letter.id]


def test_what_arrives_at_night_says_when_it_is_looked_at(worker, teacher, clock) -> None:
    from tests.services.conftest import example

    clock.move(hours=9)
    draft = teacher.drafting.start(example("two-children"))
    late = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
    worker.queue.open(late.id)
    (letter,) = letters_of(worker, late.id)
    assert "on Tuesday 24 November 2026 at 09:00" in letter.parts["out_of_hours"]
    assert "0300 456 4876" in letter.parts["out_of_hours"]


def test_one_taken_from_the_queue_is_acknowledged_too(worker, sent) -> None:
    worker.triage.take(sent.id)
    assert enquiry_of(worker, sent.id).acknowledged_at == NOON


# --- composing and editing


def test_it_is_composed_from_the_final_decision_and_not_before(worker, manager, sent) -> None:
    with pytest.raises(WrongMoment):
        worker.letters.compose(sent.id) if worker.queue.open(sent.id) else None
    final = decide(worker, manager, sent.id)
    letter = worker.letters.compose(sent.id)
    assert letter.decision_id == final.id
    assert letter.variant == letter.suggested == "professional"
    assert "section 17" in letter.parts["outcome"]
    assert "Child in need (section 17)" in letter.parts["why"]
    assert "Allocated worker: Jo Reed" in letter.parts["next"]
    assert worker.letters.compose(sent.id) == letter


def test_the_later_of_two_writers_is_refused_and_nothing_is_lost(worker, manager, sent, decided) -> None:
    letter = worker.letters.compose(sent.id)
    first = worker.letters.save(letter.id, {"ask": "Ring us on Friday."}, letter.version)
    with pytest.raises(EnquiryChangedElsewhere):
        manager.letters.save(letter.id, {"ask": "Something else"}, letter.version)
    assert worker.letters.of(sent.id)[-1].parts["ask"] == "Ring us on Friday."
    assert set(first.parts) == set(letter.parts)


def test_another_variant_needs_a_reason_and_gives_the_words_back(worker, sent, decided) -> None:
    letter = worker.letters.compose(sent.id)
    letter = worker.letters.save(letter.id, {"ask": "Ring us on Friday."}, letter.version)
    with pytest.raises(AppError, match="Say why"):
        worker.letters.choose_variant(letter.id, "public", "", letter.version)
    public = worker.letters.choose_variant(letter.id, "public", "It is the grandmother", letter.version)
    assert "section 17" not in " ".join(public.parts.values())
    assert "cold" not in " ".join(public.parts.values())
    back = worker.letters.choose_variant(public.id, "professional", "", public.version)
    assert back.parts["ask"] == "Ring us on Friday."


def test_the_answers_suggest_the_variant(worker, manager, teacher) -> None:
    from tests.services.conftest import example

    answers = example("two-children")
    for kind, expected in (("public", "public"), ("anonymous", "anonymous"), ("childminder", "professional")):
        draft = teacher.drafting.start(answers.with_answer("referrer_agency_type", (), kind))
        one = teacher.submitting.send(draft.enquiry.id, draft.enquiry.version).enquiry
        decide(worker, manager, one.id)
        assert worker.letters.compose(one.id).variant == expected


def test_an_anonymous_one_cannot_be_sent(worker, sent, decided) -> None:
    letter = worker.letters.compose(sent.id)
    letter = worker.letters.choose_variant(letter.id, "anonymous", "Nobody is named in it", letter.version)
    with pytest.raises(NotReady) as refused:
        worker.letters.send(letter.id, "app", letter.version)
    assert [each.part for each in refused.value.problems] == ["variant"]


def test_never_by_post_where_post_is_not_safe(worker, sent, decided) -> None:
    letter = worker.letters.compose(sent.id)
    letter = worker.letters.choose_variant(letter.id, "no_post", "The father reads the post", letter.version)
    with pytest.raises(NotReady) as refused:
        worker.letters.send(letter.id, "post", letter.version)
    assert [each.part for each in refused.value.problems] == ["how"]
    assert worker.letters.send(letter.id, "phone", letter.version).status == "sent"


# --- what must stay out


def check(desk, enquiry_id, answer, **changes) -> None:
    me = desk.seat.person.id
    put(desk, InformationCheck(new_id(), 1, enquiry_id, "", "answered", NOON, me, NOON, answer=answer, **changes))


@pytest.mark.parametrize("flag", [{"police_only": True}, {"may_share": "no"}])
def test_what_must_not_be_passed_on_is_left_out_and_held_back(worker, manager, sent, flag) -> None:
    worker.queue.open(sent.id)
    check(worker, sent.id, SECRET, **flag)
    decide(worker, manager, sent.id, rationale=f"{WHY} {SECRET}. The children are safe for now.")
    task(worker, sent.id, f"Find out why {SECRET.lower()}")
    letter = worker.letters.compose(sent.id)
    assert "knife" not in str(letter.parts)
    letter = worker.letters.save(letter.id, {"next": f"We know that {SECRET.lower()}."}, letter.version)
    with pytest.raises(NotReady) as refused:
        worker.letters.send(letter.id, "app", letter.version, names_allowed=True)
    assert [each.part for each in refused.value.problems] == ["next"]
    assert "knife" not in str(refused.value) + str(refused.value.problems)
    letter = worker.letters.save(letter.id, {"next": "A social worker visits."}, letter.version)
    sent_letter = worker.letters.send(letter.id, "app", letter.version)
    assert "knife" not in str(sent_letter.parts) + str(sent_letter.actions)


def test_somebody_else_named_is_asked_about_once(worker, sent, decided) -> None:
    with worker.seat.store.read() as read:
        answers = read.sent_version(sent.id).answers
    member = answers.items_of("household")[0]
    name = str(answers.get("member_given_names", (member,))).split()[0]
    letter = worker.letters.compose(sent.id)
    letter = worker.letters.save(letter.id, {"ask": f"Please speak to {name} kindly."}, letter.version)
    with pytest.raises(NotReady) as refused:
        worker.letters.send(letter.id, "app", letter.version)
    assert [each.part for each in refused.value.problems] == ["names"]
    assert worker.letters.send(letter.id, "app", letter.version, names_allowed=True).status == "sent"


def test_a_parent_who_does_something_is_asked_about_not_left_out(worker, sent, decided) -> None:
    with worker.seat.store.read() as read:
        answers = read.sent_version(sent.id).answers
    name = str(answers.get("member_given_names", answers.items_of("household")[:1])).split()[0]
    task(worker, sent.id, "Take the children to the dentist", who=name)
    letter = worker.letters.compose(sent.id)
    assert name in str(worker.letters.actions(letter.id))
    (problem,) = worker.letters.problems(letter.id, "app")
    assert problem.message.startswith("“Who is doing what” names")
    assert name in str(worker.letters.send(letter.id, "app", letter.version, names_allowed=True).actions)


def test_typing_leaves_one_event_for_each_who_writes(worker, manager, sent, decided) -> None:
    letter = worker.letters.compose(sent.id)
    for desk, words in ((worker, "One"), (worker, "Two"), (manager, "Three")):
        letter = desk.letters.save(letter.id, {"ask": words}, letter.version)
    assert worker.tags(sent.id).count("letter:edited") == 2


# --- sending


def test_sending_freezes_it_keeps_its_paper_and_stops_the_clock(worker, teacher, sent, decided, clock) -> None:
    task(worker, sent.id, "Visit the family")
    task(worker, sent.id, "Not for the letter", in_letter=False)
    letter = worker.letters.compose(sent.id)
    with pytest.raises(EnquiryChangedElsewhere):
        worker.letters.send(letter.id, "app", letter.version + 1)
    done = worker.letters.send(letter.id, "app", letter.version)
    assert {"who": "Jo Reed", "what": "Visit the family", "by": "Wednesday 25 November 2026"} in done.actions
    assert "Not for the letter" not in str(done.actions)
    enquiry = enquiry_of(worker, sent.id)
    assert (enquiry.feedback_at, enquiry.due_at, enquiry.status) == (NOON, None, "feedback_due")
    assert {"letter:sent", "document:made"} <= set(worker.tags(sent.id))
    with worker.seat.store.read() as read:
        kept = read.document(sent.id, letter_copy(letter.id))
    assert kept.startswith(b"%PDF")
    clock.move(hours=3)
    assert teacher.letters.letter_pdf(letter.id).data == worker.letters.preview(letter.id) == kept
    with pytest.raises(WrongMoment):
        worker.letters.save(letter.id, {"ask": "More"}, done.version)
    with pytest.raises(WrongMoment):
        worker.letters.compose(sent.id)


def test_a_changed_decision_needs_a_new_letter(desks, worker, manager, sent, decided, clock) -> None:
    first = worker.letters.compose(sent.id)
    worker.letters.send(first.id, "app", first.version)
    clock.move(hours=1)
    given = DecisionInput(
        tuple(ChildDecision(child, "D8", "4-S17", "N1") for child in children_of(worker, sent.id)),
        WHY, "Both", "yes", "", DETAILS["D8"], because="The case was open all along",
    )  # fmt: skip
    waiting = manager.decisions.change(decided.id, given, given.because, decided.version)
    assert worker.letters.told(sent.id) is not None, "the earlier decision stands until a second manager agrees"
    final = desks("second").decisions.decide(waiting.id, waiting.version)
    assert worker.letters.told(sent.id) is None
    second = worker.letters.compose(sent.id)
    assert second.id != first.id
    assert "Jo Reed" in second.parts["next"]
    assert worker.letters.send(second.id, "app", second.version).decision_id == final.id


def test_a_draft_about_an_earlier_decision_is_composed_anew(desks, worker, manager, sent, decided, clock) -> None:
    draft = worker.letters.compose(sent.id)
    draft = worker.letters.save(draft.id, {"ask": "Old words"}, draft.version)
    clock.move(minutes=1)
    made = tuple(ChildDecision(child, "D8", "4-S17", "N1") for child in children_of(worker, sent.id))
    given = DecisionInput(made, WHY, "Both", "yes", "", DETAILS["D8"])
    waiting = manager.decisions.change(decided.id, given, "The case was open all along", decided.version)
    desks("second").decisions.decide(waiting.id, waiting.version)
    with pytest.raises(WrongMoment):
        worker.letters.send(draft.id, "app", draft.version)
    anew = worker.letters.compose(sent.id)
    assert (anew.id, anew.kept["earlier_decision"]["ask"]) == (draft.id, "Old words")
    assert anew.parts["ask"] != "Old words"


def test_what_triage_passed_on_is_told_without_a_decision_record(worker, sent) -> None:
    worker.triage.take(sent.id)
    worker.triage.link_to_open_case(sent.id, "Jo Reed", "01632 960112", "Known since May", worker.version(sent.id))
    worker.triage.answer_due(sent.id, worker.version(sent.id))
    letter = worker.letters.compose(sent.id)
    assert "Allocated worker: Jo Reed" in letter.parts["next"]
    assert "Telephone: 01632 960112" in letter.parts["next"]
    assert "Known since May" not in str(letter.parts)
    assert worker.letters.send(letter.id, "app", letter.version).status == "sent"


@pytest.mark.parametrize(
    ("reason", "words", "good"),
    [("anonymous", "", True), ("unsafe", "", False), ("unsafe", "The referrer lives with him", True),
     ("unreachable_after_two_tries", "twice", False), ("other", "Because of it all", False)],
)  # fmt: skip
def test_why_nobody_can_be_told_is_a_code(worker, sent, decided, reason, words, good) -> None:
    if not good:
        with pytest.raises(AppError):
            worker.letters.no_feedback(sent.id, reason, words)
        assert letters_of(worker, sent.id, kind="none") == ()
        return
    kept = worker.letters.no_feedback(sent.id, reason, words)
    assert worker.letters.told(sent.id) == kept
    assert enquiry_of(worker, sent.id).feedback_at == NOON
    event = next(each for each in worker.events(sent.id) if each.tag == "letter:none")
    assert words not in str(event.details) or not words


# --- the referrer


@pytest.fixture
def sent_letter(worker, sent, decided):
    draft = worker.letters.compose(sent.id)
    return worker.letters.send(draft.id, "app", draft.version)


def test_the_referrer_answers_once_after_reading(teacher, lead, worker, sent, sent_letter) -> None:
    shown = teacher.progress.of(sent.id).letters[-1]
    said = teacher.letters.useful(shown.id, "partly", "Say who visits", shown.version)
    assert (said.useful, said.useful_words) == ("partly", "Say who visits")
    with pytest.raises(WrongMoment):
        lead.letters.useful(shown.id, "no", "", said.version)
    event = next(each for each in worker.events(sent.id) if each.tag == "letter:useful")
    assert "visits" not in str(event.details)


def test_only_the_agency_reads_it_and_never_a_draft(teacher, desks, worker, manager, sent, decided) -> None:
    draft = worker.letters.compose(sent.id)
    with pytest.raises(NotFound):
        teacher.letters.letter_pdf(draft.id)
    assert [each.kind for each in teacher.letters.for_referrer(sent.id)] == ["acknowledgement"]
    sent_one = worker.letters.send(draft.id, "app", draft.version)
    for stranger in ("visitor", "admin", "checker"):
        desk = desks(stranger)
        for call in (
            lambda d=desk: d.letters.letter_pdf(sent_one.id), lambda d=desk: d.letters.for_referrer(sent.id),
            lambda d=desk: d.letters.preview(sent_one.id), lambda d=desk: d.letters.useful(sent_one.id, "yes", "", 1),
            lambda d=desk: d.letters.compose(sent.id), lambda d=desk: d.letters.send(sent_one.id, "app", 1),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                call()
    with pytest.raises(NotAllowed):
        teacher.letters.compose(sent.id)


def test_a_letter_stands_even_if_its_paper_cannot_be_made(desks, worker, teacher, sent, decided) -> None:
    from enquiry_app.errors import DocumentError
    from enquiry_app.services.writing_letters import Letters

    def broken(kind, content):
        raise DocumentError("No paper.")

    letter = worker.letters.compose(sent.id)
    Letters(replace(worker.seat, make_document=broken)).send(letter.id, "app", letter.version)
    assert "document:missing" in worker.tags(sent.id)
    assert teacher.letters.letter_pdf(letter.id).data.startswith(b"%PDF")
