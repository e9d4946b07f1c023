"""The guide says only what is there: its pictures, the words on buttons, the commands."""

import re
from pathlib import Path

import pytest

from field_node.cli import COMMANDS
from tests.browser.every_page import LUMBUNG, OPEN, PAIRED

GUIDE = Path("docs/panduan")
PAGES = sorted(GUIDE.glob("*.md"))
SOURCES = [
    *Path("field_node").rglob("*.html"),
    *Path("field_node").rglob("*.py"),
    *Path("field_node/web/static").glob("*.js"),
]
OWN = {"Data aman.", "Terkirim sendiri.", "Tidak ada yang pura-pura sampai.", "belum keluar"}
"""What the guide stresses without quoting a page."""


@pytest.fixture(scope="module")
def said() -> str:
    """Everything that pages can say, in one text."""
    return " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in SOURCES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_guide_quotes_stands_on_a_page(page: Path, said: str) -> None:
    quoted = {" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", page.read_text(), re.DOTALL)}

    assert {one for one in quoted - OWN if one not in said} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_picture_is_there_and_is_drawn_again(page: Path) -> None:
    names = re.findall(r"\]\(gambar/(\w+)\.jpg\)", page.read_text())

    assert set(names) <= {*OPEN, *PAIRED, *LUMBUNG}
    assert [one for one in names if not (GUIDE / f"gambar/{one}.jpg").exists()] == []


def test_every_command_of_the_guide_exists() -> None:
    told = {one for page in PAGES for one in re.findall(r"`tagana (\w+)", page.read_text())}

    assert told and told <= {one.name for one in COMMANDS}
