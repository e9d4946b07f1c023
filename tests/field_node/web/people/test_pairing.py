"""Pairing tablets: open until the first, then only by an offer that stands, once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from field_node.config import defaults
from field_node.store import crew, tablets
from field_node.store.pairing import OFFER_S
from field_node.web.access.badge import Badges, Claim
from field_node.web.app import create_app
from field_node.web.desk import Desk
from field_node.web.opening import opened_desk
from tests.field_node.web.tablets_here import (
    FIRST,
    another,
    browser,
    carrying,
    cookies,
    first,
    jar,
    offered,
    sign_in,
)

PLACE = {"nama": "Posko", "jenis": "posko", "kunci": "k"}
PATHS = ["/", "/catat/lokasi", "/perangkat", "/perangkat/tablet", "/orang", "/pasang", "/antrean", "/masuk"]


def test_a_unit_begins_open_and_says_so(client: FlaskClient) -> None:
    for path in PATHS[:4]:
        assert client.get(path).status_code == 200
    assert client.post("/catat/lokasi", data=PLACE).status_code == 303
    assert "siapa pun di Wi-Fi unit ini bisa mencatat" in client.get("/pasang").text
    assert "Mulai pasangkan" in client.get("/perangkat/tablet").text
    client.set_cookie("bahasa", "en")
    assert "10 minutes" in client.get("/pasang").text


def test_the_first_pairing_shuts_the_unit_for_everybody_else(app: Flask, client: FlaskClient) -> None:
    officer = first(app)
    assert officer.get("/orang").status_code == 200
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code == 401, path
        assert "belum dipasangkan" in answer.text
        assert "Ibu Koordinator" not in answer.text
    assert client.get("/pasang/kode").status_code == 200
    assert client.get("/health").status_code == 200


def test_a_form_that_was_open_when_the_unit_was_shut_is_shown_again(app: Flask, client: FlaskClient) -> None:
    first(app)
    answer = client.post("/catat/lokasi", data={**PLACE, "nama": "Balai <Desa>"})
    assert answer.status_code == 401
    assert "Balai &lt;Desa&gt;" in answer.text


def test_a_tablet_that_may_not_save_is_told_that_its_call_went_nowhere(app: Flask) -> None:
    lost = another(app, officer := first(app))
    officer.post("/perangkat/tablet/2/cabut")
    for tablet in (lost, browser(app)):
        answer = tablet.post("/catat/sos", data={"kunci": "k"})
        assert answer.status_code == 401
        assert "SOS ini tidak terkirim. Minta tolong dengan cara lain sekarang" in answer.text
        assert "Belum tersimpan." in browser(app).post("/catat/lokasi", data=PLACE).text
        assert "tersimpan" not in tablet.get("/").text


def test_the_qr_leads_to_the_page_that_pairs(client: FlaskClient) -> None:
    page = client.post("/pasang").text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert "style=" not in page
    path, _ = offered(client)
    assert "Orang pertama" in client.get(path).text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("tablet", " ", "Isi nama."),
        ("nama", "x" * 61, "Paling banyak 60 huruf."),
        ("peran", "relawan", "Pilih peran."),
        ("peran", "", "Pilih peran."),
        ("pin", "1234", "6 sampai 12 angka"),
        ("pin", "١٢٣٤٥٦", "6 sampai 12 angka"),
        ("pin", "123456", "mudah ditebak"),
        ("pin", "808080", "mudah ditebak"),
        ("pin_lagi", "280464", "tidak sama"),
    ],
)
def test_what_is_wrong_is_said_and_uses_nothing_up(
    client: FlaskClient, desk: Desk, field: str, value: str, told: str
) -> None:
    path, _ = offered(client)
    again = {"pin_lagi": value} if field == "pin" else {}
    answer = client.post(path, data={**FIRST, field: value, **again})
    assert answer.status_code == 422
    assert told in answer.text
    assert crew.people(desk.store) == []
    assert client.post(path, data=FIRST).status_code == 303


def test_a_paired_tablet_is_kept_in_a_strict_cookie(app: Flask) -> None:
    client = browser(app)
    path, _ = offered(client)
    answer = client.post(path, data=FIRST)
    said = answer.headers.getlist("Set-Cookie")
    assert len(said) == 2
    assert all("HttpOnly" in one and "SameSite=Strict" in one and "Path=/" in one for one in said)
    assert not any("Secure" in one for one in said)
    secure = browser(app)
    path, _ = offered(client)
    said = secure.post(path, data={"tablet": "B"}, base_url="https://localhost").headers.getlist("Set-Cookie")
    assert said and all("Secure" in one for one in said)


def test_a_token_pairs_one_tablet_and_no_second(app: Flask, desk: Desk) -> None:
    officer = first(app)
    path, _ = offered(officer)
    assert browser(app).post(path, data={"tablet": "B"}).status_code == 303
    replayed = browser(app)
    assert replayed.get(path).status_code == 410
    assert replayed.post(path, data={"tablet": "C"}).status_code == 410
    assert cookies(replayed) == {}
    assert len(tablets.paired(desk.store)) == 2


def test_tablets_that_race_for_one_token_leave_one_winner(app: Flask, desk: Desk) -> None:
    officer = first(app)
    path, _ = offered(officer)

    def race(number: int) -> int:
        return browser(app).post(path, data={"tablet": f"T{number}"}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(race, range(12)))
    assert answers == [303] + [410] * 11
    assert len(tablets.paired(desk.store)) == 2


def test_first_tablets_that_race_leave_one_koordinator(app: Flask, desk: Desk) -> None:
    client = browser(app)
    paths = [offered(client)[0] for _ in range(6)]

    def race(path: str) -> int:
        return browser(app).post(path, data=FIRST).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(race, paths))
    assert answers == [303] + [410] * 5
    assert len(crew.people(desk.store)) == 1


def test_an_offer_from_before_the_first_pairing_is_worth_nothing_after_it(app: Flask, desk: Desk) -> None:
    thief = browser(app)
    path, code = offered(thief)
    first(app)
    assert thief.post(path, data={**FIRST, "nama": "Pencuri"}).status_code == 410
    assert thief.post("/pasang/kode", data={"kode": code}).status_code == 422
    assert [one.name for one in crew.people(desk.store)] == ["Ibu Koordinator"]


def test_an_offer_of_an_officer_adds_nobody(app: Flask, desk: Desk) -> None:
    officer = first(app)
    path, _ = offered(officer)
    assert browser(app).post(path, data={**FIRST, "tablet": "B"}).status_code == 303
    assert len(crew.people(desk.store)) == 1


def test_an_offer_ends_with_its_time(app: Flask, desk: Desk) -> None:
    client = browser(app)
    path, code = offered(client)
    later = desk.clock.uptime() + OFFER_S + 1
    object.__setattr__(desk.clock, "uptime", lambda: later)
    assert client.get(path).status_code == 410
    assert client.post(path, data=FIRST).status_code == 410
    assert client.post("/pasang/kode", data={"kode": code}).status_code == 422


def test_codes_cannot_be_guessed_and_guessing_stops_no_qr(app: Flask) -> None:
    officer = first(app)
    path, code = offered(officer)
    guesser = browser(app)
    for guess in range(10):
        answer = guesser.post("/pasang/kode", data={"kode": f"{guess:08}"})
        assert answer.status_code == 422
    assert guesser.post("/pasang/kode", data={"kode": code}).status_code == 422
    assert browser(app).post(path, data={"tablet": "B"}).status_code == 303


@pytest.mark.parametrize("change", ["", "x", "e30.AAAA"])
def test_a_forged_token_is_refused(client: FlaskClient, change: str) -> None:
    path, _ = offered(client)
    forged = path[:-3] + "abc" if not change else f"/pasang/{change}"
    assert client.get(forged).status_code == 410
    assert client.post(forged, data=FIRST).status_code == 410


def test_a_token_of_our_key_for_another_purpose_is_no_tablet(app: Flask, desk: Desk) -> None:
    first(app)
    badges = Badges(desk.store.locker.pages_key)
    thief = browser(app)
    for value in (badges.offer(Claim(1, b"x" * 16)), badges.tablet(Claim(1, b"x" * 16)), "1", "[]"):
        thief.set_cookie(badges.tablet_cookie, value)
        answer = sign_in(thief, 1, FIRST["pin"])
        assert answer.status_code == 401
        assert "belum dipasangkan" in answer.text
    box = URLSafeSerializer(b"other", salt="tagana tablet")
    thief.set_cookie(badges.tablet_cookie, str(box.dumps([1, "00"])))
    assert thief.get("/").status_code == 401


def test_a_cookie_of_another_unit_opens_nothing_and_is_left_alone(app: Flask, tmp_path: Path) -> None:
    officer = first(app)
    folder = tmp_path / "lain"
    config = defaults(data_dir=folder, runtime_dir=folder / "run")
    with opened_desk(config, chance=lambda n: b"7" * n) as other:
        neighbour = create_app(other, allowed_hosts=("localhost",))
        theirs = first(neighbour)
        for name, value in jar(officer).items():
            theirs.set_cookie(name, value)
        assert theirs.get("/").status_code == 200
        badges, kept = Badges(other.store.locker.pages_key), cookies(officer)
        renamed = {badges.tablet_cookie: kept["tablet"], badges.session_cookie: kept["masuk"]}
        stranger = carrying(neighbour, jar(officer) | renamed)
        assert "belum dipasangkan" in stranger.get("/").text


def test_a_tablet_that_is_paired_again_is_not_listed_twice(app: Flask, desk: Desk) -> None:
    officer = first(app)
    tablet = another(app, officer)
    path, _ = offered(officer)
    assert tablet.post(path, data={"tablet": "Tablet 2 baru"}).status_code == 303
    assert sorted(one.name for one in tablets.paired(desk.store)) == ["Tablet 1", "Tablet 2 baru"]


def test_a_revoked_tablet_is_emptied_at_its_next_contact(app: Flask, desk: Desk) -> None:
    officer = first(app)
    lost = another(app, officer, "Tablet hilang")
    sign_in(lost, 1, FIRST["pin"])
    assert lost.get("/").status_code == 200
    number = next(one.number for one in tablets.paired(desk.store) if one.name == "Tablet hilang")
    assert "Tablet hilang" in officer.get(f"/perangkat/tablet/{number}/cabut").text
    assert officer.post(f"/perangkat/tablet/{number}/cabut").status_code == 303
    kept = jar(lost)
    for path in ("/", "/catatan/lokasi", "/masuk"):
        lost = carrying(app, kept)
        answer = lost.get(path)
        assert answer.status_code == 401
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert cookies(lost) == {}
    assert carrying(app, kept).post("/catat/lokasi", data=PLACE).status_code == 401
    assert "Tablet hilang" in officer.get("/perangkat/tablet").text


def test_revoking_the_last_tablet_opens_nothing(app: Flask, desk: Desk) -> None:
    officer = first(app)
    assert officer.post("/perangkat/tablet/1/cabut").status_code == 303
    assert officer.get("/").status_code == 401
    assert browser(app).get("/").status_code == 401
    assert browser(app).post("/pasang").status_code == 401


def test_the_list_tells_who_uses_a_tablet_and_when_it_was_here(app: Flask, desk: Desk) -> None:
    officer = first(app)
    page = officer.get("/perangkat/tablet").text
    assert "Tablet 1 (tablet ini)" in page
    assert "Ibu Koordinator, Koordinator" in page
    assert "Terakhir tersambung baru saja" in page


def test_a_foreign_page_pairs_and_revokes_nothing(app: Flask, desk: Desk) -> None:
    officer = first(app)
    path, _ = offered(officer)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for target in (path, "/pasang", "/perangkat/tablet/1/cabut", "/orang", "/orang/1/pin", "/masuk"):
        assert officer.post(target, data=FIRST, headers=foreign).status_code == 403
    assert len(tablets.paired(desk.store)) == 1
