"""A unit is copied to a stick and put back: nothing is lost unasked, and no number is given twice."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from field_node import swap
from field_node.config import defaults
from field_node.doctor import examine_file
from field_node.opened import DATABASE, KEY
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.store import journal, status, troubles
from field_node.store.lost import lost_forms
from sync import enrolment
from sync.backup.commands import restore_command
from sync.backup.errors import BackupError, NotABackup, OtherKey, WouldLose
from sync.backup.restore import DAY_S, FORMS_A_DAY, UNKNOWN_DAYS, restore
from sync.bundle import read_bundle
from sync.center.enrolment import enroll
from sync.center.receive import take
from sync.center.recovery import recovery_code
from sync.center.schema import ALARM
from sync.center.store import Center
from sync.ledger import Ledger
from sync.links.file import export_bundle
from tests.sync.backup.parts import backed_up, isi, put_back, shut
from tests.sync.parts import AUnit, a_place, opened_unit, served
from tests.sync.walking import at_center, linked, save, with_counters, words


def test_a_unit_on_a_new_card_gets_its_data_back_with_its_enrolment_file(
    center: Center, unit: AUnit, stick: Path, tmp_path: Path
) -> None:
    save(unit, Message(isi="Sebelum"), a_place())
    made = backed_up(unit, stick)
    card = defaults(data_dir=tmp_path / "kartu", runtime_dir=tmp_path / "run2")
    enrolment.keep(card.secrets_dir, unit.end.enrolled)
    put_back(card, made)
    assert isi(card)[0] == "Sebelum" and "dipulihkan" in isi(card)[1]
    assert not [one for one in examine_file(card.data_dir / DATABASE, card.secrets_dir / KEY) if one.bad]


def test_a_blank_card_needs_the_code_that_the_center_reads_from_the_file(
    center: Center, unit: AUnit, stick: Path, tmp_path: Path
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    card = defaults(data_dir=tmp_path / "kartu", runtime_dir=tmp_path / "run2")
    with pytest.raises(OtherKey, match="kode pemulihan"):
        restore(card, made.path)
    facts, code = recovery_code(center, made.path)
    assert (facts.unit, facts.own) == (1, 1)
    put_back(card, made, code=code)
    assert enrolment.read(card.secrets_dir).same_unit(unit.end.enrolled)


def test_the_backup_of_another_unit_is_refused(
    center: Center, unit: AUnit, stick: Path, tmp_path: Path
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    other = defaults(data_dir=tmp_path / "lain", runtime_dir=tmp_path / "run2")
    given = enroll(center, "Lain", address="http://127.0.0.1:9", now=int(time.time()))
    enrolment.enroll(other, given.to_json(), replace_other=False)
    with pytest.raises(OtherKey, match="milik unit 1"):
        restore(other, made.path)
    assert not swap.waits(other.data_dir)


def test_what_only_this_device_holds_goes_only_when_somebody_says_so(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    save(unit, Message(isi="Sesudah"), Message(isi="Sesudah lagi"))
    shut(unit)
    with pytest.raises(WouldLose, match="2 catatan sesudah cadangan itu, 2 di antaranya belum diterima"):
        restore(unit.config, made.path)
    assert isi(unit.config) == ["Sebelum", "Sesudah", "Sesudah lagi"]
    put_back(unit.config, made, lose=True)
    assert len(isi(unit.config)) == 2
    (aside,) = unit.config.data_dir.glob("sebelum-pemulihan-*")
    with sqlite3.connect(aside / DATABASE) as old:
        assert old.execute("SELECT count(*) FROM entry").fetchone() == (3,)
    old.close()
    assert (aside / KEY).exists()


def test_the_same_backup_put_back_again_keeps_what_the_first_time_set_aside(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    save(unit, Message(isi="Sesudah"))
    shut(unit)
    for _ in range(2):
        put_back(unit.config, made, lose=True)
    held = []
    for aside in sorted(unit.config.data_dir.glob("sebelum-pemulihan-*")):
        with closing(sqlite3.connect(aside / DATABASE)) as old:
            held += old.execute("SELECT max(seq), count(*) FROM entry WHERE seq < 1 << 31").fetchall()
    assert held[0] == (2, 2) and len(held) == 2


def test_the_command_names_what_it_set_aside_and_nothing_else(
    center: Center, unit: AUnit, stick: Path, tmp_path: Path
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    code = recovery_code(center, made.path)[1]
    card = defaults(data_dir=tmp_path / "kartu", runtime_dir=tmp_path / "run2")
    said = CliRunner().invoke(restore_command, [str(made.path), "--kode", code], obj=card)
    assert "Data dipasang." in said.output and "sebelum" not in said.output
    again = CliRunner().invoke(restore_command, [str(made.path), "--setuju-hilang"], obj=card)
    (kept,) = card.data_dir.glob(f"sebelum-pemulihan-*/{DATABASE}")
    assert f"disimpan di {kept.parent}." in again.output


def test_what_came_after_somebody_had_looked_is_asked_for_again(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    save(unit, Message(isi="Sesudah"), Message(isi="Sesudah lagi"))
    with pytest.raises(WouldLose) as refused:
        restore(unit.config, made.path, lose=1)
    assert refused.value.forms == 2
    assert restore(unit.config, made.path, lose=2).loss.forms == 2


def test_points_that_another_card_made_every_second_are_left_out_too(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    shut(unit)
    seldom = replace(unit.config, track=replace(unit.config.track, every_s=3_600))
    put_back(seldom, made, now=made.facts.made_at + 3 * DAY_S)
    with opened_unit(unit.config) as again:
        ((first, stop),) = again.store.run("SELECT first, stop FROM lost WHERE first >= ?", (1 << 31,))
    assert stop - first >= 3 * DAY_S


def test_a_fault_that_lasted_at_the_backup_lasted_until_then(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    at = unit.end.now()
    status.say(unit.store, "gps", {"state": "tidak_ada"}, at - 3_000)
    made = backed_up(unit, stick, at=at)
    shut(unit)
    put_back(unit.config, made)
    with opened_unit(unit.config) as again:
        (fault,) = troubles.last(again.store, 9)
    assert (fault.since, fault.until) == (at - 3_000, at)


def test_a_stick_that_was_pulled_is_told_in_plain_words(unit: AUnit, stick: Path) -> None:
    with pytest.raises(BackupError, match=r"^Pemulihan tidak jadi\. USB tercabut"):
        restore(unit.config, stick / "cadangan-1-20261122-000000.tgnb")


def test_numbers_that_may_have_been_given_are_left_out_and_told(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    shut(unit)
    put_back(unit.config, made)
    with opened_unit(unit.config) as again:
        (left_out,) = lost_forms(again.store)
        assert left_out == range(2, 2 + 2 * FORMS_A_DAY)
        save(again, Message(isi="Sesudah"))
        last = [entry.ref for _, entry in journal.since(again.store, 0, 99)][-2:]
        assert last == [Ref(1, left_out.stop), Ref(1, left_out.stop + 1)]
        assert again.store.run("SELECT count(*) FROM session") == [(0,)]
        assert again.store.run("SELECT name FROM status ORDER BY name") == [("cadangan",), ("pemulihan",)]


@pytest.mark.parametrize(("now", "days"), [(None, UNKNOWN_DAYS), (-1, UNKNOWN_DAYS), (3 * DAY_S, 5)])
def test_the_older_a_backup_the_more_numbers_are_left_out(
    unit: AUnit, stick: Path, now: int | None, days: int
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    done = restore(unit.config, made.path, now=None if now is None else made.facts.made_at + now)
    assert len(done.left_out) == days * FORMS_A_DAY


def test_no_number_is_given_below_the_one_that_this_device_would_give(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    unit.store.run("UPDATE self SET next_form = 900000")
    assert restore(unit.config, made.path, now=made.facts.made_at).left_out.stop == 900_000


def test_counters_begin_above_all_that_the_clock_ever_allowed(
    center: Center, unit: AUnit, stick: Path
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    with served(center) as url:
        link = linked(unit, url)
        save(unit, *(Message(isi=f"Sesudah {number}") for number in range(3)))
        unit.uplink(link).step()
        link.close()
    used = unit.end.highest_used
    shut(unit)
    put_back(unit.config, made, lose=True)
    with opened_unit(unit.config) as again:
        assert Ledger(again.store, 1).get("reserved") is None
        assert again.end.highest_used > used


def test_a_torn_backup_changes_nothing(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:-40_000] + bytes(40_000))
    with pytest.raises(NotABackup):
        restore(unit.config, made.path)
    assert not (unit.config.data_dir / swap.STAGED).exists()


def test_after_a_restore_all_that_the_center_had_survives_and_all_that_follows_arrives(
    center: Center, unit: AUnit, stick: Path
) -> None:
    with served(center) as url:
        link = linked(unit, url)
        place = a_place()
        save(unit, Message(isi="Sebelum"), place)
        _until(unit, link, [1, 2], center)
        made = backed_up(unit, stick)
        save(unit, Message(isi="Sesudah cadangan", uraian="Panjang, tidak lewat radio"))
        _until(unit, link, [1, 2, 3], center)
        link.close()
        shut(unit)
        put_back(unit.config, made, lose=True)
        with opened_unit(unit.config, wall=_fast()) as again:
            (left_out,) = lost_forms(again.store)
            first = left_out.stop
            save(again, Message(isi="Sesudah pulih", uraian="Juga panjang"))
            line = linked(again, url)
            _until(again, line, [1, 2, 3, first, first + 1], center)
            assert again.end.stopped() is None
            assert words(again) == ["diterima"] * 4
            line.close()


def test_an_export_after_a_restore_counts_what_waits_and_no_more(
    center: Center, unit: AUnit, stick: Path
) -> None:
    with served(center) as url:
        link = linked(unit, url)
        save(unit, Message(isi="Sebelum"))
        _until(unit, link, [1], center)
        link.close()
    made = backed_up(unit, stick)
    shut(unit)
    put_back(unit.config, made)
    with opened_unit(unit.config, wall=_fast()) as again:
        export = export_bundle(with_counters(again).end)
    assert (export.entries, export.positions, export.left) == (1, 0, 0)


def test_what_the_old_card_gave_away_arrives_later_and_is_no_fork(
    center: Center, unit: AUnit, stick: Path
) -> None:
    with served(center) as url:
        save(unit, Message(isi="Sebelum"))
        link = linked(unit, url)
        _until(unit, link, [1], center)
        link.close()
        made = backed_up(unit, stick)
        save(unit, Message(isi="Dititipkan ke tablet"))
        carried = read_bundle(export_bundle(unit.end).data).frames
        shut(unit)
        put_back(unit.config, made, lose=True)
        with opened_unit(unit.config, wall=_fast()) as again:
            first = lost_forms(again.store)[0].stop
            line = linked(again, url)
            _until(again, line, [1, first], center)
            take(center, carried, carrier="file", now=int(time.time()))
            save(again, Message(isi="Sesudah pulih"))
            _until(again, line, [1, 2, first, first + 1], center)
            line.close()
    with center.reader.connect() as conn:
        assert conn.execute(select(ALARM.c.kind)).all() == []


def _fast() -> Callable[[], float]:
    """A clock on which four seconds, the pace of counters after a restore, pass in a few milliseconds."""
    began = time.time()
    return lambda: time.time() + (time.time() - began) * 200


def _until(unit: AUnit, link: object, seqs: list[int], center: Center) -> None:
    uplink = unit.uplink(link)  # type: ignore[arg-type]
    until = time.monotonic() + 60
    while time.monotonic() < until:
        unit.steps.now += max(uplink.step(), 0.1)
        if at_center(center) == seqs and set(words(unit)) == {"diterima"}:
            return
    raise AssertionError((at_center(center), words(unit)))
