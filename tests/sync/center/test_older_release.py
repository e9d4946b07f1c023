"""A center put back to an older release: what it issued with newer fields waits, all else goes down."""

import logging

import pytest
from sqlalchemy import select

from field_node.records.message import Message
from field_node.records.place import Place
from field_node.records.task import Task
from sync.center.answer import broadcasts
from sync.center.asked import Asked
from sync.center.issue import issue
from sync.center.offers import Offers
from sync.center.schema import BROADCAST, UNREAD
from sync.center.store import Center
from sync.codec.contexts import CONTEXTS
from sync.frames import INTERNET_MTU, LORA_MTU
from tests.sync.center.parts import NOW, SealingUnit

NEWER = Place(nama="Balai", jenis="posko", lat=-6.3, lon=108.3, sumber_gps="tablet", akurasi_m=12)
MTUS = pytest.mark.parametrize("mtu", [LORA_MTU, 512, INTERNET_MTU])


def given(center: Center, unit: SealingUnit, mtu: int) -> list[int]:
    return [entry.seq for entry in unit.broadcasts(broadcasts(center, 1, mtu=mtu, now=NOW).frames)]


@MTUS
@pytest.mark.parametrize("after", [1, 0], ids=["among others", "the last"])
def test_all_else_goes_down_and_a_newer_release_gives_the_rest(
    center: Center,
    unit: SealingUnit,
    mtu: int,
    after: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    issue(center, Message(isi="Siaga"), now=NOW)
    newer = [issue(center, NEWER, now=NOW).seq for _ in range(2)]
    for _ in range(after):
        issue(center, Message(isi="Evakuasi sekarang"), now=NOW)
    every = list(range(1, 5 + after))
    with monkeypatch.context() as older, caplog.at_level(logging.WARNING):
        older.delitem(CONTEXTS, 3)
        for _ in range(2):
            assert given(center, unit, mtu) == [seq for seq in every if seq not in newer]
    assert [record.args for record in caplog.records] == [(seq,) for seq in newer], "each is said once"
    for _ in range(2):
        assert given(center, unit, mtu) == every
    with center.reader.connect() as conn:
        assert conn.execute(select(UNREAD)).all() == []


def test_what_was_issued_meanwhile_goes_down_too(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(center, NEWER, now=NOW)
    with monkeypatch.context() as older:
        older.delitem(CONTEXTS, 3)
        assert given(center, unit, LORA_MTU) == [1]
        issue(center, Message(isi="Siaga"), now=NOW)
        assert given(center, unit, LORA_MTU) == [1, 3]
    assert given(center, unit, LORA_MTU) == [1, 2, 3]


def test_a_gateway_is_offered_what_can_be_read(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = issue(center, Task(isi="Kirim tenda"), now=NOW)
    newer = issue(center, NEWER, now=NOW)
    ask = [Asked(unit.keys.unit, order.seq)]
    with monkeypatch.context() as older:
        older.delitem(CONTEXTS, 3)
        offers = Offers(center)
        (frame,) = offers.choose(ask, carrier="10.0.0.1", now=NOW).frames
        assert order.seq in [entry.seq for entry in unit.broadcasts([frame])]
        assert offers.choose(ask, carrier="10.0.0.1", now=NOW).frames == ()
    frames = Offers(center).choose(ask, carrier="10.0.0.1", now=NOW).frames
    assert newer.seq in [entry.seq for entry in unit.broadcasts(frames)]


@MTUS
def test_a_frame_that_an_older_unit_cannot_read_holds_nothing_else(
    center: Center, unit: SealingUnit, mtu: int
) -> None:
    for record in (Message(isi="Siaga"), NEWER, Message(isi="Evakuasi sekarang")):
        issue(center, record, now=NOW)
    assert given(center, unit, mtu) == [1, 2, 3, 4]
    with center.reader.connect() as conn:
        spans = conn.execute(
            select(BROADCAST.c.first_seq, BROADCAST.c.last_seq).order_by(BROADCAST.c.first_seq)
        )
        assert [tuple(row) for row in spans] == [(1, 2), (3, 3), (4, 4)]
