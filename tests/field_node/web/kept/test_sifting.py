"""Finding a record: by where it is, by day, by a word in it or in the name of its place; pages keep what was asked for."""

import re

import pytest
from flask.testing import FlaskClient

from field_node.clock import Stamp
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.place import Place
from field_node.records.record import Entry, Record, TimeQuality
from field_node.store import journal, outbox
from field_node.web.desk import Desk

DAY_S = 86_400


def note(desk: Desk, text: str, ago_s: int = 0, **envelope: object) -> Ref:
    stamp = Stamp(desk.now - ago_s, TimeQuality.GPS, 1, 10.0)
    return journal.append(desk.door.writer, Message(isi=text), stamp=stamp, **envelope).ref  # type: ignore[arg-type]


def found(client: FlaskClient, slug: str = "catatan", **asked: str) -> list[str]:
    page = client.get(f"/catatan/{slug}", query_string=asked).text
    return re.findall(r'<span class="main">(.*?)</span>', page)


def test_records_are_found_by_where_they_are(client: FlaskClient, desk: Desk) -> None:
    for text in ("sampai", "ditahan", "menunggu", "dikoreksi"):
        note(desk, text)
    note(desk, "koreksinya", corrects=Ref(3, 4), reason="salah")
    receipt = outbox.Receipt(upto=3, complete=3, held=frozenset({2}))
    outbox.confirm(desk.door.writer, receipt, at=desk.now)
    center = Entry(0, 1, desk.now, TimeQuality.CENTER, Message(isi="dari pusat"))
    journal.keep(desk.door.writer, [center], carrier="internet")
    assert found(client, keadaan="diterima") == ["sampai"]
    assert found(client, keadaan="periksa") == ["ditahan"]
    assert found(client, keadaan="belum") == ["koreksinya", "dikoreksi", "menunggu"]
    assert found(client, keadaan="berakhir") == ["dikoreksi"]
    assert found(client, keadaan="lain") == ["dari pusat"]
    assert len(found(client, keadaan="apa saja")) == 6  # a state that does not exist sifts nothing


def test_records_are_found_by_the_local_day(client: FlaskClient, desk: Desk) -> None:
    note(desk, "kemarin", DAY_S)
    note(desk, "hari ini")
    today = desk.zone.at(desk.now).strftime("%Y-%m-%d")
    yesterday = desk.zone.at(desk.now - DAY_S).strftime("%Y-%m-%d")
    assert (found(client, hari=today), found(client, hari=yesterday)) == (["hari ini"], ["kemarin"])
    assert len(found(client, hari="2026-99-99")) == 2


@pytest.mark.parametrize(
    ("word", "hits"),
    [("air", ["Air naik 50%"]), ("50%", ["Air naik 50%"]), ("%", ["Air naik 50%"]), ("_", []), ("\\", [])],
)
def test_a_word_is_sought_as_it_is_typed(client: FlaskClient, desk: Desk, word: str, hits: list[str]) -> None:
    note(desk, "Air naik 50%")
    note(desk, "Jalan putus")
    assert found(client, cari=word) == hits


def test_a_count_is_found_by_the_name_of_its_place(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    def saved(record: Record) -> Ref:
        return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref

    other = saved(Place(nama="SDN 2 Arahan", jenis="posko"))
    for place in (posko, other):
        saved(Headcount(lokasi=place, per_waktu=desk.now // 60 * 60, jiwa=7))
    (line,) = found(client, "hitung_pengungsi", cari="arahan")
    assert "SDN 2 Arahan" in line


def test_what_was_asked_for_goes_along_to_the_next_page(client: FlaskClient, desk: Desk) -> None:
    stamp = desk.clock.stamp()
    for number in range(60):
        journal.append(
            desk.door.writer, Message(isi=f"{'air' if number % 6 else 'jalan'} {number}"), stamp=stamp
        )
    page = client.get("/catatan/catatan?cari=a&keadaan=belum").text
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older and "cari=a" in older[1] and "keadaan=belum" in older[1]
    rest = client.get(older[1].replace("&amp;", "&")).text
    assert len(re.findall('class="main"', page)) + len(re.findall('class="main"', rest)) == 60


def test_nothing_found_is_not_nothing_there(client: FlaskClient, desk: Desk) -> None:
    note(desk, "Air naik")
    page = client.get("/catatan/catatan?cari=gempa").text
    assert "Tidak ditemukan. Coba kata lain, atau hapus saringan." in page and "Belum ada data" not in page
    assert "Hapus saringan" in page and "Hapus saringan" not in client.get("/catatan/catatan").text
