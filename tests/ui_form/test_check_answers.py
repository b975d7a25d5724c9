"""Check answers: what is missing stays readable, and the matrix gets its width."""

from __future__ import annotations

from tests.form_screens import CHILD
from ui.form.missing_list import FEW
from ui.form.route import Stop
from ui.widgets.expander import Expander


def test_many_missing_things_are_counted_by_section_and_lead_there(writing, family):
    writer = writing(family)
    writer.form.show_review()
    writer.settle()
    page = writer.screen
    warnings = [p for p in page._editor.state.problems if p.severity == "warn"]
    assert len(warnings) > FEW
    boxes = page.findChildren(Expander)
    assert sum(int(box.button.text().rsplit("(", 1)[1].rstrip(")")) for box in boxes) == len(warnings)
    assert [box.button.isChecked() for box in boxes] == [True] + [False] * (len(boxes) - 1)
    tamsin = next(box for box in boxes if "Tamsin" in box.button.text())
    writer.press(tamsin.button.text())
    writer.press(next(p.message for p in warnings if p.section == "children"), tamsin)
    assert writer.screen is not page
    writer.screen.back_requested.emit()
    writer.settle()
    assert writer.screen.page_title == "Check answers"


def test_the_matrix_takes_the_rails_width_and_gives_it_back(writing, family):
    writer = writing(family, width=1024, height=700)
    rail = writer.form.window().rail
    writer.form.show_tasks()
    writer.settle()
    wide = rail.width()
    writer.form.show_stop(Stop("matrix", CHILD, "matrix_findings"))
    writer.settle()
    assert rail.width() < wide
    writer.form.show_tasks()
    writer.settle()
    assert rail.width() == wide
