"""What a volunteer is asked, offered and told: reduced forms, SOS, answers, stock, and what may not be changed again."""

from typing import Any

from flask.testing import FlaskClient

from field_node.records.headcount import Headcount
from field_node.records.kinds import Digest, Ref
from field_node.records.movement import MOVE, SHOWS, Movement
from field_node.records.record import Entry, TimeQuality, fields
from field_node.records.sos import Sos
from field_node.records.task import Task
from field_node.store import directory, journal, outbox, status
from field_node.store.directory import Region
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT

NOW = 1_795_312_800


def keep(desk: Desk, unit: int, *records: Any) -> None:
    """Entries of another unit, or of the center."""
    found = [Entry(unit, seq, NOW, TimeQuality.GPS, one) for seq, one in enumerate(records, 1)]
    journal.keep(desk.door.writer, found, carrier="internet")


def a_store(client: FlaskClient) -> str:
    client.post("/catat/lokasi", data={"nama": "L", "jenis": "lumbung", "unit": str(UNIT), "kunci": "l"})
    return f"{UNIT}-1"


def test_goods_ask_for_their_jenis_first_and_then_only_for_what_it_needs(client: FlaskClient) -> None:
    first = client.get("/catat/mutasi").text
    assert all(f"/catat/mutasi?jenis={code}" in first for code in MOVE.codes())
    page = client.get("/catat/mutasi?jenis=pinjam").text
    assert 'name="peminjam"' in page and 'name="penerima"' not in page and 'name="diterima"' not in page
    sent = client.get("/catat/mutasi?jenis=kirim").text
    assert 'type="checkbox" name="darurat" value="ya"' in sent and 'name="darurat" value="tidak"' not in sent
    refused = client.post("/catat/mutasi", data={"jenis": "pinjam", "kk": "3", "kunci": "k"})
    assert refused.status_code == 422 and 'name="kk"' in refused.text and 'name="bast"' not in refused.text


def test_every_jenis_shows_fields_that_there_are() -> None:
    names = {one.name for one in fields(Movement)}
    assert set(SHOWS) == set(MOVE.codes())
    assert all(set(shows) <= names for shows in SHOWS.values())
    assert set().union(*SHOWS.values()) == names - {"jenis"}


def test_digests_are_not_asked_for_while_files_cannot_be_sent(client: FlaskClient) -> None:
    hidden = [one.name for one in fields(Movement) if isinstance(one.kind, Digest)]
    page = client.get("/catat/mutasi?jenis=terima").text
    assert hidden and all(f'name="{name}"' not in page for name in hidden)


def test_a_warning_tells_goods_with_their_unit(client: FlaskClient) -> None:
    form = {"gudang": a_store(client), "jenis": "hapus", "barang": "4", "jumlah": "998999", "kunci": "m"}
    page = client.get(client.post("/catat/mutasi", data=form).headers["Location"]).text
    assert "Saldo minus (-998.999\u00a0kg), perlu opname." in page
    assert "Nomor bukti: Belum diisi; surat ini belum lengkap." in page


def test_the_range_of_an_amount_is_told_in_the_unit_that_was_typed(client: FlaskClient) -> None:
    form = {
        "gudang": a_store(client),
        "jenis": "terima",
        "barang": "4",
        "jumlah": "999999999999",
        "kunci": "m",
    }
    refused = client.post("/catat/mutasi", data=form)
    assert refused.status_code == 422
    assert "Isi angka dari -100.000.000\u00a0kg sampai 100.000.000\u00a0kg." in refused.text


def test_parts_of_a_delivery_are_typed_and_shown_in_the_unit_of_the_goods(
    client: FlaskClient, desk: Desk
) -> None:
    form = {"gudang": a_store(client), "jenis": "terima_kiriman", "barang": "4", "merujuk": "0-9"}
    client.post("/catat/mutasi", data={**form, "diterima": "8", "rusak": "0,5", "kunci": "m"})
    kept: Any = journal.entry(desk.store, Ref(UNIT, 2))
    assert (kept.record.diterima, kept.record.rusak) == (80, 5)
    page = client.get(f"/entri/{UNIT}-2").text
    assert "8\u00a0kg" in page and "0,5\u00a0kg" in page


