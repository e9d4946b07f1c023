"""How goods of a batch are told: in packages, days until they expire, who paid."""

from datetime import date
from typing import NamedTuple

from field_node.records.kamus import Goods, kamus
from field_node.records.movement import FUND
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later, many
from field_node.web.said.shown import MISSING, NBSP, amount
from field_node.web.said.times import day_shown

SOON, WATCHED = 30, 180
"""Days before expiry from which a batch is red, and yellow (domain.md section 4, rule 2)."""
GRAVE, CHECK = "grave", "check"
PACKAGE = later("kemasan")
FUNDS = dict(FUND.options)


class Expiry(NamedTuple):
    """When goods of a batch expire, and how a page shows that: `grave` red, `check` yellow, "" plain."""

    text: str
    tone: str = ""
    expired: bool = False


def today(desk: Desk) -> int:
    """The day where the unit is, since 1970."""
    return (desk.zone.at(desk.now).date() - date(1970, 1, 1)).days


def expiry(day: int | None, on: int) -> Expiry:
    """What must be said of that last day; nothing said is told as such by whoever knows that the goods expire."""
    if day is None:
        return Expiry("")
    left, shown = day - on, day_shown(day)
    if left < 0:
        return Expiry(_("Sudah kedaluwarsa %(day)s") % {"day": shown}, GRAVE, True)
    if left == 0:
        return Expiry(_("Kedaluwarsa hari ini"), GRAVE)
    told = many("%(n)s hari lagi", "%(n)s hari lagi", left) % {"n": left}
    text = _("Kedaluwarsa %(day)s") % {"day": shown}
    if left > WATCHED:
        return Expiry(text)
    return Expiry(f"{text} ({told})", GRAVE if left <= SOON else CHECK)


def packed(value: int, goods: Goods | None, holds: int | None) -> str:
    """`5 dus + 12 bungkus (212 bungkus)` when a package holds so many units; else the amount alone."""
    plain = amount(value, goods)
    size = holds * 10**goods.scale if goods and holds else 0
    if goods is None or size < 2 or abs(value) < size:
        return plain
    whole, rest = divmod(abs(value), size)
    known = kamus().packings.get(goods.number)
    parts = [f"{numbers.shown(whole)}{NBSP}{_(known.package if known else PACKAGE)}"]
    parts += [amount(rest, goods)] if rest else []
    told = " + ".join(parts)
    return f"{'-(' if value < 0 else ''}{told}{')' if value < 0 else ''} ({plain})"


def funds(codes: tuple[str, ...]) -> str:
    """Who paid, "belum didata" when nobody said."""
    return ", ".join(_(FUNDS.get(code, code)) for code in codes) or _(MISSING)
