"""Other disasters to learn from and to choose by: every parameter of the matched column moved by chance.

No parameter is drawn towards the shifted column of the bench: each moves either way, by the same law for all of its
sort. Worlds to learn from and worlds to choose by have different numbers.
"""

import math
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from field_node.records.headcount import Headcount
from field_node.records.kinds import Choice
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.psychosocial import Psychosocial
from field_node.records.record import Record, field
from field_node.records.site import Site
from sync.codec.references import PROVINCES
from tests.workload.parameters import Setting, World, of

MOVED, WEIGHTS_MOVED, BODIES_MOVED = 0.6, 0.9, 0.12
"""How far parameters move: the spread of the logarithm of a size or of the odds of a share; of a weight; of what people are like everywhere."""
BODIES = ("laki_share", "ages", "jiwa_a_kk")
SIZES = ("mean", "median", "spread", "step", "off", "mps", "noise_m", "parked_m", "tilt", "popular")
"""Names of numbers below 1 that are no shares end so."""
CHOICES: Mapping[str, tuple[type[Record], str]] = {
    "shelters": (Headcount, "tempat"),
    "access": (Site, "akses"),
    "power": (Site, "listrik"),
    "water": (Site, "air_bersih"),
    "signal": (Site, "sinyal"),
    "safety": (Site, "keamanan"),
    "funds": (Movement, "sumber_dana"),
    "priority": (Need, "prioritas"),
    "activity": (Psychosocial, "jenis"),
}
"""Parameters that weigh the codes of a form: elsewhere any of them may be said."""
MOST_TIMES, MOST = 10, {"batch_months": 60}
SUMS = (("as_of_now", "as_of_round"), ("pause_none", "pause_long"))
"""Shares that leave room for a third."""
MOST_SHARE = 0.9
CHOSEN = {
    "places_of_unit": "places_listed",
    "stores_of_unit": "places_listed",
    "regions_of_unit": "regions_listed",
    "tasks_open": "tasks_listed",
}
"""So many are chosen out of a list."""


def world(number: int) -> World:
    """The same number makes the same world."""
    chance = Random(f"world {number}")
    moved = {name: _moved(name, value, chance) for name, value in of(Setting.MATCHED).items()}
    for pair in SUMS:
        over = max(1.0, sum(moved[name] for name in pair) / MOST_SHARE)
        moved |= {name: moved[name] / over for name in pair}
    moved |= {own: min(moved[own], moved[listed]) for own, listed in CHOSEN.items()}
    return World(f"world {number}", moved)


def _moved(name: str, value: Any, chance: Random) -> Any:
    own = OWN.get(name)
    if own is not None:
        return own(chance)
    spread = BODIES_MOVED if name in BODIES else MOVED
    if isinstance(value, dict):
        return {key: _scaled(weight, WEIGHTS_MOVED, chance) for key, weight in _codes(name, value).items()}
    if isinstance(value, tuple):
        moved = [_scaled(one, spread, chance) for one in value]
        return tuple(one * sum(value) / sum(moved) for one in moved)
    if isinstance(value, int):
        return min(max(2, round(_scaled(value, spread, chance))), MOST.get(name, value * MOST_TIMES))
    if value < 1 and not name.endswith(SIZES):
        odds = _scaled(value / (1 - value), spread, chance)
        return odds / (1 + odds)
    return _scaled(value, spread, chance)


def _scaled(value: float, spread: float, chance: Random) -> float:
    return value * math.exp(chance.gauss(0, spread))


def _codes(name: str, weights: dict[Any, float]) -> dict[Any, float]:
    """With the codes that the matched column never says, as seldom as its seldomest."""
    if name not in CHOICES:
        return weights
    record_type, of_field = CHOICES[name]
    kind = field(record_type, of_field).kind
    codes = kind.codes() if isinstance(kind, Choice) else ()
    return {**dict.fromkeys(codes, min(weights.values())), **weights}


OWN: Mapping[str, Callable[[Random], Any]] = {
    "province": lambda chance: chance.choice(PROVINCES),
    "popular_turn": lambda chance: chance.randrange(20),
    "paper_word": lambda chance: "".join(chance.choices("ABDGKLMNPST", k=2)),
    "paper_year": lambda chance: chance.randrange(2026, 2029),
    "south_west": lambda chance: (chance.uniform(-9.5, 4.0), chance.uniform(96.0, 139.0)),
}
"""What has no size to move."""
