"""The record as of a moment, as rich text in the colours of the theme. Everything people wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication

from ui.appearance import colour
from ui.formatting import day_and_time


def record_html(then: Any) -> str:
    """`then` is a `services.replaying.KnownThen`."""
    muted, text = colour("text_muted").name(), colour("text").name()
    style = (
        f"body {{ color: {text}; }} h2 {{ margin: 14px 0 4px 0; }} h3 {{ margin: 10px 0 2px 0; }}"
        f" .hint {{ color: {muted}; }} td {{ padding: 2px 14px 2px 0; }} p {{ margin: 2px 0; }} li {{ margin: 2px 0; }}"
    )
    return f"<html><head><style>{style}</style></head><body>{''.join(_parts(then))}</body></html>"


def _parts(then: Any) -> Iterator[str]:
    moment = then.moment
    yield f"<h2>{_tr('What had just become known')}</h2>"
    yield f"<p>{_text(': '.join(filter(None, (moment.who, moment.what))))}</p>"
    yield from _next(then)
    sent = (
        _tr("Version {number} had been sent").format(number=then.version) if then.version else _tr("Nothing sent yet")
    )
    facts = [sent, *(f"{label}: {words}" for label, words in then.standing)]
    yield f"<h2>{_tr('The record then')}</h2><p class='hint'>{_text(' · '.join(facts))}</p>"
    if not then.sections:
        yield f"<p class='hint'>{_tr('Nothing was written yet.')}</p>"
    for section in then.sections:
        yield f"<h3>{_text(section.title)}</h3><table width='100%'>"
        for label, words in section.answers:
            yield f"<tr><td width='34%'><b>{_text(label)}</b></td><td>{_text(words)}</td></tr>"
        yield "</table>"
    yield f"<h2>{_tr('What had happened until then')}</h2>"
    if not then.happened:
        yield f"<p class='hint'>{_tr('Nothing but what was written.')}</p>"
    for line in then.happened:
        words = " · ".join(filter(None, (day_and_time(line.at), line.who, line.what)))
        yield f"<p>{_text(words)}</p>"
        if line.why:
            yield f"<p class='hint'>{_text(line.why)}</p>"


def _next(then: Any) -> Iterator[str]:
    yield f"<h2>{_tr('What became known next')}</h2>"
    if then.next_moment is None:
        yield f"<p class='hint'>{_tr('Nothing since.')}</p>"
        return
    yield f"<p>{_text(day_and_time(then.next_moment.at))}: {_text(then.next_moment.what)}</p>"
    if then.next_changes:
        yield f"<ul>{''.join(f'<li>{_text(each)}</li>' for each in then.next_changes)}</ul>"


def _text(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _tr(text: str) -> str:
    return QCoreApplication.translate("replay", text)
