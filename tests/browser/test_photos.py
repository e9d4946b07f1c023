"""A photo from a tablet that was away, broken off on both of its ways, to the center: each piece once, and every state honest."""

import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from field_node.records.photo import Photo
from sync import enrolment
from sync.center.enrolment import enroll
from sync.center.files.routes import shelf_of
from tests.browser.conftest import ROOT, Unit, until
from tests.browser.seen import wrong
from tests.browser.steps import save
from tests.cutting import Line, line_to
from tests.journeys.pusat import Pusat

WIDTH, HEIGHT, BLOCK = 2400, 1800, 6


class Sending(Unit):
    """A unit of a real center, whose `tagana sync` runs too while `sends` lasts."""

    def __init__(self, folder: Path, pusat: Pusat, line: Line) -> None:
        super().__init__(folder)
        (self.config.secrets_dir / "enrolment.json").unlink()
        file = enroll(pusat.center, "Gladi", address=line.url, now=int(time.time())).to_json()
        enrolment.enroll(self.config, file, replace_other=True)
        self._sync: subprocess.Popen[bytes] | None = None

    def send(self) -> None:
        command = [sys.executable, "-m", "field_node.cli", "--config", str(self._file), "sync"]
        self._sync = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        super().kill()
        if self._sync:
            self._sync.kill()
            self._sync.wait()
            self._sync = None


@pytest.fixture(scope="module")
def pusat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pusat]:
    made = Pusat.founded(tmp_path_factory.mktemp("foto") / "pusat")
    yield made
    made.close()


@pytest.fixture(scope="module")
def line(pusat: Pusat) -> Iterator[Line]:
    with line_to(pusat.address) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, pusat: Pusat, line: Line) -> Iterator[Unit]:
    made = Sending(tmp_path_factory.mktemp("field") / "unit", pusat, line)
    yield made
    made.kill()


