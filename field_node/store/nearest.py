"""Which places hold an item, by whose word: the own ledger, the owner's own statement as heard, the center's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.store import lots, nearby
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.depots import Depot, depot_of, depots, merged
from field_node.store.folds import key_text
from field_node.store.identity import own_unit
from field_node.store.neighbours import Said
from field_node.store.standing import CENTER, Sides, may_speak, newest_each
from field_node.store.storage import wire_number

MOST = 2_000
"""Statements of neighbours about one item that are looked at."""


class Source(Enum):
    """Whose word it is."""

    OWN = "own"
    CENTER = "center"
    NEIGHBOUR = "neighbour"


class Batch(NamedTuple):
    """Goods of one batch, base units. `as_of`: UTC seconds, None for a ledger: it is as of now. `expires`: days since 1970."""

    batch: str
    amount: int
    as_of: int | None = None
    expires: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What one source says of an item in one place.

    `moved_at`: when a ledger last moved; `heard_at`: when a neighbour was heard; `revoked`: it is one whose access was withdrawn.
    """

    source: Source
    unit: int
    batches: tuple[Batch, ...]
    moved_at: int | None = None
    heard_at: int | None = None
    revoked: bool = False

    def amount(self) -> int:
        """Base units in all batches."""
        return sum(one.amount for one in self.batches)

    def expired(self, today: int) -> int:
        """Of these, what may not be handed out any more on that day (since 1970)."""
        gone = [one for one in self.batches if one.expires is not None and one.expires < today]
        return sum(one.amount for one in gone if one.amount > 0)

    def newest(self) -> float:
        """UTC seconds of the newest statement in it; a ledger is newer than any."""
        times = [float("inf") if one.as_of is None else float(one.as_of) for one in self.batches]
        return max(times, default=0.0)


@dataclass(frozen=True, slots=True)
class Held:
    """A place and the words about the item there, the one that counts first; none: nobody has said anything."""

    depot: Depot
    words: tuple[Word, ...]


class _Line(NamedTuple):
    place: Ref
    unit: int
    goods: tuple[int, str]
    as_of: int
    batch: Batch
    heard_at: int | None = None


def holders(store: Store, item: int, now: int) -> list[Held]:
    """Every lumbung and gudang that is open, and other places of which somebody told stock of that item."""
    places = {one.ref: one for one in depots(store, now)}
    same = merged(store)
    lines = [one._replace(place=same.get(one.place, one.place)) for one in _lines(store, item)]
    ledgers = _ledgers(store, item, same)
    for ref in ({one.place for one in lines} | ledgers.keys()) - places.keys():
        places[ref] = depot_of(store, ref)
    told = dict[Ref, list[_Line]]()
    for line in lines:
        told.setdefault(line.place, []).append(line)
    sides = Sides.of(store, {line.unit for line in lines})
    return [
        Held(one, _words(one, told.get(one.ref, []), ledgers.get(one.ref), sides)) for one in places.values()
    ]


def items_here(store: Store) -> list[int]:
    """Numbers of the goods of which some stock is told here: of our ledgers, then what was heard, then the center's."""
    found = store.run(_ITEMS, {"saldo": wire_number(Balance)})
    return list(dict.fromkeys(row[0] for row in found))


# ---- words


def _words(depot: Depot, lines: Sequence[_Line], ledger: Word | None, sides: Sides) -> tuple[Word, ...]:
    """The ledger that we keep, alone; else what its owner and the center stated, the one that counts first."""
    if ledger is not None and sides.keeps(depot.owner):
        return (ledger,)
    by_unit = dict[int, list[_Line]]()
    for line in lines:
        if may_speak(line.unit, depot.owner):
            by_unit.setdefault(line.unit, []).append(line)
    words = [_word(unit, newest_each(said), sides) for unit, said in by_unit.items()]
    words.sort(key=lambda one: sides.rank(one.unit, one.newest()), reverse=True)
    center_at = max((one.newest() for one in words if one.source is Source.CENTER), default=0.0)
    return tuple(one for one in words if one.source is not Source.NEIGHBOUR or one.newest() > center_at)


def _word(unit: int, lines: Sequence[_Line], sides: Sides) -> Word:
    source = Source.CENTER if unit == CENTER else Source.OWN if unit == sides.own else Source.NEIGHBOUR
    heard = max((one.heard_at for one in lines if one.heard_at is not None), default=None)
    return Word(
        source, unit, tuple(one.batch for one in lines), heard_at=heard, revoked=unit in sides.revoked
    )


# ---- statements


