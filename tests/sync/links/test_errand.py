"""What is on its way keeps nobody waiting."""

import threading
import time

from sync.links import Heard, LinkTrouble
from sync.links.errand import Lane
from sync.links.internet import Internet
from tests.sync.moody_server import FRAME, Asked, serving, well


def taken(lane: Lane) -> Heard | Exception:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        answer = lane.take()
        if answer is not None:
            return answer
        threading.Event().wait(0.01)
    raise AssertionError("no answer in time")


def test_a_question_that_is_held_keeps_nobody_waiting() -> None:
    gate = threading.Event()

    def holds(asked: Asked) -> None:
        gate.wait(5)
        well(asked)

    with serving(holds) as server:
        lane = Lane(Internet(server.url, None, clock_trusted=lambda: True))
        lane.ask([FRAME], 25)
        assert lane.waits
        assert not isinstance(lane.take(), Heard)
        gate.set()
        answer = taken(lane)
        assert isinstance(answer, Heard)
        assert answer.frames == (FRAME,)
        assert lane.take() is None
        lane.close()


def test_trouble_is_an_answer_too() -> None:
    with serving(well) as server:
        url = server.url
    lane = Lane(Internet(url, None, clock_trusted=lambda: True))
    lane.ask([FRAME], 25)
    answer = taken(lane)
    assert isinstance(answer, LinkTrouble)
    assert answer.problem == "unreachable"
