"""Papers: which movements belong together, and numbers that are never given twice."""

import pytest

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.lost import leave_out
from field_node.store.papers import next_number, paper, papers, taken
from tests.factories import a_movement
from tests.field_node.store.stores import STAMP, UNIT

PATTERN = "SJ/{gudang}/{tahun}/{urut}"


@pytest.fixture
def gudang(store: Store) -> Ref:
    place = Place(nama="Lumbung Contoh", jenis="lumbung", unit=UNIT, kode="LBS-IDM")
    return journal.append(store, place, stamp=STAMP).ref


def kept(store: Store, gudang: Ref, nomor: str | None, *amounts: int) -> list[Ref]:
    lines = [
        a_movement("kirim", gudang=gudang, tujuan=Ref(0, 9), nomor=nomor, baris=n, jumlah=amount)
        for n, amount in enumerate(amounts, 1)
    ]
    return [one.ref for one in journal.append_all(store, lines, stamp=STAMP)]


def test_a_paper_is_all_lines_of_its_number_whichever_is_named(store: Store, gudang: Ref) -> None:
    first, second = kept(store, gudang, "SJ/1", 5, 7)
    kept(store, gudang, "SJ/2", 9)
    for ref in (first, second):
        found = paper(store, ref)
        assert found
        assert (found.ref, found.nomor, found.jenis, found.gudang) == (first, "SJ/1", "kirim", gudang)
        assert [move.jumlah for _, move in found.lines] == [5, 7]
    assert paper(store, gudang) is None
    assert paper(store, Ref(99, 1)) is None


def test_a_corrected_line_stays_in_its_paper_and_the_paper_keeps_its_name(store: Store, gudang: Ref) -> None:
    first, second = kept(store, gudang, "SJ/1", 5, 7)
    record = a_movement("kirim", gudang=gudang, tujuan=Ref(0, 9), nomor="SJ/1", baris=1, jumlah=6)
    new = journal.append(store, record, stamp=STAMP, corrects=first, reason="salah hitung").ref
    for ref in (first, second, new):
        found = paper(store, ref)
        assert found and found.ref == first
        assert [one.ref for one in found.entries] == [new, second]


def test_a_voided_paper_is_known_and_has_no_lines(store: Store, gudang: Ref) -> None:
    refs = kept(store, gudang, "SJ/1", 5, 7)
    journal.append_all(store, [Void(entri=one, alasan="salah") for one in refs], stamp=STAMP)
    found = paper(store, refs[1])
    assert found and found.ref == refs[0] and found.entries == ()
    assert papers(store) == []


def test_a_line_without_a_number_is_a_paper_of_its_own(store: Store, gudang: Ref) -> None:
    refs = kept(store, gudang, None, 5, 7)
    assert [one.ref for _, one in papers(store)] == refs[::-1]
    assert [len(one.entries) for _, one in papers(store)] == [1, 1]


def test_papers_come_newest_first_page_by_page(store: Store, gudang: Ref) -> None:
    names = [kept(store, gudang, f"SJ/{n}", 1, 2, 3)[0] for n in range(5)]
    first = papers(store, limit=3)
    rest = papers(store, before=first[-1][0], limit=3)
    assert [one.ref for _, one in (*first, *rest)] == names[::-1]
    assert papers(store, jenis="salur") == []
    assert len(papers(store, jenis="kirim", gudang=gudang)) == 5
    assert papers(store, gudang=Ref(3, 77)) == []


def test_a_voided_first_line_leaves_the_paper_in_the_list_once(store: Store, gudang: Ref) -> None:
    first, second, _ = kept(store, gudang, "SJ/1", 5, 7, 8)
    journal.append(store, Void(entri=first, alasan="salah"), stamp=STAMP)
    ((_, found),) = papers(store)
    assert next(one.ref for one in found.entries) == second
    assert found.ref == first


def test_numbers_follow_one_another_by_place_and_year(store: Store, gudang: Ref) -> None:
    assert next_number(store, PATTERN, gudang, 2026) == "SJ/LBS-IDM/2026/0001"
    kept(store, gudang, "SJ/LBS-IDM/2026/0001", 5, 7)
    kept(store, gudang, "SJ/LBS-IDM/2026/0009", 5)
    kept(store, gudang, "SJ/LBS-IDM/2026/lama", 5)
    assert next_number(store, PATTERN, gudang, 2026) == "SJ/LBS-IDM/2026/0010"
    assert next_number(store, PATTERN, gudang, 2027) == "SJ/LBS-IDM/2027/0001"
    assert next_number(store, "TR/{gudang}/{tahun}/{urut}", gudang, 2026) == "TR/LBS-IDM/2026/0001"


def test_a_number_above_four_digits_is_followed(store: Store, gudang: Ref) -> None:
    kept(store, gudang, "SJ/LBS-IDM/2026/9999", 5)
    kept(store, gudang, "SJ/LBS-IDM/2026/10000", 5)
    assert next_number(store, PATTERN, gudang, 2026) == "SJ/LBS-IDM/2026/10001"


def test_the_number_of_a_voided_paper_is_not_given_again(store: Store, gudang: Ref) -> None:
    (ref,) = kept(store, gudang, "SJ/LBS-IDM/2026/0001", 5)
    journal.append(store, Void(entri=ref, alasan="salah"), stamp=STAMP)
    assert next_number(store, PATTERN, gudang, 2026) == "SJ/LBS-IDM/2026/0002"
    assert taken(store, "kirim", gudang, "SJ/LBS-IDM/2026/0001")
    assert not taken(store, "salur", gudang, "SJ/LBS-IDM/2026/0001")


def test_a_restored_unit_never_gives_a_number_that_it_may_have_given(store: Store, gudang: Ref) -> None:
    before = next_number(store, PATTERN, gudang, 2026)
    leave_out(store, forms=4096, tracks=0)
    once = next_number(store, PATTERN, gudang, 2026)
    kept(store, gudang, once, 5)
    assert next_number(store, PATTERN, gudang, 2026).startswith("SJ/LBS-IDM/2026/0002-")
    leave_out(store, forms=1, tracks=0)
    again = next_number(store, PATTERN, gudang, 2026)
    assert len({before, once, again, again.replace("0002", "0001")}) == 4


def test_a_place_without_a_code_is_named_by_its_entry_and_one_without_a_keeper_by_the_unit(
    store: Store,
) -> None:
    bare = journal.append(store, Place(nama="Gudang A", jenis="gudang", unit=UNIT), stamp=STAMP).ref
    nobodys = journal.append(store, Place(nama="Gudang B", jenis="gudang", kode="GB"), stamp=STAMP).ref
    assert next_number(store, PATTERN, bare, 2026) == f"SJ/{bare}/2026/0001"
    assert next_number(store, PATTERN, nobodys, 2026) == f"SJ/{UNIT}.GB/2026/0001"


def test_the_longest_code_leaves_room_for_the_number(store: Store) -> None:
    place = Place(nama="Gudang", jenis="gudang", kode="K" * 16)
    ref = journal.append(store, place, stamp=STAMP).ref
    leave_out(store, forms=4096, tracks=0)
    pattern = "BERITA-ACARA/{gudang}/{tahun}/{urut}"
    assert len(next_number(store, pattern, ref, 2026)) <= 40
