"""What the center orders reaches the unit, and what the unit answers stands in the center's view."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from field_node.records.kinds import Ref
from field_node.records.task import TaskAnswer
from field_node.records.warning import AlertAnswer
from field_node.store import journal, orders
from sync.links.errand import Lane
from sync.links.internet import Internet
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat

BEGAN = "2026-11-20T00:00:00Z"


@pytest.fixture
def unit(pusat: Pusat, blank: Path, tmp_path: Path) -> Iterator[FieldUnit]:
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        yield unit


@dataclass(frozen=True)
class Ordered:
    """What the center issued, in the order of a drill."""

    kejadian: Ref
    posko: Ref
    tugas: Ref
    peringatan: Ref


def ordered(pusat: Pusat, unit: FieldUnit) -> Ordered:
    kejadian = pusat.issue("kejadian", nama="Gladi banjir", jenis="banjir", mulai=BEGAN)
    posko = pusat.issue("lokasi", kejadian=kejadian, nama="Posko Gladi", jenis="posko", lat=-6.3, lon=108.3)
    tugas = pusat.issue(
        "tugas", kejadian=kejadian, tujuan=unit.number, lokasi=posko, isi="Kirim 20 tenda", prioritas="segera"
    )
    begins = datetime.fromtimestamp(time.time() - 600, UTC).strftime("%Y-%m-%dT%H:%M:00Z")
    said = {"jenis": "banjir", "keparahan": "berat", "mulai": begins, "lokasi": posko, "asal": "pusat"}
    return Ordered(kejadian, posko, tugas, pusat.issue("peringatan", kejadian=kejadian, **said))


def tasks(pusat: Pusat) -> dict[str, dict[str, Any]]:
    rows = pusat.get("/v1/views/tugas").json()["rows"]
    return {f"{row['unit']}-{row['seq']}": row for row in rows}


def test_an_order_is_seen_answered_and_the_answer_stands_beside_it(pusat: Pusat, unit: FieldUnit) -> None:
    said = ordered(pusat, unit)
    unit.sync(pusat)
    for ref in (said.kejadian, said.posko, said.tugas, said.peringatan):
        assert "Dari pusat" in unit.page(ref)
    home = unit.client.get("/").text
    assert "Kirim 20 tenda" in home and "Peringatan" in home
    assert tasks(pusat)[str(said.tugas)]["jawaban"] is None
    unit.post(TaskAnswer(tugas=said.tugas, status="dikerjakan"))
    unit.post(TaskAnswer(tugas=said.tugas, status="selesai"))
    unit.post(AlertAnswer(peringatan=said.peringatan, lokasi=said.posko, tindakan="evakuasi"))
    unit.sync(pusat)
    assert tasks(pusat)[str(said.tugas)]["jawaban"]["fields"]["status"] == "selesai"
    assert [line["fields"]["tindakan"] for line in pusat.feed(type="peringatan_jawab")] == ["evakuasi"]
    assert orders.page(unit.store) == []


def test_a_corrected_order_takes_the_place_of_the_old_one_at_both_ends(pusat: Pusat, unit: FieldUnit) -> None:
    said = ordered(pusat, unit)
    unit.sync(pusat)
    words = ("tugas", f"tujuan={unit.number}", "isi=Kirim 30 tenda", "--alasan", "salah hitung")
    later = Ref.parse(pusat.command("issue", *words, "--koreksi", said.tugas, "--kejadian", said.kejadian))
    unit.sync(pusat)
    assert [entry.ref for entry in orders.page(unit.store)] == [later]
    assert set(tasks(pusat)) == {str(later)}
    assert "Sudah dikoreksi" in unit.page(said.tugas)


@contextmanager
def parked(unit: FieldUnit, pusat: Pusat) -> Iterator[Lane]:
    link = Internet(pusat.address, None, clock_trusted=lambda: True)
    question = Lane(link)
    yield question
    question.close()


def test_an_order_arrives_while_the_unit_only_listens(pusat: Pusat, unit: FieldUnit) -> None:
    unit.sync(pusat)
    with parked(unit, pusat) as question:
        question.ask([unit.end.digest()], 20.0)
        tugas = pusat.issue("tugas", tujuan=unit.number, isi="Pindah ke posko")
        end = time.monotonic() + 15
        while (answer := question.take()) is None and time.monotonic() < end:
            unit.hand.go(0.1)
    frames = getattr(answer, "frames", ())
    assert unit.end.take(frames, carrier="internet").entries == 1
    assert journal.entry(unit.store, tugas)
