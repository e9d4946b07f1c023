"""The daily report's sections about help: kebutuhan, goods, dapur umum, LDP, what hinders, warnings."""

from collections.abc import Callable, Iterator
from typing import Any

from field_node.records.need import PRIORITY
from field_node.records.site import ACCESS, POWER, SAFETY, SIGNAL, WATER
from field_node.records.statement import at_least
from field_node.records.warning import ACTION, DANGER, ORIGIN, SEVERITY
from field_node.store.as_of import Stated
from field_node.store.daily import MOST, Day, Pair, Sum, summed, total
from field_node.store.daily_events import Danger
from field_node.web.daily.goods import goods_text, moves, stock
from field_node.web.daily.words import (
    Line,
    Section,
    Voice,
    both,
    change,
    is_bmkg,
    marks,
    number,
    sum_text,
)
from field_node.web.said.shown import MISSING

MEALS = ("porsi_pagi", "porsi_siang", "porsi_malam")
GUESTS = tuple(f"peserta_{age}_{sex}" for age in ("anak", "dewasa", "lansia") for sex in "lp")
HINDERS = {
    "akses": ({"terputus"}, "akses", ACCESS),
    "listrik": ({"padam"}, "listrik", POWER),
    "air_bersih": ({"tidak_ada", "kurang"}, "air bersih", WATER),
    "sinyal": ({"tidak_ada"}, "sinyal", SIGNAL),
    "keamanan": ({"tidak_aman", "rawan"}, "keamanan", SAFETY),
}
"""field of kondisi_lokasi -> what of it hinders, and its words."""
NOTHING = "Tidak ada yang dicatat hari itu."
SHOWN = 60
"""Lines of goods and sessions; all of them are in the CSV."""
_PRIORITY = dict(PRIORITY.options)
_DANGER, _SEVERITY, _ORIGIN, _ACTION = (dict(one.options) for one in (DANGER, SEVERITY, ORIGIN, ACTION))


def things(day: Day, voice: Voice) -> list[Section]:
    """In the order of the report."""
    sessions = (_session(day, voice, one) for one in day.sessions[0][:SHOWN])
    return [
        Section("Dapur umum", tuple(_kitchens(day, voice))),
        Section("Layanan dukungan psikososial (LDP)", (*_guests(day), *sessions), NOTHING),
        Section(
            "Barang bergerak hari itu", tuple(moves(day, voice)), "Tidak ada mutasi yang dicatat hari itu."
        ),
        stock(day, voice),
        _needs(day, voice),
        _hindrances(day, voice),
        _dangers(day, voice),
    ]


def _needs(day: Day, voice: Voice) -> Section:
    lines = tuple(_need(day, voice, one) for one in day.needs.first)
    more = day.needs.count - len(lines)
    note = f"Dan {more} kebutuhan lain." if more > 0 else ""
    return Section("Kebutuhan mendesak", lines, "Tidak ada kebutuhan terbuka dari tiga hari terakhir.", note)


def _dangers(day: Day, voice: Voice) -> Section:
    lines = tuple(_danger(day, voice, one) for one in day.dangers)
    note = "Sumber: BMKG" if any(is_bmkg(one.said.entry.record) for one in day.dangers) else ""
    return Section("Peringatan dan jawaban", lines, "Tidak ada peringatan yang tercatat di unit ini.", note)


def meals(day: Day) -> Sum:
    """Portions a day of all kitchens."""
    return summed(day.pairs["dapur_umum"], lambda record: total(record, *MEALS))


def _kitchens(day: Day, voice: Voice) -> Iterator[Line]:
    pairs = day.pairs["dapur_umum"]
    if not pairs:
        return
    sum_ = meals(day)
    yield Line("Porsi sehari", sum_text(sum_, "porsi"), change(sum_), total=True)
    yield from (_line(day, voice, pair, _kitchen_text) for pair in pairs)


def _kitchen_text(record: Any) -> str:
    told = [number(total(record, *MEALS), "porsi/hari")]
    if record.jiwa_terlayani is not None:
        told.append(f"{number(record.jiwa_terlayani, 'jiwa')} terlayani")
    if record.bahan_cukup_hari is not None:
        told.append(f"bahan cukup {number(record.bahan_cukup_hari, 'hari')}")
    return ", ".join(told)


def _line(day: Day, voice: Voice, pair: Pair, text: Callable[[Any], str], *, prefix: str = "") -> Line:
    """What was said of a place; of one that is closed only that."""
    what, printed = voice.place(day, pair.place)
    what, printed, said = prefix + what, f"{prefix}{printed}" if printed else "", pair.said
    if said is None:
        return Line(what, "sudah ditutup", printed=printed)
    facts = (voice.source(said), marks(said, day.cut), str(said.entry.ref), printed)
    return Line(what, text(said.entry.record), "", *facts)


def guests(day: Day) -> Sum:
    """Who took part in LDP that day and the day before."""
    today, earlier = ([total(one.entry.record, *GUESTS) for one in sessions] for sessions in day.sessions)
    return Sum(at_least(*today), today.count(None), at_least(*earlier))


