"""`blank-form`: the form to print or to fill in, empty or with what is known."""

from __future__ import annotations

from pathlib import Path

import click

from enquiry_app.commands.shared import common_options, emit, signed_in
from enquiry_app.errors import AppError, StoreUnavailable


@click.command("blank-form")
@common_options
@click.option("--prefilled", metavar="REF", help="With all that is known in this enquiry.")
@click.option("--me", is_flag=True, help="With your own name, role, agency and how to reach you.")
@click.option("--children", type=click.IntRange(1, 20), help="Room for so many children, else for two.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.pass_context
def blank_form_command(ctx: click.Context, prefilled: str | None, me: bool, children: int | None, out: Path) -> None:
    """Write the form as a PDF to fill in on a screen or by hand."""
    from enquiry_app.security.private_files import write_atomically
    from enquiry_app.services.finding import find_enquiry

    if prefilled and me:
        raise AppError("Choose one: --prefilled REF has your own details already.")
    with signed_in(ctx) as app:
        forms = app.blank_forms
        made = (
            forms.of(find_enquiry(app.seat, prefilled).id)
            if prefilled
            else forms.blank(own_details=me, children=children or 0)
        )
        try:
            write_atomically(out, made.data)
        except OSError as fault:
            raise StoreUnavailable("The file cannot be written there. Choose another folder.", "other") from fault
        warning = " This file is not encrypted." if prefilled else ""
        emit(ctx, {"file": str(out), "pages": made.page_count}, f"{out}: {made.page_count} pages.{warning}")
