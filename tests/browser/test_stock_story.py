"""A day of a lumbung in a real browser, with its real center and a neighbour: the gate, a BAST, loans, a count, kits, needs."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TABLET, ready
from tests.browser.operation import BLANKET, CLEANING, NOODLES, SOAP, TENT, Operation, an_operation
from tests.browser.steps import save, stroke

PATIENCE_MS = 20_000
READS_PRINTS = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is missing (Debian: poppler-utils)"
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    with an_operation(tmp_path_factory.mktemp("lumbung")) as made:
        yield made


@pytest.fixture(scope="module")
def page(stage: Operation, browser: Browser) -> Iterator[Page]:
    """A tablet that knows of which kejadian it records."""
    context = browser.new_context(**TABLET)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "kejadian", "value": str(stage.places.flood), "url": stage.unit.url}])
    yield ready(context, stage.unit)
    context.close()


def opened(page: Page, stage: Operation, path: str) -> None:
    page.goto(f"{stage.unit.url}{path}")
    expect(page.locator("form.papers[data-antrean]")).to_be_visible()


def choose(page: Page, name: str, value: object) -> None:
    """Few choices are buttons, many a list."""
    chosen = page.locator(f"select#f-{name}")
    if chosen.count():
        chosen.select_option(str(value))
    else:
        page.check(f"input[name={name}][value='{value}']")


def take(page: Page, line: str, goods: str, much: str) -> None:
    page.select_option(f"#f-{line}-stok", goods)
    page.fill(f"#f-{line}-jumlah", much)


def signed(page: Page, party: int, name: str, name_of: str) -> None:
    """A name and a stroke of that party, counted from 0."""
    page.fill(f"[name=ttd-{name_of}-nama]", name)
    stroke(page, party)


def kept(page: Page) -> str:
    """Saves; the address of what was kept."""
    save(page)
    page.wait_for_url("**/stok/tersimpan/*")
    return page.url


def text_of(page: Page, file: Path) -> str:
    """What the print of a paper says, on one sheet of A4."""
    expect(page.locator(".surat h1")).to_be_visible()
    page.wait_for_load_state()
    made = page.pdf(path=file, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    told = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
    return re.sub(r"\s+", " ", told.stdout)


def shown(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


@READS_PRINTS
def test_goods_leave_without_an_sk_only_for_a_reason_and_the_center_is_told(
    stage: Operation, page: Page, tmp_path: Path
) -> None:
    opened(page, stage, "/stok/salur")
    shown(page, "Barang belum bisa disalurkan: belum ada SK tanggap darurat.")
    choose(page, "tujuan", stage.places.camp)
    take(page, "b1", f"{BLANKET}:", "30")
    page.click("[data-tambah=p]")
    for end, text in (
        ("rt", "RT 03/RW 02"),
        ("kk", "12"),
        ("jiwa", "41"),
        ("paket", "30"),
        ("nama", "Slamet"),
    ):
        page.fill(f"#f-p1-{end}", text)
    page.locator("summary", has_text="Tanda tangan").click()
    signed(page, 0, "Joko", "pihak_pertama")
    signed(page, 1, "Slamet", "pihak_kedua")
    page.locator(".actions button.main").click()
    expect(page.locator(".problems").first).to_contain_text("SK")
    page.check("[name=darurat][value=ya]")
    save(page)
    expect(page.locator(".problems").first).to_contain_text("lasan")
    assert stage.shelf()[BLANKET, ""] == 100
    page.fill("[name=alasan]", "Air naik, warga di atap")
    page.fill("[name=darurat_oleh]", "Kepala Dinas Sosial")
    saved = kept(page)
    assert stage.shelf()[BLANKET, ""] == 70
    page.get_by_role("link", name="Lihat dan cetak surat").click()
    told = text_of(page, tmp_path / "bast.pdf")
    for words in (
        "BAST/LUT/",
        "Air naik, warga di atap",
        "Kepala Dinas Sosial",
        "RT 03/RW 02",
        "Slamet",
        "Joko",
    ):
        assert words in told, told
    assert page.locator(".ttd-kotak svg path").count() == 2
    page.goto(f"{stage.unit.url}/laporan")
    expect(page.locator("main")).to_contain_text(re.compile(r"12\s*KK"))
    expect(page.locator("main")).to_contain_text(re.compile(r"41\s*jiwa"))
    stage.all_sent()
    name = re.search(r"tersimpan/(1-\d+)", saved)
    assert name
    alarms = stage.alarms()
    assert f"barang keluar tanpa SK tanggap darurat, mutasi {name[1]}: Air naik, warga di atap" in alarms


def lend(page: Page, stage: Operation, due: str) -> None:
    opened(page, stage, "/stok/pinjam")
    page.fill("#f-peminjam", "Koramil Contoh")
    page.fill("#f-batas_kembali", due)
    take(page, "b1", f"{TENT}:", "2")
    kept(page)


@READS_PRINTS
def test_a_loan_is_overdue_until_it_came_back_and_a_count_is_blind(
    stage: Operation, page: Page, tmp_path: Path
) -> None:
    lend(page, stage, f"{datetime.now(UTC) - timedelta(days=3):%Y-%m-%d}")
    page.goto(f"{stage.unit.url}/stok/pinjaman")
    shown(page, "1 surat terlambat kembali.")
    late = page.locator("li.grave")
    expect(late).to_contain_text(
        re.compile(r"Koramil Contoh.*tenda keluarga: 2\s*unit.*Terlambat [34] hari", re.DOTALL)
    )
    late.get_by_role("link").click()
    page.fill("#f-b1-jumlah", "3")
    expect(page.locator(".goods-line [data-hasil]").first).to_have_text(re.compile(r"^3\s*unit$"))
    page.locator(".actions button.main").click()
    expect(page.locator(".problems").first).to_contain_text("Yang masih di luar hanya 2")
    page.fill("#f-b1-jumlah", "2")
    kept(page)
    page.goto(f"{stage.unit.url}/stok/pinjaman")
    shown(page, "Tidak ada barang yang sedang dipinjam.")

    opened(page, stage, "/stok/opname")
    assert "400" not in page.locator("main").inner_text()
    count = page.locator(".goods-line", has=page.locator("legend", has_text="mi instan")).locator(
        "input[name$=-jumlah]"
    )
    count.fill("396")
    page.locator(".actions button.main").click()
    expect(page.locator(".problems").first).to_contain_text(
        re.compile(r"Buku 400\sbungkus, dihitung 396\sbungkus: selisih -4")
    )
    line = str(count.get_attribute("name")).removesuffix("jumlah")
    page.fill(f"[name={line}alasan]", "Kemasan sobek")
    page.select_option(f"[name={line}kondisi]", "rusak")
    kept(page)
    assert stage.shelf()[NOODLES, "D1"] == 396
    page.get_by_role("link", name="Lihat dan cetak surat").click()
    told = text_of(page, tmp_path / "opname.pdf")
    assert re.search(r"mi instan .*400 396 -4 .*Kemasan sobek", told), told


def test_kits_are_made_and_opened_and_what_was_written_wrongly_is_corrected_or_voided(
    stage: Operation, page: Page
) -> None:
    before = stage.shelf()
    opened(page, stage, "/stok/rakit")
    take(page, "b1", f"{SOAP}:", "20")
    page.select_option("#f-h1-barang", str(CLEANING))
    page.fill("#f-h1-jumlah", "10")
    kept(page)
    opened(page, stage, "/stok/urai")
    take(page, "b1", f"{CLEANING}:", "4")
    page.select_option("#f-h1-barang", str(SOAP))
    page.fill("#f-h1-jumlah", "8")
    kept(page)
    assert stage.shelf() == before | {(SOAP, ""): 38, (CLEANING, ""): 6}

    opened(page, stage, "/stok/kirim")
    choose(page, "tujuan", stage.places.far)
    take(page, "b1", f"{SOAP}:", "5")
    page.click("[data-tambah=b]")
    take(page, "b2", f"{CLEANING}:", "3")
    paper = kept(page)
    page.locator("ul.list a", has_text="handuk").click()
    page.get_by_role("link", name="Koreksi").click()
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    page.fill("#f-jumlah", "7")
    page.fill("[name=alasan_koreksi]", "Salah hitung dus")
    save(page)
    page.wait_for_url("**/entri/1-*")
    assert stage.shelf()[SOAP, ""] == 31
    page.goto(paper)
    page.locator("ul.list a", has_text="alat kebersihan").click()
    page.get_by_role("link", name="Batalkan (alasan)").click()
    page.fill("textarea, input[name=alasan]", "Tidak ikut truk")
    page.locator("form button.main").click()
    assert stage.shelf()[CLEANING, ""] == 6
    page.goto(paper)
    shown(page, "7\xa0lembar")
    page.get_by_role("link", name="Batalkan surat").click()
    page.fill("textarea, input[name=alasan]", "Truk tidak jadi berangkat")
    page.locator("form button.main").click()
    shown(page, "Surat ini sudah dibatalkan; tidak dihitung lagi.")
    assert stage.shelf() == before | {(SOAP, ""): 38, (CLEANING, ""): 6}


def test_what_cannot_be_computed_is_said_and_what_is_missing_is_found_near_by(
    stage: Operation, page: Page
) -> None:
    stage.overhears()
    needs = f"{stage.unit.url}/stok/kalkulator?lokasi={stage.places.camp}&lumbung={stage.places.near}&hari=3"
    page.goto(needs)
    rice = page.locator("section.butuh", has=page.locator("h3", has_text="eras"))
    blankets = page.locator("section.butuh", has=page.locator("#n-selimut"))
    expect(rice).to_contain_text("Belum bisa dihitung.")
    expect(blankets).to_contain_text("Belum bisa dihitung.")
    page.goto(f"{stage.unit.url}/catat/hitung_pengungsi")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    choose(page, "lokasi", stage.places.camp)
    page.fill("#f-kk", "60")
    page.fill("#f-jiwa", "200")
    save(page)
    page.wait_for_url("**/entri/1-*")
    page.goto(needs)
    expect(rice).to_contain_text(re.compile(r"Kurang 240\skg"))
    expect(blankets).to_contain_text("Belum bisa dihitung.")
    page.fill("#n-selimut", "2")
    blankets.get_by_role("button", name="Hitung").click()
    expect(blankets).to_contain_text(re.compile(r"Kurang \d+\slembar"))
    blankets.get_by_role("link", name="Lumbung terdekat").click()
    far = page.locator("li", has_text="Gudang Kota")
    told = re.compile(r"km.*340\slembar.*menurut.*Gudang Kota.*(baru saja|menit)", re.DOTALL)
    expect(far).to_contain_text(told)
    page.context.set_offline(True)
    page.wait_for_timeout(1_000)
    expect(far).to_contain_text(told)
    page.context.set_offline(False)
    page.goto(needs)
    page.get_by_role("button", name="Buat permintaan").click()
    expect(page.locator("#b1-jumlah")).to_have_value("240")
