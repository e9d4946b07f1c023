"""The page Lokasi: the nearest first, and what a place that is being added may already be."""

from typing import Any

from flask.testing import FlaskClient

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Record
from field_node.store import journal, status
from field_node.web.desk import Desk


def put(desk: Desk, record: Record) -> Ref:
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref


def place(desk: Desk, name: str, lat: float | None, **more: Any) -> Ref:
    said: dict[str, Any] = {"jenis": "posko", "lon": None if lat is None else 108.3} | more
    return put(desk, Place(nama=name, lat=lat, **said))


def alike(client: FlaskClient, **typed: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get("/lokasi/mirip.json", query_string=typed).get_json()["mirip"]
    return found


def test_an_empty_list_says_what_to_do(client: FlaskClient) -> None:
    assert "Belum ada data. Ketuk Tambah untuk mulai." in client.get("/lokasi").text


def test_the_nearest_place_comes_first_with_distance_and_age(client: FlaskClient, desk: Desk) -> None:
    place(desk, "Entah", None)
    place(desk, "Jauh", -6.6)
    near = place(desk, "Dekat", -6.36)
    put(desk, Headcount(lokasi=near, per_waktu=desk.now // 60 * 60 - 3_600, kk=2, jiwa=7))
    assert "jarak tidak bisa dihitung" in client.get("/lokasi").text
    status.say(desk.door.writer, "gps", {"lat": -6.35, "lon": 108.3, "fix_at": desk.now}, desk.now)
    page = client.get("/lokasi").text
    assert page.index("Dekat") < page.index("Jauh") < page.index("Entah")
    assert "1,1 km ke selatan" in page and "Hitungan 1 jam lalu" in page and "Ditemukan: 3" in page


def test_places_are_picked_by_name_and_kind(client: FlaskClient, desk: Desk) -> None:
    place(desk, "Balai Desa", -6.36)
    place(desk, "Lumbung Desa", -6.36, jenis="lumbung", unit=3)
    assert "Balai Desa" not in client.get("/lokasi?jenis=lumbung").text
    assert "Lumbung Desa" not in client.get("/lokasi?cari=balai").text
    assert "Tidak ditemukan." in client.get("/lokasi?cari=masjid").text
    assert client.get("/lokasi?halaman=0").status_code == 404


def test_places_that_may_be_one_are_offered_to_be_merged(client: FlaskClient, desk: Desk) -> None:
    first, later = place(desk, "Balai Desa Contoh", -6.36), place(desk, "Posko balai ds contoh", -6.3604)
    page = client.get("/lokasi").text
    assert "Mungkin tempat yang sama" in page
    assert f"/catat/lokasi_gabung?ke={first}&amp;dari={later}" in page


def test_a_place_that_is_there_is_told_with_the_reason(client: FlaskClient, desk: Desk) -> None:
    ref = place(desk, "Balai Desa Contoh", -6.36)
    (found,) = alike(client, nama="balai ds contoh", lat="-6,3601", lon="108,3")
    assert found == {
        "nama": "Balai Desa Contoh",
        "jenis": "Posko",
        "alasan": "10 m dari titik ini, nama mirip",
        "alamat": f"/entri/{ref}",
    }
    assert alike(client, nama="Masjid Agung", lat="-6,5", lon="108,3") == []
    assert alike(client) == alike(client, lat="x", lon="-") == []


def test_a_protected_place_is_no_answer_for_somebody_without_a_pin(client: FlaskClient, desk: Desk) -> None:
    place(desk, "Rumah Aman", -6.36, publik=False)
    assert alike(client, nama="Rumah Aman", lat="-6,36", lon="108,3") == []
    assert "Rumah Aman" not in client.get("/lokasi").text


def test_a_form_without_a_script_asks_by_a_button_and_loses_nothing(client: FlaskClient, desk: Desk) -> None:
    ref = place(desk, "Balai Desa Contoh", -6.36)
    form = {"nama": "Posko Balai Desa Contoh", "jenis": "posko", "kunci": "k", "cari": "kembar"}
    page = client.post("/catat/lokasi", data=form).text
    assert f'href="/entri/{ref}">Pakai yang ada</a>' in page
    assert "Posko Balai Desa Contoh" in page and 'id="kembar"' in page
    assert len(journal.entries(desk.store, Place, limit=9)) == 1
