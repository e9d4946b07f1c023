"""What every store is said to hold, all goods at once: of each place the word that counts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.store import nearby
from field_node.store.connection import Store
from field_node.store.depots import depots, merged
from field_node.store.identity import own_unit
from field_node.store.storage import wire_number

MOST_HEARD = 2_000


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
    item: int
    amount: int
    as_of: int | None
    heard: bool = False


def shelves(store: Store, now: int) -> dict[Ref, Shelf]:
    """Place -> our own ledger, else the newest word of who keeps its ledger, or of the center; a revoked unit's last."""
    same, told = merged(store), dict[Ref, dict[tuple[int, bool], list[_Line]]]()
    owners = {one.ref: one.owner for one in depots(store, now)}
    lines = [*_ledgers(store), *_stated(store), *_heard(store)]
    gone = nearby.revoked(store, {one.unit for one in lines})
    for line in lines:
        place = same.get(line.place, line.place)
        if owners.get(place) in (None, line.unit) or line.unit == 0:
            told.setdefault(place, {}).setdefault((line.unit, line.heard), []).append(line)
    return {place: _chosen(words.values(), gone) for place, words in told.items()}


def _chosen(words: Iterable[list[_Line]], gone: frozenset[int]) -> Shelf:
    return max((_shelf(lines, gone) for lines in words), key=_counts)


def _counts(one: Shelf) -> tuple[bool, bool, float]:
    """The greater counts first: a ledger, then who may still speak, then the newest."""
    return one.as_of is None, not one.revoked, float(one.as_of or 0)


def _shelf(lines: list[_Line], gone: frozenset[int]) -> Shelf:
    sums = dict[int, int]()
    for line in lines:
        sums[line.item] = sums.get(line.item, 0) + line.amount
    times = [line.as_of for line in lines if line.as_of is not None]
    first = lines[0]
    return Shelf(
        first.unit, tuple(sorted(sums.items())), min(times, default=None), first.heard, first.unit in gone
    )


def _ledgers(store: Store) -> Iterator[_Line]:
    own = own_unit(store)
    for unit, seq, item, amount in store.run(_OWN, {"own": own}):
        yield _Line(Ref(unit, seq), own or 0, item, amount, None)


def _stated(store: Store) -> Iterator[_Line]:
    for said_by, unit, seq, item, amount, as_of in store.run(_STATED, {"type": wire_number(Balance)}):
        yield _Line(Ref(unit, seq), said_by, item, amount, as_of)


def _heard(store: Store) -> Iterator[_Line]:
    for said in nearby.said_page(store, Balance, limit=MOST_HEARD):
        one = said.entry.record
        if isinstance(one, Balance):
            yield _Line(one.gudang, said.entry.unit, one.barang, one.jumlah, one.per_waktu, heard=True)


_OWN = (
    "SELECT s.place_unit, s.place_seq, s.item, sum(s.amount) FROM stock s WHERE s.account = 'saldo'"
    " AND EXISTS (SELECT 1 FROM moved m WHERE m.place_unit = s.place_unit AND m.place_seq = s.place_seq"
    " AND m.item = s.item AND m.account = 'saldo' AND m.unit = :own) GROUP BY 1, 2, 3"
)
_STATED = (
    "SELECT n.unit, s.gudang_unit, s.gudang_seq, s.barang, s.jumlah, s.per_waktu FROM newest n"
    " CROSS JOIN saldo s ON s.entry_unit = n.unit AND s.entry_seq = n.seq WHERE n.type = :type"
)
