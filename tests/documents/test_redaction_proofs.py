"""What is withheld is not there: a canary in every place that is withheld, searched for in every layer of the finished PDF,
and the pages compared, dot by dot, with those of answers that never held it. 15 enquiries at random, 300 with `make prove`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from enquiry_app.definitions.form_definition import Question
from enquiry_app.definitions.load_form import load_form
from enquiry_app.definitions.load_matrix import load_matrix
from enquiry_app.documents import redaction
from enquiry_app.documents.document_content import plain_text
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.documents.referral_content import ReferralInput, referral_document
from enquiry_app.enquiry.answers import Absent, Address, Answers, Postal, Typed, Value
from tests.builders import random_answers
from tests.documents.conftest import referral_input
from tests.documents.redaction_layers import layers_of, leaks, pixels_of

FORM, MATRIX = load_form(), load_matrix()
KEY = b"k" * 32
SEEDS = st.integers(0, 2**32)
QUIETLY = {"deadline": None, "suppress_health_check": list(HealthCheck)}
TYPED = ("date", "date_time", "number", "phone", "email", "postcode", "nhs_number", "upn")
NOT_THE_FAMILYS = ("family_told", "family_not_told_why")  # they would forbid the copy
INSIDE = {inner.id: top for section in FORM.sections for top in section.questions for inner in top.questions}


@dataclass
class Planting:
    """Canaries made so far, each a word of its own."""

    canaries: list[str] = field(default_factory=list)

    def word(self) -> str:
        made = f"Quollfax{len(self.canaries):03}zq"
        self.canaries.append(made)
        return made

    def value(self, question: Question, value: Value) -> Value:
        """The same answer, as far as its kind takes words, as a canary."""
        if isinstance(value, Absent):
            return Absent(value.why, self.word())
        if question.kind in ("text", "long_text"):
            return self.word()
        if question.kind in TYPED:
            return Typed(self.word())
        if question.kind == "address":
            return Postal(f"14 {self.word()} Row", "", "", value.kind if isinstance(value, Postal) else "")
        if question.kind == "matrix":
            signs = [{**sign, "note": self.word()} for sign in value.get("observations", ())]
            return {**value, "observations": signs}
        if question.kind == "attachments":
            return tuple({**each, "file_name": f"{self.word()}.pdf"} for each in value)
        return value


def withheld(answers: Answers, address: Address) -> bool:
    """Whether the family may not have this answer, by the rules as they are written down."""
    question = FORM.questions[address.question]
    outer = INSIDE.get(address.question, question)
    if not (redaction.shows(question, "family", answers) and redaction.shows(outer, "family", answers)):
        return True
    tags = [inner.id for inner in outer.questions if inner.code_list == "source"]
    return any(answers.get(tag, address.items) == "third_party" for tag in tags)


def planted(seed: int) -> tuple[ReferralInput, Planting, ReferralInput]:
    """An enquiry with canaries in all that is withheld, and the same one in which that was never written."""
    random = Random(seed)
    answers = random_answers(FORM, random, MATRIX, share=random.choice((0.3, 0.6, 0.9)))
    for name in NOT_THE_FAMILYS:
        answers = answers.with_answer(name, (), None)
    if random.random() < 0.5:
        answers = answers.with_answer("stay_unnamed", (), "yes")
    for address in list(answers.addresses()):  # some rows came from somebody else
        question = FORM.questions[address.question]
        if question.code_list == "source" and random.random() < 0.5:
            answers = answers.with_answer(*address, "third_party")
    planting = Planting()
    for address in [each for each in answers.addresses() if withheld(answers, each)]:
        value = planting.value(FORM.questions[address.question], answers.get(*address))
        answers = answers.with_answer(*address, value)
    answers, private = with_refuge(answers, planting)
    answers, never_private = told_elsewhere(answers, planting, private)
    # Also answers to questions not asked, which no sent enquiry has: the copies may not rely on their being left out.
    full = replace(referral_input(answers, suggestions={}), copy="family", answers=answers)
    return full, planting, replace(full, answers=never_there(full.answers, never_private))


def with_refuge(answers: Answers, planting: Planting) -> tuple[Answers, str]:
    """The first child is in a refuge; where others are too, each refuge has a street of its own."""
    for child in answers.items_of("children")[:1]:
        answers = answers.with_answer("child_address", (child,), Postal("", "TQ1 9ZZ", "", "refuge"))
    street = ""
    for address in list(answers.addresses()):
        value = answers.get(*address)
        if isinstance(value, Postal) and value.kind == "refuge":
            street = f"14 {planting.word()} Row"
            answers = answers.with_answer(*address, Postal(street, "", "", "refuge"))
    return answers, street


def told_elsewhere(answers: Answers, planting: Planting, private: str) -> tuple[Answers, dict[str, str]]:
    """The refuge's street and the unnamed writer's name stand in the story as well. Gives passage -> what is there."""
    there = {private: f"[{redaction.PRIVATE_ADDRESS.lower()}]"} if private else {}
    if answers.get("stay_unnamed") == "yes":
        name = planting.word()
        answers, there = answers.with_answer("referrer_name", (), name), {**there, name: redaction.UNNAMED}
    return answers.with_answer("worry", (), "We heard: " + ", then ".join(("hungry", *there))), there


def never_there(answers: Answers, there: dict[str, str]) -> Answers:
    """The answers without what is withheld: rows and answers gone, another refuge, the story as the copy tells it."""
    plain = redaction.without_withheld(FORM, answers, "family")
    for address in list(plain.addresses()):
        value = plain.get(*address)
        if withheld(answers, address) and FORM.questions[address.question].kind != "items":
            if address.question != "stay_unnamed":
                plain = plain.with_answer(*address, None)
        elif isinstance(value, Postal) and value.kind == "refuge":
            plain = plain.with_answer(*address, replace(value, lines="9 Elsewhere Lane"))
        elif address.question == "worry":
            for passage, instead in there.items():
                value = value.replace(passage, instead)
            plain = plain.with_answer(*address, value)
    return plain


def prove_family_copy(seed: int, folder, *, large: bool) -> int:
    """How many canaries were searched for."""
    full, planting, without = planted(seed)
    made = render_pdf(referral_document(replace(full, large=large)), check_key=KEY)
    layers = layers_of(made.data, folder)
    assert leaks(planting.canaries, layers) == []
    assert leaks(["Copy of the enquiry for the family"], {"text": layers["text, poppler"]})
    bare = render_pdf(referral_document(replace(without, large=large)), check_key=KEY)
    assert pixels_of(made.data, folder) == pixels_of(bare.data, folder)
    for readable in (made.as_text(), made.as_html()):
        assert not [each for each in planting.canaries if each in readable]
    hub = plain_text(referral_document(replace(full, copy="hub")))
    return sum(1 for each in planting.canaries if each in hub)


@settings(max_examples=15, **QUIETLY)
@given(SEEDS, st.booleans())
@example(816, True)  # a row of which nothing but its name is left, in large print
def test_no_family_copy_holds_anything_withheld(tmp_path_factory, seed, large):
    prove_family_copy(seed, tmp_path_factory.mktemp("family"), large=large)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@settings(max_examples=300, **QUIETLY)
@given(SEEDS, st.booleans())
def test_no_family_copy_of_300_holds_anything_withheld(tmp_path_factory, seed, large):
    prove_family_copy(seed, tmp_path_factory.mktemp("family"), large=large)


@pytest.mark.parametrize("large", [False, True])
def test_the_search_is_for_something(tmp_path, large):
    """In the Hub's copy the same search finds the canaries, in the text layer and where the structure names them."""
    assert sum(prove_family_copy(seed, tmp_path, large=large) for seed in (0, 5)) > 90
    full, planting, _ = planted(5)
    made = render_pdf(referral_document(replace(full, copy="hub", large=large)), check_key=KEY)
    found = leaks(planting.canaries, layers_of(made.data, tmp_path))
    assert len({canary for canary, _ in found}) > 40
    assert {"text, poppler", "text, mupdf"} <= {layer for _, layer in found}
    assert pixels_of(made.data, tmp_path) != pixels_of(render_pdf(referral_document(full)).data, tmp_path)


@pytest.mark.parametrize(
    ("layer", "change"),
    [
        ("structure, outlines, fields, Info", "actual"), ("XMP", "xmp"), ("embedded files", "file"),
        ("structure, outlines, fields, Info", "outline"), ("streams", "stream"), ("structure, outlines, fields, Info", "info"),
    ],
)  # fmt: skip
def test_the_search_sees_every_layer(tmp_path, layer, change):
    """A canary put by hand where no reader shows it is found."""
    import io

    import pikepdf

    word = "Quollfax999zq"
    full, _, _ = planted(3)
    made = render_pdf(referral_document(full), check_key=KEY)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        if change == "actual":
            pdf.Root.StructTreeRoot.K[0]["/ActualText"] = pikepdf.String(word)
        elif change == "xmp":
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:subject"] = [word]
        elif change == "file":
            pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, word.encode())
        elif change == "outline":
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(word, 0))
        elif change == "stream":
            pdf.Root["/Spare"] = pikepdf.Stream(pdf, word.encode())
        else:
            pdf.docinfo["/Keywords"] = word
        out = io.BytesIO()
        pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert layer in {found for _, found in leaks([word], layers_of(out.getvalue(), tmp_path))}
