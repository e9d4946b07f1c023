"""A unit with another release: its pages come at once, what a tablet keeps changes on the next opening, never half."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ROOT, Unit, ready, until
from tests.browser.steps import held


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Unit]:
    """A unit with a program of its own, to be changed."""
    shutil.copytree(ROOT / "field_node", tmp_path / "code" / "field_node")
    made = Unit(tmp_path / "unit", tmp_path / "code")
    made.start()
    yield made
    made.kill()


def test_another_release_takes_over_on_the_next_opening(
    tmp_path: Path, unit: Unit, tablets: Callable[..., BrowserContext]
) -> None:
    page = ready(tablets(), unit)
    old = release_of(page)
    unit.kill()
    with (tmp_path / "code/field_node/web/static/tablet.css").open("a") as style:
        style.write("/* the next release */\n")
    unit.start()
    page.goto(f"{unit.url}/catat/lokasi")
    assert release_of(page) != old
    until(lambda: page.evaluate(WAITS), "the next release")
    assert old in kept(page)  # a half-filled form goes on with what it began with
    page.close()
    context = page.context
    until(lambda: opened_with_one_release(context, unit), "the change")
    again = context.new_page()
    unit.kill()
    again.goto(f"{unit.url}/catat/lokasi")
    held(again, 0)
    expect(again.locator("body[data-kerangka]")).to_be_visible()
    assert release_of(again) != old


def test_another_language_is_there_away_from_the_unit_while_the_page_stays_open(
    unit: Unit, tablets: Callable[..., BrowserContext]
) -> None:
    page = ready(tablets(), unit)
    for button, word, end in (
        ("English", "Head-count of evacuees", "-en"),
        ("Bahasa Indonesia", "Hitung pengungsi", "-id"),
    ):
        page.goto(unit.url)
        page.get_by_role("button", name=button).click()
        until(partial(speaks, page, end), button)
        page.context.set_offline(True)
        page.goto(f"{unit.url}/catat/hitung_pengungsi")
        expect(page.locator("body[data-kerangka] h1")).to_have_text(word)
        page.context.set_offline(False)


def speaks(page: Page, end: str) -> bool:
    """True when all that the tablet keeps is in that language."""
    return [name[-3:] for name in page.evaluate("caches.keys()")] == [end]


WAITS = "navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)"


def opened_with_one_release(context: BrowserContext, unit: Unit) -> bool:
    """Opens and closes a page; True when nothing of another release was left."""
    page = context.new_page()
    page.goto(f"{unit.url}/tablet")
    alone = kept(page) == [release_of(page)]
    page.close()
    return alone


def release_of(page: Page) -> str:
    """The release that the page shown was made by."""
    return str(page.locator("link[rel=stylesheet]").first.get_attribute("href")).split("/")[2]


def kept(page: Page) -> list[str]:
    """The releases that the tablet keeps, each in one language."""
    names: list[str] = page.evaluate("caches.keys()")
    return [name.removeprefix("tagana-").removesuffix("-id") for name in names]
