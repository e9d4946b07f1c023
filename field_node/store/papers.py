"""Papers: the movements that one form made, by their numbers; and the next number of each."""

import re
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from field_node.records.handover import Recipient, Signature
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Entry
from field_node.store import directory
from field_node.store.connection import Store
from field_node.store.identity import own_unit
from field_node.store.lost import lost_forms
from field_node.store.picking import IN_FORCE, NEWEST_COPY, latest, picked, root
from field_node.store.storage import wire_number

MOST_LINES = 40
LONGEST = 40
"""Letters of a number."""
LAST = 999_999
"""A higher number that somebody typed is not counted on from."""
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Paper(NamedTuple):
    """Lines of one unit, jenis, gudang and number; one line alone when it has no number.

    ref: the first line as it was first written, its name in addresses. entries: the lines in force, by baris; ()
    when all of them were voided.
    """

    ref: Ref
    jenis: str
    gudang: Ref
    nomor: str | None
    entries: tuple[Entry, ...]

    @property
    def lines(self) -> list[tuple[Entry, Movement]]:
        """The same with their records."""
        return [(one, one.record) for one in self.entries if isinstance(one.record, Movement)]


def paper(store: Store, ref: Ref) -> Paper | None:
    """The paper to which that entry, or what it corrected, belongs; None when it is no mutasi of this unit."""
    known = _line(store, ref)
    if known is None or not isinstance(known.record, Movement):
        return None
    return _paper(store, known, known.record)


def papers(
    store: Store,
    *,
    before: int | None = None,
    limit: int = 50,
    jenis: str = "",
    gudang: Ref | None = None,
    nomor: str = "",
    voided: bool = False,
) -> list[tuple[int, Paper]]:
    """Papers with lines in force and the positions of their first ones, newest first, below the position `before`.

    `nomor`: letters that stand somewhere in the number. `voided`: also papers of which every line was voided.
    """
    params = {"type": wire_number(Movement), "before": before or (1 << 62), "limit": limit, "jenis": jenis}
    params |= {"nomor": nomor, "voided": voided}
    place = gudang or Ref(-1, -1)
    rows = store.run(_FIRST_LINES, {**params, "unit": place.unit, "seq": place.seq})
    found = ((row[0], paper(store, Ref(row[1], row[2]))) for row in rows)
    return [(pos, one) for pos, one in found if one is not None]


def recipients(store: Store, of: Paper) -> list[Entry]:
    """Who got something by that paper, in the order of its list."""
    sql = (
        "FROM penerima p CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq"
        f" WHERE p.bast = :bast AND p.gudang_unit = :unit AND p.gudang_seq = :seq AND {NEWEST_COPY} AND {IN_FORCE}"
        " ORDER BY p.baris, e.pos"
    )
    found = picked(store, sql, {"bast": of.nomor, **of.gudang._asdict()})
    return [
        one for one in found if isinstance(one.record, Recipient) and root(store, one).unit == of.ref.unit
    ]


def signatures(store: Store, of: Paper) -> list[Entry]:
    """What was drawn beneath that paper, oldest first."""
    sql = (
        "FROM tanda_tangan t CROSS JOIN entry e ON e.unit = t.entry_unit AND e.seq = t.entry_seq"
        f" WHERE t.mutasi_unit = :unit AND t.mutasi_seq = :seq AND {NEWEST_COPY} AND {IN_FORCE} ORDER BY e.pos"
    )
    found = picked(store, sql, of.ref._asdict())
    return [one for one in found if isinstance(one.record, Signature)]


def _line(store: Store, ref: Ref) -> Entry | None:
    """What stands for that entry, else the voided entry itself."""
    rows = picked(
        store, f"FROM entry e WHERE e.unit = :unit AND e.seq = :seq AND {NEWEST_COPY}", ref._asdict()
    )
    return latest(store, ref) or (rows[0] if rows else None)


def _paper(store: Store, known: Entry, move: Movement) -> Paper:
    if move.nomor is None:
        stands = latest(store, known.ref)
        return Paper(root(store, known), move.jenis, move.gudang, None, (stands,) if stands else ())
    params = {"jenis": move.jenis, "nomor": move.nomor, **move.gudang._asdict()}
    maker = root(store, known).unit
    every = [one for one in picked(store, _LINES, params) if root(store, one).unit == maker]
    standing = {Ref(*row) for row in store.run(_STANDING, params)}
    first = root(store, every[0]) if every else known.ref
    lines = tuple(one for one in every if one.ref in standing)
    return Paper(first, move.jenis, move.gudang, move.nomor, lines)


# ---- numbers


def taken(store: Store, jenis: str, gudang: Ref, nomor: str) -> bool:
    """True when a paper of that number was made here, also when it was voided since."""
    sql = (
        "SELECT 1 FROM mutasi WHERE nomor = ? AND jenis = ? AND +gudang_unit = ? AND +gudang_seq = ? LIMIT 1"
    )
    return bool(store.run(sql, (nomor, jenis, *gudang)))


