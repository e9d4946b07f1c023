"""Scripts of the pages may speak to the unit and to its center, to nobody else."""

import json

import pytest
from flask.testing import FlaskClient

from field_node.config import Config
from field_node.web.guard import POLICY


def enrolled(config: Config, center: str) -> None:
    path = config.secrets_dir / "enrolment.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"center": center}))


@pytest.mark.parametrize("path", ["/", "/tablet", "/kerangka/tablet", "/tidak-ada"])
def test_every_page_names_the_center_and_nobody_else(client: FlaskClient, config: Config, path: str) -> None:
    enrolled(config, "https://pusat.tagana.internal:8443/lapangan/")
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy == f"{POLICY}; connect-src 'self' https://pusat.tagana.internal:8443"
    assert client.get("/titipan").get_json()["pusat"] == "https://pusat.tagana.internal:8443/lapangan"


@pytest.mark.parametrize(
    "address", ["", "https://x y", "https://*", "https://a; script-src *", "ftp://a", "https://a\r\nX: y"]
)
def test_an_address_that_no_policy_can_name_is_left_out(
    client: FlaskClient, config: Config, address: str
) -> None:
    enrolled(config, address)
    assert client.get("/").headers["Content-Security-Policy"] == POLICY
    assert client.get("/titipan").get_json()["pusat"] == ""


def test_a_tablet_that_keeps_pages_learns_of_another_center(client: FlaskClient, config: Config) -> None:
    """The pages that it keeps bring their policy along: they are fetched anew when its worker is another one."""
    before = client.get("/sw.js").text
    enrolled(config, "https://pusat.tagana.internal")
    assert client.get("/sw.js").text != before
