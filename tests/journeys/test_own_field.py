"""A field that a type gains after its release, declared in this file alone, walks the whole way; what was before stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from sqlalchemy import text

from field_node.records import registered
from field_node.records.kinds import Choice, Count, Degrees, Ref, Reference
from field_node.records.place import Place
from field_node.records.record import About, Newest, Record, Urgency, holds
from field_node.store import journal
from sync.codec.contents import fill
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat

ABOUT = About("sumur_uji", "Sumur uji", Urgency.COUNT, menu="Air", newest=Newest(("lokasi",)))
AIR = Choice((("jernih", "Jernih"), ("keruh", "Keruh")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Well(Record):
    """As it was released."""

    about: ClassVar[About] = ABOUT
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True)
    dalam: int | None = holds(Count(500, usual=12), "Dalam", unit="m", hxl="#indicator+depth")
    lat: float | None = holds(Degrees(90), "Lintang", hxl="#geo+lat")
    lon: float | None = holds(Degrees(180), "Bujur", hxl="#geo+lon")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterWell(Record):
    """With one field more: its own lines are all that somebody writes for it."""

    about: ClassVar[About] = ABOUT
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True)
    dalam: int | None = holds(Count(500, usual=12), "Dalam", unit="m", hxl="#indicator+depth")
    lat: float | None = holds(Degrees(90), "Lintang", hxl="#geo+lat")
    lon: float | None = holds(Degrees(180), "Bujur", hxl="#geo+lon")
    air: str | None = holds(AIR, "Air sumur", hxl="#indicator+water", since=3)


@dataclass(frozen=True)
class Walk:
    """Where an entry from before the update went, and one from after it."""

    pusat: Pusat
    unit: FieldUnit
    before: Ref
    after: Ref


@pytest.fixture(scope="module")
def walk(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("sumur")
    with registered(99, Well):
        pusat = Pusat.founded(folder / "pusat")
        unit_folder = enrolled(pusat, blank, folder / "unit")
        posko = pusat.issue("lokasi", nama="Posko Gladi", jenis="posko", lat=-6.32, lon=108.32)
        with at_work(unit_folder) as unit:
            unit.sync(pusat)
            before = unit.post(Well(lokasi=posko, dalam=14, lat=-6.32451, lon=108.32411))
            unit.sync(pusat)
        pusat.close()
    with registered(99, LaterWell):
        pusat.open()
        try:
            with at_work(unit_folder) as unit:
                after = unit.post(LaterWell(lokasi=posko, dalam=9, lat=-6.3, lon=108.3, air="keruh"))
                unit.sync(pusat)
                yield Walk(pusat, unit, before, after)
        finally:
            pusat.close()


def test_its_form_and_page_ask_and_show_it(walk: Walk) -> None:
    assert "Air sumur" in walk.unit.client.get("/catat/sumur_uji").text
    assert "Keruh" in walk.unit.page(walk.after)


def test_both_tables_have_its_column_and_keep_the_row_of_before(walk: Walk) -> None:
    assert walk.unit.store.run("SELECT dalam, air FROM sumur_uji ORDER BY entry_seq") == [
        (14, None),
        (9, "keruh"),
    ]
    with walk.pusat.center.reader.connect() as conn:
        rows = conn.execute(text("SELECT dalam, air FROM sumur_uji ORDER BY of_seq")).all()
    assert [tuple(row) for row in rows] == [(14, None), (9, "keruh")]


def test_the_center_has_both_and_the_unit_knows_it(walk: Walk) -> None:
    assert [walk.unit.state(one) for one in (walk.before, walk.after)] == ["diterima", "diterima"]


def test_the_feed_its_table_and_its_map_tell_it(walk: Walk) -> None:
    lines = walk.pusat.get("/v1/records", type="sumur_uji").text.splitlines()
    told = [msgspec.json.decode(line)["fields"] for line in lines]
    assert [one.get("air") for one in told] == [None, "keruh"]
    rows = walk.pusat.get("/v1/records.csv", type="sumur_uji", hxl=1).text.split("\r\n")
    cells = {name: column for name, *column in zip(*(row.split(",") for row in rows[:4]), strict=True)}
    assert cells["air"] == ["#indicator+water", "", "keruh"]
    found: Any = walk.pusat.get("/v1/records.geojson", type="sumur_uji", bbox="108,-7,109,-6").json()
    assert {one["properties"]["fields"].get("air") for one in found["features"]} == {None, "keruh"}


def test_a_radio_frame_with_it_is_of_the_context_that_it_came_with(walk: Walk) -> None:
    before, after = (entry for entry in walk.unit.own() if isinstance(entry.record, LaterWell))
    start = walk.unit.end.enrolled.keys.start
    assert fill([before], start=start, room=183)[0][0] in (1, 2)
    assert fill([after], start=start, room=183)[0][0] == 3
    assert fill([before, after], start=start, room=183)[1] == (before,)


def test_what_comes_down_walks_too(walk: Walk) -> None:
    ref = walk.pusat.issue(
        "lokasi", nama="Posko Baru", jenis="posko", lat=-6.3, lon=108.3, sumber_gps="tablet", akurasi_m=12
    )
    walk.unit.sync(walk.pusat)
    entry = journal.entry(walk.unit.store, ref)
    assert entry is not None and isinstance(entry.record, Place)
    assert (entry.record.sumber_gps, entry.record.akurasi_m, entry.complete) == ("tablet", 12, True)
