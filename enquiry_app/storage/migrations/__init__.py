"""The schema, revision by revision, for SQLCipher and PostgreSQL. Run by `storage/upgrade.py` only."""
