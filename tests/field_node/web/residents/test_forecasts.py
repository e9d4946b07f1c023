"""Prakiraan cuaca for residents: what BMKG said for this area, how old it is, and nothing where nothing was said."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.correction import Void
from field_node.records.directory import Unit
from field_node.records.forecast import Forecast
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.store import status
from field_node.web.desk import Desk
from tests.field_node.web.residents.test_info import center, own

PAGES = ("/info", "/info/teks", "/info/poster")
EMPTY = "Belum ada prakiraan di unit ini."
HOUR = 3_600


def forecast(desk: Desk, **said: Any) -> Forecast:
    now = desk.now // 60 * 60
    facts: dict[str, Any] = {
        "kode_wilayah": "32.12.15",
        "mulai": now - HOUR,
        "sampai": now + 2 * HOUR,
        "cuaca": "hujan_sedang",
        "suhu_min": 24,
        "suhu_max": 31,
        "angin_kmh": 12,
        "kelembapan": 82,
        "dibuat": now - 5 * HOUR,
    }
    return Forecast(**facts | said)


@pytest.fixture(autouse=True)
def posko(desk: Desk) -> Ref:
    """What says where the unit stands."""
    return own(desk, Place(nama="Posko", jenis="posko", kode_wilayah="32.12.15", lat=-6.3, lon=108.3))


@pytest.mark.parametrize("path", PAGES)
def test_residents_read_what_is_expected_with_its_span_age_and_source(
    client: FlaskClient, desk: Desk, path: str
) -> None:
    assert EMPTY in client.get(path).text
    said = forecast(desk)
    center(desk, 1, said)
    page, zone = client.get(path).text, desk.zone
    told = (
        "Hujan sedang",
        zone.short(said.sampai),
        "Sumber: BMKG (Badan Meteorologi, Klimatologi, dan Geofisika)",
    )
    for one in told:
        assert one in page, one
    assert path == "/info/poster" or "24-31 °C, angin 12 km/jam, kelembapan 82%" in page
    issued = "Dibuat 5 jam lalu" if path == "/info" else f"ibuat {zone.long(said.dibuat)}"
    assert issued in page and EMPTY not in page and "prakiraan lama" not in page.lower()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "hours",
    [{"mulai": -3, "sampai": 0}, {"mulai": 25, "sampai": 28}],
    ids=["ended", "after the next day"],
)
def test_what_has_ended_or_lies_beyond_the_next_day_is_not_told(
    client: FlaskClient, desk: Desk, path: str, hours: dict[str, int]
) -> None:
    now = desk.now // 60 * 60
    center(desk, 1, forecast(desk, **{name: now + at * HOUR for name, at in hours.items()}))
    assert EMPTY in client.get(path).text


@pytest.mark.parametrize("path", PAGES)
def test_what_was_issued_more_than_a_day_ago_says_so(client: FlaskClient, desk: Desk, path: str) -> None:
    center(desk, 1, forecast(desk, dibuat=desk.now // 60 * 60 - 25 * HOUR))
    assert "prakiraan lama" in client.get(path).text.lower()


def test_a_later_issue_stands_for_the_earlier_also_when_it_came_first(
    client: FlaskClient, desk: Desk
) -> None:
    now = desk.now // 60 * 60
    center(desk, 1, forecast(desk, cuaca="hujan_lebat", dibuat=now - HOUR))
    center(desk, 2, forecast(desk, cuaca="cerah", dibuat=now - 9 * HOUR))
    page = client.get("/info").text
    assert "Hujan lebat" in page and "Cerah" not in page


def test_a_withdrawn_one_is_gone(client: FlaskClient, desk: Desk) -> None:
    gone = center(desk, 1, forecast(desk))
    center(desk, 2, Void(entri=gone, alasan="keliru"))
    assert EMPTY in client.get("/info").text


def test_only_the_center_passes_forecasts_on(client: FlaskClient, desk: Desk) -> None:
    center(desk, 1, forecast(desk), unit=9)
    assert EMPTY in client.get("/info").text


def test_the_nearest_area_of_the_kabupaten_is_told_and_no_other_kabupaten(
    client: FlaskClient, desk: Desk
) -> None:
    center(desk, 1, forecast(desk, kode_wilayah="32.03.01", cuaca="kabut"))
    assert EMPTY in client.get("/info").text
    center(desk, 2, forecast(desk, kode_wilayah="32.12", cuaca="berawan"))
    assert "Berawan" in client.get("/info").text
    status.say(desk.door.writer, "gps", {"lat": -6.3, "lon": 108.3, "fix_at": desk.now}, at=desk.now)
    center(desk, 3, forecast(desk, cuaca="hujan_petir"))
    page = client.get("/info").text
    assert "Hujan petir" in page and "Berawan" not in page and "Kabut" not in page


def test_a_unit_without_places_goes_by_the_area_of_its_enrolment(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    own(desk, Void(entri=posko, alasan="keliru"))
    center(desk, 1, forecast(desk, kode_wilayah="32.03.01"))
    assert desk.unit is not None and EMPTY in client.get("/info").text
    center(desk, 2, Unit(nomor=desk.unit, nama="Unit", kode_wilayah="32.03"))
    assert "Hujan sedang" in client.get("/info").text


def test_what_bmkg_did_not_say_is_left_out(client: FlaskClient, desk: Desk) -> None:
    facts: dict[str, Any] = {"suhu_min": None, "angin_kmh": None, "kelembapan": None}
    center(desk, 1, replace(forecast(desk), **facts))
    page = client.get("/info").text
    assert "paling panas 31 °C" in page and "angin" not in page


def test_volunteers_find_it_in_the_list_of_its_type(client: FlaskClient, desk: Desk) -> None:
    center(desk, 1, forecast(desk))
    assert "/catatan/prakiraan" in client.get("/").text
    assert "Hujan sedang" in client.get("/catatan/prakiraan").text
