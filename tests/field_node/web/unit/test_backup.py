"""Cadangan: the page asks and tells; it never touches the stick itself."""

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.record import TimeQuality
from field_node.store import requests, status
from field_node.web.desk import Desk
from field_node.web.unit import backed_up
from field_node.web.unit.card import Tone

OURS = {
    "file": "/media/tagana/tagana-unit-3/cadangan-3-20261122-060000.tgnb",
    "size": 900_000,
    "unit": 3,
    "name": "Tagana Indramayu 1",
    "made_at": 1_795_000_000,
    "trusted": True,
    "entries": 321,
    "own": 40,
    "photos": 2,
}
THEIRS = {**OURS, "file": "/media/tagana/tagana-unit-9/cadangan-9.tgnb", "unit": 9, "name": "Tagana Cirebon"}
TORN = {"file": "/media/tagana/tagana-unit-3/rusak.tgnb", "size": 10}


def say(desk: Desk, name: str, body: Mapping[str, object], ago: int = 0) -> None:
    status.say(desk.door.writer, name, body, desk.clock.stamp().made_at - ago)


def with_stick(desk: Desk) -> None:
    body = {"there": True, "folder": "/media/tagana", "free": 7_000_000_000, "found": [OURS, THEIRS, TORN]}
    say(desk, "usb", body)


def test_without_a_word_of_sync_nothing_is_known_of_the_stick(client: FlaskClient) -> None:
    page = client.get("/cadangan").text
    assert "tagana sync) tidak berjalan" in page and "belum pernah dicadangkan" in page


def test_a_backup_is_asked_for_once_and_its_progress_told(client: FlaskClient, desk: Desk) -> None:
    with_stick(desk)
    assert client.post("/cadangan").headers["Location"] == "/cadangan?diminta=ya"
    client.post("/cadangan")
    assert len(desk.jobs("backup")) == 1
    assert "Permintaan dicatat" in client.get("/cadangan").text
    say(desk, "cadangan", {"step": "memeriksa", "share": 80})
    part = client.get("/cadangan?bagian=kemajuan").text
    assert "Membaca ulang dan memeriksa (80 %)" in part and 'data-jalan="ya"' in part and "<html" not in part
    taken = requests.take(desk.door.writer, at=1, kind="backup")
    assert taken is not None
    requests.done(desk.door.writer, taken.id, {}, at=1)
    now = desk.clock.stamp().made_at
    say(desk, "cadangan", {"step": "", "share": 100, "problem": "", "last": {**OURS, "at": now}})
    page = client.get("/cadangan").text
    assert "USB aman dicabut" in page and "dicadangkan baru saja" in page and 'data-jalan=""' in page


def test_of_a_backup_that_was_put_back_no_size_and_no_file_are_told(client: FlaskClient, desk: Desk) -> None:
    say(desk, "cadangan", {"last": {"at": desk.clock.stamp().made_at, "entries": 17, "photos": 3}})
    lines = dict(backed_up.facts(desk))
    assert lines["Isinya"] == "17 catatan, 3 foto" and "Berkas" not in lines


def test_a_wish_that_nobody_takes_says_so(client: FlaskClient, desk: Desk) -> None:
    requests.ask(desk.door.writer, "backup", {}, at=desk.clock.stamp().made_at - 300)
    with_stick(desk)
    page = client.get("/cadangan?bagian=kemajuan").text
    assert "tagana sync tidak berjalan" in page and "Jangan cabut" not in page


def test_a_backup_that_failed_says_why_and_one_of_yesterday_is_old(client: FlaskClient, desk: Desk) -> None:
    with_stick(desk)
    now = desk.clock.stamp().made_at
    say(desk, "cadangan", {"step": "", "problem": "USB penuh.", "last": {**OURS, "at": now}})
    assert backed_up.card(desk).tone is Tone.LOOK
    assert "Cadangan gagal: USB penuh." in client.get("/cadangan").text
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": now - 90_000}})
    assert backed_up.card(desk).tone is Tone.LOOK


def test_by_a_clock_that_may_be_wrong_no_backup_is_of_today(desk: Desk) -> None:
    desk = replace(desk, clock=replace(desk.clock, believes_machine=False))
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": desk.clock.stamp().made_at}})
    assert backed_up.card(desk).tone is Tone.UNSURE
    desk.clock.learn(time.time(), TimeQuality.GPS)
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": desk.clock.stamp().made_at}})
    assert backed_up.card(desk).tone is Tone.GOOD


def test_photos_that_could_not_be_copied_are_told(client: FlaskClient, desk: Desk) -> None:
    with_stick(desk)
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": desk.now}})
    assert "Tidak ikut" not in client.get("/cadangan").text
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": desk.now, "lacking_photos": 3}})
    assert "3 foto: berkasnya di unit hilang atau rusak" in client.get("/cadangan").text


def progress(client: FlaskClient) -> str:
    return client.get("/cadangan?bagian=kemajuan").text


def made_just_now(desk: Desk) -> None:
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": desk.now - 60}}, ago=60)
    with_stick(desk)


def test_a_stick_is_safe_to_pull_only_with_the_last_backup_on_it(client: FlaskClient, desk: Desk) -> None:
    made_just_now(desk)
    assert "USB aman dicabut" in progress(client)
    say(desk, "usb", {"there": True, "folder": "/media/tagana", "free": 1, "found": [THEIRS, TORN]})
    assert "aman" not in progress(client)


