"""The daily report as one WhatsApp message: plain text of at most 1,500 characters, nothing that must not leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from field_node.records.kinds import Ref
from field_node.store.daily import Day, Pair, is_stale, summed
from field_node.web.daily.goods import goods_text, low
from field_node.web.daily.help import (
    danger_text,
    guests,
    hindrances,
    meals,
    need_text,
    until_text,
)
from field_node.web.daily.people import PLACES, displaced, group_label, group_sum, hurt, status_text
from field_node.web.daily.words import (
    Voice,
    both,
    both_changes,
    both_sums,
    change,
    is_bmkg,
    listed,
    number,
    revision,
    sum_text,
)
from field_node.web.said.shown import NBSP

MOST = 1_500
CUT = "(lanjutannya ada di laporan lengkap)"
HOUSES = {
    "RB": "rumah_rusak_berat",
    "RS": "rumah_rusak_sedang",
    "RR": "rumah_rusak_ringan",
    "terendam": "rumah_terendam",
}
TOP = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands around the figures. `status`: whether the day is closed, in words."""

    maker: str
    code: str
    status: str
    until: str


def message(day: Day, voice: Voice, heading: Heading) -> str:
    """The message; lines that no longer fit are left out from the end, the last line never."""
    last = f"_{heading.maker}. Kode laporan {heading.code}_"
    kept: list[str] = []
    room = MOST - len(last) - len(CUT) - 2
    for line in _lines(day, voice, heading):
        if sum(len(one) + 1 for one in kept) + len(line) > room:
            kept.append(CUT)
            break
        kept.append(line)
    return "\n".join([*kept, last]).replace(NBSP, " ")


def _lines(day: Day, voice: Voice, heading: Heading) -> Iterator[str]:
    yield "*LAPORAN HARIAN TAGANA*"
    yield from _incidents(day)
    yield f"Data s.d. {heading.until}{_revision(day, voice)}"
    if heading.status:
        yield f"_{heading.status}_"
    yield ""
    hurts = (
        f"{group.replace('_', ' ')} {_figure(sum_text(hurt(day, group), of='wilayah'), change(hurt(day, group)))}"
        for group in ("meninggal", "hilang", "luka_berat", "luka_ringan")
    )
    yield f"*Korban:* {', '.join(hurts)}"
    yield from _displaced(day, voice)
    yield from _others(day, voice)
    yield from _silent(day, voice)


def _incidents(day: Day) -> Iterator[str]:
    said = {
        getattr(one.said.entry.record, "kejadian", None): one.said
        for one in day.pairs["kejadian_status"]
        if one.said
    }
    for incident in day.incidents[:3]:
        status = said.get(incident.ref)
        yield f"*{getattr(incident.said.entry.record, 'nama', None) or incident.ref}*: " + (
            status_text(status.entry.record) if status else "status darurat belum didata"
        )


def _revision(day: Day, voice: Voice) -> str:
    late, last = revision(day)
    when = f", {voice.zone.short(last)}" if last is not None else ""
    return f" (revisi: {late} catatan{when})" if late else ""


def _figure(text: str, changed: str) -> str:
    return f"{text} ({changed})" if changed and changed != "tetap" else text


def _displaced(day: Day, voice: Voice) -> Iterator[str]:
    kk, jiwa = displaced(day)
    counted = [pair for pair in day.pairs[PLACES] if pair.said]
    total = _figure(both_sums(kk, jiwa), both_changes(kk, jiwa))
    yield f"*Pengungsi:* {total}" + (f" di {len(counted)} lokasi" if counted else "")
    sums = {
        group: group_sum(day, group) for group in ("balita_0_4", "lansia_60p", "ibu_hamil", "disabilitas")
    }
    told = [f"{group_label(group)} {sum_text(one)}" for group, one in sums.items() if one.total is not None]
    if told:
        yield ", ".join(told)
    largest = sorted(counted, key=lambda pair: -(_jiwa(pair) or 0))
    for pair in largest[:TOP]:
        yield _place_line(day, voice, pair)
    if len(largest) > TOP:
        yield f"dan {len(largest) - TOP} lokasi lain"


