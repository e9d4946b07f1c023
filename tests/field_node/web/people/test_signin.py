"""People with PINs on paired tablets: signing in, roles, ends, and nothing typed is lost."""

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.store import journal, tablets
from field_node.store.sessions import LONGEST_S
from field_node.store.tries import OF_PAIR
from field_node.web.access import pins
from field_node.web.access.badge import Badges
from field_node.web.desk import Desk
from tests.field_node.web.tablets_here import (
    OTHER_PIN,
    PIN,
    browser,
    carrying,
    cookies,
    first,
    jar,
    person,
    sign_in,
)

PLACE = {"nama": "Posko <A>", "jenis": "posko", "fasilitas": ["a\r\nb"], "kunci": "k-1"}


def later(desk: Desk, seconds: float) -> None:
    """Moves the unit's uptime on."""
    then = desk.clock.uptime() + seconds
    object.__setattr__(desk.clock, "uptime", lambda: then)


def hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def test_an_entry_bears_the_number_of_who_is_signed_in(app: Flask, desk: Desk) -> None:
    officer = first(app)
    number = person(officer, "Budi", "relawan")
    sign_in(officer, number, OTHER_PIN)
    page = officer.post("/catat/lokasi", data=PLACE, follow_redirects=True)
    assert [entry.author for _, entry in journal.since(desk.store, 0, 9)] == [number]
    assert "Budi, Relawan Tagana" in page.text


def test_while_the_unit_is_open_entries_are_the_units_own(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/lokasi", data=PLACE)
    assert [entry.author for _, entry in journal.since(desk.store, 0, 9)] == [0]


def test_nothing_of_people_and_tablets_is_in_an_entry(app: Flask, desk: Desk) -> None:
    officer = first(app)
    person(officer, "Budi", "relawan")
    assert journal.since(desk.store, 0, 9) == []


def test_a_person_is_switched_by_pin_in_two_taps(app: Flask) -> None:
    officer = first(app)
    number = person(officer, "Budi", "relawan")
    page = officer.get("/masuk?ke=/antrean").text
    assert "Sekarang: Ibu Koordinator · Koordinator." in page
    assert f'name="_orang" value="{number}"' in page
    answer = sign_in(officer, number, OTHER_PIN, ke="/antrean")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/antrean"
    assert "Sekarang: Budi" in officer.get("/masuk").text


@pytest.mark.parametrize(
    "path", ["//jahat.example", "https://jahat.example", "/\\jahat.example", "javascript:x"]
)
def test_signing_in_sends_nobody_elsewhere(app: Flask, path: str) -> None:
    assert sign_in(first(app), 1, PIN, ke=path).headers["Location"] == "/"


def test_a_post_that_meets_an_ended_session_goes_through_after_the_pin(app: Flask, desk: Desk) -> None:
    officer = first(app)
    later(desk, 601)
    answer = officer.post("/catat/lokasi", data=PLACE)
    assert answer.status_code == 401
    assert "Isian Anda masih ada" in answer.text
    assert 'action="/catat/lokasi"' in answer.text
    typed = hidden(answer.text)
    assert ("nama", "Posko <A>") in typed and ("kunci", "k-1") in typed
    wrong = officer.post("/catat/lokasi", data={**dict(typed), "_orang": "1", "_pin": "000000"})
    assert wrong.status_code == 401
    assert "PIN salah" in wrong.text
    assert hidden(wrong.text) == typed
    assert journal.since(desk.store, 0, 9) == []
    kept = officer.post("/catat/lokasi", data={**dict(typed), "_orang": "1", "_pin": PIN})
    assert kept.status_code == 303
    ((_, entry),) = journal.since(desk.store, 0, 9)
    assert entry.author == 1
    assert getattr(entry.record, "nama") == "Posko <A>"  # noqa: B009 - any record
    assert officer.get("/").status_code == 200


def test_the_same_form_sent_again_with_the_pin_is_one_record(app: Flask, desk: Desk) -> None:
    officer = first(app)
    for _ in range(2):
        assert officer.post("/catat/lokasi", data={**PLACE, "_orang": "1", "_pin": PIN}).status_code == 303
    assert len(journal.since(desk.store, 0, 9)) == 1


def test_a_session_ends_when_nobody_does_anything_and_not_before(app: Flask, desk: Desk) -> None:
    officer = first(app)
    for _ in range(5):
        later(desk, 500)
        assert officer.get("/").status_code == 200
    later(desk, 601)
    answer = officer.get("/antrean")
    assert answer.status_code == 401
    assert ("ke", "/antrean") in hidden(answer.text)


def test_a_scripts_poll_keeps_no_session_alive(app: Flask, desk: Desk) -> None:
    officer = first(app)
    for _ in range(3):
        later(desk, 250)
        answer = officer.get("/", headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401


def test_a_session_ends_after_half_a_day_of_work(app: Flask, desk: Desk) -> None:
    officer = first(app)
    for _ in range(LONGEST_S // 500):
        later(desk, 500)
        officer.get("/")
    later(desk, 500)
    assert officer.get("/").status_code == 401


def test_scripts_are_told_what_is_missing(app: Flask, desk: Desk) -> None:
    officer = first(app)
    as_script = {"Accept": "application/json"}
    told = browser(app).get("/", headers=as_script)
    assert (told.status_code, (told.json or {})["perlu"]) == (401, "tablet_asing")
    later(desk, 601)
    told = officer.get("/", headers=as_script)
    assert (told.status_code, (told.json or {})["perlu"]) == (401, "masuk_dulu")
    assert "Isian Anda masih ada" in (told.json or {})["kalimat"]


def test_wrong_pins_cost_a_pause_with_its_time(app: Flask, desk: Desk) -> None:
    officer = first(app)
    for _ in range(OF_PAIR.free):
        assert "PIN salah. Coba lagi." in sign_in(officer, 1, "000001").text
    assert "Tunggu 30 detik" in sign_in(officer, 1, PIN).text
    later(desk, 31)
    assert sign_in(officer, 1, PIN).status_code == 303


def test_pins_guessed_in_parallel_get_no_more_looks(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = first(app)
    looked: list[str] = []
    matches = pins.matches

    def watched(kept: str | None, pin: str, badges: Badges) -> bool:
        looked.append(pin)
        return matches(kept, pin, badges)

    monkeypatch.setattr(pins, "matches", watched)
    kept = jar(officer)

    def guess(number: int) -> int:
        client = carrying(app, kept)
        return sign_in(client, 1, f"{number:06}").status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(24))) == {401}
    assert len(looked) == OF_PAIR.free


def test_who_does_not_exist_is_looked_at_as_long(desk: Desk) -> None:
    badges = Badges(desk.store.locker.pages_key)
    assert pins.NOBODY.startswith(f"{pins.METHOD}$")
    real = pins.hashed(PIN, badges)
    assert [len(part) for part in real.split("$")] == [len(part) for part in pins.NOBODY.split("$")]
    assert pins.matches(real, PIN, badges)
    assert not pins.matches(real, OTHER_PIN, badges)
    assert not pins.matches(None, PIN, badges)
    assert not pins.matches(real, PIN, Badges(b"another unit"))


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "9" * 40, "", "١"])
def test_nobody_signs_in_as_nobody(app: Flask, number: str) -> None:
    officer = first(app)
    officer.post("/masuk/keluar")
    assert officer.post("/masuk", data={"_orang": number, "_pin": PIN}).status_code == 401
    assert officer.get("/").status_code == 401


