"""The feed says which photos are here, and who may see persons fetches them; each reading is written down."""

import csv
import io
import os
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
import requests
from sqlalchemy import select

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.store.photos.shelf import BEGUN, Shelf
from sync.center.schema import READING
from sync.center.store import Center
from tests.factories import a_headcount
from tests.pictures import a_jpeg
from tests.sync.center.files.bringing import Bringer, a_photo, said_by
from tests.sync.center.parts import NOW, SealingUnit, bring
from tests.sync.center.serving import bearer, served

CONTENT = a_jpeg(20_000)
DIGEST = sha256(CONTENT).digest()


@pytest.fixture
def address(center: Center, unit: SealingUnit) -> Iterator[str]:
    of = unit.entry(a_headcount())
    bring(center, *unit.frames([of, unit.entry(a_photo(CONTENT, of.ref, keterangan="Tenda rusak"))]))
    with served(center) as found:
        yield found


@pytest.fixture
def bringer(unit: SealingUnit, address: str) -> Bringer:
    return Bringer(unit.keys, address)


def feed(center: Center, address: str, **params: str) -> dict[str, Any]:
    answer = requests.get(f"{address}/v1/records.json", params=params, headers=bearer(center), timeout=20)
    assert answer.status_code == 200
    page: dict[str, Any] = answer.json()
    return page


def test_a_photo_comes_in_the_feed_again_once_its_file_is_here(
    center: Center, bringer: Bringer, address: str
) -> None:
    before = feed(center, address)
    (line,) = [one for one in before["records"] if one["type"] == "foto"]
    assert line["file_received_at"] is None
    assert line["fields"] == {
        "entri": f"{bringer.keys.unit}-1",
        "sidik": DIGEST.hex(),
        "ukuran": len(CONTENT),
        "jenis": "jpeg",
        "keterangan": "Tenda rusak",
    }
    bringer.put(CONTENT, 0, 100)
    assert feed(center, address, after=before["next"])["records"] == []
    bringer.put(CONTENT, 100)
    after = feed(center, address, after=before["next"])
    (again,) = after["records"]
    assert again == {**line, "file_received_at": again["file_received_at"]} and again["file_received_at"]
    bringer.head(DIGEST)
    assert feed(center, address, after=after["next"])["records"] == []
    whole = feed(center, address)["records"]
    assert [one["type"] for one in whole] == ["unit", "hitung_pengungsi", "foto"], "each in one place"
    assert all("file_received_at" not in one for one in whole if one["type"] != "foto")


def test_a_photo_whose_file_is_here_already_says_so_at_once(
    center: Center, bringer: Bringer, unit: SealingUnit, address: str
) -> None:
    bringer.all(CONTENT)
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT, Ref(unit.keys.unit, 1)))]))
    lines = feed(center, address, type="foto")["records"]
    assert len(lines) == 2 and all(one["file_received_at"] for one in lines)


def test_a_repeated_record_of_a_photo_is_no_fork(
    center: Center, bringer: Bringer, unit: SealingUnit, address: str
) -> None:
    entry = unit.entry(a_photo(CONTENT, Ref(unit.keys.unit, 1)))
    bring(center, *unit.frames([entry]))
    bringer.all(CONTENT)
    taken = bring(center, *unit.frames([entry]))
    assert (taken.counts.new, taken.counts.held) == (1, 0)
    assert all(one["held"] is None for one in feed(center, address, type="foto")["records"])


def test_the_table_of_photos_has_a_column_for_it(center: Center, bringer: Bringer, address: str) -> None:
    bringer.all(CONTENT)
    params = {"type": "foto", "hxl": "1"}
    answer = requests.get(f"{address}/v1/records.csv", params=params, headers=bearer(center), timeout=20)
    head, tags, row = csv.reader(io.StringIO(answer.text))
    at = head.index("file_received_at")
    assert tags[at] == "#date+file" and row[at] and row[head.index("sidik")] == DIGEST.hex()


