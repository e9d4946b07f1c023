"""What a thumb does in real Chromium: SOS held or tapped twice, a task taken and taken back, a warning answered, counters by polling."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, Route, expect

from field_node.clock import Stamp
from field_node.opened import opened_store
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.task import Task
from field_node.records.warning import Alert
from field_node.store import journal, outbox
from field_node.store.connection import Store
from tests.browser.conftest import UNIT, Unit
from tests.browser.seen import too_wide, wrong
from tests.browser.steps import POSKO, held, save

AtHand = Callable[[], Page]


@contextmanager
def center(unit: Unit) -> Iterator[Store]:
    """The unit's file, as its own sync process has it open."""
    with opened_store(unit.config) as store:
        yield store


def said(unit: Unit, seq: int, record: Record) -> Ref:
    """The center says so over whatever link."""
    now = int(time.time())
    with center(unit) as store:
        journal.keep(store, [Entry(0, seq, now, TimeQuality.CENTER, record)], carrier="internet")
    return Ref(0, seq)


def hold(page: Page, seconds: float) -> None:
    button = page.locator(".hold").bounding_box()
    assert button
    page.mouse.move(button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(seconds * 1000)
    page.mouse.up()


def test_sos_is_sent_by_holding_and_not_by_touching(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/sos")
    before = len(unit.kept("sos"))
    hold(page, 0.5)
    expect(page.locator("#hitung")).to_contain_text("Belum terkirim")
    assert len(unit.kept("sos")) == before
    hold(page, 3.4)
    page.wait_for_url("**/sos/3-*")
    expect(page.get_by_text("Pusat belum menyatakan menerima.")).to_be_visible()
    assert len(unit.kept("sos")) == before + 1
    with center(unit) as store:
        outbox.confirm(store, outbox.Receipt(upto=10_000, complete=10_000), at=int(time.time()))
    expect(page.locator("#sampai")).to_contain_text("Diterima pusat")  # without a reload
    page.get_by_role("button", name="Batalkan SOS").click()
    expect(page.get_by_text("Pusat belum tahu bahwa SOS ini sudah diakhiri")).to_be_visible()


def test_an_sos_that_the_unit_refuses_is_told_at_once_and_can_be_sent_again(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/sos")
    page.get_by_text("Tidak bisa menahan? Ketuk di sini").click()
    page.fill("#orang", "tiga")
    page.get_by_role("button", name="Ya, kirim SOS").click()
    expect(page.locator("#kabar-ketuk .problems")).to_contain_text("Isi angka")
    page.goto(f"{unit.url}/sos")
    expect(page.locator("#sos-di-tablet")).to_contain_text("SOS BELUM KELUAR DARI TABLET INI")
    expect(page.locator("#sos-di-tablet")).not_to_contain_text("Unit tidak terjangkau")
    page.get_by_text("Tidak bisa menahan? Ketuk di sini").click()
    page.get_by_role("button", name="Ya, kirim SOS").click()
    expect(page.get_by_role("heading", name="Posisi", exact=True)).to_be_visible()


def test_sos_of_a_unit_without_gps_says_where_the_tablet_is(
    unit: Unit, tablets: Callable[..., BrowserContext]
) -> None:
    at = {"latitude": -6.4, "longitude": 108.4, "accuracy": 12}
    page = tablets(geolocation=at, permissions=["geolocation"], service_workers="block").new_page()
    page.goto(f"{unit.url}/sos")
    expect(page.locator("input[name=waktu_posisi]")).to_have_count(1)
    page.get_by_text("Tidak bisa menahan? Ketuk di sini").click()
    page.get_by_role("button", name="Ya, kirim SOS").click()
    expect(page.get_by_role("heading", name="Posisi", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("GPS tablet, akurasi: Sampai 15 m, posisi dari baru saja")
    taken = [one.record.waktu_posisi for one in unit.kept("sos") if one.record.lat == -6.4]  # type: ignore[attr-defined]
    assert len(taken) == 1 and abs(taken[0] - time.time()) < 120


def test_sos_is_sent_by_a_held_key_and_by_the_second_way(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/sos")
    page.locator(".hold").focus()
    page.keyboard.down("Space")
    page.wait_for_timeout(3_300)
    page.keyboard.up("Space")
    page.wait_for_url("**/sos/3-*")
    page.get_by_role("button", name="Sudah ditolong").click()
    expect(page.locator(".note.calm")).to_be_visible()
    page.goto(f"{unit.url}/sos")
    page.get_by_text("Tidak bisa menahan? Ketuk di sini").click()
    page.get_by_role("button", name="Ya, kirim SOS").click()
    page.wait_for_url("**/sos/3-*")
    page.get_by_role("button", name="Batalkan SOS").click()
    expect(page.locator(".note.calm")).to_contain_text("Dicabut")


def test_the_finger_that_held_does_not_cancel_the_sos_that_it_sent(page: Page, unit: Unit) -> None:
    """Away from the unit another button comes to lie under it."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{unit.url}/sos")
    page.context.set_offline(True)
    page.locator(".hold").scroll_into_view_if_needed()
    box = page.locator(".hold").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect(page.get_by_text("SOS BELUM KELUAR DARI TABLET INI.")).to_be_visible()
    cancel = page.get_by_role("button", name="Batalkan SOS ini")
    under = cancel.bounding_box()
    assert under
    page.mouse.move(under["x"] + 5, under["y"] + 5)
    page.mouse.up()
    cancel.click()
    held(page, 1)
    page.get_by_role("button", name="Ya, sudah aman: batalkan SOS").click()
    held(page, 0)
    page.context.set_offline(False)


def test_an_sos_away_from_the_unit_says_loudly_that_nobody_knows(page: Page, unit: Unit) -> None:
    before = len(unit.kept("sos"))
    page.context.set_offline(True)
    page.goto(f"{unit.url}/sos")
    page.get_by_text("Tidak bisa menahan? Ketuk di sini").click()
    page.get_by_role("button", name="Ya, kirim SOS").click()
    expect(page.get_by_role("alert").get_by_text("SOS BELUM KELUAR DARI TABLET INI.")).to_be_visible()
    held(page, 1)
    page.goto(f"{unit.url}/sos")  # the page remembers it after being left
    expect(page.get_by_text("SOS BELUM KELUAR DARI TABLET INI.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("SOS sudah sampai di unit.")).to_be_visible()
    held(page, 0)
    assert len(unit.kept("sos")) == before + 1
    page.get_by_role("link", name="Lihat sampai di mana").click()
    page.locator(".need.grave a").first.click()
    page.get_by_role("button", name="Batalkan SOS").click()
    expect(page.locator(".note.calm")).to_be_visible()


def test_a_task_is_taken_by_one_tap_and_taken_back_by_another(page: Page, unit: Unit) -> None:
    task = said(unit, 31, Task(isi="Periksa jembatan", tujuan=UNIT))
    page.goto(f"{unit.url}/tugas/{task}")
    page.get_by_role("button", name="Mulai dikerjakan").click()
    expect(page.get_by_role("status").filter(has_text="Tersimpan.")).to_be_visible()
    expect(page.locator(".ladder .now")).to_have_text("Dikerjakan")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_text("Belum ada jawaban. Pusat belum tahu")).to_be_visible()


def test_an_answer_given_away_from_the_unit_goes_by_itself(page: Page, unit: Unit) -> None:
    task = said(unit, 32, Task(isi="Hubungi lurah", tujuan=UNIT))
    page.goto(f"{unit.url}/tugas/{task}")
    page.context.set_offline(True)
    page.get_by_role("button", name="Terima tugas").click()
    expect(page.locator("#kabar-ketuk")).to_contain_text("Tersimpan di tablet ini.")
    held(page, 1)
    page.context.set_offline(False)
    held(page, 0)
    answers = [one.record.status for one in unit.kept("tugas_jawab") if one.record.tugas == task]  # type: ignore[attr-defined]
    assert answers == ["dibaca"]


def test_a_warning_is_answered_for_a_posko_by_one_tap(page: Page, unit: Unit) -> None:
    now = int(time.time()) // 60 * 60
    rain = Alert(
        jenis="hujan_lebat",
        keparahan="berat",
        mulai=now,
        sampai=now + 7_200,
        asal="bmkg_nowcast",
        lokasi=(Ref.parse(POSKO),),
    )
    warning = said(unit, 33, rain)
    page.goto(f"{unit.url}/peringatan/{warning}")
    expect(page.get_by_text("Belum ada jawaban dari 1 posko")).to_be_visible()
    page.get_by_role("button", name="Siaga").click()
    expect(page.locator(".answered")).to_contain_text("Siaga")
    expect(page.get_by_text("Belum ada jawaban dari")).to_have_count(0)


def test_what_came_between_the_page_and_its_first_question_is_shown(page: Page, unit: Unit) -> None:
    """In seconds: a page asks for itself again once a minute in any case."""

    def late(route: Route) -> None:
        if not unit_heard:
            unit_heard.append(said(unit, 36, Task(isi="Antar selimut", tujuan=UNIT)))
        route.continue_()

    unit_heard: list[Ref] = []
    page.context.route("**/api/keadaan", late)
    page.goto(unit.url)
    expect(page.locator(".need").filter(has_text="Antar selimut")).to_have_count(1, timeout=20_000)


def test_the_counters_change_without_a_reload(page: Page, unit: Unit) -> None:
    page.goto(f"{unit.url}/tugas")
    with center(unit) as store:
        outbox.confirm(store, outbox.Receipt(upto=10_000, complete=10_000), at=int(time.time()))
    expect(page.locator("#di-unit")).to_have_text("Semua sudah diterima pusat")
    said(unit, 34, Task(isi="Kembali ke posko", tujuan=UNIT))
    expect(page.locator("#banyak-tugas")).to_be_visible()
    with center(unit) as store:
        stamp = Stamp(int(time.time()), TimeQuality.GPS, 1, 10.0)
        journal.append(store, Task(isi="Untuk lain", tujuan=9), stamp=stamp)
    expect(page.locator("#di-unit")).to_have_text("1 belum terkirim")
    page.goto(unit.url)
    said(unit, 35, Task(isi="Antar obat", tujuan=UNIT))
    expect(page.locator(".need").filter(has_text="Antar obat")).to_have_count(
        1
    )  # Beranda too, while it is open
    page.context.set_offline(True)
    expect(page.locator("#di-unit")).to_have_text("Terputus")
    expect(page.locator("#kabar-pusat")).to_have_text("pusat tidak diketahui")


def test_two_tablets_that_correct_one_place_lose_nothing_and_show_who_was_last(
    unit: Unit, at_hand: AtHand
) -> None:
    first, second = at_hand(), at_hand()
    with center(unit) as store:
        stamp = Stamp(int(time.time()), TimeQuality.GPS, 1, 10.0)
        shared = journal.append(store, Place(nama="Posko bersama", jenis="posko"), stamp=stamp)
    address = f"{unit.url}/entri/{shared.ref}"
    for page in (first, second):
        page.goto(f"{address}/koreksi")
        expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    for page, name in ((first, "Posko bersama timur"), (second, "Posko bersama barat")):
        page.fill("#f-nama", name)
        page.fill("#f-alasan_koreksi", f"namanya {name}")
        save(page)
        held(
            page, 0 if page is first else 1
        )  # what came second is not lost: it waits on its tablet for a person
    expect(second.locator(".problems")).to_contain_text("sudah dikoreksi")
    names = [one.record.nama for one in unit.kept("lokasi")]  # type: ignore[attr-defined]
    assert "Posko bersama timur" in names and "Posko bersama barat" not in names
    second.goto(address)
    expect(second.get_by_text("namanya Posko bersama timur")).to_be_visible()


def test_axe_finds_nothing_on_what_needs_a_person(page: Page, unit: Unit) -> None:
    now = int(time.time()) // 60 * 60
    task = said(
        unit, 41, Task(isi="Periksa tanggul", tujuan=UNIT, prioritas="darurat", batas_waktu=now - 600)
    )
    warning = said(
        unit,
        42,
        Alert(jenis="tsunami", keparahan="ekstrem", mulai=now, sampai=now + 600, lokasi=(Ref.parse(POSKO),)),
    )
    paths = (
        "/",
        "/tugas",
        f"/tugas/{task}",
        "/peringatan",
        f"/peringatan/{warning}",
        "/sos",
        "/catatan/tugas",
        "/tanda",
    )
    found = {path: visited(page, unit, path) for path in paths}
    assert {path: one for path, one in found.items() if one} == {}


def visited(page: Page, unit: Unit, path: str) -> list[str]:
    page.goto(unit.url + path)
    expect(page.locator("#di-tablet")).to_be_visible()
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    return wrong(page, too_wide)