def test_a_stranger_gets_to_try_no_pin(app: Flask, desk: Desk) -> None:
    first(app)
    for _ in range(5):
        answer = sign_in(browser(app), 1, PIN)
        assert answer.status_code == 401
        assert "belum dipasangkan" in answer.text
    assert desk.store.run("SELECT count(*) FROM tries") == [(0,)]


def test_each_sign_in_has_its_own_secret(app: Flask) -> None:
    officer = first(app)
    before = cookies(officer)
    sign_in(officer, 1, PIN)
    after = cookies(officer)
    assert after["masuk"] != before["masuk"]
    old = {
        name: before["masuk"] if name.startswith("masuk") else value for name, value in jar(officer).items()
    }
    planted = carrying(app, old)
    assert planted.get("/").status_code == 401


def test_a_tablets_cookie_alone_signs_nobody_in(app: Flask) -> None:
    officer = first(app)
    copy = carrying(app, {name: value for name, value in jar(officer).items() if name.startswith("tablet")})
    assert copy.get("/").status_code == 401
    assert officer.get("/").status_code == 200


def test_a_new_pin_is_said_to_be_saved_and_ends_the_old_one(app: Flask) -> None:
    officer, renewed = first(app), "531864"
    number = person(officer, "Budi", "relawan")
    answer = officer.post(f"/orang/{number}/pin", data={"pin": renewed, "pin_lagi": renewed})
    assert "PIN baru Budi tersimpan" in officer.get(answer.headers["Location"]).text
    for path in ("/orang", "/orang?pin=9", "/orang?pin=x"):
        assert "tersimpan" not in officer.get(path).text
    assert [sign_in(officer, number, pin).status_code for pin in (OTHER_PIN, renewed)] == [401, 303]


def test_leaving_locks_the_tablet(app: Flask) -> None:
    officer = first(app)
    assert officer.post("/masuk/keluar").status_code == 303
    assert officer.get("/").status_code == 401
    assert officer.get("/masuk").status_code == 200


def test_last_contact_is_kept_also_when_a_script_polls(app: Flask, desk: Desk) -> None:
    officer = first(app)
    desk.door.writer.run("UPDATE tablet SET seen_at = 5")
    officer.get("/", headers={"Sec-Fetch-Mode": "cors"})
    assert tablets.paired(desk.store)[0].seen_at > 5
