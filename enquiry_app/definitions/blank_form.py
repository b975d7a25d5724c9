"""The blank form on paper as data: how often parts repeat, what is left out, the flowchart, words for conditions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from enquiry_app.resource_files import resource_text


@dataclass(frozen=True)
class FlowStep:
    """One box of the flowchart and what follows from a yes; `levels`: the levels of need hang below it."""

    text: str
    answer: str = ""
    strong: bool = False
    no: str = ""  # beside the way on
    levels: bool = False


@dataclass(frozen=True)
class BlankForm:
    """How the form is set on paper. `slots`: collection id -> how often it is printed."""

    layout: int
    long_list: int
    signs: int
    default_slots: int
    leave_out: frozenset[str]
    intro: str
    matrix_title: str
    matrix_help: str
    fold_out_help: str
    more: str
    room_title: str
    room_help: str
    slots: Mapping[str, int]
    flow_title: str
    flow_steps: tuple[FlowStep, ...]
    facts: Mapping[str, str]  # "fact=value" -> words

    def slots_of(self, collection: str) -> int:
        """How often a collection is printed when nothing is known yet."""
        return self.slots.get(collection, self.default_slots)


@lru_cache(maxsize=1)
def load_blank_form() -> BlankForm:
    """The shipped definition."""
    data = tomllib.loads(resource_text("paper", "blank_form.toml"))
    chart = data.pop("flowchart")
    data["leave_out"] = frozenset(data["leave_out"])
    steps = tuple(FlowStep(**step) for step in chart["steps"])
    return BlankForm(**data, flow_title=chart["title"], flow_steps=steps)
