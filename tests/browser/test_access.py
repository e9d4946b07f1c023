"""Every page of the tablet for everybody: axe finds nothing, thumbs find everything, and it fits on a small screen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Unit
from tests.browser.steps import count_people, held

AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = """() => [...document.querySelectorAll("button, input:not([type=hidden]), select, main a.button")]
  .filter((one) => one.checkVisibility() && !one.closest(".sr") && !one.matches(".sr"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.getBoundingClientRect().height < 47.5)
  .map((one) => one.outerHTML.slice(0, 90))"""


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe has to say by rules of these kinds, in one line each. Injected by the debugger, so that the page's policy stays as it is."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    run = f"axe.run(document, {{runOnly: {rules}}}).then((found) => found.violations.map("
    run += "(one) => one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')))"
    answer: dict[str, Any] = session.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in answer, answer
    found: list[str] = answer["result"]["value"]
    return found


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_axe_finds_nothing_on_the_pages_of_a_tablet(page: Page, unit: Unit, theme: str) -> None:
    page.goto(unit.url)
    page.locator(f"button[name=tampilan][value={theme}]").click()
    found = {path: _visited(page, unit, path) for path in ("/", "/catat/hitung_pengungsi", "/catat/mutasi")}
    count_people(page, unit, "banyak")
    found["refused"] = violations(page)
    page.context.set_offline(True)
    count_people(page, unit, "5")
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    found["kept"] = violations(page)
    for path in ("/tablet", "/catat/orang"):
        found[f"away {path}"] = _visited(page, unit, path)
    assert {name: one for name, one in found.items() if one} == {}


def _visited(page: Page, unit: Unit, path: str) -> list[str]:
    page.goto(unit.url + path)
    expect(page.locator("#di-tablet")).to_be_visible()
    return violations(page)


def test_everything_fits_a_small_screen_and_a_thumb(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    page.set_viewport_size({"width": 360, "height": 740})
    count_people(page, unit, "5")
    held(page, 1)
    for path in ("/tablet", "/catat/hitung_pengungsi", "/catat/mutasi"):
        page.goto(unit.url + path)
        held(page, 1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.evaluate(SMALL) == [], path