def next_number(store: Store, pattern: str, gudang: Ref, year: int, *, slug: str = "mutasi") -> str:
    """The number after the last of that pattern, place and year: `SJ/{gudang}/{tahun}/{urut}` -> `SJ/LBS/2026/0008`.

    To be asked inside the write that uses it. A unit that was put back from a backup adds a mark of that, since it may have given
    the same number before. `slug`: the type of record whose numbers are looked through.
    """
    mark = _restored(store)
    head, _, tail = pattern.replace("{tahun}", str(year)).partition("{urut}")
    room = LONGEST - len(head + tail) + len("{gudang}") - len(mark) - 6
    code = _code(store, gudang)[: max(room, 4)]
    head, tail = head.replace("{gudang}", code), tail.replace("{gudang}", code)
    used = _used(store, slug, head, tail)
    last = max((number for number in used if number <= LAST), default=0)
    return f"{head}{next(number for number in count(last + 1) if number not in used):04d}{mark}{tail}"


def _used(store: Store, slug: str, head: str, tail: str) -> set[int]:
    """The numbers that were ever given, or typed, under that head and tail."""
    sql = f"SELECT DISTINCT nomor FROM {slug} WHERE nomor >= ? AND nomor < ?"
    found = re.compile(re.escape(head) + r"(\d+)(-[0-9A-Z]+)?" + re.escape(tail), re.ASCII)
    known = (found.fullmatch(row[0]) for row in store.run(sql, (head, f"{head}:")))
    return {int(one[1]) for one in known if one}


def _code(store: Store, gudang: Ref) -> str:
    """What stands for the place in a number: its code, with the unit's number when no unit alone keeps its ledger."""
    named = directory.named(store, gudang)
    place = named.record if named else None
    if not isinstance(place, Place) or not place.kode:
        return str(gudang)
    own = own_unit(store)
    return place.kode if place.unit == own else f"{own}.{place.kode}"


def _restored(store: Store) -> str:
    """`-3E4` on a unit that was put back: where its number line goes on, which it did no other time."""
    spans: Sequence[range] = lost_forms(store)
    return f"-{_base36(spans[-1].stop)}" if spans else ""


def _base36(number: int) -> str:
    return (_base36(number // 36) if number >= 36 else "") + DIGITS[number % 36]


_FROM_LINES = (
    "FROM mutasi k CROSS JOIN entry e ON e.unit = k.entry_unit AND e.seq = k.entry_seq"
    f" WHERE k.nomor = :nomor AND k.jenis = :jenis AND +k.gudang_unit = :unit AND +k.gudang_seq = :seq AND {NEWEST_COPY}"
)
_LINES = f"{_FROM_LINES} ORDER BY k.baris, e.pos"
_STANDING = f"SELECT e.unit, e.seq {_FROM_LINES} AND {IN_FORCE}"
_LAST = "NOT EXISTS (SELECT 1 FROM entry c WHERE c.corrects_unit = {} AND c.corrects_seq = {})"
_SAME = (
    "o.nomor = k.nomor AND o.jenis = k.jenis AND +o.gudang_unit = k.gudang_unit AND +o.gudang_seq = k.gudang_seq"
    " AND (o.entry_unit = k.entry_unit OR 0 IN (o.entry_unit, k.entry_unit))"  # the center corrects lines of others
)
_STANDS = "NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = o.entry_unit AND r.seq = o.entry_seq)"
_BEFORE = (
    "(COALESCE(o.baris, 0), o.entry_unit, o.entry_seq) < (COALESCE(k.baris, 0), k.entry_unit, k.entry_seq)"
)
_FIRST_LINES = f"""
SELECT e.pos, e.unit, e.seq FROM entry e CROSS JOIN mutasi k ON k.entry_unit = e.unit AND k.entry_seq = e.seq
WHERE e.type = :type AND e.version = 0 AND e.pos < :before
AND (:jenis = '' OR k.jenis = :jenis) AND (:unit < 0 OR (k.gudang_unit = :unit AND k.gudang_seq = :seq))
AND (:nomor = '' OR instr(upper(k.nomor), upper(:nomor)))
AND CASE WHEN {IN_FORCE}
THEN k.nomor IS NULL OR NOT EXISTS (SELECT 1 FROM mutasi o WHERE {_SAME} AND {_BEFORE} AND {_STANDS})
ELSE :voided AND {_LAST.format("e.unit", "e.seq")} AND (k.nomor IS NULL OR NOT EXISTS (
    SELECT 1 FROM mutasi o WHERE {_SAME}
    AND ({_STANDS} OR ({_BEFORE} AND {_LAST.format("o.entry_unit", "o.entry_seq")}))
)) END
ORDER BY e.pos DESC LIMIT :limit
"""
"""Lines before which no other line of their paper stands: of those in force, else of those that were voided as they stood last.

The plus: by number they are few, by store they are many.
"""
