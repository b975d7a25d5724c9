"""Every fault of a form definition is found, all at once, with file, key, line and the nearest known name."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_form import load_form
from enquiry_app.errors import DefinitionError
from tests.definitions.small_forms import FILES, PEOPLE, STORY, edited, write_form

P, S, F = "sections/people.toml", "sections/story.toml", "form.toml"
TOLD = 'id = "told"'
WHY = 'show_when = { question = "told", is = "no" }'


def faults_of(folder, changes=None):
    with pytest.raises(DefinitionError) as caught:
        load_form(write_form(folder, changes))
    return caught.value.faults


def test_the_small_form_is_sound(tmp_path):
    form = load_form(write_form(tmp_path))
    assert [s.id for s in form.sections] == ["people", "story"]
    assert form.question("call_name").label == "Who?"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (S, 'kind = "yes_no"', 'kind = "yes_know"', '"yes_know" is not known; did you mean "yes_no"?'),
        (S, 'label = "Told?"', 'labell = "Told?"', 'is not a known key; did you mean "label"?'),
        (S, 'label = "Told?"', 'label = " "', "is missing or empty"),
        (S, 'label = "Told?"', "label = 3", "must be a text, or texts by language"),
        (S, 'label = "Told?"', 'label = { cy = "x" }', 'has no English text ("en")'),
        (S, 'label = "Told?"', 'label = "Told?"\nstage = "X"', '"X" is not known'),
        (S, 'label = "Told?"', 'label = "Told?"\nseverity = "blok"', 'did you mean "block"?'),
        (S, 'label = "Told?"', 'label = "Told?"\nchecks = ["not_in_the_future"]', 'did you mean "not_in_future"?'),
        (S, 'label = "Told?"', 'label = "Told?"\ncopies = ["hubb"]', 'did you mean "hub"?'),
        (S, 'label = "Told?"', 'label = "Told?"\nabsences = ["unknown"]', '"unknown" is not known'),
        (S, 'label = "Told?"', 'label = "Told?"\nabsences = ["not_known", "not_known"]', "stands twice"),
        (S, 'label = "Told?"', 'label = "Told?"\nmax_length = -1', "must not be negative"),
        (S, 'label = "Told?"', 'label = "Told?"\nmax_length = true', "must be a whole number"),
        (S, 'label = "Told?"', 'label = "Told?"\nabsence_reason = "no"', "must be true or false"),
        (S, 'label = "Told?"', 'label = "Told?"\nchecks = "percent"', "must be a list of texts"),
        (S, 'label = "Told?"', 'label = "Told?"\nlayout = "wid"', 'did you mean "wide"?'),
        (S, 'label = "Told?"', 'label = "Told?"\ncarry = "home"', '"home" is not known'),
        (S, 'label = "Told?"', 'label = "Told?"\nplacing = { place = "whom" }', 'did you mean "who"?'),
        (S, 'label = "Told?"', 'label = "Told?"\nneeded_when = { fact = "urgent", is = "yes" }', "without a stage"),
        (S, 'label = "Told?"', 'label = "Told?"\nchoices = [{code="a", label="A"}]', "yes_no has no choices"),
        (S, 'label = "Told?"', 'label = "Told?"\ncollection = "calls"', "only a question of kind items"),
        (S, TOLD, 'id = "Told It"', "must be small letters"),
        (S, TOLD, 'kinds = "x"', "is missing"),
        (S, TOLD, 'id = "old_name"', 'the id "old_name" is retired'),
        (S, TOLD, 'id = "given"', 'the question id "given" is used twice'),
        (S, WHY, 'show_when = { question = "tld", is = "no" }', 'there is no question "tld"; did you mean "told"?'),
        (S, WHY, 'show_when = { question = "old_name", is = "x" }', 'it is now "given"'),
        (S, WHY, 'show_when = { question = "told", is = "nope" }', 'cannot be answered "nope"'),
        (S, WHY, 'show_when = { question = "told", is = "absent:declined" }', 'cannot be answered "absent:declined"'),
        (S, WHY, 'show_when = { fact = "urgnt", is = "yes" }', 'there is no fact "urgnt"; did you mean "urgent"?'),
        (S, WHY, 'show_when = { fact = "urgent", is = "true" }', 'the fact "urgent" is never "true"'),
        (S, WHY, 'show_when = { fact = "age", is = "5-9" }', 'the fact "age" is never "5-9"'),
        (S, WHY, 'show_when = { question = "why", answered = true }', "decide whether it is itself shown"),
        (S, WHY, 'show_when = { question = "told" }', "exactly one of is, is_not, any_of, answered"),
        (S, WHY, 'show_when = { question = "told", is = "no", is_not = "yes" }', "exactly one of"),
        (S, WHY, 'show_when = { is = "no" }', 'names one "question" or one "fact"'),
        (S, WHY, 'show_when = { question = "told", any_of = [] }', "needs at least one value"),
        (S, WHY, "show_when = { all = [] }", "needs at least one condition"),
        (S, WHY, 'show_when = { question = "told", is = "no", iz = "x" }', "is not a known key"),
        (S, WHY, 'show_when = "told"', "must be a table"),
        (S, 'id = "call_name"\nkind = "text"', 'id = "call_name"\nkind = "items"', "rows cannot hold rows"),
        (S, 'kind = "items"\nlabel = "Calls"', 'kind = "text"\nlabel = "Calls"', "only a question of kind items has"),
        (S, 'id = "story"', 'id = "storey"', 'must be "story", as the file is called'),
        (S, 'title = "Story"', 'title = "Story"\nscreen = "matrx"', 'did you mean "matrix"?'),
        (S, 'title = "Story"', 'title = "Story"\ncollection = "childern"', 'did you mean "children"?'),
        (P, 'code_list = "sex"', 'code_list = "sexes"', 'there is no code list "sexes"; did you mean "sex"?'),
        (P, 'code_list = "sex"\n', "", "needs choices or a code_list"),
        (P, 'code_list = "sex"', 'code_list = "sex"\nchoices = [{code="a", label="A"}]', "not both"),
        (P, 'id = "homes"', 'id = "homs"', "its collection"),
        (F, 'parent = "children"', 'parent = "childs"', '"childs" is not a collection; did you mean "children"?'),
        (F, 'parent = "children"\n', "", 'the parent of its collection "homes" must be "children"'),
        (F, 'title_from = ["given"]', 'title_from = ["told"]', '"told" is not a question of this collection'),
        (F, '"people", "story"', '"people", "story", "people"', "stands twice"),
        (F, '"people", "story"', '"people"', "no group of form.toml lists this section"),
        (F, '"people", "story"', '"people", "story", "end"', "the file is missing"),
        (F, 'title = "Small form"', 'title = "Small form"\nowners = "x"', 'did you mean "owner"?'),
        (F, 'version = "1"\n', "", "is missing or empty"),
        (F, 'plural = "calls"', 'plural = "calls"\nminimum = 3\nmaximum = 2', "is above the maximum"),
        ("code_lists/sex.toml", 'code = "M"', 'code = "F"', '"F" stands twice'),
        ("code_lists/sex.toml", 'code = "M"', 'code = "M", valid_from = "May"', "must be a date such as"),
        ("code_lists/sex.toml", 'id = "sex"', 'id = "sexx"', 'must be "sex"'),
        ("retired.toml", 'old_name = "given"', 'old_name = "givn"', 'leads to "givn"'),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_stands(tmp_path, file, old, new, words):
    faults = faults_of(tmp_path, edited(file, old, new))
    assert any(words in str(fault) for fault in faults), [str(f) for f in faults]


def test_every_fault_is_reported_at_once(tmp_path):
    story = STORY.replace('kind = "yes_no"', 'kind = "yesno"').replace('label = "Why?"', 'label = ""')
    people = PEOPLE.replace('code_list = "sex"', 'code_list = "sexx"')
    faults = faults_of(tmp_path, {S: story, P: people})
    assert {(f.file, f.key.rpartition(".")[2]) for f in faults} == {(S, "kind"), (S, "label"), (P, "code_list")}


def test_a_fault_names_the_line_and_the_path_by_ids(tmp_path):
    changes = edited(P, 'kind = "date"', 'kind = "dat"')
    (fault,) = faults_of(tmp_path, changes)
    assert fault.key == "pages.who.questions.homes.questions.home_until.kind"
    lines = changes[P].splitlines()
    assert lines[fault.line - 1] == 'kind = "dat"'
    assert str(fault).startswith(f"{P}:{fault.line}: ")


def test_lines_are_right_in_later_pages_and_rows(tmp_path):
    text = (
        STORY + '\n[[pages]]\nid = "more"\ntitle = "More"\n\n[[pages.questions]]\nid = "x"\nkind = "tex"\nlabel = "X"\n'
    )
    (fault,) = faults_of(tmp_path, {S: text})
    assert text.splitlines()[fault.line - 1] == 'kind = "tex"'


def test_files_that_are_no_toml_are_named_with_their_line(tmp_path):
    faults = faults_of(tmp_path, {S: 'id = "story"\ntitle = \n', "code_lists/sex.toml": "choices = [\n"})
    broken = {fault.file: fault.line for fault in faults if "not valid TOML" in fault.message}
    assert broken[S] == 2
    assert "code_lists/sex.toml" in broken


def test_a_missing_form_file_is_one_plain_fault(tmp_path):
    faults = faults_of(tmp_path, {"form.toml": None})
    assert [str(f) for f in faults] == ["form.toml: the file is missing"]


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    write_form(tmp_path)
    (tmp_path / S).write_bytes(b'id = "\xff"')
    faults = faults_of(tmp_path, {S: None})
    assert any(f.file == S and "UTF-8" in f.message for f in faults)


def test_another_collections_item_cannot_be_reached(tmp_path):
    changes = edited(
        S, 'label = { en = "Who?", cy = "Pwy?" }', 'label = "Who?"\nshow_when = { question = "sex", is = "F" }'
    )
    assert any("cannot be reached" in f.message for f in faults_of(tmp_path, changes))


def test_a_childs_fact_cannot_be_reached_from_another_collection(tmp_path):
    changes = edited(
        S, 'label = { en = "Who?", cy = "Pwy?" }', 'label = "Who?"\nshow_when = { fact = "unborn", is = "yes" }'
    )
    assert any("is of one child" in f.message for f in faults_of(tmp_path, changes))


def test_a_top_level_condition_may_ask_about_an_item(tmp_path):
    changes = edited(S, WHY, 'show_when = { question = "home_until", answered = true }')
    assert load_form(write_form(tmp_path, changes)).question("why").show_when is not None


def test_conditions_in_a_circle_are_found(tmp_path):
    changes = edited(S, 'label = "Told?"', 'label = "Told?"\nshow_when = { question = "why", answered = true }')
    assert any("go in a circle: told → why → told" in f.message for f in faults_of(tmp_path, changes))


def test_unused_collections_and_empty_sections_are_faults(tmp_path):
    form = FILES[F] + '\n[[collections]]\nid = "spare"\nsingular = "x"\nplural = "y"\n'
    faults = faults_of(tmp_path, {F: form, S: 'id = "story"\ntitle = "Story"\n'})
    words = " ".join(str(f) for f in faults)
    assert "uses this collection" in words
    assert "the section has no pages" in words


def test_answered_false_means_not_answered(tmp_path):
    form = load_form(write_form(tmp_path, edited(S, WHY, 'show_when = { question = "told", answered = false }')))
    condition = form.question("why").show_when
    assert (condition.operator, condition.conditions[0].operator) == ("not", "answered")


def test_finished_is_asked_on_the_last_page_unless_that_is_conditional(tmp_path):
    form = load_form(write_form(tmp_path / "a"))
    assert form.section("story").pages[-1].questions[-1].id == "story_finished"
    assert form.question("story_finished").copies == ()
    changes = edited(S, 'title = "What?"', 'title = "What?"\nshow_when = { fact = "urgent", is = "no" }')
    form = load_form(write_form(tmp_path / "b", changes))
    assert form.section("story").pages[-1].id == "story_finished_page"


def test_code_lists_may_lie_beside_the_form(tmp_path):
    write_form(tmp_path / "form")
    (tmp_path / "form" / "code_lists").rename(tmp_path / "code_lists")
    assert load_form(tmp_path / "form").code_lists["sex"].choice("F").label == "Female"


LINES = [(file, number) for file, text in FILES.items() for number in range(len(text.splitlines()))]
JUNK = st.sampled_from(
    [
        "",
        "id = 3",
        "[[pages]]",
        "[pages]",
        'kind = ""',
        "show_when = {}",
        "questions = []",
        "pages = 1",
        "]]",
        "id = []",
    ]
)


@given(st.lists(st.tuples(st.sampled_from(LINES), JUNK), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_spoilt_definition_is_loaded_or_refused_with_faults_never_an_accident(spoilt):
    lines = {file: text.splitlines() for file, text in FILES.items()}
    for (file, number), junk in spoilt:
        lines[file][number] = junk
    with tempfile.TemporaryDirectory() as folder:
        write_form(Path(folder), {file: "\n".join(text) + "\n" for file, text in lines.items()})
        found = found_by_loading(Path(folder))
    assert found is None or (found and all(fault.message and fault.file for fault in found))


def found_by_loading(folder):
    """The faults, or None if the form is sound."""
    try:
        load_form(folder)
    except DefinitionError as error:
        return error.faults
    return None
