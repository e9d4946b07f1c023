"""A unit whose clock was 40 days wrong when it recorded: once that is put right, no page tells the wrong time."""

import time
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.clock import Stamp
from field_node.records.correction import TimeCorrection
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.place import Place
from field_node.records.record import Record, TimeQuality
from field_node.records.report import Report
from field_node.records.request import Request
from field_node.records.sos import Sos, SosEnd
from field_node.records.task import Task, TaskAnswer
from field_node.records.warning import Alert, AlertAnswer
from field_node.store import journal, outbox, papers
from field_node.store.residents import FROM_RESIDENT
from field_node.web.desk import Desk
from field_node.web.said.times import day_read, day_shown
from field_node.web.stock.arrived import last_arrival
from field_node.web.stock.printed_days import long_day
from field_node.web.stock.sent import waybill
from field_node.web.stock.written import written
from field_node.web.tablet import lists
from tests.field_node.web.conftest import UNIT

DAY_S, NOODLES = 86_400, 5
NOW = int(time.time()) // 60 * 60
MADE, WRITTEN = NOW - 7_200, NOW - 40 * DAY_S
WRONG = Stamp(WRITTEN, TimeQuality.NONE, 1, 60.0)
RIGHT = Stamp(NOW, TimeQuality.GPS, 1, 7_260.0)
PAGES = (
    "/",
    "/api/keadaan",
    "/antrean",
    "/catatan/catatan",
    "/catatan/mutasi",
    "/catatan/kebutuhan",
    "/catat/kebutuhan_status",
    "/catat/tugas_jawab",
    "/tablet/daftar",
    "/sos",
    "/sos/{sos}",
    "/sos/{ended}",
    "/tugas",
    "/tugas/{task}",
    "/peringatan",
    "/peringatan/{alert}",
    "/warga",
    "/peta/data.json",
    "/lumbung?barang=5",
    "/stok",
    "/stok/perjalanan",
    "/stok/kartu/{lumbung}/5",
    "/stok/kartu/{lumbung}/5.csv",
    "/stok/surat",
    "/stok/surat/{kirim}",
    "/stok/pinjaman",
    "/stok/terima-kiriman",
    "/stok/terima-kiriman/riwayat?merujuk={coming}",
    "/stok/permintaan",
    "/stok/permintaan/{request}",
    "/entri/{corrected}",
)
"""Each tells the time of something that was recorded by the wrong clock; what it is called stands between braces."""


def own(desk: Desk, record: Record, stamp: Stamp = WRONG, **envelope: Any) -> Ref:
    return journal.append(desk.door.writer, record, stamp=stamp, **envelope).ref


