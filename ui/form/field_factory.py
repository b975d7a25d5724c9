"""Question kind → field: the one table. A new kind is one line here and one file in `fields`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from enquiry_app.definitions.form_definition import Question
from ui.form.fields.address_field import AddressField
from ui.form.fields.attachments_field import AttachmentsField
from ui.form.fields.choice_fields import ChoicesField, PerChildField, TickField, WhichChildrenField, choice_field
from ui.form.fields.date_fields import DateField, DateTimeField
from ui.form.fields.field import Field
from ui.form.fields.items_field import ItemsField
from ui.form.fields.text_fields import LineField, LongTextField

if TYPE_CHECKING:
    from ui.form.draft_editor import DraftEditor

FIELDS: dict[str, Callable[..., Field]] = {
    "text": LineField,
    "long_text": LongTextField,
    "yes_no": choice_field,
    "choice": choice_field,
    "choices": ChoicesField,
    "date": DateField,
    "date_time": DateTimeField,
    "number": LineField,
    "address": AddressField,
    "phone": LineField,
    "email": LineField,
    "postcode": LineField,
    "nhs_number": LineField,
    "upn": LineField,
    "tick": TickField,
    "per_child": PerChildField,
    "which_children": WhichChildrenField,
    "attachments": AttachmentsField,
    "items": ItemsField,
}


def make_field(editor: DraftEditor, question: Question, items: tuple[str, ...]) -> Field | None:
    """The field for a question, or None for a kind with a screen of its own (the matrix)."""
    maker = FIELDS.get(question.kind)
    return maker(editor, question, items) if maker else None
