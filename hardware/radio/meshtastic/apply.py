"""Sets a radio as it should be: the region first, a restart, then the rest, and what it says afterwards."""

import contextlib
import random
from collections.abc import Callable, Sequence

from hardware.gps.clock import Clock
from hardware.radio.meshtastic.conversation import Conversation
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.link import LinkLost
from hardware.radio.meshtastic.picture import Picture
from hardware.radio.meshtastic.worker_wire import Message
from hardware.radio.provision.examine import Finding, examine, wrong
from hardware.radio.provision.found import Found, Wanted
from hardware.radio.provision.writes import Write, disabled, writes

ADMIN_S = 10.0  # until the radio acknowledges one setting
RESTART_S = 20.0  # a radio restarts by itself 7 s after a change (meshtastic/firmware AdminModule.cpp)
BACK_S = 90.0  # until it is there again


class CannotConnect(Exception):
    """The radio cannot be reached. `reason` as in `Health.problem`."""

    def __init__(self, error: LinkLost) -> None:
        super().__init__(str(error))
        self.reason = error.reason


class Bench:
    """A radio on the bench: connected when it is needed, again after each restart. Not for use beside a driver."""

    def __init__(
        self, address: str, *, clock: Clock, chance: random.Random, deadlines: Deadlines | None = None
    ) -> None:
        self._address = address
        self._clock = clock
        self._chance = chance
        self._deadlines = deadlines or Deadlines()
        self._talk: Conversation | None = None
        self._acked: set[int] = set()
        self._ordered = 0

    def read(self) -> Found:
        """How the radio is set now, freshly asked. Raises CannotConnect."""
        self.close()
        try:
            return self._connect()
        except LinkLost as error:
            self.close()
            raise CannotConnect(error) from error

    def apply(self, wanted: Wanted) -> list[Finding]:
        """Set everything that is not as wanted; what is still wrong afterwards. Raises CannotConnect."""
        found = self.read()
        rows = wrong(found, wanted)
        first = [row for row in rows if row.name.startswith("lora.")]
        if first:
            self._write(writes(first, wanted), restart=True)
        rest = writes([row for row in rows if row not in first], wanted)
        rest += [disabled(index) for index in found.other_channels]
        if rest:
            self._write(rest, restart=False)
        return examine(self._back(), wanted)

    def close(self) -> None:
        """Let go of the radio; again is harmless."""
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.end()

    # ---- the connection

    def _connect(self) -> Found:
        picture = Picture(None, self._clock)
        hears: dict[str, Callable[[Message], None]] = {
            "ready": picture.ready,
            "node": picture.node,
            "routing": self._routing,
            "out": self._out,
        }
        self._talk = Conversation(
            self._address,
            hears,
            monotonic=self._clock.monotonic,
            chance=self._chance,
            deadlines=self._deadlines,
        )
        while picture.found is None:
            self._talk.turn(self._clock.monotonic() + 1)
        return picture.found

    def _back(self) -> Found:
        """As `read`, of a radio that may be starting just now."""
        until = self._clock.monotonic() + BACK_S
        while self._clock.monotonic() < until:
            with contextlib.suppress(CannotConnect):
                return self.read()
            self._clock.wait(self._deadlines.first_pause_s)
        return self.read()

    def _routing(self, message: Message) -> None:
        self._acked.add(message["id"])

    def _out(self, message: Message) -> None:
        self._ordered = message["id"]

    # ---- writing

    def _write(self, sections: Sequence[Write], *, restart: bool) -> None:
        """In one transaction, which ends with a restart; `restart`: make it restart when it does not by itself."""
        self._back()
        try:
            self._order("begin")
            for each in sections:
                self._order(each.order, section=each.section, values=each.values)
            self._order("commit")
            self._listen(RESTART_S)
            if restart:
                self._order("reboot", after_s=1)
                self._listen(RESTART_S)
        except LinkLost:
            self.close()  # it restarts

    def _order(self, word: str, **more: object) -> None:
        """One AdminMessage and its ack; where none comes, the reading afterwards tells."""
        self._ordered = 0
        if self._talk is not None:
            self._talk.order(word, **more)
        self._listen(ADMIN_S, lambda: self._ordered in self._acked)

    def _listen(self, for_s: float, heard: Callable[[], bool] = lambda: False) -> None:
        """Hear what the radio says until it is `heard`, or the time is over. Raises LinkLost."""
        until = self._clock.monotonic() + for_s
        while self._talk is not None and not heard() and self._clock.monotonic() < until:
            self._talk.turn(min(until, self._clock.monotonic() + 1))


def bench(address: str, *, clock: Clock | None = None, chance: random.Random | None = None) -> Bench:
    """For "serial:..." and "tcp:...": does not touch the radio yet."""
    return Bench(address, clock=clock or Clock(), chance=chance or random.Random())
