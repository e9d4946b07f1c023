"""What outboxes and files of tablets bring: kept once by the same rules as a page's form, answered by the key."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.clock import Stamp
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import TimeQuality
from field_node.store import journal
from field_node.store.connection import writing
from field_node.web.app import create_app
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.tablets_here import first

JSON = {"Accept": "application/json"}


def note(key: str, text: str = "Air naik", **changed: Any) -> dict[str, Any]:
    """A record as a tablet holds it."""
    held = {
        "kunci": key,
        "alamat": "/catat/catatan",
        "isian": [["isi", text]],
        "label": "Catatan",
        "revisi": 1,
    }
    return {**held, **changed}


def send(client: FlaskClient, held: object) -> TestResponse:
    return client.post("/tablet/kirim", json=held, headers=JSON)


def bring(client: FlaskClient, content: bytes) -> TestResponse:
    return client.post("/tablet/impor", data={"berkas": (io.BytesIO(content), "a.json")})


def notes(desk: Desk) -> list[str | None]:
    return [getattr(entry.record, "isi", None) for _, entry in journal.entries(desk.store, Message, limit=99)]


def test_a_record_is_kept_once_and_each_answer_names_its_key(client: FlaskClient, desk: Desk) -> None:
    answers = [send(client, note("a")) for _ in range(3)]
    assert [one.status_code for one in answers] == [200] * 3
    assert {(one.json["kunci"], one.json["entri"]) for one in answers if one.json} == {("a", "3-1")}
    assert client.get(answers[0].json["alamat"]).status_code == 200  # type: ignore[index]
    assert notes(desk) == ["Air naik"]


def test_a_form_and_the_outbox_of_the_same_key_are_one_record(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/catatan", data={"kunci": "a", "isi": "Air naik"})
    assert send(client, note("a")).status_code == 200
    assert notes(desk) == ["Air naik"]


def test_what_may_not_be_kept_comes_back_with_its_sentences(client: FlaskClient, desk: Desk) -> None:
    answer = send(client, note("a", alamat="/catat/hitung_pengungsi", isian=[["kk", "x"]]))
    assert answer.status_code == 422 and answer.json
    assert answer.json["kunci"] == "a"
    assert {"id": "f-kk", "label": "Jumlah KK", "sentence": "Isi bilangan bulat."} in answer.json[
        "masalah"
    ] or any(one["id"] == "f-kk" for one in answer.json["masalah"])


def test_other_content_under_a_used_key_gets_a_key_of_its_own(client: FlaskClient, desk: Desk) -> None:
    send(client, note("a"))
    answer = send(client, note("a", "Air surut"))
    assert answer.status_code == 422 and answer.json
    assert send(client, note(answer.json["kunci_baru"], "Air surut")).status_code == 200
    assert notes(desk) == ["Air surut", "Air naik"]


def test_numbers_of_persons_are_asked_about_and_then_kept(client: FlaskClient, desk: Desk) -> None:
    text = "telepon 081234567890"
    refused = send(client, note("a", text))
    assert refused.status_code == 422 and refused.json and refused.json["tanya"]
    assert send(client, note("a", isian=[["isi", text], ["tetap", "ya"]])).status_code == 200


@pytest.mark.parametrize(
    "alamat",
    [
        "/catat/tidak_ada",
        "/catat/posisi",
        "/antrean/kirim",
        "x",
        "/entri/9-9/koreksi",
        "[",
        "",
    ],
)
def test_an_address_that_is_no_form_of_ours_is_refused_by_name(
    client: FlaskClient, desk: Desk, alamat: str
) -> None:
    answer = send(client, note("a", alamat=alamat, isian=[]))
    assert answer.status_code in (403, 404) and answer.json and answer.json["masalah"][0]["sentence"]
    assert journal.entries(desk.store, limit=9) == []


def test_a_correction_waits_in_the_outbox_like_a_new_record(client: FlaskClient, desk: Desk) -> None:
    send(client, note("a"))
    mended = note("b", alamat="/entri/3-1/koreksi", isian=[["isi", "Air surut"], ["alasan", "salah lihat"]])
    assert [send(client, mended).status_code for _ in range(2)] == [200, 200]
    late = note("c", alamat="/entri/3-1/koreksi", isian=[["isi", "Lain"], ["alasan", "x"]])
    answer = send(client, late)
    assert (
        answer.status_code == 409
        and answer.json
        and "sudah dikoreksi" in answer.json["masalah"][0]["sentence"]
    )


def test_a_record_that_waited_is_as_old_as_it_is(client: FlaskClient, desk: Desk) -> None:
    hour = 3_600_000
    for key, saved, sent in (
        ("a", hour, 4 * hour),
        ("b", 0, hour),
        ("c", 4 * hour, hour),
        ("d", hour, 9999 * hour),
    ):
        send(client, note(key, pada=saved, dikirim=sent))
    now = desk.clock.stamp().made_at
    ages = {entry.ref.seq: now - entry.made_at for _, entry in journal.entries(desk.store, Message, limit=9)}
    assert abs(ages[1] - 3 * 3600) < 120
    assert all(ages[seq] < 120 for seq in (2, 3, 4))


def test_a_record_that_waited_is_older_than_what_was_saved_meanwhile_under_a_right_clock(
    client: FlaskClient, desk: Desk
) -> None:
    now = desk.clock.stamp().made_at
    right = Stamp(now - 600, TimeQuality.GPS, desk.clock.boots.number(), 10.0)
    journal.append(desk.door.writer, Message(isi="Air naik"), stamp=right)
    send(client, note("a", pada=10_000, dikirim=10_000 + 3_600_000))
    ((_, entry), *_rest) = journal.entries(desk.store, Message, limit=9)
    assert abs(now - 3_600 - entry.made_at) < 120


def test_a_place_can_be_named_by_its_key_before_it_has_a_number(client: FlaskClient, desk: Desk) -> None:
    count = {"alamat": "/catat/hitung_pengungsi"}
    isian = [["lokasi", "kunci:p"], ["per_waktu", "2026-11-22T09:30"], ["jiwa", "7"]]
    early = send(client, note("a", isian=isian, **count))
    assert early.status_code == 422 and early.json and early.json["masalah"][0]["id"] == "f-lokasi"
    place = note("p", alamat="/catat/lokasi", isian=[["nama", "Desa Jauh"], ["jenis", "posko"]])
    assert send(client, place).status_code == 200
    assert [send(client, note("a", isian=isian, **count)).status_code for _ in range(2)] == [200, 200]
    kept: Any = journal.entries(desk.store, Headcount, limit=9)
    assert [entry.record.lokasi for _, entry in kept] == [Ref(3, 1)]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"kunci": ""}', b"\xff", b"[" * 100_000])
def test_what_is_no_record_is_refused_as_a_whole(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/tablet/kirim", data=body, headers=JSON)
    assert answer.status_code == 400 and answer.json and answer.json["kalimat"]


def test_the_kejadian_of_the_form_goes_with_the_record(client: FlaskClient, desk: Desk) -> None:
    form = {"nama": "Banjir", "jenis": "banjir", "mulai": "2026-11-22T01:00", "kunci": "k"}
    client.post("/catat/kejadian", data=form)
    for key, chosen in (("a", None), ("b", "3-1"), ("c", ""), ("d", "9-9")):
        send(client, note(key, kejadian=chosen))
    found = {entry.ref.seq: entry.incident for _, entry in journal.entries(desk.store, Message, limit=9)}
    assert found == {2: Ref(3, 1), 3: Ref(3, 1), 4: None, 5: Ref(3, 1)}


def test_an_exported_file_is_taken_in_once_each(client: FlaskClient, desk: Desk) -> None:
    held = [
        note("a"),
        note("b", "Air surut"),
        note("c", alamat="/catat/hitung_pengungsi", isian=[["kk", "1"]]),
    ]
    file = json.dumps({"jenis": "tagana-tablet", "versi": 1, "catatan": held}).encode()
    first, second = bring(client, file), bring(client, file)
    assert first.status_code == second.status_code == 200
    assert "2 dari 3 catatan ada di unit." in first.text and "Lokasi: Wajib diisi." in first.text
    assert send(client, held[0]).status_code == 200
    assert sorted(notes(desk), key=str) == ["Air naik", "Air surut"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b'{"jenis": "lain", "catatan": []}', b'{"catatan": 1}']
)
def test_a_file_of_something_else_is_refused_with_a_sentence(client: FlaskClient, content: bytes) -> None:
    answer = bring(client, content)
    assert answer.status_code == 422 and "bukan ekspor dari tablet" in answer.text


def test_a_file_of_more_than_a_thousand_records_fits(client: FlaskClient, desk: Desk) -> None:
    held = [note(f"key-{number:032}", f"Catatan {number} " + "x" * 100) for number in range(1200)]
    file = json.dumps({"jenis": "tagana-tablet", "versi": 1, "catatan": held}).encode()
    assert len(file) > 256 * 1024
    assert "1200 dari 1200" in bring(client, file).text


def test_trouble_of_the_store_is_told_to_scripts_as_a_sentence_without_the_key(desk: Desk) -> None:
    with writing(desk.door.writer):
        desk.door.writer.run("UPDATE self SET unit = NULL")
    client = create_app(desk, allowed_hosts=("localhost",)).test_client()
    answer = client.post("/tablet/kirim", json=note("a"), headers={**JSON, "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 503 and answer.json
    assert "belum terdaftar" in answer.json["kalimat"] and "kunci" not in answer.json


def test_a_large_export_comes_in_also_where_tablets_are_paired(app: Flask, desk: Desk) -> None:
    held = [note(f"k{number}", f"catatan {number} " + "air " * 30) for number in range(1_500)]
    content = json.dumps({"jenis": "tagana-tablet", "catatan": held}).encode()
    assert 256 * 1024 < len(content) < 500_000

    assert bring(first(app), content).status_code == 200
    assert len(journal.entries(desk.store, Message, limit=2_000)) == 1_500


def test_a_file_of_another_units_tablet_is_asked_about_before_it_is_taken_twice(
    client: FlaskClient, desk: Desk
) -> None:
    told = {"jenis": "tagana-tablet", "versi": 1, "unit": "8", "catatan": [note("a")]}
    asked = bring(client, json.dumps(told).encode())
    assert asked.status_code == 422 and "dari tablet unit 8" in asked.text
    assert journal.entries(desk.store, limit=9) == []
    again = {"berkas": (io.BytesIO(json.dumps(told).encode()), "a.json"), "unit_lain": "ya"}
    assert client.post("/tablet/impor", data=again).status_code == 200
    own = json.dumps({**told, "unit": str(UNIT), "catatan": [note("b")]}).encode()
    assert bring(client, own).status_code == 200
    assert len(journal.entries(desk.store, limit=9)) == 2


def test_a_file_larger_than_one_import_is_told_so(client: FlaskClient) -> None:
    more = {"CONTENT_LENGTH": str(1000 * 1024 + 1)}
    answer = client.post(
        "/tablet/impor", data={"berkas": (io.BytesIO(b"x"), "a.json")}, environ_overrides=more
    )

    assert answer.status_code == 422 and "Berkas terlalu besar untuk sekali impor." in answer.text
