"""Beranda: what needs a person now, by danger; four big actions by role; the state of the unit without guesses."""

import time
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.records.headcount import Headcount
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Record, TimeQuality
from field_node.records.sos import Sos
from field_node.records.task import Task, TaskAnswer
from field_node.records.warning import AlertAnswer
from field_node.store import journal, status
from field_node.web.desk import Desk
from field_node.web.said.times import day_shown
from field_node.web.stock.amounts import today
from field_node.web.unit import machine
from field_node.web.unit.card import Tone
from tests.field_node.web import tablets_here as tablets
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.orders import from_center, minute, rain


def saved(desk: Desk, record: Record) -> Ref:
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref


def needs(client: FlaskClient) -> list[str]:
    """The words of each line that waits."""
    parts = unescape(client.get("/").text).split('<li class="need')[1:]
    return [part.split("</li>")[0] for part in parts]


def test_a_quiet_unit_says_so_and_asks_for_nothing(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Tidak ada yang menunggu Anda." in page and not needs(client)
    assert page.count("tidak diketahui") >= 3  # radio, GPS and battery: nobody has said anything


def test_what_waits_stands_by_danger(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    from_center(desk, Task(isi="Periksa jembatan", tujuan=UNIT), rain(desk, posko))
    saved(desk, Sos())
    found = needs(client)
    words = ("SOS dari", "Hujan lebat", "Periksa jembatan", "Balai Desa Contoh")
    assert len(found) == 4 and all(word in line for word, line in zip(words, found, strict=True))
    assert "belum pernah dihitung" in found[3] and f"/catat/hitung_pengungsi?lokasi={posko}" in found[3]


def test_what_was_answered_or_counted_waits_no_more(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    task, warning = from_center(desk, Task(isi="Periksa jembatan", tujuan=UNIT), rain(desk, posko))
    saved(desk, TaskAnswer(tugas=task, status="dibaca"))
    saved(desk, AlertAnswer(peringatan=warning, lokasi=posko, tindakan="siaga"))
    saved(desk, Headcount(lokasi=posko, per_waktu=minute(desk), jiwa=12))
    assert not needs(client)


def test_a_task_under_way_comes_back_when_it_is_late(client: FlaskClient, desk: Desk) -> None:
    (task,) = from_center(desk, Task(isi="Periksa jembatan", tujuan=UNIT, batas_waktu=minute(desk, -1_800)))
    saved(desk, TaskAnswer(tugas=task, status="dikerjakan"))
    (line,) = needs(client)
    assert "Tugas, belum selesai" in line and "lewat 30 menit" in line


def test_poskos_are_asked_for_by_the_hours_since_they_were_counted(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    closed = saved(desk, Place(nama="Ditutup", jenis="posko", tutup=minute(desk, -600)))
    saved(desk, Place(nama="Lumbung", jenis="lumbung"))
    never = saved(desk, Place(nama="Tenda lapangan", jenis="pos_pengungsian"))
    saved(desk, Headcount(lokasi=posko, per_waktu=minute(desk, -30 * 3600), jiwa=12))
    first, second = needs(client)
    assert f"lokasi={posko}" in first and "terakhir dihitung" in first
    assert f"lokasi={never}" in second and str(closed) not in first + second


def test_stock_comes_first_for_who_keeps_it_and_devices_for_who_mends_them(
    app: Flask, client: FlaskClient
) -> None:
    def tiles(page: str) -> list[str]:
        return [
            part.split("<")[0]
            for part in page.split('class="tiles"')[1].split("</ul>", maxsplit=1)[0].split("<span>")[1:]
        ]

    assert tiles(client.get("/").text) == ["Hitung pengungsi", "Stok dan salur", "Kondisi lokasi", "Catatan"]
    officer = tablets.first(app)
    for role, first in (("lumbung", "Stok dan salur"), ("teknisi", "Perangkat")):
        other = tablets.another(app, officer, role)
        tablets.sign_in(other, tablets.person(officer, f"Orang {role}", role), tablets.OTHER_PIN)
        assert tiles(other.get("/").text)[0] == first


def test_the_strip_tells_what_was_said_and_marks_what_needs_care(client: FlaskClient, desk: Desk) -> None:
    writer = desk.door.writer
    status.say(writer, "gps", {"state": "terkunci", "fix_at": desk.now}, desk.now)
    status.say(writer, "power", {"known": True, "battery_percent": 12.0, "charging": False}, desk.now)
    strip = client.get("/").text.split('class="strip"')[1].split("</ul>")[0]
    assert "<b>terkunci</b>" in strip and "<b>12 %</b>" in strip
    assert 'class="care"' in strip.split("Baterai")[0].rsplit("<a ", 1)[1]
    status.say(
        writer, "power", {"known": True, "battery_percent": 80.0}, desk.now - 3_600
    )  # what was said an hour ago is not the state now
    assert "80 %" not in client.get("/").text


def test_the_strip_judges_as_the_cards_do(client: FlaskClient, desk: Desk) -> None:
    writer = desk.door.writer

    def cares(name: str) -> bool:
        strip = client.get("/").text.split('class="strip"')[1].split("</ul>")[0]
        return 'class="care"' in strip.split(f"<small>{name}</small>")[0].rsplit("<a ", 1)[1]

    for charging, percent, care in ((True, 12.0, False), (False, 20.0, True), (False, 21.0, False)):
        said = {"known": True, "battery_percent": percent, "charging": charging}
        status.say(writer, "power", said, desk.now)
        assert cares("Baterai") is care is (machine.power(desk).tone is not Tone.GOOD)
    free = desk.room()[0]
    samples = [[desk.now - 86_400, free + free // 2]]
    status.say(writer, "disk", {"free": free, "floor": 0, "samples": samples}, desk.now)
    assert cares("Ruang simpan") and machine.disk(desk).tone is Tone.LOOK
    status.say(writer, "link", {"connected": False, "contact_at": desk.now, "code": "unit_dicabut"}, desk.now)
    assert cares("Pusat")


@pytest.mark.parametrize(
    ("status", "last", "words"),
    [
        ("tanggap_darurat", 7, '"hint"><span>Tanggap darurat sampai {day} (7 hari lagi).'),
        ("tanggap_darurat", 3, "Tanggap darurat sampai {day} (3 hari lagi)."),
        ("transisi_ke_pemulihan", 0, "Transisi ke pemulihan sampai {day} (hari ini terakhir)."),
        ("tanggap_darurat", -1, "Tanggap darurat sampai {day} (sudah berakhir)."),
        ("selesai", -1, '"hint"><span>Selesai.'),
        ("tanggap_darurat", None, '"hint"><span>Tanggap darurat.'),
    ],
)
def test_the_days_left_of_a_decree_are_counted(
    client: FlaskClient, desk: Desk, status: str, last: int | None, words: str
) -> None:
    desk.clock.learn(time.time(), TimeQuality.GPS)
    flood = saved(desk, Incident(nama="Banjir Contoh", jenis="banjir", mulai=minute(desk, -864_000)))
    client.post("/kejadian-aktif", data={"kejadian": str(flood)})
    assert "Dicatat " not in client.get("/").text
    day = today(desk) + last if last is not None else None
    decreed = {"sk_nomor": "300/12", "sk_tanggal": today(desk) - 1, "berlaku_sampai": day}
    saved(desk, IncidentStatus(kejadian=flood, status=status, **decreed))  # type: ignore[arg-type]
    page = client.get("/").text
    assert words.format(day=day_shown(day or 0)) in page and "Dicatat baru saja" in page
    assert ('class="note"><svg' in page) == (status != "selesai" and last is not None and last <= 3)
