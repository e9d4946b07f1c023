"""The door that every link opens: frames out, frames heard, and what may go wrong on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from sync.errors import LinkDown, Refused

Problem = Literal[
    "unreachable",  # nobody answers at that address
    "certificate",  # somebody answers who is not our center
    "expired",  # the center's certificate is not valid today; the clock is trusted
    "cut",  # the connection broke, or nothing came in time
    "busy",  # the center asks us to come later
    "portal",  # a login page or a proxy answers instead of the center
    "not_center",  # the answer is no bundle
    "too_big",  # the answer is larger than any answer of the center
    "status",  # the center answered with another status
]
PROBLEMS: tuple[str, ...] = get_args(Problem)


class LinkTrouble(LinkDown):
    """The link carried no answer. `problem` has a sentence on the pages; `retry_after_s`: as the other end asked."""

    def __init__(self, problem: Problem, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem: Problem = problem
        self.retry_after_s = retry_after_s


class InsecureAddress(Refused):
    """An address that frames may not be sent to: neither https nor this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer. `counts`: for logs only, the unit believes slips. `more`: something waits at the other end.

    `time`: the other end's clock, UTC seconds, None where the link does not prove who it is.
    """

    frames: tuple[bytes, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    more: bool = False
    time: int | None = None


class Link(Protocol):
    """A way to the center. `mtu`: bytes of the largest frame. `full`: carries what is withheld from radio."""

    @property
    def mtu(self) -> int: ...
    @property
    def full(self) -> bool: ...

    def exchange(self, frames: Sequence[bytes], wait_s: float) -> Heard:
        """Frames there and the answer back; the other end may hold it up to `wait_s`. Raises LinkDown, Refused."""

    def close(self) -> None:
        """Let go of the connection; again is harmless."""
