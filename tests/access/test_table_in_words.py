"""The table of roles in words and on paper is the table that is enforced."""

from __future__ import annotations

from enquiry_app.enquiry.access_words import likely_ties
from enquiry_app.enquiry.people_rules import fault_in_display_name, fault_in_user_name
from enquiry_app.enquiry.permission_words import SCOPE_WORDS, permission_groups
from enquiry_app.enquiry.permissions import PERMISSIONS, REFUSALS
from enquiry_app.enquiry.records import ROLES, Person
from enquiry_app.services.ports import IndexedPerson


def test_every_action_stands_in_the_table_once_with_the_scope_of_each_role() -> None:
    lines = [line for group in permission_groups() for line in group.lines]
    assert sorted(line.action for line in lines) == sorted(PERMISSIONS)
    for line in lines:
        assert line.roles == tuple(SCOPE_WORDS[PERMISSIONS[line.action].get(role, "")] for role in ROLES)


def test_every_action_has_words_and_a_refusal() -> None:
    assert set(REFUSALS) == set(PERMISSIONS)
    assert [group.heading for group in permission_groups()][-1] != "Other", "give it words in permission_words.py"


def test_the_table_is_printed_for_partners_and_that_is_on_record(teacher) -> None:
    made = teacher.roles.pdf()
    assert made.page_count >= 1
    assert made.data.startswith(b"%PDF")
    assert "roles:printed" in teacher.tags()


def test_names_of_rooms_and_roles_are_no_accounts() -> None:
    for name in ("admin", "office", "school", "reception", "school.office", "hub-desk2", "Teacher"):
        assert fault_in_user_name(name), name
    for name in ("jo.penrose", "jpenrose", "office.jo", "merryn"):
        assert not fault_in_user_name(name), name
    for name in ("Office", "School Office", "", "Reception Desk", "Jo"):
        assert fault_in_display_name(name), name
    for name in ("Jo Penrose", "Ada Admin", "Ngozi O’Neill-Smith"):
        assert not fault_in_display_name(name), name


def somebody(name: str, person_id: str = "me") -> Person:
    return Person(person_id, "x", name, "", "hub_worker", "a", "Hub")


def family(*people: tuple[str, str, str]) -> list[IndexedPerson]:
    return [IndexedPerson(str(n), part, given, surname) for n, (part, given, surname) in enumerate(people)]


def test_the_same_family_name_is_a_question_and_the_same_whole_name_another() -> None:
    child = family(("subject", "Amira", "Penrose"))
    assert "same family name" in likely_ties(somebody("Dr Jo PENROSE"), (), child)[0]
    assert "same name" in likely_ties(somebody("Amira Penrose"), (), child)[0]
    assert not likely_ties(somebody("Jo Penros"), (), child)
    assert not likely_ties(somebody("Penrose Jones"), (), child)


def test_an_adult_with_a_colleagues_name_is_a_question_to_everybody_else() -> None:
    colleague = somebody("Sam Trevose", "them")
    home = family(("subject", "Amira", "Penrose"), ("household", "Samuel", "Trevose"), ("household", "Sam", "Trevose"))
    assert likely_ties(somebody("Jo Hale"), (colleague,), home) == (
        "An adult in this enquiry has the same name as Sam Trevose, who uses this app too.",
    )
    assert not likely_ties(somebody("Jo Hale"), (colleague,), home[:2])
