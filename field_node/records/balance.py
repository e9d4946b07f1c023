"""saldo: one line of the owner's own as-of statement of a store's stock; what everybody else shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Amount, Day, Item, Ref, Reference, Text
from field_node.records.movement import FUND, GOODS
from field_node.records.notice import Goods
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, holds, warns
from field_node.records.statement import AS_OF, as_of_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance(Record):
    about: ClassVar[About] = About(
        "saldo",
        "Saldo gudang",
        Urgency.STOCK,
        author=Author.BOTH,
        menu="Stok",
        newest=Newest(("gudang", "barang", "batch"), by="per_waktu"),
        merged=True,
    )
    gudang: Ref = holds(Reference("lokasi"), "Gudang", required=True, hxl="#loc+id")
    barang: int = holds(Item(), "Barang", required=True, hxl="#item")
    jumlah: int = holds(GOODS, "Saldo", required=True, hxl="#item+quantity")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    batch: str | None = holds(Text(24), "Batch", hxl="#item+batch")
    kedaluwarsa: int | None = holds(Day(), "Kedaluwarsa", hxl="#date+expiry")
    sumber_dana: str | None = holds(FUND, "Sumber dana", hxl="#funding+source")
    minimum: int | None = holds(Amount(0, 10**9), "Minimum", hxl="#item+minimum")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
        if self.jumlah < 0:
            yield warns("saldo_minus", "jumlah", saldo=Goods(self.barang, self.jumlah))
        if self.minimum is not None and self.jumlah < self.minimum:
            left, least = Goods(self.barang, self.jumlah), Goods(self.barang, self.minimum)
            yield warns("di_bawah_minimum", "jumlah", saldo=left, minimum=least)