def test_the_page_of_stock_tells_each_batch_with_unit_and_age(client: FlaskClient) -> None:
    form = {"gudang": a_store(client), "jenis": "saldo_awal", "barang": "4", "jumlah": "12,5", "kunci": "m"}
    client.post("/catat/mutasi", data=form)
    page = client.get("/stok").text
    assert "12,5\u00a0kg" in page and "Mutasi terakhir baru saja" in page and "/stok" in client.get("/").text


def test_an_empty_sos_is_kept_and_called_out_on_every_page(client: FlaskClient, desk: Desk) -> None:
    assert 'href="/sos"' in client.get("/").text
    assert client.post("/catat/sos", data={"kunci": "s"}).status_code == 303
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=2, complete=2), at=NOW)
    for path in ("/", "/catatan/korban"):
        page = client.get(path).text
        assert f"SOS dari Unit {UNIT}, posisi tidak diketahui" in page and "badge calm" not in page
    ending = client.get(f"/entri/{UNIT}-1").text
    assert f"/catat/sos_akhir?sos={UNIT}-1" in ending
    assert f"SOS dari Unit {UNIT}" in client.get("/catat/sos_akhir").text
    client.post("/catat/sos_akhir", data={"sos": f"{UNIT}-1", "hasil": "dicabut", "kunci": "e"})
    assert "SOS dari" not in client.get("/").text


def test_an_sos_starts_with_the_position_of_the_unit(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    now = desk.clock.stamp().made_at
    said = {"lat": -6.32, "lon": 108.32, "fix_at": now - 300, "accuracy_m": 4.0}
    status.say(desk.door.writer, "gps", said, now)
    page = client.get("/catat/sos").text
    assert 'value="-6,32000"' in page and 'value="108,32000"' in page and "5 menit lalu" in page
    journal.append(desk.door.writer, Sos(lat=-6.32, lon=108.32), stamp=desk.clock.stamp())
    assert "0,8 km dari Balai Desa Contoh, -6,32000; 108,32000" in client.get("/").text
    there: Any = journal.entry(desk.store, posko)
    at_it = Sos(lat=there.record.lat + 0.0002, lon=there.record.lon)
    journal.append(desk.door.writer, at_it, stamp=desk.clock.stamp())
    assert "di Balai Desa Contoh, " in client.get("/").text and "0 km" not in client.get("/").text


def test_answers_offer_the_tasks_of_this_unit_that_are_open(client: FlaskClient, desk: Desk) -> None:
    keep(desk, 0, Task(isi="Untuk kita", tujuan=UNIT), Task(isi="Untuk lain", tujuan=9), Task(isi="Semua"))
    page = client.get("/catat/tugas_jawab").text
    assert "Untuk kita" in page and "Semua" in page and "Untuk lain" not in page
    assert 'value="selesai"' in page and 'value="lewat_waktu"' not in page
    assert 'href="/tugas/0-1"' in client.get("/").text
    chosen = client.get("/catat/tugas_jawab?tugas=0-1").text
    assert 'value="0-1" selected' in chosen or 'value="0-1" checked' in chosen
    client.post("/catat/tugas_jawab", data={"tugas": "0-1", "status": "selesai", "kunci": "j"})
    assert "Untuk kita" not in client.get("/catat/tugas_jawab").text


def test_what_was_cancelled_or_corrected_is_not_changed_again(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    given = {"lokasi": str(posko), "per_waktu": "2026-11-22T09:30"}
    client.post("/catat/hitung_pengungsi", data={**given, "jiwa": "5", "kunci": "a"})
    same = client.post(f"/entri/{UNIT}-2/koreksi", data={**given, "jiwa": "5", "alasan": "x", "kunci": "b"})
    assert same.status_code == 422 and "Tidak ada yang diubah." in same.text
    again = {**given, "jiwa": "6", "alasan": "x", "kunci": "b"}
    for _ in range(2):
        assert client.post(f"/entri/{UNIT}-2/koreksi", data=again).status_code == 303
    for path in ("koreksi", "batalkan"):
        for answer in (
            client.get(f"/entri/{UNIT}-2/{path}"),
            client.post(f"/entri/{UNIT}-2/{path}", data={**again, "kunci": "c"}),
        ):
            assert answer.status_code == 409 and "sudah dikoreksi" in answer.text
            assert f'href="/entri/{UNIT}-3"' in answer.text
    client.post(f"/entri/{UNIT}-3/batalkan", data={"alasan": "dobel", "kunci": "d"})
    assert "dibatalkan" in client.get(f"/entri/{UNIT}-3/koreksi").text
    assert len(journal.entries(desk.store, Headcount)) == 2
    listed = client.get("/catatan/hitung_pengungsi").text
    assert ">Sudah dikoreksi<" in listed and ">Dibatalkan<" in listed


def test_numbers_of_persons_in_a_text_are_confirmed_before_they_are_kept(client: FlaskClient) -> None:
    for text in ("Hubungi 0812-3456-7890", "NIK 3212010101900001"):
        form = {"isi": text, "kunci": text}
        first = client.post("/catat/catatan", data=form)
        assert first.status_code == 422 and text in first.text and "Tetap simpan" in first.text
        assert client.post("/catat/catatan", data={**form, "tetap": "ya"}).status_code == 303


def test_warnings_do_not_stand_among_the_reasons_of_a_refusal(client: FlaskClient, posko: Ref) -> None:
    form = {"gudang": a_store(client), "jenis": "hapus", "barang": "4", "jumlah": "0", "kunci": "m"}
    page = client.post("/catat/mutasi", data=form).text
    reasons, others = page.split("Perhatikan juga")
    assert "Jumlah tidak boleh nol." in reasons and "surat ini belum lengkap" not in reasons
    assert "surat ini belum lengkap" in others


def test_a_saved_page_stops_saying_so_once_the_center_has_it(client: FlaskClient, desk: Desk) -> None:
    location = client.post("/catat/catatan", data={"isi": "air naik", "kunci": "k"}).headers["Location"]
    assert "Akan dikirim otomatis" in client.get(location).text
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=2, complete=2), at=NOW)
    assert "Akan dikirim otomatis" not in client.get(location).text


