"""Twenty units and a gateway that all hear each other, perfect access, independent loss: the rows of the wire's goals."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from field_node.records.position import Position
from field_node.records.record import Entry
from hardware.radio.air.model import Air
from hardware.radio.airtime import PRESETS, time_on_air_s
from sync.frames import Kind
from sync.mesh.packing import one_frame
from tests.bench.mesh_field import Field, a_field, ages
from tests.bench.mesh_perfect import Perfect, PerfectRadio
from tests.bench.mesh_plain import packets, perfect_s
from tests.bench.rows import Row, percentile
from tests.bench.wire_work import WORDS
from tests.soak.base import START
from tests.workload import TEST, Setting, entries

UNITS, EACH, NOTES = 20, 200, 0.12
LONGEST_S, HOUR_S = 4 * 3600.0, 3600.0
GOALS_MS = {Setting.SHIFTED: 92.0, Setting.MATCHED: 75.0}
OVER = {0.2: 1.06, 0.4: 1.11}
BASELINES = ("Protobuf", "JSON naif")
FIX_S, WARM_S, LOOKED_S = 30.0, 1.5 * HOUR_S, 2 * HOUR_S
AGE_GOALS = {"LONG_FAST": 90.0, "MEDIUM_FAST": 70.0}
HOW = f"{UNITS} unit x {EACH} rekaman (12 % catatan), satu lompatan, akses sempurna, hilang sendiri-sendiri, segel 17 B, bingkai <= 200 B"


@dataclass(frozen=True, slots=True)
class Done:
    """One run until all was in. `air_s`: of everybody; `slips_s` of that the center's."""

    delivered: int
    saved: int
    air_s: float
    slips_s: float
    took_s: float
    bound_s: float


@cache
def work(seed: int, setting: Setting, unit: int, count: int = EACH) -> tuple[Entry, ...]:
    """What a unit has recorded."""
    return tuple(entries(seed + unit, setting, count, unit=unit, notes=NOTES, texts_from=TEST))


@cache
def run(seed: int, setting: Setting, loss: float, share: float) -> Done:
    """All records wait at the start; the channel is used `share` of the time at most, budgets do not bind."""
    clock = Air(seed)
    ether = Perfect(clock, clock.modem, loss, random.Random(seed), share)
    with a_field(clock, seed) as field:
        for at in range(UNITS + 1):
            field.add(partial(PerfectRadio, ether), percent=100.0, gateway=at == UNITS)
        field.start()
        for device in field.devices[:UNITS]:
            field.keep(device, work(seed, setting, device.number))
        took_s = field.run(LONGEST_S, done=lambda: not field.to_come())
        slips_s = field.meter.air_s.get(int(Kind.RECEIPT), 0.0)
        return Done(field.delivered(), len(field.oracle.saved), ether.air_s, slips_s, took_s, _least_s(field))


def _least_s(field: Field) -> float:
    """Seconds on air of full frames of all that had to go by radio, nothing lost, no slips."""
    gone, air_s = field.oracle.overtaken(), 0.0
    for device in field.devices:
        left = [
            entry
            for ref, entry in field.oracle.saved.items()
            if ref.unit == device.number and (ref in field.oracle.at_center or ref not in gone)
        ]
        while left:
            packed, misfits = one_frame(left, start=field.base.center.keys.start, closed=frozenset())
            gone_now = misfits | (packed.seqs if packed else frozenset())
            air_s += time_on_air_s(field.clock.modem, packed.size - 2) if packed else 0.0
            left = [entry for entry in left if entry.seq not in gone_now]
    return air_s


def airtime(seed: int) -> Iterator[Row]:
    """Airtime per delivered record, over the erasure bound, and beside what others would do."""
    for setting in (Setting.MATCHED, Setting.SHIFTED):
        for loss in (0.0, 0.2, 0.4):
            yield from _airtime(seed, setting, loss)


