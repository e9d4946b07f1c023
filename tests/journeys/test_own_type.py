"""A record type that is declared in this file alone walks the whole way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from openapi_spec_validator import validate
from sqlalchemy import text

from field_node.records import registered
from field_node.records.kinds import (
    Choice,
    Count,
    Degrees,
    Flag,
    Moment,
    Person,
    Ref,
    Reference,
    Several,
    Text,
)
from field_node.records.record import (
    About,
    InvalidRecord,
    Known,
    Newest,
    Notice,
    Record,
    Urgency,
    blocks,
    holds,
)
from field_node.store import journal, views
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat

KEEPER = b"\x01" * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Well(Record):
    """A well that somebody looked at: no other file of the project knows of it."""

    about: ClassVar[About] = About(
        "sumur_uji", "Sumur uji", Urgency.COUNT, menu="Air", newest=Newest(("lokasi",))
    )
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True)
    air: str | None = holds(Choice((("jernih", "Jernih"), ("keruh", "Keruh"))), "Air", hxl="#indicator+water")
    dalam: int | None = holds(Count(500, usual=12), "Dalam", unit="m", hxl="#indicator+depth")
    layak: bool | None = holds(Flag(), "Layak minum")
    lat: float | None = holds(Degrees(90), "Lintang", hxl="#geo+lat")
    lon: float | None = holds(Degrees(180), "Bujur", hxl="#geo+lon")
    diambil: int | None = holds(Moment(), "Diambil", hxl="#date")
    tanda: tuple[str, ...] | None = holds(Several(Text(20), 4), "Tanda")
    penjaga: bytes | None = holds(Person(60), "Penjaga")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.layak and self.air == "keruh":
            yield blocks("wajib_diisi", "air")


WELL: dict[str, Any] = {
    "air": "jernih",
    "dalam": 14,
    "layak": True,
    "lat": -6.32451,
    "lon": 108.32411,
    "diambil": 1_795_312_800,
    "tanda": ("bau besi", "dekat sawah"),
}
TOLD = {**WELL, "diambil": "2026-11-22T02:00:00Z", "tanda": "bau besi;dekat sawah"}


@dataclass(frozen=True)
class Walk:
    """Where the one entry of the new type went."""

    pusat: Pusat
    unit: FieldUnit
    posko: Ref
    entry: Ref


@pytest.fixture(scope="module")
def walk(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("sumur")
    with registered(99, Well):
        pusat = Pusat.founded(folder / "pusat")
        try:
            with at_work(enrolled(pusat, blank, folder / "unit")) as unit:
                posko = pusat.issue("lokasi", nama="Posko Gladi", jenis="posko", lat=-6.32, lon=108.32)
                unit.sync(pusat)
                entry = unit.post(Well(lokasi=posko, **WELL, penjaga=KEEPER))
                unit.sync(pusat)
                yield Walk(pusat, unit, posko, entry)
        finally:
            pusat.close()


def test_its_form_is_in_the_menu_and_asks_for_its_fields(walk: Walk) -> None:
    assert "/catat/sumur_uji" in walk.unit.client.get("/").text
    page = walk.unit.client.get("/catat/sumur_uji").text
    for label in ("Sumur uji", "Air", "Dalam", "Layak minum", "Lintang", "Diambil", "Tanda", "Penjaga"):
        assert label in page
    assert "Posko Gladi" in page, "the lokasi can be chosen"


def test_its_own_rule_refuses_what_was_typed(walk: Walk) -> None:
    wrong = Well(lokasi=walk.posko, air="keruh", layak=True)
    with pytest.raises(AssertionError, match="Air"):
        walk.unit.post(wrong)
    with pytest.raises(InvalidRecord):
        walk.unit.add(Well(lokasi=walk.posko, dalam=501))


def test_the_unit_keeps_it_in_a_table_and_a_view_of_its_own(walk: Walk) -> None:
    rows = walk.unit.store.run("SELECT dalam, air, lat, lokasi_seq FROM sumur_uji")
    assert rows == [(14, "jernih", -6.32451, walk.posko.seq)]
    newest = views.newest(walk.unit.store, Well, walk.posko)
    assert newest and newest.ref == walk.entry


def test_the_page_says_that_the_center_has_it(walk: Walk) -> None:
    page = walk.unit.page(walk.entry)
    assert "Diterima pusat" in page
    assert re.search(r"\b14\s*m\b", page) and "Siti" not in page


def test_the_center_keeps_it_in_a_table_of_its_own(walk: Walk) -> None:
    with walk.pusat.center.reader.connect() as conn:
        rows = conn.execute(text("SELECT of_unit, dalam, layak, lon, lokasi_seq FROM sumur_uji")).all()
    assert [tuple(row) for row in rows] == [(walk.unit.number, 14, True, 108.32411, walk.posko.seq)]


def test_the_feed_tells_it_line_by_line(walk: Walk) -> None:
    lines = walk.pusat.get("/v1/records", type="sumur_uji").text.splitlines()
    assert [msgspec.json.decode(line)["fields"] for line in lines] == [{"lokasi": str(walk.posko), **TOLD}]


def test_a_table_has_its_columns_and_their_hxl_tags(walk: Walk) -> None:
    rows = [
        line.split(",")
        for line in walk.pusat.get("/v1/records.csv", type="sumur_uji", hxl=1).text.split("\r\n")
    ]
    told = {name: (tag, cell) for name, tag, cell in zip(*rows[:3], strict=True)}
    assert told["dalam"] == ("#indicator+depth", "14")
    assert told["air"] == ("#indicator+water", "jernih")
    assert told["lat"] == ("#geo+lat", "-6.32451")
    assert "penjaga" not in told


def test_a_map_shows_it_where_it_is(walk: Walk) -> None:
    found = walk.pusat.get("/v1/records.geojson", type="sumur_uji", bbox="108,-7,109,-6").json()
    assert [one["geometry"]["coordinates"] for one in found["features"]] == [[108.32411, -6.32451]]
    assert walk.pusat.get("/v1/records.geojson", type="sumur_uji", bbox="0,0,1,1").json()["features"] == []


def test_the_openapi_document_describes_it_and_stays_valid(walk: Walk) -> None:
    document = walk.pusat.get("/v1/openapi.json").json()
    validate(document)
    shapes = document["components"]["schemas"]["Record"]["oneOf"]
    ours = next(one for one in shapes if one["properties"]["type"].get("const") == "sumur_uji")
    assert ours["properties"]["fields"]["properties"]["dalam"]["maximum"] == 500


def test_a_correction_of_it_walks_too(walk: Walk) -> None:
    page = walk.unit.client.get(f"/entri/{walk.entry}/koreksi")
    assert page.status_code == 200
    later = journal.append(
        walk.unit.store,
        Well(lokasi=walk.posko, **{**WELL, "dalam": 9}),
        stamp=walk.unit.desk.clock.stamp(),
        corrects=walk.entry,
        reason="diukur ulang",
    )
    walk.unit.sync(walk.pusat)
    lines = walk.pusat.feed(type="sumur_uji")
    assert [(line["seq"], line["corrects"]) for line in lines][-1] == (later.seq, str(walk.entry))
