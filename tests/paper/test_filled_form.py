"""Filled forms as files: whatever filled them and whoever made them, read in full or refused in a sentence."""

from __future__ import annotations

import datetime as dt
import itertools
import warnings
import zlib
from io import BytesIO
from random import Random

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.enquiry.paper_answers import read, written
from enquiry_app.exchange.filled_form import (
    LARGEST,
    FormFileError,
    NoFields,
    NotAPdf,
    NotOurForm,
    PdfEncrypted,
    PdfTooLarge,
    read_filled_form,
)
from tests.builders import random_answers
from tests.paper.filling import fields_of, filled, values_of

quick = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


def changed(form: bytes, change) -> bytes:
    """The form as another program leaves it; what pikepdf thinks of that is no concern here."""
    pdf = pikepdf.open(BytesIO(form))
    change(pdf)
    out = BytesIO()
    with warnings.catch_warnings(action="ignore"):
        pdf.save(out)
    return out.getvalue()


@quick
@given(seed=st.integers(0, 2**32))
def test_what_a_viewer_writes_into_the_fields_is_what_is_read(empty_form, seed):
    form, matrix = load_form(), load_matrix()
    wanted = written(form, random_answers(form, Random(seed), matrix, 0.5))
    room = known_names(empty_form)
    values = {name: text for name, text in wanted.items() if name in room}
    found = read_filled_form(filled(empty_form, values))
    assert found.fields == values
    count = itertools.count()
    first = read(form, matrix, found.fields, dt.date(2026, 11, 23), lambda: f"i{next(count)}")
    count = itertools.count()
    again = read(form, matrix, values, dt.date(2026, 11, 23), lambda: f"i{next(count)}")
    assert first == again


def known_names(form: bytes) -> set[str]:
    with pikepdf.open(BytesIO(form)) as pdf:
        return set(fields_of(pdf))


def test_the_other_library_for_forms_fills_it_too(empty_form):
    from pikepdf.form import DefaultAppearanceStreamGenerator, Form

    def fill(pdf):
        found = Form(pdf, DefaultAppearanceStreamGenerator)
        found["children.1.child_given_names"].value = "Robin"
        found["worry"].value = "Cold and hungry.\nEvery day."
        found["declaration"].checked = True
        found["danger_now"].value = Name("/absent:not_known")

    fields = read_filled_form(changed(empty_form, fill)).fields
    assert fields == {
        "children.1.child_given_names": "Robin", "worry": "Cold and hungry.\nEvery day.", "declaration": "yes",
        "danger_now": "absent:not_known",
    }  # fmt: skip


def test_a_form_that_is_known_already_reads_as_it_stands(two_children):
    from tests.paper.conftest import made_form

    data = made_form(two_children)
    assert dict(read_filled_form(data).fields) == values_of(data)


def test_boxes_that_a_program_marked_without_telling_the_group(empty_form):
    def mark(pdf):
        group = fields_of(pdf)["urgent"]
        del group.V
        group.Kids[0].AS = Name.yes

    assert read_filled_form(changed(empty_form, mark)).fields == {"urgent": "yes"}


def test_long_texts_in_a_stream_old_line_ends_and_control_characters(empty_form):
    def write(pdf):
        fields = fields_of(pdf)
        fields["worry"].V = pdf.make_stream("Größe\r\nzwei".encode())
        fields["danger_what"].V = String("one\rtwo\x00\x07 three")

    fields = read_filled_form(changed(empty_form, write)).fields
    assert fields == {"worry": "Größe\nzwei", "danger_what": "one\ntwo three"}


# Refused


def test_something_else_than_a_form_is_refused_in_words(empty_form, tmp_path):
    cases = {
        b"": NotAPdf, b"hello": NotAPdf, b"%PDF-1.7\nrubbish": NotAPdf, b"%PDF-1.7" + b"0" * LARGEST: PdfTooLarge,
        changed(empty_form, lambda pdf: pdf.Root.__delattr__("AcroForm")): NoFields,
        changed(empty_form, lambda pdf: pdf.Root.AcroForm.__setattr__("Fields", Array())): NoFields,
        changed(empty_form, lambda pdf: fields_of(pdf)["_form"].__setattr__("V", String("Other form 1"))): NotOurForm,
    }  # fmt: skip
    for content, kind in cases.items():
        with pytest.raises(kind) as refused:
            read_filled_form(content)
        assert refused.value.sentence.endswith(".")


