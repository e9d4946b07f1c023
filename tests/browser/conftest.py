"""A real unit behind real waitress, that may be killed and started again, and a real Chromium at tablet size."""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from field_node.clock import Stamp
from field_node.config import Config, defaults
from field_node.opened import DATABASE, opened_locker, opened_store
from field_node.records import type_by_slug
from field_node.records.place import Place
from field_node.records.record import Entry, TimeQuality
from field_node.sealed_box import public_of
from field_node.store import journal
from field_node.store.connection import open_reader
from field_node.store.identity import become
from tests.browser.drawer import Drawer
from tests.factories import NOW

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The engine without the desktop around it shows the same pages at two thirds of the cost; CHROMIUM=/usr/bin/chromium takes another one."""
DEADLINE_S = 60.0
UNIT = 3
CENTER_KEY = bytes(range(32))
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=DEADLINE_S * 1000)
VENDOR = ROOT / "field_node/web/static/vendor/idb.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser or the scripts of others the whole group is skipped and named."""
    missing = "chromium is not installed" if CHROMIUM is None else "make vendor has not run"
    if CHROMIUM and VENDOR.exists():
        return
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=missing))


TABLET: dict[str, Any] = {
    "viewport": {"width": 800, "height": 1280},
    "has_touch": True,
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Unit:
    """One unit: its folder, its process, what its journal holds. The port stays through restarts. `code`: where its program lies.

    `config`: that of a folder which a center enrolled.
    """

    def __init__(
        self, folder: Path, code: Path = ROOT, *, number: int = UNIT, config: Config | None = None
    ) -> None:
        self._code = code
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.config = config or _prepared(folder, number)
        self._file = folder / "node.toml"
        names = ("data_dir", "runtime_dir", "secrets_dir")
        told = [f'{name} = "{getattr(self.config, name)}"\n' for name in names]
        self._file.write_text("".join(told) + f"[web]\nport = {self.port}\n")
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers; a running one goes on."""
        if self._child:
            return
        command = [sys.executable, "-m", "field_node.cli", "--config", str(self._file), "web"]
        self._child = subprocess.Popen(
            command,
            cwd=self._code,
            env={**os.environ, "PYTHONPATH": str(self._code)},
            stdout=subprocess.DEVNULL,
        )
        until(self._answers)

    def kill(self) -> None:
        """As a pulled plug: no last words."""
        if self._child:
            self._child.kill()
            self._child.wait()
            self._child = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kept(self, slug: str) -> list[Entry]:
        """Every entry of a type in the journal."""
        locker = opened_locker(self.config.secrets_dir)
        store = open_reader(self.config.data_dir / DATABASE, locker=locker)
        try:
            return [entry for _, entry in journal.entries(store, type_by_slug(slug), limit=1000)]
        finally:
            store.close()


def _prepared(folder: Path, number: int) -> Config:
    """The folder of a unit that was enrolled and knows one posko."""
    (folder / "secrets").mkdir(mode=0o700, parents=True)
    said = {"name": "Tagana Indramayu 1", "box_public": base64.b64encode(public_of(CENTER_KEY)).decode()}
    (folder / "secrets" / "enrolment.json").write_text(json.dumps(said))
    config = defaults(data_dir=folder, runtime_dir=folder / "run", secrets_dir=folder / "secrets")
    with opened_store(config) as store:
        become(store, number)
        posko = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.32715, lon=108.32)
        journal.append(store, posko, stamp=Stamp(NOW, TimeQuality.GPS, 1, 10.0))
    return config


def until(holds: Callable[[], Any], what: str = "it") -> None:
    """Returns once it holds; fails after the deadline."""
    end = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < end, f"{what} never held"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    made = Unit(tmp_path_factory.mktemp("field") / "unit")
    yield made
    made.kill()


@pytest.fixture
def unit(shared: Unit) -> Unit:
    """The unit of this file, running. Its journal holds what earlier tests saved: each saves values of its own."""
    shared.start()
    return shared


def a_tablet(browser: Browser, **changed: Any) -> BrowserContext:
    """A browser profile of its own."""
    made = browser.new_context(**{**TABLET, **changed})
    made.set_default_timeout(DEADLINE_S * 1000)
    return made


@pytest.fixture
def tablets(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes tablets that nobody has used; `at_hand` gives those that are ready to work without the unit, at less cost."""
    made: list[BrowserContext] = []

    def tablet(**changed: Any) -> BrowserContext:
        made.append(a_tablet(browser, **changed))
        return made[-1]

    yield tablet
    for one in made:
        one.close()


def ready(context: BrowserContext, unit: Unit) -> Page:
    """A page of a tablet that has seen its unit once and keeps what it needs."""
    return opened_alone(context, unit.url)


def opened_alone(context: BrowserContext, url: str) -> Page:
    """The same of the unit at that address."""
    page = context.new_page()
    page.goto(f"{url}/tablet")
    until(lambda: page.evaluate(HAS_WORKER), "the service worker")
    if not page.evaluate("navigator.serviceWorker.controller"):  # it came while this page was being opened
        page.goto(f"{url}/tablet")
    until(lambda: page.evaluate(HAS_LISTS), "the lists")
    return page


HAS_WORKER = 'navigator.serviceWorker.getRegistration().then((one) => one?.active?.state === "activated")'
HAS_LISTS = """new Promise((done) => {
  const asked = indexedDB.open("tagana");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("daftar").objectStore("daftar").count();
    counted.onsuccess = () => { asked.result.close(); done(counted.result > 0); };
  };
})"""


@pytest.fixture(scope="module")
def drawer(browser: Browser) -> Iterator[Drawer]:
    """The tablets of this file."""
    drawer = Drawer(lambda: a_tablet(browser), opened_alone)
    yield drawer
    drawer.close()


@pytest.fixture
def at_hand(request: pytest.FixtureRequest, drawer: Drawer, unit: Unit) -> Iterator[Callable[[], Page]]:
    """Each call another tablet, as `ready` makes it."""
    failed = request.session.testsfailed
    yield lambda: drawer.take(unit.url)
    drawer.lay_back(worked=request.session.testsfailed == failed)


@pytest.fixture
def page(at_hand: Callable[[], Page]) -> Page:
    return at_hand()
