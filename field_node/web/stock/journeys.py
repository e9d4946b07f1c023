"""Goods under way as pages show them: what comes here, what we sent, what neighbours say of either."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from field_node.records.kinds import Ref
from field_node.store import journal, nearby
from field_node.store.under_way import Heard, Shipment, heard_of, in_two_books
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


class Journeys(NamedTuple):
    """Everything under way from and to some stores. Between two of them goods are coming. `twice`: of ours, in two books."""

    twice: Sequence[Shipment]
    coming: Sequence[Shipment]
    sent: Sequence[Shipment]
    heard: Sequence[Heard]

    @property
    def size(self) -> int:
        """How many lines there are."""
        return sum(map(len, self))


def journeys(desk: Desk, places: set[Ref], ways: Sequence[Shipment]) -> Journeys:
    """What of `ways` concerns those stores, and what neighbours say of them."""
    twice = [one for one in in_two_books(desk.store) if one.origin in places]
    coming = [one for one in ways if one.bound in places]
    sent = [one for one in ways if one.origin in places and one.bound not in places]
    return Journeys(twice, coming, sent, heard_of(desk.store, places))


def first_few(desk: Desk, every: Journeys, few: int) -> dict[str, Any]:
    """For the page: so many of each kind; `more`: how many are left out."""
    shown = Journeys(every.twice[:few], every.coming[:few], every.sent[:few], every.heard[:few])
    return {**_shown(desk, shown), "more": every.size - shown.size}


def stretch(desk: Desk, every: Journeys, skip: int, limit: int) -> dict[str, Any]:
    """For the page: so many lines from there on, one kind after the other; `counts` and `sums` (goods and amount) of all of them."""
    parts = list[Any]()
    for lines in every:
        parts.append(lines[max(0, skip) : max(0, skip + limit)])
        skip -= len(lines)
    counts = {name: len(lines) for name, lines in every._asdict().items()}
    sums = {"coming": _sums(desk, every.coming), "sent": _sums(desk, every.sent)}
    return {**_shown(desk, Journeys(*parts)), "counts": counts, "sums": sums}


def _sums(desk: Desk, ways: Sequence[Shipment]) -> list[tuple[str, str]]:
    """By name."""
    found = Counter[int]()
    for one in ways:
        found[one.item] += one.left
    told = (
        (desk.names.goods_name(item), amount(left, desk.names.goods(item))) for item, left in found.items()
    )
    return sorted(told, key=lambda pair: pair[0].casefold())


def _shown(desk: Desk, every: Journeys) -> dict[str, Any]:
    gone = nearby.revoked(desk.store, {one.unit for one in every.heard})
    return {
        "twice": [_way(desk, one, one.bound) for one in every.twice],
        "coming": [_way(desk, one, one.origin) for one in every.coming],
        "sent": [_way(desk, one, one.bound) for one in every.sent],
        "heard": [_rumour(desk, one, gone) for one in every.heard],
    }


def _way(desk: Desk, one: Shipment, place: Ref) -> Way:
    goods, sent = desk.names.goods(one.item), journal.entry(desk.store, one.entry)
    return Way(
        one.entry,
        desk.names.goods_name(one.item, one.batch),
        amount(one.left, goods),
        getattr(sent and sent.record, "nomor", None) or "",
        desk.names.title(place),
        desk.age_of(sent),
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
