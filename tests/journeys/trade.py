"""A real center and three real units that trade in goods; frames between them are plain bytes that a test may lose or repeat."""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from field_node.clock import UnitClock
from field_node.config import Config, defaults
from field_node.opened import opened_store
from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record
from field_node.store import journal
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store
from sync import enrolment
from sync.bundle import MEDIA_TYPE, read_bundle, write_bundle
from sync.center.app import create_app
from sync.center.enrolment import enroll as enroll_at_center
from sync.center.founding import init
from sync.center.issue import issue
from sync.center.limits import Limits, Rate
from sync.center.store import Center, open_center
from sync.frames import LORA_MTU
from sync.unit_end import UnitEnd

START = 1_795_312_800
BOOT = "0f0e0d0c-0000-4000-8000-00000000000"
UNITS = 3
ROOM = 4_000
"""Bytes of frames that one round may seal."""
WIDE = Rate(1_000_000, 1_000_000)


def founded(folder: Path) -> Path:
    """A center with three enrolled units, none of which has said anything: to be copied."""
    init(folder / "pusat", "Pusat Gladi", host="127.0.0.1", at=START - 86_400)
    center = open_center(folder / "pusat")
    for number in range(1, UNITS + 1):
        given = enroll_at_center(center, f"Unit {number}", address="http://127.0.0.1:9", now=START)
        config = config_of(folder, number)
        enrolment.enroll(config, given.to_json(), replace_other=False)
        with opened_store(config):
            pass
    center.close()
    return folder


def config_of(folder: Path, number: int) -> Config:
    return defaults(data_dir=folder / f"unit{number}", runtime_dir=folder / f"run{number}")


@dataclass
class Trader:
    """One unit's process."""

    number: int
    store: Store
    clock: UnitClock
    end: UnitEnd
    process: ExitStack

    def save(self, *records: Record, corrects: Ref | None = None) -> list[Ref]:
        stamp = self.clock.stamp()
        if corrects is not None:
            said = {"corrects": corrects, "reason": "salah tulis"}
            return [journal.append(self.store, records[0], stamp=stamp, **said).ref]  # type: ignore[arg-type]
        return [entry.ref for entry in journal.append_all(self.store, records, stamp=stamp)]

    def seal(self, *, full: bool) -> list[bytes]:
        """What waits, in new frames."""
        due = self.end.waiting(ROOM)
        made = self.end.sealed(due, room=ROOM, mtu=LORA_MTU, full=full) if due else []
        self.end.note_attempt(made)
        return [one.frame for one in made]

    def entries(self) -> list[Entry]:
        return [entry for _, entry in journal.since(self.store, 0, 100_000)]


@dataclass
class Trade:
    """All of it in one folder; `now` is everybody's clock."""

    folder: Path
    now: float = START + 60.0
    units: list[Trader] = field(default_factory=list)

    @classmethod
    def copied(cls, template: Path, folder: Path) -> "Trade":
        shutil.copytree(template, folder)
        made = cls(folder)
        made.open_center()
        made.units = [made.started(number) for number in range(1, UNITS + 1)]
        return made

    def open_center(self) -> None:
        self.center: Center = open_center(self.folder / "pusat")
        limits = Limits(requests=WIDE, junk=WIDE, idle=WIDE, frames=WIDE, entries=WIDE)
        timer = self.utc
        self._client = create_app(
            self.center, clock=timer, timer=timer, limits=limits, stop=Event()
        ).test_client()

    def utc(self) -> float:
        return self.now

    def started(self, number: int) -> Trader:
        """The process of a unit as it is after its start."""
        process, config = ExitStack(), config_of(self.folder, number)
        store = process.enter_context(opened_store(config))
        clock = UnitClock(
            StoreBoots(store, BOOT + "1"),
            believes_machine=True,
            wall=self.utc,
            synchronised=lambda: True,
            has_rtc=lambda: False,
        )
        enrolled = enrolment.read(config.secrets_dir)
        end = UnitEnd(store, clock, secrets_dir=config.secrets_dir, enrolled=enrolled)
        return Trader(number, store, clock, end, process)

    def restart(self, number: int) -> None:
        self.units[number - 1].process.close()
        self.units[number - 1] = self.started(number)

    def restart_center(self) -> None:
        self.center.close()
        self.open_center()

    def ask(self, frames: Iterable[bytes]) -> list[bytes]:
        """The center's answer to these frames, whoever brings them."""
        answer = self._client.post(
            f"/v1/frames?mtu={LORA_MTU}", data=write_bundle(frames), headers={"Content-Type": MEDIA_TYPE}
        )
        assert answer.status_code == 200, answer.status_code
        return list(read_bundle(answer.data).frames)

    def bring(self, unit: Trader) -> None:
        """Until the center has all of the unit's entries and the unit all of the center's.

        An answer that was lost is not given again at once: sync.center.offers.
        """
        for _ in range(60):
            self.now += 600
            frames = [*unit.seal(full=True), unit.end.digest()]
            unit.end.take(self.ask(frames), carrier="internet")
            if not unit.end.waiting(ROOM) and self.issued() == sum(one.unit == 0 for one in unit.entries()):
                return
        raise AssertionError("the center does not get everything")

    def issue(self, record: Record) -> Ref:
        return issue(self.center, record, now=int(self.now)).ref

    def issued(self) -> int:
        """How many entries the center has made."""
        with self.center.reader.connect() as conn:
            found: int = conn.exec_driver_sql("SELECT count(*) FROM entry WHERE unit = 0").scalar_one()
        return found

    def at_center(self) -> dict[tuple[str, int, int, int, str], int]:
        """account, place, item, batch -> base units, of what is not nought."""
        with self.center.reader.connect() as conn:
            rows = conn.exec_driver_sql(
                "SELECT account, place_unit, place_seq, item, batch, amount FROM stock WHERE amount <> 0"
            )
            return {tuple(row[:5]): row[5] for row in rows}

    def close(self) -> None:
        for unit in self.units:
            unit.process.close()
        self.center.close()
        shutil.rmtree(self.folder)
