"""One record walks from a unit's journal to the center's table, and its receipt walks back."""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from field_node.records import TYPES, type_by_slug
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.message import Message
from field_node.records.position import Position
from field_node.records.record import Author, TimeQuality
from field_node.records.sos import Sos
from field_node.store import journal, outbox, requests, status
from sync import enrolment
from sync.bundle import read_bundle
from sync.center import enrolment as center_enrolment
from sync.center.issue import issue
from sync.center.receive import take
from sync.center.store import Center
from sync.frames import Kind
from sync.links import Heard, LinkTrouble
from sync.links.file import carry, export_bundle
from sync.links.parked import Parked
from tests.samples import sample
from tests.sync.parts import AUnit, a_center, a_config, a_count, a_place, a_unit, opened_unit, served


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    with a_center(tmp_path / "pusat") as made:
        yield made


@pytest.fixture
def unit(tmp_path: Path, center: Center) -> Iterator[AUnit]:
    with a_unit(tmp_path, center) as made:
        yield made


def at_center(center: Center, unit: int = 1) -> list[int]:
    with center.reader.connect() as conn:
        rows = conn.execute(text("SELECT seq FROM entry WHERE unit = :unit ORDER BY seq"), {"unit": unit})
        return [row[0] for row in rows]


def words(unit: AUnit) -> list[str]:
    seqs = unit.store.run("SELECT unit, seq FROM delivery ORDER BY seq")
    return [state.word for state in outbox.state(unit.store, [Ref(*row) for row in seqs]).values()]


def until_quiet(unit: AUnit, link: "Counted", *, steps: int = 60) -> None:
    uplink = unit.uplink(link)
    for _ in range(steps):
        unit.steps.now += max(uplink.step(), 0.1)
        if not outbox.pending(unit.store):
            return
    raise AssertionError(f"still waiting: {outbox.counts(unit.store)}")


class Counted:
    """A real link; remembers what went over it, and loses what the test says."""

    mtu, full = 1041, True

    def __init__(self, link: object, lose: str = "") -> None:
        self.link = link
        self.lose = lose
        self.sent: list[tuple[bytes, ...]] = []

    def exchange(self, frames: Sequence[bytes], wait_s: float) -> Heard:
        self.sent.append(tuple(frames))
        loss, self.lose = self.lose[:1], self.lose[1:]
        if loss == "q":
            raise LinkTrouble("cut", "the request is lost")
        heard: Heard = self.link.exchange(frames, wait_s)  # type: ignore[attr-defined]
        if loss == "a":
            raise LinkTrouble("cut", "the answer is lost")
        return heard

    def close(self) -> None:
        self.link.close()  # type: ignore[attr-defined]


def linked(unit: AUnit, url: str, lose: str = "") -> Counted:
    return Counted(unit.internet(url), lose)


def save(unit: AUnit, *records: object) -> None:
    journal.append_all(unit.store, records, stamp=unit.clock.stamp())  # type: ignore[arg-type]


def test_a_record_reaches_the_centers_table_and_its_receipt_comes_back(center: Center, unit: AUnit) -> None:
    place = issue(center, a_place(), now=int(time.time()))
    with served(center) as url:
        link = linked(unit, url)
        save(unit, a_count(place.ref))
        until_quiet(unit, link)
        link.close()
    assert at_center(center) == [1]
    assert words(unit) == ["diterima"]
    assert journal.entry(unit.store, place.ref) == place
    said = status.read(unit.store, "link")
    assert said is not None
    assert said.body["connected"]
    assert said.body["problem"] == ""
    assert said.body["receipt_at"] is not None


def test_every_type_of_record_arrives_complete(center: Center, unit: AUnit) -> None:
    chance = random.Random(5)
    made = [
        sample(kind, chance, fill=1.0) for kind in TYPES.values() if kind.about.author is not Author.CENTER
    ]
    for record in made:
        save(unit, record)
    with served(center) as url:
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
    assert len(at_center(center)) == len(made)
    assert set(words(unit)) <= {"diterima", "perlu_diperiksa"}
    with center.reader.connect() as conn:
        assert (
            conn.execute(
                text("SELECT count(*) FROM entry WHERE complete = 0 OR complete IS NULL")
            ).scalar_one()
            == 0
        )


