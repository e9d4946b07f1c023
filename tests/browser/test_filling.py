"""Filling a form with one thumb: counts in steps, sums, what was said before, the look before saving, positions."""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Unit, until
from tests.browser.seen import wrong
from tests.browser.steps import POSKO, count_people, fill_count, people, save

Tablets = Callable[..., BrowserContext]
DRAFTS = """new Promise((done) => {
  const asked = indexedDB.open("tagana");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("draf").objectStore("draf").count();
    counted.onsuccess = () => { asked.result.close(); done(counted.result); };
  };
})"""
OPEN_ALL = "document.querySelectorAll('details.part').forEach((one) => { one.open = true; })"


@pytest.fixture
def near(tablets: Tablets, unit: Unit) -> Page:
    """A page of a tablet that need not work away from its unit."""
    return tablets().new_page()


def opened(page: Page, unit: Unit, slug: str) -> Page:
    """The form, ready for a thumb."""
    page.goto(f"{unit.url}/catat/{slug}")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    return page


def step(page: Page, name: str, sign: str) -> None:
    page.locator(f".field:has(#f-{name})").get_by_role("button", name=sign, exact=True).click()


def test_a_count_goes_up_and_down_in_steps_and_never_out_of_range(near: Page, unit: Unit) -> None:
    jiwa = opened(near, unit, "hitung_pengungsi").locator("#f-jiwa")
    row = near.locator(".field:has(#f-jiwa)")
    minus, plus = row.locator(".number button").first, row.locator(".number button").last
    expect(jiwa).to_have_value("")
    expect(row.get_by_role("button", name="belum didata")).to_have_attribute("aria-pressed", "true")
    minus.click()
    expect(jiwa).to_have_value("")  # going down makes no number of nothing
    for _ in range(3):
        plus.click()
    row.get_by_role("button", name="tambah 100").click()
    expect(jiwa).to_have_value("103")
    row.get_by_role("button", name="nol").click()
    minus.click()
    expect(jiwa).to_have_value("0")
    row.get_by_role("button", name="belum didata").click()
    expect(jiwa).to_have_value("")
    jiwa.fill("99999")
    plus.click()
    expect(jiwa).to_have_value("99999")


def test_a_held_button_runs_and_the_number_itself_opens_the_keypad(near: Page, unit: Unit) -> None:
    kk = opened(near, unit, "hitung_pengungsi").locator("#f-kk")
    near.locator(".field:has(#f-kk) .number button").last.hover()
    near.mouse.down()
    until(lambda: int(kk.input_value() or 0) > 30, "the number")
    near.mouse.up()
    assert kk.get_attribute("inputmode") == "numeric"
    kk.click()
    near.keyboard.type("12")
    expect(kk).to_have_value("12")  # what stood there was selected


def test_sums_tell_the_difference_and_the_look_before_saving_what_is_odd(near: Page, unit: Unit) -> None:
    opened(near, unit, "hitung_pengungsi")
    fill_count(near, "310")
    near.fill("#f-kk", "320")
    near.locator("summary", has_text="Laki-laki dan perempuan").click()
    near.fill("#f-laki", "100")
    total = near.locator("output.sum").first
    expect(total).to_have_text("Laki-laki dan perempuan: 100 dari 310 jiwa, sisa 210, 1 belum didata")
    near.fill("#f-perempuan", "206")
    expect(total).to_have_text("Laki-laki dan perempuan: 306 dari 310 jiwa, selisih 4")
    near.get_by_role("button", name="Periksa").click()
    look = near.locator(".review")
    expect(look).to_contain_text("KK (320) lebih banyak daripada jiwa (310).")
    expect(look).to_contain_text("selisih 4")
    told = look.locator(".line").all_inner_texts()
    assert [one.split("\n")[0] for one in told] == [
        "Lokasi",
        "Jumlah KK",
        "Jumlah jiwa",
        "Per waktu",
        "Laki-laki",
        "Perempuan",
    ]
    near.go_back()
    expect(near.locator("#f-kk")).to_have_value("320")
    near.fill("#f-kk", "80")
    save(near)
    near.wait_for_url("**/entri/3-*")
    assert people(unit, 310) == [310]


def test_what_was_said_before_stands_beside_and_a_jump_asks(page: Page, unit: Unit) -> None:
    count_people(page, unit, "400")
    page.wait_for_url("**/entri/3-*")
    opened(page, unit, "hitung_pengungsi")
    expect(page.locator(f"input[name=lokasi][value='{POSKO}']")).to_be_checked()  # the last one used
    expect(page.locator(".before")).to_contain_text("400 jiwa")
    page.fill("#f-jiwa", "150")
    expect(page.locator("[data-dulu=jiwa]")).to_have_attribute("data-tanya", "turun 250. Benar?")
    page.context.set_offline(True)
    opened(page, unit, "hitung_pengungsi")
    expect(page.locator("select#f-lokasi")).to_have_value(POSKO)
    expect(page.locator(".before")).to_contain_text("400 jiwa")


def test_a_killed_tab_leaves_a_draft_of_what_was_stepped(near: Page, unit: Unit) -> None:
    opened(near, unit, "dapur_umum")
    near.locator(".field:has(#f-porsi_pagi)").get_by_role("button", name="tambah 100").click()
    until(lambda: near.evaluate(DRAFTS), "the draft")
    context = near.context
    near.close(run_before_unload=False)
    again = opened(context.new_page(), unit, "dapur_umum")
    again.get_by_role("button", name="Lanjutkan").click()
    expect(again.locator("#f-porsi_pagi")).to_have_value("100")
    expect(again.locator("output.sum")).to_have_text("Porsi sehari: ≥ 100 porsi, 2 belum didata")


