"""A paper is kept wholly or not at all, once, under a number of its own."""

from typing import Any

import pytest
from flask import Flask

from field_node.records.handover import Recipient, Signature, strokes
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import InvalidRecord
from field_node.store import journal, views
from field_node.store.connection import writing
from field_node.store.papers import paper, papers, recipients, signatures
from field_node.web.desk import Desk
from field_node.web.stock.keeping import FIRST, Kept, Piece, keep_paper, look
from tests.field_node.web.conftest import UNIT

OWN = frozenset({"barang", "batch", "jumlah"})
SJ = "SJ/{gudang}/{tahun}/{urut}"


@pytest.fixture
def gudang(desk: Desk) -> Ref:
    place = Place(nama="Lumbung Contoh", jenis="lumbung", unit=UNIT, kode="LBS")
    return journal.append(desk.door.writer, place, stamp=desk.clock.stamp()).ref


@pytest.fixture
def other(desk: Desk) -> Ref:
    place = Place(nama="Gudang Tujuan", jenis="gudang", unit=9)
    return journal.append(desk.door.writer, place, stamp=desk.clock.stamp()).ref


def a_line(gudang: Ref, n: int = 1, jenis: str = "terima", **given: Any) -> Piece:
    said: dict[str, Any] = {"barang": 21, "jumlah": 10, "asal": "pengadaan", "sumber_dana": "apbn"} | given
    return Piece(Movement(jenis=jenis, gudang=gudang, **said), f"b{n}-", OWN)


def saved(desk: Desk, pieces: list[Piece], key: str = "k", **given: Any) -> Kept:
    form = desk.form_key(key, {"isi": [str(pieces)]})
    return keep_paper(desk, pieces, form=form, incident=None, **({"pattern": SJ} | given))


def test_all_lines_get_one_number_and_their_places(app: Flask, desk: Desk, gudang: Ref) -> None:
    kept = saved(desk, [a_line(gudang), a_line(gudang, 2, barang=25)])
    lines: list[Any] = [one.record for one in kept.entries]
    year = desk.zone.typed(desk.now)[:4]
    assert kept.nomor == f"SJ/LBS/{year}/0001"
    assert [(one.nomor, one.baris) for one in lines] == [(kept.nomor, 1), (kept.nomor, 2)]
    assert saved(desk, [a_line(gudang)], "k2").nomor == f"SJ/LBS/{year}/0002"


def test_the_same_key_twice_is_one_paper(app: Flask, desk: Desk, gudang: Ref) -> None:
    first = saved(desk, [a_line(gudang, nomor="SJ/1")])
    again = saved(desk, [a_line(gudang, nomor="SJ/1")])
    assert [one.ref for one in again.entries] == [one.ref for one in first.entries]
    assert again.nomor == "SJ/1"
    assert len(papers(desk.store)) == 1


def test_one_wrong_line_keeps_nothing_and_is_named(app: Flask, desk: Desk, gudang: Ref) -> None:
    with pytest.raises(InvalidRecord) as caught:
        saved(desk, [a_line(gudang), a_line(gudang, 3, jumlah=0)])
    assert ("b3-jumlah", "jumlah_nol") in {
        (one.field, one.code) for one in caught.value.notices if one.blocks
    }
    assert papers(desk.store) == []
    assert saved(desk, [a_line(gudang)], "k2").nomor.endswith("0001")


def test_forty_lines_are_kept_and_forty_one_are_not(app: Flask, desk: Desk, gudang: Ref) -> None:
    many = [a_line(gudang, n, jumlah=n) for n in range(1, 42)]
    with pytest.raises(InvalidRecord) as caught:
        saved(desk, many)
    assert [one.code for one in caught.value.notices] == ["surat_terlalu_panjang"]
    kept = saved(desk, many[:40], "k2")
    found = paper(desk.store, kept.entries[39].ref)
    assert found and len(found.entries) == 40


