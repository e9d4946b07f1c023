"""foto: a picture that belongs to an entry; the picture itself is a file, named by its SHA-256, and goes by internet alone."""

from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Count, Digest, Ref, Reference, Text
from field_node.records.record import About, Record, Urgency, holds

LARGEST = 8 << 20
"""Bytes of a file; what a unit takes from a tablet is less."""
FORMATS = (("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WebP"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Record):
    """It may show victims: nothing of it goes by radio, and whoever reads the file is written down."""

    about: ClassVar[About] = About("foto", "Foto", Urgency.CHATTER)
    entri: Ref = holds(Reference(), "Catatan", required=True, radio=False)
    sidik: bytes = holds(Digest(), "Sidik berkas", required=True, radio=False)
    ukuran: int = holds(Count(LARGEST, usual=1 << 18), "Ukuran", required=True, radio=False, unit="byte")
    jenis: str = holds(Choice(FORMATS), "Jenis berkas", required=True, radio=False)
    keterangan: str | None = holds(Text(160), "Keterangan", radio=False, hxl="#description")
