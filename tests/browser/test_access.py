"""Every page of the tablet for everybody: axe finds nothing, thumbs find everything, and it fits on a small screen."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Unit
from tests.browser.seen import small, wrong
from tests.browser.steps import count_people, held


def test_axe_finds_nothing_on_the_pages_of_a_tablet(page: Page, unit: Unit) -> None:
    page.goto(unit.url)
    page.locator("button[name=tampilan][value=gelap]").click()
    expect(page.locator("html")).to_have_attribute("data-tampilan", "gelap")
    found = {path: _visited(page, unit, path) for path in ("/", "/catat/hitung_pengungsi", "/catat/mutasi")}
    count_people(page, unit, "banyak")
    found["refused"] = wrong(page)
    page.context.set_offline(True)
    count_people(page, unit, "5")
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    found["kept"] = wrong(page)
    for path in ("/tablet", "/catat/orang"):
        found[f"away {path}"] = _visited(page, unit, path)
    assert {name: one for name, one in found.items() if one} == {}


def _visited(page: Page, unit: Unit, path: str) -> list[str]:
    page.goto(unit.url + path)
    expect(page.locator("#di-tablet")).to_be_visible()
    return wrong(page)


def test_everything_fits_a_small_screen_and_a_thumb(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    page.set_viewport_size({"width": 360, "height": 740})
    count_people(page, unit, "5")
    held(page, 1)
    for path in ("/tablet", "/catat/hitung_pengungsi", "/catat/mutasi"):
        page.goto(unit.url + path)
        held(page, 1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert small(page) == [], path
