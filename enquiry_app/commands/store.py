"""`store`: make a profile, check it, back it up, restore it, give it a new key, bring its schema up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from enquiry_app.commands.shared import calling, common_options, emit, password, profile_folder, signed_in
from enquiry_app.enquiry.people_rules import fault_in_account
from enquiry_app.enquiry.records import PROFILE_KINDS
from enquiry_app.errors import AppError, StoreDamaged

if TYPE_CHECKING:
    from enquiry_app.security.profile import Profile, Unlocked

SAY_WHO = "Say who is acting: --user NAME or ENQUIRY_APP_USER."


@click.group("store")
def store_group() -> None:
    """The encrypted store and its keys."""


@contextmanager
def unlocked_profile(ctx: click.Context) -> Iterator[tuple[Profile, Unlocked]]:
    """The profile with the acting person signed in; closed afterwards."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.profile import Profile

    user = _user(ctx)
    profile = Profile(profile_folder(ctx))
    if not profile.exists:
        profile.settings  # noqa: B018 - says that there is none, before a password is asked for
    unlocked = profile.unlock(user, password(ctx), SystemClock())
    try:
        yield profile, unlocked
    finally:
        unlocked.store.close()


def _user(ctx: click.Context) -> str:
    user = calling(ctx).user
    if not user:
        raise AppError(SAY_WHO)
    return user


@store_group.command("create")
@common_options
@click.option("--kind", type=click.Choice(PROFILE_KINDS), default="partner", show_default=True)
@click.option("--organisation", required=True, help="Name of the school, practice or hub.")
@click.option("--agency-kind", default="", help="Code of the agency_type list; `hub` for a hub.")
@click.option("--name", required=True, help="The administrator's name as others see it.")
@click.option("--job-title", default="")
@click.option("--shared-account", is_flag=True, help="Several operating-system accounts of a group use the folder.")
@click.pass_context
def create_command(
    ctx: click.Context, kind: str, organisation: str, agency_kind: str, name: str, job_title: str, shared_account: bool
) -> None:
    """Make a profile; --user is its administrator. Prints two recovery sheets: keep them apart, on paper."""
    from enquiry_app.security.profile import NewPerson, Profile, ProfileSetup

    user = _user(ctx)
    if kind != "practice" and (fault := fault_in_account(user, name)):
        raise AppError(fault)  # before a password is asked for
    chosen = password(ctx, f"New password for {user}")
    administrator = NewPerson(user, name, job_title, "administrator", chosen)
    setup = ProfileSetup(
        kind,
        organisation,
        agency_kind or ("hub" if kind == "hub" else ""),
        administrator,
        shared_account=shared_account,
        practice=kind == "practice",
    )
    profile = Profile(profile_folder(ctx))
    sheets = profile.create(setup)
    data = {
        "profile": str(profile.folder),
        "fingerprint": sheets.fingerprint,
        "sheet_one": sheets.sheet_one,
        "sheet_two": sheets.sheet_two,
    }
    text = (
        f"Profile made in {profile.folder}.\n\nRecovery sheet 1 ({sheets.fingerprint})\n{sheets.sheet_one}\n\n"
        f"Recovery sheet 2 ({sheets.fingerprint})\n{sheets.sheet_two}\n\n"
        "Give each sheet to another senior person. Both together open the store when a password is forgotten;\n"
        "they are not kept anywhere and cannot be shown again."
    )
    emit(ctx, data, text)


@store_group.command("verify")
@common_options
@click.pass_context
def verify_command(ctx: click.Context) -> None:
    """Read every page of the store and walk the audit trail. Exit 1 if anything is not as it was written."""
    from enquiry_app.storage.audit_chain import verify
    from enquiry_app.storage.opening import check_pages

    with unlocked_profile(ctx) as (_, unlocked):
        check_pages(unlocked.store)
        verdict = verify(unlocked.store)
    if not verdict.ok:
        raise StoreDamaged(verdict.sentence)
    emit(ctx, {"ok": True, "events": verdict.events}, f"The store is sound. {verdict.sentence}")