def test_thousands_of_records_need_few_requests(center: Center, unit: AUnit) -> None:
    place = issue(center, a_place(), now=int(time.time()))
    save(unit, *(a_count(place.ref, jiwa=number % 900) for number in range(1_000)))
    save(unit, *(fix(number) for number in range(3_000)))
    with served(center) as url:
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
    assert len(at_center(center)) == 4_000
    assert len(link.sent) <= 4


def fix(number: int) -> Position:
    return Position(
        lat=-6.3 + number * 1e-4, lon=108.3, waktu=1_795_000_000 + 30 * number, akurasi="5m", satelit=9
    )


@pytest.mark.parametrize("lose", ["q", "a", "qa", "aq", "aaa", "qqq"])
def test_after_a_loss_the_same_sealed_bytes_go_again_and_nothing_doubles(
    center: Center, unit: AUnit, lose: str
) -> None:
    save(unit, Message(isi="Air naik"))
    with served(center) as url:
        link = linked(unit, url, lose)
        until_quiet(unit, link, steps=400)
        link.close()
    assert at_center(center) == [1]
    records = [frame for frames in link.sent for frame in frames if frame[0] & 15 == Kind.RECORDS]
    assert len(records) == len(lose) + 1
    assert len(set(records)) == 1


def test_after_a_large_bundle_was_cut_a_digest_goes_alone(center: Center, unit: AUnit) -> None:
    save(unit, *(fix(number) for number in range(6_000)))
    with served(center) as url:
        link = linked(unit, url, " a")
        until_quiet(unit, link, steps=400)
        link.close()
    kinds = [[frame[0] & 15 for frame in frames] for frames in link.sent]
    assert kinds[2] == [Kind.DIGEST]
    records = [frame for frames in link.sent for frame in frames if frame[0] & 15 == Kind.RECORDS]
    assert len(records) == len(set(records))
    assert len(at_center(center)) == 6_000


def test_an_sos_goes_first_in_a_frame_of_its_own(center: Center, unit: AUnit) -> None:
    save(unit, Message(isi="Tim siap"))
    save(unit, Sos(lat=-6.3, lon=108.3))
    with served(center) as url:
        link = linked(unit, url)
        until_quiet(unit, link)
        link.close()
    assert link.sent[0][0][0] & 15 == Kind.SOS


def test_a_new_sos_ends_the_rest_after_failures(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        link = linked(unit, url, "qqq")
        uplink = unit.uplink(link)
        save(unit, Message(isi="Tim siap"))
        uplink.step()
        uplink.step()
        assert len(link.sent) == 1
        save(unit, Sos(lat=-6.3, lon=108.3))
        uplink.step()
        assert len(link.sent) == 2
        unit.steps.changed = True
        uplink.step()
        assert len(link.sent) == 3
        link.close()


def test_a_person_who_asks_ends_the_rest_too(center: Center, unit: AUnit) -> None:
    link = Counted(object(), "qq")
    uplink = unit.uplink(link)
    save(unit, Message(isi="Tim siap"))
    uplink.step()
    uplink.step()
    number = requests.ask(unit.store, "send", {}, at=unit.end.now())
    uplink.step()
    assert len(link.sent) == 2
    done = requests.answer(unit.store, number)
    assert done is not None
    assert done.result == {"ok": True}


def test_the_centers_word_comes_while_nothing_waits_here(center: Center, unit: AUnit) -> None:
    with served(center) as url:
        link, parked = linked(unit, url), Parked(unit.internet(url))
        uplink = unit.uplink(link, parked=parked)
        uplink.step()
        uplink.step()
        assert parked.waits
        place = issue(center, a_place(), now=int(time.time()))
        until = time.monotonic() + 10
        while journal.entry(unit.store, place.ref) is None and time.monotonic() < until:
            uplink.step()
            threading.Event().wait(0.02)
        assert journal.entry(unit.store, place.ref) == place
        assert len(link.sent) == 1
        link.close()


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
