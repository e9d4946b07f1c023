"""Protected places on the map of a paired tablet: for who is signed in, gone with the session, never kept."""

import pytest
from playwright.sync_api import BrowserContext, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal
from field_node.web.release import MAP, STATIC
from tests.browser.conftest import UNIT, Unit
from tests.browser.test_signed import lock, paired
from tests.factories import NOW

__all__ = ["paired"]
pytestmark = pytest.mark.skipif(
    not (STATIC / MAP / "indonesia.pmtiles").exists(), reason="make map has not run"
)
KEPT = """new Promise((done) => {
  const asked = indexedDB.open("tagana");
  asked.onsuccess = () => {
    const got = asked.result.transaction("daftar").objectStore("daftar").get("peta");
    got.onsuccess = () => { asked.result.close(); done((got.result?.features ?? []).map((one) => one.properties.nama)); };
  };
})"""


@pytest.fixture(scope="module", autouse=True)
def shelter(shared: Unit) -> None:
    """A second place, for women and children."""
    home = Place(nama="Rumah Aman", jenis="pos_pengungsian", lat=-6.33, lon=108.33, publik=False)
    with opened_store(shared.config) as store:
        journal.append(store, home, stamp=Stamp(NOW, TimeQuality.GPS, 1, 20.0))


def test_a_protected_place_leaves_with_the_session_and_is_never_kept(
    unit: Unit, paired: BrowserContext
) -> None:
    page = paired.new_page()
    page.goto(f"{unit.url}/peta")
    shown = page.locator(f"[data-titik-id='lokasi-{UNIT}-2']")
    expect(shown).to_be_visible()
    expect(page.locator("#peta-daftar")).to_contain_text("Tempat terlindung: jangan disebarkan.")
    assert page.evaluate(KEPT) == ["Balai Desa Contoh"]
    lock(paired.new_page(), unit)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#peta-kabar")).to_contain_text("Unit minta masuk dulu.")
    expect(shown).to_have_count(0)
    expect(page.locator("#peta-daftar")).not_to_contain_text("Rumah Aman")
