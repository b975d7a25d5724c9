"""`hub-key`, `seal`, `open`, `reply`: sealed exchange between stores without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from enquiry_app.commands.shared import common_options, emit, signed_in
from enquiry_app.errors import AppError, StoreUnavailable

if TYPE_CHECKING:
    from enquiry_app.composition import Application

_OUT = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
_HEARD = click.option("--fingerprint", default="", help="As they read it to you over the telephone, at first contact.")


@click.command("hub-key")
@common_options
@_OUT
@click.pass_context
def hub_key_command(ctx: click.Context, out: Path) -> None:
    """Write this store's public file (.hub) for others, and show the fingerprint to read to them."""
    with signed_in(ctx) as app:
        content, fingerprint = app.stores.own_card()
        write_file(out, content)
        emit(ctx, {"file": str(out), "fingerprint": fingerprint}, f"{out}\nFingerprint: {fingerprint}")


@click.command("seal")
@common_options
@click.argument("ref")
@click.option("--to", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A .hub file.")
@_HEARD
@_OUT
@click.pass_context
def seal_command(ctx: click.Context, ref: str, to: Path, fingerprint: str, out: Path) -> None:
    """Seal the sent enquiry REF for one hub; only that hub can open the file."""
    from enquiry_app.services.finding import find_enquiry

    with signed_in(ctx) as app:
        enquiry = find_enquiry(app.seat, ref)
        sealed = app.exchange.seal_enquiry(enquiry.id, _hub_of(app, to, fingerprint))
        write_file(out, sealed.content)
        data = {"ref": enquiry.reference, "file": str(out), "to": sealed.to.name, "bytes": len(sealed.content)}
        emit(ctx, data, f"{out}: sealed for {sealed.to.name}. Hand it over, then record how, to whom and when.")


@click.command("open")
@common_options
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_HEARD
@click.pass_context
def open_command(ctx: click.Context, file: Path, fingerprint: str) -> None:
    """Take in a sealed FILE: an enquiry at a hub, a reply at an agency."""
    content = _read(file)
    with signed_in(ctx) as app:
        opened = app.exchange.confirm_and_open(content, fingerprint) if fingerprint else app.exchange.open(content)
        if opened.result == "unknown":
            raise AppError(f"{opened.words} Then open it with --fingerprint.")
        data = {"ref": opened.reference, "result": opened.result, "from": opened.sender.name}
        emit(ctx, data, f"{opened.reference} from {opened.sender.name}. {opened.words}")


@click.command("reply")
@common_options
@click.argument("ref")
@_OUT
@click.pass_context
def reply_command(ctx: click.Context, ref: str, out: Path) -> None:
    """Seal how the enquiry REF stands, with messages and letters, for the agency it came from."""
    from enquiry_app.services.finding import find_enquiry

    with signed_in(ctx) as app:
        enquiry = find_enquiry(app.seat, ref)
        sealed = app.exchange.seal_reply(enquiry.id)
        write_file(out, sealed.content)
        data = {"ref": enquiry.reference, "file": str(out), "to": sealed.to.name}
        emit(ctx, data, f"{out}: sealed for {sealed.to.name}.")


def _hub_of(app: Application, file: Path, heard: str) -> str:
    """The id under which the hub of this file is known; at first contact its fingerprint must be given."""
    seen = app.stores.read(_read(file))
    if heard or seen.state != "known":
        if not heard:
            raise AppError(
                "The Hub of this file is not known here yet, or has another key than before. Ring the Hub, let them read"
                " their fingerprint to you, and give it with --fingerprint."
            )
        return str(app.stores.confirm(seen.card, heard).id)
    return next(str(peer.id) for peer in app.stores.known() if peer.store_id == seen.card.store_id)


def _read(file: Path) -> bytes:
    from enquiry_app.exchange.sealed.container import LARGEST
    from enquiry_app.exchange.sealed.errors import ParcelTooLarge

    try:
        if file.stat().st_size > LARGEST + 1024 * 1024:
            raise ParcelTooLarge
        return file.read_bytes()
    except OSError as fault:
        raise StoreUnavailable("The file cannot be read.", "other") from fault


def write_file(out: Path, data: bytes) -> None:
    """Write a file whole, for its owner only. Raises StoreUnavailable."""
    from enquiry_app.security.private_files import write_atomically

    try:
        write_atomically(out, data)
    except OSError as fault:
        raise StoreUnavailable("The file cannot be written there. Choose another folder.", "other") from fault