def _guests(day: Day) -> tuple[Line, ...]:
    sum_ = guests(day)
    line = Line("Peserta", sum_text(sum_, "orang", of="kegiatan"), change(sum_), total=True)
    return (line,) if day.sessions[0] else ()


def _session(day: Day, voice: Voice, one: Stated) -> Line:
    record: Any = one.entry.record
    what, printed = voice.place(day, record.lokasi)
    told = [number(total(record, *GUESTS), "peserta")]
    told += [number(record.sesi, "sesi")] if record.sesi is not None else []
    told += [f"{number(record.rujukan, 'orang')} dirujuk"] if record.rujukan is not None else []
    facts = (
        ", ".join(told),
        "",
        voice.source(one),
        marks(one, day.cut, ages=False),
        str(one.entry.ref),
        printed,
    )
    return Line(what, *facts)


def need_text(voice: Voice, record: Any) -> str:
    """`selimut 150 lembar`"""
    if record.barang is not None:
        goods = voice.names.goods(record.barang)
        name = goods.name if goods else f"barang nomor {record.barang}"
        return goods_text(voice, record.barang, record.jumlah) if record.jumlah is not None else name
    much = number(record.jumlah, record.satuan or "") if record.jumlah is not None else ""
    return f"{record.kelompok or record.uraian or MISSING} {much}".strip()


def _need(day: Day, voice: Voice, one: Stated) -> Line:
    record: Any = one.entry.record
    what, printed = voice.place(day, record.lokasi)
    word = _PRIORITY.get(record.prioritas, "")
    people = f", untuk {number(record.untuk_jiwa, 'jiwa')}" if record.untuk_jiwa is not None else ""
    facts = (voice.source(one), marks(one, day.cut, ages=False), str(one.entry.ref), printed)
    return Line(
        what, f"{word}: {need_text(voice, record)}{people}" if word else need_text(voice, record), "", *facts
    )


def _hindrances(day: Day, voice: Voice) -> Section:
    most = MOST["kondisi_lokasi"]
    full = len(day.pairs["kondisi_lokasi"]) >= most
    note = (
        f"Dari {most} pernyataan keadaan yang terbaru; yang lebih lama ada di daftar Kondisi lokasi."
        if full
        else ""
    )
    return Section("Kendala", tuple(_hindered(day, voice)), "Tidak ada kendala yang dicatat.", note)


def hindrances(record: Any) -> list[str]:
    """`akses terputus`, `listrik padam`, `terisolir 40 KK / 120 jiwa`."""
    found = [
        f"{word} {dict(choice.options)[getattr(record, name)].lower()}"
        for name, (bad, word, choice) in HINDERS.items()
        if getattr(record, name) in bad
    ]
    if record.terisolir:
        told = both(number(record.terisolir_kk, "KK"), number(record.terisolir_jiwa, "jiwa"))
        found.insert(0, f"terisolir, {told}")
    return found


def _hindered(day: Day, voice: Voice) -> Iterator[Line]:
    for pair in day.pairs["kondisi_lokasi"]:
        if pair.said and hindrances(pair.said.entry.record):
            yield _line(day, voice, pair, lambda record: ", ".join(hindrances(record)))
    for pair in day.pairs["dapur_umum"]:
        if pair.said and getattr(pair.said.entry.record, "kendala", None):
            yield _line(day, voice, pair, lambda record: str(record.kendala), prefix="Dapur umum ")


def danger_text(record: Any) -> str:
    """What threatens, how badly, in a few words."""
    kind, word = _DANGER.get(record.jenis, "Peringatan"), _SEVERITY.get(record.keparahan, "")
    return f"{record.ringkas or kind} ({word.lower()})" if word else record.ringkas or kind


def until_text(voice: Voice, record: Any) -> str:
    """`s.d. 22 Nov 2026 19.00 WIB`, or that no end is known."""
    return f"s.d. {voice.zone.long(record.sampai)}" if record.sampai is not None else "sampai dicabut"


def _danger(day: Day, voice: Voice, one: Danger) -> Line:
    record: Any = one.said.entry.record
    answers = [f"{_place_text(day, voice, place)}: {_answer(answer)}" for place, answer in one.answers]
    origin = _ORIGIN.get(record.asal or "", "Pusat")
    return Line(
        danger_text(record),
        f"mulai {voice.zone.long(record.mulai)} {until_text(voice, record)}",
        source=origin,
        marks=marks(one.said, day.cut, ages=False),
        ref=str(one.said.entry.ref),
        detail="; ".join(answers),
    )


def _place_text(day: Day, voice: Voice, place: Any) -> str:
    what, printed = voice.place(day, place)
    return printed or what


def _answer(answer: Stated | None) -> str:
    return (
        _ACTION.get(getattr(answer.entry.record, "tindakan", ""), MISSING) if answer else "belum ada jawaban"
    )
