"""The page Impor stok: nothing is kept before it is saved, all of it or none, once; and all of it can be taken back."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import journal, views
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.stock.imports.tables import checked, csv, led_to, sent, xlsx

NOODLES = ("mi instan", "5", "dus", "40", "D1", "31/12/2027", "APBN")
RICE = ("BRS", "1,5", "ton", "", "", "", "donasi")
SHEETS = ("selimut", "2", "kodi", "", "", "", "apbd kab")
GIFT = {"jenis": "terima", "asal": "donasi"}


@pytest.fixture
def lumbung(desk: Desk) -> Ref:
    place = Place(nama="Lumbung Contoh", jenis="lumbung", unit=UNIT, kode="LBC")
    return journal.append(desk.door.writer, place, stamp=desk.clock.stamp()).ref


def moves(desk: Desk) -> list[Movement]:
    found = [one.record for _, one in journal.entries(desk.store, Movement, limit=6_000)]
    return [one for one in reversed(found) if isinstance(one, Movement)]


def test_only_stores_are_offered(client: FlaskClient, lumbung: Ref, posko: Ref) -> None:
    text = client.get("/stok/impor").text
    assert f'<option value="{lumbung}"' in text and f'value="{posko}"' not in text


def test_what_must_be_ticked_is_asked_before_anything_is_sent(client: FlaskClient, lumbung: Ref) -> None:
    _, page = checked(client, csv(SHEETS, ("zzz", *NOODLES[1:])), lumbung)
    assert 'name="lewati" value="ya" required' in page and 'name="ulang"' not in page
    led_to(client.post(checked(client, csv(SHEETS), lumbung, **GIFT)[0]))
    assert 'name="ulang" value="ya" required' in checked(client, csv(SHEETS), lumbung, **GIFT)[1]


def test_a_good_table_becomes_balances_in_base_units(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    address, page = checked(client, csv(NOODLES, RICE, SHEETS), lumbung)
    assert "Simpan 3 baris" in page and "200\u00a0bungkus" in page and "Belum ada yang tersimpan." in page
    assert moves(desk) == []
    after = client.get(led_to(client.post(address))).text
    assert "3 baris tersimpan" in after and "SA/LBC/" in after
    assert {one.item: one.amount for one in views.stock(desk.store, lumbung)} == {5: 200, 4: 15_000, 21: 40}
    first = moves(desk)[0]
    assert (first.batch, first.isi_per_kemasan, first.sumber_dana, first.baris) == ("D1", 40, "apbn", 1)


def test_saving_twice_saves_once(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    address, _ = checked(client, csv(SHEETS), lumbung)
    led_to(client.post(address))
    assert client.post(address).status_code == 303
    assert len(moves(desk)) == 1


def test_the_same_receipt_again_is_told_and_saved_only_on_demand(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    led_to(client.post(checked(client, csv(SHEETS), lumbung, **GIFT)[0]))
    address, page = checked(client, csv(SHEETS), lumbung, **GIFT)
    assert "Berkas yang sama sudah diimpor ke gudang ini baru saja: 1 baris." in page
    assert "sudah pernah diimpor" in client.post(address).text and len(moves(desk)) == 1
    led_to(client.post(address, data={"ulang": "ya"}))
    assert len(moves(desk)) == 2


def test_an_opening_balance_of_goods_that_have_one_is_refused_and_the_rest_may_be_saved(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    came = Movement(
        jenis="terima", gudang=lumbung, barang=4, jumlah=1_200, asal="donasi", sumber_dana="donasi"
    )
    journal.append(desk.door.writer, came, stamp=desk.clock.stamp())
    address, page = checked(client, csv(RICE, NOODLES), lumbung)
    assert "buku gudang ini: saldo 120\u00a0kg, terakhir berubah baru saja." in page
    assert "Baris 2 · Barang<" in page and "pakai Opname" in page and "Simpan 1 baris" in page
    assert "Perbaiki baris yang salah" in client.post(address).text and len(moves(desk)) == 1
    led_to(client.post(address, data={"lewati": "ya"}))
    assert {one.item: one.amount for one in views.stock(desk.store, lumbung)} == {5: 200, 4: 1_200}


def test_the_same_opening_balances_again_are_refused_also_when_all_has_left(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    led_to(client.post(checked(client, csv(SHEETS), lumbung)[0]))
    address, page = checked(client, csv(SHEETS), lumbung)
    assert "Berkas yang sama sudah diimpor" in page and "buku gudang ini: saldo 40\u00a0lembar" in page
    assert "Tidak ada baris yang bisa disimpan." in client.post(address, data={"ulang": "ya"}).text
    gone = Movement(jenis="hapus", gudang=lumbung, barang=21, jumlah=40, kondisi="rusak")
    journal.append(desk.door.writer, gone, stamp=desk.clock.stamp())
    assert "buku gudang ini: saldo 0\u00a0lembar" in checked(client, csv(SHEETS), lumbung)[1]
    assert len(moves(desk)) == 2


def test_goods_that_went_out_before_anybody_opened_their_balance_may_still_get_one(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    gone = Movement(jenis="hapus", gudang=lumbung, barang=21, jumlah=4, kondisi="rusak")
    journal.append(desk.door.writer, gone, stamp=desk.clock.stamp())
    address, page = checked(client, csv(SHEETS), lumbung)
    assert "Simpan 1 baris" in page and "sudah punya saldo" in page
    led_to(client.post(address))
    assert [one.amount for one in views.stock(desk.store, lumbung)] == [36]


def test_a_file_whose_import_was_taken_back_may_come_again(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    for _ in range(2):
        address, page = checked(client, csv(SHEETS), lumbung)
        assert "Berkas yang sama" not in page
        led_to(client.post(address))
        client.post(f"{address}/batalkan", data={"alasan": "Salah"})
    led_to(client.post(checked(client, csv(SHEETS), lumbung)[0]))
    assert "Berkas yang sama" in checked(client, csv(SHEETS), lumbung)[1]


def test_a_saving_that_nobody_waits_for_keeps_nothing(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    rows = [("selimut", "1", "lembar", "", f"B{n}", "", "") for n in range(450)]
    address, _ = checked(client, csv(*rows), lumbung)
    answer = client.post(address, buffered=False)
    pieces = answer.iter_encoded()
    assert any(b"Menyimpan baris 200 dari 450" in piece for piece in pieces)
    answer.close()
    assert moves(desk) == [] and desk.store.run("SELECT count(*) FROM form_key") == [(0,)]
    assert "450 baris tersimpan" in client.get(led_to(client.post(address))).text and len(moves(desk)) == 450


@pytest.mark.parametrize(
    "line, column, said",
    [
        (("mi isntan", *NOODLES[1:]), "Barang", "tidak ada di kamus. Mungkin: mi instan."),
        (("zzz", *NOODLES[1:]), "Barang", "tidak ada di kamus."),
        (("", *NOODLES[1:]), "Barang", "Barang kosong."),
        ((NOODLES[0], "1.5", *NOODLES[2:]), "Jumlah", "tidak jelas"),
        ((NOODLES[0], "", *NOODLES[2:]), "Jumlah", "Jumlah kosong."),
        ((NOODLES[0], "-5", *NOODLES[2:]), "Jumlah", "Jumlah harus lebih dari nol."),
        ((*NOODLES[:3], "", *NOODLES[4:]), "Isi per kemasan", "Isi per dus belum diketahui."),
        ((*NOODLES[:2], "kg", *NOODLES[3:]), "Satuan", "mi instan dihitung dalam bungkus, bukan kg."),
        ((*NOODLES[:2], "peti", *NOODLES[3:]), "Satuan", "tidak dikenal"),
        ((*NOODLES[:4], "", *NOODLES[5:]), "Batch", "Isi batch"),
        ((*NOODLES[:5], "12/31/2027", "APBN"), "Kedaluwarsa", "bukan tanggal"),
        ((*NOODLES[:6], "APBD"), "Sumber dana", "tidak jelas"),
        (("beras reguler", "0,25", "kg", "", "", "", ""), "Jumlah", "yang terkecil 0,1\u00a0kg"),
        (("mi instan", "5 karton", "bungkus", "40", "D", "", ""), "Satuan", "lain dari satuan"),
    ],
)
def test_a_wrong_row_says_row_column_and_why(
    client: FlaskClient, desk: Desk, lumbung: Ref, line: tuple[str, ...], column: str, said: str
) -> None:
    address, page = checked(client, csv(SHEETS, line), lumbung)
    assert f"Baris 3 · {column}<" in page and said in page.replace("&#34;", '"')
    assert "Perbaiki baris yang salah" in client.post(address).text and moves(desk) == []
    led_to(client.post(address, data={"lewati": "ya"}))
    assert [one.barang for one in moves(desk)] == [21]


def test_refused_rows_come_back_as_a_table_that_can_be_corrected(client: FlaskClient, lumbung: Ref) -> None:
    address, _ = checked(client, csv(SHEETS, ("=cmd|x", *NOODLES[1:])), lumbung)
    table = client.get(f"{address}/salah.csv").text
    assert table.startswith("\ufeffBarang;Jumlah;") and "'=cmd|x;5;dus" in table and ";3;" in table
    assert "selimut" not in table


def test_what_a_person_says_of_an_unclear_word_counts_for_all_its_rows(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    line = ("Mie isntan", "2", "box", "", "D1", "", "APBD")
    address, page = checked(client, csv(line, line), lumbung)
    assert "Perlu kepastian (3)" in page and "(2 baris)" in page
    said = {"barang:mie isntan": "MIN", "satuan:box": "dus", "dana:apbd": "apbd_kabkota"}
    assert client.post(f"{address}/jawab", data=said).status_code == 303
    assert "Biasanya 40" in client.get(address).text
    client.post(f"{address}/jawab", data={"isi:MIN dus": "40"})
    page = client.get(address).text
    assert "Simpan 2 baris" in page and "Barang dan batch sama dengan baris 2." in page
    led_to(client.post(address))
    assert [(one.jumlah, one.sumber_dana) for one in moves(desk)] == [(80, "apbd_kabkota")] * 2


def test_totals_and_noughts_are_left_out_and_said(client: FlaskClient, lumbung: Ref) -> None:
    page = checked(
        client,
        csv(SHEETS, ("selimut", "0", "", "", "", "", ""), ("TOTAL", "40", "", "", "", "", "")),
        lumbung,
    )[1]
    assert (
        "Tidak dicatat: jumlah 0." in page
        and "Tidak dicatat: baris jumlah." in page
        and "Simpan 1 baris" in page
    )


def test_a_receipt_of_many_lines_becomes_papers_of_forty(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    rows = [("selimut", "1", "lembar", "", f"B{n}", "", "") for n in range(85)]
    order = {
        "jenis": "terima",
        "asal": "donasi",
        "asal_nama": "PMI",
        "nomor": "PMI/7",
        "sumber_dana": "donasi",
    }
    led_to(client.post(checked(client, xlsx(*rows), lumbung, name="terima.xlsx", **order)[0]))
    found = moves(desk)
    assert {one.nomor for one in found} == {"PMI/7", "PMI/7 (2)", "PMI/7 (3)"}
    assert [one.baris for one in found] == [*range(1, 41), *range(1, 41), *range(1, 6)]
    assert {(one.asal, one.asal_nama, one.sumber_dana) for one in found} == {("donasi", "PMI", "donasi")}


def test_a_number_that_was_used_refuses_the_whole_table(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    order = {"jenis": "terima", "asal": "donasi", "nomor": "PMI/7"}
    led_to(client.post(checked(client, csv(SHEETS), lumbung, **order)[0]))
    rows = [("selimut", "1", "", "", f"B{n}", "", "") for n in range(50)]
    address, _ = checked(client, csv(*rows), lumbung, **order)
    assert "Belum ada yang tersimpan." in client.post(address).text and len(moves(desk)) == 1


def test_a_whole_import_is_taken_back_with_a_reason(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    rows = [("selimut", "1", "lembar", "", f"B{n}", "", "") for n in range(60)]
    address = led_to(client.post(checked(client, csv(*rows), lumbung)[0]))
    assert client.post(f"{address}/batalkan", data={"alasan": " "}).status_code == 422
    gone = Movement(
        jenis="hapus", gudang=lumbung, barang=21, batch="B3", jumlah=1, kondisi="rusak", nomor="H1"
    )
    journal.append(desk.door.writer, gone, stamp=desk.clock.stamp())
    assert "selimut, batch B3: -1\u00a0lembar" in client.get(address).text
    assert client.post(f"{address}/batalkan", data={"alasan": "Salah gudang"}).status_code == 303
    assert "dibatalkan seluruhnya: 60 baris" in client.get(address).text
    left = {one.batch: one.amount for one in views.stock(desk.store, lumbung)}
    assert left.pop("B3") == -1 and not any(left.values())
    assert "Dibatalkan" in client.get("/stok/impor").text


def test_an_import_whose_lines_were_all_taken_back_one_by_one_is_not_called_saved(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    address = led_to(client.post(checked(client, csv(SHEETS, NOODLES), lumbung)[0]))
    one, other = (entry.ref for _, entry in journal.entries(desk.store, Movement, limit=2))
    client.post(f"/entri/{one}/batalkan", data={"kunci": "v", "alasan": "Salah"})
    assert "1 di antaranya" in client.get(address).text
    client.post(f"/entri/{other}/batalkan", data={"kunci": "w", "alasan": "Salah"})
    assert "dibatalkan seluruhnya: 2 baris" in client.get(address).text
    assert "Dibatalkan" in client.get("/stok/impor").text
    assert "Berkas yang sama" not in checked(client, csv(SHEETS, NOODLES), lumbung)[1]


def test_a_corrected_line_is_taken_back_as_it_stands(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    address = led_to(client.post(checked(client, csv(SHEETS), lumbung)[0]))
    first = journal.entries(desk.store, Movement, limit=1)[0][1]
    other = replace(first.record, jumlah=7)  # type: ignore[type-var]
    journal.append(
        desk.door.writer, other, stamp=desk.clock.stamp(), corrects=first.ref, reason="hitung ulang"
    )
    client.post(f"{address}/batalkan", data={"alasan": "Salah"})
    assert not any(one.amount for one in views.stock(desk.store, lumbung))


def test_the_form_says_what_is_missing(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    answer = sent(client, b"", "3-99", jenis="terima")
    assert (
        answer.status_code == 422
        and "Pilih gudang yang buku stoknya" in answer.text
        and "Pilih asal barang." in answer.text
    )
    assert "Berkas ini kosong." in sent(client, b"", lumbung).text
    assert client.get("/stok/impor/0123456789abcdef").status_code == 404


def test_a_store_of_another_unit_is_not_offered(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    other = Place(nama="Gudang Lain", jenis="gudang", unit=9)
    ref = journal.append(desk.door.writer, other, stamp=desk.clock.stamp()).ref
    assert "Gudang Lain" not in client.get("/stok/impor").text
    assert sent(client, csv(SHEETS), ref).status_code == 422


def test_the_templates_can_be_imported_as_they_are(client: FlaskClient, lumbung: Ref) -> None:
    for kind in ("csv", "xlsx"):
        content = client.get(f"/stok/impor/templat.{kind}").data
        assert "Simpan 3 baris" in checked(client, content, lumbung, name=f"t.{kind}")[1]


def test_a_table_that_waits_lies_locked_on_the_disk(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    address, page = checked(client, csv(RICE), lumbung, jenis="terima", asal="donasi", asal_nama="Ibu Sari")
    assert "Beras" in page or "beras" in page
    (file,) = (desk.data_dir / "impor").iterdir()
    lying = file.read_bytes()
    assert not any(word in lying for word in (b"Sari", b"BRS", b"stok.csv"))
    file.write_bytes(lying[:-1])
    assert client.get(address).status_code == 404
