"""The unit's certificate as its pages tell it, and the page by which a tablet learns to trust it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from flask.testing import FlaskClient

from field_node.cli import main
from field_node.config import Config
from field_node.web.desk import Desk
from field_node.web.trust import told
from field_node.web.unit import ready
from sync.center.authority import HOTSPOT, LEAF_DAYS, make_authority, make_leaf

DAY_S = 86_400
NAME = "posko-03.tagana.internal"
Enrol = Callable[[int], x509.Certificate]


@pytest.fixture
def enrol(config: Config, desk: Desk) -> Enrol:
    """Gives the unit a certificate that has so many days left; returns the CA's."""
    path = config.secrets_dir / "enrolment.json"

    def enrolled(days: int) -> x509.Certificate:
        now = desk.clock.stamp().made_at
        authority = make_authority("Pusat Gladi", "127.0.0.1", now)
        leaf = make_leaf(authority, NAME, (HOTSPOT,), now - (LEAF_DAYS - 1 - days) * DAY_S + 60)
        said = json.loads(path.read_bytes())
        said |= {"ca": authority.certificate.decode(), "leaf_cert": leaf.certificate.decode()}
        path.write_text(json.dumps(said))
        return x509.load_pem_x509_certificate(authority.certificate)

    return enrolled


def at(client: FlaskClient, path: str, base: str = f"http://{NAME}") -> str:
    return client.get(path, base_url=base).text


def test_perangkat_tells_until_when_the_certificate_holds_and_for_which_names(
    client: FlaskClient, enrol: Enrol
) -> None:
    enrol(200)
    page = client.get("/perangkat").text
    assert "(200 hari lagi)" in page
    assert f"{NAME}, {HOTSPOT}" in page


@pytest.mark.parametrize(("days", "said"), [(31, ""), (29, "habis 29 hari lagi"), (-2, "sudah habis")])
def test_an_end_is_told_on_every_page_thirty_days_before(
    client: FlaskClient, desk: Desk, enrol: Enrol, days: int, said: str
) -> None:
    enrol(days)
    assert told.days_left(desk) == days
    assert bool(told.cautions(desk)) == bool(said and desk.clock.trusted())
    if desk.clock.trusted():
        page = client.get("/").text
        assert said in page
        assert ("Sertifikat HTTPS" in page) == bool(said)


def test_a_carrier_is_asked_for_another_certificate_to_the_last_day_and_beyond(
    client: FlaskClient, enrol: Enrol
) -> None:
    assert client.get("/titipan").get_json()["sertifikat"] is False, "none is known"
    asked = []
    for days in (61, 59, 0, -1):
        enrol(days)
        asked.append(client.get("/titipan").get_json()["sertifikat"])
    assert asked == [False, True, True, True]


def test_a_certificate_that_has_ended_is_not_said_to_end(
    client: FlaskClient, desk: Desk, enrol: Enrol
) -> None:
    enrol(-2)
    page, check = client.get("/perangkat").text, ready.checks(desk, lambda: True)
    assert "sertifikat sudah habis" in page and "hampir habis" not in page
    (found,) = [one.found for one in check if one.what == "Sertifikat HTTPS"]
    assert found.startswith("sudah habis ") and "hari lagi" not in found


def test_a_unit_opens_under_the_names_in_its_certificate_also_when_it_was_enrolled_while_it_ran(
    client: FlaskClient, enrol: Enrol
) -> None:
    assert client.get("/percaya", base_url=f"http://{NAME}").status_code == 421
    enrol(200)
    for host in (NAME, HOTSPOT):
        assert client.get("/", base_url=f"https://{host}").status_code == 200
    assert client.get("/", base_url="https://posko-04.tagana.internal").status_code == 421


def test_the_file_is_the_centers_ca_and_the_groups_are_its_fingerprint(
    client: FlaskClient, enrol: Enrol
) -> None:
    root = enrol(200)
    file = client.get("/percaya/tagana-pusat.crt", base_url=f"http://{NAME}")
    assert x509.load_der_x509_certificate(file.data) == root
    assert file.mimetype == "application/x-x509-ca-cert"
    groups = re.findall(r"<li>([0-9A-F]{2}):([0-9A-F]{2})</li>", at(client, "/percaya"))
    assert "".join(map("".join, groups)) == root.fingerprint(hashes.SHA256()).hex().upper()


def test_a_page_that_came_without_tls_says_that_it_proves_nothing(client: FlaskClient, enrol: Enrol) -> None:
    enrol(200)
    proves_nothing = "Sidik jari di sini belum membuktikan apa-apa"
    assert proves_nothing in at(client, "/percaya")
    assert proves_nothing not in at(client, "/percaya", f"https://{NAME}")


def test_the_page_may_knock_at_its_own_address_with_tls_and_nowhere_else(
    client: FlaskClient, enrol: Enrol
) -> None:
    enrol(200)
    policy = client.get("/percaya", base_url=f"http://{NAME}").headers["Content-Security-Policy"]
    assert policy.endswith(f"connect-src 'self' https://{NAME}")
    assert (
        "https:" not in client.get("/percaya", base_url=f"https://{NAME}").headers["Content-Security-Policy"]
    )


def test_under_another_name_no_check_is_offered_but_the_right_addresses(
    client: FlaskClient, enrol: Enrol
) -> None:
    enrol(200)
    page = at(client, "/percaya", "http://localhost")
    assert 'id="periksa"' not in page
    assert f"http://{NAME}/percaya" in page


def test_a_unit_without_a_certificate_says_so(client: FlaskClient) -> None:
    assert "belum punya sertifikat" in at(client, "/percaya", "http://localhost")
    assert client.get("/percaya/tagana-pusat.crt").status_code == 404
    assert "belum ada" in client.get("/perangkat").text


def test_the_unit_itself_tells_the_fingerprint(config: Config, enrol: Enrol, tmp_path: Path) -> None:
    settings = tmp_path / "node.toml"
    settings.write_text(f'data_dir = "{config.data_dir}"\nsecrets_dir = "{config.secrets_dir}"\n')
    words = ["--config", str(settings), "trust"]
    assert "belum punya sertifikat" in CliRunner().invoke(main, words).output
    digits = enrol(200).fingerprint(hashes.SHA256()).hex().upper()
    said = CliRunner().invoke(main, words).output
    assert digits in re.sub(r"[:\s]", "", said)
    assert f"http://{NAME}/percaya" in said
