"""Sealed files between stores: an uncompressed tar of plain parts, signed (Ed25519), inside an age file for one recipient.

No cryptography of our own: `age -d -i IDENTITY FILE | tar x` opens one without this app.
"""
