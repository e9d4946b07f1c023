"""Tablets in front of a unit: browsers that pair, sign in and come back."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PIN, OTHER_PIN = "280463", "917305"
FIRST = {"tablet": "Tablet 1", "nama": "Ibu Koordinator", "peran": "koordinator", "pin": PIN, "pin_lagi": PIN}


def browser(app: Flask) -> FlaskClient:
    """A browser that this unit has never seen."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def offered(client: FlaskClient) -> tuple[str, str]:
    """A new offer as its page shows it: path of the token, code."""
    page = client.post("/pasang").text
    code = re.search(r'class="code">([\d ]+)<', page)
    assert code
    kept = client.post("/pasang/kode", data={"kode": code[1]})
    return kept.headers["Location"], code[1]


def first(app: Flask) -> FlaskClient:
    """The first tablet with its Koordinator, person 1, signed in."""
    client = browser(app)
    path, _ = offered(client)
    assert client.post(path, data=FIRST).status_code == 303
    return client


def another(app: Flask, officer: FlaskClient, name: str = "Tablet 2") -> FlaskClient:
    """One more tablet; nobody is signed in on it."""
    client = browser(app)
    path, _ = offered(officer)
    assert client.post(path, data={"tablet": name}).status_code == 303
    return client


def person(officer: FlaskClient, name: str, role: str, pin: str = OTHER_PIN) -> int:
    """One more person; the number."""
    data = {"nama": name, "peran": role, "pin": pin, "pin_lagi": pin}
    assert officer.post("/orang", data=data).status_code == 303
    found = re.search(rf'/orang/(\d+)"><span class="main">{name}<', officer.get("/orang").text)
    assert found
    return int(found[1])


def sign_in(client: FlaskClient, number: int, pin: str, **more: str) -> TestResponse:
    """Person and PIN on the page Masuk."""
    return client.post("/masuk", data={"_orang": str(number), "_pin": pin, **more})


def jar(client: FlaskClient) -> dict[str, str]:
    """Every cookie under its whole name."""
    return {cookie.key: cookie.value for cookie in (client._cookies or {}).values()}


def cookies(client: FlaskClient) -> dict[str, str]:
    """Every cookie under its name without the unit's mark."""
    return {name.partition("_")[0]: value for name, value in jar(client).items()}


def carrying(app: Flask, kept: dict[str, str]) -> FlaskClient:
    """A browser into which somebody has put these cookies."""
    client = browser(app)
    for name, value in kept.items():
        client.set_cookie(name, value)
    return client
