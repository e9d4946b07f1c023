"""A tablet whose browser keeps nothing: what is tapped reaches the unit all the same, or the page says that it did not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Unit
from tests.browser.steps import notes, save

TAKEN = """Promise.all(["tagana", "tagana-titipan"].map((name) => new Promise((done) => {
  const asked = indexedDB.open(name, 99);
  asked.onsuccess = () => { asked.result.close(); done(); };
})))"""
"""The database of a version to come: what this version opens fails, as on a tablet that is full or worn out."""

NO_ROOM = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
  if (this.name === "isi") throw new DOMException("no room", "QuotaExceededError");
  return put.apply(this, given);
};"""
AS_KEPT = "() => { document.querySelector('form[data-sos]').elements.kunci.value = '-'; }"
"""The page that a tablet keeps for itself has no key of the unit."""


@pytest.fixture
def page(unit: Unit, tablets: Callable[..., BrowserContext]) -> Page:
    page = tablets().new_page()
    page.goto(f"{unit.url}/pasang/kode")  # runs no script
    page.evaluate(TAKEN)
    return page


def call(page: Page) -> None:
    yes = page.get_by_role("button", name="Ya, kirim SOS")
    if not yes.is_visible():
        page.get_by_text("Tidak bisa menahan?").click()
    yes.click()


def test_an_sos_reaches_the_unit_without_an_outbox(page: Page, unit: Unit) -> None:
    before = len(unit.kept("sos"))
    for more in (1, 2):
        page.goto(f"{unit.url}/sos")
        page.evaluate(AS_KEPT)
        call(page)
        page.wait_for_url("**/sos/3-*")
        assert len(unit.kept("sos")) == before + more


def test_a_note_reaches_the_unit_without_an_outbox(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Tanpa simpanan")
    save(page)
    page.wait_for_url("**/entri/3-*")
    assert notes(unit, "Tanpa simpanan") == ["Tanpa simpanan"]


def test_without_unit_and_outbox_the_page_says_that_nothing_was_kept_and_goes_on(
    page: Page, unit: Unit
) -> None:
    told = page.get_by_text("Belum tersimpan dan belum terkirim.")
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Masih di sini")
    page.context.set_offline(True)
    save(page)
    expect(told).to_be_visible()
    page.context.set_offline(False)
    save(page)
    page.wait_for_url("**/entri/3-*")
    assert notes(unit, "Masih di sini") == ["Masih di sini"]
    before = len(unit.kept("sos"))
    page.goto(f"{unit.url}/sos")
    page.context.set_offline(True)
    call(page)
    expect(told).to_be_visible()
    expect(page.locator("#hitung")).to_be_empty()
    page.context.set_offline(False)
    call(page)
    page.wait_for_url("**/sos/3-*")
    assert len(unit.kept("sos")) == before + 1


def test_the_page_of_a_tablet_that_cannot_look_claims_nothing(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/tablet")
    expect(page.locator("#kabar")).to_contain_text("tidak diketahui apakah ada catatan yang menunggu di sini")
    expect(page.get_by_text("Tidak ada yang menunggu di tablet ini.")).to_be_hidden()
    expect(page.locator("#titipan-kabar")).to_contain_text("Tablet ini tidak bisa menyimpan titipan")


def test_a_carrier_without_room_says_so(unit: Unit, tablets: Callable[..., BrowserContext]) -> None:
    page = tablets().new_page()
    page.add_init_script(NO_ROOM)
    page.goto(f"{unit.url}/tablet")
    page.get_by_role("button", name="Tablet ini boleh membawa titipan").click()
    expect(page.locator("#titipan-kabar")).to_contain_text("penyimpanannya mungkin penuh")
    expect(page.get_by_role("button", name="Tablet ini boleh membawa titipan")).to_be_enabled()


def test_a_page_that_comes_back_as_it_was_makes_another_record(
    unit: Unit, tablets: Callable[..., BrowserContext]
) -> None:
    page = tablets(service_workers="block").new_page()
    page.goto(f"{unit.url}/sos")
    before = len(unit.kept("sos"))
    page.route("**/sos/3-*", lambda route: route.fulfill(status=204))  # a browser stays where it is then
    for more in (1, 2):
        with page.expect_request("**/sos/3-*"):
            call(page)
        assert len(unit.kept("sos")) == before + more
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
