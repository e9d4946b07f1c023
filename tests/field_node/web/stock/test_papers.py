"""Papers: listed, found, printed in their forms, marked when they no longer count."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.handover import Recipient
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.sealed_box import seal_box
from field_node.stating import Stating, rules_of
from field_node.store import journal, papers
from field_node.web.desk import Desk
from field_node.web.stock.keeping import Kept, Piece, keep_paper
from field_node.web.stock.printed_days import long_day
from tests.factories import NOW
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.stock.goods_here import STAMP, Stores, move_of, page, sent, stocked, stores


@pytest.fixture
def places(desk: Desk) -> Stores:
    found = stores(desk.door.writer, owner=UNIT, other=9)
    stocked(desk, found.gudang)
    return found


@pytest.fixture
def kirim(desk: Desk, places: Stores) -> Kept:
    return sent(desk, places)


def address(kept: Kept) -> str:
    return f"/stok/surat/{kept.entries[0].ref}"


def test_a_surat_jalan_says_who_what_where_and_how(client: FlaskClient, desk: Desk, kirim: Kept) -> None:
    text = page(client, address(kirim))
    for said in (
        "Surat Jalan",
        kirim.nomor,
        "Bu Siti, Lumbung Sindang",
        "RT 002 RW 005",
        "E 1234 AB",
        "Darsono",
    ):
        assert said in text, said
    for said in (
        "makanan siap saji",
        "D2026",
        "700",
        "250,5",
        "Rina",
        "Kepala gudang",
        long_day(desk.zone.at(desk.now).date()),
    ):
        assert said in text, said
    assert text.count('class="qr"') == 1 and "QR 1 dari 1" in text
    assert "DIBATALKAN" not in text and "DIKOREKSI" not in text


def test_every_line_names_the_code_that_can_be_typed(client: FlaskClient, kirim: Kept) -> None:
    text = page(client, address(kirim))
    assert all(f'<td class="kode">{one.ref}</td>' in text for one in kirim.entries[:4])


def test_forty_lines_go_into_several_codes_and_the_paper_says_how_many(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    text = page(client, address(sent(desk, places, lines=40)))
    count = text.count('class="qr"')
    assert count > 1 and f"QR {count} dari {count}" in text and "pindai semua QR ini" in text


def test_any_line_leads_to_its_paper(client: FlaskClient, kirim: Kept) -> None:
    assert kirim.nomor in page(client, f"/stok/surat/{kirim.entries[2].ref}")


def test_the_list_finds_papers_by_kind_and_number(client: FlaskClient, desk: Desk, kirim: Kept) -> None:
    text = page(client, "/stok/surat")
    assert kirim.nomor in text and "dan 3 baris lain" in text
    assert address(kirim) in page(client, "/stok/surat?jenis=kirim&cari=sj/gdr")
    assert "Tidak ada surat seperti itu" in page(client, "/stok/surat?cari=XYZ")
    assert address(kirim) not in page(client, "/stok/surat?jenis=salur")


def test_the_list_has_pages(client: FlaskClient, desk: Desk, places: Stores) -> None:
    every = [sent(desk, places, lines=1, key=f"kirim-{n}").nomor for n in range(31)]
    first = page(client, "/stok/surat?jenis=kirim")
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older and every[0] not in first
    assert every[0] in page(client, older[1].replace("&amp;", "&"))


def test_an_empty_unit_says_how_papers_come_to_be(client: FlaskClient) -> None:
    assert "Belum ada surat barang" in page(client, "/stok/surat")
    assert "Belum ada gudang" in page(client, "/stok/surat/lembar-opname")


def test_a_voided_paper_says_so_and_why_and_carries_no_code(
    client: FlaskClient, desk: Desk, kirim: Kept
) -> None:
    pieces = [Piece(Void(entri=one.ref, alasan="Truk mogok")) for one in kirim.entries]
    keep_paper(desk, pieces, form=desk.form_key("batal", {}), incident=None)
    text = page(client, address(kirim))
    assert "DIBATALKAN" in text and "Truk mogok" in text and 'class="qr"' not in text
    assert "makanan siap saji" in text


def test_a_voided_paper_stays_in_the_list_and_says_so(client: FlaskClient, desk: Desk, kirim: Kept) -> None:
    assert "Dibatalkan" not in page(client, "/stok/surat")
    bare = next(one for _, one in papers.papers(desk.store) if one.nomor is None)
    old = kirim.entries[1]
    changed = replace(move_of(old), jumlah=399)
    new = journal.append(desk.door.writer, changed, stamp=STAMP, corrects=old.ref, reason="Salah hitung").ref
    gone = [new if one is old else one.ref for one in kirim.entries[:4]] + [bare.ref]
    pieces = [Piece(Void(entri=one, alasan="Truk mogok")) for one in gone]
    keep_paper(desk, pieces, form=desk.form_key("batal", {}), incident=None)
    text = page(client, "/stok/surat")
    assert text.count("Dibatalkan") == 2 and text.count("/stok/surat/") == 1 + 4 + 1
    assert address(kirim) in text and "dan 3 baris lain" in text and f"/stok/surat/{bare.ref}" in text
    assert len(papers.papers(desk.store)) == 3, "what answers a paper is offered those in force"


def test_a_paper_of_another_number_since_is_not_voided(client: FlaskClient, desk: Desk, kirim: Kept) -> None:
    for old in kirim.entries[:4]:
        changed = replace(move_of(old), nomor="SJ/9")
        journal.append(desk.door.writer, changed, stamp=STAMP, corrects=old.ref, reason="Salah nomor")
    text = page(client, "/stok/surat")
    assert "Dibatalkan" not in text and "SJ/9" in text and kirim.nomor not in text


def test_a_corrected_paper_says_so_and_shows_what_counts(
    client: FlaskClient, desk: Desk, kirim: Kept
) -> None:
    old = kirim.entries[0]
    assert isinstance(old.record, Movement)
    changed = replace(old.record, jumlah=650)
    journal.append(desk.door.writer, changed, stamp=STAMP, corrects=old.ref, reason="Salah hitung")
    text = page(client, address(kirim))
    assert "SUDAH DIKOREKSI" in text and "Salah hitung" in text
    assert "<strong>650</strong>" in text and "<strong>700</strong>" not in text


def test_a_bast_lists_funds_parties_and_those_served_but_nothing_sealed(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    move = Movement(
        jenis="salur",
        gudang=places.gudang,
        barang=21,
        jumlah=40,
        penerima="Pak Lurah",
        kk=12,
        jiwa=48,
        sumber_dana="donasi",
        darurat=True,
        alasan="Banjir",
        darurat_oleh="Kadis",
    )
    sealed = seal_box(bytes(range(32)), b"Warga Rahasia", bytes(32))
    served = Recipient(
        bast="", gudang=places.gudang, baris=1, rt="RT 03", kk=12, jiwa=48, paket=40, orang=sealed
    )
    kept = keep_paper(
        desk,
        [Piece(move), Piece(served)],
        form=desk.form_key("s", {}),
        incident=None,
        pattern=desk.stok.salur,
    )
    text = page(client, address(kept))
    for said in (
        "Berita Acara Serah Terima",
        kept.nomor,
        "Donasi",
        "12 KK / 48 jiwa",
        "RT 03",
        "Pak Lurah",
        "Saksi",
    ):
        assert said in text, said
    assert "nama disegel untuk pusat" in text and "Rahasia" not in text
    assert "Dikeluarkan darurat" in text and "Kadis" in text


def test_a_bast_of_goods_for_people_is_of_where_they_were_handed_over(
    client: FlaskClient, desk: Desk, places: Stores, posko: Ref
) -> None:
    move = Movement(jenis="salur", gudang=places.gudang, barang=21, jumlah=4, darurat=True, alasan="Banjir")
    given = [replace(move, darurat_oleh="Kadis", tujuan=to) for to in (posko, None)]
    there, here = (
        keep_paper(
            desk, [Piece(one)], form=desk.form_key(f"s{n}", {}), incident=None, pattern=desk.stok.salur
        )
        for n, one in enumerate(given)
    )
    assert f"bertempat di {desk.names.title(posko)}" in page(client, address(there))
    assert "bertempat di Gudang Regional" in page(client, address(here))


def test_a_kirim_has_a_berita_acara_too(client: FlaskClient, kirim: Kept) -> None:
    assert "Berita Acara Serah Terima" in page(client, f"{address(kirim)}?bentuk=bast")
    assert client.get(f"{address(kirim)}?bentuk=opname").status_code == 404


def test_an_opname_shows_book_count_and_difference(client: FlaskClient, desk: Desk, places: Stores) -> None:
    move = Movement(
        jenis="penyesuaian",
        gudang=places.gudang,
        barang=21,
        jumlah=-3,
        fisik=197,
        alasan="Hilang",
        kondisi="baik",
    )
    kept = keep_paper(
        desk, [Piece(move)], form=desk.form_key("o", {}), incident=None, pattern=desk.stok.opname
    )
    text = page(client, address(kept))
    assert "Lembar Opname" in text and all(f'class="angka">{n}<' in text for n in ("200", "197", "-3"))


def test_what_came_back_says_in_what_state_and_by_which_paper_it_had_left(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    lent = Movement(jenis="pinjam", gudang=places.gudang, barang=21, jumlah=2, peminjam="Pak Slamet")
    left = _kept(desk, lent, desk.stok.pinjam)
    lost = replace(lent, jenis="kembali", merujuk=left.entries[0].ref, peminjam=None, kondisi="hilang")
    text = page(client, address(_kept(desk, lost, desk.stok.kembali)))
    assert f"{left.nomor}, Pak Slamet" in text and "Hilang" in text


def _kept(desk: Desk, move: Movement, pattern: str) -> Kept:
    return keep_paper(desk, [Piece(move)], form=desk.form_key(move.jenis, {}), incident=None, pattern=pattern)


def test_the_empty_sheet_is_blind(client: FlaskClient, places: Stores) -> None:
    text = page(client, f"/stok/surat/lembar-opname?gudang={places.gudang}")
    assert "makanan siap saji" in text and "1.400" not in text and "501" not in text


def test_what_is_no_paper_is_not_found(client: FlaskClient, places: Stores) -> None:
    assert client.get(f"/stok/surat/{places.gudang}").status_code == 404
    assert client.get("/stok/surat/9-999").status_code == 404
    assert client.get("/stok/surat/x").status_code == 404


def test_a_paper_without_a_number_is_one_line(client: FlaskClient, desk: Desk, places: Stores) -> None:
    found = next(one for _, one in papers.papers(desk.store) if one.jenis == "terima")
    assert found.nomor is None
    assert f"catatan {found.ref}" in page(client, f"/stok/surat/{found.ref}")


def test_papers_speak_indonesian_to_everybody(client: FlaskClient, kirim: Kept) -> None:
    client.set_cookie("bahasa", "en")
    assert "Surat Jalan" in page(client, address(kirim)) and 'lang="id"' in page(client, address(kirim))
    assert Ref.parse(str(kirim.entries[0].ref)) == kirim.entries[0].ref


def test_an_opname_shows_what_agreed_too(client: FlaskClient, desk: Desk, places: Stores) -> None:
    state = Balance(gudang=places.gudang, barang=1, batch="D2026", jumlah=1_400, per_waktu=NOW)
    move = Movement(
        jenis="penyesuaian", gudang=places.gudang, barang=21, jumlah=-3, fisik=197, alasan="Hilang"
    )
    pieces = [Piece(move), Piece(state)]
    kept = keep_paper(desk, pieces, form=desk.form_key("o", {}), incident=None, pattern=desk.stok.opname)
    text = page(client, address(kept))
    assert "2 baris barang" in text and text.count('class="angka">1.400<') == 2 and 'class="angka">0<' in text


def test_what_the_unit_states_by_itself_was_not_counted(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    counted = {"gudang": str(places.gudang), "b1-stok": "21:", "b1-jumlah": "197", "b1-alasan": "Hilang"}
    assert client.post("/stok/opname", data={"kunci": "o", **counted}).status_code == 303
    ((_, opname),) = papers.papers(desk.store, jenis="penyesuaian")
    before = page(client, f"/stok/surat/{opname.ref}")
    Stating(desk.door.writer, desk.clock, rules_of(desk.stok), monotonic=lambda: 0.0).look()
    assert len(journal.entries(desk.store, Balance)) == 4
    after = page(client, f"/stok/surat/{opname.ref}")
    assert before.count("<tr") == after.count("<tr") and "makanan siap saji" not in after
