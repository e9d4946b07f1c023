"""What a volunteer does on a tablet, and what the journal then holds."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import UNIT, Unit

POSKO = f"{UNIT}-1"


def count_people(page: Page, unit: Unit, jiwa: str) -> None:
    """Opens the form, counts that many people at the one posko, and saves."""
    page.goto(f"{unit.url}/catat/hitung_pengungsi")
    fill_count(page, jiwa)
    save(page)


def fill_count(page: Page, jiwa: str) -> None:
    """One posko is a radio button on the unit's own page and a list in the kept form."""
    chosen = page.locator("select#f-lokasi")
    expect(page.locator("form.entry[data-antrean]")).to_be_visible()
    if chosen.count():
        chosen.select_option(POSKO)
    else:
        page.check(f"input[name=lokasi][value='{POSKO}']")
    page.fill("#f-jiwa", jiwa)


def save(page: Page) -> None:
    """Through the look before saving, where the form has one and the unit finds nothing to refuse."""
    form = page.locator("form.entry")
    asks = form.get_attribute("data-periksa") is not None
    form.locator(".actions button.main").click()
    if asks:
        step, refused = page.locator(".review button.main"), page.locator(".problems")
        step.or_(refused).first.wait_for()
        if step.is_visible():
            step.click()


def held(page: Page, number: int) -> None:
    """Waits for the badge of the tablet."""
    expect(page.locator("#di-tablet")).to_have_text(f"{number} di tablet")


def people(unit: Unit, *counted: int) -> list[int]:
    """The head-counts in the journal that say one of these, sorted."""
    found = [getattr(one.record, "jiwa", -1) for one in unit.kept("hitung_pengungsi")]
    return sorted(each for each in found if each in counted)


def notes(unit: Unit, *told: str) -> list[str]:
    """The notes in the journal that say one of these, sorted."""
    found = [getattr(one.record, "isi", "") for one in unit.kept("catatan")]
    return sorted(each for each in found if each in told)


def pair_first(page: Page, unit: Unit, pin: str = "748261") -> None:
    """The first tablet with its Koordinator, signed in."""
    begin_first(page, unit, pin)
    page.locator("button.main").click()
    expect(page.get_by_role("heading", name="Orang di unit ini")).to_be_visible()


def begin_first(page: Page, unit: Unit, pin: str) -> None:
    """The form that pairs it, filled, its button in sight."""
    page.goto(f"{unit.url}/perangkat/tablet")
    page.get_by_text("Mulai pasangkan").click()
    page.get_by_text("Tampilkan QR dan kode").click()
    page.get_by_text("Pasangkan tablet ini").click()
    page.fill("#tablet", "Tablet 1")
    page.fill("#nama", "Ibu Ratna")
    page.check("input[value=koordinator]")
    page.fill("#pin", pin)
    page.fill("#pin_lagi", pin)
    page.locator("button.main").scroll_into_view_if_needed()


def stroke(page: Page, party: int) -> None:
    """A stroke with the finger on the paper of that party, counted from 0."""
    pad = page.locator("[data-ttd] [data-kertas]").nth(party)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=8)
    page.mouse.up()
