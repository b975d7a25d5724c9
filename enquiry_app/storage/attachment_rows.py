"""Files attached to an enquiry."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from enquiry_app.errors import AttachmentRefused, NotFound
from enquiry_app.services.ports import StoredAttachment
from enquiry_app.storage.attachment_content import LARGEST_TOGETHER, TOO_LARGE_TOGETHER, prepare
from enquiry_app.storage.enquiry_rows import enquiries, seq_of
from enquiry_app.storage.tables import AttachmentRow, table_of

_file = table_of(AttachmentRow)
_described = select(_file.c.id, _file.c.file_name, _file.c.media_type, _file.c.size, _file.c.sha256)

NO_FILE = "There is no such attachment here."


def add(
    connection: Connection, enquiry_id: str, attachment_id: str, file_name: str, content: bytes
) -> StoredAttachment:
    """Check, clean and keep a file. Raises AttachmentRefused."""
    seq = seq_of(connection, enquiry_id)
    prepared = prepare(file_name, content)
    size = len(prepared.content)
    already = connection.execute(select(func.sum(_file.c.size)).where(_file.c.enquiry_seq == seq)).scalar() or 0
    if already + size > LARGEST_TOGETHER:
        raise AttachmentRefused(TOO_LARGE_TOGETHER)
    described = StoredAttachment(attachment_id, prepared.file_name, prepared.media_type, size, prepared.sha256)
    connection.execute(
        insert(_file),
        {
            "id": described.id,
            "enquiry_seq": seq,
            "file_name": described.file_name,
            "media_type": described.media_type,
            "size": described.size,
            "sha256": described.sha256,
            "content": prepared.content,
        },
    )
    return described


def of_enquiry(connection: Connection, enquiry_id: str) -> tuple[StoredAttachment, ...]:
    """The files of an enquiry in the order they were added, without their content."""
    query = _described.where(_file.c.enquiry_seq == seq_of(connection, enquiry_id)).order_by(_file.c.seq)
    return tuple(StoredAttachment(*row) for row in connection.execute(query))


def sizes(connection: Connection, enquiry_id: str) -> tuple[tuple[str, int], ...]:
    """Id and size in bytes of each file of an enquiry."""
    return tuple((file.id, file.size) for file in of_enquiry(connection, enquiry_id))


def enquiry_of(connection: Connection, attachment_id: str) -> str:
    """Id of the enquiry a file belongs to; "" if there is no such file."""
    query = select(enquiries.c.id).join(_file, _file.c.enquiry_seq == enquiries.c.seq)
    return str(connection.execute(query.where(_file.c.id == attachment_id)).scalar() or "")


def read(connection: Connection, attachment_id: str) -> tuple[str, str, bytes]:
    """File name, media type and content. Raises NotFound."""
    query = select(_file.c.file_name, _file.c.media_type, _file.c.content).where(_file.c.id == attachment_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(NO_FILE)
    return row.file_name, row.media_type, row.content


def remove(connection: Connection, enquiry_id: str, attachment_id: str) -> None:
    """Take a file of this enquiry away. Raises NotFound."""
    seq = seq_of(connection, enquiry_id)
    removed = connection.execute(delete(_file).where(_file.c.id == attachment_id, _file.c.enquiry_seq == seq))
    if not removed.rowcount:
        raise NotFound(NO_FILE)
