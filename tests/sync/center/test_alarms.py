"""What a person must look at: kept once, told in plain words at the console."""

from pathlib import Path

from click.testing import CliRunner

from field_node.config import Config, defaults
from sync.center.alarms import OVERRIDE, WORDS, alarms, sound
from sync.center.claims import CLAIMED
from sync.center.commands import group
from sync.center.console import opened
from sync.center.dialect import writing
from sync.center.held import CLONE, FULL
from sync.center.keep import FORK
from sync.center.restored import RESTORED
from sync.center.store import Center
from sync.center.suspects import FORGED
from sync.center.tell_senders import FULL as LATER
from tests.factories import a_movement
from tests.sync.center.parts import NOW, SealingUnit, bring


def test_goods_that_left_before_the_decree_are_told_once(center: Center, unit: SealingUnit) -> None:
    given = {"darurat": True, "alasan": "Tanggul jebol, 200 jiwa tanpa selimut", "darurat_oleh": "Bu Kepala"}
    out, gated = unit.entry(a_movement("salur", **given)), unit.entry(a_movement("terima"))
    bring(center, unit.frame(out), unit.frame(gated))
    bring(center, unit.frame(out))
    with center.reader.connect() as conn:
        (alarm,) = alarms(conn, limit=9)
    assert (alarm.kind, alarm.unit, alarm.number, alarm.at) == (OVERRIDE, out.unit, out.seq, NOW)
    assert alarm.text(NOW + 120).endswith(f"mutasi {out.ref}: Tanggul jebol, 200 jiwa tanpa selimut")


def test_every_kind_of_alarm_has_its_sentence() -> None:
    assert set(WORDS) == {OVERRIDE, CLONE, FORK, FORGED, CLAIMED, RESTORED, FULL, LATER}


def test_the_console_tells_them_newest_first_or_that_there_are_none(tmp_path: Path) -> None:
    config = defaults(center={"data_dir": str(tmp_path / "pusat"), "url": "https://pusat.example:8443"})
    _run(config, "init")
    assert _run(config, "alarms") == "Belum ada alarm.\n"
    with opened(config) as center, writing(center.writer) as conn:
        sound(conn, FORGED, 3, 1, NOW)
        sound(conn, FORK, 4, 17, NOW)
    first, second = _run(config, "alarms").splitlines()
    assert first.endswith("unit 4  catatan 4-17 datang dengan dua isi yang berbeda, jadi unit dikarantina")
    assert second.endswith("unit 3  ada kiriman palsu atas nama unit ini")


def _run(config: Config, *words: str) -> str:
    return CliRunner().invoke(group, words, obj=config, catch_exceptions=False).output
