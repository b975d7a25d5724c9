"""Keeps files with a draft. The store checks kind and size and takes the metadata out of pictures."""

from __future__ import annotations

from collections.abc import Mapping

from enquiry_app.services.new_ids import RandomBytes, new_id
from enquiry_app.services.ports import Work
from enquiry_app.services.seat import Seat, not_found


def attach(
    seat: Seat, work: Work, enquiry_id: str, file_name: str, content: bytes, random_bytes: RandomBytes
) -> Mapping[str, object]:
    """Keep a file within the running transaction; gives the value that stands for it among the answers.

    Raises AttachmentRefused. What is described is the file as kept, not as it was given.
    """
    kept = work.add_attachment(enquiry_id, new_id(seat.now(), random_bytes), file_name, "", content)
    seat.record(work, "attachment:added", enquiry_id, attachment=kept.id, bytes=str(kept.size))
    return {
        "id": kept.id,
        "file_name": kept.file_name,
        "media_type": kept.media_type,
        "size": kept.size,
        "sha256": kept.sha256,
    }


def detach(seat: Seat, work: Work, enquiry_id: str, attachment_id: str) -> None:
    """Take a file of this enquiry away. Raises NotFound for one of another enquiry."""
    if attachment_id not in {kept.id for kept in work.attachments(enquiry_id)}:
        raise not_found()
    work.remove_attachment(enquiry_id, attachment_id)
    seat.record(work, "attachment:removed", enquiry_id, attachment=attachment_id)
