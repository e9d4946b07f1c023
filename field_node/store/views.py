"""What the pages show: newest statements, stock, warnings without answer, open calls for help. Each a few index look-ups."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record
from field_node.records.warning import ALWAYS, WORST
from field_node.store.connection import Store
from field_node.store.folds import key_text
from field_node.store.picking import IN_FORCE, NEWEST_COPY, picked
from field_node.store.storage import wire_number
from field_node.store.tracks import track_ends
from field_node.store.true_times import TrueTimes

PAGE = 50
SHELF, LENT = "saldo", "pinjam"
"""Accounts of `Shift`; of the third, goods on their way, see `under_way`."""


class Balance(NamedTuple):
    """Goods of one item and batch, base units, in one account of one place; below zero "perlu opname"."""

    place: Ref
    item: int
    batch: str
    amount: int


class OpenWarning(NamedTuple):
    """A warning in force and the places that it names and that did not answer."""

    entry: Entry
    silent: tuple[Ref, ...]


def newest(store: Store, record_type: type[Record], *key: object) -> Entry | None:
    """The newest entry in force under that key of its type's view."""
    if record_type.about.track:
        (unit,) = key
        ends = track_ends(store, record_type, after=int(str(unit)) - 1, limit=1)
        return next((end for end in ends if end.unit == unit), None)
    params = {"type": wire_number(record_type), "key": key_text(*key)}
    found = picked(store, f"{_NEWEST} AND n.key = :key", params)
    return found[0] if found else None


def newest_page(
    store: Store, record_type: type[Record], *, after: str = "", limit: int = PAGE
) -> list[Entry]:
    """The newest entry of every key, by key; the next page starts after `folds.key_of` of the last one.

    Those of a track come by unit.
    """
    if record_type.about.track:
        last = msgspec.json.decode(after)[0] if after else -1
        return track_ends(store, record_type, after=last, limit=limit)
    params = {"type": wire_number(record_type), "after": after, "limit": limit}
    return picked(store, f"{_NEWEST} AND n.key > :after ORDER BY n.key LIMIT :limit", params)


def headcounts(
    store: Store, incident: Ref | None = None, *, after: str = "", limit: int = PAGE
) -> list[Entry]:
    """The newest head-count of each lokasi, of one kejadian when it is given."""
    headcount = type_by_slug("hitung_pengungsi")
    if incident is None:
        return newest_page(store, headcount, after=after, limit=limit)
    params = {
        "type": wire_number(headcount),
        "after": after,
        "limit": limit,
        "unit": incident.unit,
        "seq": incident.seq,
    }
    of_incident = "e.incident_unit = :unit AND e.incident_seq = :seq"
    return picked(
        store, f"{_NEWEST} AND {of_incident} AND n.key > :after ORDER BY n.key LIMIT :limit", params
    )


def unit_positions(store: Store, *, after: str = "", limit: int = PAGE) -> list[Entry]:
    """The newest position of each unit."""
    return newest_page(store, type_by_slug("posisi"), after=after, limit=limit)


def stock(store: Store, place: Ref, *, account: str = SHELF) -> list[Balance]:
    """What is in that account of a place, per item and batch; what came and went to nothing is told as 0."""
    sql = f"{_BALANCE} WHERE place_unit = :unit AND place_seq = :seq AND account = :account ORDER BY item, batch"
    return _balances(store, sql, {**place._asdict(), "account": account})


def stores(store: Store, *, limit: int = PAGE) -> list[Ref]:
    """Places that hold goods, or did, by name."""
    sql = "SELECT DISTINCT place_unit, place_seq FROM stock WHERE account = ? ORDER BY place_unit, place_seq LIMIT ?"
    return [Ref(*row) for row in store.run(sql, (SHELF, limit))]


def balance(store: Store, place: Ref, item: int, batch: str) -> int:
    """Goods on the shelf, base units; 0 when there never were any."""
    sql = f"SELECT amount FROM stock WHERE {_GOODS}"
    rows = store.run(sql, {**place._asdict(), "account": SHELF, "item": item, "batch": batch})
    return rows[0][0] if rows else 0


def open_warnings(store: Store, now: int, *, limit: int = PAGE) -> list[OpenWarning]:
    """Warnings in force that have not ended and were not withdrawn: the grave ones first, then those that have begun, then latest start first."""
    sql = (
        "FROM peringatan p CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq"
        f" WHERE {NEWEST_COPY} AND {IN_FORCE} AND (p.sampai IS NULL OR p.sampai > :now) AND p.dicabut IS NOT 1"
        f" ORDER BY ({_GRAVE}) DESC, p.mulai <= :now DESC,"
        " p.mulai DESC, e.pos DESC LIMIT :limit"
    )
    found = picked(store, sql, {"now": now, "limit": limit})
    return [OpenWarning(entry, _silent(store, entry)) for entry in found]


def _silent(store: Store, warning: Entry) -> tuple[Ref, ...]:
    answer = type_by_slug("peringatan_jawab")
    places: Sequence[Ref] = getattr(warning.record, "lokasi", None) or ()
    return tuple(place for place in places if not _has(store, wire_number(answer), warning.ref, place))


def open_sos(store: Store) -> list[Entry]:
    """The newest SOS of each unit, unless it was withdrawn or handled."""
    end = wire_number(type_by_slug("sos_akhir"))
    calls = picked(store, f"{_NEWEST} ORDER BY n.at DESC", {"type": wire_number(type_by_slug("sos"))})
    return [entry for entry in calls if not _has(store, end, entry.ref)]


def corrected(store: Store, entries: Sequence[Entry]) -> list[int]:
    """When each was made, with what is known by now; across number lines only this orders."""
    times = TrueTimes(store)
    return [times.made(entry) for entry in entries]


def in_force(store: Store, ref: Ref) -> bool:
    """False when a correction or a void names it."""
    return not store.run("SELECT 1 FROM replaced WHERE unit = ? AND seq = ?", ref)


def _has(store: Store, number: int, *key: object) -> bool:
    return bool(store.run("SELECT 1 FROM newest WHERE type = ? AND key = ?", (number, key_text(*key))))


def _balances(store: Store, sql: str, params: dict[str, object]) -> list[Balance]:
    return [Balance(Ref(row[0], row[1]), *row[2:]) for row in store.run(sql, params)]


_WORST, _ALWAYS = (", ".join(f"'{one}'" for one in codes) for codes in (WORST, ALWAYS))
_GRAVE = f"p.keparahan IN ({_WORST}) OR p.jenis IN ({_ALWAYS})"
_NEWEST = f"FROM newest n CROSS JOIN entry e ON e.unit = n.unit AND e.seq = n.seq AND {NEWEST_COPY} WHERE n.type = :type"
_BALANCE = "SELECT place_unit, place_seq, item, batch, amount FROM stock"
_GOODS = "place_unit = :unit AND place_seq = :seq AND item = :item AND batch = :batch AND account = :account"
