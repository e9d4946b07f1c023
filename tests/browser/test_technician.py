"""The technician's pages in a real browser: axe, small screens, and a backup that is followed to its end."""

import time

from playwright.sync_api import Page, expect

from field_node.opened import opened_store
from field_node.store import requests, status
from tests.browser.conftest import UNIT, Unit
from tests.browser.seen import unfit, wrong

PATHS = ("/perangkat", "/perangkat/gangguan", "/siap", "/cadangan", "/ekspor")
FOUND = {
    "file": "/media/tagana/tagana-unit-3/cadangan-3-20261122-060000.tgnb",
    "size": 900_000,
    "unit": UNIT,
    "name": "Tagana Indramayu 1",
    "made_at": int(time.time()) - 300,
    "trusted": True,
    "entries": 321,
    "own": 40,
    "photos": 2,
}


def say(unit: Unit, **rows: dict[str, object]) -> None:
    """What the other processes of the unit would say just now."""
    with opened_store(unit.config) as store:
        for name, body in rows.items():
            status.say(store, name, body, int(time.time()))


def a_kit(unit: Unit) -> None:
    say(
        unit,
        gps={"state": "tidak_ada", "reason": "no_receiver", "source": "gpsd:127.0.0.1:2947"},
        power={
            "known": True,
            "source": "sysfs:",
            "battery_percent": 12,
            "charging": False,
            "temperature_c": 48.0,
        },
        usb={"there": True, "folder": "/media/tagana", "free": 7_000_000_000, "found": [FOUND]},
        jaringan={"hotspot": True},
    )


def test_the_technicians_pages_are_open_to_everybody_and_fit(page: Page, unit: Unit) -> None:
    a_kit(unit)
    page.set_viewport_size({"width": 360, "height": 740})
    look = "/cadangan/pulihkan?berkas=" + str(FOUND["file"])
    found = {}
    for path in (*PATHS, look):
        page.goto(unit.url + path)
        expect(page.locator("h1")).to_be_visible()
        found[path] = wrong(page, unfit)
    assert {path: one for path, one in found.items() if one} == {}


def test_a_backup_is_followed_to_its_end_without_a_touch(page: Page, unit: Unit) -> None:
    a_kit(unit)
    page.goto(unit.url + "/cadangan")
    page.get_by_role("button", name="Cadangkan ke USB").click()
    expect(page.get_by_text("Permintaan dicatat")).to_be_visible()
    say(unit, cadangan={"step": "menulis", "share": 50})
    expect(page.get_by_text("Menulis ke USB (50 %)")).to_be_visible()
    end(unit, "backup", {})
    say(unit, cadangan={"step": "", "share": 100, "problem": "", "last": {**FOUND, "at": int(time.time())}})
    expect(page.get_by_text("Isi USB sedang dibaca lagi.")).to_be_visible()
    say(unit, usb={"there": True, "folder": "/media/tagana", "free": 7_000_000_000, "found": [FOUND]})
    expect(page.get_by_text("USB aman dicabut")).to_be_visible()
    expect(page.locator("progress")).to_have_count(0)


def test_an_export_and_a_restore_tell_their_end_without_a_touch(page: Page, unit: Unit) -> None:
    a_kit(unit)
    page.goto(unit.url + "/ekspor")
    page.get_by_role("button", name="Tulis berkas ekspor").click()
    expect(page.get_by_text("Menunggu dikerjakan")).to_be_visible()
    end(unit, "export", {"file": "/media/tagana/tagana-ekspor/t.tgn", "entries": 5, "on_stick": True})
    expect(page.get_by_text("di USB: /media/tagana/tagana-ekspor/t.tgn")).to_be_visible()
    page.goto(f"{unit.url}/cadangan/pulihkan?berkas={FOUND['file']}")
    page.get_by_role("button", name="Periksa dan pulihkan").click()
    expect(page.get_by_text("sedang dibuka dan diperiksa")).to_be_visible()
    end(unit, "restore", {"problem": "Ada 2 catatan sesudahnya.", "would_lose": True, "forms": 2})
    expect(page.get_by_role("button", name="Pulihkan dan sisihkan catatan itu")).to_be_visible()


def end(unit: Unit, kind: str, result: dict[str, object]) -> None:
    """What sync would leave of that request."""
    with opened_store(unit.config) as store:
        taken = requests.take(store, at=int(time.time()), kind=kind)
        assert taken is not None
        requests.done(store, taken.id, result, at=int(time.time()))
