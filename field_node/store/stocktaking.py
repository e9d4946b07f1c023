"""What a store holds, batch by batch in the order in which it should go out, with what its movements say of each."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.records.ledger import Booked
from field_node.records.movement import FUND
from field_node.store import lots
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.depots import depot_of, merged
from field_node.store.identity import own_unit
from field_node.store.storage import wire_number
from field_node.store.views import SHELF, stores

MOST_STORES = 200
NEVER = 1 << 40
"""Where goods without a date stand among those that expire: last."""
FUNDS = tuple(code for code, _ in FUND.options)


class Batch(NamedTuple):
    """Goods of one batch on the shelf, base units. `expires`: the earliest day said of it (since 1970); without a batch, of what is left.

    `funds`: what paid for it, as far as anybody said. `packed`: base units in a package, None when nobody said or two said otherwise.
    """

    item: int
    batch: str
    amount: int
    expires: int | None
    funds: tuple[str, ...]
    packed: int | None


class Last(NamedTuple):
    """The movement of goods with the highest name: which, when made (UTC seconds, put right), by which unit."""

    entry: Ref
    made_at: int


def kept(store: Store) -> list[Ref]:
    """Places whose ledger this unit keeps: those given to it, and those given to nobody in which it moved goods."""
    own = own_unit(store)
    if own is None:
        return []
    return [place for place in stores(store, limit=MOST_STORES) if keeps(store, place, own)]


def keeps(store: Store, place: Ref, own: int) -> bool:
    """Whether that unit keeps the ledger of the place; that of a merged place is kept by whoever keeps the other's."""
    owner = depot_of(store, merged(store).get(place, place)).owner
    return owner == own if owner is not None else bool(store.run(_MOVED_BY, {**place._asdict(), "own": own}))


def held(store: Store, place: Ref, item: int | None = None) -> list[Batch]:
    """Every batch that ever lay there, by item, the first to go out first: soonest expiry, then batch; of one item when it is given."""
    params = {**place._asdict(), "account": SHELF, "item": item}
    facts = {(row[0], row[1] or ""): row[2:] for row in store.run(_FACTS.format(_ITEM[item is None]), params)}
    goods = store.run(_GOODS.format(_SHELF_ITEM[item is None]), params)
    found = [Batch._make((*row, *_facts(facts.get((row[0], row[1]))))) for row in goods]
    return sorted((_still(store, place, one) for one in found), key=fefo)


def _still(store: Store, place: Ref, one: Batch) -> Batch:
    """Goods without a batch are of many days: the first of those that still lie there."""
    if one.batch or one.expires is None:
        return one
    return one._replace(expires=lots.expires(store, place, one.item))


def fefo(one: Batch) -> tuple[int, int, str]:
    """First expired, first out, item by item."""
    return one.item, NEVER if one.expires is None else one.expires, one.batch


def _facts(said: Sequence[Any] | None) -> tuple[int | None, tuple[str, ...], int | None]:
    if said is None:
        return None, (), None
    expires, least, most, *paid = said
    funds = tuple(code for code, is_named in zip(FUNDS, paid, strict=True) if is_named)
    return expires, funds, least if least == most else None


def last_moved(store: Store, place: Ref, goods: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Last]:
    """The last movement of each of those (item, batch)."""
    found = dict[tuple[int, str], Last]()
    for item, batch in goods:
        params = {**place._asdict(), "account": SHELF, "item": item, "batch": batch}
        for unit, seq, made_at in store.run(_LAST, params):
            found[item, batch] = Last(Ref(unit, seq), made_at)
    return found


def booked(store: Store, place: Ref, goods: tuple[int, str], left: int) -> Booked | None:
    """`left` base units of those goods with the age of their book; None when nothing ever moved."""
    last = last_moved(store, place, [goods]).get(goods)
    return Booked(left, last.made_at) if last else None


def opened(store: Store, place: Ref) -> set[tuple[int, str]]:
    """The (item, batch) of which an opening balance is in force there, whatever is left of it."""
    return {(row[0], row[1]) for row in store.run(_OPENED.format(""), place)}


def openings(store: Store, place: Ref, item: int, batch: str) -> list[Ref]:
    """The opening balances in force of those goods."""
    rows = store.run(_OPENED.format(_OF), (*place, item, batch))
    return [Ref(row[2], row[3]) for row in rows]


def minimums(store: Store, place: Ref) -> dict[int, int]:
    """item -> the least that should lie there, base units, by the newest statement that names one; 0 = none is wanted."""
    params = {
        "type": wire_number(Balance),
        "first": f'["{place}",',
        "last": f'["{place}"-',  # "-" follows "," in ASCII
    }
    return {row[0]: row[1] for row in store.run(_MINIMUMS, params)}


def statement(place: Ref, one: Batch, least: int | None, at: int) -> Balance:
    """What the ledger says of that batch at that instant (UTC seconds), with the minimum of its item."""
    return Balance(
        gudang=place,
        barang=one.item,
        jumlah=one.amount,
        per_waktu=at // 60 * 60,
        batch=one.batch or None,
        kedaluwarsa=one.expires,
        sumber_dana=one.funds[0] if len(one.funds) == 1 else None,
        minimum=least,
    )


_MOVED_BY = (
    "SELECT 1 FROM moved WHERE place_unit = :unit AND place_seq = :seq AND account = 'saldo'"
    " AND unit = :own LIMIT 1"
)
_ITEM, _SHELF_ITEM = ("AND m.barang = :item", ""), ("AND item = :item", "")
_GOODS = (
    "SELECT item, batch, amount FROM stock"
    " WHERE place_unit = :unit AND place_seq = :seq AND account = :account {}"
)
_PAID = ", ".join(f"MAX(m.sumber_dana = '{code}')" for code in FUNDS)
_FACTS = f"""
SELECT m.barang, m.batch, MIN(m.kedaluwarsa), MIN(m.isi_per_kemasan), MAX(m.isi_per_kemasan), {_PAID} FROM mutasi m
WHERE m.gudang_unit = :unit AND m.gudang_seq = :seq {{}}
AND (m.kedaluwarsa IS NOT NULL OR m.sumber_dana IS NOT NULL OR m.isi_per_kemasan IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq)
GROUP BY m.barang, m.batch
"""
_LAST = f"""
SELECT v.unit, v.seq, e.made_at + {SHIFT} FROM moved v
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE v.place_unit = :unit AND v.place_seq = :seq AND v.item = :item AND v.batch = :batch AND v.account = :account
ORDER BY v.unit DESC, v.seq DESC LIMIT 1
"""
_OF = "AND m.barang = ? AND COALESCE(m.batch, '') = ?"
_OPENED = """
SELECT m.barang, COALESCE(m.batch, ''), m.entry_unit, m.entry_seq FROM mutasi m
WHERE m.gudang_unit = ? AND m.gudang_seq = ? AND m.jenis = 'saldo_awal' {}
AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq)
"""
_MINIMUMS = """
SELECT s.barang, s.minimum FROM newest n CROSS JOIN saldo s ON s.entry_unit = n.unit AND s.entry_seq = n.seq
WHERE n.type = :type AND n.key > :first AND n.key < :last AND s.minimum IS NOT NULL
ORDER BY n.as_of, n.at, n.unit, n.seq
"""
