"""Places, goods, units, incidents and admin codes by number, with the names that people know them by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from field_node.records import type_by_slug
from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import Ref
from field_node.records.record import Record
from field_node.store.connection import Store, writing
from field_node.store.picking import IN_FORCE, NEWEST_COPY, latest, picked, root
from field_node.store.storage import wire_number
from field_node.store.views import newest, newest_page

MANY = 10_000
"""More units or lines of the kamus than one operation can have."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that other records refer to: by the name of its first statement, said by its newest correction."""

    ref: Ref
    record: Any


@dataclass(frozen=True, slots=True)
class Region:
    """An admin area: Kemendagri code, name, level 1 (provinsi) to 4 (desa)."""

    code: str
    name: str
    level: int


def places(store: Store) -> list[Named]:
    """Every lokasi in force, oldest arrival first; merged ones are left out."""
    merged = {
        getattr(entry.record, "dari", None)
        for entry in newest_page(store, type_by_slug("lokasi_gabung"), limit=MANY)
    }
    return [place for place in _all(store, type_by_slug("lokasi")) if place.ref not in merged]


def place_names(store: Store) -> list[tuple[Ref, str, str]]:
    """Name and jenis of every lokasi that was not corrected, voided or merged, by name: the quick list for forms."""
    rows = store.run(_PLACE_NAMES, {"merge": wire_number(type_by_slug("lokasi_gabung"))})
    return [(Ref(row[0], row[1]), row[2], row[3]) for row in rows]


def incidents(store: Store) -> list[Named]:
    """Every kejadian in force, oldest arrival first."""
    return _all(store, type_by_slug("kejadian"))


def _all(store: Store, record_type: type[Record]) -> list[Named]:
    sql = f"FROM entry e WHERE e.type = :type AND {NEWEST_COPY} AND {IN_FORCE} ORDER BY e.pos"
    found = picked(store, sql, {"type": wire_number(record_type)})
    return [Named(root(store, entry), entry.record) for entry in found]


def named(store: Store, ref: Ref) -> Named | None:
    """What that name stands for now, through corrections; None when it was voided or is not here."""
    entry = latest(store, ref)
    return Named(ref, entry.record) if entry else None


def name_of(store: Store, ref: Ref) -> str:
    """The name that people know, else the number: lokasi and kejadian have one."""
    found = named(store, ref)
    record = found.record if found else None
    return getattr(record, "nama", None) or str(ref)


def unit_name(store: Store, number: int) -> str:
    """The name of a unit; its number when the directory does not have it, "Pusat" for the center."""
    entry = newest(store, type_by_slug("unit"), number)
    return getattr(entry.record, "nama", str(number)) if entry else str(number) if number else "Pusat"


def goods(store: Store, number: int) -> Goods | None:
    """An item: of the shipped kamus, else of a line that the center added."""
    shipped = kamus().goods.get(number)
    if shipped is not None:
        return shipped
    added = newest(store, type_by_slug("kamus"), number)
    return added.record.goods() if added else None  # type: ignore[attr-defined]


def all_goods(store: Store) -> list[Goods]:
    """Every item by number."""
    added = {entry.record.goods().number: entry.record.goods() for entry in _kamus_lines(store)}
    return [one for _, one in sorted({**added, **kamus().goods}.items())]


def _kamus_lines(store: Store) -> Iterable[Any]:
    return newest_page(store, type_by_slug("kamus"), limit=MANY)


# ---- admin codes


def fill_regions(store: Store, regions: Iterable[Region]) -> int:
    """Copies the admin codes; how many there are now."""
    with writing(store):
        rows = [(one.code, one.name, one.level) for one in regions]
        store.run_many("INSERT OR IGNORE INTO wilayah (kode, nama, level) VALUES (?, ?, ?)", rows)
    return count_regions(store)


def count_regions(store: Store) -> int:
    """Admin codes in the store; 0 before `tagana setup`."""
    count: int = store.run("SELECT count(*) FROM wilayah")[0][0]
    return count


def region(store: Store, code: str) -> Region | None:
    """The area of that code."""
    rows = store.run(f"{_REGION} WHERE kode = ?", (code,))
    return Region(*rows[0]) if rows else None


