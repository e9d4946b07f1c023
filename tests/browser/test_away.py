"""A tablet out of reach of its unit: forms open, records stay, and each is in the journal once when the unit is back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Unit
from tests.browser.steps import count_people, held, notes, people, save

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


def test_people_are_counted_at_a_place_that_only_the_tablet_knows(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    page.goto(f"{unit.url}/catat/lokasi")
    page.fill("#f-nama", "Desa Jauh")
    page.locator("#f-jenis").select_option("posko")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.goto(f"{unit.url}/catat/hitung_pengungsi")
    page.locator("#f-lokasi").select_option(label="Desa Jauh (masih di tablet)")
    page.fill("#f-jiwa", "61")
    save(page)
    expect(page.get_by_text("Tersimpan di tablet ini.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Sudah sampai: tersimpan di unit.")).to_be_visible(timeout=30_000)
    held(page, 0)
    assert people(unit, 61) == [61]


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
    assert len(json.loads(file.read_text())["catatan"]) == 2
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
