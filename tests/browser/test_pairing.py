"""Pairing, signing in and revoking, in a real browser: also what it keeps and what it loses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TABLET, Unit, a_tablet, ready, until
from tests.browser.seen import unfit, wrong
from tests.browser.steps import begin_first, count_people, held, pair_first, people

PIN = "280463"
PATHS = (
    "/pasang",
    "/pasang/kode",
    "/orang",
    "/orang/1",
    "/orang/1/cabut",
    "/perangkat/tablet",
    "/perangkat/tablet/1/cabut",
    "/masuk",
    "/masuk/pin",
)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    """A unit that no other file pairs."""
    unit = Unit(tmp_path_factory.mktemp("pasang") / "unit")
    unit.start()
    yield unit
    unit.kill()


@pytest.fixture(scope="module")
def officer(browser: Browser, unit: Unit) -> Iterator[Page]:
    """The first tablet with its Koordinator, signed in."""
    context = a_tablet(browser)
    page = context.new_page()
    pair_first(page, unit, PIN)
    yield page
    context.close()


@pytest.fixture
def other(browser: Browser, unit: Unit, officer: Page) -> Iterator[Page]:
    """A second tablet, paired by the code, the Koordinator signed in."""
    officer.goto(f"{unit.url}/pasang")
    officer.get_by_text("Tampilkan QR dan kode").click()
    context = a_tablet(browser)
    page = context.new_page()
    page.goto(unit.url)
    page.get_by_role("link", name="Ketik kode").click()
    page.fill("#kode", officer.inner_text(".code"))
    page.locator("button.main").click()
    page.fill("#tablet", "Tablet 2")
    page.locator("button.main").click()
    signed_in(page)
    yield page
    context.close()


def signed_in(page: Page) -> None:
    page.fill("#_pin", PIN)
    page.locator("button.main").click()
    expect(page.get_by_role("heading", name="Beranda")).to_be_visible()


def test_a_double_tap_on_the_first_pairing_shuts_nobody_out(browser: Browser, tmp_path: Path) -> None:
    """The browser lets go of the first answer, and with it of the cookies that came along."""
    unit, context = Unit(tmp_path / "unit"), a_tablet(browser)
    unit.start()
    try:
        page = context.new_page()
        begin_first(page, unit, PIN)
        box = page.locator("button.main").bounding_box()
        assert box
        page.mouse.dblclick(box["x"] + 20, box["y"] + 20, delay=60)
        expect(page.get_by_role("heading", name="Orang di unit ini")).to_be_visible()
        page.goto(unit.url)
        expect(page.get_by_role("heading", name="Beranda")).to_be_attached()
    finally:
        context.close()
        unit.kill()


def test_a_lost_tablet_is_emptied_when_it_comes_back(unit: Unit, officer: Page, other: Page) -> None:
    other = ready(other.context, unit)
    other.context.set_offline(True)
    count_people(other, unit, "41")
    held(other, 1)
    officer.goto(f"{unit.url}/perangkat/tablet")
    officer.get_by_role("link", name="Cabut akses Tablet 2").click()
    officer.get_by_role("button", name="Ya, cabut akses tablet ini").click()
    expect(officer.get_by_text("Aksesnya sudah dicabut")).to_be_visible()
    other.context.set_offline(False)
    until(lambda: other.context.cookies() == [], "the cookies were gone")
    other.goto(f"{unit.url}/pasang/kode")
    assert other.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert other.evaluate("caches.keys().then((all) => all.length)") == 0
    assert people(unit, 41) == []


def test_a_record_kept_while_the_sign_in_ended_goes_after_the_next_one(unit: Unit, officer: Page) -> None:
    officer = ready(officer.context, unit)
    officer.context.set_offline(True)
    count_people(officer, unit, "42")
    held(officer, 1)
    session = next(one for one in officer.context.cookies() if one["name"].startswith("masuk"))
    officer.context.clear_cookies(name=session["name"])
    officer.context.set_offline(False)
    officer.goto(f"{unit.url}/masuk")
    signed_in(officer)
    until(lambda: people(unit, 42) == [42], "the record was in the journal")
    assert unit.kept("hitung_pengungsi")[0].author == 1


def test_axe_finds_nothing_and_everything_fits(unit: Unit, officer: Page, browser: Browser) -> None:
    officer.set_viewport_size({"width": 360, "height": 740})
    found: dict[str, list[str]] = {}
    found |= {path: _seen(officer, unit.url + path) for path in PATHS}
    officer.goto(f"{unit.url}/pasang")
    officer.get_by_text("Tampilkan QR dan kode").click()
    found["qr"] = _wrong(officer)
    stranger = browser.new_context(**{**TABLET, "viewport": {"width": 360, "height": 740}}).new_page()
    stranger.goto(f"{unit.url}/pasang/kode")
    stranger.fill("#kode", officer.inner_text(".code"))
    stranger.locator("button.main").click()
    found["name"] = _wrong(stranger)
    found["stranger"] = _seen(stranger, unit.url)
    stranger.context.close()
    assert {name: one for name, one in found.items() if one} == {}


def _seen(page: Page, address: str) -> list[str]:
    page.goto(address)
    return _wrong(page)


def _wrong(page: Page) -> list[str]:
    expect(page.locator("h1")).to_have_text(re.compile(r"\w"))
    return wrong(page, unfit)


def test_an_sos_after_the_sign_in_ended_says_that_nobody_knows_and_goes_after_the_next_one(
    unit: Unit, officer: Page
) -> None:
    page = officer
    page.goto(f"{unit.url}/sos")
    session = next(one for one in page.context.cookies() if one["name"].startswith("masuk"))
    page.context.clear_cookies(name=session["name"])
    page.get_by_text("Tidak bisa menahan?").click()
    page.get_by_role("button", name="Ya, kirim SOS").click()
    held_back = page.locator("#sos-di-tablet")
    expect(held_back).to_contain_text("SOS BELUM KELUAR DARI TABLET INI.")
    expect(held_back).to_contain_text("Unit minta masuk dulu, jadi belum ada yang tahu.")
    expect(page.locator("form[data-sos]")).to_be_hidden()
    assert wrong(page, unfit) == []
    held_back.get_by_role("link", name="Masuk dulu di unit").click()
    page.fill("#_pin", PIN)
    page.locator("button.main").click()
    expect(held_back).to_contain_text("SOS sudah sampai di unit.")
    assert len(unit.kept("sos")) == 1