def test_a_number_that_another_paper_has_is_refused(app: Flask, desk: Desk, gudang: Ref) -> None:
    saved(desk, [a_line(gudang, nomor="SJ/7")])
    with pytest.raises(InvalidRecord) as caught:
        saved(desk, [a_line(gudang, nomor="SJ/7", jumlah=3)], "k2")
    assert [(one.field, one.code) for one in caught.value.notices] == [("nomor", "nomor_sudah_dipakai")]


def test_a_line_sees_what_the_lines_before_took(app: Flask, desk: Desk, gudang: Ref, other: Ref) -> None:
    saved(desk, [a_line(gudang, jumlah=10)])
    sent = [a_line(gudang, n, "kirim", jumlah=6, tujuan=other) for n in (1, 2)]
    kept = saved(desk, sent, "k2")
    assert [(one.field, one.code) for one in kept.notices if one.code == "saldo_minus"] == [
        ("b2-jumlah", "saldo_minus")
    ]
    assert views.balance(desk.store, gudang, 21, "") == -2


def test_what_is_odd_about_the_head_is_said_once(app: Flask, desk: Desk, gudang: Ref) -> None:
    pieces = [a_line(gudang, n, sumber_dana=None) for n in (1, 2, 3)]
    told = [one.field for one in look(desk, pieces, incident=None, pattern=SJ)]
    assert told.count("sumber_dana") == 1
    assert papers(desk.store) == []


def test_recipients_and_signatures_belong_to_the_paper(app: Flask, desk: Desk, gudang: Ref) -> None:
    drawn = "0a1f0b20;0a1f"
    pieces = [
        a_line(gudang),
        Piece(Recipient(bast="", gudang=gudang, baris=1, rt="RT 03/RW 01", kk=12, jiwa=40, nama="Pak RT")),
        Piece(Signature(mutasi=FIRST, peran="pihak_kedua", nama="Pak RT", goresan=drawn)),
    ]
    kept = saved(desk, pieces)
    assert not [one for one in kept.notices if one.code == "rujukan_belum_ada"]
    found = paper(desk.store, kept.entries[0].ref)
    assert found and len(found.entries) == 1
    got, signed = recipients(desk.store, found), signatures(desk.store, found)
    assert [getattr(one.record, "bast", "") for one in got] == [kept.nomor]
    assert [getattr(one.record, "mutasi", None) for one in signed] == [kept.entries[0].ref]


def test_a_torn_signature_is_refused() -> None:
    assert strokes("0a1f0b20;0a1f") == [[(10, 51), (11, 72)], [(10, 51)]]
    for torn in ("", "0a1", "zzzz", ";", "0a1f;", "0A1F", "0a1f 0b20"):
        assert strokes(torn) == []


def test_several_papers_inside_one_write_are_all_kept_or_none(app: Flask, desk: Desk, gudang: Ref) -> None:
    def both(second: Piece) -> None:
        with writing(desk.door.writer):
            saved(desk, [a_line(gudang)], "a")
            saved(desk, [second], "b")

    with pytest.raises(InvalidRecord):
        both(a_line(gudang, jumlah=0))
    assert papers(desk.store) == []
    both(a_line(gudang))
    assert sorted(one.nomor[-4:] for _, one in papers(desk.store) if one.nomor) == ["0001", "0002"]


def test_what_waited_on_a_tablet_is_as_old_as_it_is(app: Flask, desk: Desk, gudang: Ref) -> None:
    with app.test_request_context():
        kept = saved(desk, [a_line(gudang)], age_s=7_200)
    made = kept.entries[0].made_at
    assert 7_100 < desk.now - made < 7_300


def test_numbers_of_persons_ask_once_more(app: Flask, desk: Desk, gudang: Ref) -> None:
    piece = a_line(gudang, jenis="penyesuaian", alasan="NIK 3212010101010001")
    with pytest.raises(InvalidRecord):
        saved(desk, [piece], sure=False)
    assert saved(desk, [piece], sure=True).entries
