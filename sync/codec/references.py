"""How names of entries, and codes of regions, are SENT in full where tables were learnt."""

from field_node.records import kinds
from field_node.records.kinds import Ref
from sync.codec.coder import Coder
from sync.codec.near import only
from sync.codec.table import Table
from sync.errors import BadFrame

PROVINCES = (
    *range(11, 20),
    21,
    *range(31, 37),
    *range(51, 54),
    *range(61, 66),
    *range(71, 77),
    81,
    82,
    *range(91, 98),
)
"""Kemendagri 300.2.2-2138 of 2025: the codes of provinces. Others take an escape."""
KABUPATEN = (*range(1, 30), *range(71, 80))
"""Kabupaten are numbered from 01, kota from 71."""
FIRST_DESA = 2001
"""Kemendagri numbers villages of a kecamatan from 2001, its town quarters from 1001."""


def walk_ref_by(coder: Coder, value: Ref | None, tables: tuple[Table, Table]) -> Ref:
    """Unit and seq, each by its table."""
    unit, seq = value or (0, 1)
    found = Ref(coder.bucketed(tables[0], unit), coder.bucketed(tables[1], seq))
    if found.unit >= kinds.UNIT_LIMIT or not 0 < found.seq < kinds.SEQ_LIMIT:
        raise BadFrame("range")
    return found


def walk_region_by(coder: Coder, value: str, before: str | None, tables: tuple[Table, Table, Table]) -> str:
    """A code: the parts that it shares with another one from the head on, then the rest; tables: how many, kecamatan, desa."""
    given, known = _parts(value), _parts(before or "")
    level = coder.uniform(4, len(given) - 1) + 1
    most = min(3, level, len(known))
    shared = coder.symbol(tables[0], min(_alike(given, known), most))
    if shared > most:
        raise BadFrame("contents")
    found = known[:shared]
    for place in range(shared, level):
        found.append(_part(coder, place, given[place] if place < len(given) else 0, tables))
    if _alike(found, known) > shared and shared < most:
        raise BadFrame("contents")
    return ".".join(f"{one:0{4 if place == 3 else 2}d}" for place, one in enumerate(found))


def _parts(code: str) -> list[int]:
    return [int(part) for part in code.split(".")] if code else []


def _alike(one: list[int], other: list[int]) -> int:
    """With how many parts both begin."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _part(coder: Coder, place: int, given: int, tables: tuple[Table, Table, Table]) -> int:
    if place == 0:
        return _one_of(coder, PROVINCES, (10, 90), given)
    if place == 1:
        return _one_of(coder, KABUPATEN, (0, 100), given)
    if place == 2:
        return _below(coder.bucketed(tables[1], given), 100)
    return _below(FIRST_DESA + coder.signed(tables[2], given - FIRST_DESA), 10_000)


def _one_of(coder: Coder, usual: tuple[int, ...], others: tuple[int, int], given: int) -> int:
    """A usual code, or any of so many from a first one."""
    place = coder.uniform(len(usual) + 1, usual.index(given) if given in usual else len(usual))
    if place < len(usual):
        return usual[place]
    first, size = others
    return int(only(found := first + coder.uniform(size, max(0, given - first)), found not in usual))


def _below(found: int, limit: int) -> int:
    if not 0 <= found < limit:
        raise BadFrame("range")
    return found
