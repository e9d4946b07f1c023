"""A tablet as a carrier, in a real browser: unit, nginx, sync and center are real, and the unit has no way to its center."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select

from field_node.clock import Stamp
from field_node.config import defaults
from field_node.opened import DATABASE, opened_locker, opened_store
from field_node.records.record import TimeQuality
from field_node.store import journal, outbox
from field_node.store.connection import open_reader
from sync.center.authority import make_leaf
from sync.center.enrolment import load_authority
from sync.center.schema import ENTRY
from sync.center.store import Center
from tests.behind_nginx import NGINX, ROOT, Front, Places, in_the_field, pages
from tests.behind_nginx import WHY_NOT as NO_NGINX
from tests.behind_nginx import served as behind_nginx
from tests.browser.conftest import DEADLINE_S, TABLET, ready, until
from tests.browser.trusting import CERTUTIL, WHY_NOT, chromium, trust
from tests.factories import a_position
from tests.sync.parts import a_center, served

pytestmark = [
    pytest.mark.skipif(NGINX is None, reason=NO_NGINX),
    pytest.mark.skipif(CERTUTIL is None, reason=WHY_NOT),
]
CENTER = "pusat.tagana.internal"
"""Only the browser is told where that is: the unit cannot find it."""
CANARY = "Kampung Rahasia Barat"


@dataclass
class Field:
    """A unit that may be stopped, and a center."""

    places: Places
    center: Center
    front: Front
    center_port: int
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return f"https://{self.front.name}"

    def start(self) -> None:
        self.stack.enter_context(pages(self.places))
        self.stack.enter_context(running("sync", self.places))

    def stop(self) -> None:
        """As a unit without power: nginx still answers here, with nothing behind it."""
        self.stack.close()

    def waiting(self) -> int:
        store = open_reader(self.places.data / DATABASE, locker=opened_locker(self.places.secrets))
        try:
            return outbox.counts(store).waiting
        finally:
            store.close()

    def at_center(self) -> list[str]:
        """The notes that arrived."""
        with self.center.reader.connect() as conn:
            lines = [str(line) for line in conn.execute(select(ENTRY.c.line)).scalars()]
        return [text for text in (CANARY, "Air surut") if any(text in line for line in lines)]


def running(name: str, places: Places) -> AbstractContextManager[object]:
    """One more process of the unit."""
    command = [sys.executable, "-m", "field_node.cli", "--config", str(places.settings), name]
    return _process(command, places.folder / f"{name}.log")


class _process:
    def __init__(self, command: list[str], log: Path) -> None:
        self._command, self._log = command, log

    def __enter__(self) -> Path:
        with self._log.open("wb") as out:
            self._child = subprocess.Popen(self._command, cwd=ROOT, stdout=out, stderr=out)
        return self._log

    def __exit__(self, *_told: object) -> None:
        self._child.terminate()
        self._child.wait(DEADLINE_S)


def over_tls(center: Center, address: str, folder: Path) -> tuple[list[str], Path]:
    """The command of a front that speaks TLS for the center, under a certificate of its own CA."""
    leaf = make_leaf(load_authority(center), CENTER, (), int(time.time()))
    cert, key = folder / "pusat-cert.pem", folder / "pusat-key.pem"
    cert.write_bytes(leaf.certificate)
    key.write_bytes(leaf.key)
    port = address.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "tests.bench.front", "127.0.0.1", "0", port, str(cert), str(key)]
    return command, folder / "pusat.log"


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    folder = tmp_path_factory.mktemp("mule")
    with ExitStack() as stack:
        center = stack.enter_context(a_center(folder / "pusat"))
        address = stack.enter_context(served(center))
        log = stack.enter_context(_process(*over_tls(center, address, folder)))
        until(lambda: log.read_text().startswith("https://"), "the center's TLS")
        port = int(log.read_text().strip().rsplit(":", 1)[1])
        places = in_the_field(folder, center, f"https://{CENTER}:{port}")
        front = stack.enter_context(behind_nginx(places))
        made = Field(places, center, front, port)
        made.start()
        yield made
        made.stop()


@pytest.fixture
def tablet(browser: Browser, unit: Field, tmp_path: Path) -> Iterator[BrowserContext]:
    """It trusts the operation's CA, and finds both unit and center."""
    trust(tmp_path / "home", unit.front.ca)
    with chromium(browser, tmp_path / "home", unit.front, center=CENTER) as made:
        context = made.new_context(**TABLET)
        context.set_default_timeout(DEADLINE_S * 1000)
        yield context


def note(page: Page, unit: Field, text: str) -> None:
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", text)
    page.locator("form.entry button.main").click()
    page.wait_for_url("**/entri/1-*")


HELD = """new Promise((done) => {
  const asked = indexedDB.open("tagana-titipan");
  asked.onsuccess = () => {
    const got = asked.result.transaction("isi").objectStore("isi").get("muatan");
    got.onsuccess = () => { asked.result.close(); done([...new Uint8Array(got.result.bytes)]); };
  };
})"""

LEFT = """new Promise((done) => {
  const asked = indexedDB.open("tagana-titipan");
  asked.onsuccess = () => {
    const got = asked.result.transaction("isi").objectStore("isi").getAllKeys();
    got.onsuccess = () => { asked.result.close(); done(got.result); };
  };
})"""
AT_IT = "navigator.locks.query().then(({ held }) => held.some((one) => one.name === 'tagana-titipan'))"