def test_what_is_odd_is_told_however_quick_the_receipt_was(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    form = {"lokasi": str(posko), "per_waktu": "2026-11-22T09:30", "kk": "9", "jiwa": "8", "kunci": "k"}
    location = client.post("/catat/hitung_pengungsi", data=form).headers["Location"]
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=3, complete=3), at=NOW)
    page = client.get(location).text
    assert "lebih banyak daripada jiwa" in page and "Urungkan" in page and "Akan dikirim" not in page


def test_lists_tell_kk_and_jiwa_together(client: FlaskClient, posko: Ref) -> None:
    form = {"lokasi": str(posko), "per_waktu": "2026-11-22T09:30", "kk": "8", "kunci": "k"}
    client.post("/catat/hitung_pengungsi", data=form)
    assert "8\u00a0KK / jiwa\u00a0belum didata" in client.get("/catatan/hitung_pengungsi").text


def test_sealed_persons_are_one_sentence_in_a_list(client: FlaskClient) -> None:
    client.post("/catat/orang", data={"nama": "Siti", "usia": "9", "kunci": "k"})
    page = client.get("/catatan/orang").text
    assert page.count("hanya bisa dibaca pusat") == 1 and f"nomor {UNIT}-1" in page


def test_areas_of_the_own_kabupaten_come_first_and_a_cut_is_told(client: FlaskClient, desk: Desk) -> None:
    far = [Region(f"11.01.{n:02}", f"Sukamaju {n}", 3) for n in range(1, 31)]
    directory.fill_regions(
        desk.door.writer, [*far, Region("32.12", "Indramayu", 2), Region("32.12.01", "Sukamaju", 3)]
    )
    client.post("/catat/lokasi", data={"nama": "P", "jenis": "posko", "kode_wilayah": "32.12", "kunci": "p"})
    form = {"nama": "X", "kunci": "k", "kode_wilayah.cari": "sukamaju", "cari": "kode_wilayah"}
    page = client.post("/catat/lokasi", data=form).text
    assert page.index('value="32.12.01"') < page.index('value="11.01.01"')
    assert "hanya 20 pertama" in page and page.count('name="kode_wilayah" value="11') == 19
