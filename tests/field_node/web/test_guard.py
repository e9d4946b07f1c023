"""Who may ask what: hosts, foreign pages, sizes, headers, roles."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.store import journal
from field_node.web.desk import Desk
from field_node.web.guard import OPEN, POLICY, open_to_all

FORM = {"nama": "A", "jenis": "posko", "kunci": "k"}


@pytest.mark.parametrize(
    "host", ["jahat.example", "localhost.jahat.example", "", "[", "127.0.0.1.nip.io", "192.168.0.9"]
)
def test_a_host_that_is_not_ours_is_refused(app: Flask, host: str) -> None:
    answer = app.test_client().get("/", headers={"Host": host})
    assert answer.status_code in (400, 421) and "Tagana Indramayu" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:9"])
def test_our_own_hosts_are_served_on_any_port(app: Flask, host: str) -> None:
    assert app.test_client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {},
    ],
)
@pytest.mark.parametrize(
    "path", ["/catat/lokasi", "/antrean/kirim", "/ekspor", "/tampilan", "/kejadian-aktif"]
)
def test_a_foreign_page_writes_nothing(app: Flask, desk: Desk, path: str, headers: dict[str, str]) -> None:
    assert app.test_client().post(path, data=FORM, headers=headers).status_code == 403
    assert journal.entries(desk.store, limit=9) == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_our_own_pages_write(app: Flask, headers: dict[str, str]) -> None:
    assert app.test_client().post("/catat/lokasi", data=FORM, headers=headers).status_code == 303


def test_every_route_has_a_role_or_is_open(app: Flask) -> None:
    bare = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN and not hasattr(app.view_functions[rule.endpoint], "needs_role")
    }
    assert bare == set()


def test_a_view_that_names_no_role_is_shut(own_app: Flask) -> None:
    own_app.add_url_rule("/terbuka", "terbuka", lambda: "data")
    answer = own_app.test_client().get("/terbuka")
    assert answer.status_code == 403 and answer.text != "data"


def test_a_view_that_is_open_to_all_needs_no_role(own_app: Flask) -> None:
    @open_to_all
    def told() -> str:
        return "data"

    own_app.add_url_rule("/terbuka", "terbuka", told)
    assert own_app.test_client().get("/terbuka").text == "data"


@pytest.mark.parametrize("path", ["/", "/catat/lokasi", "/perangkat", "/tidak-ada"])
def test_pages_are_never_kept_in_a_cache_and_run_no_foreign_script(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "style=" not in answer.text and "<style" not in answer.text and " onclick" not in answer.text


def test_cookies_stay_with_our_own_pages(client: FlaskClient) -> None:
    cookie = client.post("/tampilan", data={"tampilan": "gelap"}).headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie and "HttpOnly" in cookie


def test_a_body_that_is_too_large_is_refused_with_a_sentence(client: FlaskClient, desk: Desk) -> None:
    answer = client.post("/catat/lokasi", data={**FORM, "nama": "x" * 300_000})
    assert answer.status_code == 413 and "belum tersimpan" in answer.text
    many = client.post("/catat/lokasi", data={"nama": ["x"] * 5000, "kunci": "k"})
    assert many.status_code in (413, 422) and journal.entries(desk.store, limit=9) == []


def test_a_method_that_a_page_does_not_have_is_refused_with_a_page(client: FlaskClient) -> None:
    answer = client.post("/perangkat", data={})
    assert answer.status_code == 405 and "Beranda" in answer.text


def test_health_tells_no_data(client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok", "fault": None}
