"""The page on trust in a real browser: it says yes only where the unit's certificate is really trusted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.behind_nginx import NGINX, Front, in_the_field, pages, served
from tests.behind_nginx import WHY_NOT as NO_NGINX
from tests.browser.conftest import DEADLINE_S, TABLET
from tests.browser.trusting import CERTUTIL, WHY_NOT, chromium, trust
from tests.sync.parts import a_center

pytestmark = [
    pytest.mark.skipif(NGINX is None, reason=NO_NGINX),
    pytest.mark.skipif(CERTUTIL is None, reason=WHY_NOT),
]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("trust")
    with a_center(folder / "pusat") as center:
        places = in_the_field(folder, center)
    with pages(places), served(places) as front:
        yield front


def checked(made: Browser, front: Front, *, skips_warnings: bool = False) -> Page:
    """A tablet that opened the page as its QR says, and tapped the button."""
    context = made.new_context(**TABLET, ignore_https_errors=skips_warnings)
    context.set_default_timeout(DEADLINE_S * 1000)
    page = context.new_page()
    page.goto(f"http://{front.name}/percaya")
    page.get_by_role("button", name="Periksa sekarang").click()
    return page


def test_a_tablet_with_the_cas_certificate_is_told_yes(
    browser: Browser, front: Front, tmp_path: Path
) -> None:
    trust(tmp_path / "home", front.ca)
    with chromium(browser, tmp_path / "home", front) as made:
        page = checked(made, front)
        expect(page.get_by_text("Ya, tablet ini percaya pada unit ini.")).to_be_visible()
        assert page.url.startswith(f"https://{front.name}/percaya")
        expect(page.get_by_text("Sidik jari di sini belum membuktikan apa-apa")).to_have_count(0)
        page.get_by_role("link", name="Lanjut ke halaman unit").click()
        expect(page.get_by_text("Tagana Indramayu 1").first).to_be_visible()


def test_a_tablet_without_it_is_told_no(browser: Browser, front: Front, tmp_path: Path) -> None:
    with chromium(browser, tmp_path / "home", front) as made:
        page = checked(made, front)
        expect(page.get_by_text("Belum: tablet ini menolak sambungan aman")).to_be_visible()
        assert page.url == f"http://{front.name}/percaya"


def test_a_tablet_that_only_skipped_the_warning_is_told_no(
    browser: Browser, front: Front, tmp_path: Path
) -> None:
    with chromium(browser, tmp_path / "home", front) as made:
        page = checked(made, front, skips_warnings=True)
        expect(page.get_by_text("Belum: peringatan peramban hanya dilewati")).to_be_visible()
        expect(page.get_by_text("Ya, tablet ini percaya")).to_be_hidden()
