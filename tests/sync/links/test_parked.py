"""A question that waits at the center."""

import threading
import time

from sync.links import Heard, LinkTrouble
from sync.links.internet import Internet
from sync.links.parked import Parked
from tests.sync.moody_server import FRAME, Asked, serving, well


def taken(parked: Parked) -> Heard | Exception:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        answer = parked.take()
        if answer is not None:
            return answer
        threading.Event().wait(0.01)
    raise AssertionError("no answer in time")


def test_a_parked_question_keeps_nobody_waiting() -> None:
    gate = threading.Event()

    def holds(asked: Asked) -> None:
        gate.wait(5)
        well(asked)

    with serving(holds) as server:
        parked = Parked(Internet(server.url, None, clock_trusted=lambda: True))
        parked.ask([FRAME], 25)
        assert parked.waits
        assert not isinstance(parked.take(), Heard)
        gate.set()
        answer = taken(parked)
        assert isinstance(answer, Heard)
        assert answer.frames == (FRAME,)
        assert parked.take() is None
        parked.close()


def test_trouble_is_an_answer_too() -> None:
    with serving(well) as server:
        url = server.url
    parked = Parked(Internet(url, None, clock_trusted=lambda: True))
    parked.ask([FRAME], 25)
    answer = taken(parked)
    assert isinstance(answer, LinkTrouble)
    assert answer.problem == "unreachable"
