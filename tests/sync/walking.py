"""What the journeys of one unit share: a link that loses what a test says, and looks at both ends."""

import time
from collections.abc import Sequence

from sqlalchemy import text

from field_node.records.kinds import Ref
from field_node.records.position import Position
from field_node.store import journal, outbox
from sync.center.store import Center
from sync.links import Heard, LinkTrouble
from tests.sync.parts import AUnit


def at_center(center: Center, unit: int = 1) -> list[int]:
    with center.reader.connect() as conn:
        rows = conn.execute(text("SELECT seq FROM entry WHERE unit = :unit ORDER BY seq"), {"unit": unit})
        return [row[0] for row in rows]


def words(unit: AUnit) -> list[str]:
    seqs = unit.store.run("SELECT unit, seq FROM entry WHERE carrier IS NULL ORDER BY seq")
    return [state.word for state in outbox.state(unit.store, [Ref(*row) for row in seqs]).values()]


def until_quiet(unit: AUnit, link: "Counted", *, steps: int = 60) -> None:
    uplink = unit.uplink(link)
    for _ in range(steps):
        unit.steps.now += max(uplink.step(), 0.1)
        if not outbox.pending(unit.store):
            return
    raise AssertionError(f"still waiting: {outbox.counts(unit.store)}")


def with_counters(unit: AUnit, frames: int = 8) -> AUnit:
    """The unit once so many may be sealed: after a restore counters keep a pace, and a busy machine used more before."""
    until = time.monotonic() + 60
    while unit.end.room() < frames and time.monotonic() < until:
        time.sleep(0.01)
    return unit


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


def fix(number: int) -> Position:
    return Position(
        lat=-6.3 + number * 1e-4, lon=108.3, waktu=1_795_000_000 + 30 * number, akurasi="5m", satelit=9
    )