def test_who_may_see_names_fetches_a_photo_whole_or_in_part(center: Center, bringer: Bringer) -> None:
    bringer.all(CONTENT)
    headers = bearer(center, "pull", "names")
    whole = requests.get(bringer.url(DIGEST), headers=headers, timeout=20)
    assert (whole.status_code, whole.content) == (200, CONTENT)
    assert whole.headers["Content-Type"] == "image/jpeg"
    assert whole.headers["Cache-Control"] == "no-store"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    part = requests.get(bringer.url(DIGEST), headers={**headers, "Range": "bytes=100-199"}, timeout=20)
    assert (part.status_code, part.content) == (206, CONTENT[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(CONTENT)}"
    beyond = requests.get(bringer.url(DIGEST), headers={**headers, "Range": "bytes=99999-"}, timeout=20)
    assert beyond.status_code == 416
    assert readings(center) == [(f"files/{DIGEST.hex()}", NOW, 1)] * 2, "whole and in part"


def readings(center: Center) -> list[tuple[Any, ...]]:
    with center.reader.connect() as conn:
        found = conn.execute(select(READING.c.query, READING.c.at, READING.c.records)).all()
    return [tuple(row) for row in found]


def test_an_answer_without_the_picture_is_no_reading(center: Center, bringer: Bringer) -> None:
    bringer.all(CONTENT)
    headers = bearer(center, "names")
    assert requests.head(bringer.url(DIGEST), headers=headers, timeout=20).status_code == 200
    same = {**headers, "If-None-Match": f'"{DIGEST.hex()}"'}
    assert requests.get(bringer.url(DIGEST), headers=same, timeout=20).status_code == 304
    assert readings(center) == []


def test_without_that_nobody_gets_it(center: Center, bringer: Bringer) -> None:
    bringer.all(CONTENT)
    assert requests.get(bringer.url(DIGEST), timeout=20).status_code == 401
    assert requests.get(bringer.url(DIGEST), headers=bearer(center), timeout=20).status_code == 403
    signed = bringer.signed(bringer.asked(CONTENT, 0, 1))
    assert requests.get(bringer.url(DIGEST), headers=signed, timeout=20).status_code == 401


def test_a_photo_that_is_not_whole_or_was_taken_back_is_not_given(
    center: Center, bringer: Bringer, unit: SealingUnit
) -> None:
    headers = bearer(center, "names")
    bringer.put(CONTENT, 0, 9_000)
    assert requests.get(bringer.url(DIGEST), headers=headers, timeout=20).status_code == 404
    bringer.put(CONTENT, 9_000)
    assert requests.get(bringer.url(DIGEST), headers=headers, timeout=20).status_code == 200
    bring(center, *unit.frames([unit.entry(Void(entri=Ref(unit.keys.unit, 2), alasan="keliru"))]))
    assert requests.get(bringer.url(DIGEST), headers=headers, timeout=20).status_code == 404


def test_the_file_of_a_photo_that_was_taken_back_goes(
    center: Center, bringer: Bringer, unit: SealingUnit
) -> None:
    bringer.all(CONTENT)
    Shelf(center.files, bytes(32)).add("1-abandoned", 0, b"x")
    long_ago = NOW - 90_000
    os.utime(center.files / BEGUN / "1-abandoned", (long_ago, long_ago))
    bring(center, *unit.frames([unit.entry(Void(entri=Ref(unit.keys.unit, 2), alasan="keliru"))]))
    with served(center) as address:
        assert said_by(Bringer(unit.keys, address).head(DIGEST)).state == "unknown"
    assert [path for path in center.files.rglob("*") if path.is_file()] == []
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT, Ref(unit.keys.unit, 1)))]))
    assert said_by(bringer.head(DIGEST)).state == "part", "who brings it once more begins anew"
    assert {answer.status_code for answer in bringer.all(CONTENT)} == {200}


def test_a_photo_that_rotted_on_the_disk_is_not_given(center: Center, bringer: Bringer) -> None:
    bringer.all(CONTENT)
    (path,) = (path for path in center.files.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1])
    answer = requests.get(bringer.url(DIGEST), headers=bearer(center, "names"), timeout=20)
    assert answer.status_code == 404 and "damaged" in answer.text
