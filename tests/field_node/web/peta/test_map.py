"""What is on the map: whose word, how old, never 0 for what nobody counted, protected places only for the crew."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.records.directory import Unit
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place, PlaceMerge
from field_node.records.position import Position
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.site import Site
from field_node.records.sos import Sos
from field_node.store import directory, journal, status
from field_node.store.connection import Store
from field_node.store.directory import Region
from field_node.web.desk import Desk
from tests.field_node.store.heard import heard, issued, saldo
from tests.field_node.web.tablets_here import another, first

HERE = {"lat": -6.33, "lon": 108.3, "accuracy_m": 12.4}


@pytest.fixture
def store(desk: Desk) -> Store:
    return desk.door.writer


def put(desk: Desk, record: Record) -> Ref:
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref


def told(client: FlaskClient) -> dict[str, dict[str, Any]]:
    """Everything on the map by its name there."""
    return {one["id"]: one for one in client.get("/peta/data.json").get_json()["features"]}


def facts(client: FlaskClient, name: str) -> dict[str, Any]:
    found: dict[str, Any] = told(client)[name]["properties"]
    return found


def posko(desk: Desk, **changed: Any) -> Ref:
    said: dict[str, Any] = {"nama": "Balai Desa", "jenis": "posko", "lat": -6.35, "lon": 108.3}
    return put(desk, Place(**said | changed))


def test_an_empty_map_says_what_to_do(client: FlaskClient) -> None:
    assert told(client) == {}
    page = client.get("/peta").text
    assert "Belum ada yang bisa ditampilkan di peta." in page and 'href="/catat/lokasi"' in page


def test_the_unit_is_where_its_receiver_saw_it(client: FlaskClient, desk: Desk, store: Store) -> None:
    status.say(store, "gps", {**HERE, "fix_at": desk.now - 40}, desk.now)
    unit = told(client)["unit"]
    assert unit["geometry"] == {"type": "Point", "coordinates": [108.3, -6.33]}
    assert unit["properties"]["akurasi_m"] == 12 and unit["properties"]["pada"] == desk.now - 40


def test_a_place_without_a_count_is_not_counted_and_not_zero(client: FlaskClient, desk: Desk) -> None:
    ref = posko(desk)
    found = facts(client, f"lokasi-{ref}")
    assert found["angka"] == "belum didata" and found["pada"] is None
    assert "belum didata" in client.get("/peta").text


def test_a_count_is_told_with_what_is_missing_in_it_its_age_and_source(
    client: FlaskClient, desk: Desk
) -> None:
    ref, at = posko(desk), desk.now // 60 * 60 - 7_200
    put(desk, Headcount(lokasi=ref, per_waktu=at, jiwa=90))
    found = facts(client, f"lokasi-{ref}")
    assert found["angka"] == "KK\u00a0belum didata / 90\u00a0jiwa"
    assert (found["pada"], found["pada_apa"], found["sumber"]) == (at, "Hitungan", "unit ini")
    assert "Hitungan 2 jam lalu. Sumber: unit ini" in client.get("/peta").text


def test_the_newest_count_of_merged_places_is_told_once(client: FlaskClient, desk: Desk) -> None:
    stays, goes = posko(desk), posko(desk, nama="Balai Desa 2")
    put(desk, Headcount(lokasi=goes, per_waktu=desk.now // 60 * 60, kk=1, jiwa=4))
    put(desk, PlaceMerge(ke=stays, dari=goes))
    found = told(client)
    assert f"lokasi-{goes}" not in found
    assert found[f"lokasi-{stays}"]["properties"]["angka"] == "1\u00a0KK / 4\u00a0jiwa"


def test_a_closed_place_is_not_on_the_map(client: FlaskClient, desk: Desk) -> None:
    posko(desk, buka=desk.now - 9_000, tutup=desk.now - 60)
    assert told(client) == {}


def test_a_place_without_coordinates_is_listed_without_a_point(client: FlaskClient, desk: Desk) -> None:
    ref = posko(desk, lat=None, lon=None)
    assert told(client)[f"lokasi-{ref}"]["geometry"] is None
    assert "belum ada koordinat: tidak tampak di peta" in client.get("/peta").text


def test_a_protected_place_is_for_people_who_signed_in(client: FlaskClient, desk: Desk) -> None:
    posko(desk, nama="Rumah Aman", publik=False)
    answer = client.get("/peta/data.json").get_json()
    assert answer["features"] == [] and answer["tersembunyi"] == 1
    page = client.get("/peta").text
    assert "Rumah Aman" not in page and "1 tempat terlindung tidak ditampilkan" in page


def test_the_crew_sees_a_protected_place_with_its_warning(app: Flask, desk: Desk) -> None:
    officer = first(app)
    posko(desk, nama="Rumah Aman", publik=False)
    (found,) = officer.get("/peta/data.json").get_json()["features"]
    assert found["properties"]["terlindung"] and found["geometry"]
    assert "Tempat terlindung: jangan disebarkan." in officer.get("/peta").text
    assert another(app, officer).get("/peta/data.json").status_code == 401


def test_neighbours_are_told_with_age_and_doubt(client: FlaskClient, desk: Desk, store: Store) -> None:
    issued(store, Unit(nomor=7, nama="Tim Lohbener"))
    at = desk.now // 30 * 30 - 600
    heard(store, 7, Position(lat=-6.31, lon=108.3, waktu=at, akurasi="50m"), first=1 << 31)
    status.say(store, "gps", {**HERE, "fix_at": desk.now}, desk.now)
    found = facts(client, "unit-7")
    assert found["nama"] == "Tim Lohbener (unit 7)" and found["ragu"] == "belum diverifikasi pusat"
    assert (found["pada"], found["akurasi_m"], found["jarak"]) == (at, 50, "2,2 km ke utara")


def test_whose_word_a_position_is_does_not_follow_from_what_is_doubted(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    issued(store, Unit(nomor=7, nama="Hilang", dicabut=True))
    at = desk.now // 30 * 30 - 600
    of_center = Position(lat=-6.31, lon=108.3, waktu=at)
    journal.keep(store, [Entry(7, 1 << 31, at, TimeQuality.GPS, of_center)], carrier="internet")
    found = facts(client, "unit-7")
    assert (found["sumber"], found["ragu"]) == ("pusat", "unit dicabut")
    heard(store, 7, Position(lat=-6.31, lon=108.3, waktu=at + 30), first=(1 << 31) + 1)
    found = facts(client, "unit-7")
    assert (found["sumber"], found["pada"]) == ("radio unit itu", at + 30)


def test_a_call_for_help_is_on_the_map_until_it_ends_and_first(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    posko(desk)
    heard(store, 7, Sos(lat=-6.36, lon=108.3, orang=4, isi="<b>perahu</b>"), at=desk.now)
    top = client.get("/peta/data.json").get_json()["features"][0]
    assert (top["id"], top["properties"]["angka"]) == ("sos-7-1", "4 orang")
    assert "<b>perahu" not in client.get("/peta").text
    client.post("/catat/sos_akhir", data={"sos": "7-1", "hasil": "ditangani", "kunci": "k"})
    assert "sos-7-1" not in told(client)


def test_stock_is_the_word_of_who_keeps_the_ledger(client: FlaskClient, desk: Desk, store: Store) -> None:
    ref = put(desk, Place(nama="Lumbung", jenis="lumbung", lat=-6.36, lon=108.3, unit=7))
    assert facts(client, f"lokasi-{ref}")["angka"] == "belum didata"
    heard(store, 9, saldo(999, place=ref, at=desk.now))
    assert facts(client, f"lokasi-{ref}")["angka"] == "belum didata"
    heard(store, 7, saldo(150, place=ref, at=desk.now - 3_600))
    found = facts(client, f"lokasi-{ref}")
    assert found["angka"] == "selimut 150\u00a0lembar" and found["ragu"] == "belum diverifikasi pusat"


def test_a_village_that_nobody_reaches_is_shown_until_somebody_does(client: FlaskClient, desk: Desk) -> None:
    ref, at = posko(desk), desk.now // 60 * 60
    put(desk, Site(lokasi=ref, per_waktu=at - 60, terisolir=True, terisolir_kk=40, akses="terputus"))
    found = facts(client, f"terisolir-{ref}")
    assert found["angka"] == "40\u00a0KK / jiwa\u00a0belum didata" and found["rinci"] == ["Akses terputus"]
    put(desk, Site(lokasi=ref, per_waktu=at, terisolir=False))
    assert set(told(client)) == {f"lokasi-{ref}"}


def test_the_road_of_today_leaves_odd_jumps_out(app: Flask, client: FlaskClient, desk: Desk) -> None:
    desk = app.extensions["desk"] = at_noon(desk)
    for n, jump in enumerate((None, True, None)):
        at = desk.now // 30 * 30 - 90 + 30 * n
        put(desk, Position(lat=-6.33 - n / 100, lon=108.3, waktu=at, janggal=jump))
    line = told(client)["jejak"]["geometry"]
    assert line == {"type": "LineString", "coordinates": [[108.3, -6.33], [108.3, -6.35]]}


def at_noon(desk: Desk) -> Desk:
    """The day is half over, whenever the test runs."""
    clock, here = desk.clock, desk.zone.at(desk.now)
    shift = (12 - here.hour) * 3_600
    return replace(desk, clock=replace(clock, wall=lambda: clock.wall() + shift))


def test_the_data_are_told_again_only_when_they_changed(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    tag = {"If-None-Match": client.get("/peta/data.json").headers["ETag"]}
    assert client.get("/peta/data.json", headers=tag).status_code == 304
    assert (
        client.get("/peta/data.json", headers={"If-None-Match": f"W/{tag['If-None-Match']}"}).status_code
        == 304
    )
    posko(desk)
    assert client.get("/peta/data.json", headers=tag).status_code == 200
    tag = {"If-None-Match": client.get("/peta/data.json").headers["ETag"]}
    heard(store, 7, Sos(lat=-6.36, lon=108.3), at=desk.now)
    assert client.get("/peta/data.json", headers=tag).status_code == 200


def test_a_unit_that_stands_still_moves_its_own_point_alone(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    assert client.get("/peta/unit.json").get_json() is None
    status.say(store, "gps", {**HERE, "fix_at": desk.now - 20}, desk.now)
    tag = {"If-None-Match": client.get("/peta/data.json").headers["ETag"]}
    status.say(store, "gps", {**HERE, "lat": -6.33004, "fix_at": desk.now}, desk.now)
    assert client.get("/peta/data.json", headers=tag).status_code == 304
    moved = client.get("/peta/unit.json").get_json()
    assert moved["geometry"]["coordinates"] == [108.3, -6.33004]
    assert moved["properties"]["pada"] == desk.now
    status.say(store, "gps", {**HERE, "lat": -6.34, "fix_at": desk.now}, desk.now)
    assert client.get("/peta/data.json", headers=tag).status_code == 200


def test_names_of_areas_are_told_once_their_points_were_imported(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    directory.fill_regions(store, [Region("32.12", "Kab. Indramayu", 2), Region("32.12.01", "Haurgeulis", 3)])
    assert client.get("/peta/wilayah.json").get_json()["features"] == []
    assert (
        directory.place_regions(store, [("32.12", -6.45, 108.2), ("32.12.01", -6.4, 108.1), ("99", 0, 0)])
        == 2
    )
    assert [one["properties"]["nama"] for one in client.get("/peta/wilayah.json").get_json()["features"]] == [
        "Kab. Indramayu"
    ]
    status.say(store, "gps", {**HERE, "fix_at": desk.now}, desk.now)
    names = client.get("/peta/wilayah.json").get_json()["features"]
    assert [one["properties"]["tingkat"] for one in names] == [2, 3]


def test_the_page_works_without_the_base_map(client: FlaskClient, desk: Desk) -> None:
    from field_node.web.peta.shelf import Shelf

    client.application.extensions["peta"] = Shelf(desk.data_dir / "none", base=desk.data_dir / "none")
    posko(desk)
    page = client.get("/peta").text
    assert "Peta dasar belum ada di unit ini." in page and "Balai Desa" in page
    assert client.get("/peta/data.json").get_json()["berkas"] == []
