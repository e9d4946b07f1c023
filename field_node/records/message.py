"""catatan: a short message, ready phrases first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kamus import kamus, options_of
from field_node.records.kinds import Choice, Digest, Ref, Reference, Text, UnitNumber
from field_node.records.record import About, Author, Known, Notice, Record, Urgency, blocks, holds

PHRASE = Choice(options_of(kamus().phrases, "text"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Record):
    """To the unit `kepada`, to the center (0), or to everybody when it is None."""

    about: ClassVar[About] = About("catatan", "Catatan", Urgency.CHATTER, author=Author.BOTH, menu="Pesan")
    frasa: str | None = holds(PHRASE, "Pesan siap pakai")
    isi: str | None = holds(Text(160), "Isi", hxl="#description")
    kepada: int | None = holds(UnitNumber(), "Kepada unit", hxl="#meta+recipient")
    lokasi: Ref | None = holds(Reference("lokasi"), "Lokasi", hxl="#loc+id")
    uraian: str | None = holds(Text(500), "Uraian panjang", radio=False, hxl="#description+long")
    foto: bytes | None = holds(Digest(), "Foto", radio=False)

    def check(self, known: Known) -> Iterator[Notice]:
        if self.frasa is None and self.isi is None and self.uraian is None:
            yield blocks("catatan_kosong", "isi")
