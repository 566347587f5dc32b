"""Whether two files are the same packet: to the byte, or once their streams are decompressed."""

import io
from enum import StrEnum

import pikepdf


class Sameness(StrEnum):
    BYTES = "bytes"
    CONTENT = "content"
    """The same once decompressed: another build compresses otherwise."""
    OTHER = "other"


def compared(one: bytes, other: bytes) -> Sameness:
    """How far two PDFs are the same."""
    if one == other:
        return Sameness.BYTES
    return Sameness.CONTENT if _plain(one) == _plain(other) else Sameness.OTHER


def _plain(data: bytes) -> bytes:
    """The file without compression, written the same way whoever made it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            static_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
