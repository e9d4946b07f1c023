"""An uplink in the hand of a test that has time: a step of it ends with the answer to what it sent."""

import threading
import time

from sync.uplink import Uplink

MOST_S = 60.0
LOOK_S = 0.002


class Patient:
    """One round a step. What the test does not move is real: the answers come from a thread."""

    def __init__(self, uplink: Uplink) -> None:
        self.uplink = uplink

    def step(self) -> float:
        """The rest after the last step; a bundle that went out is answered, or nobody will answer it."""
        rest_s = self.uplink.step()
        until = time.monotonic() + MOST_S
        while self.uplink.waits:
            assert time.monotonic() < until, "no answer"
            threading.Event().wait(LOOK_S)
            rest_s = self.uplink.step()
        return rest_s
