"""A tablet carries for a unit without internet: what it takes along arrives once, and what it brings home is believed like a carrier's."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.sos import Sos
from field_node.store import journal, mule
from sync.bundle import read_bundle, write_bundle
from sync.frames import Kind, parse_header
from sync.links.file import CARRIER, export_bundle, read_file, write_file
from tests.journeys.fleet import FieldUnit, Hand, at_work, enrolled
from tests.journeys.pusat import DAY_S, Pusat

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def alone(pusat: Pusat, blank: Path, tmp_path: Path) -> Iterator[FieldUnit]:
    """A unit whose own way to the center is cut."""
    with at_work(enrolled(pusat, blank, tmp_path / "alone", center=NOWHERE)) as unit:
        yield unit


def taken_along(unit: FieldUnit) -> bytes:
    """What a tablet gets that asks now."""
    answer = asked(unit)
    assert answer.status_code == 200, answer.text
    return bytes(answer.data)


def asked(unit: FieldUnit) -> TestResponse:
    number = unit.client.post("/titipan").get_json()["nomor"]
    unit.step(2)
    return unit.client.get(f"/titipan/{number}")


def delivered(pusat: Pusat, load: bytes) -> bytes:
    """What the center answers to a page of the unit that posts there."""
    headers = {"Content-Type": "application/vnd.tagana.frames", "Origin": "https://posko-01.tagana.internal"}
    answer = requests.post(f"{pusat.address}/v1/frames?mtu=1041", data=load, headers=headers, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.content


def brought_home(unit: FieldUnit, answer: bytes) -> TestResponse:
    number = unit.client.post("/titipan/pulang", data=answer).get_json()["nomor"]
    unit.step(2)
    return unit.client.get(f"/titipan/pulang/{number}")


def say(unit: FieldUnit, text: str) -> Ref:
    return unit.post(Message(isi=text))


def said(pusat: Pusat, unit: FieldUnit) -> list[str]:
    return [line["fields"]["isi"] for line in pusat.of(unit, type="catatan")]


def test_records_go_to_the_center_and_receipts_and_orders_come_home(alone: FieldUnit, pusat: Pusat) -> None:
    first, second = say(alone, "satu"), say(alone, "dua")
    task = pusat.issue("tugas", isi="Antar air ke Balai Desa")
    load = taken_along(alone)
    assert alone.state(first) in {"di_unit", "antre_internet"}, "nobody has promised to carry it"
    answer = delivered(pusat, load)
    assert said(pusat, alone) == ["satu", "dua"]
    assert alone.state(first) in {"di_unit", "antre_internet"}, "only the receipt says that it is there"
    told = brought_home(alone, answer)
    assert told.status_code == 200 and told.get_json()["tanda_terima"] is True
    assert {alone.state(first), alone.state(second)} == {"diterima"}
    assert journal.entry(alone.store, task) is not None
    assert "Diterima pusat" in alone.page(first)
    assert alone.client.get("/titipan").get_json()["menunggu"] == 0


def test_a_receipt_that_was_brought_home_says_by_what_and_is_no_fresher_than_the_center_wrote_it(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    hand = Hand(wall=time.time())
    with at_work(enrolled(pusat, blank, tmp_path / "unit", center=NOWHERE), hand) as unit:
        say(unit, "satu")
        assert "<dt>Tanda terima terakhir</dt><dd>belum pernah</dd>" in queue(unit)
        answer = delivered(pusat, taken_along(unit))
        again = write_bundle([*read_bundle(answer).frames] * 2)
        hand.go(2 * DAY_S)
        assert brought_home(unit, answer).get_json()["tanda_terima"] is True
        page = queue(unit)
        assert "<dt>Tanda terima terakhir</dt><dd>baru saja, lewat tablet</dd>" in page
        assert "pusat 2 hari lalu" in page, "nothing newer than that is known of the center"
        assert "<dt>Terakhir tersambung</dt><dd>belum pernah</dd>" in page
        assert brought_home(unit, again).get_json()["tanda_terima"] is False
        hand.go(3_600)
        assert "<dd>1 jam lalu, lewat tablet</dd>" in queue(unit)


def test_a_receipt_on_a_stick_counts_too(alone: FieldUnit, pusat: Pusat, tmp_path: Path) -> None:
    say(alone, "satu")
    stick, back = tmp_path / "keluar.tgn", tmp_path / "balasan.tgn"
    write_file(stick, export_bundle(alone.end).data)
    pusat.command("import", stick, "--out", back)
    alone.end.take(read_file(back).down, carrier=CARRIER)
    page = queue(alone)
    assert "<dd>baru saja, lewat stik USB</dd>" in page and "pusat baru saja" in page


def queue(unit: FieldUnit) -> str:
    return str(unit.client.get("/antrean").text)


def test_what_a_tablet_and_the_internet_brought_is_there_once(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        number = unit.client.post("/titipan").get_json()["nomor"]
        ref = say(unit, "dua jalan")
        answers = list[bytes]()
        load = None
        while load is None:  # the request and the internet are served by the same steps
            unit.step()
            found = unit.client.get(f"/titipan/{number}")
            load = found.data if found.status_code == 200 else None
        unit.sync(pusat)
        answers += [delivered(pusat, load), delivered(pusat, load)]
        for answer in answers:
            brought_home(unit, answer)
        assert said(pusat, unit) == ["dua jalan"]
        assert unit.state(ref) == "diterima"


def test_the_tablet_was_quicker_than_the_internet(alone: FieldUnit, pusat: Pusat) -> None:
    refs = [say(alone, f"catatan {number}") for number in range(5)]
    answer = delivered(pusat, taken_along(alone))
    again = delivered(pusat, write_bundle(read_bundle(taken_along(alone)).frames[:-1]))
    for one in (again, answer, answer):
        brought_home(alone, one)
    assert {alone.state(ref) for ref in refs} == {"diterima"}
    assert said(pusat, alone) == [f"catatan {number}" for number in range(5)]


def test_every_tablet_carries_the_same_frames_and_new_ones_beside_them(alone: FieldUnit) -> None:
    say(alone, "satu")
    first = taken_along(alone)
    assert taken_along(alone) == first, "nothing new: nothing is sealed anew"
    say(alone, "dua")
    later = taken_along(alone)
    old, new = (
        {frame for frame in read_bundle(data).frames if parse_header(frame).kind is Kind.RECORDS}
        for data in (first, later)
    )
    assert old < new


def test_only_the_newest_load_lies_on_the_card(alone: FieldUnit, pusat: Pusat) -> None:
    for text in ("satu", "dua", "tiga"):
        say(alone, text)
        load = taken_along(alone)
    brought_home(alone, delivered(pusat, load))
    rows = alone.store.run("SELECT kind, blob, length(body) FROM request WHERE kind IN ('titip', 'pulang')")
    assert [row[1] is not None for row in rows] == [False, False, True, False]
    assert all(row[2] < 100 for row in rows if row[0] == "pulang"), "a sum is left of it"


def test_a_tablet_that_is_lost_costs_time_only(alone: FieldUnit, pusat: Pusat) -> None:
    ref = say(alone, "hilang di jalan")
    taken_along(alone)  # and never seen again
    later = taken_along(alone)
    brought_home(alone, delivered(pusat, later))
    assert alone.state(ref) == "diterima"


def test_nothing_on_the_tablet_can_be_read(alone: FieldUnit) -> None:
    canary = "Kampung Rahasia Barat"
    say(alone, canary)
    load = taken_along(alone)
    assert canary.encode() not in load
    assert not any(word.encode() in load for word in canary.split())


def test_a_call_for_help_is_the_first_that_a_tablet_hands_over(alone: FieldUnit) -> None:
    for number in range(40):
        say(alone, f"catatan {number}")
    alone.add(Sos())
    first = read_bundle(taken_along(alone)).frames[0]
    assert parse_header(first).kind is Kind.SOS


def test_a_load_ends_where_a_tablets_room_ends(alone: FieldUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mule, "LARGEST", 6_000)
    chance = random.Random(1)
    for number in range(120):
        alone.add(Message(isi=f"{number} " + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=120))))
    load = taken_along(alone)
    assert 1_000 < len(load) <= 6_000
    kept = mule.found(alone.store, mule.LOAD, 1)
    assert kept and kept.result and kept.result["left"] > 0


@pytest.mark.parametrize("junk", ["noise", "stranger", "empty"])
def test_what_is_not_the_centers_word_changes_nothing(
    alone: FieldUnit, pusat: Pusat, blank: Path, tmp_path: Path, junk: str
) -> None:
    ref = say(alone, "tetap di sini")
    with at_work(enrolled(pusat, blank, tmp_path / "other", center=NOWHERE)) as other:
        say(other, "punya orang lain")
        foreign = delivered(pusat, taken_along(other))
    noise = write_bundle([random.Random(2).randbytes(60) for _ in range(20)])
    told = brought_home(alone, {"noise": noise, "stranger": foreign, "empty": write_bundle([])}[junk])
    assert told.status_code == 200 and told.get_json()["tanda_terima"] is False
    assert alone.state(ref) != "diterima"


def test_of_what_tablets_bring_home_one_bundle_is_opened_in_a_step(alone: FieldUnit, pusat: Pusat) -> None:
    """Each may hold forgeries that cost seconds, and a step that lasts too long is taken for a hang."""
    say(alone, "satu")
    load = taken_along(alone)
    came = [delivered(pusat, load) for _ in range(3)]
    numbers = [alone.client.post("/titipan/pulang", data=each).get_json()["nomor"] for each in came]
    for told in range(4):
        answers = [alone.client.get(f"/titipan/pulang/{number}").status_code for number in numbers]
        assert answers == [200] * told + [202] * (3 - told)
        alone.uplink.uplink.step()


def test_a_tablet_that_hands_over_again_is_told_what_it_brought_the_first_time(
    alone: FieldUnit, pusat: Pusat
) -> None:
    say(alone, "halaman ditutup")
    answer = delivered(pusat, taken_along(alone))
    alone.client.post("/titipan/pulang", data=answer)
    alone.step(2)
    assert brought_home(alone, answer).get_json()["tanda_terima"] is True


def test_a_revoked_unit_gives_nothing_to_carry(pusat: Pusat, blank: Path, tmp_path: Path) -> None:
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        say(unit, "sebelum")
        unit.sync(pusat)
        pusat.command("revoke", unit.number)
        say(unit, "sesudah")
        unit.step(30)
        answer = asked(unit)
        assert answer.status_code == 409
        assert "dicabut pusat" in answer.get_json()["kalimat"]


def test_the_door_takes_no_more_than_it_can_look_at(alone: FieldUnit) -> None:
    client: FlaskClient = alone.client
    assert client.post("/titipan/pulang", data=b"{}").status_code == 400
    bundles = [write_bundle([bytes(40)] * number) for number in range(mule.MOST_WAITING + 1)]
    answers = [client.post("/titipan/pulang", data=each).status_code for each in bundles]
    assert answers == [202] * mule.MOST_WAITING + [429]
    alone.step(2)
    assert client.post("/titipan/pulang", data=bundles[-1]).status_code == 202
    assert client.get("/titipan/999").status_code == 404
    assert client.get(f"/titipan/{10**30}").status_code == 404
