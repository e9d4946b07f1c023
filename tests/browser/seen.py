"""What everybody must be able to see and touch on a page: axe, the size of what is tapped, the width; in every theme."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import ROOT
from tests.browser.every_page import THEMES
from tests.browser.pictures import wear

AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = ["color-contrast", "target-size"]
"""The rules that a theme can break; all others are asked once a page."""
SMALL = """() => [...document.querySelectorAll("button, input:not([type=hidden]), select, main a.button")]
  .filter((one) => one.checkVisibility() && !one.closest(".sr") && !one.matches(".sr"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.getBoundingClientRect().height < 47.5)
  .map((one) => one.outerHTML.slice(0, 90))"""
TOLD = """(found) => found.violations.map(
  (one) => one.id + ": " + one.nodes.map((node) => node.html.slice(0, 120)).join(" | "))"""
_sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe has to say by rules of these kinds, in one line each."""
    if _asked(page, "typeof axe") == "undefined":
        _asked(page, f"{AXE.read_text()}; 0")
    how = (
        f'{{runOnly: {rules}, resultTypes: ["violations"], selectors: false, preload: false, iframes: false}}'
    )
    found: list[str] = _asked(page, f"axe.run(document, {how}).then({TOLD})")
    return found


def _asked(page: Page, expression: str) -> Any:
    """By the debugger, so that the page's policy stays as it is."""
    if page not in _sessions:
        _sessions[page] = page.context.new_cdp_session(page)
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer: dict[str, Any] = _sessions[page].send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in answer, answer
    return answer["result"]["value"]


def wrong(page: Page, also: Callable[[Page], list[str]] = lambda _: []) -> list[str]:
    """What axe finds by every rule, and in each theme what a theme can change: its rules, and what `also` says."""
    found: list[str] = []
    for theme in THEMES:
        wear(page, theme)
        rules = LOOKS if theme != THEMES[0] else RULES
        found += [f"{theme}: {one}" for one in (*violations(page, rules), *also(page))]
    return found


def small(page: Page) -> list[str]:
    """What a thumb would miss."""
    found: list[str] = page.evaluate(SMALL)
    return found


def too_wide(page: Page) -> list[str]:
    """A page that has to be moved sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []


def unfit(page: Page) -> list[str]:
    """Both."""
    return [*small(page), *too_wide(page)]
