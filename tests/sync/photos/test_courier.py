"""Photos of a real unit to a real center: after the records, each byte once, and believed only when it is proven."""

import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from field_node.records.correction import Void
from field_node.records.photo import Photo
from field_node.store import journal
from field_node.store.connection import writing
from field_node.store.photos import ledger
from field_node.store.photos.ledger import Where
from field_node.store.photos.shelf import BEGUN, FOLDER, Shelf
from sync.center import enrolment
from sync.center.files.routes import shelf_of
from sync.center.store import Center
from sync.links import LinkTrouble
from sync.links.files import Answered
from sync.photos.courier import TIDY_S, Courier
from sync.seal.files import Asked
from tests.cutting import line_to
from tests.pictures import a_jpeg
from tests.sync.parts import AUnit, served
from tests.sync.photos.carrying import (
    CONTENT,
    DIGEST,
    Carried,
    count,
    courier,
    further,
    known,
    received,
    records,
    shelf,
    stepped,
    with_photo,
)


def test_a_photo_goes_after_its_record_and_is_received_when_the_center_says_so(
    center: Center, unit: AUnit
) -> None:
    with_photo(unit)
    with served(center) as url:
        carried = Carried(unit, url)
        sending = courier(unit, carried)
        sending.step()
        assert not carried.asked and known(unit).where is Where.HERE, "its record is not there yet"
        records(unit, url)
        stepped(unit, sending, lambda: known(unit).where is Where.PARTLY)
        assert 0 < known(unit).there < len(CONTENT)
        stepped(unit, sending, lambda: received(unit))
    assert carried.bytes == len(CONTENT), "each byte once"
    assert not carried.asked[0].brings, "first it is asked what is there"
    assert abs((known(unit).at or 0) - time.time()) < 60
    assert shelf_of(center).read(DIGEST) == CONTENT
    sending.step()
    assert not sending.waits, "once"


