"""A surat jalan of one unit is printed, and its QR codes are read at another that never had a network."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal, views
from field_node.store.under_way import under_way
from field_node.web.opening import opened_desk
from field_node.web.stock.parts import parts_of
from field_node.web.stock.waybill import text_of
from tests.browser.conftest import ARGS, CHROMIUM, TABLET, Unit, ready
from tests.browser.seen import too_wide, wrong
from tests.browser.steps import held, save
from tests.browser.two_stores import (
    Stage,
    arrivals,
    balances,
    bring,
    filmed,
    pictures,
    sign,
    sign_again,
    small_paper,
)
from tests.factories import NOW
from tests.field_node.web.stock.goods_here import Stores, sent, stocked
from tests.field_node.web.stock.test_waybill import a_waybill, longest

LINES = 40
RECEIVER = 9


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("surat")
    receiver = Unit(folder / "penerima", number=RECEIVER)
    stamp = Stamp(NOW, TimeQuality.GPS, 1, 10.0)
    lumbung = Place(
        nama="Lumbung Sindang", jenis="lumbung", unit=RECEIVER, kode="LBS", dusun="Krajan", rt=2, rw=5
    )
    with opened_store(receiver.config) as store:
        known = journal.append(store, lumbung, stamp=stamp)
    sender = Unit(folder / "pengirim")
    with opened_desk(sender.config, chance=secrets.token_bytes) as desk:
        gudang = Place(nama="Gudang Regional", jenis="gudang", unit=3, kode="GDR")
        places = Stores(journal.append(desk.door.writer, gudang, stamp=stamp).ref, known.ref)
        bring(desk.door.writer, receiver, [known.ref])
        stocked(desk, places.gudang)
        paper = f"{sender.url}/stok/surat/{sent(desk, places, lines=LINES).entries[0].ref}"
    for one in (sender, receiver):
        one.start()
    yield Stage(sender, receiver, places, paper)
    for one in (sender, receiver):
        one.kill()


def test_forty_lines_are_scanned_where_no_network_ever_was(
    stage: Stage, tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    codes = pictures(tablets().new_page(), stage, tmp_path)
    assert len(codes) == 3
    page = ready(tablets(), stage.receiver)
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    choose = page.locator(".scanner input[type=file]")
    told = page.locator("[data-kabar]").first
    choose.set_input_files(codes[2])
    expect(told).to_have_text("1 dari 3 QR dibaca. Berikutnya: QR nomor 1, 2.")
    choose.set_input_files(codes[0])
    expect(told).to_have_text("2 dari 3 QR dibaca. Berikutnya: QR nomor 2.")
    choose.set_input_files(codes[1])
    expect(told).to_contain_text("terbaca utuh: 40 baris barang.")
    expect(page.locator(".goods-line")).to_have_count(LINES)
    expect(page.locator("[data-kepala]")).to_contain_text("Darsono")
    expect(page.locator("#f-gudang")).to_have_value(str(stage.places.lumbung))
    page.fill("[name=b1-diterima]", "698")
    expect(page.locator("[name=b1-kurang]")).to_have_value("2")
    expect(page.locator("[data-baris=b1-] [data-selisih]")).to_have_text("kurang 2")
    page.fill("[name=b2-diterima]", "397")
    page.fill("[name=b2-rusak]", "1")
    expect(page.locator("[data-baris=b2-] [data-selisih]")).to_have_text("rusak 1, kurang 2")
    sign(page)
    save(page)
    page.wait_for_url("**/stok/tersimpan/*")
    kept = arrivals(stage.receiver)
    assert len(kept) == LINES
    assert balances(stage.receiver, stage.places.lumbung)[1, "D2026"] == 698
    assert balances(stage.receiver, stage.places.lumbung)[2, "D2026"] == 397
    lines = [kept[key] for key in sorted(kept, key=lambda ref: ref or Ref(0, 0))]
    assert [(one.diterima, one.rusak, one.kurang) for one in lines[:3]] == [
        (698, None, 2),
        (397, 1, 2),
        (100, None, 0),
    ]
    assert len(stage.receiver.kept("tanda_tangan")) == 1
    page.get_by_role("link", name="Lihat dan cetak surat").click()
    expect(page.locator(".surat h1")).to_have_text("Berita Acara Penerimaan Kiriman")
    expect(page.locator(".ttd-kotak svg path")).to_have_attribute(
        "d", page.locator(".ttd-kotak svg path").get_attribute("d") or "?"
    )
    assert_both_agree(stage)


def assert_both_agree(stage: Stage) -> None:
    """The sender's shelf went down by what was sent; what it awaits is over once it hears of the arrival."""
    assert balances(stage.sender, stage.places.gudang)[1, "D2026"] == 700
    stage.sender.kill()
    with opened_store(stage.sender.config) as store:
        assert len(under_way(store)) == LINES
        refs = [one.ref for one in stage.receiver.kept("mutasi")]
        bring(store, stage.receiver, refs)
        assert under_way(store) == []
        goods = {(one.item, one.batch): one.amount for one in views.stock(store, stage.places.lumbung)}
    assert goods == balances(stage.receiver, stage.places.lumbung)
    stage.sender.start()


