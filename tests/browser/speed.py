"""How fast a slow tablet opens and saves with long lists: python -m tests.browser.speed; 6 times throttled, 1,000 places counted."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.headcount import Headcount
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal
from tests.browser.conftest import ARGS, CHROMIUM, TABLET, Unit, until
from tests.factories import NOW

RECORDS, THROTTLE, ROUNDS = 1000, 6, 5
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
WORKER = "navigator.serviceWorker.controller !== null"
MARK = """() => {
  const main = document.querySelector(".review button.main");
  main.addEventListener("click", () => sessionStorage.setItem("ditekan", Date.now()), { capture: true });
}"""


def filled(folder: Path) -> Unit:
    """A unit that knows so many places, each counted once."""
    unit = Unit(folder)
    stamp = Stamp(NOW, TimeQuality.GPS, 1, 10.0)
    with opened_store(unit.config) as store:
        for number in range(RECORDS):
            place = Place(
                nama=f"Pos {number:04}", jenis="posko", lat=-6.3 - number / 9000, lon=108.3 + number / 7000
            )
            ref = journal.append(store, place, stamp=stamp).ref
            journal.append(store, Headcount(lokasi=ref, per_waktu=NOW, kk=12, jiwa=48), stamp=stamp)
    return unit


def opened(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds to the first paint and to the end of loading."""
    page.goto(address, wait_until="load")
    until(lambda: page.evaluate(LOADED) > 0)
    return page.evaluate(PAINTED), page.evaluate(LOADED)


def ready(page: Page, unit: Unit) -> float:
    """Milliseconds until a form takes a tap."""
    page.goto(f"{unit.url}/catat/hitung_pengungsi", wait_until="commit")
    page.wait_for_selector("form.entry[data-antrean]")
    return float(page.evaluate("performance.now()"))


def saved(page: Page, unit: Unit, jiwa: int) -> tuple[float, float]:
    """Milliseconds from Simpan to the unit's answer that it is kept, and to the page of the record."""
    ready(page, unit)
    page.locator("#f-lokasi").select_option(index=1)
    page.fill("#f-jiwa", str(jiwa))
    page.locator("form.entry .actions button.main").click()
    page.locator(".review button.main").wait_for()
    page.evaluate(MARK)
    with page.expect_request_finished(lambda request: request.url.endswith("/tablet/kirim")) as sent:
        page.locator(".review button.main").click()
    page.wait_for_url("**/entri/3-*", wait_until="load")
    pressed = float(page.evaluate("Number(sessionStorage.ditekan)"))
    shown = page.evaluate(f"performance.timeOrigin + {PAINTED}")
    timing = sent.value.timing
    return timing["startTime"] + timing["responseEnd"] - pressed, float(shown) - pressed


def kept_away(page: Page, unit: Unit, jiwa: int) -> float:
    """Milliseconds from Simpan to "Tersimpan di tablet ini", out of reach."""
    ready(page, unit)
    page.locator("#f-lokasi").select_option(index=1)
    page.fill("#f-jiwa", str(jiwa))
    page.locator("form.entry .actions button.main").click()
    page.locator(".review button.main").wait_for()
    page.evaluate(MARK)
    page.locator(".review button.main").click()
    page.wait_for_selector("text=Tersimpan di tablet ini.")
    return float(page.evaluate("Date.now() - Number(sessionStorage.ditekan)"))


def told(name: str, measure: Callable[[int], tuple[float, ...]]) -> None:
    rounds = list(zip(*(measure(number) for number in range(ROUNDS)), strict=True))
    figures = "  ".join(f"{min(one):6.0f} least {statistics.median(one):6.0f} middle" for one in rounds)
    print(f"{name:42}{figures}")  # noqa: T201 - the answer of the script


def measured(page: Page, unit: Unit) -> None:
    """Every figure: on a machine with other work the least is nearest to the truth."""
    told("first page: paint, loaded", lambda _: opened(page, unit.url))
    told("form of 1,000 places: paint, loaded", lambda _: opened(page, f"{unit.url}/catat/hitung_pengungsi"))
    told("form of 1,000 places: takes a tap", lambda _: (ready(page, unit),))
    told(
        "list of 1,000 counts: paint, loaded", lambda _: opened(page, f"{unit.url}/catatan/hitung_pengungsi")
    )
    told("Simpan: kept by the unit, on the screen", lambda n: saved(page, unit, 500 + n))
    page.context.set_offline(True)
    told("Simpan away: kept on the tablet", lambda n: (kept_away(page, unit, 600 + n),))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        unit = filled(Path(folder) / "unit")
        unit.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            page = browser.new_context(**TABLET).new_page()
            page.goto(f"{unit.url}/tablet")
            until(lambda: page.evaluate(WORKER), "the service worker")
            time.sleep(2)
            throttle = page.context.new_cdp_session(page)
            throttle.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
            measured(page, unit)
        finally:
            browser.close()
            unit.kill()


if __name__ == "__main__":
    main()
