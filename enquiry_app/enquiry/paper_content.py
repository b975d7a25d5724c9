"""What a form on paper is made of: definitions, what is known already, and for whom. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field

from enquiry_app.definitions.blank_form import BlankForm
from enquiry_app.definitions.form_definition import Form
from enquiry_app.definitions.hub_definition import HubDefinition
from enquiry_app.definitions.matrix_definition import Matrix
from enquiry_app.enquiry.answers import Answers


@dataclass(frozen=True)
class BlankFormContent:
    """`answers`: what is known already; `made_of`: name of the draft they come from ("D7"); `made_at`: ISO instant, for metadata."""

    form: Form
    matrix: Matrix
    paper: BlankForm
    hub: HubDefinition
    answers: Answers = field(default_factory=Answers)
    practice: bool = False
    made_of: str = ""
    made_at: str = ""
