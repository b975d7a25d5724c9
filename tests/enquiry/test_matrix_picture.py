"""The picture counts ticks by dimension and level; the changes between two matrices are told in sentences."""

from __future__ import annotations

import dataclasses

from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.matrix_changes import matrix_changes
from enquiry_app.enquiry.matrix_picture import matrix_picture

MATRIX = load_matrix()


def rows(*args, **kwargs):
    return {row.code: row for domain in matrix_picture(MATRIX, *args, **kwargs) for row in domain.rows}


def test_ticks_are_counted_where_they_stand():
    found = rows(["EDU2a", "EDU2b", "EDU4c", "HEA1a"], ["EMB"], ["REL"])
    assert (found["EDU"].counts, found["EDU"].state) == ((0, 2, 0, 1), "worry")
    assert (found["HEA"].counts, found["HEA"].state) == ((1, 0, 0, 0), "no_worry")
    assert (found["EMB"].state, found["REL"].state, found["HOU"].state) == ("no_worry", "worry", "not_known")


def test_blocks_outside_the_home_show_only_when_something_was_said():
    assert set(rows([], [])) == set(MATRIX.twenty)
    assert set(rows(["CCE3a"], ["ONL"], ["RAD"])) == {*MATRIX.twenty, "CCE", "ONL", "RAD"}


def test_ticks_of_another_version_are_passed_over():
    assert all(row.counts == (0, 0, 0, 0) for row in rows(["OLD2a"], []).values())


# --- changes ----------------------------------------------------------------------------------------------------------


def edited(dimension=None, **values):
    dimensions = tuple(dimension if dimension and d.code == dimension.code else d for d in MATRIX.dimensions)
    return dataclasses.replace(MATRIX, **{"dimensions": dimensions, **values})


def told(new):
    return {(c["what"], c["id"]): c["sentence"] for c in matrix_changes(MATRIX, new)}


def test_nothing_changed():
    assert matrix_changes(MATRIX, edited()) == []


def test_changed_added_removed_and_moved_signs():
    health = MATRIX.dimension("HEA")
    first, second, *rest = health.indicators
    new = dataclasses.replace(first, id="HEA1z", text="New")
    other = dataclasses.replace(rest[0], text="Other", flags=("YC",))
    found = told(edited(dataclasses.replace(health, indicators=(new, *rest[1:], other, first))))
    assert found["added", "HEA1z"] == "HEA1z was added: New"
    assert found["removed", second.id] == f"{second.id} was removed: {second.text}"
    assert found["changed", other.id] == f"{other.id}: flags: was “none”, is now “YC”."
    assert found["moved", "indicators"] == "The order of the indicators changed."


def test_changes_beside_the_signs_are_told_too():
    found = told(
        edited(
            dataclasses.replace(MATRIX.dimension("HEA"), name="Wellbeing"),
            version="2",
            poverty_dimensions=("HOU",),
            synonyms={**MATRIX.synonyms, "spliff": ("drug",)},
            levels=(dataclasses.replace(MATRIX.levels[0], name="Everybody"), *MATRIX.levels[1:]),
            protective_factors=MATRIX.protective_factors[1:],
            pathways=MATRIX.pathways[:-1],
        )
    )
    assert found["matrix", "version"] == f"version was “{MATRIX.version}”, is now “2”."
    assert found["changed", "HEA"] == "dimension HEA: name: was “Health”, is now “Wellbeing”."
    assert found["changed", "poverty_dimensions"].endswith("is now “HOU”.")
    assert found["added", "spliff"] == "search word spliff was added: drug"
    assert found["changed", "1"] == "level 1: name: was “Universal”, is now “Everybody”."
    assert ("removed", MATRIX.protective_factors[0].text) in found
    assert ("removed", MATRIX.pathways[-1].flag) in found
    assert len(found) == 7
