"""Ids of our own making: UUIDv7, so that they sort by time and never meet across stores."""

from __future__ import annotations


def new_id() -> str:
    """A new UUIDv7 as text."""
    from uuid_utils import uuid7

    return str(uuid7())
