"""A tablet out of reach of its unit: forms open, records stay, and each is in the journal once when the unit is back."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import TimeQuality
from field_node.store import journal, status
from tests.browser.conftest import UNIT, Unit, until
from tests.browser.seen import unfit, wrong
from tests.browser.steps import count_people, held, notes, people, save
from tests.field_node.store.heard import heard, saldo

AtHand = Callable[[], Page]


@pytest.mark.parametrize(("away", "jiwa"), [("out of Wi-Fi", "87"), ("unit without power", "88")])
def test_what_is_saved_away_from_the_unit_survives_a_reload_and_arrives_once(
    page: Page, unit: Unit, away: str, jiwa: str
) -> None:
    leave(page, unit, away)
    count_people(page, unit, jiwa)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.goto(f"{unit.url}/")
    page.reload()
    held(page, 1)
    expect(page.locator("#di-unit")).to_have_text("Terputus")
    expect(page.get_by_text("Unit sedang tidak terjangkau.")).to_be_visible()
    expect(page.locator("#belum-sampai")).to_contain_text("Hitung pengungsi: Balai Desa Contoh")
    expect(page.locator("#belum-sampai .mark")).to_have_text("Di tablet")
    come_back(page, unit, away)
    held(page, 0)
    expect(page.get_by_text("Unit sedang tidak terjangkau.")).to_be_hidden()
    assert people(unit, int(jiwa)) == [int(jiwa)]


def test_a_tablet_that_could_not_get_ready_tries_again_on_the_same_page(
    unit: Unit, tablets: Callable[..., BrowserContext]
) -> None:
    refused: list[str] = []

    def answer(route: Route) -> None:
        if refused:
            return route.continue_()
        refused.append(route.request.url)
        return route.fulfill(status=401)

    context = tablets()
    context.route("**/semua.json", answer)
    page = context.new_page()
    page.goto(f"{unit.url}/tablet")
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "the service worker")
    assert refused


def leave(page: Page, unit: Unit, away: str) -> None:
    if away == "out of Wi-Fi":
        page.context.set_offline(True)
    else:
        unit.kill()


def come_back(page: Page, unit: Unit, away: str) -> None:
    if away == "out of Wi-Fi":
        page.context.set_offline(False)
    else:
        unit.start()


def test_two_tablets_away_at_once_lose_and_double_nothing(unit: Unit, at_hand: AtHand) -> None:
    first, second = at_hand(), at_hand()
    unit.kill()
    for page, jiwa in ((first, "11"), (second, "22"), (first, "33")):
        count_people(page, unit, jiwa)
        expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    held(first, 2)
    another = first.context.new_page()  # two pages of one tablet send at the same time
    another.goto(f"{unit.url}/tablet")
    unit.start()
    for page in (first, second, another):
        page.evaluate("dispatchEvent(new Event('online'))")  # its hotspot is back: all begin to send at once
    for page in (first, second, another):
        held(page, 0)
    assert people(unit, 11, 22, 33) == [11, 22, 33]


def test_a_killed_tab_loses_nothing(page: Page, unit: Unit) -> None:
    context = page.context
    context.set_offline(True)
    count_people(page, unit, "5")
    page.wait_for_selector("text=Tersimpan di tablet ini.")
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(f"{unit.url}/catat/lokasi")
    held(again, 1)
    context.set_offline(False)
    held(again, 0)
    assert people(unit, 5) == [5]


def test_what_the_unit_refuses_stays_and_is_mended(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    count_people(page, unit, "banyak")
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.goto(f"{unit.url}/tablet")
    page.context.set_offline(False)
    row = page.locator("#belum-sampai li").first
    expect(row).to_contain_text("Perlu diperiksa")
    expect(row).to_contain_text("Jumlah jiwa: Isi")
    row.get_by_role("link", name="Perbaiki").click()
    expect(page.locator(".problems")).to_contain_text("Jumlah jiwa")
    expect(page.locator("#f-jiwa")).to_have_value("banyak")
    page.fill("#f-jiwa", "40")
    save(page)
    page.wait_for_url("**/entri/3-*")
    held(page, 0)
    assert people(unit, 40) == [40]


def test_a_file_of_one_tablet_is_taken_in_by_another_and_each_record_is_kept_once(
    unit: Unit, at_hand: AtHand, tmp_path: Path
) -> None:
    away, near = at_hand(), at_hand()
    away.context.set_offline(True)
    for jiwa in ("6", "7"):
        count_people(away, unit, jiwa)
        expect(away.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    away.goto(f"{unit.url}/tablet")
    with away.expect_download() as download:
        away.get_by_role("button", name="Ekspor semua").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    told = json.loads(file.read_text())
    assert (len(told["catatan"]), told["unit"]) == (2, str(UNIT))
    near.goto(f"{unit.url}/tablet")
    near.set_input_files("#berkas", file)
    near.get_by_role("button", name="Impor ke unit").click()
    expect(near.get_by_text("2 dari 2 catatan ada di unit.")).to_be_visible()
    away.context.set_offline(False)
    held(away, 0)
    assert people(unit, 6, 7) == [6, 7]


def test_an_sos_that_did_not_reach_the_unit_never_looks_sent(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    page.goto(f"{unit.url}/catat/sos")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("SOS ini belum terkirim!")
    page.context.set_offline(False)
    held(page, 0)
    assert len(unit.kept("sos")) == 1


@pytest.mark.parametrize("status", [401, 503])
def test_a_unit_that_does_not_take_a_record_leaves_it_on_the_tablet_with_the_reason(
    page: Page, unit: Unit, status: int
) -> None:
    told = json.dumps({"kalimat": "Belum bisa, kata unit."})
    page.context.route(
        "**/tablet/kirim",
        lambda route: route.fulfill(status=status, body=told, content_type="application/json"),
    )
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", f"Air naik {status}")
    save(page)
    expect(page.get_by_text("Belum bisa, kata unit.")).to_be_visible()
    page.goto(f"{unit.url}/tablet")
    expect(page.locator("#belum-sampai")).to_contain_text("Belum bisa, kata unit.")
    page.get_by_role("button", name="Coba kirim lagi").click()
    expect(page.locator("#kabar")).to_contain_text("1 catatan masih di tablet")
    page.context.unroute("**/tablet/kirim")
    held(page, 0)
    assert notes(unit, f"Air naik {status}") == [f"Air naik {status}"]


def test_who_has_goods_is_told_away_as_the_tablet_heard_it_last(page: Page, unit: Unit) -> None:
    unit.kill()
    stamp = Stamp(int(time.time()) - 7_200, TimeQuality.NTP, 1, 10.0)
    with opened_store(unit.config) as store:
        near = Place(nama="Lumbung Contoh", jenis="lumbung", unit=UNIT, lat=-6.33, lon=108.3)
        gudang = journal.append(store, near, stamp=stamp).ref
        journal.append(store, Place(nama="Gudang Diam", jenis="gudang", unit=9), stamp=stamp)
        came = Movement(
            jenis="terima", gudang=gudang, barang=21, jumlah=40, asal="donasi", sumber_dana="donasi"
        )
        journal.append(store, came, stamp=stamp)
    unit.start()
    page.goto(f"{unit.url}/tablet")
    until(lambda: page.evaluate(KNOWS_DEPOTS), "the places with goods")
    page.context.set_offline(True)
    page.goto(f"{unit.url}/lumbung?barang=21")
    page.reload()
    has = page.locator("[data-bagian=ada] li")
    expect(has).to_contain_text("Lumbung Contoh")
    expect(has).to_contain_text("40\u00a0lembar menurut unit sendiri")
    expect(has).to_contain_text("per baru saja")
    expect(page.locator("[data-bagian=belum] li")).to_contain_text("Gudang Diam")
    page.locator("#barang").select_option("")
    expect(has).to_contain_text("selimut 40\u00a0lembar")
    assert not wrong(page, unfit)
    page.context.set_offline(False)


def test_ages_away_are_told_by_the_clock_of_the_unit(page: Page, unit: Unit) -> None:
    now, slow = int(time.time()), page.context.new_page()
    page.goto("about:blank")
    with opened_store(unit.config) as store:
        status.say(store, "gps", {"lat": -6.3, "lon": 108.3, "fix_at": now - 7_260}, now)
        named = Place(nama="Lumbung Sebelah", jenis="lumbung", unit=8, lat=-6.33, lon=108.3)
        ref = journal.append(store, named, stamp=Stamp(now, TimeQuality.NTP, 1, 10.0)).ref
        heard(store, 8, saldo(12, at=now - 5 * 3_600, place=ref), at=now)
    slow.add_init_script("const right = Date.now; Date.now = () => right() - 3 * 86_400_000;")
    slow.goto(f"{unit.url}/tablet")
    until(lambda: "Lumbung Sebelah" in str(slow.evaluate(LISTS)), "the neighbour's lumbung")
    slow.context.set_offline(True)
    slow.goto(f"{unit.url}/lumbung")
    expect(slow.locator("[data-bagian=ada] li", has_text="Lumbung Sebelah")).to_contain_text("per 5 jam lalu")
    expect(slow.locator("[data-dari]")).to_have_text("Jarak garis lurus dari unit ini (posisi 2 jam lalu).")
    slow.context.set_offline(False)
    slow.close()


def test_what_is_counted_away_is_of_the_time_of_the_unit_whatever_year_the_tablet_shows(
    page: Page, unit: Unit
) -> None:
    page.goto("about:blank")
    slow = page.context.new_page()
    slow.add_init_script("const right = Date.now; Date.now = () => right() - 365 * 86_400_000;")
    slow.goto(f"{unit.url}/tablet")
    expect(slow.locator("#di-unit")).not_to_have_text("Terputus")
    until(lambda: slow.evaluate("Number(localStorage.getItem('tagana.jam')) > 1e10"), "the unit's clock")
    slow.context.set_offline(True)
    count_people(slow, unit, "91")
    held(slow, 1)
    slow.context.set_offline(False)
    held(slow, 0)
    every: list[Any] = [one.record for one in unit.kept("hitung_pengungsi")]
    (counted,) = [one for one in every if one.jiwa == 91]
    assert abs(counted.per_waktu - time.time()) < 600
    slow.close()


LISTS = """new Promise((done) => {
  const asked = indexedDB.open("tagana");
  asked.onsuccess = () => {
    const told = asked.result.transaction("daftar").objectStore("daftar").get("unit");
    told.onsuccess = () => { asked.result.close(); done(JSON.stringify(told.result ?? null)); };
  };
})"""
KNOWS_DEPOTS = """new Promise((done) => {
  const asked = indexedDB.open("tagana");
  asked.onsuccess = () => {
    const told = asked.result.transaction("daftar").objectStore("daftar").get("unit");
    told.onsuccess = () => { asked.result.close(); done(told.result?.isi.lumbung?.some((one) => one[6]?.length)); };
  };
})"""
