"""The state of a day against a naive recount of every entry: null is not zero, voids, corrections, merges, cuts."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from field_node.records.correction import TimeCorrection, Void
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.need import Need, NeedStatus
from field_node.records.place import Place, PlaceMerge
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.site import Site
from field_node.records.verification import Verification
from field_node.records.warning import Alert, AlertAnswer
from field_node.store import daily_goods, journal
from field_node.store.connection import Store
from field_node.store.daily import DAY_S, MOST, Day, Sum, day_of, is_stale, summed
from tests.field_node.store.recount import Naive
from tests.field_node.store.stores import new_store

CUT = 1_795_341_600
"""22 November 2026, 17.00 WIB."""
HOUR = 3600
PLACES = [Ref(0, 1), Ref(0, 2), Ref(0, 3), Ref(0, 4)]
NEAR_CUT = st.sampled_from(
    [CUT, CUT - 60, CUT + 60, CUT - DAY_S, CUT - DAY_S + 60, CUT - DAY_S - 60, CUT - 2 * DAY_S, CUT + DAY_S]
)
TIMES = st.one_of(NEAR_CUT, st.integers(-3 * 24 * 60, 26 * 60).map(lambda minutes: CUT + minutes * 60))
COUNTS = st.one_of(st.none(), st.just(0), st.integers(0, 500))
CLOSED = st.one_of(st.none(), TIMES)
UNITS = st.sampled_from([5, 7])


@st.composite
def journals(draw: st.DrawFn) -> list[Entry]:
    """Four places of the center, then what two units and the center said of them, in any order."""
    said = [
        _entry(
            0,
            n,
            Place(nama=f"Posko {n}", jenis="posko", tutup=draw(CLOSED) if n == 4 else None),
            CUT - 9 * DAY_S,
        )
        for n in range(1, 5)
    ]
    for _ in range(draw(st.integers(0, 14))):
        unit = draw(st.one_of(UNITS, st.just(0)))
        seq = 1 + sum(1 for one in said if one.unit == unit)
        said.append(draw(_one(unit, seq, said)))
    return draw(st.permutations(said))


def _entry(unit: int, seq: int, record: Record, at: int, **envelope: Any) -> Entry:
    return Entry(unit, seq, at, envelope.pop("quality", TimeQuality.GPS), record, **envelope)


@st.composite
def _one(draw: st.DrawFn, unit: int, seq: int, said: Sequence[Entry]) -> Entry:
    at, quality = draw(TIMES), draw(st.sampled_from([TimeQuality.GPS, TimeQuality.NONE]))
    mine = [one for one in said if one.unit == unit and not isinstance(one.record, Place)]
    counts = [one for one in mine if isinstance(one.record, Headcount)]
    what = draw(st.sampled_from(["count", "count", "fix", "other", "other"]))
    if what == "fix" and counts:
        old = draw(st.sampled_from(counts))
        return _entry(unit, seq, _headcount(draw, at), at, corrects=old.ref, reason="salah")
    other = _other(draw, unit, seq, mine, said[4:]) if what == "other" else None
    if other is not None:
        return _entry(
            unit, seq, other, at, quality=quality if isinstance(other, Movement) else TimeQuality.GPS
        )
    return _entry(
        unit, seq, _headcount(draw, at), draw(st.sampled_from([at, at + HOUR, at - DAY_S])), quality=quality
    )


def _other(
    draw: st.DrawFn, unit: int, seq: int, mine: Sequence[Entry], all_: Sequence[Entry]
) -> Record | None:
    place, what = (
        draw(st.sampled_from(PLACES)),
        draw(st.sampled_from(["move", "merge", "void", "merge", "verify", "clock"])),
    )
    made: Record | None = None
    if what == "move":
        kind, much = draw(st.sampled_from(["terima", "salur", "kirim"])), draw(st.integers(1, 50))
        item = draw(st.sampled_from([1, 21]))
        made = Movement(jenis=kind, gudang=place, barang=item, jumlah=much, tujuan=place)
    elif what == "void" and mine:
        made = Void(entri=draw(st.sampled_from(mine)).ref, alasan="salah")
    elif what == "merge":
        made = PlaceMerge(ke=place, dari=draw(st.sampled_from(PLACES)))
    elif what == "verify" and all_:
        word = draw(st.sampled_from(["diverifikasi", "ditolak"]))
        made = Verification(entri=draw(st.sampled_from(all_)).ref, status=word, alasan="cek")
    elif what == "clock" and seq > 1 and unit:
        shift, last = draw(st.sampled_from([-DAY_S, -60, 60, DAY_S])), draw(st.integers(1, seq - 1))
        made = TimeCorrection(dari_seq=1, sampai_seq=last, selisih_s=shift)
    return made


def _headcount(draw: st.DrawFn, at: int) -> Headcount:
    return Headcount(lokasi=draw(st.sampled_from(PLACES)), per_waktu=at, kk=draw(COUNTS), jiwa=draw(COUNTS))


@settings(max_examples=40, deadline=None)
@given(journals())
def test_a_day_is_what_a_naive_recount_of_every_entry_says(said: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(Path(folder))
        journal.keep(store, said, carrier="internet", at=CUT)
        day = day_of(store, CUT)
        store.close()
    naive = Naive(said)
    closed = {one.ref: getattr(one.record, "tutup", None) for one in said if isinstance(one.record, Place)}
    _same_counts(day, naive, closed)
    _same_goods(day, naive)


def _same_counts(day: Day, naive: Naive, closed: dict[Ref, int | None]) -> None:
    def is_open(place: Ref, cut: int) -> bool:
        return (closed[place] or cut + 1) > cut

    now, before = (
        {place: one for place, one in naive.counts(cut).items() if is_open(naive.place(place), cut)}
        for cut in (CUT, CUT - DAY_S)
    )
    told = {pair.place: pair.said.entry.record for pair in day.pairs["hitung_pengungsi"] if pair.said}
    assert told == now
    shelters = [ref for ref in PLACES if ref in day.places.places]
    uncounted = [ref for ref in shelters if ref not in now and ref not in before and is_open(ref, CUT)]
    jiwa = [one.jiwa for one in now.values()] + [None] * len(uncounted)
    known = [number for number in jiwa if number is not None]
    earlier = [one.jiwa for one in before.values() if one.jiwa is not None]
    expected = Sum(sum(known) if known else None, jiwa.count(None), sum(earlier) if earlier else None)
    assert summed(day.pairs["hitung_pengungsi"], lambda record: record.jiwa) == expected


def _same_goods(day: Day, naive: Naive) -> None:
    moved: dict[tuple[str, int], int] = {}
    for one in naive.moves(CUT - DAY_S, CUT):
        record: Any = one.record
        moved[record.jenis, record.barang] = moved.get((record.jenis, record.barang), 0) + record.jumlah
    assert {(one.kind, one.item): one.amount for one in day.moved} == moved
    shelf: dict[tuple[Ref, int], int] = {}
    for one in naive.moves(0, CUT):
        move: Any = one.record
        sign = 1 if move.jenis == "terima" else -1
        shelf[move.gudang, move.barang] = shelf.get((move.gudang, move.barang), 0) + sign * move.jumlah
    assert {(one.place, one.item): one.amount for one in day.shelves or () if one.amount} == {
        goods: amount for goods, amount in shelf.items() if amount
    }


def keep(store: Store, *entries: Entry) -> None:
    assert all(journal.keep(store, entries, carrier="internet", at=CUT - HOUR))


def test_what_nobody_counted_is_missing_and_not_zero(store: Store) -> None:
    keep(
        store,
        _entry(0, 1, Place(nama="A", jenis="posko"), CUT - DAY_S),
        _entry(0, 2, Place(nama="B", jenis="posko"), CUT - DAY_S),
    )
    keep(store, _entry(5, 1, Headcount(lokasi=Ref(0, 1), per_waktu=CUT - HOUR, jiwa=0), CUT - HOUR))
    jiwa = summed(day_of(store, CUT).pairs["hitung_pengungsi"], lambda record: record.jiwa)
    assert jiwa == Sum(0, 1, None) and jiwa.change is None


def test_what_was_said_of_a_merged_place_counts_for_the_one_that_stays(store: Store) -> None:
    keep(store, *(_entry(0, n, Place(nama=f"P{n}", jenis="posko"), CUT - DAY_S) for n in (1, 2)))
    keep(store, _entry(5, 1, Headcount(lokasi=Ref(0, 1), per_waktu=CUT - HOUR, jiwa=7), CUT - HOUR))
    keep(store, _entry(5, 2, Headcount(lokasi=Ref(0, 2), per_waktu=CUT - 60, jiwa=9), CUT - 60))
    keep(store, _entry(0, 3, PlaceMerge(ke=Ref(0, 1), dari=Ref(0, 2)), CUT - 60))
    (pair,) = day_of(store, CUT).pairs["hitung_pengungsi"]
    assert pair.place == Ref(0, 1) and pair.said is not None and pair.said.entry.ref == Ref(5, 2)
    keep(store, _entry(0, 4, Void(entri=Ref(0, 3), alasan="bukan satu tempat"), CUT))
    assert len(day_of(store, CUT).pairs["hitung_pengungsi"]) == 2


def test_of_very_many_conditions_the_latest_are_read(store: Store) -> None:
    most = MOST["kondisi_lokasi"]
    keep(
        store,
        *(
            _entry(5, n, Site(lokasi=Ref(0, n), per_waktu=CUT - n * 60, listrik="padam"), CUT - n * 60)
            for n in range(1, most + 3)
        ),
    )
    read = {pair.place for pair in day_of(store, CUT).pairs["kondisi_lokasi"]}
    assert read == {Ref(0, n) for n in range(1, most + 1)}


def test_an_old_figure_stays_and_is_called_old(store: Store) -> None:
    keep(store, _entry(5, 1, Headcount(lokasi=Ref(0, 1), per_waktu=CUT - DAY_S, jiwa=7), CUT - DAY_S))
    (pair,) = day_of(store, CUT).pairs["hitung_pengungsi"]
    assert pair.said is not None and is_stale(pair.said, CUT)


def test_a_need_is_open_until_a_status_up_to_the_cut_closes_it(store: Store) -> None:
    need = Need(lokasi=Ref(0, 1), prioritas="segera", kelompok="air")
    keep(store, *(_entry(5, n, need, CUT - HOUR) for n in (1, 2, 3)))
    keep(store, _entry(0, 1, NeedStatus(kebutuhan=Ref(5, 1), status="terpenuhi"), CUT - 60))
    keep(store, _entry(0, 2, NeedStatus(kebutuhan=Ref(5, 2), status="terpenuhi"), CUT + 60))
    assert [one.entry.ref for one in day_of(store, CUT).needs.first] == [Ref(5, 2), Ref(5, 3)]


def test_a_warning_that_a_later_one_replaced_after_the_cut_was_in_force_at_it(store: Store) -> None:
    alert = Alert(jenis="banjir", keparahan="berat", mulai=CUT - HOUR, sampai=CUT + HOUR, lokasi=(Ref(0, 8),))
    keep(store, _entry(0, 1, alert, CUT - HOUR))
    keep(store, _entry(5, 1, AlertAnswer(peringatan=Ref(0, 1), lokasi=Ref(0, 8), tindakan="siaga"), CUT - 60))
    newer = Alert(jenis="banjir", keparahan="ekstrem", mulai=CUT, menggantikan=Ref(0, 1))
    keep(store, _entry(0, 2, newer, CUT + 60))
    (danger,) = day_of(store, CUT).dangers
    assert danger.said.entry.ref == Ref(0, 1)
    assert [answer.entry.ref for _, answer in danger.answers if answer] == [Ref(5, 1)]
    later = day_of(store, CUT + DAY_S)
    assert [one.said.entry.ref for one in later.dangers] == [Ref(0, 2)]


def test_what_was_voided_after_the_cut_is_told_as_taken_back(store: Store) -> None:
    keep(
        store,
        *(
            _entry(5, n, Headcount(lokasi=Ref(0, n), per_waktu=CUT - HOUR, jiwa=7), CUT - HOUR)
            for n in (1, 2)
        ),
    )
    keep(store, _entry(5, 3, Void(entri=Ref(5, 1), alasan="salah"), CUT - 60))
    keep(store, _entry(5, 4, Void(entri=Ref(5, 2), alasan="salah"), CUT + 60))
    assert day_of(store, CUT).taken_back == 1


def test_a_unit_cannot_speak_for_the_center_that_rejected_its_figure(store: Store) -> None:
    keep(store, _entry(5, 1, Headcount(lokasi=Ref(0, 1), per_waktu=CUT - HOUR, jiwa=7), CUT - HOUR))
    keep(store, _entry(0, 1, Verification(entri=Ref(5, 1), status="ditolak", alasan="dua kali"), CUT - 120))
    keep(store, _entry(5, 2, Verification(entri=Ref(5, 1), status="diverifikasi"), CUT - 60))
    assert not [pair for pair in day_of(store, CUT).pairs["hitung_pengungsi"] if pair.said]


def test_what_the_center_rejects_or_lets_stand_after_the_cut_is_told(store: Store) -> None:
    late = CUT + HOUR
    counts = (Headcount(lokasi=Ref(0, n), per_waktu=CUT - HOUR, jiwa=7) for n in range(1, 5))
    keep(store, *(_entry(5, n, one, CUT - HOUR) for n, one in enumerate(counts, 1)))
    keep(
        store,
        *(
            _entry(0, n, Verification(entri=Ref(5, n), status="ditolak", alasan="dua kali"), CUT - 60)
            for n in (1, 2)
        ),
    )
    assert day_of(store, CUT).turned == ()
    words = {2: "diverifikasi", 3: "ditolak", 4: "diverifikasi"}
    said = [
        _entry(0, 2 + n, Verification(entri=Ref(5, n), status=word, alasan="cek"), late - 60)
        for n, word in words.items()
    ]
    journal.keep(store, said, carrier="internet", at=late)
    day = day_of(store, CUT)
    assert {pair.place for pair in day.pairs["hitung_pengungsi"] if pair.said} == {Ref(0, 2), Ref(0, 4)}
    assert day.turned == (late, late), "of the fourth nothing was rejected before or after"
    assert day_of(store, late + HOUR).turned == ()


def test_stock_of_a_day_with_too_many_later_movements_is_not_told(store: Store) -> None:
    move = Movement(jenis="terima", gudang=Ref(0, 1), barang=21, jumlah=1)
    keep(store, *(_entry(5, n, move, CUT + 60) for n in range(1, daily_goods.MOST_LATER + 1)))
    assert day_of(store, CUT).shelves is not None
    keep(store, _entry(5, daily_goods.MOST_LATER + 1, move, CUT + 60))
    assert day_of(store, CUT).shelves is None


def test_goods_that_came_after_the_cut_were_not_known_at_it_and_those_used_up_are_none(store: Store) -> None:
    came = Movement(jenis="terima", gudang=Ref(0, 1), barang=21, jumlah=5)
    gone = Movement(jenis="hapus", gudang=Ref(0, 1), barang=21, jumlah=5)
    other = Movement(jenis="terima", gudang=Ref(0, 1), barang=22, jumlah=7)
    keep(store, _entry(5, 1, came, CUT - HOUR), _entry(5, 2, gone, CUT - 60), _entry(5, 3, other, CUT + 60))

    assert day_of(store, CUT).shelves == (daily_goods.Shelf(Ref(0, 1), 21, 0, minus=False),)
    assert {(one.item, one.amount) for one in day_of(store, CUT + DAY_S).shelves or ()} == {(21, 0), (22, 7)}