def test_a_paper_is_received_away_from_the_unit_and_arrives_once(
    stage: Stage, tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = ready(tablets(), stage.receiver)
    page.context.set_offline(True)
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    page.locator("summary", has_text="Tempel teks QR").click()
    page.fill("#f-surat", "https://example.org/bukan")
    page.get_by_role("button", name="Baca teks").click()
    expect(page.locator("[data-kabar]").first).to_have_text("QR ini bukan surat jalan.")
    page.fill("#f-surat", small_paper(stage, "TSJ1 1/1 00000000"))
    page.get_by_role("button", name="Baca teks").click()
    expect(page.locator("[data-kabar]").first).to_contain_text("QR ini rusak atau terpotong.")
    page.fill("#f-surat", small_paper(stage))
    page.get_by_role("button", name="Baca teks").click()
    expect(page.locator(".goods-line legend")).to_have_text(["selimut"])
    page.fill("[name=b1-diterima]", "8")
    page.reload()
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("[name=b1-diterima]")).to_have_value("8")
    expect(page.locator("[name=b1-kurang]")).to_have_value("2")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.goto(f"{stage.receiver.url}/")
    held(page, 1)
    page.context.set_offline(False)
    held(page, 0)
    kept = arrivals(stage.receiver)[Ref(7, 900)]
    assert (kept.diterima, kept.kurang, kept.gudang) == (8, 2, stage.places.lumbung)


