"""Lists, records, corrections, cancellings: what was said stays, what counts is told, others' records are marked."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Entry, TimeQuality
from field_node.records.task import Task
from field_node.store import directory, journal, outbox, picking, requests, status
from field_node.store.directory import Region
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT

HEADCOUNT = {"per_waktu": "2026-11-22T09:30", "jiwa": "488"}


def saved(client: FlaskClient, posko: Ref, **given: str) -> str:
    form = {**HEADCOUNT, "lokasi": str(posko), "kunci": "k", **given}
    location: str = client.post("/catat/hitung_pengungsi", data=form).headers["Location"]
    return location.split("?", maxsplit=1)[0]


def test_a_list_of_nothing_says_so(client: FlaskClient) -> None:
    assert "Belum ada data. Ketuk Tambah untuk mulai." in client.get("/catatan/korban").text


def test_lists_turn_in_pages_of_fifty_each_record_once(client: FlaskClient, desk: Desk) -> None:
    places = [Place(nama=f"Posko nomor {number:03}", jenis="posko") for number in range(120)]
    journal.append_all(desk.door.writer, places, stamp=desk.clock.stamp())
    seen: list[str] = []
    path: str | None = "/catatan/lokasi"
    while path:
        page = client.get(path).text
        seen += [part[:3] for part in page.split("Posko nomor ")[1:]]
        path = page.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in page else None
    assert seen == [f"{number:03}" for number in reversed(range(120))]


@pytest.mark.parametrize("before", ["x", "-1", "1e9", "9" * 20, "١"])
def test_a_page_that_cannot_be_is_not_found(client: FlaskClient, before: str) -> None:
    assert client.get("/catatan/lokasi", query_string={"sebelum": before}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/catat/tidak_ada", "/catatan/tidak_ada", "/entri/9-9", "/entri/x", "/entri/3-01", "/entri/3--1"]
)
def test_what_is_not_here_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "Tidak ditemukan" in answer.text


@pytest.mark.parametrize("slug", ["peringatan", "unit", "kamus", "posisi", "pembatalan", "koreksi_waktu"])
def test_what_only_the_center_or_the_unit_itself_says_has_no_form(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/catat/{slug}").status_code == 403
    assert client.post(f"/catat/{slug}", data={"kunci": "k"}).status_code == 403


def test_a_correction_stands_for_the_old_entry_with_its_reason(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    old = saved(client, posko)
    form = client.get(f"{old}/koreksi").text
    assert 'value="488"' in form and f'value="{posko}"' in form
    given = {**HEADCOUNT, "lokasi": str(posko), "jiwa": "490", "kunci": "k2"}
    without = client.post(f"{old}/koreksi", data=given)
    assert (
        without.status_code == 422
        and 'id="f-alasan_koreksi-salah"' in without.text
        and 'value="490"' in without.text
    )
    answer = client.post(f"{old}/koreksi", data={**given, "alasan_koreksi": "salah hitung"})
    assert answer.status_code == 303
    kept: Any = journal.entry(desk.store, Ref(UNIT, 3))
    assert (kept.corrects, kept.reason, kept.record.jiwa) == (Ref(UNIT, 2), "salah hitung", 490)
    page = client.get(old).text
    assert "Sudah dikoreksi" in page and "salah hitung" in page and "Koreksi</a>" not in page
    assert f"{UNIT}-2" in client.get(f"/entri/{UNIT}-3").text
    client.set_cookie("bahasa", "en")
    late = client.post(f"{old}/koreksi", data={**given, "kunci": "k3", "alasan_koreksi": "x"})
    assert late.status_code == 409 and "tidak bisa diubah" not in late.text


def test_a_record_keeps_its_own_reason_beside_that_of_its_correction(client: FlaskClient, desk: Desk) -> None:
    form = {"per_waktu": "2026-11-22T09:30", "kode_wilayah": "32.12.06", "meninggal_l": "2", "kunci": "k"}
    told = {**form, "alasan": "satu ditemukan hidup"}
    old = client.post("/catat/korban", data=told).headers["Location"].partition("?")[0]
    page = client.get(f"{old}/koreksi").text
    assert page.count('name="alasan"') == page.count('name="alasan_koreksi"') == 1
    typed = {**told, "meninggal_l": "1", "kunci": "k2", "alasan_koreksi": "salah ketik"}
    assert client.post(f"{old}/koreksi", data=typed).status_code == 303
    kept: Any = journal.entry(desk.store, Ref(UNIT, 2))
    assert (kept.reason, kept.record.alasan) == ("salah ketik", "satu ditemukan hidup")


def test_a_correction_that_a_tablet_kept_before_an_update_still_has_its_reason(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    old = saved(client, posko)
    given = {**HEADCOUNT, "lokasi": str(posko), "jiwa": "490", "kunci": "k2", "alasan": "salah hitung"}
    assert client.post(f"{old}/koreksi", data=given).status_code == 303
    assert getattr(journal.entry(desk.store, Ref(UNIT, 3)), "reason", "") == "salah hitung"


def test_cancelling_needs_a_reason_and_deletes_nothing(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    old = saved(client, posko)
    empty = client.post(f"{old}/batalkan", data={"alasan": " ", "kunci": "k2"})
    assert empty.status_code == 422 and len(journal.entries(desk.store, limit=9)) == 2
    assert client.post(f"{old}/batalkan", data={"alasan": "salah lokasi", "kunci": "k2"}).status_code == 303
    client.post(f"{old}/batalkan", data={"alasan": "salah lokasi", "kunci": "k2"})
    assert len(journal.entries(desk.store, limit=9)) == 3
    page = client.get(old).text
    assert (
        "Dibatalkan: tidak dihitung lagi di unit ini; pusat diberi tahu" in page
        and "salah lokasi" in page
        and "488\u00a0jiwa" in page
    )
    assert ">Dibatalkan<" in client.get("/catatan/hitung_pengungsi").text


def test_undo_right_after_saving_cancels_the_record_once(client: FlaskClient, desk: Desk) -> None:
    answer = client.post("/catat/catatan", data={"isi": "keliru", "kunci": "k"})
    location = answer.headers["Location"]
    card = client.get(location).text.split('name="kartu" value="')[1].split('"')[0]
    for _ in range(2):
        assert client.post(location.split("?")[0] + "/urungkan", data={"kartu": card}).status_code == 303
    assert len(journal.entries(desk.store, limit=9)) == 2
    assert "Dibatalkan" in client.get(location).text and "Urungkan" not in client.get(location).text


def test_undo_right_after_a_correction_leaves_what_was_said_before(client: FlaskClient, desk: Desk) -> None:
    place = {"nama": "Posko Balai Desa", "jenis": "posko"}
    first = client.post("/catat/lokasi", data={**place, "kunci": "k"}).headers["Location"].split("?")[0]
    wrong = {**place, "nama": "Posko SDN 2", "alasan_koreksi": "Salah ketik", "kunci": "c"}
    location = client.post(f"{first}/koreksi", data=wrong).headers["Location"]
    card = client.get(location).text.split('name="kartu" value="')[1].split('"')[0]
    for _ in range(2):
        assert client.post(location.split("?")[0] + "/urungkan", data={"kartu": card}).status_code == 303
    stands = picking.latest(desk.store, Ref.parse(first.rsplit("/", 1)[1]))
    assert stands and getattr(stands.record, "nama", "") == "Posko Balai Desa"
    assert len(journal.entries(desk.store, limit=9)) == 3


def test_undo_without_a_fresh_card_asks_for_a_reason(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    answer = client.post(f"/entri/{posko}/urungkan", data={"kartu": "forged"})
    assert answer.headers["Location"] == f"/entri/{posko}/batalkan"
    assert len(journal.entries(desk.store, limit=9)) == 1


def foreign(desk: Desk, unit: int) -> None:
    record = Headcount(lokasi=Ref(0, 1), per_waktu=1_795_312_800, jiwa=77)
    journal.keep(desk.door.writer, [Entry(unit, 1, 1_795_312_800, TimeQuality.GPS, record)], carrier="lora")


def test_records_of_other_units_are_marked_and_cannot_be_changed_here(
    client: FlaskClient, desk: Desk
) -> None:
    foreign(desk, 4)
    page = client.get("/entri/4-1").text
    assert "Unit 4, belum diverifikasi pusat" in page and "Koreksi</a>" not in page
    for path in ("koreksi", "batalkan"):
        assert client.get(f"/entri/4-1/{path}").status_code == 403
        assert client.post(f"/entri/4-1/{path}", data={"alasan": "x", "kunci": "k"}).status_code == 403
    foreign(desk, 0)
    assert "Catatan ini datang dari pusat." in client.get("/entri/0-1").text


def test_a_record_says_honestly_where_it_is(client: FlaskClient, desk: Desk) -> None:
    record = Place(nama="Posko", jenis="posko", penanggung_jawab="Pak Lurah")  # a name waits for the internet
    writer, now = desk.door.writer, desk.clock.stamp().made_at
    journal.append(writer, record, stamp=desk.clock.stamp())

    def said() -> str:
        return str(client.get(f"/entri/{UNIT}-1").text)

    assert "Di unit" in said() and "1 belum terkirim" in client.get("/").text
    outbox.note_attempt(writer, [1], at=now)
    assert "Antre internet" in said()
    outbox.confirm(writer, outbox.Receipt(upto=2), at=now)
    assert "Angka diterima pusat, nama menunggu internet" in said() and "1 belum terkirim" in said()
    outbox.confirm(writer, outbox.Receipt(upto=2, complete=2), at=now)
    assert f"Diterima pusat {desk.zone.short(now)} WIB<" in said() and "Semua sudah diterima pusat" in said()
    outbox.confirm(writer, outbox.Receipt(upto=2, complete=2, held=frozenset({1})), at=now)
    assert "Perlu diperiksa" in said()


def test_how_good_the_time_is_stands_in_words(client: FlaskClient, desk: Desk) -> None:
    foreign(desk, 4)
    assert "jam satelit" in client.get("/entri/4-1").text


def test_areas_are_searched_without_losing_the_form(client: FlaskClient, desk: Desk) -> None:
    areas = [("32", "Jawa Barat", 1), ("32.12", "Kabupaten Indramayu", 2), ("32.12.15", "Indramayu", 3)]
    directory.fill_regions(desk.door.writer, [Region(*area) for area in areas])
    form = {
        "nama": "Posko X",
        "jenis": "posko",
        "kunci": "k",
        "kode_wilayah.cari": "indram",
        "cari": "kode_wilayah",
    }
    page = client.post("/catat/lokasi", data=form)
    assert page.status_code == 200 and 'value="Posko X"' in page.text
    assert (
        'value="32.12.15"' in page.text
        and "Indramayu, Kabupaten Indramayu, Jawa Barat (32.12.15)" in page.text
    )
    assert journal.entries(desk.store, limit=9) == []
    form = {
        "nama": "Posko X",
        "jenis": "posko",
        "kunci": "k",
        "kode_wilayah": "32.12.15",
        "kode_wilayah.cari": "",
    }
    assert client.post("/catat/lokasi", data=form).status_code == 303
    assert "Indramayu, Kabupaten Indramayu" in client.get(f"/entri/{UNIT}-1").text


def test_places_are_offered_nearest_first(client: FlaskClient, desk: Desk) -> None:
    places = [
        Place(nama="Jauh", jenis="posko", lat=-7.0, lon=110.0),
        Place(nama="Dekat", jenis="posko", lat=-6.3, lon=108.3),
    ]
    journal.append_all(desk.door.writer, places, stamp=desk.clock.stamp())
    status.say(desk.door.writer, "gps", {"state": "terkunci", "lat": -6.31, "lon": 108.3, "fix_at": 1}, 1)
    page = client.get("/catat/hitung_pengungsi").text
    assert page.index("Dekat (1,1 km)") < page.index("Jauh (")


def test_beranda_calls_for_what_is_open(client: FlaskClient, desk: Desk) -> None:
    task = Task(templat="lapor_posisi", tujuan=UNIT)
    other = Task(isi="Bukan untuk kita", tujuan=9)
    entries = [Entry(0, seq, 1_795_312_800, TimeQuality.CENTER, one) for seq, one in ((1, task), (2, other))]
    journal.keep(desk.door.writer, entries, carrier="internet")
    page = client.get("/").text
    assert "Laporkan posisi dan keadaan tim" in page and "Bukan untuk kita" not in page


def test_the_queue_names_what_waits_and_asks_sync_to_try(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    said = {"connected": False, "problem": "Pusat tidak bisa dihubungi.", "contact_at": 1}
    status.say(desk.door.writer, "link", said, desk.clock.stamp().made_at)
    page = client.get("/antrean").text
    assert "Balai Desa Contoh" in page and "Pusat tidak bisa dihubungi." in page and "(usang)" in page
    for other in ("/", "/perangkat"):
        assert "Pusat tidak bisa dihubungi." in client.get(other).text
    assert client.post("/antrean/kirim").status_code == 303
    taken = requests.take(desk.door.writer, at=1)
    assert taken is not None and taken.kind == "send"


def test_the_export_is_asked_for_listed_and_handed_to_the_tablet(client: FlaskClient, desk: Desk) -> None:
    assert client.post("/ekspor").status_code == 303
    assert "Menunggu dikerjakan" in client.get("/ekspor").text
    taken = requests.take(desk.door.writer, at=1, kind="export")
    assert taken is not None
    requests.done(
        desk.door.writer, taken.id, {"file": "/media/usb/tagana-3.tgn", "entries": 5}, at=1, blob=b"sealed"
    )
    page = client.get("/ekspor").text
    assert "5 catatan" in page and "/media/usb/tagana-3.tgn" in page
    answer = client.get(f"/ekspor/{taken.id}/berkas")
    assert answer.data == b"sealed" and "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/ekspor/99/berkas").status_code == 404


def test_perangkat_tells_what_is_known_and_what_is_not(client: FlaskClient, desk: Desk) -> None:
    page = client.get("/perangkat").text
    assert "pencatatan posisi tidak berjalan" in page and "belum pernah" in page and "MB bebas" in page
    now = desk.clock.stamp().made_at
    fix = {
        "state": "terkunci",
        "fix_at": now,
        "lat": -6.31,
        "lon": 108.35,
        "accuracy_m": 4.2,
        "satellites": 9,
    }
    status.say(desk.door.writer, "gps", fix, now)
    page = client.get("/perangkat").text
    assert "terkunci, posisi baru saja" in page and "4 m (baik)" in page and "-6,31000; 108,35000" in page


def test_the_theme_stays_with_the_tablet(client: FlaskClient) -> None:
    answer = client.post("/tampilan", data={"tampilan": "terik", "kembali": "/antrean"})
    assert answer.headers["Location"] == "/antrean"
    assert 'data-tampilan="terik"' in client.get("/").text
    for away in ("https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:x"):
        assert client.post("/tampilan", data={"tampilan": "x", "kembali": away}).headers["Location"] == "/"
