"""`tagana center units`: who is live, when and how each was heard, who lacks the newest key."""

from click.testing import CliRunner

from field_node.config import defaults
from sync.center.commands import group
from sync.center.dialect import writing
from sync.center.enrolment import revoke
from sync.center.listing import unit_lines
from sync.center.receive import take
from sync.center.store import Center
from sync.center.units import quarantine
from tests.factories import a_headcount
from tests.sync.center.parts import NOW, SealingUnit


def told(center: Center, *, now: int = NOW) -> list[str]:
    with center.reader.connect() as conn:
        return [line.text(now) for line in unit_lines(conn)]


def test_each_unit_is_told_with_when_and_how_it_was_heard(center: Center, unit: SealingUnit) -> None:
    other = SealingUnit.enrolled(center, "Lain")
    for heard, carrier, before_s in ((unit, "radio", 600), (other, "https", 7_200)):
        take(center, [heard.frame(heard.entry(a_headcount()))], carrier=carrier, now=NOW - before_s)
    SealingUnit.enrolled(center, "Diam")
    assert told(center) == [
        "1  berlaku  terdengar 10 menit lalu lewat radio  Gladi",
        "2  berlaku  terdengar 2 jam lalu lewat internet  Lain",
        "3  berlaku  belum pernah terdengar  Diam",
    ]


def test_who_has_not_taken_the_newest_key_is_named_until_it_does(center: Center, unit: SealingUnit) -> None:
    lost, doubtful = SealingUnit.enrolled(center, "Hilang"), SealingUnit.enrolled(center, "Diperiksa")
    revoke(center, lost.keys.unit, now=NOW)
    with center.lock, writing(center.writer) as conn:
        quarantine(conn, doubtful.keys.unit, NOW)
    key = "belum memakai kunci terbaru (masih nomor 0)"
    assert told(center) == [
        f"1  berlaku  belum pernah terdengar, {key}  Gladi",
        "2  dicabut  belum pernah terdengar  Hilang",
        f"3  karantina  belum pernah terdengar, {key}  Diperiksa",
    ]
    unit.keys = unit.keys.with_epoch(1, center.keys.group_key(1))
    take(center, [unit.digest()], carrier="file", now=NOW)
    assert told(center)[0] == "1  berlaku  terdengar baru saja lewat berkas  Gladi"


def test_the_console_lists_the_units(center: Center, unit: SealingUnit) -> None:
    config = defaults(center={"data_dir": center.secrets.parent})
    done = CliRunner().invoke(group, ["units"], obj=config)
    assert (done.exit_code, done.output) == (0, "1  berlaku  belum pernah terdengar  Gladi\n")


def test_a_restored_center_says_what_was_lost_beside_what_a_command_says(center: Center) -> None:
    center.drawn.write_bytes(b'{"counter":1,"incarnation":0,"issued":3}')
    folder = center.secrets.parent
    center.close()
    done = CliRunner().invoke(group, ["units"], obj=defaults(center={"data_dir": folder}))
    assert done.stdout == ""
    assert "0-1 sampai 0-3 hilang" in done.stderr
