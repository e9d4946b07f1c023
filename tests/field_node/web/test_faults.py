"""Trouble is told as it is: nothing is called saved that is not, and what was typed is not lost."""

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.config import Config
from field_node.records.place import Place
from field_node.records.record import Record
from field_node.store import journal
from field_node.store.errors import StoreBroken, StoreBusy, StoreCorrupt, StoreError, StoreFull, StoreReadOnly
from field_node.store.identity import become
from field_node.web.app import create_app
from field_node.web.desk import Desk
from field_node.web.door import Door
from field_node.web.door import rescued as rescued_reader
from field_node.web.faults import STORE
from field_node.web.opening import opened_desk

FORM = {"nama": "Posko yang diketik", "jenis": "posko", "kunci": "k"}


def full(desk: Desk) -> None:
    """No more pages for this connection: SQLite itself says SQLITE_FULL."""
    used = desk.door.writer.conn.execute("PRAGMA page_count").fetchone()[0]
    desk.door.writer.conn.execute(f"PRAGMA max_page_count = {used}")


def test_on_a_full_disk_nothing_is_called_saved_and_pages_stay_readable(
    client: FlaskClient, desk: Desk
) -> None:
    full(desk)
    answers = []
    for number in range(200):
        answers.append(client.post("/catat/catatan", data={"isi": "x" * 150, "kunci": f"k{number}"}))
        if answers[-1].status_code != 303:
            break
    saved = sum(answer.status_code == 303 for answer in answers)
    assert answers[-1].status_code == 507
    assert "Belum tersimpan: memori penuh. Catat di kertas, lalu hubungi teknisi." in answers[-1].text
    assert "x" * 150 in answers[-1].text  # what was typed
    assert len(journal.entries(desk.store, limit=1000)) == saved
    assert client.get("/catatan/catatan").status_code == 200
    desk.door.writer.conn.execute("PRAGMA max_page_count = 1000000")
    assert client.post("/catat/catatan", data={"isi": "x", "kunci": "later"}).status_code == 303


@pytest.fixture
def rescued(config: Config) -> Iterator[FlaskClient]:
    """The pages of a unit whose file cannot be opened for writing any more; one record lies in it."""
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        become(desk.door.writer, 3)
        journal.append(desk.door.writer, Place(nama="Sudah ada", jenis="posko"), stamp=desk.clock.stamp())
        fault = StoreReadOnly("SQLITE_READONLY")
        closed = Door(None, lambda: desk.door.reader, fault)
        client = create_app(replace(desk, door=closed), allowed_hosts=("localhost",)).test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        yield client


def test_a_read_only_disk_is_told_on_every_page_and_old_data_are_shown(rescued: FlaskClient) -> None:
    for path in ("/", "/catatan/lokasi", "/entri/3-1", "/antrean", "/catat/lokasi"):
        page = rescued.get(path)
        assert page.status_code == 200 and "kartu memori hanya bisa dibaca" in page.text, path
    assert "Sudah ada" in rescued.get("/catatan/lokasi").text
    answer = rescued.post("/catat/lokasi", data=FORM)
    assert (
        answer.status_code == 503 and "Belum tersimpan" in answer.text and "Posko yang diketik" in answer.text
    )
    assert rescued.get("/health").status_code == 503


def test_a_torn_file_is_left_as_it_is_and_told(config: Config) -> None:
    torn = config.data_dir / "unit.db"
    torn.write_bytes(b"this is no database " * 500)
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        client = create_app(desk, allowed_hosts=("localhost",)).test_client()
        for path in ("/", "/catatan/lokasi"):
            page = client.get(path)
            assert page.status_code == 503 and "Berkas data unit rusak" in page.text
        answer = client.post("/catat/lokasi", data=FORM, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 503 and "Belum tersimpan: berkas data unit rusak" in answer.text
    assert torn.read_bytes().startswith(b"this is no database")


def test_a_unit_without_a_number_says_so_and_saves_nothing(config: Config) -> None:
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        client = create_app(desk, allowed_hosts=("localhost",)).test_client()
        assert "Unit belum terdaftar" in client.get("/").text
        answer = client.post("/catat/lokasi", data=FORM, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 503 and "belum terdaftar" in answer.text
        assert journal.entries(desk.store, limit=9) == []


def raising(app: Flask, error: Exception) -> FlaskClient:
    def view() -> str:
        raise error

    view.needs_role = "relawan"  # type: ignore[attr-defined]
    app.add_url_rule("/gagal", "gagal", view, methods=["GET", "POST"])
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.mark.parametrize("kind", [StoreFull, StoreReadOnly, StoreBusy, StoreCorrupt, StoreBroken])
def test_every_trouble_of_the_store_has_its_sentence(own_app: Flask, kind: type[StoreError]) -> None:
    client = raising(own_app, kind("x"))
    assert STORE[kind].sentence in client.get("/gagal").text
    answer = client.post("/gagal", data={"isi": "yang diketik"})
    assert STORE[kind].unsaved in answer.text and STORE[kind].unsaved.startswith("Belum tersimpan")
    assert answer.status_code == STORE[kind].status and "yang diketik" in answer.text


@pytest.mark.parametrize("kind", [StoreFull, StoreReadOnly, RuntimeError])
def test_no_pin_stands_on_a_page_of_trouble(own_app: Flask, kind: type[Exception]) -> None:
    pins = {"_pin": "918273", "pin": "551928", "pin_lagi": "551929", "_orang": "4711"}
    page = (
        raising(own_app, kind("x")).post("/gagal", data={"nama": "Siti", **pins, "kunci": "abc-kunci"}).text
    )
    assert "Siti" in page and "abc-kunci" not in page
    assert [secret for secret in (*pins, *pins.values()) if secret in page] == []


def test_an_unknown_fault_promises_nothing(own_app: Flask) -> None:
    client = raising(own_app, RuntimeError("secret detail"))
    answer = client.post("/gagal", data={"isi": "yang diketik"})
    assert (
        answer.status_code == 500 and "mungkin belum tersimpan" in answer.text and "secret" not in answer.text
    )


def test_sqlites_own_errors_are_told_by_name(own_app: Flask, tmp_path: Path) -> None:
    try:
        sqlite3.connect(f"{(tmp_path / 'none' / 'x.db').as_uri()}?mode=ro", uri=True)
    except sqlite3.OperationalError as error:
        assert raising(own_app, error).get("/gagal").status_code == 503


def test_a_disk_that_cannot_be_written_opens_a_copy_for_reading(
    config: Config, desk: Desk, tmp_path: Path
) -> None:
    journal.append(desk.door.writer, _place(), stamp=desk.clock.stamp())
    away = tmp_path / "readonly"
    away.mkdir()
    for file in ("unit.db", "unit.db-wal"):
        shutil.copy(config.data_dir / file, away / file)
    reader = rescued_reader(away / "unit.db", config.runtime_dir, desk.store.locker)()
    assert len(journal.entries(reader, limit=9)) == 1
    reader.close()


def _place() -> Record:
    return Place(nama="A", jenis="posko")
