"""The theme as data: complete, readable, on its grid."""

from __future__ import annotations

import tomllib
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry_app.resource_files import resource_text
from ui.style_sheet import TONES, style_sheet
from ui.theme import SCHEMES, TEXT_SIZES, contrast, load_measures, load_theme, resource_path

TEXT = 4.5
LINE = 3.0
GROUNDS = ("window", "surface", "surface_sunk", "surface_hover", "rail", "field", "selection")
WORDS_ON_GROUNDS = [(word, ground) for word, ground in product(("text", "text_muted", "link"), GROUNDS)]
WORDS_ON_TONES = [(f"{tone}_text", f"{tone}_soft") for tone in TONES] + [("text", f"{tone}_soft") for tone in TONES]
OTHER_WORDS = [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("accent", "accent_soft"),
    ("accent", "rail_selected"),
    ("link", "accent_soft"),
    ("link", "danger_soft"),
    ("text_muted", "neutral_soft"),
    ("danger_text", "window"),
    ("danger_text", "surface"),
    ("danger_text", "selection"),
    ("text", "warning_soft"),
    ("text_muted", "warning_soft"),
]
EDGES = [("field_line", "field"), ("field_line", "window"), ("field_line", "surface")] + [
    ("focus", ground) for ground in (*GROUNDS, *(f"{tone}_soft" for tone in TONES))
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("word", "ground"), WORDS_ON_GROUNDS + WORDS_ON_TONES + OTHER_WORDS)
def test_words_stand_out_from_their_ground(scheme, word, ground):
    theme = load_theme(scheme)
    assert contrast(theme.colour(word), theme.colour(ground)) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_fields_and_focus_rings_can_be_seen(scheme, edge, ground):
    theme = load_theme(scheme)
    assert contrast(theme.colour(edge), theme.colour(ground)) >= LINE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_ring_on_the_main_button_can_be_told_from_what_surrounds_it(scheme):
    theme = load_theme(scheme)
    assert contrast(theme.colour("focus"), theme.colour("window")) >= LINE


def test_every_theme_has_the_same_roles_and_uses_every_colour_it_names():
    roles = set(load_theme("light").roles)
    for scheme in SCHEMES:
        data = tomllib.loads(resource_text("theme", f"{scheme}.toml"))
        assert set(data["roles"]) == roles
        assert set(data["roles"].values()) == set(data["colours"])


def test_spacing_keeps_to_the_grid_and_type_is_large_enough():
    measures = load_measures()
    assert all(value % 4 == 0 for value in measures.spacing.values())
    assert min(measures.type.values()) >= 10.5
    assert measures.size["target"] >= 24
    assert measures.size["focus"] >= 2


@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_style_sheet_names_only_colours_of_the_theme_and_pictures_that_exist(scheme, text_size):
    import re

    theme = load_theme(scheme, text_size)
    sheet = style_sheet(theme)
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) <= set(theme.roles.values())
    assert all(
        resource_path(f"theme/glyphs/{path.split('/')[-1]}").exists() for path in re.findall(r'url\("(.+?)"\)', sheet)
    )
    assert sheet.count("{") == sheet.count("}")


def test_larger_text_is_larger_everywhere():
    standard, largest = load_theme("light"), load_theme("light", "largest")
    assert all(largest.points(name) > standard.points(name) for name in standard.measures.type)


colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order_and_stays_in_its_range(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1.0 <= contrast(one, other) <= 21.0


def test_contrast_of_black_and_white_is_the_largest():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
