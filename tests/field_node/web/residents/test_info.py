"""Info warga: open to all, nothing of persons or protected places in it; reports that a volunteer confirms."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.records.casualties import Casualties
from field_node.records.headcount import Headcount
from field_node.records.kamus import kamus
from field_node.records.kinds import Official, Person, Ref
from field_node.records.person import Someone
from field_node.records.place import Place, PlaceMerge
from field_node.records.record import Entry, Record, TimeQuality, fields
from field_node.records.report import Report
from field_node.records.warning import DANGER, ORIGIN, Alert
from field_node.store import journal, status
from field_node.store.residents import FROM_RESIDENT
from field_node.web.desk import Desk
from field_node.web.residents.words import ASKED, MEANS, SOURCES
from tests.field_node.web.tablets_here import first

PAGES = ("/info", "/info/teks", "/info/poster", "/info/lapor", "/info/lapor/terima")
CANARY = "Kenari"
NUMBER = "74391"


def own(desk: Desk, record: Record) -> Ref:
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref


def center(desk: Desk, seq: int, record: Record, unit: int = 0) -> Ref:
    entry = Entry(unit, seq, desk.now // 60 * 60 - 600, TimeQuality.CENTER, record)
    assert journal.keep(desk.door.writer, [entry], carrier="internet") == [True]
    return entry.ref


def warned(desk: Desk, **said: Any) -> Alert:
    now = desk.now // 60 * 60
    facts: dict[str, Any] = {
        "jenis": "hujan_lebat",
        "keparahan": "berat",
        "mulai": now - 3600,
        "sampai": now + 3600,
        "asal": "bmkg_nowcast",
    }
    return Alert(**facts | said)


# ---- who may read it, and how heavy it is


@pytest.mark.parametrize("path", PAGES)
def test_residents_read_it_also_when_the_unit_is_shut(app: Flask, client: FlaskClient, path: str) -> None:
    first(app)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<script" not in answer.text and "style=" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_its_styles_is_smaller_than_30_kb(client: FlaskClient, desk: Desk, path: str) -> None:
    for n in range(40):
        own(
            desk,
            Place(
                nama=f"Posko dengan nama panjang {n}",
                jenis="posko",
                publik=True,
                kode_wilayah="32.12.15.2001",
            ),
        )
    for n in range(9):
        center(desk, n + 1, warned(desk, ringkas="x" * 120))
    page = client.get(path).data
    (style,) = re.findall(r'href="([^"]+\.css)"', page.decode())
    with client.get(style) as answer:
        assert 1_000 < len(answer.data) < 30_000 - len(page)


def test_nothing_of_the_units_inner_life_stands_on_them(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/sos", data={"isi": CANARY, "kunci": "k"})
    for path in PAGES:
        page = client.get(path).text
        assert CANARY not in page and "SOS" not in page and "belum terkirim" not in page


# ---- what stands there


def test_a_warning_says_what_it_means_how_old_it_is_and_its_source(client: FlaskClient, desk: Desk) -> None:
    center(desk, 1, warned(desk, ringkas="Hujan lebat di Contoh"))
    page = client.get("/info").text
    for told in (
        "Hujan lebat di Contoh",
        *MEANS["hujan_lebat"],
        "Dikirim 10 menit lalu",
        "Meteorologi, Klimatologi",
    ):
        assert told in page, told


@pytest.mark.parametrize("said", [{"sampai": 1_790_000_000, "mulai": 1_789_000_000}, {"dicabut": True}])
def test_a_warning_that_ended_is_gone_and_nothing_is_called_safe(
    client: FlaskClient, desk: Desk, said: dict[str, Any]
) -> None:
    center(desk, 1, warned(desk, ringkas="Hujan lebat di Contoh", **said))
    page = client.get("/info").text
    assert "Hujan lebat di Contoh" not in page and "belum berarti aman" in page


def test_a_warning_that_did_not_come_from_the_center_is_not_passed_on(
    client: FlaskClient, desk: Desk
) -> None:
    center(desk, 1, warned(desk, ringkas="Kabar palsu"), unit=9)
    assert "Kabar palsu" not in client.get("/info").text


def test_every_danger_source_and_question_has_its_words() -> None:
    assert set(MEANS) == set(DANGER.codes()) and set(SOURCES) == set(ORIGIN.codes())
    assert set(ASKED) <= set(kamus().categories)


def test_only_places_that_somebody_called_public_are_told(client: FlaskClient, desk: Desk) -> None:
    for name, public in (("Terbuka", True), ("Tertutup", False), ("Entah", None)):
        own(desk, Place(nama=name, jenis="posko", publik=public))
    own(desk, Place(nama="Gudang", jenis="gudang", publik=True))
    own(desk, Place(nama="Sudah tutup", jenis="posko", publik=True, tutup=desk.now // 60 * 60 - 60))
    for path in ("/info", "/info/teks", "/info/poster", "/info/lapor"):
        page = client.get(path).text
        assert "Terbuka" in page, path
        assert not re.search("Tertutup|Entah|Gudang|Sudah tutup", page), path


def test_a_place_that_was_protected_later_or_merged_with_a_protected_one_is_gone(
    client: FlaskClient, desk: Desk
) -> None:
    stamp = desk.clock.stamp()
    a, b, c = (
        own(desk, Place(nama=name, jenis="posko", publik=name != "Ketiga"))
        for name in ("Pertama", "Kedua", "Ketiga")
    )
    fixed = Place(nama="Pertama", jenis="posko", publik=False)
    journal.append(desk.door.writer, fixed, stamp=stamp, corrects=a, reason="terlindung")
    own(desk, PlaceMerge(ke=b, dari=c))
    assert not re.search("Pertama|Kedua|Ketiga", client.get("/info").text)


def test_the_distance_is_told_only_from_a_fresh_position(client: FlaskClient, desk: Desk) -> None:
    own(desk, Place(nama="Jauh", jenis="posko", publik=True, lat=-6.3, lon=108.3))
    assert "garis lurus" not in client.get("/info").text
    for age, told in ((7200, False), (60, True)):
        body = {"lat": -6.2, "lon": 108.3, "fix_at": desk.now - age, "state": "terkunci"}
        status.say(desk.door.writer, "gps", body, at=desk.now)
        assert ("11 km ke selatan (garis lurus)" in client.get("/info").text) is told


def secrets_of(record_type: type[Record]) -> dict[str, Any]:
    """A canary in every field that holds something of a person."""
    found: dict[str, Any] = {}
    for one in fields(record_type):
        if isinstance(one.kind, Official):
            found[one.name] = f"{CANARY} {one.name}"[: one.kind.most]
        elif isinstance(one.kind, Person):
            found[one.name] = CANARY.encode() * 10
    return found


def test_no_page_text_or_poster_holds_a_person_a_head_count_or_a_protected_place(
    client: FlaskClient, desk: Desk
) -> None:
    number = int(NUMBER)
    hidden = Place(
        nama=f"{CANARY} Melati", jenis="pos_pengungsian", publik=False, lat=-6.74391, lon=108.74391
    )
    safe = own(desk, hidden)
    texts: dict[str, Any] = {name: f"{CANARY} {name}" for name in ("dusun", "fasilitas")}
    shown = own(
        desk,
        Place(
            nama="Posko Utama",
            jenis="posko",
            publik=True,
            kapasitas_jiwa=number,
            **texts,
            **secrets_of(Place),
        ),
    )
    own(desk, Place(nama=f"{CANARY} 081234567890", jenis="posko", publik=True))
    own(desk, Place(nama=f"{CANARY} 3212010101010001", jenis="posko", publik=True))
    own(desk, Someone(**secrets_of(Someone)))
    for place in (safe, shown):
        own(
            desk,
            Headcount(lokasi=place, per_waktu=desk.now // 60 * 60, kk=number, jiwa=number, sumber=CANARY),
        )
    own(
        desk,
        Casualties(kode_wilayah="32.12", per_waktu=desk.now // 60 * 60, meninggal_l=number, sumber=CANARY),
    )
    own(
        desk,
        Report(
            kategori="orang_hilang", ringkas=f"{FROM_RESIDENT} {CANARY}", isi=CANARY, **secrets_of(Report)
        ),
    )
    center(desk, 1, warned(desk, lokasi=(safe, shown), uraian=CANARY, id_asal=CANARY))
    for path in PAGES:
        page = client.get(path).text
        assert CANARY not in page and "Melati" not in page, path
        assert NUMBER not in page and "74.391" not in page and f'{safe}"' not in page, path
        assert path in PAGES[3:] or "Posko Utama" in page


def test_the_poster_has_a_qr_only_for_an_address_that_phones_can_open(
    client: FlaskClient, app: Flask, desk: Desk
) -> None:
    assert "<svg" not in client.get("/info/poster").text
    app.extensions["desk"] = replace(
        desk, info=replace(desk.info, address="http://posko-07.tagana.internal/info")
    )
    page = client.get("/info/poster").text
    assert "<svg" in page and "posko-07.tagana.internal" in page and "style=" not in page
