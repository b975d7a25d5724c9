"""Signing in, the lock screen and passwords."""
