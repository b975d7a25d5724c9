"""Helpers for people who work on the app; nothing of the app itself imports them."""
