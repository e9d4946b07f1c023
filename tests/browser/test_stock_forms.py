"""Papers of goods on a tablet: many lines out of reach of the unit arrive once; packages are counted while they are typed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.incident import Incident
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal
from tests.browser.conftest import UNIT, Unit, ready, until
from tests.browser.seen import unfit, wrong
from tests.browser.steps import held, save, stroke

Tablets = Callable[..., BrowserContext]


@pytest.fixture
def goods(unit: Unit) -> tuple[Ref, Ref]:
    """A store with noodles, blankets and rice, and a store of another unit."""
    unit.kill()
    now = int(time.time())
    stamp = Stamp(now, TimeQuality.NTP, 1, 20.0)
    with opened_store(unit.config) as store:
        places = (
            Place(nama="Lumbung Contoh", jenis="lumbung", unit=UNIT, kode="LBS"),
            Place(nama="Gudang Tujuan", jenis="gudang", unit=9),
        )
        gudang, other = (journal.append(store, one, stamp=stamp).ref for one in places)
        for item, much, batch, holds in ((5, 412, "D2022", 40), (21, 100, None, None), (4, 5000, None, 50)):
            said: dict[str, Any] = {"asal": "pengadaan", "sumber_dana": "apbn", "isi_per_kemasan": holds}
            record = Movement(jenis="terima", gudang=gudang, barang=item, jumlah=much, batch=batch, **said)
            journal.append(store, record, stamp=stamp)
    unit.start()
    return gudang, other


def sent(unit: Unit) -> list[Any]:
    return sorted(
        (one.record for one in unit.kept("mutasi") if getattr(one.record, "jenis", "") == "kirim"),
        key=lambda one: (one.nomor, one.baris),
    )


def fill(page: Page, other: Ref) -> None:
    """Three lines: packages and units, units alone, packages alone."""
    page.locator("#f-tujuan, input[name=tujuan]").first.wait_for()
    chosen = page.locator("select#f-tujuan")
    if chosen.count():
        chosen.select_option(str(other))
    else:
        page.check(f"input[name=tujuan][value='{other}']")
    page.select_option("#f-b1-stok", "5:D2022")
    page.fill("#f-b1-kemasan", "5")
    page.fill("#f-b1-jumlah", "12")
    expect(page.locator("[data-baris=b1-] [data-hasil]")).to_contain_text("5 dus + 12 bungkus (212 bungkus)")
    for n, (stok, end, text) in enumerate((("21:", "jumlah", "30"), ("4:", "kemasan", "2")), 2):
        page.click("[data-tambah=b]")
        page.select_option(f"#f-b{n}-stok", stok)
        page.fill(f"#f-b{n}-{end}", text)
    expect(page.locator("[data-total-surat]")).to_contain_text("3 baris: 212 bungkus, 30 lembar, 100 kg")


def test_a_paper_of_many_lines_saved_away_from_the_unit_arrives_once(
    tablets: Tablets, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    gudang, other = goods
    context = tablets()
    page = ready(context, unit)
    before = len(sent(unit))
    unit.kill()
    page.goto(f"{unit.url}/stok/kirim")
    expect(page.locator("form.papers[data-antrean]")).to_be_visible()
    page.select_option("#f-gudang", str(gudang))
    fill(page, other)
    save(page)
    expect(page.locator("section.saved")).to_be_visible()
    held(page, 1)
    page.reload()
    held(page, 1)
    unit.start()
    until(lambda: len(sent(unit)) == before + 3, "the paper")
    held(page, 0)
    lines = sent(unit)[-3:]
    assert [(one.barang, one.jumlah, one.baris) for one in lines] == [(5, 212, 1), (21, 30, 2), (4, 1000, 3)]
    assert len({one.nomor for one in lines}) == 1


def test_a_tablet_away_from_its_unit_says_that_the_gate_is_shut(
    tablets: Tablets, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    unit.kill()
    now = int(time.time())
    with opened_store(unit.config) as store:
        flood = Incident(nama="Banjir Hulu", jenis="banjir", mulai=now // 60 * 60)
        chosen = journal.append(store, flood, stamp=Stamp(now, TimeQuality.NTP, 1, 20.0)).ref
    unit.start()
    context = tablets()
    context.add_cookies([{"name": "kejadian", "value": str(chosen), "url": unit.url}])
    page = ready(context, unit)
    page.wait_for_function("localStorage.getItem('tagana.daftar')")
    context.set_offline(True)
    page.goto(f"{unit.url}/stok/salur")
    told = page.locator("[data-gerbang]")
    expect(told).to_contain_text("belum ada SK tanggap darurat untuk kejadian ini")
    page.locator("[name=darurat]").check()
    page.fill("[name=alasan]", "Banjir di hulu")
    page.fill("[name=darurat_oleh]", "Kepala dinas")
    expect(told).to_be_hidden()
    page.evaluate("localStorage.setItem('tagana.kejadian', '[\"9-9\", \"?\"]')")
    page.fill("[name=alasan]", "")
    expect(told).to_contain_text("Tablet ini belum tahu")


def test_a_draft_of_many_lines_comes_back_with_all_of_them(
    tablets: Tablets, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    gudang, other = goods
    page = ready(tablets(), unit)
    page.goto(f"{unit.url}/stok/kirim?gudang={gudang}")
    expect(page.locator("form.papers[data-antrean]")).to_be_visible()
    fill(page, other)
    page.goto(f"{unit.url}/tablet")
    page.goto(f"{unit.url}/stok/kirim?gudang={gudang}")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("#f-b3-kemasan")).to_have_value("2")
    expect(page.locator("#f-b1-stok")).to_have_value("5:D2022")
    before = len(sent(unit))
    save(page)
    expect(page.get_by_role("heading", name="Kirim barang: SJ/LBS/")).to_be_visible()
    assert len(sent(unit)) == before + 3
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_text("Surat ini sudah dibatalkan")).to_be_visible()


def test_the_look_before_saving_says_which_party_signed(
    tablets: Tablets, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    page = ready(tablets(), unit)
    page.goto(f"{unit.url}/stok/kirim?gudang={goods[0]}")
    expect(page.locator("form.papers[data-antrean]")).to_be_visible()
    fill(page, goods[1])
    page.locator("summary", has_text="Tanda tangan").click()
    page.fill("[name=ttd-pihak_pertama-nama]", "Joko")
    stroke(page, 0)
    stroke(page, 1)
    page.locator(".actions button.main").first.click()
    page.locator(".review").wait_for()
    told = page.locator(".review .line").all_inner_texts()
    assert [one.split("\n") for one in told[-3:]] == [
        ["Pihak pertama, nama", "Joko"],
        ["Pihak pertama", "Tanda tangan, 1 goresan"],
        ["Pihak kedua", "Tanda tangan, 1 goresan"],
    ]
    page.locator(".review .line").last.click()
    expect(page.locator("[name=ttd-pihak_kedua-nama]")).to_be_focused()


def test_axe_finds_nothing_on_forms_of_goods_and_thumbs_find_everything(
    tablets: Tablets, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    gudang, _ = goods
    page = tablets(viewport={"width": 360, "height": 740}).new_page()
    found: dict[str, list[str]] = {}
    for kind in ("salur", "terima", "opname", "rakit"):
        page.goto(f"{unit.url}/stok/{kind}?gudang={gudang}")
        expect(page.locator("form.papers[data-antrean]")).to_be_visible()
        page.click("[data-tambah=b]")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        page.set_viewport_size(
            {"width": 360, "height": page.evaluate("document.documentElement.scrollHeight")}
        )
        found[kind] = wrong(page, unfit)
        page.set_viewport_size({"width": 360, "height": 740})
    assert {name: one for name, one in found.items() if one} == {}


def test_what_the_unit_refuses_later_is_not_told_as_on_its_way(
    page: Page, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    page.goto(f"{unit.url}/stok/terima?gudang={goods[0]}")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    page.context.set_offline(True)
    page.select_option("[name=b1-barang]", "21")
    page.fill("[name=b1-jumlah]", "7")
    page.locator(".actions button.main").first.click()
    expect(page.locator(".review")).to_contain_text("Asal: wajib diisi.")
    page.locator(".review button.main").click()
    kept = page.locator("section", has_text="Tersimpan di tablet ini.")
    expect(kept).to_contain_text("Belum sampai di unit.")
    page.context.set_offline(False)
    expect(kept).to_contain_text("belum bisa disimpan di sana", timeout=30_000)
    assert [one for one in unit.kept("mutasi") if getattr(one.record, "jumlah", 0) == 7] == []


def test_an_arrival_away_from_a_unit_without_a_store_says_what_is_missing(
    tablets: Tablets, tmp_path: Path
) -> None:
    alone = Unit(tmp_path / "unit")
    alone.start()
    try:
        page = ready(tablets(), alone)
        page.context.set_offline(True)
        page.goto(f"{alone.url}/stok/salur")
        expect(page.get_by_text("Unit ini belum punya gudang atau lumbung.")).to_be_visible()
        page.goto(f"{alone.url}/stok/terima-kiriman")
        note = page.get_by_text("Unit ini belum memegang buku gudang atau lumbung mana pun")
        expect(note).to_contain_text("Unit pemegang buku stok Tagana Indramayu 1.")
        assert not wrong(page)
        page.get_by_role("link", name="Catat lokasi").click()
        expect(page.locator("#f-jenis")).to_have_value("gudang")
        expect(page.locator("#f-unit")).to_have_value(str(UNIT))
    finally:
        alone.kill()


AN_HOUR_AGO = """new Promise((done) => {
  const asked = indexedDB.open("tagana");
  asked.onsuccess = () => {
    const store = asked.result.transaction("antrean", "readwrite").objectStore("antrean"), all = store.getAll();
    all.onsuccess = () => {
      for (const one of all.result) store.put({ ...one, pada: one.pada - 3600000 });
      store.transaction.oncomplete = () => { asked.result.close(); done(); };
    };
  };
})"""


def test_a_count_that_arrives_after_goods_moved_is_told_until_it_was_read(
    tablets: Tablets, unit: Unit, goods: tuple[Ref, Ref]
) -> None:
    moved(unit, goods[0], "terima", 50, 3 * 3_600)
    page = ready(tablets(), unit)
    page.context.set_offline(True)
    page.goto(f"{unit.url}/stok/opname")
    page.locator("#f-gudang").select_option(str(goods[0]))
    page.locator(".goods-line", has_text="sarung").first.locator("[name$=-jumlah]").fill("50")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.evaluate(AN_HOUR_AGO)
    moved(unit, goods[0], "hapus", 20, 1_200)
    page.context.set_offline(False)
    kept = page.locator("section.note.strong")
    expect(kept).to_contain_text("sarung bergerak: buku waktu dihitung", timeout=30_000)
    expect(page.locator("#di-tablet")).to_have_text("Ada kabar")
    assert not wrong(page, unfit)
    page.goto(f"{unit.url}/tablet")
    told = page.locator("#perhatikan li").first
    expect(told).to_contain_text("buku waktu dihitung 50\u00a0lembar, lalu menjadi 30\u00a0lembar")
    assert not wrong(page, unfit)
    told.get_by_role("button", name="Sudah dibaca").click()
    expect(page.locator("#bagian-perhatikan")).to_be_hidden()


def moved(unit: Unit, gudang: Ref, jenis: str, much: int, ago_s: int) -> None:
    """Sarongs that moved so long ago."""
    unit.kill()
    stamp = Stamp(int(time.time()) - ago_s, TimeQuality.NTP, 1, 30.0)
    with opened_store(unit.config) as store:
        record = Movement(jenis=jenis, gudang=gudang, barang=25, jumlah=much)
        journal.append(store, record, stamp=stamp)
    unit.start()
