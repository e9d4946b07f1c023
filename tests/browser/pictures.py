"""`make screenshots`: every page as a picture, in every size and theme below var/gambar, and those of the guide in docs/panduan."""

import re
import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser import lumbung, story
from tests.browser.conftest import ARGS, CHROMIUM, ROOT, TABLET, Unit
from tests.browser.every_page import LUMBUNG, OPEN, PAIRED, SIZES, THEMES
from tests.browser.steps import pair_first

ALL = ROOT / "var/gambar"
GUIDE = ROOT / "docs/panduan/gambar"
SMALL: ViewportSize = {"width": 360, "height": 740}
POINTED = "() => location.hash && document.querySelector(location.hash)?.scrollIntoView()"
"""What the address points at comes to the top again once the page has its size."""


def main() -> None:
    """Takes them all; names on the command line take only those pages."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        unit = Unit(Path(folder) / "unit")
        story.tell(unit.config)
        unit.start()
        page = (
            playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS).new_context(**TABLET).new_page()
        )
        _take(page, unit, OPEN)
        page.goto(unit.url)
        pair_first(page, unit)
        _take(page, unit, PAIRED)
        unit.kill()
        store = Unit(Path(folder) / "store")
        lumbung.tell(store.config)
        store.start()
        _take(page, store, LUMBUNG)
        store.kill()


def _take(page: Page, unit: Unit, pages: dict[str, str]) -> None:
    shown = pictures_of_the_guide()
    for name, path in pages.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        page.goto(unit.url + path)
        page.wait_for_load_state("networkidle")
        for (width, height), theme in product(SIZES, THEMES):
            page.set_viewport_size({"width": width, "height": height})
            wear(page, theme)
            _write(page, ALL / f"{name}-{width}-{theme}.jpg")
        if name in shown:
            page.set_viewport_size(SMALL)
            wear(page, "terang")
            page.evaluate(POINTED)
            _write(page, GUIDE / f"{name}.jpg")
        sys.stdout.write(f"{name}\n")


def pictures_of_the_guide() -> set[str]:
    """Names of the pages that the guide shows."""
    told = " ".join(file.read_text(encoding="utf-8") for file in GUIDE.parent.glob("*.md"))
    return set(re.findall(r"\]\(gambar/(\w+)\.jpg\)", told))


def wear(page: Page, theme: str) -> None:
    """Shows the page that is open in another theme."""
    page.evaluate("(theme) => { document.documentElement.dataset.tampilan = theme; }", theme)


def _write(page: Page, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, type="jpeg", quality=60)


if __name__ == "__main__":
    main()
