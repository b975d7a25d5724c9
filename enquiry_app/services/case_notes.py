"""Small encrypted notes kept with an enquiry: how it was handed over, why it was withdrawn.

They carry names and free words, so they lie with the enquiry (and go when it goes), never in the audit trail.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from enquiry_app.services.ports import Readable, Work


def keep_note(work: Work, enquiry_id: str, kind: str, note: Mapping[str, str], at: dt.datetime) -> None:
    """Keep a note of this kind; a later one of the same kind takes its place."""
    data = json.dumps(note, ensure_ascii=False, sort_keys=True).encode()
    work.put_document(enquiry_id, f"n:{kind}", data, hashlib.sha256(data).hexdigest(), at)


def read_note(read: Readable, enquiry_id: str, kind: str) -> Mapping[str, str]:
    """The note of this kind; empty if there is none."""
    data = read.document(enquiry_id, f"n:{kind}")
    note: Mapping[str, str] = json.loads(data) if data else {}
    return note