def a_picture() -> bytes:
    """A PNG of 2400 x 1800 points that no coder makes small; the same each time."""
    state, rows = 7, list[bytes]()
    for _ in range(HEIGHT // BLOCK):
        row = bytearray()
        for _ in range(WIDTH // BLOCK):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            row += bytes((state >> 8 & 255, state >> 14 & 255, state >> 20 & 255)) * BLOCK
        rows += [b"\0" + bytes(row)] * BLOCK

    def chunk(name: bytes, said: bytes) -> bytes:
        return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


FILE: Any = {"name": "jalan putus.png", "mimeType": "image/png", "buffer": a_picture()}


class Cut:
    """The way from a tablet to its unit: after `pieces` pieces nothing goes on."""

    def __init__(self, context: BrowserContext, pieces: int) -> None:
        self.left = pieces
        self.brought: list[str] = []
        context.route("**/tablet/foto/*", self._carry)

    def _carry(self, route: Route, request: Request) -> None:
        if request.method == "PUT":
            if self.left <= 0:
                route.abort()
                return
            self.left -= 1
            self.brought.append(request.headers["content-range"])
        route.continue_()


def photographed_away(page: Page, unit: Unit, told: str) -> None:
    """A note with a photo, saved while the unit is out of reach."""
    page.context.set_offline(True)
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", told)
    page.set_input_files("#foto-berkas", FILE)
    expect(page.locator("[data-foto] .photos img")).to_be_visible()
    expect(page.locator("[data-foto] [data-kabar]")).to_have_text("1 foto tersimpan di tablet ini.")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()


def test_a_photo_broken_off_twice_arrives_once_and_every_state_is_told(
    page: Page, unit: Sending, pusat: Pusat, line: Line
) -> None:
    photographed_away(page, unit, "Jembatan putus")
    page.goto(f"{unit.url}/tablet")
    page.reload()
    expect(page.locator("#di-tablet")).to_have_text("1 di tablet, 1 foto")
    expect(page.locator("#foto-di-tablet .meta")).to_have_text("Di tablet")
    cut = Cut(page.context, pieces=1)
    page.context.set_offline(False)
    expect(page.locator("#foto-di-tablet .meta")).to_contain_text("Sampai di unit")
    expect(page.locator("#di-tablet")).to_have_text("0 di tablet, 1 foto")
    assert unit.kept("foto") == [], "not whole yet"
    page.reload()
    cut.left = 100
    # The page says "0 di tablet" before it has counted; asking it something lets Cut work meanwhile.
    until(lambda: page.title() and unit.kept("foto"), "the whole photo")
    expect(page.locator("#di-tablet")).to_have_text("0 di tablet")
    assert len(set(cut.brought)) > 2
    assert cut.brought.count(cut.brought[0]) == 1, "what the unit said it has is not brought again"
    (entry,) = unit.kept("foto")
    photo = entry.record
    assert isinstance(photo, Photo) and photo.jenis == "jpeg"
    to_the_center(page, unit, pusat, (line, photo))


def to_the_center(page: Page, unit: Sending, pusat: Pusat, on: tuple[Line, Photo]) -> None:
    line, photo = on
    page.goto(f"{unit.url}/entri/{photo.entri}")
    picture = page.locator("#foto .photos img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("(one) => one.decode().then(() => [one.naturalWidth, one.naturalHeight])") == [
        1600,
        1200,
    ]
    expect(page.locator("#foto .mark")).to_contain_text("Foto: di unit")
    line.cut_after = photo.ukuran // 2
    unit.send()
    reload_until(page, "terkirim")
    line.cut_after = None
    expect(page.locator("#foto .mark")).to_contain_text(
        "Foto: diterima pusat"
    )  # the open page says so by itself
    assert shelf_of(pusat.center).read(photo.sidik)
    assert line.up < photo.ukuran * 2, "what was torn is brought again, the rest is not"


def reload_until(page: Page, told: str) -> None:
    def says() -> bool:
        page.reload()
        return told in page.locator("#foto .mark").first.inner_text()

    until(says, told)


def test_a_photo_is_added_on_the_page_of_its_record(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Tenda rusak")
    save(page)
    page.wait_for_url("**/entri/*")
    page.set_input_files("#foto-berkas", FILE)
    page.fill("#foto-keterangan", "Sisi utara")
    page.get_by_role("button", name="Simpan foto").click()
    expect(page.locator("#foto .caption")).to_have_text("Sisi utara")
    expect(page.locator("#foto .photos img").first).to_be_visible()
    assert [one.record.keterangan for one in unit.kept("foto")].count("Sisi utara") == 1  # type: ignore[attr-defined]


def test_a_form_takes_photos_also_when_its_page_was_loaded_before_its_words(
    tablets: Callable[..., BrowserContext], unit: Unit
) -> None:
    page, held = tablets(service_workers="block").new_page(), list[Route]()
    page.route("**/kata_id.js", lambda route: held.append(route))  # noqa: PLW0108 - it counts arguments
    page.goto(f"{unit.url}/catat/catatan")
    until(lambda: page.title() and held, "the words are asked for")
    assert page.evaluate("document.readyState") == "complete"
    held.pop().continue_()
    expect(page.locator("[data-foto]")).to_be_visible()


def test_without_scripts_a_photo_is_added_by_a_plain_form(
    tablets: Callable[..., BrowserContext], unit: Unit
) -> None:
    page = tablets(java_script_enabled=False).new_page()
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Tanpa skrip")
    page.locator("form.entry .actions button.main").click()
    page.wait_for_url("**/entri/*")
    small = page.screenshot(type="jpeg", quality=60)
    page.set_input_files("#foto-berkas", {"name": "kecil.jpg", "mimeType": "image/jpeg", "buffer": small})
    page.get_by_role("button", name="Simpan foto").click()
    expect(page.locator("#foto .photos img")).to_be_visible()
    page.set_input_files("#foto-berkas", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no"})
    page.get_by_role("button", name="Simpan foto").click()
    expect(page.get_by_text("Berkas ini bukan foto.")).to_be_visible()


def test_axe_finds_nothing_where_photos_are(page: Page, unit: Unit) -> None:
    (with_photo, *_) = [one.record.entri for one in unit.kept("foto")]  # type: ignore[attr-defined]
    Cut(page.context, pieces=0)
    for address in ("/catat/catatan", f"/entri/{with_photo}", "/tablet"):
        page.goto(f"{unit.url}{address}")
        if address == "/catat/catatan":
            page.set_input_files("#foto-berkas", FILE)
            expect(page.locator("[data-foto] .photos img")).to_be_visible()
        assert wrong(page) == [], address
