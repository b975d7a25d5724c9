"""Screens of work on paper."""
