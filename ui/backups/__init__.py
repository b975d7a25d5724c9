"""Backups: made by themselves, seen and tried by the administrator, gone back to from the sign-in screen."""
