"""A photo walks the whole way: page of a tablet -> unit -> center -> feed -> who may see persons; and nowhere else."""

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.store import journal
from field_node.store.photos.shelf import shelf_in
from sync.center import enrolment
from sync.photos.courier import Around, Courier
from sync.uplink import linked_files
from tests.factories import a_headcount
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat
from tests.pictures import SECRET, a_jpeg, exif, segment

MOST_S = 60.0


@pytest.fixture
def unit(pusat: Pusat, blank: Path, tmp_path: Path) -> Iterator[FieldUnit]:
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as made:
        yield made


def courier(unit: FieldUnit) -> Courier:
    around = Around(
        monotonic=lambda: unit.hand.uptime,
        chance=lambda least, most: (least + most) / 2,
        nonce=lambda size: time.monotonic_ns().to_bytes(size, "big"),
        wall=time.time,
    )
    shelf = shelf_in(unit.config.data_dir, unit.store.locker.photos_key)
    door = linked_files(unit.end, unit.config)
    return Courier(unit.end, door.ask, shelf, quiet=unit.uplink.uplink.at_rest, around=around)


def photographed(unit: FieldUnit, content: bytes) -> tuple[Ref, Photo]:
    of = unit.add(a_headcount()).ref
    sent = {"foto": (io.BytesIO(content), "a.jpg"), "kunci": f"k{of}", "keterangan": "Tenda"}
    assert unit.client.post(f"/entri/{of}/foto", data=sent).status_code == 303
    records = [entry.record for _, entry in journal.entries(unit.store, Photo)]
    return of, next(one for one in records if isinstance(one, Photo) and one.entri == of)


def carried(unit: FieldUnit, sending: Courier, told: str, of: Ref) -> None:
    """Steps until the page of the record says so."""
    until = time.monotonic() + MOST_S
    while told not in unit.page(of):
        assert time.monotonic() < until, told
        unit.hand.go(sending.step())
        while sending.waits:
            threading.Event().wait(0.002)
            sending.step()


def fetched(pusat: Pusat, photo: Photo, *scopes: str) -> requests.Response:
    words = [word for scope in scopes for word in ("--scope", scope)]
    secret = pusat.command("token", "add", "--name", "gladi", *words).split()[-1]
    address = f"{pusat.address}/v1/files/{photo.sidik.hex()}"
    return requests.get(address, headers={"Authorization": f"Bearer {secret}"}, timeout=20)


def test_a_photo_walks_from_a_page_to_the_feed(pusat: Pusat, unit: FieldUnit) -> None:
    of, photo = photographed(unit, a_jpeg(90_000, beside=segment(0xE1, exif()), after=SECRET))
    sending = courier(unit)
    sending.step()
    assert not sending.waits and "Foto: di unit" in unit.page(of)
    unit.sync(pusat)
    assert [line["file_received_at"] for line in pusat.of(unit, type="foto")] == [None]
    carried(unit, sending, "Foto: diterima pusat", of)
    (line,) = pusat.of(unit, type="foto")
    assert line["file_received_at"] and line["fields"]["entri"] == str(of)
    assert (line["fields"]["sidik"], line["fields"]["ukuran"]) == (photo.sidik.hex(), photo.ukuran)
    assert fetched(pusat, photo, "pull").status_code == 403
    answer = fetched(pusat, photo, "pull", "names")
    assert answer.status_code == 200 and len(answer.content) == photo.ukuran and SECRET not in answer.content


def test_the_center_stops_in_the_middle_and_the_rest_follows(pusat: Pusat, unit: FieldUnit) -> None:
    of, _ = photographed(unit, a_jpeg(300_000))
    unit.sync(pusat)
    sending = courier(unit)
    carried(unit, sending, "Foto: terkirim", of)
    pusat.close()
    for _ in range(8):
        unit.hand.go(max(1.0, sending.step()))
        while sending.waits:
            threading.Event().wait(0.002)
            sending.step()
    assert "Foto: terkirim" in unit.page(of)
    pusat.open()
    unit.sync(pusat)
    carried(unit, sending, "Foto: diterima pusat", of)


def test_photos_of_a_revoked_unit_stay_where_they_are(pusat: Pusat, unit: FieldUnit) -> None:
    of, photo = photographed(unit, a_jpeg(30_000))
    unit.sync(pusat)
    enrolment.revoke(pusat.center, unit.number, now=int(time.time()))
    sending = courier(unit)
    for _ in range(5):
        unit.hand.go(sending.step())
        while sending.waits:
            threading.Event().wait(0.002)
            sending.step()
    assert "Foto: di unit" in unit.page(of)
    assert fetched(pusat, photo, "names").status_code == 404


def test_no_photo_is_in_the_daily_report_or_on_the_page_for_residents(unit: FieldUnit) -> None:
    _, photo = photographed(unit, a_jpeg())
    for address in ("/laporan", "/info", "/info/poster"):
        page = unit.client.get(address, follow_redirects=True)
        assert page.status_code == 200 and photo.sidik.hex() not in page.text, address
        assert "/foto/" not in page.text
