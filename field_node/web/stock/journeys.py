"""Goods under way as pages show them: what comes here, what we sent, what neighbours say of either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.store import nearby
from field_node.store.under_way import Heard, Shipment, heard_of
from field_node.web.around.neighbours import unit_with_number
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.said.shown import amount
from field_node.web.stock.delivery_news import News, news_of


@dataclass(frozen=True, slots=True)
class Way:
    """Goods of one line. `entry`: the kirim; `place`: where they come from, or are bound; `news`: what arrived of it."""

    entry: Ref
    goods: str
    left: str
    number: str
    place: str
    age: str
    news: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True)
class Rumour:
    """A neighbour's word; `gone`: its access was withdrawn."""

    entry: Ref
    text: str
    sayer: str
    age: str
    gone: bool


def journeys(
    desk: Desk, places: set[Ref], ways: Sequence[Shipment], *, limit: int | None = None
) -> dict[str, Any]:
    """Of those stores the first few of `coming` and `sent` (Ways) and `heard` (Rumours); `more`: how many are left out.

    Between two of the stores goods are coming.
    """
    coming = [one for one in ways if one.bound in places]
    sent = [one for one in ways if one.origin in places and one.bound not in places]
    heard = heard_of(desk.store, places)
    gone = nearby.revoked(desk.store, {one.unit for one in heard})
    every: tuple[Sequence[object], ...] = (coming, sent, heard)
    return {
        "coming": [_way(desk, one, one.origin) for one in coming[:limit]],
        "sent": [_way(desk, one, one.bound) for one in sent[:limit]],
        "heard": [_rumour(desk, one, gone) for one in heard[:limit]],
        "more": sum(len(one) - len(one[:limit]) for one in every),
    }


def _way(desk: Desk, one: Shipment, place: Ref) -> Way:
    goods = desk.names.goods(one.item)
    return Way(
        one.entry,
        desk.names.goods_name(one.item, one.batch),
        amount(one.left, goods),
        one.number or "",
        desk.names.title(place),
        desk.age(one.made_at),
        news_of(desk, one.entry, one.batch),
    )


def _rumour(desk: Desk, one: Heard, gone: frozenset[int]) -> Rumour:
    goods, move = desk.names.goods(one.move.barang), one.move
    what = desk.names.goods_name(move.barang, move.batch)
    if move.jenis == "kirim":
        text = _("%(goods)s: %(amount)s dikirim dari %(place)s") % {
            "goods": what,
            "amount": amount(move.jumlah or 0, goods),
            "place": desk.names.title(move.gudang),
        }
    else:
        parts = ", ".join(_parts(desk, one))
        text = _("%(goods)s: %(parts)s di %(place)s") % {
            "goods": what,
            "parts": parts,
            "place": desk.names.title(move.gudang),
        }
    sayer = unit_with_number(desk, one.unit)
    return Rumour(one.entry, text, sayer, desk.age(one.heard_at), one.unit in gone)


def _parts(desk: Desk, one: Heard) -> Iterator[str]:
    goods, move = desk.names.goods(one.move.barang), one.move
    told = (
        (_("diterima %(amount)s"), move.diterima),
        (_("rusak %(amount)s"), move.rusak),
        (_("kurang %(amount)s"), move.kurang),
    )
    for sentence, value in told:
        if value is not None:
            yield sentence % {"amount": amount(value, goods)}