def _lines(store: Store, item: int) -> Iterator[_Line]:
    """The newest statement of each place and batch in the journal, the center's where our own covers it, and those heard."""
    own, like = own_unit(store), f'["%",{item},%'
    params = {"type": wire_number(Balance), "like": like, "item": item}
    for row in store.run(_STATED, params):
        line = _line(item, *row)
        yield line
        if line.unit == own:
            key = key_text(line.place, item, row[3])
            yield from (_line(item, *below) for below in store.run(_BELOW, {**params, "key": key}))
    for one in nearby.said_like(store, Balance, like, limit=MOST):
        if isinstance(one.entry.record, Balance) and one.entry.record.barang == item:
            yield _heard(one)


def _line(item: int, unit: int, *place_and_said: Any) -> _Line:
    place_unit, place_seq, batch, amount, as_of, expires = place_and_said
    said = Batch(batch or "", amount, as_of, expires)
    return _Line(Ref(place_unit, place_seq), unit, (item, said.batch), as_of, said)


def _heard(said: Said) -> _Line:
    one: Any = said.entry.record
    batch = Batch(one.batch or "", one.jumlah, one.per_waktu, one.kedaluwarsa)
    goods, at = (one.barang, batch.batch), one.per_waktu
    return _Line(one.gudang, said.entry.unit, goods, at, batch, said.heard_at)


# ---- ledgers


def _ledgers(store: Store, item: int, same: Mapping[Ref, Ref]) -> dict[Ref, Word]:
    """What our own movements leave in each place, as of now; of others' ledgers nothing."""
    own = own_unit(store)
    found = dict[Ref, Word]()
    for place_unit, place_seq, batch, amount in store.run(_SHELVES, {"item": item, "own": own}):
        named = Ref(place_unit, place_seq)
        place = same.get(named, named)
        said = Batch(batch, amount, None, _expiry(store, named, item, batch))
        word = found.get(place, Word(Source.OWN, own or 0, ()))
        moved_at = max(word.moved_at or 0, _moved_at(store, named, item))
        found[place] = replace(word, batches=(*word.batches, said), moved_at=moved_at)
    return found


def _expiry(store: Store, place: Ref, item: int, batch: str) -> int | None:
    """The earliest date that a movement of that batch gave; without a batch, of what is left."""
    if not batch:
        return lots.expires(store, place, item)
    day: int | None = store.run(_EXPIRY, {**place._asdict(), "item": item, "batch": batch})[0][0]
    return day


def _moved_at(store: Store, place: Ref, item: int) -> int:
    at: int = store.run(_MOVED_AT, {**place._asdict(), "item": item})[0][0]
    return at


_STATEMENT = (
    "s.gudang_unit, s.gudang_seq, s.batch, s.jumlah, s.per_waktu, s.kedaluwarsa"
    " FROM {source} n CROSS JOIN saldo s ON s.entry_unit = n.unit AND s.entry_seq = n.seq"
)
_STATED = (
    f"SELECT n.unit, {_STATEMENT.format(source='newest')}"
    " WHERE n.type = :type AND n.key LIKE :like AND s.barang = :item"
)
_BELOW = (
    f"SELECT n.unit, {_STATEMENT.format(source='claim')}"
    " WHERE n.type = :type AND n.key = :key AND n.unit = 0 ORDER BY n.as_of DESC, n.at DESC, n.seq DESC LIMIT 1"
)
_SHELVES = (
    "SELECT s.place_unit, s.place_seq, s.batch, s.amount FROM stock s WHERE s.account = 'saldo' AND s.item = :item"
    " AND EXISTS (SELECT 1 FROM moved m WHERE m.place_unit = s.place_unit AND m.place_seq = s.place_seq"
    " AND m.item = s.item AND m.account = 'saldo' AND m.unit = :own)"
)
_OF_GOODS = (
    "FROM moved m CROSS JOIN {table} {as_} ON {as_}.{name}unit = m.unit AND {as_}.{name}seq = m.seq"
    " WHERE m.place_unit = :unit AND m.place_seq = :seq AND m.item = :item"
)
_EXPIRY = f"SELECT min(t.kedaluwarsa) {_OF_GOODS.format(table='mutasi', as_='t', name='entry_')} AND m.batch = :batch"
_MOVED_AT = f"SELECT max(e.made_at + {SHIFT}) {_OF_GOODS.format(table='entry', as_='e', name='')}"
_ITEMS = (
    "SELECT item FROM (SELECT DISTINCT 1 AS way, item FROM stock WHERE account = 'saldo'"
    " UNION ALL SELECT DISTINCT 2, json_extract(key, '$[1]') FROM heard WHERE type = :saldo"
    " UNION ALL SELECT DISTINCT 3, barang FROM saldo) ORDER BY way, item"
)
