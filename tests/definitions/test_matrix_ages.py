"""Which signs fit which child: bands, blanks, the unborn (`decisions` 28)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.definitions.load_matrix import load_matrix

MATRIX = load_matrix()


def fits(name, *, unborn=False, age_years=None):
    return MATRIX.fits(MATRIX.indicator(name), unborn=unborn, age_years=age_years)


@pytest.mark.parametrize(
    ("name", "ages"),
    [
        ("HEA4b", range(0, 2)),  # 0-1
        ("HEA3c", range(0, 5)),  # 0-4
        ("EMB2d", range(5, 11)),  # 5-10
        ("REL3e", range(0, 16)),  # 0-15
        ("SLF4b", range(16, 18)),  # 16-17
        ("EMP3c", range(13, 18)),  # 13-17
        ("BAS2c", range(0, 2)),  # UB,0-1
        ("HEA2a", range(0, 18)),  # blank: every born age
        ("BAS4d", range(0)),  # UB: no born age
    ],
)
def test_bands_of_a_born_child(name, ages):
    assert [age for age in range(18) if fits(name, age_years=age)] == list(ages)


@pytest.mark.parametrize(
    ("name", "fitting"),
    [
        ("BAS4d", True),  # tagged UB
        ("BAS2c", True),  # tagged UB among others
        ("BAS3a", True),  # untagged, parenting
        ("FHF3a", True),  # untagged, family and environment
        ("DVA4b", True),  # untagged, in a block that counts
        ("FGM4c", True),
        ("FMH4d", True),
        ("HEA4a", False),  # untagged, the child's own development
        ("HEA4b", False),  # tagged, without UB
        ("BAS4b", False),  # parenting, but tagged 0-1
        ("DVA3e", False),  # a block that counts, but tagged 11-17
        ("CCE4a", False),  # another block
        ("MIS4c", False),
        ("YCA2a", False),
    ],
)
def test_an_unborn_child(name, fitting):
    assert fits(name, unborn=True) is fitting


def test_with_no_age_known_every_sign_fits():
    assert sum(1 for _ in MATRIX.indicators_for(unborn=False, age_years=None)) == 422


@given(age=st.integers(0, 17))
def test_what_fits_comes_in_matrix_order_and_includes_every_blank_band(age):
    found = [i.id for i in MATRIX.indicators_for(unborn=False, age_years=age)]
    assert found == sorted(found, key=MATRIX.order.__getitem__)
    assert set(found) >= {i.id for i in MATRIX.indicators.values() if not i.ages}


def test_an_unborn_child_has_signs_at_every_level():
    assert {i.level for i in MATRIX.indicators_for(unborn=True, age_years=None)} == {1, 2, 3, 4}