@pytest.mark.parametrize(
    ("metres", "told", "source"),
    [
        (4.2, "Posisi dari tablet: ±5 m (baik).", "gps"),
        (150, "Posisi dari tablet: ±150 m (kasar).", "perkiraan"),
        (0, "posisi tiruan", ""),
    ],
)
def test_the_position_of_the_tablet_says_how_good_it_is(
    near: Page, unit: Unit, metres: float, told: str, source: str
) -> None:
    near.context.grant_permissions(["geolocation"])
    near.context.set_geolocation({"latitude": -6.331234, "longitude": 108.325678, "accuracy": metres})
    near.clock.install()
    opened(near, unit, "lokasi")
    near.get_by_role("button", name="Ambil posisi tablet").click()
    if metres != 4.2:
        heard = "Terbaik sejauh ini" if metres else "Mencari posisi"
        near.clock.fast_forward(2000)
        expect(near.locator(".whereabouts [data-kabar]")).to_contain_text(heard)
        near.clock.fast_forward(20_000)
    expect(near.locator(".whereabouts [data-kabar]")).to_contain_text(told)
    expect(near.locator("#f-lat")).to_have_value("-6,33123" if source else "")
    checked = near.locator("input[name=sumber_koordinat]:checked")
    expect(checked).to_have_value(source)
    expect(near.locator("#f-sumber_gps")).to_have_value("tablet" if source else "")
    expect(near.locator("#f-akurasi_m")).to_have_value(str(math.ceil(metres)) if source else "")
    near.locator("#f-lon").press_sequentially("1")
    expect(checked).to_have_value("ketik")
    for name in ("sumber_gps", "akurasi_m"):
        expect(near.locator(f"#f-{name}")).to_have_value("")


def test_who_does_not_wait_for_a_better_position_saves_the_best_so_far(near: Page, unit: Unit) -> None:
    near.context.grant_permissions(["geolocation"])
    near.context.set_geolocation({"latitude": -6.331234, "longitude": 108.325678, "accuracy": 9})
    opened(near, unit, "lokasi")
    near.fill("#f-nama", "Posko Jembatan")
    near.select_option("#f-jenis", "posko")
    near.get_by_role("button", name="Ambil posisi tablet").click()
    expect(near.locator(".whereabouts [data-kabar]")).to_contain_text("Terbaik sejauh ini")
    save(near)
    near.wait_for_url("**/entri/3-*")
    expect(near.locator("main")).to_contain_text("GPS tablet, ±9\u00a0m")


def test_a_correction_keeps_the_receiver_until_somebody_types(near: Page, unit: Unit) -> None:
    near.context.grant_permissions(["geolocation"])
    near.context.set_geolocation({"latitude": -6.331234, "longitude": 108.325678, "accuracy": 4.2})
    opened(near, unit, "lokasi")
    near.fill("#f-nama", "Posko Tepi Kali")
    near.select_option("#f-jenis", "posko")
    near.get_by_role("button", name="Ambil posisi tablet").click()
    expect(near.locator("#f-akurasi_m")).to_have_value("5")
    save(near)
    near.wait_for_url("**/entri/3-*")
    expect(near.locator("main")).to_contain_text("GPS tablet, ±5\u00a0m")
    near.get_by_role("link", name="Koreksi").click()
    expect(near.locator("#f-sumber_gps")).to_have_value("tablet")
    near.locator("#f-lat").press_sequentially("1")
    expect(near.locator("#f-sumber_gps")).to_have_value("")


def test_what_was_kept_away_goes_back_into_its_form_for_a_moment(page: Page, unit: Unit) -> None:
    page.context.set_offline(True)
    count_people(page, unit, "612")
    page.get_by_role("button", name="Urungkan").click()
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("#f-jiwa")).to_have_value("612")
    page.context.set_offline(False)
    assert people(unit, 612) == []


def test_every_part_of_a_form_is_reached_without_scripts(tablets: Tablets, unit: Unit) -> None:
    page = tablets(java_script_enabled=False).new_page()
    page.goto(f"{unit.url}/catat/hitung_pengungsi")
    page.check(f"input[name=lokasi][value='{POSKO}']")
    page.fill("#f-jiwa", "713")
    page.locator("summary", has_text="Kelompok rentan").click()
    page.fill("#f-ibu_hamil", "x")
    page.get_by_role("button", name="Simpan").last.click()
    expect(page.locator(".problems")).to_contain_text("Ibu hamil")
    page.fill("#f-ibu_hamil", "7")  # its part stays open
    page.get_by_role("button", name="Simpan").last.click()
    page.wait_for_url("**/entri/3-*")
    assert people(unit, 713) == [713]


def test_axe_finds_nothing_in_forms_that_are_being_filled(near: Page, unit: Unit) -> None:
    found = {}
    for slug in ("hitung_pengungsi", "kondisi_lokasi", "lokasi"):
        opened(near, unit, slug).evaluate(OPEN_ALL)
        found[slug] = wrong(near)
    opened(near, unit, "hitung_pengungsi")
    fill_count(near, "5")
    near.fill("#f-kk", "9")
    near.get_by_role("button", name="Periksa").click()
    expect(near.locator(".review .note")).to_be_visible()
    found["review"] = wrong(near)
    assert {name: one for name, one in found.items() if one} == {}
