"""`pdf`: the referral of a sent enquiry, or another copy of it, as a file the person chose."""

from __future__ import annotations

from pathlib import Path

import click

from enquiry_app.commands.shared import common_options, emit, signed_in
from enquiry_app.errors import DocumentError, StoreUnavailable


@click.command("pdf")
@common_options
@click.argument("ref")
@click.option("--copy", type=click.Choice(["hub", "own", "family"]), default="hub", show_default=True)
@click.option("--large-print", is_flag=True, help="In large print.")
@click.option("--given-to", default="", help="For the family's copy: who gets it.")
@click.option("--safe-because", default="", help="For the family's copy: why it is safe to give it to them.")
@click.option("--protect", is_flag=True, help="Encrypt it (AES-256) and show a passphrase to tell by telephone.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.pass_context
def pdf_command(
    ctx: click.Context,
    ref: str,
    copy: str,
    large_print: bool,
    given_to: str,
    safe_because: str,
    protect: bool,
    out: Path,
) -> None:
    """Write a copy of the enquiry REF as PDF. Without --protect the file is not encrypted: keep it where it belongs."""
    from enquiry_app.services.finding import find_enquiry, name_of

    with signed_in(ctx) as app:
        enquiry = find_enquiry(app.seat, ref)
        if protect:
            made = app.documents.protected(enquiry.id, copy)
            _write(out, made.data)
            told = {"ref": name_of(enquiry), "copy": copy, "file": str(out), "passphrase": made.passphrase}
            emit(ctx, told, f"{out}\nPassphrase: {made.passphrase}\nTell it by telephone. It is kept nowhere.")
            return
        if copy == "family":
            from enquiry_app.services.producing_documents import SafeToGive

            answered = SafeToGive(bool(given_to and safe_because), safe_because, given_to)
            if not answered.safe:
                raise DocumentError("Say with --given-to and --safe-because who gets it and why that is safe.")
            rendered = app.documents.for_the_family(enquiry.id, answered, large_print)
        else:
            rendered = app.documents.referral(enquiry.id, copy, large_print)
        _write(out, rendered.data)
        data = {
            "ref": name_of(enquiry),
            "copy": copy,
            "file": str(out),
            "pages": rendered.page_count,
            "sha256": rendered.sha256,
        }
        emit(ctx, data, f"{out}: {rendered.page_count} pages. This file is not encrypted.")


def _write(out: Path, data: bytes) -> None:
    """Write for the owner's eyes only, whole or not at all."""
    from enquiry_app.security.private_files import write_atomically

    try:
        write_atomically(out, data)
    except OSError as fault:
        raise StoreUnavailable("The file cannot be written there. Choose another folder.", "other") from fault