@store_group.command("backup")
@common_options
@click.option("--to", "target", type=click.Path(file_okay=False, path_type=Path), help="Folder to put the backup in.")
@click.pass_context
def backup_command(ctx: click.Context, target: Path | None) -> None:
    """Copy store, keys and settings to a new folder and check the copy."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.backups import make_backup

    with unlocked_profile(ctx) as (profile, unlocked):
        made = make_backup(profile, unlocked, target, SystemClock())
    data = {"backup": str(made.folder), "bytes": made.size, "events": made.events}
    emit(ctx, data, f"Backup made and checked: {made.folder}")


@store_group.command("restore")
@common_options
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_context
def restore_command(ctx: click.Context, backup: Path) -> None:
    """Put BACKUP in the place of the profile, with an administrator's password as it was then."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.backups import restore_backup
    from enquiry_app.security.profile import Profile

    profile = Profile(profile_folder(ctx))
    restored = restore_backup(backup, profile, _user(ctx), password(ctx), SystemClock())
    data = {
        "profile": str(profile.folder),
        "prefix": restored.prefix,
        "events": restored.events,
        "replaced": str(restored.replaced) if restored.replaced else None,
        "deleted_again": restored.deleted_again,
    }
    text = f"Restored to {profile.folder}. New references begin with {restored.prefix}."
    if restored.replaced:
        text += f"\nThe former profile lies in {restored.replaced}; remove it when it is needed no more."
        if restored.deleted_again is None:
            text += "\nThe former store could not be read, so what was deleted after the backup may be back."
    emit(ctx, data, text)


@store_group.command("rekey")
@common_options
@click.pass_context
def rekey_command(ctx: click.Context) -> None:
    """Give the store a new key. Everybody else has to close it first; passwords and recovery sheets stay."""
    from enquiry_app.clock import SystemClock
    from enquiry_app.security.rekeying import make_new_key

    with unlocked_profile(ctx) as (profile, unlocked):
        make_new_key(profile, unlocked, SystemClock())
    emit(ctx, {"rekeyed": True}, "The store has a new key. Backups made before keep the old one.")


@store_group.command("identity-export")
@common_options
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write (.age).")
@click.pass_context
def identity_export_command(ctx: click.Context, out: Path) -> None:
    """Write this store's key for sealed files, sealed so that both recovery sheets together open it with `age`."""
    from enquiry_app.commands.exchange import write_file

    with signed_in(ctx) as app:
        export = app.stores.export_identity()
    write_file(out, export.content)
    write_file(out.with_name(export.helper_name), export.helper)
    text = (
        f"{out}: opens with recovery sheets {export.sheets}, both together, and the program `age`.\n"
        f"How: {out.with_name(export.helper_name)}"
    )
    emit(ctx, {"file": str(out), "how": str(out.with_name(export.helper_name)), "sheets": export.sheets}, text)


@store_group.command("desktop-files")
@common_options
@click.option("--remove", "gone", is_flag=True, help="Take them away again.")
@click.pass_context
def desktop_files_command(ctx: click.Context, gone: bool) -> None:
    """Let this account's Linux desktop open .enquiry and .hub files with this app by a double click."""
    from enquiry_app import desktop_entry

    if gone:
        desktop_entry.remove()
        emit(ctx, {"files": []}, "The desktop opens sealed files with this app no more.")
        return
    files = [str(path) for path in desktop_entry.install()]
    emit(ctx, {"files": files}, "\n".join(["Sealed files now open with this app:", *files]))


@store_group.command("migrate")
@common_options
@click.pass_context
def migrate_command(ctx: click.Context) -> None:
    """Bring the store to this version's schema; a whole, checked backup is made of it first."""
    from enquiry_app.storage.upgrade import HEAD

    with unlocked_profile(ctx) as (_, unlocked):
        before = unlocked.store.upgraded_from
    text = f"Brought from schema {before} to {HEAD}." if before else f"The store has schema {HEAD} already."
    emit(ctx, {"schema": HEAD, "upgraded_from": before or None}, text)
