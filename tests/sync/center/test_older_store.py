"""A center's store of an earlier release: opened with the types of this one, it gains the columns that they gained."""

from sqlalchemy import inspect, text

from field_node.records.place import Place
from sync.center.dialect import writing
from sync.center.store import Center, open_center
from tests.sync.center.parts import SealingUnit, bring

NEWER = ("sumber_gps", "akurasi_m")


def columns_of(center: Center, table: str) -> list[str]:
    return [one["name"] for one in inspect(center.reader).get_columns(table)]


def test_columns_that_a_type_gained_are_added_and_old_rows_stay(center: Center) -> None:
    unit, before = SealingUnit.enrolled(center), columns_of(center, "lokasi")
    bring(center, unit.frame(unit.entry(Place(nama="Posko Lama", jenis="posko"))))
    with writing(center.writer) as conn:
        for name in NEWER:
            conn.execute(text(f"ALTER TABLE lokasi DROP COLUMN {name}"))
    assert not set(NEWER) & set(columns_of(center, "lokasi"))
    again = open_center(center.secrets.parent)
    try:
        assert columns_of(again, "lokasi") == before
        newer = Place(
            nama="Posko Baru", jenis="posko", lat=-6.3, lon=108.3, sumber_gps="tablet", akurasi_m=12
        )
        bring(again, unit.frame(unit.entry(newer)))
        with again.reader.connect() as conn:
            rows = conn.execute(text("SELECT nama, sumber_gps, akurasi_m FROM lokasi ORDER BY of_seq")).all()
        assert [tuple(row) for row in rows] == [("Posko Lama", None, None), ("Posko Baru", "tablet", 12)]
    finally:
        again.close()


def test_a_store_that_has_them_is_opened_as_it_is(center: Center) -> None:
    before = columns_of(center, "sos")
    open_center(center.secrets.parent).close()
    assert columns_of(center, "sos") == before