@pytest.mark.parametrize("kind", ["restore", "export"])
def test_a_stick_that_somebody_is_about_to_use_is_not_called_safe(
    client: FlaskClient, desk: Desk, kind: str
) -> None:
    made_just_now(desk)
    asked = requests.ask(desk.door.writer, kind, {}, at=desk.now)
    assert "aman" not in progress(client)
    requests.done(desk.door.writer, asked, {}, at=desk.now)
    assert "USB aman dicabut" in progress(client)


def test_a_step_that_takes_long_goes_on_while_its_process_lives(client: FlaskClient, desk: Desk) -> None:
    made_just_now(desk)
    slow = {"step": "foto", "share": 25, "last": {**OURS, "at": desk.now - 900}}
    say(desk, "cadangan", slow, ago=900)
    say(desk, "proses:sync", {"since": desk.now - 9_000})
    page = progress(client)
    assert "Menyalin foto (25 %)" in page and "Jangan cabut USB dulu." in page and "15 menit" in page
    say(desk, "proses:sync", {"since": desk.now - 9_000}, ago=900)
    page = progress(client)
    assert "Cadangan gagal: Pekerjaan terhenti" in page and "aman" not in page and 'data-jalan=""' in page


def test_nobody_is_told_to_leave_in_a_stick_that_is_not_there_or_not_used(
    client: FlaskClient, desk: Desk
) -> None:
    client.post("/cadangan")
    assert "Permintaan dicatat" in progress(client) and "Jangan cabut" not in progress(client)
    with_stick(desk)
    assert "Jangan cabut USB dulu." in progress(client)


def test_until_the_stick_was_looked_at_again_nothing_is_promised(client: FlaskClient, desk: Desk) -> None:
    with_stick(desk)
    say(desk, "usb", {"there": True, "folder": "/media/tagana", "free": 1, "found": []}, ago=30)
    say(desk, "cadangan", {"step": "", "problem": "", "last": {**OURS, "at": desk.now - 2}})
    page = progress(client)
    assert "Isi USB sedang dibaca lagi." in page and 'data-jalan="ya"' in page and "aman" not in page


def test_what_is_on_the_stick_is_shown_and_what_is_not_ours_is_refused(
    client: FlaskClient, desk: Desk
) -> None:
    with_stick(desk)
    page = client.get("/cadangan").text
    assert "321 catatan, 40 dari unit ini sendiri, 2 foto" in page and "unit lain" in page and "rusak" in page
    assert page.count("Lihat dan pulihkan") == 1
    look = client.get("/cadangan/pulihkan", query_string={"berkas": OURS["file"]}).text
    assert "unit 3, Tagana Indramayu 1" in look and "Periksa dan pulihkan" in look
    foreign = client.get("/cadangan/pulihkan", query_string={"berkas": THEIRS["file"]}).text
    assert "milik unit lain" in foreign and "Periksa dan pulihkan" not in foreign
    assert client.post("/cadangan/pulihkan", data={"berkas": str(THEIRS["file"])}).status_code == 422
    assert desk.jobs("restore") == []


@pytest.mark.parametrize("file", ["", "/etc/passwd", TORN["file"], "../../unit.db"])
def test_only_a_backup_on_the_stick_can_be_named(client: FlaskClient, desk: Desk, file: str) -> None:
    with_stick(desk)
    assert client.get("/cadangan/pulihkan", query_string={"berkas": file}).status_code == 404
    assert client.post("/cadangan/pulihkan", data={"berkas": file}).status_code == 404
    assert desk.jobs("restore") == []


def test_a_restore_that_would_lose_records_asks_once_more(client: FlaskClient, desk: Desk) -> None:
    with_stick(desk)
    where = client.post("/cadangan/pulihkan", data={"berkas": str(OURS["file"])}).headers["Location"]
    assert "sedang dibuka" in client.get(where).text
    taken = requests.take(desk.door.writer, at=1, kind="restore")
    assert taken is not None and taken.body == {"file": OURS["file"], "lose": False}
    refused = {"problem": "Di unit ini ada 2 catatan sesudah cadangan itu.", "would_lose": True, "forms": 2}
    requests.done(desk.door.writer, taken.id, refused, at=1)
    page = client.get(where).text
    assert "2 catatan sesudah" in page and "Saya tahu catatan itu hilang" in page
    assert 'name="banyak" value="2"' in page
    where = client.post(
        "/cadangan/pulihkan", data={"berkas": str(OURS["file"]), "setuju": "ya", "banyak": "2"}
    ).headers["Location"]
    taken = requests.take(desk.door.writer, at=1, kind="restore")
    assert taken is not None and taken.body["lose"] == 2
    requests.done(desk.door.writer, taken.id, {"unit": 3}, at=1)
    assert "siap dipasang" in client.get(where).text


def test_after_a_restore_the_pages_say_from_when_the_data_are(client: FlaskClient, desk: Desk) -> None:
    assert "Permintaan itu tidak ada" in client.get("/cadangan/pulihkan/77").text
    say(desk, "pemulihan", {"made_at": 1_795_000_000, "first": 5, "stop": 4_101})
    assert "Unit ini dipulihkan baru saja dari cadangan" in client.get("/cadangan").text
    assert "Unit ini dipulihkan" in client.get("/cadangan/pulihkan/77").text
