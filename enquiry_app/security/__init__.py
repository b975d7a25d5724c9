"""Profiles, key files, sign-in. No cryptography of our own: age files through `pyrage`."""
