"""Where a store may lie. A database file on a network drive or in a folder that a sync program copies gets damaged:
locks are not kept there, and half-written files are copied. Such places are refused with the reason (decision 4).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from enquiry_app.errors import StoreUnavailable

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "9p",
        "davfs", "davfs2", "fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.glusterfs",
        "fuse.google-drive-ocamlfuse", "fuse.onedriver", "vboxsf", "fuse.vmhgfs-fuse", "prl_fs",
    }
)  # fmt: skip

# Names sync programs give their folders, compared without case; a trailing "*" allows "OneDrive - Example School".
SYNC_FOLDERS = (
    "onedrive*", "dropbox*", "google drive*", "googledrive", "my drive", "icloud drive", "icloud~*", "icloudrive",
    "mobile documents", "nextcloud", "owncloud", "pcloud drive", "box sync", "megasync", "syncthing", "tresorit drive",
)  # fmt: skip
SYNC_FOLDERS_AT_HOME = ("box", "mega", "sync")  # too common as words to refuse them anywhere else
SYNC_MARKERS = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".tresorit")

NETWORK = (
    "This folder is on a network drive. A store there can be damaged when the connection fails, so it is not used."
    " Please choose a folder on this computer; use backups to keep a copy elsewhere."
)
SYNC = (
    "This folder is copied by a file synchronisation program, which can damage a store and would copy it to other"
    " machines. Please choose a folder on this computer that is not synchronised."
)


def check_location(folder: Path) -> None:
    """Raise StoreUnavailable, with what to do, if a store in this folder would not be safe."""
    real = Path(os.path.realpath(folder))
    if is_network(real):
        raise StoreUnavailable(NETWORK, "other")
    if is_synchronised(real):
        raise StoreUnavailable(SYNC, "other")


def is_network(real_folder: Path, mounts: str | None = None) -> bool:
    """Whether the folder lies on a network file system. `mounts` is the text of /proc/mounts (for tests)."""
    if sys.platform == "win32":
        return _is_windows_network(real_folder)
    text = mounts if mounts is not None else _read_mounts()
    return file_system_of(real_folder, text) in NETWORK_FILE_SYSTEMS


def file_system_of(real_folder: Path, mounts: str) -> str:
    """The type of the file system with the longest mount point above the folder; "" if unknown."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        above = point == "/" or real_folder == Path(point) or Path(point) in real_folder.parents
        if above and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def is_synchronised(real_folder: Path) -> bool:
    """Whether the folder or one above it is a well-known sync folder, by name or by the program's own marker."""
    home = Path(os.path.realpath(os.path.expanduser("~")))
    for part in (real_folder, *real_folder.parents):
        name = part.name.casefold()
        if any(name == known or (known.endswith("*") and name.startswith(known[:-1])) for known in SYNC_FOLDERS):
            return True
        if name in SYNC_FOLDERS_AT_HOME and part.parent == home:
            return True
        if any((part / marker).exists() for marker in SYNC_MARKERS):
            return True
    return False


def _read_mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_windows_network(real_folder: Path) -> bool:
    if str(real_folder).startswith("\\\\"):
        return True
    import ctypes

    remote = 4  # DRIVE_REMOTE
    return bool(ctypes.windll.kernel32.GetDriveTypeW(real_folder.anchor) == remote)  # type: ignore[attr-defined,unused-ignore]