def _airtime(seed: int, setting: Setting, loss: float) -> Iterator[Row]:
    done = run(seed, setting, loss, 0.25)
    ms = 1000 * done.air_s / done.delivered
    label = f"{WORDS[setting]}, hilang {loss:.0%}"
    how = f"{HOW}; {done.delivered} tiba dari {done.saved} (sisanya disusul pernyataan baru), tanda terima {done.slips_s:.0f} s dari {done.air_s:.0f} s"
    goal = GOALS_MS[setting] if loss == 0.2 else None
    met = None if goal is None else ms <= goal
    for name in BASELINES:
        theirs = _theirs(seed, setting, name, loss)
        yield Row(
            f"udara per rekaman tiba, {label}",
            ms,
            "ms",
            f"{name} + ack",
            theirs,
            f"<= {goal} ms" if goal else "",
            met,
            how,
        )
        goal, met = None, None
    if loss:
        over = done.air_s / (done.bound_s / (1 - loss))
        most = OVER[loss]
        yield Row(
            f"di atas batas penghapusan, {label}",
            over,
            "x",
            goal=f"<= {most}",
            met=over <= most,
            how="semua udara (juga tanda terima) dibagi bingkai penuh yang sama / (1 - hilang)",
        )


@cache
def _theirs(seed: int, setting: Setting, name: str, loss: float) -> float:
    chance, air_s, records = random.Random(seed), 0.0, 0
    for unit in range(1, UNITS + 1):
        mine = work(seed, setting, unit)
        air_s += perfect_s(packets(name, mine), PRESETS["LONG_FAST"], loss, chance)
        records += len(mine)
    return 1000 * air_s / records


def backlog(seed: int) -> Iterator[Row]:
    """Minutes until 4,000 records are in."""
    for setting in (Setting.MATCHED, Setting.SHIFTED):
        done = run(seed, setting, 0.2, 0.25)
        minutes = done.took_s / 60
        theirs = _theirs(seed, setting, "Protobuf", 0.2) * done.saved / 1000 / 0.25 / 60
        met = minutes <= 25 if setting is Setting.SHIFTED else None
        yield Row(
            f"4.000 rekaman, kanal 25 %, hilang 20 %, {WORDS[setting]}",
            minutes,
            "menit",
            "Protobuf + ack",
            theirs,
            "<= 25 menit" if met is not None else "",
            met,
            HOW,
        )


def all_ages(seed: int) -> Iterator[Row]:
    """How old the newest position of a unit is at the center."""
    for preset in ("LONG_FAST", "MEDIUM_FAST"):
        found = sorted(_ages(seed, preset))
        median = percentile(found, 0.5)
        how = f"{UNITS} unit, satu titik tiap {FIX_S:.0f} s, 1 %, hilang 20 %, dicuplik tiap 10 s selama {LOOKED_S / HOUR_S:.0f} jam"
        goal = AGE_GOALS[preset]
        yield Row(
            f"umur posisi, {preset}, median",
            median,
            "s",
            goal=f"<= {goal:.0f} s",
            met=median <= goal,
            how=how,
        )
        yield Row(f"umur posisi, {preset}, p95", percentile(found, 0.95), "s", how=how)


def _ages(seed: int, preset: str) -> list[float]:
    clock = Air(seed, PRESETS[preset])
    ether = Perfect(clock, clock.modem, 0.2, random.Random(seed))
    with a_field(clock, seed) as field:
        for at in range(UNITS + 1):
            field.add(partial(PerfectRadio, ether), percent=1.0, gateway=at == UNITS)
        field.start()
        for device in field.devices[:UNITS]:
            walk = fixes(seed, device.number, int((WARM_S + LOOKED_S) / FIX_S) + 1)
            for at, record in enumerate(walk):
                clock.at(FIX_S * (at + device.number / UNITS), saving(field, device.number, record))
        field.run(WARM_S + LOOKED_S)
        return ages(field, WARM_S, WARM_S + LOOKED_S)


def saving(field: Field, number: int, record: Position) -> Callable[[Any], None]:
    """Records it on that unit once its moment has come."""
    return lambda _: field.devices[number - 1].save([record], field.oracle.save)


def fixes(seed: int, unit: int, count: int) -> list[Position]:
    """A drive, one fix each 30 s."""
    chance, lat, lon, way = random.Random(f"{seed} {unit}"), -6.8, 107.1, (0.0, 0.0)
    found = []
    for at in range(count):
        way = (0.9 * way[0] + chance.gauss(0, 3e-4), 0.9 * way[1] + chance.gauss(0, 3e-4))
        lat, lon = lat + way[0], lon + way[1]
        found.append(
            Position(lat=round(lat, 5), lon=round(lon, 5), waktu=START + int(FIX_S * at), akurasi="15m")
        )
    return found
