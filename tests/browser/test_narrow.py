"""Narrow columns wrap between words, never inside one: goods that arrive, the look before saving, answers, choices; telephone and tablet."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import journal
from field_node.web.opening import opened_desk
from tests.browser.conftest import UNIT, Unit
from tests.browser.every_page import THEMES
from tests.browser.pictures import wear
from tests.browser.seen import too_wide
from tests.field_node.web.orders import from_center, rain
from tests.field_node.web.stock.goods_here import STAMP, stores

NOODLES = 5
"""Counted in bungkus, the longest word for a unit."""
SHELTER = "Pengungsian GOR Sindang"
SIZES = ((360, 740), (800, 1280))
GOODS, REVIEW = ".goods-line label, .goods-line legend", ".review .line span"
BROKEN = """(told) => {
  const found = [];
  for (const label of document.querySelectorAll(told)) {
    const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    while (label.checkVisibility() && texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/[^\\s]+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size > 1) found.push(word[0]);
      }
    }
  }
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Unit, Ref, Ref]]:
    """A unit and a kirim between two stores of its own."""
    unit = Unit(tmp_path_factory.mktemp("sempit"))
    with opened_desk(unit.config, chance=secrets.token_bytes) as desk:
        places = stores(desk.door.writer, owner=UNIT, other=UNIT)
        move = Movement(
            jenis="kirim",
            gudang=places.gudang,
            tujuan=places.lumbung,
            barang=NOODLES,
            batch="D1",
            jumlah=12,
            nomor="SJ/1",
        )
        sent = journal.append(desk.door.writer, move, stamp=STAMP).ref
        shelter = Place(nama=SHELTER, jenis="pos_pengungsian", lat=-6.32715, lon=108.32)
        from_center(desk, rain(desk, journal.append(desk.door.writer, shelter, stamp=STAMP).ref))
    unit.start()
    yield unit, sent, places.gudang
    unit.kill()


def broken(page: Page, told: str = GOODS) -> list[str]:
    """Words that stand on two lines, in any size and theme, and what does not fit the page."""
    found: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            wear(page, theme)
            found += [f"{width} {theme} {word}" for word in (*page.evaluate(BROKEN, told), *too_wide(page))]
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_word_over_what_arrived_is_broken(
    stage: tuple[Unit, Ref, Ref], tablets: Callable[..., BrowserContext], language: str
) -> None:
    (unit, sent, gudang), page = stage, tablets().new_page()
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": unit.url}])
    for path in (
        f"/stok/terima-kiriman?kirim={sent}",
        "/stok/terima-kiriman",
        f"/stok/terima?gudang={gudang}",
    ):
        page.goto(f"{unit.url}{path}")
        page.locator(".goods-line").first.wait_for()
        assert page.locator("html").get_attribute("lang") == language
        assert broken(page) == [], path


def test_no_word_of_the_look_before_saving_is_broken(
    stage: tuple[Unit, Ref, Ref], tablets: Callable[..., BrowserContext]
) -> None:
    unit, page = stage[0], tablets(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{unit.url}/catat/hitung_pengungsi")
    page.locator("form.entry[data-antrean]").wait_for()
    shelter = page.locator("#f-lokasi option", has_text=SHELTER).get_attribute("value")
    page.select_option("#f-lokasi", shelter)
    page.fill("#f-kk", "12")
    page.fill("#f-jiwa", "48")
    page.locator(".actions button.main").click()
    page.locator(".review .line").first.wait_for()
    assert SHELTER in page.locator(".review").inner_text()
    assert broken(page, REVIEW) == []


def test_no_word_of_an_answer_to_a_warning_is_broken(
    stage: tuple[Unit, Ref, Ref], tablets: Callable[..., BrowserContext]
) -> None:
    page = tablets().new_page()
    page.goto(f"{stage[0].url}/peringatan/0-1")
    page.get_by_text("Jawab untuk posko lain").click()
    assert page.locator(".taps button:visible").count() == 8
    assert broken(page, ".taps button span") == []


@pytest.mark.parametrize("slug", ["laporan_warga_status", "tugas_jawab", "kejadian_status", "mutasi"])
def test_no_word_of_a_choice_is_broken_also_once_it_is_chosen(
    stage: tuple[Unit, Ref, Ref], tablets: Callable[..., BrowserContext], slug: str
) -> None:
    page = tablets().new_page()
    page.goto(f"{stage[0].url}/catat/{slug}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("document.querySelectorAll('.tick').forEach((one) => { one.style.fontWeight = 700; })")
    assert page.locator(".ticks.brief .tick:visible").count() > 2
    assert broken(page, ".ticks.brief .tick span") == []
