"""The unit's picture that a record is held against before it is saved."""

from dataclasses import dataclass

from field_node.clock import UnitClock
from field_node.records.kamus import Goods
from field_node.records.kinds import Ref
from field_node.records.ledger import Booked
from field_node.records.record import Record
from field_node.store import directory, views
from field_node.store.connection import Store
from field_node.store.delivery_news import words
from field_node.store.identity import own_unit
from field_node.store.picking import latest, names
from field_node.store.returns import NOBODY, came_back
from field_node.store.stocktaking import booked, openings
from field_node.store.under_way import accounted, arrived

_RECEIVED = (
    "SELECT 1 FROM mutasi m WHERE m.merujuk_unit = ? AND m.merujuk_seq = ? AND m.jenis = 'terima_kiriman'"
    " AND (m.entry_unit, m.entry_seq) <> (?, ?)"
    " AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq) LIMIT 1"
)
_LINE = ("jenis", "gudang", "barang", "batch", "nomor", "baris")
_SAME_LINE = (
    "SELECT 1 FROM mutasi m WHERE m.jenis = ? AND m.gudang_unit = ? AND m.gudang_seq = ? AND m.barang = ?"
    " AND m.batch IS ? AND m.nomor = ? AND m.baris IS ? AND (m.entry_unit, m.entry_seq) <> (?, ?)"
    " AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq) LIMIT 1"
)
_MOVED = (
    "SELECT COALESCE(SUM(amount), 0) FROM moved WHERE unit = ? AND seq = ? AND account = 'saldo'"
    " AND place_unit = ? AND place_seq = ? AND item = ? AND batch = ?"
)


@dataclass(frozen=True, slots=True)
class KnownNow:
    """What this unit knows at one moment; implements `records.Known`."""

    store: Store
    now: int
    clock_trusted: bool
    unit: int
    incident: Ref | None
    siaga_opens_gate: bool = False
    corrects: Ref | None = None
    """The entry that will be corrected: the picture is that without it."""

    def record(self, ref: Ref) -> Record | None:
        """What stands for that name now; None when it was voided or is not here."""
        entry = latest(self.store, ref)
        return entry.record if entry else None

    def newest(self, record_type: type[Record], *key: object) -> Record | None:
        """The newest record in force under that key of its type's view."""
        entry = views.newest(self.store, record_type, *key)
        return entry.record if entry and entry.ref != self.corrects else None

    def balance(self, place: Ref, item: int, batch: str) -> int:
        """Goods on the shelf, base units."""
        left = views.balance(self.store, place, item, batch)
        if self.corrects is None:
            return left
        undone: int = self.store.run(_MOVED, (*self.corrects, *place, item, batch))[0][0]
        return left - undone

    def booked(self, place: Ref, item: int, batch: str) -> Booked | None:
        """What this unit's book says of those goods, without lines that wait to be kept with the record."""
        left = KnownNow.balance(self, place, item, batch)
        opened = openings(self.store, place, item, batch)
        counts = (left > 0 or bool(opened)) and self.corrects not in opened
        return booked(self.store, place, (item, batch), left) if counts else None

    def goods(self, number: int) -> Goods | None:
        """The item of that number."""
        return directory.goods(self.store, number)

    def has_region(self, code: str) -> bool:
        """True when that code exists, or nobody copied the codes yet."""
        return directory.region(self.store, code) is not None or not self.store.run(
            "SELECT 1 FROM wilayah LIMIT 1"
        )

    def region_center(self, code: str) -> tuple[float, float] | None:
        """(lat, lon) of its middle, when somebody imported it."""
        return directory.region_center(self.store, code)

    def received(self, sent: Ref) -> bool:
        """True when a terima_kiriman in force names that kirim, as it was before or after a correction.

        Or when the center says that another unit recorded one: our own are all here.
        """
        but = self.corrects or NOBODY
        is_here = any(self.store.run(_RECEIVED, (*name, *but)) for name in names(self.store, sent))
        return is_here or any(one.unit != self.unit for one in words(self.store, sent))

    def same_line(self, move: Record) -> bool:
        """True when a mutasi in force says the same line of the same paper."""
        jenis, gudang, *rest = (getattr(move, name) for name in _LINE)
        return bool(self.store.run(_SAME_LINE, (jenis, *gudang, *rest, *(self.corrects or NOBODY))))

    def accounted(self, sent: Ref) -> int:
        """Base units of that kirim that arrivals speak of, by those here or by the center's word."""
        return accounted(self.store, sent)

    def came_there(self) -> int:
        """Base units of the kirim that will be corrected that came whole or broken where it was bound."""
        return arrived(self.store, self.corrects) if self.corrects else 0

    def came_back(self, went: Ref | None = None) -> int:
        """Base units of that movement, or of what will be corrected, that are back."""
        named = went or self.corrects
        return came_back(self.store, named, self.corrects) if named else 0


def known_now(
    store: Store, clock: UnitClock, incident: Ref | None, corrects: Ref | None = None, *, siaga: bool = False
) -> KnownNow:
    """The picture at this moment, for a record that corrects that entry when it is given. `siaga`: it opens the gate too."""
    stamp = clock.stamp()
    return KnownNow(
        store, stamp.made_at, clock.trusted(), own_unit(store) or 0, incident, siaga, corrects=corrects
    )
