"""`blank-form` and `enquiry read-form`, as other programs call them."""

from __future__ import annotations

from tests.commands.test_enquiry_commands import demo, program  # noqa: F401
from tests.paper.filling import filled, values_of


def test_a_form_goes_out_and_comes_back(program, tmp_path):  # noqa: F811
    out = tmp_path / "form.pdf"
    assert program.json("teacher", "blank-form", "--me", "--out", str(out))["pages"] > 10
    assert "referrer_name" in values_of(out.read_bytes())
    assert out.stat().st_mode & 0o077 == 0
    back = tmp_path / "filled.pdf"
    back.write_bytes(
        filled(out.read_bytes(), {"worry": "Cold and hungry.", "children.1.child_birth_date": "in spring"})
    )
    read = program.json("teacher", "enquiry", "read-form", str(back))
    assert read["status"] == "draft"
    assert [line["text"] for line in read["not_placed"]] == ["in spring"]
    code, words, _ = program("teacher", "enquiry", "read-form", str(back))
    assert code == 0
    assert "Not placed: Child 1: Date of birth: in spring" in words
    assert program.json("teacher", "blank-form", "--prefilled", read["ref"], "--out", str(out))["pages"] > 10
    assert values_of(out.read_bytes())["worry"] == "Cold and hungry."
    back.write_bytes(filled(out.read_bytes(), {"children.1.child_given_names": "Robin"}))
    again = program.json("teacher", "enquiry", "read-form", str(back), "--into-draft")
    assert (again["ref"], again["placed"]) == (read["ref"], 1)


def test_what_cannot_be_done_is_said_in_a_sentence(program, tmp_path):  # noqa: F811
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 no")
    refusals = {
        ("enquiry", "read-form", str(scan)): "not a PDF", ("enquiry", "read-form", str(tmp_path / "gone.pdf")): "cannot be read",
        ("blank-form", "--me", "--prefilled", "D1", "--out", str(tmp_path / "x.pdf")): "Choose one",
        ("blank-form", "--out", str(tmp_path / "no" / "x.pdf")): "cannot be written",
    }  # fmt: skip
    form = tmp_path / "form.pdf"
    assert program("teacher", "blank-form", "--out", str(form))[0] == 0
    refusals["enquiry", "read-form", str(form), "--into-draft"] = "not made from a draft"
    for arguments, words in refusals.items():
        code, _, error = program("teacher", *arguments)
        assert (code, words in error) == (1, True), error
