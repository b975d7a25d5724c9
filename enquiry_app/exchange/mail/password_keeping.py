"""The mail account's password in the system's keyring, where there is one worth the name.

Only keyrings that the keyring library itself counts as fit for use (priority 1 or more) are used: files that anybody can
read are none. A keyring that fails is as good as none: the password is asked for instead.
"""

from __future__ import annotations

from typing import Any

SERVICE = "Enquiry mail"
LEAST_PRIORITY = 1


def can_keep() -> bool:
    """Whether there is a keyring of the system."""
    return _backend() is not None


def kept_password(store_id: str, user: str) -> str:
    """The password kept for this store's mail account, "" if there is none."""
    backend = _backend()
    if backend is None:
        return ""
    try:
        return str(backend.get_password(f"{SERVICE} {store_id}", user) or "")
    except Exception:  # keyrings raise what their systems raise
        return ""


def keep_password(store_id: str, user: str, password: str) -> bool:
    """Keep it; whether that worked."""
    backend = _backend()
    if backend is None:
        return False
    try:
        backend.set_password(f"{SERVICE} {store_id}", user, password)
    except Exception:
        return False
    return True


def forget_password(store_id: str, user: str) -> None:
    """Take it out, if it is there."""
    backend = _backend()
    if backend is None:
        return
    try:
        backend.delete_password(f"{SERVICE} {store_id}", user)
    except Exception:
        return


def _backend() -> Any:
    """The first fit keyring, or None."""
    try:
        import keyring

        chosen = keyring.get_keyring()
        inside = getattr(chosen, "backends", None) or (chosen,)
        return next((each for each in inside if each.priority >= LEAST_PRIORITY), None)
    except Exception:
        return None