def stock(desk: Desk, lumbung: Ref, far: Ref) -> dict[str, Ref]:
    def move(jenis: str, jumlah: int | None, gudang: Ref = lumbung, **more: Any) -> Ref:
        goods: Any = {"gudang": gudang, "barang": NOODLES, "batch": "A"}
        return own(desk, Movement(jenis=jenis, jumlah=jumlah, **goods, **more))

    move("terima", 100)
    move("pinjam", 5, peminjam="Posko Barat", batas_kembali=NOW // DAY_S + 3)
    sent = move("kirim", 10, tujuan=far, nomor="SJ/1")
    coming = move("kirim", 20, far, tujuan=lumbung, nomor="SJ/9")
    move("terima_kiriman", None, merujuk=coming, diterima=12)
    request = Request(dari=lumbung, kepada=far, barang=NOODLES, jumlah=5, nomor="SP/1")
    return {"kirim": sent, "coming": coming, "request": own(desk, request)}


@pytest.fixture
def told(desk: Desk) -> dict[str, Ref]:
    """One record of each kind that pages tell the age of, by its name in PAGES."""
    posko = own(desk, Place(nama="Posko Utama", jenis="posko", lat=-6.3, lon=108.3))
    lumbung = own(desk, Place(nama="Lumbung Indramayu", jenis="lumbung", unit=UNIT, kode="LBI"))
    far = own(desk, Place(nama="Gudang Sentra", jenis="gudang", unit=9))
    first = own(desk, Message(isi="Tiba"))
    need = own(desk, Need(lokasi=posko, prioritas="darurat", kelompok="Popok"))
    own(desk, Report(kategori="orang_hilang", kanal="aplikasi", ringkas=FROM_RESIDENT))
    ended, sos = own(desk, Sos(isi="Selesai")), own(desk, Sos(lat=-6.3, lon=108.3))
    own(desk, SosEnd(sos=ended, hasil="selesai"))
    task = own(desk, Task(isi="Periksa jembatan", tujuan=UNIT))
    own(desk, TaskAnswer(tugas=task, status="dibaca"))
    warned: Any = {"keparahan": "berat", "mulai": NOW - 3_600, "sampai": NOW + 36_000}
    alert = own(desk, Alert(jenis="banjir", **warned, lokasi=(posko, lumbung)))
    own(desk, AlertAnswer(peringatan=alert, lokasi=posko, tindakan="siaga"))
    named = {"posko": posko, "lumbung": lumbung, "need": need, "sos": sos, "ended": ended}
    again = own(desk, Message(isi="Tiba semua"), corrects=first, reason="salah tulis")
    return {**named, "task": task, "alert": alert, "corrected": again, **stock(desk, lumbung, far)}


def put_right(desk: Desk, told: dict[str, Ref]) -> None:
    last = max(ref.seq for ref in told.values())
    own(desk, TimeCorrection(dari_seq=1, sampai_seq=last, selisih_s=MADE - WRITTEN), RIGHT)


def wrong_times(desk: Desk, address: str, page: str) -> list[str]:
    """Every way in which a page can tell when the clock said that it was made."""
    day = desk.zone.at(WRITTEN).date()
    dates = [day_shown(day_read(day.isoformat())), f"{day:%d-%m-%Y}", long_day(day), str(WRITTEN)]
    if address.startswith("/entri/"):  # its page says beside the right time what was written first
        dates = []
    return [one for one in ("40 hari", "40\u00a0hari", *dates) if one in page]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_tells_the_time_of_a_clock_that_was_put_right(
    client: FlaskClient, desk: Desk, told: dict[str, Ref], address: str
) -> None:
    put_right(desk, told)
    answer = client.get(address.format(**told))
    assert answer.status_code == 200 and wrong_times(desk, address, answer.text) == []


@pytest.mark.parametrize("address", PAGES)
def test_each_of_these_pages_tells_when_it_was_made(
    client: FlaskClient, desk: Desk, told: dict[str, Ref], address: str
) -> None:
    assert wrong_times(desk, address, client.get(address.format(**told)).text)


def test_a_day_is_sifted_by_the_time_that_was_put_right(
    client: FlaskClient, desk: Desk, told: dict[str, Ref]
) -> None:
    put_right(desk, told)
    made, wrong = (desk.zone.at(at).date().isoformat() for at in (MADE, WRITTEN))
    assert "Tiba semua" in client.get(f"/catatan/catatan?hari={made}").text
    assert "Tiba semua" not in client.get(f"/catatan/catatan?hari={wrong}").text


def test_a_star_on_the_card_means_that_nobody_knows_the_day(
    client: FlaskClient, desk: Desk, told: dict[str, Ref]
) -> None:
    card = f"/stok/kartu/{told['lumbung']}/{NOODLES}"
    assert "jam belum tepat" in client.get(card).text
    put_right(desk, told)
    assert "jam belum tepat" not in client.get(card).text


def test_a_surat_jalan_carries_the_time_that_was_put_right(desk: Desk, told: dict[str, Ref]) -> None:
    put_right(desk, told)
    paper = papers.paper(desk.store, told["kirim"])
    assert paper and waybill(replace(desk), written(desk.store, paper)).made_at == MADE


def test_the_last_arrival_is_the_last_that_came(desk: Desk, told: dict[str, Ref]) -> None:
    ahead = WRONG._replace(made_at=NOW + 40 * DAY_S)
    came = Movement(jenis="terima_kiriman", gudang=told["lumbung"], barang=NOODLES, merujuk=told["coming"])
    early = own(desk, replace(came, diterima=1), ahead)
    own(desk, TimeCorrection(dari_seq=early.seq, sampai_seq=early.seq, selisih_s=-50 * DAY_S), RIGHT)
    late = own(desk, replace(came, diterima=2), RIGHT)
    last = last_arrival(desk.store, [told["coming"]])
    assert last and last.ref == late


def test_a_tablet_fetches_its_lists_again_once_times_were_put_right(desk: Desk, told: dict[str, Ref]) -> None:
    before = lists.change(desk.store)
    put_right(desk, told)
    assert lists.change(desk.store) != before


def test_a_receipt_by_the_wrong_clock_is_told_without_its_time(
    client: FlaskClient, desk: Desk, told: dict[str, Ref]
) -> None:
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=99, complete=99), at=WRITTEN + 120)
    put_right(desk, told)
    page = client.get("/catatan/mutasi").text
    assert "Diterima pusat" in page and wrong_times(desk, "/catatan/mutasi", page) == []
