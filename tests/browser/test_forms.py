"""Forms near the unit: saved at once and once, drafts after every change, and all of it without scripts too."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Unit
from tests.browser.steps import POSKO, count_people, fill_count, held, notes, people, save


def test_a_record_saved_near_the_unit_is_kept_at_once(page: Page, unit: Unit) -> None:
    count_people(page, unit, "171")
    page.wait_for_url("**/entri/3-*")
    expect(page.get_by_role("status").filter(has_text="Tersimpan.")).to_be_visible()
    held(page, 0)
    assert people(unit, 171) == [171]


def test_the_back_button_and_a_second_simpan_make_no_second_record(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/catat/catatan")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    page.fill("#f-isi", "Air naik 1")
    key = page.input_value("input[name=kunci]")
    save(page)
    page.wait_for_url("**/entri/3-*")
    page.go_back()
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    assert page.input_value("input[name=kunci]") == key
    page.fill("#f-isi", "Air naik 1")
    save(page)
    page.wait_for_url("**/entri/3-*")
    assert notes(unit, "Air naik 1") == ["Air naik 1"]


def test_another_content_under_a_used_key_is_told_and_then_kept(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Air naik 2")
    save(page)
    page.wait_for_url("**/entri/3-*")
    page.go_back()
    page.fill("#f-isi", "Air surut 2")
    save(page)
    expect(page.locator(".problems")).to_contain_text("sudah tersimpan sebagai catatan 3-")
    save(page)
    page.wait_for_url("**/entri/3-*")
    held(page, 0)
    assert notes(unit, "Air naik 2", "Air surut 2") == ["Air naik 2", "Air surut 2"]


def test_what_the_unit_refuses_is_shown_beside_its_field(page: Page, unit: Unit) -> None:
    count_people(page, unit, "banyak")
    expect(page.locator(".problems")).to_contain_text("Jumlah jiwa")
    expect(page.locator("#f-jiwa")).to_be_focused()
    expect(page.locator("#f-jiwa-salah")).to_be_visible()
    held(page, 1)
    page.fill("#f-jiwa", "9")
    save(page)
    page.wait_for_url("**/entri/3-*")
    held(page, 0)
    assert people(unit, 9) == [9]


def test_a_form_left_half_filled_is_offered_again(page: Page, unit: Unit) -> None:
    address = f"{unit.url}/catat/hitung_pengungsi"
    page.goto(address)
    fill_count(page, "77")
    expect(page.locator("#f-jiwa")).to_have_value("77")
    page.goto(f"{unit.url}/tablet")
    expect(page.locator("#draf")).to_contain_text("Hitung pengungsi")
    page.goto(address)
    expect(page.locator(".unfinished")).to_contain_text("yang belum disimpan, baru saja")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("#f-jiwa")).to_have_value("77")
    expect(page.locator(f"input[name=lokasi][value='{POSKO}']")).to_be_checked()
    page.goto(f"{unit.url}/")
    page.goto(address)
    page.get_by_role("button", name="Buang").click()
    page.get_by_role("button", name="Ya, buang").click()
    expect(page.locator(".unfinished")).to_have_count(0)
    page.reload()
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    expect(page.locator(".unfinished")).to_have_count(0)


def test_a_form_works_without_scripts(tablets: Callable[..., BrowserContext], unit: Unit) -> None:
    page = tablets(java_script_enabled=False).new_page()
    page.goto(f"{unit.url}/catat/catatan")
    page.fill("#f-isi", "Air naik 5")
    save(page)
    page.wait_for_url("**/entri/3-*")
    expect(page.get_by_text("Tersimpan.", exact=False).first).to_be_visible()
    assert notes(unit, "Air naik 5") == ["Air naik 5"]


def test_no_page_breaks_its_own_content_policy(page: Page, unit: Unit) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/", "/catat/mutasi", "/catat/tugas", "/tablet", "/antrean", "/kerangka/catat/sos"):
        page.goto(unit.url + path)
        expect(page.locator("#di-tablet")).to_be_visible()
    assert said == []
