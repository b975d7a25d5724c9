"""The store's own keys for sealed exchange: made once, kept inside the encrypted file."""

from __future__ import annotations

from enquiry_app.exchange.sealed.store_keys import StoreKeys, new_sign_secret
from enquiry_app.services.ports import Readable, Work

AGE_SECRET, SIGN_SECRET = "exchange_identity", "exchange_signing"
RECOVERY_RECIPIENT = "recovery_recipient"


def keys_of(work: Work) -> StoreKeys:
    """Both keys; the one for signing is made at its first use."""
    found = find_keys(work)
    if found is None:
        secret = new_sign_secret()
        work.put_secret(SIGN_SECRET, secret)
        found = StoreKeys((work.secret(AGE_SECRET) or b"").decode(), secret)
    return found


def find_keys(read: Readable) -> StoreKeys | None:
    """Both keys, or None if nothing was ever sealed here."""
    age, sign = read.secret(AGE_SECRET), read.secret(SIGN_SECRET)
    return StoreKeys(age.decode(), sign) if age and sign else None