def test_while_records_wait_no_photo_goes(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        link = unit.internet(url)
        uplink = unit.uplink(link)
        carried = Carried(unit, url)
        sending = courier(unit, carried, quiet=uplink.uplink.at_rest)
        assert not sends(sending), "nobody knows yet whether the center answers"
        uplink.step()
        count(unit)
        assert not sends(sending)
        uplink.step()
        assert sends(sending)
        link.close()
        stepped(unit, sending, lambda: received(unit))


def sends(sending: Courier) -> bool:
    sending.step()
    return sending.waits


def test_a_line_that_breaks_again_and_again_costs_no_more_than_the_pieces_that_it_tore(
    center: Center, unit: AUnit
) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        with line_to(url) as line:
            carried = Carried(unit, line.url)
            sending = courier(unit, carried)
            for cut_after in (30_000, 60_000, 100_000):
                line.cut_after = cut_after
                stepped(unit, sending, lambda: bool(line.cuts))
                assert not received(unit)
                line.cuts, line.cut_after = 0, None
                stepped(unit, sending, further(unit))
            stepped(unit, sending, lambda: received(unit))
            assert line.up < len(CONTENT) * 1.8, line.up
    assert shelf_of(center).read(DIGEST) == CONTENT


def test_a_unit_that_begins_anew_goes_on_where_it_was(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        first = Carried(unit, url)
        stepped(unit, courier(unit, first), lambda: known(unit).there > 20_000)
        second = Carried(unit, url)
        stepped(unit, courier(unit, second), lambda: received(unit))
    assert first.bytes + second.bytes == len(CONTENT)


@pytest.mark.parametrize("lie", ["complete", "old", "tag", "other"])
def test_a_lie_on_the_way_moves_nothing(center: Center, unit: AUnit, lie: str) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        honest = Carried(unit, url)
        before: list[Answered] = []

        def lying(asked: Asked, tag: bytes) -> Answered:
            true = honest(asked, tag)
            before.append(true)
            said = replace(true.said, state="complete", have=len(CONTENT), at=1)
            return {
                "complete": Answered(said, true.tag),
                "old": before[0],
                "tag": Answered(true.said, bytes(16)),
                "other": honest(
                    replace(asked, nonce=bytes(16)), tag_of(unit, replace(asked, nonce=bytes(16)))
                ),
            }[lie]

        sending = courier(unit, lying)
        for _ in range(12):
            unit.steps.now += 10
            sending.step()
            while sending.waits:
                threading.Event().wait(0.002)
                sending.step()
        assert not received(unit)
        assert not any(one.said.state == "complete" for one in before)


def tag_of(unit: AUnit, asked: Asked) -> bytes:
    keys = unit.end.enrolled.keys
    return asked.tag(keys.root, keys.operation)


def test_no_answer_is_tried_again_after_ever_longer_rests(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
    tries: list[float] = []

    def nobody(asked: Asked, tag: bytes) -> Answered:
        tries.append(unit.steps.now)
        raise LinkTrouble("unreachable")

    sending = courier(unit, nobody)
    stepped(unit, sending, lambda: len(tries) > 30)
    rests = [after - at for at, after in pairwise(tries)]
    assert min(rests) >= 2 and max(rests[:5]) < 9 < max(rests)


def test_a_revoked_unit_stops_asking_for_long(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        enrolment.revoke(center, unit.end.enrolled.keys.unit, now=int(time.time()))
        carried = Carried(unit, url)
        sending = courier(unit, carried)
        stepped(unit, sending, lambda: bool(carried.asked))
        sending.step()
        for _ in range(40):
            unit.steps.now += 10
            sending.step()
    assert len(carried.asked) == 1 and not received(unit)


def test_a_center_without_room_is_asked_again_later(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        center.files.write_text("no folder")
        carried = Carried(unit, url)
        sending = courier(unit, carried)
        stepped(unit, sending, lambda: len(carried.asked) > 1)
        assert not received(unit)
        center.files.unlink()
        stepped(unit, sending, lambda: received(unit))


def test_one_photo_that_is_not_taken_holds_up_no_other(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    entry = with_photo(unit, a_jpeg(3_000, seed=9))
    assert isinstance(entry.record, Photo)
    other = entry.record.sidik
    with served(center) as url:
        records(unit, url)
        (path,) = (unit.config.data_dir / FOLDER).glob(f"*/{DIGEST.hex()}")
        path.write_bytes(b"rotten")
        stepped(unit, courier(unit, Carried(unit, url)), lambda: shelf_of(center).has(other))
    assert not shelf_of(center).has(DIGEST)


def test_a_photo_that_was_taken_back_is_not_sent_and_its_file_goes(center: Center, unit: AUnit) -> None:
    entry = with_photo(unit)
    journal.append(unit.store, Void(entri=entry.ref, alasan="salah foto"), stamp=unit.end.stamp())
    shelf(unit).add("sisa", 0, b"x")
    with served(center) as url:
        records(unit, url)
        carried = Carried(unit, url)
        sending = courier(unit, carried)
        sending.step()
        unit.steps.now += TIDY_S
        sending.step()
    assert not carried.asked and not shelf(unit).has(DIGEST)
    assert (unit.config.data_dir / FOLDER / BEGUN / "sisa").exists(), "young"


def test_a_restored_center_is_asked_again(center: Center, unit: AUnit) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        carried = Carried(unit, url)
        sending = courier(unit, carried)
        stepped(unit, sending, lambda: received(unit))
        count = len(carried.asked)
        put_back(unit)
        assert (known(unit).where, ledger.waiting(unit.store)) == (Where.HERE, 1)
        assert [one.digest for one in ledger.unsent(unit.store, 9)] == [DIGEST]
        stepped(unit, sending, lambda: len(carried.asked) > count and received(unit))
    assert len(carried.asked) == count + 1, "one question is enough: it was there"


def put_back(unit: AUnit) -> None:
    """The unit has heard that the center is another one."""
    with writing(unit.store):
        unit.store.run("UPDATE self SET incarnation = incarnation + 1")


@pytest.mark.parametrize("there", [True, False])
def test_of_a_photo_whose_file_is_gone_a_restored_center_is_asked_too(
    center: Center, unit: AUnit, there: bool
) -> None:
    with_photo(unit)
    with served(center) as url:
        records(unit, url)
        carried = Carried(unit, url)
        sending = courier(unit, carried)
        stepped(unit, sending, lambda: received(unit))
        count = len(carried.asked)
        shelf(unit).remove(DIGEST)
        ledger.note_gone(unit.store, DIGEST, at=unit.end.now())
        if not there:
            shelf_of(center).remove(DIGEST)
        put_back(unit)
        assert (known(unit).where, ledger.waiting(unit.store)) == (Where.ASKED, 0)
        stepped(unit, sending, lambda: len(carried.asked) > count)
        stepped(unit, sending, lambda: received(unit) is there)
        for _ in range(9):
            unit.steps.now += sending.step()
    assert len(carried.asked) == count + 1
    assert known(unit).where is (Where.RECEIVED if there else Where.ASKED)


def test_a_file_goes_in_the_transaction_that_forgets_it(unit: AUnit) -> None:
    class Watched(Shelf):
        removed = 0

        def remove(self, digest: bytes) -> None:
            assert unit.store.conn.in_transaction
            Watched.removed += 1
            super().remove(digest)

    entry = with_photo(unit)
    journal.append(unit.store, Void(entri=entry.ref, alasan="salah foto"), stamp=unit.end.stamp())
    watched = Watched(unit.config.data_dir / FOLDER, unit.store.locker.photos_key)
    courier(unit, nobody_there, on=watched).step()
    assert Watched.removed == 1 and not shelf(unit).has(DIGEST)


def nobody_there(asked: Asked, tag: bytes) -> Answered:
    raise LinkTrouble("unreachable")


def test_a_receipt_that_this_unit_did_not_write_is_told(unit: AUnit) -> None:
    with_photo(unit)
    with writing(unit.store):
        unit.store.run("UPDATE photo SET received_at = 1795000000, there = ukuran")
    assert known(unit).where is Where.BROKEN
