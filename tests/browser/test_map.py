"""The map in a real Chromium: drawn by WebGL, by Leaflet without it, as a list without both, and away from the unit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal, status
from field_node.web.release import MAP, STATIC
from tests.browser.conftest import UNIT, Unit, ready, until
from tests.browser.seen import small, violations
from tests.factories import NOW

pytestmark = pytest.mark.skipif(
    not (STATIC / MAP / "indonesia.pmtiles").exists(), reason="make map has not run"
)
Tablets = Callable[..., BrowserContext]
POSKO = f"lokasi-{UNIT}-1"
DRAWN = "#peta[data-keadaan=siap]"
STILL = """() => new Promise((done) => {
  const at = () => [...document.querySelectorAll(".titik")].map((one) => one.getBoundingClientRect().left + one.className).join();
  const was = at();
  setTimeout(() => requestAnimationFrame(() => done(was === at())), 400);
})"""
NAMES = """() => {
  const box = document.getElementById("peta").getBoundingClientRect();
  const over = [...document.querySelectorAll(".tombol-peta button, .maplibregl-ctrl-scale")].map((one) => one.getBoundingClientRect());
  const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return [...document.querySelectorAll(".titik .nama")].filter((one) => one.checkVisibility()).map((one) => {
    const own = one.getBoundingClientRect();
    const out = own.left < box.left || own.right > box.right || own.top < box.top || own.bottom > box.bottom;
    return [one.textContent, out || over.some((other) => hit(own, other))];
  });
}"""
HAS_COAST = """caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((kept) => kept.keys()))))
  .then((found) => ["indonesia.topojson", "leaflet.js"].every((name) => found.flat().some(({ url }) => url.endsWith(name))))"""
WITHOUT_WEBGL = """HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
  apply: (get, canvas, given) => given[0].startsWith("webgl") ? null : Reflect.apply(get, canvas, given) });"""


@pytest.fixture(scope="module", autouse=True)
def known(shared: Unit) -> None:
    """The unit sees itself beside its one posko, where people were counted."""
    with opened_store(shared.config) as store:
        stamp = Stamp(NOW, TimeQuality.GPS, 1, 20.0)
        journal.append(
            store, Headcount(lokasi=Ref(UNIT, 1), per_waktu=NOW // 60 * 60, kk=2, jiwa=7), stamp=stamp
        )
        far = Place(nama="Dapur Umum Losarang", jenis="dapur_umum", lat=-6.41, lon=108.15)
        journal.append(store, far, stamp=stamp)
        gps = {"lat": -6.33, "lon": 108.33, "fix_at": NOW, "accuracy_m": 20.0}
        status.say(store, "gps", gps, NOW)


def mark(page: Page, name: str) -> str:
    return str(page.locator(f"[data-titik-id='{name}']").get_attribute("aria-label"))


def drawn(page: Page, unit: Unit, engine: str) -> None:
    """Opens the map and waits until nothing moves."""
    page.goto(f"{unit.url}/peta")
    expect(page.locator(DRAWN)).to_have_attribute("data-mesin", engine)
    expect(page.locator(DRAWN)).to_have_attribute("data-titik", "3")


def test_the_map_is_drawn_and_a_tap_tells_everything(page: Page, unit: Unit) -> None:
    drawn(page, unit, "webgl")
    assert mark(page, POSKO) == "Balai Desa Contoh, 2\u00a0KK / 7\u00a0jiwa"
    assert mark(page, f"lokasi-{UNIT}-3") == "Dapur Umum Losarang, belum didata"
    page.locator(f"[data-titik-id='{POSKO}']").click()
    panel = page.locator("#peta-panel")
    expect(panel).to_contain_text("Hitungan")
    expect(panel).to_contain_text("Sumber: unit ini")
    expect(panel.locator("h2")).to_be_focused()
    expect(panel.get_by_role("link", name="Buka catatannya")).to_have_attribute("href", f"/entri/{UNIT}-1")
    page.get_by_text("Pilih yang digambar").click()
    page.get_by_label("Posko dan titik layanan").uncheck()
    expect(page.locator("#peta")).to_have_attribute("data-titik", "1")
    page.get_by_label("Posko dan titik layanan").check()
    page.get_by_role("button", name="Perbesar").click()
    expect(page.locator("#peta-panel")).to_be_visible()


def test_axe_finds_nothing_on_the_map_and_thumbs_find_everything(page: Page, unit: Unit) -> None:
    for theme in ("gelap", "terang"):  # each map is drawn in its own colours
        page.goto(unit.url)
        page.locator(f"button[name=tampilan][value={theme}]").click()
        drawn(page, unit, "webgl")
        page.locator(f"[data-titik-id='{POSKO}']").click()
        assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert small(page) == []
    assert page.locator(".tombol-peta button").first.evaluate("one => one.offsetHeight") >= 56


def test_a_tablet_without_webgl_draws_by_leaflet(unit: Unit, tablets: Tablets) -> None:
    page = tablets().new_page()
    page.add_init_script(WITHOUT_WEBGL)
    drawn(page, unit, "sederhana")
    assert "belum didata" in mark(page, f"lokasi-{UNIT}-3")
    expect(page.locator("#peta-asal")).to_contain_text("peta sederhana")
    page.get_by_role("button", name="Semua").click()
    expect(page.locator("#peta")).to_have_attribute("data-titik", "3")


def test_a_tablet_that_draws_nothing_has_the_list(unit: Unit, tablets: Tablets) -> None:
    page = tablets().new_page()
    page.add_init_script(WITHOUT_WEBGL)
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(f"{unit.url}/peta")
    expect(page.get_by_text("Peta tidak bisa digambar di tablet ini.")).to_be_visible()
    expect(page.locator("#peta-bingkai")).to_be_hidden()
    expect(page.locator("#peta-daftar")).to_contain_text("2\u00a0KK / 7\u00a0jiwa")


@pytest.mark.parametrize("size", [(360, 740), (800, 1280)])
def test_no_name_on_the_map_is_cut_or_lies_under_a_button(
    page: Page, unit: Unit, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    drawn(page, unit, "webgl")
    told = 0
    for way in ("-1,0", "-1,0", "0,1", "1,0", "1,0", "1,0"):
        page.locator(f"[data-geser='{way}']").click()
        page.wait_for_function(STILL)
        told += len(page.evaluate(NAMES))
        assert [name for name, covered in page.evaluate(NAMES) if covered] == []
    assert told, "names are shown"


def test_without_javascript_the_page_is_a_list(unit: Unit, tablets: Tablets) -> None:
    page = tablets(java_script_enabled=False).new_page()
    page.goto(f"{unit.url}/peta")
    expect(page.get_by_text("Peta memerlukan JavaScript.")).to_be_visible()
    expect(page.locator(f"[data-id='{POSKO}']")).to_contain_text("2\u00a0KK / 7\u00a0jiwa")
    assert not page.locator("#peta-bingkai").is_visible()


def test_the_kept_map_opens_away_from_the_unit_with_the_last_data(unit: Unit, tablets: Tablets) -> None:
    page = ready(tablets(), unit)
    drawn(page, unit, "webgl")
    page.get_by_text("Peta di tablet ini", exact=True).click()
    page.get_by_role("button", name="Simpan peta di tablet ini (5,6 MB)").click()
    expect(page.get_by_text("Peta indonesia tersimpan di tablet ini (5,6 MB).")).to_be_visible()
    unit.kill()
    drawn(page, unit, "webgl")
    expect(page.locator("#peta-kabar")).to_contain_text("Unit tidak terjangkau. Ini data terakhir,")
    assert mark(page, POSKO) == "Balai Desa Contoh, 2\u00a0KK / 7\u00a0jiwa"
    page.locator(f"[data-titik-id='{POSKO}']").click()
    expect(page.locator("#peta-panel")).to_contain_text("Catatannya ada di unit")
    page.goto(f"{unit.url}/catat/lokasi")
    page.get_by_role("button", name="Letakkan di peta").click()
    expect(page.locator(".letakkan .peta[data-keadaan=siap]")).to_be_visible()
    unit.start()


def test_my_own_position_is_that_of_the_tablet(unit: Unit, tablets: Tablets) -> None:
    where = {"latitude": -6.5, "longitude": 108.5, "accuracy": 30}
    page = tablets(geolocation=where, permissions=["geolocation"]).new_page()
    drawn(page, unit, "webgl")
    page.get_by_role("button", name="Ke posisi saya").click()
    expect(page.get_by_text("Posisi tablet ini, tepat sampai 30 m.")).to_be_visible()
    expect(page.locator("[data-titik-id=tablet]")).to_be_visible()


def test_a_point_of_the_map_goes_into_the_form(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/catat/lokasi")
    page.fill("#f-nama", "Posko balai ds Contoh")
    expect(page.locator("#kembar")).to_contain_text("nama mirip")
    page.fill("#f-lat", "-6,32715")
    page.fill("#f-lon", "108,32")
    page.get_by_role("button", name="Letakkan di peta").click()
    expect(page.locator(".letakkan .peta[data-keadaan=siap]")).to_be_visible()
    page.get_by_role("button", name="Pakai titik ini").click()
    expect(page.locator("#f-lat")).to_have_value("-6,32715")
    expect(page.locator("input[name=sumber_koordinat][value=peta]")).to_be_checked()
    page.get_by_role("link", name="Pakai yang ada").first.click()
    page.wait_for_url(f"**/entri/{UNIT}-1")


def test_away_without_a_kept_map_the_light_coast_is_drawn(unit: Unit, tablets: Tablets) -> None:
    page = ready(tablets(), unit)
    drawn(page, unit, "webgl")
    until(lambda: page.evaluate(HAS_COAST), "the light coast")
    page.context.route(
        "**/peta/berkas/**", lambda route: route.abort()
    )  # the browser's own cache has some tiles
    page.context.set_offline(True)
    drawn(page, unit, "sederhana")
    assert mark(page, POSKO) == "Balai Desa Contoh, 2\u00a0KK / 7\u00a0jiwa"
