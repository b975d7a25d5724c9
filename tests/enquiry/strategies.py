"""Hypothesis strategies for answers, from a form definition."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Answers
from tests.builders import random_answers


def answers_of(form: Form, matrix: Matrix | None = None) -> st.SearchStrategy[Answers]:
    """Answers of every kind in every place the form offers, few or many."""
    return st.builds(
        lambda seed, share: random_answers(form, Random(seed), matrix, share),
        st.integers(0, 2**32),
        st.sampled_from([0.02, 0.2, 0.7]),
    )


# Text as people and other systems may send it, without what cannot be stored (surrogates, NUL).
any_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=60)