def region_center(store: Store, code: str) -> tuple[float, float] | None:
    """(lat, lon) of its middle; None until somebody imported it."""
    rows = store.run(
        "SELECT lat, lon FROM wilayah WHERE kode = ? AND lat IS NOT NULL AND lon IS NOT NULL", (code,)
    )
    return (rows[0][0], rows[0][1]) if rows else None


def place_regions(store: Store, points: Iterable[tuple[str, float, float]]) -> int:
    """Writes down (code, lat, lon) of the middles of admin areas; how many of the codes are known here."""
    with writing(store):
        known = [point for point in points if region(store, point[0])]
        rows = [(lat, lon, code) for code, lat, lon in known]
        store.run_many("UPDATE wilayah SET lat = ?, lon = ? WHERE kode = ?", rows)
    return len(known)


def regions_around(
    store: Store, box: tuple[float, float, float, float], *, limit: int, level: int = 4
) -> list[tuple[Region, float, float]]:
    """Areas down to that level with their (lat, lon) in the box (south, west, north, east), larger ones first."""
    rows = store.run(_AROUND, (level, box[0], box[2], box[1], box[3], limit))
    return [(Region(*row[:3]), row[3], row[4]) for row in rows]


def region_children(store: Store, code: str = "") -> list[Region]:
    """The areas one level below, by code; the provinces without a code."""
    level = code.count(".") + 2 if code else 1
    low, high = (f"{code}.", f"{code}/") if code else ("", ":")  # "/" follows "." in ASCII, ":" follows "9"
    sql = f"{_REGION} WHERE kode > ? AND kode < ? AND level = ? ORDER BY kode"
    return [Region(*row) for row in store.run(sql, (low, high, level))]


def region_path(store: Store, code: str) -> list[Region]:
    """The area and those it lies in, the smallest first."""
    parts = code.split(".")
    found = [region(store, ".".join(parts[:length])) for length in range(len(parts), 0, -1)]
    return [one for one in found if one is not None]


def home_region(store: Store) -> str:
    """The kabupaten/kota in which most lokasi here lie, "" when none says where it is."""
    rows = store.run(
        "SELECT substr(kode_wilayah, 1, 5) AS kab FROM lokasi WHERE kode_wilayah IS NOT NULL"
        " GROUP BY kab ORDER BY count(*) DESC, kab LIMIT 1"
    )
    return str(rows[0][0]) if rows else ""


def used_regions(store: Store, limit: int) -> list[str]:
    """Codes of the areas that places lie in and that were reported of, the most used first."""
    return [str(row[0]) for row in store.run(_USED_REGIONS, (limit,))]


def search_regions(store: Store, text: str, *, limit: int = 20, first: str = "") -> list[Region]:
    """Areas whose name begins with the text, then those that contain it; those inside `first`, then larger ones first."""
    pattern = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not pattern:
        return []
    sql = f"{_REGION} WHERE nama LIKE :anywhere ESCAPE '\\' ORDER BY kode NOT LIKE :first, nama NOT LIKE :start ESCAPE '\\', level, kode LIMIT :limit"
    params = {"anywhere": f"%{pattern}%", "start": f"{pattern}%", "limit": limit}
    return [Region(*row) for row in store.run(sql, {**params, "first": f"{first or '-'}%"})]


_REGION = "SELECT kode, nama, level FROM wilayah"
_USED_REGIONS = """
SELECT kode FROM (SELECT kode_wilayah AS kode FROM lokasi UNION ALL SELECT kode_wilayah FROM korban
UNION ALL SELECT kode_wilayah FROM kerusakan) WHERE length(kode) > 5 GROUP BY kode ORDER BY count(*) DESC, kode LIMIT ?
"""
_AROUND = (
    "SELECT kode, nama, level, lat, lon FROM wilayah WHERE level <= ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
    " ORDER BY level, kode LIMIT ?"
)
_PLACE_NAMES = """
SELECT p.entry_unit, p.entry_seq, p.nama, p.jenis FROM lokasi p
WHERE NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = p.entry_unit AND r.seq = p.entry_seq)
AND NOT EXISTS (SELECT 1 FROM newest n WHERE n.type = :merge AND n.key = '["' || p.entry_unit || '-' || p.entry_seq || '"]')
ORDER BY p.nama COLLATE NOCASE, p.entry_unit, p.entry_seq
"""