def test_the_second_truck_makes_no_shortage(
    stage: Stage, tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = ready(tablets(), stage.receiver)
    for came, left, short in (("4", "10", "0"), ("6", "6", "")):
        page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
        expect(page.locator("form.entry[data-antrean]")).to_be_visible()
        page.locator("summary", has_text="Tempel teks QR").click()
        page.fill("#f-surat", small_paper(stage, seq=901))
        page.get_by_role("button", name="Baca teks").click()
        expect(page.locator("[name=b1-diterima]")).to_have_value(left)
        page.fill("[name=b1-diterima]", came)
        if short:
            page.fill("[name=b1-kurang]", short)
            page.fill("[name=b1-diterima]", came)
            save(page)
            page.wait_for_url("**/stok/tersimpan/*")
    page.locator("summary", has_text="Kiriman bertahap").click()
    expect(page.locator("[data-petunjuk]")).to_contain_text("Tertulis yang belum tercatat")
    page.check("#f-lagi")
    expect(page.locator("[name=b1-kurang]")).to_have_value("")
    page.fill("[name=b1-diterima]", "5")
    expect(page.locator("[name=b1-kurang]")).to_have_value("1")


def test_a_camera_reads_the_codes_one_after_the_other(
    stage: Stage, browser: Browser, tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    film = tmp_path / "kamera.mjpeg"
    film.write_bytes(filmed(tablets(viewport={"width": 640, "height": 480}).new_page(), stage))
    args = [
        *ARGS,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    seeing = browser.browser_type.launch(executable_path=CHROMIUM, args=args)
    page = seeing.new_context(**TABLET, permissions=["camera"]).new_page()
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    page.get_by_role("button", name="Pindai QR").click()
    expect(page.locator("[data-kabar]").first).to_contain_text("terbaca utuh: 40 baris barang.")
    expect(page.locator(".kamera")).to_be_hidden()
    expect(page.locator(".goods-line")).to_have_count(LINES)
    seeing.close()


def test_the_pages_are_accessible_on_a_small_screen(
    stage: Stage, tablets: Callable[..., BrowserContext]
) -> None:
    page = tablets(viewport={"width": 360, "height": 740}).new_page()
    for address in (
        stage.paper,
        f"{stage.paper}?bentuk=bast",
        f"{stage.sender.url}/stok/surat",
        f"{stage.sender.url}/stok/surat/lembar-opname",
        f"{stage.receiver.url}/stok/terima-kiriman",
    ):
        page.goto(address)
        assert wrong(page, too_wide) == [], address


def test_one_picture_of_the_whole_paper_is_enough(
    stage: Stage, tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = tablets().new_page()
    page.goto(stage.paper)
    page.locator(".kode-qr").screenshot(path=tmp_path / "semua.png")
    page = tablets().new_page()
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    page.locator(".scanner input[type=file]").set_input_files(tmp_path / "semua.png")
    expect(page.locator("[data-kabar]").first).to_contain_text("terbaca utuh: 40 baris barang.")


def test_a_signature_is_undone_cleared_and_comes_back_with_its_draft(
    stage: Stage, tablets: Callable[..., BrowserContext]
) -> None:
    page = ready(tablets(), stage.receiver)
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    sign(page)
    one = page.input_value("[name=ttd-pihak_kedua]")
    expect(page.locator("path.goresan").nth(1)).to_have_attribute("d", re.compile(r"^M\d+ \d+L"))
    sign_again(page)
    assert page.input_value("[name=ttd-pihak_kedua]").startswith(f"{one};")
    box = page.locator("[data-ttd]").nth(1)
    box.get_by_role("button", name="Hapus goresan terakhir").click()
    expect(page.locator("[name=ttd-pihak_kedua]")).to_have_value(one)
    page.goto(f"{stage.receiver.url}/tablet")
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("[name=ttd-pihak_kedua]")).to_have_value(one)
    expect(page.locator("[data-kertas]").nth(1)).to_have_attribute("aria-label", "Tanda tangan, 1 goresan")
    page.locator("[data-ttd]").nth(1).get_by_role("button", name="Kosongkan").click()
    expect(page.locator("[name=ttd-pihak_kedua]")).to_have_value("")


def test_a_tablet_away_from_its_unit_reads_pictures_too(
    stage: Stage, tablets: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    (first, *_) = pictures(tablets().new_page(), stage, tmp_path)
    page = ready(tablets(), stage.receiver)
    page.context.set_offline(True)
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    page.locator(".scanner input[type=file]").set_input_files(first)
    expect(page.locator("[data-kabar]").first).to_have_text("1 dari 3 QR dibaca. Berikutnya: QR nomor 2, 3.")


def test_the_tablet_reads_a_text_as_the_unit_does(
    stage: Stage, tablets: Callable[..., BrowserContext]
) -> None:
    page = tablets().new_page()
    page.goto(f"{stage.receiver.url}/stok/terima-kiriman")
    script = page.locator("link[href$='/surat_jalan.js']").get_attribute("href")
    for one in (longest(), a_waybill(40), a_waybill(1, nomor="SJ\\n/1\nbaris \\ dua")):
        scans = parts_of(text_of(one))
        told = page.evaluate(READ, [script, [*reversed(scans)]])
        assert told["nomor"] == one.nomor and told["tujuan"] == str(one.tujuan)
        assert [(each["merujuk"], each["batch"], each["jumlah"]) for each in told["baris"]] == [
            (str(each.ref), each.batch or "", str(each.amount)) for each in one.lines
        ]
        torn = [*scans[:-1], scans[-1][:-1] + "~"]
        assert page.evaluate(READ, [script, torn]) == "rusak"


READ = """async ([script, scans]) => {
  const { Parts, partsIn, waybill } = await import(script), parts = new Parts();
  try {
    scans.flatMap(partsIn).forEach((one) => parts.add(one));
    return waybill(parts.whole());
  } catch (error) { return error.code ?? String(error); }
}"""
