"""Right keys, wrong data: set aside, receipted as "perlu diperiksa", shown on the unit's page, without effect."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.store import journal
from sync.center.scope import Scope
from sync.codec import contents
from sync.frames import Kind
from tests.factories import a_posko
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat


@contextmanager
def narrow(pusat: Pusat, blank: Path, folder: Path, **within: tuple[str, ...]) -> Iterator[FieldUnit]:
    """A unit that may say little."""
    with at_work(enrolled(pusat, blank, folder, within=Scope(**within))) as unit:
        yield unit


def held(pusat: Pusat, unit: FieldUnit) -> list[str | None]:
    return [line["held"] for line in pusat.of(unit)]


def now_of(unit: FieldUnit) -> int:
    return unit.end.now() // 60 * 60


def test_what_is_outside_a_units_scope_is_set_aside_and_shown(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    posko = pusat.issue("lokasi", nama="Posko Gladi", jenis="posko", lat=-6.3, lon=108.3)
    with narrow(pusat, blank, tmp_path / "unit", types=("catatan",)) as unit:
        unit.sync(pusat)
        good = unit.post(Message(isi="air naik"))
        bad = unit.post(Headcount(lokasi=posko, per_waktu=now_of(unit), jiwa=90_000))
        unit.sync(pusat)
        assert held(pusat, unit) == [None, "jenis_di_luar_wewenang"]
        assert "Diterima pusat" in unit.page(good)
        page = unit.page(bad)
        assert "Perlu diperiksa" in page and "Diterima pusat" not in page
        assert unit.counts().held == 1
        assert pusat.get("/v1/views/pengungsi").json()["rows"] == []


def test_a_unit_that_corrects_what_is_not_its_own_changes_nothing(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    posko = pusat.issue("lokasi", nama="Posko Gladi", jenis="posko", lat=-6.3, lon=108.3)
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        unit.sync(pusat)
        stamp, other = unit.desk.clock.stamp(), a_posko(nama="Bukan posko", kode_wilayah="32.12.15")
        wrong = journal.append(unit.store, other, stamp=stamp, corrects=posko, reason="iseng")
        unit.sync(pusat)
        assert held(pusat, unit) == ["bukan_entri_sendiri"]
        assert "Perlu diperiksa" in unit.page(wrong.ref)
        unit.post(Headcount(lokasi=posko, per_waktu=now_of(unit), jiwa=12))
        unit.sync(pusat)
        rows = pusat.get("/v1/views/pengungsi").json()["rows"]
        assert [row["tempat"]["nama"] for row in rows] == ["Posko Gladi"]


def test_values_out_of_range_are_kept_out_and_their_neighbours_are_taken(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    """A unit with right keys and no manners: its frames are sealed well, what they say is not."""
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        good = unit.post(Message(isi="baik"))
        keys = unit.end.enrolled.keys
        bodies = [*wrong_contents(unit), b"\x00" * 12, b"\xff" * 40]
        frames = [sealed_by(unit, body) for body in bodies]
        link = unit.link
        link.exchange(frames, 0)
        assert pusat.of(unit) == []
        unit.sync(pusat)
        assert [(line["unit"], line["seq"], line["held"]) for line in pusat.of(unit)] == [(*good, None)]
        assert good == Ref(keys.unit, 1)
        assert "Diterima pusat" in unit.page(good)


def wrong_contents(unit: FieldUnit) -> list[bytes]:
    """Contents whose last bits say another value than any form allows, found by turning bits of right ones over."""
    entry = unit.own()[0]
    right = bytearray(contents.encode([entry], start=unit.end.enrolled.keys.start, full=True))
    found = []
    for at in range(len(right) * 8):
        turned = bytearray(right)
        turned[at // 8] ^= 1 << at % 8
        found += [] if _is_read(unit, bytes(turned)) else [bytes(turned)]
    return found


def _is_read(unit: FieldUnit, body: bytes) -> bool:
    from sync.errors import BadFrame

    try:
        contents.decode(unit.number, body, start=unit.end.enrolled.keys.start)
    except BadFrame:
        return False
    return True


def sealed_by(unit: FieldUnit, body: bytes) -> bytes:
    """Sealed with the unit's own keys and counters."""
    from sync.sending import Packed

    sender = unit.end._sender
    return sender.seal([Packed(Kind.RECORDS, body, frozenset())], floor=unit.end.floor())[0].frame
