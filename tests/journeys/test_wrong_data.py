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


def test_why_something_was_set_aside_is_said_by_the_operator_and_read_at_the_unit(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    posko = pusat.issue("lokasi", nama="Posko Gladi", jenis="posko", lat=-6.3, lon=108.3)
    with narrow(pusat, blank, tmp_path / "unit", types=("catatan",)) as unit:
        unit.sync(pusat)
        bad = unit.post(Headcount(lokasi=posko, per_waktu=now_of(unit), jiwa=90_000))
        unit.sync(pusat)
        assert "belum mengirim alasannya. Tanyakan kepada pusat" in unit.page(bad)
        listed = f"{bad}  hitung_pengungsi  Unit ini tidak berwenang mengirim jenis data ini"
        assert pusat.command("held") == f"{listed}  (belum diberi alasan)"
        pusat.command("explain", bad)
        unit.sync(pusat)
        page = unit.page(bad)
        assert "Perlu diperiksa: Unit ini tidak berwenang mengirim jenis data ini, kata pusat " in page
        assert "<dt>Kata pusat</dt><dd>Ditolak, " in page and "belum mengirim alasannya" not in page
        in_list = unit.client.get("/catatan/hitung_pengungsi").text
        assert "Perlu diperiksa: Unit ini tidak berwenang" in in_list
        pusat.command("explain", bad, "--alasan", "Hitungan ini milik unit 9.")
        unit.sync(pusat)
        assert "Perlu diperiksa: Hitungan ini milik unit 9, kata pusat " in unit.page(bad)
        assert pusat.command("held", unit.number).endswith("(alasan: Hitungan ini milik unit 9.)")
        assert pusat.command("held", 9) == "Tidak ada catatan yang ditahan."


def test_what_was_received_and_then_rejected_says_so_and_is_not_hidden(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    with at_work(enrolled(pusat, blank, tmp_path / "unit")) as unit:
        kept, good = unit.post(Message(isi="air naik")), unit.post(Message(isi="aman"))
        unit.sync(pusat)
        pusat.issue("verifikasi", entri=kept, status="ditolak", alasan="Salah desa.")
        pusat.issue("verifikasi", entri=good, status="diverifikasi")
        unit.sync(pusat)
        assert "Ditolak pusat " in unit.page(kept) and ": Salah desa." in unit.page(kept)
        assert "Diterima pusat " in unit.page(good) and "<dd>Diverifikasi, " in unit.page(good)


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
