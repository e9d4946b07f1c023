"""A hundred units over six kilometres: three hops, hidden nodes, collisions, relays, on the simulated air."""

import math
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from field_node.records.kinds import TRACK_START
from field_node.records.position import Position
from field_node.records.record import Entry, TimeQuality
from hardware.radio.air.links import Position as Spot
from hardware.radio.air.model import Air
from hardware.radio.air.settings import Settings
from sync.frames import Kind
from tests.bench.mesh_field import Field, a_field, ages, sampled
from tests.bench.mesh_near import fixes, saving, work
from tests.bench.mesh_plain import Receiver, Sender, packets
from tests.bench.rows import Row, percentile
from tests.bench.wire_work import WORDS
from tests.soak.node import AirNode
from tests.workload import Setting

UNITS, GATEWAYS, EACH, STEP_M = int(os.environ.get("UNITS", "100")), 3, 20, 700.0
LOSS, CAPTURE_DB, PERCENT = 0.05, 6.0, 1.0
LONGEST_S, FIX_S, WARM_S, LOOKED_S, SAMPLED_S = 12 * 3600.0, 60.0, 3600.0, 3600.0, 10.0
BASELINES = ("Protobuf", "JSON naif")
LABEL = f"{UNITS} unit, 3 lompatan"
HOW = f"{GATEWAYS} gerbang, jarak {STEP_M:.0f} m, hilang {LOSS:.0%} + tepi + tabrakan, tangkap {CAPTURE_DB:.0f} dB, {PERCENT:.0f} %"


@dataclass(frozen=True, slots=True)
class Done:
    """One run. `air_s`: of all nodes, relays and acks too; `late_s`: of each delivered record how late."""

    wanted: int
    saved: int
    air_s: float
    relays: float
    late_s: tuple[float, ...]
    words: str

    @property
    def a_record_ms(self) -> float:
        return 1000 * self.air_s / max(1, len(self.late_s))

    def within_min(self, share: float) -> float:
        """Minutes until that share of all that is wanted was in; infinity when it never was."""
        place = math.ceil(share * self.wanted) - 1
        return sorted(self.late_s)[place] / 60 if place < len(self.late_s) else math.inf

    def told(self) -> str:
        """In words."""
        return f"{len(self.late_s)} dari {self.wanted} tiba ({self.saved} disimpan), {self.air_s:.0f} s udara, {self.relays:.0%} terusan, {self.words}"


@dataclass(frozen=True, slots=True)
class Land:
    """An air, where the units are, and which of them are gateways. The grid is nowhere straight."""

    air: Air
    spots: Sequence[Spot]
    ways: frozenset[int]

    def nearest(self, at: int) -> int:
        """The gateway that is nearest to that place."""
        return min(self.ways, key=lambda way: math.dist(self.spots[way], self.spots[at]))

    def node(self, at: int, number: int) -> AirNode:
        """The node of the unit at that place."""
        return AirNode(self.air, number, self.spots[at], _unheeded)


