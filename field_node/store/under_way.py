"""Goods that left a store and are not said to have arrived: shipment by shipment, so that what is not known here adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import nearby
from field_node.store.connection import Store
from field_node.store.delivery_news import ACCOUNTED
from field_node.store.picking import latest, names

MOST = 500
"""Shipments that are looked at, the last recorded first, those of the center after our own."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """One line of a surat jalan that this unit holds. `left`: base units not yet accounted for where they were bound.

    `entry`: the kirim as it stands; `made_at`: UTC seconds.
    """

    entry: Ref
    origin: Ref
    bound: Ref
    item: int
    batch: str
    left: int
    number: str | None
    made_at: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A neighbour's word of goods that move from or to here; shown, never counted. `heard_at`: UTC seconds.

    `move`: a kirim bound for a place of ours, or a terima_kiriman of what we sent.
    """

    unit: int
    entry: Ref
    move: Movement
    heard_at: int


def under_way(store: Store, *, limit: int = MOST) -> list[Shipment]:
    """What was sent by the ledgers here and is neither received, returned nor voided, the last recorded first.

    An arrival counts against the shipment that it names, also under the name that a correction replaced; one whose
    shipment is not here counts against nothing. What another unit received counts when the center says so.
    """
    found = (_shipment(store, row) for row in store.run(_SENT, {"limit": limit}))
    return [one for one in found if one.left > 0]


def coming(store: Store, place: Ref) -> dict[int, int]:
    """item -> base units on their way to that place, by the ledgers here."""
    sums = dict[int, int]()
    for one in under_way(store):
        if one.bound == place:
            sums[one.item] = sums.get(one.item, 0) + one.left
    return sums


def heard_of(store: Store, places: set[Ref]) -> list[Heard]:
    """What neighbours said, and nobody confirmed, of goods bound for those places or sent from them."""
    return [
        Heard(one.entry.unit, one.entry.ref, one.entry.record, one.heard_at)
        for one in nearby.said_page(store, Movement, limit=MOST)
        if isinstance(one.entry.record, Movement) and _concerns(store, one.entry.record, places)
    ]


def _concerns(store: Store, move: Movement, places: set[Ref]) -> bool:
    if move.jenis == "kirim":
        return move.tujuan in places
    sent = latest(store, move.merujuk) if move.jenis == "terima_kiriman" and move.merujuk else None
    return sent is not None and getattr(sent.record, "gudang", None) in places


def _shipment(store: Store, row: Sequence[Any]) -> Shipment:
    unit, seq, origin_unit, origin_seq, bound_unit, bound_seq, item, batch, number, made_at, left = row[:11]
    entry = Ref(unit, seq)
    before = _arrived_otherwise(store, entry, item) if row[11] else 0
    return Shipment(
        entry,
        Ref(origin_unit, origin_seq),
        Ref(bound_unit, bound_seq),
        item,
        batch,
        left=left + before,
        number=number,
        made_at=made_at,
    )


def _arrived_otherwise(store: Store, entry: Ref, item: int) -> int:
    """What arrivals took, below zero, that call the shipment by another name than it has now."""
    others = (name for name in names(store, entry) if name != entry)
    return sum(store.run(_ARRIVED, {**name._asdict(), "item": item})[0][0] for name in others)


_AMOUNT = "COALESCE(SUM(CASE WHEN a.entry_unit {is_ours} {{unit}} THEN w.amount ELSE 0 END), 0)"
_TAKEN = (
    f"SELECT {_AMOUNT.format(is_ours='=')} + MIN({_AMOUNT.format(is_ours='<>')}, -{ACCOUNTED})"
    " FROM mutasi a CROSS JOIN moved w ON w.unit = a.entry_unit"
    " AND w.seq = a.entry_seq AND w.account = 'jalan' AND w.amount < 0 AND w.item = {item}"
    " WHERE a.merujuk_unit = {unit} AND a.merujuk_seq = {seq}"
)
"""What answers took of a line, below zero: those of its sender, and those of others or the center's word of these.

Of the last two the greater counts: the center speaks of arrivals of others alone, some of which may be here as well.
"""
_ARRIVED = _TAKEN.format(item=":item", unit=":unit", seq=":seq")
_SENT = f"""
SELECT o.unit, o.seq, k.gudang_unit, k.gudang_seq, o.place_unit, o.place_seq, o.item, o.batch, k.nomor, e.made_at,
o.remaining, e.corrects_unit IS NOT NULL FROM (
    SELECT v.unit, v.seq, v.place_unit, v.place_seq, v.item, v.batch,
    v.amount + ({_TAKEN.format(item="v.item", unit="v.unit", seq="v.seq")}) AS remaining
    FROM stock s CROSS JOIN moved v ON v.place_unit = s.place_unit AND v.place_seq = s.place_seq
    AND v.item = s.item AND v.batch = s.batch AND v.account = s.account
    WHERE s.account = 'jalan' AND v.amount > 0 AND remaining > 0 ORDER BY v.unit DESC, v.seq DESC LIMIT :limit
) o
CROSS JOIN mutasi k ON k.entry_unit = o.unit AND k.entry_seq = o.seq
CROSS JOIN entry e ON e.unit = o.unit AND e.seq = o.seq AND e.version = 0
ORDER BY o.unit DESC, o.seq DESC
"""
