"""What a form of goods offers: stores, goods, batches on a shelf in the order in which they should go out."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import Ref
from field_node.records.place import STORES
from field_node.store import directory
from field_node.store.stocktaking import Batch, held
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.said.options import Option
from field_node.web.stock.amounts import expiry, funds, packed, today


class Choice(NamedTuple):
    """One choice with what a script should know of it, as data of the option."""

    value: str
    label: str
    group: str
    data: Mapping[str, str]


def stores(desk: Desk) -> list[Option]:
    """Stores whose ledger this unit may write in, by name."""
    found = [
        Option(str(one.ref), one.record.nama)
        for one in directory.places(desk.store)
        if one.record.jenis in STORES and one.record.unit in (None, desk.unit)
    ]
    return sorted(found, key=lambda one: one.label.casefold())


def goods(desk: Desk) -> list[Choice]:
    """Every item, assets apart."""
    every = directory.all_goods(desk.store)
    return [_item(one) for one in sorted(every, key=lambda one: (one.asset, one.name))]


def _item(one: Goods) -> Choice:
    group = _("Aset") if one.asset else _("Habis pakai")
    return Choice(str(one.number), f"{one.name} ({_(one.unit)})", group, units_of(one))


def units_of(one: Goods) -> dict[str, str]:
    """What a script should know of the goods: unit, decimals, the usual package."""
    known = kamus().packings.get(one.number)
    packing = {"kemasan": _(known.package), "usul": str(known.holds)} if known else {}
    dated = {"ed": "ya"} if one.expires else {}
    return {"satuan": _(one.unit), "skala": str(one.scale)} | packing | dated


def shelf(desk: Desk, gudang: Ref, *, every: bool = False) -> list[Choice]:
    """What lies there by item, first expired first; `every`: also what ran out."""
    found = held(desk.store, gudang)
    return list(_named(desk, (one for one in found if every or one.amount)))


def _named(desk: Desk, batches: Iterable[Batch]) -> Iterable[Choice]:
    told = [(desk.names.goods(one.item), one) for one in batches]
    on = today(desk)
    for item, one in sorted(told, key=lambda pair: pair[0].name if pair[0] else "~"):
        due, name = expiry(one.expires, on), desk.names.goods_name(one.item, one.batch)
        parts = (name, packed(one.amount, item, one.packed), due.text, funds(one.funds))
        data = units_of(item) if item else {}
        data |= {"sisa": str(one.amount), "barang": name} | _facts(one)
        data |= {"habis": "ya"} if due.expired else {}
        yield Choice(f"{one.item}:{one.batch}", " · ".join(filter(None, parts)), "", data)


def _facts(one: Batch) -> dict[str, str]:
    return {"isi": str(one.packed)} if one.packed else {}
