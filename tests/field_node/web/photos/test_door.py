"""The door for photos of tablets: pieces, the record they belong to, and one photo however often it is told."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.store import journal
from field_node.web.desk import Desk
from field_node.web.photos.taking import FLOOR, LARGEST, shelf_of
from tests.factories import a_headcount
from tests.pictures import SECRET, a_jpeg, exif, segment

CONTENT = a_jpeg(20_000, beside=segment(0xE1, exif()))
NAME = sha256(CONTENT).hexdigest()
JSON = {"Accept": "application/json"}


@pytest.fixture
def count(desk: Desk) -> Ref:
    return journal.append(desk.door.writer, a_headcount(), stamp=desk.clock.stamp()).ref


def put(client: FlaskClient, first: int, last: int, content: bytes = CONTENT, name: str = "") -> TestResponse:
    name = name or sha256(content).hexdigest()
    headers = {**JSON, "Content-Range": f"bytes {first}-{last - 1}/{len(content)}"}
    return client.put(f"/tablet/foto/{name}", data=content[first:last], headers=headers)


def finish(client: FlaskClient, of: object, **also: Any) -> TestResponse:
    told = {"kunci": "f1", "catatan": str(of), "sidik": NAME, **also}
    return client.post("/tablet/foto", json=told, headers=JSON)


def photos(desk: Desk) -> list[Photo]:
    found = [entry.record for _, entry in journal.entries(desk.store, Photo)]
    return [one for one in found if isinstance(one, Photo)]


def test_a_photo_comes_in_pieces_goes_on_where_it_was_and_is_kept_once(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    address = f"/tablet/foto/{NAME}"
    assert client.get(address).json == {"sidik": NAME, "ada": 0, "dikenal": False}
    assert put(client, 0, 9_000).json == {"sidik": NAME, "ada": 9_000}
    assert put(client, 0, 9_000).json == {"sidik": NAME, "ada": 9_000}
    assert put(client, 12_000, 13_000).json == {"sidik": NAME, "ada": 9_000}
    known = client.get(address, query_string={"catatan": str(count)})
    assert known.json == {"sidik": NAME, "ada": 9_000, "dikenal": True}
    assert put(client, 9_000, len(CONTENT)).json == {"sidik": NAME, "ada": len(CONTENT)}
    assert photos(desk) == []
    first, again = finish(client, count, keterangan="Atap"), finish(client, count, keterangan="Atap")
    assert first.status_code == again.status_code == 200 and first.json == again.json
    (photo,) = photos(desk)
    assert (photo.entri, photo.keterangan) == (count, "Atap")
    kept = shelf_of(desk).read(photo.sidik)
    assert kept and SECRET not in kept and len(kept) == photo.ukuran
    assert client.get(address).json["ada"] == 0, "nothing of it is left over"  # type: ignore[index]


def test_a_photo_of_a_record_that_is_still_on_the_tablet_waits_for_it(
    client: FlaskClient, desk: Desk
) -> None:
    put(client, 0, len(CONTENT))
    early = finish(client, "kunci:form-1")
    assert early.status_code == 404 and early.json and early.json["sebab"] == "belum_ada_catatan"
    assert early.json["ada"] == len(CONTENT), "what was brought stays"
    carried = {"kunci": "form-1", "alamat": "/catat/catatan", "isian": [["isi", "Tiba"]]}
    entry = client.post("/tablet/kirim", json=carried, headers=JSON).json
    late = finish(client, "kunci:form-1")
    assert late.status_code == 200 and late.json and entry and late.json["catatan"] == entry["entri"]
    assert str(photos(desk)[0].entri) == entry["entri"]


@pytest.mark.parametrize("name", ["3-999", "9-1", "x", "", "kunci:", "kunci:nobody"])
def test_a_photo_of_no_record_is_not_kept(client: FlaskClient, desk: Desk, name: str) -> None:
    put(client, 0, len(CONTENT))
    answer = finish(client, name)
    assert answer.status_code == 404 and answer.json and answer.json["kunci"] == "f1"
    assert photos(desk) == []


def test_what_changed_on_its_way_is_thrown_away(client: FlaskClient, desk: Desk, count: Ref) -> None:
    put(client, 0, len(CONTENT), content=CONTENT[:-1] + b"x", name=NAME)
    answer = finish(client, count)
    assert answer.status_code == 409 and answer.json and answer.json["ada"] == 0
    assert finish(client, count).status_code == 409, "nothing is here"
    assert photos(desk) == []


def test_what_is_no_photo_is_refused_in_plain_words(client: FlaskClient, desk: Desk, count: Ref) -> None:
    script = b"<script>alert(1)</script>"
    put(client, 0, len(script), content=script)
    answer = finish(client, count, sidik=sha256(script).hexdigest())
    assert answer.status_code == 422 and answer.json
    assert answer.json["kalimat"].startswith("Berkas ini bukan foto")
    assert photos(desk) == []


def test_the_key_of_another_form_is_refused_in_plain_words(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    assert client.post("/catat/catatan", data={"isi": "Tiba", "kunci": "n"}).status_code == 303
    put(client, 0, len(CONTENT))
    answer = finish(client, count, kunci="n")
    assert answer.status_code == 422 and answer.json
    assert answer.json["sebab"] == "kunci_dipakai" and answer.json["ada"] == len(CONTENT)
    assert finish(client, count).status_code == 200
    other = a_jpeg(9_000, seed=8)
    put(client, 0, len(other), content=other)
    assert finish(client, count, sidik=sha256(other).hexdigest()).status_code == 422, "of another photo"
    assert len(photos(desk)) == 1


def test_too_large_is_said_with_the_first_piece(client: FlaskClient) -> None:
    headers = {**JSON, "Content-Range": f"bytes 0-9/{LARGEST + 1}"}
    answer = client.put(f"/tablet/foto/{NAME}", data=bytes(10), headers=headers)
    assert answer.status_code == 413 and answer.json and "4 MB" in answer.json["kalimat"]


def test_a_nearly_full_disk_takes_no_piece(app: Flask, client: FlaskClient) -> None:
    app.config[FLOOR] = 1 << 60
    answer = put(client, 0, 9_000)
    assert answer.status_code == 507 and answer.json
    assert answer.json["kalimat"].startswith("Penyimpanan hampir penuh")


@pytest.mark.parametrize("header", ["", "bytes 0-9/5", "bytes 3-1/20", "bytes 0-99/20000", "bytes x-y/z"])
def test_a_range_that_is_not_of_the_piece_is_refused(client: FlaskClient, header: str) -> None:
    answer = client.put(f"/tablet/foto/{NAME}", data=bytes(10), headers={**JSON, "Content-Range": header})
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"kunci":"k","catatan":"3-1","sidik":"x"}'])
def test_words_that_are_not_ours_are_refused(client: FlaskClient, body: bytes) -> None:
    assert client.post("/tablet/foto", data=body, headers=JSON).status_code == 400


def test_a_foreign_page_cannot_bring_photos(client: FlaskClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Content-Range": "bytes 0-9/10"}
    assert client.put(f"/tablet/foto/{NAME}", data=bytes(10), headers=foreign).status_code == 403


def test_a_photo_that_comes_after_its_record_was_corrected_stays_with_what_stands(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    """A tablet brings the form in seconds and the photo when there is time: meanwhile somebody mends a number."""
    again = journal.append(
        desk.door.writer, a_headcount(jiwa=9), stamp=desk.clock.stamp(), corrects=count, reason="x"
    ).ref
    put(client, 0, len(CONTENT))
    assert finish(client, count).status_code == 200
    assert f"/foto/{photos(desk)[0].sidik.hex()}" in client.get(f"/entri/{again}").text
    desk.void(again, "dobel", kunci="v")
    other = a_jpeg(9_000, seed=8)
    put(client, 0, len(other), content=other)
    late = finish(client, count, sidik=sha256(other).hexdigest(), kunci="f2")
    assert late.status_code == 409 and late.json and late.json["sebab"] == "catatan_berakhir"
