"""A section drawn to a picture, as `form preview` does it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from enquiry_app.definitions.load_form import load_form
from ui.form.preview import WIDTH, draw_section


@pytest.mark.parametrize("section", ["worry", "household", "matrix"])
def test_a_section_becomes_a_picture_of_all_its_pages(qapp, look, tmp_path, section):
    out = tmp_path / "section.png"
    draw_section(load_form(), section, out)
    picture = QImage(str(out))
    assert picture.width() == WIDTH
    assert picture.height() > 400 * (len(load_form().section(section).pages) - 1)
    colours = {picture.pixel(x, y) for x in range(0, WIDTH, 7) for y in range(0, picture.height(), 7)}
    assert len(colours) > 5


def test_a_place_that_cannot_be_written_is_told(qapp, look, tmp_path):
    with pytest.raises(OSError):
        draw_section(load_form(), "worry", tmp_path / "missing" / "x.png")
