"""The only place that knows SQLAlchemy and SQLCipher. Rows never leave it."""