@dataclass
class Gate:
    """Holds requests back until it is opened."""

    held: list[Route] = field(default_factory=list)
    is_open: bool = False

    def __call__(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


ANSWERS = "fetch('/health', { cache: 'no-store' }).then((answer) => answer.ok, () => false)"


def test_a_tablet_brings_records_to_the_center_and_the_receipt_home(
    tablet: BrowserContext, unit: Field
) -> None:
    tablet.route(f"https://{CENTER}:*/**", lambda route: route.abort())  # no internet near the unit
    page = ready(tablet, unit)  # type: ignore[arg-type]  # asks for its address alone
    note(page, unit, CANARY)
    page.goto(f"{unit.url}/tablet")
    told = page.locator("#titipan-kabar")
    expect(told).to_be_empty()
    page.get_by_role("button", name="Tablet ini boleh membawa titipan").click()
    expect(told).to_contain_text("Membawa 2 catatan, diambil baru saja. Belum sampai di pusat")
    note(page, unit, "Air surut")  # after it was taken, a moment before the tablet leaves
    page.goto(f"{unit.url}/tablet")
    page.get_by_role("button", name="Ambil atau antar sekarang").click()
    expect(told).to_contain_text("Membawa 3 catatan")
    held = bytes(page.evaluate(HELD))
    assert held.startswith(b"TGNFRM1\n") and CANARY.encode() not in held

    unit.stop()
    tablet.unroute(f"https://{CENTER}:*/**")
    page.reload()
    page.get_by_role("button", name="Ambil atau antar sekarang").click()
    expect(told).to_contain_text("Sudah diantar ke pusat baru saja. Unit belum tahu")
    assert unit.at_center() == [CANARY, "Air surut"]
    assert unit.waiting() == 3

    unit.start()
    until(
        lambda: page.evaluate(ANSWERS), "the unit behind its nginx"
    )  # else the tablet asks again a minute later
    page.reload()
    expect(told).to_contain_text("Tanda terima pusat diserahkan ke unit baru saja.")
    assert unit.waiting() == 0
    page.get_by_role("button", name="Berhenti membawa titipan").click()
    expect(page.get_by_role("button", name="Tablet ini boleh membawa titipan")).to_be_visible()


def test_a_tablet_that_was_not_asked_carries_nothing(tablet: BrowserContext, unit: Field) -> None:
    page = ready(tablet, unit)  # type: ignore[arg-type]  # asks for its address alone
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    note(page, unit, "Jalan putus")
    page.goto(f"{unit.url}/tablet")
    expect(page.get_by_role("button", name="Tablet ini boleh membawa titipan")).to_be_visible()
    assert not [url for url in asked if CENTER in url or "/titipan" in url.split(unit.url)[-1][:9]]


def test_who_comes_home_is_told_so_though_the_unit_went_on_recording(
    tablet: BrowserContext, unit: Field
) -> None:
    page = ready(tablet, unit)  # type: ignore[arg-type]  # asks for its address alone
    note(page, unit, "Tanggul jebol")
    gate = Gate()
    tablet.route("**/titipan/pulang", gate)
    page.goto(f"{unit.url}/tablet")
    page.get_by_role("button", name="Tablet ini boleh membawa titipan").click()
    until(lambda: page.evaluate(AT_IT) and gate.held, "the answers of the center")
    tablet.route(f"https://{CENTER}:*/**", lambda route: route.abort())  # back near the unit
    with opened_store(defaults(data_dir=unit.places.data, secrets_dir=unit.places.secrets)) as store:
        journal.append(store, a_position(), stamp=Stamp(int(time.time()), TimeQuality.GPS, 1, 10.0))
    gate.open()
    told = page.locator("#titipan-kabar")
    expect(told).to_contain_text("Tanda terima pusat diserahkan ke unit baru saja.")
    page.reload()
    expect(told).to_contain_text("Tanda terima pusat diserahkan ke unit baru saja. Membawa 1 catatan")


@pytest.mark.parametrize("step", ["**/titipan/*", "**/v1/frames*", "**/titipan/pulang"])
def test_a_consent_that_is_withdrawn_leaves_nothing_whatever_was_under_way(
    tablet: BrowserContext, unit: Field, step: str
) -> None:
    page = ready(tablet, unit)  # type: ignore[arg-type]  # asks for its address alone
    note(page, unit, "Jembatan miring")
    page.goto(f"{unit.url}/tablet")
    other = tablet.new_page()
    other.goto(f"{unit.url}/tablet")
    gate = Gate()
    tablet.route(step, gate)
    page.get_by_role("button", name="Tablet ini boleh membawa titipan").click()
    until(lambda: page.evaluate(AT_IT) and gate.held, "the step")
    other.get_by_role("button", name="Berhenti membawa titipan").click()
    expect(page.get_by_role("button", name="Tablet ini boleh membawa titipan")).to_be_visible()
    gate.open()
    until(lambda: not page.evaluate(AT_IT), "the end of the round")
    assert page.evaluate(LEFT) == []


def test_a_receipt_that_was_handed_over_while_the_page_was_left_is_told(
    tablet: BrowserContext, unit: Field
) -> None:
    page = ready(tablet, unit)  # type: ignore[arg-type]  # asks for its address alone
    note(page, unit, "Talud retak")
    page.goto(f"{unit.url}/tablet")
    gate = Gate()
    tablet.route("**/titipan/pulang/*", gate)
    page.get_by_role("button", name="Tablet ini boleh membawa titipan").click()
    until(lambda: page.evaluate(AT_IT) and gate.held, "what the unit says of the answers")
    page.goto("about:blank")
    until(lambda: unit.waiting() == 0, "the receipt at the unit")
    gate.is_open = True
    page.goto(f"{unit.url}/tablet")
    expect(page.locator("#titipan-kabar")).to_contain_text("Tanda terima pusat diserahkan ke unit")
