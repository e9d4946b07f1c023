"""The trail of a unit: drives and halts, and what a predictor with the true parameters expects of each fix.

On a drive each 30 s tick changes the speed a little (an Ornstein-Uhlenbeck process north and east, both alike); at a
halt one fix comes every ten minutes. A fix is the truth plus receiver noise, on the grid of the record. Everything is
linear and Gaussian, so a Kalman filter gives the exact law of the next fix given those before: the maker draws
from that law, which is the same process.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Any

from field_node.records.ground import ACCURACY_M
from field_node.records.position import Position
from tests.workload.laws import Mixed, always, bell, geometric, maybe, sized
from tests.workload.parameters import Parameters
from tests.workload.scene import Scene, spoken

TICK_S, STANDING_TICKS = 30, 20
GRID = 100_000
METRES_A_STEP = 1.1132
"""Of latitude: 1e-5 degrees, WGS 84."""
BOX = GRID
"""One degree each way: the box of the operation."""
MOST_AWAY = 4_000


@dataclass(slots=True)
class Axis:
    """What is expected of one coordinate, in metres from its last fix: where, how fast, and how sure of it."""

    step: int
    there: float = 0.0
    speed: float = 0.0
    there_var: float = 0.0
    both: float = 0.0
    speed_var: float = 0.0

    def drive(self, p: Parameters) -> None:
        """One tick on."""
        keeps, free = p["keeps_course"], p["speed_mps"] ** 2 * (1 - p["keeps_course"] ** 2)
        self.speed *= keeps
        self.there += TICK_S * self.speed
        speed_var = keeps * keeps * self.speed_var + free
        both = keeps * self.both
        self.there_var += 2 * TICK_S * both + TICK_S * TICK_S * speed_var
        self.both = both + TICK_S * speed_var
        self.speed_var = speed_var

    def halt(self, p: Parameters) -> None:
        """Parked; the next drive begins with any speed."""
        self.there_var += p["parked_m"] ** 2
        self.speed, self.speed_var, self.both = 0.0, p["speed_mps"] ** 2, 0.0

    def expects(self, p: Parameters, metres: float) -> "Bell":
        """The law of the next fix, grid steps."""
        spread = math.sqrt(self.there_var + p["fix_noise_m"] ** 2)
        return Bell(self.step + self.there / metres, spread / metres)

    def learn(self, p: Parameters, metres: float, found: int) -> None:
        """The fix that came."""
        noise = p["fix_noise_m"] ** 2 + metres * metres / 12
        off = (found - self.step) * metres - self.there
        whole = self.there_var + noise
        gain, speed_gain = self.there_var / whole, self.both / whole
        self.there, self.speed = self.there + gain * off, self.speed + speed_gain * off
        self.speed_var -= speed_gain * self.both
        self.there_var, self.both = self.there_var * (1 - gain), self.both * (1 - gain)
        self.there -= (found - self.step) * metres
        self.step = found


class Bell:
    """A normal law on the grid: the mass of each cell."""

    __slots__ = ("_mean", "_spread")

    def __init__(self, mean: float, spread: float) -> None:
        self._mean, self._spread = mean, spread

    def sample(self, chance: Random) -> int:
        return round(chance.gauss(self._mean, self._spread))

    def p(self, value: Any) -> float:
        near = abs(value - self._mean)
        scale = self._spread * math.sqrt(2)
        return (math.erfc((near - 0.5) / scale) - math.erfc((near + 0.5) / scale)) / 2


class Anywhere:
    """Uniform from low to low + size - 1; the maker begins in the middle third."""

    __slots__ = ("_low", "_size")

    def __init__(self, low: int, size: int) -> None:
        self._low, self._size = low, size

    def sample(self, chance: Random) -> int:
        return self._low + chance.randrange(self._size // 3, 2 * self._size // 3)

    def p(self, value: Any) -> float:
        return 1 / self._size if self._low <= value < self._low + self._size else 0.0


def position(scene: Scene, given: Position) -> Position:
    """The next fix of the trail; scene.made_at is its time."""
    p = scene.p
    lat, lon = (_coordinate(scene, axis, _step(value)) for axis, value in enumerate((given.lat, given.lon)))
    accuracy = scene.again(("akurasi",), p["accuracy_again"], spoken(p["accuracy"]), given.akurasi)
    jump = scene.of(maybe(1 - p["jump"], always(True)), given.janggal)
    told = {
        "lat": lat / GRID,
        "lon": lon / GRID,
        "waktu": scene.made_at,
        "akurasi": accuracy,
        "sumber_gps": "unit",
    }
    return Position(**told, janggal=jump, **_withheld(scene, accuracy, given))


def _step(value: float | None) -> int | None:
    return None if value is None else round(value * GRID)


def _withheld(scene: Scene, accuracy: str, given: Position) -> dict[str, Any]:
    """What the receiver says beside; it never travels by radio, so it has no price."""
    most = ACCURACY_M[accuracy]
    return {
        "akurasi_m": scene.draw.free(bell(0.7 * most, 0.2 * most, 1, most), given.akurasi_m),
        "kecepatan": scene.draw.free(geometric(15.0, 90), given.kecepatan),
        "arah": scene.draw.free(Anywhere(0, 360), given.arah),
        "satelit": scene.draw.free(bell(10.0, 2.0, 4, 20), given.satelit),
    }


def _coordinate(scene: Scene, axis: int, value: int | None) -> int:
    p, key = scene.p, ("axis", axis)
    low = round(p["south_west"][axis] * GRID)
    metres = METRES_A_STEP * (math.cos(math.radians(p["south_west"][0] + 0.5)) if axis else 1.0)
    known: Axis | None = scene.seen.newest.get(key)
    if known is None:  # away: a trail may have left the box before the frame
        begins = Anywhere(low, BOX)
        away = Mixed((0.98, begins), (0.02, Anywhere(low - 20 * BOX, 41 * BOX)))
        found: int = scene.of(begins if value is None else away, value)
        scene.seen.newest[key] = Axis(found, 0.0, 0.0, p["fix_noise_m"] ** 2, 0.0, p["speed_mps"] ** 2)
        return found
    ticks = scene.seen.newest[("ticks",)]
    if ticks >= STANDING_TICKS:
        known.halt(p)
    for _ in range(ticks if ticks < STANDING_TICKS else 0):
        known.drive(p)
    found = scene.of(known.expects(p, metres), value)
    known.learn(p, metres, found)
    return found


def ticks_on(scene: Scene, value: int | None) -> int:
    """Ticks from the last fix to the next: one while it drives, twenty and more while it stands, many when away."""
    p = scene.p
    before = scene.seen.newest.get(("ticks",))
    drives = (
        p["first_drives"]
        if before is None
        else 1 - p["stands_on"]
        if before >= STANDING_TICKS
        else p["drives_on"]
    )
    late = geometric(p["tick_missed_mean"], STANDING_TICKS - 1, 2)
    driving = Mixed((1 - p["tick_missed"], always(1)), (p["tick_missed"], late))
    standing = geometric(p["standing_late_mean"], 200, STANDING_TICKS)
    away = sized(p["away_median"], p["away_spread"], MOST_AWAY, STANDING_TICKS)
    left = (1 - drives) * (1 - p["away"])
    found: int = scene.of(Mixed((drives, driving), (left, standing), ((1 - drives) * p["away"], away)), value)
    scene.seen.newest[("ticks",)] = found
    return found
