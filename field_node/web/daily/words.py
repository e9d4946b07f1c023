"""How the daily report says a number, its change, its source and its doubts."""

from collections.abc import Iterable
from dataclasses import dataclass

from field_node.records.kinds import Ref
from field_node.records.record import Record
from field_node.store.as_of import VERIFIED, Stated
from field_node.store.daily import Day, Sum, is_stale, sources
from field_node.web.kept.attention import UNVERIFIED
from field_node.web.said import numbers
from field_node.web.said.shown import MISSING, NBSP, QUALITY, Names
from field_node.web.said.times import Zone

PROTECTED = "Lokasi terlindung"
CHECKED = "diverifikasi pusat"
OLD = "data lama, lebih dari 24 jam"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `printed` replaces `what` on paper and in every text that leaves the unit, when it is not "".

    `ref`: the entry that says it. `marks`: doubts about it.
    """

    what: str
    value: str
    change: str = ""
    source: str = ""
    marks: tuple[str, ...] = ()
    ref: str = ""
    printed: str = ""
    detail: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. `empty` is said when it has no line."""

    title: str
    lines: tuple[Line, ...]
    empty: str = MISSING
    note: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What wording needs beside the day."""

    zone: Zone
    names: Names

    def place(self, day: Day, ref: Ref | None) -> tuple[str, str]:
        """The name of a place, and what paper says instead, "" when it may be named."""
        known = day.places.of(ref)
        if ref is None:
            return "Lokasi tidak disebut", ""
        if known is None:
            return self.names.title(ref), ""
        return known.name, PROTECTED if known.protected else ""

    def source(self, one: Stated) -> str:
        """Who said it, and of which instant."""
        return f"{self.names.unit(one.entry.unit)}, {self.zone.long(one.at)}"

    def region(self, code: str | None) -> str:
        """The area and the one around it."""
        return (
            ", ".join(self.names.region(code).split(" (")[0].split(", ")[:2])
            if code
            else "wilayah tidak disebut"
        )


def marks(one: Stated, cut: int, *, ages: bool = True) -> tuple[str, ...]:
    """The doubts about a statement. `ages`: it is one that somebody should renew every day."""
    found = [_standing(one)] if _standing(one) else []
    if ages and is_stale(one, cut):
        found.append(OLD)
    if not one.sure:
        found.append(QUALITY[one.entry.quality])
    if one.known_at > cut:
        found.append("datang sesudah laporan ditutup")
    return tuple(found)


def _standing(one: Stated) -> str:
    if one.verdict == VERIFIED:
        return CHECKED
    return "" if one.entry.unit == 0 else UNVERIFIED


def number(value: int | None, unit: str = "") -> str:
    """`488 jiwa`; belum didata for None."""
    if value is None:
        return MISSING
    return f"{numbers.shown(value)}{NBSP}{unit}" if unit else numbers.shown(value)


def sum_text(one: Sum, unit: str = "", *, of: str = "lokasi") -> str:
    """`488 jiwa`, `≥ 488 jiwa (2 lokasi belum didata)` or `belum didata`."""
    if one.total is None or not one.missing:
        return number(one.total, unit)
    return f"≥{NBSP}{number(one.total, unit)} ({one.missing} {of} {MISSING})"


def both(kk: str, jiwa: str) -> str:
    """KK and jiwa always come together."""
    return f"{kk if kk != MISSING else f'KK {MISSING}'} / {jiwa if jiwa != MISSING else f'jiwa {MISSING}'}"


def both_sums(kk: Sum, jiwa: Sum) -> str:
    """`≥ 116 KK / ≥ 492 jiwa (1 lokasi belum didata)`"""
    told = both(sum_text(kk, "KK"), sum_text(jiwa, "jiwa"))
    tail = f" ({jiwa.missing} lokasi {MISSING})"
    return told.replace(f"{tail} /", " /") if kk.missing == jiwa.missing else told


def change(one: Sum) -> str:
    """`+36`, `-5`, `tetap`; "" when one of the days was not counted."""
    if one.change is None:
        return ""
    return f"{one.change:+,}".replace(",", ".") if one.change else "tetap"


def both_changes(kk: Sum, jiwa: Sum) -> str:
    """`+3 KK / +12 jiwa`, as far as each was counted on both days."""
    told = [f"{change(one)} {unit}" for one, unit in ((kk, "KK"), (jiwa, "jiwa")) if one.change]
    return " / ".join(told) or change(jiwa)


def revision(day: Day) -> tuple[int, int | None]:
    """How many statements came, were taken back or judged by the center after the report was closed; when the last one came."""
    late = [*(one.known_at for one in sources(day) if one.known_at > day.cut), *day.turned]
    return len(late) + day.taken_back, max(late, default=None)


def listed(texts: Iterable[str], most: int = 5) -> str:
    """`a, b, c dan 2 lainnya`."""
    every = list(texts)
    more = f" dan {len(every) - most} lainnya" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def is_bmkg(record: Record) -> bool:
    """True for what must be shown with BMKG as its source."""
    return str(getattr(record, "asal", "")).startswith("bmkg")
