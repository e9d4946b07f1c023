"""Who hears whom how well: by distance, or as a table says."""

import math
import random
from dataclasses import dataclass, replace
from typing import Protocol

from hardware.radio.air.settings import Settings
from hardware.radio.airtime import Modem

Position = tuple[float, float]
"""Metres east and north of any point."""

LEAST_SNR = {7: -7.5, 8: -10.0, 9: -12.5, 10: -15.0, 11: -17.5, 12: -20.0}
"""dB that a receiver needs, by spreading factor (Semtech SX1262 data sheet, table 6-1)."""
ONE_METRE_DB = 31.7  # free space at 922 MHz
THERMAL_DBM = -174.0  # of 1 Hz at 17 degrees
NOISE_FIGURE_DB = 6.0  # Semtech SX1262 application notes


class Fading:
    """A link that is good and bad by turns, each for a random time with its mean; in bad times `loss` of all is lost."""

    def __init__(self, good_s: float, bad_s: float, loss: float, chance: random.Random) -> None:
        self._means = (good_s, bad_s)
        self._loss = loss
        self._chance = chance
        self._bad = chance.random() < bad_s / (good_s + bad_s)
        self._until = 0.0

    def loss_at(self, now: float) -> float:
        """The share lost at this moment; moments never go back."""
        while self._until <= now:
            self._bad = not self._bad
            self._until += self._chance.expovariate(1 / self._means[self._bad])
        return self._loss if self._bad else 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """What one node hears of another. `snr`: strength over noise in dB, also above what a receiver can tell."""

    snr: float
    loss: float = 0.0
    fading: Fading | None = None

    def lost(self, now: float, chance: random.Random) -> bool:
        """Whether a packet that ends now is lost on the way."""
        if self.loss and chance.random() < self.loss:
            return True
        return self.fading is not None and chance.random() < self.fading.loss_at(now)


@dataclass(frozen=True, slots=True)
class Tie:
    """What a table says of one direction; None: nothing said."""

    snr: float | None = None
    loss: float | None = None
    fading: Fading | None = None
    cut: bool = False


class Placed(Protocol):
    """What a link depends on."""

    name: str
    position: Position | None
    power_dbm: int
    modem: Modem


def noise_dbm(modem: Modem) -> float:
    """What a receiver hears when nobody is on air."""
    return THERMAL_DBM + 10 * math.log10(modem.bandwidth_khz * 1000) + NOISE_FIGURE_DB


def strength_db(power_dbm: float, distance_m: float, modem: Modem, exponent: float) -> float:
    """Signal over noise at the receiver, log-distance path loss."""
    path = ONE_METRE_DB + 10 * exponent * math.log10(max(1.0, distance_m))
    return power_dbm - path - noise_dbm(modem)


def weak_loss(margin_db: float) -> float:
    """The share lost near the limit of reception: half at 1 dB above it, 2 % at 3 dB."""
    return 1 / (1 + math.exp(min(50.0, 2 * (margin_db - 1))))


class Links:
    """The table, and the rule for all pairs it does not name."""

    def __init__(self, settings: Settings, chance: random.Random) -> None:
        self.loss = settings.loss
        self._settings = settings
        self._ties: dict[tuple[str, str], Tie] = {}
        self._chance = chance
        self._shadows: dict[frozenset[str], float] = {}

    def tie(self, sender: str, hearer: str, tie: Tie) -> None:
        """Say how `hearer` hears `sender`; what the tie leaves open stays as it was."""
        old = self._ties.get((sender, hearer), Tie())
        said = {
            name: getattr(tie, name) for name in ("snr", "loss", "fading") if getattr(tie, name) is not None
        }
        self._ties[sender, hearer] = replace(old, **said)

    def silence(self, sender: str, hearer: str, *, cut: bool) -> None:
        """Cut one direction, or mend it: it is then as it was before the cut."""
        old = self._ties.get((sender, hearer), Tie())
        self._ties[sender, hearer] = replace(old, cut=cut)

    def between(self, sender: Placed, hearer: Placed) -> Link | None:
        """How `hearer` hears `sender`; None: not at all."""
        tie = self._ties.get((sender.name, hearer.name), Tie())
        heard = self._natural(sender, hearer) if tie.snr is None else (tie.snr, 0.0)
        if tie.cut or heard is None:
            return None
        loss = self.loss if tie.loss is None else tie.loss
        return Link(heard[0], 1 - (1 - loss) * (1 - heard[1]), tie.fading)

    def _natural(self, sender: Placed, hearer: Placed) -> tuple[float, float] | None:
        """SNR and loss by weakness, without a table."""
        if sender.position is None or hearer.position is None:
            snr = self._settings.unplaced_snr_db
            return None if snr is None else (snr, 0.0)
        distance = math.dist(sender.position, hearer.position)
        snr = strength_db(sender.power_dbm, distance, sender.modem, self._settings.path_exponent)
        snr += self._shadow(sender.name, hearer.name)
        margin = snr - LEAST_SNR[sender.modem.spreading]
        return (snr, weak_loss(margin)) if margin >= 0 else None

    def _shadow(self, one: str, other: str) -> float:
        """Hills and houses between a pair: the same in both directions, for ever."""
        if not self._settings.shadow_db:
            return 0.0
        pair = frozenset((one, other))
        if pair not in self._shadows:
            self._shadows[pair] = self._chance.gauss(0, self._settings.shadow_db)
        return self._shadows[pair]
