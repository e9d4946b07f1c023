"""A place that only a tablet knows, and the people counted there: in the order in which they were kept."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Unit
from tests.browser.steps import held, people, save


def test_people_are_counted_at_a_place_that_only_the_tablet_knows(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    page.goto(f"{unit.url}/catat/lokasi")
    page.fill("#f-nama", "Desa Jauh")
    page.locator("#f-jenis").select_option("posko")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.goto(f"{unit.url}/catat/hitung_pengungsi")
    page.locator("#f-lokasi").select_option(label="Desa Jauh (masih di tablet)")
    page.fill("#f-jiwa", "61")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Sudah sampai: tersimpan di unit.")).to_be_visible(timeout=30_000)
    held(page, 0)
    assert people(unit, 61) == [61]


def test_a_place_goes_before_its_people_although_the_clock_went_back(page: Page, unit: Unit) -> None:
    page.add_init_script(
        "const right = Date.now; Date.now = () => right() - 60_000 * (sessionStorage.mundur ?? 0);"
    )
    page.context.set_offline(True)
    page.goto(f"{unit.url}/catat/lokasi")
    page.fill("#f-nama", "Desa Mundur")
    page.locator("#f-jenis").select_option("posko")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.evaluate("sessionStorage.mundur = 90")
    page.goto(f"{unit.url}/catat/hitung_pengungsi")
    page.locator("#f-lokasi").select_option(label="Desa Mundur (masih di tablet)")
    page.fill("#f-jiwa", "62")
    save(page)
    held(page, 2)
    page.context.set_offline(False)
    held(page, 0)
    assert people(unit, 62) == [62]
