"""A small sound form as TOML files, and one edit at a time to break it."""

from __future__ import annotations

from pathlib import Path

FORM = """\
id = "small"
version = "1"
title = "Small form"

[[groups]]
id = "all"
title = "All"
sections = ["people", "story"]

[[collections]]
id = "children"
singular = "child"
plural = "children"
title_from = ["given"]

[[collections]]
id = "homes"
singular = "home"
plural = "homes"
parent = "children"

[[collections]]
id = "calls"
singular = "call"
plural = "calls"
"""
PEOPLE = """\
id = "people"
title = "People"
collection = "children"

[[pages]]
id = "who"
title = "Who?"

[[pages.questions]]
id = "given"
kind = "text"
label = "Given names"
stage = "U"

[[pages.questions]]
id = "sex"
kind = "choice"
code_list = "sex"
label = "Sex"
absences = ["not_known"]

[[pages.questions]]
id = "homes"
kind = "items"
label = "Homes"

[[pages.questions.questions]]
id = "home_until"
kind = "date"
label = "Until"
"""
STORY = """\
id = "story"
title = "Story"
asks_finished = true

[[pages]]
id = "what"
title = "What?"

[[pages.questions]]
id = "told"
kind = "yes_no"
label = "Told?"

[[pages.questions]]
id = "why"
kind = "long_text"
label = "Why?"
show_when = { question = "told", is = "no" }

[[pages.questions]]
id = "calls"
kind = "items"
label = "Calls"

[[pages.questions.questions]]
id = "call_name"
kind = "text"
label = { en = "Who?", cy = "Pwy?" }
"""
SEX = """\
id = "sex"
title = "Sex"
source = "test"
choices = [{ code = "F", label = "Female" }, { code = "M", label = "Male" }]
"""
FILES = {
    "form.toml": FORM,
    "retired.toml": '[retired]\nold_name = "given"\n',
    "sections/people.toml": PEOPLE,
    "sections/story.toml": STORY,
    "code_lists/sex.toml": SEX,
}


def write_form(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """The small form in `folder`, with whole files replaced, added or (None) left out."""
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return folder


def edited(file: str, old: str, new: str) -> dict[str, str | None]:
    """One file of the small form with one piece of text replaced; it must be there."""
    assert old in FILES[file]
    return {file: FILES[file].replace(old, new, 1)}
