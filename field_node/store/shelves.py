"""What every store is said to hold, all goods at once: of each place the word that counts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.store.connection import Store
from field_node.store.depots import depot_of, depots, merged
from field_node.store.identity import own_unit
from field_node.store.nearby import STANDS
from field_node.store.standing import Sides, may_speak, newest_each
from field_node.store.storage import wire_number


class Shelf(NamedTuple):
    """What one unit says of one place. `goods`: (item, base units), larger numbers of goods last.

    `as_of`: the oldest statement in it, UTC seconds; None for our own ledger: it is as of now. `heard`: only a neighbour's radio told.
    """

    unit: int
    goods: tuple[tuple[int, int], ...]
    as_of: int | None
    heard: bool = False
    revoked: bool = False


class _Line(NamedTuple):
    place: Ref
    unit: int
    goods: tuple[int, str]
    amount: int
    as_of: int
    heard: bool


Goods = dict[int, int]
"""Item -> base units."""


def shelves(store: Store, now: int) -> dict[Ref, Shelf]:
    """Place -> our own ledger, else the newest word of who keeps its ledger, or of the center; a revoked unit's last."""
    same, lines = merged(store), [*_stated(store), *_heard(store)]
    ledgers, told = _ledgers(store, same), _by_place(lines, same)
    sides, owners = Sides.of(store, {one.unit for one in lines}), _owners(store, now, ledgers | told)
    kept = {ref: goods for ref, goods in ledgers.items() if sides.keeps(owners[ref])}
    found = {ref: Shelf(sides.own or 0, _sorted(goods), None) for ref, goods in kept.items()}
    for ref in told.keys() - kept.keys():
        words = [_shelf(one, sides) for unit, one in told[ref].items() if may_speak(unit, owners[ref])]
        if words:
            found[ref] = max(words)[1]
    return found


def _owners(store: Store, now: int, places: Iterable[Ref]) -> dict[Ref, int | None]:
    found = {one.ref: one.owner for one in depots(store, now)}
    return found | {ref: depot_of(store, ref).owner for ref in places if ref not in found}


def _by_place(lines: Iterable[_Line], same: Mapping[Ref, Ref]) -> dict[Ref, dict[int, list[_Line]]]:
    """Place -> unit -> what it said."""
    told = dict[Ref, dict[int, list[_Line]]]()
    for line in lines:
        told.setdefault(same.get(line.place, line.place), {}).setdefault(line.unit, []).append(line)
    return told


def _shelf(said: list[_Line], sides: Sides) -> tuple[tuple[bool, bool, float], Shelf]:
    """How much the word of a unit counts, and the word."""
    lines, sums = newest_each(said), Goods()
    for line in lines:
        sums[line.goods[0]] = sums.get(line.goods[0], 0) + line.amount
    unit, times = lines[0].unit, [line.as_of for line in lines]
    heard = all(line.heard for line in lines)
    shelf = Shelf(unit, _sorted(sums), min(times), heard, unit in sides.revoked)
    return sides.rank(unit, max(times)), shelf


def _sorted(goods: Goods) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(goods.items()))


def _ledgers(store: Store, same: Mapping[Ref, Ref]) -> dict[Ref, Goods]:
    """What our own movements leave in each place."""
    found = dict[Ref, Goods]()
    for unit, seq, item, amount in store.run(_OWN, {"own": own_unit(store)}):
        goods = found.setdefault(same.get(Ref(unit, seq), Ref(unit, seq)), Goods())
        goods[item] = goods.get(item, 0) + amount
    return found


def _stated(store: Store) -> Iterator[_Line]:
    """The newest statement of each place and batch in the journal, and the center's where our own covers it."""
    params = {"type": wire_number(Balance), "own": own_unit(store)}
    for unit, place_unit, place_seq, *said in store.run(_STATED, params):
        yield _line(Ref(place_unit, place_seq), unit, *said, heard=False)


def _heard(store: Store) -> Iterator[_Line]:
    for unit, place, *said in store.run(_HEARD, {"type": wire_number(Balance)}):
        yield _line(Ref.parse(place), unit, *said, heard=True)


def _line(place: Ref, unit: int, *said: Any, heard: bool) -> _Line:
    item, batch, amount, as_of = said
    return _Line(place, unit, (item, batch or ""), amount, as_of, heard)


_OWN = (
    "SELECT s.place_unit, s.place_seq, s.item, sum(s.amount) FROM stock s WHERE s.account = 'saldo'"
    " AND EXISTS (SELECT 1 FROM moved m WHERE m.place_unit = s.place_unit AND m.place_seq = s.place_seq"
    " AND m.item = s.item AND m.account = 'saldo' AND m.unit = :own) GROUP BY 1, 2, 3"
)
_STATED = """
SELECT s.entry_unit, s.gudang_unit, s.gudang_seq, s.barang, s.batch, s.jumlah, s.per_waktu FROM (
    SELECT unit, seq FROM newest WHERE type = :type UNION ALL
    SELECT 0, (
        SELECT c.seq FROM claim c WHERE c.type = n.type AND c.key = n.key AND c.unit = 0
        ORDER BY c.as_of DESC, c.at DESC, c.seq DESC LIMIT 1
    ) FROM newest n WHERE n.type = :type AND n.unit = :own
) one CROSS JOIN saldo s ON s.entry_unit = one.unit AND s.entry_seq = one.seq
"""
_HEARD = f"""
SELECT h.unit, h.body ->> 'gudang', h.body ->> 'barang', h.body ->> 'batch', h.body ->> 'jumlah', h.body ->> 'per_waktu'
FROM heard h WHERE h.type = :type AND {STANDS}
"""
