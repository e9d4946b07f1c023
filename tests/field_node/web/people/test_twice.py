"""What a double tap sends twice is done once, and the second answer is as good as the first, which no browser has seen."""

import re
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from field_node.store import crew, tablets
from field_node.store.connection import writing
from field_node.store.pairing import OFFER_S
from field_node.web.desk import Desk
from tests.field_node.web.tablets_here import FIRST, OTHER_PIN, another, browser, cookies, first, offered


def form_of(client: FlaskClient, path: str) -> dict[str, str]:
    """What the page that pairs sends along by itself."""
    key = re.search(r'name="kunci" value="([0-9a-f]{32})"', client.get(path).text)
    assert key
    return {"kunci": key[1]}


def test_the_first_tablet_is_paired_by_either_of_two_taps(app: Flask, desk: Desk) -> None:
    path, _ = offered(browser(app))
    form = FIRST | form_of(browser(app), path)

    def tap(_number: int) -> FlaskClient:
        client = browser(app)
        assert client.post(path, data=form).status_code == 303
        return client

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tap, range(2)))
    last = tap(3)
    assert last.get("/orang").status_code == 200, "whoever sees the last answer is in, and signed in"
    assert len(tablets.paired(desk.store)) == len(crew.people(desk.store)) == 1


def test_a_further_tablet_is_paired_by_either_of_two_taps(app: Flask, desk: Desk) -> None:
    path, _ = offered(first(app))
    form = {"tablet": "Tablet 2"} | form_of(browser(app), path)
    assert browser(app).post(path, data=form).headers["Location"] == "/masuk"
    again = browser(app)
    assert again.post(path, data=form).headers["Location"] == "/masuk"
    assert cookies(again).keys() == {"tablet"} and again.get("/masuk").status_code == 200
    assert len(tablets.paired(desk.store)) == 2


def test_who_sends_the_form_again_without_the_pin_is_not_signed_in(app: Flask) -> None:
    path, _ = offered(browser(app))
    form = FIRST | form_of(browser(app), path)
    browser(app).post(path, data=form)
    again = browser(app)
    assert again.post(path, data={**form, "pin": OTHER_PIN}).headers["Location"] == "/masuk"
    assert again.get("/orang").status_code == 401


def test_the_form_sent_again_pairs_nobody_else_and_not_for_long(app: Flask, desk: Desk) -> None:
    officer = first(app)
    path, _ = offered(officer)
    form = {"tablet": "Tablet 2"} | form_of(browser(app), path)
    browser(app).post(path, data=form)
    for other in ({"tablet": "B"}, {**form, "kunci": "0" * 32}, {**form, "kunci": "x"}):
        assert browser(app).post(path, data=other).status_code == 410
    moved = "UPDATE tablet SET paired_at = paired_at + ?"
    with writing(desk.door.writer) as conn:
        conn.execute(moved, (-OFFER_S - 5,))
    assert browser(app).post(path, data=form).status_code == 410
    with writing(desk.door.writer) as conn:
        conn.execute(moved, (OFFER_S + 5,))
    assert browser(app).post(path, data=form).status_code == 303
    officer.post("/perangkat/tablet/2/cabut")
    assert browser(app).post(path, data=form).status_code == 410


def test_a_person_is_added_once(app: Flask, desk: Desk) -> None:
    officer = first(app)
    data = {"nama": "Siti", "peran": "relawan", "pin": OTHER_PIN, "pin_lagi": OTHER_PIN}

    def tap(_number: int) -> int:
        again = browser(app)
        for cookie in (officer._cookies or {}).values():
            again.set_cookie(cookie.key, cookie.value)
        return again.post("/orang", data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(tap, range(2))) == [303, 303]
    officer.post("/orang", data={**data, "pin": "573920", "pin_lagi": "573920"})
    assert [one.name for one in crew.people(desk.store)].count("Siti") == 2, "another PIN is another Siti"


def test_an_end_that_is_asked_for_twice_is_one(app: Flask, desk: Desk) -> None:
    officer = first(app)
    another(app, officer)
    data = {"nama": "Siti", "peran": "relawan", "pin": OTHER_PIN, "pin_lagi": OTHER_PIN}
    officer.post("/orang", data=data)
    for address in ("/perangkat/tablet/2/cabut", "/orang/2/cabut"):
        assert [officer.post(address).status_code for _ in range(2)] == [303, 303]
        assert officer.get(address).status_code == 404
    assert officer.post("/orang/9/cabut").status_code == 404