def a_land(seed: int) -> Land:
    """LongFast, three hops."""
    chance, many = random.Random(f"{seed} land"), UNITS + GATEWAYS
    wide = math.ceil(many**0.5)
    spots = [
        (STEP_M * (at % wide + chance.uniform(-0.3, 0.3)), STEP_M * (at // wide + chance.uniform(-0.3, 0.3)))
        for at in range(many)
    ]
    air = Air(seed, settings=Settings(loss=LOSS, capture_db=CAPTURE_DB, hop_limit=3))
    return Land(air, spots, frozenset(chance.sample(range(many), GATEWAYS)))


def _begun(field: Field, land: Land) -> None:
    for at in range(len(land.spots)):
        field.add(partial(land.node, at), percent=PERCENT, gateway=at in land.ways)
    field.start()


def _unheeded(_size: int) -> None:
    """The air counts by itself."""


@cache
def ours(seed: int, setting: Setting) -> Done:
    """All records wait at the start; until the center has all."""
    land = a_land(seed)
    with a_field(land.air, seed) as field:
        _begun(field, land)
        for device in field.devices:
            if device.line is None:
                field.keep(device, work(seed, setting, device.number, EACH))
        field.run(LONGEST_S, done=lambda: not field.to_come(), every_s=60.0)
        oracle = field.oracle
        late = [at - oracle.saved_at[ref] for ref, at in oracle.at_center.items() if ref in oracle.saved]
        wanted = len(late) + field.to_come()
        frames = sorted(field.meter.frames.items())
        words = ", ".join(f"{Kind(kind).name} {count}" for kind, count in frames)
        return _done(land, (wanted, len(oracle.saved)), late, words)


def _done(land: Land, counts: tuple[int, int], late: Sequence[float], words: str) -> Done:
    total = land.air.total()
    return Done(*counts, total.air_s, total.relays / max(1, total.sent), tuple(late), words)


@cache
def theirs(seed: int, setting: Setting, name: str) -> Done:
    """The same records in direct packets to the nearest gateway, each acknowledged by it."""
    land = a_land(seed)
    came: dict[tuple[int, int], float] = {}
    nodes = [land.node(at, at + 1).station for at in range(len(land.spots))]
    senders = list[Sender]()
    for at, station in enumerate(nodes):
        if at in land.ways:
            station.listener = Receiver(land.air, came)
            continue
        waiting = [(0.0, one) for one in packets(name, work(seed, setting, at + 1, EACH))]
        to, chance = nodes[land.nearest(at)].number, random.Random(f"{seed} sender {at}")
        senders.append(Sender(land.air, station, at + 1, to, PERCENT, chance, waiting))
        senders[-1].begin()
    holds = {(one.unit, at): len(sent.records) for one in senders for at, (_, sent) in enumerate(one.waiting)}
    while land.air.now < LONGEST_S and len(came) < len(holds):
        land.air.advance(60.0)
    late = [at for name, at in came.items() for _ in range(holds[name])]
    wanted = sum(holds.values())
    return _done(land, (wanted, wanted), late, f"{len(holds)} paket")


def delivered(seed: int) -> Iterator[Row]:
    """Airtime per delivered record and time until all is in."""
    for name in BASELINES:
        yield from _beside(ours(seed, Setting.SHIFTED), theirs(seed, Setting.SHIFTED, name), f"{name} + ack")


def _beside(mine: Done, other: Done, name: str) -> Iterator[Row]:
    label = f"{LABEL}, {WORDS[Setting.SHIFTED]}"
    how = f"{mine.told()} | {name}: {other.told()}; {EACH} rekaman per unit, {HOW}"
    yield Row(
        f"udara per rekaman tiba, {label}", mine.a_record_ms, "ms", name, other.a_record_ms, "", None, how
    )
    for word, share in (("separuh", 0.5), ("95 %", 0.95), ("semua", 1.0)):
        value, base = (one.within_min(share) for one in (mine, other))
        yield Row(f"sampai {word} tiba, {label}", value, "menit", name, base, "", None, how)


def all_ages(seed: int) -> Iterator[Row]:
    """How old the newest position of each unit is at the center, on the large mesh."""
    mine = sorted(_ages(seed))
    how = f"satu titik tiap {FIX_S:.0f} s, dicuplik selama {LOOKED_S / 3600:.0f} jam sesudah {WARM_S / 3600:.0f} jam; {HOW}"
    for name in BASELINES:
        other = sorted(_their_ages(seed, name))
        for word, share in (("median", 0.5), ("p95", 0.95)):
            value, base = percentile(mine, share), percentile(other, share)
            yield Row(
                f"umur posisi, {LABEL}, {word}",
                value,
                "s",
                f"{name} + ack, hanya yang terbaru",
                base,
                how=how,
            )


def _ages(seed: int) -> list[float]:
    land = a_land(seed)
    with a_field(land.air, seed) as field:
        _begun(field, land)
        for device in field.devices:
            walk = [] if device.line else _walk(seed, device.number)
            for at, record in enumerate(walk):
                land.air.at(_fixed_at(device.number, at), saving(field, device.number, record))
        field.run(WARM_S + LOOKED_S)
        return ages(field, WARM_S, WARM_S + LOOKED_S, SAMPLED_S)


def _walk(seed: int, unit: int) -> list[Position]:
    return fixes(seed, unit, int((WARM_S + LOOKED_S) / FIX_S))


def _fixed_at(unit: int, at: int) -> float:
    return FIX_S * (at + unit / UNITS)


def _their_ages(seed: int, name: str) -> list[float]:
    """The same fixes, the newest alone in a direct packet to the nearest gateway, acknowledged by it."""
    land = a_land(seed)
    came: dict[tuple[int, int], float] = {}
    nodes = [land.node(at, at + 1).station for at in range(len(land.spots))]
    for at, station in enumerate(nodes):
        if at in land.ways:
            station.listener = Receiver(land.air, came)
            continue
        walk = [
            Entry(at + 1, TRACK_START + turn, record.waktu, TimeQuality.GPS, record)
            for turn, record in enumerate(_walk(seed, at + 1))
        ]
        waiting = [(_fixed_at(at + 1, turn), packets(name, [one])[-1]) for turn, one in enumerate(walk)]
        to, chance = nodes[land.nearest(at)].number, random.Random(f"{seed} sender {at}")
        Sender(land.air, station, at + 1, to, PERCENT, chance, waiting, newest_only=True).begin()
    land.air.advance(WARM_S + LOOKED_S)
    found = list[float]()
    for at in set(range(len(nodes))) - land.ways:
        mine = sorted(
            (when, _fixed_at(at + 1, turn)) for (unit, turn), when in came.items() if unit == at + 1
        )
        found += sampled(mine, WARM_S, WARM_S + LOOKED_S, SAMPLED_S)
    return found
