"""Counters, copies, sticks and clocks: what one card may say, whoever carries it."""

import time
from pathlib import Path

import pytest

from field_node.records import type_by_slug
from field_node.records.kinds import TRACK_START
from field_node.records.message import Message
from field_node.records.record import TimeQuality
from field_node.store import journal, requests, status
from sync import enrolment
from sync.bundle import read_bundle
from sync.center import enrolment as center_enrolment
from sync.center.receive import take
from sync.center.store import Center
from sync.frames import Kind
from sync.links.file import carry, export_bundle
from tests.sync.parts import AUnit, a_config, a_unit, opened_unit, served
from tests.sync.walking import Counted, at_center, fix, linked, save, until_quiet, words


def test_a_restored_card_is_noticed_and_sends_nothing_more(
    center: Center, tmp_path: Path, unit: AUnit
) -> None:
    with served(center) as url:
        link = linked(unit, url)
        save(unit, Message(isi="Tim siap"))
        until_quiet(unit, link)
        frames = list(link.sent)
        unit.store.run("UPDATE self SET next_form = 1")
        unit.steps.now += 60
        save_nothing = unit.uplink(link)
        save_nothing.step()
        assert unit.end.stopped() == "kartu_salinan"
        sent = len(link.sent)
        save_nothing.step()
        assert len(link.sent) == sent > len(frames)
        link.close()
    said = status.read(unit.store, "link")
    assert said is not None
    assert "salinan" in said.body["problem"]


def test_a_new_epoch_in_a_slip_is_kept_and_used(center: Center, tmp_path: Path, unit: AUnit) -> None:
    lost = center_enrolment.enroll(center, "Hilang", address="http://127.0.0.1:9", now=int(time.time()))
    center_enrolment.revoke(center, lost.keys.unit, now=int(time.time()))
    with served(center) as url:
        link = linked(unit, url)
        save(unit, Message(isi="Tim siap"))
        until_quiet(unit, link)
        save(unit, Message(isi="Tiba"))
        until_quiet(unit, link)
        link.close()
    assert enrolment.read(unit.config.secrets_dir).keys.epoch == 1
    assert [frame[0] >> 4 & 3 for frame in link.sent[-1]] == [1] * len(link.sent[-1])
    assert at_center(center) == [1, 2]


def test_counters_never_repeat_over_restarts_and_other_processes(center: Center, tmp_path: Path) -> None:
    with a_unit(tmp_path, center) as first:
        save(first, Message(isi="Tim siap"))
        frames = [*read_bundle(export_bundle(first.end).data).frames]
    for _ in range(3):
        with opened_unit(a_config(tmp_path)) as again:
            frames += read_bundle(export_bundle(again.end).data).frames
    headers = [frame[:5] for frame in frames]
    assert len(set(headers)) == len(headers) == 8


def test_two_processes_of_one_unit_share_its_counters(center: Center, unit: AUnit) -> None:
    from sync.unit_end import UnitEnd

    other = UnitEnd(unit.store, unit.clock, secrets_dir=unit.config.secrets_dir, enrolled=unit.end.enrolled)
    save(unit, Message(isi="Tim siap"))
    frames = [read_bundle(export_bundle(end).data).frames for _ in range(20) for end in (unit.end, other)]
    fresh = {frame[:5] for bundle in frames for frame in bundle if frame[0] & 15 == Kind.RECORDS}
    assert len(fresh) == 40


@pytest.mark.parametrize("order", ["file first", "internet first"])
def test_one_entry_by_internet_and_by_stick_is_one_entry(center: Center, unit: AUnit, order: str) -> None:
    save(unit, Message(isi="Tim siap", uraian="Uraian panjang yang tidak lewat radio"))
    export = export_bundle(unit.end)
    with served(center) as url:
        link = linked(unit, url)
        if order == "internet first":
            until_quiet(unit, link)
        answers = carry(link, read_bundle(export.data).frames, rest=lambda _s: None)
        assert unit.end.take(answers, carrier="file").receipt
        if order == "file first":
            assert words(unit) == ["diterima"]
            save(unit, Message(isi="Tiba"))
            until_quiet(unit, link)
        link.close()
    assert at_center(center) == ([1, 2] if order == "file first" else [1])


def test_receipts_of_a_stick_are_taken_once_the_center_has_read_it(center: Center, unit: AUnit) -> None:
    from sync.center.answer import receipts

    save(unit, Message(isi="Tim siap"))
    frames = read_bundle(export_bundle(unit.end).data).frames
    heard = take(center, frames, carrier="file", now=int(time.time())).heard
    unit.end.take(receipts(center, heard, mtu=1041, now=int(time.time())), carrier="file")
    assert words(unit) == ["diterima"]


def test_an_export_is_written_when_a_page_asks(center: Center, unit: AUnit) -> None:
    save(unit, Message(isi="Tim siap"))
    number = requests.ask(unit.store, "export", {}, at=unit.end.now())
    unit.uplink(Counted(object(), "qqqq")).step()
    done = requests.answer(unit.store, number)
    assert done is not None
    assert done.result is not None
    assert done.result["entries"] == 1
    assert Path(done.result["file"]).read_bytes() == done.blob


@pytest.mark.parametrize("wrong", [1_546_400_000, 2_214_000_000], ids=["2019", "2040"])
def test_a_unit_with_a_wrong_clock_syncs_and_its_entries_are_ordered_and_marked(
    center: Center, tmp_path: Path, wrong: int
) -> None:
    began = time.time()
    with (
        a_unit(tmp_path, center, wall=lambda: wrong + time.time() - began, synchronised=False) as unit,
        served(center) as url,
    ):
        link = linked(unit, url)
        save(unit, Message(isi="Sebelum"))
        before = unit.clock.stamp()
        until_quiet(unit, link)
        save(unit, Message(isi="Sesudah"))
        until_quiet(unit, link, steps=100)
        entries = [entry for _, entry in journal.since(unit.store, 0, 100) if entry.unit == 1]
        link.close()
    assert before.quality is TimeQuality.NONE
    assert entries[0].quality is TimeQuality.NONE
    after = next(entry for entry in entries if getattr(entry.record, "isi", "") == "Sesudah")
    assert after.quality is TimeQuality.CENTER
    assert abs(after.made_at - time.time()) < 120
    corrections = [one for one in entries if type(one.record) is type_by_slug("koreksi_waktu")]
    assert len(corrections) == 1
    assert at_center(center) == [1, 2, 3]


def test_every_frame_is_taken_from_the_budget_of_counters(center: Center, unit: AUnit) -> None:
    end = unit.end
    room = end.room()
    assert 1_024 <= room <= 1_025
    save(unit, *(Message(isi=f"{number} " + "x" * 150) for number in range(40)))
    export = export_bundle(end)
    assert (export.entries, export.left) == (40, 0)
    assert room - 2 <= end.room() + export.frames + 1 <= room + 2


def test_trail_points_go_newest_first(center: Center, unit: AUnit) -> None:
    save(unit, *(fix(number) for number in range(200)))
    due = unit.end.waiting(16_384)
    assert [one.seq for one in due[:3]] == [TRACK_START + 199, TRACK_START + 198, TRACK_START + 197]
