"""Roles decide what a page lets through; people come, change and go, and somebody who lets others in always stays."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.store import crew
from field_node.store.tries import OF_PAIR
from field_node.web.access.roles import EVERYBODY, MAY, TABLET
from field_node.web.desk import Desk
from field_node.web.guard import OPEN, open_to_all, role
from tests.field_node.web.tablets_here import OTHER_PIN, PIN, another, browser, first, person, sign_in


@pytest.mark.parametrize(
    "path", ["/pasang", "/orang", "/orang/1", "/perangkat/tablet", "/perangkat/tablet/1/cabut"]
)
@pytest.mark.parametrize("name", ["relawan", "lumbung"])
def test_who_may_not_is_told_who_may_and_whom_to_ask(app: Flask, path: str, name: str) -> None:
    officer = first(app)
    number = person(officer, "Budi", name)
    sign_in(officer, number, OTHER_PIN)
    answer = officer.get(path)
    assert answer.status_code == 403
    assert "Yang boleh: Koordinator, Teknisi." in answer.text
    assert "Ibu Koordinator" in answer.text
    assert officer.get("/").status_code == 200


def test_what_a_role_may_not_goes_through_once_somebody_who_may_signs_in(app: Flask, desk: Desk) -> None:
    officer = first(app)
    number = person(officer, "Budi", "relawan")
    tablet = another(app, officer)
    sign_in(tablet, number, OTHER_PIN)
    typed = {"nama": "Siti", "peran": "relawan", "pin": PIN, "pin_lagi": PIN}
    assert tablet.post("/orang", data=typed).status_code == 403
    own = {"_orang": str(number), "_pin": OTHER_PIN}
    assert tablet.post("/orang", data={**typed, **own}).status_code == 403
    assert tablet.post("/orang", data={**typed, "_orang": "1", "_pin": PIN}).status_code == 303
    assert "Siti" in [one.name for one in crew.people(desk.store)]


def test_a_teknisi_may_do_what_the_table_says(app: Flask) -> None:
    officer = first(app)
    number = person(officer, "Teknisi Satu", "teknisi")
    sign_in(officer, number, OTHER_PIN)
    for path in ("/", "/orang", "/pasang", "/perangkat/tablet"):
        assert officer.get(path).status_code == 200


def test_every_page_needs_something_that_the_table_knows(app: Flask) -> None:
    known = {EVERYBODY, TABLET}.union(*MAY.values())
    views = {name: view for name, view in app.view_functions.items() if name not in OPEN}
    assert {name for name, view in views.items() if getattr(view, "needs_role", None) not in known} == set()


def test_every_route_is_shut_for_strangers_but_for_those_open_to_all(app: Flask) -> None:
    first(app)
    stranger = browser(app)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint in OPEN or getattr(view, "needs_role", "") == EVERYBODY:
            continue
        path = re.sub(r'<any\("([^"]*)"[^>]*>', r"\1", rule.rule)
        path = re.sub(r"<[^>]*int:[^>]*>", "1", path)
        path = re.sub(r"<[^>]*>", "x", path)
        method = min((rule.methods or set()) - {"HEAD", "OPTIONS"})
        assert stranger.open(path, method=method).status_code == 401, rule.rule


def test_a_need_that_the_table_does_not_know_is_shut(own_app: Flask) -> None:
    own_app.add_url_rule("/ganjil", "ganjil", role("ganjil")(lambda: "data"))
    own_app.add_url_rule("/semua", "semua", open_to_all(lambda: "untuk warga"))
    officer = first(own_app)
    assert officer.get("/ganjil").status_code == 403
    assert browser(own_app).get("/semua").text == "untuk warga"


def test_a_revoked_person_is_out_everywhere_at_once(app: Flask) -> None:
    officer = first(app)
    number = person(officer, "Budi", "relawan")
    tablet = another(app, officer)
    sign_in(tablet, number, OTHER_PIN)
    assert tablet.get("/").status_code == 200
    assert "Budi" in officer.get(f"/orang/{number}/cabut").text
    assert officer.post(f"/orang/{number}/cabut").status_code == 303
    assert tablet.get("/").status_code == 401
    assert sign_in(tablet, number, OTHER_PIN).status_code == 401
    assert "Budi" not in tablet.get("/masuk").text


def test_the_last_officer_stays(app: Flask) -> None:
    officer = first(app)
    answer = officer.post("/orang/1/cabut")
    assert answer.status_code == 422
    assert "paling sedikit satu Koordinator atau Teknisi" in answer.text
    assert officer.post("/orang/1/peran", data={"peran": "relawan"}).status_code == 422
    assert officer.get("/orang").status_code == 200


def test_a_lost_pin_is_replaced_by_the_koordinator(app: Flask, desk: Desk) -> None:
    officer = first(app)
    number = person(officer, "Budi", "relawan")
    tablet = another(app, officer)
    sign_in(tablet, number, OTHER_PIN)
    for _ in range(OF_PAIR.free):
        sign_in(tablet, number, "000001")
    new = {"pin": "551928", "pin_lagi": "551928"}
    assert officer.post(f"/orang/{number}/pin", data=new).status_code == 303
    assert tablet.get("/").status_code == 401
    assert sign_in(tablet, number, OTHER_PIN).status_code == 401
    assert sign_in(tablet, number, "551928").status_code == 303


def test_ones_own_pin_needs_the_old_one(app: Flask) -> None:
    officer = first(app)
    new = {"pin": "551928", "pin_lagi": "551928"}
    assert officer.post("/masuk/pin", data=new).status_code == 422
    assert officer.post("/masuk/pin", data={**new, "_orang": "1", "_pin": "000001"}).status_code == 401
    assert officer.post("/masuk/pin", data={**new, "_orang": "1", "_pin": PIN}).status_code == 303
    assert officer.get("/").status_code == 200
    assert sign_in(officer, 1, PIN).status_code == 401
    assert sign_in(officer, 1, "551928").status_code == 303


def test_a_tablet_that_is_turned_away_reads_what_it_typed_but_no_pin(app: Flask) -> None:
    first(app)
    stranger = browser(app)
    answer = stranger.post("/orang", data={"nama": "Siti", "pin": "551928", "pin_lagi": "551929"})
    assert answer.status_code == 401 and "Siti" in answer.text
    assert "551928" not in answer.text and "551929" not in answer.text


def test_nobody_leaves_a_pin_behind_before_the_first_pairing(client: FlaskClient, desk: Desk) -> None:
    data = {"nama": "Pencuri", "peran": "koordinator", "pin": PIN, "pin_lagi": PIN}
    assert client.post("/orang", data=data).status_code == 403
    assert crew.people(desk.store) == []
