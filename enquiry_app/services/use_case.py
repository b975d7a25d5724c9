"""Marks a public service method with the permission it asks for and the audit tags it writes.

A test walks every service class and fails for a public method without this mark, so that no way to the record can be
added that forgets to ask who is there or to leave a trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Method = TypeVar("Method", bound=Callable[..., object])


@dataclass(frozen=True)
class UseCase:
    """`permission` is an action of `enquiry/permissions.py`; `audit` the tags written, or `unaudited` says why none."""

    permission: str
    audit: tuple[str, ...] = ()
    unaudited: str = ""


def use_case(permission: str, *audit: str, unaudited: str = "") -> Callable[[Method], Method]:
    """Declare what a service method asks for and writes; exactly one of tags or a reason for none is given."""
    if bool(audit) == bool(unaudited):
        raise ValueError("a use case writes audit tags, or says why it writes none")

    def mark(method: Method) -> Method:
        method.__dict__["use_case"] = UseCase(permission, audit, unaudited)
        return method

    return mark
