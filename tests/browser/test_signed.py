"""A paired tablet whose session ended: what is saved waits on the tablet, and goes once somebody signed in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import TABLET, Unit, ready, until
from tests.browser.steps import held, notes, save

PIN = "271828"


def pair(page: Page, unit: Unit) -> None:
    """Makes this browser the first tablet of the unit and its user a Koordinator."""
    page.goto(f"{unit.url}/pasang")
    page.get_by_role("button", name="Tampilkan QR dan kode").click()
    page.get_by_role("link", name="Pasangkan tablet ini").click()
    page.fill("[name=tablet]", "Tablet 1")
    page.fill("[name=nama]", "Rahmat")
    page.get_by_label("Koordinator").check()
    page.fill("[name=pin]", PIN)
    page.fill("[name=pin_lagi]", PIN)
    page.get_by_role("button", name="Pasangkan", exact=True).click()
    page.wait_for_url(lambda address: "/pasang" not in address)


def lock(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/masuk")
    page.get_by_role("button", name="Kunci tablet").click()
    expect(page.get_by_role("heading", name="Siapa yang memakai tablet ini?")).to_be_visible()


def sign_in(page: Page) -> None:
    page.get_by_label("Rahmat").check()
    page.fill("[name=_pin]", PIN)
    page.get_by_role("button", name="Masuk", exact=True).click()


@pytest.fixture(scope="module")
def paired(shared: Unit, browser: Browser) -> Iterator[BrowserContext]:
    """The only tablet of the unit."""
    shared.start()
    context = browser.new_context(**TABLET)
    pair(context.new_page(), shared)
    yield context
    context.close()


def test_what_is_saved_without_a_session_goes_after_signing_in(unit: Unit, paired: BrowserContext) -> None:
    page, context = ready(paired, unit), paired
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Ditulis sebelum sesi berakhir")
    lock(context.new_page(), unit)
    save(page)
    expect(page.get_by_text("Sesi berakhir. Isian Anda masih ada, silakan masuk lagi.")).to_be_visible()
    held(page, 1)
    assert notes(unit, "Ditulis sebelum sesi berakhir") == []
    page.get_by_role("link", name="Masuk dulu").click()
    sign_in(page)
    until(
        lambda: notes(unit, "Ditulis sebelum sesi berakhir") == ["Ditulis sebelum sesi berakhir"],
        "the record",
    )
    held(page, 0)


@pytest.mark.usefixtures("paired")
def test_a_tablet_of_strangers_is_told_nothing(unit: Unit, tablets: Callable[..., BrowserContext]) -> None:
    stranger = tablets().new_page()
    stranger.goto(f"{unit.url}/catat/catatan")
    expect(stranger.get_by_role("heading", name="Tablet ini belum dipasangkan")).to_be_visible()
    assert stranger.request.get(f"{unit.url}/kerangka/catat/catatan").status == 401
    assert stranger.request.get(f"{unit.url}/tablet/daftar").status == 401
