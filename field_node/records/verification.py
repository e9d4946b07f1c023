"""verifikasi: somebody held a figure against the truth; it stands or it does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Ref, Reference, Text
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, blocks, holds

VERDICT = Choice((("diverifikasi", "Diverifikasi"), ("ditolak", "Ditolak")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification(Record):
    """An entry without one is `dilaporkan`."""

    about: ClassVar[About] = About(
        "verifikasi", "Verifikasi", Urgency.STOCK, author=Author.BOTH, newest=Newest(("entri",))
    )
    entri: Ref = holds(Reference(), "Data", required=True)
    status: str = holds(VERDICT, "Status verifikasi", required=True, hxl="#status+verification")
    alasan: str | None = holds(Text(160), "Alasan", hxl="#status+reason")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.status == "ditolak" and self.alasan is None:
            yield blocks("alasan_wajib", "alasan")
