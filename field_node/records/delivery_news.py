"""kabar_kiriman: what the center knows to have arrived of one line of a surat jalan, told to whoever sent it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Amount, Item, Moment, Ref, Reference
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, blocks, holds

MOST = 10**9
"""What is said of more than this."""
COUNTED = Amount(0, MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNews(Record):
    """Sums over the arrivals in force that name this line, by units other than its sender: the newest word replaces all before.

    `terima`: the newest of these arrivals, of the unit that says so; None when none is in force any more. `gudang`,
    `waktu`: where and when that one arrived.
    """

    about: ClassVar[About] = About(
        "kabar_kiriman",
        "Kabar kiriman",
        Urgency.CHATTER,
        author=Author.CENTER,
        newest=Newest(("kirim",)),
    )
    kirim: Ref = holds(Reference("mutasi"), "Baris surat jalan", required=True, hxl="#meta+reference")
    barang: int = holds(Item(), "Barang", required=True, hxl="#item")
    terima: Ref | None = holds(Reference("mutasi"), "Terima kiriman terbaru", hxl="#meta+reference+arrival")
    gudang: Ref | None = holds(Reference("lokasi"), "Tiba di", hxl="#loc+id")
    diterima: int = holds(COUNTED, "Diterima", required=True, hxl="#output+received")
    rusak: int = holds(COUNTED, "Rusak", required=True, hxl="#output+damaged")
    kurang: int = holds(COUNTED, "Kurang", required=True, hxl="#output+missing")
    waktu: int | None = holds(Moment(), "Waktu tiba", hxl="#date+received")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.terima is None and self.arrived():
            yield blocks("wajib_diisi", "terima")

    def arrived(self) -> int:
        """Base units that are accounted for."""
        return (self.diterima or 0) + (self.rusak or 0) + (self.kurang or 0)
