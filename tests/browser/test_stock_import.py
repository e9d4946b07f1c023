"""In a real browser: a table with errors in it is imported, also without a script; needs become a letter that prints on A4."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ViewportSize, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal
from tests.browser import story
from tests.browser.conftest import UNIT, Unit, ready, until
from tests.browser.seen import unfit, wrong
from tests.factories import NOW
from tests.field_node.web.stock.imports.tables import xlsx

SCREEN: ViewportSize = {"width": 360, "height": 740}
LUMBUNG = "Lumbung Indramayu"
GOOD = [("mi instan", 5, "dus", 40, f"D{n}", "31/12/2027", "APBN") for n in range(45)]
WRONG = [
    ("mi isntan", 5, "dus", 40, "D99", "31/12/2027", "APBN"),
    ("minyak goreng", 4, "dus", None, "M1", "Des 2027", "APBN"),
    ("sarden", 10, "kaleng", None, "S1", "12/31/2027", "APBN"),
]


@pytest.fixture
def lumbung(tmp_path: Path) -> Iterator[tuple[Unit, Ref]]:
    """A unit with a day behind it that keeps the ledger of one lumbung."""
    unit = Unit(tmp_path / "unit")
    story.tell(unit.config)
    with opened_store(unit.config) as store:
        place = Place(nama=LUMBUNG, jenis="lumbung", unit=UNIT, kode="LBI", lat=-6.33, lon=108.3)
        ref = journal.append(store, place, stamp=Stamp(NOW, TimeQuality.GPS, 1, 10.0)).ref
    unit.start()
    yield unit, ref
    unit.kill()


def table(tmp_path: Path) -> Path:
    file = tmp_path / "stok lumbung.xlsx"
    file.write_bytes(xlsx(*GOOD, *WRONG))
    return file


def test_a_table_with_errors_is_checked_answered_saved_and_taken_back(
    lumbung: tuple[Unit, Ref], tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    (unit, ref), page, found = lumbung, tablets(viewport=SCREEN).new_page(), dict[str, list[str]]()
    page.goto(f"{unit.url}/stok/impor")
    found["form"] = wrong(page, unfit)
    page.select_option("#gudang", str(ref))
    page.set_input_files("#berkas", table(tmp_path))
    page.get_by_role("button", name="Periksa tabel").click()
    expect(page.get_by_role("heading", name="Baris salah (3)")).to_be_visible()
    expect(page.get_by_text("Baris 47 · Barang")).to_be_visible()
    found["checked"] = wrong(page, unfit)
    assert unit.kept("mutasi")[1:] == []  # the one of the story
    page.get_by_label('Barang "mi isntan"').select_option("MIN")
    page.get_by_label("Isi per kemasan: minyak goreng, dus").fill("12")
    page.get_by_role("button", name="Periksa lagi").click()
    expect(page.get_by_role("heading", name="Baris salah (1)")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Unduh baris salah (CSV)").click()
    assert "sarden;10;kaleng" in saved.value.path().read_text("utf-8")
    page.check("input[name=lewati]")
    page.get_by_role("button", name="Simpan 47 baris").click()
    expect(page.get_by_text("47 baris tersimpan")).to_be_visible()
    expect(page.get_by_role("heading", name=LUMBUNG)).to_be_visible()
    found["saved"] = wrong(page, unfit)
    assert len(unit.kept("mutasi")) == 48
    page.get_by_text("Batalkan seluruh impor").click()
    page.fill("#alasan", "Salah gudang")
    page.get_by_role("button", name="Batalkan 47 baris").click()
    expect(page.get_by_text("dibatalkan seluruhnya: 47 baris")).to_be_visible()
    assert {name: one for name, one in found.items() if one} == {}


def test_the_same_works_where_no_script_runs(
    lumbung: tuple[Unit, Ref], tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    unit, ref = lumbung
    page = tablets(viewport=SCREEN, java_script_enabled=False).new_page()
    page.goto(f"{unit.url}/stok/impor")
    page.select_option("#gudang", str(ref))
    page.set_input_files("#berkas", table(tmp_path))
    page.get_by_role("button", name="Periksa tabel").click()
    page.get_by_role("link", name="Lihat hasil pemeriksaan").click()
    page.check("input[name=lewati]")
    page.get_by_role("button", name="Simpan 45 baris").click()
    page.get_by_role("link", name="Lihat hasilnya").click()
    expect(page.get_by_text("45 baris tersimpan")).to_be_visible()


def test_needs_become_one_letter_that_prints_on_one_page(
    lumbung: tuple[Unit, Ref], tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    (unit, _), page, found = lumbung, tablets(viewport=SCREEN).new_page(), dict[str, list[str]]()
    page.goto(f"{unit.url}/stok/kalkulator?hari=3")
    expect(page.get_by_text(re.compile(r"Kurang 585,6\skg"))).to_be_visible()
    found["calculator"] = wrong(page, unfit)
    page.fill("#n-selimut", "2")
    page.locator("section", has=page.locator("#n-selimut")).get_by_role("button", name="Hitung").click()
    expect(page.get_by_text(re.compile(r"Kurang 976\slembar"))).to_be_visible()
    page.get_by_role("button", name="Buat permintaan").click()
    expect(page.locator("#b1-jumlah")).to_have_value("585,6")
    page.get_by_role("button", name="Simpan permintaan").click()
    expect(page.get_by_text("Pilih kepada siapa, atau tulis namanya.").first).to_be_visible()
    found["refused"] = wrong(page, unfit)
    page.fill("#kepada_nama", "Dinas Sosial Kabupaten Indramayu")
    page.get_by_role("button", name="Simpan permintaan").click()
    expect(page.get_by_role("heading", name="Surat permohonan")).to_be_visible()
    found["letter"] = wrong(page, unfit)
    made = page.pdf(path=tmp_path / "surat.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    asked = {
        getattr(one.record, "barang", 0): getattr(one.record, "jumlah", 0) for one in unit.kept("permintaan")
    }
    assert asked == {21: 976, 4: 5_856}
    page.goto(f"{unit.url}/stok/permintaan")
    expect(page.get_by_text("Kepada Dinas Sosial Kabupaten Indramayu")).to_be_visible()
    found["list"] = wrong(page, unfit)
    assert {name: one for name, one in found.items() if one} == {}


def test_a_letter_that_is_being_written_outlives_the_network(
    lumbung: tuple[Unit, Ref], tablets: Callable[..., BrowserContext]
) -> None:
    (unit, ref), page = lumbung, ready(tablets(viewport=SCREEN), lumbung[0])
    page.goto(f"{unit.url}/stok/permintaan/baru")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    page.select_option("#dari", str(ref))
    page.fill("#kepada_nama", "Dinas Sosial")
    page.get_by_text("Baris 6 sampai 40").click()
    for line, item, amount in ((1, "21", "40"), (7, "4", "12,5")):
        page.select_option(f"#b{line}-barang", item)
        page.fill(f"#b{line}-jumlah", amount)
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan permintaan").click()
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    assert unit.kept("permintaan") == []
    page.context.set_offline(False)
    page.goto(f"{unit.url}/tablet")
    until(lambda: len(unit.kept("permintaan")) == 2, "the letter at the unit")
