"""What the center set aside ends as "perlu diperiksa" on the unit and nothing else does, whatever is lost on the way."""

import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.position import Position
from field_node.records.record import Record
from field_node.store import journal, outbox
from sync.center.answer import receipts
from sync.center.dialect import writing
from sync.center.receive import take
from sync.center.schema import ENTRY, OPERATION, UNIT
from sync.center.scope import Scope, to_text
from sync.center.store import Center
from sync.links import Heard, LinkTrouble
from tests.sync.parts import AUnit, a_center, a_place, a_unit

SCOPES = (None, ("posisi",), ("catatan",), ("lokasi",), ("catatan", "posisi"), ("kebutuhan",))


class Straight:
    """The center without a socket between; loses what chance says."""

    full = True

    def __init__(self, center: Center, mtu: int, chance: random.Random, loss: float) -> None:
        self.mtu, self.loss = mtu, loss
        self._center, self._chance = center, chance
        self.rounds = 0

    def exchange(self, frames: Sequence[bytes], wait_s: float) -> Heard:
        self.rounds += 1
        now = int(time.time())
        if self._chance.random() < self.loss:
            raise LinkTrouble("cut", "the request is lost")
        heard = take(self._center, frames, carrier="https", now=now).heard
        back = receipts(self._center, heard, mtu=self.mtu, now=now)
        if self._chance.random() < self.loss:
            raise LinkTrouble("cut", "the answer is lost")
        return Heard(frames=back)

    def close(self) -> None:
        """Nothing is open."""


def write(unit: AUnit, chance: random.Random, count: int) -> None:
    records: list[Record] = [
        Message(isi="Catatan"),
        Position(lat=-6.8, lon=107.1, waktu=int(time.time())),
        a_place(),
    ]
    stamp = unit.clock.stamp()
    journal.append_all(unit.store, chance.choices(records, k=count), stamp=stamp)


def within(center: Center, types: tuple[str, ...] | None) -> None:
    with center.lock, writing(center.writer) as conn:
        conn.execute(update(UNIT).values(scope=to_text(Scope(types=types))))


def new_incarnation(center: Center) -> None:
    with center.lock, writing(center.writer) as conn:
        conn.execute(update(OPERATION).values(incarnation=OPERATION.c.incarnation + 1))


def told(unit: AUnit) -> dict[str, set[int]]:
    refs = [Ref(*row) for row in unit.store.run("SELECT unit, seq FROM entry WHERE carrier IS NULL")]
    states = outbox.state(unit.store, refs)
    words = {state.word for state in states.values()}
    return {word: {ref.seq for ref, state in states.items() if state.word == word} for word in words}


def at_center(center: Center, *, aside: bool) -> set[int]:
    with center.reader.connect() as conn:
        which = ENTRY.c.held.is_not(None) if aside else ENTRY.c.held.is_(None)
        return set(conn.execute(select(ENTRY.c.seq).where(ENTRY.c.unit == 1, which)).scalars())


def walk(unit: AUnit, center: Center, link: Straight, steps: int) -> None:
    """So many steps; at each nothing is told as received that was set aside."""
    uplink = unit.uplink(link)
    for _ in range(steps):
        unit.steps.now += max(uplink.step(), 1.0)
        assert not told(unit).get("diterima", set()) & at_center(center, aside=True)


@settings(deadline=None, max_examples=5, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(
        st.tuples(st.sampled_from(SCOPES), st.integers(1, 120), st.booleans()), min_size=1, max_size=5
    ),
    mtu=st.sampled_from((200, 1041)),
    loss=st.sampled_from((0.0, 0.3, 0.6)),
    seed=st.integers(0, 99),
)
@example(parts=[(("lokasi",), 120, False)] * 5, mtu=200, loss=0.6, seed=1)
@example(parts=[(("posisi",), 120, True), (("catatan",), 1, True)], mtu=200, loss=0.3, seed=2)
def test_exactly_what_was_set_aside_is_to_be_examined(
    parts: list[tuple[tuple[str, ...] | None, int, bool]], mtu: int, loss: float, seed: int
) -> None:
    chance = random.Random(seed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        center = stack.enter_context(a_center(folder / "pusat"))
        unit = stack.enter_context(a_unit(folder, center))
        link = Straight(center, mtu, chance, loss)
        for types, count, renewed in parts:
            within(center, types)
            write(unit, chance, count)
            walk(unit, center, link, 6)
            if renewed:
                new_incarnation(center)
        link.loss = 0.0
        walk(unit, center, link, 80)
        aside = at_center(center, aside=True)
        assert told(unit).get("perlu_diperiksa", set()) == aside
        assert told(unit).get("diterima", set()) == at_center(center, aside=False) - aside
        assert outbox.counts(unit.store).waiting == 0


@pytest.mark.parametrize("mtu", [200, 1041])
def test_thousands_set_aside_are_all_named(tmp_path: Path, mtu: int) -> None:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        within(center, ("lokasi",))
        stamp = unit.clock.stamp()
        some = [(Message(isi="x"), a_place())[at % 3 == 0] for at in range(3_000)]
        journal.append_all(unit.store, some, stamp=stamp)
        link = Straight(center, mtu, random.Random(1), 0.0)
        uplink = unit.uplink(link)
        for _ in range(400):
            unit.steps.now += max(uplink.step(), 1.0)
        said = told(unit)
        assert (len(said["perlu_diperiksa"]), len(said["diterima"])) == (2_000, 1_000)
        assert said["perlu_diperiksa"] == at_center(center, aside=True)


def test_a_unit_that_asks_only_hears_of_everything_set_aside(tmp_path: Path) -> None:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        within(center, ("lokasi",))
        journal.append_all(
            unit.store,
            [(Message(isi="x"), a_place())[at % 2] for at in range(1, 401)],
            stamp=unit.clock.stamp(),
        )
        sealed = unit.end.sealed(unit.end.waiting(90_000), room=90_000, mtu=1041, full=True)
        take(center, [one.frame for one in sealed], carrier="file", now=int(time.time()))
        link = Straight(center, 200, random.Random(1), 0.0)
        for _ in range(12):
            unit.end.take(link.exchange([unit.end.digest()], 0).frames, carrier="internet")
        assert told(unit)["perlu_diperiksa"] == at_center(center, aside=True)
        assert outbox.counts(unit.store).waiting == 0
