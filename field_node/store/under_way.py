"""Goods that left a store and are not said to have arrived: shipment by shipment, so that what is not known here adds nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from msgspec.json import encode

from field_node.records import number_of
from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal, nearby
from field_node.store.connection import Store
from field_node.store.delivery_news import ACCOUNTED, words
from field_node.store.picking import latest, names
from field_node.store.returns import still_out
from field_node.store.storage import wire_number

MOST_HEARD = 500
"""Words of neighbours that are looked at, the newest first."""


class Shipment(NamedTuple):
    """One line of a surat jalan that this unit holds. `left`: base units not yet accounted for where they were bound.

    `entry`: the kirim as it stands.
    """

    entry: Ref
    origin: Ref
    bound: Ref
    item: int
    batch: str
    left: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A neighbour's word of goods that move from or to here; shown, never counted. `heard_at`: UTC seconds.

    `move`: a kirim bound for a place of ours, or a terima_kiriman of what we sent.
    """

    unit: int
    entry: Ref
    move: Movement
    heard_at: int


def under_way(store: Store, bound: Ref | None = None) -> list[Shipment]:
    """What was sent by the ledgers here and is neither received, returned nor voided, the last recorded first; all of it.

    `bound`: only what goes to that place, when it is given.

    An arrival counts against the shipment that it names, also under the name that a correction replaced; one whose
    shipment is not here counts against nothing. What another unit received counts when the center says so.
    """
    rows = store.run(_SENT.format(_BOUND if bound else ""), bound._asdict() if bound else {})
    renamed = {Ref(*row) for row in store.run(_RENAMED, (wire_number(Movement),))} if rows else set()
    found = (_shipment(store, row, renamed) for row in rows)
    return [one for one in found if one.left > 0]


def arrived(store: Store, sent: Ref) -> int:
    """Base units of that kirim that came whole or broken: by arrivals here, or by the center's word where that is more."""
    here: int = sum(store.run(_CAME, name)[0][0] for name in names(store, sent))
    return max(here, sum(one.news.diterima + one.news.rusak for one in words(store, sent)))


def accounted(store: Store, sent: Ref) -> int:
    """Base units of that kirim that came whole, broken or not at all: by arrivals here, or by the center's word where that is more."""
    here: int = sum(store.run(_TOLD, name)[0][0] for name in names(store, sent))
    return max(here, sum(one.news.arrived() for one in words(store, sent)))


def in_two_books(store: Store) -> list[Shipment]:
    """Lines that we voided, lowered or took back and that arrived all the same, by the center's word; `left`: what stands in both books.

    Whoever put the book of those goods right since that word came is told no more.
    """
    found = dict[Ref, Shipment]()
    for row in store.run(_CHANGED):
        named = journal.entry(store, Ref(*row))
        if named is not None and isinstance(named.record, Movement) and named.record.tujuan is not None:
            stands, move = latest(store, named.ref), named.record
            now = stands.record if stands else None
            out = still_out(store, named.ref, now) if isinstance(now, Movement) else 0
            line = stands.ref if stands else named.ref
            goods = move.gudang, named.record.tujuan, move.barang, move.batch or ""
            found[line] = Shipment(line, *goods, left=arrived(store, named.ref) - out)
    return [one for one in found.values() if one.left > 0]


def coming(store: Store, place: Ref) -> dict[int, int]:
    """item -> base units on their way to that place, by the ledgers here."""
    sums = dict[int, int]()
    for one in under_way(store, place):
        sums[one.item] = sums.get(one.item, 0) + one.left
    return sums


def papers_awaited(store: Store, places: Iterable[Ref], *, skip: int, limit: int) -> list[Ref]:
    """A line of each kirim bound for those places of which something is under way, as far as answers name it as it stands; newest first."""
    named = encode([list(place) for place in places]).decode()
    rows = store.run(_AWAITED, {"places": named, "skip": skip, "limit": limit})
    return [Ref(row[0], row[1]) for row in rows]


def heard_of(store: Store, places: set[Ref]) -> list[Heard]:
    """What neighbours said, and nobody confirmed, of goods bound for those places or sent from them."""
    return [
        Heard(one.entry.unit, one.entry.ref, one.entry.record, one.heard_at)
        for one in nearby.said_page(store, Movement, limit=MOST_HEARD)
        if isinstance(one.entry.record, Movement) and _concerns(store, one.entry.record, places)
    ]


def _concerns(store: Store, move: Movement, places: set[Ref]) -> bool:
    if move.jenis == "kirim":
        return move.tujuan in places
    sent = latest(store, move.merujuk) if move.jenis == "terima_kiriman" and move.merujuk else None
    return sent is not None and getattr(sent.record, "gudang", None) in places


def _shipment(store: Store, row: Sequence[Any], renamed: set[Ref]) -> Shipment:
    unit, seq, origin_unit, origin_seq, bound_unit, bound_seq, item, batch, left = row
    entry = Ref(unit, seq)
    before = _arrived_otherwise(store, entry, item) if entry in renamed else 0
    return Shipment(
        entry, Ref(origin_unit, origin_seq), Ref(bound_unit, bound_seq), item, batch, left=left + before
    )


