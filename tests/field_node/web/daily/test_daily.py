"""The page, message and tables of a day: zones, days that are refused, doubts in words, what must not leave the unit."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.records.casualties import Casualties
from field_node.records.damage import Damage
from field_node.records.headcount import Headcount
from field_node.records.incident import Incident
from field_node.records.kinds import Ref
from field_node.records.kitchen import Kitchen
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.place import Place
from field_node.records.psychosocial import Psychosocial
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.site import Site
from field_node.store import journal
from field_node.store.daily import day_of
from field_node.web.daily.tables import TABLES
from field_node.web.daily.text import MOST, Heading, message
from field_node.web.daily.words import Voice
from field_node.web.desk import Desk
from field_node.web.said.shown import NBSP
from field_node.web.said.times import Zone
from tests.field_node.web.tablets_here import first

HOUR = 3600
LAST = 1_795_341_600
"""22 November 2026, 17.00 WIB."""


class Fixed:
    """A desk whose time stands still."""

    def __init__(self, desk: Desk, now: int, zone: str = "WIB") -> None:
        self.desk = replace(desk, zone=Zone(zone))
        object.__setattr__(self.desk, "now", now)
        self.now, self.seqs = now, dict[int, int]()

    def say(self, unit: int, record: Record, at: int, **envelope: Any) -> Ref:
        self.seqs[unit] = self.seqs.get(unit, 0) + 1
        quality = envelope.pop("quality", TimeQuality.GPS)
        entry = Entry(unit, self.seqs[unit], at // 60 * 60, quality, record, **envelope)
        assert journal.keep(
            self.desk.door.writer, [entry], carrier="internet", at=envelope.get("known", at)
        ) == [True]
        return entry.ref

    def message(self, cut: int = LAST) -> str:
        voice = Voice(self.desk.zone, self.desk.names)
        return message(
            day_of(self.desk.store, cut), voice, Heading("Tagana", "LH-3", "", self.desk.zone.long(cut))
        )


def counted(place: Ref, at: int, **numbers: Any) -> Headcount:
    return Headcount(lokasi=place, per_waktu=at, **numbers)


@pytest.fixture
def unit(desk: Desk) -> Fixed:
    return Fixed(desk, LAST + HOUR)


def on(desk: Desk, days: int = 0) -> str:
    return (desk.zone.at(desk.now).date() + timedelta(days=days)).isoformat()


def test_an_empty_unit_has_a_page_for_today_that_says_that_nothing_was_counted(
    client: FlaskClient, desk: Desk
) -> None:
    answer = client.get("/laporan", follow_redirects=True)
    assert answer.status_code == 200 and "Belum didata" in answer.text
    assert "0 jiwa" not in answer.text.replace(NBSP, " ")
    assert "Hari sebelumnya" not in answer.text


@pytest.mark.parametrize(
    ("days", "told"), [(1, "belum datang"), (-1, "belum mencatat apa pun pada hari itu")]
)
def test_days_to_come_and_days_before_the_unit_are_refused_in_words(
    client: FlaskClient, desk: Desk, posko: Ref, days: int, told: str
) -> None:
    answer = client.get(f"/laporan/{on(desk, days)}")
    assert answer.status_code == 404 and told in answer.text


@pytest.mark.parametrize("day", ["kemarin", "2026-13-01", "20261", "2026-11-22x"])
def test_what_is_no_day_is_said_to_be_none(client: FlaskClient, day: str) -> None:
    answer = client.get(f"/laporan/{day}")
    assert answer.status_code == 404 and "2026-11-22" in answer.text


@pytest.mark.parametrize(("zone", "told"), [("WIB", "10"), ("WITA", "10"), ("WIT", "7")])
def test_a_day_is_cut_at_17_of_the_units_own_zone(desk: Desk, zone: str, told: str) -> None:
    """15.30 WIB is 16.30 WITA and already 17.30 WIT."""
    unit = Fixed(desk, LAST + HOUR, zone)
    place = unit.say(0, Place(nama="A", jenis="posko"), LAST - 90 * HOUR)
    unit.say(5, counted(place, LAST - 24 * HOUR, jiwa=7), LAST - 24 * HOUR)
    unit.say(5, counted(place, LAST - 90 * 60, jiwa=10), LAST - 90 * 60)
    cut = unit.desk.zone.instant("2026-11-22T17:00")
    assert f"*Pengungsi:* KK belum didata / {told} jiwa" in unit.message(cut)


def test_a_sum_says_how_many_places_nobody_counted(unit: Fixed) -> None:
    places = [unit.say(0, Place(nama=f"Posko {n}", jenis="posko"), LAST - 90 * HOUR) for n in range(4)]
    for place, jiwa in zip(places, (400, 88), strict=False):
        unit.say(5, counted(place, LAST - HOUR, jiwa=jiwa, kk=jiwa // 4), LAST - HOUR)
    told = unit.message()
    assert "≥ 122 KK / ≥ 488 jiwa (2 lokasi belum didata)" in told
    assert "Belum lapor: 2 lokasi (Posko 2, Posko 3)." in told


def test_a_change_since_yesterday_stands_in_brackets(unit: Fixed) -> None:
    place = unit.say(0, Place(nama="A", jenis="posko"), LAST - 90 * HOUR)
    for at, jiwa in ((LAST - 25 * HOUR, 100), (LAST - HOUR, 88)):
        unit.say(5, counted(place, at, jiwa=jiwa), at)
        unit.say(5, Casualties(kode_wilayah="32.12", per_waktu=at, meninggal_tt=jiwa), at)
    told = unit.message()
    assert "(-12 jiwa)" in told and "meninggal 88 jiwa" not in told and "meninggal 88 (-12)" in told


def test_a_message_names_no_protected_place_and_never_grows_too_long(unit: Fixed) -> None:
    for n in range(60):
        place = unit.say(
            0,
            Place(nama=f"Rumah Aman {n} " + "x" * 40, jenis="pos_pengungsian", publik=False),
            LAST - 90 * HOUR,
        )
        unit.say(5, counted(place, LAST - HOUR, jiwa=n, kk=1), LAST - HOUR)
        unit.say(5, Need(lokasi=place, prioritas="segera", kelompok="y" * 60), LAST - HOUR)
    told = unit.message()
    assert "Rumah Aman" not in told and "Lokasi terlindung" in told
    assert len(told) <= MOST and told.endswith("Kode laporan LH-3_")


def test_a_figure_on_the_page_has_its_source_time_and_doubt(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    record = counted(posko, desk.now // 60 * 60 - 48 * HOUR, kk=4, jiwa=12)
    stamp = desk.clock.stamp()._replace(made_at=desk.now - 48 * HOUR, quality=TimeQuality.NONE)
    ref = journal.append(desk.door.writer, record, stamp=stamp).ref
    page = client.get(f"/laporan/{on(desk)}").text.replace(NBSP, " ")
    assert f'href="/entri/{ref}"' in page and "4 KK / 12 jiwa" in page
    assert "Unit 3, " in page and "belum diverifikasi pusat" in page
    assert "data lama" in page and "jam belum tepat" in page


def everything(place: Ref, area: str, at: int) -> dict[str, tuple[Record, str]]:
    """Records of a day, and what the page says of each."""
    when: dict[str, Any] = {"per_waktu": at}
    return {
        "kejadian": (Incident(nama="Banjir Contoh", jenis="banjir", mulai=at), "Banjir Contoh"),
        "korban": (Casualties(kode_wilayah=area, hilang_p=2, **when), "2 jiwa"),
        "kerusakan": (Damage(kode_wilayah=area, rumah_terendam=210, **when), "210 rumah"),
        "dapur": (
            Kitchen(lokasi=place, porsi_pagi=700, porsi_malam=11, kendala="Gas habis", **when),
            "711 porsi",
        ),
        "ldp": (Psychosocial(lokasi=place, peserta_anak_l=30, sesi=2, **when), "30 peserta, 2 sesi"),
        "salur": (
            Movement(jenis="salur", gudang=place, barang=21, jumlah=150, kk=55),
            "untuk 55 KK / jiwa belum didata",
        ),
        "saldo": (
            Balance(gudang=place, barang=29, jumlah=3, minimum=100, **when),
            "di bawah minimum (popok bayi 100 lembar)",
        ),
        "kebutuhan": (
            Need(lokasi=place, prioritas="darurat", barang=21, jumlah=40),
            "Darurat: selimut 40 lembar",
        ),
        "kondisi": (
            Site(lokasi=place, listrik="padam", terisolir=True, **when),
            "terisolir, KK belum didata / jiwa belum didata, listrik padam",
        ),
    }


def test_every_section_says_its_figures_on_page_and_in_the_message(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    at = desk.now // 60 * 60
    if desk.zone.at(at).hour >= 17:  # what is counted in the evening belongs to the next day's report
        at -= 8 * HOUR
    stamp = desk.clock.stamp()._replace(made_at=at)
    said = everything(posko, "32.12", at)
    for record, _ in said.values():
        journal.append(desk.door.writer, record, stamp=stamp)
    page = client.get(f"/laporan/{on(desk)}").text.replace(NBSP, " ")
    for name, (_, told) in said.items():
        assert told in page, name
    text = client.get(f"/laporan/{on(desk)}/pesan.txt").text
    for told in (
        "hilang 2",
        "terendam 210",
        "1 titik, 711 porsi/hari",
        "selimut 150 lembar",
        "popok bayi 3 lembar",
        "listrik padam",
    ):
        assert told in text, told


def test_a_closed_day_is_told_up_to_17_and_a_later_statement_belongs_to_the_next(
    client: FlaskClient, desk: Desk
) -> None:
    yesterday = on(desk, -1)
    cut = desk.zone.instant(f"{yesterday}T17:00")
    stamp = desk.clock.stamp()._replace(made_at=cut - 48 * HOUR)
    place = journal.append(desk.door.writer, Place(nama="A", jenis="posko"), stamp=stamp).ref
    for at, jiwa in ((cut, 71), (cut + 60, 93)):
        stamp = desk.clock.stamp()._replace(made_at=at)
        journal.append(desk.door.writer, counted(place, at, jiwa=jiwa), stamp=stamp)
    page = client.get(f"/laporan/{yesterday}").text.replace(NBSP, " ")
    assert f"data s.d. {desk.zone.long(cut)}" in page and "17.00 WIB" in page
    assert "71 jiwa" in page and "93 jiwa" not in page
    assert "93 jiwa" in client.get(f"/laporan/{on(desk)}").text.replace(NBSP, " ")


def test_markup_in_a_name_stays_text_on_page_and_in_the_message(client: FlaskClient, desk: Desk) -> None:
    nasty = "</textarea><script>alert(1)</script>"
    place = journal.append(desk.door.writer, Place(nama=nasty, jenis="posko"), stamp=desk.clock.stamp()).ref
    record = counted(place, desk.now // 60 * 60 - 48 * HOUR, jiwa=12)
    journal.append(desk.door.writer, record, stamp=desk.clock.stamp()._replace(made_at=desk.now - 48 * HOUR))
    for end in ("", "/whatsapp"):
        page = client.get(f"/laporan/{on(desk)}{end}").text
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_the_message_can_be_selected_and_handed_to_whatsapp_without_scripts(
    client: FlaskClient, desk: Desk
) -> None:
    page = client.get(f"/laporan/{on(desk)}/whatsapp").text
    assert "https://wa.me/?text=%2ALAPORAN" in page and "readonly" in page
    plain = client.get(f"/laporan/{on(desk)}/pesan.txt")
    assert plain.mimetype == "text/plain" and plain.text.startswith("*LAPORAN HARIAN TAGANA*")


@pytest.mark.parametrize("slug", TABLES)
def test_every_table_has_as_many_tags_as_columns(client: FlaskClient, desk: Desk, slug: str) -> None:
    answer = client.get(f"/laporan/{on(desk)}/{slug}.csv")
    head, tags, *rows = csv.reader(io.StringIO(answer.text))
    assert answer.status_code == 200 and len(head) == len(tags) == len(set(head)) and rows == []
    assert all(tag == "" or tag.startswith("#") for tag in tags)


def test_a_table_keeps_what_nobody_counted_empty_and_protected_places_unnamed(
    client: FlaskClient, desk: Desk
) -> None:
    hidden = Place(nama="Rumah Aman", jenis="pos_pengungsian", publik=False, lat=-6.5, lon=108.1)
    place = journal.append(desk.door.writer, hidden, stamp=desk.clock.stamp()).ref
    record = replace(counted(place, desk.now // 60 * 60 - 48 * HOUR, kk=0), sumber="=1+1")
    journal.append(desk.door.writer, record, stamp=desk.clock.stamp()._replace(made_at=desk.now - 48 * HOUR))
    answer = client.get(f"/laporan/{on(desk)}/hitung_pengungsi.csv")
    head, _, row = csv.reader(io.StringIO(answer.text))
    told = dict(zip(head, row, strict=True))
    assert (told["kk"], told["jiwa"], told["sumber"]) == ("0", "", "'=1+1")
    assert (
        told["nama_lokasi"] == "Lokasi terlindung"
        and told["lintang_lokasi"] == ""
        and "6.5" not in answer.text
    )


def test_only_volunteers_read_it_once_the_unit_is_shut(app: Flask, client: FlaskClient, desk: Desk) -> None:
    first(app)
    for path in (
        "/laporan",
        f"/laporan/{on(desk)}",
        f"/laporan/{on(desk)}/pesan.txt",
        f"/laporan/{on(desk)}/mutasi.csv",
    ):
        assert client.get(path).status_code == 401, path


def test_a_minimum_is_held_against_all_batches_together(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    at = desk.now // 60 * 60
    if desk.zone.at(at).hour >= 17:
        at -= 8 * HOUR
    stamp = desk.clock.stamp()._replace(made_at=at)
    line = Balance(gudang=posko, barang=29, jumlah=30, minimum=100, per_waktu=at, batch="A")
    journal.append(desk.door.writer, line, stamp=stamp)
    journal.append(desk.door.writer, replace(line, jumlah=90, batch="B"), stamp=stamp)
    assert "di bawah minimum" not in client.get(f"/laporan/{on(desk)}").text
    journal.append(desk.door.writer, replace(line, jumlah=10, batch="C", minimum=500), stamp=stamp)
    page = client.get(f"/laporan/{on(desk)}").text.replace(NBSP, " ")
    assert "popok bayi 130 lembar, di bawah minimum (popok bayi 500 lembar)" in page
    assert page.count("di bawah minimum") == 1