def test_a_form_behind_a_password_is_refused_and_one_without_is_read(empty_form):
    def protected(user: str) -> bytes:
        out = BytesIO()
        pikepdf.open(BytesIO(empty_form)).save(out, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
        return out.getvalue()

    with pytest.raises(PdfEncrypted):
        read_filled_form(protected("secret"))
    assert read_filled_form(protected("")).form_id == "child-enquiry"


def test_a_flattened_form_is_refused(empty_form):
    def flatten(pdf):
        pdf.flatten_annotations("all")

    with pytest.raises(NoFields):
        read_filled_form(changed(empty_form, flatten))


# Hostile


def a_form(fields: Array) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    mark = Dictionary(T=String("_form"), FT=Name.Tx, V=String("child-enquiry/2026.1;layout=1;practice=0"))
    fields.append(pdf.make_indirect(mark))
    pdf.Root.AcroForm = Dictionary(Fields=fields)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_field_that_is_its_own_kid_does_not_hang():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    knot = pdf.make_indirect(Dictionary(T=String("a"), Kids=Array()))
    knot.Kids.append(knot)
    pdf.Root.AcroForm = Dictionary(Fields=Array([knot, knot]))
    out = BytesIO()
    pdf.save(out)
    with pytest.raises(NoFields):
        read_filled_form(out.getvalue())


def test_too_many_fields_too_deep_or_too_many_words_are_refused():
    many = Array([Dictionary(T=String("x"), FT=Name.Tx) for _ in range(20_001)])
    deep = Dictionary(T=String("a"))
    for _ in range(30):
        deep = Dictionary(T=String("a"), Kids=Array([deep]))
    wordy = Array([Dictionary(T=String(f"x{n}"), FT=Name.Tx, V=String("w" * 30_000)) for n in range(80)])
    for fields in (many, Array([deep]), wordy):
        with pytest.raises(PdfTooLarge):
            read_filled_form(a_form(fields))


def test_fields_of_the_wrong_shape_are_passed_over():
    odd = Array([
        String("no field"), 7, Dictionary(), Dictionary(T=7), Dictionary(T=String("a"), FT=Name.Tx, V=Dictionary()),
        Dictionary(T=String("b"), FT=Name.Btn, V=Array([1, 2])), Dictionary(T=String("c"), FT=7, V=String("words")),
        Dictionary(T=String("d"), FT=Name.Btn, Kids=7, V=Name("/9"), Opt=Array([7])),
    ])  # fmt: skip
    assert read_filled_form(a_form(odd)).fields == {"c": "words", "d": "9"}


def test_what_unpacks_to_far_more_than_it_is_is_not_unpacked():
    packed = zlib.compress(b"\0" * 200_000_000, 9)
    start = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n"
    )
    table = b"3 0 obj\n<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(start)
    with pytest.raises(FormFileError):
        read_filled_form(start + table + packed + end)


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_garbage_is_refused(garbage):
    for content in (garbage, b"%PDF-1.7\n" + garbage):
        with pytest.raises(FormFileError):
            read_filled_form(content)


@pytest.mark.parametrize("seed", range(4))
def test_a_form_with_a_few_bytes_changed_is_read_or_refused(empty_form, seed):
    mutated(empty_form, seed, 3)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(400))
def test_many_forms_with_a_few_bytes_changed_are_read_or_refused(empty_form, seed):
    mutated(empty_form, seed, 1)


def mutated(form: bytes, seed: int, times: int) -> None:
    random = Random(seed)
    for _ in range(times):
        data = bytearray(form)
        for _ in range(random.choice((1, 5, 60))):
            data[random.randrange(len(data))] = random.randrange(256)
        start = random.randrange(len(data))
        shape = random.choice(("whole", "cut", "doubled", "hole"))
        data = {
            "whole": data,
            "cut": data[:start],
            "doubled": data + data[start:],
            "hole": data[:start] + data[start + 999 :],
        }[shape]
        try:
            found = read_filled_form(bytes(data))
        except FormFileError:
            continue
        read(load_form(), load_matrix(), found.fields, dt.date(2026, 11, 23), lambda: f"i{random.random()}")
