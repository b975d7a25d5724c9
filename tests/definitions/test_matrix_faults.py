"""Every fault of a matrix is found, all at once, with file, key, line and the nearest known name."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.errors import DefinitionError
from enquiry_app.resource_files import resource

T, P, H, B = "matrix.toml", "pathways.toml", "dimensions/HEA.toml", "dimensions/BAS.toml"


def copy_matrix(folder: Path, changes=()) -> Path:
    """The shipped matrix in `folder`, with (file, old, new) changes; the first place of `old` only."""
    (folder / "dimensions").mkdir(parents=True)
    for file in (*resource("matrix").iterdir(), *resource("matrix", "dimensions").iterdir()):
        if file.name.endswith(".toml"):
            inside = "" if file.name in (T, P) else "dimensions"
            (folder / inside / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    for name, old, new in changes:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def faults_of(folder, *changes):
    with pytest.raises(DefinitionError) as caught:
        load_matrix(copy_matrix(folder / "matrix", changes))
    return caught.value.faults


def test_the_copy_is_sound(tmp_path):
    assert load_matrix(copy_matrix(tmp_path / "matrix")) == load_matrix()


def test_words_by_language_and_own_search_words_are_read(tmp_path):
    old = 'text = "Any bruise or injury in a baby who is not yet mobile"'
    new = 'text = { en = "Any mark in a baby", cy = "x" }\nsynonyms = ["blotch"]'
    indicator = load_matrix(copy_matrix(tmp_path / "matrix", [(H, old, new)])).indicator("HEA4b")
    assert indicator.text == "Any mark in a baby"
    assert indicator.synonyms == ("blotch",)


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        (H, 'id = "HEA2a"', 'id = "HEA2A"', "indicators.HEA2A.id", 'for example "HEA2a"'),
        (H, 'id = "HEA2b"', 'id = "HEA2a"', "indicators.HEA2a.id", '"HEA2a" stands twice (also in dimensions/HEA'),
        (B, 'id = "BAS2a"', 'id = "HEA2a"', "indicators.HEA2a.id", "must be BAS, the level and a letter"),
        (H, 'id = "HEA2a"', 'ids = "HEA2a"', "indicators[6].ids", 'not a known key; did you mean "id"?'),
        (H, "level = 1", "level = 5", "indicators.HEA1a.level", "must be 1, 2, 3 or 4"),
        (H, "level = 1", "level = 2", "indicators.HEA1a.level", "must be 1, the digit in the id"),
        (H, "level = 1", "level = true", "indicators.HEA1a.level", "must be a whole number"),
        (H, "text = ", "txt = ", "indicators.HEA1a.text", "is missing or empty"),
        (H, 'ages = ["UB"]', 'ages = ["UN"]', "indicators.HEA1c.ages", "must be UB (unborn) or years from and to"),
        (H, 'ages = ["11-17"]', 'ages = ["17-11"]', "indicators.HEA1d.ages", "must run upwards and end at 17"),
        (H, 'ages = ["11-17"]', 'ages = ["11-18"]', "indicators.HEA1d.ages", "end at 17 at the latest"),
        (H, 'ages = ["11-17"]', 'ages = "11-17"', "indicators.HEA1d.ages", "must be a list of texts"),
        (H, 'flags = ["S47"]', 'flags = ["S74"]', "indicators.HEA4a.flags", '"S74" is not known; did you mean "S47"?'),
        (H, 'flags = ["S47"]', 'flags = ["S47", "S47"]', "indicators.HEA4a.flags", '"S47" stands twice'),
        (H, 'code = "HEA"', 'code = "HAE"', "code", 'must be "HEA", as the file is called'),
        (H, 'domain = "child"', 'domain = "chidl"', "domain", 'did you mean "child"?'),
        (H, 'name = "Health"', "name = 7", "name", "must be a text"),
        (H, 'domain = "child"', 'domain = "child"\nspecialist = "no"', "specialist", "must be true or false"),
        (T, 'id = "childs-journey"', 'id = "a/b"', "id", "must hold no slash"),
        (T, 'version = "2026.1"', "version = 2026.1", "version", "must be a text"),
        (T, "owner = ", "ownr = ", "ownr", 'is not a known key; did you mean "owner"?'),
        (T, '"HEA", "EDU"', '"HEA", "HEA"', "dimensions", '"HEA" stands twice'),
        (T, '"HEA", "EDU"', '"HEA", "EDI"', "", "the file is missing"),
        (T, '["HOU", "INC", "EMP"]', '["HUO", "INC", "EMP"]', "poverty_dimensions", 'did you mean "HOU"?'),
        (T, '["parenting", "family"]', '["parents", "family"]', "unborn_untagged", 'did you mean "parenting"?'),
        (T, '["DVA", "FGM", "FMH"]', "5", "unborn_blocks", "must be a list of texts"),
        (T, 'code = "4-S47"', 'code = "4-S74"', "levels.4-S74.code", 'did you mean "4-S47"?'),
        (T, 'code = "4-S47"', 'code = "4-S17"', "levels", '"4-S17" stands twice'),
        (T, 'code = "4-S47"', 'code = "4-S17"', "levels", "lacks 4-S47"),
        (T, 'code = "last_3_months"', 'code = "lately"', "when", "lacks last_3_months"),
        (T, 'label = "Seen by me"', 'label = ""', "source.seen.label", "is missing or empty"),
        (T, "by_age = true", "", "amplifiers.under_1.by_age", "is for under_1 and for nothing else"),
        (T, "[synonyms]", "synonyms = 5\n[others]", "others", "is not a known key"),
        (T, 'burn = ["burned"', 'burn = [7, "burned"', "synonyms.burn", "must be a list of texts"),
        (P, 'flag = "PF"', 'flag = "PFF"', "pathways", "lacks PF, which the rules depend on"),
        (P, 'kind = "task"', 'kind = "tsk"', "pathways[4].kind", 'did you mean "task"?'),
        (P, "prompt = ", "promt = ", "pathways[1].prompt", "is missing or empty"),
    ],
)
def test_each_fault_is_named_where_it_stands(tmp_path, file, old, new, key, words):
    found = [f for f in faults_of(tmp_path, (file, old, new)) if f.key == key and words in f.message]
    assert found, faults_of(tmp_path / "again", (file, old, new))


def test_a_fault_names_its_line(tmp_path):
    fault = faults_of(tmp_path, (H, 'flags = ["S47"]', 'flags = ["S74"]'))[0]
    lines = (tmp_path / "matrix" / H).read_text(encoding="utf-8").splitlines()
    assert lines[fault.line - 1] == 'flags = ["S74"]'
    assert str(fault).startswith(f"dimensions/HEA.toml:{fault.line}: indicators.HEA4a.flags: ")


def test_all_faults_of_all_files_come_at_once(tmp_path):
    changes = [(T, "owner = ", "ownr = "), (H, "level = 1", "level = 9"), (B, 'flags = ["S47"]', 'flags = ["S48"]')]
    assert {f.file for f in faults_of(tmp_path, *changes)} == {T, H, B}


def test_a_dimension_file_that_is_not_listed_is_told_of(tmp_path):
    folder = copy_matrix(tmp_path / "matrix")
    (folder / "dimensions" / "NEW.toml").write_text("", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_matrix(folder)
    assert [f.file for f in caught.value.faults] == ["dimensions/NEW.toml"]


def test_broken_toml_names_its_line(tmp_path):
    fault = faults_of(tmp_path, (H, 'name = "Health"', 'name = "Health'))[0]
    assert (fault.file, fault.line) == (H, 2)


def test_missing_and_unreadable_files(tmp_path):
    with pytest.raises(DefinitionError) as caught:
        load_matrix(tmp_path)
    assert [f.file for f in caught.value.faults] == [T, P]
    folder = copy_matrix(tmp_path / "matrix")
    (folder / P).write_bytes(b"\xff\xfe")
    with pytest.raises(DefinitionError, match="cannot be read as UTF-8"):
        load_matrix(folder)


_ODD = st.sampled_from(["5", "true", '"x"', "[]", "[1]", '["x"]', "{}", '[{a="x"}]', "1979-05-27", '{en="x"}', "[[]]"])


@pytest.mark.parametrize("file", [T, P, H])
def test_whatever_stands_there_is_a_fault_and_never_a_crash(file):
    @settings(max_examples=25, deadline=None)
    @given(odd=_ODD, pick=st.integers(0, 10_000))
    def check(odd, pick):
        with tempfile.TemporaryDirectory() as folder:
            copy = copy_matrix(Path(folder) / "matrix")
            lines = (copy / file).read_text(encoding="utf-8").splitlines()
            keyed = [n for n, line in enumerate(lines) if " = " in line and not line.startswith((" ", "#"))]
            chosen = keyed[pick % len(keyed)]
            lines[chosen] = lines[chosen].split(" = ")[0] + f" = {odd}"
            (copy / file).write_text("\n".join(lines), encoding="utf-8")
            faults = ()
            try:
                assert load_matrix(copy).indicators
            except DefinitionError as error:
                faults = error.faults
            assert all(fault.file and fault.message for fault in faults)

    check()