def _arrived_otherwise(store: Store, entry: Ref, item: int) -> int:
    """What arrivals took, below zero, that call the shipment by another name than it has now."""
    others = (name for name in names(store, entry) if name != entry)
    return sum(store.run(_ARRIVED, {**name._asdict(), "item": item})[0][0] for name in others)


_SAID = (
    "SELECT COALESCE(SUM(COALESCE(m.diterima, 0) + COALESCE(m.rusak, 0){also}), 0) FROM mutasi m"
    " WHERE m.merujuk_unit = ? AND m.merujuk_seq = ? AND m.jenis = 'terima_kiriman'"
    " AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq)"
)
_CAME, _TOLD = _SAID.format(also=""), _SAID.format(also=" + COALESCE(m.kurang, 0)")
_CHANGED = f"""
SELECT d.kirim_unit, d.kirim_seq FROM newest n
CROSS JOIN kabar_kiriman d ON d.entry_unit = n.unit AND d.entry_seq = n.seq
WHERE n.type = {number_of(DeliveryNews)} AND d.kirim_unit = (SELECT unit FROM self) AND d.diterima + d.rusak > 0
AND (EXISTS (SELECT 1 FROM replaced r WHERE r.unit = d.kirim_unit AND r.seq = d.kirim_seq)
OR EXISTS (SELECT 1 FROM mutasi m WHERE m.merujuk_unit = d.kirim_unit AND m.merujuk_seq = d.kirim_seq AND m.jenis = 'retur'))
AND NOT EXISTS (SELECT 1 FROM mutasi k CROSS JOIN mutasi p ON p.gudang_unit = k.gudang_unit AND p.gudang_seq = k.gudang_seq
AND p.barang = k.barang AND p.batch IS k.batch AND p.jenis = 'penyesuaian'
CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq AND e.version = 0
WHERE k.entry_unit = d.kirim_unit AND k.entry_seq = d.kirim_seq
AND e.pos > (SELECT MIN(w.pos) FROM entry w WHERE w.unit = n.unit AND w.seq = n.seq) AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = e.unit AND r.seq = e.seq))
"""
_AMOUNT = "COALESCE(SUM(CASE WHEN a.entry_unit {is_ours} {{unit}} THEN w.amount ELSE 0 END), 0)"
_TAKEN = (
    f"SELECT {_AMOUNT.format(is_ours='=')} + MIN({_AMOUNT.format(is_ours='<>')}, -({ACCOUNTED}))"
    " FROM mutasi a CROSS JOIN moved w ON w.unit = a.entry_unit"
    " AND w.seq = a.entry_seq AND w.account = 'jalan' AND w.amount < 0 AND w.item = {item}"
    " WHERE a.merujuk_unit = {unit} AND a.merujuk_seq = {seq}"
)
"""What answers took of a line, below zero: those of its sender, and those of others or the center's word of these.

Of the last two the greater counts: the center speaks of arrivals of others alone, some of which may be here as well.
"""
_ARRIVED = _TAKEN.format(item=":item", unit=":unit", seq=":seq")
_BOUND = "AND s.place_unit = :unit AND s.place_seq = :seq"
_SENT = f"""
SELECT v.unit, v.seq, k.gudang_unit, k.gudang_seq, v.place_unit, v.place_seq, v.item, v.batch,
v.amount + ({_TAKEN.format(item="v.item", unit="v.unit", seq="v.seq")}) AS remaining
FROM stock s CROSS JOIN moved v ON v.place_unit = s.place_unit AND v.place_seq = s.place_seq
AND v.item = s.item AND v.batch = s.batch AND v.account = s.account
CROSS JOIN mutasi k ON k.entry_unit = v.unit AND k.entry_seq = v.seq
WHERE s.account = 'jalan' {{}} AND v.amount > 0 AND remaining > 0
ORDER BY v.unit DESC, v.seq DESC
"""
_RENAMED = "SELECT unit, seq FROM entry WHERE corrects_unit IS NOT NULL AND +type = ? AND version = 0"
"""Few of a journal are corrections: the plus keeps to their index, not to that of the type."""
_AWAITED = f"""
SELECT v.unit, v.seq, MAX(e.pos) AS last
FROM json_each(:places) j CROSS JOIN stock s ON s.account = 'jalan'
AND s.place_unit = json_extract(j.value, '$[0]') AND s.place_seq = json_extract(j.value, '$[1]')
CROSS JOIN moved v ON v.place_unit = s.place_unit AND v.place_seq = s.place_seq
AND v.item = s.item AND v.batch = s.batch AND v.account = s.account
CROSS JOIN mutasi k ON k.entry_unit = v.unit AND k.entry_seq = v.seq
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE v.amount > 0 AND v.amount + ({_TAKEN.format(item="v.item", unit="v.unit", seq="v.seq")}) > 0
GROUP BY COALESCE(k.nomor, v.unit || '-' || v.seq), k.gudang_unit, k.gudang_seq
ORDER BY last DESC LIMIT :limit OFFSET :skip
"""
