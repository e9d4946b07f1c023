"""Every record type of the register: form -> unit -> center's table and feed -> receipt -> the page says so."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select

from field_node.records import TYPES, type_by_slug
from field_node.records.columns import cells, columns
from field_node.records.kinds import PRIVATE, Kind, Ref, Reference, Several
from field_node.records.record import Author, InvalidRecord, Record, examined, fields
from field_node.store import journal
from field_node.store.known import known_now
from field_node.web.menu import writable
from sync.center.typed import row_of, table_of
from tests.factories import a_position, a_posko
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat
from tests.samples import sample

TRIES = 3_000
NOBODY = Ref(0, 60_000)
BEGAN = "2026-11-20T00:00:00Z"
BY_FORM = [kind.about.slug for kind in TYPES.values() if writable(kind)]
BY_CENTER = [kind.about.slug for kind in TYPES.values() if kind.about.author is not Author.UNIT]
OTHERWISE = ("posisi", "pembatalan", "koreksi_waktu", "foto", "penerima", "tanda_tangan")


class Stage:
    """One center and one unit for all types; `refs`: an entry of each type that is there, by slug."""

    def __init__(self, pusat: Pusat, unit: FieldUnit) -> None:
        self.pusat, self.unit = pusat, unit
        self.refs: dict[str, list[Ref]] = {}

    def know(self, slug: str, ref: Ref) -> Ref:
        self.refs.setdefault(slug, []).append(ref)
        return ref

    def sound(self, slug: str) -> Record:
        """A record that its own rules let pass, found by chance from its declaration alone."""
        record_type, known = type_by_slug(slug), known_now(self.unit.store, self.unit.desk.clock, None)
        for seed in range(TRIES):
            chance = random.Random(f"{slug}/{seed}")
            drawn = sample(record_type, chance, fill=chance.random(), now=known.now - 7_200)
            try:
                return examined(self._with_names(drawn, chance), known)[0]
            except InvalidRecord:
                continue
        raise AssertionError(f"no sound {slug} in {TRIES} tries")

    def _with_names(self, record: Record, chance: random.Random) -> Record:
        changed = {
            one.name: self._named(one.kind, chance)
            for one in fields(type(record))
            if getattr(record, one.name) is not None and _is_reference(one.kind)
        }
        whole: Any = record
        return cast("Record", replace(whole, **changed))

    def _named(self, kind: Kind, chance: random.Random) -> Any:
        if isinstance(kind, Several):
            return (self._named(kind.kind, chance),)
        return chance.choice(self.refs.get(getattr(kind, "to", "") or "lokasi", [NOBODY]))


def _is_reference(kind: Kind) -> bool:
    return isinstance(kind.kind if isinstance(kind, Several) else kind, Reference)


@pytest.fixture(scope="module")
def stage(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("jenis")
    pusat = Pusat.founded(folder / "pusat")
    try:
        with at_work(enrolled(pusat, blank, folder / "unit")) as unit:
            made = Stage(pusat, unit)
            made.know("kejadian", pusat.issue("kejadian", nama="Gladi banjir", jenis="banjir", mulai=BEGAN))
            for name in ("Posko Gladi", "Posko Kembar"):
                made.know("lokasi", pusat.issue("lokasi", nama=name, jenis="posko", lat=-6.32, lon=108.32))
            unit.sync(pusat)
            yield made
    finally:
        pusat.close()


def demand_there(stage: Stage, ref: Ref) -> None:
    """The center's feed and typed table say what the unit's journal says."""
    entry = journal.entry(stage.unit.store, ref)
    assert entry
    record_type = type(entry.record)
    lines = [line for line in stage.pusat.feed(type=record_type.about.slug) if line["seq"] == ref.seq]
    said = dict(zip((one.name for one in columns(record_type)), cells(entry.record), strict=True))
    private = {one.name for one in fields(record_type) if isinstance(one.kind, PRIVATE)}
    assert [line["fields"] for line in lines] == [
        {name: value for name, value in said.items() if name not in private}
    ]
    assert lines[0]["complete"] and lines[0]["held"] is None
    with stage.pusat.center.reader.connect() as conn:
        of = table_of(record_type)
        rows = conn.execute(select(of).where(of.c.of_unit == ref.unit, of.c.of_seq == ref.seq)).all()
    assert [row._asdict() for row in rows] == [row_of(entry)]


@pytest.mark.parametrize("slug", BY_FORM)
def test_what_a_form_says_stands_at_the_center_and_is_receipted(stage: Stage, slug: str) -> None:
    ref = stage.know(slug, stage.unit.post(stage.sound(slug)))
    assert "Di unit" in stage.unit.page(ref)
    stage.unit.sync(stage.pusat)
    demand_there(stage, ref)
    assert "Diterima pusat" in stage.unit.page(ref)


@pytest.mark.parametrize("slug", [slug for slug in BY_CENTER if slug != "pembatalan"])
def test_what_the_center_issues_stands_in_the_unit_and_in_the_feed(stage: Stage, slug: str) -> None:
    from sync.center.issue import issue

    entry = issue(stage.pusat.center, stage.sound(slug), now=stage.unit.end.now())
    stage.know(slug, entry.ref)
    stage.unit.sync(stage.pusat)
    assert journal.entry(stage.unit.store, entry.ref) == entry
    demand_there(stage, entry.ref)
    assert "Dari pusat" in stage.unit.page(entry.ref)


def by_tracking(stage: Stage) -> Ref:
    return stage.unit.add(a_position()).ref


def by_cancelling(stage: Stage) -> Ref:
    gone = stage.unit.post(a_posko(nama="Keliru", kode_wilayah="32.12.15"))
    key = stage.unit.client.get(f"/entri/{gone}/batalkan").text.split('name="kunci" value="')[1].split('"')[0]
    answer = stage.unit.client.post(f"/entri/{gone}/batalkan", data={"alasan": "dobel", "kunci": key})
    assert answer.status_code == 303
    return next(entry.ref for entry in stage.unit.own()[::-1] if entry.record.replaces() == gone)


def by_the_clock(stage: Stage) -> Ref:
    kind: Any = type_by_slug("koreksi_waktu")
    return stage.unit.add(kind(dari_seq=1, sampai_seq=1, selisih_s=60)).ref


def by_the_camera(stage: Stage) -> Ref:
    return stage.unit.add(stage.sound("foto")).ref


def on_a_paper(slug: str) -> Callable[[Stage], Ref]:
    return lambda stage: stage.unit.add(stage.sound(slug)).ref


OTHER_WAYS: dict[str, Callable[[Stage], Ref]] = {
    "posisi": by_tracking,
    "pembatalan": by_cancelling,
    "koreksi_waktu": by_the_clock,
    "foto": by_the_camera,
    "penerima": on_a_paper("penerima"),
    "tanda_tangan": on_a_paper("tanda_tangan"),
}


@pytest.mark.parametrize("slug", OTHERWISE)
def test_what_has_no_form_goes_the_same_way(stage: Stage, slug: str) -> None:
    ref = OTHER_WAYS[slug](stage)
    stage.unit.sync(stage.pusat)
    demand_there(stage, ref)
    assert "Diterima pusat" in stage.unit.page(ref)


def test_every_type_of_the_register_is_walked_here() -> None:
    assert {*BY_FORM, *BY_CENTER, *OTHERWISE} == {kind.about.slug for kind in TYPES.values()}
