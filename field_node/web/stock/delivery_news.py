"""The center's word of an arrival as pages say it: where, when, how much, who recorded it."""

from dataclasses import dataclass

from field_node.records.kinds import Ref
from field_node.store.delivery_news import Word, words
from field_node.web.around.neighbours import unit_with_number
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.said.shown import amount


@dataclass(frozen=True, slots=True)
class News:
    """`goods`: of which line; `lost`: something was broken or missing; `age`: of the center's word."""

    goods: str
    text: str
    sayer: str
    age: str
    lost: bool


def news_of(desk: Desk, line: Ref, batch: str | None) -> tuple[News, ...]:
    """What the center says to have arrived of that line, goods of that batch; mostly none or one."""
    return tuple(_news(desk, one, batch or None) for one in words(desk.store, line))


def _news(desk: Desk, word: Word, batch: str | None) -> News:
    said = word.news
    told = {
        "place": desk.names.title(said.gudang) if said.gudang is not None else _("tempat yang belum didata"),
        "time": _time(desk, said.waktu),
        "parts": ", ".join(_parts(desk, word)),
    }
    return News(
        desk.names.goods_name(said.barang, batch),
        _("Diterima di %(place)s %(time)s: %(parts)s, menurut pusat") % told,
        _("dicatat %(unit)s") % {"unit": unit_with_number(desk, word.unit)},
        desk.age(word.said_at),
        bool(said.rusak or said.kurang),
    )


def _time(desk: Desk, at: int | None) -> str:
    """The hour of today, else with its day; "" while nobody said."""
    if at is None:
        return ""
    is_today = desk.zone.at(at).date() == desk.zone.at(desk.now).date()
    return desk.zone.short(at) if is_today else desk.zone.long(at)


def _parts(desk: Desk, word: Word) -> list[str]:
    goods, said = desk.names.goods(word.news.barang), word.news
    told = (
        (_("%(amount)s diterima"), said.diterima, True),
        (_("%(amount)s rusak"), said.rusak, False),
        (_("%(amount)s kurang"), said.kurang, False),
    )
    return [
        sentence % {"amount": amount(value or 0, goods)}
        for sentence, value, always in told
        if value or always
    ]
