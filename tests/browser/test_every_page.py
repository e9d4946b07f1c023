"""Every page in every theme: axe finds nothing, thumbs find everything, and it fits on the smallest screen."""

import gzip
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from field_node.web.release import STATIC
from tests.browser import story
from tests.browser.conftest import Unit
from tests.browser.every_page import OPEN, PAIRED
from tests.browser.seen import unfit, wrong
from tests.browser.steps import pair_first

WIDTH = 360
SCREEN: ViewportSize = {"width": WIDTH, "height": 740}
LOADED = """() => performance.getEntriesByType("resource").map((one) => one.name).filter((one) => one.includes("/aset/"))"""
OWN_LIMIT, PAGE_LIMIT = 37_000, 100_000
"""Compressed bytes of our own scripts, and of everything that one page needs."""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Unit]:
    """A unit with a day behind it."""
    unit = Unit(tmp_path / "unit")
    story.tell(unit.config)
    unit.start()
    yield unit
    unit.kill()


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_of_an_open_unit(told: Unit, tablets: Callable[..., BrowserContext], half: int) -> None:
    page = tablets(service_workers="block", viewport=SCREEN).new_page()
    assert _wrong(page, told, dict(list(OPEN.items())[half::2])) == {}


def test_every_page_of_a_coordinator(told: Unit, tablets: Callable[..., BrowserContext]) -> None:
    page = tablets(service_workers="block", viewport=SCREEN).new_page()
    pair_first(page, told)
    assert _wrong(page, told, PAIRED) == {}


def _wrong(page: Page, unit: Unit, pages: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, path in pages.items():
        page.goto(unit.url + path)
        expect(page.locator("h1").first).to_be_visible()
        _unroll(page)
        found[name] = [*_heavy(page), *wrong(page, unfit)]
        page.set_viewport_size(SCREEN)
    return {name: one for name, one in found.items() if one}


def _heavy(page: Page) -> list[str]:
    """What the page needs beyond its limits, compressed as nginx does it; the map has its own budget."""
    paths = (urlsplit(one).path for one in page.evaluate(LOADED))
    names = {one.partition("/aset/")[2].partition("/")[2] for one in paths}
    weights = {one: _compressed(STATIC / one) for one in names if "peta/" not in one}
    own = sum(weight for one, weight in weights.items() if one.endswith(".js") and "vendor" not in one)
    whole = sum(weights.values()) + len(gzip.compress(page.content().encode()))
    over = [(own, OWN_LIMIT, "own scripts"), (whole, PAGE_LIMIT, "page")]
    return [f"{what}: {weight} bytes" for weight, limit, what in over if weight > limit]


@cache
def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))


def _unroll(page: Page) -> None:
    """As tall as the page, so that no bar lies over a part of it that could be scrolled away."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": max(SCREEN["height"], tall)})
