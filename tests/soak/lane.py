"""A gateway's way to the center on the virtual clock: slow, now and then cut, sometimes away for hours."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sync.errors import SyncError
from sync.frames import INTERNET_MTU, LORA_MTU
from sync.links import Heard, LinkTrouble
from sync.links.errand import Lane, Ring
from tests.soak.base import Base

GIVEN_UP_S = 20.0
HELD_S = 900.0  # a question that waits for news is answered so late


@dataclass
class Line:
    """The internet of one gateway, shared by its lanes. `way_s`: there and back; `cut`: of all questions, half of them
    after the center has heard them.
    """

    base: Base
    clock: "Timer"
    chance: random.Random
    number: int
    way_s: tuple[float, float] = (0.5, 25.0)
    cut: float = 0.05
    down: bool = False


class Timer(Protocol):
    """A virtual clock."""

    @property
    def now(self) -> float: ...
    def at(self, when: float, call: Callable[[Any], object], given: Any = None) -> None: ...


class SlowLane(Lane):
    """A `Lane` without a thread. `asked` sees each question."""

    def __init__(
        self, line: Line, ring: Ring, asked: Callable[[Sequence[bytes]], None], *, mtu: int = INTERNET_MTU
    ) -> None:
        self._line, self._rings, self._asked, self._mtu = line, ring, asked, mtu
        self._out = False
        self._answer: Heard | SyncError | None = None
        self._turn = 0

    @property
    def mtu(self) -> int:
        return self._mtu

    @property
    def full(self) -> bool:
        return self._mtu > LORA_MTU

    @property
    def waits(self) -> bool:
        return self._out

    def ask(self, frames: Sequence[bytes], wait_s: float) -> None:
        self._asked(frames)
        line = self._line
        self._out, self._answer, self._turn = True, None, self._turn + 1
        way_s = line.chance.uniform(*line.way_s)
        held_s = HELD_S if wait_s else 0.0
        line.clock.at(
            line.clock.now + held_s + way_s / 2, self._arrive, (self._turn, tuple(frames), way_s / 2)
        )

    def take(self) -> Heard | SyncError | None:
        answer = self._answer
        if answer is not None:
            self._out, self._answer = False, None
        return answer

    def close(self) -> None:
        """The process is gone; what is on its way arrives all the same."""
        self._turn, self._out, self._answer = self._turn + 1, False, None

    def _arrive(self, given: tuple[int, tuple[bytes, ...], float]) -> None:
        turn, frames, back_s = given
        line, drawn = self._line, self._line.chance.random()
        if line.down or drawn < line.cut / 2:
            self._later(turn, LinkTrouble("unreachable"), GIVEN_UP_S)
            return
        try:
            answer: Heard | SyncError = line.base.post(frames, mtu=self._mtu, carrier=line.number)
        except SyncError as error:
            answer = error
        if drawn < line.cut:
            self._later(turn, LinkTrouble("cut"), GIVEN_UP_S)
        else:
            self._later(turn, answer, back_s)

    def _later(self, turn: int, answer: Heard | SyncError, after_s: float) -> None:
        self._line.clock.at(self._line.clock.now + after_s, self._come, (turn, answer))

    def _come(self, given: tuple[int, Heard | SyncError]) -> None:
        turn, answer = given
        if turn == self._turn:
            self._answer = answer
            self._rings()
