"""The same PDF, encrypted: AES-256 (PDF 2.0, revision 6). Readable by common viewers with the passphrase; screen readers
keep their access. Archival rules do not allow encryption, so what is checked is the PDF before it."""

from __future__ import annotations

import io
import secrets


def protect(data: bytes, passphrase: str) -> bytes:
    """Encrypt with this passphrase; the owner's password is random and kept by nobody."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            made,
            encryption=pikepdf.Encryption(
                user=passphrase, owner=secrets.token_hex(24), R=6, aes=True, metadata=True,
                allow=pikepdf.Permissions(accessibility=True, modify_annotation=False, modify_other=False),
            ),
        )  # fmt: skip
    return made.getvalue()