def _jiwa(pair: Pair) -> int | None:
    jiwa: int | None = getattr(pair.said.entry.record, "jiwa", None) if pair.said else None
    return jiwa


def _place_line(day: Day, voice: Voice, pair: Pair) -> str:
    record: Any = pair.said.entry.record if pair.said else None
    when = voice.zone.short(pair.said.at) if pair.said and pair.said.at > day.before else "data lama"
    told = both(number(record.kk, "KK"), number(record.jiwa, "jiwa"))
    return f"- {_outside(day, voice, pair.place)}: {told} ({when})"


def _outside(day: Day, voice: Voice, ref: Ref | None) -> str:
    """The name of a place for a text that leaves the unit."""
    what, printed = voice.place(day, ref)
    return printed or what


def _others(day: Day, voice: Voice) -> Iterator[str]:
    """Lines without data are left out."""
    told = {
        "Rumah": _houses(day),
        "Dapur umum": _kitchens(day),
        "LDP": sum_text(guests(day), "orang", of="kegiatan") if day.sessions[0] else "",
        "Disalurkan hari ini": listed(_given(day, voice), 8),
        "Stok kritis": listed(goods_text(voice, one.said.entry.record.barang, one.total) for one in low(day)),
        "Kebutuhan mendesak": " ".join(
            f"{n}) {need_text(voice, one.entry.record)}" for n, one in enumerate(day.needs.first[:3], 1)
        ),
        "Kendala": listed(_hindered(day, voice), 4),
        "Peringatan": _dangers(day, voice),
    }
    yield from (f"*{title}:* {text}" for title, text in told.items() if text)


def _given(day: Day, voice: Voice) -> Iterator[str]:
    """Each of the goods once, whoever paid: the message has no room for sumber dana, the report says it."""
    sums = dict[int, int]()
    for one in day.moved:
        if one.kind == "salur":
            sums[one.item] = sums.get(one.item, 0) + one.amount
    yield from (goods_text(voice, item, much) for item, much in sums.items())


def _houses(day: Day) -> str:
    sums = {word: summed(day.pairs["kerusakan"], attrgetter(name)) for word, name in HOUSES.items()}
    told = ((word, one) for word, one in sums.items() if one.total is not None)
    return ", ".join(f"{word} {_figure(sum_text(one, of='wilayah'), change(one))}" for word, one in told)


def _kitchens(day: Day) -> str:
    open_ = [pair for pair in day.pairs["dapur_umum"] if pair.said]
    return f"{len(open_)} titik, {sum_text(meals(day), 'porsi/hari')}" if open_ else ""


def _hindered(day: Day, voice: Voice) -> Iterator[str]:
    for pair in day.pairs["kondisi_lokasi"]:
        found = hindrances(pair.said.entry.record) if pair.said else []
        if found:
            yield f"{_outside(day, voice, pair.place)}: {', '.join(found)}"


def _dangers(day: Day, voice: Voice) -> str:
    found = [one.said.entry.record for one in day.dangers]
    told = listed((f"{danger_text(record)} {until_text(voice, record)}" for record in found), 3)
    bmkg = any(is_bmkg(record) for record in found)
    return f"{told} (Sumber: BMKG)" if bmkg else told


def _silent(day: Day, voice: Voice) -> Iterator[str]:
    pairs = day.pairs[PLACES]
    silent = [pair for pair in pairs if pair.said is None and pair.before is None]
    old = [pair for pair in pairs if pair.said and is_stale(pair.said, day.cut)]
    told = []
    if silent:
        told.append(f"Belum lapor: {len(silent)} lokasi ({listed(_names(day, voice, silent), 3)}).")
    if old:
        told.append(f"Data lama: {len(old)} lokasi ({listed(_names(day, voice, old), 3)}).")
    yield from told


def _names(day: Day, voice: Voice, pairs: list[Pair]) -> Iterator[str]:
    return (_outside(day, voice, pair.place) for pair in pairs)
