"""Marks a public service method with the permission it asks for and the audit tags it writes.

A test walks every service class and fails for a public method without this mark, so that no way to the record can be
added that forgets to ask who is there or to leave a trace. A refusal of such a method is noted in the trail here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import local
from typing import Any, TypeVar, cast

from enquiry_app.errors import Refused
from enquiry_app.services.refusals import note_refusal

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
        @wraps(method)
        def called(service: Any, *given: Any, **named: Any) -> object:
            _inside.depth = depth = getattr(_inside, "depth", 0) + 1
            try:
                return method(service, *given, **named)
            except Refused as refusal:
                if depth == 1:  # a method called by another one may stand in its transaction
                    note_refusal(vars(service)["_seat"], refusal, permission)
                raise
            finally:
                _inside.depth = depth - 1

        called.__dict__["use_case"] = UseCase(permission, audit, unaudited)
        return cast(Method, called)

    return mark


_inside = local()  # how many marked methods run one inside the other, per thread
